#include "geo/merge.h"

#include "geo/classify.h"
#include "geo/layout.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace geo {

namespace {

constexpr double agreement = 1e-9;  // two sources that print the same double differently

/// Measurements a source has rows for, in the terms of the source: unknown versions still empty.
std::set<Measurement> measurements_of(const SourceScores& source) {
    std::set<Measurement> found;
    if (!source.dates.empty()) {
        std::set<std::pair<int, std::uint32_t>> seen;
        std::pair<int, std::uint32_t> last{0, 0};
        for (std::size_t r = 0; r < source.dates.size(); ++r) {
            if (source.row[r] == Column::no_word) continue;
            const auto version = source.versions.rows() == 0 ? Column::no_word : source.versions.index[r];
            const std::pair key(reference_year(source.dates[r]), version);
            if (key.first != 0 && key != last) seen.insert(key);
            last = key;
        }
        for (const auto& [year, version] : seen) {
            found.insert({year,
                          version == Column::no_word ? std::string() : model_version(source.versions.words[version]),
                          source.edition});
        }
    }
    for (const auto* all : {&source.values, &source.no_data}) {
        for (const auto& values : *all) {
            if (values.date != 0) found.insert({values.date, values.model_version, source.edition});
        }
    }
    return found;
}

/// Gives measurements without a version the one that another source names for the same year and edition, if there is
/// one only.
Measurement completed(Measurement m, const std::set<Measurement>& all) {
    if (!m.model_version.empty()) return m;
    std::set<std::string> versions;
    for (const auto& other : all) {
        if (other.date == m.date && other.edition == m.edition && !other.model_version.empty())
            versions.insert(other.model_version);
    }
    if (versions.size() == 1) m.model_version = *versions.begin();
    return m;
}

/// [rows] measurement index of each row of a source with dates, or no_word.
std::vector<std::uint32_t> row_measurements(const SourceScores& source, const std::set<Measurement>& all,
                                            const std::vector<Measurement>& order) {
    std::map<std::pair<int, std::uint32_t>, std::uint32_t> known;
    std::vector<std::uint32_t> out(source.dates.size(), Column::no_word);
    std::pair<int, std::uint32_t> last{0, 0};
    std::uint32_t last_index = Column::no_word;
    for (std::size_t r = 0; r < out.size(); ++r) {
        const std::pair key(reference_year(source.dates[r]),
                            source.versions.rows() == 0 ? Column::no_word : source.versions.index[r]);
        if (key.first == 0) continue;
        if (key != last) {
            auto at = known.find(key);
            if (at == known.end()) {
                const auto version =
                    key.second == Column::no_word ? std::string() : model_version(source.versions.words[key.second]);
                const auto m = completed({key.first, version, source.edition}, all);
                at = known
                         .emplace(key, static_cast<std::uint32_t>(std::lower_bound(order.begin(), order.end(), m) -
                                                                  order.begin()))
                         .first;
            }
            last = key;
            last_index = at->second;
        }
        out[r] = last_index;
    }
    return out;
}

std::vector<std::string> dimensions_of(const std::vector<SourceScores>& sources) {
    std::vector<std::string> out;
    const auto add = [&](std::string_view code) {
        if (std::find(out.begin(), out.end(), code) == out.end()) out.emplace_back(code);
    };
    for (const auto known : known_dimensions()) {
        for (const auto& source : sources) {
            for (const auto& values : source.values) {
                if (values.dimension == known) add(known);
            }
        }
    }
    for (const auto& source : sources) {
        for (const auto& values : source.values) add(values.dimension);
    }
    return out;
}

/// Values of one dimension that a second row or source gives differently.
struct Disagreement {
    std::size_t count = 0;
    double largest = 0;
    std::string source;               // the first that disagrees
    std::vector<std::uint32_t> rows;  // the first few
};
constexpr std::size_t named_rows = 20;

/// Rows that belong nowhere, because no column has a year of its own and theirs is none.
std::size_t rows_without_year(const SourceScores& source) {
    if (std::any_of(source.values.begin(), source.values.end(), [](const auto& v) { return v.date != 0; })) return 0;
    return static_cast<std::size_t>(
        std::count_if(source.dates.begin(), source.dates.end(), [](double date) { return reference_year(date) == 0; }));
}

/// Rows of one source that stand there twice for one measurement.
std::size_t repeated_rows(const SourceScores& source, const std::vector<std::uint32_t>& measurement,
                          std::size_t measurements, std::size_t rows) {
    std::vector<bool> seen(measurements * rows, false);
    std::size_t repeated = 0;
    for (std::size_t r = 0; r < measurement.size(); ++r) {
        if (source.row[r] == Column::no_word || measurement[r] == Column::no_word) continue;
        const auto slot = measurement[r] * rows + source.row[r];
        repeated += seen[slot] ? 1u : 0u;
        seen[slot] = true;
    }
    return repeated;
}

/// Measurements of all sources, and which one every value of a source belongs to.
class Timeline {
public:
    Timeline(const std::vector<SourceScores>& sources, unsigned threads) : row_measurement_(sources.size()) {
        for (const auto& source : sources) found_.merge(measurements_of(source));
        std::set<Measurement> distinct;
        for (const auto& m : found_) distinct.insert(completed(m, found_));
        order_.assign(distinct.begin(), distinct.end());
        parallel_for(sources.size(), threads,
                     [&](std::size_t s) { row_measurement_[s] = row_measurements(sources[s], found_, order_); });
    }

