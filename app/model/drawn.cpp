#include "app/model/drawn.h"

#include "app/model/facts.h"
#include "geo/error.h"
#include "geo/repair.h"
#include "geo/vector/write.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace model {

namespace {

constexpr std::string_view code_prefix = "drawn-";
constexpr double kept_digits = 100;  // per metre
constexpr double farthest = 1e9;     // metres from the origin
constexpr std::size_t most_name = 200;
constexpr double hectare = 10'000;
constexpr geo::Colour line_colour{148, 0, 118};  // in no palette, and in no own layer
constexpr double line_width = 2.2;
constexpr double selected_width = 3.6;

/// The number in "drawn-12"; 0 for another code.
unsigned number_of(const std::string& code) {
    if (!code.starts_with(code_prefix)) return 0;
    unsigned number = 0;
    const auto* end = code.data() + code.size();
    const auto read = std::from_chars(code.data() + code_prefix.size(), end, number);
    return read.ec == std::errc() && read.ptr == end ? number : 0;
}

bool is_selected(const Choices& choices, const std::string& code) {
    const auto& selected = choices.selected;
    return choices.selected_level == drawn_level && std::find(selected.begin(), selected.end(), code) != selected.end();
}

/// Of `scored.of`: the one that is still as it was scored.
std::size_t index_of(const DrawnLayer& scored, const DrawnArea& area) {
    const auto same = [&](const DrawnArea& other) {
        return other.code == area.code && other.crs == area.crs && other.corners == area.corners;
    };
    return static_cast<std::size_t>(std::find_if(scored.of.begin(), scored.of.end(), same) - scored.of.begin());
}

void take_polygons(DrawnLayer& out, const Scene& scene) {
    geo::Polygons polygons;
    auto& areas = out.areas;
    areas.level = drawn_level;
    areas.sources = {drawn_level};
    areas.chosen = true;
    for (const auto& area : out.of) {
        const bool here = lies_on(area, scene) && area.corners.size() >= least_corners;
        out.row.push_back(here ? static_cast<std::uint32_t>(areas.code.size()) : DrawnLayer::none);
        if (!here) continue;
        areas.code.push_back(area.code);
        areas.name.push_back(area.name);
        const auto corners = area.corners.points();
        polygons.points.insert(polygons.points.end(), corners.begin(), corners.end());
        polygons.end_ring();
        polygons.end_polygon();
        polygons.end_area();
    }
    auto repaired = geo::repair(std::move(polygons), scene.assess.threads);
    areas.polygons = std::move(repaired.polygons);
    out.mended.assign(areas.size(), 0);
    out.lost.assign(areas.size(), 0);
    out.cells.assign(areas.size(), 0);
    for (const auto row : repaired.areas) out.mended[row] = 1;
    for (const auto row : repaired.lost) out.lost[row] = 1;
}

void score(DrawnLayer& out, const Scene& scene) {
    using enum DrawnLayer::Trouble;
    if (scene.dataset.cells.scores.empty()) {
        out.trouble = no_cells;
        return;
    }
    if (scene.assess.own_scores) {
        out.trouble = own_scores;
        return;
    }
    if (!out.areas.has_polygons()) return;
    auto options = scene.assess;
    options.may_miss = true;
    try {
        out.layer = assessed_layer(scene.dataset, out.areas, options);
    } catch (const geo::Error& error) {
        out.trouble = failed;
        out.failure = error.sentence();
        return;
    }
    for (std::size_t row = 0; row < out.areas.size(); ++row)
        out.layer->members[row].for_each([&](std::size_t, double) { ++out.cells[row]; });
}

/// Sentences about a row that was scored, or would have been.
std::vector<std::string> remarks_of(const DrawnLayer& drawn, std::uint32_t row, const Shown& shown, Language language) {
    std::vector<std::string> out;
    const auto say = [&](std::string_view key) { out.emplace_back(text(language, key)); };
    if (drawn.lost[row] != 0) {
        say("drawn.lost");
        return out;
    }
    if (drawn.mended[row] != 0) say("drawn.mended");
    switch (drawn.trouble) {
        case DrawnLayer::Trouble::none:
            break;
        case DrawnLayer::Trouble::no_cells:
            say("drawn.only_cells");
            return out;
        case DrawnLayer::Trouble::own_scores:
            say("drawn.own_scores");
            return out;
        case DrawnLayer::Trouble::failed:
            out.push_back(told(language, drawn.failure));
            return out;
    }
    if (!drawn.layer) return out;
    const auto& a = drawn.layer->assessment;
    const bool share = shown.scene->membership == geo::Membership::share;
    if (drawn.cells[row] == 0) {
        say(share ? "drawn.meets_no_cell" : "drawn.no_cell");
        return out;
    }
    const auto label = geo::labels(shown.layer->assessment.values.measurements)[shown.measurement];
    const auto labels = geo::labels(a.values.measurements);
    const auto m = static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
    if (m < labels.size() && a.n.column(a.total, m)[row] == 0) {
        const auto count = count_text(language, static_cast<double>(drawn.cells[row]));
        out.push_back(drawn.cells[row] == 1 ? filled(language, "drawn.one_unscored", label)
                                            : filled(language, "drawn.unscored", count, label));
    } else if (m < labels.size() && !(drawn.layer->row_weight[m][row] > 0)) {
        out.push_back(filled(language, "drawn.no_weight", weight_text(language, a.weights[m])));
    }
    return out;
}

std::string surface_text(double square_metres, Language language) {
    if (!(square_metres > 0)) return {};
    const double ha = square_metres / hectare;
    return number_text(language, ha, ha < 10 ? 2 : ha < 1000 ? 1 : 0) + " ha";
}

}  // namespace

