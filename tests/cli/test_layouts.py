"""Files are recognised by what they hold: every spelling of the official data gives the same figures."""
import json
import subprocess
import zipfile

import program
from program import DEMO

GRID = DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BUURT = DEMO / "buurt 2024.gpkg"
# Published records of the 2024 edition, as its WFS gives them: a grid cell in Amsterdam, a buurt and a municipality in Groningen.
CELL = dict(fid=915, id="E1213N4879", name="Grachtengordel-West", gemeente="Amsterdam", scale="grid", year=2024, lbm=4.5682, afw=0.5226, fys=0.0011,
            onv=-0.0844, soc=-0.0582, vrz=0.6321, won=0.0320, kscore=9, kafw=9, kfys=5, konv=3, ksoc=4, kvrz=9, kwon=5)
AREA = dict(code="BU00140000", naam="Binnenstad-Noord", year="2024", afw=0.189053, won=-0.011174, fys=0.0343143, vrz=0.310165, soc=-0.0306654,
            onv=-0.113587, kscore="9", kafw="8", kwon="5", kfys="5", kvrz="9", ksoc="5", konv="3")


def polygon(x, y, size=100):
    return {"type": "Polygon", "coordinates": [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]]}


def collection(*features, crs="urn:ogc:def:crs:EPSG::28992"):
    return json.dumps({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": crs}},
                       "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]})


class Layouts(program.Case):
    def met(self, path):
        """How many published classes of each dimension the program gives too, by its own report."""
        notes = self.report("info", path)["report"]
        self.assertFalse([n for n in notes if n["kind"] == "differs"], notes)
        return [n["what"] for n in notes if "published classes" in n["what"]]

    def test_a_published_cell_of_the_wfs_keeps_its_classes(self):
        met = self.met(self.path("cells.geojson", collection((CELL, polygon(121300, 487900)))))
        self.assertEqual(len(met), 7)
        self.assertTrue(all(text.startswith("1 of 1") for text in met), met)

    def test_a_published_buurt_keeps_its_classes_flat_or_nested(self):
        flat = self.path("flat.geojson", collection((AREA, polygon(233000, 582000))))
        nested = dict(code=AREA["code"], naam=AREA["naam"], klasse=1, afw=-0.5, raw={k: v for k, v in AREA.items() if k not in ("code", "naam")})
        for path in (flat, self.path("nested.geojson", collection((nested, polygon(233000, 582000))))):
            self.assertEqual(len(self.met(path)), 7)
            area = self.report("score", path)["levels"][0]["areas"][0]
            self.assertEqual((area["code"], area["name"], area["measurements"]["2024"]["afw"], area["measurements"]["2024"]["class"]),
                             ("BU00140000", "Binnenstad-Noord", 0.189053, 9))

    def test_a_published_class_that_differs_is_kept_and_counted(self):
        wrong = dict(AREA, kscore="4")
        path = self.path("wrong.geojson", collection((wrong, polygon(233000, 582000))))
        notes = self.report("info", path)["report"]
        self.assertEqual([(n["count"], n["which"]) for n in notes if n["kind"] == "differs"], [(1, ["BU00140000"])])
        out = self.path("out.gpkg")
        self.good("score", "-q", path, "-o", out)
        self.assertEqual(self.rows(out, "select class_2024, class_published_2024, class_dev_2024, class_published_class_dev_2024 from buurt"), [(9, 4, 8, 8)])

    def test_columns_in_any_order_other_delimiters_and_packing_change_nothing(self):
        expected = self.path("expected.csv")
        self.good("score", "-q", GRID, BUURT, "--weight", "cells", "-o", expected)
        lines = [line.split(",") for line in GRID.read_text(encoding="utf-8").splitlines()]
        other_order = [2, 0, 9, 8, 7, 6, 5, 4, 3]  # without versie
        variants = {
            "order.csv": "\n".join(",".join(row[i] for i in other_order) for row in lines) + "\n",
            "nl.csv": "\ufeff" + "\r\n".join(";".join(v.replace(".", ",") if i > 1 else v for i, v in enumerate(row)) for row in lines) + "\r\n",
            "quoted.csv": "\n".join(",".join(f'"{v}"' for v in row) for row in lines) + "\n",
        }
        for name, text in variants.items():
            out = self.path("out-" + name)
            self.good("score", "-q", self.path(name, text), BUURT, "--weight", "cells", "-o", out, "--edition", "2024")
            self.assertEqual(out.read_bytes(), expected.read_bytes(), name)
        packed = self.path("open data.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(GRID, "Meting 2024 - open data/" + GRID.name)
            archive.writestr("Meting 2024 - open data/leesmij.txt", "text")
        self.good("score", "-q", packed, BUURT, "--weight", "cells", "-o", self.path("out.csv"))
        self.assertEqual(self.path("out.csv").read_bytes(), expected.read_bytes())

    def test_every_level_is_keyed_by_its_own_code(self):
        for key, code, level in (("bu_code", "BU00140000", "buurt"), ("wk_code", "WK036201", "wijk"), ("gm_code", "GM0014", "gemeente"), ("PC4", "1011", "pc4")):
            table = self.path(f"{level}.csv", f"{key},jaar,lbm,afw,fys,onv,soc,vrz,won\n{code},2024,4.1456,0.1,0.02,0.02,0.02,0.02,0.02\n")
            found = self.report("score", table)["levels"][0]
            self.assertEqual((found["level"], found["areas"][0]["code"]), (level, code))

    def test_a_table_with_lbm_only_is_classified_by_the_constant_of_its_edition(self):
        table = self.path("lbm.csv", "bu_code,jaar,lbm\nBU00140000,2024,4.0\n")
        values = self.report("score", table)["levels"][0]["areas"][0]["measurements"]["2024"]
        self.assertAlmostEqual(values["afw"], 4.0 - 4.0456, delta=1e-12)
        self.assertEqual(values["class"], 6)

    def test_codes_keep_leading_zeros_and_letters(self):
        table = self.path("codes.csv", "code,jaar,afw\n0014,2024,0.1\n0363,2024,0.2\n")
        self.assertEqual([a["code"] for a in self.report("score", table)["levels"][0]["areas"]], ["0014", "0363"])

    def test_a_column_per_year_is_a_measurement_per_year(self):
        wide = dict(BU_CODE="BU00140000", BU_NAAM="Noord", lbm_2016=4.2, afw_2016=0.1, afw_2018=0.12, won_2018=None)
        level = self.report("score", self.path("wide.geojson", collection((wide, polygon(233000, 582000)))))["levels"][0]
        self.assertEqual([m["label"] for m in level["measurements"]], ["2016", "2018"])
        self.assertEqual(level["areas"][0]["measurements"]["2018"]["afw"], 0.12)

    def test_no_data_codes_of_cbs_are_no_numbers(self):
        squares = self.path("cbs_vk100_2024.csv", "crs28992res100m,aantal_woningen\nE1500N4400,10\nE1501N4400,-99997\nE1502N4400,-99995\nE1503N4400,-99999999\n")
        weight = self.report("info", squares)["cells"]["weights"][0]
        self.assertEqual((weight["name"], weight["year"], weight["cells"], weight["suppressed"]), ("dwellings", 2024, 1, 3))

    def test_water_is_left_out(self):
        features = [(dict(BU_CODE=f"BU0014000{i}", WATER=kind), polygon(233000 + 200 * i, 582000)) for i, kind in enumerate(("NEE", "JA", "B"))]
        found = self.report("info", self.path("water.geojson", collection(*features)))
        self.assertEqual(found["levels"][0]["areas"], 1)

    def test_degrees_in_the_netherlands_become_rd_and_elsewhere_an_equal_area_projection(self):
        def lonlat(x, y):
            return {"type": "Polygon", "coordinates": [[[x, y], [x + 0.001, y], [x + 0.001, y + 0.001], [x, y + 0.001], [x, y]]]}

        wgs84 = "urn:ogc:def:crs:OGC:1.3:CRS84"
        home = self.report("info", self.path("nl.geojson", collection((dict(code="GM0014"), lonlat(6.56, 53.21)), crs=wgs84)))
        self.assertEqual(home["crs"], "EPSG:28992")
        self.assertTrue(any("accuracy" in n["what"] for n in home["report"]))
        away = self.report("info", self.path("uk.geojson", collection((dict(code="A1"), lonlat(-0.1, 51.5)), crs=wgs84)))
        self.assertIn("equal-area", away["crs"])

    def test_invalid_borders_are_repaired_and_counted(self):
        bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [100, 100], [100, 0], [0, 100], [0, 0]]]}
        notes = self.report("info", self.path("tie.geojson", collection((dict(code="BU00140000"), bow_tie))))["report"]
        self.assertEqual([(n["count"], n["which"]) for n in notes if n["kind"] == "repaired"], [(1, ["BU00140000"])])

    def test_an_area_that_stands_there_twice_counts_once(self):
        feature = (dict(code="BU00140000"), polygon(0, 0))
        notes = self.report("info", self.path("twice.geojson", collection(feature, feature)))["report"]
        self.assertEqual([n["count"] for n in notes if "stand there twice" in n["what"]], [1])

    def test_cells_themselves_can_be_had_as_a_layer(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", GRID, DEMO / "cbs_vk100_2024_v1.zip", "--cells", "-o", out)
        columns = "code, afw_2024, class_2024, dwellings_2024"
        with open(GRID, encoding="utf-8") as file:
            row = next(line.split(",") for line in file if ",2024," in line and "NA" not in line)
        code, afw, cls, _ = self.rows(out, f"select {columns} from cells where code = '{row[0]}'")[0]
        self.assertEqual(afw, float(row[4]))
        self.assertIn(cls, range(1, 10))
        box = self.rows(out, f"select r.minx, r.miny, r.maxx, r.maxy from rtree_cells_geom r join cells c on c.fid = r.id where c.code = '{code}'")[0]
        corner = (int(code[1:5]) * 100, int(code[6:10]) * 100)
        self.assertEqual(box, (*corner, corner[0] + 100, corner[1] + 100))

    def test_the_file_opens_in_gdal_with_geometry_and_crs(self):
        out = self.path("out.gpkg")
        self.good("score", "-q", "-o", out)
        text = subprocess.run(["ogrinfo", "-ro", "-so", out, "buurt"], capture_output=True, text=True, check=True).stdout
        for word in ("Feature Count: 67", "Multi Polygon", "Amersfoort / RD New", "afw_2024: Real", "class_2024: Integer"):
            self.assertIn(word, text)


if __name__ == "__main__":
    program.main()
