"""Sets of areas: a table of members or polygons, dissolved levels, all that was read."""
import json
import subprocess

import program
from program import DEMO

HEAD = "area_id,name,member_code,member_level,share\n"
PLAN = [[155030, 441020], [156270, 441110], [156020, 442330], [155110, 442020]]  # edges that cross cells
GRID = DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BUURT = DEMO / "buurt 2024.gpkg"
SQUARES = [DEMO / f"cbs_vk100_{year}_v1.zip" for year in (2014, 2018, 2020, 2022, 2024)]


def layer(*features):
    return json.dumps({
        "type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": [{"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
                     for properties, ring in features]})


def moved(ring, x, y=0):
    return [[a + x, b + y] for a, b in ring]


class Sets(program.Case):
    def scored(self, *arguments):
        """{code: (value, weight, n)} of the totals of 2024 in a level"""
        level, *arguments = arguments
        out = self.path("out.gpkg")
        self.good("score", "-q", "--overwrite", "-o", out, *arguments)
        return {code: rest for code, *rest in self.rows(
            out, f"select code, value, weight, n from scores where level = '{level}' and measurement = '2024' and dimension = 'afw'")}

    def refuses(self, text, says, name="eigen.csv"):
        return self.fails("score", "-q", "--set", self.path(name, text), says=[name, *says])

    def merged(self, parts):
        weight = sum(w for _, w, _ in parts)
        return sum(v * w for v, w, _ in parts if w) / weight, weight, sum(n for *_, n in parts)

    def assert_same(self, found, expected):
        for a, b in zip(found, expected, strict=True):
            self.assertAlmostEqual(a, b, delta=1e-9)

    def test_the_demo_town_has_a_set_and_its_areas_are_their_members(self):
        focus = self.scored("focusgebieden")
        buurten = self.scored("buurt")
        wijken = self.scored("wijk")
        self.assertEqual(focus["varrevoort-west"], wijken["WK900104"])
        self.assert_same(focus["varrevoort-zuidoost"], self.merged([buurten[f"BU9001050{k}"] for k in range(1, 6)]))

    def test_a_file_beside_the_inputs_is_a_set_as_one_that_is_named(self):
        table = self.path("eigen.csv", HEAD + "a,A,BU90010101,buurt,1\na,A,BU90010102,buurt,0.25\n")
        named = self.scored("eigen", GRID, BUURT, *SQUARES, "--set", table)
        beside = self.scored("eigen", GRID, BUURT, *SQUARES, table)
        self.assertEqual(named, beside)
        buurten = self.scored("buurt", GRID, BUURT, *SQUARES)
        (v0, w0, _), (v1, w1, _) = buurten["BU90010101"], buurten["BU90010102"]
        self.assert_same(named["a"][:2], ((v0 * w0 + v1 * w1 / 4) / (w0 + w1 / 4), w0 + w1 / 4))

    def test_excel_writes_it_with_a_mark_semicolons_and_a_comma(self):
        plain = self.scored("eigen", "--set", self.path("eigen.csv", HEAD + "007,A,BU90010102,buurt,0.5\n007,A,BU90010101,buurt,1\n"))
        excel = ("\ufeff" + HEAD + "007,A,BU90010101,buurt,1\n007,A,BU90010102,buurt,0.5\n").replace(",", ";").replace(".", ",").replace("\n", "\r\n")
        self.assertEqual(self.scored("eigen", "--set", self.path("eigen.csv", excel)), plain)
        self.assertEqual(plain.keys(), {"007"})

    def test_tables_that_are_no_set(self):
        good = HEAD + "a,A,BU90010101,buurt,1\n"
        self.refuses(good + "b,B,BU99999999,buurt,1\n", ["BU99999999", "'b'", "mend the code"])
        self.refuses(good + "b,B,BU90010102,wijk,1\n", ["'b'", "BU90010102", "'wijk'", "'buurt'"])
        for share in ("0", "-1", "1.5"):
            self.refuses(good + f"b,B,BU90010102,buurt,{share}\n", ["'b'", "BU90010102", share, "not above 1"])
        self.refuses(good + "b,B,BU90010102,buurt,half\n", ["half"])
        self.refuses(good + "a,A,BU90010101,buurt,1\n", ["'a'", "BU90010101", "twice"])
        self.refuses(good + "a,A,WK900101,wijk,1\n", ["'a'", "BU90010101", "WK900101"])
        self.refuses(good + "b,B,BU90010102,buurt,0,5\n", ["fields", "line 3", "quotes"])
        self.refuses(good + "b,B,BU90010102,buurt\nc,C,BU90010103,buurt,1\n", ["fields", "line 3"])
        self.refuses(HEAD + "a,A,,,\n", ["member_code"])
        self.refuses(HEAD, ["no rows"])
        self.refuses("area_id,name\na,A\n", ["area_id and member_code", "'area_id', 'name'"])
        self.refuses(good, ["level 'buurt'", "another name"], name="buurt.csv")
        self.fails("score", "-q", "--set", self.path("none.csv"), says=["none.csv", "no such file"])

    def test_a_set_alone_has_nothing_to_be_made_of(self):
        self.fails("info", self.path("eigen.csv", HEAD + "a,A,BU90010101,buurt,1\n"), says=["eigen.csv", "name the files"])

    def test_a_drawn_area_holds_cells_by_their_centres_or_for_the_part_inside(self):
        plan = self.path("plan.geojson", layer(({"naam": "Plan"}, PLAN)))
        packed = self.path("plan.gpkg")
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", packed, plan, "-nln", "drawn"], check=True)
        whole = self.scored("plan", "--set", plan)
        part = self.scored("plan", "--set", plan, "--membership", "share")
        self.assertEqual(whole, self.scored("plan", "--set", packed))
        self.assertEqual(part, self.scored("plan", "--set", packed, "--membership", "share"))
        self.assertGreater(part["Plan"][2], whole["Plan"][2])
        self.assertNotEqual(part["Plan"][1], whole["Plan"][1])

    def test_a_drawn_area_by_share_equals_a_plain_computation(self):
        """SpatiaLite's intersections of the polygon with the squares."""
        plan = self.path("plan.geojson", layer(({"naam": "Plan"}, PLAN)))
        ring = ", ".join(f"{x} {y}" for x, y in [*PLAN, PLAN[0]])
        cells = self.path("cells.csv")
        lines = ["id,afw,wkt"]
        for line in GRID.read_text(encoding="utf-8").splitlines():
            fields = line.split(",")
            if fields[2] != "2024" or fields[4] == "NA":
                continue
            x, y = int(fields[0][1:5]) * 100, int(fields[0][6:10]) * 100
            lines.append(f'{fields[0]},{fields[4]},"POLYGON(({x} {y},{x + 100} {y},{x + 100} {y + 100},{x} {y + 100},{x} {y}))"')
        cells.write_text("\n".join(lines) + "\n", encoding="utf-8")
        joined = self.path("joined.gpkg")
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", joined, cells, "-nln", "c", "-a_srs", "EPSG:28992", "-oo", "GEOM_POSSIBLE_NAMES=wkt"], check=True)
        subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", "-append", joined, f"/vsizip/{SQUARES[-1]}/cbs_vk100_2024_v1.gpkg", "-nln", "w"], check=True)
        done = subprocess.run(["ogr2ogr", "-q", "-f", "CSV", "/vsistdout/", joined, "-dialect", "SQLite", "-sql",
                               f"select ST_Area(ST_Intersection(c.geom, ST_GeomFromText('POLYGON(({ring}))', 28992))) / 10000 as part, c.afw as afw, w.aantal_woningen as n "
                               f"from c join w on w.crs28992res100m = c.id where ST_Intersects(c.geom, ST_GeomFromText('POLYGON(({ring}))', 28992))"],
                              capture_output=True, text=True, check=True)
        weight = total = 0.0
        for line in done.stdout.splitlines()[1:]:
            part, afw, n = (text.strip('"') for text in line.split(","))
            if not part or not n or float(n) < 0:
                continue
            weight += float(part) * float(n)
            total += float(part) * float(n) * float(afw)
        value, found, _ = self.scored("plan", "--set", plan, "--membership", "share")["Plan"]
        self.assertGreater(found, 0)
        self.assertAlmostEqual(found, weight, delta=1e-9 * weight)
        self.assertAlmostEqual(value, total / weight, delta=1e-9)

    def test_drawn_areas_may_overlap_and_nest(self):
        apart = [self.scored("plan", "--set", self.path("plan.geojson", layer(({"naam": name}, ring))))[name]
                 for name, ring in (("A", PLAN), ("B", moved(PLAN, 300)))]
        together = self.scored("plan", "--set", self.path("plan.geojson", layer(({"naam": "A"}, PLAN), ({"naam": "B"}, moved(PLAN, 300)))))
        self.assertEqual([together["A"], together["B"]], apart)

    def test_a_drawn_area_outside_the_grid(self):
        away = self.path("away.geojson", layer(({"naam": "Weg"}, moved(PLAN, -100000))))
        self.fails("score", "-q", "--set", away, "--only", "away", says=["away.geojson", "not one scored cell"])
        both = self.path("both.geojson", layer(({"naam": "Plan"}, PLAN), ({"naam": "Weg"}, moved(PLAN, -100000))))
        self.assertIsNone(self.scored("both", "--set", both)["Weg"][0])
        self.fails("explain", "-q", "--set", both, "--area", "Weg", says=["Weg", "none of the grid cells"])

    def test_drawn_areas_without_a_name_or_with_one_name(self):
        self.fails("score", "-q", "--set", self.path("plan.geojson", layer(({}, PLAN))), says=["plan.geojson", "code or name"])
        self.fails("score", "-q", "--set", self.path("plan.geojson", layer(({"naam": "A"}, PLAN), ({"naam": "A"}, moved(PLAN, 300)))),
                   says=["plan.geojson", "'A'"])

    def test_a_drawn_set_is_no_addition_to_a_level_that_was_read(self):
        drawn = layer(({"naam": "Plan"}, PLAN))
        self.fails("score", "-q", "--set", self.path("buurt.geojson", drawn), says=["buurt.geojson", "level 'buurt'", "another name"])
        first, second = self.path("plan.geojson", drawn), self.path("plan.json", drawn)
        self.fails("score", "-q", "--set", first, "--set", second, says=["level 'plan'", "another name"])

    def test_dissolved_buurten_are_the_wijken_and_municipalities_of_the_files(self):
        levels = {level: self.scored(level) for level in ("wijk", "gemeente")}
        for rule in ("centroid", "share"):
            for level in levels:
                drawn = self.scored(level, "--membership", rule)
                made = self.scored(level, GRID, BUURT, *SQUARES, "--dissolve", level, "--membership", rule)
                self.assertLessEqual(made.keys(), drawn.keys())
                for code, (value, weight, n) in made.items():
                    if value is None:
                        self.assertIsNone(drawn[code][0], code)
                    elif rule == "centroid":
                        self.assert_same((value, weight, n), drawn[code])

    def test_all_that_was_read_is_every_cell(self):
        [(value, weight, n)] = self.scored("all", GRID, BUURT, *SQUARES, "--dissolve", "all").values()
        [(without, *rest)] = self.scored("all", GRID, *SQUARES, "--dissolve", "all").values()
        self.assertEqual((value, weight, n), (without, *rest))
        self.assertEqual(n, 4253)

    def test_what_cannot_be_dissolved(self):
        self.fails("score", "-q", "--dissolve", "gemeente", says=["'gemeente'", "nothing to dissolve"])
        self.assertEqual(self.run_program("score", "--dissolve", "provincie").returncode, 2)
        other = self.path("other.geojson", layer(({"code": "Noord"}, PLAN)))
        self.fails("score", "-q", GRID, *SQUARES, other, "--dissolve", "gemeente", says=["gemeente", "BU03630101"])

    def test_a_box_leaves_out_sets_whose_members_it_leaves_out(self):
        box = "155000,441000,156500,442500"
        self.good("score", "-q", "--bbox", box)
        self.fails("score", "-q", "--bbox", box, "--set", self.path("eigen.csv", HEAD + "a,A,BU90010101,buurt,1\n"), says=["eigen.csv", "BU90010101"])

    def test_results_are_the_same_for_any_number_of_threads(self):
        plan = self.path("plan.geojson", layer(({"naam": "A"}, PLAN), ({"naam": "B"}, moved(PLAN, 300))))
        def written(threads):
            out = self.path(f"threads{threads}.csv")
            self.good("score", "-q", GRID, BUURT, *SQUARES, DEMO / "focusgebieden.csv", "--set", plan, "--dissolve", "gemeente", "--dissolve", "wijk", "--dissolve", "all", "--membership", "share", "-o", out,
                      "--threads", threads)
            return out.read_bytes()
        first = written(1)
        for threads in (2, 8):
            self.assertEqual(written(threads), first)


if __name__ == "__main__":
    program.main()
