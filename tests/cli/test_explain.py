"""explain: exit status, the sentence on stderr, what it prints, and that text and figures agree."""
import csv
import json
import re

import program
from program import DEMO

GRID = DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BUURT = DEMO / "buurt 2024.gpkg"
SET = DEMO / "focusgebieden.csv"
AREA = "BU90010101"
PARTS = {"fys", "onv", "soc", "vrz", "won"}
TOLERANCE = 1e-12
OWN = """bu_code,versie,jaar,bu_naam,lbm,afw,fys,onv,soc,vrz,won
BU00010101,Leefbaarometer 2.0,2012,West,4.002264851143685,-0.1,NA,NA,NA,NA,NA
BU00010101,Leefbaarometer 3.0,2014,West,3.602264851143685,-0.5,-0.1,-0.1,-0.1,-0.1,-0.1
BU00010102,Leefbaarometer 3.0,2014,Midden,4.102264851143685,0,0,0,0,0,0
BU00010101,Leefbaarometer 3.0,2020,West,3.902264851143685,-0.2,0,-0.2,0,0,0
BU00010102,Leefbaarometer 3.0,2020,Midden,4.152264851143685,0.05,0,0,0,0,0.05
"""


def squares(year):
    return DEMO / f"cbs_vk100_{year}_v1.zip"


def number(text):
    """As the program writes numbers in either language."""
    return float(text.replace("−", "-").replace("+", ""))


