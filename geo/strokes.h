#pragma once

#include "geo/lines.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// A straight piece of a line, or a dot where both ends are one.
struct Segment {
    float ax = 0;  // metres from Strokes::origin, as are the others
    float ay = 0;
    float bx = 0;
    float by = 0;
};

/// A run of segments that lie near each other, to be drawn or passed over together.
struct SegmentRun {
    Box bounds;               // metres
    std::uint32_t first = 0;  // into StrokeLevel::segments
    std::uint32_t count = 0;
};

/// What is left where nothing smaller than `detail` can be seen.
struct StrokeLevel {
    double detail = 0;  // metres; 0: everything
    std::vector<Segment> segments;
    std::vector<SegmentRun> runs;  // cover `segments`, in order
};

/// Lines, or dots, ready to be drawn at any scale.
struct Strokes {
    Point origin;                     // subtracted in double
    Box bounds;                       // empty where there are none
    std::vector<StrokeLevel> levels;  // finest first; at least one
    [[nodiscard]] bool empty() const { return levels.empty() || levels.front().segments.empty(); }
};

/// At `detail` no point of a line is off by more than that (Douglas & Peucker 1973, each line for itself, so that what
/// meets keeps meeting); of lines smaller than it one is kept in each square of that side. Details are 1 m, 2 m, 4 m
/// ... 1024 m, of which each kept has at most six tenths of the segments of the one before; no more once there are few.
/// The same for any number of threads. Points that are not finite must not occur. \pre fewer than 2^32 points
[[nodiscard]] Strokes line_strokes(const Lines& lines, unsigned threads = 0);

/// At `detail` one dot is kept in each square of that side.
[[nodiscard]] Strokes dot_strokes(std::span<const Point> dots);

/// The level to draw: the coarsest whose detail is at most `precise` pixels; or a coarser one, up to `rough` pixels,
/// where the part in sight has more than `most` segments. \pre levels not empty \return index into levels
[[nodiscard]] std::size_t stroke_level(const Strokes& strokes, const Box& sight, double metres_per_pixel,
                                       double precise, double rough, std::size_t most);

}  // namespace geo
