#pragma once

#include "geo/sentence.h"

#include <memory>
#include <stdexcept>
#include <utility>

namespace geo {

/// A failure the user can act on: unreadable file, unknown CRS, full disk.
/// It is one sentence naming the file, layer, field or feature concerned; what() is that in English.
/// A broken precondition is a bug, not an Error: assert it.
class Error : public std::runtime_error {
public:
    explicit Error(Sentence sentence)
        : std::runtime_error(sentence.text()), sentence_(std::make_shared<const Sentence>(std::move(sentence))) {}
    [[nodiscard]] const Sentence& sentence() const noexcept { return *sentence_; }

private:
    std::shared_ptr<const Sentence> sentence_;  // shared, as an exception is copied without throwing
};

/// What went wrong, of any exception: that of an Error, that memory was short, or what the library says.
[[nodiscard]] Sentence sentence_of(const std::exception& error);

/// Why the system refused. \param number errno
[[nodiscard]] Sentence system_reason(int number);

template <typename... Values>
[[noreturn]] void fail(fmt::format_string<Values...> pattern, Values&&... values) {
    throw Error(Sentence(pattern, std::forward<Values>(values)...));
}

}  // namespace geo
