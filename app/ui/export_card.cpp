#include "app/model/drawn.h"
#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ui {

namespace {

using model::Exporting;
using What = Exporting::What;

void set(Context& c, Exporting exporting) {
    c.out.emplace_back(model::ExportingSet{exporting});
}

bool has_cells(const Context& c) {
    const auto& layers = c.results.scene->layers;
    return layers.size() > 1 &&
           std::any_of(layers.begin(), layers.end(), [](const auto& layer) { return layer.cells; });
}

/// Which rows, and how they are told of.
void choices(Context& c) {
    const auto& exporting = c.state.exporting;
    const auto offer = [&](What what, const char* name, std::string_view label) {
        auto other = exporting;
        other.what = what;
        if (choice(c, std::string("export.") + name, label, {}, exporting.what == what)) set(c, other);
    };
    offer(What::shown, "shown", c.text(c.state.filter.empty() ? "export.shown" : "export.shown_filtered"));
    if (!c.derived.selected.empty()) offer(What::selection, "selection", c.text("export.selection"));
    offer(What::everything, "everything", c.text("export.everything"));
    gap(c, 6);
    if (exporting.what == What::everything && has_cells(c) &&
        toggle(c, "export.cells", c.text("export.cells"), exporting.cells)) {
        auto other = exporting;
        other.cells = !other.cells;
        set(c, other);
    }
    if (toggle(c, "export.redacted", c.text("export.redacted"), exporting.redacted)) {
        auto other = exporting;
        other.redacted = !other.redacted;
        set(c, other);
    }
}

/// "67 rows · 91 columns"
std::string size_of(const Context& c, const model::ExportEntry& entry) {
    const auto columns = filled(c.text("export.columns"),
                                model::count_text(c.state.language, static_cast<double>(entry.columns.size())));
    if (std::isnan(entry.rows)) return columns;
    return filled(c.text("export.rows"), model::count_text(c.state.language, entry.rows)) + " · " + columns;
}

/// A layer or table; unfolded, its columns with what they are.
void entry(Context& c, const model::ExportEntry& entry) {
    const auto title = entry.title == entry.name ? entry.name : entry.title + " (" + entry.name + ")";
    if (!section(c, "export." + entry.name, title, size_of(c, entry))) return;
    for (const auto& [name, words] : entry.columns) {
        const auto at = row(c, height_of(c, Face::small) + c.px(4));
        const float left = std::round(at.width * 0.42F);
        put(c, Face::small, c.ink.text, elided(c, Face::small, name, left - c.px(8)), {at.x, at.y, left, at.height});
        put(c, Face::small, c.ink.muted, elided(c, Face::small, words, at.width - left),
            {at.x + left, at.y, at.width - left, at.height});
    }
}

}  // namespace

void export_card(Context& c) {
    if (!c.state.exporting.open || !c.has_scene()) return;
    const auto whole_width = static_cast<float>(c.frame.width);
    const auto whole_height = static_cast<float>(c.frame.height);
    const float width = std::min(c.px(560), whole_width - c.px(16));
    const float height = std::min(c.px(620), whole_height - c.px(8));
    const Rect at{std::round((whole_width - width) / 2), std::round((whole_height - height) / 2), std::round(width),
                  std::round(height)};
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {c.px(18), c.px(16)});
    begin_over(c, "export card", at, true);
    const auto head = row(c, height_of(c, Face::bold) + c.px(8));
    put(c, Face::bold, c.ink.text, c.text("export.title"), {head.x, head.y, head.width, height_of(c, Face::bold)});
    choices(c);
    gap(c, 8);
    const auto save = c.text("export.save");
    const auto close = c.text("export.close");
    const auto buttons = row(c, c.px(32));
    const float save_width = button_width(c, save);
    if (button(c, "export.save", save, {buttons.x, buttons.y, save_width, buttons.height}, Emphasis::strong))
        c.out.emplace_back(model::ErrandAsked{{model::Errand::Kind::export_rows, {}}});
    const bool closed = button(c, "export.close", close,
                               {buttons.x + save_width + c.px(10), buttons.y, button_width(c, close), buttons.height});
    gap(c, 8);
    heading(c, c.text("export.holds"));
    for (const auto& each : c.derived.exported) entry(c, each);
    const auto what = c.state.exporting.what;
    if (what == What::shown && !c.state.drawn.empty())
        paragraph(c, Face::small, c.ink.warning, c.text("export.not_drawn"));
    if (what == What::everything && !c.state.drawn.empty() && !model::awaits_scores(c.state, c.results) &&
        !c.results.overlays.drawn->holds_all())
        paragraph(c, Face::small, c.ink.warning, c.text("export.drawn_left_out"));
    gap(c, 6);
    paragraph(c, Face::small, c.ink.muted, c.text("export.formats"));
    const bool mine = !c.memory.chooser.open && c.state.finder.kind == model::Finder::Kind::closed;
    if (closed || (mine && take(c, Key::escape))) {
        auto other = c.state.exporting;
        other.open = false;
        set(c, other);
    }
    end_over();
    ImGui::PopStyleVar();
}

}  // namespace ui
