#include "app/model/laying.h"

#include <algorithm>
#include <filesystem>

namespace model {

namespace {

constexpr geo::Colour outline_colour{23, 28, 41};
constexpr double set_width = 2.2;
constexpr double widest_outline = 1.8;
constexpr double thinnest_outline = 1;

const OwnRead* find(const Results& results, const OwnLayer& own) {
    const auto at = results.overlays.own.find({own.path, own.layer});
    return at == results.overlays.own.end() ? nullptr : &at->second;
}

bool overlap(const geo::Box& a, const geo::Box& b) {
    return a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y;
}

std::string file_of(const std::string& path) {
    auto name = std::filesystem::path(path).filename().string();
    return name.empty() ? path : name;
}

std::string contents_of(const geo::OwnLayerContent& content, Language language) {
    if (content.picture != nullptr) {
        const double metres = content.picture->metres_per_pixel;
        return filled(language, "own.picture", number_text(language, metres, metres < 1 ? 2 : metres < 10 ? 1 : 0));
    }
    const auto& vector = *content.vector;
    const auto count = [&](std::size_t number) { return count_text(language, static_cast<double>(number)); };
    auto out = filled(language, vector.features == 1 ? "own.feature" : "own.features", count(vector.features));
    if (vector.without > 0) out += filled(language, "own.without", count(vector.without));
    if (vector.outside > 0) out += filled(language, "own.outside", count(vector.outside));
    return out;
}

Laid laid_layer(const OwnLayer& own, const geo::OwnLayerContent& content, const OwnRead& read) {
    Laid out;
    out.colour = own_colours()[static_cast<std::size_t>(std::max(own.colour, 0)) % own_colours().size()];
    out.opacity = own.opacity;
    out.under = own.under;
    if (content.vector != nullptr) {
        out.lines = content.vector->lines;
        out.dots = content.vector->dots;
    }
    if (content.picture != nullptr) {
        out.ground = content.picture->whole;
        out.close = read.close;
    }
    return out;
}

}  // namespace

const std::vector<geo::Colour>& own_colours() {
    static const std::vector<geo::Colour> all{{0, 84, 166}, {196, 30, 58}, {120, 40, 140},  {176, 82, 0},
                                              {0, 118, 94}, {33, 38, 43},  {255, 255, 255}, {255, 214, 10}};
    return all;
}

std::vector<Outline> outlines_of(const Shown& shown, const Choices& choices) {
    if (shown.scene == nullptr || shown.layer == nullptr) return {};
    std::vector<const geo::Areas*> levels;
    for (const auto& areas : shown.scene->dataset.levels) {
        if (areas.has_polygons() && areas.level != shown.layer->level()) levels.push_back(&areas);
    }
    std::stable_sort(levels.begin(), levels.end(), [](const auto* a, const auto* b) {
        return a->chosen != b->chosen ? a->chosen : a->size() < b->size();
    });
    std::vector<Outline> out;
    for (const auto* areas : levels) {
        const auto& laid = choices.outlines;
        out.push_back({areas->level, std::find(laid.begin(), laid.end(), areas->level) != laid.end(), areas->chosen});
    }
    return out;
}

std::vector<std::string> outlined_levels(const Choices& choices, const Results& results) {
    std::vector<std::string> out;
    if (choices.outlines.empty()) return out;
    for (const auto& outline : outlines_of(resolve(choices, results), choices)) {
        if (outline.laid) out.push_back(outline.level);
    }
    return out;
}

std::vector<std::string> named_levels(const Choices& choices, const Results& results) {
    std::vector<std::string> out;
    if (!choices.labels) return out;
    const auto shown = resolve(choices, results);
    for (const auto& outline : outlines_of(shown, choices)) {
        if (outline.laid && outline.set) out.push_back(outline.level);
    }
    if (shown.layer != nullptr && !shown.layer->cells) out.push_back(shown.layer->level());
    return out;
}

std::vector<OwnLayerFacts> own_layers_of(const State& state, const Results& results) {
    std::vector<OwnLayerFacts> out;
    for (const auto& own : state.own_layers) {
        OwnLayerFacts facts{own, OwnLayerFacts::Phase::reading, file_of(own.path), {}, {}, {}, {}, {}, {}, false};
        facts.colour = own_colours()[static_cast<std::size_t>(std::max(own.colour, 0)) % own_colours().size()];
        if (!own.layer.empty()) facts.name.append(" · ").append(own.layer);
        if (const auto* read = find(results, own)) {
            facts.trouble = told(state.language, read->failure);
            facts.phase = read->content == nullptr   ? OwnLayerFacts::Phase::failed
                          : read->label != own.label ? OwnLayerFacts::Phase::reading
                                                     : OwnLayerFacts::Phase::ready;
            if (read->content != nullptr) {
                const auto& content = *read->content;
                if (facts.trouble.empty()) facts.trouble = told(state.language, content.remark);
                if (own.layer.empty() && content.layers.size() > 1) facts.name.append(" · ").append(content.layer);
                facts.contents = contents_of(content, state.language);
                if (content.layers.size() > 1) facts.layers = content.layers;
                facts.layer = content.layer;
                if (content.vector != nullptr) facts.columns = content.vector->columns;
                facts.picture = content.picture != nullptr;
                if (own.visible && !content.bounds.empty() && !overlap(content.bounds, visible(state.view)))
                    facts.elsewhere = fitted(state.view, content.bounds);
            }
        }
        out.push_back(std::move(facts));
    }
    return out;
}

std::vector<Laid> laid_of(const Shown& shown, const State& state, const Results& results) {
    std::vector<Laid> out;
    if (shown.scene == nullptr) return out;
    double width = widest_outline;
    auto outlines = outlines_of(shown, state);
    std::vector<Laid> lines;
    for (const auto& outline : outlines) {
        if (!outline.laid) continue;
        Laid laid;
        laid.colour = outline_colour;
        laid.width = outline.set ? set_width : width;
        if (!outline.set) width = std::max(width - 0.4, thinnest_outline);
        const auto at = results.overlays.borders.find(outline.level);
        if (at == results.overlays.borders.end() || at->second->empty()) continue;
        laid.lines = at->second;
        lines.push_back(std::move(laid));
    }
    // Of levels, the larger areas' borders lie on those of the smaller; sets lie on all of them.
    std::reverse(lines.begin(), lines.end());
    out = std::move(lines);
    for (const auto& own : state.own_layers) {
        const auto* read = find(results, own);
        if (!own.visible || read == nullptr || read->content == nullptr) continue;
        out.push_back(laid_layer(own, *read->content, *read));
    }
    return out;
}

}  // namespace model
