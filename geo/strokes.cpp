#include "geo/strokes.h"

#include "geo/morton.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace geo {

namespace {

constexpr double finest = 1;
constexpr double coarsest = 1024;
constexpr double fewer = 0.6;
constexpr std::size_t few = 4000;            // segments, drawn in no time
constexpr std::uint32_t run_segments = 512;  // in a run
constexpr std::size_t longest_piece = 512;   // points: the time of Douglas & Peucker may grow with their square
constexpr float always = std::numeric_limits<float>::infinity();

double distance(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double along = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    return std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/// From which detail on each point of a piece is left out; its ends never.
void weigh(std::span<const Point> piece, std::span<float> weight) {
    weight.front() = weight.back() = always;
    struct Part {
        std::size_t first;
        std::size_t last;
        float most;  // no point counts for more than the one that let it be looked at
    };
    std::vector<Part> parts{{0, piece.size() - 1, always}};
    while (!parts.empty()) {
        const auto [first, last, most] = parts.back();
        parts.pop_back();
        if (last < first + 2) continue;
        double farthest = -1;
        std::size_t at = first + 1;
        for (auto i = first + 1; i < last; ++i) {
            const double away = distance(piece[i], piece[first], piece[last]);
            if (away > farthest) {
                farthest = away;
                at = i;
            }
        }
        weight[at] = std::min(most, static_cast<float>(farthest));
        parts.push_back({first, at, weight[at]});
        parts.push_back({at, last, weight[at]});
    }
}

std::vector<float> weights_of(const Lines& lines, unsigned threads) {
    std::vector<float> out(lines.points.size(), always);
    constexpr std::size_t block = 256;  // lines per job
    parallel_for((lines.size() + block - 1) / block, threads, [&](std::size_t b) {
        for (auto i = b * block; i < std::min(lines.size(), (b + 1) * block); ++i) {
            const auto line = lines.line(i);
            const auto weight = std::span(out).subspan(lines.starts[i], line.size());
            for (std::size_t from = 0; from + 1 < line.size(); from += longest_piece - 1) {
                const auto size = std::min(longest_piece, line.size() - from);
                weigh(line.subspan(from, size), weight.subspan(from, size));
            }
        }
    });
    return out;
}

/// Indices along a z-order curve.
template <typename PlaceOf>
std::vector<std::uint32_t> in_order(std::size_t count, const Box& bounds, PlaceOf&& place_of) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> keys(count);
    const Raster raster(bounds);
    for (std::uint32_t i = 0; i < count; ++i) keys[i] = {morton_code(raster(place_of(i))), i};
    std::sort(keys.begin(), keys.end());
    std::vector<std::uint32_t> out(count);
    std::transform(keys.begin(), keys.end(), out.begin(), [](const auto& key) { return key.second; });
    return out;
}

/// On a whole kilometre or so, so that what is round stays round in float.
Point middle_of(const Box& box) {
    if (box.empty()) return {};
    const auto middle = [](double low, double high) { return std::round((low + high) / 2 / 1024) * 1024; };
    return {middle(box.min.x, box.max.x), middle(box.min.y, box.max.y)};
}

/// Lets one through for each square.
class Thinner {
public:
    explicit Thinner(double side) : side_(side) {}
    void add(Point p, std::uint32_t what) { all_.emplace_back(square(p), what); }

    /// Those let through, ascending: of a square the one that was added first.
    std::vector<std::uint32_t> chosen() {
        std::stable_sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        all_.erase(
            std::unique(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
            all_.end());
        std::vector<std::uint32_t> out;
        for (const auto& each : all_) out.push_back(each.second);
        std::sort(out.begin(), out.end());
        return out;
    }

private:
    [[nodiscard]] std::uint64_t square(Point p) const {
        const auto part = [&](double at) {
            return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(at / side_)) +
                                              (std::int64_t{1} << 31)) &
                   0xffffffffu;
        };
        return part(p.x) << 32 | part(p.y);
    }
    double side_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> all_;
};

class Writer {
public:
    Writer(StrokeLevel& level, Point origin) : level_(level), origin_(origin) {}

