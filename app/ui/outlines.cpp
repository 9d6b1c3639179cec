#include "app/ui/controls.h"
#include "app/ui/panel.h"

#include <algorithm>

#include <fmt/format.h>

namespace ui {

void outlines(Context& c) {
    if (!c.has_scene()) return;
    const auto& all = c.derived.outlines;
    const auto laid = std::count_if(all.begin(), all.end(), [](const auto& outline) { return outline.laid; });
    const auto on = static_cast<int>(laid) + (c.state.labels ? 1 : 0);
    if (!section(c, "outlines", c.text("panel.outlines"), on > 0 ? fmt::format("{}", on) : std::string())) return;
    for (const auto& outline : all) {
        if (toggle(c, "outline." + outline.level, model::level_name(c.state.language, outline.level), outline.laid))
            c.out.emplace_back(model::OutlineToggled{outline.level});
    }
    if (toggle(c, "names", c.text("panel.names"), c.state.labels)) c.out.emplace_back(model::LabelsToggled{});
    gap(c, 6);
}

}  // namespace ui
