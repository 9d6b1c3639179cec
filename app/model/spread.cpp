#include "app/model/spread.h"

#include "app/model/facts.h"
#include "app/model/options.h"
#include "app/model/tried_index.h"
#include "geo/error.h"
#include "geo/explain.h"
#include "geo/inner_point.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace model {

namespace {

constexpr std::size_t bin_count = 40;

/// What a figure is elsewhere, at each measurement.
AreaSpread::Series series_of(const Shown& shown, const Theme& theme, const TriedIndex& tried,
                             const geo::Reference& reference, std::string label) {
    const auto& a = shown.layer->assessment;
    AreaSpread::Series out{std::move(label), {}};
    for (std::size_t m = 0; m < a.values.measurements.size(); ++m) {
        const auto value = [&](std::size_t dimension) { return geo::reference_value(reference, a, dimension, m); };
        out.values.push_back(!theme.own_index ? value(shown.value) : tried.empty() ? geo::missing : tried.of(value));
    }
    return out;
}

/// The municipality, the sets of areas it lies in, and all that was read.
std::vector<AreaSpread::Series> references_of(const Shown& shown, const Theme& theme, const Choices& choices,
                                              std::uint32_t row, Language language) {
    std::vector<AreaSpread::Series> out;
    const auto& scene = *shown.scene;
    const auto& layer = *shown.layer;
    if (scene.references == nullptr || layer.cells) return out;
    const TriedIndex tried(layer, choices.importance);
    const auto add = [&](const geo::Reference& reference, std::string label) {
        auto series = series_of(shown, theme, tried, reference, std::move(label));
        const auto known = [](double value) { return !std::isnan(value); };
        if (std::any_of(series.values.begin(), series.values.end(), known)) out.push_back(std::move(series));
    };
    const auto add_usual = [&](const std::string& against) {
        try {
            const auto reference = scene.references->find(against, layer.assessment, row);
            auto label = std::string(text(language, "against." + against));
            if (against == "gemeente" && !reference.name().empty())
                label = fmt::format("{} {}", label, reference.name());
            add(reference, std::move(label));
        } catch (const geo::Error&) {
        }
    };
    add_usual("gemeente");
    if (const auto inside = geo::inner_point(layer.assessment.areas->polygons, row)) {
        for (const auto& set : scene.layers) {
            if (!set.assessment.areas->chosen || &set == &layer) continue;
            const auto area = scene.row_at(set, inside->at);
            if (area >= set.rows()) continue;
            const auto& areas = *set.assessment.areas;
            add({geo::Reference::Kind::area, &set.assessment, area},
                areas.name[area].empty() ? areas.code[area] : areas.name[area]);
        }
    }
    add_usual("all");
    return out;
}

std::string part_text(const geo::ClassTable& table, std::uint8_t code, double share, Language language) {
    return fmt::format("{} {}: {}", code, class_label(table, code, language), percent_text(language, share));
}

std::vector<AreaSpread::Bar> bars_of(const Shown& shown, std::uint32_t row, Vision vision, Language language) {
    const auto& a = shown.layer->assessment;
    std::vector<AreaSpread::Bar> out;
    const auto at = std::find(a.share_dimensions.begin(), a.share_dimensions.end(), a.total);
    if (!a.aggregated || at == a.share_dimensions.end()) return out;
    const auto d = static_cast<std::size_t>(at - a.share_dimensions.begin());
    const auto labels = geo::labels(a.values.measurements);
    const auto breaks = geo::series_breaks(a.values.measurements);
    for (std::size_t m = 0; m < labels.size(); ++m) {
        AreaSpread::Bar bar{labels[m], breaks[m], m == shown.measurement, {}};
        const auto& table = a.tables[a.total][m];
        const auto styles = styles_of(table, {{}, vision});
        double whole = 0;
        for (std::size_t k = 0; k < a.class_weight.size(); ++k) whole += a.class_weight[k].column(d, m)[row];
        for (std::size_t k = 0; whole > 0 && k < std::min(a.class_weight.size(), table.classes()); ++k) {
            const double share = a.class_weight[k].column(d, m)[row] / whole;
            const auto code = static_cast<std::uint8_t>(k + 1);
            if (share > 0)
                bar.parts.push_back({code, styles[code].ground, share, part_text(table, code, share, language)});
        }
        out.push_back(std::move(bar));
    }
    return out;
}

/// The units of the area, over their score at the measurement shown.
void spread_units(const Shown& shown, std::uint32_t row, Vision vision, Language language, AreaSpread& out) {
    const auto& layer = *shown.layer;
    const auto& a = layer.assessment;
    if (!a.aggregated || layer.members.size() == 0) return;
    const auto m = shown.measurement;
    const auto values = a.units.table().values.column(a.total, m);
    const auto weights = a.units.weights[m].values;
    const auto classes = a.summed_classes.column(a.total, m);
    out.low = std::numeric_limits<double>::infinity();
    out.high = -out.low;
    double whole = 0;
    layer.members[row].for_each([&](std::size_t unit, double share) {
        const double weight = geo::weight_in(share, weights[unit]);
        if (!std::isfinite(values[unit])) return;
        if (!(weight > 0)) {
            ++out.unweighted;
            return;
        }
        out.low = std::min(out.low, values[unit]);
        out.high = std::max(out.high, values[unit]);
        whole += weight;
        ++out.units;
    });
    if (out.units == 0) {
        out.low = out.high = 0;
        return;
    }
    // A scale that few cells do not blow up: at least a fifth of a point, with room at either end.
    const double margin = std::max((out.high - out.low) * 0.05, (0.2 - (out.high - out.low)) / 2);
    out.low -= margin;
    out.high += margin;
    const auto& table = a.tables[a.total][m];
    const auto styles = styles_of(table, {{}, vision});
    std::vector<std::vector<double>> held(bin_count, std::vector<double>(table.classes() + 1, 0.0));
    const double scale = static_cast<double>(bin_count) / (out.high - out.low);
    layer.members[row].for_each([&](std::size_t unit, double share) {
        const double weight = geo::weight_in(share, weights[unit]);
        if (!std::isfinite(values[unit]) || !(weight > 0) || classes[unit] > table.classes()) return;
        const auto bin = std::min(static_cast<std::size_t>((values[unit] - out.low) * scale), bin_count - 1);
        held[bin][classes[unit]] += weight;
    });
    for (const auto& bin : held) {
        auto& made = out.bins.emplace_back();
        for (std::size_t k = 1; k < bin.size(); ++k) {
            if (!(bin[k] > 0)) continue;
            const auto code = static_cast<std::uint8_t>(k);
            made.parts.push_back(
                {code, styles[code].ground, bin[k] / whole, part_text(table, code, bin[k] / whole, language)});
            made.share += bin[k] / whole;
        }
    }
    for (std::size_t k = 0; k < table.limits.size(); ++k) {
        if (table.limits[k] > out.low && table.limits[k] < out.high)
            out.limits.push_back({table.limits[k], class_label(table, static_cast<std::uint8_t>(k + 2), language)});
    }
    out.weight = a.weights.empty() ? std::string() : weight_text(language, a.weights[m]);
}

}  // namespace

AreaSpread spread_of(const Shown& shown, const Theme& theme, const Choices& choices, std::uint32_t row,
                     Language language) {
    AreaSpread out;
    out.references = references_of(shown, theme, choices, row, language);
    out.bars = bars_of(shown, row, choices.vision, language);
    spread_units(shown, row, choices.vision, language, out);
    return out;
}

}  // namespace model
