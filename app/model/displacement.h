#pragma once

#include "app/model/request_job.h"
#include "app/model/state.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace model {

/// What displacement is to be told of: of the change shown, around the areas of the level shown. Nothing where it is
/// not asked for, or cannot be: see no_displacement().
[[nodiscard]] std::optional<geo::DisplacementAsked> displacement_request(const State& state, const Results& results);

/// Key of a sentence: why there is none of what is shown, though asked for; null where there may be.
[[nodiscard]] const char* no_displacement(const State& state, const Results& results);

/// Whether what is asked for has yet to be told.
[[nodiscard]] bool awaits_displacement(const State& state, const Results& results);

/// What was told of the level and change shown; null where nothing was, or not yet.
[[nodiscard]] std::shared_ptr<const geo::LevelDisplacement> displacement_found(const State& state,
                                                                               const Results& results);

/// What coincided in one area and around it, a sentence each, with what it is worth.
[[nodiscard]] std::vector<std::string> displacement_sentences(const geo::LevelDisplacement& found, std::size_t row,
                                                              Language language);

/// Tells it now. Stopped, what is there is of no use.
[[nodiscard]] DisplacementTold find_displacement(const std::shared_ptr<const Scene>& scene,
                                                 const geo::DisplacementAsked& asked, unsigned threads,
                                                 const std::stop_token& stop = {},
                                                 const std::function<void(double)>& progress = {});

/// Tells it beside the window.
class DisplacementJob : public RequestJob<geo::DisplacementAsked, geo::LevelDisplacement> {
public:
    /// \param threads 0: one per processor
    DisplacementJob(unsigned threads, std::function<void()> wake);
    void follow(const State& state, const Results& results);
};

}  // namespace model
