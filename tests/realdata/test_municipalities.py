"""The published municipalities of 2024, which carry their own scores, weighted by the dwellings of another source."""
import csv
import json
import math

import program
from program import SHARED

SCORES = SHARED / "nl" / "lbm_gemeente_2024.geojson"
DWELLINGS = SHARED / "nl" / "cbs_2022_tmap_rd.gpkg"
PARTS = ["fys", "onv", "soc", "vrz", "won"]
TOLERANCE = 1e-12


class Municipalities(program.Case):
    def table(self):
        """The scores without their borders: those of the other file are to be used. {code: {dimension: value}}"""
        features = json.loads(SCORES.read_text(encoding="utf-8"))["features"]
        raw = {feature["properties"]["code"]: feature["properties"]["raw"] for feature in features}
        raw = {code: json.loads(row) if isinstance(row, str) else row for code, row in raw.items()}
        with open(self.path("scores.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["gm_code", "jaar", "afw", *PARTS])
            writer.writerows([code, row["year"], row["afw"], *[row[part] for part in PARTS]] for code, row in raw.items())
        return raw

    def test_two_files_of_borders_are_not_joined_unasked(self):
        self.fails("explain", "-q", SCORES, DWELLINGS, "--area", "GM0363", "--against", "all", says=["GM0014", "gemeente_2022"])

    def test_without_weights_the_mean_of_all_is_refused(self):
        self.fails("explain", "-q", SCORES, "--area", "GM0363", "--against", "all", says=["--weight"])
        self.good("explain", "-q", SCORES, "--area", "GM0363")

    def test_against_all_by_the_dwellings_of_a_column(self):
        scores = self.table()
        dwellings = dict(self.rows(DWELLINGS, "select code, dwelling_total from gemeente_2022"))
        pairs = [(dwellings[code], row) for code, row in scores.items() if dwellings.get(code)]
        self.assertGreater(len(pairs), 320)
        weight = math.fsum(w for w, _ in pairs)
        for code in ("GM0363", "GM0518", "GM0014"):
            found = json.loads(self.good("explain", "-q", "--json", self.path("scores.csv"), DWELLINGS, "--area", code, "--against", "all",
                                         "--weight", "dwelling_total"))
            gap = found["gap"]
            self.assertEqual(gap["area"], scores[code]["afw"])
            self.assertAlmostEqual(gap["reference_value"], math.fsum(w * row["afw"] for w, row in pairs) / weight, delta=TOLERANCE)
            self.assertEqual({part["dimension"] for part in gap["parts"]}, set(PARTS))
            for part in gap["parts"]:
                self.assertEqual(part["area"], scores[code][part["dimension"]])
                self.assertAlmostEqual(part["reference_value"], math.fsum(w * row[part["dimension"]] for w, row in pairs) / weight, delta=TOLERANCE)
            self.assertAlmostEqual(sum(part["difference"] for part in gap["parts"]), gap["difference"], delta=1e-6)  # published rounded


if __name__ == "__main__":
    program.need(SCORES)
    program.need(DWELLINGS)
    program.main()