    void add(Point a, Point b) {
        if (level_.runs.empty() || level_.runs.back().count == run_segments)
            level_.runs.push_back({{}, static_cast<std::uint32_t>(level_.segments.size()), 0});
        auto& run = level_.runs.back();
        ++run.count;
        run.bounds.extend(a);
        run.bounds.extend(b);
        const auto away = [](double at, double from) { return static_cast<float>(at - from); };
        level_.segments.push_back(
            {away(a.x, origin_.x), away(a.y, origin_.y), away(b.x, origin_.x), away(b.y, origin_.y)});
    }

private:
    StrokeLevel& level_;
    Point origin_;
};

/// Finest first, then those that are much smaller than the one before.
template <typename Make>
void add_levels(Strokes& out, Make&& make) {
    out.levels.push_back(make(0.0));
    for (double detail = finest; detail <= coarsest && out.levels.back().segments.size() > few; detail *= 2) {
        auto level = make(detail);
        const auto most = fewer * static_cast<double>(out.levels.back().segments.size());
        if (static_cast<double>(level.segments.size()) <= most) out.levels.push_back(std::move(level));
    }
}

}  // namespace

Strokes line_strokes(const Lines& lines, unsigned threads) {
    Strokes out;
    out.bounds = bounds(lines.points);
    out.origin = middle_of(out.bounds);
    const auto weight = weights_of(lines, threads);
    const auto order = in_order(lines.size(), out.bounds, [&](std::uint32_t i) {
        const auto line = lines.line(i);
        return line.empty() ? Point{} : line[line.size() / 2];
    });
    std::vector<float> extent(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto box = bounds(lines.line(i));
        if (!box.empty()) extent[i] = static_cast<float>(std::max(box.max.x - box.min.x, box.max.y - box.min.y));
    }
    add_levels(out, [&](double detail) {
        StrokeLevel level{detail, {}, {}};
        Writer writer(level, out.origin);
        std::vector<bool> small_but_kept(detail > 0 ? lines.size() : 0);
        if (detail > 0) {
            Thinner thinner(detail);
            for (const auto i : order) {
                const auto line = lines.line(i);
                if (!line.empty() && static_cast<double>(extent[i]) < detail) thinner.add(line[line.size() / 2], i);
            }
            for (const auto i : thinner.chosen()) small_but_kept[i] = true;
        }
        for (const auto i : order) {
            const auto line = lines.line(i);
            if (line.empty()) continue;
            if (detail > 0 && static_cast<double>(extent[i]) < detail && !small_but_kept[i]) continue;
            Point last = line.front();
            bool any = false;
            for (std::size_t k = 1; k < line.size(); ++k) {
                if (static_cast<double>(weight[lines.starts[i] + k]) <= detail && k + 1 < line.size()) continue;
                if (line[k] == last && (any || k + 1 < line.size())) continue;
                writer.add(last, line[k]);
                any = true;
                last = line[k];
            }
            if (!any) writer.add(last, last);
        }
        return level;
    });
    return out;
}

Strokes dot_strokes(std::span<const Point> dots) {
    Strokes out;
    out.bounds = bounds(dots);
    out.origin = middle_of(out.bounds);
    auto kept = in_order(dots.size(), out.bounds, [&](std::uint32_t i) { return dots[i]; });
    add_levels(out, [&](double detail) {
        if (detail > 0) {
            Thinner thinner(detail);
            for (std::uint32_t k = 0; k < kept.size(); ++k) thinner.add(dots[kept[k]], k);
            const auto chosen = thinner.chosen();
            for (std::size_t k = 0; k < chosen.size(); ++k) kept[k] = kept[chosen[k]];
            kept.resize(chosen.size());
        }
        StrokeLevel level{detail, {}, {}};
        Writer writer(level, out.origin);
        for (const auto i : kept) writer.add(dots[i], dots[i]);
        return level;
    });
    return out;
}

std::size_t stroke_level(const Strokes& strokes, const Box& sight, double metres_per_pixel, double precise,
                         double rough, std::size_t most) {
    assert(!strokes.levels.empty());
    const auto& levels = strokes.levels;
    const auto in_sight = [&](const StrokeLevel& level) {
        std::size_t out = 0;
        for (const auto& run : level.runs) out += meets(run.bounds, sight) ? run.count : 0;
        return out;
    };
    std::size_t at = 0;
    while (at + 1 < levels.size() && levels[at + 1].detail <= precise * metres_per_pixel) ++at;
    while (at + 1 < levels.size() && levels[at + 1].detail <= rough * metres_per_pixel && in_sight(levels[at]) > most)
        ++at;
    return at;
}

}  // namespace geo
