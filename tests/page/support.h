#pragma once

#include "app/model/derive.h"
#include "app/page/picture.h"
#include "app/page/sheet.h"
#include "geo/classify.h"
#include "tests/model/scenes.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

namespace pages {

/// The demo town, drawn as `render` does.
struct Town {
    model::State state;
    model::Results results;
    model::Deriver derive;

    explicit Town(const std::string& level = {}, const std::string& area = {}) {
        static const auto scene = scenes::load({DEMO});
        results.phase = model::Results::Phase::ready;
        results.scene = scene;
        state.level = level;
        if (!area.empty()) {
            state.selected = {area};
            state.selected_level = "buurt";
        }
    }
    const model::Derived& derived() { return derive(state, results); }
    [[nodiscard]] geo::Box extent() const { return results.scene->bounds(); }
};

inline page::Sheet sheet_of(const Town& town, page::Format format, double width, double height) {
    page::Sheet out;
    out.format = format;
    out.width = width;
    out.height = height;
    out.extent = town.extent();
    out.threads = 1;
    return out;
}

/// Shortest distance from a point to the borders of an area.
inline double clearance(const geo::Polygons& polygons, std::size_t area, geo::Point p) {
    double out = 1e300;
    for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& a = ring[i];
            const auto& b = ring[(i + 1) % ring.size()];
            const double dx = b.x - a.x;
            const double dy = b.y - a.y;
            const double t =
                std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / std::max(dx * dx + dy * dy, 1e-12), 0.0, 1.0);
            out = std::min(out, std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
        }
    }
    return out;
}

/// A point of an area that lies at least so far from its borders, if one of a lattice of points does.
inline std::optional<geo::Point> inner_point(const geo::Polygons& polygons, std::size_t area, double least) {
    constexpr int steps = 40;
    const auto box = geo::bounds(polygons, area);
    std::optional<geo::Point> out;
    double best = least;
    for (int i = 1; i < steps; ++i) {
        for (int j = 1; j < steps; ++j) {
            const geo::Point p{box.min.x + (box.max.x - box.min.x) * i / steps,
                               box.min.y + (box.max.y - box.min.y) * j / steps};
            if (!geo::contains(polygons, area, p)) continue;
            if (const double d = clearance(polygons, area, p); d >= best) {
                best = d;
                out = p;
            }
        }
    }
    return out;
}

/// A PNG as Cairo reads it.
inline page::Picture decoded(const std::string& png) {
    struct Source {
        const std::string& bytes;
        std::size_t at = 0;
    } source{png};
    auto* surface = cairo_image_surface_create_from_png_stream(
        [](void* from, unsigned char* to, unsigned count) {
            auto& s = *static_cast<Source*>(from);
            if (s.bytes.size() - s.at < count) return CAIRO_STATUS_READ_ERROR;
            std::memcpy(to, s.bytes.data() + s.at, count);
            s.at += count;
            return CAIRO_STATUS_SUCCESS;
        },
        &source);
    page::Picture out;
    if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
        out.width = cairo_image_surface_get_width(surface);
        out.height = cairo_image_surface_get_height(surface);
        for (int y = 0; y < out.height; ++y) {
            const auto* row = cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
            for (int x = 0; x < out.width; ++x) {
                std::uint32_t pixel;
                std::memcpy(&pixel, row + 4 * x, 4);
                out.pixels.push_back(pixel & 0xffffff);
            }
        }
    }
    cairo_surface_destroy(surface);
    return out;
}

inline std::uint32_t pixel_at(const page::Picture& picture, int x, int y) {
    return picture
        .pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x)];
}

/// Whether a pixel is what a class byte is drawn with: its colour, or the ink of its pattern.
inline bool is_of(std::uint32_t pixel, const geo::NoDataStyle& style) {
    return pixel == page::packed(style.ground) ||
           (style.pattern != geo::Pattern::plain && pixel == page::packed(style.ink));
}

}  // namespace pages
