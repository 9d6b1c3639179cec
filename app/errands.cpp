#include "app/errands.h"

#include "app/cli/output_file.h"
#include "app/model/command_line.h"
#include "app/model/copied.h"
#include "app/model/drawn.h"
#include "app/model/exported.h"
#include "app/model/index_file.h"
#include "app/page/png.h"
#include "app/window_picture.h"
#include "geo/composition.h"
#include "geo/error.h"
#include "geo/vector/formats.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <new>
#include <utility>

#include <fmt/format.h>

namespace app {

namespace {

namespace fs = std::filesystem;
using Kind = model::Errand::Kind;
using model::filled;
using model::Language;

bool writes(Kind kind) {
    return kind == Kind::save_session || kind == Kind::save_session_as || kind == Kind::save_window ||
           kind == Kind::save_map || kind == Kind::export_rows || kind == Kind::export_drawn ||
           kind == Kind::save_model;
}

bool copies(Kind kind) {
    return kind == Kind::copy_text || kind == Kind::copy_table || kind == Kind::copy_command;
}

/// Endings of what is written; the first is added where none is named.
std::vector<std::string> export_endings() {
    std::vector<std::string> out;
    for (const auto& format : geo::formats()) {
        const std::string ending(format.ending);
        if (std::find(out.begin(), out.end(), ending) == out.end()) out.push_back(ending);
    }
    return out;
}

std::vector<std::string> endings_of(Kind kind) {
    switch (kind) {
        case Kind::open_session:
        case Kind::save_session:
        case Kind::save_session_as:
            return {model::session_extension};
        case Kind::save_window:
        case Kind::save_map:
            return {".png"};
        case Kind::export_rows:
            return export_endings();
        case Kind::export_drawn:
            return {".gpkg"};
        case Kind::open_model:
        case Kind::save_model:
            return {model::model_extension};
        default:
            return {};
    }
}

struct Output {
    std::string path;
    geo::Existing existing;  // kept where there was no file: nobody was asked about one that comes later
};

/// Where to write. \throws Error, a sentence in `language`
Output output_of(const model::Errand& errand, const model::Results& results, bool overwrite, Language language) {
    const auto refuse = [&](const char* key, const std::string& what) { geo::fail("{}", filled(language, key, what)); };
    const auto endings = endings_of(errand.kind);
    auto path = cli::behind_link(errand.path);
    const auto ending = cli::extension_of(path);
    bool as_chosen = true;
    if (std::find(endings.begin(), endings.end(), ending) == endings.end()) {
        path += endings.front();
        as_chosen = false;  // whoever chose another name was not asked about this one
    }
    std::error_code failed;
    const auto folder = fs::path(path).parent_path();
    if (!folder.empty() && !fs::is_directory(folder, failed)) refuse("errand.no_folder", folder.string());
    if (fs::is_directory(path, failed)) refuse("errand.is_folder", path);
    if (!fs::exists(path, failed)) return {path, geo::Existing::kept};
    if (results.scene != nullptr) {
        auto names = model::files_beside(results.scene->reading);
        names.insert(names.end(), results.scene->inputs.begin(), results.scene->inputs.end());
        for (const auto& name : names) {
            if (fs::equivalent(path, name, failed)) refuse("errand.is_input", path);
        }
    }
    if (!overwrite || !as_chosen) refuse("errand.exists", path);
    const auto file = fs::canonical(path, failed);  // what a link points to is replaced, not the link
    return {failed ? path : file.string(), geo::Existing::replaced};
}

/// A name for a file that says what is in it.
std::string file_name(const std::string& title, const std::string& ending) {
    std::string out;
    for (std::size_t i = 0; i < title.size(); ++i) {
        const char c = title[i];
        if (title.compare(i, 2, "·") == 0) {  // between what is shown and the level
            out += '-';
            ++i;
        } else {
            out += static_cast<unsigned char>(c) < 0x20 ||
                           std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos
                       ? '-'
                       : c;
        }
    }
    return (out.empty() ? "leefbeeld" : out) + ending;
}

/// That of the files that are open, or where the program was started.
std::string first_folder(const model::Results& results, const std::string& session) {
    std::error_code failed;
    if (!session.empty()) return fs::absolute(session, failed).parent_path().string();
    if (results.scene != nullptr) {
        for (const auto& input : results.scene->inputs) {
            if (!fs::exists(input, failed)) continue;
            const auto whole = fs::absolute(input, failed);
            return (fs::is_directory(whole, failed) ? whole : whole.parent_path()).string();
        }
    }
    const char* home = std::getenv("HOME");
    return home != nullptr && fs::is_directory(home, failed) ? home : fs::current_path(failed).string();
}

/// A picture lies under the areas, anything else on them.
model::OwnLayer own_layer(const std::string& path, const model::State& state) {
    constexpr std::string_view pictures[] = {".tif", ".tiff", ".jpg", ".jpeg", ".png", ".jp2",
                                             ".vrt", ".asc",  ".img", ".webp", ".bil", ".ecw"};
    const auto ending = cli::extension_of(path);
    model::OwnLayer out;
    out.path = path;
    out.under = std::find(std::begin(pictures), std::end(pictures), ending) != std::end(pictures);
    out.colour = static_cast<int>(state.own_layers.size());
    return out;
}

bool is_own_index(const model::Derived& derived) {
    return derived.theme != nullptr && derived.theme->own_index;
}

/// Key of a sentence: what a command line tells where the window shows an index of other weights.
const char* what_is_told(const model::Results& results) {
    return results.scene->reading.index ? "copy.modelled" : "copy.official";
}

std::string commands_of(const model::Derived& derived, const model::Results& results, Language language,
                        const std::string& drawn, const std::string& model) {
    std::string out;
    auto reading = results.scene->reading;
    if (!model.empty()) reading.index_file = model;
    for (const auto& told : derived.explanations) {
        const auto words = model::explain_words(*results.scene, reading, told, language, drawn);
        if (!words.empty()) out += model::shell_line(words) + '\n';
    }
    if (derived.hotspots != nullptr && results.hotspots.request) {
        const auto words =
            model::hotspot_words(*results.scene, reading, *results.hotspots.request, derived.hotspots->level.asked);
        if (!words.empty()) out += model::shell_line(words) + '\n';
    }
    // The window shows another figure than the line tells.
    if (!out.empty() && is_own_index(derived))
        out = fmt::format("# {}\n{}", model::text(language, what_is_told(results)), out);
    return out;
}

}  // namespace

Errands::Errands(Desk desk, std::function<void()> wake)
    : desk_(std::move(desk)), wake_(std::move(wake)), thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Errands::~Errands() = default;

geo::Watch Errands::watch(const std::string& path, geo::Existing existing) {
    const std::scoped_lock lock(mutex_);
    stop_ = std::stop_source();
    progress_ = model::WritingProgressed{std::filesystem::path(path).filename().string(), 0};
    return {[this](double part) {
                {
                    const std::scoped_lock held(mutex_);
                    if (progress_) progress_->part = part;
                }
                if (wake_) wake_();
            },
            stop_.get_token(), existing};
}

void Errands::heard(const model::Action& action, const model::State& state, const model::Results& results) {
    if (std::holds_alternative<model::WritingStopped>(action)) {
        const std::scoped_lock lock(mutex_);
        stop_.request_stop();
    }
    if (std::holds_alternative<model::Opened>(action)) {
        session_.clear();
        restored_.reset();
        notes_.clear();
    }
    const auto* asked = std::get_if<model::ErrandAsked>(&action);
    if (asked == nullptr) return;
    try {
        run(asked->errand, state, results);
    } catch (const geo::Error& error) {
        failures_.push_back(model::told(state.language, error.sentence()));
        ready_.emplace_back(model::Noticed{failures_.back()});
    }
}

void Errands::run(const model::Errand& errand, const model::State& state, const model::Results& results) {
    const auto language = state.language;
    const auto refuse = [&](const char* key) { geo::fail("{}", model::text(language, key)); };
    const bool scene = results.scene != nullptr && results.phase == model::Results::Phase::ready;
    if ((writes(errand.kind) || copies(errand.kind) || errand.kind == Kind::add_layer ||
         errand.kind == Kind::open_model) &&
        !scene)
        refuse("errand.nothing_open");
    if (copies(errand.kind)) {
        model::Deriver derive;
        const auto& derived = derive(state, results);
        if (derived.selected.empty()) refuse("errand.nothing_selected");
        const auto drawn = drawn_ == state.drawn ? drawn_file_ : std::string();
        const bool unsaved = state.selected_level == model::drawn_level && drawn.empty();
        if (errand.kind == Kind::copy_command && unsaved) refuse("errand.save_drawn_first");
        const auto& reading = results.scene->reading;
        const auto saved = reading.index && model_ == reading.index ? model_file_ : std::string();
        if (errand.kind == Kind::copy_command && reading.index && reading.index_file.empty() && saved.empty())
            refuse("errand.save_model_first");
        const auto copied = errand.kind == Kind::copy_text    ? model::copied_text(derived)
                            : errand.kind == Kind::copy_table ? model::copied_table(derived, language)
                                                              : commands_of(derived, results, language, drawn, saved);
        if (copied.empty()) refuse("errand.no_command");
        desk_.copy(copied);
        std::string told(model::text(language, "errand.copied"));
        if (errand.kind == Kind::copy_command && is_own_index(derived))
            told = fmt::format("{} {}.", told, model::text(language, what_is_told(results)));
        ready_.emplace_back(model::Noticed{std::move(told)});
        return;
    }
    auto with_path = errand;
    if (errand.path.empty() && errand.kind == Kind::save_session) with_path.path = session_;
    if (with_path.path.empty()) {
        if (!desk_.choose) refuse("errand.no_name");
        ask(errand, state, results);
        return;
    }
    switch (errand.kind) {
        case Kind::open_files:
            if (model::is_session(errand.path)) {
                open_session(errand.path, language);
            } else if (model::is_model(errand.path) && scene) {
                ready_.emplace_back(model::ModelChosen{model::read_index(errand.path), errand.path});
            } else {
                ready_.emplace_back(model::Opened{{errand.path}});
            }
            return;
        case Kind::open_session:
            open_session(errand.path, language);
            return;
        case Kind::add_layer:
            ready_.emplace_back(model::OwnLayerAdded{own_layer(errand.path, state)});
            return;
        case Kind::open_model:
            ready_.emplace_back(model::ModelChosen{model::read_index(errand.path), errand.path});
            return;
        default:
            break;
    }
    // A session that is saved where it lies replaces itself.
    const bool own = errand.path.empty() && errand.kind == Kind::save_session;
    const auto output = output_of(with_path, results, desk_.overwrite || own, language);
    const auto& path = output.path;
    const auto existing = own ? geo::Existing::replaced : output.existing;
    const auto saved = filled(language, "errand.saved", path);
    const auto job = [this, saved](std::function<void()> act, const std::string& session = {}) {
        write([act = std::move(act), saved, session] {
            act();
            return Done{{model::Noticed{saved}}, {}, session};
        });
    };
    if (errand.kind == Kind::save_window || errand.kind == Kind::save_map) {
        job([path, existing, picture = picture_of(desk_.picture(errand.kind == Kind::save_map))] {
            cli::write_whole(path, page::png_bytes(picture, 0), existing);
        });
    } else if (errand.kind == Kind::export_rows) {
        model::Deriver derive;
        auto what = model::export_of(state, derive(state, results), results);
        const bool selection = what.exporting.what == model::Exporting::What::selection;
        if (what.empty()) refuse(selection ? "errand.nothing_selected" : "errand.no_rows");
        const auto stopped = std::string(model::text(language, "export.stopped"));
        write([this, path, existing, saved, stopped, language, what = std::move(what), program = desk_.program] {
            try {
                auto said = saved;
                for (const auto& note : model::write_export(what, path, program, watch(path, existing)))
                    said += ' ' + model::told(language, note);
                return Done{{model::Noticed{std::move(said)}}, {}, {}};
            } catch (const geo::WritingStopped&) {
                return Done{{model::Noticed{stopped}}, {}, {}};
            }
        });
    } else if (errand.kind == Kind::export_drawn) {
        const auto none = std::string(model::text(language, "errand.no_drawn"));
        write([path, existing, saved, none, scene = results.scene, drawn = state.drawn] {
            if (model::write_drawn(*scene, drawn, path, existing) == 0) geo::fail("{}", none);
            std::error_code failed;
            const auto whole = fs::absolute(path, failed).lexically_normal().string();
            return Done{{model::Noticed{saved}}, {}, {}, whole, drawn};
        });
    } else if (errand.kind == Kind::save_model) {
        const auto& model = results.scene->reading.index;
        if (!model) refuse("errand.no_model");
        write([path, existing, saved, model = geo::with_importance(*model, state.importance)] {
            cli::write_whole(path, model::to_toml(model), existing);
            std::error_code failed;
            Done done{{model::Noticed{saved}}, {}, {}};
            done.model_file = fs::absolute(path, failed).lexically_normal().string();
            done.model = model;
            return done;
        });
    } else {
        model::SessionFile file;
        file.choices = state;
        file.choices.load.inputs = results.scene->inputs;
        file.choices.load.reading = results.scene->reading;
        file.data = model::fingerprint_of(*results.scene);
        file.program = desk_.program;
        job([path, existing, bytes = model::session_bytes(file, path)] { cli::write_whole(path, bytes, existing); },
            path);
    }
}

void Errands::ask(const model::Errand& errand, const model::State& state, const model::Results& results) {
    const auto language = state.language;
    ui::Choosing choosing;
    choosing.kind = errand.kind;
    choosing.save = writes(errand.kind);
    choosing.folder = first_folder(results, session_);
    choosing.endings = endings_of(errand.kind);
    const auto title = [&]() -> const char* {
        switch (errand.kind) {
            case Kind::open_session:
                return "choose.open_session";
            case Kind::save_session:
            case Kind::save_session_as:
                return "choose.save_session";
            case Kind::save_window:
                return "choose.save_window";
            case Kind::save_map:
                return "choose.save_map";
            case Kind::export_rows:
                return "choose.export_rows";
            case Kind::export_drawn:
                return "choose.export_drawn";
            case Kind::add_layer:
                return "choose.add_layer";
            case Kind::open_model:
                return "choose.open_model";
            case Kind::save_model:
                return "choose.save_model";
            default:
                return "choose.open_files";
        }
    };
    choosing.title = model::text(language, title());
    if (choosing.save) {
        model::Deriver derive;
        const auto& derived = derive(state, results);
        choosing.name = file_name(derived.title, choosing.endings.front());
        if (errand.kind == Kind::export_drawn)
            choosing.name = file_name(std::string(model::text(language, "panel.drawn")), choosing.endings.front());
        if (errand.kind == Kind::save_model && results.scene->reading.index)
            choosing.name = file_name(results.scene->reading.index->name, choosing.endings.front());
        const bool session = errand.kind == Kind::save_session || errand.kind == Kind::save_session_as;
        if (session && !session_.empty()) choosing.name = fs::path(session_).filename().string();
    }
    desk_.choose(choosing);
}

void Errands::open_session(const std::string& path, Language language) {
    auto read = model::read_session_file(path, language);
    restored_ = std::move(read.data);
    std::error_code failed;
    const auto whole = fs::absolute(path, failed);
    session_ = failed ? path : whole.string();
    ready_.emplace_back(model::SessionRestored{std::move(read.choices)});
    notes_ = std::move(read.notes);  // told together with what the data lacks
}

model::Actions Errands::poll(const model::State& state, const model::Results& results) {
    auto out = std::exchange(ready_, {});
    const bool restoring = std::any_of(out.begin(), out.end(),
                                       [](const auto& a) { return std::holds_alternative<model::SessionRestored>(a); });
    using Phase = model::Results::Phase;
    if (restored_ && !restoring && results.phase != Phase::loading) {
        auto told = std::exchange(notes_, {});
        if (results.phase == Phase::ready) {
            for (auto& sentence : model::told_differences(*restored_, state, results, state.language))
                told.push_back(std::move(sentence));
        }
        if (!told.empty()) out.emplace_back(model::Noticed{fmt::format("{}", fmt::join(told, " "))});
        restored_.reset();
    }
    const std::scoped_lock lock(mutex_);
    for (auto& done : done_) {
        if (!done.drawn_file.empty()) {
            drawn_file_ = done.drawn_file;
            drawn_ = std::move(done.drawn);
        }
        if (!done.model_file.empty()) {
            model_file_ = done.model_file;
            model_ = std::move(done.model);
        }
        if (!done.session.empty() && done.failure.empty()) {
            session_ = done.session;
            saved_.push_back(done.session);
        }
        if (!done.failure.empty()) {
            failures_.push_back(model::told(state.language, done.failure));
            out.emplace_back(model::Noticed{failures_.back()});
        }
        for (auto& action : done.actions) {
            out.push_back(std::move(action));
        }
    }
    done_.clear();
    if (progress_) {
        if (progress_->file != results.writing || progress_->part != results.written) out.emplace_back(*progress_);
    } else if (!results.writing.empty()) {
        out.emplace_back(model::WritingProgressed{});
    }
    return out;
}

bool Errands::busy() const {
    const std::scoped_lock lock(mutex_);
    return working_ || !waiting_.empty() || !done_.empty() || !ready_.empty() || restored_.has_value();
}

void Errands::write(Work work) {
    {
        const std::scoped_lock lock(mutex_);
        waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
}

// What was asked for before the window closed is still written.
void Errands::serve(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
        if (!changed_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
        const auto work = std::move(waiting_.front());
        waiting_.pop_front();
        working_ = true;
        lock.unlock();
        Done done;
        try {
            done = work();
        } catch (const std::exception& error) {
            done = {{}, geo::sentence_of(error), {}};
        }
        lock.lock();
        working_ = false;
        progress_.reset();
        done_.push_back(std::move(done));
        if (wake_) wake_();
    }
}

}  // namespace app
