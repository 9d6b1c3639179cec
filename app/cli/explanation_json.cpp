#include "app/cli/explanation_json.h"

#include <fmt/format.h>

namespace cli {

namespace {

Json split_json(const geo::ChangeSplit& split, bool parts) {
    Json out{{"before", split.before}, {"after", split.after}, {"change", split.change()}};
    if (!parts) return out;
    out["within"] = split.within;
    out["weights"] = split.weights;
    out["entry"] = split.entry;
    out["exit"] = split.exit;
    out["remainder"] = split.remainder();
    out["weight_before"] = split.weight_before;
    out["weight_after"] = split.weight_after;
    out["units_at_both"] = split.stayed;
    out["units_entered"] = split.entered;
    out["units_gone"] = split.left;
    return out;
}

}  // namespace

Json statistics_json(const geo::Statistics& s, const geo::ClassTable& table, std::span<const double> asked) {
    Json out{{"units", s.n},
             {"weight", s.weight},
             {"weight_without_score", s.weight_without_value},
             {"mean", s.mean},
             {"standard_deviation", s.standard_deviation},
             {"least", s.least},
             {"most", s.most}};
    auto& quantiles = out["quantiles"] = Json::object();
    for (std::size_t q = 0; q < s.quantiles.size(); ++q) quantiles[fmt::format("{}", asked[q])] = s.quantiles[q];
    auto& classes = out["classes"] = Json::array();
    for (std::size_t k = 0; k < s.class_weight.size(); ++k)
        classes.push_back({{"class", k + 1},
                           {"label", table.labels_en[k]},
                           {"weight", s.class_weight[k]},
                           {"share", json_number(s.class_weight[k] / s.weight)}});
    return out;
}

Json gap_json(const geo::Gap& gap, const std::string& reference) {
    Json out{{"reference", reference},
             {"area", gap.area},
             {"reference_value", gap.other},
             {"difference", gap.difference()},
             {"remainder", gap.parts.empty() ? Json(nullptr) : Json(gap.remainder())}};
    auto& parts = out["parts"] = Json::array();
    for (const auto& part : gap.parts)
        parts.push_back({{"dimension", part.dimension},
                         {"area", part.area},
                         {"reference_value", part.reference},
                         {"difference", part.difference()}});
    return out;
}

Json change_json(const geo::Change& change, const std::optional<geo::ClassTable>& classes,
                 const std::vector<std::string>& labels) {
    Json out{{"from", labels[change.from]}, {"to", labels[change.to]}, {"comparable", change.comparable}};
    out["total"] = split_json(change.total.split, change.split);
    if (geo::is_class(change.change_class)) {
        out["class"] = change.change_class;
        out["class_label"] = classes->labels_en[change.change_class - 1u];
        out["class_scheme"] = "own choice";
    }
    auto& parts = out["parts"] = Json::array();
    for (const auto& part : change.parts) {
        Json entry{{"dimension", part.dimension}};
        entry.update(split_json(part.split, change.split));
        parts.push_back(std::move(entry));
    }
    out["remainder"] = change.parts.empty() ? Json(nullptr) : Json(change.remainder());
    return out;
}

Json share_json(const geo::ShareChange& share) {
    Json out{{"up_to_class", share.threshold}, {"split", split_json(share.split, true)}};
    out["limit"] = {{"margin", share.margin},
                    {"least", share.limit.least},
                    {"most", share.limit.most},
                    {"shift_of_least", share.limit.shift_of_least},
                    {"shift_of_most", share.limit.shift_of_most},
                    {"weight_near_before", share.limit.weight_near_before},
                    {"weight_near_after", share.limit.weight_near_after},
                    {"vanishing", json_number(share.limit.vanishing())}};
    auto& moves = out["moves"] = Json::array();
    for (std::size_t from = 1; from <= share.moved.classes; ++from) {
        for (std::size_t to = 1; to <= share.moved.classes; ++to) {
            const auto i = share.moved.at(from, to);
            if (share.moved.part[i] > 0)
                moves.push_back({{"from", from},
                                 {"to", to},
                                 {"part", share.moved.part[i]},
                                 {"weight_before", share.moved.weight_before[i]},
                                 {"weight_after", share.moved.weight_after[i]}});
        }
    }
    return out;
}

}  // namespace cli
