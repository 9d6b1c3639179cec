#include "geo/error.h"
#include "geo/inner_point.h"
#include "geo/vector/own_source.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace geo::gdal {

namespace {

constexpr double farthest = 3e7;               // metres from the origin of a CRS; the Earth is 4e7 around
constexpr std::size_t careful_names = 20'000;  // areas whose names are put well inside; of more, in the middle
constexpr std::size_t most_names = 200'000;    // that are kept

/// Geometries, taken apart into areas, lines and dots; features by what they have.
struct Parts {
    Polygons areas;  // rings as they are
    Lines lines;
    std::vector<Point> dots;
    std::vector<std::uint32_t> area_feature;  // [areas]
    std::vector<std::uint32_t> line_feature;  // [lines]
    std::vector<std::uint32_t> dot_feature;   // [dots]

    [[nodiscard]] std::size_t points() const { return areas.points.size() + lines.points.size() + dots.size(); }
};

void append(const OGRSimpleCurve& curve, std::vector<Point>& to) {
    const auto count = static_cast<std::size_t>(curve.getNumPoints());
    const auto at = to.size();
    to.resize(at + count);
    if (count > 0) curve.getPoints(&to[at].x, sizeof(Point), &to[at].y, sizeof(Point));
}

class Taker {
public:
    explicit Taker(Parts& parts) : parts_(parts) {}

    /// \return whether there was anything in it
    bool take(const OGRGeometry* geometry, std::uint32_t feature) {
        feature_ = feature;
        const auto before = parts_.points();
        const auto polygons = parts_.areas.polygon_starts.size();
        std::unique_ptr<OGRGeometry> straight;
        if (geometry != nullptr && geometry->hasCurveGeometry(TRUE)) {
            straight.reset(geometry->getLinearGeometry());
            geometry = straight.get();
        }
        if (geometry != nullptr && !geometry->IsEmpty()) add(*geometry);
        if (parts_.areas.polygon_starts.size() > polygons) {
            parts_.areas.end_area();
            parts_.area_feature.push_back(feature);
        }
        return parts_.points() > before;
    }

private:
    void add(const OGRGeometry& geometry) {
        const auto type = wkbFlatten(geometry.getGeometryType());
        if (type == wkbPoint) {
            const auto& point = *geometry.toPoint();
            if (point.IsEmpty()) return;
            parts_.dots.push_back({point.getX(), point.getY()});
            parts_.dot_feature.push_back(feature_);
        } else if (type == wkbLineString) {
            append(*geometry.toLineString(), parts_.lines.points);
            if (parts_.lines.points.size() == parts_.lines.starts.back()) return;
            parts_.lines.end_line();
            parts_.line_feature.push_back(feature_);
        } else if (type == wkbPolygon || type == wkbTriangle) {
            add_polygon(*geometry.toPolygon());
        } else if (type == wkbPolyhedralSurface || type == wkbTIN) {
            for (const auto* part : *geometry.toPolyhedralSurface()) add_polygon(*part);
        } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection)) {
            for (const auto* part : *geometry.toGeometryCollection()) add(*part);
        }
    }
    void add_polygon(const OGRPolygon& polygon) {
        bool any = false;
        for (const auto* ring : polygon) {
            auto& points = parts_.areas.points;
            const auto begin = points.size();
            append(*ring, points);
            while (points.size() > begin + 1 && points.back() == points[begin]) points.pop_back();
            if (points.size() < begin + 2) {
                points.resize(begin);
                if (!any) return;  // no shell, so no holes either
                continue;
            }
            parts_.areas.end_ring();
            any = true;
        }
        if (any) parts_.areas.end_polygon();
    }

    Parts& parts_;
    std::uint32_t feature_ = 0;
};

bool in_reach(Point p) {
    return std::abs(p.x) <= farthest && std::abs(p.y) <= farthest;  // false for what is no number
}

bool all_in_reach(std::span<const Point> points) {
    return std::all_of(points.begin(), points.end(), in_reach);
}

