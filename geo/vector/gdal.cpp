#include "geo/vector/gdal.h"

#include <mutex>

namespace geo::gdal {

void start() {
    static std::once_flag once;
    std::call_once(once, [] {
        GDALAllRegister();
        // Of an aerial picture only what is seen is read: no need to keep a twentieth of the memory for it.
        if (CPLGetConfigOption("GDAL_CACHEMAX", nullptr) == nullptr) GDALSetCacheMax64(GIntBig{256} << 20);
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");  // no limit: national files hold large features
        for (const char* format : {"OGR_ODS_HEADERS", "OGR_XLSX_HEADERS"})
            CPLSetConfigOption(format, "FORCE");  // the first row holds the names, also where all rows are text or none
        CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");  // nothing is written beside an input
    });
}

Messages::Messages() {
    CPLPushErrorHandlerEx(handle, this);
}

Messages::~Messages() {
    CPLPopErrorHandler();
    CPLErrorReset();
}

Sentence Messages::reason() const {
    return failed() ? Sentence::verbatim(failure_) : Sentence("unknown reason");
}

Sentence Messages::reason_in_brackets() const {
    return failed() ? Sentence::verbatim(" (" + failure_ + ")") : Sentence();
}

void CPL_STDCALL Messages::handle(CPLErr severity, CPLErrorNum, const char* text) {
    auto& self = *static_cast<Messages*>(CPLGetErrorHandlerUserData());
    if (severity >= CE_Failure && self.failure_.empty()) self.failure_ = text;
}

std::string wkt_of(const OGRSpatialReference* reference) {
    // GeoPackage writes "Undefined Cartesian SRS" or "Undefined geographic SRS" where a layer has none.
    if (reference == nullptr || (reference->GetName() != nullptr && STARTS_WITH(reference->GetName(), "Undefined ")))
        return {};
    char* wkt = nullptr;
    const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
    const Messages silent;
    const bool exported = reference->exportToWkt(&wkt, options) == OGRERR_NONE && wkt != nullptr;
    std::string out = exported ? wkt : "";
    CPLFree(wkt);
    return out;
}

}  // namespace geo::gdal
