#include "app/ui/panel.h"

#include "geo/classify.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// Where the columns of the legend lie, as wide as their longest figure asks.
struct Columns {
    float swatch = 0;
    float label = 0;
    float count = 0;
    float share = 0;  // 0: no weights are known
    float gap = 0;
};

std::string share_text(const Context& c, const model::LegendEntry& entry) {
    return geo::is_class(entry.code) ? model::percent_text(c.state.language, entry.share) : std::string();
}

Columns columns(const Context& c, const model::Legend& legend, float width) {
    Columns out;
    out.swatch = c.px(26);
    out.gap = c.px(8);
    for (const auto& entry : legend.entries) {
        out.count = std::max(
            out.count, width_of(c, Face::small, model::count_text(c.state.language, static_cast<double>(entry.rows))));
        if (!legend.weight.empty()) out.share = std::max(out.share, width_of(c, Face::small, share_text(c, entry)));
    }
    const float taken = out.swatch + out.count + out.share + out.gap * (out.share > 0 ? 3 : 2);
    out.label = std::max(width - taken, 1.F);
    return out;
}

void entry_row(Context& c, const model::LegendEntry& entry, const Columns& columns) {
    const float text_height = wrapped_height(c, Face::regular, entry.label, columns.label);
    const auto at = row(c, text_height + c.px(5));
    swatch(c, {at.x, at.y + (at.height - c.px(16)) / 2, columns.swatch, c.px(16)}, entry.style);
    float x = at.x + columns.swatch + columns.gap;
    put_wrapped(c, Face::regular, c.ink.text, entry.label, x, at.y + c.px(2), columns.label);
    x += columns.label + columns.gap;
    const auto rows = model::count_text(c.state.language, static_cast<double>(entry.rows));
    put(c, Face::small, c.ink.muted, rows, {x, at.y, columns.count, at.height}, Align::right);
    if (columns.share > 0) {
        x += columns.count + columns.gap;
        put(c, Face::small, c.ink.text, share_text(c, entry), {x, at.y, columns.share, at.height}, Align::right);
    }
}

}  // namespace

void legend(Context& c) {
    const auto& legend = c.derived.legend;
    if (legend.entries.empty()) return;
    const auto at = row(c, height_of(c, Face::bold) + c.px(7));
    put(c, Face::bold, c.ink.text, c.text("panel.legend"), at);
    const auto label = c.text(c.state.legend ? "panel.hide" : "panel.reveal");
    const float width = width_of(c, Face::small, label) + c.px(12);
    const Rect fold{at.right() - width, at.y, width, at.height};
    const auto touched = hit(c, "legend", fold);
    put(c, Face::small, touched.hovered ? c.ink.text : c.ink.accent, label, fold, Align::centre);
    if (touched.clicked) c.out.emplace_back(model::LegendToggled{});
    if (!c.state.legend) return;

    paragraph(c, Face::regular, c.ink.text, legend.title);
    if (!legend.subtitle.empty()) {
        gap(c, 2);
        paragraph(c, Face::small, c.ink.muted, legend.subtitle);
    }
    gap(c, 6);
    if (!legend.refusal.empty()) {
        paragraph(c, Face::regular, c.ink.warning, legend.refusal);
        gap(c, 6);
    }
    const auto split = columns(c, legend, ImGui::GetContentRegionAvail().x);
    bool classes = true;
    for (const auto& entry : legend.entries) {
        if (classes && !geo::is_class(entry.code)) gap(c, 6);
        classes = geo::is_class(entry.code);
        entry_row(c, entry, split);
    }
    gap(c, 6);
    const bool cells = c.derived.shown.layer != nullptr && c.derived.shown.layer->cells;
    const auto counted = c.text(cells ? "legend.cells" : "legend.areas");
    paragraph(c, Face::small, c.ink.muted,
              legend.weight.empty() ? std::string(counted) : filled(c.text("legend.shares"), counted, legend.weight));
    for (const auto& note : legend.notes) {
        gap(c, 4);
        paragraph(c, Face::small, c.ink.muted, note);
    }
    if (!legend.warning.empty()) {
        gap(c, 4);
        paragraph(c, Face::small, c.ink.warning, legend.warning);
    }
}

}  // namespace ui
