#include "app/model/finder.h"

#include "app/model/place_text.h"
#include "geo/text_fold.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>

namespace {

using model::Language;

/// Squares of one level, by code and name, 1 km each in a row.
std::string squares(const std::string& level, const std::vector<std::pair<std::string, std::string>>& areas, int side,
                    int north = 0) {
    std::string out =
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[)";
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const int x = 150000 + static_cast<int>(i) * side;
        const int y = 460000 + north;
        out += fmt::format(
            R"({}{{"type":"Feature","properties":{{"{}_code":"{}","{}_naam":"{}"}},"geometry":{{"type":"Polygon","coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}}}})",
            i > 0 ? "," : "", level, areas[i].first, level, areas[i].second, x, y, x + side, y, x + side, y + side, x,
            y + side, x, y);
    }
    return out + "]}";
}

std::string scores(const std::string& level, const std::vector<std::pair<std::string, std::string>>& areas) {
    std::string out = level + "_code,versie,jaar,lbm,afw,fys,onv,soc,vrz,won\n";
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const double afw = static_cast<double>(i % 7) / 10 - 0.3;
        out += fmt::format("{},Leefbaarometer 3.0,2020,{},{},0,0,0,0,{}\n", areas[i].first, afw + 4.102264851143685,
                           afw, afw);
    }
    return out;
}

/// Municipalities and neighbourhoods with names that are hard to type.
std::shared_ptr<const model::Scene> country() {
    static const auto scene = [] {
        const std::vector<std::pair<std::string, std::string>> gemeenten{
            {"GM0518", "'s-Gravenhage"}, {"GM0400", "Den Helder"}, {"GM0758", "Breda"}, {"GM1900", "Súdwest-Fryslân"}};
        const std::vector<std::pair<std::string, std::string>> buurten{
            {"BU05180101", "Oude Haven"},  {"BU05180102", "Scheveningen-Dorp"}, {"BU04000101", "Haven"},
            {"BU04000102", "De Schooten"}, {"BU07580101", "Haven-Noord"},       {"BU07580102", "IJpelaar Ĳzer"},
            {"BU19000101", "Wâldsein"},    {"BU19000102", "Achterhavenwijk"},   {"BU07580103", "Centrum"},
            {"BU04000103", "Centrum"}};
        const scenes::Folder folder;
        return scenes::load({folder.write("gemeente.geojson", squares("gm", gemeenten, 5000)),
                             folder.write("gemeenten.csv", scores("gm", gemeenten)),
                             folder.write("buurt.geojson", squares("bu", buurten, 1000)),
                             folder.write("buurten.csv", scores("bu", buurten))});
    }();
    return scene;
}

struct Finder : testing::Test {
    std::shared_ptr<const model::Scene> scene = country();
    model::PlaceNames names = model::place_names_of(*scene);
    model::AreaFinder find{*scene, names};
    model::View view{{155000, 463000}, 100, 1000, 800};

    model::Found found(std::string_view text) { return find(text, view, scene->find("buurt"), Language::english); }
    std::vector<std::string> texts(std::string_view text) {
        std::vector<std::string> out;
        for (const auto& hit : found(text).hits) out.push_back(hit.text);
        return out;
    }
    std::string best(std::string_view text) {
        const auto all = texts(text);
        return all.empty() ? "" : all.front();
    }
};

}  // namespace

TEST_F(Finder, finds_what_a_planner_expects) {
    EXPECT_EQ(best("den h"), "'s-Gravenhage");  // Den Haag
    EXPECT_EQ(texts("den h"), (std::vector<std::string>{"'s-Gravenhage", "Den Helder", "Haven", "Oude Haven"}));
    EXPECT_EQ(best("s gravenhage"), "'s-Gravenhage");
    EXPECT_EQ(best("gravenh"), "'s-Gravenhage");
    EXPECT_EQ(texts("haven"), (std::vector<std::string>{"Haven", "Haven-Noord", "Oude Haven", "Achterhavenwijk"}));
    EXPECT_EQ(best("noord haven"), "Haven-Noord");
    EXPECT_EQ(texts("haven breda"), std::vector<std::string>{"Haven-Noord"});
    EXPECT_EQ(texts("centrum den helder"), std::vector<std::string>{"Centrum"});
    EXPECT_EQ(best("waldsein"), "Wâldsein");
    EXPECT_EQ(best("SUDWEST FRY"), "Súdwest-Fryslân");
    EXPECT_EQ(best("ijzer"), "IJpelaar Ĳzer");
    EXPECT_EQ(best("bu0758 0101"), "Haven-Noord");
    EXPECT_EQ(best("0758"), "Breda");
}

