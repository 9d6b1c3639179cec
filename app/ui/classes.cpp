#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace ui {

namespace {

using Kind = model::Scheme::Kind;

constexpr std::array kinds{Kind::published, Kind::quantile, Kind::equal_interval, Kind::natural, Kind::fixed};
constexpr std::array kind_keys{"classes.published", "scheme.quantile", "scheme.equal", "scheme.natural",
                               "scheme.fixed"};
constexpr int least_classes = 2;
constexpr int most_classes = 12;

template <std::size_t n>
std::vector<model::Option> named(const Context& c, const std::array<const char*, n>& keys, std::size_t chosen) {
    std::vector<model::Option> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back({keys[i], std::string(c.text(keys[i])), i == chosen});
    return out;
}

/// "−0,1; 0; 0.1" as people type it: numbers with comma or point, between them semicolons or spaces.
std::optional<std::vector<double>> limits_in(std::string text) {
    for (const std::string_view minus : {"−", "–"}) {
        for (auto at = text.find(minus); at != std::string::npos; at = text.find(minus))
            text = fmt::format("{}-{}", text.substr(0, at), text.substr(at + minus.size()));
    }
    std::replace(text.begin(), text.end(), ',', '.');
    std::replace(text.begin(), text.end(), ';', ' ');
    std::vector<double> out;
    const char* at = text.c_str();
    for (;;) {
        while (*at == ' ') ++at;
        if (*at == '\0') break;
        char* end = nullptr;
        const double value = std::strtod(at, &end);
        if (end == at || !std::isfinite(value) || (!out.empty() && value <= out.back())) return std::nullopt;
        out.push_back(value);
        at = end;
    }
    return out;
}

std::string limits_text(const Context& c, const std::vector<double>& limits) {
    std::string out;
    for (const double limit : limits) {
        auto number = fmt::format("{}", limit);
        if (c.state.language == model::Language::dutch) std::replace(number.begin(), number.end(), '.', ',');
        out += fmt::format("{}{}", out.empty() ? "" : "; ", number);
    }
    return out;
}

void limits(Context& c) {
    auto& draft = c.memory.limits;
    const auto as_they_are = limits_text(c, c.state.scheme.limits);
    if (!draft.focused) draft.text = as_they_are;
    gap(c, 6);
    const auto at = row(c, c.px(control_height));
    const auto written = text_field(c, "classes.limits", draft.text, c.text("classes.limits_hint"), at);
    draft = {written.text, written.focused};
    if (!written.changed) return;
    if (auto found = limits_in(written.text)) {
        auto scheme = c.state.scheme;
        scheme.limits = std::move(*found);
        c.out.emplace_back(model::SchemeChosen{scheme});
    }
}

void scheme(Context& c) {
    const auto& state = c.state.scheme;
    const auto at = static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), state.kind) - kinds.begin());
    if (const auto to = labelled_pick(c, "classes.scheme", c.text("classes.scheme"), named(c, kind_keys, at))) {
        auto scheme = state;
        scheme.kind = kinds[*to];
        // Own limits begin as those that are shown.
        if (scheme.kind == Kind::fixed && scheme.limits.empty() && c.derived.theme != nullptr)
            scheme.limits = model::rounded_limits(c.derived.theme->table);
        c.out.emplace_back(model::SchemeChosen{scheme});
    }
    if (state.kind == Kind::fixed) return limits(c);
    if (state.kind == Kind::published) return;
    std::vector<model::Option> numbers;
    for (int n = least_classes; n <= most_classes; ++n)
        numbers.push_back({std::to_string(n), std::to_string(n), n == state.classes});
    gap(c, 6);
    if (const auto to = labelled_pick(c, "classes.number", c.text("classes.number"), numbers)) {
        auto scheme = state;
        scheme.classes = least_classes + static_cast<int>(*to);
        c.out.emplace_back(model::SchemeChosen{scheme});
    }
    const bool weighed = c.has_scene() && !c.derived.shown.layer->row_weight.empty();
    if (state.kind == Kind::equal_interval || !weighed) return;
    constexpr std::array by{"classes.by_weight", "classes.by_rows"};
    std::vector<std::string> labels;
    for (const auto* key : by) labels.emplace_back(c.text(key));
    gap(c, 6);
    if (const auto to = pick(c, "classes.by", labels, state.by_rows ? 1 : 0)) {
        auto scheme = state;
        scheme.by_rows = *to == 1;
        c.out.emplace_back(model::SchemeChosen{scheme});
    }
}

void faint(Context& c) {
    if (!c.has_scene() || c.derived.shown.layer->row_weight.empty()) return;
    constexpr std::array keys{"classes.faint_no", "classes.faint_fade", "classes.faint_pattern"};
    constexpr std::array faints{model::Faint::no, model::Faint::fade, model::Faint::pattern};
    const auto at = static_cast<std::size_t>(std::find(faints.begin(), faints.end(), c.state.faint) - faints.begin());
    gap(c, 6);
    if (const auto to = labelled_pick(c, "classes.faint", c.text("classes.faint"), named(c, keys, at)))
        c.out.emplace_back(model::FaintChosen{faints[*to], c.state.faint_below});
    if (c.state.faint == model::Faint::no) return;
    gap(c, 6);
    const auto room = row(c, c.px(control_height));
    const float left = std::round(room.width * 0.42F);
    put(c, Face::small, c.ink.muted, c.text("classes.faint_below"), {room.x, room.y, left - c.px(6), room.height});
    if (const auto below = number_field(c, "classes.faint_below", c.state.faint_below, {},
                                        {room.x + left, room.y, room.width - left, room.height});
        below && *below >= 0)
        c.out.emplace_back(model::FaintChosen{c.state.faint, *below});
}

}  // namespace

void classes(Context& c) {
    if (!c.has_scene() || !section(c, "classes", c.text("classes.title"))) return;
    scheme(c);
    gap(c, 6);
    const auto& palettes = c.derived.options.palettes;
    if (const auto to = labelled_pick(c, "classes.palette", c.text("classes.palette"), palettes))
        c.out.emplace_back(model::PaletteChosen{palettes[*to].name});
    gap(c, 6);
    constexpr std::array keys{"vision.full", "vision.protanopia", "vision.deuteranopia", "vision.tritanopia"};
    const auto seen = static_cast<std::size_t>(c.state.vision);
    if (const auto to = labelled_pick(c, "classes.vision", c.text("classes.vision"), named(c, keys, seen)))
        c.out.emplace_back(model::VisionChosen{static_cast<model::Vision>(*to)});
    faint(c);
    gap(c, 9);
}

}  // namespace ui
