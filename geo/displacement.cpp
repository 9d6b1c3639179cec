#include "geo/displacement.h"

#include "geo/error.h"
#include "geo/explain.h"
#include "geo/hotspots.h"
#include "geo/members.h"
#include "geo/parallel.h"
#include "geo/random.h"
#include "geo/row_builder.h"
#include "geo/spatial/point_raster.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace geo {

namespace {

constexpr std::uint64_t purpose = 0x706c616365626fU;  // of the random numbers

/// Units as members of an area, whole.
std::vector<Overlap::Run> runs_of(std::vector<std::uint32_t> units) {
    std::sort(units.begin(), units.end());
    std::vector<Overlap::Run> out;
    for (const auto unit : units) {
        if (!out.empty() && out.back().end == unit)
            ++out.back().end;
        else
            out.push_back({unit, unit + 1, 0});
    }
    return out;
}

class Analyser {
public:
    Analyser(const Dataset& dataset, const Assessment& level, const DisplacementAsked& asked,
             const DisplacementRun& run)
        : dataset_(dataset), level_(level), asked_(asked), run_(run), members_(level.members) {
        out_.level = &level;
        out_.asked = asked;
        HotspotsAsked subject;
        subject.on = asked.change;
        const auto told = subject_of(level, subject);
        if (!told.from)
            fail("displacement is told of a change: name it, change:FROM-TO, with the labels of two measurements");
        out_.dimension = told.dimension;
        out_.from = *told.from;
        out_.to = told.to;
        check_comparable(level, out_.from, out_.to, Incomparable::refused);
        if (!level.aggregated || level.units.weights.empty())
            fail(
                "the areas of level '{}' have scores of their own and are made of nothing: what lies around them is "
                "not known; take a set of areas, or borders and grid cells",
                level.areas->level);
    }

    LevelDisplacement operator()() {
        prepare();
        const auto order = candidates();
        for (std::uint32_t area = 0; area < level_.areas->size(); ++area) {
            auto& of = out_.areas.emplace_back();
            of.area = area;
            if (run_.stop.stop_requested()) return std::move(out_);
            look_at(of, order);
            if (run_.progress) run_.progress((area + 1.0) / static_cast<double>(level_.areas->size()));
        }
        return std::move(out_);
    }

private:
    void prepare() {
        const auto& units = level_.units;
        const auto& table = units.table();
        before_ = {table.values.column(out_.dimension, out_.from), units.weights[out_.from].values};
        after_ = {table.values.column(out_.dimension, out_.to), units.weights[out_.to].values};
        if (units.level == "cells") {
            cells_ = dataset_.cells.lattice.cells();
            for (const auto cell : cells_) centres_.push_back(cell_centre(cell));
        } else {
            const auto& areas = dataset_.level(units.level);
            codes_ = areas.code;
            centres_ = centroids(areas.polygons);
        }
        raster_.emplace(centres_, asked_.ring.kind == NeighbourRule::Kind::band ? asked_.ring.distance : 0);
        if (asked_.ring.kind == NeighbourRule::Kind::queen) {
            Report ignored;
            if (units.level == "cells")
                neighbours_ = contiguous(dataset_.cells.lattice, Contiguity::queen, run_.threads);
            else
                neighbours_ = find_neighbours(dataset_, dataset_.level(units.level), {}, ignored, run_.threads);
        }
        in_focus_.assign(units.size(), false);
        for (std::size_t area = 0; area < members_.size(); ++area)
            members_[area].for_each([&](std::uint32_t unit, double) { in_focus_[unit] = true; });
        near_focus_ = in_focus_;
        for (std::size_t area = 0; area < members_.size(); ++area) {
            for (const auto unit : around(units_of(area))) near_focus_[unit] = true;
        }
    }

    [[nodiscard]] std::vector<std::uint32_t> units_of(std::size_t area) const {
        std::vector<std::uint32_t> out;
        members_[area].for_each([&](std::uint32_t unit, double) { out.push_back(unit); });
        return out;
    }

