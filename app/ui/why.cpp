#include "app/ui/panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace ui {

namespace {

using Told = model::AreaExplanation;
using Kind = model::Section::Kind;

// Zero lies at the same place for all bars of a group, and a point of the score is as long in all of them.
struct Scale {
    double low = 0;
    double high = 0;

    void extend(const std::vector<Told::Bar>& bars) {
        for (const auto& bar : bars) {
            if (!std::isfinite(bar.value)) continue;
            low = std::min(low, bar.value);
            high = std::max(high, bar.value);
        }
    }
    [[nodiscard]] float at(double value) const {
        return high > low ? static_cast<float>((value - low) / (high - low)) : 0.5F;
    }
};

// Where the columns of bars lie: names and figures take what they need, the bars the rest.
struct Columns {
    float name = 0;
    float bar = 0;
    float figure = 0;
    float gap = 0;

    Columns(const Context& c, std::span<const std::vector<Told::Bar>* const> groups, float width) : gap(c.px(8)) {
        for (const auto* bars : groups) {
            for (const auto& one : *bars) {
                name = std::max(name, width_of(c, Face::small, one.name));
                figure = std::max(figure, width_of(c, Face::small, one.text));
            }
        }
        name = std::min(name, std::floor(0.46F * width));
        bar = std::max(width - name - figure - 2 * gap, 1.F);
    }
};

void bar_row(Context& c, const Told::Bar& bar, const Columns& columns, const Scale& scale, const std::string& name) {
    const float text_height = wrapped_height(c, Face::small, bar.name, columns.name);
    const auto at = row(c, text_height + c.px(6));
    put_wrapped(c, Face::small, c.ink.text, bar.name, at.x, at.y + c.px(3), columns.name);
    const float left = at.x + columns.name + columns.gap;
    const float zero = std::round(left + scale.at(0) * columns.bar);
    auto* list = ImGui::GetWindowDrawList();
    if (std::isfinite(bar.value)) {
        const float end = std::round(left + scale.at(bar.value) * columns.bar);
        const float thick = std::round(c.px(10));
        const float top = std::round(at.y + (at.height - thick) / 2);
        const Rect filled{std::min(zero, end), top, std::abs(end - zero), thick};
        list->AddRectFilled({filled.x, filled.y}, {filled.right(), filled.bottom()},
                            bar.value < 0 ? c.ink.warning : c.ink.accent);
        if (c.frame.probe != nullptr) c.frame.probe->items[name] = filled;
    }
    const float line = std::max(1.F, std::floor(c.frame.fonts->scale));
    list->AddRectFilled({zero, at.y}, {zero + line, at.bottom()}, c.ink.muted);
    put(c, Face::small, c.ink.text, bar.text, {at.right() - columns.figure, at.y, columns.figure, at.height},
        Align::right);
}

void bar_rows(Context& c, const std::vector<Told::Bar>& bars, const Columns& columns, const Scale& scale,
              const std::string& group, const std::string& code) {
    for (std::size_t i = 0; i < bars.size(); ++i)
        bar_row(c, bars[i], columns, scale, fmt::format("bar.{}.{}.{}", group, i, code));
}

// Under a line, as sums are.
void sum(Context& c, const std::string& check) {
    if (check.empty()) return;
    const auto at = row(c, c.px(5));
    const float y = std::round(at.y + c.px(2));
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, y}, {at.right(), y + std::max(1.F, c.px(1))}, c.ink.line);
    if (width_of(c, Face::bold, check) > at.width) {
        paragraph(c, Face::bold, c.ink.text, check);
        return;
    }
    put(c, Face::bold, c.ink.text, check, row(c, height_of(c, Face::bold) + c.px(4)), Align::right);
}

// Small buttons one after another, in as many rows as they take. \return what was chosen now; null if nothing
const Told::Choice* chips(Context& c, const std::vector<Told::Choice>& choices, std::string_view label,
                          const std::string& group, const std::string& code) {
    const float height = height_of(c, Face::small) + c.px(9);
    const float space = c.px(5);
    auto at = row(c, height);
    float x = at.x;
    if (!label.empty()) {
        const float width = width_of(c, Face::small, label);
        put(c, Face::small, c.ink.muted, label, {x, at.y, width, height});
        x += width + c.px(8);
    }
    const Told::Choice* out = nullptr;
    auto* list = ImGui::GetWindowDrawList();
    for (const auto& choice : choices) {
        const auto text = elided(c, Face::small, choice.label, at.width - c.px(14));
        const float width = width_of(c, Face::small, text) + c.px(14);
        if (x > at.x && x + width > at.right()) {
            gap(c, 4);
            at = row(c, height);
            x = at.x;
        }
        const Rect chip{x, at.y, width, height};
        const auto touched = hit(c, fmt::format("{}.{}.{}", group, choice.name, code), chip);
        const ImVec2 from{chip.x, chip.y};
        const ImVec2 to{chip.right(), chip.bottom()};
        list->AddRectFilled(from, to,
                            choice.chosen     ? c.ink.chosen
                            : touched.hovered ? c.ink.hover
                                              : c.ink.card,
                            c.px(4));
        list->AddRect(from, to, choice.chosen ? c.ink.accent : c.ink.grab, c.px(4), 0, c.px(1));
        put(c, Face::small, choice.chosen ? c.ink.accent : c.ink.text, text, chip, Align::centre);
        if (touched.clicked && !choice.chosen) out = &choice;
        x += width + space;
    }
    return out;
}

