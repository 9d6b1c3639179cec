#include "geo/merge.h"

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

int year_of(double date) {
    return std::isnan(date) ? 0 : static_cast<int>(date);
}

/// Measurements a source has rows for, in the terms of the source: unknown versions still empty.
std::set<Measurement> measurements_of(const SourceScores& source) {
    std::set<Measurement> found;
    if (!source.dates.empty()) {
        std::set<std::pair<int, std::uint32_t>> seen;
        for (std::size_t r = 0; r < source.dates.size(); ++r) {
            if (source.row[r] == Column::no_word) continue;
            const auto version = source.versions.rows() == 0 ? Column::no_word : source.versions.index[r];
            if (const int year = year_of(source.dates[r]); year != 0) seen.emplace(year, version);
        }
        for (const auto& [year, version] : seen) {
            found.insert({year,
                          version == Column::no_word ? std::string() : model_version(source.versions.words[version]),
                          source.edition});
        }
    }
    for (const auto& values : source.values) {
        if (values.date != 0) found.insert({values.date, {}, source.edition});
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
        const std::pair key(year_of(source.dates[r]),
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

struct Disagreement {
    std::size_t count = 0;
    double largest = 0;
    std::string example;
};

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

}  // namespace

std::string model_version(std::string_view text) {
    const auto space = text.rfind(' ');
    return std::string(space == std::string_view::npos ? text : text.substr(space + 1));
}

Table merge(const std::vector<SourceScores>& sources, std::size_t rows, Cube<std::uint8_t>& suppressed, Report& report,
            unsigned threads) {
    std::set<Measurement> found;
    for (const auto& source : sources) found.merge(measurements_of(source));
    std::set<Measurement> distinct;
    for (const auto& m : found) distinct.insert(completed(m, found));
    const std::vector<Measurement> order(distinct.begin(), distinct.end());
    Table table(dimensions_of(sources), order, rows);

    std::vector<std::vector<std::uint32_t>> measurement(sources.size());
    parallel_for(sources.size(), threads,
                 [&](std::size_t s) { measurement[s] = row_measurements(sources[s], found, order); });
    std::vector<std::size_t> repeated(sources.size());
    std::vector<Disagreement> disagreements(table.dimensions.size());
    // A job per dimension, which no other job writes; one more counts the rows that stand there twice.
    parallel_for(table.dimensions.size() + sources.size(), threads, [&](std::size_t job) {
        if (job >= table.dimensions.size()) {
            const auto s = job - table.dimensions.size();
            repeated[s] = repeated_rows(sources[s], measurement[s], order.size(), rows);
            return;
        }
        auto& disagreement = disagreements[job];
        std::vector<std::span<double>> columns;
        for (std::size_t m = 0; m < order.size(); ++m) columns.push_back(table.values.column(job, m));
        for (std::size_t s = 0; s < sources.size(); ++s) {
            for (const auto& values : sources[s].values) {
                if (values.dimension != table.dimensions[job]) continue;
                const auto whole = completed({values.date, {}, sources[s].edition}, found);
                const auto fixed =
                    static_cast<std::uint32_t>(std::lower_bound(order.begin(), order.end(), whole) - order.begin());
                for (std::size_t r = 0; r < values.column.numbers.size(); ++r) {
                    const double value = values.column.numbers[r];
                    const auto row = sources[s].row[r];
                    const auto m = values.date != 0 ? fixed : measurement[s][r];
                    if (std::isnan(value) || row == Column::no_word || m == Column::no_word) continue;
                    double& target = columns[m][row];
                    if (std::isnan(target)) {
                        target = value;
                    } else if (std::abs(target - value) > agreement) {
                        if (disagreement.count++ == 0) disagreement.example = sources[s].source;
                        disagreement.largest = std::max(disagreement.largest, std::abs(target - value));
                    }
                }
            }
        }
    });

    for (std::size_t s = 0; s < sources.size(); ++s) {
        report.count(Note::Kind::dropped, sources[s].source, {},
                     "rows that stand there twice for one measurement (the first counts)", repeated[s]);
        for (const auto& values : sources[s].values) {
            for (const auto r : values.column.suppressed) {
                const auto row = sources[s].row[r];
                if (row == Column::no_word) continue;
                if (suppressed.empty()) suppressed = Cube<std::uint8_t>(1, order.size(), rows);
                const auto whole = completed({values.date, {}, sources[s].edition}, found);
                const auto m = values.date != 0
                                   ? static_cast<std::uint32_t>(std::lower_bound(order.begin(), order.end(), whole) -
                                                                order.begin())
                                   : measurement[s][r];
                if (m != Column::no_word) suppressed.column(0, m)[row] = 1;
            }
            report.count(Note::Kind::dropped, sources[s].source, {},
                         fmt::format("values of '{}' that are no numbers, read as missing", values.column.name),
                         values.column.unreadable, {values.column.first_unreadable});
        }
    }
    for (std::size_t d = 0; d < disagreements.size(); ++d) {
        report.count(
            Note::Kind::differs, disagreements[d].example, {},
            fmt::format(
                "values of '{}' that another row or source gives differently, by {:.3g} at most (the first counts)",
                table.dimensions[d], disagreements[d].largest),
            disagreements[d].count);
    }
    return table;
}

}  // namespace geo