TEST_F(Finder, says_level_and_municipality_of_what_it_found_and_goes_there) {
    const auto hit = found("haven-noord").hits.at(0);
    EXPECT_EQ(hit.note, "Neighbourhoods · Breda");
    const auto& action = std::get<model::AreaFound>(hit.action);
    EXPECT_EQ(action.level, "buurt");
    EXPECT_EQ(action.code, "BU07580101");
    EXPECT_EQ(found("breda").hits.at(0).note, "Municipalities");
}

TEST(FinderOfNeighbourhoods, goes_to_a_municipality_that_only_their_codes_tell_of) {
    const std::vector<std::pair<std::string, std::string>> buurten{
        {"BU07580101", "Centrum"}, {"BU07580102", "Breda-Noord"}, {"BU04000101", "Bre"}};
    auto borders = squares("bu", buurten, 1000);
    for (const auto* name : {"Breda", "Breda", "Den Helder"}) {
        const auto at = borders.find(R"("properties":{"bu_code")");
        ASSERT_NE(at, std::string::npos);
        borders.replace(at, 14, fmt::format(R"("properties": {{"gm_naam":"{}",)", name));
    }
    const scenes::Folder folder;
    const auto scene =
        scenes::load({folder.write("buurt.geojson", borders), folder.write("buurten.csv", scores("bu", buurten))});
    const auto names = model::place_names_of(*scene);
    const model::AreaFinder find(*scene, names);
    const model::View view{{0, 0}, 100, 400, 400};
    const auto found = find("breda", view, nullptr, Language::dutch);
    ASSERT_EQ(found.hits.size(), 2U);
    EXPECT_EQ(found.hits[0].text, "Breda");
    EXPECT_EQ(found.hits[0].note, "Gemeente");
    const auto& to = std::get<model::ViewMoved>(found.hits[0].action);
    EXPECT_DOUBLE_EQ(to.centre.x, 151000);  // between its two
    EXPECT_DOUBLE_EQ(to.centre.y, 460500);
    EXPECT_EQ(find("bre", view, nullptr, Language::dutch).hits[0].text, "Bre");  // the whole name goes first
}

TEST_F(Finder, finds_every_area_by_its_own_name_and_code_and_without_diacritics) {
    for (const auto& layer : scene->layers) {
        const auto& areas = *layer.assessment.areas;
        for (std::size_t row = 0; row < areas.size(); ++row) {
            for (const auto& text : {areas.name[row], areas.code[row], geo::folded_words(areas.name[row])}) {
                const auto all = found(text);
                const bool there = std::any_of(all.hits.begin(), all.hits.end(),
                                               [&](const auto& hit) { return hit.code == areas.code[row]; });
                EXPECT_TRUE(there) << text;
            }
            EXPECT_EQ(found(areas.code[row]).hits.front().code, areas.code[row]);
        }
    }
}

TEST_F(Finder, says_when_there_is_nothing_and_how_many_more_there_are) {
    EXPECT_TRUE(found("").hits.empty());
    EXPECT_TRUE(found("  ").hits.empty());
    EXPECT_NE(found("xyzzy").nothing.find("xyzzy"), std::string::npos);
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 50; ++i) many.emplace_back(fmt::format("BU0001{:04}", i), fmt::format("Wijkje {}", i));
    const scenes::Folder folder;
    const auto alike =
        scenes::load({folder.write("b.geojson", squares("bu", many, 100)), folder.write("b.csv", scores("bu", many))});
    const auto alike_names = model::place_names_of(*alike);
    const auto all = model::AreaFinder(*alike, alike_names)("wijkje", view, nullptr, Language::dutch);
    EXPECT_EQ(all.hits.size(), model::most_hits);
    EXPECT_EQ(all.more, 50 - model::most_hits);
}

