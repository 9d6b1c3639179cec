#include "app/ui/text_edit.h"

#include <algorithm>

namespace ui {

namespace {

constexpr char32_t no_character = 0xFFFFFFFF;

bool is_first(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// The character that begins there, and its length; no_character and 1 where none does.
std::pair<char32_t, std::size_t> decoded(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    constexpr unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (first < 0xC2 || first > 0xF4 || length > text.size()) return {no_character, 1};
    char32_t out = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (is_first(text[i])) return {no_character, 1};
        out = (out << 6U) | (byte(i) & 0x3FU);
    }
    const bool surrogate = out >= 0xD800 && out <= 0xDFFF;
    if (out < least[length] || out > 0x10FFFF || surrogate) return {no_character, 1};
    return {out, length};
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_first));
}

std::size_t before(std::string_view text, std::size_t at) {
    if (at > 0) --at;
    while (at > 0 && !is_first(text[at])) --at;
    return at;
}

std::size_t after(std::string_view text, std::size_t at) {
    if (at < text.size()) ++at;
    while (at < text.size() && !is_first(text[at])) ++at;
    return at;
}

std::size_t word_before(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] == ' ') --at;
    while (at > 0 && text[at - 1] != ' ') --at;
    return at;
}

std::size_t word_after(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] != ' ') ++at;
    while (at < text.size() && text[at] == ' ') ++at;
    return at;
}

void erase(std::string& text, Caret& caret) {
    const auto from = caret.from();
    text.erase(from, caret.to() - from);
    caret = {from, from};
}

}  // namespace

std::string utf8(char32_t character) {
    std::string out;
    const auto add = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    const auto rest = [&](unsigned shift) { add(0x80U | ((character >> shift) & 0x3FU)); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0U | (character >> 6U));
        rest(0);
    } else if (character < 0x10000) {
        add(0xE0U | (character >> 12U));
        rest(6);
        rest(0);
    } else {
        add(0xF0U | (character >> 18U));
        rest(12);
        rest(6);
        rest(0);
    }
    return decoded(out).first == character ? out : std::string();
}

Caret held_in(std::string_view text, Caret caret) {
    const auto held = [&](std::size_t at) {
        at = std::min(at, text.size());
        while (at > 0 && at < text.size() && !is_first(text[at])) --at;
        return at;
    };
    return {held(caret.at), held(caret.anchor)};
}

std::string one_line(std::string_view text, std::size_t most) {
    std::string out;
    constexpr std::size_t longest = 4;  // bytes of a character; the rest is not looked at, were it a book
    text = text.substr(0, 16 + 4 * longest * most);
    for (std::size_t count = 0; !text.empty() && count < most;) {
        const auto [character, length] = decoded(text);
        if (character < 0x20 || character == 0x7F || (character >= 0x80 && character < 0xA0)) {
            if (!out.empty() && out.back() != ' ') {
                out += ' ';
                ++count;
            }
        } else if (character != no_character) {
            out += text.substr(0, length);
            ++count;
        }
        text.remove_prefix(length);
    }
    return out;
}

void insert(std::string& text, Caret& caret, std::string_view piece, std::size_t most) {
    caret = held_in(text, caret);
    erase(text, caret);
    const auto there = characters(text);
    if (there >= most) return;
    const auto line = one_line(piece, most - there);
    text.insert(caret.at, line);
    caret.at += line.size();
    caret.anchor = caret.at;
}

bool edit(std::string& text, Caret& caret, Key key, bool shift, bool ctrl) {
    caret = held_in(text, caret);
    const auto go = [&](std::size_t to) {
        caret.at = to;
        if (!shift) caret.anchor = to;
        return true;
    };
    const bool leaves = caret.selects() && !shift && !ctrl;  // an arrow leaves a selection at the end it points to
    switch (key) {
        case Key::left:
            return go(leaves ? caret.from() : ctrl ? word_before(text, caret.at) : before(text, caret.at));
        case Key::right:
            return go(leaves ? caret.to() : ctrl ? word_after(text, caret.at) : after(text, caret.at));
        case Key::home:
            return go(0);
        case Key::end:
            return go(text.size());
        case Key::backspace:
            if (!caret.selects()) caret.anchor = ctrl ? word_before(text, caret.at) : before(text, caret.at);
            erase(text, caret);
            return true;
        case Key::del:
            if (!caret.selects()) caret.anchor = ctrl ? word_after(text, caret.at) : after(text, caret.at);
            erase(text, caret);
            return true;
        default:
            return false;
    }
}

}  // namespace ui
