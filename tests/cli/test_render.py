"""render: the sheets it writes, and what it says where it cannot."""
import os
import pathlib
import shutil
import struct
import subprocess
import xml.etree.ElementTree
import zlib

import program
from program import DEMO

GRID = DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BUURT = DEMO / "buurt 2024.gpkg"
LAYER = """{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[
{"type":"Feature","properties":{"code":"A","score":%s},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1000,0],[1000,1000],[0,1000],[0,0]]]}},
{"type":"Feature","properties":{"code":"B","score":%s},"geometry":{"type":"Polygon","coordinates":[[[1000,0],[2000,0],[2000,1000],[1000,1000],[1000,0]]]}}]}"""


def png_size(path):
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
    return struct.unpack(">II", data[16:24])


def pixels(path):
    """Rows of (r, g, b) of a PNG with the filters that are in use here."""
    data, at, packed = path.read_bytes(), 8, b""
    width, height = png_size(path)
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        assert zlib.crc32(data[at + 4:at + 8 + size]) == struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0]
        at += size + 12
    raw, rows, above, stride = zlib.decompress(packed), [], bytes(3 * width), 3 * width + 1
    assert len(raw) == stride * height
    for y in range(height):
        line = bytearray(raw[y * stride + 1:(y + 1) * stride])
        if raw[y * stride] == 1:
            for i in range(3, len(line)):
                line[i] = (line[i] + line[i - 3]) & 255
        elif raw[y * stride] == 2:
            line = bytearray((a + b) & 255 for a, b in zip(line, above))
        above = bytes(line)
        rows.append([tuple(above[3 * x:3 * x + 3]) for x in range(width)])
    return rows