class Explain(program.Case):
    def explain(self, *arguments):
        return json.loads(self.good("explain", "-q", "--json", *arguments))

    def own(self):
        return self.path("own.csv", OWN)

    def assert_parts_sum(self, found):
        gap = found["gap"]
        self.assertEqual({part["dimension"] for part in gap["parts"]}, PARTS)
        self.assertAlmostEqual(sum(part["difference"] for part in gap["parts"]), gap["difference"], delta=TOLERANCE)
        self.assertAlmostEqual(gap["area"] - gap["reference_value"], gap["difference"], delta=TOLERANCE)
        sizes = [abs(part["difference"]) for part in gap["parts"]]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        if "change" not in found:
            return
        change = found["change"]
        self.assertAlmostEqual(sum(part["change"] for part in change["parts"]), change["total"]["change"], delta=TOLERANCE)
        for split in [change["total"], *change["parts"], *([found["share"]["split"]] if "share" in found else [])]:
            if "within" not in split:
                continue
            self.assertAlmostEqual(split["within"] + split["weights"] + split["entry"] + split["exit"], split["change"], delta=TOLERANCE)
            self.assertAlmostEqual(split["after"] - split["before"], split["change"], delta=TOLERANCE)

    def test_parts_sum_to_the_whole_for_every_area_of_the_demo_town(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out)
        areas = self.rows(out, "select level, code, value, class from scores where measurement = '2024' and dimension = 'afw' and value is not null")
        self.assertGreater(len(areas), 70)
        for level, code, value, number_of_class in areas[::4]:
            found = self.explain("--area", f"{level}:{code}")
            self.assert_parts_sum(found)
            self.assertEqual((found["gap"]["area"], found["class"]), (value, number_of_class))

    def test_its_figures_are_those_of_score_in_every_weight_and_rule(self):
        for options in ([], ["--membership", "share"], ["--weight", "inhabitants"], ["--weight", "cells", "--membership", "share"]):
            out = self.path("out.gpkg")
            self.good("score", "-q", "--overwrite", "-o", out, *options)
            found = self.explain("--area", AREA, *options)
            written = dict(self.rows(out, f"select dimension, value from scores where code = '{AREA}' and measurement = '2024'"))
            self.assertEqual(found["statistics"]["mean"], written["afw"])
            for part in found["gap"]["parts"]:
                self.assertEqual(part["area"], written[part["dimension"]])
            shares = dict(self.rows(out, f"select class, share from class_shares where code = '{AREA}' and measurement = '2024'"))
            for entry in found["statistics"]["classes"]:
                self.assertAlmostEqual(entry["share"], shares[entry["class"]], delta=TOLERANCE)

    def test_every_kind_of_reference(self):
        own = self.explain("--area", AREA)["gap"]
        self.assertEqual({part["reference_value"] for part in own["parts"]}, {0})
        references = {against: self.explain("--area", AREA, "--against", against) for against in ("fixed", "all", "nl", "gemeente", "BU90010102", "varrevoort-west", "WK900104")}
        for found in references.values():
            self.assert_parts_sum(found)
            self.assertEqual(found["gap"]["area"], own["area"])
        self.assertEqual(references["all"]["gap"], references["nl"]["gap"])
        self.assertEqual(references["gemeente"]["gap"]["reference_value"], self.explain("--area", "GM9001")["gap"]["area"])
        self.assertEqual(references["all"]["gap"]["reference_value"], self.explain("--area", "all")["gap"]["area"])
        self.assertEqual(references["varrevoort-west"]["gap"]["parts"], references["WK900104"]["gap"]["parts"])
        self.assertIn("Varrevoort", references["gemeente"]["gap"]["reference"])

    def test_text_and_json_tell_the_same(self):
        arguments = ["--area", AREA, "--against", "all", "--from", "2018", "--lang", "en"]
        text = self.good("explain", "-q", *arguments)
        found = self.explain(*arguments)
        for sentence in [*found["sentences"], *found["caveats"]]:
            self.assertIn(sentence, text)
        gap = found["gap"]
        row = re.search(r"^total +(\S+) +(\S+) +(\S+)$", text, re.MULTILINE)
        for shown, exact in zip(row.groups(), (gap["area"], gap["reference_value"], gap["difference"])):
            self.assertAlmostEqual(number(shown), exact, delta=0.00051)
        self.assertEqual(text.count("✓"), 4)  # three sums, and the caveat that speaks of them

    def test_dutch_and_english(self):
        dutch = self.good("explain", "-q", "--area", AREA, "--lang", "nl")
        english = self.good("explain", "-q", "--area", AREA, "--language", "en")
        self.assertIn("De leefbaarheid in Molenkwartier", dutch)
        self.assertIn("Liveability in Molenkwartier", english)
        self.assertRegex(dutch, r"[+−]0,\d{3}")
        self.assertNotRegex(dutch.replace("modelversie 3.0", ""), r"\d\.\d(?!\d\d)")
        self.assertNotRegex(english, r"\d,\d(?!\d\d)")
        self.assertNotRegex(dutch + english, r"[ (]-\d")

    def test_no_text_names_a_cause(self):
        for area in (AREA, "GM9001", "all", "varrevoort-west"):
            for language in ("nl", "en"):
                text = self.good("explain", "-q", "--area", area, "--against", "fixed" if area == "all" else "all", "--lang", language)
                text = re.sub(r"door afronding|gevolgd door|do not explain causes|does not explain causes", "", text, flags=re.IGNORECASE)
                self.assertNotRegex(text.lower(), r"\b(door|omdat|vanwege|dankzij|veroorzaakt|because|due to|caused)\b")

    def test_measurements_and_thresholds_can_be_named(self):
        found = self.explain("--area", "GM9001", "--from", "2018", "--to", "2022", "--threshold", "6", "--limit-margin", "0.02")
        self.assertEqual((found["measurement"], found["change"]["from"], found["change"]["to"]), ("2022", "2018", "2022"))
        self.assertEqual((found["share"]["up_to_class"], found["share"]["limit"]["margin"]), (6, 0.02))
        self.fails("explain", "-q", "--area", "GM9001", "--from", "2022", "--to", "2018", says=["2022 is later", "2018"])
        self.fails("explain", "-q", "--area", "GM9001", "--against", "GM9001", says=["GM9001", "itself", "--against"])
        self.assertNotIn("change", self.explain("--area", "GM9001", "--to", "2014"))

    def test_little_behind_a_figure_is_flagged(self):
        text = self.good("explain", "-q", "--area", AREA, "--min-weight", "1000000", "--lang", "en")
        self.assertIn("Little behind this figure: 2,560 dwellings, fewer than 1,000,000.", text)
        self.assertNotIn("Little behind", self.good("explain", "-q", "--area", AREA, "--min-weight", "2560", "--lang", "en"))

    def test_the_level_can_be_named_where_two_have_the_code(self):
        buurt = self.explain("--area", f"buurt:{AREA}")
        self.assertEqual((buurt["level"], buurt["code"]), ("buurt", AREA))
        twice = self.path("eigen.csv", f"area_id,member_code\n{AREA},{AREA}\n{AREA},BU90010102\n")
        self.fails("explain", "-q", "--set", twice, "--area", AREA, says=[AREA, "buurt, eigen", f"--area buurt:{AREA}"])
        self.assertEqual(self.explain("--set", twice, "--area", f"eigen:{AREA}")["level"], "eigen")
        self.fails("explain", "-q", "--set", twice, "--area", "GM9001", "--against", AREA, says=[AREA, "2 levels", f"--against buurt:{AREA}"])
        self.assertEqual(self.explain("--set", twice, "--area", "GM9001", "--against", f"buurt:{AREA}")["gap"]["reference_value"], buurt["gap"]["area"])
        self.assertEqual(self.explain("--set", twice, "--area", f"buurt:{AREA}")["statistics"], buurt["statistics"])

    def test_results_are_the_same_for_any_number_of_threads(self):
        for options in ([], ["--membership", "share"]):
            arguments = ["explain", "-q", "--json", "--area", "varrevoort-zuidoost", "--against", "gemeente", *options]
            first = self.good(*arguments, "--threads", 1)
            for threads in (2, 8):
                self.assertEqual(self.good(*arguments, "--threads", threads), first)

    def test_a_dimension_is_not_called_liveability(self):
        text = self.good("explain", "-q", "--area", AREA, "--value", "won", "--against", "all", "--lang", "en")
        self.assertIn("Housing stock in Molenkwartier", text)
        self.assertNotIn("Liveability in", text)

    def test_other_scores_are_told_without_saying_which_way_is_better(self):
        other = self.path("other.csv", "code,year,index\n" + "".join(f"{code},{year},{value}\n" for code, a, b in (("A", 10, 30), ("B", 20, 5), ("C", 7, 7))
                                                                      for year, value in ((2018, a), (2020, b))))
        for code, word in (("A", "has gone up"), ("B", "has gone down"), ("C", "has stayed the same")):
            text = self.good("explain", "-q", other, "--value", "index", "--area", code, "--against", "A" if code == "C" else "C", "--lang", "en")
            self.assertIn(word, text)
            for judgement in ("improved", "declined", "lags", "slightly"):
                self.assertNotIn(judgement, text)

    def test_areas_that_are_added_up_are_not_called_cells(self):
        layer = {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}, "features": [
            {"type": "Feature", "properties": {"bu_code": f"BU0001010{k}", "aantal_woningen_2018": 10 * k, "aantal_woningen_2020": 10},
             "geometry": {"type": "Polygon", "coordinates": [[[1000 * k, 0], [1000 * k + 900, 0], [1000 * k, 900], [1000 * k, 0]]]}} for k in (1, 2)]}
        found = self.explain(self.own(), self.path("buurten.geojson", json.dumps(layer)), "--area", "GM0001", "--from", "2014")
        self.assert_parts_sum(found)
        self.assertEqual(found["from"], "buurt")
        text = self.good("explain", "-q", self.own(), self.path("buurten.geojson"), "--area", "GM0001", "--from", "2014", "--lang", "nl")
        self.assertIn("binnen deelgebieden", text)
        self.assertNotRegex(text.lower(), r"\bcellen\b")

    def test_fewer_classes_than_the_usual_threshold(self):
        scheme = ["--value", "won", "--scheme", "fixed", "--limits", "0.1"]
        self.good("explain", "-q", "--area", AREA, "--against", "all", *scheme)

    def test_areas_with_scores_of_their_own(self):
        found = self.explain(self.own(), "--area", "BU00010101")
        self.assert_parts_sum(found)
        self.assertEqual((found["from"], found["change"]["from"]), ("own scores", "2014"))
        self.assertNotIn("share", found)
        self.assertNotIn("statistics", found)
        text = self.good("explain", "-q", self.own(), "--area", "BU00010101", "--lang", "nl")
        self.assertIn("Voeg rastercellen", text)

    def test_across_a_series_break_only_when_asked(self):
        own = self.own()
        self.fails("explain", "-q", own, "--area", "BU00010101", "--from", "2012", says=["2012", "2020", "not comparable", "--across-editions"])
        found = self.explain(own, "--area", "BU00010101", "--from", "2012", "--across-editions")
        self.assertFalse(found["change"]["comparable"])
        self.assertTrue(any("not comparable" in c or "niet vergelijkbaar" in c for c in found["sentences"]))
        self.assertIn("niet vergelijkbaar", self.good("explain", "-q", own, "--area", "BU00010101", "--from", "2012", "--across-editions", "--lang", "nl"))


