#include "geo/layout.h"

#include "geo/classify.h"
#include "geo/column_writer.h"
#include "geo/csv.h"
#include "geo/lattice.h"
#include "geo/merge.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <regex>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace geo {

namespace {

using Fields = std::vector<Source::FieldInfo>;
using Sample = std::vector<std::vector<std::string>>;

constexpr std::array<std::string_view, 7> dimensions{"lbm", "afw", "fys", "onv", "soc", "vrz", "won"};
constexpr std::string_view nested = "raw.";

struct Key {
    std::string_view column;
    std::string_view level;  // empty: told by the codes
};
// Finest level first: a buurt layer also names the wijk and gemeente it lies in.
constexpr Key code_columns[] = {{"bu_code", "buurt"},
                                {"buurtcode", "buurt"},
                                {"wk_code", "wijk"},
                                {"wijkcode", "wijk"},
                                {"gm_code", "gemeente"},
                                {"gemeentecode", "gemeente"},
                                {"pc4", "pc4"},
                                {"statcode", ""},
                                {"gbd", ""},
                                {"code", ""},
                                {"id", ""}};
constexpr Key name_columns[] = {{"bu_naam", "buurt"},
                                {"buurtnaam", "buurt"},
                                {"wk_naam", "wijk"},
                                {"wijknaam", "wijk"},
                                {"gm_naam", "gemeente"},
                                {"gemeentenaam", "gemeente"},
                                {"statnaam", ""},
                                {"naam", ""},
                                {"name", ""}};
constexpr std::string_view cell_columns[] = {"grid_id", "crs28992res100m", "c28992r100", "cbs_grid_code", "id"};
constexpr Key weight_columns[] = {{"aantal_woningen", "dwellings"},
                                  {"woningen", "dwellings"},
                                  {"woning", "dwellings"},
                                  {"dwellings", "dwellings"},
                                  {"aantal_inwoners", "inhabitants"},
                                  {"inwoners", "inhabitants"},
                                  {"inw", "inhabitants"},
                                  {"inwoner", "inhabitants"},
                                  {"inhabitants", "inhabitants"},
                                  {"aantal_part_huishoudens", "households"},
                                  {"aantal_huishoudens", "households"},
                                  {"huishoudens", "households"},
                                  {"households", "households"}};

/// Column name without case, and without the prefix of nested properties.
std::string plain(std::string_view name) {
    auto out = lower_ascii(name);
    return out.starts_with(nested) ? out.substr(nested.size()) : out;
}

bool all_values(const Sample& sample, std::size_t field, auto&& test) {
    std::size_t there = 0;
    for (const auto& row : sample) {
        if (row[field].empty()) continue;
        ++there;
        if (!test(row[field])) return false;
    }
    return there > 0;
}

bool holds_cells(const Fields& fields, const Sample& sample, std::size_t field) {
    return fields[field].name.find("500") == std::string::npos &&  // CBS 500 m squares have ids of the same form
           all_values(sample, field, [](const std::string& v) { return parse_cell(v).has_value(); });
}

std::optional<std::size_t> cell_field(const Fields& fields, const Sample& sample) {
    for (const auto name : cell_columns) {
        const auto field = find_field(fields, name);
        if (!field) continue;
        // A column of that name is the key even where some of its ids are none: those rows are dropped and counted.
        const bool any = std::any_of(sample.begin(), sample.end(),
                                     [&](const auto& row) { return parse_cell(row[*field]).has_value(); });
        if (name == "id" ? holds_cells(fields, sample, *field) : any) return field;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].type == Column::Type::text && holds_cells(fields, sample, i)) return i;
    }
    return std::nullopt;
}

constexpr std::string_view reasons = "no_data_";

