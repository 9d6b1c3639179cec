#include "app/ui/controls.h"
#include "app/ui/focus.h"
#include "app/ui/panel.h"
#include "geo/classify.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

namespace {

using Kind = model::ListColumn::Kind;

constexpr float row_height = 24;  // units
constexpr const char* rows_name = "table.rows";

constexpr float header_units = 22;
constexpr float close_units = 26;
constexpr int least_rows = 3;  // else there is no room for the list

void close_button(Context& c, const Rect& shut) {
    const auto touched = hit(c, "table.close", shut);
    auto* list = ImGui::GetWindowDrawList();
    if (touched.hovered) {
        list->AddRectFilled({shut.x, shut.y}, {shut.right(), shut.bottom()}, c.ink.hover, c.px(4));
        tooltip(c, c.text("list.close"));
    }
    const float half = c.px(4.5F);
    const ImVec2 middle{shut.x + shut.width / 2, shut.y + shut.height / 2};
    list->AddLine({middle.x - half, middle.y - half}, {middle.x + half, middle.y + half}, c.ink.muted, c.px(1.5F));
    list->AddLine({middle.x - half, middle.y + half}, {middle.x + half, middle.y - half}, c.ink.muted, c.px(1.5F));
    if (touched.clicked) c.out.emplace_back(model::TableToggled{});
}

/// The columns that there is room for, the name as wide as the rest leaves.
struct Shown {
    const model::ListColumn* column = nullptr;
    float x = 0;
    float width = 0;
};

float least_width(const Context& c, const model::ListColumn& column) {
    switch (column.kind) {
        case Kind::name:
            return c.px(150);
        case Kind::code:
            return width_of(c, Face::small, "BU00000000W") + c.px(12);
        case Kind::part_of:
            return c.px(140);
        case Kind::class_code:
            return c.px(170);
        case Kind::number:
        case Kind::count:
        case Kind::percent:
            return std::max(c.px(76), std::min(width_of(c, Face::small, column.label) + c.px(26), c.px(150)));
    }
    return 0;
}

std::vector<Shown> columns_in(const Context& c, const Rect& at) {
    std::vector<Shown> out;
    float left = at.width;
    const auto& columns = c.derived.listing.columns;
    // Where not all fit up to the value, code and municipality are left out: one came for the figures.
    float wanted = 0;
    std::vector<Kind> without;
    for (const auto& column : columns) {
        wanted += least_width(c, column);
        if (column.id == "value") break;
    }
    for (const auto kind : {Kind::code, Kind::part_of}) {
        const auto at_it =
            std::find_if(columns.begin(), columns.end(), [&](const auto& col) { return col.kind == kind; });
        if (wanted <= at.width || at_it == columns.end() || at_it == columns.begin()) continue;
        wanted -= least_width(c, *at_it);
        without.push_back(kind);
    }
    for (const auto& column : columns) {
        if (std::find(without.begin(), without.end(), column.kind) != without.end()) continue;
        const float width = least_width(c, column);
        if (!out.empty() && width > left) break;
        out.push_back({&column, 0, std::min(width, at.width)});
        left -= width;
    }
    float x = at.x;
    for (auto& shown : out) {
        if (&shown == &out.front()) shown.width += std::clamp(left, 0.F, c.px(160));
        shown.x = x;
        x += shown.width;
    }
    return out;
}

bool is_figure(const model::ListColumn& column) {
    return column.kind == Kind::number || column.kind == Kind::count || column.kind == Kind::percent;
}

void headers(Context& c, const std::vector<Shown>& columns, float y, float height) {
    auto* list = ImGui::GetWindowDrawList();
    for (const auto& shown : columns) {
        const Rect at{shown.x, y, shown.width, height};
        const auto& column = *shown.column;
        const auto touched = hit(c, "table.sort." + column.id, at);
        if (touched.clicked) c.out.emplace_back(model::SortedBy{column.id});
        const bool sorted = c.state.sorting.column == column.id;
        if (touched.hovered) {
            list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c.ink.hover, c.px(3));
        }
        const float arrow = c.px(14);
        const Rect room{at.x + c.px(6), at.y, at.width - c.px(12) - arrow, at.height};
        const auto label = elided(c, Face::small, column.label, room.width);
        if (touched.hovered && label != column.label) tooltip(c, column.label);
        const float width = width_of(c, Face::small, label);
        const bool right = is_figure(column);
        put(c, Face::small, sorted ? c.ink.accent : c.ink.muted, label, room, right ? Align::right : Align::left);
        if (!sorted) continue;
        const float x = right ? room.right() + arrow / 2 + c.px(1) : room.x + width + arrow / 2 + c.px(1);
        const float middle = std::round(at.y + at.height / 2);
        const float half = c.px(3.5F);
        const float tip = c.state.sorting.descending ? half * 0.7F : -half * 0.7F;
        list->AddTriangleFilled({x - half, middle - tip}, {x + half, middle - tip}, {x, middle + tip}, c.ink.accent);
    }
}

