#include "geo/assess.h"

#include "shapes.h"
#include "support.h"
#include "town.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace {

using geo::Assessment;
using geo::AssessOptions;
using geo::Column;
using geo::Dataset;
using geo::missing;
using geo::Note;
using geo::Table;

/// Cells 0 .. n-1 in one row from west to east; area k holds two of them, [2k, 2k+2).
Dataset row_of_cells(const std::vector<double>& afw,
                     std::vector<geo::Measurement> measurements = {{2024, "3.0", "2024"}}) {
    Dataset out;
    out.crs = geo::parse_crs(geo::cell_crs);
    std::vector<geo::Cell> cells;
    for (std::uint16_t i = 0; i < afw.size(); ++i) cells.push_back({i, 0});
    out.cells.lattice = geo::Lattice(cells);
    out.cells.one_each.assign(afw.size(), 1.0);
    auto& values = out.cells.scores.values = Table({"lbm", "afw", "won"}, measurements, afw.size());
    for (std::size_t m = 0; m < measurements.size(); ++m) {
        for (std::size_t i = 0; i < afw.size(); ++i) {
            values.values.column(0, m)[i] = afw[i] + 4.0456;
            values.values.column(1, m)[i] = afw[i];
            values.values.column(2, m)[i] = afw[i] / 4;
        }
    }
    auto& areas = out.levels.emplace_back();
    areas.level = "buurt";
    areas.sources = {"areas.gpkg"};
    for (std::size_t k = 0; 2 * k < afw.size(); ++k) {
        areas.code.push_back(fmt::format("BU{:08}", k));
        shapes::add_ring_area(areas.polygons, shapes::rectangle(200.0 * double(k), 0, 200.0 * double(k + 1), 100));
    }
    return out;
}

void weigh(Dataset& dataset, std::vector<double> values, int date = 2024, std::vector<std::uint32_t> suppressed = {},
           std::string name = "dwellings") {
    dataset.cells.weights.push_back({std::move(name), date, "squares.gpkg", std::move(values), std::move(suppressed)});
}

Assessment assessed(const Dataset& dataset, const AssessOptions& options = {}) {
    return geo::assess(dataset, dataset.levels[0], options);
}

AssessOptions by_weight(std::string weight) {
    AssessOptions out;
    out.weight = std::move(weight);
    return out;
}

AssessOptions by_scheme(std::string scheme, std::size_t classes, std::vector<double> limits = {}) {
    AssessOptions out;
    out.scheme = std::move(scheme);
    out.classes = classes;
    out.limits = std::move(limits);
    return out;
}

std::vector<int> classes(const Assessment& a, std::string_view dimension, std::size_t measurement = 0) {
    const auto d = std::ranges::find(a.class_dimensions, dimension) - a.class_dimensions.begin();
    const auto column = a.classes.column(static_cast<std::size_t>(d), measurement);
    return {column.begin(), column.end()};
}

const Note* find_note(const Assessment& a, Note::Kind kind, std::string_view part) {
    const auto at = std::ranges::find_if(
        a.report.notes, [&](const Note& n) { return n.kind == kind && n.what.text().find(part) != std::string::npos; });
    return at == a.report.notes.end() ? nullptr : &*at;
}

TEST(Assess, an_area_is_the_weighted_mean_of_its_cells) {
    auto dataset = row_of_cells({0.2, -0.2, 0.5, 0.3});
    weigh(dataset, {30, 10, missing, 5});
    const auto out = assessed(dataset);
    EXPECT_TRUE(out.aggregated);
    EXPECT_EQ(out.areas, &dataset.levels[0]);
    EXPECT_EQ(out.values.dimensions, (std::vector<std::string>{"lbm", "afw", "won"}));
    EXPECT_EQ(out.total, 1u);
    EXPECT_DOUBLE_EQ(out.values.values.column(1, 0)[0], 0.1);
    EXPECT_DOUBLE_EQ(out.values.values.column(1, 0)[1], 0.3);
    EXPECT_EQ(out.weight.column(1, 0)[1], 5);
    EXPECT_EQ(out.n.column(1, 0)[1], 2u);
    EXPECT_EQ(out.class_weight[8].column(0, 0)[0], 30);  // 0.2 is class 9, -0.2 class 4
    EXPECT_EQ(out.class_weight[3].column(0, 0)[0], 10);
    ASSERT_NE(find_note(out, Note::Kind::unmatched, "without known dwellings"), nullptr);
}

