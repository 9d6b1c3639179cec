#include "geo/crs.h"

#include "geo/error.h"

#include <cmath>

#include <proj.h>

namespace geo {

namespace {

struct ContextRelease {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct PjRelease {
    void operator()(PJ* pj) const { proj_destroy(pj); }
};
using ContextPtr = std::unique_ptr<PJ_CONTEXT, ContextRelease>;
using PjPtr = std::unique_ptr<PJ, PjRelease>;

/// Silent and offline. One per thread: a PROJ context may be used by one thread at a time.
PJ_CONTEXT* context() {
    thread_local const ContextPtr own = [] {
        ContextPtr made(proj_context_create());
        proj_context_set_enable_network(made.get(), 0);
        proj_log_level(made.get(), PJ_LOG_NONE);
        return made;
    }();
    return own.get();
}

std::string text_or_empty(const char* text) {
    return text != nullptr ? text : "";
}

PjPtr create(const std::string& definition) {
    return PjPtr(proj_create(context(), definition.c_str()));
}

/// The horizontal part: compound and bound CRSs are unwrapped.
PjPtr horizontal(PjPtr pj) {
    for (;;) {
        const auto type = proj_get_type(pj.get());
        if (type == PJ_TYPE_COMPOUND_CRS) {
            pj.reset(proj_crs_get_sub_crs(context(), pj.get(), 0));
        } else if (type == PJ_TYPE_BOUND_CRS) {
            pj.reset(proj_get_source_crs(context(), pj.get()));
        } else {
            return pj;
        }
    }
}

double unit_of(PJ* crs) {
    const PjPtr system(proj_crs_get_coordinate_system(context(), crs));
    double factor = 1;
    if (system) {
        proj_cs_get_axis_info(context(), system.get(), 0, nullptr, nullptr, nullptr, &factor, nullptr, nullptr,
                              nullptr);
    }
    return factor;
}

}  // namespace

Crs parse_crs(const std::string& text) {
    auto pj = create(text);
    if (!pj || !proj_is_crs(pj.get()))
        fail("'{}' is no coordinate reference system that PROJ knows", text.substr(0, 80));
    pj = horizontal(std::move(pj));
    Crs crs;
    crs.wkt = text_or_empty(proj_as_wkt(context(), pj.get(), PJ_WKT2_2019, nullptr));
    crs.name = text_or_empty(proj_get_name(pj.get()));
    const auto authority = text_or_empty(proj_get_id_auth_name(pj.get(), 0));
    if (!authority.empty()) crs.id = authority + ":" + text_or_empty(proj_get_id_code(pj.get(), 0));
    const auto type = proj_get_type(pj.get());
    crs.geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    if (!crs.geographic && type != PJ_TYPE_PROJECTED_CRS) {
        fail("'{}' is neither a projected nor a geographic coordinate reference system", crs.name);
    }
    if (!crs.geographic) crs.metres_per_unit = unit_of(pj.get());
    return crs;
}

bool same_crs(const Crs& a, const Crs& b) {
    if (a.wkt == b.wkt || (!a.id.empty() && a.id == b.id)) return true;
    const auto first = create(a.wkt);
    const auto second = create(b.wkt);
    return first && second &&
           proj_is_equivalent_to_with_ctx(context(), first.get(), second.get(),
                                          PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0;
}

void Transform::Release::operator()(void* pj) const {
    proj_destroy(static_cast<PJ*>(pj));
}

Transform::Transform(const Crs& from, const Crs& to, const Box& area) {
    const auto source = create(from.wkt);
    const auto target = create(to.wkt);
    struct FactoryRelease {
        void operator()(PJ_OPERATION_FACTORY_CONTEXT* c) const { proj_operation_factory_context_destroy(c); }
    };
    struct ListRelease {
        void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
    };
    const std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, FactoryRelease> factory(
        proj_create_operation_factory_context(context(), nullptr));
    proj_operation_factory_context_set_spatial_criterion(context(), factory.get(),
                                                         PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(context(), factory.get(),
                                                             PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    if (from.geographic && !area.empty()) {
        proj_operation_factory_context_set_area_of_interest(context(), factory.get(), area.min.x, area.min.y,
                                                            area.max.x, area.max.y);
    }
    const std::unique_ptr<PJ_OBJ_LIST, ListRelease> list(
        source && target ? proj_create_operations(context(), source.get(), target.get(), factory.get()) : nullptr);
    if (!list || proj_list_get_count(list.get()) == 0) fail("no way is known from {} to {}", from.name, to.name);
    const PjPtr best(proj_list_get(context(), list.get(), 0));
    operation_ = text_or_empty(proj_get_name(best.get()));
    accuracy_ = proj_coordoperation_get_accuracy(context(), best.get());
    pj_.reset(proj_normalize_for_visualization(context(), best.get()));
    if (!pj_) fail("no way is known from {} to {}", from.name, to.name);
}

std::size_t Transform::apply(std::span<Point> points) const {
    if (points.empty()) return 0;
    auto* pj = static_cast<PJ*>(pj_.get());
    proj_trans_generic(pj, PJ_FWD, &points[0].x, sizeof(Point), points.size(), &points[0].y, sizeof(Point),
                       points.size(), nullptr, 0, 0, nullptr, 0, 0);
    std::size_t failed = 0;
    for (const auto& p : points) failed += std::isfinite(p.x) && std::isfinite(p.y) ? 0u : 1u;
    return failed;
}

Crs metric_crs(const Crs& layer, const Box& area) {
    if (layer.metric()) return layer;
    auto where = area;
    if (!layer.geographic && !area.empty()) {
        Point corners[2] = {area.min, area.max};
        Transform(layer, parse_crs("EPSG:4326"), {}).apply(corners);
        where = Box{corners[0], corners[1]};
    }
    // Bounds of EPSG:28992's area of use, and a little more for borders that were simplified.
    if (where.min.x > 3.1 && where.max.x < 7.4 && where.min.y > 50.6 && where.max.y < 53.8)
        return parse_crs("EPSG:28992");
    if (!where.empty() && (where.min.x < -360 || where.max.x > 360 || where.min.y < -90.001 || where.max.y > 90.001)) {
        fail(
            "its coordinates ({:.6g}, {:.6g} and further) are no degrees of longitude and latitude; name its CRS with "
            "--crs",
            where.min.x, where.min.y);
    }
    const double longitude = where.empty() ? 0 : std::round((where.min.x + where.max.x) / 2);
    const double latitude = where.empty() ? 0 : std::round((where.min.y + where.max.y) / 2);
    auto crs =
        parse_crs(fmt::format("+proj=laea +lat_0={} +lon_0={} +datum=WGS84 +units=m +type=crs", latitude, longitude));
    crs.name = fmt::format("Lambert azimuthal equal-area around latitude {}, longitude {}", latitude, longitude);
    return crs;
}

}  // namespace geo
