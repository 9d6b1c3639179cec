#pragma once

#include "app/ui/ink.h"
#include "app/ui/ui.h"
#include "app/ui/widgets.h"

#include <optional>
#include <span>

/// Inside of the room: the panels that draw() is made of.
namespace ui {

void title_row(Context& c);
/// Titles of the menus, in the title row from `left` on, as many as fit. \return where they end
float menu_titles(Context& c, float left, float right);
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
/// Names, on the map.
void labels(Context& c);
/// State, change or difference, and from when or to what.
void showing(Context& c);
/// Sliders for the importance of dimensions.
void importance(Context& c);
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
/// Where one types what is looked for, and the list of what was found under it.
void search_box(Context& c, const Rect& at);
/// The same on a card: over commands, and over areas where the title row has no room.
void finder_card(Context& c);
/// Under the map: the areas shown, sorted and filtered.
void area_list(Context& c);
void overlay(Context& c);

/// A row of a label and a pick. \return index of what was chosen instead
[[nodiscard]] std::optional<std::size_t> labelled_pick(Context& c, const std::string& name, std::string_view label,
                                                       std::span<const model::Option> options);

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
