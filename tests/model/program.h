#pragma once

#include "app/model/derive.h"

#include <memory>
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

}  // namespace scenes
