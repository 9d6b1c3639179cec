#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

void close_button(Context& c, const model::AreaFacts& area, const Rect& at) {
    const auto touched = hit(c, "close." + area.code, at);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered) list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.hover, c.px(4));
    const float half = c.px(4.5F);
    const ImVec2 middle{at.x + at.width / 2, at.y + at.height / 2};
    const auto colour = touched.hovered ? c.ink.text : c.ink.muted;
    list->AddLine({middle.x - half, middle.y - half}, {middle.x + half, middle.y + half}, colour, c.px(1.5F));
    list->AddLine({middle.x - half, middle.y + half}, {middle.x + half, middle.y - half}, colour, c.px(1.5F));
    if (touched.hovered) tooltip(c, c.text("inspector.close"));
    // Adding what is there takes it out; of a level that is not shown, only all can go.
    if (!touched.clicked) return;
    const auto* layer = c.derived.shown.layer;
    const bool shown = layer != nullptr && layer->level() == area.level;
    if (area.level == model::drawn_level) {
        c.out.emplace_back(model::Selected{area.code, true, area.level});
        return;
    }
    c.out.emplace_back(shown ? model::Selected{area.code, true} : model::Selected{});
}

/// The code, and how large a drawn area is.
std::string surface_of(const Context& c, const model::AreaFacts& area) {
    for (const auto& drawn : c.derived.drawn) {
        if (area.level == model::drawn_level && drawn.code == area.code && !drawn.surface.empty())
            return area.code + " · " + drawn.surface;
    }
    return area.code;
}

constexpr float name_lines = 2.5F;  // of a name; the figures under it are what one came for

void name_and_class(Context& c, const model::AreaFacts& area) {
    const float side = c.px(24);
    const float width = ImGui::GetContentRegionAvail().x - side - c.px(6);
    const auto name = elided(c, Face::large, area.name, name_lines * width);
    const float name_height = wrapped_height(c, Face::large, name, width);
    const auto at = row(c, std::max(name_height, side));
    put_wrapped(c, Face::large, c.ink.text, name, at.x, at.y, width);
    close_button(c, area, {at.right() - side, at.y, side, side});
    if (area.code != area.name) {
        gap(c, 2);
        paragraph(c, Face::small, c.ink.muted, surface_of(c, area));
    }
    gap(c, 8);

    const auto value = value_text(c, area.shown.value);
    const float value_width = width_of(c, Face::large, value);
    const float left = c.px(46);
    const float label_width = at.width - left - value_width - c.px(18);
    const float label_height = wrapped_height(c, Face::bold, area.shown.class_label, label_width);
    const auto card = row(c, std::max(label_height, height_of(c, Face::large)) + c.px(18));
    auto* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({card.x, card.y}, {card.right(), card.bottom()}, c.ink.card, c.px(5));
    list->AddRect({card.x, card.y}, {card.right(), card.bottom()}, c.ink.line, c.px(5), 0, c.px(1));
    swatch(c, {card.x + c.px(10), card.y + (card.height - c.px(18)) / 2, c.px(26), c.px(18)}, area.shown.style);
    put_wrapped(c, Face::bold, c.ink.text, area.shown.class_label, card.x + left,
                card.y + (card.height - label_height) / 2, label_width);
    put(c, Face::large, c.ink.text, value, {card.right() - value_width - c.px(10), card.y, value_width, card.height});
    gap(c, 4);
    paragraph(c, Face::small, c.ink.muted, area.shown.name);

    auto basis = weight_text(c, area);
    if (!std::isnan(area.n)) {
        const auto cells = filled(c.text("inspector.cells"), model::count_text(c.state.language, area.n));
        basis += (basis.empty() ? "" : " · ") + cells;
    }
    if (!basis.empty()) {
        gap(c, 2);
        paragraph(c, Face::small, c.ink.muted, basis);
    }
    for (const auto& sentence : area.hotspot) {
        gap(c, 5);
        paragraph(c, Face::small, c.ink.text, sentence);
    }
    for (const auto& sentence : area.sure) {
        gap(c, 5);
        paragraph(c, Face::small, c.ink.text, sentence);
    }
    if (!area.sure.empty()) {
        gap(c, 2);
        paragraph(c, Face::small, c.ink.muted, c.text("sure.note"));
    }
    for (const auto& sentence : area.remarks) {
        gap(c, 5);
        paragraph(c, Face::small, c.ink.warning, sentence);
    }
}

