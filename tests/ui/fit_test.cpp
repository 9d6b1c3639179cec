#include "tests/ui/hands.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tuple>

using hands::Window;

namespace {

using Case = std::tuple<std::pair<int, int>, float, model::Language>;

struct Fit : testing::TestWithParam<Case> {
    Window window{width(), height(), std::get<1>(GetParam())};

    static int width() { return pixels(std::get<0>(GetParam()).first); }
    static int height() { return pixels(std::get<0>(GetParam()).second); }
    static int pixels(int units) { return static_cast<int>(static_cast<float>(units) * std::get<1>(GetParam())); }

    void apply(const model::Action& action) {
        model::apply(window.state, window.results, action);
        window.settle();
    }
    void expect_fits(const char* where) {
        EXPECT_FALSE(window.probe.texts.empty());
        for (const auto& text : window.probe.texts) {
            EXPECT_LE(text.needs.width, text.room.width + 0.5F) << where << ": " << text.text;
            EXPECT_LE(text.needs.height, text.room.height + 0.5F) << where << ": " << text.text;
            const bool foreign = text.text.find("www") != std::string::npos;  // a word of 120 letters in a sentence
            EXPECT_FALSE(text.cut && !foreign) << where << " breaks a word: " << text.text;
            EXPECT_GE(text.room.x, 0) << where << ": " << text.text;
            EXPECT_LE(text.room.right(), static_cast<float>(width()) + 0.5F) << where << ": " << text.text;
        }
    }
};

std::string name_of(const testing::TestParamInfo<Case>& info) {
    const auto& [size, scale, language] = info.param;
    return std::to_string(size.first) + "x" + std::to_string(size.second) + "_at_" +
           std::to_string(static_cast<int>(100 * scale)) + (language == model::Language::dutch ? "_nl" : "_en");
}

}  // namespace

TEST_P(Fit, no_text_is_clipped_in_any_panel) {
    apply(model::LanguageChosen{std::get<2>(GetParam())});
    window.settle();
    expect_fits("empty");
    apply(model::Opened{{"a"}});
    apply(model::LoadProgressed{1, 0.5, std::string(200, 'n') + ".csv"});
    expect_fits("loading");
    apply(model::LoadFailed{1, geo::Sentence("A sentence {} that is long.", std::string(120, 'w'))});
    expect_fits("failure");
    window.load(scenes::three_areas());
    apply(model::LanguageChosen{std::get<2>(GetParam())});
    window.under = "BU00010001";
    window.move(window.layout.map.x + window.layout.map.width / 2, window.layout.map.y + window.layout.map.height / 2);
    window.settle();
    for (const auto& dimension : std::vector<std::string>(window.derived().dimensions)) {
        apply(model::DimensionChosen{dimension});
        expect_fits(dimension.c_str());
    }
    apply(model::Selected{"BU00010001"});
    expect_fits("inspector");
    window.load(scenes::areas_of_cells());
    apply(model::Selected{"BU00010001"});
    window.state.unfolded = {"dimensions", "measurements", "importance", "classes"};
    for (const auto* against : {"fixed", "gemeente", "all", "BU00010003"}) {
        apply(model::ReferenceChosen{against});
        expect_fits(against);
    }
    window.state.unfolded = {"outlines", "own", "own:/d/plan.gpkg\n", "own:/d/photo.tif\n"};
    apply(model::OwnLayerAdded{{.path = "/d/plan.gpkg"}});
    apply(model::OwnLayerAdded{{.path = "/d/photo.tif", .under = true}});
    auto vector = std::make_shared<geo::OwnVector>();
    vector->columns = {"naam"};
    vector->features = 1'234'567;
    vector->without = vector->outside = 12'345;
    auto content = std::make_shared<geo::OwnLayerContent>();
    content->vector = vector;
    apply(model::OwnLayerRead{window.results.scene, "/d/plan.gpkg", {}, {{}, content, {}, {}, {}}});
    expect_fits("own layers");
    window.state.unfolded = {};
    apply(model::AreaDrawn{{{100'000, 400'000}, {100'350, 400'000}, {100'000, 400'300}, {100'350, 400'250}}});
    expect_fits("an area that waits");
    apply(model::DrawnScored{window.results.scene, model::scored(*window.results.scene, window.state.drawn)});
    expect_fits("a drawn area");
    apply(model::AreaDrawn{
        {{100'500, 400'000}, {100'700, 400'000}, {100'700, 400'200}},
        "Plan for the old harbour and all that lies around it, in the variant with the bridge and the ferry"});
    apply(model::DrawnScored{window.results.scene, model::scored(*window.results.scene, window.state.drawn)});
    expect_fits("a drawn area without cells");
    window.state.drawn[0].crs = "Lambert azimuthal equal-area around latitude 52, longitude 5";
    window.settle();
    expect_fits("a drawn area of another map");
    for (const auto tool : {model::Drawing::Tool::polygon, model::Drawing::Tool::lasso}) {
        apply(model::DrawingSet{{tool, {{100'000, 400'000}}}});
        expect_fits("drawing");
    }
    apply(model::DrawingSet{});
    window.state.drawn.clear();
    window.load(scenes::three_areas());
    apply(model::Selected{"BU00010001"});
    apply(model::OverlayToggled{});
    expect_fits("overlay");
    window.memory.keys = true;
    window.settle();
    expect_fits("keys");
    window.memory.keys = false;
    apply(model::TableToggled{});
    expect_fits("list of areas");
    model::Filter filter;
    filter.least = -0.25;
    apply(model::FilterSet{filter});
    expect_fits("filter");
    for (const auto* tab : {"shelf.left", "shelf.right", "shelf.table"}) {
        if (!window.has(tab)) continue;
        window.memory.open = ui::Panel::none;
        window.settle();
        window.click(tab);
        window.settle();
        expect_fits(tab);
    }
    apply(model::FinderSet{{model::Finder::Kind::areas, "bu"}});
    expect_fits("finder");
    apply(model::FinderSet{{model::Finder::Kind::areas, "xyz xyz"}});
    expect_fits("nothing found");
    apply(model::FinderSet{});
    apply(model::FinderSet{{model::Finder::Kind::commands, ""}});
    expect_fits("palette");
    apply(model::FinderSet{});
    apply(model::TableToggled{});
    for (const auto* name : {"play", "language.nl", "legend", "fit", "draw.polygon", "draw.lasso"}) {
        const auto at = window.probe.items.find(name);
        if (at == window.probe.items.end()) continue;
        window.move(at->second.x + 4, at->second.y + 4);
        window.settle();
        expect_fits(name);
    }
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Fit,
                         testing::Combine(testing::Values(std::pair(480, 320), std::pair(800, 600),
                                                          std::pair(1280, 720), std::pair(1920, 1080)),
                                          testing::Values(1.0F, 1.5F, 2.0F),
                                          testing::Values(model::Language::english, model::Language::dutch)),
                         name_of);

