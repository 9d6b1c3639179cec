#include "geo/loading.h"

#include "geo/classify.h"
#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace geo {

namespace {

/// Six values of four decimals may be off by this in sum; a table of more decimals is told apart by the largest
/// difference in the report.
constexpr double identity_tolerance = 5e-4;

void want(std::vector<Field>& wanted, std::optional<std::size_t> field, Field::Kind kind,
          std::optional<std::size_t>& at, std::size_t& columns) {
    if (!field) return;
    wanted.push_back({*field, kind});
    at = columns++;
}

const std::vector<double>* numbers_of(const SourceScores& scores, std::string_view dimension) {
    for (const auto& values : scores.values) {
        if (values.dimension == dimension) return &values.column.numbers;
    }
    return nullptr;
}

/// What the total must equal, looked at value by value.
struct Identity {
    std::size_t checked = 0;
    std::size_t broken = 0;
    double largest = 0;

    void look(double difference) {
        if (std::isnan(difference)) return;
        ++checked;
        broken += std::abs(difference) > identity_tolerance ? 1u : 0u;
        largest = std::max(largest, std::abs(difference));
    }
};

/// afw = sum of its parts, and lbm - afw the same everywhere.
struct Identities {
    Identity sum;
    Identity constant;
    double first_constant = missing;
};

Identities identities_of(const Table& table, std::size_t measurement) {
    Identities out;
    const auto afw = table.find_dimension("afw");
    const auto lbm = table.find_dimension("lbm");
    if (afw == table.dimensions.size()) return out;
    const auto total = table.values.column(afw, measurement);
    std::vector<std::span<const double>> parts;
    for (const auto code : parts_of_total()) {
        const auto d = table.find_dimension(code);
        if (d < table.dimensions.size()) parts.push_back(table.values.column(d, measurement));
    }
    for (std::size_t row = 0; parts.size() == parts_of_total().size() && row < table.rows; ++row) {
        double sum = 0;
        for (const auto& part : parts) sum += part[row];
        out.sum.look(total[row] - sum);
    }
    for (std::size_t row = 0; lbm < table.dimensions.size() && row < table.rows; ++row) {
        const double constant = table.values.column(lbm, measurement)[row] - total[row];
        if (std::isnan(constant)) continue;
        if (std::isnan(out.first_constant)) out.first_constant = constant;
        out.constant.look(constant - out.first_constant);
    }
    return out;
}

void check_identities(const Table& table, const std::string& what, Report& report, unsigned threads) {
    std::vector<Identities> found(table.measurements.size());
    parallel_for(found.size(), threads, [&](std::size_t m) { found[m] = identities_of(table, m); });
    const auto names = labels(table.measurements);
    Identity sum;
    for (const auto& f : found) {
        sum.checked += f.sum.checked;
        sum.largest = std::max(sum.largest, f.sum.largest);
    }
    if (sum.checked > 0) {
        report.checked(
            what, {},
            Sentence("afw is the sum of its five dimensions within {:.1e} in {} rows", sum.largest, sum.checked));
    }
    for (std::size_t m = 0; m < found.size(); ++m) {
        report.count(Note::Kind::differs, what, names[m],
                     Sentence("rows whose afw is not the sum of the five dimensions, by {:.3g} at most (afw counts)",
                              found[m].sum.largest),
                     found[m].sum.broken);
        if (found[m].constant.checked == 0) continue;
        report.checked(
            what, names[m],
            Sentence("lbm = afw + {:.6f} within {:.1e}", found[m].first_constant, found[m].constant.largest));
        report.count(Note::Kind::differs, what, names[m],
                     Sentence("rows whose lbm is not afw plus the constant of the edition (afw counts)"),
                     found[m].constant.broken);
    }
}

/// Classes are decided on afw. Where a source has only lbm, in a column or in a row, it follows by the edition's
/// constant.
void derive_deviation(TakenScores& taken, Report& report) {
    const double constant = constant_of_edition(taken.edition.label);
    if (std::isnan(constant)) return;
    auto& all = taken.values.values;
    const auto find = [&](std::string_view dimension, int date) {
        return std::find_if(all.begin(), all.end(),
                            [&](const auto& v) { return v.dimension == dimension && v.date == date; });
    };
    std::size_t derived = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].dimension != "lbm") continue;
        if (find("afw", all[i].date) == all.end()) {
            auto fresh = all[i];
            fresh.dimension = "afw";
            fresh.column.numbers.assign(fresh.column.numbers.size(), missing);
            all.push_back(std::move(fresh));
        }
        auto& afw = find("afw", all[i].date)->column.numbers;
        for (std::size_t r = 0; r < afw.size(); ++r) {
            if (!std::isnan(afw[r]) || std::isnan(all[i].column.numbers[r])) continue;
            afw[r] = all[i].column.numbers[r] - constant;
            ++derived;
        }
    }
    report.count(Note::Kind::repaired, taken.values.source, {},
                 Sentence("values of afw that are missing, taken as lbm - {}, the constant of the {} edition", constant,
                          taken.edition.label),
                 derived);
}