/// "no_data_2018" beside "class_2018" or "class_won_2018", and nothing in it but our words.
bool holds_reasons(const Fields& fields, const Sample& sample, std::size_t field) {
    const std::string_view name = fields[field].name;
    if (!name.starts_with(reasons) || fields[field].type != Column::Type::text) return false;
    const auto label = name.substr(reasons.size() - 1);
    return std::any_of(fields.begin(), fields.end(),
                       [&](const auto& other) {
                           return other.name.starts_with("class_") && std::string_view(other.name).ends_with(label);
                       }) &&
           std::all_of(sample.begin(), sample.end(),
                       [&](const auto& row) { return row[field].empty() || no_data_code(row[field]) != no_class; });
}

std::string level_of_values(const Sample& sample, std::size_t field) {
    std::string level;
    const bool one = all_values(sample, field, [&](const std::string& value) {
        const auto found = level_of_code(value);
        if (level.empty()) level = found;
        return !found.empty() && found == level;
    });
    return one ? level : std::string();
}

/// \param own then its own code comes before those of the areas it lies in
void find_area_code(Layout& out, const Fields& fields, const Sample& sample, const LayoutHints& hints, bool own) {
    if (!hints.code.empty()) {
        out.code = find_field(fields, hints.code);
        if (out.code) out.level = level_of_values(sample, *out.code);
        return;
    }
    for (const auto& key : code_columns) {
        const auto field = find_field(fields, key.column);
        if (!field || (own && key.column != "code")) continue;
        const auto level = key.level.empty() ? level_of_values(sample, *field) : std::string(key.level);
        if (key.column == "id" && level.empty()) continue;  // any number may be called so
        out.code = field;
        out.level = level;
        return;
    }
    // Some other "…_code": only where there is one, lest a parent's code is taken for the area's own.
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].type == Column::Type::text && lower_ascii(fields[i].name).ends_with("_code")) found.push_back(i);
    }
    if (found.size() == 1) out.code = found.front();
}

void find_area_name(Layout& out, const Fields& fields, const LayoutHints& hints) {
    if (!hints.name.empty()) {
        out.name = find_field(fields, hints.name);
        return;
    }
    for (const auto& key : name_columns) {
        if (!key.level.empty() && key.level != out.level) continue;
        if (const auto field = find_field(fields, key.column)) {
            out.name = field;
            return;
        }
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].type == Column::Type::text && lower_ascii(fields[i].name).ends_with("_name")) {
            out.name = i;
            return;
        }
    }
}

/// "afw_2018" -> "afw" and 2018; 0 where the name ends otherwise.
std::pair<std::string, int> without_year(const std::string& name) {
    const auto size = name.size();
    const bool year = size > 5 && name[size - 5] == '_' &&
                      std::all_of(name.end() - 4, name.end(), [](char c) { return c >= '0' && c <= '9'; });
    return year ? std::pair(name.substr(0, size - 5), std::stoi(name.substr(size - 4))) : std::pair(name, 0);
}

/// "afw" or "afw_2018" -> dimension and year; "kscore" and "kafw" are the classes of the total.
struct KnownColumn {
    std::string dimension;
    bool is_class = false;
    int date = 0;
};
std::optional<KnownColumn> known_column(const std::string& name) {
    KnownColumn out;
    std::string stem;
    std::tie(stem, out.date) = without_year(name);
    if (stem.starts_with("k") && (stem == "kscore" || is_known_dimension(stem.substr(1)))) {
        out.is_class = true;
        out.dimension = stem == "kscore" ? "afw" : stem == "kafw" ? "class_dev" : stem.substr(1);
        return out;
    }
    if (!is_known_dimension(stem)) return std::nullopt;
    out.dimension = stem;
    return out;
}

/// The outer values of a dump with nested properties are rounded copies: the nested ones count.
bool shadowed(const Fields& fields, std::size_t field) {
    if (lower_ascii(fields[field].name).starts_with(nested)) return false;
    const auto is_nested_score = [](const Source::FieldInfo& f) {
        return lower_ascii(f.name).starts_with(nested) && known_column(plain(f.name)).has_value();
    };
    return std::any_of(fields.begin(), fields.end(), is_nested_score);
}

