#pragma once

#include "app/model/displacement.h"
#include "app/model/hotspots.h"
#include "app/model/sure.h"

#include <functional>

namespace model {

/// All that answer requests beside the window.
class RequestJobs {
public:
    /// \param threads 0: one per processor \param wake as RequestJob has it
    RequestJobs(unsigned threads, const std::function<void()>& wake)
        : sure_(threads, wake), hotspots_(threads, wake), displacement_(threads, wake) {}

    void follow(const State& state, const Results& results) {
        sure_.follow(state, results);
        hotspots_.follow(state, results);
        displacement_.follow(state, results);
    }
    [[nodiscard]] Actions poll() {
        auto out = sure_.poll();
        for (auto&& more : {hotspots_.poll(), displacement_.poll()}) out.insert(out.end(), more.begin(), more.end());
        return out;
    }
    /// Whether anything that is asked for has yet to be answered.
    [[nodiscard]] static bool awaits(const State& state, const Results& results) {
        return awaits_sureness(state, results) || awaits_hotspots(state, results) ||
               awaits_displacement(state, results);
    }

private:
    SureJob sure_;
    HotspotJob hotspots_;
    DisplacementJob displacement_;
};

}  // namespace model
