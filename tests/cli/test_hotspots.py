"""Hotspots by the command line: found as by definition, told with all they hang on, and never shown where there are none."""
import json
import math

import program

SIDE = 6  # of the lattice


def lattice(values, side=SIDE, apart=0.0):
    """A GeoJSON of squares of 100 m, row by row; `apart` metres between them."""
    features = []
    for at, value in enumerate(values):
        x, y = 150000 + at % side * (100 + apart), 450000 + at // side * (100 + apart)
        ring = [[x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100], [x, y]]
        features.append({"type": "Feature", "properties": {"code": f"A{at:03}", "score": value},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def sloping(side=SIDE):
    """Low in one corner, high in the other, and not alike anywhere."""
    return [(at % side) ** 2 + (at // side) ** 2 + (at * 7 % 5) / 10 for at in range(side * side)]


def queen(at, side=SIDE):
    x, y = at % side, at // side
    return [b * side + a for b in range(max(y - 1, 0), min(y + 2, side)) for a in range(max(x - 1, 0), min(x + 2, side)) if (a, b) != (x, y)]


def normal_p(z):
    return math.erfc(abs(z) / math.sqrt(2))


def local_moran(values):
    """Statistic, expectation, variance, p of each, row-standardised, by the formulas of Anselin 1995 and Sokal et al. 1998."""
    n = len(values)
    mean = sum(values) / n
    z = [v - mean for v in values]
    m2 = sum(v * v for v in z) / n
    out = []
    for i in range(n):
        near = queen(i)
        lag = sum(z[j] for j in near) / len(near)
        expectation = -z[i] ** 2 / ((n - 1) * m2)
        variance = (z[i] / m2) ** 2 * n / (n - 2) * (1 / len(near) - 1 / (n - 1)) * (m2 - z[i] ** 2 / (n - 1))
        statistic = z[i] * lag / m2
        out.append((statistic, expectation, variance, normal_p((statistic - expectation) / math.sqrt(variance)), z[i], lag))
    return out


def false_discovery(p):
    order = sorted(range(len(p)), key=lambda i: p[i])
    out, least = [0.0] * len(p), 1.0
    for rank in range(len(p), 0, -1):
        least = min(least, p[order[rank - 1]] * len(p) / rank)
        out[order[rank - 1]] = least
    return out


class Hotspots(program.Case):
    def areas(self, values, **how):
        return self.path("areas.geojson", lattice(values, **how))

    def options(self, file):
        return ("hotspots", "-q", file, "--code", "code", "--level", "block", "--value", "score", "--measurement", "2020")

    def found(self, values, *more, **how):
        report = self.report(*self.options(self.areas(values, **how)), *more)
        return report["levels"][0]["hotspots"]

    def outcomes(self, values, *more, **how):
        return [area["outcome"] for area in self.found(values, *more, **how)["areas"]]

    def test_local_moran_is_what_its_definition_gives(self):
        values = sloping()
        found = self.found(values, "--p", "analytical")
        expected = local_moran(values)
        adjusted = false_discovery([row[3] for row in expected])
        self.assertEqual(len(found["areas"]), len(values))
        flagged = 0
        for area, row, p in zip(found["areas"], expected, adjusted):
            for name, value in zip(("statistic", "expectation", "variance", "p"), row):
                self.assertAlmostEqual(area[name], value, delta=1e-9 * max(1, abs(value)), msg=(area["code"], name))
            self.assertAlmostEqual(area["adjusted_p"], p, delta=1e-9)
            kind = ("high" if row[4] > 0 else "low") + "_" + ("high" if row[5] > 0 else "low")
            self.assertEqual(area["outcome"], kind if p <= 0.05 else "not_significant", area["code"])
            flagged += p <= 0.05
        self.assertGreater(flagged, 4)
        [method] = found["methods"]
        self.assertEqual((method["divisor"], method["neighbour_rule"], method["adjustment"]), ("n", "queen", "fdr"))
        self.assertIn("normal curve", method["caution"])

    def test_permutations_are_the_same_on_any_number_of_threads_and_other_with_another_seed(self):
        values = sloping()
        one, two, five = (self.found(values, "--threads", threads)["areas"] for threads in (1, 2, 5))
        self.assertEqual(one, two)
        self.assertEqual(one, five)
        other = self.found(values, "--seed", 2)["areas"]
        self.assertNotEqual([area["p"] for area in one], [area["p"] for area in other])
        self.assertLess(max(abs(a["p"] - b["p"]) for a, b in zip(one, other)), 0.5)

    def test_a_fixed_number_of_permutations_carries_no_adjustment(self):
        file = self.areas(sloping())
        self.fails(*self.options(file), "--p", "permutation", "--adjust", "fdr", says=["cannot carry", "0.002"])
        printed = self.good(*self.options(file), "--p", "permutation")
        self.assertIn("of 36 tests that are not adjusted, about 2 are significant by chance alone", printed)
        self.assertIn("smallest p 0.0020", printed)

    def test_nothing_is_found_where_there_is_nothing(self):
        self.assertEqual(set(self.outcomes([5.1] * 36)), {"not_significant"})
        self.assertIn("all 36 values of level 'block' at 2020 are equal", self.good(*self.options(self.areas([5.1] * 36))))
        self.assertEqual(self.outcomes([5.1]), ["island"])
        self.assertEqual(set(self.outcomes([1, 2], side=2)), {"not_significant"})
        self.assertEqual(set(self.outcomes(sloping(), apart=5)), {"island"})
        self.assertEqual(set(self.outcomes(sloping(), "--neighbours", "band:50")), {"island"})
        # Where all others are neighbours every order of their values is the same.
        for rule in ("band:100000", "knn:35", "knn:100000"):
            self.assertEqual(set(self.outcomes(sloping(), "--neighbours", rule)), {"not_significant"}, rule)
        some = sloping()
        some[3] = some[17] = None
        found = self.found(some)
        self.assertEqual([area["code"] for area in found["areas"] if area["outcome"] == "missing"], ["A003", "A017"])
        for area in found["areas"]:
            self.assertEqual(area["value"] is None, area["outcome"] == "missing")
        self.assertEqual(set(self.outcomes([None] * 36)), {"missing"})
        self.assertIn("no row of level 'block' has a value at 2020", self.good(*self.options(self.areas([None] * 36))))

    def test_high_values_are_not_called_low_for_one_that_is_extreme(self):
        block = [at for at in range(400) if 4 <= at % 20 < 8 and 4 <= at // 20 < 8]
        values = [at * 37 % 100 / 200 for at in range(400)]
        for at in block:
            values[at] = 0.9 + at % 7 / 50
        values[399] = 10000
        for more in (("--p", "permutation"), (), ("--method", "gi", "--p", "permutation")):
            found = self.outcomes(values, *more, side=20)
            self.assertEqual([found[at] for at in block if found[at] in ("low_low", "low")], [], more)

    def test_ten_million_permutations_are_drawn_where_they_are_needed(self):
        found = self.found(sloping(3), "--permutations", 10_000_000, side=3)
        self.assertLess(max(area["permutations"] for area in found["areas"]), 10_000_001)
        self.assertEqual(self.run_program(*self.options(self.areas(sloping())), "--permutations", 10_000_001).returncode, 2)

    def test_neighbours_are_told_by_rules_and_files(self):
        values = sloping()
        count = lambda *more: [area["neighbours"] for area in self.found(values, *more)["areas"]]
        self.assertEqual(count(), [len(queen(at)) for at in range(36)])
        self.assertEqual(count("--neighbours", "rook")[0], 2)
        self.assertEqual(count("--neighbours", "queen:2")[0], 8)
        self.assertEqual(set(count("--neighbours", "knn:4")), {4})
        self.assertEqual(count("--neighbours", "band:150"), count())
        self.assertEqual(count("--neighbours", "kernel:gaussian:60")[0], 3)
        file = self.areas(values)
        for wrong in ("queens", "knn", "knn:0", "band:-1", "band:x", "kernel:round:5", "queen:0"):
            self.fails(*self.options(file), "--neighbours", wrong, says=[f"'{wrong}' is no rule for neighbours"])
        for ending, kind in (("gal", "links"), ("gwt", "links"), ("gwt", "weights")):
            saved = self.folder / f"{kind}.{ending}"
            self.good(*self.options(file), "--neighbours", "kernel:triangular:150", "--save-neighbours", saved, "--json")
            again = self.found(values, "--neighbours", f"{kind}:{saved}", "--p", "analytical")["areas"]
            same = self.found(values, "--neighbours", "kernel:triangular:150" if kind == "weights" else "queen", "--p", "analytical")["areas"]
            self.assertEqual([(a["neighbours"], a["statistic"]) for a in again], [(a["neighbours"], a["statistic"]) for a in same], (ending, kind))
        bad = self.path("bad.gwt", "0 36 block code\nA000 A001 1\nA001 A000 -2\n")
        self.fails(*self.options(file), "--neighbours", f"weights:{bad}", says=["bad.gwt: line 3", "-2"])
        self.assertEqual(self.report(*self.options(file), "--neighbours", f"links:{bad}")["levels"][0]["hotspots"]["areas"][0]["neighbours"], 1)
        strange = self.path("strange.gal", "0 2 block code\nA000 1\nA001\nB1 1\nA000\n")
        noted = self.run_program("hotspots", *self.options(file)[2:], "--neighbours", f"links:{strange}").stderr
        self.assertIn("codes in the file of neighbours that no area has: 1", noted)
        self.fails(*self.options(file), "--neighbours", "links", says=["name the file too"])
        self.fails(*self.options(file), "--neighbours", "links:/nowhere.gal", says=["/nowhere.gal"])

    def test_a_geopackage_explains_its_hotspots_and_is_made_again(self):
        out = self.folder / "hot.gpkg"
        links = self.folder / "town.gal"
        self.good("hotspots", "-q", "--only", "buurt", "--save-neighbours", links, "-o", self.folder / "first.gpkg")
        self.good("hotspots", "-q", "--only", "buurt", "--over-time", "--neighbours", f"links:{links}", "-o", out)
        columns = [row[1] for row in self.rows(out, "pragma table_info(buurt)")]
        for name in ("hotspot_2024", "hotspot_z_2024", "hotspot_p_2024", "hotspot_low_2014_2024", "slope_2014_2024"):
            self.assertIn(name, columns)
        described = {tuple(row) for row in self.rows(out, "select table_name, column_name from gpkg_data_columns where title is not null")}
        for table in ("hotspots", "hotspot_methods", "hotspots_global", "hotspots_over_time", "class_markov", "class_markov_tests"):
            for row in self.rows(out, f"pragma table_info({table})"):
                if row[1] not in ("fid", "id", "ogc_fid"):
                    self.assertIn((table, row[1]), described)
        opens = self.rows(out, "select styleName from layer_styles where useAsDefault = 1 and f_table_name = 'buurt'")
        self.assertEqual(len(opens), 1)
        self.assertIn("otspots", opens[0][0])
        self.assertIn("the same", self.good("replay", out))
        made = json.loads(self.rows(out, "select metadata from gpkg_metadata")[0][0])
        self.assertEqual([record["role"] for record in made["inputs"]][-1], "neighbours")
        moved = self.folder / "elsewhere"
        moved.mkdir()
        links.rename(moved / links.name)
        self.assertIn("the same", self.good("replay", out, "--inputs", moved))

    def test_over_time_the_sequences_are_the_outcomes_of_each_measurement(self):
        [buurt] = [level for level in self.report("hotspots", "-q", "--only", "buurt", "--over-time")["levels"]]
        out = self.folder / "time.gpkg"
        self.good("hotspots", "-q", "--only", "buurt", "--over-time", "-o", out)
        sequences = {}
        for area in buurt["hotspots"]["areas"]:
            if area["outcome"] not in ("missing", "island"):
                sequences.setdefault(area["code"], []).append("1" if area["outcome"] == "low_low" else "0")
        told = dict(self.rows(out, "select code, low_sequence from hotspots_over_time"))
        self.assertEqual({code: text for code, text in told.items() if text}, {code: "".join(all) for code, all in sequences.items()})
        self.assertIn("1", "".join(text for text in told.values() if text))
        for n, p, smallest in self.rows(out, "select n, trend_p, smallest_trend_p from hotspots_over_time where n > 1"):
            self.assertGreaterEqual(p, smallest - 1e-12)
            self.assertGreaterEqual(smallest, 2 / math.factorial(n) - 1e-12)
        all_steps = self.rows(out, "select sum(count) from class_markov where context_class is null")[0][0]
        by_context = self.rows(out, "select sum(count) from class_markov where context_class is not null")[0][0]
        self.assertEqual(all_steps, by_context)
        self.assertGreater(all_steps, 200)
        self.good("hotspots", "-q", "--only", "buurt", "--over-time", "--among", "BU90010501,BU90010502", "-o", out, "--overwrite")
        self.assertEqual(self.rows(out, "select sum(count) from class_markov where context_class is null")[0][0], 8)
        self.fails("hotspots", "-q", "--only", "buurt", "--over-time", "--among", "BU1", says=["'BU1'"])

    def test_of_cells_it_is_a_concentration_and_dwellings_are_shared_out(self):
        out = self.folder / "cells.gpkg"
        printed = self.good("hotspots", "-q", "--cells", "--only", "cells", "--only", "wijk", "-o", out)
        self.assertIn("concentration, no significance", printed)
        self.assertIn("band:1000", printed)
        low = self.rows(out, "select code, low_share, high_share, weight from concentration_shares")
        self.assertTrue(all(row[1] + row[2] <= 1 + 1e-12 for row in low if row[1] is not None))
        total = sum(row[1] * row[3] for row in low if row[1] is not None)
        # Every scored cell with dwellings lies in one district, or in none: then it is counted in neither.
        cells = self.rows(out, "select sum(dwellings_2024) from cells where hotspot_2024 = 1 and dwellings_2024 > 0")[0][0]
        self.assertLessEqual(total, cells + 1e-6)
        self.assertGreater(total, 0.95 * cells)
        self.assertEqual(self.rows(out, "select distinct reading from hotspot_methods where level = 'cells'"), [("concentration",)])

    def test_displacement_compares_inside_and_around(self):
        ask = ("hotspots", "-q", "--on", "change:2014-2024", "--displacement", "focusgebieden")
        printed = self.good(*ask)
        self.assertIn("what coincides is no cause", printed)
        out = self.folder / "displaced.gpkg"
        self.good(*ask, "--ring", "band:800", "-o", out)
        changes = dict(self.rows(out, "select code, inside_change from displacement"))
        layer = dict(self.rows(out, "select code, afw_2024 - afw_2014 from focusgebieden"))
        self.assertEqual(changes.keys(), layer.keys())
        for code, change in changes.items():
            self.assertAlmostEqual(change, layer[code], places=12)
        self.assertIn("the same", self.good("replay", out))
        self.fails("hotspots", "-q", "--displacement", "focusgebieden", says=["change:FROM-TO"])
        self.fails("hotspots", "-q", "--on", "change:2014-2024", "--displacement", "dorp", says=["no level 'dorp'"])
        self.fails("hotspots", "-q", "--on", "change:2014-2024", "--displacement", "focusgebieden", "--ring", "knn:5", says=["band:METRES or queen:ORDER"])

    def test_what_the_window_shows_is_exported_and_made_again(self):
        out = self.folder / "shown.gpkg"
        steps = [{"do": "level", "level": "buurt"}, {"do": "hotspots", "hotspots": {"shown": True, "told": "low", "asked": {}}},
                 {"do": "exporting", "open": False, "what": "shown"}, {"do": "errand", "errand": "export_rows", "path": str(out)}]
        session = self.path("session.jsonl", "".join(json.dumps(step) + "\n" for step in steps))
        self.good("view", "-q", "--language", "en", "--replay", session)
        shown = dict(self.rows(out, "select code, label_shown from buurt"))
        made = self.folder / "made.gpkg"
        self.good("hotspots", "-q", "--only", "buurt", "--over-time", "-o", made)
        told = dict(self.rows(made, "select code, low_category from hotspots_over_time"))
        self.assertEqual({code: label.lower() for code, label in shown.items() if told[code]}, {code: word for code, word in told.items() if word})
        self.assertEqual(self.rows(out, "select distinct what_shown from buurt"), [("Hotspots: Total liveability, 2024",)])
        self.assertIn("the same", self.good("replay", out))

    def test_what_cannot_be_is_told_in_a_sentence(self):
        town = ("hotspots", "-q", "--only", "buurt")
        self.fails(*town, "--on", "green", says=["no scores 'green'", "afw"])
        self.fails(*town, "--on", "change:2014-1999", says=["no change between two measurements", "2014"])
        self.fails(*town, "--on", "change:2024-2014", says=["from an earlier measurement to a later one"])
        self.fails(*town, "--on", "change:2014-2024", "--at", "2018", says=["no other can be asked for"])
        self.fails(*town, "--on", "change:2014-2024", "--over-time", says=["is a change already"])
        self.fails(*town, "--at", "1999", says=["no measurement '1999'"])
        self.fails(*town, "--method", "bivariate-moran", says=["--with"])
        self.fails(*town, "--method", "gi", "--with", "won", says=["bivariate Moran only"])
        self.fails(*town, "--p", "analytical", "--permutations", 99, says=["need no permutations"])
        self.fails(*town, "--neighbours", "knn:6", "--tolerance", 5, says=["--tolerance"])
        self.fails("hotspots", "-q", "--save-neighbours", self.folder / "all.gal", says=["one level"])
        self.fails(*town, "--save-neighbours", self.folder / "all.txt", says=[".gal or .gwt"])
        self.fails(*town, "-o", self.folder / "out.csv", says=["hotspots"])
        for wrong in (("--alpha", "0"), ("--alpha", "nan"), ("--method", "x"), ("--p", "x"), ("--seed", "-1"), ("--permutations", "0"), ("--divisor", "2")):
            self.assertEqual(self.run_program(*town, *wrong).returncode, 2, wrong)


if __name__ == "__main__":
    program.main()
