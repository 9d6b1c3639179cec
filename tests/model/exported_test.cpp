#include "app/model/exported.h"

#include "app/model/drawn.h"
#include "app/model/provenance.h"
#include "geo/output.h"
#include "geo/vector/compare.h"
#include "tests/geo/support.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stop_token>

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
    [[nodiscard]] std::vector<model::ExportEntry> preview() { return model::preview_of(exported()); }
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
    ASSERT_EQ(tables->polygons.front().size(), 36u);
    for (std::size_t row = 0; row < 36; ++row) EXPECT_NEAR(geo::surface(tables->polygons.front(), row), 1e4, 1e-6);
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
    model::write_export(shown.exported(), base + ".csv", "0");
    const auto text = all_of(base + ".csv");
    EXPECT_EQ(text.substr(0, 44), "code,name,value_shown,class_shown,label_show");
    EXPECT_NE(text.find("BU00010002,Midden,"), std::string::npos);
    EXPECT_EQ(text.find("BU00010001"), std::string::npos);
    model::write_export(shown.exported(), base + ".gpkg", "0");
    EXPECT_EQ(all_of(base + ".gpkg").substr(0, 15), "SQLite format 3");
    for (const auto* ending : {".xlsx", ".ods", ".fgb", ".geojson", ".shp"}) {
        model::write_export(shown.exported(), base + ending, "0");
        EXPECT_GT(all_of(base + ending).size(), 100u) << ending;
    }
    EXPECT_TRUE(test::fails_saying([&] { model::write_export(shown.exported(), base + ".odd", "0"); }, {".odd"}));
}

TEST(Export, tells_what_is_shown_where_it_is_no_published_figure) {
    Shown shown(scenes::areas_of_cells());
    shown.act(model::ImportanceSet{"won", 3});
    const auto what = shown.exported();
    const auto tables = model::export_tables(what, true);
    const auto& layer = tables->tables.front();
    EXPECT_NE(column(layer, "what_shown")->text(0).find("Own index"), std::string::npos);
    const auto value = std::find_if(layer.columns.begin(), layer.columns.end(),
                                    [](const auto& each) { return each.name == "value_shown"; });
    EXPECT_NE(value->about.title.find("Own index"), std::string::npos);
    EXPECT_NE(value->about.description.find("not the official figure"), std::string::npos);
}

TEST(Export, is_of_the_drawn_areas_where_these_are_selected) {
    Shown shown(scenes::areas_of_cells());
    const auto box = shown.results.scene->bounds();
    shown.act(model::AreaDrawn{{box.min, {box.max.x, box.min.y}, box.max}, "Plan"});
    EXPECT_TRUE(shown.exported().rows.empty());  // it has no figures yet
    shown.act(model::ExportingSet{{true, model::Exporting::What::selection, false, false}});
    EXPECT_TRUE(shown.derive(shown.state, shown.results).exported.empty());
    shown.act(model::DrawnScored{shown.results.scene, model::scored(*shown.results.scene, shown.state.drawn)});
    EXPECT_EQ(shown.derive(shown.state, shown.results).exported.front().rows, 1);
    const auto what = shown.exported();
    ASSERT_EQ(what.rows.size(), 1u);
    const auto tables = model::export_tables(what, false);
    const auto& layer = tables->tables.front();
    EXPECT_EQ(layer.name, "drawn");
    EXPECT_EQ(column(layer, "name")->text(0), "Plan");
    EXPECT_EQ(layer.polygons->size(), 1u);
    EXPECT_EQ(column(layer, "what_shown"), nullptr);  // the map shows another level
}

TEST(Export, of_everything_is_what_score_gives) {
    Shown shown(scenes::areas_of_cells());
    shown.act(model::ExportingSet{{true, model::Exporting::What::everything, true, false}});
    const auto what = shown.exported();
    const auto tables = model::export_tables(what, false);
    std::vector<std::string> names;
    for (const auto& table : tables->tables) names.push_back(table.name);
    EXPECT_EQ(names, (std::vector<std::string>{"buurt", "cells", "scores", "class_shares", "measurements"}));
    EXPECT_EQ(tables->tables[1].rows(), 36u);
    ASSERT_NE(tables->tables[1].polygons, nullptr);
    shown.act(model::ExportingSet{{true, model::Exporting::What::everything, false, false}});
    EXPECT_EQ(model::export_tables(shown.exported(), false)->tables[1].name, "scores");
}

namespace {

const model::ExportingSet everything{{true, model::Exporting::What::everything, false, false}};

void draw(Shown& shown, const std::string& name) {
    const auto box = shown.results.scene->bounds();
    shown.act(model::AreaDrawn{{box.min, {box.max.x, box.min.y}, box.max}, name});
}

void score_drawn(Shown& shown) {
    shown.act(model::DrawnScored{shown.results.scene, model::scored(*shown.results.scene, shown.state.drawn)});
}

std::vector<std::string> names_of(const std::vector<geo::OutputTable>& tables) {
    std::vector<std::string> out;
    for (const auto& table : tables) out.push_back(table.name);
    return out;
}

}  // namespace

