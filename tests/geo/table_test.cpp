#include "geo/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace {

using geo::Measurement;

TEST(Labels, a_year_alone_is_its_label) {
    const std::vector<Measurement> all{{2014, "3.0", "2024"}, {2016, "2.0", "2024"}, {2018, "3.0", "2024"}};
    EXPECT_EQ(geo::labels(all), (std::vector<std::string>{"2014", "2016", "2018"}));
    EXPECT_TRUE(geo::labels({}).empty());
}

TEST(Labels, one_year_twice_is_told_apart_by_what_differs) {
    const std::vector<Measurement> versions{{2018, "2.0", "2022"}, {2018, "3.0", "2022"}, {2020, "3.0", "2022"}};
    EXPECT_EQ(geo::labels(versions), (std::vector<std::string>{"2018_v2.0", "2018_v3.0", "2020"}));
    const std::vector<Measurement> editions{{2018, "3.0", "2022"}, {2018, "3.0", "2024"}, {2020, "3.0", "2022"}};
    EXPECT_EQ(geo::labels(editions), (std::vector<std::string>{"2018_ed2022", "2018_ed2024", "2020"}));
}

std::vector<Measurement> any_measurements() {
    std::set<Measurement> out;
    for (int count = *rc::gen::inRange(0, 8); count > 0; --count) {
        out.insert({*rc::gen::element(2014, 2018, 2020), *rc::gen::element<std::string>("", "2.0", "3.0"),
                    *rc::gen::element<std::string>("", "2022", "2024")});
    }
    return {out.begin(), out.end()};
}

RC_GTEST_PROP(Labels, different_measurements_have_different_labels_that_begin_with_the_year, ()) {
    const auto all = any_measurements();
    const auto names = geo::labels(all);
    RC_ASSERT(names.size() == all.size());
    RC_ASSERT(std::set(names.begin(), names.end()).size() == all.size());
    for (std::size_t m = 0; m < all.size(); ++m) {
        const auto year = std::to_string(all[m].date);
        const bool alone = std::ranges::count(all, all[m].date, &Measurement::date) == 1;
        RC_ASSERT((alone ? names[m] == year : names[m].starts_with(year + "_")));
    }
}

TEST(SeriesBreaks, the_published_series_breaks_where_the_model_changes) {
    const std::vector<Measurement> series{{2002, "1.0", "2020"}, {2008, "1.0", "2020"}, {2012, "2.0", "2020"},
                                          {2014, "3.0", "2020"}, {2016, "2.0", "2020"}, {2018, "3.0", "2020"},
                                          {2020, "3.0", "2020"}};
    EXPECT_EQ(geo::series_breaks(series), (std::vector<bool>{false, false, true, true, true, true, false}));
}

TEST(SeriesBreaks, another_edition_is_a_break_and_the_first_is_none) {
    const std::vector<Measurement> series{{2020, "3.0", "2022"}, {2022, "3.0", "2022"}, {2024, "3.0", "2024"}};
    EXPECT_EQ(geo::series_breaks(series), (std::vector<bool>{false, false, true}));
    EXPECT_TRUE(geo::series_breaks({}).empty());
}

TEST(Table, a_new_table_is_missing_everywhere_and_has_its_columns_apart) {
    geo::Table table({"afw", "won"}, {{2018, "", ""}, {2020, "", ""}}, 3);
    for (std::size_t d = 0; d < 2; ++d) {
        for (std::size_t m = 0; m < 2; ++m) {
            ASSERT_EQ(table.values.column(d, m).size(), 3u);
            for (const double v : table.values.column(d, m)) EXPECT_TRUE(std::isnan(v));
            std::ranges::fill(table.values.column(d, m), static_cast<double>(10 * d + m));
        }
    }
    const auto& values = table.values;
    for (std::size_t d = 0; d < 2; ++d) {
        for (std::size_t m = 0; m < 2; ++m) EXPECT_EQ(values.column(d, m)[2], static_cast<double>(10 * d + m));
    }
    EXPECT_EQ(values.column(0, 0).data() + 3, values.column(0, 1).data());  // row fastest, then measurement
    EXPECT_EQ(table.find_dimension("won"), 1u);
    EXPECT_EQ(table.find_dimension("vrz"), 2u);
}

}  // namespace
