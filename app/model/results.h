#pragma once

#include "app/model/overlays.h"
#include "app/model/scene.h"
#include "geo/displacement.h"
#include "geo/hotspots_over_time.h"
#include "geo/sentence.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geo {
struct LevelRobustness;
}

namespace model {

/// What is to be told of how sure figures are.
struct SureRequest {
    std::string level;
    std::string measurement;                   // label
    std::map<std::string, double> importance;  // empty: as given
    double concentration = 100;
    friend bool operator==(const SureRequest&, const SureRequest&) = default;
};

/// What hotspots are to be found.
struct HotspotRequest {
    std::string level;
    geo::HotspotsAsked asked;                  // with its subject
    std::map<std::string, double> importance;  // of an own index, whose total it is; empty: as given
    friend bool operator==(const HotspotRequest&, const HotspotRequest&) = default;
};
struct HotspotsFound {
    geo::LevelHotspots level;
    std::optional<geo::HotspotsOverTime> over_time;  // refers to it
    HotspotsFound() = default;
    HotspotsFound(const HotspotsFound&) = delete;
    HotspotsFound& operator=(const HotspotsFound&) = delete;
};

/// What came last of one kind of request.
template <typename Request, typename Found>
struct JobAnswer {
    std::optional<Request> request;
    std::shared_ptr<const Found> found;  // null: see failure
    geo::Sentence failure;
    double part = 0;  // done of the next, in [0, 1]
};
using SureAnswer = JobAnswer<SureRequest, geo::LevelRobustness>;
using HotspotsAnswer = JobAnswer<HotspotRequest, HotspotsFound>;
using DisplacementAnswer = JobAnswer<geo::DisplacementAsked, geo::LevelDisplacement>;

/// What jobs have brought, keyed by the request they answer.
struct Results {
    enum class Phase {
        nothing,
        loading,
        ready,
        failed,
        cancelled
    };
    unsigned number = 0;  // of the request that phase is about
    Phase phase = Phase::nothing;
    double part = 0;    // done, in [0, 1]
    std::string doing;  // file being read
    geo::Sentence failure;
    std::shared_ptr<const Scene> scene;  // of the last load that succeeded; null before
    std::string writing;                 // file that an errand is writing; empty: none
    double written = 0;                  // of it, in [0, 1]
    std::vector<std::string> notices;    // sentences of errands: what was written, what could not be; the last is shown
    Overlays overlays;                   // of that scene
    SureAnswer sure;                     // likewise
    HotspotsAnswer hotspots;             // likewise
    DisplacementAnswer displacement;     // likewise
};

}  // namespace model
