#include "app/model/drawn.h"
#include "tests/ui/hands.h"

#include <gtest/gtest.h>

using hands::first;
using hands::Window;
using ui::Key;
using What = model::Exporting::What;

namespace {

void act(Window& window, const model::Action& action) {
    model::apply(window.state, window.results, action);
}

struct ExportCard : testing::Test {
    Window window{1280, 900};

    ExportCard() {
        window.load(scenes::areas_of_cells());
        act(window, model::ExportingSet{{true, What::shown, false, false}});
        window.settle();
    }
};

}  // namespace

TEST_F(ExportCard, opens_from_the_menu_of_files_and_by_its_key_and_closes) {
    EXPECT_TRUE(window.has("export.save"));
    window.click("export.close");
    window.settle();
    EXPECT_FALSE(window.has("export.save"));
    window.click("menu.file");
    window.settle();
    window.click("command.export");
    window.settle();
    EXPECT_TRUE(window.state.exporting.open);
    window.type(Key::escape);
    window.settle();
    EXPECT_FALSE(window.state.exporting.open);
}

TEST_F(ExportCard, offers_the_selection_only_where_there_is_one) {
    EXPECT_FALSE(window.has("export.selection"));
    act(window, model::Selected{"BU00010002"});
    window.settle();
    window.click("export.selection");
    window.settle();
    EXPECT_EQ(window.state.exporting.what, What::selection);
    ASSERT_FALSE(window.derived().exported.empty());
    EXPECT_EQ(window.derived().exported.front().rows, 1);
}

TEST_F(ExportCard, shows_what_the_file_will_hold_and_unfolds_its_columns) {
    window.click("export.everything");
    window.settle();
    EXPECT_TRUE(window.has("export.cells"));
    ASSERT_TRUE(window.has("section.export.buurt"));
    window.click("section.export.buurt");
    window.settle();
    EXPECT_TRUE(window.state.unfolded.contains("export.buurt"));
    window.click("export.cells");
    window.settle();
    EXPECT_TRUE(window.state.exporting.cells);
}

TEST_F(ExportCard, of_everything_tells_of_the_drawn_areas_once_they_have_their_figures) {
    const auto box = window.results.scene->bounds();
    act(window, model::AreaDrawn{{box.min, {box.max.x, box.min.y}, box.max}, "Plan"});
    window.click("export.everything");
    window.settle();
    EXPECT_FALSE(window.has("section.export.drawn"));
    const auto& scene = window.results.scene;
    act(window, model::DrawnScored{scene, model::scored(*scene, window.state.drawn)});
    window.settle();
    EXPECT_TRUE(window.has("section.export.drawn"));
    window.click("export.shown");
    window.settle();
    EXPECT_FALSE(window.has("section.export.drawn"));
}

TEST_F(ExportCard, asks_for_a_file_when_it_is_to_be_saved) {
    const auto actions = window.click("export.save");
    const auto* asked = first<model::ErrandAsked>(actions);
    ASSERT_NE(asked, nullptr);
    EXPECT_EQ(asked->errand.kind, model::Errand::Kind::export_rows);
}

TEST_F(ExportCard, tells_how_far_the_writing_is_and_stops_it) {
    act(window, model::WritingProgressed{"out.gpkg", 0.42});
    window.settle();
    ASSERT_TRUE(window.has("notice.close"));
    const auto actions = window.click("notice.close");
    EXPECT_NE(first<model::WritingStopped>(actions), nullptr);
    act(window, model::WritingProgressed{});
    window.settle();
    EXPECT_FALSE(window.has("notice.close"));
}
