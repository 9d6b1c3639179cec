#pragma once

#include "geo/sentence.h"

#include <string>

#include <ogrsf_frmts.h>

namespace geo::gdal {

/// Private to geo/vector: registers GDAL's drivers once, and the settings the program relies on.
void start();

/// Catches what GDAL would print while it exists, in this thread. GDAL reports many failures in no other way.
class Messages {
public:
    Messages();
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    [[nodiscard]] bool failed() const { return !failure_.empty(); }
    [[nodiscard]] const std::string& failure() const { return failure_; }  // the first one
    [[nodiscard]] Sentence reason() const;              // the same, in GDAL's words; of our own where it said nothing
    [[nodiscard]] Sentence reason_in_brackets() const;  // " (…)", or nothing
    void clear() { failure_.clear(); }

private:
    static void CPL_STDCALL handle(CPLErr severity, CPLErrorNum number, const char* text);
    std::string failure_;
};

/// WKT2; empty where it is null or stands for none.
[[nodiscard]] std::string wkt_of(const OGRSpatialReference* reference);

}  // namespace geo::gdal
