#include "app/window.h"

#include "app/errands.h"
#include "app/file_chooser.h"
#include "app/model/index_file.h"
#include "app/model/job.h"
#include "app/model/overlay_job.h"
#include "app/model/player.h"
#include "app/model/recorder.h"
#include "app/model/request_jobs.h"
#include "app/model/settings.h"
#include "app/render/context.h"
#include "app/screen.h"
#include "geo/error.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace app {

namespace {

constexpr int settling_frames = 2;  // after anything happened: panels show what came of it one frame later

std::string last_glfw_error() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text != nullptr ? text : "no reason given";
}

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

[[noreturn]] void fail_without_display(const std::string& why) {
    geo::fail(
        "no window can be opened here ({}); without a display use `leefbeeld render`, or `leefbeeld view --screenshot "
        "FILE`",
        why);
}

/// GLFW as long as a window is open.
class Glfw {
public:
    Glfw() {
        const bool wayland = is_set("WAYLAND_DISPLAY");
        if (!wayland && !is_set("DISPLAY")) fail_without_display("neither DISPLAY nor WAYLAND_DISPLAY is set");
#ifdef GLFW_PLATFORM  // from GLFW 3.4: a search for Wayland where there is none prints a line of its own
        if (!wayland) glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);
#endif
        if (glfwInit() != GLFW_TRUE) fail_without_display(last_glfw_error());
    }
    ~Glfw() {
        glfwTerminate();
    }
    Glfw(const Glfw&) = delete;
    Glfw& operator=(const Glfw&) = delete;
};

struct DestroyWindow {
    void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};
using WindowHandle = std::unique_ptr<GLFWwindow, DestroyWindow>;

WindowHandle open_window(const WindowOptions& options) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_CONTEXT_ROBUSTNESS, GLFW_LOSE_CONTEXT_ON_RESET);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    WindowHandle window(glfwCreateWindow(options.width, options.height, "leefbeeld", nullptr, nullptr));
    if (window == nullptr) {
        geo::fail("the window needs OpenGL 3.3 and it is not to be had here ({}); `leefbeeld render` draws without it",
                  last_glfw_error());
    }
    return window;
}

/// What happened to the window since the last frame. GLFW's callbacks fill it.
struct Events {
    bool any = true;
    std::deque<bool> buttons;  // changes of the left one: a frame sees one at a time
    bool pressed = false;
    double wheel = 0;
    std::deque<ui::Stroke> strokes;  // a frame sees as many as keep their order
    std::vector<std::string> dropped;

    [[nodiscard]] bool waiting() const { return any || !buttons.empty() || !strokes.empty(); }
};

Events& events_of(GLFWwindow* window) {
    auto& events = *static_cast<Events*>(glfwGetWindowUserPointer(window));
    events.any = true;
    return events;
}

std::optional<ui::Key> key_of(int key, bool shift) {
    switch (key) {
        case GLFW_KEY_LEFT:
            return ui::Key::left;
        case GLFW_KEY_RIGHT:
            return ui::Key::right;
        case GLFW_KEY_UP:
            return ui::Key::up;
        case GLFW_KEY_DOWN:
            return ui::Key::down;
        case GLFW_KEY_HOME:
            return ui::Key::home;
        case GLFW_KEY_END:
            return ui::Key::end;
        case GLFW_KEY_PAGE_UP:
            return ui::Key::page_up;
        case GLFW_KEY_PAGE_DOWN:
            return ui::Key::page_down;
        case GLFW_KEY_TAB:
            return shift ? ui::Key::back_tab : ui::Key::tab;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return ui::Key::enter;
        case GLFW_KEY_BACKSPACE:
            return ui::Key::backspace;
        case GLFW_KEY_DELETE:
            return ui::Key::del;
        case GLFW_KEY_ESCAPE:
            return ui::Key::escape;
        case GLFW_KEY_F1:
            return ui::Key::f1;
        case GLFW_KEY_F10:
            return ui::Key::f10;
        default:
            return std::nullopt;
    }
}

/// The character of a key held with Ctrl: that of the layout in use, or of the key's place where the layout has letters
/// of another alphabet there. 0 for none.
char32_t character_of(int key, int scancode) {
    const char* name = glfwGetKeyName(key, scancode);
    if (name != nullptr && name[0] > 0 && name[1] == '\0') {
        const char first = name[0];
        return static_cast<char32_t>(first >= 'A' && first <= 'Z' ? first - 'A' + 'a' : first);
    }
    return key >= GLFW_KEY_A && key <= GLFW_KEY_Z ? U'a' + static_cast<char32_t>(key - GLFW_KEY_A) : 0;
}

