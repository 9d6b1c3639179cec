#include "app/model/hotspots.h"

#include "tests/model/block_town.h"
#include "tests/ui/hands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <tuple>

using hands::Window;

namespace {

struct HotspotsPanel : testing::Test {
    Window window{1280, 1900};
    model::HotspotJob job{2, {}};

    void SetUp() override {
        window.load(scenes::block_town());
        window.click("section.hotspots");
        window.settle();
    }
    void find() {
        for (int tick = 0; tick < 12000; ++tick) {
            for (const auto& action : job.poll()) model::apply(window.state, window.results, action);
            job.follow(window.state, window.results);
            if (!job.running() && !model::awaits_hotspots(window.state, window.results)) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        window.settle();
    }
    /// Opens the list of a pick and takes one of its entries. \return the choice that is asked for
    model::HotspotChoice choose(const std::string& name, std::size_t entry) {
        window.click(name);
        window.settle();
        const auto actions = window.click(name + "." + std::to_string(entry));
        window.settle();
        const auto* set = hands::first<model::HotspotsSet>(actions);
        EXPECT_NE(set, nullptr) << name;
        return set != nullptr ? set->hotspots : model::HotspotChoice();
    }
    void set(const model::HotspotChoice& choice) {
        model::apply(window.state, window.results, model::HotspotsSet{choice});
        window.settle();
    }
    /// What stands in a control.
    std::string written_in(const std::string& name) {
        const auto& at = window.probe.items.at(name);
        for (const auto& said : window.probe.texts) {
            const bool inside = said.room.x >= at.x - 1 && said.room.y >= at.y - 1 &&
                                said.room.right() <= at.right() + 1 && said.room.bottom() <= at.bottom() + 1;
            if (inside) return said.text;
        }
        return {};
    }
    void leave() {
        window.click(window.layout.map.x + 5, window.layout.map.y + 5);
        window.settle();
    }
    void replace(const std::string& name, const std::string& text) {
        window.click(name);
        window.tap(ui::Chord{U'a'});
        window.write(text);
    }
    /// Where an area's point is in the plot.
    ImVec2 point_of(std::size_t row) {
        const auto& plot = window.probe.items.at("hotspots.plot");
        const auto& local = window.derived().hotspots->level.at.back().local;
        double across = 0, up = 0;
        for (std::size_t i = 0; i < local.lag.size(); ++i) {
            if (std::isnan(local.lag[i])) continue;
            across = std::max(across, std::abs(local.deviation[i]));
            up = std::max(up, std::abs(local.lag[i]));
        }
        return {plot.x + plot.width / 2 + static_cast<float>(local.deviation[row] / across) * (plot.width / 2 - 4),
                plot.y + plot.height / 2 - static_cast<float>(local.lag[row] / up) * (plot.height / 2 - 4)};
    }
};

}  // namespace

TEST_F(HotspotsPanel, is_turned_on_by_a_box_and_tells_how_far_it_is) {
    const auto actions = window.click("hotspots.shown");
    const auto* set = hands::first<model::HotspotsSet>(actions);
    ASSERT_NE(set, nullptr);
    EXPECT_TRUE(set->hotspots.shown);
    window.settle();
    EXPECT_TRUE(window.has("hotspots.progress"));
    const auto stopped = window.click("hotspots.stop");
    ASSERT_NE(hands::first<model::HotspotsSet>(stopped), nullptr);
    EXPECT_FALSE(window.state.hotspots.shown);
}

TEST_F(HotspotsPanel, asks_for_other_methods_and_levels_of_significance) {
    window.click("hotspots.shown");
    find();
    ASSERT_TRUE(window.has("hotspots.method"));
    ASSERT_TRUE(window.tab_to("hotspots.method"));
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.method, geo::LocalMethod::moran);
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.method, geo::LocalMethod::bivariate_moran);
    EXPECT_FALSE(window.state.hotspots.asked.with.empty());
    window.settle();
    EXPECT_TRUE(window.has("hotspots.with"));
    ASSERT_TRUE(window.tab_to("hotspots.method"));
    window.tap(ui::Key::up);
    EXPECT_TRUE(window.state.hotspots.asked.with.empty());
    ASSERT_TRUE(window.tab_to("hotspots.inference"));
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.inference, geo::Inference::analytical);
    EXPECT_FALSE(window.state.hotspots.asked.adjustment.has_value());
    ASSERT_TRUE(window.tab_to("hotspots.neighbours"));
    window.tap(ui::Key::down);
    window.tap(ui::Key::down);
    ASSERT_TRUE(window.state.hotspots.asked.neighbours.has_value());
    EXPECT_EQ(geo::to_text(*window.state.hotspots.asked.neighbours), "rook");
    find();
    EXPECT_NE(window.derived().hotspots, nullptr);
}

