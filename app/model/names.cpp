#include "app/model/names.h"

#include "app/model/laying.h"

#include <algorithm>
#include <numeric>

namespace model {

namespace {

constexpr double least_across = 9;  // pixels; of anything smaller no name is written
constexpr double margin = 0.25;     // of the view on each side: names just outside keep others from their place

const geo::Areas* find_areas(const Scene& scene, const std::string& level) {
    const auto& levels = scene.dataset.levels;
    const auto at = std::find_if(levels.begin(), levels.end(), [&](const auto& areas) { return areas.level == level; });
    return at == levels.end() ? nullptr : &*at;
}

/// What each area counts for; by measurement, where the level is one that is shown.
std::vector<double> weights_of(const Shown& shown, const geo::Areas& areas) {
    std::vector<double> out(areas.size());
    const auto* layer = shown.scene->find(areas.level);
    if (layer == nullptr || layer->row_weight.empty()) return out;
    const auto& weight = layer->row_weight[std::min(shown.measurement, layer->row_weight.size() - 1)];
    for (std::size_t i = 0; i < std::min(out.size(), weight.size()); ++i) out[i] = weight[i] > 0 ? weight[i] : 0;
    return out;
}

void add_areas(const Shown& shown, const geo::Areas& areas, const InnerPoints& points, std::vector<MapName>& to) {
    const auto weight = weights_of(shown, areas);
    std::vector<MapName> names;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < std::min(areas.name.size(), points.size()); ++i) {
        if (areas.name[i].empty() || !points[i]) continue;
        names.push_back({areas.chosen ? MapName::Kind::set : MapName::Kind::area, areas.name[i], points[i]->at,
                         points[i]->across, points[i]->clearance});
        order.push_back(i);
    }
    std::vector<std::size_t> rank(names.size());
    std::iota(rank.begin(), rank.end(), std::size_t{0});
    std::stable_sort(rank.begin(), rank.end(), [&](std::size_t a, std::size_t b) {
        const double x = weight[order[a]];
        const double y = weight[order[b]];
        return x != y ? x > y : names[a].clear > names[b].clear;
    });
    for (const auto k : rank) to.push_back(std::move(names[k]));
}

void add_own(const std::vector<geo::PlacedName>& names, std::vector<MapName>& to) {
    for (const auto& name : names) {
        const auto kind = name.size > 0 ? MapName::Kind::place : MapName::Kind::point;
        to.push_back({kind, name.text, name.at, name.size, name.size / 4});
    }
}

geo::Box around(const View& view) {
    auto box = visible(view);
    const double x = margin * (box.max.x - box.min.x);
    const double y = margin * (box.max.y - box.min.y);
    return {{box.min.x - x, box.min.y - y}, {box.max.x + x, box.max.y + y}};
}

}  // namespace

std::span<const MapName> Names::in_view(const Shown& shown, const State& state, const Results& results,
                                        std::size_t most) {
    if (shown.scene == nullptr) return {};
    // What the names are made of: anew only where that has changed.
    std::vector<std::shared_ptr<const void>> made_from;
    std::vector<std::string> from;
    std::vector<std::string> levels = named_levels(state, results);
    std::erase_if(levels, [&](const auto& level) { return !results.overlays.inner_points.contains(level); });
    for (const auto& level : levels) {
        made_from.push_back(results.overlays.inner_points.at(level));
        from.push_back(level);
    }
    std::vector<std::shared_ptr<const geo::OwnVector>> own;
    for (const auto& each : state.own_layers) {
        const auto at = results.overlays.own.find({each.path, each.layer});
        if (!each.visible || each.label.empty() || at == results.overlays.own.end()) continue;
        if (at->second.content == nullptr || at->second.content->vector == nullptr) continue;
        own.push_back(at->second.content->vector);
        made_from.push_back(own.back());
    }
    if (made_from != made_from_ || from != from_ || layer_ != shown.layer || measurement_ != shown.measurement) {
        all_.clear();
        view_.reset();
        const auto add_levels = [&](bool sets) {
            for (const auto& level : levels) {
                const auto* areas = find_areas(*shown.scene, level);
                if (areas != nullptr && areas->chosen == sets)
                    add_areas(shown, *areas, *results.overlays.inner_points.at(level), all_);
            }
        };
        add_levels(true);
        for (const auto& vector : own) add_own(vector->names, all_);
        add_levels(false);
        made_from_ = std::move(made_from);
        from_ = std::move(from);
        layer_ = shown.layer;
        measurement_ = shown.measurement;
    }
    if (view_ == state.view) return in_view_;
    view_ = state.view;
    in_view_.clear();
    const auto sight = around(state.view);
    const double least = least_across * state.view.metres_per_pixel;
    for (const auto& name : all_) {
        if (in_view_.size() >= most) break;
        const bool inside = name.at.x >= sight.min.x && name.at.x <= sight.max.x && name.at.y >= sight.min.y &&
                            name.at.y <= sight.max.y;
        if (inside && (name.across >= least || name.kind == MapName::Kind::point)) in_view_.push_back(name);
    }
    return in_view_;
}

}  // namespace model
