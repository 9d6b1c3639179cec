"""Hotspots against spdep 1.2-7 for R, by spdep.R: links, figures and codes of areas."""
import csv
import itertools
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import program
from program import SHARED

STATS = SHARED / "stats"
CBS = SHARED / "nl" / "cbs_2022_tmap_rd.gpkg"
COLUMBUS = STATS / "columbus.shp", "--code", "polyid", "--level", "tract", "--measurement", "1980"
GUERRY = STATS / "Guerry.shp", "--code", "dept", "--level", "dept", "--measurement", "1930"  # of 1830, but years start at 1900
NATREGIMES = STATS / "natregimes.shp", "--code", "POLY_ID", "--level", "county", "--measurement", "1990"
WIJK = CBS, "--layer", "wijk_2022", "--measurement", "2022"
# What is read, the variable, another one, neighbours. 196 districts lack an income, 4 others a neighbour that has one.
CASES = {"columbus": (COLUMBUS, "crime", "inc", "queen"), "guerry": (GUERRY, "Litercy", "Crm_prs", "queen"),
         "natregimes": (NATREGIMES, "HR90", "UE90", "queen"), "wijk": (WIJK, "income_low", "income_high", "queen"),
         "wijk_knn": (WIJK, "income_low", "income_high", "knn:6")}
TOUCHING = [name for name, (*_, rule) in CASES.items() if rule == "queen"]
FIGURES = ("statistic", "expectation", "variance", "z", "p")
MORAN = ("Ii", "E.Ii", "Var.Ii", "Z.Ii", "Pr.z....E.Ii..")  # R makes points of what no name can hold


def cell(text):
    """Of a CSV by R: a number if it is one."""
    try:
        return None if text == "NA" else float(text)
    except ValueError:
        return text


def table(path):
    with open(path, encoding="utf-8") as file:
        return [{name: text if name == "code" else cell(text) for name, text in row.items()} for row in csv.DictReader(file)]


def gal(path):
    """{code: codes of its neighbours}"""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return {head.split()[0]: set(to.split()) for head, to in zip(lines[::2], lines[1::2])}


def gwt(path):
    """{(code, code): weight}"""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {(one, other): float(weight) for one, other, weight in lines}


def word(code):
    """Outcome that a code of spdep's stands for; it has none where p is not below 0.05."""
    return (code or "not_significant").replace("-", "_").lower()


