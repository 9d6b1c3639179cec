#include "app/cli/json.h"

namespace cli {

Json to_json(const geo::Report& report) {
    auto out = Json::array();
    for (const auto& note : report.notes) {
        Json entry{{"kind", geo::kind_name(note.kind)}, {"source", note.source}, {"what", note.what.text()}};
        if (!note.measurement.empty()) entry["measurement"] = note.measurement;
        if (note.count > 0) entry["count"] = note.count;
        if (!note.examples.empty()) entry["which"] = note.examples;
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace cli
