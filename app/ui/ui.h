#pragma once

#include "app/model/derive.h"
#include "app/model/state.h"
#include "app/ui/chooser.h"
#include "app/ui/folder.h"
#include "app/ui/input.h"
#include "app/ui/layout.h"
#include "app/ui/style.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// ImGui panels. They read a State and what was derived from it, and emit actions; they change neither and compute
/// nothing of the domain.
namespace ui {

/// What the F1 overlay tells of the program itself.
struct OverlayFacts {
    double id_ms = 0;              // last id pass
    double colour_ms = 0;          // last colour pass
    double laid_ms = 0;            // last pass of what is laid on the map
    std::size_t segments = 0;      // of lines and dots, in it
    double ui_ms = 0;              // last pass of the panels
    unsigned long frames = 0;      // drawn since the start
    unsigned long id_passes = 0;   // of them with an id pass
    std::size_t triangles = 0;     // of the mesh in use
    std::size_t detail = 0;        // level of detail in use, 0 the finest
    double snap = 0;               // metres to which it is generalised
    std::size_t buffer_bytes = 0;  // graphics memory
    std::string renderer;          // as the driver calls itself
};

/// What was put where, for tests. Filled in each frame.
struct Probe {
    struct Text {
        std::string text;  // as drawn
        Rect needs;
        Rect room;         // wide and high enough where all is well
        bool cut = false;  // a word was broken where nobody would break it
    };
    std::map<std::string, Rect> items;  // controls: "dimension.won", "play", "moment.2018" ...
    std::vector<Text> texts;
    std::vector<std::pair<std::string, Rect>> labels;  // names on the map

    /// Whether some text drawn contains `part`.
    [[nodiscard]] bool says(std::string_view part) const;
};

/// What the window brings to one frame.
struct Frame {
    int width = 0;  // framebuffer pixels; ImGui's units are the same (io.DisplaySize)
    int height = 0;
    const Fonts* fonts = nullptr;  // never null in draw()
    Typed typed;
    std::function<std::string(model::Pixel)> code_at;  // what is shown at a pixel of the map; may be empty
    const OverlayFacts* facts = nullptr;               // null: none
    Probe* probe = nullptr;
    bool shift = false;  // held; beside ImGui's io.KeyShift, which 1.90 forgets where no key events are fed
    bool ctrl = false;
};

/// Which control the keyboard is at. Controls are known by the name they have in hit().
struct Focus {
    std::string name;                // empty: none yet
    bool ring = false;               // shown, and the control takes keys: the keyboard brought it there
    bool came = false;               // since the last frame: it is to be scrolled into sight
    std::vector<std::string> order;  // of the last frame's controls, as they were drawn
    std::size_t place = 0;           // where in it the control was
    Rect at;                         // of the control in this frame; empty where it was not drawn
};

/// The text field that is being written in.
struct FieldMemory {
    std::string name;
    std::size_t caret = 0;   // bytes
    std::size_t anchor = 0;  // where the selection began; at the caret: nothing is selected
    float scroll = 0;        // pixels that its text lies to the left
    std::string draft;       // of a field of numbers: what was typed, whether it is a number or not
    struct Step {
        std::string text;
        std::size_t caret = 0;
    };
    std::vector<Step> past = {};    // what it was before, the oldest first
    std::vector<Step> future = {};  // what was undone, the nearest last
};

/// The list that hangs open under a control.
struct OpenList {
    std::string name;       // of its control; empty: none is open
    std::size_t at = 0;     // entry that Enter takes
    std::size_t first = 0;  // entry at its top
    std::size_t shown = 0;  // entry that was last brought into sight
    std::string typed;      // letters that led to it
};

/// Where one is in the answers of the search box or the command palette.
struct FinderMemory {
    model::Finder::Kind kind = model::Finder::Kind::closed;  // of the last frame
    std::size_t at = 0;                                      // answer that Enter takes
    std::size_t first = 0;                                   // answer at the top
    std::size_t shown = 0;                                   // answer that was last brought into sight
    bool enter = false;                                      // pressed behind what is not answered yet
    Rect over;                                               // the answers, of the last frame
};

/// Where one is in the list of areas.
struct ListMemory {
    float first = 0;                         // row at its top, and a part of it
    std::size_t at = 0;                      // place in the order that the keys are at
    bool keyed = false;                      // the keys were used: the place is marked
    bool dragging = false;                   // the scroll bar
    std::uint8_t class_anchor = 0;           // class that was pressed last in the filter; 0: none
    std::string hovered;                     // code of the row under the mouse; empty for none
    std::vector<std::string> seen_selected;  // what the list was last scrolled for
    model::Filter seen_filter;
    model::Sorting seen_sorting;
};

/// The menu that is open.
struct OpenMenu {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    int open = -1;          // model::Menu; -1: none
    std::size_t at = none;  // line at hand
    std::size_t first = 0;  // line at its top
    std::string group;      // that is open beside it; empty: none
    std::size_t group_at = none;
    std::size_t group_first = 0;
    Rect title;  // of the open one, in this frame
    Rect box;    // of what was drawn last
};

/// Our own file chooser, where the desktop has none.
struct FileChoice {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    bool open = false;
    bool fresh = false;  // its folder has not been read yet
    Choosing asked;
    Folder folder;
    std::string typed;
    std::string said;        // why what was typed cannot be had
    std::string question;    // file that may be replaced; empty: none is asked about
    std::size_t at = none;   // line at hand
    std::size_t first = 0;   // line at the top
    double clicked_s = -10;  // when a line was
};

/// What the panels remember from frame to frame; no part of a session.
struct Memory {
    OpenMenu menus;
    FileChoice chooser;
    std::vector<std::vector<std::string>> recent;  // files opened together, the last ones first
    bool font_said = false;                        // that none was found
    Focus focus;
    FieldMemory field;
    OpenList list;
    FinderMemory finder;
    ListMemory areas;
    std::string let_go;  // control that a press was spent on, until the mouse is released
    Gesture gesture;
    Layout layout;  // of the last frame
    int width = 0;  // of the last frame
    int height = 0;
    Panel open = Panel::none;             // laid over the map, where there is no room beside it
    std::string plotted;                  // code of what is under the cursor in the plot of hotspots
    bool listed = false;                  // the list of areas was asked for in the last frame
    bool time_options = false;            // the card of how measurements are played is open
    bool sliding = false;                 // the time slider is being dragged
    bool keys = false;                    // the list of keys is shown
    bool bare = false;                    // a picture of the map is taken: nothing to press is on it
    Typed waiting;                        // pressed while the first files are being read: the map's, once it is there
    std::optional<geo::Point> found_now;  // in this frame
    std::optional<geo::Point> found;      // place that was looked up: marked until one goes elsewhere
    /// Class limits that are being written, whole or not yet.
    struct Draft {
        std::string text;
        bool focused = false;
    } limits;
    /// The name of a drawn area that is being written.
    struct Renaming {
        std::string code;  // empty: of none
        std::string text;
        bool fresh = false;  // its field has not been drawn yet
    } renaming;
};

/// Opens the file chooser in the window. What comes of it is an ErrandAsked with a path.
void choose_file(Memory& memory, const Choosing& asked);

/// One frame of panels, between ImGui::NewFrame and ImGui::Render. What is on the map (scale bar, notes, cursor) is in
/// the background draw list, so that a map drawn before ImGui's own drawing lies under it.
/// \return where the map goes. A MapResized is emitted when that is not the size the state has.
Layout draw(const model::State& state, const model::Results& results, const model::Derived& derived, const Frame& frame,
            Memory& memory, model::Actions& out);

}  // namespace ui
