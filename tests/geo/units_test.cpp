#include "geo/units.h"

#include "geo/assess.h"
#include "support.h"
#include "town.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

using geo::Dataset;
using geo::missing;
using geo::Note;
using geo::Report;
using geo::Units;

/// Two cells with scores of 2014, 2018 and 2024.
Dataset two_cells() {
    Dataset out;
    out.cells.lattice = geo::Lattice(std::vector<geo::Cell>{{0, 0}, {0, 1}});
    out.cells.one_each = {1, 1};
    out.cells.scores.values =
        geo::Table({"afw"}, {{2014, "3.0", "2024"}, {2018, "3.0", "2024"}, {2024, "3.0", "2024"}}, 2);
    for (std::size_t m = 0; m < 3; ++m) std::ranges::fill(out.cells.scores.values.values.column(0, m), 0.1);
    return out;
}

void weigh(Dataset& dataset, int date, std::vector<double> values, std::string name = "dwellings") {
    dataset.cells.weights.push_back(
        {std::move(name), date, fmt::format("squares {}.gpkg", date), std::move(values), {}});
}

std::vector<int> years(const Units& units) {
    std::vector<int> out;
    for (const auto& weight : units.weights) out.push_back(weight.use.date);
    return out;
}

TEST(Units, each_measurement_takes_the_nearest_year_and_says_which) {
    auto dataset = two_cells();
    weigh(dataset, 2016, {1, 2});
    weigh(dataset, 2020, {3, 4});
    weigh(dataset, 2020, {0, 0}, "inhabitants");
    Report report;
    const auto units = geo::cell_units(dataset, "", report);
    EXPECT_EQ(years(units), (std::vector{2016, 2016, 2020}));  // 2018 lies as near to both: the earlier
    EXPECT_EQ(units.level, "cells");
    EXPECT_EQ(units.weights[2].values[1], 4);
    EXPECT_EQ(units.weights[2].use.source, "squares 2020.gpkg");
    ASSERT_EQ(report.notes.size(), 3u);
    EXPECT_EQ(report.notes[1].kind, Note::Kind::decided);
    EXPECT_NE(report.notes[1].what.text().find("dwellings of 2016, the nearest"), std::string::npos);
}

TEST(Units, a_weight_that_weighs_nothing_is_refused_with_its_file_and_measurement) {
    for (const auto& nothing : {std::vector<double>{0, 0}, {missing, missing}, {0, missing}}) {
        auto dataset = two_cells();
        weigh(dataset, 2014, {1, 1});
        weigh(dataset, 2024, nothing);
        Report report;
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::cell_units(dataset, "", report)); },
                                       {"squares 2024.gpkg", "dwellings", "zero or missing", "2024"}));
    }
}

TEST(Units, a_weight_of_unscored_cells_only_is_refused_too) {
    auto dataset = two_cells();
    for (std::size_t m = 0; m < 3; ++m) dataset.cells.scores.values.values.column(0, m)[0] = missing;
    weigh(dataset, 2024, {50, 0});
    Report report;
    EXPECT_TRUE(
        test::fails_saying([&] { static_cast<void>(geo::cell_units(dataset, "", report)); }, {"zero or missing"}));
}

TEST(Units, an_unknown_weight_is_answered_with_those_there_are) {
    auto dataset = two_cells();
    weigh(dataset, 2024, {1, 1}, "inhabitants");
    Report report;
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::cell_units(dataset, "", report)); },
                                   {"without dwellings", "--weight", "cells, inhabitants"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::cell_units(dataset, "households", report)); },
                                   {"no weight 'households'", "cells, inhabitants"}));
    EXPECT_EQ(geo::cell_units(dataset, "inhabitants", report).weights.size(), 3u);
    EXPECT_EQ(geo::cell_units(dataset, "cells", report).weights[0].values[1], 1);
}