namespace {

/// A window of 1024 x 700 as large as someone reads it, with the list open and an area selected.
struct LargeText : testing::TestWithParam<std::tuple<float, model::Language>> {
    Window window{1024, 700, std::get<0>(GetParam())};
    LargeText() {
        window.load(scenes::three_areas());
        for (const model::Action& action : std::initializer_list<model::Action>{
                 model::LanguageChosen{std::get<1>(GetParam())}, model::Selected{"BU00010001"}, model::TableToggled{}})
            model::apply(window.state, window.results, action);
        window.settle();
    }
};

}  // namespace

TEST_P(LargeText, leaves_a_way_to_everything_in_a_small_window) {
    for (const auto* name : {"find", "fit", "menu.file", "menu.edit", "menu.view", "menu.analyse", "menu.help"}) {
        ASSERT_TRUE(window.has(name)) << name;
        const auto& at = window.probe.items.at(name);
        EXPECT_FALSE(at.empty()) << name;
        EXPECT_LE(at.right(), 1024) << name;
    }
    struct Way {
        const char* tab;
        const char* control;  // in its panel
        const ui::Rect* place;
    };
    const Way ways[] = {{"shelf.left", "level.buurt", &window.layout.left},
                        {"shelf.right", "close.BU00010001", &window.layout.right},
                        {"shelf.table", "table.text", &window.layout.table}};
    for (const auto& [tab, control, place] : ways) {
        if (window.has(tab) && place->empty()) {
            window.click(tab);
            window.settle();
        }
        EXPECT_FALSE(place->empty()) << tab;
        EXPECT_TRUE(window.has(control)) << tab;
        if (window.has(tab)) {  // and back to the map
            window.tap(ui::Key::escape);
            window.settle();
            EXPECT_EQ(window.layout.over, ui::Panel::none) << tab;
            EXPECT_EQ(window.state.selected.size(), 1U);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, LargeText,
                         testing::Combine(testing::Values(1.0F, 1.5F, 2.0F, 3.0F, 4.0F),
                                          testing::Values(model::Language::english, model::Language::dutch)));

TEST(Shelf, never_shortens_two_names_to_the_same_letters) {
    for (int width = 240; width <= 460; width += 20) {
        Window window(width, 240);
        window.load(scenes::areas_called("Lammenschans", "Midden"));
        model::apply(window.state, window.results, model::LanguageChosen{model::Language::dutch});
        model::apply(window.state, window.results, model::Selected{"BU00010001"});
        window.settle();
        ASSERT_TRUE(window.has("shelf.left") && window.has("shelf.right")) << width;
        const auto label_of = [&](const std::string& tab) {
            const auto& at = window.probe.items.at(tab);
            for (const auto& text : window.probe.texts) {
                if (text.needs.x >= at.x && text.needs.right() <= at.right() && text.needs.y >= at.y &&
                    text.needs.bottom() <= at.bottom())
                    return text.text;
            }
            return std::string();
        };
        const auto left = label_of("shelf.left");
        const auto right = label_of("shelf.right");
        EXPECT_TRUE(left.empty() || left != right) << width << ": " << left;
        for (const auto& label : {left, right}) EXPECT_TRUE(label.empty() || label.size() > 6) << width << label;
    }
}

TEST(ListInASmallWindow, is_seen_when_it_is_asked_for_and_gives_way_to_what_is_found) {
    Window window(1024, 700, 2);
    window.load(scenes::three_areas());
    window.tap(U't');
    window.settle();
    EXPECT_EQ(window.layout.over, ui::Panel::table);
    window.click("find");
    window.write("west");
    window.settle();
    window.tap(ui::Key::enter);
    window.settle();
    EXPECT_EQ(window.layout.over, ui::Panel::none);
    EXPECT_TRUE(window.state.table);
    window.click("shelf.table");
    window.settle();
    window.tap(U't');
    window.settle();
    EXPECT_EQ(window.layout.over, ui::Panel::none);
    EXPECT_FALSE(window.has("shelf.table"));
}

TEST(Style, has_fonts_for_everything_that_is_written) {
    Window window;
    window.step();
    const auto* font = ImGui::GetIO().Fonts->Fonts[0];
    for (const int character : {0x61, 0xEB, 0x133, 0x2013, 0x2026, 0x20AC, 0x2190, 0x2212, 0x2713}) {
        EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(character)), nullptr) << character;
    }
}

