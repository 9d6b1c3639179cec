#include "app/model/hotspots.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/ranges.h>

namespace ui {

void transitions(Context& c) {
    const auto& told = c.derived.transitions;
    const auto language = c.state.language;
    if (told.classes.labels_en.empty()) return;
    if (!told.counts) {
        gap(c, 8);
        paragraph(c, Face::bold, c.ink.text, c.text("transitions.title"));
        paragraph(c, Face::small, c.ink.muted, c.text("transitions.none"));
        return;
    }
    const auto& counts = *told.counts;
    const auto classes = told.classes.classes();
    const auto& labels = language == model::Language::dutch ? told.classes.labels_nl : told.classes.labels_en;
    const auto& level = c.derived.hotspots->level;
    const auto label = geo::labels(level.level->values.measurements);
    std::vector<std::string> when;
    for (const auto& at : level.at) when.push_back(label[at.measurement]);
    gap(c, 8);
    paragraph(c, Face::bold, c.ink.text, c.text("transitions.title"));
    paragraph(c, Face::small, c.ink.muted,
              filled(c.text("transitions.about"), fmt::format("{}", fmt::join(when, ", ")),
                     model::count_text(language, static_cast<double>(told.rows))));
    gap(c, 4);
    auto* list = ImGui::GetWindowDrawList();
    const auto line = [&](std::size_t from) {
        const auto at = row(c, c.px(18));
        const float width = at.width / static_cast<float>(classes + 2);  // of the class, the classes, and how many
        const auto cell = [&](std::size_t column) {
            return Rect{at.x + width * static_cast<float>(column), at.y, width, at.height};
        };
        const auto middle = [&](Face face, ImU32 colour, const std::string& text, const Rect& room) {
            const float wide = width_of(c, face, text);
            put(c, face, colour, text, {room.x + (room.width - wide) / 2, room.y, wide, room.height});
        };
        if (from > 0) middle(Face::bold, c.ink.text, std::to_string(from), cell(0));
        if (from > 0 && counts.all.from(from) > 0)
            middle(Face::small, c.ink.muted, model::count_text(language, counts.all.from(from)), cell(classes + 1));
        for (std::size_t to = 1; to <= classes; ++to) {
            const auto room = cell(to);
            if (from == 0) {
                middle(Face::bold, c.ink.text, std::to_string(to), room);
                continue;
            }
            const auto part = counts.all.probability(from, to);
            const auto name = "transitions." + std::to_string(from) + "." + std::to_string(to);
            if (c.frame.probe != nullptr) c.frame.probe->items[name] = room;
            if (std::isnan(part)) continue;
            const auto shade = static_cast<ImU32>(std::lround(120 * part));
            list->AddRectFilled({room.x, room.y}, {room.right() - c.px(1), room.bottom() - c.px(1)},
                                (c.ink.accent & ~IM_COL32_A_MASK) | shade << IM_COL32_A_SHIFT);
            if (part > 0)
                middle(Face::small, c.ink.text, model::number_text(language, std::round(100 * part), 0), room);
            if (under_mouse(c, name, room))
                tooltip(c, model::filled(language, "transitions.of", labels[from - 1], labels[to - 1],
                                         model::count_text(language, counts.all.count[counts.all.at(from, to)]),
                                         model::count_text(language, counts.all.from(from))));
        }
    };
    for (std::size_t from = 0; from <= classes; ++from) line(from);
    gap(c, 4);
    std::vector<std::string> meant;
    for (std::size_t k = 0; k < labels.size(); ++k) meant.push_back(fmt::format("{} {}", k + 1, labels[k]));
    paragraph(c, Face::small, c.ink.muted, fmt::format("{}", fmt::join(meant, "; ")));
    gap(c, 4);
    if (std::isnan(counts.p_likelihood_ratio))
        paragraph(c, Face::small, c.ink.muted, c.text("transitions.untested"));
    else
        paragraph(c, Face::small, c.ink.muted,
                  model::filled(language, "transitions.test", model::number_text(language, counts.likelihood_ratio, 1),
                                model::count_text(language, counts.degrees_of_freedom),
                                model::p_text(language, counts.p_likelihood_ratio)));
}

}  // namespace ui