void on_key(GLFWwindow* window, int key, int scancode, int action, int modifiers) {
    auto& events = events_of(window);
    if (action == GLFW_RELEASE) return;
    const bool shift = (modifiers & GLFW_MOD_SHIFT) != 0;
    const bool ctrl = (modifiers & GLFW_MOD_CONTROL) != 0;
    if (const auto known = key_of(key, shift)) {
        if (*known != ui::Key::tab || !ctrl) events.strokes.push_back({*known, shift, ctrl});
    } else if (const bool alt = (modifiers & GLFW_MOD_ALT) != 0; ctrl != alt) {
        if (const auto character = character_of(key, scancode))
            events.strokes.push_back({ui::Chord{character, shift, alt}, shift, ctrl});
    }
}

void listen(GLFWwindow* window, Events& events) {
    glfwSetWindowUserPointer(window, &events);
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned character) {
        events_of(w).strokes.push_back({static_cast<char32_t>(character)});
    });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int /*modifiers*/) {
        if (button == GLFW_MOUSE_BUTTON_LEFT) events_of(w).buttons.push_back(action == GLFW_PRESS);
    });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double /*x*/, double y) { events_of(w).wheel += y; });
    glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
        events_of(w).dropped.assign(paths, paths + count);
    });
    glfwSetCursorPosCallback(window,
                             [](GLFWwindow* w, double /*x*/, double /*y*/) { static_cast<void>(events_of(w)); });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int /*entered*/) { static_cast<void>(events_of(w)); });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { static_cast<void>(events_of(w)); });
    glfwSetWindowContentScaleCallback(window, [](GLFWwindow* w, float, float) { static_cast<void>(events_of(w)); });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { static_cast<void>(events_of(w)); });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { static_cast<void>(events_of(w)); });
}

/// Takes out what one frame is to see.
ScreenInput input_of(GLFWwindow* window, Events& events, int width, int height) {
    ScreenInput input;
    int window_width = 0;
    int window_height = 0;
    glfwGetWindowSize(window, &window_width, &window_height);
    double x = 0;
    double y = 0;
    glfwGetCursorPos(window, &x, &y);
    // Where a desktop counts in points, the mouse comes in points.
    input.mouse = {x * width / std::max(window_width, 1), y * height / std::max(window_height, 1)};
    input.has_mouse = glfwGetWindowAttrib(window, GLFW_HOVERED) == GLFW_TRUE || events.pressed;
    if (!events.buttons.empty()) {
        events.pressed = events.buttons.front();
        events.buttons.pop_front();
    }
    input.pressed = events.pressed;
    input.wheel = std::exchange(events.wheel, 0.0);
    const auto held = [&](int left, int right) {
        return glfwGetKey(window, left) == GLFW_PRESS || glfwGetKey(window, right) == GLFW_PRESS;
    };
    input.shift = held(GLFW_KEY_LEFT_SHIFT, GLFW_KEY_RIGHT_SHIFT);
    input.ctrl = held(GLFW_KEY_LEFT_CONTROL, GLFW_KEY_RIGHT_CONTROL);
    input.time_s = glfwGetTime();
    input.typed = ui::take_typed(events.strokes);
    return input;
}

/// Of files that were dropped: a session opens its own.
model::Actions opening(std::vector<std::string> files) {
    const auto session = std::find_if(files.begin(), files.end(), model::is_session);
    if (session != files.end()) return {model::ErrandAsked{{model::Errand::Kind::open_session, *session}}};
    if (files.size() == 1 && model::is_model(files.front()))
        return {model::ErrandAsked{{model::Errand::Kind::open_model, files.front()}}};
    return {model::Opened{std::move(files)}};
}

/// What is kept for the next time, if it may be: settings that cannot be written are not worth a message at every turn.
class Kept {
public:
    explicit Kept(const WindowOptions& options)
        : path_(options.settings),
          settings_(model::read_settings(path_, options.language, problem_)),
          language_(settings_.comfort.language) {
        now_ = settings_.comfort;
        if (options.language_asked) now_.language = options.language;
        first_ = now_.language;
    }

    [[nodiscard]] const model::Comfort& comfort() const { return now_; }
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] const std::vector<std::vector<std::string>>& recent() const { return settings_.recent; }
    [[nodiscard]] bool changed() { return std::exchange(changed_, false); }

    void opened(std::vector<std::string> files) {
        if (files.empty() || files.front().starts_with("/vsimem/")) return;  // the demo town is always there
        for (auto& file : files) {
            std::error_code failed;
            if (std::filesystem::exists(file, failed)) file = std::filesystem::absolute(file, failed).string();
        }
        model::add_recent(settings_, files);
        write();
    }
    void follow(const model::Comfort& comfort) {
        if (comfort == now_) return;
        now_ = settings_.comfort = comfort;
        // A language of the command line is that of this time only.
        if (comfort.language == first_) settings_.comfort.language = language_;
        write();
    }

private:
    void write() {
        changed_ = true;
        if (path_.empty()) return;
        try {
            model::write_settings(settings_, path_);
        } catch (const geo::Error&) {
            path_.clear();
        }
    }

    std::string path_;
    std::string problem_;
    model::Settings settings_;
    model::Language language_;  // that is kept
    model::Language first_ = model::Language::english;
    model::Comfort now_;
    bool changed_ = false;
};

}  // namespace

