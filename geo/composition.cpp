#include "geo/composition.h"

#include "geo/assess.h"
#include "geo/classify.h"
#include "geo/composite/aggregate.h"
#include "geo/dataset.h"
#include "geo/error.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <utility>

#include <fmt/ranges.h>

namespace geo {

namespace {

/// Index of a column as a source may spell it; the number of dimensions where there is none.
std::size_t find_column(const Table& table, const std::string& column) {
    const auto exact = table.find_dimension(column);
    if (exact < table.dimensions.size()) return exact;
    const auto at = std::find_if(table.dimensions.begin(), table.dimensions.end(),
                                 [&](const auto& d) { return lower_ascii(d) == lower_ascii(column); });
    return static_cast<std::size_t>(at - table.dimensions.begin());
}

bool has_values(std::span<const double> column) {
    return std::any_of(column.begin(), column.end(), [](double value) { return !std::isnan(value); });
}

/// A code is part of the names of columns, and these must not be taken for others that the outputs have.
void check_name(const IndexModel& model, const std::string& code, std::set<std::string>& known) {
    constexpr std::array<std::string_view, 14> ours{"class",    "class_dev",     "no_data",   "weight", "n",
                                                    "rank",     "rank_low",      "rank_high", "gap",    "thin",
                                                    "to_limit", "class_differs", "code",      "name"};
    constexpr std::array<std::string_view, 5> ours_begin{"class_", "no_data_", "share_up_to", "change_", "gpkg_"};
    const auto lower = lower_ascii(code);
    if (code.empty()) fail("model '{}': a dimension or indicator has no code", model.name);
    if (std::find(ours.begin(), ours.end(), lower) != ours.end() ||
        std::any_of(ours_begin.begin(), ours_begin.end(), [&](auto begin) { return lower.starts_with(begin); }))
        fail("model '{}': '{}' is how columns of the outputs are called; give it another code", model.name, code);
    if (!known.insert(lower).second)
        fail("model '{}': the code '{}' stands there twice but for upper and lower case; rename one", model.name, code);
}

/// What is published is never called as what was made of it.
void check_codes(const IndexModel& model) {
    std::set<std::string> known;
    for (const auto& dimension : model.dimensions) check_name(model, dimension.code, known);
    for (const auto& indicator : model.indicators) check_name(model, indicator.code, known);
    for (const auto& dimension : model.dimensions) {
        if (is_known_dimension(dimension.code) || dimension.code == "class_dev")
            fail(
                "model '{}': '{}' is what the Leefbaarometer publishes, and what is made here must not be taken for "
                "it; give the dimension another code",
                model.name, dimension.code);
    }
    for (const auto& indicator : model.indicators) {
        const bool as_it_is = normalisation_of(model, indicator).method == Normalisation::Method::none &&
                              outliers_of(model, indicator).method == Outliers::Method::none &&
                              indicator.more_is_better;
        if (!is_known_dimension(indicator.code) || (as_it_is && lower_ascii(column_of(indicator)) == indicator.code))
            continue;
        fail(
            "model '{}': indicator '{}' is called as a score that the Leefbaarometer publishes, and is another once it "
            "is brought to a scale; give it another code, with its column: column = \"{}\"",
            model.name, indicator.code, column_of(indicator));
    }
}

/// Whether what an indicator comes to hangs on the values of the others of its measurement.
bool is_relative(const IndexModel& model, const Indicator& indicator) {
    const auto scale = normalisation_of(model, indicator).method;
    return outliers_of(model, indicator).method != Outliers::Method::none ||
           (scale != Normalisation::Method::none && scale != Normalisation::Method::goalposts);
}

/// Two measurements of one year, as one.
Measurement joined(const Measurement& a, const Measurement& b) {
    const auto both = [](const std::string& x, const std::string& y) {
        return x.empty() || x == y ? y : y.empty() ? x : x + " + " + y;
    };
    return {a.date, both(a.model_version, b.model_version), both(a.edition, b.edition)};
}

/// The indicators of a table, [indicators of the model], and which of its measurements each of theirs is made of. What
/// several publications say of one year is one measurement, unless two of them have the same indicator.
struct Gathered {
    Table indicators;
    std::vector<std::vector<std::size_t>> of;
};
Gathered gathered(const Table& table, const IndexModel& model) {
    std::vector<std::size_t> columns;
    std::vector<std::string> codes;
    for (const auto& indicator : model.indicators) {
        columns.push_back(find_column(table, column_of(indicator)));
        codes.push_back(indicator.code);
    }
    std::vector<Measurement> measurements;
    std::vector<std::vector<std::size_t>> of;
    std::vector<std::set<std::size_t>> had;  // [measurement] columns with a value
    for (std::size_t m = 0; m < table.measurements.size(); ++m) {
        std::set<std::size_t> has;
        for (const auto column : columns) {
            if (has_values(table.values.column(column, m))) has.insert(column);
        }
        if (has.empty()) continue;
        const auto& measurement = table.measurements[m];
        const bool of_another = !measurements.empty() && measurements.back().date == measurement.date &&
                                std::none_of(has.begin(), has.end(), [&](auto c) { return had.back().contains(c); });
        if (of_another) {
            measurements.back() = joined(measurements.back(), measurement);
            of.back().push_back(m);
            had.back().insert(has.begin(), has.end());
        } else {
            measurements.push_back(measurement);
            of.push_back({m});
            had.push_back(std::move(has));
        }
    }
    Table out(std::move(codes), std::move(measurements), table.rows);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t m = 0; m < of.size(); ++m) {
            auto values = out.values.column(i, m);
            for (const auto from : of[m]) {
                const auto there = table.values.column(columns[i], from);
                for (std::size_t row = 0; row < values.size(); ++row)
                    values[row] = std::isnan(values[row]) ? there[row] : values[row];
            }
        }
    }
    return {std::move(out), std::move(of)};
}