TEST(Assess, the_class_of_lbm_is_that_of_afw_and_the_deviation_class_stands_beside_them) {
    auto dataset = row_of_cells({0.17, 0.17, -0.164, -0.164, 0, 0});
    weigh(dataset, {1, 1, 1, 1, 1, 1});
    const auto out = assessed(dataset);
    EXPECT_EQ(out.class_dimensions, (std::vector<std::string>{"lbm", "afw", "won", "class_dev"}));
    EXPECT_EQ(classes(out, "afw"), (std::vector{9, 5, 6}));
    EXPECT_EQ(classes(out, "lbm"), classes(out, "afw"));
    EXPECT_EQ(classes(out, "class_dev"), (std::vector{8, 2, 5}));
    EXPECT_EQ(classes(out, "won"), (std::vector{6, 4, 5}));
    ASSERT_EQ(out.tables.size(), 4u);
    EXPECT_EQ(out.tables[1][0].scheme, "judgement");
    EXPECT_EQ(out.tables[2][0].scheme, "deviation");
}

TEST(Assess, no_data_is_told_apart_by_its_cause) {
    auto dataset = row_of_cells({0.1, 0.1, missing, missing, 0.1, 0.1, 0.1, missing, 0.1, missing});
    //            scored   no score   nobody   withheld   half scored
    weigh(dataset, {5, 5, 7, 0, 0, 0, missing, missing, 5, 0}, 2024, {6});
    const auto out = assessed(dataset);
    EXPECT_EQ(classes(out, "afw"),
              (std::vector<int>{8, geo::no_data_missing, geo::no_data_uninhabited, geo::no_data_suppressed, 8}));
    EXPECT_EQ(classes(out, "class_dev")[1], geo::no_data_missing);
    for (const auto* kind : {"missing", "uninhabited", "suppressed"}) {
        const auto* note = find_note(out, Note::Kind::unmatched, kind);
        ASSERT_NE(note, nullptr) << kind;
        EXPECT_EQ(note->examples.size(), 1u);
    }
    EXPECT_TRUE(std::isnan(out.values.values.column(1, 0)[2]));
}

TEST(Assess, nobody_is_said_to_live_nowhere_only_where_the_weight_is_known) {
    auto dataset = row_of_cells({0.1, 0.1, 0.1, 0.1});
    weigh(dataset, {5, 5, 0, missing});  // one scored cell of the second area is not in the file of weights
    EXPECT_EQ(classes(assessed(dataset), "afw"), (std::vector<int>{8, geo::no_data_missing}));
}

TEST(Assess, cells_of_another_place_than_the_areas_are_refused) {
    auto dataset = row_of_cells({0.1, 0.1});
    weigh(dataset, {5, 5});
    for (auto& point : dataset.levels[0].polygons.points) point.x += 1e5;
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(assessed(dataset)); }, {"not one scored cell", "buurt"}));
}

TEST(Assess, an_area_whose_scores_the_source_withholds_is_suppressed) {
    auto dataset = row_of_cells({0.1, 0.1, missing, missing});
    dataset.cells.scores.no_data = geo::Cube<std::uint8_t>(1, 1, 4);
    std::ranges::fill(dataset.cells.scores.no_data.column(0, 0).subspan(2), geo::no_data_suppressed);
    weigh(dataset, {5, 5, 5, 5});
    EXPECT_EQ(classes(assessed(dataset), "afw"), (std::vector<int>{8, geo::no_data_suppressed}));
}

TEST(Assess, each_measurement_takes_the_weight_of_the_nearest_year_and_the_earlier_of_two) {
    auto dataset = row_of_cells(
        {0, 1}, {{2014, "3.0", "2024"}, {2018, "3.0", "2024"}, {2020, "3.0", "2024"}, {2024, "3.0", "2024"}});
    weigh(dataset, {1, 1}, 2016);
    weigh(dataset, {1, 3}, 2020);
    weigh(dataset, {9, 9}, 2018, {}, "inhabitants");
    const auto out = assessed(dataset);
    std::vector<int> years;
    for (const auto& use : out.weights) {
        EXPECT_EQ(use.name, "dwellings");
        years.push_back(use.date);
    }
    EXPECT_EQ(years, (std::vector{2016, 2016, 2020, 2020}));
    EXPECT_EQ(out.values.values.column(1, 1)[0], 0.5);
    EXPECT_EQ(out.values.values.column(1, 3)[0], 0.75);
    EXPECT_NE(find_note(out, Note::Kind::decided, "dwellings of 2016"), nullptr);
    EXPECT_NE(find_note(out, Note::Kind::checked, "same year"), nullptr);
}