RC_GTEST_PROP(PanelsProperty, stand_any_input, ()) {
    Window window(*rc::gen::inRange(1, 1600), *rc::gen::inRange(1, 1200),
                  static_cast<float>(*rc::gen::inRange(2, 7)) / 2);
    const int scene = *rc::gen::inRange(0, 3);
    if (scene > 0) window.load(scene == 1 ? scenes::three_areas() : scenes::areas_of_cells());
    const auto inputs = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1 << 24));
    for (const int input : inputs) {
        const int value = input / 16;
        switch (input % 16) {
            case 0:
            case 1:
            case 2:
                window.move(static_cast<float>(value % 1700) - 50, static_cast<float>(value / 1700 % 1300) - 50);
                break;
            case 3:
                window.move(-FLT_MAX, -FLT_MAX);
                break;
            case 4:
            case 5:
                window.press(value % 2 == 0);
                break;
            case 6:
                window.wheel(static_cast<float>(value % 41) - 20);
                break;
            case 7:
                window.hold(value % 2 == 0, value % 3 == 0);
                break;
            case 8:
                window.type(static_cast<char32_t>(value % 128));
                break;
            case 9:
                window.type(static_cast<ui::Key>(value % 15));
                if (value % 7 == 0) window.type(ui::Chord{static_cast<char32_t>('a' + value % 26), value % 2 == 0});
                break;
            case 10:
                window.resize(value % 1500, value / 1500 % 1100);
                break;
            case 11:
                window.under = value % 2 == 0 ? "" : value % 3 == 0 ? "unknown" : "BU00010001";
                break;
            case 12:
                model::apply(window.state, window.results, model::Opened{{"x"}});
                break;
            case 13:
                model::apply(window.state, window.results, model::LoadFailed{window.state.load.number, geo::Sentence("It failed.")});
                break;
            case 14:
                model::apply(window.state, window.results,
                             model::ViewMoved{{value - 5e5, -value * 1.0}, 0.01 + value % 1000});
                break;
            default: {
                using Tool = model::Drawing::Tool;
                constexpr Tool tools[] = {Tool::polygon, Tool::lasso, Tool::none};
                model::apply(window.state, window.results, model::Selected{"BU00010002", true});
                if (value % 2 == 0)
                    model::apply(window.state, window.results, model::DrawingSet{{tools[value % 3], {}}});
                if (value % 5 == 0 && window.results.scene != nullptr)
                    model::apply(window.state, window.results,
                                 model::DrawnScored{window.results.scene,
                                                    model::scored(*window.results.scene, window.state.drawn)});
            }
        }
        window.step();
        RC_ASSERT(window.layout.map.width >= 1 && window.layout.map.height >= 1);
    }
}