/// An area that was drawn and of which there are no figures, or not yet.
void untold(Context& c, const model::DrawnFacts& area) {
    const float side = c.px(24);
    const float width = ImGui::GetContentRegionAvail().x - side - c.px(6);
    const auto name = elided(c, Face::large, area.name, 2.5F * width);
    const auto at = row(c, std::max(wrapped_height(c, Face::large, name, width), side));
    put_wrapped(c, Face::large, c.ink.text, name, at.x, at.y, width);
    model::AreaFacts facts;
    facts.code = area.code;
    facts.level = model::drawn_level;
    close_button(c, facts, {at.right() - side, at.y, side, side});
    gap(c, 2);
    paragraph(c, Face::small, c.ink.muted, surface_of(c, facts));
    gap(c, 8);
    if (area.waits) paragraph(c, Face::regular, c.ink.muted, c.text("drawn.waits"));
    for (const auto& sentence : area.remarks) {
        paragraph(c, Face::regular, c.ink.warning, sentence);
        gap(c, 4);
    }
}

// Swatch, name above its class, value at the right.
void figure_row(Context& c, const model::Figure& figure, const std::string& name, bool strong) {
    const auto face = strong ? Face::bold : Face::regular;
    const auto value = value_text(c, figure.value);
    const float value_width = width_of(c, face, value);
    const float left = c.px(28);
    const float whole = ImGui::GetContentRegionAvail().x;
    const float width = whole - left - value_width - c.px(8);
    const float name_height = wrapped_height(c, face, name, width);
    const float class_height = wrapped_height(c, Face::small, figure.class_label, width);
    const auto at = row(c, name_height + class_height + c.px(10));
    swatch(c, {at.x, at.y + c.px(6), c.px(20), c.px(14)}, figure.style);
    put_wrapped(c, face, c.ink.text, name, at.x + left, at.y + c.px(4), width);
    put_wrapped(c, Face::small, c.ink.muted, figure.class_label, at.x + left, at.y + c.px(5) + name_height, width);
    put(c, face, c.ink.text, value, {at.right() - value_width, at.y + c.px(4), value_width, height_of(c, face)});
}

void break_row(Context& c) {
    const auto text = c.text("inspector.break");
    const float left = c.px(28);
    const float width = ImGui::GetContentRegionAvail().x - left;
    const auto at = row(c, wrapped_height(c, Face::small, text, width) + c.px(8));
    const float y = std::round(at.y + at.height / 2);
    for (float x = at.x; x + c.px(4) <= at.x + c.px(20); x += c.px(8)) {
        ImGui::GetWindowDrawList()->AddLine({x, y}, {x + c.px(4), y}, c.ink.warning, c.px(1.5F));
    }
    put_wrapped(c, Face::small, c.ink.warning, text, at.x + left, at.y + c.px(4), width);
}

/// Where the figures above are not those of the official total, which the sentences are of; empty where they are.
std::string other_subject(const Context& c, const model::AreaFacts& area, const model::AreaExplanation& told) {
    if (c.derived.theme != nullptr && c.derived.theme->own_index) {
        const auto& reading = c.derived.shown.scene->reading;
        return std::string(c.text(reading.index ? "inspector.modelled" : "inspector.official"));
    }
    const auto& shown = c.derived.shown;
    if (!told.explanation || shown.layer == nullptr || shown.value == shown.layer->assessment.total) return {};
    const auto at = std::find_if(area.dimensions.begin(), area.dimensions.end(),
                                 [&](const model::Figure& figure) { return figure.code == area.shown.code; });
    if (at == area.dimensions.end()) return {};
    return model::filled(c.state.language, "inspector.of_total", area.dimensions.front().name, at->name);
}

void one_area(Context& c, const model::AreaFacts& area, const model::AreaExplanation* told,
              const model::AreaSpread* spread) {
    name_and_class(c, area);
    if (told != nullptr) {
        if (const auto note = other_subject(c, area, *told); !note.empty()) {
            gap(c, 8);
            paragraph(c, Face::small, c.ink.warning, note);
        }
        explanation(c, *told, spread, area.code);
    }
    gap(c, 12);
    if (!area.dimensions.empty() && section(c, "dimensions", c.text("inspector.dimensions"), {}, "." + area.code)) {
        for (std::size_t i = 0; i < area.dimensions.size(); ++i) {
            const auto& figure = area.dimensions[i];
            figure_row(c, figure, figure.name, i == 0 && area.dimensions.size() > 1);
        }
        gap(c, 8);
    }
    if (area.measurements.size() > 1) {
        const bool open = section(c, "measurements", c.text("inspector.measurements"), {}, "." + area.code);
        paragraph(c, Face::small, c.ink.muted, area.over_time);
        gap(c, 4);
        trend(c, area, spread);
        gap(c, 6);
        const auto& moments = c.derived.moments;
        const auto shown =
            c.derived.shown.measurement < moments.size() ? moments[c.derived.shown.measurement].label : std::string();
        for (std::size_t i = 0; open && i < area.measurements.size(); ++i) {
            const auto& figure = area.measurements[i];
            if (i > 0 && figure.break_before) break_row(c);
            figure_row(c, figure, figure.code, figure.code == shown);
        }
    }
    if (told != nullptr) caveats(c, *told);
}

