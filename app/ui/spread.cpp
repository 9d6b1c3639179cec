#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

float thin(const Context& c) {
    return std::max(1.F, std::floor(c.frame.fonts->scale));
}

void parts_side_by_side(Context& c, const Rect& at, const std::vector<model::AreaSpread::Part>& parts,
                        const std::string& name) {
    auto* list = ImGui::GetWindowDrawList();
    double done = 0;
    const auto x = [&](double part) { return std::round(at.x + static_cast<float>(std::min(part, 1.0)) * at.width); };
    for (const auto& part : parts) {
        const float from = x(done);
        done += part.share;
        const Rect room{from, at.y, x(done) - from, at.height};
        if (room.empty()) continue;
        list->AddRectFilled({room.x, room.y}, {room.right(), room.bottom()}, ink::of(part.colour));
        list->AddRectFilled({room.x, room.y}, {room.x + thin(c), room.bottom()}, c.ink.outline);
        if (under_mouse(c, name + "." + std::to_string(part.code), room)) tooltip(c, part.text);
    }
    list->AddRect({at.x, at.y}, {at.right(), at.bottom()}, c.ink.outline, 0, 0, thin(c));
}

}  // namespace

void shares_over_time(Context& c, const model::AreaSpread& spread, const std::string& code) {
    if (spread.bars.empty()) return;
    float left = 0;
    for (const auto& bar : spread.bars)
        left = std::max(left, width_of(c, bar.shown ? Face::bold : Face::small, bar.label));
    left = std::min(left, c.px(90)) + c.px(8);
    for (const auto& bar : spread.bars) {
        if (bar.break_before) {
            const auto at = row(c, c.px(7));
            const float y = std::round(at.y + at.height / 2);
            for (float x = at.x; x + c.px(4) <= at.right(); x += c.px(8)) {
                ImGui::GetWindowDrawList()->AddLine({x, y}, {x + c.px(4), y}, c.ink.warning, c.px(1));
            }
        }
        const auto at = row(c, c.px(18));
        const auto face = bar.shown ? Face::bold : Face::small;
        put(c, face, bar.shown ? c.ink.text : c.ink.muted, elided(c, face, bar.label, left - c.px(4)),
            {at.x, at.y, left - c.px(4), at.height});
        const Rect room{at.x + left, at.y + c.px(2), at.width - left, at.height - c.px(4)};
        if (bar.parts.empty()) {
            put(c, Face::small, c.ink.muted, c.text("spread.none"), room);
        } else {
            parts_side_by_side(c, room, bar.parts, fmt::format("share.{}.{}", bar.label, code));
        }
    }
}

void distribution(Context& c, const model::AreaSpread& spread, const std::string& code) {
    if (spread.bins.empty()) return;
    gap(c, 10);
    paragraph(c, Face::bold, c.ink.text, c.text("spread.cells"));
    const auto count = [&](std::size_t n) { return model::count_text(c.state.language, static_cast<double>(n)); };
    paragraph(c, Face::small, c.ink.muted,
              spread.unweighted == 0
                  ? filled(c.text("spread.cells_note"), count(spread.units), spread.weight)
                  : model::filled(c.state.language, "spread.cells_of_note", count(spread.units),
                                  count(spread.units + spread.unweighted), spread.weight, count(spread.unweighted)));
    gap(c, 4);
    const float text_height = height_of(c, Face::small);
    const auto whole = row(c, c.px(74) + text_height + c.px(4));
    const Rect at{whole.x, whole.y, whole.width, c.px(74)};
    auto* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.card, c.px(4));
    double most = 0;
    for (const auto& bin : spread.bins) most = std::max(most, bin.share);
    const float width = at.width / static_cast<float>(spread.bins.size());
    const auto x_of = [&](double value) {
        return at.x + static_cast<float>((value - spread.low) / (spread.high - spread.low)) * at.width;
    };
    for (const auto& limit : spread.limits) {
        const float x = std::round(x_of(limit.value));
        list->AddLine({x, at.y}, {x, at.bottom()}, c.ink.line, thin(c));
    }
    for (std::size_t i = 0; i < spread.bins.size() && most > 0; ++i) {
        const auto& bin = spread.bins[i];
        const float from = std::round(at.x + width * static_cast<float>(i));
        const float to = std::max(std::round(at.x + width * static_cast<float>(i + 1)) - thin(c), from + 1);
        float y = at.bottom();
        for (const auto& part : bin.parts) {
            const float height = static_cast<float>(part.share / most) * (at.height - c.px(6));
            list->AddRectFilled({from, y - height}, {to, y}, ink::of(part.colour));
            y -= height;
        }
        if (bin.parts.empty()) continue;
        list->AddRect({from, y}, {to, at.bottom()}, c.ink.outline, 0, 0, thin(c));
        if (under_mouse(c, fmt::format("bin.{}.{}", i, code), {from, at.y, to - from, at.height}))
            tooltip(c, bin.parts.size() == 1 ? bin.parts.front().text
                                             : fmt::format("{} · {}", bin.parts.front().text, bin.parts.back().text));
    }
    list->AddLine({at.x, at.bottom()}, {at.right(), at.bottom()}, c.ink.grab, thin(c));
    const auto number = [&](double value) { return model::number_text(c.state.language, value, 2, true); };
    const Rect scale{at.x, at.bottom() + c.px(3), at.width, text_height};
    put(c, Face::small, c.ink.muted, number(spread.low), scale);
    put(c, Face::small, c.ink.muted, number(spread.high), scale, Align::right);
    if (spread.low < 0 && spread.high > 0) {
        const float x = x_of(0);
        const float room = width_of(c, Face::small, number(spread.low)) + c.px(10);
        if (x - at.x > room && at.right() - x > room)
            put(c, Face::small, c.ink.muted, "0", {x - c.px(10), scale.y, c.px(20), scale.height}, Align::centre);
    }
}

}  // namespace ui