TEST(Assess, cells_without_dwellings_are_refused_with_the_ways_out) {
    auto dataset = row_of_cells({0.1, 0.2});
    const auto refused = [&](const AssessOptions& options, std::initializer_list<std::string_view> says) {
        return test::fails_saying([&] { static_cast<void>(assessed(dataset, options)); }, says);
    };
    EXPECT_TRUE(refused({}, {"dwellings", "CBS 100 m squares", "--weight", "cells"}));
    weigh(dataset, {1, 1}, 2024, {}, "inhabitants");
    EXPECT_TRUE(refused({}, {"dwellings", "--weight", "inhabitants"}));
    EXPECT_TRUE(refused(by_weight("horses"), {"'horses'", "inhabitants", "cells"}));
    EXPECT_EQ(assessed(dataset, by_weight("cells")).weights[0].name, "cells");
    EXPECT_DOUBLE_EQ(assessed(dataset, by_weight("cells")).values.values.column(1, 0)[0], 0.15);
}

TEST(Assess, areas_without_scores_and_without_cells_are_refused_by_name) {
    auto dataset = row_of_cells({0.1, 0.2});
    dataset.cells = {};
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(assessed(dataset)); }, {"'buurt'", "areas.gpkg"}));
}

TEST(Assess, own_scores_are_classified_and_compared_with_the_published_classes) {
    auto dataset = row_of_cells({0, 0, 0, 0});
    dataset.cells = {};
    auto& scores = dataset.levels[0].scores;
    scores.values = Table({"afw"}, {{2024, "", "2024"}}, 2);
    scores.published = Table({"afw", "class_dev"}, {{2024, "", "2024"}}, 2);
    std::ranges::copy(std::vector{0.189053, missing}, scores.values.values.column(0, 0).begin());
    std::ranges::copy(std::vector{8.0, missing}, scores.published.values.column(0, 0).begin());  // 9 was published
    std::ranges::copy(std::vector{8.0, missing}, scores.published.values.column(1, 0).begin());
    scores.no_data = geo::Cube<std::uint8_t>(1, 1, 2);
    scores.no_data.column(0, 0)[1] = geo::no_data_suppressed;
    const auto out = assessed(dataset);
    EXPECT_FALSE(out.aggregated);
    EXPECT_TRUE(out.weight.empty());
    EXPECT_EQ(classes(out, "afw"), (std::vector<int>{9, geo::no_data_suppressed}));
    EXPECT_EQ(classes(out, "class_dev")[0], 8);
    const auto* differs = find_note(out, Note::Kind::differs, "'afw'");
    ASSERT_NE(differs, nullptr);
    EXPECT_EQ(differs->count, 1u);
    EXPECT_EQ(differs->examples, std::vector<std::string>{"BU00000000"});
    EXPECT_EQ(find_note(out, Note::Kind::differs, "'class_dev'"), nullptr);
}

TEST(Assess, an_area_without_a_score_is_what_its_source_says_it_is) {
    auto dataset = row_of_cells({0, 0, 0, 0, 0, 0, 0, 0});
    dataset.cells = {};
    auto& scores = dataset.levels[0].scores;
    scores.values = Table({"afw"}, {{2024, "", "2024"}}, 4);
    std::ranges::copy(std::vector{0.19, missing, missing, missing}, scores.values.values.column(0, 0).begin());
    scores.no_data = geo::Cube<std::uint8_t>(1, 1, 4);
    const std::vector<std::uint8_t> told{geo::no_data_suppressed, geo::no_data_uninhabited, geo::no_data_outside,
                                         geo::no_class};
    std::ranges::copy(told, scores.no_data.column(0, 0).begin());
    const std::vector<int> expected{9, geo::no_data_uninhabited, geo::no_data_outside, geo::no_data_missing};
    EXPECT_EQ(classes(assessed(dataset), "afw"), expected);
    EXPECT_EQ(classes(assessed(dataset), "class_dev")[1], geo::no_data_uninhabited);
}

TEST(Assess, what_is_made_of_areas_without_scores_has_no_score_for_their_reasons) {
    for (const auto& [told, expected] : {std::pair(geo::no_data_missing, geo::no_data_missing),
                                         {geo::no_data_uninhabited, geo::no_data_uninhabited},
                                         {geo::no_data_suppressed, geo::no_data_suppressed}}) {
        auto dataset = row_of_cells({0, 0, 0, 0});
        dataset.cells = {};
        auto& buurten = dataset.levels[0];
        buurten.scores.values = Table({"afw"}, {{2024, "", "2024"}}, 2);
        std::ranges::copy(std::vector{0.19, missing}, buurten.scores.values.values.column(0, 0).begin());
        buurten.scores.no_data = geo::Cube<std::uint8_t>(1, 1, 2);
        buurten.scores.no_data.column(0, 0)[1] = told;
        geo::Weight weight{"dwellings", 2024, "areas.gpkg", {5, told == geo::no_data_uninhabited ? 0 : missing}, {}};
        if (told == geo::no_data_suppressed) weight.suppressed = {1};
        buurten.weights.push_back(weight);
        auto areas = towns::made_of({{{0, 0, 1}}, {{0, 1, 1}}});
        dataset.levels.push_back(areas);
        const auto out = geo::assess(dataset, dataset.levels[1], {});
        EXPECT_EQ(classes(out, "afw"), (std::vector<int>{9, expected}));
    }
}

