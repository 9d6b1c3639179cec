"""GeoPackages of real neighbourhoods: valid, told column by column, and made again to the last value."""
import program
import standard
from program import SHARED

HISTORY = SHARED / "nl" / "leefbaarometer_buurt_2002_2020.csv.gz"
BORDERS = SHARED / "nl" / "lbm_buurt_geom2016_rd_simpl10m.gpkg"
LONDON = SHARED / "uk" / "lsoa11_london_27700.gpkg"


class GeoPackages(standard.Standard, program.Case):
    def check(self, *arguments):
        out = self.path("out.gpkg")
        self.good("score", "-q", "--overwrite", "-o", out, *arguments)
        self.check_standard(out)
        self.assertIn("the same: ", self.good("replay", out))
        return out

    def test_the_national_history_with_its_series_breaks(self):
        out = self.check(HISTORY, BORDERS, "--from", "2014", "--language", "nl")
        self.assertEqual(self.rows(out, "select styleName from layer_styles where useAsDefault and f_table_name = 'buurt'"),
                         [("Leefbaarheid totaal, 2020",)])

    def test_london_with_classes_made_from_the_data(self):
        out = self.check(LONDON, "--value", "y2015_IMD_score", "--measurement", "2015", "--scheme", "quantile", "--classes", "7")
        self.assertEqual(len(self.rows(out, "select value from gpkg_data_column_constraints where constraint_name = 'class_quantile'")), 7)
        told = self.rows(out, "select description from gpkg_data_columns where column_name = 'y2015_IMD_score_2015'")
        self.assertEqual(len(told), 1)
        self.assertIn("unit of the source", told[0][0])


if __name__ == "__main__":
    for path in (HISTORY, BORDERS, LONDON):
        program.need(path)
    program.main()
