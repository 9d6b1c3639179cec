"""Which conclusions from an index hold: checked against scores composed anew, closed forms, and other seeds and threads."""
import json
import sqlite3

import program
from test_compose import MODEL, TABLE

DEMO_MODEL = program.ROOT / "assets" / "models" / "demo_town.toml"
PARTS = ("won", "fys", "vrz", "soc", "onv")


def ranks(scores):
    """Place of each code: 1 the highest, equal values the same."""
    return {code: 1 + sum(other > value for other in scores.values()) for code, value in scores.items()}


class Robustness(program.Case):
    def told(self, *options, level="buurt"):
        out = self.report("robustness", "-q", "--only", level, *options)
        return out["levels"][0]["robustness"]

    def totals(self, model, total, label="2024", level="buurt"):
        out = self.report("compose", model, "-q", "--only", level)
        found = {a["code"]: a["measurements"][label][total] for a in out["levels"][0]["areas"]}
        return {code: value for code, value in found.items() if value is not None}

    def test_the_weights_as_given_change_nothing(self):
        told = self.told("--index", DEMO_MODEL, "--spread", "0", "--draws", "10", "--samples", "0")
        official = ranks(self.totals(DEMO_MODEL, "quiet_green"))
        self.assertEqual(set(told["areas"]), set(official))
        for code, of in told["areas"].items():
            self.assertEqual((of["rank"], of["rank_low"], of["rank_high"]), (official[code],) * 3)
            self.assertEqual(of["class_differs"], 0)

    def test_another_choice_alone_does_what_composing_it_does(self):
        told = self.told("--index", DEMO_MODEL, "--draws", "1", "--samples", "0")
        before = ranks(self.totals(DEMO_MODEL, "quiet_green"))
        text = DEMO_MODEL.read_text(encoding="utf-8")
        others = {
            ("left_out", "people"): text.replace('of = "quiet_green"\nweight = 1', 'of = "quiet_green"\nweight = 0'),
            ("left_out", "green"): text.replace("weight = 3", "weight = 0"),
            ("normalisation", "z"): text.replace('method = "min_max"', 'method = "z"'),
            ("normalisation", "percentile_rank"): text.replace('method = "min_max"', 'method = "percentile_rank"'),
        }
        effects = {(c["kind"], c["choice"]): c for c in told["choices"]}
        self.assertIn("negative on their scale", effects["aggregation", "geometric"]["why_not"])
        for choice, model in others.items():
            self.assertNotEqual(model, text)
            after = ranks(self.totals(self.path("other.toml", model), "quiet_green"))
            moved = [abs(after[code] - before[code]) for code in before]
            self.assertAlmostEqual(effects[choice]["mean_shift"], sum(moved) / len(moved), 12, choice)
            self.assertEqual(effects[choice]["most_shift"], max(moved), choice)

    def test_an_aggregation_that_can_be_taken_is(self):
        text = DEMO_MODEL.read_text(encoding="utf-8").replace('method = "min_max"', 'method = "percentile_rank"')
        text = text.replace('aggregation = "arithmetic"\n', "")
        before = ranks(self.totals(self.path("own.toml", text), "quiet_green"))
        told = self.told("--index", self.folder / "own.toml", "--draws", "1")
        for mean in ("geometric", "harmonic"):
            after = ranks(self.totals(self.path("mean.toml", f'aggregation = "{mean}"\n' + text), "quiet_green"))
            effect = next(c for c in told["choices"] if c["choice"] == mean)
            self.assertAlmostEqual(effect["mean_shift"], sum(abs(after[c] - before[c]) for c in before) / len(before), 12)
        self.assertIn("aggregation", [f["factor"] for f in told["factors"]])
        for factor in told["factors"]:
            self.assertLessEqual(factor["first_order"], factor["total_order"] + 3 * factor["first_order_error"])

    def test_areas_with_cells_hang_on_the_same_weights_as_the_published_total(self):
        """Drawn weights of the official dimensions: the interval is that of totals drawn here, by their definition."""
        told = self.told("--draws", "400", "--spread", "0.5", "--samples", "0")
        self.assertEqual(told["index"], "published")
        figures = {a["code"]: a["measurements"]["2024"] for a in self.report("score", "-q", "--only", "buurt")["levels"][0]["areas"]}
        figures = {code: f for code, f in figures.items() if f["afw"] is not None}
        state = 12345
        drawn = []
        for _ in range(400):
            weights = []
            for _ in PARTS:
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                weights.append(1 + 0.5 * (2 * (state / 2**64) - 1))
            drawn.append(ranks({c: sum(w * f[p] for w, p in zip(weights, PARTS)) / sum(weights) for c, f in figures.items()}))
        wide = 0
        for code, of in told["areas"].items():
            places = sorted(d[code] for d in drawn)
            low, high = places[20], places[379]
            self.assertLessEqual(abs(low - of["rank_low"]), 4, code)
            self.assertLessEqual(abs(high - of["rank_high"]), 4, code)
            wide += high > low
        self.assertGreater(wide, 30)

    def test_any_number_of_threads_and_the_seed_alone(self):
        one = self.told("--threads", "1", "--draws", "100", "--samples", "20")
        self.assertEqual(one, self.told("--threads", "2", "--draws", "100", "--samples", "20"))
        other = self.told("--threads", "2", "--draws", "100", "--samples", "20", "--seed", "2")
        self.assertNotEqual(one["areas"], other["areas"])
        self.assertEqual(other["seed"], 2)

    def test_a_conclusion_turns_where_it_is_said_to(self):
        told = self.told("--index", DEMO_MODEL, "--weaker", "WK900101,WK900102", "--improved", "WK900101,2014", level="wijk")
        weaker, improved = told["conclusions"]
        self.assertTrue(weaker["holds"])
        totals = self.totals(DEMO_MODEL, "quiet_green", level="wijk")
        self.assertAlmostEqual(weaker["difference"], totals["WK900102"] - totals["WK900101"], 12)
        shares = weaker["shares"]
        self.assertAlmostEqual(sum(abs(b - a) for b, a in shares.values()) / 2, weaker["moved"], 12)
        text = DEMO_MODEL.read_text(encoding="utf-8")
        after = {part: after for part, (_, after) in shares.items()}
        self.assertEqual(set(after), {"green", "shops", "calm", "ties"})
        turned = text.replace('of = "quiet_green"\nweight = 2', f'of = "quiet_green"\nweight = {after["green"] + after["shops"]!r}')
        turned = turned.replace('of = "quiet_green"\nweight = 1', f'of = "quiet_green"\nweight = {after["calm"] + after["ties"]!r}')
        turned = turned.replace("weight = 3", f"weight = {after['green']!r}").replace('of = "surroundings"\nweight = 1', f'of = "surroundings"\nweight = {after["shops"]!r}')
        for part in ("calm", "ties"):
            turned = turned.replace(f"[indicator.{part}]", f"[indicator.{part}]\nweight = {after[part]!r}")
        totals = self.totals(self.path("turned.toml", turned), "quiet_green", level="wijk")
        self.assertAlmostEqual(totals["WK900101"], totals["WK900102"], 9)
        self.assertTrue(0.5 < weaker["supported"] <= 1)
        # Every indicator has gone up: no weights make it otherwise.
        self.assertIsNone(improved["moved"])
        self.assertEqual(improved["supported"], 1)

    def test_all_of_it_is_written_and_made_again(self):
        out = self.path("out.gpkg")
        self.good("robustness", "-q", "--only", "wijk", "--draws", "200", "--samples", "16", "--seed", "5", "--weaker",
                  "WK900101,WK900102", "-o", out)
        with sqlite3.connect(out) as file:
            file.row_factory = sqlite3.Row
            rows = [dict(r) for r in file.execute("SELECT * FROM robustness")]
            layer = {r["code"]: dict(r) for r in file.execute("SELECT * FROM wijk")}
            draws = dict(file.execute("SELECT * FROM robustness_draws").fetchone())
            metadata = json.loads(file.execute("SELECT metadata FROM gpkg_metadata WHERE md_standard_uri LIKE 'urn:leefbeeld:provenance%'").fetchone()[0])
        self.assertEqual((draws["draws"], draws["seed"], draws["index"]), (200, "5", "published"))
        self.assertEqual(metadata["seeds"], {"weights": 5})
        self.assertEqual(len(rows), 12)
        for row in rows:
            for column in ("rank", "rank_low", "rank_high", "class_differs", "to_limit"):
                self.assertEqual(row[column], layer[row["code"]][f"{column}_2024"])
        self.assertIn("the same: ", self.good("replay", out))
        # What it told is made anew, and no attribute, when it is read again.
        again = self.path("again.gpkg")
        self.good("score", "-q", out, "-o", again)
        with sqlite3.connect(again) as file:
            self.assertFalse([c[1] for c in file.execute("PRAGMA table_info(wijk)") if c[1].startswith("rank")])

    def test_distance_to_the_class_limit(self):
        level = self.report("robustness", "-q", "--only", "buurt", "--draws", "1", "--samples", "0")["levels"][0]
        scores = {a["code"]: a["measurements"]["2024"] for a in level["areas"]}
        for code, of in level["robustness"]["areas"].items():
            score = scores[code]["afw"]
            above = score + of["to_limit"] > score
            limit = score + of["to_limit"]
            self.assertAlmostEqual(abs(of["to_limit"]), abs(limit - score))
            # The limit lies between this class and the next.
            self.assertEqual(sum(1 for c in scores.values() if c["afw"] is not None and min(score, limit) < c["afw"] < max(score, limit)
                                 and c["class"] != scores[code]["class"]), 0, code)
            self.assertTrue(above or scores[code]["class"] > 1)

    def test_what_cannot_be_told_is_said_in_a_sentence(self):
        table = self.path("table.csv", TABLE)
        self.fails("robustness", table, "--value", "income", "-q", says=["'income'", "is no index", "--index"])
        model = self.path("model.toml", MODEL)
        ask = ("robustness", "--index", model, table, "-q")
        self.fails(*ask, "--at", "2019", says=["no measurement '2019'", "2018, 2020"])
        self.fails(*ask, "--weaker", "A", says=["--weaker A", "two areas"])
        self.fails(*ask, "--weaker", "A,Z", says=["no area of level 'table' has the code 'Z'"])
        self.fails(*ask, "--improved", "A,2020", says=["cannot have improved since 2020"])
        self.fails(*ask, "--weaker", "A,A", says=["'A' cannot be weaker than itself"])
        told = self.report("robustness", "--index", model, table, "-q", "--weaker", "B,A")
        conclusion = told["levels"][0]["robustness"]["conclusions"][0]
        self.assertIn("no score to compare", conclusion["why_not"])
        self.assertEqual((conclusion["difference"], conclusion["supported"], conclusion["moved"]), (None, None, None))
        self.fails(*ask, "-o", self.folder / "x.csv", says=["a CSV file holds the table of scores only"])
        for wrong in (["--seed", "-1"], ["--seed", "99999999999999999999"], ["--samples", "3"], ["--draws", "0"], ["--coverage", "1"], ["--spread", "2"], ["--concentration", "0"],
                      ["--spread", "0.1", "--concentration", "3"]):
            self.assertEqual(self.run_program(*ask, *wrong).returncode, 2, wrong)
        # Weights alone cannot turn what no part lies behind.
        geometric = self.path("geometric.toml", 'aggregation = "geometric"\n' + MODEL)
        told = self.report("robustness", "--index", geometric, table, "-q", "--at", "2018", "--weaker", "A,C")
        conclusion = told["levels"][0]["robustness"]["conclusions"][0]
        self.assertIn("no sum of its parts", conclusion["why_not"])
        self.assertTrue(conclusion["holds"])


if __name__ == "__main__":
    program.main()
