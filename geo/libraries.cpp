#include "geo/libraries.h"

#include <gdal.h>
#include <geos_c.h>
#include <proj.h>
#include <sqlite3.h>

namespace geo {

std::map<std::string, std::string> library_versions() {
    return {{"GDAL", GDALVersionInfo("RELEASE_NAME")},
            {"GEOS", GEOSversion()},
            {"PROJ", proj_info().version},
            {"SQLite", sqlite3_libversion()}};
}

}  // namespace geo
