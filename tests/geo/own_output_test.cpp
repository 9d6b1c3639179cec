// What this program wrote, read again.
#include "geo/assess.h"
#include "geo/output.h"

#include "folder.h"
#include "support.h"
#include "town.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace {

using geo::Assessment;
using geo::Dataset;
using geo::missing;
using test::Folder;

Dataset loaded(const std::string& path, const std::vector<std::string>& layers = {}) {
    geo::LoadOptions options;
    options.inputs = {path};
    options.layers = layers;
    return geo::load(options);
}

void write(const std::string& path, const Dataset& dataset, const std::vector<Assessment>& levels) {
    geo::write_geopackage(path, geo::output_tables(levels), dataset.crs);
}

std::size_t notes_saying(const geo::Report& report, std::string_view what) {
    return static_cast<std::size_t>(std::ranges::count_if(
        report.notes, [&](const auto& note) { return note.what.text().find(what) != std::string::npos; }));
}

void expect_same_figures(const Assessment& before, const Assessment& after) {
    ASSERT_EQ(after.values.measurements, before.values.measurements);
    ASSERT_EQ(after.areas->code, before.areas->code);
    EXPECT_FALSE(after.aggregated);
    for (std::size_t m = 0; m < before.values.measurements.size(); ++m) {
        for (std::size_t c = 0; c < before.class_dimensions.size(); ++c) {
            const auto at = std::ranges::find(after.class_dimensions, before.class_dimensions[c]);
            ASSERT_NE(at, after.class_dimensions.end());
            const auto d = static_cast<std::size_t>(at - after.class_dimensions.begin());
            EXPECT_TRUE(std::ranges::equal(after.classes.column(d, m), before.classes.column(c, m)))
                << before.class_dimensions[c];
        }
        for (std::size_t d = 0; d < before.values.dimensions.size(); ++d) {
            const auto now = after.values.find_dimension(before.values.dimensions[d]);
            EXPECT_TRUE(test::same_values(after.values.values.column(now, m), before.values.values.column(d, m)));
        }
    }
}

RC_GTEST_PROP(OwnOutput, is_read_again_with_every_figure_and_every_reason_why_there_is_none, ()) {
    const Folder folder;
    auto town = towns::any_town();
    for (auto& weight : town.cells.weights) {
        for (std::uint32_t cell = 1; cell < weight.values.size(); ++cell) {
            if (*rc::gen::inRange(0, 4) > 0) continue;
            weight.values[cell] = missing;
            weight.suppressed.push_back(cell);
        }
    }
    std::vector<Assessment> levels;
    levels.push_back(geo::assess(town, town.levels[0], {}));
    const auto path = folder.file("scored.gpkg");
    write(path, town, levels);
    const auto again = loaded(path);
    ASSERT_EQ(again.levels.size(), 1u);
    const auto after = geo::assess(again, again.levels[0], {});
    expect_same_figures(levels[0], after);
    for (std::size_t m = 0; m < after.weights.size(); ++m) {
        EXPECT_EQ(after.weights[m].name, "dwellings");
        EXPECT_EQ(after.weights[m].date, levels[0].weights[m].date);
        const auto made_by = levels[0].weight.column(levels[0].total, m);
        for (std::size_t area = 0; area < made_by.size(); ++area) {
            if (std::isnan(after.values.values.column(after.total, m)[area])) continue;
            EXPECT_EQ(after.units.weights[m].values[area], made_by[area]);
        }
    }
    EXPECT_EQ(notes_saying(again.report, "not understood"), 0u);
    EXPECT_EQ(notes_saying(again.report, "made by leefbeeld"), 1u);

    std::vector<Assessment> twice;
    twice.push_back(geo::assess(again, again.levels[0], {}));
    const auto second = folder.file("again.gpkg");
    write(second, again, twice);
    const auto last = loaded(second);
    expect_same_figures(levels[0], geo::assess(last, last.levels[0], {}));
    for (const auto& column : geo::wide_layer(twice[0]).columns)
        EXPECT_EQ(column.name.find("_input"), std::string::npos) << column.name;
}

