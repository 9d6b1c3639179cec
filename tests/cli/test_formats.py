"""score -o in every format: what GDAL reads of it is what the GeoPackage holds; what a format cannot hold is said."""
import csv
import json
import os
import resource
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree
import zipfile

import program

TABLE = "bu_code,bu_naam,jaar,lbm,afw,fys,onv,soc,vrz,won\n"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
SHEET = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ONE_LAYER = {"out.fgb": "FlatGeobuf", "out.geojson": "GeoJSON", "out.shp": "ESRI Shapefile"}
SHAPEFILE = ["out.cpg", "out.dbf", "out.prj", "out.shp", "out.shx", "out_columns.csv"]


def column_number(cell):
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def xlsx_sheets(path):
    """{sheet: rows of {column: text or float}}"""
    out = {}
    with zipfile.ZipFile(path) as book:
        names = [s.get("name") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        for number, name in enumerate(names, 1):
            rows = []
            for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(MAIN + "row"):
                cells = {}
                for cell in row.iter(MAIN + "c"):
                    text = cell.get("t") == "inlineStr"
                    cells[column_number(cell.get("r"))] = cell.find(f"{MAIN}is/{MAIN}t").text if text else float(cell.find(MAIN + "v").text)
                rows.append(cells)
            out[name] = rows
    return out


def ods_sheets(path):
    out = {}
    with zipfile.ZipFile(path) as book:
        content = ElementTree.fromstring(book.read("content.xml"))
    for sheet in content.iter(SHEET + "table"):
        rows = []
        for row in sheet.iter(SHEET + "table-row"):
            cells = {}
            for number, cell in enumerate(row.iter(SHEET + "table-cell")):
                kind = cell.get(OFFICE + "value-type")
                if kind == "string":
                    cells[number] = "\n".join("".join(p.itertext()) for p in cell.iter(TEXT + "p"))
                elif kind is not None:
                    assert kind == "float"
                    cells[number] = float(cell.get(OFFICE + "value"))
            rows.append(cells)
        out[sheet.get(SHEET + "name")] = rows
    return out


class Formats(program.Case):
    def files(self):
        return sorted(path.name for path in self.folder.iterdir())

    def layers(self, path):
        """Names of layers by ogrinfo, which must have nothing to say against the file."""
        done = subprocess.run(["ogrinfo", "-q", "-ro", str(path)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), path)
        # "1: buurt (Multi Polygon)"; GDAL 3.10 adds " (title: Neighbourhoods)" before that.
        return [line.split(": ", 1)[1].split(" (", 1)[0] for line in done.stdout.splitlines()]

    def as_rows(self, path, layer):
        """Rows of a layer, without borders, as GDAL brings them into SQLite: doubles as they are."""
        copy = self.path("copy.gpkg")
        copy.unlink(missing_ok=True)
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", copy, path, layer, "-nln", "x", "-nlt", "MULTIPOLYGON"], check=True)
        names = [r[1] for r in self.rows(copy, "pragma table_info(x)") if r[1] not in ("fid", "geom")]
        rows = self.rows(copy, "select " + ", ".join(f'"{n}"' for n in names) + " from x order by code")
        copy.unlink()
        return names, rows

    def test_every_sheet_has_the_rows_of_the_geopackage_as_text_and_numbers(self):
        package = self.path("out.gpkg")
        self.good("score", "-q", "--statistics", "-o", package)
        tables = [r[0] for r in self.rows(package, "select table_name from gpkg_contents where table_name <> 'layer_styles'")]
        for name, sheets_of in (("out.xlsx", xlsx_sheets), ("out.ods", ods_sheets)):
            out = self.path(name)
            self.good("score", "-q", "--statistics", "-o", out)
            self.assertIn("statistics", tables)
            self.assertEqual(sorted(self.layers(out)), sorted(tables + ["columns", "codes"]))
            sheets = sheets_of(out)
            for table in tables:
                columns = [r[1] for r in self.rows(package, f"pragma table_info({table})") if r[1] not in ("fid", "id", "geom")]
                self.assertEqual(list(sheets[table][0].values()), columns)
                listed = ", ".join(f'"{c}"' for c in columns)
                rows = self.rows(package, f"select {listed} from {table} order by rowid")
                written = sheets[table][1:]
                self.assertEqual(len(written), len(rows))
                for cells, row in zip(written, rows):  # 2014 as text is not 2014
                    self.assertEqual(cells, {c: v for c, v in enumerate(row) if v is not None})
            words = {(r[0], r[1]): r.get(3, "") for r in sheets["columns"][1:]}
            self.assertIn("points of the score", words["buurt", "afw_2024"])
            self.assertTrue(any(r[1] == "1" for r in sheets["codes"][1:]))

    def test_a_format_of_one_layer_has_the_rows_of_the_geopackage(self):
        package = self.path("out.gpkg")
        self.good("score", "-q", "-o", package)
        names, rows = self.as_rows(package, "buurt")
        for name in ONE_LAYER:
            out = self.path(name)
            self.good("score", "-q", "--only", "buurt", "-o", out)
            self.assertEqual(self.layers(out), ["out" if name == "out.shp" else "buurt"])
            found, written = self.as_rows(out, "out" if name == "out.shp" else "buurt")
            if name == "out.shp":
                with open(self.path("out_columns.csv"), encoding="utf-8", newline="") as file:
                    long_names = {r["short"]: r["name"] for r in csv.DictReader(file)}
                found = [long_names[n] for n in found]
            self.assertEqual(found, names)
            self.assertEqual(written, rows)
        self.assertEqual(self.files(), sorted([*SHAPEFILE, "out.fgb", "out.geojson", "out.gpkg"]))

    def test_what_a_format_does_not_hold_is_said_once(self):
        for name, says in (("out.fgb", []), ("out.geojson", ["(WGS 84)", "accurate to "]),
                           ("out.shp", ["class_dev_2024 -> cls_dev_24", "out_columns.csv", "asterisks"])):
            done = self.run_program("score", "--only", "wijk", "-o", self.path(name))
            self.assertEqual(done.returncode, 0, done.stderr)
            for text in ["one layer, 'wijk'", "'scores', 'class_shares' and 'measurements'", *says]:
                self.assertEqual(done.stderr.count(text), 1, (text, done.stderr))
        for name in ("out.gpkg", "out.xlsx", "out.ods", "out.csv"):
            done = self.run_program("score", "--only", "wijk", "-o", self.path(name))
            self.assertNotIn("one layer", done.stderr)
            self.assertNotIn(f"{name}: ", done.stderr.replace("written: ", ""))
        self.assertEqual(self.run_program("score", "-q", "--only", "wijk", "--overwrite", "-o", self.path("out.shp")).stderr, "")

    def test_geojson_is_longitude_and_latitude(self):
        out = self.path("out.geojson")
        self.good("score", "-q", "--only", "gemeente", "-o", out)
        whole = json.loads(out.read_text(encoding="utf-8"))
        self.assertNotIn("crs", whole)
        self.assertIn("points of the score", whole["columns"]["afw_2024"]["description"])
        first = whole["features"][0]["geometry"]["coordinates"][0][0]
        self.assertEqual(first[0], first[-1])
        self.assertTrue(all(5 < x < 6 and 51 < y < 53 for x, y in first))
        self.assertGreater(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(first, first[1:])), 0)  # counter-clockwise

    def test_csv_as_a_dutch_excel_opens_it(self):
        out = self.path("out.txt")
        self.good("score", "-q", "--only", "wijk", "-o", out, "--of", "csv-nl")
        data = out.read_bytes()
        self.assertTrue(data.startswith(b"\xef\xbb\xbflevel;code;measurement;"))
        plain = self.path("out.csv")
        self.good("score", "-q", "--only", "wijk", "-o", plain)
        rows = list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
        expected = list(csv.reader(plain.read_text(encoding="utf-8").splitlines()))
        value = expected[0].index("value")
        self.assertEqual([r[value].replace(",", ".") for r in rows], [r[value] for r in expected])

    def test_a_name_that_looks_like_a_formula_stays_text(self):
        own = self.path("own.csv", TABLE + "BU00010001,=1+1,2024,4.1,0.1,0,0,0,0,0.1\nBU00010002,+31 @home,2024,4.1,-0.1,0,0,0,0,-0.1\n")
        for name, sheets_of in (("out.xlsx", xlsx_sheets), ("out.ods", ods_sheets)):
            self.good("score", "-q", own, "-o", self.path(name))
            self.assertEqual([r[1] for r in sheets_of(self.path(name))["buurt"]], ["name", "=1+1", "+31 @home"])
        self.fails("score", "-q", own, "-o", self.path("out.fgb"), says=["out.fgb", "no layer with borders"])

    def test_several_levels_are_refused(self):
        nowhere = self.path("nowhere.gpkg")
        for name, format_name in ONE_LAYER.items():
            out = self.path(name)
            # Where --only tells it, before the input is looked at.
            self.fails("score", "-q", nowhere, "--only", "buurt", "--only", "wijk", "-o", out,
                       says=[name, format_name, "'buurt' and 'wijk'", "--only LEVEL"])
            self.fails("score", "-q", "-o", out, says=[name, format_name, "'buurt', 'gemeente', 'wijk' and 'focusgebieden'", "--only LEVEL"])
        self.assertEqual(self.files(), [])

    def test_names_that_do_not_fit_a_format(self):
        self.fails("score", "-o", self.path("out.doc"), says=["out.doc", ".gpkg, .csv, .xlsx, .ods, .fgb, .geojson or .shp", "--of"])
        self.fails("score", "-o", self.path("out.doc"), "--of", "ESRI Shapefile", says=["out.doc", ".shp"])
        self.assertEqual(self.run_program("score", "-o", self.path("out.doc"), "--of", "DOC").returncode, 2)
        for name in ("out.csv", "out.txt"):
            self.fails("score", "--statistics", "-o", self.path(name), "--of", "CSV-NL", says=[name, ".xlsx"])
        self.good("score", "-q", "--only", "wijk", "-o", self.path("OUT.SHP"))

    def test_no_part_of_a_shapefile_is_overwritten_unasked(self):
        out = self.path("out.shp")
        for name in ("out.dbf", "out.qix", "out_columns.csv"):
            other = self.path(name, "precious")
            self.fails("score", "-q", "--only", "wijk", "-o", out, says=[name, "--overwrite"])
            self.assertEqual(other.read_text(), "precious")
            other.unlink()
        self.good("score", "-q", "--only", "wijk", "-o", out)
        self.path("out.sbn", "stale")
        self.good("score", "-q", "--only", "buurt", "--overwrite", "-o", out)
        self.assertEqual(self.files(), SHAPEFILE)
        # Read while it is replaced it would be both.
        self.fails("score", "-q", self.path("out.dbf"), "--only", "wijk", "--overwrite", "-o", out, says=["out.dbf", "is an input"])
        self.assertEqual(len(self.as_rows(out, "out")[1]), 67)

    def test_full_disk_leaves_what_was_there_and_no_rest(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))

        for name in (*ONE_LAYER, "out.xlsx", "out.ods"):
            out = self.path(name, "precious")
            for self.limit in (100, 5000, 20000, 40000):
                done = self.run_program("score", "-q", "--only", "buurt", "--overwrite", "-o", out, preexec_fn=small_files)
                self.assertEqual(done.returncode, 1, (name, self.limit, done.stderr))
                self.assertIn(name, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertEqual(self.files(), [name])
                self.assertEqual(out.read_text(), "precious")
            out.unlink()

    def test_a_full_disk_is_called_so_whatever_the_library_makes_of_it(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", disk], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        for name in (*ONE_LAYER, "out.xlsx", "out.ods", "out.gpkg", "out.csv"):
            (disk / "rest").write_bytes(b"x" * 80_000)
            self.fails("score", "-q", "--only", "buurt", "-o", disk / name, says=[name, "No space left on device"])
            self.assertEqual([path.name for path in disk.iterdir()], ["rest"])

    def test_of_two_sets_at_once_one_is_there_whole(self):
        """A shapefile is four files and more: those of one run never lie beside those of another."""
        out = self.path("out.shp")
        for _ in range(12):
            runs = [subprocess.Popen([program.PROGRAM, "score", "-q", "--only", level, "--overwrite", "-o", str(out)]) for level in ("buurt", "wijk")]
            self.assertEqual([run.wait() for run in runs], [0, 0])
            rows = {len(self.as_rows(out, "out")[1])}
            records = (self.path("out.shx").stat().st_size - 100) // 8
            names = self.path("out_columns.csv").read_text()
            self.assertEqual(rows, {records})
            self.assertEqual("wk_code" in names, records == 67)  # a neighbourhood tells its district, a district does not

    def test_a_run_that_is_stopped_leaves_what_was_there_and_no_rest(self):
        for name in (*ONE_LAYER, "out.xlsx", "out.ods"):
            out = self.path(name, "precious")
            for _ in range(50):  # until it is caught in the act of writing
                run = subprocess.Popen([program.PROGRAM, "score", "-q", "--cells", "--only", "cells", "--overwrite", "-o", str(out)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                while run.poll() is None and not list(self.folder.glob(".out.*")):
                    time.sleep(0.0005)
                run.send_signal(signal.SIGTERM)
                if run.wait() == -signal.SIGTERM and out.read_bytes() == b"precious":
                    break
                for rest in self.folder.iterdir():  # it was done already
                    rest.unlink()
                out.write_text("precious")
            self.assertEqual(run.returncode, -signal.SIGTERM)
            self.assertEqual(self.files(), [name])
            out.unlink()

    def test_the_same_moment_gives_the_same_bytes(self):
        moment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
        for name in (*ONE_LAYER, "out.xlsx", "out.ods"):
            contents = []
            for _ in range(2):
                self.good("score", "-q", "--only", "wijk", "-o", self.path(name), env=moment)
                contents.append({path.name: path.read_bytes() for path in self.folder.iterdir()})
                for path in self.folder.iterdir():
                    path.unlink()
            self.assertEqual(*contents)


if __name__ == "__main__":
    program.main()
