#include "app/ui/controls.h"
#include "app/ui/panel.h"
#include "geo/classify.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

constexpr float line_units = 26;
constexpr float between_lines = 4;

/// A control of the filter, as wide as it wants to be.
struct Item {
    float width = 0;
    float gap = 0;          // behind it
    bool new_line = false;  // begins one
    std::function<void(const Rect&)> draw;
};

/// Where each comes to lie, from left to right in lines of that width. \return [items], from 0, 0
std::vector<Rect> flowed(const Context& c, const std::vector<Item>& items, float width) {
    std::vector<Rect> out;
    const float line = std::round(c.px(line_units));
    float x = 0;
    float y = 0;
    for (const auto& item : items) {
        const float wide = std::min(item.width, width);
        if (x > 0 && (item.new_line || x + wide > width)) {
            x = 0;
            y += line + c.px(between_lines);
        }
        out.push_back({std::round(x), y, wide, line});
        x += wide + item.gap;
    }
    return out;
}

float height_of(const std::vector<Rect>& places) {
    return places.empty() ? 0 : places.back().bottom();
}

class Filters {
public:
    explicit Filters(Context& c) : c_(c), filter_(c.state.filter) {}

    /// \param named classes have their names beside them
    [[nodiscard]] std::vector<Item> items(bool named) {
        items_.clear();
        text();
        places();
        limits();
        lower();
        classes(named);
        clear();
        counts();
        return std::move(items_);
    }

private:
    Context& c_;
    model::Filter filter_;
    std::vector<Item> items_;

    void add(float width, float gap, std::function<void(const Rect&)> draw) {
        items_.push_back({width, c_.px(gap), false, std::move(draw)});
    }
    void set() { c_.out.emplace_back(model::FilterSet{filter_}); }
    [[nodiscard]] bool has(std::uint8_t code) const {
        return std::find(filter_.classes.begin(), filter_.classes.end(), code) != filter_.classes.end();
    }

    void text() {
        add(c_.px(170), 8, [this](const Rect& at) {
            const auto text = text_field(c_, "table.text", filter_.text, c_.text("list.text"), at);
            if (!text.changed) return;
            filter_.text = text.text;
            set();
        });
    }

    void places() {
        const auto& places = c_.derived.listing.places;
        if (places.empty() && filter_.within.empty()) return;
        add(c_.px(170), 8, [this](const Rect& at) {
            const auto& all = c_.derived.listing.places;
            std::vector<std::string> labels{std::string(c_.text("list.everywhere"))};
            std::size_t chosen = filter_.within.empty() ? 0 : all.size() + 1;
            for (std::size_t i = 0; i < all.size(); ++i) {
                labels.push_back(all[i].name);
                if (all[i].code == filter_.within && chosen > all.size()) chosen = i + 1;
            }
            if (chosen > all.size()) labels.push_back(filter_.within);  // can be named but not chosen here
            const auto to = pick(c_, "table.within", labels, chosen, at);
            if (!to || *to > all.size()) return;
            filter_.within = *to == 0 ? std::string() : all[*to - 1].code;
            set();
        });
    }

    void limits() {
        const auto field = [&](const char* name, const char* key, double model::Filter::*limit) {
            const auto label = c_.text(key);
            const float left = width_of(c_, Face::small, label) + c_.px(5);
            add(left + c_.px(72), 8, [this, name, label, left, limit](const Rect& at) {
                put(c_, Face::small, c_.ink.muted, label, {at.x, at.y, left, at.height});
                const Rect rest{at.x + left, at.y, at.width - left, at.height};
                if (const auto now = number_field(c_, name, filter_.*limit, {}, rest)) {
                    filter_.*limit = *now;
                    set();
                }
            });
        };
        field("table.least", "list.from", &model::Filter::least);
        field("table.most", "list.to", &model::Filter::most);
    }

    /// All classes, or one and all that are lower.
    void lower() {
        std::vector<std::string> labels{std::string(c_.text("list.all_classes"))};
        std::vector<std::vector<std::uint8_t>> ranges{{}};
        for (const auto& entry : c_.derived.legend.entries) {  // the highest first
            if (!geo::is_class(entry.code)) continue;
            std::vector<std::uint8_t> range;
            for (const auto& other : c_.derived.legend.entries) {
                if (geo::is_class(other.code) && other.code <= entry.code) range.push_back(other.code);
            }
            std::sort(range.begin(), range.end());
            labels.push_back(range.size() > 1 ? filled(c_.text("list.or_lower"), entry.label) : entry.label);
            ranges.push_back(std::move(range));
        }
        if (ranges.size() < 3) return;
        auto chosen =
            static_cast<std::size_t>(std::find(ranges.begin(), ranges.end(), filter_.classes) - ranges.begin());
        if (chosen == ranges.size()) labels.emplace_back(c_.text("list.own_classes"));
        add(c_.px(190), 8, [this, labels, ranges, chosen](const Rect& at) {
            const auto to = pick(c_, "table.lower", labels, chosen, at);
            if (!to || *to >= ranges.size()) return;
            filter_.classes = ranges[*to];
            set();
        });
    }

