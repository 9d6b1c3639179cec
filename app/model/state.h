#pragma once

#include "app/model/reading.h"
#include "app/model/results.h"
#include "app/model/text.h"
#include "app/model/view.h"
#include "geo/sentence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace model {

/// What a load job is to do. Two requests are the same if they have the same number.
struct LoadRequest {
    unsigned number = 0;  // 0: nothing was asked for yet
    std::vector<std::string> inputs;
    std::optional<Reading> reading = {};  // of a session; none: as the program was started
    friend bool operator==(const LoadRequest& a, const LoadRequest& b) { return a.number == b.number; }
};

/// What the colours say.
enum class Show {
    state,      // where every area stands
    change,     // from compare_from to the measurement shown
    difference  // to the reference
};

/// How values become classes.
struct Scheme {
    enum class Kind {
        published,  // that of the source: judgement, deviation; else what the files were opened with
        quantile,
        equal_interval,
        natural,  // Fisher 1958, Jenks: least variance within classes
        fixed     // limits
    };
    Kind kind = Kind::published;
    int classes = 5;             // quantile, equal interval, natural: 2 .. 12
    bool by_rows = false;        // each area counts once, whatever weighs in it
    std::vector<double> limits;  // fixed: ascending
    friend bool operator==(const Scheme&, const Scheme&) = default;
};

/// How a palette looks to an eye that lacks a kind of cone (Machado et al. 2009).
enum class Vision {
    full,
    protanopia,
    deuteranopia,
    tritanopia
};

/// What becomes of areas that little weighs in.
enum class Faint {
    no,
    fade,
    pattern
};

/// How sure places and classes are, as weights are drawn around those given: whether that is told, and marked on the
/// map.
struct Sureness {
    bool shown = false;
    Faint mark = Faint::pattern;  // of areas whose class is another in more than `unsure_above` of the draws
    double unsure_above = 0.5;    // part of the draws
    double concentration = 100;   // of the Dirichlet draws
    friend bool operator==(const Sureness&, const Sureness&) = default;
};

/// Whether the change in areas is set beside that around them, and beside areas like them elsewhere.
struct DisplacementChoice {
    bool shown = false;
    geo::NeighbourRule ring = geo::DisplacementAsked().ring;  // as geo::ring_rule() gives it
    friend bool operator==(const DisplacementChoice&, const DisplacementChoice&) = default;
};

/// Where low and high values come together, in place of the classes of what is shown.
struct HotspotChoice {
    enum class Told {
        now,  // at the measurement shown, or of the change shown
        low,  // what areas are over time, by when they were among low values that come together
        high  // ... among high ones
    };
    bool shown = false;
    Told told = Told::now;
    geo::HotspotsAsked asked;  // its subject is what is shown: on, measurement and over_time are not used
    friend bool operator==(const HotspotChoice&, const HotspotChoice&) = default;
};

/// A file laid on or under the map: lines, borders and points, or a picture.
struct OwnLayer {
    std::string path = {};
    std::string layer = {};  // of a file with several; empty: the first
    std::string label = {};  // column that names its features; empty: none
    bool under = false;      // the areas, which then let it through: State::opacity
    bool visible = true;
    double opacity = 1;  // 0 .. 1
    int colour = 0;      // of a list of line colours
    friend bool operator==(const OwnLayer&, const OwnLayer&) = default;
};

/// The corners of an area that was drawn: never changed, and shared by all copies, of which undo holds many.
class Corners {
public:
    Corners() = default;
    Corners(std::vector<geo::Point> points)
        : points_(std::make_shared<const std::vector<geo::Point>>(std::move(points))) {}
    Corners(std::initializer_list<geo::Point> points) : Corners(std::vector<geo::Point>(points)) {}

    [[nodiscard]] std::span<const geo::Point> points() const {
        return points_ != nullptr ? std::span(*points_) : std::span<const geo::Point>();
    }
    [[nodiscard]] std::size_t size() const { return points().size(); }
    [[nodiscard]] geo::Point operator[](std::size_t i) const { return points()[i]; }
    friend bool operator==(const Corners& a, const Corners& b) {
        return a.points_ == b.points_ || std::ranges::equal(a.points(), b.points());
    }

private:
    std::shared_ptr<const std::vector<geo::Point>> points_;
};

/// An area that was drawn on the map: scored as a polygon of a set is.
struct DrawnArea {
    std::string code;  // "drawn-1"; no two have the same
    std::string name;  // as people call it
    std::string crs;   // of its corners: "EPSG:28992", or the name where it has no such code
    Corners corners;   // as they were drawn, at least three, the first not repeated; lines may cross
    friend bool operator==(const DrawnArea&, const DrawnArea&) = default;
};

