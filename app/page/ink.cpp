#include "app/page/ink.h"

#include "geo/error.h"

#include <algorithm>

namespace page {

namespace {

constexpr const char* family = "DejaVu Sans";

bool continues(char c) {  // a character of UTF-8
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Bytes of the longest beginning of whole characters for which fits(beginning) holds; at least one character.
template <typename Fits>
std::size_t fitting(std::string_view text, Fits&& fits) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 1; i <= text.size(); ++i) {
        if (i == text.size() || !continues(text[i])) ends.push_back(i);
    }
    const auto at = std::partition_point(ends.begin(), ends.end(), [&](auto end) { return fits(text.substr(0, end)); });
    return at == ends.begin() ? ends.front() : *(at - 1);
}

}  // namespace

void check(cairo_surface_t* surface) {
    const auto status = cairo_surface_status(surface);
    if (status == CAIRO_STATUS_NO_MEMORY) throw std::bad_alloc();
    if (status != CAIRO_STATUS_SUCCESS) geo::fail("the sheet could not be drawn ({})", cairo_status_to_string(status));
}

Ink ink_on(cairo_surface_t* surface) {
    Ink ink(cairo_create(surface));
    auto* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(ink.get(), options);
    cairo_font_options_destroy(options);
    return ink;
}

void set_colour(cairo_t* ink, geo::Colour colour, double opacity) {
    cairo_set_source_rgba(ink, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0, opacity);
}

void set_font(cairo_t* ink, Font font) {
    cairo_select_font_face(ink, family, font.italic ? CAIRO_FONT_SLANT_OBLIQUE : CAIRO_FONT_SLANT_NORMAL,
                           font.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(ink, font.size);
}

Ruler::Ruler() : surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)), ink_(ink_on(surface_.get())) {}

double Ruler::width(std::string_view text, Font font) const {
    set_font(ink_.get(), font);
    cairo_text_extents_t extents;
    cairo_text_extents(ink_.get(), std::string(text).c_str(), &extents);
    return extents.x_advance;
}

std::string Ruler::shortened(std::string_view text, Font font, double width) const {
    if (text.empty() || this->width(text, font) <= width) return std::string(text);
    const auto end =
        fitting(text, [&](std::string_view part) { return this->width(std::string(part) + "…", font) <= width; });
    auto part = text.substr(0, end);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    return std::string(part) + "…";
}

std::vector<std::string> Ruler::wrapped(std::string_view text, Font font, double width, std::size_t lines) const {
    std::vector<std::string> out;
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && out.size() < lines) {
        if (out.size() + 1 == lines || this->width(text, font) <= width) {
            out.push_back(shortened(text, font, width));
            break;
        }
        auto end = fitting(text, [&](std::string_view part) { return this->width(part, font) <= width; });
        if (end < text.size() && text[end] != ' ') {
            if (const auto blank = text.substr(0, end).rfind(' '); blank != std::string_view::npos && blank > 0)
                end = blank;
        }
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    }
    return out;
}

}  // namespace page