    /// Units in the ring around some: none of them, and none of a focus area. Ascending.
    [[nodiscard]] std::vector<std::uint32_t> around(const std::vector<std::uint32_t>& inside) const {
        std::vector<std::uint32_t> found;
        std::vector<bool> seen(centres_.size(), false);
        for (const auto unit : inside) seen[unit] = true;
        const auto take = [&](std::uint32_t unit) {
            if (seen[unit]) return;
            seen[unit] = true;
            found.push_back(unit);
        };
        if (asked_.ring.kind == NeighbourRule::Kind::band) {
            const auto reach = asked_.ring.distance;
            for (const auto unit : inside) {
                const auto p = centres_[unit];
                if (!PointRaster::is_known(p)) continue;
                raster_->for_each_around(p, reach, [&](std::uint32_t other) {
                    if (!seen[other] && std::hypot(p.x - centres_[other].x, p.y - centres_[other].y) <= reach)
                        take(other);
                });
            }
        } else {
            auto from = inside;
            for (std::size_t step = 0; step < asked_.ring.order; ++step) {
                const auto already = found.size();
                for (const auto unit : from) {
                    for (const auto other : neighbours_.of(unit)) take(other);
                }
                from.assign(found.begin() + static_cast<std::ptrdiff_t>(already), found.end());
            }
        }
        std::erase_if(found, [&](std::uint32_t unit) { return in_focus_[unit]; });
        std::sort(found.begin(), found.end());
        return found;
    }

    [[nodiscard]] DisplacementPart part_of(const Members& members, std::size_t units) const {
        return {split_change(members, before_, after_), units};
    }
    [[nodiscard]] DisplacementPart part_of(const std::vector<std::uint32_t>& units) const {
        const auto runs = runs_of(units);
        return part_of(Members{runs, {}}, units.size());
    }

    /// Centres of placebos, in the order in which they are tried.
    [[nodiscard]] std::vector<std::uint32_t> candidates() const {
        std::vector<std::uint32_t> out;
        for (std::uint32_t unit = 0; unit < centres_.size(); ++unit) {
            if (!near_focus_[unit] && PointRaster::is_known(centres_[unit]) && !std::isnan(before_.values[unit]) &&
                before_.weights[unit] > 0)
                out.push_back(unit);
        }
        RandomStream random(asked_.seed, purpose, 0);
        const auto most = std::min(asked_.candidates, out.size());
        for (std::size_t i = 0; i < most; ++i) {
            const auto left = static_cast<double>(out.size() - i);
            std::swap(out[i], out[i + static_cast<std::size_t>(random.uniform() * left)]);
        }
        out.resize(most);
        return out;
    }

    /// The units nearest to a centre that together weigh as much; none where a focus area or its ring is among them, or
    /// where there are not so many.
    [[nodiscard]] std::vector<std::uint32_t> grown(std::uint32_t centre, double weight) const {
        std::vector<std::pair<double, std::uint32_t>> found;  // squared distance, unit
        std::vector<std::uint32_t> out;
        double total = 0;
        const auto p = centres_[centre];
        std::size_t sorted = 0;
        bool more = true;
        for (std::int64_t ring = 0; more; ++ring) {
            more = raster_->for_each_in_ring(p, ring, [&](std::uint32_t unit) {
                const auto x = p.x - centres_[unit].x;
                const auto y = p.y - centres_[unit].y;
                found.emplace_back(x * x + y * y, unit);
            });
            std::sort(found.begin() + static_cast<std::ptrdiff_t>(sorted), found.end());
            const auto seen = static_cast<double>(ring) * raster_->side();
            for (; sorted < found.size() && (!more || found[sorted].first < seen * seen); ++sorted) {
                const auto unit = found[sorted].second;
                if (near_focus_[unit]) return {};
                out.push_back(unit);
                total += std::isnan(before_.values[unit]) ? 0 : weight_in(1, before_.weights[unit]);
                if (total >= weight) return out;
            }
        }
        return {};
    }

    void look_at(DisplacementOf& of, const std::vector<std::uint32_t>& order) {
        const auto inside = units_of(of.area);
        of.inside = part_of(members_[of.area], inside.size());
        const auto ring = around(inside);
        of.ring = part_of(ring);
        for (const auto unit : ring) of.ring_centres.push_back(centres_[unit]);
        if (std::isnan(of.inside.split.change())) {
            of.refusal = Sentence("the area has no score at both measurements");
            return;
        }
        if (ring.empty()) {
            of.refusal = Sentence("nothing lies around it but areas of level '{}'", level_.areas->level);
            return;
        }
        if (std::isnan(of.ring.split.change())) {
            of.refusal = Sentence("nothing with a score at both measurements lies around it");
            return;
        }
        if (order.empty()) {
            of.refusal = Sentence(
                "all that has a score lies in or around areas of level '{}': there is no elsewhere to "
                "compare it with",
                level_.areas->level);
            return;
        }
        const auto candidates = look_at_candidates(order, of.inside.split.weight_before);
        double mean = 0;
        double squares = 0;
        double count = 0;
        for (const auto& candidate : candidates) {
            if (candidate.units.empty()) continue;
            const auto score = candidate.inside.split.before;
            ++count;
            const auto apart = score - mean;
            mean += apart / count;
            squares += apart * (score - mean);
        }
        of.caliper = asked_.caliper * std::sqrt(squares / std::max(count, 1.0));
        std::vector<bool> taken(centres_.size(), false);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const auto& [units, part] = candidates[i];
            if (units.empty() || !(std::abs(part.split.before - of.inside.split.before) <= of.caliper)) continue;
            if (std::any_of(units.begin(), units.end(), [&](auto unit) { return taken[unit]; })) continue;
            Placebo placebo{codes_.empty() ? cell_id(cells_[order[i]]) : codes_[order[i]], part,
                            part_of(around(units))};
            if (std::isnan(placebo.ring.split.change())) continue;
            for (const auto unit : units) taken[unit] = true;
            of.placebos.push_back(std::move(placebo));
        }
        compare(of);
    }