TEST_F(Finder, goes_to_coordinates_of_the_map_and_of_the_globe) {
    const auto place = [&](std::string_view text) {
        const auto all = found(text);
        const auto* action = all.hits.empty() ? nullptr : std::get_if<model::ViewMoved>(&all.hits.front().action);
        return action != nullptr ? action->centre : geo::Point{0, 0};
    };
    for (const auto* text : {"155000 463000", "155000,463000", "155000, 463000", "155000;463000"}) {
        EXPECT_NEAR(place(text).x, 155000, 1e-6) << text;
        EXPECT_NEAR(place(text).y, 463000, 1e-6) << text;
    }
    for (const auto* text : {"52.155 5.387", "52,155 5,387", "52.155N 5.387E", "N 52,155 O 5,387", "5.387 52.155",
                             "52,155,5,387", "52.155° 5.387°"}) {
        EXPECT_NEAR(place(text).x, 155000, 300) << text;
        EXPECT_NEAR(place(text).y, 463000, 300) << text;
    }
    EXPECT_TRUE(found("10 10").hits.empty());
    EXPECT_NE(found("10 10").nothing.find("Amersfoort"), std::string::npos);
    EXPECT_EQ(found("150500 460500").hits.at(0).note, "Oude Haven");
}

TEST_F(Finder, goes_to_a_grid_cell_and_selects_it_where_it_has_a_score) {
    const auto there = found("e1550n4630");
    ASSERT_EQ(there.hits.size(), 1U);
    EXPECT_NEAR(std::get<model::ViewMoved>(there.hits[0].action).centre.x, 155050, 1e-9);
    const auto cells = scenes::areas_of_cells();
    const auto cell_names = model::place_names_of(*cells);
    const auto scored = model::AreaFinder(*cells, cell_names)("E1000N4000", view, nullptr, Language::english);
    EXPECT_EQ(std::get<model::AreaFound>(scored.hits.at(0).action).code, "E1000N4000");
}

TEST_F(Finder, stands_any_text_at_once) {
    const std::string lengthy(10000, 'a');
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(found(lengthy).hits.empty());
    EXPECT_TRUE(found("\xff\xfe '\" % {} \n").hits.empty());
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 0.1);
}

TEST(Pairs, are_read_as_people_write_them_and_nothing_else_is) {
    for (const auto* text :
         {"", "1", "a b", "1 2 3", "1,2,3", "52N 4N", "1e5 2", "--1 2", "den haag", "nan nan", "1 2 n"}) {
        EXPECT_FALSE(model::parse_pair(text)) << text;
    }
    const auto south = model::parse_pair("33,9Z 18,4O");
    ASSERT_TRUE(south);
    EXPECT_EQ(south->first, -33.9);
    EXPECT_TRUE(south->north_first);
    EXPECT_TRUE(model::parse_pair("4.9E 52.37N")->east_first);
}

TEST(FindCommands, by_any_words_and_all_where_nothing_is_typed) {
    model::State state;
    model::Results results;
    model::Deriver derive;
    const auto all = model::commands(state, results, derive(state, results));
    const auto found = [&](std::string_view text) { return model::find_commands(text, all, Language::english); };
    EXPECT_GT(found("").hits.size(), 8U);
    ASSERT_FALSE(found("contr").hits.empty());
    EXPECT_TRUE(std::holds_alternative<model::ComfortSet>(found("contr").hits[0].action));
    EXPECT_EQ(found("keys mouse").hits.at(0).own, "keys");
    EXPECT_TRUE(found("undo").hits.empty());  // there is nothing to undo
    EXPECT_FALSE(found("zzz").nothing.empty());
}

RC_GTEST_PROP(FinderProperty, parsing_a_pair_never_fails, (const std::string& text)) {
    static_cast<void>(model::parse_pair(text));
}
