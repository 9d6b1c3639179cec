#include "app/model/exported.h"

#include "geo/output.h"
#include "tests/geo/support.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

struct Shown {
    model::State state;
    model::Results results;
    model::Deriver derive;

    explicit Shown(std::shared_ptr<const model::Scene> scene) {
        apply(state, results, model::Opened{scene->inputs});
        apply(state, results, model::Loaded{state.load.number, std::move(scene)});
    }
    model::Export exported() { return model::export_of(state, derive(state, results), results); }
    void act(const model::Action& action) { apply(state, results, action); }
};

const geo::Column* column(const geo::OutputTable& table, const std::string& name) {
    for (const auto& each : table.columns) {
        if (each.name == name) return &each;
    }
    return nullptr;
}

std::string all_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST(Export, is_of_every_row_where_nothing_is_selected) {
    Shown shown(scenes::areas_of_cells());
    EXPECT_EQ(shown.exported().rows, (std::vector<std::uint32_t>{0, 1, 2}));
    shown.act(model::LevelChosen{"cells"});
    EXPECT_EQ(shown.exported().rows.size(), 36u);
}

TEST(Export, is_of_what_is_selected_in_the_order_of_the_rows) {
    Shown shown(scenes::areas_of_cells());
    shown.act(model::Selected{"BU00010003"});
    shown.act(model::Selected{"BU00010001", true});
    EXPECT_EQ(shown.exported().rows, (std::vector<std::uint32_t>{0, 2}));
}

TEST(Export, is_of_nothing_without_a_scene) {
    const model::State state;
    const model::Results results;
    model::Deriver derive;
    EXPECT_TRUE(model::export_of(state, derive(state, results), results).rows.empty());
}

TEST(Export, has_what_is_shown_and_every_figure_of_score) {
    Shown shown(scenes::areas_of_cells());
    shown.act(model::Selected{"BU00010002"});
    shown.act(model::DimensionChosen{"won"});
    shown.act(model::MeasurementChosen{"2018"});
    const auto what = shown.exported();
    const auto tables = model::export_tables(what, false);
    const auto& layer = tables->tables.front();
    ASSERT_EQ(layer.rows(), 1u);
    EXPECT_EQ(layer.name, "buurt");
    const auto& a = what.layer->assessment;
    const auto won = a.values.values.column(a.values.find_dimension("won"), 1)[1];
    EXPECT_EQ(column(layer, "value_shown")->numbers[0], won);
    EXPECT_EQ(column(layer, "won_2018")->numbers[0], won);
    EXPECT_EQ(column(layer, "class_shown")->numbers[0], column(layer, "class_won_2018")->numbers[0]);
    EXPECT_FALSE(column(layer, "label_shown")->text(0).empty());
    EXPECT_EQ(column(layer, "code")->text(0), "BU00010002");
    for (const auto& all : geo::wide_layer(a).columns) {
        const auto* one = column(layer, all.name);
        ASSERT_NE(one, nullptr) << all.name;
        EXPECT_EQ(one->text(0), all.text(1)) << all.name;
    }
    ASSERT_EQ(tables->tables.size(), 4u);
    EXPECT_EQ(tables->tables[1].name, "scores");
    for (const auto& code : {tables->tables[1], tables->tables[2]}) {
        ASSERT_GT(code.rows(), 0u);
        for (std::size_t row = 0; row < code.rows(); ++row) EXPECT_EQ(column(code, "code")->text(row), "BU00010002");
    }
    EXPECT_EQ(layer.polygons->size(), 1u);
    EXPECT_NEAR(geo::surface(*layer.polygons, 0), 1e6, 1e-6);
}

TEST(Export, gives_cells_the_squares_they_are) {
    Shown shown(scenes::areas_of_cells());
    shown.act(model::LevelChosen{"cells"});
    const auto what = shown.exported();
    const auto tables = model::export_tables(what, false);
    ASSERT_EQ(tables->polygons.size(), 36u);
    for (std::size_t row = 0; row < 36; ++row) EXPECT_NEAR(geo::surface(tables->polygons, row), 1e4, 1e-6);
}

TEST(Export, says_no_class_where_there_is_none) {
    Shown shown(scenes::three_areas());
    const auto tables = model::export_tables(shown.exported(), true);
    const auto& layer = tables->tables.front();
    EXPECT_TRUE(std::isnan(column(layer, "class_shown")->numbers[2]));
    EXPECT_EQ(column(layer, "label_shown")->text(2), "No score");
}

TEST(Export, is_written_as_its_ending_says) {
    const scenes::Folder folder;
    const auto base = folder.write("x", "");
    Shown shown(scenes::areas_of_cells());
    shown.act(model::Selected{"BU00010002"});
    model::write_export(shown.exported(), base + ".csv");
    const auto text = all_of(base + ".csv");
    EXPECT_EQ(text.substr(0, 44), "code,name,value_shown,class_shown,label_show");
    EXPECT_NE(text.find("BU00010002,Midden,"), std::string::npos);
    EXPECT_EQ(text.find("BU00010001"), std::string::npos);
    model::write_export(shown.exported(), base + ".gpkg");
    EXPECT_EQ(all_of(base + ".gpkg").substr(0, 15), "SQLite format 3");
    EXPECT_TRUE(test::fails_saying([&] { model::write_export(shown.exported(), base + ".xlsx"); }, {".xlsx", ".gpkg"}));
}
