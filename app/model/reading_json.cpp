#include "app/model/reading_json.h"

#include "app/model/index_file.h"
#include "geo/error.h"

#include <string>

namespace model {

using Json = nlohmann::ordered_json;

Json to_json(const Reading& reading) {
    Json out = Json::object();
    const auto add = [&](const char* key, const auto& value) {
        if (!value.empty()) out[key] = value;
    };
    add("layers", reading.layers);
    add("where", reading.where);
    add("bbox", reading.bbox);
    add("crs", reading.crs);
    add("sets", reading.sets);
    add("neighbours", reading.neighbours);
    add("dissolve", reading.dissolve);
    add("code", reading.code);
    add("name", reading.name);
    add("values", reading.values);
    add("measurement", reading.measurement);
    add("level", reading.level);
    add("edition", reading.edition);
    if (reading.across_editions) out["across_editions"] = true;
    add("weight", reading.weight);
    if (reading.by_share) out["membership"] = "share";
    if (reading.own_scores) out["own_scores"] = true;
    add("scheme", reading.scheme);
    if (reading.classes != Reading().classes) out["classes"] = reading.classes;
    add("limits", reading.limits);
    if (reading.index) out["index"] = to_toml(*reading.index);
    add("index_file", reading.index_file);
    return out;
}

Reading reading_from(const Json& json) {
    Reading out;
    const auto read = [&](const char* key, auto& value) {
        if (const auto at = json.find(key); at != json.end()) at->get_to(value);
    };
    read("layers", out.layers);
    read("where", out.where);
    read("bbox", out.bbox);
    read("crs", out.crs);
    read("sets", out.sets);
    read("neighbours", out.neighbours);
    read("dissolve", out.dissolve);
    read("code", out.code);
    read("name", out.name);
    read("values", out.values);
    read("measurement", out.measurement);
    read("level", out.level);
    read("edition", out.edition);
    read("across_editions", out.across_editions);
    read("weight", out.weight);
    std::string membership;
    read("membership", membership);
    out.by_share = membership == "share";
    read("own_scores", out.own_scores);
    read("scheme", out.scheme);
    if (const auto at = json.find("classes"); at != json.end()) {
        const auto classes = at->get<double>();
        if (!(classes >= 2 && classes <= 100)) geo::fail("{} classes", at->dump());
        out.classes = static_cast<unsigned>(classes);
    }
    read("limits", out.limits);
    std::string index;
    read("index", index);
    if (!index.empty()) out.index = index_from(index, "the model of the index");
    read("index_file", out.index_file);
    return out;
}

}  // namespace model