/// A layer of two areas, as `tables` and others have it.
void write_layer(const std::string& path, std::vector<geo::OutputColumn> columns,
                 std::vector<geo::OutputTable> tables) {
    const auto areas =
        shapes::from_wkt({"POLYGON((0 0,900 0,900 900,0 900))", "POLYGON((900 0,1800 0,1800 900,900 900))"});
    const std::vector<std::string> codes{"BU00140000", "BU00140001"};
    const std::vector<std::string> names{"Noord", "Zuid"};
    std::vector<geo::OutputColumn> all{geo::text_column("code", codes), geo::text_column("name", names)};
    all.insert(all.end(), columns.begin(), columns.end());
    tables.insert(tables.begin(), geo::OutputTable{"buurt", all, &areas});
    geo::write_geopackage(path, tables, geo::parse_crs("EPSG:28992"));
}

std::vector<geo::OutputColumn> of_2018(const std::vector<std::string>& why) {
    return {geo::number_column("afw_2018", {0.1, missing}), geo::number_column("class_2018", {7, missing}),
            geo::text_column("no_data_2018", why), geo::number_column("weight_2018", {25, 0})};
}

TEST(OwnOutput, its_layers_say_the_same_without_its_tables_but_not_what_their_weight_is) {
    const Folder folder;
    write_layer(folder.file("a.gpkg"), of_2018({"", "suppressed"}), {});
    const auto dataset = loaded(folder.file("a.gpkg"));
    const auto a = geo::assess(dataset, dataset.levels[0], {});
    EXPECT_EQ(int{a.classes.column(a.total, 0)[1]}, int{geo::no_data_suppressed});
    EXPECT_TRUE(dataset.levels[0].weights.empty());
}

TEST(OwnOutput, tables_of_others_that_are_called_like_ours_are_told_of_as_before) {
    const Folder folder;
    const std::vector<std::string> words{"a"};
    write_layer(folder.file("a.gpkg"), of_2018({"", "iets anders"}),
                {{"measurements", {geo::text_column("level", words), geo::text_column("measurement", words)}, nullptr},
                 {"gap", {geo::text_column("level", words)}, nullptr}});
    const auto dataset = loaded(folder.file("a.gpkg"));
    EXPECT_EQ(notes_saying(dataset.report, "not understood"), 2u);
    const auto a = geo::assess(dataset, dataset.levels[0], {});
    EXPECT_EQ(int{a.classes.column(a.total, 0)[1]}, int{geo::no_data_missing});
    EXPECT_TRUE(std::ranges::any_of(dataset.levels[0].attributes,
                                    [](const auto& column) { return column.name == "no_data_2018"; }));
}

TEST(OwnOutput, a_layer_asked_for_by_name_is_read_like_all_of_them) {
    const Folder folder;
    auto town = towns::two_measurements();
    geo::Dataset dataset;
    dataset.crs = geo::parse_crs(geo::cell_crs);
    dataset.levels.resize(1);
    auto& areas = dataset.levels[0];
    areas.level = "buurt";
    areas.sources = {"x"};
    areas.code = {"BU00140000", "BU00140001"};
    areas.name = {"Noord", "Zuid"};
    areas.polygons =
        shapes::from_wkt({"POLYGON((0 0,900 0,900 900,0 900))", "POLYGON((900 0,1800 0,1800 900,900 900))"});
    town[0].model_version = "2.0";
    areas.scores.values = geo::Table(towns::dimensions, town, 2);
    for (std::size_t m = 0; m < 2; ++m) towns::set_score(areas.scores.values, m, 0, {0.1, 0, 0, 0, 0});
    std::vector<Assessment> levels;
    levels.push_back(geo::assess(dataset, areas, {}));
    write(folder.file("a.gpkg"), dataset, levels);
    const auto again = loaded(folder.file("a.gpkg"), {"buurt"});
    EXPECT_EQ(again.levels[0].scores.values.measurements, town);  // versions stand in another table
}

}  // namespace
