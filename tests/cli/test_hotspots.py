"""Hotspots by the command line: found as by definition, told with all they hang on, and never shown where there are none."""
import csv
import itertools
import json
import math
import re
import shlex
import statistics

import program
import standard

SIDE = 6  # of the lattice


def square(x, y, width, **properties):
    """A feature, from its lower left corner."""
    ring = [[x, y], [x + width, y], [x + width, y + width], [x, y + width], [x, y]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def layer(features):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def lattice(values, side=SIDE, apart=0.0, code="A{:03}", other=None):
    """A GeoJSON of squares of 100 m, row by row; `apart` metres between them."""
    return layer([square(150000 + at % side * (100 + apart), 450000 + at // side * (100 + apart), 100,
                         code=code.format(at), score=value, **({"other": other[at]} if other else {}))
                  for at, value in enumerate(values)])


def sloping(side=SIDE):
    """Low in one corner, high in the other, and not alike anywhere."""
    return [(at % side) ** 2 + (at // side) ** 2 + (at * 7 % 5) / 10 for at in range(side * side)]


def queen(at, side=SIDE):
    x, y = at % side, at // side
    return [b * side + a for b in range(max(y - 1, 0), min(y + 2, side)) for a in range(max(x - 1, 0), min(x + 2, side)) if (a, b) != (x, y)]


def drawn(values, k):
    """Mean and variance of the mean of k of them, drawn without replacement."""
    m = len(values)
    return statistics.fmean(values), statistics.pvariance(values) / k * (m - k) / (m - 1)


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


TOWN = 40  # cells along each side
YEARS = (2014, 2018)


def town_score(x, y, year):
    """Hilly, and changed here and there."""
    change = 0.03 * math.sin(x * 1.7 + y * 0.9) + (0.05 if 10 <= x < 14 and 10 <= y < 14 else 0)
    return 0.1 * math.sin(x / 3) + 0.1 * math.cos(y / 4) + (change if year == YEARS[1] else 0)


def town():
    """Grid cells in the official layout."""
    lines = ["grid_id,versie,jaar,lbm,afw,fys,onv,soc,vrz,won"]
    for x, y, year in itertools.product(range(TOWN), range(TOWN), YEARS):
        score = town_score(x, y, year)
        lines.append(f"E{1500 + x}N{4500 + y},Leefbaarometer 3.0,{year},{4 + score!r},{score!r},NA,NA,NA,NA,NA")
    return "\n".join(lines) + "\n"


class Hotspots(standard.Standard, program.Case):
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

    def test_other_statistics_are_what_their_definitions_give(self):
        x, y = sloping(), [at * 11 % 17 + at / 36 for at in range(36)]
        n, mean = len(x), sum(x) / len(x)
        z, zy = [v - mean for v in x], [v - sum(y) / n for v in y]
        m2, m2y = (statistics.pvariance(v) for v in (x, y))
        expected = {"gi": [], "gi-star": [], "geary": [], "bivariate-moran": []}
        for i in range(n):
            near, rest = queen(i), [j for j in range(n) if j != i]
            k = len(near)
            of = lambda values: sum(values[j] for j in near) / k
            mean_of, variance = drawn([x[j] for j in rest], k)
            expected["gi"].append((of(x), mean_of, variance))
            mean_of, variance = drawn(x, k + 1)
            expected["gi-star"].append((sum(x[j] for j in near) + x[i], (k + 1) * mean_of, (k + 1) ** 2 * variance))
            apart = [(z[i] - z[j]) ** 2 / m2 for j in range(n)]
            expected["geary"].append((of(apart), *drawn([apart[j] for j in rest], k)))
            product = [z[i] * zy[j] / math.sqrt(m2 * m2y) for j in range(n)]
            expected["bivariate-moran"].append((of(product), *drawn([product[j] for j in rest], k)))
        words = {"gi": ("high", "low"), "gi-star": ("high", "low"), "geary": ("unlike", None), "bivariate-moran": None}
        file = self.path("two.geojson", lattice(x, other=y))
        options = (*self.options(file), "--value", "other", "--on", "score", "--p", "analytical", "--adjust", "none")
        for method, rows in expected.items():
            told = self.report(*options, "--method", method, *(["--with", "other"] if method == "bivariate-moran" else []))
            for i, (area, row) in enumerate(zip(told["levels"][0]["hotspots"]["areas"], rows)):
                for name, value in zip(("statistic", "expectation", "variance"), row):
                    self.assertAlmostEqual(area[name], value, delta=1e-9 * max(1, abs(value)), msg=(method, i, name))
                deviate = (row[0] - row[1]) / math.sqrt(row[2])
                self.assertAlmostEqual(area["z"], deviate, delta=1e-8)
                self.assertAlmostEqual(area["p"], normal_p(deviate), delta=1e-9)
                lag = sum((zy if method == "bivariate-moran" else z)[j] for j in queen(i))
                if normal_p(deviate) > 0.05:
                    outcome = "not_significant"
                elif words[method] and (method != "geary" or deviate > 0):
                    outcome = words[method][deviate < 0]
                elif method == "geary" and (z[i] > 0) != (lag > 0):
                    outcome = "alike"
                else:
                    outcome = ("high" if z[i] > 0 else "low") + "_" + ("high" if lag > 0 else "low")
                self.assertEqual(area["outcome"], outcome, (method, i))

    def test_one_side_is_half_of_two(self):
        values = sloping()
        two, up, down = ([area["p"] for area in self.found(values, "--p", "analytical", "--alternative", side)["areas"]]
                         for side in ("two-sided", "greater", "less"))
        for both, greater, less in zip(two, up, down):
            self.assertAlmostEqual(greater + less, 1, places=12)
            self.assertAlmostEqual(both, 2 * min(greater, less), places=12)

    def test_permutations_find_the_p_that_all_orders_give(self):
        values = [1, 4, 2, 8, 5, 7, 3, 9, 12]
        areas = self.found(values, "--p", "permutation", "--permutations", 200_000, side=3)["areas"]
        mean = sum(values) / 9
        for at, area in enumerate(areas):
            others = [v - mean for j, v in enumerate(values) if j != at]
            near = queen(at, 3)
            observed = sum(values[j] - mean for j in near)
            sums = [sum(some) for some in itertools.combinations(others, len(near))]
            more, fewer = (sum(test(s) for s in sums) / len(sums) for test in
                           (lambda s: s >= observed - 1e-9, lambda s: s <= observed + 1e-9))
            p = min(1, 2 * min(more, fewer))
            if len(near) == len(others):
                self.assertIsNone(area["p"])
            else:
                self.assertAlmostEqual(area["p"], p, delta=0.006, msg=at)

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
        self.assertEqual(set(self.outcomes([5.1] * 36)), {"untested"})
        self.assertIn("all 36 values of level 'block' at 2020 are equal", self.good(*self.options(self.areas([5.1] * 36))))
        self.assertEqual(self.outcomes([5.1]), ["island"])
        self.assertEqual(set(self.outcomes([1, 2], side=2)), {"untested"})
        self.assertEqual(set(self.outcomes(sloping(), apart=5)), {"island"})
        self.assertEqual(set(self.outcomes(sloping(), "--neighbours", "band:50")), {"island"})
        # Where all others are neighbours every order of their values is the same.
        for rule in ("band:100000", "knn:35", "knn:100000"):
            self.assertEqual(set(self.outcomes(sloping(), "--neighbours", rule)), {"untested"}, rule)
            self.assertEqual([(a["p"], a["adjusted_p"]) for a in self.found(sloping(), "--neighbours", rule)["areas"]], [(None, None)] * 36)
        some = sloping()
        some[3] = some[17] = None
        found = self.found(some)
        self.assertEqual([area["code"] for area in found["areas"] if area["outcome"] == "missing"], ["A003", "A017"])
        for area in found["areas"]:
            self.assertEqual(area["value"] is None, area["outcome"] == "missing")
        self.assertEqual(set(self.outcomes([None] * 36)), {"missing"})
        self.assertIn("no row of level 'block' has a value at 2020", self.good(*self.options(self.areas([None] * 36))))

    def test_ten_million_permutations_are_drawn_where_they_are_needed(self):
        found = self.found(sloping(3), "--permutations", 10_000_000, side=3)
        self.assertLess(max(area["permutations"] for area in found["areas"]), 10_000_001)
        self.assertEqual(self.run_program(*self.options(self.areas(sloping())), "--permutations", 10_000_001).returncode, 2)

    def test_high_values_are_not_called_low_for_one_that_is_extreme(self):
        block = [at for at in range(400) if 4 <= at % 20 < 8 and 4 <= at // 20 < 8]
        values = [at * 37 % 100 / 200 for at in range(400)]
        for at in block:
            values[at] = 0.9 + at % 7 / 50
        values[399] = 10000
        for more in (("--p", "permutation"), (), ("--method", "gi", "--p", "permutation")):
            found = self.outcomes(values, *more, side=20)
            self.assertEqual([found[at] for at in block if found[at] in ("low_low", "low")], [], more)
    def test_the_demo_town_is_told_in_words_as_in_figures(self):
        ask = ("hotspots", "-q", "--only", "buurt")
        told = self.report(*ask)["levels"][0]["hotspots"]
        [method] = told["methods"]
        printed = self.good(*ask)
        for words in ("buurt: where low and high values come together: afw at 2024",
                      "moran, queen neighbours, row-standardised weights, variance by n",
                      "p adaptive, two-sided, alpha 0.05, adjusted by fdr for 64 tests; up to 2,560 permutations of each, seed 1: smallest p 0.0008, adjusted 0.0500 for an area alone",
                      "it does not explain causes"):
            self.assertIn(words, printed)
        self.assertEqual((method["tests"], method["permutations"]), (64, 64 * 2 / 0.05))
        self.assertAlmostEqual(method["smallest_p"], 2 / 2561, places=15)
        counted = {}
        for area in told["areas"]:
            counted[area["outcome"]] = counted.get(area["outcome"], 0) + 1
            if area["outcome"] not in ("missing", "island", "not_significant"):
                line = next(line for line in printed.splitlines() if line.startswith(area["code"]))
                self.assertRegex(line, rf"{area['value']:.3f} .*{area['adjusted_p']:.4f} +{area['outcome'].replace('_', ' ')}$")
        self.assertEqual(dict(re.findall(r"^(missing|island|not significant|low low|high high|low high|high low) +(\d+)$", printed, re.M)),
                         {outcome.replace("_", " "): str(n) for outcome, n in counted.items()})
        self.assertEqual(set(counted), {"missing", "not_significant", "low_low"})

    def test_another_dimension_another_measurement_and_a_change(self):
        def areas(*more):
            told = self.report("hotspots", "-q", "--only", "buurt", "--p", "analytical", *more)["levels"][0]
            return told["hotspots"]["areas"], {a["code"]: a["measurements"] for a in told["areas"]}
        found, scores = areas("--on", "won", "--at", "2018")
        for area in found:
            self.assertEqual((area["dimension"], area["measurement"], area["from"]), ("won", "2018", ""))
            self.assertEqual(area["value"], scores[area["code"]]["2018"]["won"])
        for on, dimension in (("change:2014-2024", "afw"), ("change:2014-2024:soc", "soc")):
            found, scores = areas("--on", on)
            for area in found:
                self.assertEqual((area["dimension"], area["measurement"], area["from"]), (dimension, "2024", "2014"))
                before, after = (scores[area["code"]][year][dimension] for year in ("2014", "2024"))
                if before is None or after is None:
                    self.assertEqual((area["value"], area["outcome"]), (None, "missing"))
                else:
                    self.assertAlmostEqual(area["value"], after - before, places=14)
        out = self.folder / "change.gpkg"
        printed = self.good("hotspots", "-q", "--only", "buurt", "--on", "change:2014-2024:soc", "-o", out)
        self.assertIn("change of soc from 2014 to 2024", printed)
        self.assertIn("hotspot_p_2014_2024", [row[1] for row in self.rows(out, "pragma table_info(buurt)")])

    def test_a_series_break_parts_what_is_put_together(self):
        codes = [f"BU0001{at:04}" for at in range(36)]
        borders = self.path("buurt 2020.geojson", layer([square(150000 + at % 6 * 100, 450000 + at // 6 * 100, 100, bu_code=code)
                                                         for at, code in enumerate(codes)]))
        lines = ["bu_code,versie,jaar,bu_naam,lbm,afw,fys,onv,soc,vrz,won"]
        for year, version in ((2008, "2.0"), (2010, "3.0"), (2012, "2.0"), (2018, "3.0"), (2020, "3.0")):
            for at, code in enumerate(codes):
                score = (sloping()[at] - 25) / 100 + (year - 2008) * 0.001 * (at * 5 % 7)
                lines.append(f"{code},Leefbaarometer {version},{year},x,{4.1 + score!r},{score!r},NA,NA,NA,NA,NA")
        ask = ("hotspots", "-q", borders, self.path("scores.csv", "\n".join(lines) + "\n"))
        for at, when in (("2020", ["2010", "2018", "2020"]), ("2010", ["2010"]), ("2012", ["2008", "2012"])):
            told = self.report(*ask, "--over-time", "--at", at)["levels"][0]["hotspots"]
            self.assertEqual([method["measurement"] for method in told["methods"]], when)
            self.assertIn(f"over time, at {', '.join(when)} ", self.good(*ask, "--over-time", "--at", at))
        self.assertEqual(self.run_program(*ask, "--on", "change:2018-2020").returncode, 0)
        for more in ((), ("--across-editions",)):
            told = self.fails(*ask, "--on", "change:2012-2018", *more, says=["2012 and 2018 are not comparable", "2.0 and 3.0"])
            self.assertNotIn("--across-editions", told)  # no way out here

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

    def test_broken_files_of_neighbours_are_refused_by_their_line(self):
        file = self.areas(sloping())
        for kind, text, says in (
                ("links", "", "it would start with how many rows there are"),
                ("links", "0 x block code\nA000 1\nA001\n", "line 1: 'x' is no number of rows"),
                ("links", "0 36 block code\nA000 2\nA001\n", "line 2: 'A000' says 2 neighbours, and 1 follow"),
                ("links", "0 36 block code\nA000 1\nA001 A002\n", "line 2: 'A000' says 1 neighbours, and 2 follow"),
                ("links", "0 36 block code\nA000 1\nA001\nA000 1\nA002\n", "line 4: 'A000' has a row already"),
                ("links", "0 36 block code\nA000 2\nA001 A001\n", "line 3: a link stands there twice"),
                ("links", "0 36 block code\nA000 -1\nA001\n", "line 2: a row starts with its code"),
                ("links", "0 36 block code\nA000 A001 1\nA000 A001 1\n", "line 3: a link stands there twice"),
                ("links", "0 36 block code\nA000 A001 1\nA000 A002\n", "line 3: a link is two codes and a number"),
                ("links", "0 2 block code\nB1 1\nB2\nB2 1\nB1\n", "none of its links is between areas of level 'block'; it has 'B1'"),
                ("weights", "0 36 block code\nA000 1\nA001\n", "it holds no weights"),
                ("weights", "0 36 block code\nA000 A001 0\n", "line 2: a weight of 0"),
                ("weights", "0 36 block code\nA000 A001 nan\n", "line 2: a weight of nan"),
                ("weights", "0 36 block code\nA000 A001 inf\n", "line 2: a weight of inf")):
            with self.subTest(text=text):
                self.fails(*self.options(file), "--neighbours", f"{kind}:{self.path('bad.gal', text)}", says=["bad.gal", says])
        # As others write them: with a mark, with line ends of Windows, with the number of rows alone; oneself is no neighbour.
        for text in ("\ufeff0 36 x y\r\nA000 2\r\nA001 A002\r\nA001 1\r\nA000\r\n", "36\nA000 2\nA001\nA002\n\nA001 2\nA001 A000\n"):
            areas = self.found(sloping(), "--neighbours", f"links:{self.path('good.gal', text)}")["areas"]
            self.assertEqual([area["neighbours"] for area in areas[:3]], [2, 1, 0])
        blank = self.path("blank.geojson", lattice(sloping(), code="A {:03}"))
        self.fails(*self.options(blank), "--save-neighbours", self.path("x.gal"), says=["'A 000'", "parted by blanks"])
        self.assertFalse(self.path("x.gal").exists())

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
        self.check_standard(out)
        codes = dict(self.rows(out, "select value, c.description from gpkg_data_column_constraints c join gpkg_data_columns using "
                                    "(constraint_name) where table_name = 'buurt' and column_name = 'hotspot_2024'"))
        self.assertEqual(codes, {"1": "Low among low", "2": "Low among high", "3": "Not significant", "4": "High among low", "5": "High among high"})
        byte = {"low_low": 1, "low_high": 2, "not_significant": 3, "high_low": 4, "high_high": 5}
        for code, outcome, z, p, shown, shown_z, shown_p in self.rows(
                out, "select code, outcome, h.z, adjusted_p, hotspot_2024, hotspot_z_2024, hotspot_p_2024 from hotspots h join buurt using (code) where measurement = '2024'"):
            self.assertEqual((byte.get(outcome), z, p), (shown, shown_z, shown_p), code)
        # Where there is no score the reason is that of the score.
        reasons = self.rows(out, "select distinct no_data_2024, hotspot_reason_2024 from buurt where hotspot_2024 is null")
        self.assertEqual(reasons, [("uninhabited", "uninhabited")])
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

    def test_over_time_nothing_is_told_of_what_has_no_value_now(self):
        """What a place was before is no word on what it is."""
        years = (2014, 2018, 2020)
        gone = {5: {2020}, 6: {2014}, 7: {2014, 2018}, 8: set(years)}
        lines = ["code,year,score"]
        for (at, value), year in itertools.product(enumerate(sloping()), years):
            lines.append(f"A{at:03},{year},{'' if year in gone.get(at, ()) else value}")
        links = ["36"]
        for at in range(SIDE * SIDE):
            links += [f"A{at:03} {len(queen(at))}", " ".join(f"A{other:03}" for other in queen(at))]
        links = self.path("lattice.gal", "\n".join(links) + "\n")
        ask = ("hotspots", "-q", self.path("block.csv", "\n".join(lines) + "\n"), "--code", "code", "--value", "score", "--measurement", "year",
               "--neighbours", f"links:{links}", "--over-time")
        out = self.folder / "over.gpkg"
        self.good(*ask, "-o", out)
        told = {row[0]: row[1:] for row in self.rows(out, "select code, low_sequence, low_category, high_category from hotspots_over_time")}
        self.assertEqual(len(told), 36)
        known = {code for code, (_, low, high) in told.items() if low is not None and high is not None}
        self.assertEqual({code for code, (_, low, high) in told.items() if low is None and high is None} | known, set(told))
        self.assertEqual(set(told) - known, {"A005", "A008"})
        self.assertEqual([len(told[f"A{at:03}"][0] or "") for at in (4, 5, 6, 7, 8)], [3, 2, 2, 1, 0])
        self.assertRegex(self.good(*ask), r"(?m)^None +2 +2 ")
        reasons = dict(self.rows(out, "select code, hotspot_low_reason_2014_2020 from block where hotspot_low_reason_2014_2020 is not null"))
        self.assertEqual(reasons, {"A005": "missing", "A008": "missing"})

    def test_trends_and_transitions_are_as_counted(self):
        out = self.folder / "time.gpkg"
        self.good("hotspots", "-q", "--only", "buurt", "--over-time", "-o", out)
        values = {}
        for code, year, value, neighbours in self.rows(out, "select code, measurement, value, neighbours from hotspots order by measurement"):
            if value is not None:
                values.setdefault(code, {})[int(year)] = (value, neighbours)
        rises = lambda order: sum((b > a) - (b < a) for a, b in itertools.combinations(order, 2))
        told = {row[0]: row[1:] for row in self.rows(out, "select code, n, kendall_s, slope, trend_p, smallest_trend_p from hotspots_over_time")}
        for code, of in values.items():
            scores = [value for value, _ in of.values()]
            n, s, slope, p, least = told[code]
            self.assertEqual((n, s), (len(scores), rises(scores)))
            if n < 2:
                continue
            orders = [abs(rises(order)) for order in itertools.permutations(scores)]
            self.assertAlmostEqual(p, sum(other >= abs(s) for other in orders) / len(orders), places=12, msg=code)
            self.assertAlmostEqual(least, orders.count(max(orders)) / len(orders), places=12)
            slopes = [(b - a) / (year_b - year_a) for (year_a, (a, _)), (year_b, (b, _)) in itertools.combinations(of.items(), 2)]
            self.assertAlmostEqual(slope, statistics.median(slopes), places=12)
        # Classes are those of the layer; a step counts where there are scores at both ends, and neighbours before.
        counted = {}
        for a, b in itertools.pairwise(("2014", "2018", "2020", "2022", "2024")):
            for code, before, after in self.rows(out, f"select code, class_{a}, class_{b} from buurt where class_{a} is not null and class_{b} is not null"):
                if values[code][int(a)][1] > 0:
                    counted[before, after] = counted.get((before, after), 0) + 1
        rows = self.rows(out, "select class_from, class_to, count, probability from class_markov where context_class is null")
        self.assertEqual({(a, b): n for a, b, n, _ in rows if n}, counted)
        for a, _, n, probability in rows:
            steps = sum(other for (before, _), other in counted.items() if before == a)
            self.assertEqual(probability, n / steps if steps else None)
        # Exactly one category fits, by its own pattern.
        with open(program.ROOT / "assets" / "hotspot_categories.csv", encoding="utf-8") as file:
            categories = [row for row in csv.DictReader(line for line in file if not line.startswith("#"))]
        for low, sequence in self.rows(out, "select low_category, low_sequence from hotspots_over_time"):
            fits = [row["category"] for row in categories if re.fullmatch(row["pattern"], sequence or "")]
            self.assertEqual(low in fits, bool(sequence))
            self.assertTrue(len(fits) == 1 or not sequence or set(fits) == {"persistent", "intensifying", "diminishing"}, sequence)

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
        self.check_standard(out)

    def test_concentrations_are_of_differences_that_matter(self):
        def areas(*more):
            told = self.report("hotspots", "-q", "--cells", "--only", "cells", *more)["levels"][0]["hotspots"]
            return told["areas"], told["methods"][0]["least_effect"]
        usual, least = areas()
        self.assertEqual(least, 1)
        every, none = areas("--least-effect", "0")
        self.assertEqual(none, 0)
        fewer = 0
        for a, b in zip(usual, every):
            self.assertEqual({**a, "outcome": ""}, {**b, "outcome": ""})
            if b["outcome"] in ("low", "high"):
                self.assertEqual(b["outcome"], "low" if b["effect"] < 0 else "high")
                self.assertEqual(a["outcome"], b["outcome"] if abs(b["effect"]) >= 1 else "not_significant")
                fewer += a["outcome"] != b["outcome"]
            else:
                self.assertEqual(a["outcome"], b["outcome"])
        self.assertGreater(fewer, 100)
        values = [area["value"] for area in every if area["value"] is not None]
        deviation, middle = statistics.pstdev(values), statistics.fmean(values)
        for area in every:
            if area["effect"] is not None:
                lag = area["lag"] / (area["neighbours"] + 1)
                self.assertAlmostEqual(area["effect"], lag / deviation, places=9)
                self.assertAlmostEqual(area["statistic"] / (area["neighbours"] + 1), middle + lag, places=9)
        printed = self.good("hotspots", "-q", "--cells", "--only", "cells")
        self.assertIn("the mean of the neighbours lies 1 standard deviations or more", printed)
        self.assertNotIn("standard deviations or more", self.good("hotspots", "-q", "--only", "buurt"))
        for wrong in ("-1", "nan", "101", "x"):
            self.assertEqual(self.run_program("hotspots", "-q", "--least-effect", wrong).returncode, 2)

    def test_the_share_of_an_area_is_that_of_its_dwellings(self):
        drawn_area = self.path("drawn.geojson", layer([square(155020, 441030, 1500, naam="Plan")]))
        out = self.folder / "share.gpkg"
        self.good("hotspots", "-q", "--set", drawn_area, "--cells", "--only", "cells", "--only", "drawn", "--least-effect", 0, "-o", out)
        sums = {"low": 0, "high": 0, "all": 0}
        for code, scored, shown, dwellings in self.rows(out, "select code, afw_2024, hotspot_2024, dwellings_2024 from cells"):
            x, y = int(code[1:5]) * 100 + 50, int(code[6:]) * 100 + 50
            if scored is None or not (155020 < x < 156520 and 441030 < y < 442530):
                continue
            for name in ["all"] + {1: ["low"], 3: ["high"]}.get(shown, []):
                sums[name] += dwellings or 0
        [(low, high, weight)] = self.rows(out, "select low_share, high_share, weight from concentration_shares where level = 'drawn'")
        self.assertEqual(weight, sums["all"])
        self.assertAlmostEqual(low, sums["low"] / weight, places=12)
        self.assertAlmostEqual(high, sums["high"] / weight, places=12)
        self.assertGreater(low + high, 0.1)

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

    def test_displacement_is_what_its_definition_gives(self):
        """Inside, around and elsewhere of a town of 1,600 cells, each counting once."""
        focus = {"A": (10, 10, 4), "B": (24, 24, 3)}  # column, row, cells along each side
        told = self.check_displacement(focus)
        self.assertIn("none of the 2 areas of level 'focus' that were compared can have a p up to 0.05", told["areas"][0]["caution"])
        # Like one cell there are more elsewhere.
        told = self.check_displacement({**focus, "C": (34, 4, 1)})
        self.assertGreater(told["areas"][2]["placebos"], 19)
        steps = [area["placebos"] + 1 for area in told["areas"]]
        expected = sum(math.floor(0.05 * n) / n for n in steps)
        self.assertIn(f"of the 3 areas of level 'focus' that were compared, {expected:.2g} are expected to have a p up to 0.05 by chance",
                      told["areas"][0]["caution"])

    def check_displacement(self, focus):
        areas = self.path("focus.geojson", layer([square(150000 + 100 * x, 450000 + 100 * y, 100 * width, naam=name)
                                                  for name, (x, y, width) in focus.items()]))
        ask = ("hotspots", "-q", self.path("town.csv", town()), "--set", areas, "--weight", "cells", "--on", "change:2014-2018",
               "--displacement", "focus", "--ring", "band:300")
        told = self.report(*ask, "--threads", 1)["displacement"]
        self.assertEqual(told, self.report(*ask, "--threads", 5)["displacement"])
        cells = list(itertools.product(range(TOWN), range(TOWN)))
        inside = {name: {(x + a, y + b) for a in range(width) for b in range(width)} for name, (x, y, width) in focus.items()}
        in_focus = set().union(*inside.values())
        reach = [(a, b) for a in range(-3, 4) for b in range(-3, 4) if math.hypot(a, b) <= 3]
        near = lambda units: {(x + a, y + b) for x, y in units for a, b in reach if (x + a, y + b) in every} - set(units) - in_focus
        every = set(cells)
        near_focus = in_focus.union(*map(near, inside.values()))
        mean = lambda units, year: statistics.fmean(town_score(*cell, year) for cell in units)
        change = lambda units: mean(units, 2018) - mean(units, 2014)
        def grown(centre, size):
            """The nearest cells, the lower code of two as far, unless one is in or near a focus area."""
            nearest = sorted(cells, key=lambda c: ((c[0] - centre[0]) ** 2 + (c[1] - centre[1]) ** 2, c))[:size]
            return None if near_focus & set(nearest) else nearest
        for area in told["areas"]:
            own = inside[area["code"]]
            self.assertAlmostEqual(area["inside_before"], mean(own, 2014), places=12)
            self.assertAlmostEqual(area["inside_change"], change(own), places=12)
            self.assertAlmostEqual(area["ring_change"], change(near(own)), places=12)
            self.assertEqual(area["ring_units"], len(near(own)))
            candidates = [units for units in (grown(cell, len(own)) for cell in cells if cell not in near_focus) if units]
            caliper = 0.2 * statistics.pstdev(mean(units, 2014) for units in candidates)
            self.assertAlmostEqual(area["caliper"], caliper, places=12)
            placebos = [row for row in told["placebos"] if row["code"] == area["code"]]
            self.assertEqual(len(placebos), area["placebos"])
            self.assertGreater(len(placebos), 4)
            taken, rings = set(), []
            for row in placebos:
                units = grown((int(row["centre_unit"][1:5]) - 1500, int(row["centre_unit"][6:]) - 4500), len(own))
                self.assertFalse(taken & set(units))
                taken |= set(units)
                self.assertLessEqual(abs(mean(units, 2014) - mean(own, 2014)), caliper + 1e-12)
                self.assertAlmostEqual(row["inside_change"], change(units), places=12)
                self.assertAlmostEqual(row["ring_change"], change(near(units)), places=12)
                rings.append((change(units), change(near(units))))
            m = len(rings)
            ring = sum(around <= change(near(own)) for _, around in rings)
            self.assertAlmostEqual(area["ring_part"], ring / m, places=12)
            self.assertAlmostEqual(area["ring_p"], (ring + 1) / (m + 1), places=12)
            self.assertAlmostEqual(area["inside_part"], sum(at >= change(own) for at, _ in rings) / m, places=12)
            self.assertAlmostEqual(area["both_part"], sum(at > 0 > around for at, around in rings) / m, places=12)
            moved = lambda value: (f"{'rose' if value > 0 else 'fell'} by {abs(value):.3f}" if abs(value) >= 0.0005 else
                                   "changed by less than 0.0005")
            verdict = ("it did not improve, so there is nothing to be displaced" if change(own) < 0.0005 else
                       "it improved while what is around it declined" if change(near(own)) <= -0.0005 else
                       "it improved, and what is around it did not decline")
            self.assertEqual(area["in_words"], f"{verdict}: inside it {moved(change(own))}, around it (within 300 m) it {moved(change(near(own)))}; "
                             f"areas like it elsewhere: {m}, of which {ring} with surroundings that fell as much or more, or rose no more")
        # Printed where the area improved, or there is nothing to be displaced.
        printed = dict(re.findall(r"^([ABC]) +[AB C]?.*?( [01]\.\d{4})?$", self.good(*ask).split("p around")[1].split("\n\n")[0], re.M))
        self.assertEqual({code: bool(p) for code, p in printed.items()},
                         {area["code"]: area["inside_change"] >= 0.0005 for area in told["areas"]})
        other = self.report(*ask, "--seed", 2)["displacement"]
        self.assertNotEqual(other["placebos"], told["placebos"])
        self.assertEqual([a["ring_change"] for a in other["areas"]], [a["ring_change"] for a in told["areas"]])
        out = self.folder / "focus.gpkg"
        self.good(*ask, "-o", out, "--overwrite")
        self.check_standard(out)
        self.assertIn("the same", self.good("replay", out))
        # Two links of cells that share a corner are two whole squares around.
        self.assertEqual(self.report(*ask[:-1], "queen:2")["displacement"]["areas"][0]["ring_units"], 8 * 8 - 4 * 4)
        self.fails(*ask[:-3], "cells", "--cells", says=["level 'cells'", "made of nothing"])
        return told

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
        self.assertEqual(self.rows(out, "select distinct what_shown from buurt"), [("Low over time: Total liveability, 2014–2024",)])
        self.assertIn("the same", self.good("replay", out))

    def test_the_window_copies_what_it_tells_and_the_command_that_tells_it(self):
        asked = {"method": "bivariate-moran", "with": "won", "neighbours": "knn:5", "inference": "permutation", "permutations": 199, "seed": 3,
                 "adjustment": "none", "alpha": 0.1, "alternative": "greater"}
        for told, more in (("now", {}), ("high", {}), ("now", asked)):
            steps = [{"do": "level", "level": "buurt"}, {"do": "hotspots", "hotspots": {"shown": True, "told": told, "asked": more}},
                     {"do": "measurement", "label": "2022"}, {"do": "select", "code": "BU90010501"}]
            steps += [{"do": "errand", "errand": what, "path": ""} for what in ("copy_text", "copy_command")]
            session = self.path("session.jsonl", "".join(json.dumps(step) + "\n" for step in steps))
            text, commands = self.report("view", "-q", "--language", "en", "--replay", session)["copied"]
            explain, hotspots = (shlex.split(line) for line in commands.splitlines())
            self.assertEqual((explain[:2], hotspots[:2]), (["leefbeeld", "explain"], ["leefbeeld", "hotspots"]))
            [level] = self.report(*hotspots[1:], "-q")["levels"]
            found = level["hotspots"]
            area = next(area for area in found["areas"] if area["code"] == "BU90010501" and area["measurement"] == "2022")
            self.assertIn(f"z {area['z']:+.2f}".replace("-", "\u2212"), text)
            self.assertIn(f" {area['p']:.4f}", text)
            [over] = [row for row in found.get("hotspots_over_time", []) if row["code"] == "BU90010501"] or [None]
            self.assertEqual("trend" in text, over is not None)
            if more:
                [method] = found["methods"]
                self.assertEqual((method["permutations"], method["seed"], method["alternative"]), (199, "3", "greater"))

    def test_session_lines_ask_only_what_the_window_can_show(self):
        for wrong, says in (({"told": "now", "asked": {"on": "won"}}, "what is shown"), ({"asked": {"over_time": True}}, "what is shown"),
                            ({"asked": {"measurement": "2014"}}, "what is shown"), ({"asked": {"among": ["BU90010501"]}}, "what is shown"),
                            ({"asked": {"with": "won", "method": "moran"}}, "bivariate Moran only"), ({"asked": {"method": "bivariate-moran"}}, "'with'"),
                            ({"askd": {}}, "'hotspots' has a member 'askd', which"), ([], "'hotspots'")):
            session = self.path("session.jsonl", json.dumps({"do": "hotspots", "hotspots": wrong}) + "\n")
            self.fails("view", "-q", "--replay", session, says=["line 1", says])
        session = self.path("session.jsonl", json.dumps({"do": "displacement", "displacement": {"shown": True, "rng": "band:500"}}) + "\n")
        self.fails("view", "-q", "--replay", session, says=["line 1", "'displacement' has a member 'rng', which"])

    def test_json_holds_every_table(self):
        told = self.report("hotspots", "-q", "--cells", "--over-time", "--only", "cells", "--only", "buurt")
        out = self.folder / "out.gpkg"
        self.good("hotspots", "-q", "--cells", "--over-time", "--only", "cells", "--only", "buurt", "-o", out)
        rows = lambda table, what: self.rows(out, f"select {what} from {table}")
        levels = [level["hotspots"] for level in told["levels"]]
        for table, key in (("hotspots", "areas"), ("hotspot_methods", "methods"), ("hotspots_over_time", "hotspots_over_time"), ("class_markov", "class_markov")):
            self.assertEqual(sum(len(level.get(key, [])) for level in levels), rows(table, "count(*)")[0][0], table)
        shares = {(row["level"], row["code"], row["measurement"]): row["low_share"] for row in told["concentration_shares"]}
        self.assertEqual(shares, {tuple(row[:3]): row[3] for row in rows("concentration_shares", "level, code, measurement, low_share")})
        self.assertTrue(shares)

    def test_folders_seeds_and_sentences_are_told_as_asked(self):
        out = self.folder / "out.gpkg"
        self.good("hotspots", "-q", "--language", "nl", "--only", "focusgebieden", "--on", "change:2014-2024", "--displacement", "focusgebieden",
                  "--seed", 7, "--save-neighbours", self.folder / "links.gal", "--redact-paths", "-o", out)
        metadata = self.rows(out, "select metadata from gpkg_metadata")[0][0]
        self.assertNotIn(str(self.folder), metadata)
        self.assertIn("links.gal", metadata)
        self.assertIn("7", self.good("info", out).split("seed", 1)[1][:40])
        [(words, caution)] = self.rows(out, "select distinct in_words, caution from displacement limit 1")
        self.assertRegex(words, "^verbetering, en wat eromheen ligt ging niet achteruit; binnen: steeg")
        self.assertIn("oorzaak", caution)
        self.assertEqual(self.rows(out, "select distinct sampling from hotspot_methods"),
                         [("volledige trekkingen van elke rij zonder teruglegging, met behoud van de eigen waarde",)])
        self.assertIn("the same", self.good("replay", out))

    def test_what_was_found_before_is_no_attribute(self):
        first, again = self.folder / "first.gpkg", self.folder / "again.gpkg"
        self.good("hotspots", "-q", "--only", "wijk", "--over-time", "-o", first)
        made = [row[1] for row in self.rows(first, "pragma table_info(wijk)")]
        self.assertTrue([name for name in made if name.startswith("hotspot_low_2014_2024")])
        self.good("score", "-q", first, "-o", again)
        kept = [row[1] for row in self.rows(again, "pragma table_info(wijk)")]
        self.assertEqual([name for name in kept if name.startswith(("hotspot", "slope", "trend"))], [])

    def test_own_areas_called_cells_are_no_grid_cells(self):
        file = self.path("cells.geojson", lattice(sloping()))
        ask = ("hotspots", "-q", file, "--code", "code", "--value", "score", "--measurement", "2020")
        for more in ((), ("--level", "cells")):
            told = self.report(*ask, *more)["levels"][0]
            self.assertEqual(told["level"], "cell_areas")
            [method] = told["hotspots"]["methods"]
            self.assertEqual((method["reading"], method["neighbour_rule"]), ("test", "queen"))

    def test_too_little_to_show_anything_is_said(self):
        file = self.areas(sloping())
        ask = (*self.options(file), "--p", "permutation", "--permutations", 19)
        self.assertIn("with 19 permutations nothing can be significant at 5 %: the smallest p is 0.1", self.good(*ask))
        self.assertNotIn("nothing can be", self.good(*ask, "--alpha", "0.1"))
        adaptive = (*self.options(file), "--permutations", 99)
        self.assertIn("with 99 permutations an area alone cannot be significant at 5 %: the smallest adjusted p is 0.72", self.good(*adaptive))
        self.assertIn("with 99 permutations nothing can be significant at 5 %", self.good(*adaptive, "--adjust", "bonferroni"))
        [method] = self.report(*adaptive)["levels"][0]["hotspots"]["methods"]
        self.assertIn("an area alone cannot be", method["caution"])
        self.assertNotIn("cannot be significant", self.good(*self.options(file)))
        self.assertIn("each row of level 'block' has all others as neighbours", self.good(*self.options(file), "--neighbours", "knn:35"))
        self.assertIn("too large or too small to reckon with", self.good(*self.options(self.areas([v * 1e200 for v in sloping()]))))
        self.assertIn("rows of level 'block' with a value at 2020: 1, too few", self.good(*self.options(self.areas([1] + [None] * 35))))
        # None of these shows an outcome.
        for values in ([v * 1e200 for v in sloping()], [1] + [None] * 35, [1] * 36):
            self.assertLessEqual(set(self.outcomes(values)), {"untested", "missing", "island"})

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
        self.fails(*town, "--on", "change:2014-2024:green", says=["no scores 'green'"])
        self.fails(*town, "--on", "change:2014-2014", says=["from an earlier measurement to a later one"])
        self.fails(*town, "--method", "bivariate-moran", "--with", "green", says=["no scores 'green'"])
        self.fails(*town, "--p", "permutation", "--adjust", "bonferroni", says=["cannot carry"])
        self.fails(*town, "--over-time", "--among", "", says=["has the code ''"])
        none = self.path("none.gal", "36\nA000 0\n\nA001 0\n\n")
        self.fails(*self.options(self.areas(sloping())), "--neighbours", f"links:{none}", says=["none.gal", "holds no links"])
        around = ("hotspots", "-q", "--on", "change:2014-2024", "--displacement", "focusgebieden", "--ring")
        for ring in ("band:0", "knn:6", "rook", "x", "band:-1", "kernel:gaussian:100"):
            told = self.fails(*around, ring, says=[f"'{ring}' is no ring", "band:METRES or queen:ORDER"])
            self.assertNotIn("knn:6,", told)
        self.assertIn("there is no elsewhere", self.good("hotspots", "-q", "--on", "change:2014-2024", "--displacement", "wijk"))
        self.fails("hotspots", "-q", "--only", "cells", says=["no level 'cells'"])
        table = self.path("table.csv", "code,year,score\nA,2020,1\nB,2020,2\nC,2020,4\nD,2020,3\n")
        bare = ("hotspots", "-q", table, "--code", "code", "--value", "score", "--measurement", "year")
        self.fails(*bare, says=["level 'table' has no borders", "GAL, GWT"])
        links = self.path("table.gal", "4\nA 1\nB\nB 1\nC\nC 1\nD\nD 1\nA\n")
        self.assertIn("of all 4 rows 1 to 1 each, in 1 part; 4 links between rows with a value, 1.0 of each", self.good(*bare, "--neighbours", f"links:{links}"))
        many = self.path("many.csv", "grid_id,jaar,afw\n" + "".join(f"E{1500 + x}N{4500 + y},2020,{x + y}\n" for x in range(150) for y in range(150)))
        for rule in ("band:1e6", "knn:30000"):
            self.fails("hotspots", "-q", "--cells", many, "--neighbours", rule, says=["links", "that can be held"])
        self.fails(*town, "--on", "change:2014-2024", "--displacement", "focusgebieden", says=["'focusgebieden'", "left out"])
        taken = self.path("taken.gal", "here already")
        self.fails(*town, "--save-neighbours", taken, says=["taken.gal", "--overwrite"])
        self.assertEqual(taken.read_text(encoding="utf-8"), "here already")
        for wrong in (("--alpha", "0"), ("--alpha", "nan"), ("--method", "x"), ("--p", "x"), ("--seed", "-1"), ("--permutations", "0"), ("--divisor", "2"),
                      ("--alpha", "1"), ("--p", ""), ("--adjust", "holm"), ("--alternative", "both"), ("--weights-style", "w"), ("--tolerance", "-1"),
                      ("--tolerance", "inf"), ("--permutations", "1.5"), ("--ring", "band:500"), ("--neighbors", "queen"), ("--seed", "9" * 19),
                      ("--among", "BU00010001")):
            done = self.run_program(*town, *wrong)
            self.assertEqual((done.returncode, done.stdout), (2, ""), wrong)


if __name__ == "__main__":
    program.main()
