#pragma once

#include "geo/geometry.h"

#include <memory>
#include <span>
#include <string>

namespace geo {

/// A coordinate reference system, horizontal part only. Coordinates are x east, y north (longitude, latitude) always.
struct Crs {
    std::string wkt;   // WKT2:2019; empty if unknown
    std::string name;  // "Amersfoort / RD New"
    std::string id;    // "EPSG:28992"; empty if it has none
    bool geographic = false;
    double metres_per_unit = 1;  // of a projected CRS

    [[nodiscard]] bool known() const { return !wkt.empty(); }
    [[nodiscard]] bool metric() const { return known() && !geographic && metres_per_unit == 1; }
};

/// From "EPSG:28992", WKT or PROJ text. Vertical parts are left out. \throws Error if PROJ does not know it
[[nodiscard]] Crs parse_crs(const std::string& text);

/// Whether coordinates of both mean the same place, axis order aside.
[[nodiscard]] bool same_crs(const Crs& a, const Crs& b);

/// An operation between two CRSs, chosen once: the best one that needs no grid file this machine lacks. The network is
/// never used.
class Transform {
public:
    /// \param area where it will be used, in `from`; helps to choose \throws Error if there is no operation
    Transform(const Crs& from, const Crs& to, const Box& area);

    /// In place. \return points that could not be transformed (they become infinite)
    std::size_t apply(std::span<Point> points) const;

    [[nodiscard]] const std::string& operation() const { return operation_; }
    /// Metres; negative if unknown.
    [[nodiscard]] double accuracy() const { return accuracy_; }

private:
    struct Release {
        void operator()(void* pj) const;
    };
    std::unique_ptr<void, Release> pj_;  // PJ*, with its own context
    std::string operation_;
    double accuracy_ = -1;
};

/// A projected CRS in metres for a layer: its own where that is one; RD New for longitude and latitude within the
/// Netherlands; else an equal-area projection (Lambert azimuthal) around the data. \param area bounds of the layer, in
/// its CRS
[[nodiscard]] Crs metric_crs(const Crs& layer, const Box& area);

}  // namespace geo
