#include "app/model/derive.h"

#include "app/model/facts.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace model {

namespace {

/// A result that is made anew only when what it is made of changes.
template <typename Input, typename Output>
class Stage {
public:
    template <typename Make>
    const Output& operator()(const Input& input, Make&& make) {
        if (!input_ || !(*input_ == input)) {
            output_ = make();
            input_ = input;
        }
        return output_;
    }

private:
    std::optional<Input> input_;
    Output output_{};
};

/// What the explanations of the selection are made from: not what is hovered, nor which dimension or level is shown.
struct ExplanationInput {
    const Layer* layer = nullptr;
    std::size_t measurement = 0;
    std::vector<std::uint32_t> rows;
    std::string reference;
    std::string compare_from;
    Language language = Language::english;
    friend bool operator==(const ExplanationInput&, const ExplanationInput&) = default;
};

}  // namespace

struct Deriver::Memory {
    std::shared_ptr<const Scene> scene;  // held, so that no other scene comes to lie at the same address
    Derived derived;
    Stage<Shown, Palette> palette;
    Stage<std::pair<Shown, Language>, Legend> legend;
    Stage<Shown, std::vector<Moment>> moments;
    Stage<std::tuple<Shown, Language, std::string>, std::optional<AreaFacts>> hovered;
    Stage<std::tuple<Shown, Language, std::string, std::vector<std::string>>, std::vector<AreaFacts>> selected;
    Stage<ExplanationInput, std::vector<AreaExplanation>> explanations;
    Stage<std::pair<Shown, Language>, std::pair<std::string, std::string>> titles;
};

Deriver::Deriver() : memory_(std::make_unique<Memory>()) {}
Deriver::~Deriver() = default;
Deriver::Deriver(Deriver&&) noexcept = default;
Deriver& Deriver::operator=(Deriver&&) noexcept = default;

namespace {

std::vector<std::string> levels_of(const Scene& scene) {
    std::vector<std::string> out;
    for (const auto& layer : scene.layers) out.push_back(layer.level());
    if (out.size() > 1) out.emplace_back(by_scale);
    return out;
}

/// The names of the state in the level of the selection, whatever level is shown. \pre there is a scene
Shown shown_of_selected(const Shown& shown, const State& state, const Results& results) {
    Choices names = state;
    names.level = state.selected_level;
    names.dimension = shown.layer->assessment.class_dimensions[shown.dimension];
    names.measurement = geo::labels(shown.layer->assessment.values.measurements)[shown.measurement];
    return resolve(names, results);
}

/// Facts of the areas selected, at the measurement shown.
std::vector<AreaFacts> facts_of_selected(const Shown& shown, const State& state, const Results& results) {
    std::vector<AreaFacts> out;
    const auto* layer = shown.scene->find(state.selected_level);
    if (layer == nullptr) return out;
    const auto there = shown_of_selected(shown, state, results);
    for (const auto& code : state.selected) {
        const auto row = layer->find(code);
        if (row < layer->rows())
            out.push_back(facts_of(there, *layer, static_cast<std::uint32_t>(row), state.language));
    }
    return out;
}

ExplanationInput explanation_input(const Derived& derived, const State& state, const Results& results) {
    if (derived.selected.empty() || derived.shown.scene->references == nullptr) return {};
    const auto there = shown_of_selected(derived.shown, state, results);
    std::vector<std::uint32_t> rows;
    for (const auto& area : derived.selected) rows.push_back(area.row);
    return {there.layer, there.measurement, std::move(rows), state.reference, state.compare_from, state.language};
}

std::vector<AreaExplanation> explanations_of(const Scene& scene, const ExplanationInput& input) {
    std::vector<AreaExplanation> out;
    for (const auto row : input.rows)
        out.push_back(explanation_of(scene, *input.layer, row, input.measurement, input.reference, input.compare_from,
                                     input.language));
    return out;
}

}  // namespace

const Derived& Deriver::operator()(const State& state, const Results& results) {
    auto& memory = *memory_;
    auto& out = memory.derived;
    if (memory.scene != results.scene) {
        memory = Memory{};
        memory.scene = results.scene;
    }
    out.shown = resolve(state, results);
    out.disclaimer = disclaimer_of(out.shown, state.language);
    if (out.shown.scene == nullptr) return out;
    const auto& layer = *out.shown.layer;
    const auto language = state.language;
    out.classes = layer.assessment.classes.column(out.shown.dimension, out.shown.measurement);
    out.palette = memory.palette(out.shown, [&] { return palette_of(out.shown); });
    out.legend = memory.legend({out.shown, language}, [&] { return legend_of(out.shown, language); });
    out.moments = memory.moments(out.shown, [&] { return moments_of(out.shown); });
    out.levels = levels_of(*out.shown.scene);
    out.dimensions = dimensions_of(layer);
    out.unknown = unknown_names(state, results);

    const auto row = state.hovered.empty() ? layer.rows() : layer.find(state.hovered);
    const bool hovers = row < layer.rows();
    out.hovered_row = hovers ? static_cast<std::uint32_t>(row) : Derived::none;
    out.hovered = memory.hovered({out.shown, language, hovers ? state.hovered : std::string()}, [&] {
        return hovers ? std::optional(facts_of(out.shown, layer, out.hovered_row, language)) : std::nullopt;
    });
    out.selected = memory.selected({out.shown, language, state.selected_level, state.selected},
                                   [&] { return facts_of_selected(out.shown, state, results); });
    const auto asked = explanation_input(out, state, results);
    out.explanations = memory.explanations(asked, [&] { return explanations_of(*out.shown.scene, asked); });
    out.selected_rows.clear();
    for (const auto& facts : out.selected) {
        if (facts.level == layer.level()) out.selected_rows.push_back(facts.row);
    }
    const auto& titles = memory.titles({out.shown, language}, [&] {
        return std::pair(title_of(out.shown, language), source_of(out.shown, language));
    });
    out.title = titles.first;
    out.source = titles.second;
    return out;
}

std::string stepped(const Derived& derived, int step, bool around) {
    const auto count = static_cast<int>(derived.moments.size());
    if (count == 0) return {};
    const int wanted = static_cast<int>(derived.shown.measurement) + step;
    const int held = around ? ((wanted % count) + count) % count : std::clamp(wanted, 0, count - 1);
    return derived.moments[static_cast<std::size_t>(held)].label;
}

}  // namespace model
