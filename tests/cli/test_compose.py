"""An own index: what `compose` makes is what the model says, a data set like any other, and told in full."""
import json
import math
import shlex
import sqlite3
import statistics

import program

TABLE = """code,name,income_2018,income_2020,crime_2018,crime_2020,y2018_green,y2020_green,region
A,Aa,10,11,5,4,0.2,0.3,north
B,Bee,20,21,3,,0.4,0.4,north
C,Cee,30,28,1,2,0.9,0.8,south
D,Dee,15,16,7,6,0.5,0.5,south
E,Ee,,19,2,2,0.1,0.2,south
"""

MODEL = """name = "Test"
[dimension.all]
[dimension.means]
of = "all"
weight = 3
[dimension.place]
of = "all"
[indicator.money]
column = "income"
of = "means"
[indicator.theft]
column = "crime"
better = "low"
of = "place"
[indicator.grass]
column = "y{year}_green"
of = "place"
weight = 2
"""

OFFICIAL = """name = "Sum"
aggregation = "sum"
[normalisation]
method = "none"
[dimension.own_total]
""" + "".join(f'[indicator.{code}]\nof = "own_total"\n' for code in ("won", "fys", "vrz", "soc", "onv"))


class Compose(program.Case):
    def setUp(self):
        super().setUp()
        self.table = self.path("table.csv", TABLE)
        self.model = self.path("model.toml", MODEL)

    def rows(self, path, table, where="1"):
        with sqlite3.connect(path) as file:
            file.row_factory = sqlite3.Row
            return [dict(row) for row in file.execute(f'SELECT * FROM "{table}" WHERE {where}')]

    def composed(self, model, *options):
        """Scores by code, measurement and dimension; the report."""
        told = self.report("compose", model, *options)
        out = {}
        for level in told["levels"]:
            for area in level["areas"]:
                for label, figures in area["measurements"].items():
                    for dimension, value in figures.items():
                        out[area["code"], label, dimension] = value
        return out, told

    def test_it_is_the_mean_of_what_the_model_says(self):
        scores, told = self.composed(self.model, self.table)
        # 2018 makes the scale: the least is 0, the most 100.
        income = {"A": 0, "B": 50, "C": 100, "D": 25}
        crime = {"A": 100 / 3, "B": 200 / 3, "C": 100, "D": 0, "E": 500 / 6}
        green = {"A": 12.5, "B": 37.5, "C": 100, "D": 50, "E": 0}
        for code in "ABCD":
            place = (crime[code] + 2 * green[code]) / 3
            self.assertAlmostEqual(scores[code, "2018", "money"], income[code], 10)
            self.assertAlmostEqual(scores[code, "2018", "place"], place, 10)
            self.assertAlmostEqual(scores[code, "2018", "all"], (3 * income[code] + place) / 4, 10)
        self.assertIsNone(scores["E", "2018", "all"])
        self.assertAlmostEqual(scores["A", "2020", "money"], 5, 10)  # on the scale of 2018
        self.assertIn("the scale is that of 2018", json.dumps(told["report"]))
        self.assertIn("the weights within 'all' sum to 4; each counts for its share of them", json.dumps(told["report"]))

    def test_imputation_by_a_column_of_the_table_is_counted(self):
        model = self.path("imputed.toml", MODEL.replace("[dimension.all]", '[imputation]\nmethod = "group_mean"\ngroup = "region"\n[dimension.all]'))
        scores, told = self.composed(model, self.table)
        self.assertAlmostEqual(scores["E", "2018", "money"], (22.5 - 10) / 20 * 100, 10)  # mean of C and D
        self.assertIn("values of 'money' that were missing, taken as the mean of its group", json.dumps(told["report"]))
        audit = told["index"]["made_of"][0]["measurements"]
        self.assertAlmostEqual(audit["2018"]["money"]["imputed"], 1 / 5)
        self.assertEqual(audit["2020"]["money"]["imputed"], 0)

    def test_rows_in_another_order_change_nothing(self):
        head, *rows = TABLE.strip().split("\n")
        turned = self.path("turned.csv", "\n".join([head, *reversed(rows)]) + "\n")
        self.assertEqual(self.composed(self.model, self.table)[0], self.composed(self.model, turned, "--level", "table")[0])

    def test_all_of_it_is_written_and_made_again(self):
        out = self.path("out.gpkg")
        self.good("compose", self.model, self.table, "--stages", "-q", "-o", out)
        parts = {row["part"]: row for row in self.rows(out, "index_parts")}
        self.assertEqual(list(parts), ["all", "place", "means", "money", "theft", "grass"])
        self.assertEqual([parts[p]["kind"] for p in parts], ["total", "dimension", "dimension"] + ["indicator"] * 3)
        self.assertAlmostEqual(parts["grass"]["weight_in_total"], 2 / 3 / 4)
        self.assertAlmostEqual(sum(parts[p]["weight_in_total"] for p in ("money", "theft", "grass")), 1)
        self.assertEqual(parts["theft"]["better"], "low")
        audit = self.rows(out, "index_audit", "measurement='2018'")
        stages = self.rows(out, "index_stages", "measurement='2018' AND indicator='theft'")
        self.assertEqual([row["value"] for row in stages], [5, 3, 1, 7, 2])
        scores = {(r["code"], r["dimension"]): r["value"] for r in self.rows(out, "scores", "measurement='2018'")}
        told = {row["indicator"]: row for row in audit}
        for indicator, dimension in (("theft", "place"), ("money", "means")):
            pairs = [(scores[c, indicator], scores[c, dimension]) for c in "ABCDE" if scores[c, indicator] is not None]
            self.assertAlmostEqual(told[indicator]["correlation_with_dimension"], statistics.correlation(*zip(*pairs)), 10)
        self.assertAlmostEqual(sum(row["effective_weight"] for row in audit), 1)
        self.assertIn("the same: ", self.good("replay", out))
        # The model is in the file: replay needs none beside it.
        self.model.unlink()
        self.assertIn("the same: ", self.good("replay", out))

    def test_a_result_is_a_data_set_like_any_other(self):
        out = self.path("own.gpkg")
        model = program.ROOT / "assets" / "models" / "demo_town.toml"
        self.good("compose", model, "-q", "-o", out)
        made = {a["code"]: a["measurements"] for a in self.report("compose", model, "--only", "buurt")["levels"][0]["areas"]}
        again = {a["code"]: a["measurements"] for a in self.report("score", out, "--only", "buurt")["levels"][0]["areas"]}
        self.assertEqual(set(made), set(again))
        for code in made:
            for label in made[code]:
                for dimension in ("quiet_green", "people", "surroundings", "green"):
                    self.assertEqual(made[code][label][dimension], again[code][label][dimension])
        # Classes too: the weight behind each score came with it.
        for code in made:
            for label in made[code]:
                self.assertEqual(made[code][label]["class_quiet_green"], again[code][label]["class_quiet_green"], (code, label))
        # What a gap and a change are made of adds up, from cells and from the written result.
        for reading in ([out], ["--index", model]):
            told = self.report("explain", *reading, "--area", "BU90010101", "--against", "gemeente", "--from", "2014", "-q")
            self.assertEqual([p["dimension"] for p in told["gap"]["parts"]], ["surroundings", "people"])
            self.assertAlmostEqual(sum(p["difference"] for p in told["gap"]["parts"]), told["gap"]["difference"], 9)
            change = told["change"]
            self.assertAlmostEqual(sum(p["change"] for p in change["parts"]), change["total"]["change"], 9)
        self.good("render", "--index", model, "-q", "-o", self.path("own.png"))

    def test_the_official_total_comes_out_of_its_dimensions(self):
        model = self.path("official.toml", OFFICIAL)
        # From cells whose dimensions are given to six decimals: within their rounding, as published.
        official = {a["code"]: a["measurements"] for a in self.report("score", "--only", "buurt")["levels"][0]["areas"]}
        own = {a["code"]: a["measurements"] for a in self.report("compose", model, "--only", "buurt")["levels"][0]["areas"]}
        compared = 0
        for code, labels in official.items():
            for label, figures in labels.items():
                parts = [figures[d] for d in ("won", "fys", "vrz", "soc", "onv")]
                if figures["afw"] is None:
                    self.assertIsNone(own[code][label]["own_total"])
                    continue
                self.assertAlmostEqual(own[code][label]["own_total"], math.fsum(parts), 12)
                self.assertAlmostEqual(own[code][label]["own_total"], figures["afw"], 5)
                compared += 1
        self.assertGreater(compared, 250)

    def test_the_model_of_the_readme_and_those_of_the_demo_town_are_models(self):
        text = (program.ROOT / "README.md").read_text(encoding="utf-8")
        model = self.path("readme.toml", text.split("```toml\n")[1].split("```")[0])
        scores, _ = self.composed(model, "--only", "wijk")
        self.assertIsNotNone(scores["WK900101", "2024", "total"])
        self.good("demo", self.folder / "town")
        town = self.folder / "town"
        self.assertEqual(self.composed(town / "demo_town.toml", town, "--only", "wijk")[0], self.composed(town / "demo_town.toml", "--only", "wijk")[0])
        self.fails("compose", town / "english_imd_2025.toml", town, "-q", says=["'Income_rank'"])

    def test_measurements_of_their_own_scale_are_series_of_their_own(self):
        model = self.path("each.toml", 'reference = "each"\n' + MODEL)
        told = self.report("compose", model, self.table)
        self.assertTrue(told["levels"][0]["measurements"][1]["series_break"])
        self.fails("explain", "--index", model, self.table, "--area", "A", "--against", "C", "--from", "2018", "-q",
                   says=["2018 and 2020 are not comparable", "scale of 2018"])
        absolute = self.path("goalposts.toml", 'reference = "each"\n' + MODEL.replace("[dimension.all]", '[normalisation]\nmethod = "goalposts"\n[dimension.all]')
                             .replace('of = "means"', 'of = "means"\nworst = 0\nbest = 50').replace('of = "place"', 'of = "place"\nworst = 0\nbest = 1')
                             .replace('of = "place"\nworst = 0\nbest = 1\n[indicator.grass]', 'of = "place"\nworst = 10\nbest = 0\n[indicator.grass]'))
        self.assertFalse(self.report("compose", absolute, self.table)["levels"][0]["measurements"][1]["series_break"])

    def test_columns_of_two_publications_of_one_year_are_one_measurement(self):
        other = self.path("other.csv", "bu_code,jaar,noise\nBU90010101,2024,10\nBU90010102,2024,20\nBU90010103,2024,40\n")
        scored = self.path("scored.gpkg")
        self.good("score", "-q", "--only", "buurt", "-o", scored)
        model = self.path("two.toml", 'least_available = 1\n[dimension.own]\n[indicator.noise]\nbetter = "low"\nof = "own"\n'
                          '[indicator.green]\ncolumn = "fys"\nof = "own"\n')
        told = self.report("compose", model, scored, other, "--across-editions")
        last = told["levels"][0]["measurements"][-1]
        self.assertEqual((last["label"], last["edition"], last["model_version"]), ("2024", "2024", "3.0"))
        figures = {a["code"]: a["measurements"]["2024"]["own"] for a in told["levels"][0]["areas"]}
        self.assertEqual({code for code, value in figures.items() if value is not None}, {"BU90010101", "BU90010102", "BU90010103"})

    def test_the_window_makes_tries_saves_and_tells_of_a_model(self):
        toml = ('name = "Trial"\nreference = "2014"\n[dimension.total]\n[indicator.green]\ncolumn = "fys"\nof = "total"\n'
                '[indicator.calm]\ncolumn = "onv"\nof = "total"\n')
        town = self.folder / "town"
        self.good("demo", town)

        def replayed(*actions):
            lines = self.path("actions.jsonl", "".join(json.dumps(a) + "\n" for a in ({"do": "level", "level": "buurt"}, {"do": "model", "model": toml}, *actions)))
            return ("view", "-q", "--language", "en", town, "--replay", lines)

        select = {"do": "select", "code": "BU90010101"}
        copy = {"do": "errand", "errand": "copy_command"}
        saved, out = self.folder / "saved.toml", self.folder / "out.gpkg"
        self.fails(*replayed(select, copy), says=["Save the model of the own index first"])
        told = self.report(*replayed({"do": "importance", "dimension": "green", "weight": 3}, select,
                                     {"do": "errand", "errand": "save_model", "path": str(saved)},
                                     {"do": "errand", "errand": "open_model", "path": str(saved)}, copy,
                                     {"do": "exporting", "open": False, "what": "everything"},
                                     {"do": "errand", "errand": "export_rows", "path": str(out)}))
        words = shlex.split(told["copied"][0])
        self.assertIn(f"--index={saved}", words)
        explained = self.report(*words[1:], "-q")
        composed = self.report("compose", saved, town, "-q", "--only", "buurt")["levels"][0]["areas"]
        value = next(a["measurements"]["2024"]["total"] for a in composed if a["code"] == "BU90010101")
        self.assertAlmostEqual(explained["gap"]["area"], value, 12)
        # With another weight than the model had at first: 3 to 1.
        figures = next(a["measurements"]["2024"] for a in composed if a["code"] == "BU90010101")
        self.assertAlmostEqual(value, (3 * figures["green"] + figures["calm"]) / 4, 10)
        again = self.good("replay", out)
        self.assertIn("the same: ", again)
        self.assertNotIn("not as it was", again)
        self.assertEqual([r["part"] for r in self.rows(out, "index_parts")], ["total", "green", "calm"])

    def test_what_cannot_be_made_is_said_in_a_sentence(self):
        wrong = {
            "no such column": (MODEL.replace('"income"', '"wage"'), ["table.csv", "'wage'", "the model 'Test' asks for", "'crime_2018'"]),
            "a key": (MODEL.replace("weight = 2", "wieght = 2"), ["wrong.toml, line 18", "did you mean 'weight'?"]),
            "a cycle": (MODEL.replace("[dimension.all]", '[dimension.all]\nof = "place"'), ["so none is the total"]),
            "an orphan": (MODEL.replace('of = "means"\n[indicator.theft]', 'of = "meens"\n[indicator.theft]'), ["'meens', which is not there"]),
            "two dimensions": (MODEL.replace('better = "low"\nof = "place"', 'of = ["place", "means"]'), ["belongs to one only"]),
            "negative weight": (MODEL.replace("weight = 3", "weight = -3"), ["weight of 'means' is -3"]),
            "reference": ('reference = "2019"\n' + MODEL, ["reference measurement '2019' is not there", "2018, 2020"]),
            "a code of ours": (MODEL.replace("money", "weight"), ["'weight' is how columns of the outputs are called"]),
            "codes alike": (MODEL.replace("money", "Theft"), ["twice but for upper and lower case"]),
            "no dimension": (MODEL.replace('of = "means"\n', ""), ["does not say which dimension"]),
            "a huge weight": (MODEL.replace("weight = 3", "weight = 1e308"), ["weight of 'means'"]),
            "a huge scale": (MODEL.replace("[dimension.all]", "[normalisation]\nhigh = 1e308\n[dimension.all]"), ["a scale from 0 to 1e+308"]),
            "a group for nothing": (MODEL.replace("[dimension.all]", '[imputation]\nmethod = "mean"\ngroup = "region"\n[dimension.all]'),
                                    ["'group' counts with the methods"]),
            "a published code": (MODEL.replace("money", "won"), ["'won'", "Leefbaarometer", "another code"]),
            "a published total": (MODEL.replace("all", "afw"), ["'afw' is what the Leefbaarometer publishes"]),
            "harmonic below 0": ('aggregation = "harmonic"\n' + MODEL.replace("[dimension.all]", '[normalisation]\nmethod = "z"\n[dimension.all]'),
                                 ["negative", "or the arithmetic mean"]),
            "no group": (MODEL.replace("[dimension.all]", '[imputation]\nmethod = "group_mean"\ngroup = "province"\n[dimension.all]'),
                         ["no column 'province'"]),
        }
        for what, (model, says) in wrong.items():
            with self.subTest(what):
                self.fails("compose", self.path("wrong.toml", model), self.table, "-q", says=says)
        constant = self.path("constant.csv", TABLE.replace("10,11", "9,9").replace("20,21", "9,9").replace("30,28", "9,9").replace("15,16", "9,9").replace(",,19", ",9,9"))
        self.fails("compose", self.model, constant, "--level", "table", "-q", says=["all values of 'money' in 2018 are 9"])
        head, *rows = TABLE.strip().split("\n")
        fields = [row.split(",") for row in rows]
        empty = self.path("empty.csv", "\n".join([head, *(",".join(f[:2] + ["", ""] + f[4:]) for f in fields)]) + "\n")
        self.fails("compose", self.model, empty, "-q", says=["'money' has no values at all"])
        far = self.path("far.csv", TABLE.replace("10,11", "1e300,11").replace("30,28", "-1e300,28"))
        self.fails("compose", self.path("z.toml", MODEL.replace("[dimension.all]", '[normalisation]\nmethod = "z"\n[dimension.all]')), far,
                   "--level", "table", "-q", says=["'money'", "too far apart"])
        self.fails("compose", self.model, self.table, "-o", self.model, "--of", "GPKG", "--overwrite", says=["is an input"])
        self.assertEqual(self.model.read_text(encoding="utf-8"), MODEL)
        self.fails("compose", self.path("nothing.toml", ""), self.table, says=["it has no indicators"])
        self.fails("compose", self.folder / "none.toml", self.table, says=["none.toml", "no such file"])
        self.fails("compose", self.model, self.table, "--stages", says=["name one with -o"])
        done = self.run_program("score", self.table, "--value", "income", "--index", self.model)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    program.main()
