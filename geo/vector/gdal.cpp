#include "geo/vector/gdal.h"

#include <mutex>

namespace geo::gdal {

void start() {
    static std::once_flag once;
    std::call_once(once, [] {
        GDALAllRegister();
        // A GeoPackage's triggers and statistics may be stale or hostile; nothing here needs them.
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");  // no limit: national files hold large features
    });
}

Messages::Messages() { CPLPushErrorHandlerEx(handle, this); }

Messages::~Messages() {
    CPLPopErrorHandler();
    CPLErrorReset();
}

void CPL_STDCALL Messages::handle(CPLErr severity, CPLErrorNum, const char* text) {
    auto& self = *static_cast<Messages*>(CPLGetErrorHandlerUserData());
    if (severity >= CE_Failure && self.failure_.empty()) self.failure_ = text;
    if (severity == CE_Warning && self.warning_.empty()) self.warning_ = text;
}

}  // namespace geo::gdal
