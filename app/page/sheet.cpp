#include "app/page/sheet.h"

#include "app/page/layout.h"
#include "app/page/png.h"
#include "app/page/vector_map.h"
#include "geo/error.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace page {

namespace {

constexpr double a4_width_inches = 11.69;

void draw_scale_bar(cairo_t* ink, const Layout& layout, const Theme& theme) {
    const auto& bar = layout.scale_bar;
    if (bar.width <= 0) return;
    const double line = 0.7 * layout.unit;
    set_colour(ink, theme.quiet);
    cairo_rectangle(ink, bar.x, bar.y, bar.width / 2, bar.height);
    cairo_fill(ink);
    cairo_set_line_width(ink, line);
    cairo_rectangle(ink, bar.x + line / 2, bar.y + line / 2, bar.width - line, bar.height - line);
    cairo_stroke(ink);
}

void draw_north(cairo_t* ink, const Layout& layout, const Theme& theme) {
    const auto& north = layout.north;
    if (north.width <= 0) return;
    const double middle = north.x + north.width / 2;
    const double foot = 0.78 * north.height;
    const auto half = [&](double side) {
        cairo_move_to(ink, middle, north.y);
        cairo_line_to(ink, middle + side * 0.42 * north.width, north.y + north.height);
        cairo_line_to(ink, middle, north.y + foot);
        cairo_close_path(ink);
    };
    cairo_set_line_width(ink, 0.7 * layout.unit);
    cairo_set_line_join(ink, CAIRO_LINE_JOIN_ROUND);
    set_colour(ink, theme.quiet);
    half(-1);
    cairo_fill_preserve(ink);
    half(1);
    cairo_stroke(ink);
    const Font font{7.5 * layout.unit, true};
    set_font(ink, font);
    cairo_text_extents_t extents;
    cairo_text_extents(ink, "N", &extents);
    cairo_move_to(ink, middle - extents.x_advance / 2, north.y + north.height + 8 * layout.unit);
    cairo_show_text(ink, "N");
}

/// Everything but the map.
void draw_furniture(cairo_t* ink, const Layout& layout, const Theme& theme) {
    for (const auto& rule : layout.rules) {
        set_colour(ink, theme.rule);
        cairo_rectangle(ink, rule.x, rule.y, rule.width, 0.7 * layout.unit);
        cairo_fill(ink);
    }
    for (const auto& swatch : layout.swatches) {
        const auto& area = swatch.area;
        cairo_save(ink);
        cairo_rectangle(ink, area.x, area.y, area.width, area.height);
        cairo_clip_preserve(ink);
        set_colour(ink, swatch.style.ground);
        cairo_fill(ink);
        if (swatch.style.pattern != geo::Pattern::plain) draw_pattern(ink, swatch.style, area, layout.unit);
        // A colour as light as the paper still has an edge.
        cairo_rectangle(ink, area.x, area.y, area.width, area.height);
        set_colour(ink, theme.rule);
        cairo_set_line_width(ink, 1.2 * layout.unit);
        cairo_stroke(ink);
        cairo_restore(ink);
    }
    for (const auto& text : layout.texts) {
        set_colour(ink, text.colour);
        set_font(ink, text.font);
        cairo_move_to(ink, text.x, text.y);
        cairo_show_text(ink, text.text.c_str());
    }
    draw_scale_bar(ink, layout, theme);
    draw_north(ink, layout, theme);
}

Picture map_picture(const model::Derived& derived, const Sheet& sheet, const Layout& layout) {
    const auto& layer = *derived.shown.layer;
    const auto& theme = theme_of(sheet);
    Shapes shapes;
    shapes.typical_side = layer.typical_side;
    if (layer.cells) {
        shapes.cells = &derived.shown.scene->dataset.cells.lattice;
    } else {
        shapes.areas = &layer.assessment.areas->polygons;
    }
    const PictureStyle style{theme.ground, theme.border, std::max(1, static_cast<int>(std::lround(layout.unit)))};
    return draw_picture(shapes, layout.window, derived.classes, palette_on(sheet, derived.palette), style,
                        sheet.threads);
}

/// Calls draw(ink) on the pixels.
template <typename Draw>
void draw_over(Picture& picture, Draw&& draw) {
    const Surface surface(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(picture.pixels.data()),
                                                              CAIRO_FORMAT_RGB24, picture.width, picture.height,
                                                              4 * picture.width));
    check(surface.get());
    {
        const auto ink = ink_on(surface.get());
        draw(ink.get());
    }
    cairo_surface_flush(surface.get());
    check(surface.get());
}

std::string draw_png(const model::Derived& derived, const Sheet& sheet, const Layout& layout) {
    auto map = map_picture(derived, sheet, layout);
    if (sheet.bare) {
        if (!derived.selected.empty())
            draw_over(map, [&](cairo_t* ink) { draw_outlines(ink, derived, sheet, layout); });
        return png_bytes(map, 0, sheet.threads);
    }
    const auto& theme = theme_of(sheet);
    Picture whole{static_cast<int>(sheet.width), static_cast<int>(sheet.height), {}};
    const auto width = static_cast<std::size_t>(whole.width);
    whole.pixels.assign(width * static_cast<std::size_t>(whole.height), packed(theme.paper));
    const auto left = static_cast<std::size_t>(layout.map.x);
    const auto top = static_cast<std::size_t>(layout.map.y);
    for (std::size_t y = 0; y < static_cast<std::size_t>(map.height); ++y) {
        const auto from = map.pixels.begin() + static_cast<std::ptrdiff_t>(y * static_cast<std::size_t>(map.width));
        std::copy(from, from + map.width, whole.pixels.begin() + static_cast<std::ptrdiff_t>((top + y) * width + left));
    }
    draw_over(whole, [&](cairo_t* ink) {
        draw_outlines(ink, derived, sheet, layout);
        draw_furniture(ink, layout, theme);
    });
    return png_bytes(whole, sheet.width / a4_width_inches, sheet.threads);
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

std::string draw_vector(const model::Derived& derived, const Sheet& sheet, const Layout& layout) {
    const auto& theme = theme_of(sheet);
    std::string out;
    Surface surface;
    if (sheet.format == Format::pdf) {
        surface.reset(cairo_pdf_surface_create_for_stream(append, &out, sheet.width, sheet.height));
        check(surface.get());
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, derived.title.c_str());
        // No date: the same sheet is the same bytes. Cairo leaves out what is no date.
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
    } else {
        surface.reset(cairo_svg_surface_create_for_stream(append, &out, sheet.width, sheet.height));
        check(surface.get());
        cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PT);
    }
    {
        const auto ink = ink_on(surface.get());
        set_colour(ink.get(), theme.paper);
        cairo_paint(ink.get());
        draw_vector_map(ink.get(), derived, sheet, layout);
        draw_outlines(ink.get(), derived, sheet, layout);
        draw_furniture(ink.get(), layout, theme);
    }
    cairo_surface_finish(surface.get());
    check(surface.get());
    return out;
}

}  // namespace

std::string draw(const model::Derived& derived, const model::State& state, const Sheet& sheet) {
    assert(derived.shown.scene != nullptr && !sheet.extent.empty());
    const auto layout = lay_out(derived, state, sheet);
    return sheet.format == Format::png ? draw_png(derived, sheet, layout) : draw_vector(derived, sheet, layout);
}

}  // namespace page
