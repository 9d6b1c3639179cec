#include "app/model/area_explanation.h"

#include "app/model/theme.h"
#include "geo/error.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace model {

namespace {

using Bar = AreaExplanation::Bar;
using Choice = AreaExplanation::Choice;

constexpr std::array usual_references{"fixed", "gemeente", "all"};

/// What the names of a session mean for one area.
struct Asked {
    const Scene& scene;
    const geo::Assessment& a;
    std::uint32_t row;
    std::size_t measurement;
    Language language;
};

bool can_be_had(const Asked& asked, const std::string& against) {
    try {
        const auto reference = asked.scene.references->find(against, asked.a, asked.row);
        static_cast<void>(geo::gap_of(asked.a, asked.row, asked.measurement, reference));
        return true;
    } catch (const geo::Error&) {
        return false;
    }
}

std::string short_name(const Asked& asked, const std::string& against) {
    if (std::find(usual_references.begin(), usual_references.end(), against) != usual_references.end())
        return std::string(text(asked.language, "against." + against));
    for (const auto& area : asked.scene.references->areas_of(against)) {
        if (!area.name().empty()) return area.name();
    }
    return against;
}

std::vector<Choice> references_of(const Asked& asked, const std::string& chosen) {
    std::vector<Choice> out;
    for (const std::string against : usual_references) {
        if (against == chosen || can_be_had(asked, against))
            out.push_back({against, short_name(asked, against), against == chosen});
    }
    const auto is_chosen = [](const Choice& choice) { return choice.chosen; };
    if (std::none_of(out.begin(), out.end(), is_chosen)) out.push_back({chosen, short_name(asked, chosen), true});
    return out;
}

/// What stands for the reference asked for: where the area has no such one, the first of the usual ones there is.
std::string first_choice(const Asked& asked, const std::string& against) {
    if (against == "nl") return "all";
    const bool usual = std::find(usual_references.begin(), usual_references.end(), against) != usual_references.end();
    if (!usual || can_be_had(asked, against)) return against;
    const auto at = std::find_if(usual_references.begin(), usual_references.end(),
                                 [&](const char* other) { return can_be_had(asked, other); });
    return at == usual_references.end() ? against : *at;
}

/// Measurements that the one shown can be compared with, ascending; the earliest comparable one is chosen unless
/// another is asked for.
std::vector<Choice> baselines_of(const Asked& asked, const std::string& wanted) {
    const auto labels = geo::labels(asked.a.values.measurements);
    const auto earliest = geo::earliest_comparable(asked.a, asked.row, asked.measurement);
    std::vector<Choice> out;
    for (const auto m : model::baselines_of(asked.scene, asked.a, asked.measurement)) {
        if (std::isnan(asked.a.values.values.column(asked.a.total, m)[asked.row])) continue;
        out.push_back({labels[m], labels[m], labels[m] == wanted});
    }
    const auto is_chosen = [](const Choice& choice) { return choice.chosen; };
    if (std::none_of(out.begin(), out.end(), is_chosen)) {
        for (auto& choice : out) choice.chosen = choice.label == labels[earliest];
    }
    return out;
}

geo::ExplainOptions options_of(const Asked& asked, const std::vector<Choice>& baselines) {
    geo::ExplainOptions out;
    out.measurement = asked.measurement;
    out.across = asked.scene.across_editions;
    out.threshold = geo::threshold_of(asked.a);
    const auto labels = geo::labels(asked.a.values.measurements);
    for (std::size_t m = 0; m < labels.size(); ++m) {
        const auto is_it = [&](const Choice& choice) { return choice.chosen && choice.name == labels[m]; };
        if (std::any_of(baselines.begin(), baselines.end(), is_it)) out.from = m;
    }
    return out;
}

std::vector<Bar> why_bars(const geo::Gap& gap, const Section& section) {
    std::vector<Bar> out;
    for (std::size_t i = 0; i < gap.parts.size(); ++i) {
        const auto& row = section.figures.rows[i];
        out.push_back({row.front(), gap.parts[i].difference(), row.back()});
    }
    return out;
}

/// The change has its figure in the second column with a split, in the last without.
void add_change_bars(const geo::Change& change, const Section& section, AreaExplanation& out) {
    const auto& rows = section.figures.rows;
    for (std::size_t i = 0; i < change.parts.size(); ++i)
        out.change.push_back(
            {rows[i].front(), change.parts[i].split.change(), change.split ? rows[i][1] : rows[i].back()});
    if (!change.split || std::isnan(change.total.split.within)) return;
    const auto& split = change.total.split;
    const std::array parts{split.within, split.weights, split.entry, split.exit};
    for (std::size_t i = 0; i < parts.size(); ++i)
        out.split.push_back({section.figures.headings[i + 2].text, parts[i], rows.back()[i + 2]});
}

std::vector<AreaExplanation::ClassShare> class_shares(const Asked& asked, const geo::Statistics& statistics,
                                                      const Section& section) {
    const auto& table = asked.a.tables[asked.a.total][asked.measurement];
    const auto colours = geo::palette(geo::palette_of_scheme(table.scheme), table.classes());
    double whole = 0;
    for (const double weight : statistics.class_weight) whole += weight;
    std::vector<AreaExplanation::ClassShare> out;
    if (!(whole > 0)) return out;
    for (std::size_t k = 0; k < std::min(colours.size(), statistics.class_weight.size()); ++k) {
        const auto& row = section.figures.rows[k];
        out.push_back({static_cast<std::uint8_t>(k + 1),
                       fmt::format("{}: {} {}, {}", row[0], row[1], section.figures.headings[1].text, row[2]),
                       colours[k], statistics.class_weight[k] / whole});
    }
    return out;
}

/// \pre out.explanation
void say(const Asked& asked, AreaExplanation& out) {
    const auto& e = *out.explanation;
    out.words = explained(e, {asked.scene.membership, 0}, asked.language);
    out.reference = reference_name(e.gap.reference, asked.a.values.measurements[e.measurement], asked.language);
    using Kind = Section::Kind;
    if (const auto* section = out.words.find(Kind::why)) out.why = why_bars(e.gap, *section);
    if (const auto* section = out.words.find(Kind::change)) add_change_bars(*e.change, *section, out);
    if (const auto* section = out.words.find(Kind::classes)) out.classes = class_shares(asked, *e.statistics, *section);
    if (!out.classes.empty()) out.low_share = low_share_line(e, asked.language);
    out.without_score = without_score_line(e, asked.language);
}

}  // namespace

AreaExplanation explanation_of(const Scene& scene, const Layer& layer, std::uint32_t row, std::size_t measurement,
                               const std::string& reference, const std::string& compare_from, Language language) {
    const auto& a = layer.assessment;
    const Asked asked{scene, a, row, measurement, language};
    AreaExplanation out;
    if (std::isnan(a.values.values.column(a.total, measurement)[row])) {
        out.refusal = text(language, "inspector.nothing_to_explain");
        return out;
    }
    const auto against = first_choice(asked, reference);
    out.references = references_of(asked, against);
    out.baselines = baselines_of(asked, compare_from);
    const auto labels = geo::labels(a.values.measurements);
    for (const auto& choice : out.baselines) {
        if (choice.chosen && !compare_from.empty() && choice.name != compare_from)
            out.baseline_note =
                filled(language, "inspector.other_baseline", compare_from, labels[measurement], choice.label);
    }
    try {
        const auto members = a.aggregated ? layer.members[row] : geo::Members{};
        out.explanation =
            geo::explain(a, members, row, scene.references->find(against, a, row), options_of(asked, out.baselines));
        say(asked, out);
    } catch (const geo::Error& error) {
        out.refusal = told(language, error.sentence());
    }
    return out;
}

}  // namespace model
