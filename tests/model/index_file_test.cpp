#include "app/model/index_file.h"

#include "tests/geo/support.h"

#include <string>

#include <gtest/gtest.h>

namespace {

using model::index_from;

const std::string whole = R"(name = "Living"
source = "own choice"
reference = "2018"
least_available = 0.75
aggregation = "geometric"

[imputation]
method = "group_median"
group = "gm_code"

[outliers]
method = "winsorise_or_log"
most_winsorised = 3

[normalisation]
method = "min_max"
low = 1
high = 10

[dimension.total]
name = "All"

[dimension.home]
of = "total"
weight = 2
aggregation = "harmonic"

[dimension.air]
of = "total"

[indicator.rent]
column = "rent_m2"
name = "Rent"
unit = "euro a month"
source = "register"
of = "home"
better = "low"
weight = 0.5
imputation = { method = "none" }

[indicator.age]
of = "home"
normalisation = { method = "goalposts", low = 0, high = 10 }
worst = 100
best = 0

[indicator.dust]
of = "air"
target = 5
outliers.method = "log"
)";

bool refuses(const std::string& toml, std::initializer_list<std::string_view> parts) {
    return test::fails_saying([&] { static_cast<void>(index_from(toml, "a.toml")); }, parts);
}

TEST(IndexFile, reads_every_key) {
    const auto model = index_from(whole, "a.toml");
    EXPECT_EQ(model.name, "Living");
    EXPECT_EQ(model.source, "own choice");
    EXPECT_EQ(model.reference, "2018");
    EXPECT_EQ(model.least_available, 0.75);
    EXPECT_EQ(model.aggregation, geo::Aggregation::geometric);
    EXPECT_EQ(model.imputation, (geo::Imputation{geo::Imputation::Method::group_median, "gm_code"}));
    EXPECT_EQ(model.outliers, (geo::Outliers{geo::Outliers::Method::winsorise_or_log, 2, 3.5, 3}));
    EXPECT_EQ(model.normalisation, (geo::Normalisation{geo::Normalisation::Method::min_max, 1, 10}));
    ASSERT_EQ(model.dimensions.size(), 3u);  // in the order of the file
    EXPECT_EQ(model.dimensions[0].code, "total");
    EXPECT_EQ(model.dimensions[0].name, "All");
    EXPECT_EQ(model.dimensions[1].code, "home");
    EXPECT_EQ(model.dimensions[1].parent, "total");
    EXPECT_EQ(model.dimensions[1].weight, 2);
    EXPECT_EQ(model.dimensions[1].aggregation, geo::Aggregation::harmonic);
    EXPECT_FALSE(model.dimensions[2].aggregation);
    ASSERT_EQ(model.indicators.size(), 3u);
    const auto& rent = model.indicators[0];
    EXPECT_EQ(rent.code, "rent");
    EXPECT_EQ(rent.column, "rent_m2");
    EXPECT_EQ(rent.name, "Rent");
    EXPECT_EQ(rent.unit, "euro a month");
    EXPECT_EQ(rent.source, "register");
    EXPECT_EQ(rent.parent, "home");
    EXPECT_FALSE(rent.more_is_better);
    EXPECT_EQ(rent.weight, 0.5);
    EXPECT_EQ(rent.imputation, geo::Imputation{});
    EXPECT_FALSE(rent.outliers);
    EXPECT_EQ(model.indicators[1].normalisation, (geo::Normalisation{geo::Normalisation::Method::goalposts, 0, 10}));
    EXPECT_EQ(model.indicators[1].worst, 100);
    EXPECT_EQ(model.indicators[1].best, 0);
    EXPECT_EQ(model.indicators[2].target, 5);
    EXPECT_EQ(model.indicators[2].outliers->method, geo::Outliers::Method::log);
    EXPECT_TRUE(model.indicators[2].more_is_better);
}

