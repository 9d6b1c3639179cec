"""Own indices against published numbers: England's Index of Multiple Deprivation, the ASEM index of the JRC, the Leefbaarometer's total."""
import bisect
import collections
import csv
import gzip
import math
import sqlite3
import statistics

import program
from program import SHARED

UK = SHARED / "uk"
ASEM = SHARED / "stats" / "composite_asem"
BUURT = SHARED / "nl" / "lbm_buurt_2024"
CBS = SHARED / "nl" / "cbs_2022_tmap_rd.gpkg"
MODELS = program.ROOT / "assets" / "models"


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        return list(csv.DictReader(file))


class Index(program.Case):
    def scores(self, *arguments):
        level = self.report("compose", *arguments, "-q")["levels"][0]
        return {a["code"]: a["measurements"] for a in level["areas"]}

    @program.unittest.skipUnless(UK.exists(), f"no {UK}")
    def test_england_2025_is_met_within_a_thousandth_and_in_every_decile(self):
        file = UK / "imd2025_england_lsoa21.csv.gz"
        made = self.scores(MODELS / "english_imd_2025.toml", file, "--code", "lsoa21_code", "--measurement", "2025", "--level", "lsoa")
        published = {r["lsoa21_code"]: r for r in rows(file)}
        self.assertEqual(set(made), set(published))
        ours = {code: m["2025"]["IMD"] for code, m in made.items()}
        self.assertLess(max(abs(ours[code] - float(r["IMD_score"])) for code, r in published.items()), 0.001)
        ordered = sorted(ours, key=lambda code: (-ours[code], int(published[code]["IMD_rank"])))
        n = len(ordered)
        deciles = {code: -(-10 * (place + 1) // n) for place, code in enumerate(ordered)}
        self.assertEqual([c for c in ours if deciles[c] != int(published[c]["IMD_decile"])], [])

    @program.unittest.skipUnless(ASEM.exists(), f"no {ASEM}")
    def test_asem_is_met_from_its_treated_indicators(self):
        structure = rows(ASEM / "oldCOIN_param_Structure.csv")
        better = {r["iCode"]: "high" if float(r["Direction"]) > 0 else "low" for r in rows(ASEM / "ASEM_iMeta.csv") if r["Direction"]}
        parents = {r["IndCode"]: r["Agg1"] for r in structure}
        dimensions = {r["Agg1"]: r["Agg2"] for r in structure} | {r["Agg2"]: r["Agg3"] for r in structure} | {"Index": ""}
        text = 'name = "ASEM"\n' + "".join(f'[dimension."{d}"]\nof = "{of}"\n' if of else f'[dimension."{d}"]\n' for d, of in dimensions.items())
        text += "".join(f'[indicator."{i}"]\nof = "{of}"\nbetter = "{better[i]}"\n' for i, of in parents.items())
        made = self.scores(self.path("asem.toml", text), ASEM / "oldCOIN_Treated.csv", "--code", "UnitCode", "--measurement", "2018", "--level", "country")
        for r in rows(ASEM / "oldCOIN_Aggregated.csv"):
            for code in dimensions:
                self.assertAlmostEqual(made[r["UnitCode"]]["2018"][code], float(r[code]), 10, (r["UnitCode"], code))

    @program.unittest.skipUnless(BUURT.exists(), f"no {BUURT}")
    def test_the_total_of_the_leefbaarometer_is_the_sum_of_its_dimensions(self):
        model = self.path("sum.toml", 'aggregation = "sum"\n[normalisation]\nmethod = "none"\n[dimension.whole]\n'
                          + "".join(f'[indicator.{d}]\nof = "whole"\n' for d in ("won", "fys", "vrz", "soc", "onv")))
        made = self.scores(model, BUURT)
        official = {a["code"]: a["measurements"]["2024"] for a in self.report("score", BUURT, "-q")["levels"][0]["areas"]}
        self.assertEqual(len(official), 12147)
        for code, figures in official.items():
            # Six decimals are published of each: six roundings of half a millionth.
            self.assertAlmostEqual(made[code]["2024"]["whole"], figures["afw"], delta=3.1e-6)

    @program.unittest.skipUnless(CBS.exists(), f"no {CBS}")
    def test_columns_of_cbs_make_an_index_of_districts(self):
        model = self.path("cbs.toml", 'name = "Means"\n[imputation]\nmethod = "group_median"\ngroup = "province"\n'
                          '[normalisation]\nmethod = "percentile_rank"\nlow = 1\nhigh = 100\n[dimension.means]\naggregation = "geometric"\n'
                          '[indicator.poor]\ncolumn = "income_low"\nbetter = "low"\nof = "means"\n'
                          '[indicator.work]\ncolumn = "employment_rate"\nof = "means"\nweight = 2\n')
        made = self.scores(model, CBS, "--layer", "wijk_2022", "--measurement", "2022")
        with sqlite3.connect(CBS) as file:
            areas = file.execute("SELECT code, province, income_low, employment_rate FROM wijk_2022").fetchall()
        parts = []
        for column, sign in ((2, -1), (3, 1)):
            values = {a[0]: a[column] for a in areas}
            for code, province, *_ in areas:
                if values[code] is None:
                    known = [a[column] for a in areas if a[1] == province and a[column] is not None]
                    values[code] = statistics.median(known)
            ordered = sorted(sign * v for v in values.values())
            below = {v: bisect.bisect_left(ordered, v) for v in set(ordered)}
            equal = collections.Counter(ordered)
            parts.append({code: 1 + 99 * (below[sign * v] + equal[sign * v] / 2) / len(ordered) for code, v in values.items()})
        self.assertGreater(len(areas), 3000)
        for code, *_ in areas:
            mean = math.exp((math.log(parts[0][code]) + 2 * math.log(parts[1][code])) / 3)
            self.assertAlmostEqual(made[code]["2022"]["means"], mean, 9, code)


if __name__ == "__main__":
    program.main()