class Refusals(program.Case):
    def refuses(self, *arguments, says, **options):
        return self.fails("explain", "-q", *arguments, says=says, **options)

    def own(self):
        return self.path("own.csv", OWN)

    def test_unknown_area(self):
        self.refuses("--area", "BU99999999", says=["no area", "BU99999999"])
        self.refuses("--area", "wijk:BU90010101", says=["no area", "wijk:BU90010101"])

    def test_no_area(self):
        self.assertEqual(self.run_program("explain").returncode, 2)

    def test_an_area_without_a_score(self):
        self.refuses("--area", "BU90010605", says=["BU90010605", "Sterrenbos", "2024", "uninhabited", "nothing to explain"])

    def test_unknown_measurements(self):
        self.refuses("--area", AREA, "--from", "2013", says=["--from 2013", "2014, 2018, 2020, 2022, 2024"])
        self.refuses("--area", AREA, "--to", "2030", says=["--to 2030", "2014, 2018, 2020, 2022, 2024"])
        self.refuses("--area", AREA, "--from", "2024", says=["2024", "--from"])

    def test_a_measurement_with_one_score_only(self):
        own = self.path("one.csv", "bu_code,versie,jaar,lbm,afw\nBU00010101,Leefbaarometer 3.0,2020,4.1,0.1\nBU00010102,Leefbaarometer 3.0,2018,4.1,0.1\n")
        self.refuses(own, "--area", "BU00010101", "--from", "2018", says=["BU00010101", "2018", "no change to tell"])
        self.good("explain", "-q", own, "--area", "BU00010101")

    def test_thresholds_that_are_no_class(self):
        for threshold in ("0", "9", "-1", "400"):
            self.refuses("--area", AREA, "--threshold", threshold, says=["is no class", "1 to 8"])
        self.refuses(self.own(), "--area", "BU00010101", "--threshold", "9", says=["is no class", "1 to 8"])
        self.assertEqual(self.run_program("explain", "--area", AREA, "--threshold", "weak").returncode, 2)

    def test_limits_out_of_order(self):
        self.refuses("--area", AREA, "--value", "won", "--scheme", "fixed", "--limits", "0.2,0.1", "--against", "all", says=["--limits", "above"])

    def test_unknown_reference(self):
        self.refuses("--area", AREA, "--against", "Varrevoort", says=["Varrevoort", "fixed, all and gemeente"])
        self.refuses("--area", AREA, "--against", "BU90010605", says=["BU90010605", "2024", "cannot be compared"])

    def test_a_municipality_against_itself(self):
        self.refuses("--area", "GM9001", "--against", "gemeente", says=["GM9001", "--against all"])

    def test_references_that_need_weights(self):
        for against in ("all", "nl", "gemeente", "GM0001"):
            self.refuses(self.own(), "--area", "BU00010101", "--against", against, says=["--weight"])

    def test_areas_that_need_weights(self):
        for area in ("all", "nl", "GM0001", "WK000101"):
            says = ["--weight"] if area != "WK000101" else ["no area", "WK000101"]
            self.refuses(self.own(), "--area", area, says=says)

    def test_a_level_called_all(self):
        self.refuses(self.own(), "--level", "all", "--area", "BU00010101", "--against", "all", says=["--weight"])

    def test_weights_that_are_none(self):
        self.refuses("--area", AREA, "--weight", "cars", says=["no weight 'cars'", "dwellings"])
        self.refuses(GRID, BUURT, "--area", AREA, says=["dwellings", "--weight"])

    def table(self, values):
        with open(GRID, encoding="utf-8") as file:
            ids = sorted({row["grid_id"] for row in csv.DictReader(file)})
        return "crs28992res100m,aantal_woningen\n" + "".join(f"{cell},{values}\n" for cell in ids)

    def test_weights_all_zero_missing_or_negative(self):
        for value in ("0", "", "-5", "-99997"):
            weights = self.path("cbs_vk100_2024.csv", self.table(value))
            self.refuses(GRID, BUURT, weights, "--area", AREA, says=["cbs_vk100_2024.csv"])

    def test_the_fixed_reference_of_other_scores(self):
        other = self.path("other.csv", "code,year,index\nA,2020,1\nB,2020,2\nC,2020,3\n")
        self.refuses(other, "--value", "index", "--area", "A", "--against", "fixed", says=["fixed reference", "'index'", "--against all"])
        self.refuses(other, "--value", "index", "--area", "A", says=["all that was read", "--weight"])  # what they are compared with else
        self.good("explain", "-q", other, "--value", "index", "--area", "A", "--against", "B")


if __name__ == "__main__":
    program.main()
