#include "geo/output.h"

#include "geo/parallel.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace geo {

namespace {

std::vector<double> class_numbers(std::span<const std::uint8_t> classes) {
    std::vector<double> out;
    for (const auto code : classes) out.push_back(is_class(code) ? code : missing);
    return out;
}

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

std::vector<double> to_numbers(std::span<const std::uint32_t> counts) {
    return {counts.begin(), counts.end()};
}
std::vector<double> to_numbers(std::span<const double> values) {
    return {values.begin(), values.end()};
}

/// Whether any area has a value there: 2.0 measurements have no dimensions, and empty columns would only be in the way.
bool any_value(std::span<const double> values) {
    return std::any_of(values.begin(), values.end(), [](double v) { return !std::isnan(v); });
}

void add_measurement(const Assessment& a, std::size_t m, const std::string& label, std::vector<Column>& columns) {
    for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
        const auto values = a.values.values.column(d, m);
        if (any_value(values))
            columns.push_back(number_column(fmt::format("{}_{}", a.values.dimensions[d], label), to_numbers(values)));
    }
    for (std::size_t c = 0; c < a.class_dimensions.size(); ++c) {
        const auto& dimension = a.class_dimensions[c];
        if (dimension == "lbm") continue;  // the same as afw's
        const auto d = a.values.find_dimension(dimension == "class_dev" ? "afw" : dimension);
        if (!any_value(a.values.values.column(d, m))) continue;
        columns.push_back(number_column(class_column(dimension, label), class_numbers(a.classes.column(c, m)),
                                        Column::Type::integer));
    }
    std::vector<std::uint32_t> why;
    for (const auto code : a.classes.column(a.total, m)) why.push_back(no_data_word(code));
    columns.push_back(text_column("no_data_" + label, std::move(why), no_data_words()));
    const auto& published = a.areas->scores.published;
    const auto at = std::find(published.measurements.begin(), published.measurements.end(), a.values.measurements[m]);
    for (std::size_t d = 0; d < published.dimensions.size() && at != published.measurements.end(); ++d) {
        const auto column = published.values.column(d, static_cast<std::size_t>(at - published.measurements.begin()));
        const auto stem =
            published.dimensions[d] == "afw" ? "class_published" : "class_published_" + published.dimensions[d];
        columns.push_back(number_column(fmt::format("{}_{}", stem, label), to_numbers(column), Column::Type::integer));
    }
    if (!a.aggregated) return;
    columns.push_back(number_column("weight_" + label, to_numbers(a.weight.column(a.total, m))));
    columns.push_back(number_column("n_" + label, to_numbers(a.n.column(a.total, m)), Column::Type::integer));
}

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

    std::vector<Column> columns() && {
        std::vector<Column> out;
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

}  // namespace

OutputTable wide_layer(const Assessment& a) {
    OutputTable out{a.areas->level, {}, a.areas->has_polygons() ? &a.areas->polygons : nullptr};
    std::vector<Column> made;
    const auto label = labels(a.values.measurements);
    for (std::size_t m = 0; m < label.size(); ++m) add_measurement(a, m, label[m], made);
    std::set<std::string> taken{"code", "name", "fid", "geom"};
    // SQLite takes column names that differ only in case for one.
    for (const auto& column : made) taken.insert(lower_ascii(column.name));
    out.columns.push_back(text_column("code", a.areas->code));
    out.columns.push_back(text_column("name", a.areas->name));
    for (auto attribute : a.areas->attributes) {
        while (!taken.insert(lower_ascii(attribute.name)).second) attribute.name += "_input";
        out.columns.push_back(std::move(attribute));
    }
    std::move(made.begin(), made.end(), std::back_inserter(out.columns));
    return out;
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
    out.columns.push_back(number_column("class", std::move(cls), Column::Type::integer));
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
    out.columns.push_back(text_column("weight", weight));
    out.columns.push_back(number_column("weight_year", std::move(weight_date), Column::Type::integer));
    out.columns.push_back(text_column("membership", membership));
    return out;
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
    return out;
}

}  // namespace geo
