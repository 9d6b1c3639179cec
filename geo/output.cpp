#include "geo/output.h"

#include "geo/parallel.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace geo {

namespace {

/// Which rows of an assessment a table holds: all, or some in an order.
class RowChoice {
public:
    explicit RowChoice(std::optional<std::span<const std::uint32_t>> rows) : rows_(rows) {}

    /// A value of each, as `number_of` makes it of what stands in the column.
    template <typename Value, typename Convert>
    [[nodiscard]] auto of(std::span<const Value> column, Convert&& convert) const {
        std::vector<decltype(convert(column[0]))> out;
        out.reserve(rows_ ? rows_->size() : column.size());
        if (rows_) {
            for (const auto row : *rows_) out.push_back(convert(column[row]));
        } else {
            for (const auto& value : column) out.push_back(convert(value));
        }
        return out;
    }
    template <typename Value>
    [[nodiscard]] std::vector<double> numbers(std::span<const Value> column) const {
        return of(column, [](Value value) { return static_cast<double>(value); });
    }
    [[nodiscard]] std::vector<double> classes(std::span<const std::uint8_t> column) const {
        return of(column, [](std::uint8_t code) { return is_class(code) ? static_cast<double>(code) : missing; });
    }
    [[nodiscard]] std::vector<std::string> texts(const std::vector<std::string>& column) const {
        return of(std::span(column), [](const std::string& text) { return text; });
    }
    [[nodiscard]] Column taken(const Column& column) const {
        Column out;
        out.name = column.name;
        out.type = column.type;
        out.words = column.words;
        out.index = column.type == Column::Type::text
                        ? of(std::span(column.index), [](std::uint32_t word) { return word; })
                        : std::vector<std::uint32_t>();
        if (column.type != Column::Type::text) out.numbers = numbers(std::span(column.numbers));
        return out;
    }

private:
    std::optional<std::span<const std::uint32_t>> rows_;
};

const std::vector<std::string>& no_data_words() {
    static const std::vector<std::string> words{"missing", "uninhabited", "suppressed", "outside"};
    return words;
}

/// Into no_data_words().
std::uint32_t no_data_word(std::uint8_t code) {
    return code >= no_data_missing ? static_cast<std::uint32_t>(code - no_data_missing) : Column::no_word;
}

std::string class_column(const std::string& dimension, const std::string& label) {
    if (dimension == "afw") return "class_" + label;
    if (dimension == "class_dev") return "class_dev_" + label;
    return fmt::format("class_{}_{}", dimension, label);
}

/// Whether any area has a value there: 2.0 measurements have no dimensions, and empty columns would only be in the way.
bool any_value(std::span<const double> values) {
    return std::any_of(values.begin(), values.end(), [](double v) { return !std::isnan(v); });
}

/// The measurement's columns of a wide layer.
class MeasurementColumns {
public:
    MeasurementColumns(const Assessment& a, std::size_t m, std::string label, const RowChoice& rows,
                       std::vector<OutputColumn>& columns)
        : a_(a), m_(m), label_(std::move(label)), rows_(rows), columns_(columns) {}

    void add() {
        add_values();
        for (std::size_t c = 0; c < a_.class_dimensions.size(); ++c) add_classes(c);
        add_no_data("no_data_" + label_, {}, a_.total);
        for (const auto c : with_reasons_) add_no_data(reasons_column(c), a_.class_dimensions[c], c);
        add_published();
        if (!a_.aggregated) return;
        columns_.push_back({number_column("weight_" + label_, rows_.numbers(a_.weight.column(a_.total, m_))),
                            {.term = "weight_of", .dimension = a_.weights[m_].name, .measurement = label_}});
        columns_.push_back(
            {number_column("n_" + label_, rows_.numbers(a_.n.column(a_.total, m_)), Column::Type::integer),
             {.term = "n_of", .measurement = label_}});
    }

private:
    void add_values() {
        for (std::size_t d = 0; d < a_.values.dimensions.size(); ++d) {
            const auto& dimension = a_.values.dimensions[d];
            const auto values = a_.values.values.column(d, m_);
            if (!any_value(values)) continue;
            columns_.push_back({number_column(fmt::format("{}_{}", dimension, label_), rows_.numbers(values)),
                                {.term = "value_of",
                                 .dimension = dimension,
                                 .dimension_name = name_of(dimension),
                                 .measurement = label_}});
        }
    }

    [[nodiscard]] std::string name_of(const std::string& dimension) const {
        const auto at = a_.names.find(dimension);
        return at == a_.names.end() ? std::string() : at->second;
    }

