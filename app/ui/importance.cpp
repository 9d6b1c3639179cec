#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr Range range{.least = 0, .most = 3, .step = 0.1, .usual = 1};

/// The dimension above its slider, its weight at the right.
void part(Context& c, const model::Importance& each) {
    const auto number = model::number_text(c.state.language, each.weight, 1);
    const auto counts = filled(c.text("importance.counts"), model::number_text(c.state.language, each.counts, 2));
    const auto figures = !std::isnan(each.share) ? number + " · " + model::percent_text(c.state.language, each.share)
                         : c.derived.options.own_index ? number + " · " + counts
                                                       : number;
    const float width = width_of(c, Face::small, figures);
    const float indent = c.px(12) * static_cast<float>(each.depth);
    const float name_width = ImGui::GetContentRegionAvail().x - width - indent - c.px(8);
    const auto at = row(c, wrapped_height(c, Face::regular, each.label, name_width) + c.px(2));
    put_wrapped(c, Face::regular, c.ink.text, each.label, at.x + indent, at.y, name_width);
    put(c, Face::small, c.ink.muted, figures, {at.right() - width, at.y, width, height_of(c, Face::regular)});
    auto rail = row(c, c.px(20));
    rail.x += indent;
    rail.width -= indent;
    if (const auto weight = slider(c, "importance." + each.dimension, each.weight, range, rail))
        c.out.emplace_back(model::ImportanceSet{each.dimension, std::round(*weight * 100) / 100});
    gap(c, 4);
}

}  // namespace

void importance(Context& c) {
    const auto& options = c.derived.options;
    if (options.importance.empty()) return;
    if (!section(c, "importance", c.text("importance.title"))) return;
    const bool modelled = c.derived.shown.layer->index_model != nullptr;
    std::vector<std::string> labels;
    std::size_t chosen = options.presets.size();
    for (std::size_t i = 0; i < options.presets.size(); ++i) {
        labels.push_back(options.presets[i].label);
        if (options.presets[i].chosen) chosen = i;
    }
    if (chosen == labels.size()) labels.emplace_back(c.text("importance.own"));
    if (const auto to = pick(c, "importance.preset", labels, chosen); to && *to < options.presets.size())
        c.out.emplace_back(model::ImportancesChosen{options.presets[*to].importance});
    gap(c, 8);
    for (const auto& each : options.importance) part(c, each);
    if (options.own_index) {
        if (options.index_from.size() > 1) {
            if (const auto from = labelled_pick(c, "importance.from", c.text("importance.from"), options.index_from))
                c.out.emplace_back(model::IndexFromChosen{options.index_from[*from].name});
            gap(c, 6);
        }
        const auto label = c.text(modelled ? "importance.reset_model" : "importance.reset");
        const auto at = row(c, c.px(control_height));
        if (button(c, "importance.reset", label, {at.x, at.y, std::min(button_width(c, label), at.width), at.height}))
            c.out.emplace_back(model::ImportancesChosen{});
        gap(c, 6);
    }
    paragraph(c, Face::small, c.ink.muted, c.text(modelled ? "importance.note_model" : "importance.note"));
    gap(c, 9);
}

}  // namespace ui
