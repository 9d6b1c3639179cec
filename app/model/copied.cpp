#include "app/model/copied.h"

#include "app/model/facts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace model {

namespace {

constexpr int most_digits = 10;  // significant: what is beyond them is how numbers are held

/// A field of a table: what separates fields and lines is a space.
std::string field(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return text;
}

/// A table being written.
class Lines {
public:
    explicit Lines(Language language) : language_(language) {}

    void put(const std::string& text) { fields_.push_back(field(text)); }
    void put(double number) { put(spreadsheet_number(language_, number)); }
    void heading(std::string_view key) { put(std::string(text(language_, key))); }
    void end() { out_ += fmt::format("{}\n", fmt::join(std::exchange(fields_, {}), "\t")); }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    Language language_;
    std::vector<std::string> fields_;
    std::string out_;
};

void add_figures(Lines& lines, const Layer& layer, const AreaFacts& area, Language language) {
    const auto& a = layer.assessment;
    const auto labels = geo::labels(a.values.measurements);
    for (std::size_t m = 0; m < labels.size(); ++m) {
        lines.put(area.code);
        lines.put(area.name);
        lines.put(labels[m]);
        for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) lines.put(a.values.values.column(d, m)[area.row]);
        const auto code = a.classes.column(a.total, m)[area.row];
        lines.put(geo::is_class(code) ? std::to_string(code) : std::string());
        lines.put(class_label(a.tables[a.total][m], code, language));
        lines.put(layer.row_weight.empty() ? geo::missing : layer.row_weight[m][area.row]);
        lines.put(layer.row_weight.empty() ? std::string() : weight_text(language, layer.weights[m]));
        lines.end();
    }
}

void add_gap(Lines& lines, const AreaFacts& area, const AreaExplanation& told, Language language) {
    const auto& e = *told.explanation;
    const auto label = geo::labels(e.level->values.measurements)[e.measurement];
    const auto line = [&](const std::string& dimension, double here, double there) {
        lines.put(area.code);
        lines.put(area.name);
        lines.put(label);
        lines.put(told.reference);
        lines.put(dimension);
        lines.put(here);
        lines.put(there);
        lines.put(here - there);
        lines.end();
    };
    for (const auto& part : e.gap.parts)
        line(dimension_name(language, *e.level, part.dimension), part.area, part.reference);
    line(std::string(text(language, "explain.total")), e.gap.area, e.gap.other);
}

/// What was found of an area, and how: the notes stand beside the map too.
void add_hotspots(std::string& out, const Derived& derived, const AreaFacts& area) {
    if (area.hotspot.empty()) return;
    out += fmt::format("\n{}\n", derived.legend.title);
    for (const auto& sentence : area.hotspot) out += sentence + '\n';
    for (const auto& note : derived.legend.notes) out += note + '\n';
}

}  // namespace

std::string spreadsheet_number(Language language, double number) {
    if (!std::isfinite(number)) return {};
    auto out = fmt::format("{:.{}g}", number, most_digits);
    if (out.find('e') != std::string::npos) out = fmt::format("{:.{}f}", number, std::abs(number) < 1 ? 15 : 0);
    if (language == Language::dutch) std::replace(out.begin(), out.end(), '.', ',');
    return out;
}

std::string copied_text(const Derived& derived) {
    std::string out;
    for (std::size_t i = 0; i < derived.selected.size(); ++i) {
        if (!out.empty()) out += '\n';
        const auto* told = i < derived.explanations.size() ? &derived.explanations[i] : nullptr;
        if (told == nullptr || !told->explanation) {
            const auto& area = derived.selected[i];
            out += fmt::format("{} ({})\n{}\n", area.name, area.code, area.shown.class_label);
            if (told != nullptr && !told->refusal.empty()) out += told->refusal + '\n';
            add_hotspots(out, derived, area);
            continue;
        }
        out += fmt::format("{}\n{}\n", told->words.title, told->words.basis);
        for (const auto& section : told->words.sections) {
            if (section.sentences.empty()) continue;
            out += fmt::format("\n{}\n", section.heading);
            for (const auto& sentence : section.sentences) out += sentence + '\n';
        }
        add_hotspots(out, derived, derived.selected[i]);
        out += '\n';
        for (const auto& caveat : told->words.caveats) out += caveat + '\n';
    }
    return out;
}

std::string copied_table(const Derived& derived, Language language) {
    if (derived.selected.empty() || derived.shown.scene == nullptr) return {};
    const auto* layer = derived.selected_layer;
    if (layer == nullptr) return {};
    Lines lines(language);
    for (const auto* key : {"copy.code", "copy.name", "copy.measurement"}) lines.heading(key);
    for (const auto& dimension : layer->assessment.values.dimensions)
        lines.put(dimension_name(language, layer->assessment, dimension));
    for (const auto* key : {"copy.class", "copy.class_name", "copy.weight", "copy.weight_is"}) lines.heading(key);
    lines.end();
    for (const auto& area : derived.selected) add_figures(lines, *layer, area, language);
    bool headed = false;
    for (std::size_t i = 0; i < std::min(derived.selected.size(), derived.explanations.size()); ++i) {
        const auto& told = derived.explanations[i];
        if (!told.explanation) continue;
        if (!std::exchange(headed, true)) {
            lines.end();
            for (const auto* key : {"copy.code", "copy.name", "copy.measurement", "copy.reference", "copy.dimension",
                                    "copy.here", "copy.there", "copy.difference"})
                lines.heading(key);
            lines.end();
        }
        add_gap(lines, derived.selected[i], told, language);
    }
    return lines.take();
}

}  // namespace model