    void add_classes(std::size_t c) {
        const auto& dimension = a_.class_dimensions[c];
        if (dimension == "lbm") return;  // the same as afw's
        const auto d = a_.values.find_dimension(dimension == "class_dev" ? "afw" : dimension);
        if (!any_value(a_.values.values.column(d, m_))) return;
        const bool own_reasons = !same_reasons(a_.classes.column(c, m_), a_.classes.column(a_.total, m_));
        if (own_reasons) with_reasons_.push_back(c);
        Meaning meaning{
            .term = "class_of", .dimension = dimension, .dimension_name = name_of(dimension), .measurement = label_};
        if (!a_.tables[c][m_].labels_en.empty()) meaning.classes = a_.tables[c][m_];
        meaning.no_data = own_reasons ? reasons_column(c) : "no_data_" + label_;
        columns_.push_back({number_column(class_column(dimension, label_), rows_.classes(a_.classes.column(c, m_)),
                                          Column::Type::integer),
                            std::move(meaning)});
    }

    void add_no_data(std::string name, const std::string& dimension, std::size_t c) {
        auto why = rows_.of(a_.classes.column(c, m_), [](std::uint8_t code) { return no_data_word(code); });
        columns_.push_back({text_column(std::move(name), std::move(why), no_data_words()),
                            {.term = dimension.empty() ? "no_data_of" : "no_data_of_dimension",
                             .dimension = dimension,
                             .measurement = label_}});
    }

    void add_published() {
        const auto& published = a_.areas->scores.published;
        const auto at =
            std::find(published.measurements.begin(), published.measurements.end(), a_.values.measurements[m_]);
        if (at == published.measurements.end()) return;
        for (std::size_t d = 0; d < published.dimensions.size(); ++d) {
            const auto& dimension = published.dimensions[d];
            const auto column =
                published.values.column(d, static_cast<std::size_t>(at - published.measurements.begin()));
            const auto stem = dimension == "afw" ? "class_published" : "class_published_" + dimension;
            columns_.push_back(
                {number_column(fmt::format("{}_{}", stem, label_), rows_.numbers(column), Column::Type::integer),
                 {.term = "class_published_of", .dimension = dimension, .measurement = label_}});
        }
    }

    [[nodiscard]] std::string reasons_column(std::size_t c) const {
        return fmt::format("no_data_{}_{}", a_.class_dimensions[c], label_);
    }

    /// Whether two rows of classes lack one for the same reason wherever both or one of them do.
    static bool same_reasons(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
        return std::equal(a.begin(), a.end(), b.begin(),
                          [](auto x, auto y) { return no_data_word(x) == no_data_word(y); });
    }

    const Assessment& a_;
    std::size_t m_;
    std::string label_;
    const RowChoice& rows_;
    std::vector<OutputColumn>& columns_;
    std::vector<std::size_t> with_reasons_;  // class dimensions with a column of reasons of their own
};

/// Columns shared by the tidy tables: which level, area and measurement a row is about.
class Keys {
public:
    explicit Keys(const std::vector<const Assessment*>& levels) {
        for (const auto* level : levels) {
            first_code_.push_back(static_cast<std::uint32_t>(codes_.size()));
            levels_.push_back(level->areas->level);
            codes_.insert(codes_.end(), level->areas->code.begin(), level->areas->code.end());
            for (const auto& label : labels(level->values.measurements)) intern(label, labels_);
            for (const auto& dimension : level->class_dimensions) intern(dimension, dimensions_);
        }
    }

    /// The measurement and dimension of the rows added from now on.
    void about(std::size_t level, const std::string& label, const std::string& dimension) {
        now_level_ = static_cast<std::uint32_t>(level);
        now_label_ = intern(label, labels_);
        now_dimension_ = intern(dimension, dimensions_);
    }

    void add(std::size_t area) {
        level_.push_back(now_level_);
        code_.push_back(first_code_[now_level_] + static_cast<std::uint32_t>(area));
        label_.push_back(now_label_);
        dimension_.push_back(now_dimension_);
    }

    std::vector<OutputColumn> columns() && {
        std::vector<OutputColumn> out;
        out.push_back(text_column("level", std::move(level_), std::move(levels_)));
        out.push_back(text_column("code", std::move(code_), std::move(codes_)));
        out.push_back(text_column("measurement", std::move(label_), std::move(labels_)));
        out.push_back(text_column("dimension", std::move(dimension_), std::move(dimensions_)));
        return out;
    }

private:
    static std::uint32_t intern(const std::string& word, std::vector<std::string>& words) {
        const auto at = std::find(words.begin(), words.end(), word);
        const auto index = static_cast<std::uint32_t>(at - words.begin());
        if (at == words.end()) words.push_back(word);
        return index;
    }

