#include "geo/neighbour_rule.h"

#include "geo/error.h"
#include "geo/spatial/contiguity.h"
#include "geo/spatial/neighbour_files.h"
#include "geo/words.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace geo {

namespace {

using Kind = NeighbourRule::Kind;

const Words<Kind>& kind_words() {
    static const Words<Kind> words{{"queen", Kind::queen},    {"rook", Kind::rook},     {"knn", Kind::nearest},
                                   {"band", Kind::band},      {"kernel", Kind::kernel}, {"links", Kind::links},
                                   {"weights", Kind::weights}};
    return words;
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto colon = text.find(':');
        out.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos) return out;
        text.remove_prefix(colon + 1);
    }
}

constexpr std::size_t most_order = 100;
constexpr double most_metres = 1e7;

bool is_cells(const Dataset& dataset, const Areas& areas) {
    return areas.level == "cells" && areas.size() == dataset.cells.size();
}

std::vector<Point> centres(const Dataset& dataset, const Areas& areas) {
    if (!is_cells(dataset, areas)) return centroids(areas.polygons);
    std::vector<Point> out;
    out.reserve(areas.size());
    for (const auto cell : dataset.cells.lattice.cells()) out.push_back(cell_centre(cell));
    return out;
}

Neighbours read(const Dataset& dataset, const Areas& areas, const NeighbourRule& rule, Report& report) {
    if (!dataset.neighbours) fail("no file of neighbours was given");
    const auto& file = *dataset.neighbours;
    auto read = read_neighbours(file.text, file.name, areas.code,
                                rule.kind == Kind::weights ? GwtNumbers::weights : GwtNumbers::ignored);
    if (read.neighbours.links() == 0 && read.unknown.empty()) fail("{}: it holds no links", file.name);
    if (read.neighbours.links() == 0)
        fail("{}: none of its links is between areas of level '{}'; it has '{}'", file.name, areas.level,
             read.unknown.front());
    const auto unknown = read.unknown.size();
    report.count(Note::Kind::unmatched, file.name, {}, Sentence("codes in the file of neighbours that no area has"),
                 unknown, std::move(read.unknown));
    report.count(Note::Kind::unmatched, file.name, {},
                 Sentence("areas of level '{}' that the file of neighbours has no row of", areas.level), read.absent);
    report.count(Note::Kind::dropped, file.name, {}, Sentence("links of an area with itself"), read.selves);
    return std::move(read.neighbours);
}

}  // namespace

NeighbourRule neighbour_rule(std::string_view text) {
    const auto parts = parts_of(text);
    const auto kind = kind_of(kind_words(), parts[0]);
    const auto refuse = [&]() {
        fail(
            "'{}' is no rule for neighbours; there are queen, rook, queen:2 (neighbours of neighbours), knn:6, "
            "band:1000 (metres), kernel:{}:1000",
            text, "triangular|epanechnikov|quartic|gaussian");
    };
    if (!kind) refuse();
    NeighbourRule out{.kind = *kind};
    const auto metres = [&](std::string_view word) {
        const auto number = number_of<double>(word);
        if (!number || !(*number > 0) || *number > most_metres) refuse();
        return number.value_or(0);
    };
    const auto whole = [&](std::string_view word, std::size_t most) {
        const auto number = number_of<std::size_t>(word);
        if (!number || *number == 0 || *number > most) refuse();
        return number.value_or(0);
    };
    switch (out.kind) {
        case Kind::queen:
        case Kind::rook:
            if (parts.size() > 2) refuse();
            if (parts.size() == 2) out.order = whole(parts[1], most_order);
            break;
        case Kind::nearest:
            if (parts.size() != 2) refuse();
            out.nearest = whole(parts[1], 0xffffffff);
            break;
        case Kind::band:
            if (parts.size() != 2) refuse();
            out.distance = metres(parts[1]);
            break;
        case Kind::kernel: {
            const auto kernel = parts.size() == 3 ? kind_of(kernel_words(), parts[1]) : std::nullopt;
            if (!kernel) refuse();
            out.kernel = *kernel;
            out.distance = metres(parts[2]);
            break;
        }
        case Kind::links:
        case Kind::weights:
            if (parts.size() != 1) refuse();
            break;
    }
    return out;
}

std::string to_text(const NeighbourRule& rule) {
    const std::string word(word_of(kind_words(), rule.kind));
    switch (rule.kind) {
        case Kind::queen:
        case Kind::rook:
            return rule.order == 1 ? word : fmt::format("{}:{}", word, rule.order);
        case Kind::nearest:
            return fmt::format("{}:{}", word, rule.nearest);
        case Kind::band:
            return fmt::format("{}:{}", word, rule.distance);
        case Kind::kernel:
            return fmt::format("{}:{}:{}", word, word_of(kernel_words(), rule.kernel), rule.distance);
        case Kind::links:
        case Kind::weights:
            break;
    }
    return word;
}

NeighbourRule usual_rule(const Areas& areas) {
    return areas.level == "cells" ? NeighbourRule{.kind = Kind::band} : NeighbourRule{};
}

Neighbours find_neighbours(const Dataset& dataset, const Areas& areas, const NeighbourRule& rule, Report& report,
                           unsigned threads) {
    if (rule.kind == Kind::links || rule.kind == Kind::weights) return read(dataset, areas, rule, report);
    const bool cells = is_cells(dataset, areas);
    if (!cells && !areas.has_polygons())
        fail("level '{}' has no borders to tell neighbours by; add a file with them, or one of neighbours (GAL, GWT)",
             areas.level);
    switch (rule.kind) {
        case Kind::queen:
        case Kind::rook: {
            const auto touch = rule.kind == Kind::queen ? Contiguity::queen : Contiguity::rook;
            Neighbours out;
            if (cells) {
                out = contiguous(dataset.cells.lattice, touch, threads);
            } else {
                auto found = contiguous(areas.polygons, touch, rule.tolerance);
                report.count(Note::Kind::repaired, areas.level, {},
                             Sentence("pairs of neighbours whose borders meet only within {:g} m", rule.tolerance),
                             found.nearly);
                out = std::move(found.neighbours);
            }
            return rule.order > 1 ? up_to_order(out, rule.order, threads) : out;
        }
        case Kind::nearest:
            return nearest(centres(dataset, areas), rule.nearest, threads);
        case Kind::kernel:
            return by_kernel(centres(dataset, areas), rule.kernel, rule.distance, threads);
        default:
            break;
    }
    if (cells) return within(dataset.cells.lattice, rule.distance, threads);
    return within(centres(dataset, areas), rule.distance, threads);
}

}  // namespace geo
