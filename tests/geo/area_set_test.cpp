#include "geo/area_set.h"

#include "geo/assess.h"
#include "support.h"
#include "town.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

using geo::Areas;
using geo::Dataset;
using geo::Note;

/// A folder with a town of two municipalities: six buurten of 200 by 100 m in a row from west to east, a cell in each
/// half of them, and where asked the wijken they lie in.
class Town {
public:
    Town() {
        std::string name = (std::filesystem::temp_directory_path() / "leefbeeld-test-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        std::string cells = "grid_id,versie,jaar,lbm,afw,fys,onv,soc,vrz,won\n";
        std::string squares = "crs28992res100m,aantal_woningen\n";
        for (int i = 0; i < 12; ++i) {
            const double part = i / 1000.0;
            cells += fmt::format("E{:04}N4000,Leefbaarometer 3.0,2024,{:.6f},{:.6f},{},{},{},{},{}\n", 1000 + i,
                                 4.0456 + 5 * part, 5 * part, part, part, part, part, part);
            squares += fmt::format("E{:04}N4000,{}\n", 1000 + i, 10 + i);
        }
        inputs_ = {write("cells.csv", cells), write("cbs_vk100_2024.csv", squares),
                   write("buurten.geojson", layer("bu_code", codes, 200))};
    }
    ~Town() { std::filesystem::remove_all(folder_); }
    Town(const Town&) = delete;
    Town& operator=(const Town&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return (folder_ / name).string();
    }

    [[nodiscard]] Dataset with_set(const std::string& text, const std::vector<std::string>& more = {}) const {
        geo::LoadOptions options;
        options.inputs = inputs_;
        options.inputs.insert(options.inputs.end(), more.begin(), more.end());
        options.sets = {write("focus.csv", text)};
        return geo::load(options);
    }

    [[nodiscard]] Dataset dissolved(std::vector<std::string> levels,
                                    const std::vector<std::string>& inputs = {}) const {
        geo::LoadOptions options;
        options.inputs = inputs.empty() ? inputs_ : inputs;
        options.dissolve = std::move(levels);
        return geo::load(options);
    }

    static std::string layer(const std::string& column, const std::vector<std::string>& of, double width) {
        std::string out =
            R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[)";
        for (std::size_t k = 0; k < of.size(); ++k) {
            const double x = 100000 + width * static_cast<double>(k);
            out += fmt::format(
                R"({}{{"type":"Feature","properties":{{"{}":"{}","gm_naam":"Stad {}"}},"geometry":{{"type":"Polygon","coordinates":[[[{},400000],[{},400000],[{},400100],[{},400100],[{},400000]]]}}}})",
                k > 0 ? "," : "", column, of[k], k < 4 ? "West" : "Oost", x, x + width, x + width, x, x);
        }
        return out + "]}";
    }

    inline static const std::vector<std::string> codes{"BU00010101", "BU00010102", "BU00010201",
                                                       "BU0001AB10", "BU00020000", "BU00020001"};

private:
    std::filesystem::path folder_;
    std::vector<std::string> inputs_;
};

const char* const head = "area_id,name,member_code,member_level,share\n";

testing::AssertionResult refuses(const Town& town, const std::string& text,
                                 std::initializer_list<std::string_view> parts) {
    return test::fails_saying(
        [&] {
            const auto dataset = town.with_set(text);
            static_cast<void>(geo::assess(dataset, dataset.level("focus"), {}));
        },
        parts);
}

/// "code: members' codes × share"
std::vector<std::string> told(const Dataset& dataset, const Areas& areas) {
    std::vector<std::string> out;
    for (std::size_t area = 0; area < areas.size(); ++area) {
        out.push_back(areas.code[area] + ":");
        for (const auto& member : areas.members[area])
            out.back() += fmt::format(" {}*{}", dataset.levels[member.level].code[member.area], member.share);
    }
    return out;
}

TEST(AreaSet, a_file_makes_a_level_of_its_own_name) {
    const Town town;
    const auto dataset = town.with_set(std::string(head) +
                                       "0012,Noord,BU00010101,buurt,1\n"
                                       "0012,Noord,BU00010201,buurt,0.5\n"
                                       "12,,BU00020000,,\n");
    const auto& set = dataset.level("focus");
    EXPECT_EQ(told(dataset, set), (std::vector<std::string>{"0012: BU00010101*1 BU00010201*0.5", "12: BU00020000*1"}));
    EXPECT_EQ(set.name, (std::vector<std::string>{"Noord", ""}));
    EXPECT_TRUE(set.chosen);
    const auto a = geo::assess(dataset, set, {});
    EXPECT_DOUBLE_EQ(a.weight.column(a.total, 0)[0], 10 + 11 + (14 + 15) / 2.0);
}

TEST(AreaSet, rows_may_come_in_any_order) {
    const Town town;
    const auto together =
        town.with_set(std::string(head) + "a,A,BU00010101,buurt,1\na,A,BU00010201,buurt,1\nb,B,BU00020000,buurt,1\n");
    const auto mixed =
        town.with_set(std::string(head) + "b,B,BU00020000,buurt,1\na,A,BU00010201,buurt,1\na,A,BU00010101,buurt,1\n");
    const auto x = geo::assess(together, together.level("focus"), {});
    const auto y = geo::assess(mixed, mixed.level("focus"), {});
    for (std::size_t d = 0; d < x.values.dimensions.size(); ++d) {
        EXPECT_TRUE(test::same_value(x.values.values.column(d, 0)[0], y.values.values.column(d, 0)[1]));
        EXPECT_TRUE(test::same_value(x.values.values.column(d, 0)[1], y.values.values.column(d, 0)[0]));
    }
}

TEST(AreaSet, a_file_as_excel_writes_it_in_the_netherlands_is_read) {
    const Town town;
    const auto dataset = town.with_set(
        "\xEF\xBB\xBF"
        "area_id;name;member_code;member_level;share\r\n"
        "007;Noord;BU00010101;buurt;0,5\r\n007;Noord;BU00010102;buurt;1\r\n");
    EXPECT_EQ(told(dataset, dataset.level("focus")), std::vector<std::string>{"007: BU00010101*0.5 BU00010102*1"});
}

TEST(AreaSet, half_of_a_buurt_may_be_in_each_of_two_areas) {
    const Town town;
    const auto dataset =
        town.with_set(std::string(head) + "a,,BU00010101,buurt,0.5\nb,,BU00010101,buurt,0.5\nb,,BU00010102,buurt,1\n");
    const auto a = geo::assess(dataset, dataset.level("focus"), {});
    EXPECT_DOUBLE_EQ(a.weight.column(a.total, 0)[0], 10.5);
    EXPECT_DOUBLE_EQ(a.weight.column(a.total, 0)[1], 10.5 + 25);
}

TEST(AreaSet, a_member_of_a_level_that_was_not_read_is_made_of_those_that_lie_in_it_by_their_codes) {
    const Town town;
    const auto dataset =
        town.with_set(std::string(head) + "a,,WK000101,wijk,0.5\nb,,GM0001,gemeente,1\nc,,WK0001AB,,1\n");
    EXPECT_EQ(told(dataset, dataset.level("focus")),
              (std::vector<std::string>{"a: BU00010101*0.5 BU00010102*0.5",
                                        "b: BU00010101*1 BU00010102*1 BU00010201*1 BU0001AB10*1", "c: BU0001AB10*1"}));
}

TEST(AreaSet, a_member_of_a_level_that_was_read_is_that_area) {
    const Town town;
    const auto wijken = town.write("wijken.geojson", Town::layer("wk_code", {"WK000101", "WK000102"}, 400));
    const auto dataset = town.with_set(std::string(head) + "a,,WK000101,wijk,1\n", {wijken});
    EXPECT_EQ(told(dataset, dataset.level("focus")), std::vector<std::string>{"a: WK000101*1"});
    const auto a = geo::assess(dataset, dataset.level("focus"), {});
    EXPECT_EQ(a.n.column(a.total, 0)[0], 4u);
}

TEST(AreaSet, a_member_whose_level_has_figures_but_no_borders_holds_the_cells_of_those_in_it) {
    const Town town;
    const auto scores =
        town.write("wijken.csv", "wk_code,jaar,versie,lbm,afw\nWK000101,2024,Leefbaarometer 3.0,4.1456,0.1\n");
    const auto dataset = town.with_set(std::string(head) + "a,,WK000101,wijk,1\n", {scores});
    const auto a = geo::assess(dataset, dataset.level("focus"), {});
    EXPECT_EQ(a.n.column(a.total, 0)[0], 4u);
    EXPECT_EQ(a.weight.column(a.total, 0)[0], 10 + 11 + 12 + 13);
}

TEST(AreaSet, unknown_codes_are_refused_and_none_is_left_out) {
    const Town town;
    const auto good = std::string(head) + "a,,BU00010101,buurt,1\n";
    EXPECT_TRUE(refuses(town, good + "a,,BU99999999,buurt,1\n", {"focus.csv", "BU99999999", "buurt", "mend the code"}));
    EXPECT_TRUE(refuses(town, good + "b,,BU99999999,buurt,1\nb,,BU99999998,buurt,1\n", {"focus.csv", "1 more"}));
    EXPECT_TRUE(refuses(town, good + "b,,GM9999,gemeente,1\n", {"focus.csv", "GM9999"}));
}

TEST(AreaSet, a_code_of_another_level_than_its_row_says_is_refused_with_both) {
    const Town town;
    EXPECT_TRUE(
        refuses(town, std::string(head) + "a,,BU00010101,wijk,1\n", {"focus.csv", "BU00010101", "wijk", "buurt"}));
    EXPECT_TRUE(refuses(town, std::string(head) + "a,,WK000101,buurt,1\n", {"focus.csv", "WK000101", "buurt"}));
}

TEST(AreaSet, a_level_may_be_written_with_a_capital) {
    const Town town;
    const auto dataset = town.with_set(std::string(head) + "a,,BU00010101,Buurt,1\n");
    EXPECT_EQ(told(dataset, dataset.level("focus")), std::vector<std::string>{"a: BU00010101*1"});
}

TEST(AreaSet, shares_that_are_none_are_refused_with_their_area_and_member) {
    const Town town;
    for (const auto* share : {"0", "-0.2", "1.01", "50"}) {
        EXPECT_TRUE(refuses(town, fmt::format("{}a,,BU00010101,buurt,{}\n", head, share),
                            {"focus.csv", "'a'", "BU00010101", share, "above 0 and not above 1"}));
    }
    for (const auto* share : {"half", "50%", "inf"}) {
        EXPECT_TRUE(refuses(town, fmt::format("{0}a,,BU00010102,buurt,1\na,,BU00010101,buurt,{1}\n", head, share),
                            {"focus.csv", share}));
    }
}

TEST(AreaSet, the_same_member_twice_is_refused) {
    const Town town;
    EXPECT_TRUE(refuses(town, std::string(head) + "a,,BU00010101,buurt,1\na,,BU00010101,buurt,1\n",
                        {"focus.csv", "'a'", "BU00010101", "twice", "leave one out"}));
    EXPECT_TRUE(refuses(town, std::string(head) + "a,,BU00010101,buurt,0.5\na,,WK000101,wijk,0.5\n",
                        {"focus.csv", "'a'", "WK000101"}));
}

TEST(AreaSet, nested_members_of_two_levels_are_refused_with_both) {
    const Town town;
    const auto wijken = town.write("wijken.geojson", Town::layer("wk_code", {"WK000101", "WK000102"}, 400));
    EXPECT_TRUE(test::fails_saying(
        [&] {
            const auto dataset =
                town.with_set(std::string(head) + "a,,WK000101,wijk,1\na,,BU00010102,buurt,1\n", {wijken});
            static_cast<void>(geo::assess(dataset, dataset.level("focus"), {}));
        },
        {"focus.csv", "'a'", "WK000101", "BU00010102"}));
}

TEST(AreaSet, a_template_without_members_is_refused_with_what_to_fill_in) {
    const Town town;
    EXPECT_TRUE(
        refuses(town, std::string(head) + "a,Noord,,,\nb,Zuid,,,\n", {"focus.csv", "member_code", "BU03630101"}));
    EXPECT_TRUE(refuses(town, head, {"focus.csv"}));
}

TEST(AreaSet, an_area_without_members_stays_without_a_score_and_is_counted) {
    const Town town;
    const auto dataset = town.with_set(std::string(head) + "a,A,BU00010101,buurt,1\nb,B,,,\n,C,BU00010102,buurt,1\n");
    const auto& set = dataset.level("focus");
    EXPECT_EQ(told(dataset, set), (std::vector<std::string>{"a: BU00010101*1", "b:"}));
    const auto noted = [&](Note::Kind kind, std::string_view what) {
        return std::ranges::any_of(dataset.report.notes, [&](const Note& n) {
            return n.kind == kind && n.count == 1 && n.source.find("focus.csv") != std::string::npos &&
                   n.what.text().find(what) != std::string::npos;
        });
    };
    EXPECT_TRUE(noted(Note::Kind::unmatched, "without a member"));
    EXPECT_TRUE(noted(Note::Kind::dropped, "without area_id"));
    const auto a = geo::assess(dataset, set, {});
    EXPECT_TRUE(std::isnan(a.values.values.column(a.total, 0)[1]));
    EXPECT_EQ(a.classes.column(a.total, 0)[1], geo::no_data_missing);
}

TEST(AreaSet, two_files_that_would_make_one_level_are_refused) {
    const Town town;
    geo::LoadOptions options;
    const auto text = std::string(head) + "a,,BU00010101,buurt,1\n";
    const auto first = town.write("focus.csv", text);
    const auto second = town.write("buurt.csv", text);
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(town.with_set(text, {second})); },
                                   {"buurt.csv", "level 'buurt'", "another name"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(town.with_set(text, {first})); },
                                   {"focus.csv", "level 'focus'", "another name"}));
}