    std::vector<std::string> levels_, codes_, labels_, dimensions_;
    std::vector<std::uint32_t> first_code_, level_, code_, label_, dimension_;
    std::uint32_t now_level_ = 0, now_label_ = 0, now_dimension_ = 0;
};

OutputTable wide(const Assessment& a, const RowChoice& rows) {
    OutputTable out{a.areas->level, {}, nullptr};
    std::vector<OutputColumn> made;
    const auto label = labels(a.values.measurements);
    for (std::size_t m = 0; m < label.size(); ++m) MeasurementColumns(a, m, label[m], rows, made).add();
    std::set<std::string> taken{"code", "name", "fid", "geom"};
    // SQLite takes column names that differ only in case for one.
    for (const auto& column : made) taken.insert(lower_ascii(column.name));
    out.columns.push_back(text_column("code", rows.texts(a.areas->code)));
    out.columns.push_back(text_column("name", rows.texts(a.areas->name)));
    for (const auto& each : a.areas->attributes) {
        auto attribute = rows.taken(each);
        while (!taken.insert(lower_ascii(attribute.name)).second) attribute.name += "_input";
        out.columns.push_back({std::move(attribute), {.term = attribute_term}});
    }
    std::move(made.begin(), made.end(), std::back_inserter(out.columns));
    return out;
}

}  // namespace

OutputTable wide_layer(const Assessment& a) {
    auto out = wide(a, RowChoice(std::nullopt));
    out.polygons = a.areas->has_polygons() ? &a.areas->polygons : nullptr;
    return out;
}

OutputTable wide_rows(const Assessment& a, std::span<const std::uint32_t> areas) {
    return wide(a, RowChoice(areas));
}

OutputTable scores_table(const std::vector<const Assessment*>& levels) {
    Keys keys(levels);
    std::vector<double> value, cls, weight, n;
    std::vector<std::uint32_t> why;
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const auto& a = *levels[l];
        const auto label = labels(a.values.measurements);
        for (std::size_t m = 0; m < label.size(); ++m) {
            for (std::size_t c = 0; c < a.class_dimensions.size(); ++c) {
                const auto d =
                    a.values.find_dimension(a.class_dimensions[c] == "class_dev" ? "afw" : a.class_dimensions[c]);
                const auto values = a.values.values.column(d, m);
                if (!any_value(values)) continue;
                const auto classes = a.classes.column(c, m);
                keys.about(l, label[m], a.class_dimensions[c]);
                for (std::size_t area = 0; area < a.areas->size(); ++area) {
                    keys.add(area);
                    value.push_back(values[area]);
                    cls.push_back(is_class(classes[area]) ? classes[area] : missing);
                    why.push_back(no_data_word(classes[area]));
                    weight.push_back(a.aggregated ? a.weight.column(d, m)[area] : missing);
                    n.push_back(a.aggregated ? a.n.column(d, m)[area] : missing);
                }
            }
        }
    }
    OutputTable out{"scores", std::move(keys).columns(), nullptr};
    out.columns.push_back(number_column("value", std::move(value)));
    out.columns.push_back(number_column("class", std::move(cls), Column::Type::integer));
    out.columns.push_back(text_column("no_data", std::move(why), no_data_words()));
    out.columns.push_back(number_column("weight", std::move(weight)));
    out.columns.push_back(number_column("n", std::move(n), Column::Type::integer));
    return out;
}

OutputTable class_shares_table(const std::vector<const Assessment*>& levels) {
    Keys keys(levels);
    std::vector<double> cls, share, weight;
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const auto& a = *levels[l];
        const auto label = labels(a.values.measurements);
        for (std::size_t m = 0; a.aggregated && m < label.size(); ++m) {
            for (std::size_t s = 0; s < a.share_dimensions.size(); ++s) {
                const auto d = a.share_dimensions[s];
                const auto classes = a.tables[d][m].classes();
                const auto total = a.weight.column(d, m);
                keys.about(l, label[m], a.values.dimensions[d]);
                for (std::size_t area = 0; area < a.areas->size(); ++area) {
                    for (std::size_t k = 0; total[area] > 0 && k < classes; ++k) {
                        const double inside = a.class_weight[k].column(s, m)[area];
                        keys.add(area);
                        cls.push_back(static_cast<double>(k + 1));
                        share.push_back(inside / total[area]);
                        weight.push_back(inside);
                    }
                }
            }
        }
    }
    OutputTable out{"class_shares", std::move(keys).columns(), nullptr};
    out.columns.push_back({number_column("class", std::move(cls), Column::Type::integer), {.term = "class_of_share"}});
    out.columns.push_back(number_column("share", std::move(share)));
    out.columns.push_back(number_column("weight", std::move(weight)));
    return out;
}