class Render(program.Case):
    def render(self, name, *arguments):
        """The file that a run which must succeed has written; nothing else may be left in its folder."""
        out = self.folder / name
        before = set(self.folder.iterdir())
        self.assertEqual(self.good("render", *arguments, "-o", out), "")
        self.assertEqual(set(self.folder.iterdir()) - before, {out} - before)
        return out

    def test_sizes(self):
        self.assertEqual(png_size(self.render("default.png")), (1754, 1240))
        self.assertEqual(png_size(self.render("small.png", "--size", "480x320")), (480, 320))
        self.assertEqual(png_size(self.render("large.png", "--size", "7680x4320")), (7680, 4320))
        self.assertEqual(png_size(self.render("dot.png", "--bare", "--size", "1x1")), (1, 1))
        self.assertEqual(png_size(self.render("line.png", "--bare", "--size", "900x3")), (900, 3))

    def test_pdf_and_svg_open(self):
        for arguments in ((), ("--show", "cells"), ("--bare",), ("--area", "BU90010001")):
            pdf = self.render("map.pdf", "--overwrite", *arguments)
            self.assertTrue(pdf.read_bytes().startswith(b"%PDF-1."))
            self.assertIn(b"%%EOF", pdf.read_bytes()[-64:])
            if shutil.which("pdftotext"):
                text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
                self.assertEqual("Total liveability 2024" in text, "--bare" not in arguments)
            svg = xml.etree.ElementTree.parse(self.render("map.svg", "--overwrite", *arguments)).getroot()
            self.assertEqual((svg.get("width"), svg.get("height")), ("842pt", "595pt"))
        sized = xml.etree.ElementTree.parse(self.render("sized.svg", "--size", "600x400")).getroot()
        self.assertEqual((sized.get("width"), sized.get("height")), ("600pt", "400pt"))

    def test_the_same_bytes_twice_and_for_any_number_of_threads(self):
        for kind in ("png", "pdf", "svg"):
            one = self.render(f"one.{kind}", "--size", "700x500", "--threads", "1").read_bytes()
            for threads in ("1", "2", "8"):
                again = self.render(f"again.{kind}", "--size", "700x500", "--threads", threads, "--overwrite")
                self.assertEqual(again.read_bytes(), one, (kind, threads))

    def test_every_option_changes_the_picture(self):
        seen = {self.render("plain.png", "--size", "500x350").read_bytes()}
        for i, arguments in enumerate((("--theme", "dark"), ("--language", "nl"), ("--bare",), ("--dimension", "won"),
                                       ("--measurement", "2014"), ("--show", "wijk"), ("--show", "cells"),
                                       ("--show", "scale"), ("--area", "BU90010001"), ("--area", "WK900100"),
                                       ("--area", "E1213N4870", "--show", "cells"), ("--dimension", "class_dev"))):
            if arguments[0] == "--area" and arguments[1].startswith("E"):
                cell = self.report("score", "--cells", "--only", "cells")["levels"][0]["areas"][100]["code"]
                arguments = ("--area", cell, "--show", "cells")
            data = self.render(f"{i}.png", "--size", "500x350", *arguments).read_bytes()
            if arguments != ("--show", "scale"):
                self.assertNotIn(data, seen, arguments)
            seen.add(data)

    def test_the_locale_chooses_the_language(self):
        dutch = self.render("nl.png", "--size", "500x350", "--language", "nl").read_bytes()
        for name, value in (("LC_ALL", "nl_NL.UTF-8"), ("LANG", "nl_BE")):
            environment = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k != "LANG"}
            self.good("render", "--size", "500x350", "--overwrite", "-o", self.folder / "locale.png", env={**environment, name: value})
            self.assertEqual((self.folder / "locale.png").read_bytes(), dutch)

    def test_bbox_is_the_extent_of_the_map_and_leaves_the_figures_alone(self):
        layer = self.path("two.geojson", LAYER % (1, 2))
        values = ("--value", "score", "--code", "code", "--measurement", "2020", "--scheme", "fixed", "--limits", "1.5")
        west = pixels(self.render("west.png", layer, *values, "--bare", "--size", "40x40", "--bbox", "100,100,900,900"))
        east = pixels(self.render("east.png", layer, *values, "--bare", "--size", "40x40", "--bbox", "1100,100,1900,900"))
        self.assertEqual(len({p for row in west for p in row}), 1)
        self.assertEqual(len({p for row in east for p in row}), 1)
        self.assertNotEqual(west[0][0], east[0][0])
        both = pixels(self.render("both.png", layer, *values, "--bare", "--size", "80x40", "--bbox", "0,0,2000,1000"))
        self.assertEqual((both[20][10], both[20][70]), (west[0][0], east[0][0]))

    def test_a_measurement_is_chosen_or_told(self):
        layer = self.path("two.geojson", LAYER % (1, 2))
        values = ("--value", "score", "--code", "code")
        self.fails("render", layer, *values, "-o", self.folder / "x.png", says=["--measurement YEAR"])
        self.render("told.png", layer, *values, "--measurement", "2021")
        self.fails("render", GRID, BUURT, "--weight", "cells", "--measurement", "2016", "-o", self.folder / "x.png",
                   says=["--measurement 2016", "2014, 2018, 2020, 2022, 2024"])
        self.fails("render", GRID, BUURT, "--weight", "cells", "--measurement", "nosuch", "-o", self.folder / "x.png", says=["nosuch"])
        self.assertFalse((self.folder / "x.png").exists())

    def test_unknown_names_are_answered_with_what_there_is(self):
        for arguments, says in ((("--show", "straat"), ["no level 'straat'", "buurt", "wijk", "gemeente", "cells"]),
                                (("--dimension", "zon"), ["--dimension zon", "won", "fys", "class_dev"]),
                                (("--area", "BU99999999"), ["--area BU99999999", "BU90010001"])):
            self.fails("render", "-q", *arguments, "-o", self.folder / "x.png", says=says)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_what_cannot_be_drawn(self):
        scores = self.path("scores.csv", "bu_code,jaar,afw\nBU90010001,2024,0.1\n")
        self.fails("render", scores, "-o", self.folder / "x.png", says=["buurt", "borders"])
        nothing = self.path("missing.geojson", LAYER % ("null", "null"))
        done = self.run_program("render", "-q", nothing, "--value", "score", "--code", "code", "--measurement", "2020", "-o", self.folder / "x.png")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertNotIn("fault of the program", done.stderr)

    def test_sizes_and_boxes_that_are_none(self):
        out = self.folder / "x.png"
        for arguments, says in ((("--size", "200x100"), ["at least 320x240", "--bare"]),
                                (("--size", "40000x100"), ["16384"]),
                                (("--size", "16384x16384", "--bare"), ["200 million"]),
                                (("--bbox", "10,10,0,20"), ["--bbox"]), (("--bbox", "0,20,10,20"), ["--bbox"])):
            self.fails("render", *arguments, "-o", out, says=says)
        for arguments in (("--size", "0x10"), ("--size", "-5x10"), ("--size", "10"), ("--size", "axb"), ("--bbox", "1,2,3"),
                          ("--theme", "pink"), ("--language", "fr"), ("--classes", "5"), ("--nosuch",)):
            self.assertEqual(self.run_program("render", *arguments, "-o", out).returncode, 2, arguments)
        self.assertEqual(self.run_program("render").returncode, 2)  # no output named
        self.assertFalse(out.exists())

    def test_an_extent_without_anything_is_said(self):
        out = self.path("map.png")
        for box in ("0,0,1,1", "5.1,52.0,5.2,52.1"):  # longitude and latitude taken for metres
            self.fails("render", "-o", out, "--bbox", box, says=["--bbox", "buurt", "in metres"])
        for box in ("0,0,inf,1", "-1e300,-1e300,1e300,1e300", "155000,446000,155000.0001,446000.0001"):
            self.fails("render", "-o", out, "--bbox", box, says=["--bbox", "extent"])
        self.assertFalse(out.exists())

    def test_a_folder_that_may_not_be_read(self):
        if os.geteuid() == 0 and not shutil.which("setpriv"):
            self.skipTest("root may read everything")
        folder = self.path("closed")
        folder.mkdir()
        folder.chmod(0)
        self.addCleanup(folder.chmod, 0o700)
        command = [program.PROGRAM, "info", str(folder)]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
            self.folder.chmod(0o755)
            if subprocess.run([*command[:4], program.PROGRAM, "--version"], capture_output=True).returncode != 0:
                self.skipTest("the program lies where others may not look")
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("closed: the folder cannot be read", done.stderr)

    def test_outputs_that_cannot_be_written(self):
        self.fails("render", "-o", self.folder / "map.gif", says=["map.gif", ".png, .pdf or .svg"])
        self.fails("render", "-o", self.folder / "map", says=[".png, .pdf or .svg"])
        self.fails("render", "-o", self.folder / "none" / "map.png", says=["no directory"])
        self.fails("render", "-o", "/dev/full.png", says=["full.png"]) if os.geteuid() != 0 else None
        (self.folder / "folder.png").mkdir()
        self.fails("render", "-o", self.folder / "folder.png", says=["a directory"])

    def test_nothing_is_replaced_unasked_and_nothing_half_written(self):
        old = self.path("map.png", "something dear")
        self.fails("render", "-o", old, says=["exists already", "--overwrite"])
        self.assertEqual(old.read_text(), "something dear")
        self.fails("render", "-q", "--area", "nosuch", "--overwrite", "-o", old, says=["nosuch"])
        self.assertEqual(old.read_text(), "something dear")
        self.render("map.png", "--overwrite")
        link = self.folder / "link.png"
        link.symlink_to(old)
        self.render("link.png", "--overwrite", "--size", "400x300")
        self.assertTrue(link.is_symlink())
        self.assertEqual(png_size(old), (400, 300))

    def test_a_full_disk_leaves_nothing(self):
        done = subprocess.run(["bash", "-c", 'ulimit -f 4; exec "$0" render -q -o "$1"', program.PROGRAM, self.folder / "map.png"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("cannot be written", done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_messages_name_the_output_and_can_be_silenced(self):
        out = self.folder / "map.png"
        self.assertIn(f"written: {out}", self.run_program("render", "-o", out).stderr)
        self.assertEqual(self.run_program("render", "-q", "--overwrite", "-o", out).stderr, "")


if __name__ == "__main__":
    program.main()
