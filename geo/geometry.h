#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace geo {

/// Metres in the dataset's projected CRS; x east, y north. Double everywhere on the CPU:
/// a float resolves only 3 cm at x = 600 000.
struct Point {
    double x = 0;
    double y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

/// Axis-aligned rectangle; a default Box is empty and grows with extend().
struct Box {
    Point min{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    Point max{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

    [[nodiscard]] bool empty() const { return min.x > max.x; }
    void extend(Point p);
    void extend(const Box& box);
};

/// Whether two boxes share a point, if only of their edges; an empty one shares none.
[[nodiscard]] inline bool meets(const Box& a, const Box& b) {
    return a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y;
}

/// A list of multipolygons in four flat arrays (the GeoArrow layout), so that a whole
/// layer is four allocations and can be sliced, counted and uploaded without walking objects.
/// Outer rings run counter-clockwise, holes clockwise; the closing point is not repeated.
/// An area may be empty (no polygons).
struct Polygons {
    std::vector<Point> points;                     // [points]
    std::vector<std::uint32_t> ring_starts{0};     // [rings + 1]    into points
    std::vector<std::uint32_t> polygon_starts{0};  // [polygons + 1] into ring_starts
    std::vector<std::uint32_t> area_starts{0};     // [areas + 1]    into polygon_starts

    [[nodiscard]] std::size_t size() const { return area_starts.size() - 1; }

    /// First ring of `area` and the one past its last. \pre area < size()
    [[nodiscard]] std::uint32_t first_ring(std::size_t area) const { return polygon_starts[area_starts[area]]; }
    [[nodiscard]] std::uint32_t last_ring(std::size_t area) const { return polygon_starts[area_starts[area + 1]]; }
    [[nodiscard]] std::span<const Point> ring(std::uint32_t ring) const {
        return std::span(points).subspan(ring_starts[ring], ring_starts[ring + 1] - ring_starts[ring]);
    }

    void end_ring() { ring_starts.push_back(static_cast<std::uint32_t>(points.size())); }
    void end_polygon() { polygon_starts.push_back(static_cast<std::uint32_t>(ring_starts.size() - 1)); }
    void end_area() { area_starts.push_back(static_cast<std::uint32_t>(polygon_starts.size() - 1)); }

    /// Adds multipolygon `area` of `other` at the end.
    void append(const Polygons& other, std::size_t area);
};

/// Square metres of a ring, positive where it runs counter-clockwise.
[[nodiscard]] double signed_surface(std::span<const Point> ring);

/// Square metres of multipolygon `area`, holes subtracted. \pre area < polygons.size()
[[nodiscard]] double surface(const Polygons& polygons, std::size_t area);

/// Smallest Box around multipolygon `area`; empty if it has no points.
[[nodiscard]] Box bounds(const Polygons& polygons, std::size_t area);
[[nodiscard]] Box bounds(const Polygons& polygons);
[[nodiscard]] Box bounds(std::span<const Point> points);

/// Whether `p` lies inside multipolygon `area`, by crossings of a vertical line. Half-open: of the areas that
/// share an edge or a corner, exactly one holds a point on it (the one above; on a vertical edge the one to the right).
[[nodiscard]] bool contains(const Polygons& polygons, std::size_t area, Point p);

/// Where the edge a-b meets the vertical line at `x`. The same for a-b and b-a, to the last bit, so that two
/// neighbours agree about their shared border. \pre (a.x <= x) != (b.x <= x)
[[nodiscard]] double crossing_y(Point a, Point b, double x);

/// Makes outer rings counter-clockwise and holes clockwise, as the first ring of a polygon is the outer one.
void orient(Polygons& polygons);

}  // namespace geo