void cells(Context& c, const std::vector<Shown>& columns, std::uint32_t row, float y, float height) {
    const auto& listing = c.derived.listing;
    for (const auto& shown : columns) {
        const auto& column = *shown.column;
        Rect room{shown.x + c.px(6), y, shown.width - c.px(12), height};
        if (column.kind == Kind::class_code) {
            const auto code = listing.theme->classes[row];
            swatch(c, {room.x, std::round(y + (height - c.px(12)) / 2), c.px(18), c.px(12)}, c.derived.palette[code]);
            room.x += c.px(24);
            room.width -= c.px(24);
        }
        const bool quiet = column.kind == Kind::code || column.kind == Kind::part_of;
        const auto face = quiet ? Face::small : Face::regular;
        if (is_figure(column)) room.width -= c.px(14);  // under the header's text
        put(c, face, quiet ? c.ink.muted : c.ink.text, elided(c, face, listing.text(column, row), room.width), room,
            is_figure(column) ? Align::right : Align::left);
    }
}

/// Brings a place of the order into sight.
void show(ListMemory& memory, std::size_t place, float rows) {
    const auto at = static_cast<float>(place);
    if (at < memory.first) memory.first = at;
    if (at + 1 > memory.first + rows) memory.first = at + 1 - rows;
}

/// What was newly selected is brought into sight; a list that has become another begins at its top, or at what is
/// selected in it. What is only pointed at on the map leaves the list where it is.
void follow(Context& c, float rows) {
    auto& memory = c.memory.areas;
    const auto& listing = c.derived.listing;
    const bool anew = !(memory.seen_filter == c.state.filter) || !(memory.seen_sorting == c.state.sorting);
    if (!anew && memory.seen_selected == c.state.selected) return;
    memory.seen_filter = c.state.filter;
    memory.seen_sorting = c.state.sorting;
    memory.seen_selected = c.state.selected;
    if (anew) {
        memory.first = 0;
        memory.at = 0;
    }
    if (c.derived.selected_rows.empty()) return;
    const auto place = listing.place_of(c.derived.selected_rows.back());
    if (place >= listing.order.size()) return;
    memory.at = place;
    show(memory, place, rows);
}

void keys(Context& c, float rows) {
    auto& memory = c.memory.areas;
    const auto& order = c.derived.listing.order;
    memory.at = std::min(memory.at, order.empty() ? 0 : order.size() - 1);
    memory.keyed = has_ring(c, rows_name);
    if (!memory.keyed || order.empty()) return;
    const auto before = memory.at;
    memory.at = stepped_by_keys(c, memory.at, order.size(), static_cast<std::size_t>(std::max(rows - 1, 1.F)));
    if (memory.at != before) show(memory, memory.at, rows);
    const auto& areas = *c.derived.listing.layer->assessment.areas;
    const auto& code = areas.code[order[memory.at]];
    if (take(c, Key::enter)) c.out.emplace_back(model::AreaFound{areas.level, code});
    if (take(c, U' ')) c.out.emplace_back(model::Selected{code, true});
}

void scroll_bar(Context& c, const Rect& at, float rows) {
    auto& memory = c.memory.areas;
    const auto count = static_cast<float>(c.derived.listing.order.size());
    const float track = at.height;
    const float handle = std::max(track * rows / count, c.px(24));
    const float most = std::max(count - rows, 1.F);
    const auto touched = hit(c, "table.scroll", at, Stop::no);
    if (touched.held) {
        const float y = ImGui::GetIO().MousePos.y - at.y - handle / 2;
        memory.first = std::clamp(y / std::max(track - handle, 1.F), 0.F, 1.F) * most;
    }
    const float y = at.y + (track - handle) * std::clamp(memory.first / most, 0.F, 1.F);
    ImGui::GetWindowDrawList()->AddRectFilled({at.x + c.px(3), y}, {at.right() - c.px(3), y + handle},
                                              touched.hovered || touched.held ? c.ink.muted : c.ink.grab, c.px(3));
}

