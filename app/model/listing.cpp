#include "app/model/listing.h"

#include "app/model/sure.h"

#include "app/model/facts.h"
#include "geo/inner_point.h"
#include "geo/layout.h"
#include "geo/ordering.h"
#include "geo/parallel.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace model {

namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find(' ', from), text.size());
        if (end > from) out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

/// Whether a code has these letters in it. \param part in lower case
bool holds(std::string_view code, std::string_view part) {
    const auto same = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
    };
    return std::search(code.begin(), code.end(), part.begin(), part.end(), same) != code.end();
}

/// Whether rows lie in an area: by the digits of their codes, as members of a set, else by where they are.
class Within {
public:
    Within(const Scene& scene, const Layer& layer, const std::string& code) : scene_(scene), layer_(layer) {
        for (const auto& each : scene.layers) {
            const auto row = each.cells ? each.rows() : each.find(code);
            if (row == each.rows()) continue;
            area_layer_ = &each;
            area_ = row;
            box_ = geo::bounds(each.assessment.areas->polygons, row);
            break;
        }
        by_code_ = std::string(geo::level_of_code(code));
        code_ = code;
        if (area_layer_ != nullptr) find_members();
    }

    [[nodiscard]] bool holds(std::size_t row) const {
        const auto& own = layer_.assessment.areas->code[row];
        if (!by_code_.empty() && !layer_.cells) {
            const auto above = geo::code_above(own, by_code_);
            if (!above.empty()) return above == code_;
        }
        if (area_layer_ == nullptr) return false;
        if (area_layer_ == &layer_) return row == area_;
        if (!members_.empty()) return members_[row] != 0;
        const auto box = scene_.bounds_of(layer_, row);
        const bool near =
            box.max.x >= box_.min.x && box.min.x <= box_.max.x && box.max.y >= box_.min.y && box.min.y <= box_.max.y;
        if (!near) return false;
        const auto& polygons = area_layer_->assessment.areas->polygons;
        if (layer_.cells)
            return geo::contains(polygons, area_, {(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2});
        const auto inner = geo::inner_point(layer_.assessment.areas->polygons, row);
        return inner && geo::contains(polygons, area_, inner->at);
    }

private:
    const Scene& scene_;
    const Layer& layer_;
    const Layer* area_layer_ = nullptr;
    std::size_t area_ = 0;
    geo::Box box_;
    std::string by_code_;  // level of an area whose code tells what lies in it
    std::string code_;
    std::vector<std::uint8_t> members_;  // [rows] where the area is made of areas of the layer

    void find_members() {
        const auto& areas = *area_layer_->assessment.areas;
        if (area_ >= areas.members.size()) return;
        const auto* mine = layer_.assessment.areas;
        std::vector<std::uint8_t> found(layer_.rows(), 0);
        for (const auto& member : areas.members[area_]) {
            if (&scene_.dataset.levels[member.level] != mine) return;  // of another level: then by where they lie
            found[member.area] = 1;
        }
        members_ = std::move(found);
    }
};

}  // namespace

std::vector<std::uint8_t> kept_rows(const Scene& scene, const PlaceNames& names, const Layer& layer, const Theme& theme,
                                    const Filter& filter) {
    std::vector<std::uint8_t> out(layer.rows(), 1);
    const auto drop = [&](auto&& keeps) {
        constexpr std::size_t rows_at_once = 1U << 14U;
        geo::parallel_for((out.size() + rows_at_once - 1) / rows_at_once, 0, [&](std::size_t job) {
            const auto end = std::min((job + 1) * rows_at_once, out.size());
            for (auto row = job * rows_at_once; row < end; ++row) {
                if (out[row] != 0 && !keeps(row)) out[row] = 0;
            }
        });
    };
    if (!filter.classes.empty()) {
        std::array<bool, 256> chosen{};
        for (const auto code : filter.classes) chosen[code] = true;
        drop([&](std::size_t row) { return chosen[theme.classes[row]]; });
    }
    if (!std::isnan(filter.least)) drop([&](std::size_t row) { return theme.values[row] >= filter.least; });
    if (!std::isnan(filter.most)) drop([&](std::size_t row) { return theme.values[row] <= filter.most; });
    const auto words = words_of(geo::folded_words(filter.text));
    if (!words.empty()) {
        const auto& of = names.of(layer);
        auto code = geo::lower_ascii(filter.text);
        std::erase(code, ' ');
        const auto& codes = layer.assessment.areas->code;
        drop([&](std::size_t row) {
            if (of.name.empty()) return holds(codes[row], code);
            const auto place = of.part_of[row];
            const auto found = [&](const std::string& word) {
                return of.name[row].find(word) != std::string::npos ||
                       (place != PlaceNames::none && names.called[place].find(word) != std::string::npos);
            };
            return of.code[row].find(code) != std::string::npos || std::all_of(words.begin(), words.end(), found);
        });
    }
    if (!filter.within.empty()) {
        const Within within(scene, layer, filter.within);
        drop([&](std::size_t row) { return within.holds(row); });
    }
    return out;
}

