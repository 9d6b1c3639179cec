#include "app/model/drawn.h"

#include "app/model/derive.h"
#include "app/model/overlay_job.h"
#include "app/model/session.h"
#include "geo/vector/write.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>

namespace {

using Ring = std::vector<geo::Point>;

/// The cells of scenes::areas_of_cells lie in three blocks of 4 x 3, from x = 100 000, 101 000 and 102 000 on.
const Ring western{{99'990, 399'990}, {100'260, 399'990}, {100'260, 400'310}, {99'990, 400'310}};
const Ring eastern{{101'950, 399'900}, {102'333, 399'900}, {102'333, 400'210}, {101'950, 400'210}};
const Ring crossing{{100'000, 400'000}, {101'400, 400'300}, {101'400, 400'000}, {100'000, 400'300}};
const Ring between{{100'500, 400'000}, {100'900, 400'000}, {100'900, 400'300}};
const Ring flat{{100'000, 400'000}, {100'400, 400'000}, {100'200, 400'000}};

struct Map {
    model::State state;
    model::Results results;
    model::Deriver derive;

    explicit Map(std::shared_ptr<const model::Scene> scene) {
        act(model::Opened{scene->inputs});
        act(model::Loaded{state.load.number, std::move(scene)});
    }
    void act(const model::Action& action) { model::apply(state, results, action); }
    void score() { act(model::DrawnScored{results.scene, model::scored(*results.scene, state.drawn)}); }
    void draw(const Ring& ring, const std::string& name = {}) {
        act(model::AreaDrawn{ring, name});
        score();
    }
    const model::Derived& derived() { return derive(state, results); }
    std::vector<std::string> remarks(std::size_t area = 0) { return derived().drawn.at(area).remarks; }
};

/// Bits, so that what is missing equals what is missing.
bool same(std::span<const double> a, std::span<const double> b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

template <typename Value>
bool same(const geo::Cube<Value>& a, const geo::Cube<Value>& b, std::size_t dimensions, std::size_t measurements) {
    if (a.empty() || b.empty()) return a.empty() == b.empty();
    for (std::size_t d = 0; d < dimensions; ++d) {
        for (std::size_t m = 0; m < measurements; ++m) {
            const auto left = a.column(d, m);
            const auto right = b.column(d, m);
            if (left.size() != right.size() || std::memcmp(left.data(), right.data(), left.size_bytes()) != 0)
                return false;
        }
    }
    return true;
}

bool same(const geo::Assessment& a, const geo::Assessment& b) {
    const auto d = a.values.dimensions.size();
    const auto m = a.values.measurements.size();
    if (a.areas->code != b.areas->code || a.areas->name != b.areas->name) return false;
    if (!same(a.values.values, b.values.values, d, m) || !same(a.weight, b.weight, d, m) || !same(a.n, b.n, d, m))
        return false;
    if (!same(a.classes, b.classes, a.class_dimensions.size(), m) || a.class_weight.size() != b.class_weight.size())
        return false;
    for (std::size_t k = 0; k < a.class_weight.size(); ++k) {
        if (!same(a.class_weight[k], b.class_weight[k], a.share_dimensions.size(), m)) return false;
    }
    return a.members.runs == b.members.runs && same(a.members.share, b.members.share);
}

/// What the inspector tells, written out; doubles by their bits.
std::string told(const model::Derived& derived) {
    std::string out;
    const auto put = [&](const std::string& text) { out += text + '\n'; };
    const auto bits = [&](double number) { put(fmt::format("{:a}", number)); };
    const auto figure = [&](const model::Figure& each) {
        put(each.code + each.name + each.class_label + std::to_string(each.class_code));
        bits(each.value);
    };
    for (const auto& area : derived.selected) {
        put(area.code + area.name + area.weight_name);
        bits(area.weight);
        bits(area.n);
        figure(area.shown);
        for (const auto& each : area.dimensions) figure(each);
        for (const auto& each : area.measurements) figure(each);
    }
    for (const auto& each : derived.explanations) {
        put(each.refusal + each.reference + each.low_share + each.without_score + each.words.title + each.words.basis);
        for (const auto& section : each.words.sections) {
            put(section.heading + section.check);
            for (const auto& sentence : section.sentences) put(sentence);
        }
        for (const auto& bar : each.why) bits(bar.value);
        for (const auto& bar : each.change) bits(bar.value);
        for (const auto& share : each.classes) bits(share.share);
    }
    for (const auto& spread : derived.spreads) {
        for (const auto& series : spread.references) {
            put(series.label);
            for (const double value : series.values) bits(value);
        }
        for (const auto& bar : spread.bars) {
            for (const auto& part : bar.parts) bits(part.share);
        }
        for (const auto& bin : spread.bins) bits(bin.share);
        bits(spread.low);
        bits(spread.high);
        put(std::to_string(spread.units));
    }
    return out;
}

std::shared_ptr<const model::Scene> with_set(const std::vector<std::string>& inputs, const std::string& set,
                                             model::SceneOptions options) {
    options.load.inputs = inputs;
    options.load.sets = {set};
    return model::build_scene(options);
}

model::SceneOptions any_options() {
    model::SceneOptions out;
    out.load.threads = out.assess.threads = 1;
    if (*rc::gen::arbitrary<bool>()) out.assess.membership = geo::Membership::share;
    out.assess.scheme = *rc::gen::element<std::string>("", "", "quantile", "equal");
    return out;
}

/// Over the cells of the scene, as people draw: any order of corners, so mostly crossing itself.
Ring any_ring() {
    Ring out;
    for (int i = 0, n = *rc::gen::inRange(3, 9); i < n; ++i)
        out.push_back(
            {99'900 + *rc::gen::inRange(0, 2'700'00) / 100.0, 399'900 + *rc::gen::inRange(0, 60'000) / 100.0});
    return out;
}

}  // namespace

RC_GTEST_PROP(DrawnProperty, is_told_as_polygons_of_a_set_are_to_the_last_bit, ()) {
    const scenes::Folder folder;
    const auto inputs = scenes::write_cells(folder);
    auto options = any_options();
    options.load.inputs = inputs;
    Map map(model::build_scene(options));
    for (int i = 0, n = *rc::gen::inRange(1, 4); i < n; ++i) map.draw(any_ring());
    const auto& drawn = *map.results.overlays.drawn;
    RC_PRE(!map.state.drawn.empty() && std::find(drawn.lost.begin(), drawn.lost.end(), 1) == drawn.lost.end());
    const auto file = folder.write("plan.gpkg", "");
    std::filesystem::remove(file);
    RC_ASSERT(model::write_drawn(*map.results.scene, map.state.drawn, file) == map.state.drawn.size());

    const auto scene = with_set(inputs, file, options);
    const auto* set = scene->find("plan");
    if (set == nullptr) {  // a set that not one scored cell lies in is refused
        for (std::size_t row = 0; row < drawn.areas.size(); ++row) {
            for (std::size_t m = 0; m < 3; ++m) RC_ASSERT(drawn.layer->assessment.n.column(0, m)[row] == 0U);
        }
        return;
    }
    RC_ASSERT(same(drawn.layer->assessment, set->assessment));
    RC_ASSERT(drawn.layer->row_weight.size() == set->row_weight.size());
    for (std::size_t m = 0; m < set->row_weight.size(); ++m)
        RC_ASSERT(same(drawn.layer->row_weight[m], set->row_weight[m]));

    // And so is all that the inspector shows of one, whatever was chosen.
    Map other(scene);
    const auto code = (*rc::gen::elementOf(map.state.drawn)).code;
    std::vector<model::Action> chosen{
        model::MeasurementChosen{*rc::gen::element<std::string>("2014", "2018", "2020")},
        model::DimensionChosen{*rc::gen::element<std::string>("", "won", "class_dev")},
        model::ReferenceChosen{*rc::gen::element<std::string>("fixed", "all", "gemeente", "BU00010002")},
        model::ShowChosen{*rc::gen::element(model::Show::state, model::Show::change, model::Show::difference)},
        model::LanguageChosen{*rc::gen::element(model::Language::dutch, model::Language::english)}};
    if (*rc::gen::arbitrary<bool>()) chosen.emplace_back(model::ImportanceSet{"soc", 3});
    if (*rc::gen::arbitrary<bool>())
        chosen.emplace_back(model::SchemeChosen{{model::Scheme::Kind::quantile, 3, false, {}}});
    for (const auto& action : chosen) {
        map.act(action);
        other.act(action);
    }
    map.act(model::Selected{code, false, model::drawn_level});
    other.act(model::LevelChosen{"plan"});
    other.act(model::Selected{code});
    other.act(model::LevelChosen{"buurt"});
    RC_ASSERT(map.derived().selected.size() == 1U);
    const auto here = told(map.derived());
    const auto there = told(other.derived());
    RC_ASSERT(here == there);
}

TEST(Drawn, is_selected_and_told_as_soon_as_it_is_scored) {
    Map map(scenes::areas_of_cells());
    map.act(model::AreaDrawn{western});
    ASSERT_EQ(map.state.drawn.size(), 1u);
    EXPECT_EQ(map.state.drawn[0].name, "Drawn area 1");
    EXPECT_EQ(map.state.drawn[0].crs, "EPSG:28992");
    EXPECT_EQ(map.state.selected, std::vector{map.state.drawn[0].code});
    EXPECT_TRUE(map.derived().selected.empty());
    EXPECT_TRUE(map.derived().drawn[0].waits);
    map.score();
    ASSERT_EQ(map.derived().selected.size(), 1u);
    EXPECT_EQ(map.derived().selected[0].n, 9);  // of the twelve cells of the first block, three columns
    EXPECT_TRUE(map.derived().drawn[0].told);
    EXPECT_TRUE(map.remarks().empty());
    ASSERT_EQ(map.derived().explanations.size(), 1u);
    EXPECT_TRUE(map.derived().explanations[0].explanation);
    EXPECT_TRUE(map.derived().selected_rows.empty());  // of the level shown nothing is selected
    EXPECT_EQ(map.derived().laid.size(), 1u);
}

TEST(Drawn, is_what_it_holds_whatever_neighbourhood_that_lies_in) {
    Map map(scenes::areas_of_cells());
    map.draw({{100'000, 400'000}, {101'000, 400'000}, {101'000, 401'000}, {100'000, 401'000}});
    const auto drawn = map.derived().selected.at(0);
    map.act(model::Selected{"BU00010001"});
    const auto& area = map.derived().selected.at(0);
    EXPECT_EQ(drawn.shown.value, area.shown.value);
    EXPECT_EQ(drawn.weight, area.weight);
    EXPECT_EQ(drawn.n, area.n);
}

TEST(Drawn, says_why_nothing_can_be_told) {
    Map map(scenes::areas_of_cells());
    map.draw(between);
    EXPECT_EQ(map.remarks(), std::vector{std::string("No grid cell has its centre in this area: there is nothing to "
                                                     "tell of it.")});
    EXPECT_FALSE(map.derived().explanations[0].explanation.has_value());
    map.draw(flat);
    EXPECT_EQ(map.remarks(1), std::vector{std::string("The outline encloses nothing.")});
    EXPECT_TRUE(map.derived().selected.empty());
    map.draw(crossing);
    EXPECT_EQ(map.remarks(2).size(), 1u);
    EXPECT_NE(map.remarks(2)[0].find("crosses or touches itself"), std::string::npos);
    EXPECT_GT(map.derived().selected.at(0).n, 0);
    map.draw({{100'700, 400'300}, {100'702, 400'300}, {100'702, 400'302}});
    map.act(model::LanguageChosen{model::Language::dutch});
    EXPECT_NE(map.remarks(3)[0].find("midden"), std::string::npos);

    Map bare(scenes::three_areas());
    bare.draw(western);
    EXPECT_NE(bare.remarks()[0].find("only from grid cells"), std::string::npos);
    EXPECT_TRUE(bare.derived().selected.empty());
    EXPECT_FALSE(bare.derived().drawn[0].waits);
}

TEST(Drawn, says_that_its_cells_have_no_score_at_a_measurement) {
    Map map(scenes::areas_of_cells());
    map.draw({{100'310, 400'010}, {100'390, 400'010}, {100'390, 400'090}, {100'310, 400'090}});  // cell 3: none in 2014
    EXPECT_TRUE(map.remarks().empty());
    map.act(model::MeasurementChosen{"2014"});
    EXPECT_EQ(map.remarks(), std::vector{std::string("The one grid cell in this area has no score in 2014.")});
}

TEST(Drawn, has_figures_of_the_outline_it_has_now) {
    Map map(scenes::areas_of_cells());
    map.draw(western);
    const auto figures = map.results.overlays.drawn;
    map.act(model::Undone{});
    EXPECT_TRUE(map.state.drawn.empty());
    EXPECT_TRUE(map.derived().selected.empty());
    map.act(model::AreaDrawn{eastern});
    ASSERT_EQ(map.state.drawn[0].code, figures->of[0].code);
    EXPECT_TRUE(map.derived().selected.empty());  // those there are belong to another outline of that code
    EXPECT_TRUE(map.derived().drawn[0].waits);
    map.score();
    EXPECT_EQ(map.derived().selected.size(), 1u);
    map.act(model::DrawnRenamed{map.state.drawn[0].code, "  Plan\nhaven "});
    EXPECT_EQ(map.state.drawn[0].name, "Plan haven");
    EXPECT_EQ(map.derived().selected.size(), 1u);  // its outline is the same
    EXPECT_TRUE(model::awaits_scores(map.state, map.results));
}

TEST(Drawn, is_undone_and_redone_renamed_and_removed) {
    Map map(scenes::areas_of_cells());
    map.draw(western, "Plan");
    map.draw(eastern);
    EXPECT_EQ(map.state.drawn[0].name, "Plan");
    EXPECT_EQ(map.state.drawn[1].name, "Drawn area 2");
    map.act(model::DrawnRemoved{map.state.drawn[1].code});
    EXPECT_TRUE(map.state.selected.empty());
    EXPECT_EQ(map.state.drawn.size(), 1u);
    map.act(model::Undone{});
    EXPECT_EQ(map.state.drawn.size(), 2u);
    EXPECT_EQ(map.state.selected, std::vector{map.state.drawn[1].code});
    map.act(model::Undone{});
    map.act(model::Undone{});
    EXPECT_TRUE(map.state.drawn.empty());
    for (int i = 0; i < 3; ++i) map.act(model::Redone{});
    EXPECT_EQ(map.state.drawn.size(), 1u);
    map.act(model::DrawnRenamed{map.state.drawn[0].code, " \t "});
    EXPECT_EQ(map.state.drawn[0].name, "Plan");  // a name that is none changes nothing
}

TEST(Drawn, keeps_of_its_corners_what_makes_an_area) {
    Map map(scenes::areas_of_cells());
    map.act(model::AreaDrawn{{{0, 0}, {1, 1}}});
    map.act(model::AreaDrawn{{{0, 0}, {0.001, 0.001}, {1, 1}, {1, 1}, {std::nan(""), 2}, {0, 0}}});
    EXPECT_TRUE(map.state.drawn.empty());
    map.act(model::AreaDrawn{{{0.004, 0}, {10, 0}, {10, 10.129}, {0, 0}}});
    ASSERT_EQ(map.state.drawn.size(), 1u);
    EXPECT_EQ(map.state.drawn[0].corners, (Ring{{0, 0}, {10, 0}, {10, 10.13}}));
    Ring many;
    for (int i = 0; i < 100'000; ++i)
        many.push_back({100'000 + std::cos(i * 1e-4) * i, 400'000 + std::sin(i * 1e-4) * i});
    map.act(model::AreaDrawn{many});
    EXPECT_LE(map.state.drawn[1].corners.size(), model::most_corners);
    for (int i = 0; i < 300; ++i) map.act(model::AreaDrawn{western});
    EXPECT_EQ(map.state.drawn.size(), model::most_drawn);
}

TEST(Drawn, lies_on_no_map_but_its_own) {
    Map map(scenes::areas_of_cells());
    map.draw(western);
    auto choices = static_cast<const model::Choices&>(map.state);
    choices.drawn.push_back({"drawn-7", "", "EPSG:3035", eastern});
    choices.drawn.push_back({"drawn-7", "twice", "EPSG:28992", eastern});
    choices.drawn.push_back({"drawn-8", "too few", "EPSG:28992", {{0, 0}}});
    map.act(model::SessionRestored{choices});
    map.score();
    ASSERT_EQ(map.state.drawn.size(), 2u);
    EXPECT_EQ(map.state.drawn[1].name, "drawn-7");
    EXPECT_EQ(map.remarks(1),
              std::vector{std::string("Drawn in EPSG:3035; this map is in EPSG:28992. The area is not on it.")});
    EXPECT_FALSE(map.derived().drawn[1].placed);
    map.act(model::Selected{"drawn-7", false, model::drawn_level});
    EXPECT_TRUE(map.derived().selected.empty());
    map.act(model::AreaDrawn{eastern});
    EXPECT_EQ(map.state.drawn[2].code, "drawn-8");
    const scenes::Folder folder;
    const auto file = folder.write("x.gpkg", "");
    std::filesystem::remove(file);
    EXPECT_EQ(model::write_drawn(*map.results.scene, map.state.drawn, file), 2u);
    EXPECT_EQ(model::write_drawn(*map.results.scene, {choices.drawn[1]}, file), 0u);
}

TEST(Drawn, stays_when_other_files_are_opened) {
    Map map(scenes::areas_of_cells());
    map.draw(western, "Plan");
    map.act(model::Opened{{"others"}});
    EXPECT_EQ(map.state.drawn.size(), 1u);
    EXPECT_TRUE(map.state.selected.empty());
    map.act(model::Loaded{map.state.load.number, scenes::three_areas()});
    EXPECT_TRUE(map.derived().drawn[0].waits);
    map.score();
    EXPECT_NE(map.remarks()[0].find("only from grid cells"), std::string::npos);
}

TEST(Drawn, is_scored_beside_the_window) {
    Map map(scenes::areas_of_cells());
    model::OverlayJob job({{}, 1}, {});
    map.act(model::AreaDrawn{western});
    for (int i = 0; i < 2000 && model::awaits_scores(map.state, map.results); ++i) {
        job.follow(map.state, map.results, false);
        for (const auto& action : job.poll()) map.act(action);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(map.derived().selected.size(), 1u);
    EXPECT_FALSE(model::next_overlay_task(map.state, map.results, true));
}

TEST(Drawn, is_found_by_its_outline) {
    Map map(scenes::areas_of_cells());
    map.act(model::MapResized{800, 600});
    map.act(model::ViewMoved{{100'150, 400'150}, 1});
    map.draw(western);
    const auto& scene = *map.results.scene;
    const auto at = [&](double x, double y) {
        return model::drawn_at(scene, map.state, model::to_screen(map.state.view, {x, y}), 5);
    };
    EXPECT_EQ(at(99'993, 400'200), "drawn-1");
    EXPECT_EQ(at(100'150, 400'150), "");
    EXPECT_EQ(at(100'000, 399'986), "drawn-1");
    EXPECT_EQ(at(100'150, 400'320), "");
}
