#include "app/model/commands.h"

#include "app/model/shown.h"
#include "geo/palette.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace model {

namespace {

constexpr double step_of_text = 0.1;
constexpr double step_of_zoom = 1.5;
constexpr double step_of_pan = 0.25;  // of the map's side

/// One menu after the other; what is added stands in the group that was named last.
class List {
public:
    List(const State& state, const Results& results, const Derived& derived)
        : state_(state), results_(results), derived_(derived) {}

    std::vector<Command> all() && {
        file();
        edit();
        view();
        levels();
        moments();
        map();
        comfort();
        analyse();
        help();
        return std::move(out_);
    }

private:
    const State& state_;
    const Results& results_;
    const Derived& derived_;
    std::vector<Command> out_;
    Menu menu_ = Menu::file;
    std::string group_;

    [[nodiscard]] bool scene() const { return derived_.shown.scene != nullptr; }
    [[nodiscard]] std::string said(std::string_view key) const { return std::string(text(state_.language, key)); }

    Command& add(std::string id, std::string words, std::string keys, std::optional<Action> action,
                 bool enabled = true) {
        out_.push_back(
            {std::move(id), menu_, group_, std::move(words), std::move(keys), std::move(action), enabled, {}});
        return out_.back();
    }
    /// Under its own text.
    Command& own(const char* id, const char* key, const char* keys, std::optional<Action> action, bool enabled = true) {
        return add(id, said(key), keys, std::move(action), enabled);
    }
    void errand(const char* id, const char* key, const char* keys, Errand::Kind kind, bool enabled) {
        own(id, key, keys, ErrandAsked{{kind, {}}}, enabled);
    }
    void in(Menu menu, std::string_view group = {}) {
        menu_ = menu;
        group_ = group.empty() ? std::string() : said(group);
    }

