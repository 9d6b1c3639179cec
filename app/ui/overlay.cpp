#include "app/ui/panel.h"

#include "geo/lattice.h"
#include "geo/report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ui {

namespace {

void fact(Context& c, std::string_view name, const std::string& value) {
    const float whole = ImGui::GetContentRegionAvail().x;
    const float left = c.px(140);
    const float width = whole - left;
    if (width < c.px(120)) {  // one under the other
        paragraph(c, Face::small, c.ink.muted, name);
        paragraph(c, Face::small, c.ink.text, value);
        return gap(c, 3);
    }
    const float height =
        std::max(wrapped_height(c, Face::small, value, width), wrapped_height(c, Face::small, name, left - c.px(8)));
    const auto at = row(c, height + c.px(3));
    put_wrapped(c, Face::small, c.ink.muted, name, at.x, at.y, left - c.px(8));
    put_wrapped(c, Face::small, c.ink.text, value, at.x + left, at.y, width);
}

std::string number(const Context& c, double value, int decimals) {
    return model::number_text(c.state.language, value, decimals);
}

std::string megabytes(const Context& c, std::size_t bytes) {
    return number(c, static_cast<double>(bytes) / 1e6, 1) + " MB";
}

void passes(Context& c) {
    const auto* facts = c.frame.facts;
    if (facts == nullptr) return;
    heading(c, c.text("overlay.drawing"));
    const auto ms = [&](double time) { return number(c, time, 2) + " ms"; };
    fact(c, c.text("overlay.id_pass"), ms(facts->id_ms));
    fact(c, c.text("overlay.colour_pass"), ms(facts->colour_ms));
    if (!c.derived.laid.empty()) {
        fact(c, c.text("overlay.laid"),
             filled(c.text("overlay.laid_value"), ms(facts->laid_ms),
                    model::count_text(c.state.language, static_cast<double>(facts->segments))));
    }
    fact(c, c.text("overlay.panels"), ms(facts->ui_ms));
    fact(c, c.text("overlay.frames"),
         filled(c.text("overlay.frames_value"), model::count_text(c.state.language, static_cast<double>(facts->frames)),
                model::count_text(c.state.language, static_cast<double>(facts->id_passes))));
    fact(c, c.text("overlay.triangles"), model::count_text(c.state.language, static_cast<double>(facts->triangles)));
    fact(c, c.text("overlay.detail"),
         filled(c.text("overlay.detail_value"), fmt::format("{}", facts->detail), number(c, facts->snap, 0) + " m"));
    fact(c, c.text("overlay.buffers"), megabytes(c, facts->buffer_bytes));
    if (!facts->renderer.empty()) fact(c, c.text("overlay.renderer"), facts->renderer);
    gap(c, 10);
}

bool has_grid(const Context& c) {
    return c.has_scene() && c.derived.shown.scene->dataset.crs.id == geo::cell_crs;
}

// The cursor in every space there is.
void cursor(Context& c) {
    heading(c, c.text("overlay.cursor"));
    const auto mouse = ImGui::GetIO().MousePos;
    const auto& map = c.layout.map;
    const bool known = ImGui::IsMousePosValid();
    const auto pair = [&](double x, double y, int decimals) {
        return fmt::format("{}  {}", number(c, x, decimals), number(c, y, decimals));
    };
    const model::Pixel at{static_cast<double>(mouse.x - map.x), static_cast<double>(mouse.y - map.y)};
    const auto world = model::to_world(c.state.view, at);
    const std::string none = "–";
    fact(c, c.text("overlay.window_pixel"),
         known ? pair(static_cast<double>(mouse.x), static_cast<double>(mouse.y), 0) : none);
    fact(c, c.text("overlay.map_pixel"), known ? pair(at.x, at.y, 0) : none);
    fact(c, c.text("overlay.metres"), known ? pair(world.x, world.y, 1) : none);
    if (has_grid(c)) {
        const double column = std::floor(world.x / geo::cell_size);
        const double line = std::floor(world.y / geo::cell_size);
        const bool inside = known && column >= 0 && column <= 9999 && line >= 0 && line <= 9999;
        fact(c, c.text("overlay.cell"),
             inside ? geo::cell_id({static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(line)}) : none);
    }
    fact(c, c.text("overlay.metres_per_pixel"), number(c, c.state.view.metres_per_pixel, 3));
    if (c.has_scene()) fact(c, c.text("overlay.crs"), c.derived.shown.scene->dataset.crs.name);
    gap(c, 10);
}

void report(Context& c) {
    if (!c.has_scene()) return;
    const auto& notes = c.derived.shown.scene->report.notes;
    heading(c, c.text("overlay.report"));
    if (notes.empty()) paragraph(c, Face::small, c.ink.muted, c.text("overlay.no_notes"));
    for (const auto& note : notes) {
        std::string first(c.text(std::string("report.") + geo::kind_name(note.kind)));
        if (note.count > 0) first += "  " + model::count_text(c.state.language, static_cast<double>(note.count));
        // Levels are called as in the file; that of the cells has a name of ours.
        const auto source = note.source == "cells" ? std::string(c.text("level.cells")) : note.source;
        for (const auto& part : {source, note.measurement}) {
            if (!part.empty()) first += " · " + part;
        }
        const bool quiet = note.kind == geo::Note::Kind::checked || note.kind == geo::Note::Kind::decided;
        paragraph(c, Face::small, quiet ? c.ink.muted : c.ink.warning, first);
        paragraph(c, Face::small, c.ink.text, model::told(c.state.language, note.what));
        if (!note.examples.empty()) {
            constexpr std::size_t most = 4;
            const auto shown = std::min(most, note.examples.size());
            const auto more = note.examples.size() > most || note.count > most;
            paragraph(c, Face::small, c.ink.muted,
                      fmt::format("{}{}",
                                  fmt::join(note.examples.begin(),
                                            note.examples.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                                  more ? " …" : ""));
        }
        gap(c, 6);
    }
}

}  // namespace

void overlay(Context& c) {
    if (!c.state.overlay) return;
    const auto& map = c.layout.map;
    const float margin = c.px(10);
    const Rect at{map.x + margin, map.y + margin, std::min(c.px(400), map.width - 2 * margin),
                  std::min(c.px(620), map.height - 2 * margin)};
    if (at.width < c.px(120) || at.height < c.px(60)) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, c.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, c.px(1));
    shadow(c, at, ImGui::GetBackgroundDrawList());
    begin(c, "overlay", at, c.ink.card, 0, Depth::card);
    if (c.frame.probe != nullptr) c.frame.probe->items["overlay"] = at;
    passes(c);
    cursor(c);
    report(c);
    end();
    ImGui::PopStyleVar(2);
}

}  // namespace ui