/// What an output of ours tells of its measurements by the names of its columns.
std::vector<OwnMeasurement> measurements_named(const Fields& fields) {
    std::vector<OwnMeasurement> out;
    for (const auto& field : fields) {
        const auto [stem, date] = without_year(field.name);
        if (stem + '_' == reasons && date != 0) out.push_back({std::to_string(date), {date, {}, {}}});
    }
    return out;
}

/// The measurement whose label a name ends in, and what stands before that.
std::pair<const OwnMeasurement*, std::string_view> without_label(std::string_view name,
                                                                 std::span<const OwnMeasurement> measurements) {
    for (const auto& m : measurements) {
        if (name.size() > m.label.size() + 1 && name.ends_with(m.label) &&
            name[name.size() - m.label.size() - 1] == '_')
            return {&m, name.substr(0, name.size() - m.label.size() - 1)};
    }
    return {nullptr, {}};
}

/// Whether a column, without the label it ends in, holds what an earlier run told of scores and this one may tell anew.
bool is_told_anew(std::string_view stem) {
    constexpr std::array<std::string_view, 7> whole{"gap",       "thin",          "rank",    "rank_low",
                                                    "rank_high", "class_differs", "to_limit"};
    return std::find(whole.begin(), whole.end(), stem) != whole.end() || stem.starts_with("share_up_to_") ||
           stem.starts_with("change_") || stem.starts_with("class_change_") || stem.starts_with("hotspot") ||
           stem.starts_with("slope_") || stem.starts_with("trend_p_");
}

/// Columns of an output of ours: what goes with its scores is theirs again, and no attribute of the areas.
void find_own_columns(Layout& out, const Fields& fields, std::span<const OwnMeasurement> measurements) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::string_view name = fields[i].name;
        constexpr std::string_view incomparable = "_not_comparable";  // ends the name of a change
        if (name.ends_with(incomparable)) name.remove_suffix(incomparable.size());
        const auto [m, stem] = without_label(name, measurements);
        if (m == nullptr) continue;
        // Of whatever dimension: the value and its class stand there both.
        const auto is_dimension = [&, label = m->label](std::string_view code) {
            return is_known_dimension(code) || (find_field(fields, fmt::format("class_{}_{}", code, label)) &&
                                                find_field(fields, fmt::format("{}_{}", code, label)));
        };
        const auto field = [&](std::string_view dimension) {
            const auto& of = m->measurement;
            return ScoreField{i, std::string(dimension), of.date, of.model_version, of.edition};
        };
        const auto is_of_dimension = [&](std::string_view what) {
            return stem.starts_with(what) && is_dimension(stem.substr(what.size()));
        };
        if (!is_told_anew(stem) && is_dimension(stem)) out.scores.push_back(field(stem));
        if (stem == "no_data" || stem == "no_data_class_dev" || is_of_dimension(reasons))
            out.no_data.push_back(field({}));
        if (stem == "class" || stem == "class_dev" || is_of_dimension("class_") || is_told_anew(stem))
            out.made_anew.push_back(i);
        if (stem == "weight" && !m->weight.empty()) out.own_weights.push_back({i, *m});
    }
}

/// \param own an output of ours: what its source called as we do is carried through beside ours
void find_scores(Layout& out, const Fields& fields, const LayoutHints& hints, bool own,
                 std::span<const OwnMeasurement> measurements) {
    if (own) find_own_columns(out, fields, measurements);
    if (!hints.values.empty()) {
        out.scores.clear();
        for (const auto& value : hints.values) {
            for (auto& score : columns_of_value(fields, value)) {
                const auto* m = own ? without_label(fields[score.field].name, measurements).first : nullptr;
                if (m != nullptr) {
                    score.date = m->measurement.date;
                    score.model_version = m->measurement.model_version;
                    score.edition = m->measurement.edition;
                }
                out.scores.push_back(std::move(score));
            }
        }
        return;
    }
    if (own) return;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto known = known_column(plain(fields[i].name));
        if (!known || shadowed(fields, i)) continue;
        (known->is_class ? out.classes : out.scores).push_back({i, known->dimension, known->date});
    }
}

