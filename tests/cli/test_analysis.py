"""What score tells beside means and classes: statistics, changes and gaps of every area, the same as explain tells of one."""
import json
import math
import sqlite3

import program

AREAS = ["BU90010001", "BU90010401", "WK900104", "GM9001", "varrevoort-zuidoost"]
DIMENSIONS = ["won", "fys", "vrz", "soc", "onv"]


class Analysis(program.Case):
    def table(self, path, table):
        with sqlite3.connect(path) as file:
            file.row_factory = sqlite3.Row
            return [dict(row) for row in file.execute(f'SELECT * FROM "{table}"')]

    def scored(self, *options):
        out = self.path("out.gpkg")
        self.good("score", "-q", "--overwrite", *options, "-o", out)
        return out

    def explain(self, *options):
        return json.loads(self.good("explain", "-q", "--json", *options))

    def test_changes_are_those_that_explain_tells(self):
        out = self.scored("--from", "2018", "--to", "2024")
        changes = {(r["code"], r["dimension"]): r for r in self.table(out, "change")}
        shares = {r["code"]: r for r in self.table(out, "share_change")}
        moves = self.table(out, "transitions")
        for area in AREAS:
            told = self.explain("--area", area, "--from", "2018", "--to", "2024")
            for part in [{**told["change"]["total"], "dimension": "afw"}, *told["change"]["parts"]]:
                row = changes[area, part["dimension"]]
                for key in ("before", "after", "change", "within", "weights", "entry", "exit"):
                    self.assertEqual(row[key], part[key], (area, part["dimension"], key))
            self.assertEqual(changes[area, "afw"]["class"], told["change"]["class"])
            self.assertEqual(changes[area, "afw"]["comparable"], 1)
            for key in ("before", "after", "change", "within", "weights", "entry", "exit", "weight_before", "weight_after"):
                self.assertEqual(shares[area][key], told["share"]["split"][key], (area, key))
            self.assertEqual(shares[area]["least"], told["share"]["limit"]["least"])
            self.assertEqual(sorted((r["class_from"], r["class_to"], r["part"]) for r in moves if r["code"] == area),
                             sorted((m["from"], m["to"], m["part"]) for m in told["share"]["moves"]))

    def test_the_parts_of_every_change_sum_to_it(self):
        rows = self.table(self.scored("--from", "2014"), "change")
        self.assertGreater(len(rows), 300)
        for row in rows:
            self.assertAlmostEqual(row["within"] + row["weights"] + row["entry"] + row["exit"], row["change"], delta=1e-12)
        by_area = {}
        for row in rows:
            by_area.setdefault((row["level"], row["code"]), {})[row["dimension"]] = row["change"]
        for parts in by_area.values():
            self.assertAlmostEqual(sum(parts[d] for d in DIMENSIONS), parts["afw"], delta=1e-5)  # the demo's six decimals

    def test_gaps_sum_and_name_their_reference(self):
        rows = self.table(self.scored("--only", "buurt", "--against", "gemeente"), "gap")
        self.assertEqual({r["reference"] for r in rows}, {"GM9001", "GM9002"})
        found = {(r["code"], r["measurement"], r["dimension"]): r for r in rows}
        for (code, measurement, dimension), row in found.items():
            self.assertEqual(row["value"] - row["reference_value"], row["difference"])
            if dimension != "afw":
                continue
            self.assertAlmostEqual(sum(found[code, measurement, d]["difference"] for d in DIMENSIONS), row["difference"], delta=2e-6)
        told = self.explain("--area", "BU90010401", "--against", "gemeente")["gap"]
        self.assertEqual(found["BU90010401", "2024", "afw"]["difference"], told["difference"])

    def test_statistics_agree_with_the_scores_and_with_explain(self):
        out = self.scored("--statistics", "--quantiles", "0,0.025,0.5,1", "--min-weight", "500")
        scores = {(r["level"], r["code"], r["measurement"], r["dimension"]): r for r in self.table(out, "scores")}
        rows = self.table(out, "statistics")
        for row in rows:
            score = scores[row["level"], row["code"], row["measurement"], row["dimension"]]
            self.assertEqual(row["mean"], score["value"])
            self.assertEqual((row["n"], row["weight"]), (score["n"], score["weight"]))
            if row["mean"] is None:
                continue
            self.assertEqual((row["q0"], row["q100"]), (row["least"], row["most"]))
            self.assertLessEqual(row["q2_5"], row["q50"])
            self.assertEqual(row["thin"], 1 if 0 < scores[row["level"], row["code"], row["measurement"], "afw"]["weight"] < 500 else 0)
        told = self.explain("--area", "WK900104", "--to", "2018")["statistics"]
        row = next(r for r in rows if (r["code"], r["measurement"], r["dimension"]) == ("WK900104", "2018", "afw"))
        self.assertEqual(row["standard_deviation"], told["standard_deviation"])
        self.assertEqual(row["q50"], told["quantiles"]["0.5"])
        self.assertEqual(row["weight_without_score"], told["weight_without_score"])
        self.assertAlmostEqual(row["share_up_to"], sum(c["share"] for c in told["classes"][:4]), delta=1e-12)

    def test_a_quantile_that_is_none_is_wrong_usage(self):
        for wrong in ("nan", "2", "-0.1", "x"):
            done = self.run_program("score", "--statistics", "--quantiles", wrong)
            self.assertEqual(done.returncode, 2, wrong)
            self.assertIn("--quantiles", done.stderr)

    def test_the_layers_have_columns_of_it(self):
        out = self.scored("--only", "wijk", "--statistics", "--from", "2018", "--against", "all", "--min-weight", "5000")
        row = next(r for r in self.table(out, "wijk") if r["code"] == "WK900104")
        self.assertAlmostEqual(row["change_2018_2024"], row["afw_2024"] - row["afw_2018"], delta=1e-12)
        self.assertEqual(row["class_change_2018_2024"], 7)
        self.assertTrue(0 < row["share_up_to_4_2024"] < 1)
        self.assertLess(row["gap_2024"], 0)
        self.assertEqual(row["thin_2024"], 0)

    def test_the_number_of_threads_changes_nothing(self):
        told = [self.good("score", "-q", "--json", "--statistics", "--from", "2018", "--against", "gemeente", "--only", "wijk", "--threads", n)
                for n in ("1", "2", "8")]
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0], told[2])

    def test_what_one_level_lacks_is_noted_and_what_all_lack_refused(self):
        done = self.run_program("score", "--against", "gemeente", "--only", "gemeente", "--only", "wijk")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("without a gap to 'gemeente'", done.stderr)
        self.fails("score", "-q", "--only", "gemeente", "--against", "gemeente", says=["a municipality itself", "--against all"])
        self.fails("score", "-q", "--from", "2019", says=["2019", "2014, 2018"])
        self.fails("score", "-q", "--from", "2024", says=["2024", "--from"])
        self.fails("score", "-q", "--against", "XX", says=["XX"])
        self.fails("score", "-q", "--statistics", "--threshold", "9", says=["9 is no class", "1 to 8"])

    def test_a_csv_file_cannot_hold_it(self):
        out = self.path("out.csv")
        self.fails("score", "-q", "--statistics", "-o", out, says=["out.csv", ".gpkg", "--json"])
        self.assertFalse(out.exists())


if __name__ == "__main__":
    program.main()