void choose_reference(Context& c, const Told& told, const std::string& code) {
    if (told.references.size() < 2) return;  // nothing to choose
    gap(c, 4);
    if (const auto* chosen = chips(c, told.references, {}, "reference", code))
        c.out.emplace_back(model::ReferenceChosen{chosen->name});
    gap(c, 4);
}

void small_sentences(Context& c, const model::Section& section, std::size_t from) {
    for (std::size_t i = from; i < section.sentences.size(); ++i) {
        gap(c, 3);
        paragraph(c, Face::small, c.ink.muted, section.sentences[i]);
    }
}

void why(Context& c, const Told& told, const model::Section& section, const std::string& code) {
    paragraph(c, Face::regular, c.ink.text, section.sentences.front());
    gap(c, 10);
    paragraph(c, Face::bold, c.ink.text, section.heading);
    choose_reference(c, told, code);
    if (!told.why.empty()) {
        gap(c, 3);
        Scale scale;
        scale.extend(told.why);
        const Columns columns(c, std::array{&told.why}, ImGui::GetContentRegionAvail().x);
        bar_rows(c, told.why, columns, scale, "why", code);
        sum(c, section.check);
    }
    small_sentences(c, section, 1);
}

// The weight of the classes side by side, lowest first, as wide as their shares: a bar for each measurement.
void classes(Context& c, const Told& told, const model::AreaSpread* spread, const model::Section& section,
             const std::string& code) {
    gap(c, 10);
    paragraph(c, Face::bold, c.ink.text, section.heading);
    gap(c, 4);
    if (spread != nullptr) shares_over_time(c, *spread, code);
    gap(c, 4);
    paragraph(c, Face::regular, c.ink.text, told.low_share);
}

void change(Context& c, const Told& told, const model::Section& section, const std::string& code) {
    gap(c, 12);
    paragraph(c, Face::bold, c.ink.text, section.heading);
    if (told.baselines.size() > 1) {
        gap(c, 4);
        if (const auto* chosen = chips(c, told.baselines, c.text("inspector.since"), "baseline", code))
            c.out.emplace_back(model::BaselineChosen{chosen->name});
        gap(c, 4);
    }
    if (!told.baseline_note.empty()) {
        paragraph(c, Face::small, c.ink.warning, told.baseline_note);
        gap(c, 3);
    }
    paragraph(c, Face::regular, c.ink.text, section.sentences.front());
    if (!told.change.empty() || !told.split.empty()) {
        gap(c, 5);
        Scale scale;
        scale.extend(told.change);
        scale.extend(told.split);
        const Columns columns(c, std::array{&told.change, &told.split}, ImGui::GetContentRegionAvail().x);
        bar_rows(c, told.change, columns, scale, "change", code);
        // Two ways to divide one change: each adds up to it.
        if (!told.change.empty() && !told.split.empty()) {
            sum(c, section.check);
            gap(c, 4);
        }
        bar_rows(c, told.split, columns, scale, "split", code);
        sum(c, section.check);
    }
    small_sentences(c, section, 1);
}

void share(Context& c, const model::Section& section) {
    gap(c, 10);
    paragraph(c, Face::bold, c.ink.text, section.heading);
    gap(c, 2);
    paragraph(c, Face::regular, c.ink.text, section.sentences.front());
    small_sentences(c, section, 1);
}

}  // namespace

void explanation(Context& c, const model::AreaExplanation& told, const model::AreaSpread* spread,
                 const std::string& code) {
    gap(c, 10);
    if (!told.explanation) {
        paragraph(c, Face::small, c.ink.muted, told.refusal);
        choose_reference(c, told, code);
        return;
    }
    const auto& words = told.words;
    // What the map shows is told first.
    const bool change_first = c.state.show == model::Show::change;
    const auto* changed = words.find(Kind::change);
    if (change_first && changed != nullptr) change(c, told, *changed, code);
    if (const auto* section = words.find(Kind::why)) why(c, told, *section, code);
    if (const auto* section = words.find(Kind::classes); section != nullptr && !told.classes.empty())
        classes(c, told, spread, *section, code);
    if (spread != nullptr) distribution(c, *spread, code);
    if (!change_first && changed != nullptr) change(c, told, *changed, code);
    if (const auto* section = words.find(Kind::share)) share(c, *section);
}

void caveats(Context& c, const model::AreaExplanation& told) {
    if (!told.explanation) return;
    gap(c, 6);
    if (!told.without_score.empty()) {
        paragraph(c, Face::regular, c.ink.text, told.without_score);
        gap(c, 4);
    }
    if (!told.words.basis.empty()) {
        paragraph(c, Face::small, c.ink.muted, told.words.basis);
        gap(c, 4);
    }
    for (const auto& caveat : told.words.caveats) {
        paragraph(c, Face::small, c.ink.muted, caveat);
        gap(c, 3);
    }
}

}  // namespace ui