    struct Candidate {
        std::vector<std::uint32_t> units;
        DisplacementPart inside;
    };
    [[nodiscard]] std::vector<Candidate> look_at_candidates(const std::vector<std::uint32_t>& order,
                                                            double weight) const {
        std::vector<Candidate> out(order.size());
        parallel_for(order.size(), run_.threads, [&](std::size_t i) {
            if (run_.stop.stop_requested()) return;
            auto units = grown(order[i], weight);
            if (units.empty()) return;
            auto part = part_of(units);
            if (!std::isnan(part.split.change())) out[i] = {std::move(units), part};
        });
        return out;
    }

    static void compare(DisplacementOf& of) {
        if (of.placebos.empty()) {
            of.refusal =
                Sentence("no area elsewhere is like it: as much weight, and a score before within the caliper");
            return;
        }
        double ring = 0;
        double inside = 0;
        double both = 0;
        for (const auto& placebo : of.placebos) {
            ring += placebo.ring.split.change() <= of.ring.split.change() ? 1 : 0;
            inside += placebo.inside.split.change() >= of.inside.split.change() ? 1 : 0;
            both += placebo.inside.split.change() > 0 && placebo.ring.split.change() < 0 ? 1 : 0;
        }
        const auto m = static_cast<double>(of.placebos.size());
        of.inside_part = inside / m;
        of.ring_part = ring / m;
        of.both_part = both / m;
    }

    const Dataset& dataset_;
    const Assessment& level_;
    const DisplacementAsked& asked_;
    const DisplacementRun& run_;
    MembersByArea members_;
    Moment before_;
    Moment after_;
    std::vector<Cell> cells_;         // [units] or empty
    std::vector<std::string> codes_;  // [units] or empty
    std::vector<Point> centres_;      // [units]
    std::optional<PointRaster> raster_;
    Neighbours neighbours_;         // of a ring by order
    std::vector<bool> in_focus_;    // [units]
    std::vector<bool> near_focus_;  // [units] in a focus area or around one
    LevelDisplacement out_;
};

constexpr double told_change = 0.0005;  // what three decimals can tell

Sentence moved(double change) {
    if (change == 0) return Sentence("stayed as it was");
    if (std::abs(change) < told_change) return Sentence("changed by less than {:g}", told_change);
    return change > 0 ? Sentence("rose by {:.3f}", change) : Sentence("fell by {:.3f}", -change);
}

Sentence ring_words(const LevelDisplacement& of) {
    const auto& ring = of.asked.ring;
    if (ring.kind == NeighbourRule::Kind::band) return Sentence("within {} m", ring.distance);
    const auto& units = of.level->units.level;
    return units == "cells" ? Sentence("grid cells up to order {}", ring.order)
                            : Sentence("areas of level '{}' up to order {}", units, ring.order);
}

Sentence coincided(const DisplacementOf& area) {
    if (!improved(area)) return Sentence("it did not improve, so there is nothing to be displaced");
    return area.ring.split.change() <= -told_change ? Sentence("it improved while what is around it declined")
                                                    : Sentence("it improved, and what is around it did not decline");
}

}  // namespace

NeighbourRule ring_rule(std::string_view text) {
    using Kind = NeighbourRule::Kind;
    try {
        auto out = neighbour_rule(text);
        if (out.kind == Kind::band || out.kind == Kind::queen) return out;
    } catch (const Error&) {  // no rule at all
    }
    fail("'{}' is no ring around areas; it is band:METRES or queen:ORDER, as band:500 and queen:2", text);
}