/// Why sources have no value, by the measurements that were made of theirs.
Cube<std::uint8_t> reasons_of(const Cube<std::uint8_t>& told, std::size_t rows,
                              const std::vector<std::vector<std::size_t>>& of) {
    if (told.empty()) return {};
    Cube<std::uint8_t> out(1, of.size(), rows, no_class);
    for (std::size_t m = 0; m < of.size(); ++m) {
        auto reasons = out.column(0, m);
        for (const auto from : of[m]) {
            const auto there = told.column(0, from);
            for (std::size_t row = 0; row < rows; ++row)
                reasons[row] = reasons[row] == no_class ? there[row] : reasons[row];
        }
    }
    return out;
}

/// Numbers for equal words. [rows]
std::vector<std::uint32_t> numbered(const std::vector<std::string>& words) {
    std::map<std::string, std::uint32_t> numbers;
    std::vector<std::uint32_t> out;
    for (const auto& word : words) {
        const auto next = static_cast<std::uint32_t>(numbers.size());
        out.push_back(word.empty() ? Column::no_word : numbers.try_emplace(word, next).first->second);
    }
    return out;
}

/// The groups that a model tells areas apart by: an attribute, or the area above by their codes.
std::map<std::string, std::vector<std::uint32_t>> groups_of(const Areas& areas, const IndexModel& model) {
    std::map<std::string, std::vector<std::uint32_t>> out;
    for (const auto& name : group_columns_of(model)) {
        const auto at = std::find_if(areas.attributes.begin(), areas.attributes.end(),
                                     [&](const auto& column) { return lower_ascii(column.name) == lower_ascii(name); });
        std::vector<std::string> words(areas.size());
        for (std::uint32_t area = 0; area < areas.size(); ++area)
            words[area] = at != areas.attributes.end() ? at->text(area) : code_above(areas.code[area], name);
        if (std::any_of(words.begin(), words.end(), [](const auto& word) { return !word.empty(); }))
            out[name] = numbered(words);
    }
    return out;
}

/// The total, its dimensions from above, then the indicators; all on the scale of the index.
Table scores_of(const Composed& made) {
    auto codes = made.scores.dimensions;
    std::reverse(codes.begin(), codes.end());
    codes.insert(codes.end(), made.normalised.dimensions.begin(), made.normalised.dimensions.end());
    Table out(std::move(codes), made.scores.measurements, made.scores.rows);
    const auto dimensions = made.scores.dimensions.size();
    for (std::size_t d = 0; d < out.dimensions.size(); ++d) {
        for (std::size_t m = 0; m < out.measurements.size(); ++m) {
            const auto from = d < dimensions ? made.scores.values.column(dimensions - 1 - d, m)
                                             : made.normalised.values.column(d - dimensions, m);
            std::copy(from.begin(), from.end(), out.values.column(d, m).begin());
        }
    }
    return out;
}

/// What the total is a weighted sum of; nothing where it is none.
std::vector<TotalPart> total_parts(const IndexModel& model) {
    const auto of_total = parts_of(model)[order_of(model).back()];
    std::vector<TotalPart> out;
    if (of_total.aggregation != Aggregation::sum && of_total.aggregation != Aggregation::arithmetic) return out;
    for (const auto& part : of_total.parts) {
        const bool sum = of_total.aggregation == Aggregation::sum;
        if (part.weight > 0)
            out.push_back({part.indicator ? model.indicators[part.index].code : model.dimensions[part.index].code,
                           sum ? part.weight : part.share});
    }
    return out;
}