    void file() {
        using Kind = Errand::Kind;
        in(Menu::file);
        errand("open", "command.open", "ctrl+o", Kind::open_files, true);
        errand("open_session", "command.open_session", "ctrl+shift+o", Kind::open_session, true);
        errand("save_session", "command.save_session", "ctrl+s", Kind::save_session, scene());
        errand("save_session_as", "command.save_session_as", "ctrl+shift+s", Kind::save_session_as, scene());
        errand("add_layer", "command.add_layer", "", Kind::add_layer, scene());
        errand("open_model", "command.open_model", "", Kind::open_model, scene());
        errand("save_model", "command.save_model", "", Kind::save_model,
               scene() && derived_.shown.scene->reading.index.has_value());
        errand("save_map", "command.save_map", "", Kind::save_map, scene());
        errand("save_window", "command.save_window", "", Kind::save_window, true);
        Exporting exporting = state_.exporting;
        exporting.open = true;
        exporting.what = state_.selected.empty() ? Exporting::What::shown : Exporting::What::selection;
        own("export", "command.export", "ctrl+e", ExportingSet{exporting}, scene());
        errand("export_drawn", "command.export_drawn", "", Kind::export_drawn, scene() && !state_.drawn.empty());
    }
    void edit() {
        using Kind = Errand::Kind;
        in(Menu::edit);
        own("undo", "command.undo", "ctrl+z", Undone{}, !state_.history.past.empty());
        own("redo", "command.redo", "ctrl+shift+z ctrl+y", Redone{}, !state_.history.future.empty());
        const bool selected = !derived_.selected.empty();
        errand("copy_text", "command.copy_text", "ctrl+c", Kind::copy_text, selected);
        errand("copy_table", "command.copy_table", "ctrl+shift+c", Kind::copy_table, selected);
        errand("copy_command", "command.copy_command", "", Kind::copy_command, selected);
        own("find", "command.find", "ctrl+f", FinderSet{{Finder::Kind::areas, {}}}, scene());
        own("palette", "command.palette", "ctrl+k", FinderSet{{Finder::Kind::commands, {}}});
        own("clear_selection", "command.clear_selection", "", Selected{}, !state_.selected.empty());
        own("clear_filter", "command.clear_filter", "", FilterSet{}, !state_.filter.empty());
    }
    void view() {
        in(Menu::view);
        own("fit", state_.selected.empty() ? "command.fit" : "command.fit_selected", "f", Fitted{}, scene());
        const auto& at = state_.view;
        const auto zoom = [&](double factor) { return ViewMoved{at.centre, at.metres_per_pixel / factor}; };
        own("zoom_in", "command.zoom_in", "+ =", zoom(step_of_zoom), scene());
        own("zoom_out", "command.zoom_out", "- −", zoom(1 / step_of_zoom), scene());
        const auto pan = [&](double x, double y) {
            const double side = step_of_pan * at.metres_per_pixel * std::min(at.width, at.height);
            return ViewMoved{{at.centre.x + x * side, at.centre.y + y * side}, at.metres_per_pixel};
        };
        own("pan_left", "command.pan_left", "shift+left", pan(-1, 0), scene());
        own("pan_right", "command.pan_right", "shift+right", pan(1, 0), scene());
        own("pan_up", "command.pan_up", "shift+up", pan(0, 1), scene());
        own("pan_down", "command.pan_down", "shift+down", pan(0, -1), scene());
        own("legend", "command.legend", "l", LegendToggled{}).checked = state_.legend;
        own("table", "command.table", "t", TableToggled{}, scene()).checked = state_.table;
        own("labels", "command.labels", "n", LabelsToggled{}, scene()).checked = state_.labels;
    }
    void levels() {
        in(Menu::view, "panel.layers");
        const auto* layer = derived_.shown.layer;
        const auto shown = layer != nullptr ? layer->level() : std::string();
        for (const auto& level : derived_.levels) {
            const bool chosen = state_.level == by_scale ? level == by_scale : level == shown;
            add("level." + level, level_name(state_.language, level), {}, LevelChosen{level}).checked = chosen;
        }
        in(Menu::view, "panel.show");
        const auto chosen =
            layer != nullptr ? layer->assessment.class_dimensions[derived_.shown.dimension] : std::string();
        for (std::size_t i = 0; i < derived_.dimensions.size(); ++i) {
            const auto& dimension = derived_.dimensions[i];
            add("dimension." + dimension,
                layer != nullptr ? dimension_name(state_.language, layer->assessment, dimension)
                                 : dimension_name(state_.language, dimension),
                i < 6 ? fmt::format("{}", i + 1) : std::string(), DimensionChosen{dimension})
                .checked = dimension == chosen;
        }
    }
    void moments() {
        in(Menu::view, "command.time");
        const bool several = derived_.moments.size() > 1;
        own("play", "command.play", "space", PlayToggled{}, several).checked = state_.playing;
        const auto stop = [&](const char* id, const char* key, const char* keys, std::string label) {
            own(id, key, keys, MeasurementChosen{std::move(label)}, several);
        };
        const auto& all = derived_.moments;
        stop("measurement_before", "command.measurement_before", "left", stepped(derived_, -1));
        stop("measurement_after", "command.measurement_after", "right", stepped(derived_, 1));
        stop("measurement_first", "command.measurement_first", "home", all.empty() ? "" : all.front().label);
        stop("measurement_last", "command.measurement_last", "end", all.empty() ? "" : all.back().label);
        for (std::size_t i = 0; several && i < all.size(); ++i) {
            add("measurement." + all[i].label, all[i].label, {}, MeasurementChosen{all[i].label}).checked =
                i == derived_.shown.measurement;
        }
        auto playback = state_.playback;
        playback.loop = !playback.loop;
        own("loop", "command.loop", "", PlaybackSet{playback}, several).checked = state_.playback.loop;
        playback = state_.playback;
        playback.trail = !playback.trail;
        own("trail", "command.trail", "", PlaybackSet{playback}, several).checked = state_.playback.trail;
    }
    void map() {
        in(Menu::view, "command.outlines");
        for (const auto& level : derived_.levels) {
            if (level == by_scale || level == "cells") continue;
            const auto& on = state_.outlines;
            add("outline." + level, level_name(state_.language, level), {}, OutlineToggled{level}).checked =
                std::find(on.begin(), on.end(), level) != on.end();
        }
    }
    void comfort() {
        in(Menu::view, "command.comfort");
        const Comfort now = state_;
        const auto with = [&](auto change) {
            auto then = now;
            change(then);
            return ComfortSet{then};
        };
        own("language.nl", "title.dutch", "", LanguageChosen{Language::dutch}).checked =
            state_.language == Language::dutch;
        own("language.en", "title.english", "", LanguageChosen{Language::english}).checked =
            state_.language == Language::english;
        const auto sized = [&](double by) {
            return with([&](Comfort& then) { then.text_size = std::round((now.text_size + by) * 10) / 10; });
        };
        own("text_larger", "command.text_larger", "ctrl++ ctrl+= ctrl+shift+= ctrl+shift++", sized(step_of_text),
            now.text_size < 2);
        own("text_smaller", "command.text_smaller", "ctrl+- ctrl+shift+-", sized(-step_of_text), now.text_size > 0.8);
        own("text_usual", "command.text_usual", "ctrl+0", with([](Comfort& then) { then.text_size = 1; }),
            now.text_size != 1);
        own("contrast", "command.contrast", "", with([&](Comfort& then) { then.contrast = !now.contrast; })).checked =
            now.contrast;
        own("reduced_motion", "command.reduced_motion", "",
            with([&](Comfort& then) { then.reduced_motion = !now.reduced_motion; }))
            .checked = now.reduced_motion;
    }
    void analyse() {
        in(Menu::analyse, "command.colours_say");
        const auto show = [&](const char* id, const char* key, const char* keys, Show what, bool enabled) {
            // The key of what is shown already goes back.
            const bool on = state_.show == what;
            own(id, key, keys, ShowChosen{on ? Show::state : what}, enabled).checked = on;
        };
        show("show.state", "command.show_state", "", Show::state, scene());
        show("show.change", "command.show_change", "c", Show::change, scene() && derived_.moments.size() > 1);
        show("show.difference", "command.show_difference", "d", Show::difference, scene());
        in(Menu::analyse, "command.draw");
        const auto draw = [&](const char* id, const char* key, const char* keys, Drawing::Tool tool) {
            const bool on = state_.drawing.tool == tool;
            own(id, key, keys, DrawingSet{{on ? Drawing::Tool::none : tool, {}}}, scene()).checked = on;
        };
        draw("draw.polygon", "command.draw_polygon", "p", Drawing::Tool::polygon);
        draw("draw.lasso", "command.draw_lasso", "o", Drawing::Tool::lasso);
        in(Menu::analyse, "command.compared_with");
        for (const char* against : {"fixed", "gemeente", "all"}) {
            add(std::string("against.") + against, said(std::string("against.") + against), {},
                ReferenceChosen{against}, scene())
                .checked = state_.reference == against;
        }
        in(Menu::analyse, "command.index");
        own("published_total", "command.published_total", "", ImportancesChosen{}, scene()).checked =
            state_.importance.empty();
        auto sure = state_.sure;
        sure.shown = !sure.shown;
        own("sure", "sure.shown", "", SureSet{sure}, scene()).checked = state_.sure.shown;
        auto hotspots = state_.hotspots;
        hotspots.shown = !hotspots.shown;
        own("hotspots", "hotspots.shown", "", HotspotsSet{hotspots}, scene()).checked = state_.hotspots.shown;
        auto displacement = state_.displacement;
        displacement.shown = !displacement.shown;
        own("displacement", "displacement.shown", "", DisplacementSet{displacement}, scene()).checked =
            state_.displacement.shown;
        in(Menu::analyse, "command.classes");
        const auto scheme = [&](const char* id, const char* key, Scheme::Kind kind) {
            auto then = state_.scheme;
            then.kind = kind;
            own(id, key, "", SchemeChosen{then}, scene()).checked = state_.scheme.kind == kind;
        };
        scheme("scheme.published", "command.scheme_published", Scheme::Kind::published);
        scheme("scheme.quantile", "scheme.quantile", Scheme::Kind::quantile);
        scheme("scheme.equal", "scheme.equal", Scheme::Kind::equal_interval);
        scheme("scheme.natural", "scheme.natural", Scheme::Kind::natural);
        in(Menu::analyse, "command.colours");
        own("palette.", "command.palette_of_scheme", "", PaletteChosen{}, scene()).checked = state_.palette.empty();
        for (const auto& name : geo::palette_names()) {
            add("palette." + name, said("palette." + name), {}, PaletteChosen{name}, scene()).checked =
                state_.palette == name;
        }
        in(Menu::analyse, "command.seen_with");
        constexpr std::pair<const char*, Vision> visions[] = {{"vision.full", Vision::full},
                                                              {"vision.protanopia", Vision::protanopia},
                                                              {"vision.deuteranopia", Vision::deuteranopia},
                                                              {"vision.tritanopia", Vision::tritanopia}};
        for (const auto& [id, vision] : visions)
            own(id, id, "", VisionChosen{vision}, scene()).checked = state_.vision == vision;
        in(Menu::analyse, "command.little_weight");
        constexpr std::pair<const char*, Faint> faints[] = {{"command.faint_no", Faint::no},
                                                            {"command.faint_fade", Faint::fade},
                                                            {"command.faint_pattern", Faint::pattern}};
        for (const auto& [id, faint] : faints)
            own(id + std::size("command.") - 1, id, "", FaintChosen{faint, state_.faint_below}, scene()).checked =
                state_.faint == faint;
    }
    void help() {
        in(Menu::help);
        own("keys", "command.keys", "?", std::nullopt);
        own("overlay", "command.overlay", "f1", OverlayToggled{}).checked = state_.overlay;
        const bool message = !results_.notices.empty() || results_.phase == Results::Phase::failed;
        own("dismiss", "command.dismiss", "", MessageDismissed{}, message);
    }
};

}  // namespace

