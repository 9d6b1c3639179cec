#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace geo {

/// A failure the user can act on: unreadable file, unknown CRS, full disk.
/// what() is one sentence naming the file, layer, field or feature concerned.
/// A broken precondition is a bug, not an Error: assert it.
class Error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <typename... Args>
[[noreturn]] void fail(fmt::format_string<Args...> sentence, Args&&... args) {
    throw Error(fmt::format(sentence, std::forward<Args>(args)...));
}

}  // namespace geo
