#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr float bar_pad = 8;  // units, around the scale bar

std::string length_text(const Context& c, double metres) {
    const auto decimals = [](double number) {
        return number < 1 ? static_cast<int>(std::ceil(-std::log10(number))) : 0;
    };
    const bool far = metres >= 1000;
    const double number = far ? metres / 1000 : metres;
    const auto figure = number >= 1000 ? model::count_text(c.state.language, number)
                                       : model::number_text(c.state.language, number, decimals(number));
    return figure + (far ? " km" : " m");
}

/// Empty where there is no room for it, as below.
Rect bar_place(const Context& c) {
    const auto& map = c.layout.map;
    const double mpp = c.state.view.metres_per_pixel;
    if (map.width < c.px(160) || map.height < c.px(70) || !(mpp > 0) || !std::isfinite(mpp)) return {};
    const auto length = scale_bar(mpp, static_cast<double>(c.px(130)));
    const float text_height = height_of(c, Face::small);
    const float text_width = width_of(c, Face::small, length_text(c, length.metres));
    const float width = std::max(static_cast<float>(length.pixels), text_width) + 2 * c.px(bar_pad);
    return {map.x + c.px(10), map.bottom() - c.px(10) - text_height - c.px(20), width, text_height + c.px(20)};
}

void bar(Context& c, ImDrawList* list) {
    const auto box = bar_place(c);
    if (box.empty()) return;
    const auto length = scale_bar(c.state.view.metres_per_pixel, static_cast<double>(c.px(130)));
    const auto label = length_text(c, length.metres);
    const auto width = static_cast<float>(length.pixels);
    const float pad = c.px(bar_pad);
    const float text_height = height_of(c, Face::small);
    list->AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, c.ink.plate, c.px(4));
    put(c, Face::small, c.ink.text, label, {box.x + pad, box.y + c.px(4), box.width - 2 * pad, text_height},
        Align::left, list);
    const float thick = std::max(1.F, std::round(c.px(1.5F)));
    const float y = std::round(box.bottom() - c.px(7));
    const float x = std::round(box.x + pad);
    const float tick = c.px(5);
    list->AddRectFilled({x, y - thick}, {x + width, y}, c.ink.text);
    list->AddRectFilled({x, y - tick}, {x + thick, y}, c.ink.text);
    list->AddRectFilled({x + width - thick, y - tick}, {x + width, y}, c.ink.text);
    if (c.frame.probe != nullptr) c.frame.probe->items["scale bar"] = {x, y - tick, width, tick};
}

Rect north_place(const Context& c) {
    const auto& map = c.layout.map;
    if (map.width < c.px(160) || map.height < c.px(160)) return {};
    const float width = c.px(30);
    return {map.right() - width - c.px(10), map.y + c.px(10), width, c.px(46)};
}

void north(Context& c, ImDrawList* list) {
    const auto box = north_place(c);
    if (box.empty()) return;
    list->AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, c.ink.plate, c.px(4));
    const float x = box.x + box.width / 2;
    const float top = box.y + c.px(5);
    const float low = top + c.px(19);
    const float half = c.px(6.5F);
    const float notch = low - c.px(5);
    list->AddTriangleFilled({x, top}, {x, notch}, {x - half, low}, c.ink.text);
    list->AddTriangleFilled({x, top}, {x + half, low}, {x, notch}, c.ink.card);
    const ImVec2 outline[] = {{x, top}, {x + half, low}, {x, notch}, {x - half, low}};
    list->AddPolyline(outline, 4, c.ink.text, ImDrawFlags_Closed, c.px(1));
    put(c, Face::small, c.ink.text, c.text("map.north"), {box.x, low + c.px(2), box.width, height_of(c, Face::small)},
        Align::centre, list);
    if (c.frame.probe != nullptr) c.frame.probe->items["north"] = box;
}

/// Where a place lies that was looked up.
void place_mark(Context& c, ImDrawList* list) {
    if (!c.memory.found) return;
    const auto at = on_screen(c, *c.memory.found);
    const ImVec2 middle{std::round(at.x), std::round(at.y)};
    const float gap = c.px(4);
    const float out = c.px(12);
    for (const bool halo : {true, false}) {
        const auto colour = halo ? c.ink.card : c.ink.warning;
        const float thick = c.px(halo ? 5.F : 2.F);
        const float more = halo ? c.px(1.5F) : 0;
        for (const auto& [dx, dy] :
             {std::pair(1.F, 0.F), std::pair(-1.F, 0.F), std::pair(0.F, 1.F), std::pair(0.F, -1.F)}) {
            list->AddLine({middle.x + dx * (gap - more), middle.y + dy * (gap - more)},
                          {middle.x + dx * (out + more), middle.y + dy * (out + more)}, colour, thick);
        }
    }
    if (c.frame.probe != nullptr) c.frame.probe->items["place"] = {middle.x - out, middle.y - out, 2 * out, 2 * out};
}

}  // namespace

ScaleBar scale_bar(double metres_per_pixel, double longest) {
    const double metres = metres_per_pixel * longest;
    const double power = std::pow(10, std::floor(std::log10(metres)));
    // The logarithm may be a hair off at a power of ten itself.
    double round = power > metres ? power / 10 : power;
    for (const double step : {2., 5., 10.}) {
        if (step * power <= metres) round = step * power;
    }
    return {round, round / metres_per_pixel};
}

float notes_height(const Context& c, float map_width) {
    const float width = map_width - 2 * c.px(12);
    if (width < c.px(80)) return 0;
    const float source =
        c.derived.source.empty() ? 0 : wrapped_height(c, Face::small, c.derived.source, width) + c.px(2);
    return source + wrapped_height(c, Face::small, c.derived.disclaimer, width) + c.px(11);
}

void notes(Context& c) {
    const auto& at = c.layout.notes;
    if (at.empty()) return;
    begin(c, "notes", at, c.ink.card, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    edge(c, {at.x, at.y, at.width, 1});
    const float x = at.x + c.px(12);
    const float width = at.width - 2 * c.px(12);
    float y = at.y + c.px(6);
    if (!c.derived.source.empty()) {
        y += put_wrapped(c, Face::small, c.ink.text, c.derived.source, x, y, width) + c.px(2);
    }
    put_wrapped(c, Face::small, c.ink.muted, c.derived.disclaimer, x, y, width);
    end();
}

std::vector<Rect> furniture_places(const Context& c) {
    std::vector<Rect> out;
    for (const auto& place : {bar_place(c), north_place(c), drawing_tools_place(c)}) {
        if (!place.empty()) out.push_back(place);
    }
    return out;
}

void furniture(Context& c) {
    if (!c.has_scene() || c.layout.map.empty()) return;
    auto* list = ImGui::GetBackgroundDrawList();
    const auto& map = c.layout.map;
    list->PushClipRect({map.x, map.y}, {map.right(), map.bottom()});
    place_mark(c, list);
    bar(c, list);
    north(c, list);
    list->PopClipRect();
}

}  // namespace ui
