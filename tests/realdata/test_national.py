"""A synthetic national grid whose aggregates are known beside it: means, class shares, dwellings and cells of every buurt and year."""
import csv
import pathlib
import subprocess
import sys
import tempfile

import program
from program import SHARED

GENERATOR = SHARED.parent / "tools" / "make_national_grid.py"
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
    if subprocess.run([PYTHON, "-c", "import numpy, osgeo"], capture_output=True).returncode != 0:
        print(f"skipped: {PYTHON} has no numpy or no osgeo")
        sys.exit(77)
    program.main()