void run_window(const WindowOptions& options) {
    const Glfw glfw;
    const auto window = open_window(options);
    glfwMakeContextCurrent(window.get());
    render::load_functions(glfwGetProcAddress);
    glfwSwapInterval(1);
    Events events;
    listen(window.get(), events);
    const auto paste = [&window]() -> std::string {
        const char* text = glfwGetClipboardString(window.get());
        return text != nullptr ? text : "";
    };
    Screen screen(render::describe_context(),
                  {paste, [&window](const char* text) { glfwSetClipboardString(window.get(), text); }});
    model::Recorder recorder(options.record);
    model::State state;
    model::Results results;
    model::Deriver derive;
    model::LoadJob job(options.scene, [] { glfwPostEmptyEvent(); });
    model::OverlayJob overlays({options.scene.load.crs, options.scene.load.threads}, [] { glfwPostEmptyEvent(); });
    model::RequestJobs requests(options.scene.load.threads, [] { glfwPostEmptyEvent(); });
    model::Player player;

    int width = 0;  // of the framebuffer
    int height = 0;
    float scale = 1;
    const auto content_scale = [&] { return std::clamp(static_cast<double>(scale), 1.0, 4.0); };
    Desk desk;
    desk.picture = [&](bool map_only) {
        return screen.picture(state, results, width, height, content_scale(), map_only);
    };
    FileChooser files([] { glfwPostEmptyEvent(); });
    desk.choose = [&](const ui::Choosing& choosing) {
        if (!files.open(choosing)) screen.choose(choosing);
    };
    desk.copy = [&](const std::string& text) { glfwSetClipboardString(window.get(), text.c_str()); };
    desk.overwrite = true;
    desk.program = options.program;
    Errands errands(std::move(desk), [] { glfwPostEmptyEvent(); });

    const auto do_one = [&](const model::Action& action) {
        model::apply(state, results, action);
        errands.heard(action, state, results);
        events.any = true;
    };
    const auto act = [&](const model::Actions& actions) {
        for (const auto& action : actions) {
            recorder.write(action);
            do_one(action);
        }
    };
    const auto start = [&] {
        act(options.first);
        for (const auto& action : errands.poll(state, results)) do_one(action);
        for (const auto& own : options.own_layers) act({model::OwnLayerAdded{own}});
    };
    Kept kept(options);
    act({model::ComfortSet{kept.comfort()}});
    state.history = {};  // nobody chose that
    if (!kept.problem().empty()) act({model::Noticed{kept.problem()}});
    screen.offer(kept.recent());

    int due = settling_frames;
    bool shown = false;  // the first frame comes before the first file
    while (glfwWindowShouldClose(window.get()) == GLFW_FALSE) {
        if (due > 0 || events.waiting()) {  // something is still to be shown
            glfwPollEvents();
        } else if (state.playing) {
            glfwWaitEventsTimeout(player.wait_s(glfwGetTime()));
        } else {
            glfwWaitEvents();
        }
        act(overlays.poll());
        for (const auto& action : requests.poll()) do_one(action);
        if (!events.dropped.empty()) act(opening(std::exchange(events.dropped, {})));
        if (const auto chosen = files.poll()) act({model::ErrandAsked{*chosen}});
        // What comes of an errand is not recorded: the errand is.
        for (const auto& action : errands.poll(state, results)) do_one(action);
        for (const auto& session : errands.saved_sessions()) kept.opened({session});
        const auto loaded = job.poll();
        act(loaded);
        const auto is_scene = [](const auto& action) { return std::holds_alternative<model::Loaded>(action); };
        if (results.phase == model::Results::Phase::ready && std::any_of(loaded.begin(), loaded.end(), is_scene))
            kept.opened(errands.session().empty() ? results.scene->inputs : std::vector{errands.session()});
        kept.follow(state);
        if (kept.changed()) screen.offer(kept.recent());
        act(player.tick(state, derive(state, results), glfwGetTime()));
        job.follow(state, results);
        requests.follow(state, results);
        if (events.waiting()) due = settling_frames;
        events.any = false;
        overlays.follow(state, results, due == 0);
        if (due == 0) continue;
        glfwGetFramebufferSize(window.get(), &width, &height);
        if (width <= 0 || height <= 0) {  // hidden
            due = 0;
            continue;
        }
        glfwGetWindowContentScale(window.get(), &scale, nullptr);
        act(screen.draw(state, results, width, height, content_scale(), input_of(window.get(), events, width, height),
                        0));
        glfwSwapBuffers(window.get());
        render::check_context();
        due = screen.animating() ? settling_frames : due - 1;
        overlays.follow(state, results, due == 0);
        requests.follow(state, results);
        if (!std::exchange(shown, true)) start();
    }
}

}  // namespace app