int year_in_name(const std::string& file, const std::string& layer) {
    // CBS squares name their year in the file; the layer's name was not always kept up with it.
    static const std::regex squares("(?:vk100|vierkant(?:en)?_?100m?)_(\\d{4})", std::regex::icase);
    static const std::regex wfs("score_?(\\d{2})$", std::regex::icase);  // buurtscore24
    std::smatch found;
    const auto name = std::filesystem::path(file).filename().string();
    if (std::regex_search(name, found, squares) || std::regex_search(layer, found, squares)) return std::stoi(found[1]);
    const auto stem = std::filesystem::path(file).stem().string();
    if (std::regex_search(layer, found, wfs) || std::regex_search(stem, found, wfs)) return 2000 + std::stoi(found[1]);
    return 0;
}

void find_dates(Layout& out, const std::string& file, const std::string& layer, const Fields& fields,
                const LayoutHints& hints, bool own) {
    const double year = hints.measurement.empty() ? 0 : to_number(hints.measurement);
    if (!hints.measurement.empty()) out.date = find_field(fields, hints.measurement);
    if (out.date) return;
    if (year > 0 && !hints.values.empty() &&
        !hints.measurement_may_rest) {  // the user said which columns, so also of which year
        out.date_of_all = static_cast<int>(year);
        return;
    }
    if (own) return;
    for (const auto* name : {"raw.year", "raw.jaar", "jaar", "year", "peiljaar"}) {
        if (!out.date) out.date = find_field(fields, name);
    }
    if (out.date) return;
    const int named = year_in_name(file, layer);
    const bool told = year > 0 && !(hints.measurement_may_rest && named != 0);
    out.date_of_all = told ? static_cast<int>(year) : named;
}

/// \param own an output of ours: its cells have the weight of every year, "dwellings_2018"
void find_weights(Layout& out, const Fields& fields, const LayoutHints& hints, bool own) {
    for (std::size_t i = 0; own && i < fields.size(); ++i) {
        const auto weight = weight_column(fields[i].name, hints.weight);
        if (weight && fields[i].type != Column::Type::text) out.weights.push_back({i, weight->name, weight->date});
    }
    if (own) return;
    for (const auto& key : weight_columns) {
        const auto field = find_field(fields, key.column);
        const bool taken =
            std::any_of(out.weights.begin(), out.weights.end(), [&](const auto& w) { return w.name == key.level; });
        if (field && !taken) out.weights.push_back({*field, std::string(key.level)});
    }
    const auto named = hints.weight.empty() ? std::nullopt : find_field(fields, hints.weight);
    if (named) out.weights.push_back({*named, fields[*named].name});
}

}  // namespace

std::span<const std::string_view> known_dimensions() {
    return dimensions;
}
std::span<const std::string_view> parts_of_total() {
    return std::span(dimensions).subspan(2);
}

bool is_known_dimension(std::string_view code) {
    return std::find(dimensions.begin(), dimensions.end(), code) != dimensions.end();
}

std::optional<std::size_t> find_field(const Fields& fields, std::string_view name) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == name) return i;
    }
    const auto wanted = lower_ascii(name);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (lower_ascii(fields[i].name) == wanted) return i;
    }
    return std::nullopt;
}

std::vector<ScoreField> columns_of_value(const std::vector<Source::FieldInfo>& fields, const std::string& value) {
    const auto wanted = lower_ascii(value);
    if (is_known_dimension(wanted)) {  // beside it a dump holds a rounded copy
        if (const auto field = find_field(fields, std::string(nested) + wanted)) return {{*field, wanted}};
    }
    if (const auto field = find_field(fields, value)) return {{*field, fields[*field].name}};
    constexpr std::string_view place = "{year}";
    const auto at = wanted.find(place);
    const auto before = at == std::string::npos ? wanted + '_' : wanted.substr(0, at);
    const auto after = at == std::string::npos ? std::string() : wanted.substr(at + place.size());
    constexpr std::size_t digits = 4;
    std::vector<ScoreField> out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto name = lower_ascii(fields[i].name);
        if (name.size() != before.size() + digits + after.size() || !name.starts_with(before) || !name.ends_with(after))
            continue;
        const auto year = name.substr(before.size(), digits);
        if (!std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; })) continue;
        if (const int date = reference_year(to_number(year)); date != 0) out.push_back({i, value, date});
    }
    return out;
}

