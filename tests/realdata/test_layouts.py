"""Files of other makers and years: understood, or refused with one sentence; never a crash."""
import itertools
import re

import program
from program import SHARED

NL = SHARED / "nl"
CELLS_BREDA = NL / "breda_grid100_keys_rd.gpkg"
BUURT_2016 = NL / "cbs2016_buurt_fullres_5cities_rd.gpkg"
LEVELS_2022 = NL / "cbs_2022_tmap_rd.gpkg"
GEMEENTE_2017 = NL / "cbs_gemeente_2017_wgs84.gpkg"
WIJK_2014 = NL / "Wijk_2014_layer_labels.gpkg"
GEMEENTE_2015 = NL / "Gemeente_2015_layer_labels.json"
CLASSES_ONLY = NL / "lbm2_klasse_gemeente_2002_2016.json"
NEEDED = [CELLS_BREDA, BUURT_2016, LEVELS_2022, GEMEENTE_2017, WIJK_2014, GEMEENTE_2015, CLASSES_ONLY, SHARED / "gpkg", SHARED / "geojson_hint"]


def with_codes(geojson):
    """The text of a GeoJSON file, good or bad, with a `bu_code` in the properties of every feature; a bare geometry becomes a feature."""
    if '"Feature' not in geojson:
        return f'{{"type": "Feature", "properties": {{"bu_code": "BU10000001"}}, "geometry": {geojson}}}'
    code = itertools.count(10000001)
    return re.sub(r'"properties"\s*:\s*(?:null|\{(\s*\})?)',
                  lambda found: f'"properties": {{"bu_code": "BU{next(code)}"' + (", " if found[0].endswith("{") else "}"), geojson)


class Understood(program.Case):
    def levels(self, *arguments):
        """{level: areas} and the report; everything Dutch comes out in RD."""
        found = self.report("info", *arguments)
        self.assertEqual(found["crs"], "EPSG:28992")
        return {level["level"]: level["areas"] for level in found["levels"]}, found["report"]

    def note(self, report, kind, text):
        notes = [note for note in report if note["kind"] == kind and text in note["what"]]
        self.assertEqual(len(notes), 1, report)
        return notes[0]

    def test_borders_in_full_detail_are_repaired_and_counted(self):
        levels, report = self.levels(BUURT_2016)
        self.assertEqual(levels, {"buurt": 402})
        self.assertEqual(self.note(report, "repaired", "invalid border")["which"], ["BU05991017"])
        self.assertEqual(self.note(report, "dropped", "stand there twice")["count"], 44)

    def test_a_file_of_several_levels(self):
        self.assertEqual(self.levels(LEVELS_2022)[0], {"wijk": 3340, "gemeente": 345, "provincie": 12})
        self.assertEqual(self.levels(LEVELS_2022, "--layer", "provincie_2022")[0], {"provincie": 12})

    def test_degrees_come_to_metres_with_the_accuracy_told(self):
        levels, report = self.levels(GEMEENTE_2017)
        self.assertEqual(levels, {"gemeente": 388})
        self.assertIn("accuracy 1 m", self.note(report, "decided", "coordinates brought from WGS 84")["what"])
        self.assertEqual(self.note(report, "repaired", "invalid border")["count"], 23)

    def test_dirty_borders(self):
        levels, report = self.levels(WIJK_2014)
        self.assertEqual(levels, {"wijk": 2745})
        self.assertEqual(self.note(report, "repaired", "invalid border")["count"], 7)
        self.assertEqual(self.note(report, "unmatched", "without geometry")["count"], 28)

    def test_topojson_needs_its_crs_named(self):
        self.fails("info", GEMEENTE_2015, says=[GEMEENTE_2015.name, "--crs"])
        self.assertEqual(self.levels(GEMEENTE_2015, "--crs", "EPSG:4326")[0], {"gemeente": 393})

    def test_squares_are_cells(self):
        found = self.report("info", CELLS_BREDA)
        self.assertEqual((found["cells"]["count"], found["levels"]), (13269, []))


class Refused(program.Case):
    def test_a_table_of_text_classes(self):
        self.fails("info", CLASSES_ONLY, says=[CLASSES_ONLY.name])

    def assert_read_or_refused(self, path, *options):
        """Exit 0, or 1 with exactly one sentence that names the file."""
        with self.subTest(file=path.name, options=options):
            done = self.run_program("info", path, *options)
            if done.returncode == 0:
                self.assertEqual(done.stderr, "")
            else:
                self.fails("info", path, *options, says=[path.name])

    def test_samples_of_geojson(self):
        files = sorted((SHARED / "geojson_hint").glob("*/*.geojson"))
        self.assertGreater(len(files), 50)
        for path in files:
            self.assert_read_or_refused(path)

    def test_samples_of_geojson_with_a_code_so_that_their_geometry_counts(self):
        for path in sorted((SHARED / "geojson_hint").glob("*/*.geojson")):
            self.assert_read_or_refused(self.path(path.name, with_codes(path.read_text(encoding="utf-8"))))

    def test_samples_of_geopackage(self):
        files = sorted((SHARED / "gpkg").glob("*.gpkg"))
        self.assertGreater(len(files), 5)
        for path in files:
            self.assert_read_or_refused(path)


if __name__ == "__main__":
    for needed in NEEDED:
        program.need(needed)
    program.main()