std::map<std::string, std::string> names_of(const IndexModel& model) {
    std::map<std::string, std::string> out;
    for (const auto& dimension : model.dimensions) {
        if (!dimension.name.empty()) out[dimension.code] = dimension.name;
    }
    for (const auto& indicator : model.indicators) {
        if (!indicator.name.empty()) out[indicator.code] = indicator.name;
    }
    return out;
}

std::vector<std::string> lacking(const Table& table, const IndexModel& model) {
    std::vector<std::string> out;
    for (const auto& indicator : model.indicators) {
        if (find_column(table, column_of(indicator)) == table.dimensions.size()) out.push_back(column_of(indicator));
    }
    return out;
}

/// Says what becomes of weights that do not sum to 1.
void tell_weights(const IndexModel& model, Report& report) {
    constexpr double rounding = 1e-9;
    const auto parts = parts_of(model);
    for (std::size_t d = 0; d < parts.size(); ++d) {
        double sum = 0;
        bool alike = true;
        for (const auto& part : parts[d].parts) {
            sum += part.weight;
            alike = alike && part.weight == 1;  // as where none was given
        }
        const bool whole = std::abs(sum - 1) <= rounding;
        const auto& code = model.dimensions[d].code;
        if (parts[d].aggregation == Aggregation::sum) {
            if (!whole)
                report.decided(
                    model.name, {},
                    Sentence("the weights within '{}' sum to {:.6g}; it is the sum of weight times value, not "
                             "divided by them",
                             code, sum));
        } else if (!whole && !alike) {
            report.decided(
                model.name, {},
                Sentence("the weights within '{}' sum to {:.6g}; each counts for its share of them", code, sum));
        }
    }
}

/// Each measurement on a scale of its own is a series of its own.
void tell_apart(Table& scores) {
    for (auto& m : scores.measurements) {
        const auto own = fmt::format("scale of {}", m.date);
        m.edition = m.edition.empty() ? own : fmt::format("{} ({})", m.edition, own);
    }
}

class IndexMaker {
public:
    IndexMaker(Dataset& dataset, IndexModel model, bool stages, unsigned threads)
        : dataset_(&dataset), stages_(stages), threads_(threads), out_{std::move(model), {}} {}

    void add(const std::string& level, Scores& scores, ComposeOptions options) {
        if (scores.empty()) return;
        if (const auto none = lacking(scores.values, out_.model); !none.empty()) {
            if (refusal_.empty())
                refusal_ = Sentence("model '{}': {} lack what it asks for: '{}'", out_.model.name, named(level),
                                    fmt::join(none, "', '"));
            dataset_->report.count(Note::Kind::unmatched, level, {},
                                   Sentence("indicators of the model that it does not carry: no index is made of its "
                                            "own scores"),
                                   none.size(), none);
            scores = {};
            return;
        }
        if (const auto group = lacking_group(options); !group.empty()) {
            if (refusal_.empty())
                refusal_ = Sentence("model '{}': {} have no column '{}' to tell groups apart by", out_.model.name,
                                    named(level), group);
            dataset_->report.count(
                Note::Kind::unmatched, level, {},
                Sentence("columns to tell groups apart by that it does not have: no index is made of "
                         "its own scores"),
                1, {group});
            scores = {};
            return;
        }
        const auto [indicators, of] = gathered(scores.values, out_.model);
        if (indicators.measurements.empty()) fail("model '{}': its indicators have no values at all", out_.model.name);
        auto model = out_.model;
        const bool each = model.reference == each_measurement;
        const bool relative = std::any_of(model.indicators.begin(), model.indicators.end(),
                                          [&](const auto& i) { return is_relative(model, i); });
        const bool several = indicators.measurements.size() > 1;
        if (model.reference.empty()) {
            model.reference = first_whole(indicators);
            if (several && relative)
                dataset_->report.decided(
                    level, {},
                    Sentence("the scale is that of {}, the first measurement with all indicators, so that scores of "
                             "all measurements can be compared (the model's 'reference' names another, or '{}')",
                             model.reference, each_measurement));
        }
        options.threads = threads_;
        auto made = compose(indicators, model, options);
        UnitsIndex units{level,
                         each ? std::string() : model.reference,
                         indicators.measurements,
                         audit(made, model, threads_),
                         made.treatments,
                         {}};
        auto& notes = dataset_->report.notes;
        for (auto& note : made.report.notes) note.source = level;
        notes.insert(notes.end(), made.report.notes.begin(), made.report.notes.end());
        scores.published = {};
        scores.no_data = reasons_of(scores.no_data, indicators.rows, of);
        scores.values = scores_of(made);
        if (each && relative && several) {
            tell_apart(scores.values);
            dataset_->report.decided(
                level, {},
                Sentence("each measurement has a scale of its own: places in the order can be compared, scores of "
                         "different measurements cannot"));
        }
        scores.total = scores.values.dimensions.front();
        scores.parts = total_parts(model);
        scores.names = names_of(model);
        if (stages_) units.stages = std::move(made);
        out_.units.push_back(std::move(units));
    }