std::string crs_name(const geo::Crs& crs) {
    return crs.id.empty() ? crs.name : crs.id;
}

std::vector<geo::Point> held_corners(std::span<const geo::Point> corners) {
    std::vector<geo::Point> out;
    for (auto at : corners) {
        if (!(std::abs(at.x) < farthest) || !(std::abs(at.y) < farthest)) continue;
        at = {std::round(at.x * kept_digits) / kept_digits, std::round(at.y * kept_digits) / kept_digits};
        if (out.empty() || !(out.back() == at)) out.push_back(at);
    }
    while (out.size() > most_corners) {  // every other one does for a line as close as that
        std::size_t kept = 0;
        for (std::size_t i = 0; i < out.size(); i += 2) out[kept++] = out[i];
        out.resize(kept);
    }
    while (out.size() > 1 && out.front() == out.back()) out.pop_back();
    return out;
}

std::string held_name(const std::string& name) {
    std::string out;
    for (const char c : name) {
        const bool blank = static_cast<unsigned char>(c) <= ' ';
        if (blank && (out.empty() || out.back() == ' ')) continue;
        out += blank ? ' ' : c;
    }
    if (out.size() > most_name) {
        out.resize(most_name);
        while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) out.pop_back();
        if (!out.empty() && (static_cast<unsigned char>(out.back()) & 0x80U) != 0) out.pop_back();  // half a character
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

DrawnArea drawn_area(const State& state, const geo::Crs& crs, std::span<const geo::Point> corners) {
    unsigned last = 0;
    for (const auto& area : state.drawn) last = std::max(last, number_of(area.code));
    const auto number = last < std::numeric_limits<unsigned>::max() ? last + 1 : 1;
    return {fmt::format("{}{}", code_prefix, number), filled(state.language, "drawn.name", number), crs_name(crs),
            held_corners(corners)};
}

bool lies_on(const DrawnArea& area, const Scene& scene) {
    return area.crs == crs_name(scene.dataset.crs);
}

const DrawnArea* find_drawn(const Choices& choices, const std::string& code) {
    const auto at = std::find_if(choices.drawn.begin(), choices.drawn.end(),
                                 [&](const DrawnArea& area) { return area.code == code; });
    return at == choices.drawn.end() ? nullptr : &*at;
}

std::shared_ptr<const DrawnLayer> scored(const Scene& scene, std::vector<DrawnArea> drawn) {
    auto out = std::make_shared<DrawnLayer>();
    out->of = std::move(drawn);
    take_polygons(*out, scene);
    score(*out, scene);
    return out;
}

std::shared_ptr<const DrawnLayer> unscored(std::vector<DrawnArea> drawn) {
    auto out = std::make_shared<DrawnLayer>();
    out->row.assign(drawn.size(), DrawnLayer::none);
    out->of = std::move(drawn);
    out->trouble = DrawnLayer::Trouble::failed;
    out->failure = geo::Sentence("not enough memory");
    return out;
}

bool awaits_scores(const Choices& choices, const Results& results) {
    if (results.scene == nullptr || choices.drawn.empty()) return false;
    return results.overlays.drawn == nullptr || results.overlays.drawn->of != choices.drawn;
}

const Layer* layer_of_selected(const Choices& choices, const Results& results) {
    if (results.scene == nullptr) return nullptr;
    if (choices.selected_level != drawn_level) return results.scene->find(choices.selected_level);
    const auto* drawn = results.overlays.drawn.get();
    return drawn != nullptr && drawn->layer ? &*drawn->layer : nullptr;
}

std::vector<std::uint32_t> rows_of_selected(const Layer* layer, const Choices& choices, const Results& results) {
    std::vector<std::uint32_t> out;
    if (layer == nullptr) return out;
    const auto* drawn = results.overlays.drawn.get();
    for (const auto& code : choices.selected) {
        if (choices.selected_level != drawn_level) {
            const auto row = layer->find(code);
            if (row < layer->rows()) out.push_back(static_cast<std::uint32_t>(row));
        } else if (const auto* area = find_drawn(choices, code); area != nullptr && drawn != nullptr) {
            const auto i = index_of(*drawn, *area);
            if (i < drawn->of.size() && drawn->row[i] != DrawnLayer::none && drawn->lost[drawn->row[i]] == 0)
                out.push_back(drawn->row[i]);
        }
    }
    return out;
}

std::vector<DrawnFacts> drawn_facts(const Shown& shown, const Choices& choices, const Results& results,
                                    Language language) {
    std::vector<DrawnFacts> out;
    if (shown.scene == nullptr) return out;
    const auto* scored = results.overlays.drawn.get();
    for (const auto& area : choices.drawn) {
        auto& facts = out.emplace_back();
        facts.code = area.code;
        facts.name = area.name;
        facts.selected = is_selected(choices, area.code);
        facts.placed = lies_on(area, *shown.scene);
        facts.bounds = geo::bounds(area.corners.points());
        if (!facts.placed) {
            facts.remarks.push_back(filled(language, "drawn.other_crs", area.crs, crs_name(shown.scene->dataset.crs)));
            continue;
        }
        const auto i = scored != nullptr ? index_of(*scored, area) : 0;
        if (scored == nullptr || i == scored->of.size()) {
            facts.waits = true;
            continue;
        }
        const auto row = scored->row[i];
        if (row == DrawnLayer::none) {
            facts.remarks.push_back(told(language, scored->failure));
            continue;
        }
        facts.surface = surface_text(geo::surface(scored->areas.polygons, row), language);
        facts.remarks = remarks_of(*scored, row, shown, language);
        facts.told = scored->layer.has_value() && scored->lost[row] == 0;
    }
    return out;
}

std::vector<Laid> drawn_lines(const Scene& scene, const Choices& choices) {
    geo::Lines lines[2];  // the others, those selected
    for (const auto& area : choices.drawn) {
        const auto corners = area.corners.points();
        if (!lies_on(area, scene) || corners.empty()) continue;
        auto& into = lines[is_selected(choices, area.code) ? 1 : 0];
        into.points.insert(into.points.end(), corners.begin(), corners.end());
        into.points.push_back(corners.front());
        into.end_line();
    }
    std::vector<Laid> out;
    for (std::size_t i = 0; i < 2; ++i) {
        if (lines[i].points.empty()) continue;
        Laid laid;
        laid.lines = std::make_shared<const geo::Strokes>(geo::line_strokes(lines[i], 1));
        laid.colour = line_colour;
        laid.width = i == 0 ? line_width : selected_width;
        out.push_back(std::move(laid));
    }
    return out;
}

std::string drawn_at(const Scene& scene, const Choices& choices, Pixel at, double reach) {
    std::string out;
    double nearest = reach;
    for (const auto& area : choices.drawn) {
        if (!lies_on(area, scene)) continue;
        for (std::size_t i = 0; i < area.corners.size(); ++i) {
            const auto a = to_screen(choices.view, area.corners[i]);
            const auto b = to_screen(choices.view, area.corners[(i + 1) % area.corners.size()]);
            const double length = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
            const double along = (at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y);
            const double part = length > 0 ? std::clamp(along / length, 0.0, 1.0) : 0.0;
            const double away = std::hypot(a.x + part * (b.x - a.x) - at.x, a.y + part * (b.y - a.y) - at.y);
            if (away > nearest) continue;
            nearest = away;
            out = area.code;
        }
    }
    return out;
}

std::size_t write_drawn(const Scene& scene, const std::vector<DrawnArea>& drawn, const std::string& path,
                        geo::Existing existing) {
    DrawnLayer all;
    all.of = drawn;
    take_polygons(all, scene);
    std::vector<std::string> codes;
    std::vector<std::string> names;
    geo::Polygons polygons;
    for (std::size_t row = 0; row < all.areas.size(); ++row) {
        if (all.lost[row] != 0) continue;
        codes.push_back(all.areas.code[row]);
        names.push_back(all.areas.name[row]);
        polygons.append(all.areas.polygons, row);
    }
    if (codes.empty()) return 0;
    geo::OutputTable table{"drawn", {}, &polygons};
    table.columns = {geo::text_column("code", codes), geo::text_column("name", names)};
    geo::write_geopackage(path, std::span(&table, 1), scene.dataset.crs, {}, {.existing = existing});
    return codes.size();
}

}  // namespace model