std::vector<ListColumn> columns_of(const Layer& layer, const PlaceNames& names, const Theme& theme,
                                   const SureColumns* sure, Language language) {
    using Kind = ListColumn::Kind;
    const auto said = [&](std::string_view key) { return std::string(text(language, key)); };
    const auto& a = layer.assessment;
    std::vector<ListColumn> out;
    if (!layer.cells) out.push_back({"name", said("list.name"), Kind::name});
    out.push_back({"code", said("list.code"), Kind::code});
    const auto known = [](std::uint32_t place) { return place != PlaceNames::none; };
    const auto& parts = names.of(layer).part_of;
    if (std::any_of(parts.begin(), parts.end(), known)) out.push_back({"part_of", said("list.part_of"), Kind::part_of});
    out.push_back({"class", said("list.class"), Kind::class_code});
    out.push_back({"value", said("list.value"), Kind::number, theme.values, theme.signed_values});
    if (!layer.row_weight.empty()) {
        out.push_back({"weight", weight_text(language, layer.weights[theme.measurement]), Kind::count,
                       layer.row_weight[theme.measurement]});
    }
    if (sure != nullptr) {
        out.push_back({"rank", said("list.rank"), Kind::count, sure->rank});
        out.push_back({"rank_low", said("list.rank_low"), Kind::count, sure->low});
        out.push_back({"rank_high", said("list.rank_high"), Kind::count, sure->high});
        out.push_back({"class_differs", said("list.class_differs"), Kind::percent, sure->class_differs});
    }
    for (const auto& dimension : dimensions_of(layer)) {
        const auto at = a.values.find_dimension(dimension);
        if (at == a.values.dimensions.size()) continue;
        const auto values = a.values.values.column(at, theme.measurement);
        if (values.data() == theme.values.data()) continue;  // it is the value shown
        const auto table = std::find(a.class_dimensions.begin(), a.class_dimensions.end(), dimension);
        const auto& scheme =
            a.tables[static_cast<std::size_t>(table - a.class_dimensions.begin())][theme.measurement].scheme;
        out.push_back({dimension, dimension_name(language, layer.assessment, dimension), Kind::number, values,
                       scheme == "judgement" || scheme == "deviation"});
    }
    return out;
}

namespace {

std::uint64_t key_of(double value) {
    return geo::ascending_key(value);
}
std::uint64_t key_of(std::uint32_t rank) {
    return rank;
}

/// Ascending or descending by a key; rows without one last, ties as they come. \pre rows are in the order of their
/// codes
template <typename Key, typename None>
void sort_by(std::vector<std::uint32_t>& rows, bool descending, Key&& key, None&& none) {
    std::vector<geo::Keyed> keyed;
    std::vector<std::uint32_t> without;
    keyed.reserve(rows.size());
    for (const auto row : rows) {
        if (none(row)) {
            without.push_back(row);
        } else {
            keyed.push_back({descending ? ~key_of(key(row)) : key_of(key(row)), row});
        }
    }
    geo::sort_by_key(keyed);
    rows.clear();
    for (const auto& each : keyed) rows.push_back(each.row);
    rows.insert(rows.end(), without.begin(), without.end());
}

}  // namespace

std::vector<std::uint32_t> sorted_rows(const Layer& layer, const PlaceNames& names, const Theme& theme,
                                       std::span<const ListColumn> columns, const Sorting& sorting,
                                       std::span<const std::uint8_t> kept) {
    using Kind = ListColumn::Kind;
    std::vector<std::uint32_t> out;
    out.reserve(layer.rows());
    for (const auto row : layer.by_code) {
        if (kept.empty() || kept[row] != 0) out.push_back(row);
    }
    const auto column = [&](std::string_view id) {
        return std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.id == id; });
    };
    auto at = column(sorting.column);
    if (at == columns.end() && sorting.column == theme.dimension) at = column("value");
    const auto& of = names.of(layer);
    const bool named = !of.by_name.empty();
    if (at == columns.end() ? !named : at->kind == Kind::code) {  // they are in that order already
        if (sorting.descending) std::reverse(out.begin(), out.end());
        return out;
    }
    const bool down = sorting.descending;
    switch (at == columns.end() ? Kind::name : at->kind) {
        case Kind::name:
            sort_by(
                out, down, [&](auto row) { return of.by_name[row]; }, [&](auto row) { return of.name[row].empty(); });
            break;
        case Kind::part_of:
            sort_by(
                out, down, [&](auto row) { return of.by_part[row]; },
                [&](auto row) { return of.part_of[row] == PlaceNames::none; });
            break;
        case Kind::class_code:
            sort_by(
                out, down, [&](auto row) { return std::uint32_t{theme.classes[row]}; },
                [&](auto row) { return !geo::is_class(theme.classes[row]); });
            break;
        case Kind::number:
        case Kind::count:
        case Kind::percent:
            sort_by(
                out, down, [&](auto row) { return at->values[row]; },
                [&](auto row) { return std::isnan(at->values[row]); });
            break;
        case Kind::code:  // above
            break;
    }
    return out;
}

std::string Listing::text(const ListColumn& column, std::uint32_t row) const {
    using Kind = ListColumn::Kind;
    const auto& areas = *layer->assessment.areas;
    switch (column.kind) {
        case Kind::name:
            return areas.name[row].empty() ? areas.code[row] : areas.name[row];
        case Kind::code:
            return areas.code[row];
        case Kind::part_of:
            return names->municipality(names->of(*layer), row);
        case Kind::class_code:
            return class_label(theme->table, theme->classes[row], language);
        case Kind::number:
            return number_text(language, column.values[row], 3, column.with_sign);
        case Kind::count:
            return count_text(language, column.values[row]);
        case Kind::percent:
            return std::isnan(column.values[row]) ? std::string() : percent_text(language, column.values[row]);
    }
    return {};
}

std::size_t Listing::place_of(std::uint32_t row) const {
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), row) - order.begin());
}

}  // namespace model
