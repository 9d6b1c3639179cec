#pragma once

#include "app/ui/chooser.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace app {

/// What a chooser of the desktop is started with; none where there is none (zenity or kdialog on the PATH, and a
/// display). \param path the folders of PATH
[[nodiscard]] std::vector<std::string> chooser_words(const ui::Choosing& choosing, const std::string& path);

/// The desktop's own file chooser, a program beside the window: it is started without a shell, and the window goes on
/// drawing. One at a time.
class FileChooser {
public:
    /// \param wake called from another thread when poll() has something; may be empty
    explicit FileChooser(std::function<void()> wake) : wake_(std::move(wake)) {}
    ~FileChooser();  // ends one that is open
    FileChooser(const FileChooser&) = delete;
    FileChooser& operator=(const FileChooser&) = delete;

    /// \return whether there is one and it opened; one that is open already stays. Otherwise ask in the window.
    [[nodiscard]] bool open(const ui::Choosing& choosing);

    /// What was chosen since the last call: an errand with its path. None where nothing was, or it was cancelled.
    [[nodiscard]] std::optional<model::Errand> poll();

private:
    void read(int output, int process, model::Errand::Kind kind);

    std::function<void()> wake_;
    std::mutex mutex_;
    std::optional<model::Errand> chosen_;
    bool running_ = false;
    int process_ = -1;
    std::jthread thread_;
};

}  // namespace app