TEST(AreaSet, its_borders_are_the_union_of_its_members) {
    const Town town;
    const auto dataset = town.with_set(std::string(head) + "a,,BU00010101,buurt,1\na,,BU00010102,buurt,1\n");
    const auto& set = dataset.level("focus");
    EXPECT_DOUBLE_EQ(geo::surface(set.polygons, 0), 400 * 100);
    EXPECT_EQ(set.polygons.ring_starts.size(), 2u);  // one ring
}

TEST(Dissolved, buurten_make_wijken_and_municipalities_by_the_digits_of_their_codes) {
    const Town town;
    const auto dataset = town.dissolved({"wijk", "gemeente", "all"});
    const auto& wijken = dataset.level("wijk");
    EXPECT_EQ(told(dataset, wijken),
              (std::vector<std::string>{"WK000101: BU00010101*1 BU00010102*1", "WK000102: BU00010201*1",
                                        "WK0001AB: BU0001AB10*1", "WK000200: BU00020000*1 BU00020001*1"}));
    const auto& municipalities = dataset.level("gemeente");
    EXPECT_EQ(municipalities.code, (std::vector<std::string>{"GM0001", "GM0002"}));
    EXPECT_EQ(municipalities.name, (std::vector<std::string>{"Stad West", "Stad Oost"}));
    EXPECT_EQ(wijken.name, (std::vector<std::string>(4)));  // nothing names them
    EXPECT_DOUBLE_EQ(geo::surface(municipalities.polygons, 0), 800 * 100);
    EXPECT_DOUBLE_EQ(geo::surface(municipalities.polygons, 1), 400 * 100);
    EXPECT_EQ(dataset.level("all").size(), 1u);
}

