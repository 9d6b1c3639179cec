#pragma once

#include <string>
#include <string_view>

namespace cli {

/// Text from a file, which may hold anything, on one line and without what a terminal obeys (control characters of
/// ASCII and, as UTF-8, of Latin-1): each becomes a question mark.
[[nodiscard]] inline std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        const bool latin = byte == 0xC2 && next >= 0x80 && next < 0xA0;
        if (latin) ++i;
        if (latin || byte < 0x20 || byte == 0x7F) {
            out += '?';
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace cli