/// Level of all drawn areas together; no file has one of that name.
inline constexpr const char* drawn_level = "(drawn)";

/// Which areas are listed and coloured; the others are there, but pale.
struct Filter {
    std::string text;                   // part of name or code, as people type
    std::vector<std::uint8_t> classes;  // class bytes, ascending; empty: all
    double least = geo::missing;        // value shown
    double most = geo::missing;
    std::string within;  // code of a municipality, district or member of a set
    [[nodiscard]] bool empty() const {
        return text.empty() && classes.empty() && std::isnan(least) && std::isnan(most) && within.empty();
    }
    friend bool operator==(const Filter& a, const Filter& b) {
        const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
        return a.text == b.text && a.classes == b.classes && same(a.least, b.least) && same(a.most, b.most) &&
               a.within == b.within;
    }
};

/// By which column the list of areas is sorted: "name", "code", "value", "class", "weight", "part_of", or a dimension.
struct Sorting {
    std::string column = "name";
    bool descending = false;
    friend bool operator==(const Sorting&, const Sorting&) = default;
};

/// How the measurements are played.
struct Playback {
    double hold_s = 1.2;  // at each
    bool loop = true;     // from the last to the first
    bool trail = false;   // outlines what changed class since the measurement before
    friend bool operator==(const Playback&, const Playback&) = default;
};

/// What suits the person in front of the screen, not the subject: kept between sessions, no part of one that is handed
/// on.
struct Comfort {
    Language language = Language::english;
    double text_size = 1;         // 0.8 .. 2, times the monitor's scale
    bool contrast = false;        // high
    bool reduced_motion = false;  // no cross-fade
    friend bool operator==(const Comfort&, const Comfort&) = default;
};

/// What a user chose: undone and redone, saved as a file and restored. Nothing in it is derived; see derive.h for what
/// follows from it. Names that the scene does not have select nothing; empty names are the scene's own first choice.
struct Choices {
    LoadRequest load;
    View view;
    bool fit_on_load = true;            // the view has not been moved since the last load was asked for
    std::string level;                  // "buurt", "cells", or by_scale
    std::string dimension;              // "afw", "won" ...; empty: the total
    std::string measurement;            // label; empty: the last
    std::vector<std::string> selected;  // codes, of the level shown, in the order they were chosen
    std::string selected_level;
    std::string reference = "fixed";  // what areas are compared with: see geo::References::find()
    std::string compare_from;         // label; empty: the earliest that is comparable

    Show show = Show::state;
    std::map<std::string, double> importance;  // by dimension, >= 0; empty: the published total, else an own index
    std::string index_from;  // label of the measurement whose shares per class it keeps; empty: the last
    Scheme scheme;
    std::string palette;  // name; empty: the scheme's own
    Vision vision = Vision::full;
    std::vector<std::string> outlines;  // levels whose borders are laid on the map
    bool labels = false;                // names on the map
    Faint faint = Faint::no;
    double faint_below = 50;  // weight behind a figure, dwellings say
    Sureness sure;
    HotspotChoice hotspots;
    DisplacementChoice displacement;
    std::vector<OwnLayer> own_layers;  // the last one drawn on top
    double opacity = 1;                // of the areas, over what lies under them
    std::vector<DrawnArea> drawn;      // in the order they were drawn

    bool table = false;  // the list of areas is shown
    Filter filter;
    Sorting sorting;
    Playback playback;
    bool legend = true;  // shown
    friend bool operator==(const Choices&, const Choices&) = default;
};

/// What undo and redo go through.
struct History {
    struct Step {
        Choices choices;
        Comfort comfort;
        friend bool operator==(const Step&, const Step&) = default;
    };
    std::vector<Step> past;    // the oldest first
    std::vector<Step> future;  // the nearest last
    std::size_t last = 0;      // kind of the action that made the last step: alike ones are one step; 0: none
    friend bool operator==(const History&, const History&) = default;
};

/// What the search box is in the middle of.
struct Finder {
    enum class Kind {
        closed,
        areas,    // areas, places, commands
        commands  // the command palette
    };
    Kind kind = Kind::closed;
    std::string text;
    friend bool operator==(const Finder&, const Finder&) = default;
};

/// An area that is being drawn.
struct Drawing {
    enum class Tool {
        none,
        polygon,  // a click for each corner
        lasso     // a drag around it
    };
    Tool tool = Tool::none;
    std::vector<geo::Point> corners;  // of a polygon, so far
    friend bool operator==(const Drawing&, const Drawing&) = default;
};