TEST(Dissolved, is_refused_where_codes_tell_nothing_and_where_the_level_is_there) {
    const Town town;
    const auto own = town.write("own.geojson", Town::layer("id_code", {"Noord", "Zuid"}, 200));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(town.dissolved({"gemeente"}, {own})); },
                                   {"gemeente", "BU03630101", "add a file"}));
    const auto municipalities = town.write("g.geojson", Town::layer("gm_code", {"GM0001", "GM0002"}, 800));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(town.dissolved({"gemeente"}, {municipalities})); },
                                   {"level 'gemeente'", "nothing to dissolve"}));
}

TEST(Dissolved, areas_whose_codes_tell_nothing_are_left_out_and_counted_wherever_they_stand) {
    const Town town;
    const auto mixed = town.write("mixed.geojson", Town::layer("bu_code", {"elders", "BU00010101", "BU00010102"}, 200));
    const auto dataset = town.dissolved({"gemeente"}, {mixed});
    EXPECT_EQ(told(dataset, dataset.level("gemeente")), std::vector<std::string>{"GM0001: BU00010101*1 BU00010102*1"});
    EXPECT_TRUE(std::ranges::any_of(dataset.report.notes, [](const Note& n) {
        return n.kind == Note::Kind::unmatched && n.count == 1 && n.examples == std::vector<std::string>{"elders"};
    }));
}

