#pragma once

#include "app/ui/ink.h"
#include "app/ui/ui.h"
#include "app/ui/widgets.h"

#include <optional>
#include <span>

/// Inside of the room: the panels that draw() is made of.
namespace ui {

void title_row(Context& c);
/// What of the title row there is room for, the menus first. What a scene is found with has a place on the shelf else.
struct TitlePlan {
    bool word = false;  // the name of the program
    bool search = false;
    bool fit = false;
    bool keys = false;
    bool languages = false;
};
/// May be called before c.layout is known.
[[nodiscard]] TitlePlan title_plan(const Context& c);
/// Under the title row: panels that there is no room for beside the map.
void shelf(Context& c, const Room& room);
/// Brings all into view. \return pressed
bool fit_button(Context& c, const Rect& at);
[[nodiscard]] float fit_width(const Context& c);
/// Titles of the menus, in the title row from `left` on, shortened where they do not fit. \return where they end
float menu_titles(Context& c, float left, float right);
[[nodiscard]] float menu_titles_width(const Context& c);
/// Keys that open a menu or go through an open one; before any panel.
void menu_keys(Context& c);
/// The open menu, over all panels.
void menus(Context& c);
/// Our own file chooser, over everything.
void chooser(Context& c);
/// What an errand has to say.
void notice(Context& c);
void left_panel(Context& c);
void legend(Context& c);
/// A heading that unfolds what is under it, in all sections of that name alike. \param hint at the right: what is
/// chosen there \param of tells one of several such headings from another \return unfolded
[[nodiscard]] bool section(Context& c, const std::string& name, std::string_view title, std::string_view hint = {},
                           const std::string& of = {});
/// Which borders and names lie on the map.
void outlines(Context& c);
/// Files laid on the map and under it.
void own_layers(Context& c);
/// Areas that were drawn on the map.
void drawn_areas(Context& c);
/// What one draws with, and what is being drawn, on the map.
void drawing(Context& c);
/// Where the tools are, as below; empty where there is no room for them.
[[nodiscard]] Rect drawing_tools_place(const Context& c);
/// Names, on the map.
void labels(Context& c);
/// State, change or difference, and from when or to what.
void showing(Context& c);
/// Sliders for the importance of dimensions.
void importance(Context& c);
/// How an own index is made of the columns read.
void index_model(Context& c);
/// How sure places and classes are.
void sureness(Context& c);
/// Where low and high values come together.
void hotspots(Context& c);
/// Whether what changed in areas went with what changed around them.
void displacement(Context& c);
/// How areas went from class to class, where hotspots are told over time.
void transitions(Context& c);
/// Lines from what is under the cursor to its neighbours, on the map.
void neighbours(Context& c);
/// A dot on the map for each unit in the ring around the areas selected.
void rings(Context& c);
/// Scheme, palette, what is faint.
void classes(Context& c);
void inspector(Context& c);
/// Why it stands where it stands, and how it got there: sentences, and bars of what they say.
void explanation(Context& c, const model::AreaExplanation& told, const model::AreaSpread* spread,
                 const std::string& code);
/// What that was made from and what it does not say, small.
void caveats(Context& c, const model::AreaExplanation& told);
/// Values of one area over time, at true spacing, broken where the series breaks; with those of what it is set against.
void trend(Context& c, const model::AreaFacts& area, const model::AreaSpread* spread);
/// The areas selected beside each other, where there are several.
void compare(Context& c);
/// Shares per class, a bar for each measurement.
void shares_over_time(Context& c, const model::AreaSpread& spread, const std::string& code);
/// How the cells of an area are spread over the score, with the class limits.
void distribution(Context& c, const model::AreaSpread& spread, const std::string& code);
void time_slider(Context& c);
/// How measurements are played: a card over the slider.
void time_options(Context& c);
/// Scale bar and north arrow, on the map.
void furniture(Context& c);
/// Where it is, so that no name is written there.
[[nodiscard]] std::vector<Rect> furniture_places(const Context& c);
/// Source and licence line, and the standing disclaimer, under it.
void notes(Context& c);
/// Pixels they need. May be called before c.layout is known.
[[nodiscard]] float notes_height(const Context& c, float map_width);
/// What is under the cursor, and the box being drawn.
void hover(Context& c);
/// Loading, failure, nothing open.
void messages(Context& c);
void keys_card(Context& c);
/// What to write as a file, and what it will hold.
void export_card(Context& c);
/// Where one types what is looked for, and the list of what was found under it.
void search_box(Context& c, const Rect& at);
/// The same on a card: over commands, and over areas where the title row has no room.
void finder_card(Context& c);
/// Under the map: the areas shown, sorted and filtered.
void area_list(Context& c);
/// Pixels it needs where it is so wide. May be called before c.layout is known.
[[nodiscard]] float least_list_height(Context& c, float width);
/// What the list is held to. \param most pixels high, if it can be \return y under it
float list_filter(Context& c, const Rect& at, float most);
[[nodiscard]] float list_filter_height(Context& c, float width);
void overlay(Context& c);

/// A row of a label and a pick. \return index of what was chosen instead
[[nodiscard]] std::optional<std::size_t> labelled_pick(Context& c, const std::string& name, std::string_view label,
                                                       std::span<const model::Option> options);

/// How far a job beside the window is, and a way to stop it: NAME.progress, NAME.stop. \return it is to stop
[[nodiscard]] bool job_progress(Context& c, const std::string& name, double part, std::string_view doing);

/// A length that reads well: 1, 2 or 5 times a power of ten.
struct ScaleBar {
    double metres = 0;
    double pixels = 0;
};
/// The longest such that is no longer than `longest` pixels. \pre both > 0
[[nodiscard]] ScaleBar scale_bar(double metres_per_pixel, double longest);

/// Value of a figure as it is written everywhere: with its sign where the dimension is a deviation.
[[nodiscard]] std::string value_text(const Context& c, double value);
/// "3,120 dwellings 2024", or empty.
[[nodiscard]] std::string weight_text(const Context& c, const model::AreaFacts& area);

}  // namespace ui
