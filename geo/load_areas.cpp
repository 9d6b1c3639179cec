#include "geo/loading.h"

#include "geo/classify.h"
#include "geo/column_writer.h"
#include "geo/error.h"
#include "geo/repair.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

namespace geo {

namespace {

using CodeIndex = std::unordered_map<std::string, std::uint32_t>;

/// Parts of the codes and rows of one layer that become areas.
std::vector<std::uint32_t> land_rows(const Incoming& from, Report& report) {
    const auto& table = from.rows.table;
    std::vector<std::uint32_t> rows;
    std::size_t water = 0;
    std::size_t nameless = 0;
    for (std::uint32_t r = 0; r < table.rows; ++r) {
        const auto kind = from.water ? table.columns[*from.water].text(r) : std::string();
        if (kind == "JA" || kind == "B") {
            ++water;
        } else if (table.columns[0].text(r).empty()) {
            ++nameless;
        } else {
            rows.push_back(r);
        }
    }
    report.count(Note::Kind::dropped, from.source.label(), {},
                 Sentence("areas that are water, or lie abroad (CBS marks JA and B)"), water);
    report.count(Note::Kind::dropped, from.source.label(), {}, Sentence("areas without a code"), nameless);
    return rows;
}

Crs crs_of(const Incoming& from, const LoadOptions& options) {
    if (!from.source.crs_wkt().empty()) return parse_crs(from.source.crs_wkt());
    if (!options.crs.empty()) return parse_crs(options.crs);
    fail("{}: the layer does not say its coordinate reference system; name it with --crs, e.g. --crs EPSG:28992",
         from.source.label());
}

/// Into the dataset's CRS, which the first layer decides where no cell has.
void to_dataset_crs(Incoming& from, const LoadOptions& options, Dataset& dataset) {
    auto& polygons = from.rows.polygons;
    const auto crs = crs_of(from, options);
    const auto box = bounds(polygons);
    if (!dataset.crs.known()) {
        try {
            dataset.crs = metric_crs(crs, box);
        } catch (const Error& error) {
            fail("{}: {}", from.source.label(), error.sentence());
        }
    }
    if (same_crs(crs, dataset.crs)) return;
    const Transform transform(crs, dataset.crs, box);
    const auto failed = transform.apply(polygons.points);
    if (failed > 0) {
        fail(
            "{}: {} points cannot be brought from {} to {}; are its coordinates in {}? (GeoJSON that names no CRS "
            "counts "
            "as WGS 84; ogr2ogr -a_srs EPSG:28992 gives it another)",
            from.source.label(), failed, crs.name, dataset.crs.name, crs.name);
    }
    dataset.operations.push_back({from.source.label(), crs.name, transform.operation(),
                                  transform.accuracy() < 0 ? missing : transform.accuracy()});
    dataset.report.decided(
        from.source.label(), {},
        Sentence("coordinates brought from {} by '{}', accuracy {}", crs.name, transform.operation(),
                 transform.accuracy() < 0 ? Sentence("unknown") : Sentence("{} m", transform.accuracy())));
}

/// Appends rows of a column to the areas' attribute of that name; a source that lacks it leaves them missing.
void append_rows(Column& to, const Column* from, const std::vector<std::uint32_t>& rows) {
    ColumnWriter writer(to, Field::Kind::native);
    for (const auto r : rows) {
        if (from == nullptr) {
            writer.missing_value();
        } else if (to.type == Column::Type::text) {
            writer.text(from->text(r));
        } else {
            writer.number(from->numbers[r]);
        }
    }
}

void append_attributes(Areas& areas, const Incoming& from, const std::vector<std::uint32_t>& rows, std::size_t before) {
    const auto own = std::span(from.rows.table.columns).subspan(from.attributes, from.scores - from.attributes);
    const auto find = [](auto& columns, const std::string& name) {
        return std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
    };
    for (const auto& column : own) {
        if (find(areas.attributes, column.name) != areas.attributes.end()) continue;
        Column fresh;
        fresh.name = column.name;
        fresh.type = column.type;
        append_rows(fresh, nullptr, std::vector<std::uint32_t>(before));
        areas.attributes.push_back(std::move(fresh));
    }
    for (auto& attribute : areas.attributes) {
        const auto found = find(own, attribute.name);
        const Column* column = found == own.end() ? nullptr : &*found;
        if (column != nullptr && column->type == Column::Type::text && attribute.type != Column::Type::text) {
            fail("{}: attribute '{}' is text here and a number in {}; rename one", from.source.label(), attribute.name,
                 areas.sources.front());
        }
        if (column != nullptr && column->type == Column::Type::real && attribute.type == Column::Type::integer) {
            attribute.type = Column::Type::real;
        }
        append_rows(attribute, column, rows);
    }
}

void append_areas(Areas& areas, Incoming& from, CodeIndex& index, const LoadOptions& options, Dataset& dataset) {
    auto& table = from.rows.table;
    const auto label = from.source.label();
    to_dataset_crs(from, options, dataset);
    auto rows = land_rows(from, dataset.report);
    if (!options.bbox.empty()) {
        std::erase_if(rows, [&](std::uint32_t r) { return !meets(bounds(from.rows.polygons, r), options.bbox); });
    }
    std::vector<std::string> repeated;
    std::vector<std::string> copies;
    const auto before = areas.size();
    std::erase_if(rows, [&](std::uint32_t r) {
        auto code = table.columns[0].text(r);
        const auto [known, fresh] = index.emplace(code, static_cast<std::uint32_t>(areas.size()));
        if (!fresh && nearly_same(areas.polygons, known->second, from.rows.polygons, r)) {
            copies.push_back(std::move(code));
            return true;
        }
        if (!fresh) repeated.push_back(code);
        areas.code.push_back(std::move(code));
        areas.name.push_back(from.name ? table.columns[*from.name].text(r) : std::string());
        areas.polygons.append(from.rows.polygons, r);
        return false;
    });
    const auto count = copies.size();
    dataset.report.count(
        Note::Kind::dropped, label, {},
        Sentence("areas that stand there twice, with one code and nearly the same border (the first counts)"), count,
        std::move(copies));
    if (!repeated.empty()) {
        fail("{}: two areas have the code '{}' in column '{}'{}{}; dissolve them, or choose another column with --code",
             label, repeated.front(), table.columns[0].name,
             areas.sources.empty() ? Sentence() : Sentence(", together with {}", areas.sources.front()),
             repeated.size() > 1 ? Sentence("; {} more codes stand there twice", repeated.size() - 1) : Sentence());
    }
    append_attributes(areas, from, rows, before);
    areas.sources.push_back(label);
}

/// Attributes that say how much an area counts for.
void take_weights(Areas& areas, const LayoutHints& hints, Report& report) {
    for (const auto& attribute : areas.attributes) {
        const auto known = weight_column(attribute.name, hints.weight);
        if (!known || attribute.type == Column::Type::text) continue;
        const auto same = [&](const Weight& w) { return w.name == known->name && w.date == known->date; };
        if (std::any_of(areas.weights.begin(), areas.weights.end(), same)) continue;
        Weight weight{known->name, known->date, areas.sources.front(), attribute.numbers, {}};
        std::size_t negative = 0;
        for (std::uint32_t area = 0; area < weight.values.size(); ++area) {
            auto& value = weight.values[area];
            if (value < no_data_below) {
                weight.suppressed.push_back(area);
                value = missing;
            } else if (value < 0) {
                ++negative;
                value = missing;
            }
        }
        report.count(Note::Kind::dropped, areas.sources.front(), {},
                     Sentence("'{}' below zero, read as missing", attribute.name), negative);
        areas.weights.push_back(std::move(weight));
    }
    std::stable_sort(areas.weights.begin(), areas.weights.end(),
                     [](const auto& a, const auto& b) { return a.name != b.name ? a.name < b.name : a.date < b.date; });
}

/// The measurement of the areas' scores that a file of ours tells of.
std::optional<std::size_t> find_measurement(const Table& table, const Measurement& told) {
    const auto may_be = [](const std::string& of_file, const std::string& known) {
        return of_file.empty() || of_file == known;
    };
    for (std::size_t m = 0; m < table.measurements.size(); ++m) {
        const auto& known = table.measurements[m];
        if (known.date == told.date && may_be(told.model_version, known.model_version) &&
            may_be(told.edition, known.edition))
            return m;
    }
    return std::nullopt;
}

/// The weights by which an earlier run of ours made the scores. Where there was no score nothing was weighed, and the
/// reason for that tells whether anyone lives there.
void take_own_weights(Areas& areas, const std::vector<Incoming*>& sources) {
    const auto& scores = areas.scores;
    const auto afw = scores.values.find_dimension("afw");
    const auto total = afw < scores.values.dimensions.size() ? afw : 0;
    for (const auto* source : sources) {
        for (const auto& own : source->layout.own_weights) {
            const auto& name = source->source.fields()[own.field].name;
            const auto column = std::find_if(areas.attributes.begin(), areas.attributes.end(),
                                             [&](const Column& c) { return c.name == name; });
            const auto m = find_measurement(scores.values, own.of.measurement);
            if (column == areas.attributes.end() || column->type == Column::Type::text || !m) continue;
            Weight weight{own.of.weight, own.of.weight_date, source->source.label(), column->numbers, {}};
            weight.behind = scores.values.measurements[*m];
            const auto same = [&](const Weight& w) { return w.name == weight.name && w.behind == weight.behind; };
            if (std::any_of(areas.weights.begin(), areas.weights.end(), same)) continue;
            const auto values = scores.values.values.column(total, *m);
            for (std::uint32_t area = 0; area < weight.values.size(); ++area) {
                if (!std::isnan(values[area])) continue;
                const auto why = scores.no_data.empty() ? no_class : scores.no_data.column(0, *m)[area];
                weight.values[area] = why == no_data_uninhabited ? 0 : missing;
                if (why == no_data_suppressed) weight.suppressed.push_back(area);
            }
            areas.weights.push_back(std::move(weight));
        }
    }
}

void repair_areas(Areas& areas, const LoadOptions& options, Report& report) {
    auto repaired = repair(std::move(areas.polygons), options.threads);
    areas.polygons = std::move(repaired.polygons);
    const auto codes = [&](const std::vector<std::uint32_t>& which) {
        std::vector<std::string> out;
        for (const auto area : which) out.push_back(areas.code[area]);
        return out;
    };
    const auto source = areas.sources.front();
    report.count(Note::Kind::repaired, source, {},
                 Sentence("areas with an invalid border (rings that cross or touch themselves, holes outside)"),
                 repaired.areas.size() - repaired.lost.size(), codes(repaired.areas));
    report.count(Note::Kind::dropped, source, {},
                 Sentence("borders that could not be repaired; the area keeps its figures but has no place"),
                 repaired.lost.size(), codes(repaired.lost));
}

/// Areas of a level that no layer draws: those the tables speak of.
void areas_from_tables(Areas& areas, const std::vector<Incoming*>& tables, CodeIndex& index, Report& report) {
    for (const auto* table : tables) {
        const auto& columns = table->rows.table.columns;
        for (std::size_t r = 0; r < table->rows.table.rows; ++r) {
            auto code = columns[0].text(r);
            if (code.empty() || !index.emplace(code, static_cast<std::uint32_t>(areas.size())).second) continue;
            areas.code.push_back(std::move(code));
            areas.name.push_back(table->name ? columns[*table->name].text(r) : std::string());
            areas.polygons.end_area();
        }
        areas.sources.push_back(table->source.label());
        report.decided(
            table->source.label(), {},
            Sentence("no layer draws the areas of level '{}': they are listed without borders", areas.level));
    }
}

/// Brings rows to areas by code, and notes the codes that have none, measurement by measurement.
std::vector<std::uint32_t> matched_rows(const Incoming& from, const TakenScores& taken, const CodeIndex& index,
                                        Areas& areas, Report& report) {
    const auto& codes = from.rows.table.columns[0];
    std::vector<std::uint32_t> of_word(codes.words.size(), Column::no_word);
    for (std::size_t w = 0; w < codes.words.size(); ++w) {
        if (const auto found = index.find(codes.words[w]); found != index.end()) of_word[w] = found->second;
    }
    std::vector<std::uint32_t> row(codes.index.size(), Column::no_word);
    std::map<int, std::set<std::string>> unmatched;
    std::size_t matched = 0;
    std::size_t nameless = 0;
    for (std::size_t r = 0; r < row.size(); ++r) {
        if (codes.index[r] == Column::no_word) {
            ++nameless;
            continue;
        }
        row[r] = of_word[codes.index[r]];
        if (row[r] != Column::no_word) {
            ++matched;
            if (areas.name[row[r]].empty() && from.name)
                areas.name[row[r]] = from.rows.table.columns[*from.name].text(r);
        } else if (!from.polygons) {
            const double date = taken.values.dates.empty() ? missing : taken.values.dates[r];
            unmatched[reference_year(date)].insert(codes.words[codes.index[r]]);
        }
    }
    if (matched == 0) {
        fail("{}: none of its {} codes ('{}' …) is one of an area of {} ('{}' …); are both of one level and year?",
             from.source.label(), codes.words.size(), codes.words.empty() ? "" : codes.words.front(),
             areas.sources.front(), areas.code.empty() ? "" : areas.code.front());
    }
    if (!from.polygons)
        report.count(Note::Kind::dropped, from.source.label(), {}, Sentence("rows without a code"), nameless);
    for (const auto& [year, which] : unmatched) {
        report.count(Note::Kind::unmatched, from.source.label(), year != 0 ? std::to_string(year) : std::string(),
                     Sentence("codes that no area of level '{}' has", areas.level), which.size(),
                     {which.begin(), which.end()});
    }
    return row;
}

/// Columns of a table that tell areas apart, as attributes; those the areas have already count.
/// \param row [rows of the table] area
void take_groups(Areas& areas, const Incoming& from, const std::vector<std::uint32_t>& row) {
    const auto& columns = from.rows.table.columns;
    for (auto c = from.attributes; !from.polygons && c < from.scores; ++c) {
        const auto same = [&](const Column& attribute) { return attribute.name == columns[c].name; };
        if (std::any_of(areas.attributes.begin(), areas.attributes.end(), same)) continue;
        Column fresh;
        fresh.name = columns[c].name;
        fresh.words = columns[c].words;
        fresh.index.assign(areas.size(), Column::no_word);
        for (std::size_t r = 0; r < row.size(); ++r) {
            if (row[r] != Column::no_word && fresh.index[row[r]] == Column::no_word)
                fresh.index[row[r]] = columns[c].index[r];
        }
        areas.attributes.push_back(std::move(fresh));
    }
}

void load_level(Areas& areas, const std::vector<Incoming*>& sources, const LoadOptions& options, Dataset& dataset) {
    auto& report = dataset.report;
    CodeIndex index;
    std::vector<Incoming*> tables;
    for (auto* source : sources) {
        report_rows(*source, report);
        source->polygons ? append_areas(areas, *source, index, options, dataset) : tables.push_back(source);
    }
    if (areas.sources.empty()) {
        areas_from_tables(areas, tables, index, report);
    } else {
        repair_areas(areas, options, report);
        take_weights(areas, options.hints, report);
    }
    std::vector<TakenScores> taken;
    for (auto* source : sources) {
        if (!source->layout.has_scores()) continue;
        auto all = take_scores(*source);
        const auto row = matched_rows(*source, all.front(), index, areas, report);
        take_groups(areas, *source, row);
        for (auto& scores : all) {
            scores.values.row = scores.published.row = row;
            taken.push_back(std::move(scores));
        }
    }
    if (taken.empty()) return;
    settle_editions(taken, options, report);
    areas.scores = merged_scores(
        std::move(taken), areas.size(), [&](std::uint32_t area) { return areas.code[area]; }, areas.level, options,
        report);
    take_own_weights(areas, sources);
}

}  // namespace

void load_areas(std::vector<Incoming*> sources, const LoadOptions& options, Dataset& dataset) {
    std::vector<std::string> levels;
    for (const auto* source : sources) {
        if (std::find(levels.begin(), levels.end(), source->layout.level) == levels.end())
            levels.push_back(source->layout.level);
    }
    for (const auto& level : levels) {
        std::vector<Incoming*> own;
        std::copy_if(sources.begin(), sources.end(), std::back_inserter(own),
                     [&](const auto* s) { return s->layout.level == level; });
        Areas areas;
        areas.level = level;
        areas.chosen = std::all_of(own.begin(), own.end(), [](const auto* s) { return s->chosen; });
        load_level(areas, own, options, dataset);
        if (areas.size() == 0) fail("{}: no areas are left of level '{}'", own.front()->source.label(), level);
        dataset.levels.push_back(std::move(areas));
    }
}

}  // namespace geo