TEST(Dissolved, a_level_with_figures_but_no_borders_does_not_take_the_place_of_one_that_holds_cells) {
    const Town town;
    std::string scores = "bu_code,jaar,versie,lbm,afw\n";
    for (int k = 0; k < 20; ++k) scores += fmt::format("BU000101{:02},2024,Leefbaarometer 3.0,4.1456,0.1\n", k);
    const auto cells = town.write("c.csv",
                                  "grid_id,versie,jaar,afw,dwellings\nE1000N4000,Leefbaarometer "
                                  "3.0,2024,0.1,5\nE1003N4000,Leefbaarometer 3.0,2024,0.2,5\n");
    const auto squares =
        town.write("cbs_vk100_2024.csv", "crs28992res100m,aantal_woningen\nE1000N4000,5\nE1003N4000,15\n");
    const auto dataset =
        town.dissolved({"gemeente"}, {cells, squares, town.write("b.csv", scores),
                                      town.write("w.geojson", Town::layer("wk_code", {"WK000101", "WK000102"}, 200))});
    const auto a = geo::assess(dataset, dataset.level("gemeente"), {});
    EXPECT_EQ(a.n.column(a.total, 0)[0], 2u);
    EXPECT_DOUBLE_EQ(a.values.values.column(a.total, 0)[0], (5 * 0.1 + 15 * 0.2) / 20);
}