/// What of the scene is to be written as a file, and whether its card is open.
struct Exporting {
    enum class What {
        automatic,  // the areas selected, or else what the filter leaves
        shown,      // what the filter leaves of the level shown
        selection,  // the areas selected
        everything  // all levels, as `score` gives them
    };
    bool open = false;
    What what = What::automatic;
    bool cells = false;     // of everything: the grid cells too
    bool redacted = false;  // files are named without their folders
    friend bool operator==(const Exporting&, const Exporting&) = default;
};

/// Everything the program is at one moment, as one value: recorded, compared in tests.
struct State : Choices, Comfort {
    std::string hovered;             // code, of the level shown
    bool playing = false;            // steps through the measurements
    bool overlay = false;            // F1: what the program is doing
    std::set<std::string> unfolded;  // sections of the panels: "dimensions", "importance" ...
    Finder finder;
    Drawing drawing;
    Exporting exporting;
    History history;
    friend bool operator==(const State&, const State&) = default;
};

/// Level that stands for "whichever suits the scale".
inline constexpr const char* by_scale = "scale";

/// Something to be done outside the program's own state: files, the clipboard, the desktop. See app/errands.h.
struct Errand {
    enum class Kind {
        open_files,  // path empty: the desktop's file chooser is asked first, here and below
        open_session,
        save_session,  // path empty: where it was saved or opened, else as below
        save_session_as,
        save_window,   // picture of the whole window, PNG
        save_map,      // of the map alone
        export_rows,   // what State::exporting says, in the format that the ending says
        export_drawn,  // the drawn areas, as a GeoPackage that --set reads
        add_layer,     // an own layer
        open_model,    // of an own index, TOML
        save_model,    // likewise, with the weights as they are now
        copy_text,     // of the areas selected: sentences
        copy_table,    // figures, separated by tabs
        copy_command,  // the command line that tells the same
    };
    Kind kind = Kind::open_files;
    std::string path;
    friend bool operator==(const Errand&, const Errand&) = default;
};

// What can happen. Those of the user are each one line in a recorded session (session.h).
struct Opened {
    std::vector<std::string> inputs;
};
struct LoadCancelled {};
struct MapResized {
    int width = 1;
    int height = 1;
    std::optional<geo::Point> centre = {};  // only a panel came or went: this stays in the middle, as large as it was
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
    std::string level = {};  // drawn_level, or empty: the one shown
};                           // empty: nothing; add: in or out of those selected
struct AreaFound {
    std::string level;
    std::string code;
};  // shown, selected and flown to
struct ReferenceChosen {
    std::string against;  // "fixed", "gemeente", "all" or a code
};
struct BaselineChosen {
    std::string label;
};  // of an earlier measurement; empty: the earliest that is comparable
struct ShowChosen {
    Show show = Show::state;
};
struct ImportanceSet {
    std::string dimension;
    double weight = 1;
};
struct ImportancesChosen {
    std::map<std::string, double> importance;
};  // empty: the published total
struct IndexFromChosen {
    std::string label;
};
struct ModelChosen {
    std::optional<geo::IndexModel> model;  // none: the figures as they are read
    std::string file = {};                 // that it was read from
};                                         // the files that are open are read again, and an index is made of them
struct SureSet {
    Sureness sure;
};
struct HotspotsSet {
    HotspotChoice hotspots;
};
struct DisplacementSet {
    DisplacementChoice displacement;
};
struct SchemeChosen {
    Scheme scheme;
};
struct PaletteChosen {
    std::string name;
};
struct VisionChosen {
    Vision vision = Vision::full;
};
struct OutlineToggled {
    std::string level;
};
struct LabelsToggled {};
struct FaintChosen {
    Faint faint = Faint::no;
    double below = 50;
};
struct OwnLayerAdded {
    OwnLayer own;
};  // one of the same path and layer stays as it is; the first one under the areas makes them let it through
struct OwnLayerRemoved {
    std::string path;
    std::string layer;
};
struct OwnLayerChanged {
    OwnLayer own;
    std::optional<std::string> was = {};
};  // that of the same path and layer; was: the layer it showed, where it is to show another of its file
struct OwnLayerMoved {
    std::string path;
    std::string layer;
    int by = 1;  // places, up positive
};
struct DrawingSet {
    Drawing drawing;
};  // corners of a polygon that repeat the one before are left out
struct AreaDrawn {
    std::vector<geo::Point> corners;
    std::string name = {};  // empty: "Drawn area 1"
};                          // drawing ends, and it is selected; fewer than three corners are no area
struct DrawnRenamed {
    std::string code;
    std::string name;
};
struct DrawnRemoved {
    std::string code;
};
struct OpacityChosen {
    double opacity = 1;
};
struct TableToggled {};
struct FilterSet {
    Filter filter;
};
struct SortedBy {
    std::string column;
};  // once more: the other way round
struct PlayToggled {};
struct PlaybackSet {
    Playback playback;
};
struct LegendToggled {};
struct OverlayToggled {};
struct LanguageChosen {
    Language language = Language::english;
};
struct ComfortSet {
    Comfort comfort;
};
struct SectionToggled {
    std::string section;
};
struct FinderSet {
    Finder finder;
};
struct Undone {};
struct Redone {};
struct ErrandAsked {
    Errand errand;
};
struct ExportingSet {
    Exporting exporting;
};
struct WritingStopped {};  // what an errand is writing is given up
struct MessageDismissed {};
// Those of jobs and errands; a recorded session does not hold them.
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
    geo::Sentence sentence;
};
struct SessionRestored {
    Choices choices;
};  // read from a file; its inputs are opened
struct Noticed {
    std::string sentence;
};
struct WritingProgressed {
    std::string file;  // empty: nothing is being written
    double part = 0;
};
struct BordersMade {
    std::shared_ptr<const Scene> of;  // here and below: if there is another by now, nothing comes of it
    std::string level;
    std::shared_ptr<const geo::Strokes> borders;
};
struct InnerPointsFound {
    std::shared_ptr<const Scene> of;
    std::string level;
    std::shared_ptr<const InnerPoints> points;
};
struct OwnLayerRead {
    std::shared_ptr<const Scene> of;
    std::string path;
    std::string layer;
    OwnRead read;
};