std::vector<Command> commands(const State& state, const Results& results, const Derived& derived) {
    return List(state, results, derived).all();
}

const Command* command_of(std::span<const Command> commands, std::string_view id) {
    const auto at = std::find_if(commands.begin(), commands.end(), [&](const Command& each) { return each.id == id; });
    return at != commands.end() ? &*at : nullptr;
}

const Command* command_of_key(std::span<const Command> commands, std::string_view key) {
    const auto means = [&](const Command& command) {
        std::string_view keys = command.keys;
        while (!keys.empty()) {
            const auto end = std::min(keys.find(' '), keys.size());
            if (keys.substr(0, end) == key) return true;
            keys.remove_prefix(std::min(end + 1, keys.size()));
        }
        return false;
    };
    const auto at = std::find_if(commands.begin(), commands.end(), means);
    return at != commands.end() ? &*at : nullptr;
}

std::string full_text(const Command& command) {
    return command.group.empty() ? command.text : fmt::format("{}: {}", command.group, command.text);
}

std::string key_name(std::string_view key, bool ctrl, bool shift) {
    return fmt::format("{}{}{}", ctrl ? "ctrl+" : "", shift ? "shift+" : "", key);
}

std::string shortcut_text(Language language, std::string_view keys) {
    auto key = keys.substr(0, keys.find(' '));
    std::string out;
    constexpr std::pair<std::string_view, std::string_view> held[] = {{"ctrl+", "Ctrl+"}, {"shift+", "Shift+"}};
    for (const auto& [prefix, words] : held) {
        if (!key.starts_with(prefix) || key.size() == prefix.size()) continue;
        out += words;
        key.remove_prefix(prefix.size());
    }
    constexpr std::pair<std::string_view, std::string_view> named[] = {
        {"left", "←"}, {"right", "→"}, {"up", "↑"}, {"down", "↓"}, {"home", "Home"}, {"end", "End"}, {"f1", "F1"}};
    for (const auto& [name, words] : named) {
        if (key == name) return out + std::string(words);
    }
    if (key == "space") return out + std::string(text(language, "key.space"));
    if (key.size() == 1 && key[0] >= 'a' && key[0] <= 'z') return out + static_cast<char>(key[0] - 'a' + 'A');
    return out + std::string(key);
}

}  // namespace model
