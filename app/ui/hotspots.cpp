#include "app/model/hotspots.h"
#include "app/model/view.h"
#include "app/ui/controls.h"
#include "app/ui/panel.h"
#include "app/ui/scatter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace ui {

namespace {

using Told = model::HotspotChoice::Told;

constexpr std::uint8_t palest = 200;      // of the least of red, green and blue: paler ones do not stand out on paper
constexpr std::size_t few_points = 2000;  // that have room to be larger

void set(Context& c, model::HotspotChoice to) {
    c.out.emplace_back(model::HotspotsSet{std::move(to)});
}

void searching(Context& c) {
    if (!job_progress(c, "hotspots", c.results.hotspots.part, c.text("hotspots.searching"))) return;
    auto to = c.state.hotspots;
    to.shown = false;
    set(c, std::move(to));
}

/// One of several; the first is what the level has for its own.
template <typename Kind>
void choose(Context& c, const char* name, const char* key, const std::vector<std::pair<std::string, Kind>>& all,
            const std::optional<Kind>& now, auto&& take) {
    std::vector<model::Option> options{{"", std::string(c.text("hotspots.usual")), !now}};
    for (const auto& [label, kind] : all) options.push_back({label, label, now == kind});
    gap(c, 6);
    const auto to = labelled_pick(c, name, c.text(key), options);
    if (!to) return;
    auto then = c.state.hotspots;
    take(then.asked, *to == 0 ? std::nullopt : std::optional<Kind>(all[*to - 1].second));
    set(c, std::move(then));
}

std::vector<std::pair<std::string, geo::NeighbourRule>> rules(const Context& c) {
    std::vector<const char*> all{"queen", "rook", "queen:2", "knn:6", "knn:10", "band:1000", "band:2000"};
    if (c.derived.shown.layer->cells) all = {"band:500", "band:1000", "band:2000", "queen"};
    std::vector<std::pair<std::string, geo::NeighbourRule>> out;
    const auto add = [&](const geo::NeighbourRule& rule) {
        out.emplace_back(model::neighbours_text(c.state.language, rule), rule);
    };
    for (const auto* text : all) add(geo::neighbour_rule(text));
    const auto& now = c.state.hotspots.asked.neighbours;
    const auto same = [&](const auto& one) { return one.second == *now; };
    if (now && std::none_of(out.begin(), out.end(), same)) add(*now);
    return out;
}

void choices(Context& c) {
    const auto& now = c.state.hotspots.asked;
    const auto named = [&](const auto& words, const char* group) {
        using Kind = std::remove_cvref_t<decltype(words.front().second)>;
        std::vector<std::pair<std::string, Kind>> out;
        for (const auto& [word, kind] : words)
            out.emplace_back(
                std::string(c.text(std::string("hotspots.") + group + std::to_string(static_cast<int>(kind)))), kind);
        return out;
    };
    constexpr std::array keys{"hotspots.told_now", "hotspots.told_low", "hotspots.told_high"};
    std::vector<std::string> labels;
    for (const auto* key : keys) labels.emplace_back(c.text(key));
    gap(c, 4);
    if (const auto to = pick(c, "hotspots.told", labels, static_cast<std::size_t>(c.state.hotspots.told))) {
        auto then = c.state.hotspots;
        then.told = static_cast<Told>(*to);
        set(c, std::move(then));
    }
    // Dimensions whose neighbours a value can be set against.
    std::vector<model::Option> others;
    const auto& a = c.derived.shown.layer->assessment;
    for (std::size_t d = 0; d < a.values.dimensions.size(); ++d) {
        const auto& code = a.values.dimensions[d];
        others.push_back({code, model::dimension_name(c.state.language, a, code), code == now.with});
    }
    auto methods = named(geo::local_method_words(), "method_");
    if (others.size() < 2)
        std::erase_if(methods, [](const auto& one) { return one.second == geo::LocalMethod::bivariate_moran; });
    choose<geo::LocalMethod>(c, "hotspots.method", "hotspots.method", methods, now.method, [&](auto& asked, auto to) {
        asked.method = to;
        const auto another = c.derived.shown.value == 0 ? 1U : 0U;
        asked.with = to == geo::LocalMethod::bivariate_moran ? others[another].name : std::string();
    });
    if (now.method == geo::LocalMethod::bivariate_moran) {
        gap(c, 6);
        if (const auto to = labelled_pick(c, "hotspots.with", c.text("hotspots.with"), others)) {
            auto then = c.state.hotspots;
            then.asked.with = others[*to].name;
            set(c, std::move(then));
        }
    }
    choose<geo::NeighbourRule>(c, "hotspots.neighbours", "hotspots.neighbours", rules(c), now.neighbours,
                               [](auto& asked, auto to) { asked.neighbours = to; });
    auto inferences = named(geo::inference_words(), "inference_");
    for (auto& [label, kind] : inferences) {
        if (kind == geo::Inference::permutation && now.permutations != 0 && now.inference == kind)
            label = filled(c.text("hotspots.inference_of"),
                           model::count_text(c.state.language, static_cast<double>(now.permutations)));
    }
    choose<geo::Inference>(c, "hotspots.inference", "hotspots.inference", inferences, now.inference,
                           [](auto& asked, auto to) {
                               asked.inference = to;
                               asked.permutations = 0;
                               asked.adjustment.reset();  // which it may not be able to carry
                           });
    auto adjustments = named(geo::adjustment_words(), "adjustment_");
    if (now.inference == geo::Inference::permutation)
        std::erase_if(adjustments, [](const auto& one) { return one.second != geo::Adjustment::none; });
    choose<geo::Adjustment>(c, "hotspots.adjustment", "hotspots.adjustment", adjustments, now.adjustment,
                            [](auto& asked, auto to) { asked.adjustment = to; });
    std::vector<double> effects{0, 0.25, 0.5, 1, 1.5};
    if (now.least_effect && std::find(effects.begin(), effects.end(), *now.least_effect) == effects.end())
        effects.push_back(*now.least_effect);
    std::vector<std::pair<std::string, double>> least;
    for (const auto effect : effects)
        least.emplace_back(effect == 0
                               ? std::string(c.text("hotspots.effect_none"))
                               : filled(c.text("hotspots.effect_of"), model::short_text(c.state.language, effect)),
                           effect);
    choose<double>(c, "hotspots.effect", "hotspots.least_effect", least, now.least_effect,
                   [](auto& asked, auto to) { asked.least_effect = to; });
    std::vector<double> levels{0.1, 0.05, 0.01, 0.001, 0.0001};
    if (std::find(levels.begin(), levels.end(), now.alpha) == levels.end()) levels.push_back(now.alpha);
    std::vector<model::Option> written;
    for (const auto level : levels) {
        const auto label = model::short_text(c.state.language, 100 * level) + " %";
        written.push_back({label, label, level == now.alpha});
    }
    gap(c, 6);
    if (const auto to = labelled_pick(c, "hotspots.alpha", c.text("hotspots.alpha"), written)) {
        auto then = c.state.hotspots;
        then.asked.alpha = levels[*to];
        set(c, std::move(then));
    }
}

/// Value against neighbours: what is hovered here is hovered on the map, and the other way round.
void scatter_plot(Context& c) {
    const auto& found = *c.derived.hotspots;
    const auto& at = found.level.at.back();
    if (!at.refusal.empty()) return;
    const auto language = c.state.language;
    const auto& own = at.local.deviation;
    const auto& lag = at.local.lag;
    double across = 0;
    double up = 0;
    double product = 0;
    double square = 0;
    for (std::size_t row = 0; row < own.size(); ++row) {
        if (std::isnan(lag[row])) continue;
        product += own[row] * lag[row];
        square += own[row] * own[row];
        across = std::max(across, std::abs(own[row]));
        up = std::max(up, std::abs(lag[row]));
    }
    if (across == 0 || up == 0) return;
    gap(c, 8);
    paragraph(c, Face::bold, c.ink.text, c.text("hotspots.plot"));
    const auto plot = scatter(c, "hotspots.plot", across, up,
                              [&](double value) { return model::number_text(language, value, 2, true); });
    const auto& room = plot.room;
    auto* list = ImGui::GetWindowDrawList();
    const auto place = [&](std::size_t row) { return plot.place(own[row], lag[row]); };
    // As many points as can be told apart; of more, one where they lie on one another.
    const auto side = plot.side;
    const auto columns = static_cast<std::size_t>(room.width / side) + 1;
    std::vector<bool> drawn(columns * (static_cast<std::size_t>(room.height / side) + 1), false);
    const auto mouse = ImGui::GetIO().MousePos;
    const bool over = under_mouse(c, "hotspots.points", room);
    const bool few = own.size() < few_points;
    std::size_t nearest = own.size();
    float least = c.px(8) * c.px(8);
    for (std::size_t row = 0; row < own.size(); ++row) {
        if (std::isnan(lag[row])) continue;
        const auto p = place(row);
        if (over) {
            const float apart = (p.x - mouse.x) * (p.x - mouse.x) + (p.y - mouse.y) * (p.y - mouse.y);
            if (apart < least) {
                least = apart;
                nearest = row;
            }
        }
        const auto slot =
            static_cast<std::size_t>((p.y - room.y) / side) * columns + static_cast<std::size_t>((p.x - room.x) / side);
        if (slot >= drawn.size() || drawn[slot]) continue;
        drawn[slot] = true;
        // What is not significant, or never was, is as pale as paper on the map.
        const auto& look = c.derived.palette[c.derived.classes[row]];
        const bool pale = std::min({look.ground.red, look.ground.green, look.ground.blue}) > palest;
        const auto half = few ? 2 * side : side;
        list->AddRectFilled({p.x - half, p.y - half}, {p.x + half, p.y + half},
                            pale ? c.ink.grab : ink::of(look.ground));
    }
    const auto slope = product / square;
    plot.line(slope, c.ink.text);
    const auto stands_out = [&](std::size_t row, ImU32 colour) {
        if (row < own.size() && !std::isnan(lag[row])) mark(c, place(row), colour);
    };
    for (const auto selected : c.derived.selected_rows) stands_out(selected, c.ink.accent);
    stands_out(c.derived.hovered_row, c.ink.text);
    if (nearest < own.size()) {
        const auto& areas = *found.level.level->areas;
        c.memory.plotted = areas.code[nearest];
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Left))
            c.out.emplace_back(model::Selected{areas.code[nearest], c.frame.shift});
        tooltip(c, areas.name.empty() || areas.name[nearest].empty() ? areas.code[nearest] : areas.name[nearest]);
    }
    gap(c, 2);
    const auto& asked = found.level.asked;
    std::string axes(c.text(*asked.style == geo::WeightStyle::binary ? "hotspots.axes_sum" : "hotspots.axes"));
    if (!asked.with.empty())
        axes = filled(c.text("hotspots.axes_with"), model::dimension_name(language, *found.level.level, asked.with));
    const auto number = [&](double value) { return model::number_text(language, value, 3); };
    const auto say = [&](const std::string& sentence) {
        paragraph(c, Face::small, c.ink.muted, sentence);
        gap(c, 2);
    };
    // Of row-standardised weights the slope is Moran's I, unless there are islands.
    if (asked.with.empty()) {
        const auto& moran = at.global.front();
        const bool same = number(moran.value) == number(slope);
        say(filled(c.text(same ? "hotspots.moran_slope" : "hotspots.moran"), number(moran.value),
                   number(moran.expectation)));
        if (!same) say(filled(c.text("hotspots.slope"), number(slope)));
    } else {
        say(filled(c.text("hotspots.slope"), number(slope)));
    }
    say(axes);
}

}  // namespace

