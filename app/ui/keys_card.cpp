#include "app/model/commands.h"
#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ui {

namespace {

struct Line {
    std::string key;
    std::string what;
};

/// "key: what it does"
Line line_of(std::string_view text) {
    const auto colon = text.find(": ");
    return {std::string(text.substr(0, colon)), std::string(text.substr(std::min(colon + 2, text.size())))};
}

std::vector<Line> mouse_lines(const Context& c) {
    return {line_of(c.text("keys.mouse_wheel")), line_of(c.text("keys.drag")),  line_of(c.text("keys.double_click")),
            line_of(c.text("keys.box")),         line_of(c.text("keys.click")), line_of(c.text("keys.ctrl"))};
}

/// What commands say of themselves, but for rows of keys that do alike things.
std::vector<Line> key_lines(const Context& c) {
    std::vector<Line> out{line_of(c.text("keys.tab")),  line_of(c.text("keys.press")),
                          line_of(c.text("keys.menu")), line_of(c.text("keys.escape")),
                          line_of(c.text("keys.pan")),  line_of(c.text("keys.digits"))};
    for (const auto& command : model::commands(c.state, c.results, c.derived)) {
        const bool alike = command.id.starts_with("pan_") || command.id.starts_with("dimension.");
        if (command.keys.empty() || alike) continue;
        out.push_back({model::shortcut_text(c.state.language, command.keys), command.text});
    }
    return out;
}

/// One column of the card.
struct Column {
    std::vector<Line> lines;
    float keys = 0;    // width of the keys
    float height = 0;  // of all lines
};

float height_of_line(const Context& c, const Line& line, float width) {
    return std::round(wrapped_height(c, Face::regular, line.what, width) + c.px(5));
}

Column column_of(const Context& c, std::vector<Line> lines, float width) {
    Column out{std::move(lines), 0, 0};
    for (const auto& line : out.lines) out.keys = std::max(out.keys, width_of(c, Face::bold, line.key));
    out.keys += c.px(14);
    for (const auto& line : out.lines) out.height += height_of_line(c, line, width - out.keys);
    return out;
}

void put_column(Context& c, const Column& column, const Rect& at) {
    float y = at.y;
    for (const auto& line : column.lines) {
        put(c, Face::bold, c.ink.text, line.key, {at.x, y, column.keys, height_of(c, Face::bold)});
        put_wrapped(c, Face::regular, c.ink.text, line.what, at.x + column.keys, y, at.width - column.keys);
        y += height_of_line(c, line, at.width - column.keys);
    }
}

}  // namespace

void keys_card(Context& c) {
    if (!c.memory.keys) return;
    const auto whole_width = static_cast<float>(c.frame.width);
    const auto whole_height = static_cast<float>(c.frame.height);
    const bool two = whole_width >= c.px(760);
    const float inset = c.px(18);
    const float between = two ? c.px(28) : 0;
    const float width = std::min(c.px(two ? 820 : 440), whole_width - c.px(16));
    const float scroll_bar = ImGui::GetStyle().ScrollbarSize;
    const float inner = std::max(width - 2 * inset - scroll_bar, 1.F);
    const float each = two ? (inner - between) / 2 : inner;

    auto lines = mouse_lines(c);
    auto more = key_lines(c);
    const auto count = lines.size() + more.size();
    const auto left_lines = two ? (count + 1) / 2 - lines.size() : more.size();
    const auto split = more.begin() + static_cast<std::ptrdiff_t>(left_lines);
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(split));
    more.erase(more.begin(), split);
    const auto left = column_of(c, std::move(lines), each);
    const auto right = column_of(c, std::move(more), each);

    const float title = height_of(c, Face::bold) + c.px(12);
    const float height = title + std::max(left.height, right.height) + c.px(10) + c.px(32) + 2 * c.px(16);
    const float shown = std::min(height, whole_height - c.px(8));
    const Rect at{std::round((whole_width - width) / 2), std::round((whole_height - shown) / 2), std::round(width),
                  std::round(shown)};
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {inset, c.px(16)});
    begin_over(c, "keys card", at, true);
    const auto head = row(c, title);
    put(c, Face::bold, c.ink.text, c.text("keys.title"), {head.x, head.y, inner, height_of(c, Face::bold)});
    const auto body = row(c, std::max(left.height, right.height));
    put_column(c, left, {body.x, body.y, each, body.height});
    put_column(c, right, {body.x + each + between, body.y, each, body.height});
    gap(c, 10);
    const auto foot = row(c, c.px(32));
    const auto label = c.text("keys.close");
    const bool closed =
        button(c, "keys.close", label, {foot.x, foot.y, button_width(c, label), foot.height}, Emphasis::strong);
    if (closed || take(c, Key::escape)) c.memory.keys = false;
    end_over();
    ImGui::PopStyleVar();
}

}  // namespace ui