/// Without what has no place here. \return features that lost something
std::size_t drop_unreachable(Parts& parts) {
    std::vector<std::uint32_t> lost;
    Parts kept;
    for (std::size_t a = 0; a < parts.areas.size(); ++a) {
        const auto first = parts.areas.ring_starts[parts.areas.first_ring(a)];
        const auto last = parts.areas.ring_starts[parts.areas.last_ring(a)];
        if (!all_in_reach(std::span(parts.areas.points).subspan(first, last - first))) {
            lost.push_back(parts.area_feature[a]);
            continue;
        }
        kept.areas.append(parts.areas, a);
        kept.area_feature.push_back(parts.area_feature[a]);
    }
    for (std::size_t l = 0; l < parts.lines.size(); ++l) {
        const auto line = parts.lines.line(l);
        if (!all_in_reach(line)) {
            lost.push_back(parts.line_feature[l]);
            continue;
        }
        kept.lines.points.insert(kept.lines.points.end(), line.begin(), line.end());
        kept.lines.end_line();
        kept.line_feature.push_back(parts.line_feature[l]);
    }
    for (std::size_t d = 0; d < parts.dots.size(); ++d) {
        if (!in_reach(parts.dots[d])) {
            lost.push_back(parts.dot_feature[d]);
            continue;
        }
        kept.dots.push_back(parts.dots[d]);
        kept.dot_feature.push_back(parts.dot_feature[d]);
    }
    if (lost.empty()) return 0;
    parts = std::move(kept);
    std::sort(lost.begin(), lost.end());
    return static_cast<std::size_t>(std::unique(lost.begin(), lost.end()) - lost.begin());
}

bool all_reachable(const Parts& parts) {
    return all_in_reach(parts.areas.points) && all_in_reach(parts.lines.points) && all_in_reach(parts.dots);
}

void transform(Parts& parts, const Crs& from, const Crs& to) {
    if (same_crs(from, to)) return;
    Box area = bounds(parts.areas.points);
    area.extend(bounds(parts.lines.points));
    area.extend(bounds(parts.dots));
    const Transform way(from, to, area);
    for (auto* points : {&parts.areas.points, &parts.lines.points, &parts.dots}) way.apply(*points);
}

double across(const Box& box) {
    return box.empty() ? 0 : std::hypot(box.max.x - box.min.x, box.max.y - box.min.y);
}

/// Where the name of each feature is written: once, in its largest part.
std::vector<PlacedName> place_names(Parts& parts, std::vector<std::string> text, unsigned threads) {
    std::vector<PlacedName> out(text.size());
    for (auto& name : out) name.size = -1;
    const auto place = [&](std::uint32_t feature, double size, auto&& at) {
        auto& name = out[feature];
        if (text[feature].empty() || size <= name.size) return;
        if (const auto found = at()) {
            name.at = *found;
            name.size = size;
        }
    };
    for (std::size_t d = 0; d < parts.dots.size(); ++d)
        place(parts.dot_feature[d], 0, [&] { return std::optional(parts.dots[d]); });
    for (std::size_t l = 0; l < parts.lines.size(); ++l) {
        const auto line = parts.lines.line(l);
        place(parts.line_feature[l], across(bounds(line)), [&] { return std::optional(line[line.size() / 2]); });
    }
    std::vector<std::optional<InnerPoint>> inner;
    if (parts.areas.size() <= careful_names) {
        orient(parts.areas);
        inner = inner_points(parts.areas, threads);
    }
    for (std::size_t a = 0; a < parts.areas.size(); ++a) {
        const auto box = bounds(parts.areas, a);
        place(parts.area_feature[a], across(box), [&]() -> std::optional<Point> {
            if (!inner.empty()) return inner[a] ? std::optional(inner[a]->at) : std::nullopt;
            return Point{(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2};
        });
    }
    for (std::size_t i = 0; i < text.size(); ++i) out[i].text = std::move(text[i]);
    std::erase_if(out, [](const PlacedName& name) { return name.size < 0 || name.text.empty(); });
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.size > b.size; });
    if (out.size() > most_names) out.resize(most_names);
    return out;
}

