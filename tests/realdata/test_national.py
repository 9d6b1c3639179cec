"""A synthetic national grid whose aggregates are known beside it: means, class shares, dwellings and cells of every buurt and year."""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import program
from program import SHARED

GENERATOR = SHARED.parent / "tools" / "make_national_grid.py"
BORDERS_2016 = SHARED / "nl" / "cbs2016_gemeente_simpl50m_rd.gpkg"
PYTHON = "/usr/bin/python3"  # the one that Debian's GDAL and NumPy belong to
DIMENSIONS = ["lbm", "afw", "fys", "onv", "soc", "vrz", "won"]
YEARS = ["2014", "2018", "2020", "2024"]
TOLERANCE = 1e-12


def generate(folder, *options):
    done = subprocess.run([PYTHON, GENERATOR, folder, "--cells", "60000", *options], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{GENERATOR} failed: {done.stdout}{done.stderr}")


def truth_of(folder):
    """{(code, year): row}"""
    with open(folder / "truth.csv", encoding="utf-8", newline="") as file:
        return {(row["bu_code"], row["jaar"]): row for row in csv.DictReader(file)}


class National(program.Case):
    one_vintage: pathlib.Path
    by_year: pathlib.Path

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="leefbeeld-national-")
        cls.addClassCleanup(temporary.cleanup)
        cls.one_vintage = pathlib.Path(temporary.name) / "one"
        cls.by_year = pathlib.Path(temporary.name) / "by_year"
        generate(cls.one_vintage)
        generate(cls.by_year, "--dwellings-by-year")

    def inputs(self, folder):
        return [folder / "Leefbaarometer-scores grids 2014-2024.csv", folder / "buurt 2024.gpkg", *sorted(folder.glob("cbs_vk100_*.gpkg"))]

    def scored(self, folder):
        out = self.path("out.gpkg")
        self.good("score", "-q", *self.inputs(folder), "-o", out, "--overwrite")
        return out

    def assert_close(self, found, expected, what):
        self.assertIsNotNone(found, what)
        self.assertLessEqual(abs(found - float(expected)), TOLERANCE, what)

    def assert_true_figures(self, folder):
        """Every row of truth.csv is met, and there is no figure that it does not have."""
        truth = truth_of(folder)
        out = self.scored(folder)
        found = {row[:3]: row[3:] for row in self.rows(out, "select code, measurement, dimension, value, weight, n from scores")}
        for (code, year), row in truth.items():
            for dimension in DIMENSIONS:
                self.assert_close(found[code, year, dimension][0], row[dimension], (code, year, dimension))
            _, weight, n = found[code, year, "afw"]
            self.assertEqual((weight, n), (float(row["dwellings"]), int(row["cells"])), (code, year))
        beyond = [key for key, row in found.items() if row[0] is not None and key[:2] not in truth]
        self.assertEqual(beyond, [])

        shares = self.rows(out, "select code, measurement, class, share from class_shares where share is not null")
        self.assertEqual(len(shares), 9 * len(truth))
        for code, year, number, share in shares:
            self.assert_close(share, truth[code, year][f"share_{number}"], (code, year, number))
        return out

    def weight_years(self, out):
        return dict(self.rows(out, "select measurement, weight_year from measurements where weight = 'dwellings'"))

    def test_dwellings_of_2024_for_every_year(self):
        out = self.assert_true_figures(self.one_vintage)
        self.assertEqual(self.weight_years(out), dict.fromkeys(YEARS, 2024))

    def test_dwellings_of_each_year(self):
        out = self.assert_true_figures(self.by_year)
        self.assertEqual(self.weight_years(out), {year: int(year) for year in YEARS})

    def merged(self, rows):
        """Rows of truth as one: means and shares weighted by dwellings."""
        weight = sum(float(row["dwellings"]) for row in rows)
        out = {name: sum(float(row[name]) * float(row["dwellings"]) for row in rows if float(row["dwellings"]) > 0) / weight
               for name in DIMENSIONS + [f"share_{k}" for k in range(1, 10)]}
        return {**out, "dwellings": weight, "cells": sum(int(row["cells"]) for row in rows)}

    def test_municipalities_and_wijken_by_code_are_the_weighted_means_of_their_buurten(self):
        for folder in (self.one_vintage, self.by_year):
            out = self.path("dissolved.gpkg")
            self.good("score", "-q", *self.inputs(folder), "--dissolve", "gemeente", "--dissolve", "wijk", "-o", out, "--overwrite")
            found = {row[:4]: row[4:] for row in self.rows(out, "select level, code, measurement, dimension, value, weight, n from scores")}
            shares = {row[:4]: row[4] for row in self.rows(out, "select level, code, measurement, class, share from class_shares where dimension in ('afw', 'lbm')")}
            for level, digits, prefix in (("gemeente", 4, "GM"), ("wijk", 6, "WK")):
                members = {}
                for (code, year), row in truth_of(folder).items():
                    members.setdefault((prefix + code[2:2 + digits], year), []).append(row)
                self.assertGreater(len(members), 4 * 300)
                for (code, year), rows in members.items():
                    expected = self.merged(rows)
                    for dimension in DIMENSIONS:
                        self.assert_close(found[level, code, year, dimension][0], expected[dimension], (level, code, year, dimension))
                    self.assertEqual(found[level, code, year, "afw"][1:], (expected["dwellings"], expected["cells"]))
                    for k in range(1, 10):
                        self.assert_close(shares[level, code, year, k], expected[f"share_{k}"], (level, code, year, k))

    def test_explain_tells_the_truth_in_parts_that_sum(self):
        truth = truth_of(self.by_year)
        codes = sorted(code for code, year in truth if year == "2014" and (code, "2024") in truth)[::2000]
        for code in codes:
            arguments = ["explain", "-q", "--json", *self.inputs(self.by_year), "--area", code, "--against", "gemeente"]
            found = json.loads(self.good(*arguments))
            first = found["change"]["from"]
            before, after = truth[code, first], truth[code, "2024"]
            self.assert_close(found["gap"]["area"], after["afw"], code)
            self.assert_close(found["gap"]["reference_value"], self.merged([row for (c, year), row in truth.items() if c[:6] == code[:6] and year == "2024"])["afw"], code)
            self.assertAlmostEqual(sum(part["difference"] for part in found["gap"]["parts"]), found["gap"]["difference"], delta=TOLERANCE)
            split = found["change"]["total"]
            self.assert_close(split["change"], float(after["afw"]) - float(before["afw"]), code)
            self.assertAlmostEqual(split["within"] + split["weights"] + split["entry"] + split["exit"], split["change"], delta=TOLERANCE)
            weak = [sum(float(row[f"share_{k}"]) for k in range(1, 5)) for row in (before, after)]
            self.assert_close(found["share"]["split"]["before"], weak[0], code)
            self.assert_close(found["share"]["split"]["after"], weak[1], code)

    def test_all_that_was_read_is_every_cell(self):
        found = json.loads(self.good("explain", "-q", "--json", *self.inputs(self.one_vintage), "--area", "all"))
        with open(self.one_vintage / "Leefbaarometer-scores grids 2014-2024.csv", encoding="utf-8", newline="") as file:
            scores = {row["grid_id"]: float(row["afw"]) for row in csv.DictReader(file) if row["jaar"] == "2024" and row["afw"] != "NA"}
        dwellings = dict(self.rows(self.one_vintage / "cbs_vk100_2024.gpkg", f"select crs28992res100m, aantal_woningen from {self.squares()}"))
        pairs = [(dwellings.get(cell) or 0, score) for cell, score in scores.items()]
        pairs = [(weight, score) for weight, score in pairs if weight > 0]
        weight = math.fsum(w for w, _ in pairs)
        self.assertEqual(found["statistics"]["weight"], weight)
        self.assert_close(found["statistics"]["mean"], math.fsum(w * score for w, score in pairs) / weight, "all")

    def squares(self):
        [(name,)] = self.rows(self.one_vintage / "cbs_vk100_2024.gpkg", "select table_name from gpkg_contents")
        return name

    def test_municipalities_of_another_vintage_hold_the_cells_that_gdal_finds_in_them(self):
        """Borders of 2016 over cells of 2024, by both rules, against SpatiaLite."""
        cells = self.path("cells.csv")
        with open(self.one_vintage / "Leefbaarometer-scores grids 2014-2024.csv", encoding="utf-8", newline="") as file, open(cells, "w", encoding="utf-8") as to:
            to.write("id,x,y,afw,wkt\n")
            for row in csv.DictReader(file):
                if row["jaar"] != "2024" or row["afw"] == "NA":
                    continue
                x, y = int(row["grid_id"][1:5]) * 100, int(row["grid_id"][6:10]) * 100
                to.write(f'{row["grid_id"]},{x},{y},{row["afw"]},"POLYGON(({x} {y},{x + 100} {y},{x + 100} {y + 100},{x} {y + 100},{x} {y}))"\n')
        joined = self.path("joined.gpkg")

        def add(*arguments):
            subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", *(["-append"] if joined.exists() else []), joined, *arguments], check=True)

        add(cells, "-nln", "c", "-a_srs", "EPSG:28992", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "AUTODETECT_TYPE=YES", "-oo", "KEEP_GEOM_COLUMNS=NO")
        add(self.one_vintage / "cbs_vk100_2024.gpkg", "-nln", "w")
        add(BORDERS_2016, "-nln", "g")
        scores, _, *weights = self.inputs(self.one_vintage)
        found = {}
        for rule in ("centroid", "share"):
            out = self.path(f"{rule}.gpkg")
            self.good("score", "-q", scores, *weights, "--set", BORDERS_2016, "--membership", rule, "-o", out)
            found[rule] = {code: (value, weight) for code, value, weight in self.rows(
                out, "select code, value, weight from scores where measurement = '2024' and dimension = 'afw'")}
            self.assertGreater(len(found[rule]), 370)
        codes = sorted(found["share"], key=lambda code: found["share"][code][1] or 0)[-200::20]
        listed = ", ".join(f"'{code}'" for code in codes)
        part = "ST_Area(ST_Intersection(c.geom, g.geom)) / 10000"
        centre = "ST_Contains(g.geom, MakePoint(c.x + 50, c.y + 50, 28992))"
        query = (f"select g.GM_CODE as code, sum(w.aantal_woningen * {centre}) as whole, sum(w.aantal_woningen * {centre} * c.afw) as whole_afw, "
                 f"sum(w.aantal_woningen * coalesce({part}, 0)) as part, sum(w.aantal_woningen * coalesce({part}, 0) * c.afw) as part_afw "
                 "from g join c on c.x between ST_MinX(g.geom) - 100 and ST_MaxX(g.geom) and c.y between ST_MinY(g.geom) - 100 and ST_MaxY(g.geom) "
                 f"join w on w.crs28992res100m = c.id where w.aantal_woningen > 0 and g.GM_CODE in ({listed}) and g.WATER = 'NEE' group by g.GM_CODE")
        done = subprocess.run(["ogr2ogr", "-q", "-f", "CSV", "/vsistdout/", joined, "-dialect", "SQLite", "-sql", query], capture_output=True, text=True, check=True)
        expected = {row["code"]: row for row in csv.DictReader(done.stdout.splitlines())}
        self.assertEqual(expected.keys(), set(codes), done.stderr)
        for rule, name in (("centroid", "whole"), ("share", "part")):
            for code, row in expected.items():
                weight = float(row[name])
                self.assertAlmostEqual(found[rule][code][1], weight, delta=1e-9 * weight, msg=(rule, code))
                self.assertAlmostEqual(found[rule][code][0], float(row[f"{name}_afw"]) / weight, delta=1e-9, msg=(rule, code))

    def test_csv_and_geopackage_hold_the_same_scores(self):
        out = self.scored(self.one_vintage)
        table = self.path("out.csv")
        self.good("score", "-q", *self.inputs(self.one_vintage), "-o", table)
        columns = [row[1] for row in self.rows(out, "pragma table_info(scores)") if row[1] != "fid"]
        rows = self.rows(out, f"select {', '.join(columns)} from scores order by fid")
        with open(table, encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file)
        self.assertEqual(header, columns)
        self.assertEqual(len(lines), len(rows))
        for line, row in zip(lines, rows):
            same = [type(value)(text) if value is not None else text or None for text, value in zip(line, row)]
            self.assertEqual(same, list(row))

    def test_csv_is_the_same_to_the_byte_for_any_number_of_threads(self):
        def written(threads):
            out = self.path(f"threads{threads}.csv")
            self.good("score", "-q", *self.inputs(self.by_year), "-o", out, "--threads", threads)
            return out.read_bytes()

        first = written(1)
        for threads in (2, 8):
            self.assertTrue(written(threads) == first, f"{threads} threads give other bytes than one")


if __name__ == "__main__":
    program.need(GENERATOR)
    program.need(PYTHON)
    program.need(BORDERS_2016)
    if subprocess.run([PYTHON, "-c", "import numpy, osgeo"], capture_output=True).returncode != 0:
        print(f"skipped: {PYTHON} has no numpy or no osgeo")
        sys.exit(77)
    program.main()
