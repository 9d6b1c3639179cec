"""London's neighbourhoods: another country, another CRS, classes made from the data."""
import program
from program import SHARED

LONDON = SHARED / "uk" / "lsoa11_london_27700.gpkg"
SCORE = ["--value", "y2015_IMD_score", "--measurement", "2015"]


class London(program.Case):
    def test_quantiles_hold_a_fifth_each_and_never_split_ties(self):
        out = self.path("london.gpkg")
        self.good("score", "-q", LONDON, *SCORE, "--scheme", "quantile", "--classes", "5", "-o", out)
        source = dict(self.rows(LONDON, "select lsoa11_code, y2015_IMD_score from lsoa11"))
        found = {code: (value, number) for code, value, number in
                 self.rows(out, "select code, value, class from scores where dimension = 'y2015_IMD_score' and measurement = '2015'")}
        self.assertEqual({code: value for code, (value, _) in found.items()}, source)

        classes = {number: [value for value, k in found.values() if k == number] for number in range(1, 6)}
        self.assertEqual(sum(map(len, classes.values())), len(source))
        for number, values in classes.items():
            self.assertAlmostEqual(len(values) / len(source), 0.2, delta=0.005, msg=f"class {number}")
        for number in range(1, 5):
            self.assertLess(max(classes[number]), min(classes[number + 1]), "a class ends below the next, so no value is in two")

    def test_the_crs_stays_its_own(self):
        self.assertEqual(self.report("info", LONDON)["crs"], "EPSG:27700")
        out = self.path("london.gpkg")
        self.good("score", "-q", LONDON, *SCORE, "-o", out)
        self.assertEqual(self.rows(out, "select organization, organization_coordsys_id from gpkg_geometry_columns join gpkg_spatial_ref_sys using (srs_id)"),
                         [("EPSG", 27700)])

    def test_an_unknown_column_is_answered_with_those_there_are(self):
        self.fails("score", LONDON, "--value", "IMD_score", "--measurement", "2015",
                   says=[LONDON.name, "'IMD_score'", "'lsoa11_code'", "'y2015_IMD_score'", "'y2015_IMD_rank'"])


if __name__ == "__main__":
    program.need(LONDON)
    program.main()
