#include "app/model/displacement.h"
#include "app/model/shown.h"
#include "app/ui/controls.h"
#include "app/ui/panel.h"
#include "app/ui/scatter.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ui {

namespace {

void set(Context& c, model::DisplacementChoice to) {
    c.out.emplace_back(model::DisplacementSet{std::move(to)});
}

void pick_ring(Context& c) {
    const auto& now = c.state.displacement.ring;
    std::vector<geo::NeighbourRule> rings;
    for (const auto* text : {"band:500", "band:1000", "band:2000", "queen", "queen:2"})
        rings.push_back(geo::ring_rule(text));
    if (std::find(rings.begin(), rings.end(), now) == rings.end()) rings.push_back(now);
    std::vector<model::Option> options;
    for (const auto& ring : rings) {
        const bool band = ring.kind == geo::NeighbourRule::Kind::band;
        const auto& units = c.derived.shown.layer->assessment.units.level;
        const auto language = c.state.language;
        options.push_back({geo::to_text(ring),
                           band ? filled(c.text("displacement.ring_metres"), model::short_text(language, ring.distance))
                                : filled(c.text("displacement.ring_links"), model::level_name(language, units),
                                         std::to_string(ring.order)),
                           ring == now});
    }
    gap(c, 4);
    if (const auto to = labelled_pick(c, "displacement.ring", c.text("displacement.ring"), options)) {
        auto then = c.state.displacement;
        then.ring = rings[*to];
        set(c, then);
    }
}

/// Change around against change inside, of the area and of those that nobody chose.
void plot(Context& c, const geo::DisplacementOf& area) {
    if (area.placebos.empty()) return;
    const auto inside = area.inside.split.change();
    const auto around = area.ring.split.change();
    double most = std::max(std::abs(inside), std::abs(around));
    for (const auto& placebo : area.placebos)
        most = std::max({most, std::abs(placebo.inside.split.change()), std::abs(placebo.ring.split.change())});
    if (most == 0) return;
    gap(c, 6);
    const auto room = scatter(c, "displacement.plot", most, most,
                              [&](double value) { return model::number_text(c.state.language, value, 2, true); });
    auto* list = ImGui::GetWindowDrawList();
    for (const auto& placebo : area.placebos) {
        const auto at = room.place(placebo.inside.split.change(), placebo.ring.split.change());
        list->AddCircleFilled(at, c.px(2), c.ink.grab);
    }
    mark(c, room.place(inside, around), c.ink.accent);
    gap(c, 2);
    paragraph(c, Face::small, c.ink.muted, c.text("displacement.axes"));
}

void told(Context& c) {
    const auto& found = *c.derived.displacement;
    const auto language = c.state.language;
    if (c.derived.selected_rows.empty()) {
        gap(c, 4);
        paragraph(c, Face::small, c.ink.muted, c.text("displacement.select"));
    }
    for (const auto row : c.derived.selected_rows) {
        const auto& areas = *found.level->areas;
        gap(c, 6);
        paragraph(c, Face::bold, c.ink.text,
                  areas.name.empty() || areas.name[row].empty() ? areas.code[row] : areas.name[row]);
        for (const auto& sentence : model::displacement_sentences(found, row, language)) {
            gap(c, 2);
            paragraph(c, Face::small, c.ink.text, sentence);
        }
        plot(c, found.areas[row]);
    }
    if (!c.derived.selected_rows.empty()) {
        gap(c, 4);
        paragraph(c, Face::small, c.ink.muted, c.text("displacement.dots"));
    }
    gap(c, 4);
    paragraph(c, Face::small, c.ink.muted, model::told_whole(language, geo::displacement_caution(found)));
}

}  // namespace

void displacement(Context& c) {
    if (!c.has_scene() || !section(c, "displacement", c.text("displacement.title"))) return;
    const auto& now = c.state.displacement;
    if (toggle(c, "displacement.shown", c.text("displacement.shown"), now.shown)) {
        auto to = now;
        to.shown = !to.shown;
        set(c, to);
    }
    if (now.shown) {
        gap(c, 4);
        const auto& answer = c.results.displacement;
        if (const auto* why = model::no_displacement(c.state, c.results)) {
            paragraph(c, Face::small, c.ink.muted, c.text(why));
        } else if (model::awaits_displacement(c.state, c.results)) {
            if (job_progress(c, "displacement", answer.part, c.text("displacement.searching"))) {
                auto to = now;
                to.shown = false;
                set(c, to);
            }
        } else if (!answer.failure.empty()) {
            paragraph(c, Face::small, c.ink.warning, model::told_whole(c.state.language, answer.failure));
        }
        pick_ring(c);
        if (c.derived.displacement != nullptr) told(c);
    }
    gap(c, 9);
}

void rings(Context& c) {
    const auto& map = c.layout.map;
    if (c.derived.displacement == nullptr || map.empty()) return;
    auto* list = ImGui::GetBackgroundDrawList();
    list->PushClipRect({map.x, map.y}, {map.right(), map.bottom()});
    // One dot where many fall together, or they hide the area.
    std::vector<ImVec2> dots;
    std::set<std::pair<int, int>> taken;
    const auto room = c.px(4);
    for (const auto row : c.derived.selected_rows) {
        for (const auto centre : c.derived.displacement->areas[row].ring_centres) {
            const auto at = on_screen(c, centre);
            const std::pair slot(static_cast<int>(std::floor(at.x / room)), static_cast<int>(std::floor(at.y / room)));
            if (taken.insert(slot).second) dots.push_back(at);
        }
    }
    for (const auto& [half, colour] : {std::pair(2.5F, c.ink.card), std::pair(1.5F, c.ink.text)}) {
        const auto wide = c.px(half);
        for (const auto at : dots) list->AddRectFilled({at.x - wide, at.y - wide}, {at.x + wide, at.y + wide}, colour);
    }
    list->PopClipRect();
}

}  // namespace ui