    void classes(bool named) {
        const auto& entries = c_.derived.legend.entries;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const float name = named ? width_of(c_, Face::small, entries[i].label) + c_.px(8) : 0;
            add(c_.px(28) + name, i + 1 < entries.size() ? (named ? 4.F : 2.F) : 10.F,
                [this, i, named](const Rect& at) { one_class(i, named, at); });
            items_.back().new_line = named && i == 0;
        }
    }
    void one_class(std::size_t i, bool named, const Rect& at) {
        const auto& entries = c_.derived.legend.entries;
        const auto& entry = entries[i];
        const bool on = has(entry.code);
        const auto touched = hit(c_, fmt::format("table.class.{}", entry.code), at);
        auto* list = ImGui::GetWindowDrawList();
        if (touched.hovered) {
            list->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, c_.ink.hover, c_.px(4));
            tooltip(c_, fmt::format("{}\n{}", entry.label, c_.text("list.class_hint")));
        }
        swatch(c_, {at.x + c_.px(4), at.y + c_.px(6), c_.px(20), at.height - c_.px(12)}, entry.style);
        if (named)
            put(c_, Face::small, c_.ink.text, entry.label, {at.x + c_.px(29), at.y, at.width - c_.px(29), at.height});
        if (on)
            list->AddRect({at.x + c_.px(1), at.y + c_.px(2)}, {at.right() - c_.px(1), at.bottom() - c_.px(2)},
                          c_.ink.accent, c_.px(4), 0, c_.px(2));
        if (!touched.clicked) return;
        auto& anchor = c_.memory.areas.class_anchor;
        auto& classes = filter_.classes;
        if (c_.frame.shift || ImGui::GetIO().KeyShift) {  // all from the one that was pressed before
            const auto is_anchor = [&](const auto& each) { return each.code == anchor; };
            const auto from = std::find_if(entries.begin(), entries.end(), is_anchor);
            const auto first = from == entries.end() ? i : static_cast<std::size_t>(from - entries.begin());
            classes.clear();
            for (auto k = std::min(first, i); k <= std::max(first, i); ++k) classes.push_back(entries[k].code);
            std::sort(classes.begin(), classes.end());
            return set();
        }
        anchor = entry.code;
        if (on) {
            std::erase(classes, entry.code);
        } else {
            classes.insert(std::upper_bound(classes.begin(), classes.end(), entry.code), entry.code);
        }
        set();
    }

    void clear() {
        if (filter_.empty()) return;
        const auto label = c_.text("list.clear");
        add(button_width(c_, label), 10, [this, label](const Rect& at) {
            if (!button(c_, "table.clear", label, at)) return;
            filter_ = {};
            set();
        });
    }

    void counts() {
        const auto& listing = c_.derived.listing;
        const auto number = [&](double n) { return model::count_text(c_.state.language, n); };
        auto text =
            model::filled(c_.state.language, listing.layer->cells ? "list.cells" : "list.areas",
                          number(static_cast<double>(listing.order.size())), number(static_cast<double>(listing.rows)));
        if (!std::isnan(listing.weight_all) && !listing.weight_name.empty()) {
            text += " · " + model::filled(c_.state.language, "list.weights", number(listing.weight_kept),
                                          number(listing.weight_all), listing.weight_name);
        }
        add(width_of(c_, Face::small, text), 0, [this, text](const Rect& at) {
            put(c_, Face::small, c_.ink.text, elided(c_, Face::small, text, at.width), at);
        });
    }
};

}  // namespace

float list_filter_height(Context& c, float width) {
    if (c.derived.listing.layer == nullptr) return 0;
    return height_of(flowed(c, Filters(c).items(false), width));
}

float list_filter(Context& c, const Rect& at, float most) {
    Filters filters(c);
    auto items = filters.items(true);
    auto places = flowed(c, items, at.width);
    if (height_of(places) > most) {
        items = filters.items(false);
        places = flowed(c, items, at.width);
    }
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].draw({at.x + places[i].x, at.y + places[i].y, places[i].width, places[i].height});
    return at.y + height_of(places);
}

}  // namespace ui