TEST_F(HotspotsPanel, and_the_map_point_at_each_other) {
    window.click("hotspots.shown");
    find();
    ASSERT_TRUE(window.has("hotspots.plot"));
    const std::size_t row = 0;  // in the south-west: far from the others in the plot
    const auto code = scenes::block_town()->layers.back().assessment.areas->code[row];
    const auto at = point_of(row);
    window.move(at.x, at.y);
    window.settle();
    EXPECT_EQ(window.state.hovered, code);
    EXPECT_EQ(window.derived().neighbour_lines.size(), 3u);
    window.click(at.x, at.y);
    window.settle();
    EXPECT_EQ(window.state.selected, std::vector{code});
    window.move(2, 2);
    window.settle();
    EXPECT_TRUE(window.state.hovered.empty());
}

TEST_F(HotspotsPanel, fits_in_both_languages) {
    for (const auto language : {model::Language::dutch, model::Language::english}) {
        window.state.language = language;
        window.state.hotspots.shown = true;
        for (const auto told : {model::HotspotChoice::Told::now, model::HotspotChoice::Told::low}) {
            window.state.hotspots.told = told;
            find();
            ASSERT_NE(window.derived().hotspots, nullptr);
            for (const auto& said : window.probe.texts) {
                EXPECT_LE(said.needs.width, said.room.width + 0.5F) << said.text;
                EXPECT_FALSE(said.cut) << said.text;
            }
        }
    }
}

TEST_F(HotspotsPanel, has_nothing_but_its_box_until_that_is_ticked) {
    EXPECT_TRUE(window.has("hotspots.shown"));
    for (const auto* name : {"hotspots.method", "hotspots.told", "hotspots.alpha", "hotspots.plot", "hotspots.stop"})
        EXPECT_FALSE(window.has(name)) << name;
    window.click("section.hotspots");
    window.settle();
    EXPECT_FALSE(window.has("hotspots.shown"));
}

TEST_F(HotspotsPanel, asks_for_what_is_picked) {
    window.click("hotspots.shown");
    find();
    EXPECT_EQ(choose("hotspots.told", 1).told, model::HotspotChoice::Told::low);
    EXPECT_EQ(choose("hotspots.told", 2).told, model::HotspotChoice::Told::high);
    EXPECT_EQ(choose("hotspots.told", 0).told, model::HotspotChoice::Told::now);
    EXPECT_EQ(choose("hotspots.method", 5).asked.method, geo::LocalMethod::gi_star);
    EXPECT_EQ(choose("hotspots.neighbours", 4).asked.neighbours, geo::neighbour_rule("knn:6"));
    EXPECT_EQ(choose("hotspots.adjustment", 3).asked.adjustment, geo::Adjustment::bonferroni);
    const auto fixed = choose("hotspots.inference", 2);
    EXPECT_EQ(fixed.asked.inference, geo::Inference::permutation);
    EXPECT_FALSE(fixed.asked.adjustment.has_value());
    // The p-values of a fixed number of permutations carry none.
    window.click("hotspots.adjustment");
    window.settle();
    EXPECT_TRUE(window.has("hotspots.adjustment.1"));
    EXPECT_FALSE(window.has("hotspots.adjustment.2"));
    window.tap(ui::Key::escape);
    for (const auto* name : {"hotspots.method", "hotspots.neighbours", "hotspots.inference"}) choose(name, 0);
    const auto& asked = window.state.hotspots.asked;
    EXPECT_FALSE(asked.method || asked.neighbours || asked.inference || asked.adjustment);
    find();
    EXPECT_NE(window.derived().hotspots, nullptr);
}

