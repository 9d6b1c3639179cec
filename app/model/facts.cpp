#include "app/model/facts.h"

#include "app/model/options.h"
#include "app/model/tried_index.h"
#include "geo/classify.h"
#include "geo/colour_vision.h"
#include "geo/index_robustness.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include <fmt/format.h>

namespace model {

namespace {

const geo::ClassTable& table_of(const geo::Assessment& a, std::size_t dimension, std::size_t measurement) {
    return a.tables[dimension][measurement];
}

/// What the class of a class dimension is decided from: for class_dev, the total.
std::size_t value_of(const geo::Assessment& a, std::size_t class_dimension) {
    const auto d = a.values.find_dimension(a.class_dimensions[class_dimension]);
    return d < a.values.dimensions.size() ? d : a.total;
}

Figure figure_of(const geo::ClassTable& table, double value, std::uint8_t code, const Colouring& colouring,
                 Language language) {
    Figure out;
    out.value = value;
    out.class_code = code;
    out.class_label = class_label(table, code, language);
    out.style = style_of(table, colouring, code);
    return out;
}

/// The published figure of a dimension.
Figure figure_of(const geo::Assessment& a, std::size_t dimension, std::size_t m, std::uint32_t row, Vision vision,
                 Language language) {
    const auto& table = table_of(a, dimension, m);
    return figure_of(table, a.values.values.column(value_of(a, dimension), m)[row], a.classes.column(dimension, m)[row],
                     {{}, vision}, language);
}

Figure figure_of(const Theme& theme, std::uint32_t row, const Colouring& colouring, Language language) {
    return figure_of(theme.table, theme.values[row], theme.classes[row], colouring, language);
}

/// An own index of what the Leefbaarometer publishes.
bool is_made_of_leefbaarometer(const Scene& scene) {
    if (!scene.reading.index) return false;
    const auto& indicators = scene.reading.index->indicators;
    return std::any_of(indicators.begin(), indicators.end(),
                       [](const auto& i) { return geo::is_known_dimension(geo::column_of(i)); });
}

bool is_leefbaarometer(const Shown& shown) {
    const auto& a = shown.layer->assessment;
    return geo::is_known_dimension(a.values.dimensions[a.total]);
}

}  // namespace

std::string weight_text(Language language, const geo::WeightUse& weight) {
    const auto key = "weight." + weight.name;
    const auto found = text(language, key);
    const auto name = found == key ? weight.name : std::string(found);  // a column's own name
    return weight.date != 0 ? fmt::format("{} {}", name, weight.date) : name;
}

std::string class_label(const geo::ClassTable& table, std::uint8_t code, Language language) {
    if (!geo::is_class(code)) return std::string(text(language, fmt::format("no_data.{}", geo::no_data_name(code))));
    const auto& labels = language == Language::dutch ? table.labels_nl : table.labels_en;
    return code <= labels.size() ? labels[code - 1u] : std::string();
}

std::string subject_of(const Theme& theme, Language language) {
    return theme.own_index ? std::string(text(language, "theme.own_index"))
                           : dimension_name(language, *theme.level, theme.dimension);
}

std::string figure_name(const Shown& shown, const Theme& theme, Language language) {
    const auto labels = geo::labels(shown.layer->assessment.values.measurements);
    const auto& label = labels[theme.measurement];
    const auto what = subject_of(theme, language);
    if (theme.show == Show::change) {
        return theme.from ? filled(language, "theme.change", what, labels[*theme.from], label)
                          : filled(language, "theme.change_to", what, label);
    }
    if (theme.show == Show::difference) return filled(language, "theme.difference", what, label);
    return fmt::format("{} {}", what, label);
}

namespace {

std::string scheme_name(const Theme& theme, const geo::Measurement& measurement, Language language) {
    auto out = std::string(text(language, "scheme." + theme.table.scheme));
    if (!theme.table.edition.empty() && !measurement.edition.empty())
        out = filled(language, "legend.edition", out, measurement.edition);
    return out;
}

/// What the legend must say for nobody to be misled.
std::vector<std::string> legend_notes(const Shown& shown, const Theme& theme, const Choices& choices,
                                      const geo::LevelRobustness* sure, Language language) {
    std::vector<std::string> out;
    const auto say = [&](std::string_view key) { out.emplace_back(text(language, key)); };
    if (theme.own_index) {
        const auto names = index_parts(*shown.layer);
        const auto weights = importances_of(*shown.layer, choices.importance);
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (shown.layer->index_model != nullptr && weights[i] == 1) continue;  // as the model has it
            parts.push_back(fmt::format("{} {}", dimension_name(language, shown.layer->assessment, names[i]),
                                        number_text(language, weights[i], 2)));
        }
        out.push_back(filled(language,
                             shown.layer->index_model != nullptr ? "theme.own_weights_note" : "theme.own_index_note",
                             fmt::join(parts, ", ")));
        if (theme.show == Show::state && theme.table.scheme == "own_index")
            out.push_back(filled(language, "theme.own_limits", theme.index_from));
        if (theme.show == Show::state && theme.table.scheme == "own_weights")
            out.push_back(filled(language, "theme.own_weights_limits", theme.index_from));
    } else if (const auto& model = shown.scene->reading.index; model && !is_leefbaarometer(shown)) {
        out.push_back(filled(language, "theme.own_model", model->name));
    }
    if (theme.show == Show::change && theme.table.scheme == "change") say("theme.change_classes");
    if (theme.show == Show::difference) {
        out.push_back(filled(language, "theme.against", reference_label(*shown.scene, choices.reference, language)));
        say("theme.difference_note");
    }
    if (choices.faint != Faint::no && !shown.layer->row_weight.empty()) {
        out.push_back(filled(language, choices.faint == Faint::fade ? "theme.faded" : "theme.lined",
                             number_text(language, choices.faint_below, 0),
                             weight_text(language, shown.layer->weights[theme.measurement])));
    }
    if (sure != nullptr && choices.sure.mark != Faint::no) {
        const auto mark = choices.faint != Faint::no ? choices.faint : choices.sure.mark;
        out.push_back(filled(language, mark == Faint::fade ? "theme.unsure_faded" : "theme.unsure_lined",
                             percent_text(language, choices.sure.unsure_above),
                             count_text(language, static_cast<double>(sure->drawn.variants))));
    }
    if (const auto before = outlined_since(shown, choices))
        out.push_back(
            filled(language, "theme.trail", geo::labels(shown.layer->assessment.values.measurements)[*before]));
    if (!choices.filter.empty()) say("theme.left_out");
    if (choices.vision != Vision::full) say("theme.simulated");
    return out;
}

std::string vision_warning(const Theme& theme, const Colouring& colouring, Language language) {
    const auto styles = styles_of(theme.table, {colouring.palette, Vision::full});
    std::vector<geo::Colour> colours;
    for (std::size_t k = 1; k <= theme.table.classes(); ++k) colours.push_back(styles[k].ground);
    const auto worst = geo::worst_confusion(colours);
    if (!worst) return {};
    const auto name = [&](std::size_t k) {
        return class_label(theme.table, static_cast<std::uint8_t>(k + 1), language);
    };
    constexpr std::array keys{"vision.protanopia", "vision.deuteranopia", "vision.tritanopia"};
    return filled(language, "vision.warning", name(worst->first), name(worst->second),
                  text(language, keys[static_cast<std::size_t>(worst->deficiency)]));
}

}  // namespace