    [[nodiscard]] const std::vector<Measurement>& order() const { return order_; }
    /// [rows] of a source that has dates, or no_word where a row's year is none.
    [[nodiscard]] const std::vector<std::uint32_t>& of_rows(std::size_t source) const {
        return row_measurement_[source];
    }
    /// Of a whole column with a year of its own.
    [[nodiscard]] std::uint32_t of_column(const SourceScores& source, const SourceScores::Values& values) const {
        const auto m = completed({values.date, values.model_version, source.edition}, found_);
        return static_cast<std::uint32_t>(std::lower_bound(order_.begin(), order_.end(), m) - order_.begin());
    }

private:
    std::set<Measurement> found_;     // in the terms of the sources
    std::vector<Measurement> order_;  // completed, ascending
    std::vector<std::vector<std::uint32_t>> row_measurement_;
};

/// Brings one dimension of all sources into the table; writes nothing of other dimensions.
Disagreement fill(Table& table, std::size_t dimension, const std::vector<SourceScores>& sources,
                  const Timeline& timeline) {
    Disagreement out;
    std::vector<std::span<double>> columns;
    for (std::size_t m = 0; m < table.measurements.size(); ++m) columns.push_back(table.values.column(dimension, m));
    for (std::size_t s = 0; s < sources.size(); ++s) {
        for (const auto& values : sources[s].values) {
            if (values.dimension != table.dimensions[dimension]) continue;
            const auto fixed = values.date != 0 ? timeline.of_column(sources[s], values) : 0;
            for (std::size_t r = 0; r < values.column.numbers.size(); ++r) {
                const double value = values.column.numbers[r];
                const auto row = sources[s].row[r];
                const auto m = values.date != 0 ? fixed : timeline.of_rows(s)[r];
                if (std::isnan(value) || row == Column::no_word || m == Column::no_word) continue;
                double& target = columns[m][row];
                if (std::isnan(target)) {
                    target = value;
                } else if (std::abs(target - value) > agreement) {
                    if (out.count++ == 0) out.source = sources[s].source;
                    if (out.rows.size() < named_rows) out.rows.push_back(row);
                    out.largest = std::max(out.largest, std::abs(target - value));
                }
            }
        }
    }
    return out;
}

/// What a row of a source says of a measurement: the first that says anything counts.
void mark_no_data(Cube<std::uint8_t>& no_data, std::size_t rows, const std::vector<SourceScores>& sources,
                  const Timeline& timeline) {
    for (std::size_t s = 0; s < sources.size(); ++s) {
        const auto mark = [&](const SourceScores::Values& values, std::uint32_t r, std::uint8_t code) {
            const auto row = sources[s].row[r];
            const auto m = values.date != 0 ? timeline.of_column(sources[s], values) : timeline.of_rows(s)[r];
            if (row == Column::no_word || m == Column::no_word) return;
            if (no_data.empty()) no_data = Cube<std::uint8_t>(1, timeline.order().size(), rows, no_class);
            auto& target = no_data.column(0, m)[row];
            if (target == no_class) target = code;
        };
        for (const auto& values : sources[s].values) {
            for (const auto r : values.column.suppressed) mark(values, r, no_data_suppressed);
        }
        for (const auto& reasons : sources[s].no_data) {
            const auto& column = reasons.column;
            std::vector<std::uint8_t> codes;  // [words]
            for (const auto& word : column.words) codes.push_back(no_data_code(word));
            for (std::uint32_t r = 0; r < column.index.size(); ++r) {
                if (column.index[r] == Column::no_word || codes[column.index[r]] == no_class) continue;
                mark(reasons, r, codes[column.index[r]]);
            }
        }
    }
}

}  // namespace

int reference_year(double date) {
    const bool plausible = date >= 1900 && date <= 2100 && date == std::floor(date);
    return plausible ? static_cast<int>(date) : 0;
}

std::string model_version(std::string_view text) {
    const auto space = text.rfind(' ');
    return std::string(space == std::string_view::npos ? text : text.substr(space + 1));
}

Table merge(const std::vector<SourceScores>& sources, std::size_t rows, const RowName& row_name,
            Cube<std::uint8_t>& no_data, Report& report, unsigned threads) {
    const Timeline timeline(sources, threads);
    Table table(dimensions_of(sources), timeline.order(), rows);
    std::vector<std::size_t> repeated(sources.size());
    std::vector<Disagreement> disagreements(table.dimensions.size());
    parallel_for(disagreements.size() + sources.size(), threads, [&](std::size_t job) {
        if (job < disagreements.size()) {
            disagreements[job] = fill(table, job, sources, timeline);
        } else {
            const auto s = job - disagreements.size();
            repeated[s] = repeated_rows(sources[s], timeline.of_rows(s), timeline.order().size(), rows);
        }
    });
    mark_no_data(no_data, rows, sources, timeline);

    using enum Note::Kind;
    for (std::size_t s = 0; s < sources.size(); ++s) {
        const auto& source = sources[s].source;
        report.count(dropped, source, {}, Sentence("rows without a year from 1900 to 2100"),
                     rows_without_year(sources[s]));
        report.count(dropped, source, {},
                     Sentence("rows that stand there twice for one measurement (the first counts)"), repeated[s]);
        for (const auto& values : sources[s].values) {
            report.count(dropped, source, {},
                         Sentence("values of '{}' that are no numbers, read as missing (the first: {})",
                                  values.column.name, values.column.first_unreadable),
                         values.column.unreadable);
        }
    }
    for (std::size_t d = 0; d < disagreements.size(); ++d) {
        std::vector<std::string> which;
        for (const auto row : disagreements[d].rows) which.push_back(row_name(row));
        report.count(
            differs, disagreements[d].source, {},
            Sentence(
                "values of '{}' that another row or source gives differently, by {:.3g} at most (the first counts)",
                table.dimensions[d], disagreements[d].largest),
            disagreements[d].count, std::move(which));
    }
    return table;
}

}  // namespace geo