TEST(Export, of_everything_has_the_drawn_areas_as_a_layer_of_their_own) {
    Shown shown(scenes::areas_of_cells());
    draw(shown, "Plan");
    score_drawn(shown);
    shown.act(everything);
    const auto what = shown.exported();
    const auto tables = model::export_tables(what, false);
    EXPECT_EQ(names_of(tables->tables),
              (std::vector<std::string>{"buurt", "drawn", "scores", "class_shares", "measurements"}));
    const auto& drawn = tables->tables[1];
    EXPECT_EQ(column(drawn, "name")->text(0), "Plan");
    ASSERT_NE(drawn.polygons, nullptr);
    const auto& own = what.drawn->layer->assessment;
    EXPECT_EQ(column(drawn, "afw_2018")->numbers[0], own.values.values.column(own.total, 1)[0]);
    EXPECT_FALSE(std::isnan(column(drawn, "afw_2018")->numbers[0]));
    const auto* levels = column(tables->tables[2], "level");
    EXPECT_NE(std::find(levels->words.begin(), levels->words.end(), model::drawn_level), levels->words.end());
    const auto entries = shown.derive(shown.state, shown.results).exported;
    EXPECT_EQ(entries[1].title, "Drawn areas");
    EXPECT_EQ(entries[1].rows, 1);
}

TEST(Export, of_everything_with_drawn_areas_is_made_again_from_what_the_file_says) {
    const scenes::Folder folder;
    const auto path = folder.write("x", "") + ".gpkg";
    Shown shown(scenes::areas_of_cells());
    draw(shown, "Plan");
    shown.act(everything);
    ASSERT_EQ(shown.exported().drawn, nullptr);  // it waits for its figures, and the file has them all the same
    EXPECT_TRUE(model::write_export(shown.exported(), path, "0").empty());
    const auto made = model::provenance_from(geo::read_metadata(path, model::provenance_uri), path);
    ASSERT_TRUE(made.options.view.has_value());
    EXPECT_EQ(made.options.view->what, model::Exporting::What::everything);
    EXPECT_EQ(made.measurements.back().level, model::drawn_level);
    shown.act(model::ExportingSet{{true, model::Exporting::What::everything, true, false}});
    model::write_export(shown.exported(), path, "0");
    EXPECT_TRUE(model::provenance_from(geo::read_metadata(path, model::provenance_uri), path).options.cells);
    score_drawn(shown);
    shown.act(model::DrawnRemoved{shown.state.drawn.front().code});
    model::write_export(shown.exported(), path, "0");
    EXPECT_FALSE(model::provenance_from(geo::read_metadata(path, model::provenance_uri), path).options.view);
}

TEST(Export, of_everything_says_what_was_drawn_and_is_not_in_it) {
    const scenes::Folder folder;
    const auto base = folder.write("x", "");
    Shown without_cells(scenes::three_areas());
    draw(without_cells, "Plan");
    without_cells.act(everything);
    const auto told = model::write_export(without_cells.exported(), base + ".gpkg", "0");
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0], model::text(model::Language::english, "export.drawn_left_out"));
    EXPECT_EQ(names_of(model::export_tables(without_cells.exported(), false)->tables)[1], "scores");
    Shown elsewhere(scenes::areas_of_cells());
    draw(elsewhere, "Plan");
    elsewhere.state.drawn.push_back(elsewhere.state.drawn.front());
    elsewhere.state.drawn.back().crs = "EPSG:3035";
    elsewhere.act(everything);
    EXPECT_EQ(model::write_export(elsewhere.exported(), base + ".xlsx", "0").size(), 1u);
}

TEST(Export, holds_what_its_preview_says) {
    Shown shown(scenes::areas_of_cells());
    const auto check = [&] {
        const auto entries = shown.preview();
        const auto tables = model::export_tables(shown.exported(), false);
        ASSERT_EQ(entries.size(), tables->tables.size());
        for (std::size_t t = 0; t < entries.size(); ++t) {
            const auto& table = tables->tables[t];
            EXPECT_EQ(entries[t].name, table.name);
            if (entries[t].layer) {
                EXPECT_EQ(entries[t].rows, static_cast<double>(table.rows()));
            }
            ASSERT_EQ(entries[t].columns.size(), table.columns.size()) << table.name;
            for (std::size_t c = 0; c < table.columns.size(); ++c) {
                EXPECT_EQ(entries[t].columns[c].first, table.columns[c].name);
                EXPECT_EQ(entries[t].columns[c].second, table.columns[c].about.title);
            }
        }
    };
    check();
    shown.act(model::Selected{"BU00010002"});
    check();
    shown.act(model::LevelChosen{"cells"});
    check();
    shown.act(model::ExportingSet{{true, model::Exporting::What::everything, true, false}});
    check();
    draw(shown, "Plan");
    score_drawn(shown);
    check();
}

TEST(Export, stops_where_that_is_asked_for_and_leaves_nothing) {
    const scenes::Folder folder;
    const auto path = folder.write("x", "") + ".gpkg";
    Shown shown(scenes::areas_of_cells());
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(model::write_export(shown.exported(), path, "0", {{}, stop.get_token()}), geo::WritingStopped);
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(DataDictionary, knows_every_column_that_is_written_in_both_languages) {
    Shown shown(scenes::areas_of_cells());
    shown.act(model::ImportanceSet{"won", 3});
    for (const auto language : {model::Language::english, model::Language::dutch}) {
        shown.act(model::LanguageChosen{language});
        for (const auto what : {model::Exporting::What::shown, model::Exporting::What::everything}) {
            shown.act(model::ExportingSet{{true, what, true, false}});
            const auto tables = model::export_tables(shown.exported(), false);
            for (const auto& table : tables->tables) {
                EXPECT_FALSE(table.title.empty()) << table.name;
                for (const auto& each : table.columns) {
                    EXPECT_FALSE(each.about.title.empty()) << table.name << '.' << each.name;
                    EXPECT_EQ((each.about.title + each.about.description).find('{'), std::string::npos)
                        << table.name << '.' << each.name;
                }
            }
        }
    }
}