Legend legend_of(const Shown& shown, const Theme& theme, const Choices& choices, const geo::LevelRobustness* sure,
                 Language language) {
    const auto& layer = *shown.layer;
    const auto& measurement = layer.assessment.values.measurements[shown.measurement];
    const auto& table = theme.table;
    const bool weighed = !layer.row_weight.empty();
    std::array<std::size_t, 256> rows{};
    std::array<double, 256> weight{};
    for (std::size_t row = 0; row < theme.classes.size(); ++row) {
        ++rows[theme.classes[row]];
        const double w = weighed ? layer.row_weight[shown.measurement][row] : 0.0;
        if (w > 0) weight[theme.classes[row]] += w;
    }
    double total = 0;
    for (std::size_t k = 1; k <= table.classes(); ++k) total += weight[k];

    Legend out;
    out.title = theme.show == Show::state
                    ? fmt::format("{}, {}", subject_of(theme, language),
                                  geo::labels(layer.assessment.values.measurements)[theme.measurement])
                    : figure_name(shown, theme, language);
    out.subtitle = scheme_name(theme, measurement, language);
    if (theme.refusal != nullptr) out.refusal = text(language, theme.refusal);
    if (weighed) out.weight = weight_text(language, layer.weights[shown.measurement]);
    const Colouring colouring{choices.palette, choices.vision};
    const auto styles = styles_of(table, colouring);
    const auto add = [&](std::uint8_t code, double share) {
        out.entries.push_back({code, class_label(table, code, language), styles[code], rows[code],
                               weighed ? weight[code] : geo::missing, share});
    };
    for (auto k = theme.refusal == nullptr ? table.classes() : 0; k >= 1; --k)
        add(static_cast<std::uint8_t>(k), weighed && total > 0 ? weight[k] / total : geo::missing);
    for (const auto code : geo::no_data_kinds) {
        if (rows[code] > 0) add(code, geo::missing);
    }
    out.notes = legend_notes(shown, theme, choices, sure, language);
    if (theme.refusal == nullptr) out.warning = vision_warning(theme, colouring, language);
    return out;
}