RC_GTEST_PROP(Dissolved, scoring_a_municipality_is_scoring_the_union_of_its_buurten, ()) {
    const auto town = towns::any_town();
    const auto options = towns::by(towns::any_rule());
    const auto made = geo::dissolved(town, "gemeente", true, 1);
    Areas drawn = made;
    drawn.members.clear();
    drawn.polygons = {};
    double sum = 0;
    for (const auto& members : made.members) towns::append_joined(drawn.polygons, town.levels[0], members);
    for (std::size_t area = 0; area < made.size(); ++area) {
        sum += geo::surface(made.polygons, area);
        RC_ASSERT(std::abs(geo::surface(made.polygons, area) - geo::surface(drawn.polygons, area)) <= 1e-6);
    }
    RC_ASSERT(std::abs(sum - 600.0 * 600.0) <= 1e-6);
    const auto x = geo::assess(town, made, options);
    const auto y = geo::assess(town, drawn, options);
    for (std::size_t d = 0; d < x.values.dimensions.size(); ++d) {
        for (std::size_t m = 0; m < 2; ++m) {
            for (std::size_t area = 0; area < made.size(); ++area) {
                const double a = x.values.values.column(d, m)[area];
                const double b = y.values.values.column(d, m)[area];
                RC_ASSERT(std::isnan(a) == std::isnan(b));
                RC_ASSERT(std::isnan(a) || std::abs(a - b) <= 1e-12);
            }
        }
    }
}

RC_GTEST_PROP(Dissolved, by_way_of_wijken_or_not_municipalities_are_the_same, ()) {
    auto town = towns::any_town();
    const auto direct = geo::assess(town, geo::dissolved(town, "gemeente", false, 1), {});
    const auto straight = direct.values;
    auto wijken = geo::dissolved(town, "wijk", true, 1);
    wijken.members.clear();
    town.levels = {std::move(wijken)};
    const auto by_way = geo::assess(town, geo::dissolved(town, "gemeente", false, 1), {});
    for (std::size_t d = 0; d < straight.dimensions.size(); ++d) {
        for (std::size_t m = 0; m < 2; ++m) {
            for (std::size_t area = 0; area < straight.rows; ++area) {
                const double a = straight.values.column(d, m)[area];
                const double b = by_way.values.values.column(d, m)[area];
                RC_ASSERT(std::isnan(a) == std::isnan(b));
                RC_ASSERT(std::isnan(a) || std::abs(a - b) <= 1e-12);
            }
        }
    }
}

}  // namespace