TEST(IndexFile, is_written_as_it_is_read) {
    const auto model = index_from(whole, "living.toml");
    EXPECT_EQ(index_from(model::to_toml(model), "again"), model);
    EXPECT_EQ(index_from(model::to_toml({}), {}), geo::IndexModel());

    auto odd = model;  // what must be quoted, and numbers in full
    odd.name = "a \"b\" \\ c\n\x01 d \u00e9";
    odd.indicators[0].code = "x.y z";
    odd.indicators[0].weight = 0.1 + 0.2;
    odd.indicators[0].parent = odd.dimensions[1].code = "home 'n \"away\"";
    odd.indicators[1].worst = -1e-300;
    const auto written = model::to_toml(odd);
    EXPECT_EQ(index_from(written, "again"), odd) << written;
}

TEST(IndexFile, names_the_nearest_key_or_word_and_the_line) {
    EXPECT_TRUE(refuses("nmae = \"x\"\n", {"a.toml, line 1", "the model has no 'nmae'", "did you mean 'name'?"}));
    EXPECT_TRUE(
        refuses("\n[indicator.rent]\nwieght = 2\n", {"line 3", "indicator 'rent' has no 'wieght'", "'weight'?"}));
    EXPECT_TRUE(refuses("[dimension.a]\nunit = \"m\"\n",
                        {"dimension 'a' has no 'unit'", "there is aggregation, name, of, weight"}));
    EXPECT_TRUE(refuses("[indicators.a]\n", {"the model has no 'indicators'", "'indicator'?"}));
    EXPECT_TRUE(refuses("aggregation = \"geometrical\"\n", {"'aggregation' cannot be 'geometrical'", "'geometric'?"}));
    EXPECT_TRUE(
        refuses("[indicator.a]\nbetter = \"more\"\n", {"line 2", "'better' cannot be 'more'", "there is high, low"}));
    EXPECT_TRUE(refuses("[normalisation]\nmethod = \"zscore\"\n", {"normalisation: 'method' cannot be 'zscore'"}));
}

TEST(IndexFile, refuses_what_is_of_another_kind) {
    EXPECT_TRUE(refuses("name = \n", {"a.toml, line 1", "this is no TOML"}));
    EXPECT_TRUE(refuses("name = 5\n", {"'name' must be text"}));
    EXPECT_TRUE(refuses("[indicator.a]\nweight = \"2\"\n", {"line 2", "'weight' must be a number"}));
    EXPECT_TRUE(refuses("[indicator.a]\nweight = nan\n", {"'weight' must be a number"}));
    EXPECT_TRUE(refuses("[outliers]\nmost_winsorised = -1\n", {"whole number that is not negative"}));
    EXPECT_TRUE(refuses("[outliers]\nmost_winsorised = 1.5\n", {"whole number"}));
    EXPECT_TRUE(refuses("indicator = 5\n", {"'indicator' must be tables, such as [indicator.a]"}));
    EXPECT_TRUE(refuses("[indicator]\nrent = 5\n", {"line 2", "[indicator.rent]"}));
    EXPECT_TRUE(refuses("imputation = \"mean\"\n", {"'imputation' must be a table"}));
    EXPECT_TRUE(refuses("[indicator.a]\nof = [\"x\", \"y\"]\n", {"line 2", "indicator 'a'", "one only"}));
    EXPECT_TRUE(refuses("[imputation]\nmethod = \"group_mean\"\n", {"needs a 'group'"}));
    EXPECT_TRUE(refuses("[normalisation]\nlow = 3\nhigh = 3\n", {"from 3 to 3"}));
    EXPECT_TRUE(refuses("least_available = 0\n", {"'least_available' is 0"}));
    EXPECT_TRUE(refuses("[indicator.a]\n[indicator.a]\n", {"line 2", "no TOML"}));
    EXPECT_TRUE(test::fails_saying([] { static_cast<void>(model::read_index("/nowhere.toml")); },
                                   {"/nowhere.toml", "no such file"}));
}

}  // namespace
