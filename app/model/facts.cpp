#include "app/model/facts.h"

#include "geo/classify.h"

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

Palette palette_of(const geo::ClassTable& table) {
    Palette out;
    for (std::size_t code = 0; code < out.size(); ++code)
        out[code] = geo::no_data_style(static_cast<std::uint8_t>(code));
    const auto colours = geo::palette(geo::palette_of_scheme(table.scheme), table.classes());
    for (std::size_t k = 0; k < colours.size(); ++k) out[k + 1] = {colours[k], colours[k], geo::Pattern::plain};
    return out;
}

/// What the class of a class dimension is decided from: for class_dev, the total.
std::size_t value_of(const geo::Assessment& a, std::size_t class_dimension) {
    const auto d = a.values.find_dimension(a.class_dimensions[class_dimension]);
    return d < a.values.dimensions.size() ? d : a.total;
}

Figure figure_of(const geo::Assessment& a, std::size_t dimension, std::size_t m, std::uint32_t row, Language language) {
    Figure out;
    const auto& table = table_of(a, dimension, m);
    out.value = a.values.values.column(value_of(a, dimension), m)[row];
    out.class_code = a.classes.column(dimension, m)[row];
    out.class_label = class_label(table, out.class_code, language);
    out.style = palette_of(table)[out.class_code];
    return out;
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

Palette palette_of(const Shown& shown) {
    return palette_of(table_of(shown.layer->assessment, shown.dimension, shown.measurement));
}

Legend legend_of(const Shown& shown, Language language) {
    const auto& layer = *shown.layer;
    const auto& a = layer.assessment;
    const auto& table = table_of(a, shown.dimension, shown.measurement);
    const auto classes = a.classes.column(shown.dimension, shown.measurement);
    const bool weighed = !layer.row_weight.empty();
    std::array<std::size_t, 256> rows{};
    std::array<double, 256> weight{};
    for (std::size_t row = 0; row < classes.size(); ++row) {
        ++rows[classes[row]];
        const double w = weighed ? layer.row_weight[shown.measurement][row] : 0.0;
        if (w > 0) weight[classes[row]] += w;
    }
    double total = 0;
    for (std::size_t k = 1; k <= table.classes(); ++k) total += weight[k];

    Legend out;
    const auto& dimension = a.class_dimensions[shown.dimension];
    out.title = fmt::format("{}, {}", dimension_name(language, dimension),
                            geo::labels(a.values.measurements)[shown.measurement]);
    out.subtitle = std::string(text(language, "scheme." + table.scheme));
    if (const auto& edition = a.values.measurements[shown.measurement].edition;
        !table.edition.empty() && !edition.empty()) {
        out.subtitle = filled(language, "legend.edition", out.subtitle, edition);
    }
    if (weighed) out.weight = weight_text(language, layer.weights[shown.measurement]);
    const auto palette = palette_of(table);
    const auto add = [&](std::uint8_t code, double share) {
        out.entries.push_back({code, class_label(table, code, language), palette[code], rows[code],
                               weighed ? weight[code] : geo::missing, share});
    };
    for (auto k = table.classes(); k >= 1; --k)
        add(static_cast<std::uint8_t>(k), weighed && total > 0 ? weight[k] / total : geo::missing);
    for (const auto code :
         {geo::no_data_missing, geo::no_data_uninhabited, geo::no_data_suppressed, geo::no_data_outside}) {
        if (rows[code] > 0) add(code, geo::missing);
    }
    return out;
}

std::vector<Moment> moments_of(const Shown& shown) {
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
        out.push_back({labels[m], measurements[m].date, true_spacing, breaks[m],
                       std::any_of(classes.begin(), classes.end(), [](auto code) { return geo::is_class(code); })});
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

AreaFacts facts_of(const Shown& shown, const Layer& layer, std::uint32_t row, Language language) {
    const auto& a = layer.assessment;
    const auto m = shown.measurement;
    AreaFacts out;
    out.row = row;
    out.level = layer.level();
    out.code = a.areas->code[row];
    out.name = a.areas->name[row].empty() ? out.code : a.areas->name[row];
    out.shown = figure_of(a, shown.dimension, m, row, language);
    out.shown.code = a.class_dimensions[shown.dimension];
    out.shown.name = dimension_name(language, out.shown.code);
    out.weight = layer.row_weight.empty() ? geo::missing : layer.row_weight[m][row];
    out.weight_name = layer.weights.empty() ? std::string() : weight_text(language, layer.weights[m]);
    out.n = a.aggregated ? a.n.column(shown.value, m)[row] : geo::missing;
    for (const auto& code : dimensions_of(layer)) {
        const auto d = static_cast<std::size_t>(std::find(a.class_dimensions.begin(), a.class_dimensions.end(), code) -
                                                a.class_dimensions.begin());
        auto& figure = out.dimensions.emplace_back(figure_of(a, d, m, row, language));
        figure.code = code;
        figure.name = dimension_name(language, code);
    }
    const auto labels = geo::labels(a.values.measurements);
    const auto breaks = geo::series_breaks(a.values.measurements);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        auto& figure = out.measurements.emplace_back(figure_of(a, shown.dimension, i, row, language));
        figure.code = figure.name = labels[i];
        figure.break_before = breaks[i];
    }
    return out;
}

std::string disclaimer_of(const Shown& shown, Language language) {
    const bool other = shown.layer != nullptr && !is_leefbaarometer(shown);
    return std::string(text(language, other ? "disclaimer.other" : "disclaimer.leefbaarometer"));
}

std::string title_of(const Shown& shown, Language language) {
    const auto& a = shown.layer->assessment;
    return fmt::format("{} {} · {}", dimension_name(language, a.class_dimensions[shown.dimension]),
                       geo::labels(a.values.measurements)[shown.measurement],
                       level_name(language, shown.layer->level()));
}

std::string source_of(const Shown& shown, Language language) {
    const auto& scene = *shown.scene;
    const auto& a = shown.layer->assessment;
    std::set<std::string> files;
    for (const auto& input : scene.inputs) {
        if (input.starts_with("/vsimem/demo/")) return std::string(text(language, "source.demo"));
        auto path = std::filesystem::path(input);
        if (!path.has_filename()) path = path.parent_path();  // a folder written with a slash at its end
        files.insert(path.filename().string());
    }
    const auto& edition = a.values.measurements[shown.measurement].edition;
    const bool leefbaarometer = is_leefbaarometer(shown) && !edition.empty();
    const bool dutch_codes = !a.areas->code.empty() && !geo::level_of_code(a.areas->code.front()).empty();
    if (leefbaarometer && (dutch_codes || shown.layer->cells)) {
        return fmt::format("{} · {}", filled(language, "source.leefbaarometer", edition),
                           text(language, shown.layer->weights.empty() ? "source.cbs_areas" : "source.cbs"));
    }
    return filled(language, "source.files", fmt::join(files, ", "));
}

}  // namespace model