struct DrawnScored {
    std::shared_ptr<const Scene> of;
    std::shared_ptr<const DrawnLayer> layer;
};

/// How far a job is with a request of a scene.
template <typename Request>
struct Progressed {
    std::shared_ptr<const Scene> of;
    double part = 0;
};
/// What came of it.
template <typename Request, typename Found>
struct Told {
    std::shared_ptr<const Scene> of;
    Request request;
    std::shared_ptr<const Found> found;  // null: see failure
    geo::Sentence failure;
};
using SureProgressed = Progressed<SureRequest>;
using SureTold = Told<SureRequest, geo::LevelRobustness>;
using HotspotsProgressed = Progressed<HotspotRequest>;
using HotspotsTold = Told<HotspotRequest, HotspotsFound>;
using DisplacementProgressed = Progressed<geo::DisplacementAsked>;
using DisplacementTold = Told<geo::DisplacementAsked, geo::LevelDisplacement>;

using AnyAction =
    std::variant<Opened, LoadCancelled, MapResized, ViewMoved, Fitted, LevelChosen, DimensionChosen, MeasurementChosen,
                 Hovered, Selected, AreaFound, ReferenceChosen, BaselineChosen, ShowChosen, ImportanceSet,
                 ImportancesChosen, IndexFromChosen, ModelChosen, SureSet, HotspotsSet, DisplacementSet, SchemeChosen,
                 PaletteChosen, VisionChosen, OutlineToggled, LabelsToggled, FaintChosen, OwnLayerAdded,
                 OwnLayerRemoved, OwnLayerChanged, OwnLayerMoved, DrawingSet, AreaDrawn, DrawnRenamed, DrawnRemoved,
                 OpacityChosen, TableToggled, FilterSet, SortedBy, PlayToggled, PlaybackSet, LegendToggled,
                 OverlayToggled, LanguageChosen, ComfortSet, SectionToggled, FinderSet, Undone, Redone, ErrandAsked,
                 ExportingSet, WritingStopped, MessageDismissed, LoadProgressed, Loaded, LoadFailed, SessionRestored,
                 Noticed, WritingProgressed, BordersMade, InnerPointsFound, OwnLayerRead, DrawnScored, SureProgressed,
                 SureTold, HotspotsProgressed, HotspotsTold, DisplacementProgressed, DisplacementTold>;
/// Copied, moved and destroyed in one place, not anew wherever one is used: there are many kinds.
struct Action : AnyAction {
    using AnyAction::AnyAction;
    Action(const Action& other);
    Action(Action&& other) noexcept;
    Action& operator=(const Action& other);
    Action& operator=(Action&& other) noexcept;
    ~Action();
};
using Actions = std::vector<Action>;

/// The only function that changes a State or Results. Answers of jobs that no longer match the request are ignored.
/// Never fails, whatever the action and the state.
void apply(State& state, Results& results, const Action& action);

}  // namespace model