/// The first model of the Leefbaarometer with these five dimensions; later ones will say what they are.
constexpr const char* first_with_dimensions = "3.0";

/// Measurements of an edition whose source names no model version, told by their dimensions: models before 3.0 had
/// others. Those without dimensions stay unknown.
void name_model_version(Scores& scores, const std::string& what, Report& report) {
    auto& table = scores.values;
    for (std::size_t m = 0; m < table.measurements.size(); ++m) {
        const auto before = table.measurements[m];
        if (before.edition.empty() || !before.model_version.empty()) continue;
        bool all = true;
        for (const auto code : parts_of_total()) {
            const auto d = table.find_dimension(code);
            all = all && d < table.dimensions.size() &&
                  std::ranges::any_of(table.values.column(d, m), [](double v) { return !std::isnan(v); });
        }
        if (!all) continue;
        auto named = before;
        named.model_version = first_with_dimensions;
        if (std::ranges::find(table.measurements, named) != table.measurements.end()) continue;
        table.measurements[m] = named;
        std::ranges::replace(scores.published.measurements, before, named);
        report.decided(
            what, std::to_string(before.date),
            Sentence("taken for model version {}: no earlier one has these dimensions", first_with_dimensions));
    }
}

}  // namespace

Incoming plan(Source source, Layout layout) {
    Incoming out{.source = std::move(source), .layout = std::move(layout)};
    const auto& l = out.layout;
    const bool cells = l.rows == Layout::Rows::cells;
    std::size_t columns = 0;
    out.wanted.push_back({*l.code, cells ? Field::Kind::cell : Field::Kind::text});
    if (!cells) ++columns;
    out.polygons = !cells && out.source.has_polygons();
    if (!cells) want(out.wanted, l.name != l.code ? l.name : std::nullopt, Field::Kind::text, out.name, columns);
    if (!cells) want(out.wanted, l.water, Field::Kind::text, out.water, columns);
    if (l.has_scores()) {
        want(out.wanted, l.version, Field::Kind::text, out.version, columns);
        want(out.wanted, l.date, Field::Kind::number, out.date, columns);
    }
    const auto taken = [&](std::size_t field) {
        const auto is_field = [&](const auto& s) { return s.field == field; };
        return std::any_of(out.wanted.begin(), out.wanted.end(), is_field) ||
               std::any_of(l.scores.begin(), l.scores.end(), is_field) ||
               std::any_of(l.classes.begin(), l.classes.end(), is_field) ||
               std::any_of(l.no_data.begin(), l.no_data.end(), is_field) ||
               std::find(l.made_anew.begin(), l.made_anew.end(), field) != l.made_anew.end();
    };
    out.attributes = columns;
    for (std::size_t field = 0; out.polygons && field < out.source.fields().size(); ++field) {
        const auto& name = out.source.fields()[field].name;
        if (taken(field) || name == "raw" || name.starts_with("raw.")) continue;
        out.wanted.push_back({field, Field::Kind::native});
        ++columns;
    }
    for (const auto field : out.polygons || cells ? std::vector<std::size_t>() : l.groups) {
        if (taken(field)) continue;
        out.wanted.push_back({field, Field::Kind::text});
        ++columns;
    }
    out.scores = columns;
    for (const auto& s : l.scores) out.wanted.push_back({s.field, Field::Kind::number});
    out.classes = out.scores + l.scores.size();
    for (const auto& s : l.classes) out.wanted.push_back({s.field, Field::Kind::number});
    out.weights = out.classes + l.classes.size();
    for (const auto& w : l.weights) out.wanted.push_back({w.field, Field::Kind::number});
    out.no_data = out.weights + l.weights.size();
    for (const auto& r : l.no_data) out.wanted.push_back({r.field, Field::Kind::text});
    return out;
}