OutputTable measurements_table(const std::vector<const Assessment*>& levels) {
    std::vector<std::string> level, label, version, edition, weight, membership;
    std::vector<double> date, breaks, weight_date;
    for (const auto* assessment : levels) {
        const auto& a = *assessment;
        const auto names = labels(a.values.measurements);
        const auto broken = series_breaks(a.values.measurements);
        for (std::size_t m = 0; m < names.size(); ++m) {
            const auto& measurement = a.values.measurements[m];
            level.push_back(a.areas->level);
            label.push_back(names[m]);
            date.push_back(measurement.date);
            version.push_back(measurement.model_version);
            edition.push_back(measurement.edition);
            breaks.push_back(broken[m] ? 1 : 0);
            weight.push_back(a.weights[m].name);
            membership.emplace_back(a.units.level == "cells" && a.aggregated ? name_of(a.membership) : "");
            weight_date.push_back(a.weights[m].date != 0 ? a.weights[m].date : missing);
        }
    }
    OutputTable out{"measurements", {}, nullptr};
    out.columns.push_back(text_column("level", level));
    out.columns.push_back(text_column("measurement", label));
    out.columns.push_back(number_column("reference_year", std::move(date), Column::Type::integer));
    out.columns.push_back(text_column("model_version", version));
    out.columns.push_back(text_column("edition", edition));
    out.columns.push_back(number_column("series_break", std::move(breaks), Column::Type::integer));
    out.columns.push_back({text_column("weight", weight), {.term = "weight_name"}});
    out.columns.push_back(number_column("weight_year", std::move(weight_date), Column::Type::integer));
    out.columns.push_back(text_column("membership", membership));
    return out;
}

std::string layer_name(const std::string& level) {
    // GDAL refuses names that begin with one of these.
    constexpr std::string_view special = "`~!@#$%^&*()+-={}|[]\\:\";'<>?,./ ";
    auto name = level;
    if (name.empty() || special.find(name.front()) != std::string_view::npos) {
        name.erase(0, std::min(name.find_first_not_of(special), name.size()));
        name.erase(name.find_last_not_of(special) + 1);
        if (name.empty()) name = "areas";
    }
    const auto lower = lower_ascii(name);
    const bool kept = lower.starts_with("gpkg_") || lower.starts_with("sqlite_") || lower.starts_with("rtree_");
    if (kept) return "areas_" + name;
    if (is_table_name(lower) || lower == "layer_styles") name += "_areas";
    return name;
}

std::vector<std::string> layer_names(std::span<const std::string> levels) {
    std::vector<std::string> out;
    std::set<std::string> taken;
    for (const auto& level : levels) {
        auto name = layer_name(level);
        const auto stem = name;
        for (int number = 2; !taken.insert(lower_ascii(name)).second; ++number)
            name = fmt::format("{}_{}", stem, number);
        out.push_back(std::move(name));
    }
    return out;
}

bool is_table_name(std::string_view name) {
    constexpr std::array<std::string_view, 25> tables{"scores",
                                                      "class_shares",
                                                      "measurements",
                                                      "statistics",
                                                      "change",
                                                      "share_change",
                                                      "transitions",
                                                      "gap",
                                                      "index_parts",
                                                      "index_audit",
                                                      "index_stages",
                                                      "robustness",
                                                      "sensitivity",
                                                      "conclusions",
                                                      "robustness_draws",
                                                      "robustness_choices",
                                                      "hotspots",
                                                      "hotspot_methods",
                                                      "hotspots_global",
                                                      "hotspots_over_time",
                                                      "class_markov",
                                                      "class_markov_tests",
                                                      "concentration_shares",
                                                      "displacement",
                                                      "displacement_placebos"};
    return std::find(tables.begin(), tables.end(), name) != tables.end();
}

std::vector<OutputTable> output_tables(const std::vector<Assessment>& levels, unsigned threads) {
    // Every figure of a cell stands in its layer; as tidy rows they would be twenty times the rest.
    std::vector<const Assessment*> tidy;
    for (const auto& level : levels) {
        if (level.areas->level != "cells") tidy.push_back(&level);
    }
    std::vector<OutputTable> out(levels.size() + 3);
    parallel_for(out.size(), threads, [&](std::size_t job) {
        const auto table = job - std::min(job, levels.size());
        out[job] = job < levels.size() ? wide_layer(levels[job])
                   : table == 0        ? scores_table(tidy)
                   : table == 1        ? class_shares_table(tidy)
                                       : measurements_table(tidy);
    });
    std::vector<std::string> names;
    for (const auto& level : levels) names.push_back(level.areas->level);
    names = layer_names(names);
    for (std::size_t l = 0; l < levels.size(); ++l) out[l].name = std::move(names[l]);
    return out;
}

}  // namespace geo
