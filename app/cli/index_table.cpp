#include "app/cli/score_print.h"
#include "app/cli/text_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace cli {

namespace {

std::string figure(double value) {
    return std::isnan(value) ? std::string() : fmt::format("{:.2f}", value);
}

std::string percent(double part) {
    return std::isnan(part) ? std::string() : fmt::format("{:.1f} %", 100 * part);
}

/// What its maker should look at.
std::string warning(const geo::IndexModel& model, const geo::IndicatorAudit& told) {
    std::vector<std::string> out;
    if (told.against) out.emplace_back("pulls against its dimension");
    std::vector<std::string> opposed;
    for (const auto other : told.opposed) opposed.push_back(model.indicators[other].code);
    if (!opposed.empty()) out.push_back(fmt::format("against {}", fmt::join(opposed, ", ")));
    if (std::isnan(told.with_total)) out.emplace_back("no correlation can be told");
    return fmt::format("{}", fmt::join(out, "; "));
}

}  // namespace

void print_index(const geo::Composition& made) {
    const auto& model = made.model;
    for (const auto& units : made.units) {
        const auto label = geo::labels(units.measurements);
        for (std::size_t m = 0; m < label.size(); ++m) {
            fmt::print("\n{}: the index '{}' at {}{}\n", units.level, model.name, label[m],
                       units.reference.empty() || units.reference == label[m]
                           ? std::string()
                           : fmt::format(", on the scale of {}", units.reference));
            TextTable table({{"indicator"},
                             {"dimension"},
                             {"better"},
                             {"imputed", true},
                             {"drawn in", true},
                             {"weight", true},
                             {"effective", true},
                             {"r dimension", true},
                             {"r total", true},
                             {"look at"}});
            for (std::size_t i = 0; i < model.indicators.size(); ++i) {
                const auto& indicator = model.indicators[i];
                const auto& told = units.audit[m][i];
                const auto& treated = units.treatments[i][m];
                table.add({indicator.code, indicator.parent, indicator.more_is_better ? "high" : "low",
                           percent(told.imputed),
                           treated.method == geo::Outliers::Method::log ? "log"
                                                                        : fmt::format("{}", treated.low + treated.high),
                           percent(told.nominal), percent(told.effective), figure(told.with_dimension),
                           figure(told.with_total), warning(model, told)});
            }
            fmt::print("{}", table.text());
        }
    }
}

}  // namespace cli