    Composition operator()() && {
        if (out_.units.empty()) {
            if (!refusal_.empty()) throw Error(refusal_);
            fail("model '{}': no scores were read that an index could be made of", out_.model.name);
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] static Sentence named(const std::string& level) {
        return level == "cells" ? Sentence("the cells") : Sentence("the areas of level '{}'", level);
    }
    /// The first group that the model asks for and there is not.
    [[nodiscard]] std::string lacking_group(const ComposeOptions& options) const {
        for (const auto& group : group_columns_of(out_.model)) {
            if (!options.groups.contains(group)) return group;
        }
        return {};
    }
    /// Label of the first measurement that has values of every indicator; of the first where none has.
    [[nodiscard]] static std::string first_whole(const Table& indicators) {
        const auto label = labels(indicators.measurements);
        for (std::size_t m = 0; m < label.size(); ++m) {
            bool whole = true;
            for (std::size_t i = 0; i < indicators.dimensions.size(); ++i)
                whole = whole && has_values(indicators.values.column(i, m));
            if (whole) return label[m];
        }
        return label.front();
    }

    Dataset* dataset_;
    bool stages_;
    unsigned threads_;
    Composition out_;
    Sentence refusal_;
};

}  // namespace

std::vector<std::string> columns_of(const IndexModel& model) {
    std::vector<std::string> out;
    for (const auto& indicator : model.indicators) {
        if (std::find(out.begin(), out.end(), column_of(indicator)) == out.end()) out.push_back(column_of(indicator));
    }
    return out;
}

std::vector<std::string> group_columns_of(const IndexModel& model) {
    std::set<std::string> out{model.imputation.group};
    for (const auto& indicator : model.indicators) {
        if (indicator.imputation) out.insert(indicator.imputation->group);
    }
    out.erase(std::string());
    return {out.begin(), out.end()};
}

const IndexModel* model_of(const Dataset& dataset, const Assessment& level) {
    if (!dataset.composition) return nullptr;
    const auto& units = dataset.composition->units;
    const bool made =
        std::any_of(units.begin(), units.end(), [&](const auto& of) { return of.level == level.units.level; });
    return made ? &dataset.composition->model : nullptr;
}

bool is_sum_of_indicators(const Assessment& level, const IndexModel& model) {
    if (!Aggregator(model).linear()) return false;
    const auto& table = level.values;
    for (std::size_t m = 0; m < table.measurements.size(); ++m) {
        for (std::size_t row = 0; row < table.rows; ++row) {
            std::size_t there = 0;
            for (const auto& indicator : model.indicators) {
                const auto d = table.find_dimension(indicator.code);
                if (d == table.dimensions.size()) return false;
                if (std::isnan(table.values.column(d, m)[row])) continue;
                ++there;
                if (level.aggregated && level.n.column(d, m)[row] != level.n.column(level.total, m)[row]) return false;
            }
            if (there != 0 && there != model.indicators.size()) return false;
        }
    }
    return true;
}

void make_index(Dataset& dataset, const IndexModel& model, bool stages, unsigned threads) {
    static_cast<void>(order_of(model));
    check_codes(model);
    tell_weights(model, dataset.report);
    IndexMaker maker(dataset, model, stages, threads);
    ComposeOptions of_cells;
    of_cells.row_name = [all = dataset.cells.lattice.cells()](std::uint32_t row) { return cell_id(all[row]); };
    maker.add("cells", dataset.cells.scores, std::move(of_cells));
    for (auto& areas : dataset.levels) {
        ComposeOptions of_areas;
        of_areas.row_name = [&](std::uint32_t row) { return areas.code[row]; };
        of_areas.groups = groups_of(areas, model);
        maker.add(areas.level, areas.scores, std::move(of_areas));
    }
    dataset.composition = std::move(maker)();
}

}  // namespace geo