// All that is selected, to the clipboard: sentences, figures, or the command that tells the same.
void copies(Context& c, const Rect& at) {
    using Kind = model::Errand::Kind;
    const auto label = c.text("copy.label");
    float x = at.x + width_of(c, Face::small, label) + c.px(8);
    put(c, Face::small, c.ink.muted, label, {at.x, at.y, x - at.x, at.height});
    struct Way {
        const char* key;
        const char* hint;
        Kind kind;
    };
    constexpr Way ways[] = {{"copy.text", "copy.text_hint", Kind::copy_text},
                            {"copy.table", "copy.table_hint", Kind::copy_table},
                            {"copy.command", "copy.command_hint", Kind::copy_command}};
    for (const auto& [key, hint, kind] : ways) {
        const auto word = c.text(key);
        const Rect button_at{x, at.y, width_of(c, Face::small, word) + c.px(16), at.height};
        if (button_at.right() > at.right()) break;
        const auto touched = hit(c, key, button_at);
        auto* list = ImGui::GetWindowDrawList();
        if (touched.hovered) {
            list->AddRectFilled({button_at.x, button_at.y}, {button_at.right(), button_at.bottom()}, c.ink.hover,
                                c.px(4));
        }
        put(c, Face::small, c.ink.accent, word, button_at, Align::centre);
        if (touched.hovered) tooltip(c, c.text(hint));
        if (touched.clicked) c.out.emplace_back(model::ErrandAsked{{kind, {}}});
        x = button_at.right() + c.px(2);
    }
}

}  // namespace

std::string value_text(const Context& c, double value) {
    const bool sign = c.derived.theme == nullptr || c.derived.theme->signed_values;
    return model::number_text(c.state.language, value, 3, sign);
}

std::string weight_text(const Context& c, const model::AreaFacts& area) {
    if (std::isnan(area.weight) || area.weight_name.empty()) return {};
    return model::count_text(c.state.language, area.weight) + " " + area.weight_name;
}

void inspector(Context& c) {
    const auto& whole = c.layout.right;
    if (whole.empty()) return;
    constexpr float foot_units = 36;
    constexpr float least_units = 260;  // lower than this, all room is for what is told
    const float foot = whole.height >= c.px(least_units) ? std::round(c.px(foot_units)) : 0;
    const Rect at{whole.x, whole.y, whole.width, whole.height - foot};
    begin(c, "right", at, c.ink.panel);
    const auto& selected = c.derived.selected;
    compare(c);
    for (const auto& area : c.derived.drawn) {
        const auto is_it = [&](const auto& told) { return told.level == model::drawn_level && told.code == area.code; };
        if (area.selected && std::none_of(selected.begin(), selected.end(), is_it)) {
            untold(c, area);
            gap(c, 12);
        }
    }
    for (auto i = selected.size(); i-- > 0;) {  // the last chosen on top
        if (i + 1 < selected.size()) {
            gap(c, 12);
            const auto line = row(c, c.px(1));
            ImGui::GetWindowDrawList()->AddRectFilled({line.x, line.y}, {line.right(), line.bottom()}, c.ink.line);
            gap(c, 12);
        }
        one_area(c, selected[i], i < c.derived.explanations.size() ? &c.derived.explanations[i] : nullptr,
                 i < c.derived.spreads.size() ? &c.derived.spreads[i] : nullptr);
    }
    edge(c, {at.x, at.y, 0, at.height});
    end();
    if (foot == 0) return;
    begin(c, "right foot", {at.x, at.bottom(), at.width, foot}, c.ink.panel, ImGuiWindowFlags_NoScrollbar);
    edge(c, {at.x, at.bottom(), at.width, 0});
    edge(c, {at.x, at.bottom(), 0, foot});
    copies(c, {at.x + c.px(14), at.bottom() + c.px(5), at.width - c.px(28), foot - c.px(10)});
    end();
}

}  // namespace ui
