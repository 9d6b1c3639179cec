#include "app/model/sure.h"
#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

namespace {

void number(Context& c, const std::string& name, std::string_view label, double value, auto&& set) {
    gap(c, 6);
    const auto room = row(c, c.px(control_height));
    const float left = std::round(room.width * 0.62F);
    put(c, Face::small, c.ink.muted, elided(c, Face::small, label, left - c.px(6)),
        {room.x, room.y, left - c.px(6), room.height});
    if (const auto to = number_field(c, name, value, {}, {room.x + left, room.y, room.width - left, room.height})) {
        auto sure = c.state.sure;
        set(sure, *to);
        c.out.emplace_back(model::SureSet{sure});
    }
}

}  // namespace

void sureness(Context& c) {
    if (!c.has_scene() || !section(c, "sure", c.text("sure.title"))) return;
    auto sure = c.state.sure;
    if (toggle(c, "sure.shown", c.text("sure.shown"), sure.shown)) {
        sure.shown = !sure.shown;
        c.out.emplace_back(model::SureSet{sure});
    }
    if (c.state.sure.shown) {
        gap(c, 4);
        if (model::awaits_sureness(c.state, c.results)) {
            if (job_progress(c, "sure", c.results.sure.part, c.text("sure.draws"))) {
                sure = c.state.sure;
                sure.shown = false;
                c.out.emplace_back(model::SureSet{sure});
            }
        } else if (!c.results.sure.failure.empty()) {
            paragraph(c, Face::small, c.ink.warning, model::told(c.state.language, c.results.sure.failure));
        } else if (c.derived.sure == nullptr) {
            paragraph(c, Face::small, c.ink.muted, c.text("sure.total_only"));
        }
        gap(c, 6);
        constexpr std::array keys{"classes.faint_no", "classes.faint_fade", "classes.faint_pattern"};
        constexpr std::array marks{model::Faint::no, model::Faint::fade, model::Faint::pattern};
        std::vector<model::Option> options;
        for (std::size_t i = 0; i < keys.size(); ++i)
            options.push_back({keys[i], std::string(c.text(keys[i])), marks[i] == c.state.sure.mark});
        if (const auto to = labelled_pick(c, "sure.mark", c.text("sure.mark"), options)) {
            sure = c.state.sure;
            sure.mark = marks[*to];
            c.out.emplace_back(model::SureSet{sure});
        }
        if (c.state.sure.mark != model::Faint::no)
            number(c, "sure.above", c.text("sure.above"), std::round(1000 * c.state.sure.unsure_above) / 10,
                   [](auto& to, double value) { to.unsure_above = value / 100; });
        number(c, "sure.concentration", c.text("sure.concentration"), c.state.sure.concentration,
               [](auto& to, double value) { to.concentration = value; });
    }
    gap(c, 4);
    paragraph(c, Face::small, c.ink.muted, c.text("sure.note"));
    gap(c, 9);
}

}  // namespace ui
