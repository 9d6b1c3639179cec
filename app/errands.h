#pragma once

#include "app/model/session_file.h"
#include "app/model/state.h"
#include "app/render/image.h"
#include "app/ui/chooser.h"
#include "geo/sentence.h"
#include "geo/vector/write.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace app {

/// What errands need of whoever has a window, or does as if.
struct Desk {
    /// The window as it is seen, without messages; or the map alone. \throws Error
    std::function<render::Image(bool map_only)> picture;
    std::function<void(const std::string&)> copy;  // to the clipboard
    /// Lets the user choose a file; what comes of it is an ErrandAsked with a path. Empty: nobody can be asked.
    std::function<void(const ui::Choosing&)> choose;
    bool overwrite = false;  // who chose a file that exists was asked about that
    std::string program;     // version
};

/// Does what was asked for outside the state: files, clipboard, pictures. What comes of it are actions, which a
/// recorded session does not hold: it holds the errand. Writing runs beside the window, one file at a time; what is
/// read and how it was chosen is settled at once. An errand that fails says so in a Noticed and changes nothing.
class Errands {
public:
    /// \param wake called from another thread when poll() has something new; may be empty
    Errands(Desk desk, std::function<void()> wake);
    ~Errands();  // waits for what is being written
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;

    /// To be called after an action was applied.
    void heard(const model::Action& action, const model::State& state, const model::Results& results);

    /// What came of errands since the last call. Never waits.
    [[nodiscard]] model::Actions poll(const model::State& state, const model::Results& results);

    /// Whether something is being written, or poll() has or will have something.
    [[nodiscard]] bool busy() const;

    /// The file of the session that is open, where it was saved or opened; empty if it was neither.
    [[nodiscard]] const std::string& session() const { return session_; }
    /// Files that were saved as sessions since the last call.
    [[nodiscard]] std::vector<std::string> saved_sessions() { return std::exchange(saved_, {}); }
    /// Sentences of those that failed.
    [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

private:
    struct Done {
        model::Actions actions;
        geo::Sentence failure = {};
        std::string session;  // that was saved
        std::string drawn_file = {};
        std::vector<model::DrawnArea> drawn = {};  // that it holds
        std::string model_file = {};
        std::optional<geo::IndexModel> model = {};  // that it holds
    };
    using Work = std::function<Done()>;

    void run(const model::Errand& errand, const model::State& state, const model::Results& results);
    void ask(const model::Errand& errand, const model::State& state, const model::Results& results);
    void open_session(const std::string& path, model::Language language);
    void write(Work work);
    void serve(const std::stop_token& stop);
    /// Of a file that is written from now on, for whoever writes it.
    [[nodiscard]] geo::Watch watch(const std::string& path, geo::Existing existing);

    Desk desk_;
    std::function<void()> wake_;
    std::string session_;
    std::vector<std::string> saved_;
    std::string drawn_file_;  // written last
    std::string model_file_;  // that was written last, and the model in it
    std::optional<geo::IndexModel> model_;
    std::vector<model::DrawnArea> drawn_;  // that it holds
    std::vector<std::string> failures_;
    model::Actions ready_;
    std::optional<model::Fingerprint> restored_;  // of a session whose files are being read
    std::vector<std::string> notes_;              // what is to be said of it then

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Work> waiting_;
    std::vector<Done> done_;
    bool working_ = false;
    std::optional<model::WritingProgressed> progress_;  // of what is being written, where that is told
    std::stop_source stop_;                             // likewise
    std::jthread thread_;                               // last, so that it ends first
};

}  // namespace app
