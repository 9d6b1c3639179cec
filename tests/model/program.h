#pragma once

#include "app/model/derive.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

namespace scenes {

/// The program without a window, with a scene open.
struct Program {
    model::State state;
    model::Results results;
    model::Deriver derive;

    explicit Program(std::shared_ptr<const model::Scene> scene) {
        (*this)(model::MapResized{800, 600});
        (*this)(model::Opened{{"files"}});
        (*this)(model::Loaded{1, std::move(scene)});
    }
    void operator()(const model::Action& action) { model::apply(state, results, action); }
    const model::Derived& derived() { return derive(state, results); }
    const model::Theme& theme() { return *derived().theme; }
};

/// Until the job has told what is asked for, or nothing is asked for any more.
template <typename Job>
void settle(Program& program, Job& job, bool (*awaits)(const model::State&, const model::Results&)) {
    for (int tick = 0; tick < 12000; ++tick) {
        for (const auto& action : job.poll()) program(action);
        job.follow(program.state, program.results);
        if (!job.running() && !awaits(program.state, program.results)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "it takes longer than a minute";
}

}  // namespace scenes