class Spdep(program.Case):
    @classmethod
    def setUpClass(cls):
        cls.made = pathlib.Path(tempfile.mkdtemp(prefix="leefbeeld-spdep-"))
        cls.addClassCleanup(shutil.rmtree, cls.made, ignore_errors=True)
        for name in TOUCHING:
            cls().save_links(cls.made / f"{name}_ours.gal", name, "queen")
        cls().save(cls.made / "kernel_ours.gwt", WIJK, "population", "kernel:triangular:3000")
        script = pathlib.Path(__file__).with_name("spdep.R")
        done = subprocess.run(["Rscript", script, SHARED, cls.made], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    def save(self, path, data, value, rule):
        self.good("hotspots", *data, "-q", "--value", value, "--neighbours", rule, "--p", "analytical", "--save-neighbours", path)
        return path

    def save_links(self, path, case, rule):
        return gal(self.save(path, *CASES[case][:2], rule))

    def hotspots(self, data, *options):
        """{code: its row}, {global statistic: its row}"""
        found = self.report("hotspots", *data, "-q", *options)["levels"][0]["hotspots"]
        return {row["code"]: row for row in found["areas"]}, {row["statistic_name"]: row for row in found["global"]}

    def each(self):
        """Of all cases, weights by row and binary: what the figures of spdep are called, and what makes ours."""
        styles = {"W": "row", "B": "binary"}
        for (name, (data, value, other, rule)), (style, ours) in itertools.product(CASES.items(), styles.items()):
            options = ("--value", value, "--value", other, "--on", value, "--neighbours", rule, "--weights-style", ours)
            yield f"{name}_{style}", (*data, *options, "--p", "analytical")

    def assert_near(self, ours, theirs, names, *where):
        """Within 1e-9 of 1 or of the figure, whichever is larger. \\param names {ours: theirs}"""
        for mine, their in names.items():
            self.assertLess(abs(ours[mine] - theirs[their]), 1e-9 * max(1, abs(theirs[their])), (*where, mine, theirs))

    def assert_all_near(self, areas, rows, names, *where):
        told = {code for code, row in areas.items() if row["statistic"] is not None}
        self.assertEqual(told, {row["code"] for row in rows}, where)
        for row in rows:
            self.assert_near(areas[row["code"]], row, names, *where)

    def assert_codes(self, areas, rows, column, *where):
        ours = {code: row["outcome"] for code, row in areas.items() if row["outcome"] not in ("missing", "island")}
        self.assertEqual(ours, {row["code"]: word(row[column]) for row in rows}, where)

    def test_areas_that_share_a_vertex_are_the_same(self):
        for name in TOUCHING:
            self.assertEqual(gal(self.made / f"{name}_ours.gal"), gal(self.made / f"{name}_queen.gal"), name)

    def test_areas_that_share_an_edge_have_two_vertices_in_common_but_not_the_other_way_round(self):
        # spdep counts pairs of vertices: also two that no edge joins, one that a border has twice over, and the first of a
        # further ring, which it has twice.
        more = {"columbus": [], "guerry": [], "natregimes": ["1252 3075", "2708 2738", "2880 2882"],
                "wijk": ["WK003430 WK003474", "WK009300 WK009600", "WK011441 WK011452", "WK022803 WK022820", "WK037601 WK040207",
                         "WK059921 WK061304", "WK098813 WK098822"]}
        for name in TOUCHING:
            ours = self.save_links(self.path(f"{name}.gal"), name, "rook")
            theirs = gal(self.made / f"{name}_rook.gal")
            self.assertEqual(ours, gal(self.made / f"{name}_edge.gal"), name)
            self.assertEqual([code for code in ours if ours[code] - theirs[code]], [])
            self.assertEqual([f"{a} {b}" for a in sorted(ours) for b in sorted(theirs[a] - ours[a]) if a < b], more[name])

    def test_nearest_areas_and_those_within_a_distance_are_the_same(self):
        for rule, name in (("knn:6", "knn"), ("band:3000", "band")):
            self.assertEqual(self.save_links(self.path(f"{name}.gal"), "wijk", rule), gal(self.made / f"wijk_{name}.gal"), rule)

    def test_links_are_read_by_spdep(self):
        for name in TOUCHING:
            self.assertEqual(gal(self.made / f"{name}_ours.gal"), gal(self.made / f"{name}_back.gal"), name)

    def test_links_of_geoda_are_read(self):
        codes = list(gal(self.made / "guerry_ours.gal"))
        lines = (STATS / "Guerry.gal").read_text(encoding="utf-8").splitlines()[1:]
        rows = [[codes[int(number) - 1] for number in line.split()] for line in lines[1::2]]  # areas are numbered there
        text = "".join(f"{code} {len(row)}\n{' '.join(row)}\n" for code, row in zip(codes, rows))
        file = self.path("guerry.gal", f"0 {len(rows)} Guerry dept\n{text}")
        read = self.save_links(self.path("read.gal"), "guerry", f"links:{file}")
        self.assertEqual(read, gal(file))
        self.assertEqual(read, gal(self.made / "guerry_queen.gal"))

    def test_weights_by_distance_go_through_spdep_and_back_and_count_the_same(self):
        back = self.made / "kernel_back.gwt"
        for number, rule in enumerate(("kernel:triangular:3000", f"weights:{back}")):
            ours, theirs = gwt(self.save(self.path(f"{number}.gwt"), WIJK, "population", rule)), gwt(back)
            self.assertEqual(ours.keys(), theirs.keys())
            self.assertLess(max(abs(ours[link] - theirs[link]) for link in ours), 1e-14)  # R writes 15 digits
            areas, _ = self.hotspots(WIJK, "--value", "population", "--neighbours", rule, "--weights-style", "binary",
                                     "--p", "analytical")
            self.assert_all_near(areas, table(self.made / "kernel.csv"), dict(zip(FIGURES, MORAN)), rule)

    def test_local_moran_is_the_same(self):
        for name, data in self.each():
            rows = table(self.made / f"{name}.csv")
            names = {mine: f"moran.{their}" for mine, their in zip(FIGURES, MORAN)}
            areas, _ = self.hotspots(data)
            self.assert_all_near(areas, rows, names, name)
            n = sum(row["value"] is not None for row in areas.values())
            for row in rows:  # spdep divides by n
                for their, power in (("Ii", 1), ("E.Ii", 1), ("Var.Ii", 2)):
                    row[f"moran.{their}"] *= ((n - 1) / n) ** power
            self.assert_all_near(self.hotspots(data, "--divisor", "n-1")[0], rows, names, name, "n-1")

    def test_local_getis_and_ord_are_the_same(self):
        for name, data in self.each():
            for method, their in (("gi", "gi"), ("gi-star", "star")):
                rows = table(self.made / f"{name}.csv")
                areas, _ = self.hotspots(data, "--method", method)
                self.assert_all_near(areas, rows, {mine: f"{their}.{mine}" for mine in FIGURES}, name)
                self.assert_codes(areas, rows, f"{their}.fdr", name)

    def test_local_geary_and_bivariate_moran_are_the_same(self):
        for name, data in self.each():
            rows = table(self.made / f"{name}.csv")
            other = CASES[name[:-2]][2]
            for how in (["geary"], ["bivariate-moran", "--with", other]):
                areas, _ = self.hotspots(data, "--divisor", "n-1", "--method", *how)
                self.assert_all_near(areas, rows, {"statistic": how[0].removesuffix("-moran")}, name)

    def test_quadrants_are_the_same_however_p_is_adjusted(self):
        for (name, data), adjust in itertools.product(self.each(), ("none", "fdr", "bonferroni")):
            areas, _ = self.hotspots(data, "--adjust", adjust)
            self.assert_codes(areas, table(self.made / f"{name}.csv"), adjust, name, adjust)

    def test_statistics_of_all_areas_together_are_the_same(self):
        for name, data in self.each():
            _, ours = self.hotspots(data)
            rows = table(self.made / f"{name}_global.csv")
            self.assertEqual([row["statistic_name"] for row in rows], list(ours))
            for row in rows:
                self.assert_near(ours[row["statistic_name"]], row, {figure: figure for figure in ("n", *FIGURES)}, name)

    def test_quadrants_by_permutation_are_the_same_unless_chance_decides(self):
        # spdep draws with replacement, which matters little where neighbours are few among thousands (among the 49 areas of
        # columbus it adds a tenth to the variance). Its 999 draws leave an error in p, to which as many as ours add little.
        for name, method in itertools.product(("natregimes", "wijk"), ("moran", "gi", "geary")):
            data, value, *_ = CASES[name]
            areas, _ = self.hotspots(data, "--value", value, "--method", method, "--weights-style", "row", "--p", "permutation",
                                     "--permutations", 19999)
            rows = table(self.made / f"{name}_permutations.csv")
            clear = 0
            for row in rows:
                p = row[f"{method}.p"]
                error = 2 * math.sqrt(p / 2 * (1 - p / 2) / 999)  # p is twice that of one side
                if abs(p - 0.05) > 3 * error:
                    clear += 1
                    code = word(row[method] if p < 0.05 else None)
                    self.assertEqual(areas[row["code"]]["outcome"], code, (name, method, row, areas[row["code"]]["p"]))
            self.assertGreater(clear, 0.8 * len(rows))

    def test_moments_are_those_of_everything_that_could_be_drawn(self):
        places = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (0, 2), (4, 4), (5, 4)]
        x = [3, 8, 1, 4.5, 9, 2, 6, 7, 2.5]
        y = [2, 7, 4, 1, 8, 3.5, 0, 5, 6]
        corners = (0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)
        features = [{"type": "Feature", "properties": {"code": f"A{i}", "x": x[i], "y": y[i]},
                     "geometry": {"type": "Polygon", "coordinates": [[[1000 * a + dx, 1000 * b + dy] for dx, dy in corners]]}}
                    for i, (a, b) in enumerate(places)]
        crs = {"type": "name", "properties": {"name": "EPSG:28992"}}
        file = self.path("squares.geojson", json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
        data = (file, "--code", "code", "--level", "square", "--measurement", "2000", "--value", "x", "--value", "y", "--on", "x",
                "--p", "analytical")
        mean_x, mean_y = statistics.mean(x), statistics.mean(y)
        spread_x, spread_y = statistics.pstdev(x), statistics.pstdev(y)
        for style, method in itertools.product(("row", "binary"), ("moran", "bivariate-moran", "geary", "gi", "gi-star")):
            extra = ["--with", "y"] if method == "bivariate-moran" else []
            areas, _ = self.hotspots(data, "--method", method, "--weights-style", style, *extra)
            for i, (a, b) in enumerate(places):
                near = [j for j, (c, d) in enumerate(places) if max(abs(a - c), abs(b - d)) == 1]
                others = [j for j in range(len(places)) if j != i]
                if method == "gi-star":
                    near, others = [*near, i], range(len(places))
                weight = 1 / len(near) if style == "row" else 1
                own = (x[i] - mean_x) / spread_x
                of = {"moran": lambda j: own * (x[j] - mean_x) / spread_x,
                      "bivariate-moran": lambda j: own * (y[j] - mean_y) / spread_y,
                      "geary": lambda j: ((x[i] - x[j]) / spread_x) ** 2, "gi": lambda j: x[j], "gi-star": lambda j: x[j]}[method]
                drawn = [weight * sum(map(of, some)) for some in itertools.combinations(others, len(near))]
                expected = {"statistic": weight * sum(map(of, near)), "expectation": statistics.fmean(drawn),
                            "variance": statistics.pvariance(drawn)}
                self.assert_near(areas[f"A{i}"], expected, {figure: figure for figure in expected}, style, method, i)


def need_packages():
    """Ends the file as skipped where R or a package of it is not on this machine."""
    find = ["Rscript", "-e", 'find.package(c("spdep", "sf", "e1071"))']
    if not shutil.which("Rscript") or subprocess.run(find, capture_output=True).returncode != 0:
        print("skipped: no R with spdep, sf and e1071")
        sys.exit(77)


if __name__ == "__main__":
    program.need(STATS)
    program.need(CBS)
    need_packages()
    program.main()
