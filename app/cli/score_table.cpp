#include "app/cli/score_print.h"
#include "app/cli/text_table.h"
#include "geo/classify.h"
#include "geo/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace cli {

namespace {

std::string signed_value(double value) {
    return std::isnan(value) ? "" : fmt::format("{:+.3f}", value);
}

/// Deviations have a sign, other scores only where they are negative.
std::string score_text(const geo::Assessment& a, std::size_t dimension, double value) {
    const bool deviation = geo::is_known_dimension(a.values.dimensions[dimension]);
    return deviation || std::isnan(value) ? signed_value(value) : fmt::format("{:.3f}", value);
}

/// Class and its name, or why there is none.
std::string class_text(const geo::Assessment& a, std::size_t m, std::size_t area) {
    const auto code = a.classes.column(a.total, m)[area];
    if (!geo::is_class(code)) return fmt::format("- ({})", geo::no_data_name(code));
    return fmt::format("{} {}", code, a.tables[a.total][m].labels_en[code - 1u]);
}

void print_headline(const geo::Assessment& a) {
    const auto label = geo::labels(a.values.measurements);
    const auto breaks = geo::series_breaks(a.values.measurements);
    std::string series;
    for (std::size_t m = 0; m < label.size(); ++m) series += (m == 0 ? "" : breaks[m] ? " | " : " ") + label[m];
    fmt::print("{}: {} areas; measurements {}{}\n", a.areas->level, with_separators(double(a.areas->size())), series,
               std::find(breaks.begin(), breaks.end(), true) == breaks.end()
                   ? ""
                   : "   (|: series break, not comparable across it)");
    std::string edition;
    for (const auto& m : a.values.measurements) {
        if (!m.edition.empty() && edition.find(m.edition) == std::string::npos)
            edition += (edition.empty() ? "" : ", ") + m.edition;
    }
    const bool deviations = geo::is_known_dimension(a.values.dimensions[a.total]);
    if (!edition.empty())
        fmt::print("{} edition{}\n", edition,
                   deviations ? "; values are deviations from the edition's fixed reference" : "");
    if (!a.aggregated) {
        const bool weighed = !a.units.weights.empty();
        fmt::print("scores of the areas themselves: {}, no number of cells\n",
                   weighed ? "each counts for its " + a.units.weights.back().use.name : "no weights");
        return;
    }
    std::string use;
    for (std::size_t m = 0; m < label.size(); ++m) {
        use += fmt::format("{}{}{}", m == 0 ? "" : ", ", label[m],
                           a.weights[m].date != 0 && a.weights[m].date != a.values.measurements[m].date
                               ? fmt::format(" by {}", a.weights[m].date)
                               : "");
    }
    fmt::print("weighted means of grid cells, by {} ({})\n", a.weights.front().name, use);
}

std::string weight_heading(const geo::WeightUse& weight) {
    return weight.date != 0 ? fmt::format("{} {}", weight.name, weight.date) : weight.name;
}

/// What was asked for beside means and classes, as further columns of the table.
class FurtherColumns {
public:
    FurtherColumns(const geo::Analysis& analysis, std::size_t measurement)
        : analysis_(analysis),
          m_(measurement),
          label_(geo::labels(analysis.level->values.measurements)),
          classes_(geo::change_classes(*analysis.level, measurement)) {}

    void add_headings(std::vector<TextTable::Heading>& headings) const {
        const auto& options = analysis_.options;
        if (!analysis_.statistics.empty()) {
            headings.push_back({"sd " + label_[m_], true});
            headings.push_back({fmt::format("classes 1-{} {}", analysis_.threshold, label_[m_]), true});
        }
        if (!analysis_.gaps.empty())
            headings.push_back({fmt::format("gap to {} {}", options.against, label_[m_]), true});
        if (!analysis_.changes.empty()) {
            const bool comparable = std::none_of(analysis_.changes.begin(), analysis_.changes.end(),
                                                 [](const auto& c) { return c && !c->comparable; });
            headings.push_back(
                {fmt::format("change {}-{}{}", options.from, options.to.empty() ? label_[m_] : options.to,
                             comparable ? "" : " (not comparable)"),
                 true});
            headings.push_back({"class of change (own)"});
        }
        if (options.min_weight > 0) headings.push_back({"little weight"});
    }
    void add(std::size_t area, std::vector<std::string>& row) const {
        const auto& a = *analysis_.level;
        if (!analysis_.statistics.empty()) {
            const auto& s = analysis_.statistics[a.total][m_][area];
            const double share = geo::share_up_to(s.class_weight, analysis_.threshold);
            row.push_back(std::isnan(s.standard_deviation) ? "" : fmt::format("{:.3f}", s.standard_deviation));
            row.push_back(std::isnan(share) ? "" : fmt::format("{:.1f} %", 100 * share));
        }
        if (!analysis_.gaps.empty()) {
            const auto& gap = analysis_.gaps[m_][area];
            row.push_back(gap ? signed_value(gap->difference()) : "");
        }
        if (!analysis_.changes.empty()) {
            const auto& change = analysis_.changes[area];
            row.push_back(change ? signed_value(change->total.split.change()) : "");
            const bool classified = change && geo::is_class(change->change_class);
            row.push_back(classified ? classes_->labels_en[change->change_class - 1u] : "");
        }
        if (analysis_.options.min_weight > 0)
            row.push_back(geo::thin(a, m_, analysis_.options.min_weight)[area] ? "yes" : "");
    }

private:
    const geo::Analysis& analysis_;
    std::size_t m_;
    std::vector<std::string> label_;
    std::optional<geo::ClassTable> classes_;
};

}  // namespace

void print_table(const geo::Assessment& a, const geo::Analysis& analysis) {
    print_headline(a);
    const auto label = geo::labels(a.values.measurements);
    const auto last = label.size() - 1;
    std::vector<TextTable::Heading> headings{{a.areas->level}, {"name"}};
    if (a.aggregated) headings.insert(headings.end(), {{weight_heading(a.weights[last]), true}, {"cells", true}});
    const auto& total = a.values.dimensions[a.total];
    for (const auto& l : label) headings.push_back({total + " " + l, true});
    headings.push_back({"class " + label[last]});
    for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
        if (d != a.total && a.values.dimensions[d] != "lbm")
            headings.push_back({a.values.dimensions[d] + " " + label[last], true});
    }
    const FurtherColumns further(analysis, last);
    further.add_headings(headings);
    TextTable table(headings);
    for (std::size_t area = 0; area < a.areas->size(); ++area) {
        std::vector<std::string> row{a.areas->code[area], a.areas->name[area]};
        if (a.aggregated) {
            row.push_back(with_separators(a.weight.column(a.total, last)[area]));
            row.push_back(with_separators(a.n.column(a.total, last)[area]));
        }
        for (std::size_t m = 0; m < label.size(); ++m)
            row.push_back(score_text(a, a.total, a.values.values.column(a.total, m)[area]));
        row.push_back(class_text(a, last, area));
        for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
            if (d != a.total && a.values.dimensions[d] != "lbm")
                row.push_back(score_text(a, d, a.values.values.column(d, last)[area]));
        }
        further.add(area, row);
        table.add(std::move(row));
    }
    fmt::print("\n{}\n", table.text());
}

}  // namespace cli