bool is_own_output(const Fields& fields, const Sample& sample) {
    if (!find_field(fields, "code") || !find_field(fields, "name")) return false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (holds_reasons(fields, sample, i)) return true;
    }
    return false;
}

std::optional<WeightColumn> weight_column(const std::string& column, const std::string& wanted) {
    if (!wanted.empty() && lower_ascii(column) == lower_ascii(wanted)) return WeightColumn{column, 0};
    const auto [stem, date] = without_year(lower_ascii(column));
    for (const auto& key : weight_columns) {
        if (stem == key.column) return WeightColumn{std::string(key.level), date};
    }
    return std::nullopt;
}

std::string code_above(std::string_view code, std::string_view level) {
    const auto own = level_of_code(code);
    if (level == "wijk" && own == "buurt") return fmt::format("WK{}", code.substr(2, 6));
    if (level == "gemeente" && (own == "buurt" || own == "wijk")) return fmt::format("GM{}", code.substr(2, 4));
    return {};
}

std::string_view level_of_code(std::string_view code) {
    if (code.size() == 10 && code.starts_with("BU")) return "buurt";
    if (code.size() == 8 && code.starts_with("WK")) return "wijk";
    if (code.size() == 6 && code.starts_with("GM")) return "gemeente";
    if (code.size() == 4 && code.starts_with("PV")) return "provincie";
    const bool digits = std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    return code.size() == 4 && digits ? "pc4" : "";
}

namespace {

/// Grid cells alone are called "cells".
void keep_from_cells(std::string& level) {
    if (level == "cells") level = "cell_areas";
}

}  // namespace

Layout recognise(const std::string& file, const std::string& layer, const Fields& fields, const Sample& sample,
                 bool has_polygons, const LayoutHints& hints, std::span<const OwnMeasurement> own_measurements) {
    Layout out;
    if (find_field(fields, "area_id") && find_field(fields, "member_code")) {
        out.rows = Layout::Rows::members;
        out.level = std::filesystem::path(file).stem().string();
        keep_from_cells(out.level);
        out.code = find_field(fields, "area_id");
        return out;
    }
    const bool own = is_own_output(fields, sample);
    const auto cells = hints.code.empty() ? cell_field(fields, sample) : std::nullopt;
    if (cells) {
        out.rows = Layout::Rows::cells;
        out.level = "cells";
        out.code = cells;
        find_weights(out, fields, hints, own);
    } else {
        find_area_code(out, fields, sample, hints, own);
        if (!out.code) return out;
        find_area_name(out, fields, hints);
        out.water = find_field(fields, "water");
        if (!out.water) out.water = find_field(fields, "h2o");
        if (!hints.level.empty()) out.level = hints.level;
        if (out.level.empty()) out.level = !layer.empty() ? layer : std::filesystem::path(file).stem().string();
        keep_from_cells(out.level);
    }
    const auto named = own && own_measurements.empty() ? measurements_named(fields) : std::vector<OwnMeasurement>();
    for (const auto& group : hints.groups) {
        if (const auto field = find_field(fields, group)) out.groups.push_back(*field);
    }
    find_scores(out, fields, hints, own, named.empty() ? own_measurements : named);
    find_dates(out, file, layer, fields, hints, own);
    out.version = find_field(fields, "versie");
    if (!out.version) out.version = find_field(fields, "version");
    // An area table without borders and without scores is nothing that could be used.
    if (cells || has_polygons || out.has_scores()) out.rows = cells ? Layout::Rows::cells : Layout::Rows::areas;
    return out;
}

}  // namespace geo