std::vector<TakenScores> take_scores(Incoming& from) {
    auto& columns = from.rows.table.columns;
    const auto& layout = from.layout;
    SourceScores rows;  // without values
    if (from.version) rows.versions = columns[*from.version];
    if (from.date) {
        rows.dates = std::move(columns[*from.date].numbers);
    } else if (layout.date_of_all != 0) {
        rows.dates.assign(from.rows.table.rows, layout.date_of_all);
    }
    rows.source = from.source.label();
    std::vector<std::string> editions;
    for (const auto& s : layout.scores) {
        if (std::find(editions.begin(), editions.end(), s.edition) == editions.end()) editions.push_back(s.edition);
    }
    if (editions.empty()) editions.emplace_back();  // classes alone
    std::vector<TakenScores> out;
    for (const auto& edition : editions) {
        auto& taken = out.emplace_back();
        taken.values = rows;
        taken.edition.label = edition;
        taken.index = layout.own_index;
        for (std::size_t i = 0; i < layout.scores.size(); ++i) {
            const auto& s = layout.scores[i];
            if (s.edition != edition) continue;
            taken.values.values.push_back({std::move(columns[from.scores + i]), s.dimension, s.date, s.model_version});
            taken.latest = std::max(taken.latest, s.date);
        }
        for (std::size_t i = 0; i < layout.no_data.size(); ++i) {
            const auto& r = layout.no_data[i];
            if (r.edition != edition) continue;
            taken.values.no_data.push_back({std::move(columns[from.no_data + i]), {}, r.date, r.model_version});
        }
        for (const double date : rows.dates) taken.latest = std::max(taken.latest, reference_year(date));
    }
    auto& first = out.front();
    if (!layout.classes.empty()) first.published = rows;
    for (std::size_t i = 0; i < layout.classes.size(); ++i) {
        const auto& s = layout.classes[i];
        first.published.values.push_back({std::move(columns[from.classes + i]), s.dimension, s.date});
        first.latest = std::max(first.latest, s.date);
    }
    for (auto& taken : out) {
        const auto has_date = [](const auto& v) { return v.date != 0; };
        const auto& all = taken.values.values;
        if (rows.dates.empty() && !std::all_of(all.begin(), all.end(), has_date)) {
            fail(
                "{}: it has scores ('{}') but nothing says of which year; add --measurement YEAR, or the name of the "
                "column that holds it",
                from.source.label(), all.front().column.name);
        }
        const auto* lbm = numbers_of(taken.values, "lbm");
        const auto* afw = numbers_of(taken.values, "afw");
        const bool known =
            std::any_of(all.begin(), all.end(), [](const auto& v) { return is_known_dimension(v.dimension); });
        if (known && taken.edition.label.empty()) {
            const std::vector<double> none;
            taken.edition = detect_edition(from.source.file(), lbm != nullptr ? *lbm : none,
                                           afw != nullptr ? *afw : none, taken.latest);
        }
    }
    return out;
}

