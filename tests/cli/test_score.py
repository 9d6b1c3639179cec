"""score on the demo town: what it prints, what it writes, and that the two agree."""
import csv
import json
import math
import subprocess

import program
from program import DEMO

GRID = DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BUURT = DEMO / "buurt 2024.gpkg"
YEARS = ["2014", "2018", "2020", "2022", "2024"]
LIMITS = [-0.428, -0.3538, -0.2815, -0.1640, -0.1030, 0.01015, 0.08955, 0.16796]


def squares(year):
    return DEMO / f"cbs_vk100_{year}_v1.zip"


class Score(program.Case):
    def test_without_output_it_prints_a_table_of_every_level(self):
        text = self.good("score", "-q")
        for word in ("buurt: 67 areas", "wijk: 12 areas", "gemeente: 2 areas", "2024 edition", "by dwellings", "signals"):
            self.assertIn(word, text)
        row = next(line for line in text.splitlines() if line.startswith("BU90010001"))
        self.assertIn("Marktkwartier", row)

    def test_means_and_shares_equal_a_plain_computation_from_the_files(self):
        """Membership by SpatiaLite's ST_Contains, sums in Python: another program from the same files."""
        out = self.path("out.gpkg")
        self.good("score", "-q", GRID, BUURT, squares(2024), "-o", out)
        centres = self.path("centres.csv")
        with open(GRID, encoding="utf-8") as file, open(centres, "w", encoding="utf-8") as to:
            to.write("id,wkt\n")
            rows = [r for r in csv.DictReader(file) if r["jaar"] == "2024"]
            for r in rows:
                x, y = int(r["grid_id"][1:5]) * 100 + 50, int(r["grid_id"][6:10]) * 100 + 50
                to.write(f'{r["grid_id"]},"POINT({x} {y})"\n')
        joined = self.path("joined.gpkg")
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", joined, BUURT, "-nln", "b"], check=True)
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", "-append", joined, centres, "-nln", "c", "-a_srs", "EPSG:28992", "-oo",
                        "GEOM_POSSIBLE_NAMES=wkt"], check=True)
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", "-append", joined, f"/vsizip/{squares(2024)}/cbs_vk100_2024_v1.gpkg", "-nln", "w"], check=True)
        pairs = self.path("pairs.csv")
        subprocess.run(["ogr2ogr", "-q", "-f", "CSV", pairs, joined, "-dialect", "SQLite", "-sql",
                        "select c.id as id, b.bu_code as code, w.aantal_woningen as n from c join b on ST_Contains(b.geom, c.geom) "
                        "left join w on w.crs28992res100m = c.id where b.water = 'NEE'"], check=True)
        scores = {r["grid_id"]: r for r in rows}
        sums = {}
        with open(pairs, encoding="utf-8") as file:
            for r in csv.DictReader(file):
                score = scores[r["id"]]
                if score["afw"] == "NA":
                    continue
                weight = float(r["n"]) if r["n"] not in ("", "-99997") else 0.0
                entry = sums.setdefault(r["code"], {"w": 0.0, "n": 0, "afw": 0.0, "won": 0.0, "k": [0.0] * 9})
                entry["w"] += weight
                entry["n"] += 1
                entry["afw"] += weight * float(score["afw"])
                entry["won"] += weight * float(score["won"])
                entry["k"][sum(float(score["afw"]) >= limit for limit in LIMITS)] += weight
        written = {r[0]: r[1:] for r in self.rows(out, "select code, afw_2024, won_2024, weight_2024, n_2024, class_2024 from buurt")}
        self.assertEqual(len(sums), 64)
        for code, entry in sums.items():
            afw, won, weight, n, cls = written[code]
            self.assertAlmostEqual(afw, entry["afw"] / entry["w"], delta=1e-12)
            self.assertAlmostEqual(won, entry["won"] / entry["w"], delta=1e-12)
            self.assertEqual((weight, n), (entry["w"], entry["n"]))
            self.assertEqual(cls, 1 + sum(afw >= limit for limit in LIMITS))
            shares = [r[0] for r in self.rows(out, f"select share from class_shares where code = '{code}' and measurement = '2024' order by class")]
            for share, part in zip(shares, entry["k"], strict=True):
                self.assertAlmostEqual(share, part / entry["w"], delta=1e-12)

    def test_the_geopackage_has_the_layers_tables_and_columns_of_the_specification(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out)
        kinds = dict(self.rows(out, "select table_name, data_type from gpkg_contents"))
        self.assertEqual(kinds, {"buurt": "features", "wijk": "features", "gemeente": "features", "focusgebieden": "features", "scores": "attributes",
                                 "class_shares": "attributes", "measurements": "attributes", "layer_styles": "attributes"})
        columns = [r[1] for r in self.rows(out, "pragma table_info(buurt)")]
        self.assertEqual(columns[:4], ["fid", "geom", "code", "name"])
        for column in ("wk_code", "gm_naam", "afw_2024", "lbm_2014", "won_2024", "class_2024", "class_dev_2024", "class_won_2024",
                       "no_data_2024", "weight_2024", "n_2024"):
            self.assertIn(column, columns)
        self.assertEqual([r[1] for r in self.rows(out, "pragma table_info(scores)")],
                         ["fid", "level", "code", "measurement", "dimension", "value", "class", "no_data", "weight", "n"])
        self.assertEqual([r[1] for r in self.rows(out, "pragma table_info(class_shares)")],
                         ["fid", "level", "code", "measurement", "dimension", "class", "share", "weight"])
        self.assertEqual(self.rows(out, "select srs_id from gpkg_contents where table_name = 'buurt'"), [(28992,)])
        self.assertEqual(self.rows(out, "select count(*) from (select code from scores group by level, code, measurement, dimension having count(*) > 1)"), [(0,)])

    def test_shares_of_a_measurement_add_up_to_one(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out, "--all-class-shares")
        sums = self.rows(out, "select sum(share), count(*) from class_shares group by level, code, measurement, dimension")
        self.assertGreater(len(sums), 1000)
        for total, classes in sums:
            self.assertAlmostEqual(total, 1, delta=1e-12)
            self.assertEqual(classes, 9)

    def test_a_wijk_is_the_weighted_mean_of_its_buurten(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out)
        for year in YEARS:
            parts = {}
            for code, weight, value in self.rows(out, f"select wk_code, weight_{year}, afw_{year} from buurt where weight_{year} > 0"):
                entry = parts.setdefault(code, [0.0, 0.0])
                entry[0] += weight
                entry[1] += weight * value
            whole = self.rows(out, f"select code, weight_{year}, afw_{year} from wijk where weight_{year} > 0")
            self.assertGreater(len(whole), 10)
            for code, weight, value in whole:
                self.assertEqual(weight, parts[code][0])
                self.assertAlmostEqual(value, parts[code][1] / parts[code][0], delta=1e-12)

    def test_csv_and_geopackage_hold_the_same_scores(self):
        self.good("score", "-q", "-o", self.path("out.gpkg"))
        self.good("score", "-q", "-o", self.path("out.csv"))
        with open(self.path("out.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        stored = self.rows(self.path("out.gpkg"), "select level, code, measurement, dimension, value, class, no_data, weight, n from scores order by fid")
        self.assertEqual(rows[0], ["level", "code", "measurement", "dimension", "value", "class", "no_data", "weight", "n"])
        self.assertEqual(len(rows) - 1, len(stored))
        for text, values in zip(rows[1:], stored):
            self.assertEqual(text[:4], list(values[:4]))
            for field, value in zip(text[4:], values[4:]):
                self.assertEqual(float(field) if isinstance(value, (int, float)) else field or None, value)

    def test_json_holds_the_same_scores_and_the_reports(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out)
        document = json.loads(self.good("score", "--json"))
        buurt = next(level for level in document["levels"] if level["level"] == "buurt")
        self.assertEqual([m["label"] for m in buurt["measurements"]], YEARS)
        stored = {r[0]: r[1:] for r in self.rows(out, "select code, afw_2022, class_won_2022, n_2022 from buurt")}
        for area in buurt["areas"]:
            values = area["measurements"]["2022"]
            self.assertEqual((values["afw"], values["class_won"], values["n"]), stored[area["code"]])
        self.assertTrue(any("in no area" in note["what"] for note in buurt["report"]))

    def test_an_area_without_a_value_says_why(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out)
        empty = dict(self.rows(out, "select code, no_data_2024 from buurt where afw_2024 is null"))
        self.assertEqual(set(empty), {"BU90010605", "BU90010804", "BU90010811"})
        self.assertEqual(set(empty.values()), {"uninhabited"})
        self.assertEqual(self.rows(out, "select count(*) from buurt where (afw_2024 is null) != (class_2024 is null)"), [(0,)])

    def test_the_nearest_year_weighs_where_a_measurement_has_no_dwellings_of_its_own(self):
        report = self.report("score", GRID, BUURT, squares(2014), squares(2022))
        used = {m["label"]: m["weight_year"] for m in report["levels"][0]["measurements"]}
        self.assertEqual(used, {"2014": 2014, "2018": 2014, "2020": 2022, "2022": 2022, "2024": 2022})  # 2018: a tie, the earlier
        self.assertTrue(any("2014, the nearest" in n["what"] for n in report["levels"][0]["report"]))

    def test_every_kind_of_weight_can_be_named_and_changes_the_figures(self):
        means = {}
        for weight in ("dwellings", "inhabitants", "households", "cells", "aantal_inwoners"):
            report = self.report("score", GRID, BUURT, squares(2024), "--weight", weight)
            means[weight] = report["levels"][0]["areas"][0]["measurements"]["2024"]["afw"]
        self.assertEqual(means["inhabitants"], means["aantal_inwoners"])
        self.assertEqual(len(set(means.values())), 4)

    def test_without_dwellings_no_weight_is_taken_silently(self):
        self.fails("score", "-q", GRID, BUURT, says=["dwellings", "--weight", "cells"])
        self.good("score", "-q", GRID, BUURT, "--weight", "cells")

    def test_only_scores_the_levels_named(self):
        self.assertNotIn("buurt:", self.good("score", "-q", "--only", "gemeente"))
        self.fails("score", "-q", "--only", "provincie", says=["provincie", "buurt"])

    def test_where_and_bbox_choose_areas(self):
        text = self.good("score", "-q", GRID, BUURT, squares(2024), "--where", "gm_code = 'GM9002'")
        self.assertNotIn("BU9001", text)
        self.assertIn("BU9002", text)
        fewer = self.good("score", "-q", "--bbox", "150000,440000,154000,444000", "--only", "buurt")
        self.assertIn("BU", fewer)
        self.assertLess(len(fewer), len(self.good("score", "-q", "--only", "buurt")))

    def test_named_columns_of_any_layer_get_quantile_classes(self):
        layer = self.path("shapes.geojson")
        features = [{"type": "Feature", "properties": {"key": f"{i:03}", "label": f"Area {i}", "income": i * 10},
                     "geometry": {"type": "Polygon", "coordinates": [[[i, 0], [i + 1, 0], [i + 1, 1], [i, 1], [i, 0]]]}} for i in range(20)]
        layer.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        out = self.path("out.gpkg")
        self.good("score", "-q", layer, "--code", "key", "--name", "label", "--value", "income", "--measurement", "2023", "--classes", "4", "-o", out)
        counts = self.rows(out, "select class_income_2023, count(*) from shapes group by 1 order by 1")
        self.assertEqual(counts, [(1, 5), (2, 5), (3, 5), (4, 5)])
        self.assertEqual(self.rows(out, "select code, name from shapes limit 1"), [("000", "Area 0")])
        self.good("score", "-q", layer, "--code", "key", "--value", "income", "--measurement", "2023", "--scheme", "fixed", "--limits", "50,100",
                  "-o", out, "--overwrite")
        self.assertEqual(self.rows(out, "select class_income_2023, count(*) from shapes group by 1 order by 1"), [(1, 5), (2, 5), (3, 10)])

    def test_numbers_in_csv_read_back_to_the_same_double(self):
        out = self.path("out.csv")
        self.good("score", "-q", "-o", out, "--only", "wijk")
        again = self.path("again.gpkg")
        self.good("score", "-q", "-o", again, "--only", "wijk")
        stored = [r[0] for r in self.rows(again, "select value from scores order by fid")]
        with open(out, encoding="utf-8", newline="") as file:
            for row, value in zip(csv.DictReader(file), stored, strict=True):
                self.assertEqual(float(row["value"]) if row["value"] else None, value)
                self.assertFalse(value is not None and math.isinf(value))


if __name__ == "__main__":
    program.main()