void rows(Context& c, const std::vector<Shown>& columns, const Rect& at) {
    auto& memory = c.memory.areas;
    const auto& listing = c.derived.listing;
    const auto& order = listing.order;
    const auto& areas = *listing.layer->assessment.areas;
    const auto& io = ImGui::GetIO();
    const float height = std::round(c.px(row_height));
    const float in_sight = std::max(1.F, std::floor(at.height / height));
    // One stop of the keyboard for all rows; what the mouse does is for each row.
    stop_at(c, rows_name, at);
    if (c.frame.probe != nullptr) c.frame.probe->items[rows_name] = at;
    follow(c, in_sight);
    keys(c, in_sight);
    const bool inside = at.holds(io.MousePos.x, io.MousePos.y) && ImGui::IsWindowHovered();
    if (inside && io.MouseWheel != 0) memory.first -= 3 * std::clamp(io.MouseWheel, -20.F, 20.F);
    const auto count = static_cast<float>(order.size());
    memory.first = std::clamp(memory.first, 0.F, std::max(count - in_sight, 0.F));
    memory.hovered.clear();

    auto* list = ImGui::GetWindowDrawList();
    list->PushClipRect({at.x, at.y}, {at.right(), at.bottom()}, true);
    const bool scrolls = count > in_sight;
    const float width = at.width - (scrolls ? c.px(12) : 0);
    const auto& chosen = c.derived.selected_rows;
    const auto first = static_cast<std::size_t>(memory.first);
    for (auto place = first; place < order.size(); ++place) {
        const float y = std::round(at.y + static_cast<float>(place - first) * height);
        if (y >= at.bottom()) break;
        const auto row = order[place];
        const Rect line{at.x, y, width, height};
        const Rect seen{line.x, std::max(y, at.y), width, std::min(y + height, at.bottom()) - std::max(y, at.y)};
        const auto touched = hit(c, "table.row." + areas.code[row], seen, Stop::no);
        if (touched.hovered) memory.hovered = areas.code[row];
        if (touched.clicked) {
            memory.at = place;
            const bool add = c.frame.ctrl || io.KeyCtrl;
            if (add) {
                c.out.emplace_back(model::Selected{areas.code[row], true});
            } else {
                c.out.emplace_back(model::AreaFound{areas.level, areas.code[row]});
            }
        }
        const bool selected = std::find(chosen.begin(), chosen.end(), row) != chosen.end();
        const bool lit = row == c.derived.hovered_row;
        if (selected || lit) {
            list->AddRectFilled({line.x, line.y}, {line.right(), line.bottom()}, selected ? c.ink.chosen : c.ink.hover,
                                c.px(3));
        }
        if (memory.keyed && place == memory.at) {
            list->AddRect({line.x, line.y}, {line.right(), line.bottom()}, c.ink.focus, c.px(3), 0, c.px(1.5F));
        }
        cells(c, columns, row, y, height);
    }
    list->PopClipRect();
    if (scrolls) scroll_bar(c, {at.right() - c.px(12), at.y, c.px(12), at.height}, in_sight);
    if (order.empty()) {
        put_wrapped(c, Face::regular, c.ink.muted, c.text("list.none"), at.x + c.px(6), at.y + c.px(8), width);
    }
}

}  // namespace

float least_list_height(Context& c, float width) {
    const float filter = list_filter_height(c, width - c.px(24 + close_units + 8));
    return std::ceil(filter + c.px(7 + 4 + header_units + 5 + least_rows * row_height));
}

void area_list(Context& c) {
    const auto& at = c.layout.table;
    if (at.empty() || c.derived.listing.layer == nullptr) {
        c.memory.areas.hovered.clear();
        return;
    }
    begin(c, "table", at, c.ink.card, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    if (c.layout.over != Panel::table) edge(c, {at.x, at.y, at.width, 0});
    const float inset = c.px(12);
    const Rect inner{at.x + inset, at.y + c.px(7), at.width - 2 * inset, at.height - c.px(10)};
    const float side = std::round(c.px(close_units));
    const Rect room{inner.x, inner.y, inner.width - side - c.px(8), inner.height};
    // Names of classes cost a line, for which some rows have to be left.
    const float top = list_filter(c, room, inner.height - c.px(header_units + 4 * row_height)) + c.px(4);
    close_button(c, {inner.right() - side, inner.y, side, side});
    const float header = std::round(c.px(header_units));
    const auto columns = columns_in(c, {inner.x, top, inner.width - c.px(12), header});
    headers(c, columns, top, header);
    auto* list = ImGui::GetWindowDrawList();
    const float line = std::round(top + header + c.px(1));
    list->AddLine({inner.x, line}, {inner.right(), line}, c.ink.line, std::max(1.F, std::floor(c.frame.fonts->scale)));
    const float body = line + c.px(2);
    if (at.bottom() - body >= c.px(20)) rows(c, columns, {inner.x, body, inner.width, at.bottom() - body - c.px(2)});
    end();
}

}  // namespace ui
