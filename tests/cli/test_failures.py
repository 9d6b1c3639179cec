"""Input and output that cannot work: one sentence on stderr that names the file and a way out, exit 1, nothing half-written. Beside each a good case."""
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import time

import program
from program import DEMO

GRID = DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BUURT = DEMO / "buurt 2024.gpkg"
SQUARES = DEMO / "cbs_vk100_2024_v1.zip"
AREA_CSV = "bu_code,bu_naam,jaar,lbm,afw,fys,onv,soc,vrz,won\nBU90010001,Marktkwartier,2024,4.1456,0.1,0.02,0.02,0.02,0.02,0.02\n"


def square(x, y):
    return {"type": "Polygon", "coordinates": [[[x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100], [x, y]]]}


def collection(features, crs="urn:ogc:def:crs:EPSG::28992"):
    document = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document)


class Input(program.Case):
    def test_a_good_table_is_understood(self):
        self.assertIn("1 areas without borders", self.good("info", self.path("good.csv", AREA_CSV)))

    def test_missing_file(self):
        self.fails("info", "no such.gpkg", says=["no such.gpkg", "no such file"])

    def test_empty_file(self):
        self.fails("info", self.path("empty.csv", ""), says=["empty.csv", "empty"])

    def test_header_without_rows(self):
        self.fails("info", self.path("header.csv", "bu_code,jaar,afw\n"), says=["header.csv", "no rows"])

    def test_truncated_geopackage(self):
        for size in (50, 5000, 120000):
            self.fails("info", self.path("cut.gpkg", BUURT.read_bytes()[:size]), says=["cut.gpkg"])
        self.good("info", BUURT)

    def test_truncated_csv(self):
        self.fails("info", self.path("cut.csv", GRID.read_bytes()[:100123]), says=["cut.csv", "cut off", "fetch it again"])

    def test_truncated_gzip(self):
        packed = gzip.compress(GRID.read_bytes())
        self.fails("info", self.path("cut.csv.gz", packed[: len(packed) // 2]), says=["cut.csv.gz", "cut off"])
        self.assertIn("cells: 4,306", self.good("info", self.path("whole.csv.gz", packed)))

    def test_truncated_zip(self):
        self.fails("info", self.path("cut.zip", SQUARES.read_bytes()[:5000]), says=["cut.zip", "zip"])
        self.good("info", SQUARES)

    def test_truncated_geojson(self):
        whole = collection([({"bu_code": "BU90010001", "afw": 0.1, "year": 2024}, square(0, 0))])
        self.fails("info", self.path("cut.geojson", whole[: len(whole) // 2]), says=["cut.geojson"])
        self.good("info", self.path("whole.geojson", whole))

    def test_file_that_is_no_data(self):
        for seed in range(5):
            junk = random.Random(seed).randbytes(5000)
            self.fails("info", self.path("junk.bin", junk), says=["junk.bin", "not a layer or table"])
        self.fails("info", self.path("notes.txt", "just some words\n"), says=["notes.txt"])

    def test_table_without_anything_known(self):
        self.fails("info", self.path("other.csv", "a,b\n1,2\n"), says=["other.csv", "--code", "'a', 'b'"])

    def test_points_are_no_areas(self):
        points = collection([({"bu_code": "BU90010001"}, {"type": "Point", "coordinates": [1, 2]})])
        self.fails("info", self.path("points.geojson", points), says=["points.geojson", "'bu_code'"])

    def test_text_where_numbers_should_be(self):
        self.fails("info", self.path("text.csv", "bu_code,jaar,afw\nBU90010001,2024,good\nBU90010002,2024,bad\n"),
                   says=["text.csv", "'afw'", "'good'", "line 2"])

    def test_one_bad_number_is_counted_not_fatal(self):
        notes = self.report("info", self.path("mixed.csv", "bu_code,jaar,afw\nBU90010001,2024,0.1\nBU90010002,2024,O.2\n"))["report"]
        self.assertTrue(any(n.get("count") == 1 and n["what"].endswith("(the first: 'O.2' on line 3)") for n in notes), notes)

    def test_scores_without_a_year(self):
        table = self.path("undated.csv", "bu_code,afw\nBU90010001,0.1\n")
        self.fails("score", table, says=["undated.csv", "--measurement"])
        self.good("score", "-q", table, "--measurement", "2024")

    def test_unknown_layer_is_answered_with_those_there_are(self):
        self.fails("info", BUURT, "--layer", "wijken", says=[BUURT.name, "'wijken'", "'buurt 2024'"])
        self.good("info", BUURT, "--layer", "buurt 2024")

    def test_unknown_columns_are_answered_with_those_there_are(self):
        for option in ("--code", "--name", "--value"):
            self.fails("info", BUURT, option, "nope", says=[BUURT.name, "'nope'", "'bu_code'", "'gm_naam'"])

    def test_unknown_weight_is_answered_with_those_there_are(self):
        self.fails("score", "-q", GRID, BUURT, SQUARES, "--weight", "trees", says=["'trees'", "dwellings", "inhabitants", "households", "cells"])

    def test_wrong_condition(self):
        self.fails("info", BUURT, "--where", "foo = 1", says=[BUURT.name, "foo = 1", "'bu_code'"])

    def test_layer_without_crs(self):
        for suffix in ("shp", "shx", "dbf"):
            self.path(f"plain.{suffix}")
        made = self.path("plain.shp")
        subprocess.run(["ogr2ogr", "-q", made, BUURT], check=True)
        self.path("plain.prj").unlink()
        self.fails("info", made, says=["plain.shp", "--crs"])
        self.assertIn("EPSG:28992", self.good("info", made, "--crs", "EPSG:28992"))
        self.fails("info", made, "--crs", "EPSG:1", says=["EPSG:1"])

    def test_table_that_matches_no_area(self):
        table = self.path("other.csv", AREA_CSV.replace("BU90010001", "BU77770001"))
        self.fails("score", table, BUURT, says=["other.csv", "BU77770001", BUURT.name])
        self.good("score", "-q", self.path("own.csv", AREA_CSV), BUURT)

    def test_two_areas_with_one_code(self):
        twice = collection([({"bu_code": "BU90010001"}, square(0, 0)), ({"bu_code": "BU90010001"}, square(200, 0))])
        self.fails("info", self.path("twice.geojson", twice), says=["twice.geojson", "BU90010001", "'bu_code'", "--code"])

    def test_two_editions(self):
        older = self.path("Leefbaarometer-scores buurten 2002-2022.csv", AREA_CSV.replace("4.1456", "4.202264851143685").replace(",2024,", ",2022,"))
        newer = self.path("Leefbaarometer-scores buurten 2002-2024.csv", AREA_CSV)
        self.fails("score", "-q", older, newer, says=["2022 edition", "2024 edition", "--edition", "--across-editions"])
        both = self.report("score", older, newer, "--across-editions")["levels"][0]["measurements"]
        self.assertEqual([(m["reference_year"], m["edition"], m["series_break"]) for m in both], [(2022, "2022", False), (2024, "2024", True)])
        one = self.report("score", older, newer, "--edition", "2024")["levels"][0]["measurements"]
        self.assertEqual([m["reference_year"] for m in one], [2024])

    def test_cells_of_another_place(self):
        far = self.path("grid.csv", "grid_id,jaar,lbm,afw\nE0100N3000,2024,4.1456,0.1\n")
        self.fails("score", "-q", far, BUURT, "--weight", "cells", says=[BUURT.name, "not one scored cell"])

    def test_a_named_file_that_is_not_understood(self):
        other = self.path("other.csv", "a,b\n1,2\n")
        self.fails("score", "-q", GRID, BUURT, SQUARES, other, says=["other.csv", "--code"])

    def test_what_is_dropped_is_counted(self):
        lines = ["bu_code,jaar,lbm,afw", "BU90010001,2024,4.1456,0.1", "BU90010002,soon,4.1,0.1", ",2024,4.1,0.1", "BU90010003,2024,4.1,0,1",
                 "BU90010004,2024,4.1456,NA", "BU90010001,2024,4.2456,0.2"]
        report = self.report("info", self.path("dirty.csv", "\n".join(lines) + "\n"))["report"]
        counts = {n["what"]: (n["count"], n.get("which", [])) for n in report if "count" in n}
        for text, count in (("without a year", 1), ("without a code", 1), ("too many fields", 1), ("taken as lbm", 1), ("twice for one", 1)):
            self.assertEqual([c for what, (c, _) in counts.items() if text in what], [count], (text, counts))
        self.assertTrue(any("gives differently" in what and which == ["BU90010001"] for what, (_, which) in counts.items()), counts)

    def test_bytes_that_are_no_text(self):
        self.fails("info", self.path("nul.csv", AREA_CSV.encode() + b"BU90010002,A\0B,2024,4.1,0.1,0,0,0,0,0.1\n"), says=["nul.csv", "line 3", "NUL"])
        self.fails("info", self.path("utf16.csv", AREA_CSV.encode("utf-16")), says=["utf16.csv", "UTF-8"])
        latin = self.report("score", self.path("latin.csv", AREA_CSV.replace("Marktkwartier", "Café").encode("latin-1")))
        self.assertEqual(latin["levels"][0]["areas"][0]["name"], "Café")

    def test_an_open_quote(self):
        self.fails("info", self.path("quote.csv", AREA_CSV + 'BU90010002,"open,2024,4.1,0.1,0,0,0,0,0.1\n'), says=["quote.csv", "quote", "line 3"])

    def test_degrees_that_are_none(self):
        shape = {"type": "Polygon", "coordinates": [[[500, 300], [501, 300], [501, 301], [500, 300]]]}
        self.fails("info", self.path("odd.geojson", collection([({"code": "A1"}, shape)], crs="urn:ogc:def:crs:OGC:1.3:CRS84")),
                   says=["odd.geojson", "--crs"])

    def test_nothing_to_score(self):
        self.fails("score", "-q", BUURT, says=[BUURT.name, "scores"])
        self.fails("score", "-q", GRID, says=[GRID.name, "no areas"])

    def test_two_files_of_one_weight_and_year(self):
        other = self.path("cbs_vk100_2024_v2.csv", "crs28992res100m,aantal_woningen\nE1500N4400,5\n")
        self.fails("score", "-q", GRID, BUURT, SQUARES, other, says=["cbs_vk100_2024_v2.csv", "dwellings of 2024"])


class Output(program.Case):
    def test_output_that_exists_is_kept(self):
        out = self.path("out.gpkg", "precious")
        self.fails("score", "-o", out, says=["out.gpkg", "--overwrite"])
        self.assertEqual(out.read_text(), "precious")
        self.good("score", "-q", "-o", out, "--overwrite")
        self.assertTrue(out.read_bytes().startswith(b"SQLite format 3"))

    def test_output_that_is_an_input(self):
        table = self.path("own.csv", AREA_CSV)
        self.fails("score", table, "-o", table, "--overwrite", says=["own.csv", "input"])
        self.assertEqual(table.read_text(), AREA_CSV)

    def test_output_that_is_an_input_within_a_folder_or_behind_a_link(self):
        folder = self.path("town")
        self.good("demo", folder)
        before = (folder / BUURT.name).read_bytes()
        self.fails("score", folder, "-o", folder / BUURT.name, "--overwrite", says=[BUURT.name, "input"])
        link = self.path("link.gpkg")
        link.symlink_to(folder / BUURT.name)
        self.fails("score", folder, "-o", link, "--overwrite", says=["link.gpkg", "input"])
        self.assertEqual((folder / BUURT.name).read_bytes(), before)

    def test_output_that_is_no_plain_file(self):
        pipe = self.path("pipe.csv")
        os.mkfifo(pipe)
        self.fails("score", "-o", pipe, "--overwrite", says=["pipe.csv", "plain file"])
        self.fails("score", "-o", "", says=["--output"])

    def test_no_such_folder(self):
        self.fails("score", "-o", self.path("nowhere") / "out.gpkg", says=["out.gpkg", "nowhere"])

    def test_a_folder_as_output(self):
        self.fails("score", "-o", self.folder, "--of", "CSV", says=[str(self.folder), "directory"])

    def test_unknown_format(self):
        self.fails("score", "-o", self.path("out.doc"), says=["out.doc", "--of"])
        self.good("score", "-q", "-o", self.path("out.doc"), "--of", "CSV")

    def test_full_disk_leaves_what_was_there_and_no_rest(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))

        for name in ("out.gpkg", "out.csv"):
            out = self.path(name, "precious")
            done = self.run_program("score", "-q", "--overwrite", "-o", out, preexec_fn=small_files)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(name, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertEqual(out.read_text(), "precious")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["out.csv", "out.gpkg"])

    def test_a_run_that_is_stopped_leaves_what_was_there_and_no_rest(self):
        out = self.path("out.gpkg", "precious")
        for number in (signal.SIGTERM, signal.SIGINT):
            for _ in range(50):  # until it is caught in the act of writing
                run = subprocess.Popen([program.PROGRAM, "score", "-q", "--cells", "--overwrite", "-o", str(out)], stdout=subprocess.DEVNULL)
                while run.poll() is None and not list(self.folder.glob(".out.*")):
                    time.sleep(0.0005)
                run.send_signal(number)
                if run.wait() == -number and out.read_bytes() == b"precious":
                    break
                out.write_text("precious")  # it was done already
            self.assertEqual(run.returncode, -number)
            self.assertEqual([path.name for path in self.folder.iterdir()], ["out.gpkg"])
            self.assertEqual(out.read_text(), "precious")

    def test_wrong_usage_is_exit_2(self):
        for arguments in ([], ["fly"], ["score", "--fast"], ["score", "--bbox", "1,2"], ["score", "--classes", "1"], ["demo"]):
            done = self.run_program(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn("--help", done.stderr)

    def test_limits_must_ascend(self):
        table = self.path("values.csv", "code,year,height\nA1,2024,3\nA2,2024,5\n")
        self.fails("score", table, "--value", "height", "--scheme", "fixed", "--limits", "3,2", says=["--limits"])
        self.fails("score", table, "--value", "height", "--scheme", "fixed", says=["--limits"])
        self.good("score", "-q", table, "--value", "height", "--scheme", "fixed", "--limits", "2,3")

    def test_options_that_would_do_nothing_are_wrong_usage(self):
        for arguments in (["--scheme", "quantile"], ["--classes", "3"], ["--limits", "1,2"]):
            self.assertEqual(self.run_program("score", *arguments).returncode, 2, arguments)
        self.fails("score", "-q", "--own-scores", says=["--own-scores", "buurt"])
        dated = self.path("dated.csv", AREA_CSV)
        self.fails("score", dated, "--measurement", "2020", says=["--measurement 2020"])


class Demo(program.Case):
    def test_demo_writes_files_that_score_like_the_embedded_ones(self):
        folder = self.path("town")
        names = self.good("demo", folder).split("\n")
        self.assertEqual(len([n for n in names if n]), len(list(DEMO.iterdir())) + len(list((program.ROOT / "assets" / "models").iterdir())))
        for file in DEMO.iterdir():
            self.assertEqual((folder / file.name).read_bytes(), file.read_bytes())
        self.good("score", "-q", "-o", self.path("a.csv"))
        self.good("score", "-q", folder, "-o", self.path("b.csv"))
        self.assertEqual(self.path("a.csv").read_bytes(), self.path("b.csv").read_bytes())
        self.fails("demo", folder, says=["exists", "--overwrite"])
        self.good("demo", folder, "--overwrite")

    def test_help_and_version(self):
        self.assertRegex(self.good("--version"), r"^leefbeeld \d+\.\d+\.\d+\n$")
        for verb in ([], ["info"], ["score"], ["demo"]):
            self.assertIn("leefbeeld", self.good(*verb, "--help"))


if __name__ == "__main__":
    program.main()