TEST_F(HotspotsPanel, asks_for_a_level_of_significance_in_percents) {
    window.click("hotspots.shown");
    find();
    ASSERT_TRUE(window.tab_to("hotspots.alpha"));
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.alpha, 0.01);
    window.tap(ui::Key::down);
    EXPECT_EQ(window.state.hotspots.asked.alpha, 0.001);
    window.settle();
    EXPECT_TRUE(window.probe.says("0.1 %"));
}

TEST_F(HotspotsPanel, is_empty_of_progress_when_it_begins) {
    window.click("hotspots.shown");
    window.settle();
    ASSERT_TRUE(window.has("hotspots.progress"));
    EXPECT_LT(window.probe.items.at("hotspots.progress").width, 1);
    model::apply(window.state, window.results, model::HotspotsProgressed{window.results.scene, 0.5});
    window.settle();
    const auto half = window.probe.items.at("hotspots.progress").width;
    EXPECT_GT(half, 1);
    model::apply(window.state, window.results, model::HotspotsProgressed{window.results.scene, 1});
    window.settle();
    EXPECT_NEAR(window.probe.items.at("hotspots.progress").width, 2 * half, 1.5F);
}

TEST_F(HotspotsPanel, says_why_there_are_none) {
    window.click("hotspots.shown");
    model::apply(window.state, window.results, model::ShowChosen{model::Show::difference});
    window.settle();
    EXPECT_TRUE(window.probe.says("not of a difference"));
    EXPECT_FALSE(window.has("hotspots.stop"));
    model::apply(window.state, window.results, model::ShowChosen{model::Show::state});
    auto choice = window.state.hotspots;
    choice.asked.neighbours = geo::neighbour_rule("links");
    set(choice);
    find();
    EXPECT_TRUE(window.probe.says(model::told_whole(window.state.language, window.results.hotspots.failure)));
    EXPECT_FALSE(window.has("hotspots.plot"));
}

TEST_F(HotspotsPanel, hovers_what_the_mouse_is_on_in_the_next_frame) {
    window.click("hotspots.shown");
    find();
    const auto& codes = scenes::block_town()->layers.back().assessment.areas->code;
    const auto at = point_of(63);
    window.move(at.x, at.y);
    window.step();  // ImGui knows a frame later which panel is under the mouse
    window.step();
    EXPECT_EQ(window.state.hovered, codes[63]);
    window.settle();
    EXPECT_TRUE(window.step().empty());  // and it does not flicker
    window.hold(true, false);
    window.click(at.x, at.y);
    const auto other = point_of(0);
    window.click(other.x, other.y);
    window.hold(false, false);
    EXPECT_EQ(window.state.selected, (std::vector<std::string>{codes[63], codes[0]}));
    EXPECT_TRUE(window.has("hotspots.plot"));
}

TEST_F(HotspotsPanel, does_not_select_through_a_list_that_lies_over_the_plot) {
    window.click("hotspots.shown");
    find();
    window.click("hotspots.neighbours");
    window.settle();
    const auto list = window.probe.items.at("pick list");
    const auto plot = window.probe.items.at("hotspots.plot");
    for (std::size_t row = 0; row < 64; ++row) {
        const auto& lag = window.derived().hotspots->level.at.back().local.lag;
        if (std::isnan(lag[row])) continue;
        const auto at = point_of(row);
        if (!list.holds(at.x, at.y)) continue;
        window.click(at.x, at.y);
        EXPECT_TRUE(window.state.selected.empty());
        return;
    }
    GTEST_SKIP() << "the list does not reach the plot: " << list.bottom() << " " << plot.y;
}