std::vector<Moment> moments_of(const Shown& shown, const Choices& choices) {
    const auto& a = shown.layer->assessment;
    const auto& measurements = a.values.measurements;
    const auto labels = geo::labels(measurements);
    const auto breaks = geo::series_breaks(measurements);
    const int first = measurements.front().date;
    const int last = measurements.back().date;
    std::vector<Moment> out;
    for (std::size_t m = 0; m < measurements.size(); ++m) {
        const auto classes = a.classes.column(shown.dimension, m);
        const double even =
            measurements.size() == 1 ? 0.5 : static_cast<double>(m) / static_cast<double>(measurements.size() - 1);
        const double true_spacing =
            last > first ? static_cast<double>(measurements[m].date - first) / (last - first) : even;
        const bool classed = std::any_of(classes.begin(), classes.end(), [](auto code) { return geo::is_class(code); });
        const auto from = baseline_of(*shown.scene, a, m, choices.compare_from);
        const bool can_be_told =
            choices.show != Show::change || (from && geo::comparable(measurements[*from], measurements[m]));
        out.push_back({labels[m], measurements[m].date, true_spacing, breaks[m], classed && can_be_told});
    }
    return out;
}

std::vector<std::string> dimensions_of(const Layer& layer) {
    const auto& a = layer.assessment;
    const auto& all = a.class_dimensions;
    std::vector<std::string> out{a.values.dimensions[a.total]};
    const auto add = [&](const std::string& code) {
        const bool there = std::find(all.begin(), all.end(), code) != all.end();
        if (there && std::find(out.begin(), out.end(), code) == out.end()) out.push_back(code);
    };
    for (const auto* part : {"won", "fys", "vrz", "soc", "onv"}) add(part);  // the order in which they are published
    for (const auto& code : all) {
        // Of one total the classes are the same, whether it is written as a score or as its deviation.
        if (code == "lbm" && out.front() == "afw") continue;
        if (code != "class_dev") add(code);
    }
    add("class_dev");
    return out;
}

AreaFacts facts_of(const Shown& shown, const Theme& theme, std::span<const Stood> over_time, std::uint32_t row,
                   const Colouring& colouring, Language language) {
    const auto& layer = *shown.layer;
    const auto& a = layer.assessment;
    const auto m = shown.measurement;
    AreaFacts out;
    out.row = row;
    out.level = layer.level();
    out.code = a.areas->code[row];
    out.name = a.areas->name[row].empty() ? out.code : a.areas->name[row];
    out.shown = figure_of(theme, row, colouring, language);
    out.shown.code = theme.dimension;
    out.shown.name = theme.show == Show::state ? subject_of(theme, language) : figure_name(shown, theme, language);
    out.weight = layer.row_weight.empty() ? geo::missing : layer.row_weight[m][row];
    out.weight_name = layer.weights.empty() ? std::string() : weight_text(language, layer.weights[m]);
    out.n = a.aggregated ? a.n.column(shown.value, m)[row] : geo::missing;
    for (const auto& code : dimensions_of(layer)) {
        const auto d = static_cast<std::size_t>(std::find(a.class_dimensions.begin(), a.class_dimensions.end(), code) -
                                                a.class_dimensions.begin());
        auto& figure = out.dimensions.emplace_back(figure_of(a, d, m, row, colouring.vision, language));
        figure.code = code;
        figure.name = dimension_name(language, a, code);
    }
    const auto labels = geo::labels(a.values.measurements);
    const auto breaks = geo::series_breaks(a.values.measurements);
    if (!over_time.empty()) out.over_time = subject_of(theme, language);
    for (std::size_t i = 0; i < over_time.size(); ++i) {
        auto& figure = out.measurements.emplace_back(
            figure_of(*over_time[i].table, over_time[i].value, over_time[i].class_code, colouring, language));
        figure.code = figure.name = labels[i];
        figure.break_before = breaks[i];
    }
    return out;
}

std::string disclaimer_of(const Shown& shown, Language language) {
    const bool other = shown.layer != nullptr && !is_leefbaarometer(shown);
    return std::string(text(language, other ? "disclaimer.other" : "disclaimer.leefbaarometer"));
}

std::string title_of(const Shown& shown, const std::string& figure, Language language) {
    return fmt::format("{} · {}", figure, level_name(language, shown.layer->level()));
}

std::string source_of(const Shown& shown, Language language) {
    const auto& scene = *shown.scene;
    const auto& a = shown.layer->assessment;
    std::set<std::string> files;
    for (const auto& input : scene.inputs) {
        if (input.starts_with(demo_mount)) return std::string(text(language, "source.demo"));
        auto path = std::filesystem::path(input);
        if (!path.has_filename()) path = path.parent_path();  // a folder written with a slash at its end
        files.insert(path.filename().string());
    }
    const auto& edition = a.values.measurements[shown.measurement].edition;
    const bool leefbaarometer = (is_leefbaarometer(shown) || is_made_of_leefbaarometer(scene)) && !edition.empty();
    const bool dutch_codes = !a.areas->code.empty() && !geo::level_of_code(a.areas->code.front()).empty();
    if (leefbaarometer && (dutch_codes || shown.layer->cells)) {
        return fmt::format("{} · {}", filled(language, "source.leefbaarometer", edition),
                           text(language, shown.layer->weights.empty() ? "source.cbs_areas" : "source.cbs"));
    }
    return filled(language, "source.files", fmt::join(files, ", "));
}

}  // namespace model