std::vector<std::string> columns_of(OGRLayer& layer) {
    std::vector<std::string> out;
    const auto* definition = layer.GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i) out.emplace_back(definition->GetFieldDefn(i)->GetNameRef());
    return out;
}

void read_label_only(OGRLayer& layer, const std::vector<std::string>& columns, int label) {
    CPLStringList ignored;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (static_cast<int>(i) != label) ignored.AddString(columns[i].c_str());
    }
    ignored.AddString("OGR_STYLE");
    layer.SetIgnoredFields(const_cast<const char**>(ignored.List()));
}

}  // namespace

OwnLayerContent read_vector(const OwnLayerRequest& request, OwnSource source) {
    auto& layer = *source.vector;
    const auto crs = crs_of(request, source.label, wkt_of(layer.GetSpatialRef()), "ogr2ogr -a_srs EPSG:28992 …");
    OwnLayerContent content{source.layer, source.names, {}, {}, nullptr, nullptr};
    auto out = std::make_shared<OwnVector>();
    out->columns = columns_of(layer);
    const int label = request.label.empty() ? -1 : layer.GetLayerDefn()->GetFieldIndex(request.label.c_str());
    if (!request.label.empty() && label < 0) {
        content.remark = out->columns.empty() ? Sentence("{}: no column '{}'; it has none", source.label, request.label)
                                              : Sentence("{}: no column '{}'; it has '{}'", source.label, request.label,
                                                         fmt::join(out->columns, "', '"));
    }
    read_label_only(layer, out->columns, label);

    Parts parts;
    Taker taker(parts);
    std::vector<std::string> text;
    const Messages messages;
    layer.ResetReading();
    for (OGRFeatureUniquePtr feature(layer.GetNextFeature()); feature; feature.reset(layer.GetNextFeature())) {
        if (out->features % 1024 == 0) check(request);
        if (!taker.take(feature->GetGeometryRef(), static_cast<std::uint32_t>(out->features++))) ++out->without;
        if (label >= 0) text.emplace_back(feature->IsFieldSetAndNotNull(label) ? feature->GetFieldAsString(label) : "");
        if (parts.points() > most_own_points) {
            fail(
                "{}: holds more than {} million points; make it smaller first (ogr2ogr -simplify 5 …, or a part of it "
                "with -spat)",
                source.label, most_own_points / 1'000'000);
        }
    }
    if (messages.failed()) fail("{}: the file is damaged or cut off ({})", source.label, messages.failure());
    if (out->features == 0) fail("{}: holds no rows", source.label);
    if (out->without == out->features) fail("{}: none of its {} rows has a place", source.label, out->features);

    transform(parts, crs, request.crs);
    if (!all_reachable(parts)) out->outside = drop_unreachable(parts);
    if (out->outside > 0 && out->outside + out->without == out->features)
        fail("{}: none of its places can be brought to the map from {}; is that its coordinate reference system?",
             source.label, crs.name);
    check(request);
    if (!text.empty()) out->names = place_names(parts, std::move(text), request.threads);
    check(request);
    auto lines = borders(parts.areas);
    parts.areas = {};
    if (lines.size() == 0) {
        lines = std::move(parts.lines);
    } else {
        for (std::size_t l = 0; l < parts.lines.size(); ++l) {
            const auto line = parts.lines.line(l);
            lines.points.insert(lines.points.end(), line.begin(), line.end());
            lines.end_line();
        }
        parts.lines = {};
    }
    check(request);
    if (lines.size() > 0) out->lines = std::make_shared<const Strokes>(line_strokes(lines, request.threads));
    check(request);
    if (!parts.dots.empty()) out->dots = std::make_shared<const Strokes>(dot_strokes(parts.dots));
    for (const auto& strokes : {out->lines, out->dots}) {
        if (strokes != nullptr) content.bounds.extend(strokes->bounds);
    }
    content.vector = std::move(out);
    return content;
}

}  // namespace geo::gdal