TEST(Assess, cells_go_before_own_scores_unless_asked) {
    auto dataset = row_of_cells({0.1, 0.1});
    weigh(dataset, {1, 1});
    dataset.levels[0].scores.values = Table({"afw"}, {{2024, "3.0", "2024"}}, 1);
    EXPECT_TRUE(assessed(dataset).aggregated);
    AssessOptions own;
    own.own_scores = true;
    EXPECT_FALSE(assessed(dataset, own).aggregated);
}

Dataset of_own_dimension(const std::vector<double>& values) {
    auto dataset = row_of_cells(values);
    const auto old = dataset.cells.scores.values;
    auto& table = dataset.cells.scores.values = Table({"noise"}, old.measurements, old.rows);
    std::ranges::copy(old.values.column(1, 0), table.values.column(0, 0).begin());
    weigh(dataset, std::vector<double>(values.size(), 1));
    return dataset;
}

TEST(Assess, other_dimensions_are_classified_by_limits_from_the_data_or_from_the_user) {
    const auto dataset = of_own_dimension({1, 1, 2, 2, 3, 3, 10, 10});
    EXPECT_EQ(classes(assessed(dataset, by_scheme("", 4)), "noise"), (std::vector{1, 2, 3, 4}));
    EXPECT_EQ(classes(assessed(dataset, by_scheme("equal", 3)), "noise"), (std::vector{1, 1, 1, 3}));
    EXPECT_EQ(classes(assessed(dataset, by_scheme("fixed", 5, {2, 10})), "noise"), (std::vector{1, 2, 2, 3}));
    const auto out = assessed(dataset, by_scheme("", 4));
    EXPECT_EQ(out.class_dimensions, std::vector<std::string>{"noise"});  // no afw, so no deviation class
    EXPECT_EQ(out.tables[0][0].labels_nl.size(), 4u);
}

TEST(Assess, all_that_is_about_the_total_has_the_limits_of_what_decides_it) {
    auto dataset = row_of_cells({-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25});
    weigh(dataset, std::vector<double>(8, 10));
    AssessOptions options;
    for (const auto* scheme : {"quantile", "equal"}) {
        options.scheme = scheme;
        options.classes = 3;
        const auto a = assessed(dataset, options);
        ASSERT_EQ(a.class_dimensions, (std::vector<std::string>{"lbm", "afw", "won", "class_dev"}));
        const auto& afw = a.tables[1][0].limits;
        ASSERT_EQ(afw.size(), 2u) << scheme;
        EXPECT_GT(afw.front(), -0.5);
        EXPECT_LT(afw.back(), 1.25);
        EXPECT_EQ(a.tables[0][0].limits, afw) << scheme;
        EXPECT_EQ(a.tables[3][0].limits, afw) << scheme;
        EXPECT_NE(a.tables[2][0].limits, afw) << scheme;
        for (std::size_t area = 0; area < 4; ++area) {
            EXPECT_EQ(a.classes.column(0, 0)[area], a.classes.column(1, 0)[area]) << scheme;
            EXPECT_EQ(a.classes.column(3, 0)[area], a.classes.column(1, 0)[area]) << scheme;
        }
    }
}

TEST(Assess, areas_that_no_scored_cell_lies_in_may_be_told_as_such) {
    auto dataset = row_of_cells({-0.5, 0.5});
    weigh(dataset, {10, 10});
    geo::Areas far;
    far.level = "plan";
    far.sources = {"plan"};
    far.chosen = true;
    far.code = {"a"};
    far.name = {""};
    shapes::add_ring_area(far.polygons, shapes::rectangle(5'000, 0, 5'500, 100));
    EXPECT_THROW(static_cast<void>(geo::assess(dataset, far, {})), geo::Error);
    AssessOptions options;
    options.may_miss = true;
    const auto a = geo::assess(dataset, far, options);
    EXPECT_TRUE(std::isnan(a.values.values.column(a.total, 0)[0]));
    EXPECT_EQ(a.n.column(a.total, 0)[0], 0u);
    EXPECT_FALSE(geo::is_class(a.classes.column(a.total, 0)[0]));
}

TEST(Assess, a_dimension_of_one_value_has_one_class_with_a_label_that_makes_sense) {
    const auto out = assessed(of_own_dimension({2, 2, 2, 2}));
    EXPECT_EQ(classes(out, "noise"), (std::vector{1, 1}));
    ASSERT_EQ(out.tables[0][0].labels_nl.size(), 1u);
    EXPECT_EQ(out.tables[0][0].labels_nl[0].find("nan"), std::string::npos) << out.tables[0][0].labels_nl[0];
}

}  // namespace