LevelDisplacement displacement_of(const Dataset& dataset, const Assessment& level, const DisplacementAsked& asked,
                                  const DisplacementRun& run) {
    return Analyser(dataset, level, asked, run)();
}

bool improved(const DisplacementOf& area) {
    return area.inside.split.change() >= told_change;
}

Sentence words_of(const LevelDisplacement& level, const DisplacementOf& area) {
    if (std::isnan(area.inside.split.change()) || std::isnan(area.ring.split.change())) return area.refusal;
    const Sentence what("{}: inside it {}, around it ({}) it {}", coincided(area), moved(area.inside.split.change()),
                        ring_words(level), moved(area.ring.split.change()));
    if (area.placebos.empty()) return Sentence("{}; {}", what, area.refusal);
    const auto placebos = static_cast<double>(area.placebos.size());
    return Sentence(
        "{}; areas like it elsewhere: {}, of which {} with surroundings that fell as much or more, or rose no more",
        what, area.placebos.size(), static_cast<std::size_t>(std::lround(area.ring_part * placebos)));
}

Sentence displacement_caution(const LevelDisplacement& level) {
    const Sentence cause(
        "what coincides is no cause: people and trouble may have moved, or both places may have changed for reasons of "
        "their own; scores of cells near the border look at both sides of it");
    const auto compared =
        std::count_if(level.areas.begin(), level.areas.end(), [](const auto& area) { return !area.placebos.empty(); });
    if (compared < 2) return cause;
    // Of m areas elsewhere p is a multiple of 1 / (m + 1).
    constexpr double rare = 0.05;
    double expected = 0;
    for (const auto& area : level.areas) {
        const auto steps = static_cast<double>(area.placebos.size()) + 1;
        if (!area.placebos.empty()) expected += std::floor(rare * steps * (1 + 1e-12)) / steps;
    }
    const auto& name = level.level->areas->level;
    if (expected == 0)
        return Sentence(
            "{}; none of the {} areas of level '{}' that were compared can have a p up to {:g}, for too few elsewhere "
            "are like them",
            cause, compared, name, rare);
    return Sentence(
        "{}; of the {} areas of level '{}' that were compared, {:.2g} are expected to have a p up to {:g} by chance "
        "alone",
        cause, compared, name, expected, rare);
}

OutputTable displacement_table(const LevelDisplacement& of) {
    const auto label = labels(of.level->values.measurements);
    RowBuilder rows;
    for (const auto& area : of.areas) {
        rows.text("level", of.level->areas->level);
        rows.text("code", of.level->areas->code[area.area]);
        rows.text("from", label[of.from]);
        rows.text("measurement", label[of.to]);
        rows.text("dimension", of.level->values.dimensions[of.dimension]);
        rows.text("ring_rule", to_text(of.asked.ring));
        rows.number("inside_before", area.inside.split.before);
        rows.number("inside_after", area.inside.split.after);
        rows.number("inside_change", area.inside.split.change());
        rows.number("ring_before", area.ring.split.before);
        rows.number("ring_after", area.ring.split.after);
        rows.number("ring_change", area.ring.split.change());
        rows.whole("ring_units", static_cast<double>(area.ring.units));
        rows.whole("placebos", static_cast<double>(area.placebos.size()));
        rows.number("inside_part", area.inside_part);
        rows.number("ring_part", area.ring_part);
        rows.number("both_part", area.both_part);
        rows.number("ring_p", area.p_of(area.ring_part));
        rows.number("caliper", area.caliper);
        rows.text("seed", std::to_string(of.asked.seed));
        rows.sentence("in_words", words_of(of, area));
        rows.sentence("caution", displacement_caution(of));
    }
    return std::move(rows).table("displacement");
}

OutputTable placebos_table(const LevelDisplacement& of) {
    const auto label = labels(of.level->values.measurements);
    RowBuilder rows;
    for (const auto& area : of.areas) {
        for (std::size_t i = 0; i < area.placebos.size(); ++i) {
            const auto& placebo = area.placebos[i];
            rows.text("level", of.level->areas->level);
            rows.text("code", of.level->areas->code[area.area]);
            rows.text("from", label[of.from]);
            rows.text("measurement", label[of.to]);
            rows.whole("placebo", static_cast<double>(i + 1));
            rows.text("centre_unit", placebo.centre);
            rows.number("inside_before", placebo.inside.split.before);
            rows.number("inside_change", placebo.inside.split.change());
            rows.number("ring_change", placebo.ring.split.change());
        }
    }
    return std::move(rows).table("displacement_placebos");
}

}  // namespace geo