/// Files of two buurten with scores of their own of 2018 and 2024, and the attributes given.
class Files {
public:
    Files() {
        std::string name = (std::filesystem::temp_directory_path() / "leefbeeld-test-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~Files() { std::filesystem::remove_all(folder_); }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    [[nodiscard]] Dataset with(const std::string& first, const std::string& second,
                               const std::string& weight = {}) const {
        const auto feature = [](const char* code, const std::string& attributes, int x) {
            return fmt::format(
                R"({{"type":"Feature","properties":{{"bu_code":"{}",{}}},"geometry":{{"type":"Polygon","coordinates":[[[{},400000],[{},400000],[{},400500],[{},400000]]]}}}})",
                code, attributes, x, x + 1000, x, x);
        };
        std::ofstream(folder_ / "buurten.geojson")
            << R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[)"
            << feature("BU00010001", first, 100000) << ',' << feature("BU00010002", second, 110000) << "]}";
        std::ofstream(folder_ / "scores.csv") << "bu_code,jaar,versie,lbm,afw\n"
                                                 "BU00010001,2018,Leefbaarometer 3.0,4.1456,0.1\n"
                                                 "BU00010002,2018,Leefbaarometer 3.0,4.2456,0.2\n"
                                                 "BU00010001,2024,Leefbaarometer 3.0,4.0456,0\n"
                                                 "BU00010002,2024,Leefbaarometer 3.0,4.3456,0.3\n";
        geo::LoadOptions options;
        options.inputs = {(folder_ / "buurten.geojson").string(), (folder_ / "scores.csv").string()};
        options.dissolve = {"gemeente"};
        options.hints.weight = weight;
        return geo::load(options);
    }

private:
    std::filesystem::path folder_;
};

geo::AssessOptions by(std::string weight) {
    geo::AssessOptions out;
    out.weight = std::move(weight);
    return out;
}

TEST(Units, areas_with_scores_are_added_up_by_the_dwellings_among_their_attributes_each_year_its_own) {
    const Files files;
    const auto dataset = files.with(R"("aantal_woningen_2018":30,"aantal_woningen_2024":10)",
                                    R"("aantal_woningen_2018":10,"aantal_woningen_2024":30)");
    const auto a = geo::assess(dataset, dataset.level("gemeente"), {});
    EXPECT_EQ(a.units.level, "buurt");
    EXPECT_DOUBLE_EQ(a.values.values.column(a.total, 0)[0], (30 * 0.1 + 10 * 0.2) / 40);
    EXPECT_DOUBLE_EQ(a.values.values.column(a.total, 1)[0], (10 * 0.0 + 30 * 0.3) / 40);
    EXPECT_EQ(a.weights[0].date, 2018);
    EXPECT_EQ(a.weights[1].date, 2024);
    EXPECT_EQ(a.weights[1].name, "dwellings");
}

TEST(Units, a_column_may_be_named_as_the_weight_of_areas) {
    const Files files;
    const auto dataset = files.with(R"("huizen":1)", R"("huizen":3)", "Huizen");
    const auto a = geo::assess(dataset, dataset.level("gemeente"), by("huizen"));
    EXPECT_DOUBLE_EQ(a.values.values.column(a.total, 1)[0], 3 * 0.3 / 4);
}

TEST(Units, areas_without_weights_can_be_looked_at_but_not_added_up) {
    const Files files;
    const auto dataset = files.with(R"("huizen":1)", R"("huizen":3)");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::assess(dataset, dataset.level("gemeente"), {})); },
                                   {"'gemeente'", "'buurt'", "--weight"}));
    const auto own = geo::assess(dataset, dataset.level("buurt"), {});
    EXPECT_FALSE(own.aggregated);
    EXPECT_TRUE(own.units.weights.empty());
}

TEST(Units, negative_and_withheld_weights_of_areas_are_missing_and_counted) {
    const Files files;
    const auto dataset = files.with(R"("aantal_woningen_2024":-5)", R"("aantal_woningen_2024":30)");
    const auto a = geo::assess(dataset, dataset.level("gemeente"), {});
    EXPECT_DOUBLE_EQ(a.values.values.column(a.total, 1)[0], 0.3);
    EXPECT_TRUE(std::ranges::any_of(dataset.report.notes, [](const Note& n) {
        return n.kind == Note::Kind::dropped && n.count == 1 && n.what.text().find("below zero") != std::string::npos;
    }));
    const auto withheld = files.with(R"("aantal_woningen_2024":-99997)", R"("aantal_woningen_2024":30)");
    const auto& weight = withheld.level("buurt").weights.at(0);
    EXPECT_EQ(weight.suppressed, std::vector<std::uint32_t>{0});
    EXPECT_TRUE(std::isnan(weight.values[0]));
}

TEST(Units, weights_of_areas_that_are_all_zero_are_refused) {
    const Files files;
    const auto dataset = files.with(R"("aantal_woningen_2024":0)", R"("aantal_woningen_2024":-99997)");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::assess(dataset, dataset.level("gemeente"), {})); },
                                   {"buurten.geojson", "dwellings", "zero or missing"}));
}

}  // namespace
