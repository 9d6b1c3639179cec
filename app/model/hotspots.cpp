#include "app/model/hotspots.h"

#include "app/model/facts.h"
#include "app/model/shown.h"
#include "app/model/tried_index.h"
#include "app/model/wording.h"
#include "geo/error.h"
#include "geo/hotspot_classes.h"
#include "geo/hotspot_tables.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>

namespace model {

namespace {

constexpr std::size_t most_lines = 400;

const geo::HotspotsAt& last(const HotspotsFound& found) {
    return found.level.at.back();
}

template <typename Kind>
std::string_view word(Language language, const char* group, Kind kind) {
    return text(language, fmt::format("hotspots.{}_{}", group, static_cast<int>(kind)));
}

std::string method_name(Language language, const geo::LevelHotspots& level) {
    const auto name = word(language, "method", *level.asked.method);
    if (level.asked.with.empty()) return std::string(name);
    return fmt::format("{} ({})", name, dimension_name(language, *level.level, level.asked.with));
}

}  // namespace

const char* no_hotspots(const State& state, const Results& results) {
    if (!state.hotspots.shown || results.scene == nullptr) return nullptr;
    const auto shown = resolve(state, results);
    if (shown.layer == nullptr) return nullptr;
    if (state.show == Show::difference) return "hotspots.no_difference";
    if (state.show == Show::change) {
        if (state.hotspots.told != HotspotChoice::Told::now) return "hotspots.no_change_over_time";
        if (!baseline_of(*shown.scene, shown.layer->assessment, shown.measurement, state.compare_from))
            return "hotspots.no_change";
    }
    return nullptr;
}

std::optional<HotspotRequest> hotspot_request(const State& state, const Results& results) {
    if (!state.hotspots.shown || results.scene == nullptr || no_hotspots(state, results) != nullptr)
        return std::nullopt;
    const auto shown = resolve(state, results);
    if (shown.layer == nullptr) return std::nullopt;
    const auto& a = shown.layer->assessment;
    const auto label = geo::labels(a.values.measurements);
    const auto& dimension = a.values.dimensions[shown.value];
    HotspotRequest out;
    out.level = shown.layer->level();
    out.asked = state.hotspots.asked;
    out.asked.over_time = state.hotspots.told != HotspotChoice::Told::now;
    if (state.show == Show::change) {
        const auto from = baseline_of(*shown.scene, a, shown.measurement, state.compare_from);
        out.asked.on = fmt::format("change:{}-{}:{}", label[*from], label[shown.measurement], dimension);
        out.asked.measurement.clear();
    } else {
        out.asked.on = dimension;
        out.asked.measurement = label[shown.measurement];
    }
    const bool total = shown.value == a.total && a.class_dimensions[shown.dimension] != "class_dev";
    if (total && makes_own_index(*shown.layer, state.importance)) out.importance = state.importance;
    return out;
}

bool awaits_hotspots(const State& state, const Results& results) {
    const auto wanted = hotspot_request(state, results);
    return wanted && results.hotspots.request != wanted;
}

std::shared_ptr<const HotspotsFound> hotspots_found(const State& state, const Results& results) {
    const auto& answer = results.hotspots;
    return answer.found != nullptr && hotspot_request(state, results) == answer.request ? answer.found : nullptr;
}

void make_hotspot_theme(HotspotTheme& out, const Theme& of, const HotspotsFound& found, HotspotChoice::Told told) {
    out.theme = of;
    const bool over = told != HotspotChoice::Told::now && found.over_time;
    if (over)
        out.bytes = geo::category_bytes(told == HotspotChoice::Told::low ? found.over_time->low : found.over_time->high,
                                        geo::outcome_bytes(found.level, last(found)));
    else
        out.bytes = geo::outcome_bytes(found.level, last(found));
    out.theme.table =
        over ? geo::category_classes(told == HotspotChoice::Told::high) : geo::outcome_classes(found.level);
    out.theme.classes = out.bytes;
    constexpr unsigned long apart = 1UL << 40U;  // from those of themes
    out.theme.revision = apart + ++out.made;
}

std::vector<std::string> hotspot_notes(const HotspotsFound& found, HotspotChoice::Told told, Language language) {
    const auto& level = found.level;
    const auto& at = last(found);
    const auto& asked = level.asked;
    std::vector<std::string> out;
    const auto say = [&](std::string_view key, const auto&... args) { out.push_back(filled(language, key, args...)); };
    const auto add = [&](const geo::Sentence& sentence) {
        if (!sentence.empty()) out.push_back(told_whole(language, sentence));
    };
    const auto count = [&](std::size_t number) { return count_text(language, static_cast<double>(number)); };
    if (!at.refusal.empty()) {
        add(at.refusal);
        return out;
    }
    say("hotspots.note_method", method_name(language, level), neighbours_text(language, *asked.neighbours),
        count(at.links), word(language, "weights", *asked.style), word(language, "divisor", asked.divisor));
    add(geo::caution_of(level));
    const auto alpha = short_text(language, 100 * asked.alpha) + " %";
    const auto side = word(language, "side", asked.alternative);
    if (*asked.adjustment != geo::Adjustment::none)
        say(level.concentration ? "hotspots.note_cells_adjusted" : "hotspots.note_adjusted", alpha, side,
            count(at.tests),
            text(language, *asked.adjustment == geo::Adjustment::fdr ? "hotspots.fdr" : "hotspots.bonferroni"));
    else if (level.concentration)
        say("hotspots.note_cells_unadjusted", alpha, side, count(at.tests));
    else
        say("hotspots.note_unadjusted", alpha, side, count(at.tests),
            count_text(language, std::round(asked.alpha * static_cast<double>(at.tests))));
    if (*asked.least_effect > 0) say("hotspots.note_effect", short_text(language, *asked.least_effect));
    if (*asked.inference == geo::Inference::analytical) {
        say("hotspots.note_analytical");
    } else {
        say(*asked.inference == geo::Inference::adaptive ? "hotspots.note_adaptive" : "hotspots.note_permutations",
            count(at.most_permutations), asked.seed);
        say(*asked.adjustment == geo::Adjustment::none ? "hotspots.note_smallest" : "hotspots.note_smallest_adjusted",
            p_text(language, at.smallest_p), p_text(language, at.smallest_adjusted_p));
    }
    add(geo::too_few_permutations(level, at));
    if (told != HotspotChoice::Told::now && found.over_time) {
        const auto label = geo::labels(level.level->values.measurements);
        std::vector<std::string> when;
        for (const auto m : found.over_time->measurements) when.push_back(label[m]);
        say("hotspots.note_over_time", fmt::format("{}", fmt::join(when, ", ")));
        add(geo::too_few_for_a_trend(*found.over_time));
    }
    return out;
}

std::string neighbours_text(Language language, const geo::NeighbourRule& rule) {
    using Kind = geo::NeighbourRule::Kind;
    const auto written = geo::to_text(rule);
    const auto key = fmt::format("hotspots.rule_{}", written.substr(0, written.find(':')));
    switch (rule.kind) {
        case Kind::queen:
        case Kind::rook:
            if (rule.order == 1) return std::string(text(language, key));
            return fmt::format("{}, {}", text(language, key), filled(language, "hotspots.rule_order", rule.order));
        case Kind::nearest:
            return filled(language, key, count_text(language, static_cast<double>(rule.nearest)));
        case Kind::band:
            return filled(language, key, short_text(language, rule.distance));
        case Kind::kernel:
            return filled(language, key, short_text(language, rule.distance),
                          word_of(geo::kernel_words(), rule.kernel));
        case Kind::links:
        case Kind::weights:
            break;
    }
    return std::string(text(language, key));
}

std::string hotspot_title(const HotspotsFound& found, HotspotChoice::Told told, const Theme& of,
                          const std::string& figure, Language language) {
    const auto& level = found.level;
    if (told != HotspotChoice::Told::now && found.over_time) {
        const auto label = geo::labels(level.level->values.measurements);
        return filled(language, told == HotspotChoice::Told::low ? "style.hotspot_low" : "style.hotspot_high",
                      subject_of(of, language), label[level.at.front().measurement],
                      label[level.at.back().measurement]);
    }
    if (level.asked.with.empty()) return filled(language, "hotspots.of", figure);
    return filled(language, "hotspots.of_with", figure, dimension_name(language, *level.level, level.asked.with));
}

std::vector<std::string> hotspot_sentences(const HotspotsFound& found, std::size_t row, Language language) {
    const auto& at = last(found);
    std::vector<std::string> out;
    const auto table = geo::outcome_classes(found.level);
    const auto bytes = geo::outcome_bytes(found.level, at);
    const auto label = class_label(table, bytes[row], language);
    if (std::isnan(at.local.z[row]) || std::isnan(at.adjusted_p[row])) {
        out.push_back(label);
    } else {
        const bool adjusted = *found.level.asked.adjustment != geo::Adjustment::none;
        out.push_back(filled(language, adjusted ? "hotspots.of_area_adjusted" : "hotspots.of_area", label,
                             number_text(language, at.local.z[row], 2, true), p_text(language, at.p[row]),
                             at.neighbours[row], number_text(language, at.local.effect[row], 2, true),
                             p_text(language, at.adjusted_p[row])));
    }
    if (!found.over_time) return out;
    const auto& over = *found.over_time;
    const auto categories = geo::category_classes(false);
    const auto category = [&](const std::vector<std::size_t>& of) {
        return class_label(categories, geo::category_bytes({of[row]}, {bytes[row]}).front(), language);
    };
    if (geo::is_class(bytes[row]))
        out.push_back(filled(language, "hotspots.of_area_over_time", category(over.low), category(over.high)));
    const auto& trend = over.trend[row];
    if (trend.n >= 2)
        out.push_back(filled(language, "hotspots.of_area_trend", number_text(language, trend.slope, 4, true),
                             count_text(language, static_cast<double>(trend.n)), p_text(language, trend.p),
                             p_text(language, trend.smallest_p)));
    return out;
}

std::vector<std::pair<geo::Point, geo::Point>> neighbour_lines(const HotspotsFound& found, const Scene& scene,
                                                               std::size_t row) {
    const auto& neighbours = *found.level.neighbours;
    std::vector<std::pair<geo::Point, geo::Point>> out;
    if (row >= neighbours.size() || neighbours.count(row) > most_lines) return out;
    const auto& areas = *found.level.level->areas;
    std::vector<geo::Cell> cells;
    if (areas.level == "cells") cells = scene.dataset.cells.lattice.cells();
    const auto centre = [&](std::size_t of) {
        return cells.empty() ? geo::centroid(areas.polygons, of) : geo::cell_centre(cells[of]);
    };
    const auto from = centre(row);
    for (const auto other : neighbours.of(row)) out.emplace_back(from, centre(other));
    return out;
}

HotspotsTold find_hotspots(const std::shared_ptr<const Scene>& scene, const HotspotRequest& request, unsigned threads,
                           const std::stop_token& stop, const std::function<void(double)>& progress) {
    HotspotsTold out{scene, request, nullptr, {}};
    try {
        const auto* layer = scene->find(request.level);
        geo::HotspotsRun run{.threads = threads, .stop = stop, .progress = progress};
        if (!request.importance.empty()) {
            run.total = [&](std::size_t m) {
                std::vector<double> values(layer->rows());
                TriedIndex(*layer, request.importance).fill(*layer, m, values);
                return values;
            };
        }
        auto found = std::make_shared<HotspotsFound>();
        found->level = geo::hotspots_of(scene->dataset, layer->assessment, request.asked, run);
        if (request.asked.over_time && !found->level.stopped) found->over_time = geo::over_time(found->level);
        out.found = std::move(found);
    } catch (const std::bad_alloc&) {
        out.failure = geo::Sentence("not enough memory to find hotspots of so many rows");
    } catch (const std::exception& error) {
        out.failure = geo::sentence_of(error);
    }
    return out;
}

HotspotJob::HotspotJob(unsigned threads, std::function<void()> wake)
    : RequestJob([threads](const auto& scene, const auto& request, const auto& stop,
                           const auto& progress) { return find_hotspots(scene, request, threads, stop, progress); },
                 std::move(wake)) {}

void HotspotJob::follow(const State& state, const Results& results) {
    RequestJob::follow(results.scene, hotspot_request(state, results), results.hotspots);
}

}  // namespace model