TEST_F(HotspotsPanel, lets_go_of_what_it_hovered_when_its_panel_makes_room) {
    Window small(480, 1900);
    small.load(scenes::block_town());
    small.state.unfolded = {"hotspots"};
    auto choice = small.state.hotspots;
    choice.shown = true;
    model::apply(small.state, small.results, model::HotspotsSet{choice});
    for (int tick = 0; tick < 12000 && small.derived().hotspots == nullptr; ++tick) {
        for (const auto& action : job.poll()) model::apply(small.state, small.results, action);
        job.follow(small.state, small.results);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    small.settle();
    ASSERT_TRUE(small.has("hotspots.plot"));
    const auto plot = small.probe.items.at("hotspots.plot");
    for (float y = plot.y + 4; y < plot.bottom() && small.state.hovered.empty(); y += 8) {
        for (float x = plot.x + 4; x < plot.right() && small.state.hovered.empty(); x += 8) {
            small.move(x, y);
            small.settle();
        }
    }
    ASSERT_FALSE(small.state.hovered.empty());
    model::apply(small.state, small.results, model::Selected{small.state.hovered});  // as a click there does
    small.settle();
    ASSERT_TRUE(small.layout.left.empty());
    small.move(2, 2);
    small.settle();
    EXPECT_TRUE(small.state.hovered.empty()) << small.state.hovered;
}

TEST_F(HotspotsPanel, shows_which_dimension_its_neighbours_are_of) {
    auto choice = window.state.hotspots;
    choice.shown = true;
    choice.asked.method = geo::LocalMethod::bivariate_moran;
    choice.asked.with = "won";
    set(choice);
    find();
    ASSERT_NE(window.derived().hotspots, nullptr);
    EXPECT_TRUE(window.has("hotspots.plot"));
    model::apply(window.state, window.results, model::DimensionChosen{"won"});
    window.settle();
    find();
    EXPECT_EQ(written_in("hotspots.with"), "Housing stock") << "it is asked with " << window.state.hotspots.asked.with;
}

TEST_F(HotspotsPanel, tells_over_time_how_what_is_selected_went_from_class_to_class) {
    auto choice = window.state.hotspots;
    choice.shown = true;
    set(choice);
    find();
    EXPECT_FALSE(window.has("transitions.1.1"));
    choice.told = model::HotspotChoice::Told::low;
    set(choice);
    find();
    ASSERT_NE(window.derived().hotspots, nullptr);
    // Percents in a row of the matrix are those of the counts.
    const auto expect_matrix = [&](const std::vector<std::string>& among) {
        const auto told = geo::class_transitions(window.derived().hotspots->level, among);
        ASSERT_TRUE(told.counts);
        const auto classes = told.classes.classes();
        std::size_t filled = 0;
        for (std::size_t from = 1; from <= classes; ++from) {
            for (std::size_t to = 1; to <= classes; ++to) {
                const auto name = "transitions." + std::to_string(from) + "." + std::to_string(to);
                ASSERT_TRUE(window.has(name));
                const auto part = told.counts->all.probability(from, to);
                const auto text = written_in(name);
                if (!(part > 0)) {
                    EXPECT_EQ(text, "") << name;
                    continue;
                }
                ++filled;
                EXPECT_EQ(text, std::to_string(std::lround(100 * part))) << name;
            }
        }
        EXPECT_GT(filled, 0u);
    };
    expect_matrix({});
    const auto all = window.derived().transitions.counts->all.count;
    model::apply(window.state, window.results, model::Selected{"BU00020009"});
    model::apply(window.state, window.results, model::Selected{"BU00020018", true});
    window.settle();
    expect_matrix({"BU00020009", "BU00020018"});
    EXPECT_EQ(window.derived().transitions.rows, 2u);
    EXPECT_NE(window.derived().transitions.counts->all.count, all);
    // An own index has other classes.
    model::apply(window.state, window.results, model::ImportanceSet{"won", 3});
    find();
    ASSERT_NE(window.derived().hotspots, nullptr);
    EXPECT_FALSE(window.has("transitions.1.1"));
}

TEST_F(HotspotsPanel, draws_every_method_and_time) {
    for (const auto& [word, method] : geo::local_method_words()) {
        for (const auto told : {model::HotspotChoice::Told::now, model::HotspotChoice::Told::high}) {
            auto choice = window.state.hotspots;
            choice.shown = true;
            choice.told = told;
            choice.asked.inference = geo::Inference::analytical;
            choice.asked.method = method;
            choice.asked.with = method == geo::LocalMethod::bivariate_moran ? "soc" : "";
            set(choice);
            find();
            ASSERT_NE(window.derived().hotspots, nullptr) << word;
            EXPECT_TRUE(window.has("hotspots.plot")) << word;
            model::apply(window.state, window.results, model::Hovered{"BU00020009"});
            window.look();
            EXPECT_FALSE(window.derived().neighbour_lines.empty());
        }
    }
}

namespace {

using Case = std::tuple<std::pair<int, int>, float, model::Language>;
struct HotspotsFit : testing::TestWithParam<Case> {};

}  // namespace

TEST_P(HotspotsFit, no_text_is_clipped) {
    const auto [size, scale, language] = GetParam();
    const auto pixels = [scale = scale](int units) { return static_cast<int>(static_cast<float>(units) * scale); };
    Window window(pixels(size.first), pixels(size.second), scale);
    window.load(scenes::block_town());
    model::apply(window.state, window.results, model::LanguageChosen{language});
    window.state.unfolded = {"hotspots"};
    model::apply(window.state, window.results, model::Selected{"BU00020000"});
    std::vector<std::string> before;  // broken without hotspots too
    const auto expect_fits = [&](const std::string& where) {
        window.for_each_text([&](const auto& text) {
            EXPECT_LE(text.needs.width, text.room.width + 0.5F) << where << ": " << text.text;
            EXPECT_LE(text.needs.height, text.room.height + 0.5F) << where << ": " << text.text;
            if (text.cut && where == "none") before.push_back(text.text);
            const bool known = std::find(before.begin(), before.end(), text.text) != before.end();
            EXPECT_FALSE(text.cut && !known) << where << " breaks a word: " << text.text;
        });
    };
    for (const auto show : {model::Show::difference, model::Show::change, model::Show::state}) {
        model::apply(window.state, window.results, model::ShowChosen{show});
        expect_fits("none");
    }
    for (const auto told : {model::HotspotChoice::Told::now, model::HotspotChoice::Told::low}) {
        for (const bool much : {false, true}) {
            model::HotspotChoice choice;
            choice.shown = true;
            choice.told = told;
            choice.asked.inference = geo::Inference::analytical;
            if (much) {
                choice.asked.inference = geo::Inference::adaptive;
                choice.asked.method = geo::LocalMethod::bivariate_moran;
                choice.asked.with = "won";
                choice.asked.adjustment = geo::Adjustment::bonferroni;
            }
            model::apply(window.state, window.results, model::HotspotsSet{choice});
            expect_fits("sought");
            const auto request = *model::hotspot_request(window.state, window.results);
            auto found = std::make_shared<model::HotspotsFound>();
            found->level = geo::hotspots_of(window.results.scene->dataset, window.derived().shown.layer->assessment,
                                            request.asked, {.threads = 2});
            if (request.asked.over_time) found->over_time = geo::over_time(found->level);
            model::apply(window.state, window.results,
                         model::HotspotsTold{window.results.scene, request, std::move(found), {}});
            expect_fits("found");
        }
    }
    model::apply(window.state, window.results, model::ShowChosen{model::Show::change});
    expect_fits("no change over time");
    model::apply(window.state, window.results, model::ShowChosen{model::Show::difference});
    expect_fits("no difference");
    model::apply(window.state, window.results, model::ShowChosen{model::Show::state});
    model::apply(window.state, window.results,
                 model::HotspotsTold{window.results.scene, *model::hotspot_request(window.state, window.results),
                                     nullptr, geo::Sentence("not enough memory to find hotspots of so many rows")});
    expect_fits("failure");
}

INSTANTIATE_TEST_SUITE_P(Everywhere, HotspotsFit,
                         testing::Combine(testing::Values(std::pair(480, 320), std::pair(1280, 720),
                                                          std::pair(1280, 1900)),
                                          testing::Values(1.0F, 1.5F, 2.0F),
                                          testing::Values(model::Language::english, model::Language::dutch)));
