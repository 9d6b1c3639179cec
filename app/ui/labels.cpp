#include "app/ui/labels.h"

#include "app/ui/panel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace ui {

namespace {

constexpr float apart = 3;                  // units between labels
constexpr float beside_dot = 7;             // units from a dot to its name
constexpr float same_name_apart = 180;      // units between names that are alike: of the pieces of one street
constexpr double wide = 1.5;                // a name may be so many times as wide as its area
constexpr double high = 1.2;                // and so many times as high as the room inside it
constexpr double set_wide = 3;              // the same of a set, which is there to be found
constexpr std::size_t most_letters = 1200;  // on the map: ImGui draws no more of them in time

bool overlap(const Rect& a, const Rect& b, float margin) {
    return a.x < b.right() + margin && b.x < a.right() + margin && a.y < b.bottom() + margin &&
           b.y < a.bottom() + margin;
}

/// Rectangles, by the squares of a grid they lie in.
class Taken {
public:
    Taken(float side, float margin) : side_(side), margin_(margin) {}

    [[nodiscard]] bool meets(const Rect& at) const {
        bool out = false;
        each_square(at, [&](const Square& square) {
            const auto found = squares_.find(square);
            if (found == squares_.end()) return;
            for (const auto& other : found->second) out = out || overlap(at, other, margin_);
        });
        return out;
    }
    void add(const Rect& at) {
        each_square(at, [&](const Square& square) { squares_[square].push_back(at); });
    }

private:
    using Square = std::pair<int, int>;

    template <typename Do>
    void each_square(const Rect& at, Do&& act) const {
        const auto square = [&](float pixel) { return static_cast<int>(std::floor(pixel / side_)); };
        for (int x = square(at.x - margin_); x <= square(at.right() + margin_); ++x) {
            for (int y = square(at.y - margin_); y <= square(at.bottom() + margin_); ++y) act(Square(x, y));
        }
    }
    float side_;
    float margin_;
    std::map<Square, std::vector<Rect>> squares_;
};

bool fits(const model::MapName& name, const Extent& text, double metres_per_pixel) {
    if (name.kind == model::MapName::Kind::point) return true;
    const double across = name.across / metres_per_pixel;
    const double clear = 2 * name.clear / metres_per_pixel;
    const double may = name.kind == model::MapName::Kind::set ? set_wide : wide;
    return static_cast<double>(text.width) <= may * across &&
           static_cast<double>(text.height) <= high * may / wide * clear;
}

Face face_of(const model::MapName& name) {
    return name.kind == model::MapName::Kind::set ? Face::bold : Face::small;
}

/// Light around dark, so that it reads on any colour.
void put_with_halo(Context& c, Face face, std::string_view text, const Rect& at, ImDrawList* list) {
    const auto* font = (*c.frame.fonts)[face];
    const float by = std::max(1.F, c.px(1.2F));
    const auto write = [&](float dx, float dy, ImU32 colour) {
        list->AddText(font, font->FontSize, {at.x + dx, at.y + dy}, colour, text.data(), text.data() + text.size());
    };
    const auto halo = (c.ink.card & ~IM_COL32_A_MASK) | IM_COL32(0, 0, 0, 150);
    for (const float dx : {-by, 0.F, by}) {
        for (const float dy : {-by, 0.F, by}) {
            if (dx != 0 || dy != 0) write(dx, dy, halo);
        }
    }
    write(0, 0, c.ink.text);
}

}  // namespace

std::vector<PlacedLabel> place_labels(std::span<const model::MapName> names, const model::View& view, const Rect& map,
                                      float scale, std::span<const Rect> taken,
                                      const std::function<Extent(const model::MapName&)>& extent_of) {
    std::vector<PlacedLabel> out;
    Taken places(96 * scale, apart * scale);
    for (const auto& rect : taken) places.add(rect);
    std::map<std::string_view, std::vector<Rect>> alike;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < names.size() && letters < most_letters; ++i) {
        const auto& name = names[i];
        const auto extent = extent_of(name);
        if (!fits(name, extent, view.metres_per_pixel)) continue;
        const auto pixel = model::to_screen(view, name.at);
        const bool dot = name.kind == model::MapName::Kind::point;
        const float x = map.x + static_cast<float>(pixel.x) + (dot ? beside_dot * scale : -extent.width / 2);
        const float y = map.y + static_cast<float>(pixel.y) - extent.height / 2;
        const Rect at{std::round(x), std::round(y), extent.width, extent.height};
        if (places.meets(at)) continue;
        auto& same = alike[name.text];
        const bool again = std::any_of(same.begin(), same.end(),
                                       [&](const Rect& other) { return overlap(at, other, same_name_apart * scale); });
        if (again && name.kind == model::MapName::Kind::place) continue;
        places.add(at);
        same.push_back(at);
        if (!overlap(at, map, 0)) continue;  // keeps its place for when the map is moved
        out.push_back({i, at});
        letters += name.text.size();
    }
    return out;
}

void labels(Context& c) {
    const auto& map = c.layout.map;
    const auto& view = c.state.view;
    const bool ours = static_cast<int>(map.width) == view.width && static_cast<int>(map.height) == view.height;
    if (c.derived.names.empty() || map.empty() || !ours) return;
    const auto longest = static_cast<float>(map.width) / 2;
    const auto text_of = [&](const model::MapName& name) { return elided(c, face_of(name), name.text, longest); };
    const auto taken = furniture_places(c);
    const auto placed = place_labels(c.derived.names, view, map, c.frame.fonts->scale, taken, [&](const auto& name) {
        return Extent{width_of(c, face_of(name), text_of(name)), height_of(c, face_of(name))};
    });
    auto* list = ImGui::GetBackgroundDrawList();
    list->PushClipRect({map.x, map.y}, {map.right(), map.bottom()});
    for (const auto& label : placed) {
        const auto& name = c.derived.names[label.name];
        put_with_halo(c, face_of(name), text_of(name), label.at, list);
        if (c.frame.probe != nullptr) c.frame.probe->labels.push_back({name.text, label.at});
    }
    list->PopClipRect();
}

}  // namespace ui