void hotspots(Context& c) {
    if (!c.has_scene() || !section(c, "hotspots", c.text("hotspots.title"))) return;
    if (toggle(c, "hotspots.shown", c.text("hotspots.shown"), c.state.hotspots.shown)) {
        auto to = c.state.hotspots;
        to.shown = !to.shown;
        set(c, std::move(to));
    }
    if (c.state.hotspots.shown) {
        gap(c, 4);
        if (const auto* why = model::no_hotspots(c.state, c.results))
            paragraph(c, Face::small, c.ink.muted, c.text(why));
        else if (model::awaits_hotspots(c.state, c.results))
            searching(c);
        else if (!c.results.hotspots.failure.empty())
            paragraph(c, Face::small, c.ink.warning, model::told_whole(c.state.language, c.results.hotspots.failure));
        choices(c);
        if (c.derived.hotspots != nullptr) scatter_plot(c);
        transitions(c);
    }
    gap(c, 9);
}

void neighbours(Context& c) {
    const auto& map = c.layout.map;
    if (c.derived.neighbour_lines.empty() || map.empty()) return;
    auto* list = ImGui::GetBackgroundDrawList();
    list->PushClipRect({map.x, map.y}, {map.right(), map.bottom()});
    for (const auto& [from, to] : c.derived.neighbour_lines) {
        const auto a = on_screen(c, from);
        const auto b = on_screen(c, to);
        list->AddLine(a, b, IM_COL32(255, 255, 255, 200), c.px(3));
        list->AddLine(a, b, c.ink.text, c.px(1.2F));
        list->AddCircleFilled(b, c.px(2.5F), c.ink.text);
    }
    list->PopClipRect();
}

}  // namespace ui