void settle_editions(std::vector<TakenScores>& all, const LoadOptions& options, Report& report) {
    if (!options.edition.empty()) {
        std::set<std::string> found;
        std::vector<TakenScores> kept;
        for (auto& taken : all) {
            found.insert(taken.edition.label.empty() ? "none" : taken.edition.label);
            const bool may_be = taken.edition.label.empty() || taken.edition.guessed;
            // No publication holds a measurement of a later year than its own.
            if (may_be && std::to_string(taken.latest) <= options.edition) taken.edition.label = options.edition;
            if (taken.edition.label == options.edition) {
                kept.push_back(std::move(taken));
            } else {
                report.decided(taken.values.source, {},
                               Sentence("scores of edition {} left out, as edition {} was asked for",
                                        taken.edition.label, options.edition));
            }
        }
        if (kept.empty() && !all.empty()) {
            fail("{}: no scores of edition {}; found {}", all.front().values.source, options.edition,
                 fmt::join(found, ", "));
        }
        all = std::move(kept);
    }
    for (const auto& taken : all) {
        const auto& first = all.front();
        if (taken.edition.label == first.edition.label || options.across_editions) continue;
        fail(
            "{} is of the {} edition and {} of the {} edition, and scores of two editions cannot be compared: choose "
            "one with --edition {}, "
            "or keep both side by side with --across-editions",
            first.values.source, first.edition.label, taken.values.source, taken.edition.label, first.edition.label);
    }
    for (auto& taken : all) {
        taken.values.edition = taken.published.edition = taken.edition.label;
        derive_deviation(taken, report);
        if (!taken.edition.label.empty()) {
            report.decided(taken.values.source, {},
                           taken.edition.guessed
                               ? Sentence("{} edition, guessed from its latest year (--edition names another)",
                                          taken.edition.label)
                               : Sentence("{} edition", taken.edition.label));
        }
    }
}

Scores merged_scores(std::vector<TakenScores> all, std::size_t rows, const RowName& row_name, const std::string& what,
                     const LoadOptions& options, Report& report) {
    Scores out;
    std::vector<SourceScores> values;
    std::vector<SourceScores> published;
    // The total of an own index is that of the table only where all of it is of that index.
    const bool one = std::all_of(all.begin(), all.end(), [&](const auto& t) { return t.index == all.front().index; });
    if (!all.empty() && one) {
        out.total = all.front().index.total;
        out.parts = all.front().index.parts;
        out.names = all.front().index.names;
    }
    for (auto& taken : all) {
        if (!taken.published.values.empty()) published.push_back(std::move(taken.published));
        values.push_back(std::move(taken.values));
    }
    all.clear();
    out.values = merge(values, rows, row_name, out.no_data, report, options.threads);
    Cube<std::uint8_t> none;
    if (!published.empty()) out.published = merge(published, rows, row_name, none, report, options.threads);
    name_model_version(out, what, report);
    check_identities(out.values, what, report, options.threads);
    return out;
}

void report_rows(const Incoming& from, Report& report) {
    const auto source = from.source.label();
    const auto& rows = from.rows.table;
    const auto& notes = from.rows.notes;
    const auto& first = rows.first_dropped;
    report.count(Note::Kind::dropped, source, {}, Sentence("rows with too few fields (the first: {})", first),
                 rows.dropped_short);
    report.count(Note::Kind::dropped, source, {},
                 Sentence("rows with too many fields, as a delimiter inside a value makes them (the first: {})", first),
                 rows.dropped_long);
    report.count(Note::Kind::repaired, source, {}, Sentence("texts that are not UTF-8, read as Windows-1252"),
                 rows.recoded);
    report.count(Note::Kind::dropped, source, {}, Sentence("rows whose key is no cell id (the first: {})", first),
                 rows.dropped_ids);
    if (rows.cut_off) report.decided(source, {}, Sentence("the last line has no line end; the file may be cut off"));
    report.count(Note::Kind::dropped, source, {}, Sentence("features whose geometry holds no polygon"),
                 notes.not_polygon);
    report.count(Note::Kind::dropped, source, {}, Sentence("points and lines inside collections"), notes.partly);
    report.count(Note::Kind::dropped, source, {}, Sentence("geometries with a coordinate that is no number"),
                 notes.bad_points);
    report.count(Note::Kind::dropped, source, {}, Sentence("rings of fewer than three different points"),
                 notes.short_rings);
    report.count(Note::Kind::repaired, source, {}, Sentence("curved borders, made of straight pieces"), notes.curves);
    report.count(Note::Kind::unmatched, source, {}, Sentence("features without geometry"), notes.without);
}

}  // namespace geo
