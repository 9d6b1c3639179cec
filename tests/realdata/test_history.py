"""The published national table 2002-2020: three model versions, borders of other years, and scores of another edition beside it."""
import csv
import functools
import gzip
import math

import program
from program import SHARED

HISTORY = SHARED / "nl" / "leefbaarometer_buurt_2002_2020.csv.gz"
BORDERS_2016 = SHARED / "nl" / "lbm_buurt_geom2016_rd_simpl10m.gpkg"
EDITION_2024 = SHARED / "nl" / "lbm_buurt_2024"

VERSIONS = {"2002": "1.0", "2008": "1.0", "2012": "2.0", "2014": "3.0", "2016": "2.0", "2018": "3.0", "2020": "3.0"}
BREAKS = {"2012", "2014", "2016", "2018"}
TOTALS = ["lbm", "afw"]
PARTS = ["fys", "onv", "soc", "vrz", "won"]
WITH_PARTS = {"2014", "2018", "2020"}
COLUMNS = {(year, dimension) for year in VERSIONS for dimension in TOTALS + (PARTS if year in WITH_PARTS else [])}


@functools.cache
def published():
    """{(code, year): {dimension: value}}, NaN where the table has NA"""
    with gzip.open(HISTORY, "rt", encoding="utf-8", newline="") as file:
        return {(row["bu_code"], row["jaar"]): {d: math.nan if row[d] == "NA" else float(row[d]) for d in TOTALS + PARTS}
                for row in csv.DictReader(file)}


def codes_of(year):
    return {code for code, jaar in published() if jaar == year}


def number(value):
    return math.nan if value is None else value


def differs(a, b):
    """Not the same double; two missing values are the same."""
    return a != b and not (math.isnan(a) and math.isnan(b))


class History(program.Case):
    def buurten(self, *arguments):
        """What `info` says of the level, and its report."""
        found = self.report("info", *arguments)
        [level] = found["levels"]
        self.assertEqual(level["level"], "buurt")
        return level, found["report"]

    def assert_seven_measurements(self, measurements):
        self.assertEqual({m["label"]: m["model_version"] for m in measurements}, VERSIONS)
        self.assertEqual([m["reference_year"] for m in measurements], sorted(int(year) for year in VERSIONS))
        self.assertEqual({m["edition"] for m in measurements}, {"2020"})
        self.assertEqual({m["label"] for m in measurements if m["series_break"]}, BREAKS)
        for m in measurements:
            scored = {dimension for dimension, count in m["scores"].items() if count > 0}
            self.assertEqual(scored, set(TOTALS + PARTS) if m["label"] in WITH_PARTS else set(TOTALS), m)

    def assert_unmatched_codes_are_named(self, report, codes):
        """Every code of the table that no area has, per measurement."""
        notes = {note["measurement"]: note for note in report if note["kind"] == "unmatched" and "no area of level" in note["what"]}
        self.assertEqual(notes.keys(), VERSIONS.keys())
        for year, note in notes.items():
            missing = codes_of(year) - codes
            self.assertEqual(set(note["which"]), missing, year)
            self.assertEqual(note["count"], len(missing), year)

    def assert_identities_are_reported(self, report):
        checked = [note["what"] for note in report if note["kind"] == "checked"]
        self.assertTrue(any("afw is the sum of its five dimensions" in what for what in checked), checked)
        constants = {note["measurement"] for note in report if note["kind"] == "checked" and "lbm = afw + 4.102265" in note["what"]}
        self.assertEqual(constants, VERSIONS.keys())

    def assert_values_are_the_published_ones(self, database, codes):
        """Bit for bit, for every code of the layer; none where the table has no row."""
        none = dict.fromkeys(TOTALS + PARTS, math.nan)
        wrong = []
        seen = []
        for code, year, dimension, value in self.rows(database, "select code, measurement, dimension, value from scores where dimension != 'class_dev'"):
            self.assertIn(code, codes)
            expected = published().get((code, year), none)[dimension]
            seen.append((code, year, dimension))
            if differs(number(value), expected):
                wrong.append((code, year, dimension, value, expected))
        self.assertEqual(wrong, [])
        self.assertEqual(len(seen), len(codes) * len(COLUMNS))
        self.assertEqual(len(set(seen)), len(seen))
        self.assertEqual({key[1:] for key in seen}, COLUMNS)

    def test_with_the_borders_of_2016(self):
        level, report = self.buurten(HISTORY, BORDERS_2016)
        self.assertEqual((level["areas"], level["borders"]), (12187, True))
        self.assert_seven_measurements(level["measurements"])
        self.assert_identities_are_reported(report)
        out = self.path("out.gpkg")
        self.good("score", "-q", HISTORY, BORDERS_2016, "-o", out)
        codes = {code for code, in self.rows(out, "select code from buurt")}
        self.assert_unmatched_codes_are_named(report, codes)
        self.assert_values_are_the_published_ones(out, codes)

    def test_without_borders(self):
        level, report = self.buurten(HISTORY)
        codes = {code for code, _ in published()}
        self.assertEqual((level["areas"], level["borders"]), (len(codes), False))
        self.assert_seven_measurements(level["measurements"])
        self.assert_identities_are_reported(report)
        out = self.path("out.gpkg")
        self.good("score", "-q", HISTORY, "-o", out)
        self.assert_values_are_the_published_ones(out, codes)

    def test_scores_of_two_editions_are_not_mixed_unasked(self):
        for verb in ("info", "score"):
            self.fails(verb, HISTORY, EDITION_2024, says=[HISTORY.name, "2020 edition", "2024 edition", "--edition", "--across-editions"])

    def test_one_edition_on_the_borders_of_another(self):
        level, report = self.buurten(HISTORY, EDITION_2024, "--edition", "2020")
        self.assertEqual(level["areas"], 12147)
        self.assert_seven_measurements(level["measurements"])
        out = self.path("out.gpkg")
        self.good("score", "-q", HISTORY, EDITION_2024, "--edition", "2020", "-o", out)
        codes = {code for code, in self.rows(out, "select code from buurt")}
        self.assert_unmatched_codes_are_named(report, codes)
        self.assert_values_are_the_published_ones(out, codes)

    def test_two_editions_side_by_side_when_asked(self):
        level, _ = self.buurten(HISTORY, EDITION_2024, "--across-editions")
        *older, newest = level["measurements"]
        self.assert_seven_measurements(older)
        self.assertEqual((newest["reference_year"], newest["edition"], newest["series_break"]), (2024, "2024", True))
        self.assertEqual(newest["scores"]["afw"], 12147)


if __name__ == "__main__":
    for needed in (HISTORY, BORDERS_2016, EDITION_2024):
        program.need(needed)
    program.main()
