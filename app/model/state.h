#pragma once

#include "app/model/scene.h"
#include "app/model/text.h"
#include "app/model/view.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace model {

/// What a load job is to do. Two requests are the same if they have the same number.
struct LoadRequest {
    unsigned number = 0;  // 0: nothing was asked for yet
    std::vector<std::string> inputs;
    friend bool operator==(const LoadRequest& a, const LoadRequest& b) { return a.number == b.number; }
};

/// Everything a session is, as one value: recorded, compared in tests. Nothing in it is derived; see derive.h for what
/// follows from it. Names that the scene does not have select nothing; empty names are the scene's own first choice.
struct State {
    LoadRequest load;
    View view;
    bool fit_on_load = true;            // the view has not been moved since the last load was asked for
    std::string level;                  // "buurt", "cells", or by_scale
    std::string dimension;              // "afw", "won" ...; empty: the total
    std::string measurement;            // label; empty: the last
    std::string hovered;                // code, of the level shown
    std::vector<std::string> selected;  // codes, of the level shown, in the order they were chosen
    std::string selected_level;
    std::string reference = "fixed";  // what areas are compared with: see geo::References::find()
    std::string compare_from;         // label; empty: the earliest that is comparable
    bool playing = false;             // steps through the measurements
    bool legend = true;               // shown
    bool overlay = false;             // F1: what the program is doing
    Language language = Language::english;
    friend bool operator==(const State&, const State&) = default;
};

/// Level that stands for "whichever suits the scale".
inline constexpr const char* by_scale = "scale";

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
    double part = 0;                     // done, in [0, 1]
    std::string doing;                   // file being read
    std::string failure;                 // one sentence
    std::shared_ptr<const Scene> scene;  // of the last load that succeeded; null before
};

// What can happen. Those of the user are each one line in a recorded session (session.h).
struct Opened {
    std::vector<std::string> inputs;
};
struct LoadCancelled {};
struct MapResized {
    int width = 1;
    int height = 1;
};
struct ViewMoved {
    geo::Point centre;
    double metres_per_pixel = 1;
};
struct Fitted {};  // everything, or the selected areas where there are any
struct LevelChosen {
    std::string level;
};
struct DimensionChosen {
    std::string code;
};
struct MeasurementChosen {
    std::string label;
};
struct Hovered {
    std::string code;
};  // empty: nothing
struct Selected {
    std::string code;
    bool add = false;
};  // empty: nothing; add: in or out of those selected
struct ReferenceChosen {
    std::string against;  // "fixed", "gemeente", "all" or a code
};
struct BaselineChosen {
    std::string label;
};  // of an earlier measurement; empty: the earliest that is comparable
struct PlayToggled {};
struct LegendToggled {};
struct OverlayToggled {};
struct LanguageChosen {
    Language language = Language::english;
};
struct MessageDismissed {};
// Those of the load job; a recorded session does not hold them.
struct LoadProgressed {
    unsigned number = 0;
    double part = 0;
    std::string doing;
};
struct Loaded {
    unsigned number = 0;
    std::shared_ptr<const Scene> scene;
};
struct LoadFailed {
    unsigned number = 0;
    std::string sentence;
};

using Action =
    std::variant<Opened, LoadCancelled, MapResized, ViewMoved, Fitted, LevelChosen, DimensionChosen, MeasurementChosen,
                 Hovered, Selected, ReferenceChosen, BaselineChosen, PlayToggled, LegendToggled, OverlayToggled,
                 LanguageChosen, MessageDismissed, LoadProgressed, Loaded, LoadFailed>;
using Actions = std::vector<Action>;

/// The only function that changes a State or Results. Answers of jobs that no longer match the request are ignored.
/// Never fails, whatever the action and the state.
void apply(State& state, Results& results, const Action& action);

}  // namespace model
