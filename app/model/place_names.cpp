#include "app/model/place_names.h"

#include "geo/area_set.h"
#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/layout.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace model {

namespace {

/// "s gravenhage" -> "den haag" ... (assets/also_called.csv)
std::multimap<std::string, std::string> also_called() {
    std::multimap<std::string, std::string> out;
    const auto rows = geo::parse_small_csv(geo::asset("also_called.csv"), "also_called.csv", {"name", "also"});
    for (const auto& row : rows) out.emplace(geo::folded_words(row[0]), geo::folded_words(row[1]));
    return out;
}

/// Municipalities by code, with the names that the files give them.
class Municipalities {
public:
    using Also = std::multimap<std::string, std::string>;

    Municipalities(const Scene& scene, const Also& also, PlaceNames& names) : names_(names), also_(also) {
        for (const auto& areas : scene.dataset.levels) {
            if (areas.level != "gemeente") continue;
            for (std::size_t i = 0; i < areas.size(); ++i) named_.emplace(areas.code[i], areas.name[i]);
        }
    }

    /// That which an area lies in by the digits of its code; a municipality lies in none.
    std::uint32_t of(const geo::Areas& areas, const geo::Column* above, std::size_t row) {
        const auto code = geo::code_above(areas.code[row], "gemeente");
        if (code.empty() || code == areas.code[row]) return PlaceNames::none;
        const auto at = index_.find(code);
        if (at != index_.end()) return at->second;
        const auto named = named_.find(code);
        const auto name = named != named_.end() ? named->second : above != nullptr ? above->text(row) : std::string();
        const auto out = name.empty() ? PlaceNames::none : static_cast<std::uint32_t>(names_.municipalities.size());
        if (out != PlaceNames::none) {
            names_.municipalities.push_back(name);
            names_.codes.push_back(code);
            names_.folded.push_back(geo::folded_words(name));
            auto& called = names_.called.emplace_back(names_.folded.back());
            auto& others = names_.also.emplace_back();
            const auto [from, to] = also_.equal_range(names_.folded.back());
            for (auto other = from; other != to; ++other) {
                others.push_back(other->second);
                called.append(" ").append(other->second);
            }
        }
        index_.emplace(code, out);
        return out;
    }

private:
    PlaceNames& names_;
    const Also& also_;
    std::unordered_map<std::string, std::string> named_;
    std::unordered_map<std::string, std::uint32_t> index_;
};

/// The place of each row when sorted. \return [rows]
template <typename Less>
std::vector<std::uint32_t> ranks(std::size_t rows, Less&& less) {
    std::vector<std::uint32_t> order(rows);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), less);
    std::vector<std::uint32_t> out(rows);
    for (std::uint32_t i = 0; i < order.size(); ++i) out[order[i]] = i;
    return out;
}

}  // namespace

const std::string& PlaceNames::municipality(const OfLayer& layer, std::size_t row) const {
    static const std::string unknown;
    const bool known = row < layer.part_of.size() && layer.part_of[row] != none;
    return known ? municipalities[layer.part_of[row]] : unknown;
}

PlaceNames place_names_of(const Scene& scene) {
    PlaceNames out;
    out.scene = &scene;
    const auto also = also_called();
    Municipalities municipalities(scene, also, out);
    for (const auto& layer : scene.layers) {
        auto& made = out.layers.emplace_back();
        if (layer.cells) continue;
        const auto& areas = *layer.assessment.areas;
        const auto* above = geo::names_above(areas, "gemeente");
        for (std::size_t row = 0; row < areas.size(); ++row) {
            made.name.push_back(geo::folded_words(areas.name[row]));
            made.code.push_back(geo::lower_ascii(areas.code[row]));
            made.part_of.push_back(municipalities.of(areas, above, row));
            const auto [from, to] = also.equal_range(made.name.back());
            if (from != to && made.also.empty()) made.also.resize(areas.size());
            for (auto at = from; at != to; ++at) made.also[row].push_back(at->second);
        }
        const auto by_name = [&](std::uint32_t a, std::uint32_t b) {
            const auto names = made.name[a].compare(made.name[b]);
            return names != 0 ? names < 0 : made.code[a] < made.code[b];
        };
        made.by_name = ranks(areas.size(), by_name);
        made.by_part = ranks(areas.size(), [&](std::uint32_t a, std::uint32_t b) {
            const auto p = made.part_of[a];
            const auto q = made.part_of[b];
            if (p == q) return made.by_name[a] < made.by_name[b];
            if (p == PlaceNames::none || q == PlaceNames::none) return q == PlaceNames::none;
            const auto parts = out.folded[p].compare(out.folded[q]);
            return parts != 0 ? parts < 0 : p < q;
        });
    }
    return out;
}

std::vector<Place> places_of(const PlaceNames& names) {
    std::vector<Place> out;
    std::vector<std::uint32_t> order(names.municipalities.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return names.folded[a] < names.folded[b]; });
    for (const auto each : order) out.push_back({names.codes[each], names.municipalities[each]});
    for (const auto& layer : names.scene->layers) {
        const auto& areas = *layer.assessment.areas;
        if (!areas.chosen || layer.cells) continue;
        for (std::size_t row = 0; row < areas.size(); ++row)
            out.push_back({areas.code[row], areas.name[row].empty() ? areas.code[row] : areas.name[row]});
    }
    return out;
}

}  // namespace model
