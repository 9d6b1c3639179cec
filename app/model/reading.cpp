#include "app/model/reading.h"

#include "app/model/scene.h"

namespace model {

std::vector<std::string*> files_beside(Reading& reading) {
    std::vector<std::string*> out;
    for (auto& file : reading.sets) out.push_back(&file);
    if (!reading.neighbours.empty()) out.push_back(&reading.neighbours);
    return out;
}

std::vector<std::string> files_beside(const Reading& reading) {
    auto copy = reading;
    std::vector<std::string> out;
    for (const auto* file : files_beside(copy)) out.push_back(*file);
    return out;
}

Reading reading_of(const SceneOptions& options) {
    const auto& load = options.load;
    const auto& assess = options.assess;
    Reading out;
    out.layers = load.layers;
    out.where = load.where;
    if (!load.bbox.empty()) out.bbox = {load.bbox.min.x, load.bbox.min.y, load.bbox.max.x, load.bbox.max.y};
    out.crs = load.crs;
    out.sets = load.sets;
    out.neighbours = load.neighbours;
    out.dissolve = load.dissolve;
    out.code = load.hints.code;
    out.name = load.hints.name;
    out.values = load.hints.values;
    out.measurement = load.hints.measurement;
    out.level = load.hints.level;
    out.edition = load.edition;
    out.across_editions = load.across_editions;
    out.weight = load.hints.weight;
    out.by_share = assess.membership == geo::Membership::share;
    out.own_scores = assess.own_scores;
    out.scheme = assess.scheme;
    out.classes = static_cast<unsigned>(assess.classes);
    out.limits = assess.limits;
    out.index = load.index;
    out.index_file = load.index_file;
    return out;
}

void read_so(SceneOptions& options, const Reading& reading) {
    auto& load = options.load;
    auto& assess = options.assess;
    load.layers = reading.layers;
    load.where = reading.where;
    load.bbox = {};
    if (reading.bbox.size() == 4) load.bbox = {{reading.bbox[0], reading.bbox[1]}, {reading.bbox[2], reading.bbox[3]}};
    load.crs = reading.crs;
    load.sets = reading.sets;
    load.neighbours = reading.neighbours;
    load.dissolve = reading.dissolve;
    load.hints.code = reading.code;
    load.hints.name = reading.name;
    load.hints.values = reading.values;
    load.hints.measurement = reading.measurement;
    load.hints.level = reading.level;
    load.edition = reading.edition;
    load.across_editions = reading.across_editions;
    load.hints.weight = assess.weight = reading.weight;
    assess.membership = reading.by_share ? geo::Membership::share : geo::Membership::centroid;
    assess.own_scores = reading.own_scores;
    assess.scheme = reading.scheme;
    assess.classes = reading.classes;
    assess.limits = reading.limits;
    load.index = reading.index;
    load.index_file = reading.index_file;
}

}  // namespace model
