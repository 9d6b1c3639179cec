#include "app/page/vector_map.h"

#include "app/page/picture.h"
#include "geo/classify.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace page {

namespace {

constexpr double steps = 4;                      // to a point: coordinates are kept to a quarter
constexpr std::size_t most_rectangles = 30'000;  // more cells than that are drawn as a picture
constexpr double picture_dots = 3;               // to a point, of such a picture
constexpr double most_dots = 6000;               // along its longer side

struct Step {
    long x;
    long y;
    friend bool operator==(const Step&, const Step&) = default;
};

/// The world in quarters of a point on the sheet.
class Paper {
public:
    explicit Paper(const Layout& layout) : window_(layout.window), map_(layout.map) {}

    [[nodiscard]] Step at(geo::Point world) const {
        // Far outside the map it does not matter where, only that it is outside on the same side.
        const auto held = [](double v) { return static_cast<long>(std::lround(std::clamp(v, -1e6, 1e6) * steps)); };
        return {held(map_.x + (world.x - window_.left) / window_.side),
                held(map_.y + (window_.top - world.y) / window_.side)};
    }

    /// Whether something that covers the steps between these two can be seen.
    [[nodiscard]] bool shows(Step low, Step high) const {
        const auto edge = [](double v) { return static_cast<long>(std::floor(v * steps)); };
        return high.x >= edge(map_.x) && low.x <= edge(map_.right()) + 1 && high.y >= edge(map_.y) &&
               low.y <= edge(map_.bottom()) + 1;
    }

private:
    const geo::RasterGrid& window_;
    const Area& map_;
};

/// Adds a ring to the path, if it can be seen: points on one quarter are one, points on a straight line are left out.
void add_ring(cairo_t* ink, const Paper& paper, std::span<const geo::Point> ring, std::vector<Step>& path) {
    path.clear();
    for (const auto& point : ring) {
        const auto step = paper.at(point);
        if (!path.empty() && step == path.back()) continue;
        while (path.size() >= 2) {
            const auto& a = path[path.size() - 2];
            const auto& b = path.back();
            const bool straight = (b.x - a.x) * (step.y - b.y) == (b.y - a.y) * (step.x - b.x) &&
                                  (b.x - a.x) * (step.x - b.x) + (b.y - a.y) * (step.y - b.y) > 0;
            if (!straight) break;
            path.pop_back();
        }
        path.push_back(step);
    }
    if (path.size() > 1 && path.front() == path.back()) path.pop_back();
    if (path.size() < 3) return;
    const auto [left, right] = std::minmax_element(path.begin(), path.end(), [](Step a, Step b) { return a.x < b.x; });
    const auto [low, high] = std::minmax_element(path.begin(), path.end(), [](Step a, Step b) { return a.y < b.y; });
    if (!paper.shows({left->x, low->y}, {right->x, high->y})) return;
    const auto point = [](long v) { return static_cast<double>(v) / steps; };
    cairo_move_to(ink, point(path.front().x), point(path.front().y));
    for (auto step = path.begin() + 1; step != path.end(); ++step) cairo_line_to(ink, point(step->x), point(step->y));
    cairo_close_path(ink);
}

void add_area(cairo_t* ink, const Paper& paper, const geo::Polygons& polygons, std::size_t area,
              std::vector<Step>& path) {
    for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r)
        add_ring(ink, paper, polygons.ring(r), path);
}

/// Adds a rectangle of whole cells: `rows` of them, from `bottom` upwards in a column.
void add_cells(cairo_t* ink, const Paper& paper, int column, int bottom, int rows, std::vector<Step>& path) {
    const double x = column * geo::cell_size;
    const double y = bottom * geo::cell_size;
    const double top = y + rows * geo::cell_size;
    const geo::Point ring[] = {{x, y}, {x + geo::cell_size, y}, {x + geo::cell_size, top}, {x, top}};
    add_ring(ink, paper, ring, path);
}

/// Fills the path with a class and draws its borders.
void fill_path(cairo_t* ink, const geo::NoDataStyle& style, const Theme& theme, double line, const Layout& layout) {
    set_colour(ink, style.ground);
    if (style.pattern != geo::Pattern::plain) {
        cairo_fill_preserve(ink);
        cairo_save(ink);
        cairo_clip_preserve(ink);
        auto* path = cairo_copy_path(ink);
        cairo_new_path(ink);
        draw_pattern(ink, style, layout.map, layout.unit);
        cairo_restore(ink);
        cairo_new_path(ink);
        cairo_append_path(ink, path);
        cairo_path_destroy(path);
    } else {
        cairo_fill_preserve(ink);
    }
    // Without borders a hairline of the class's own colour closes the seams that viewers leave between neighbours.
    if (line > 0) set_colour(ink, theme.border);
    cairo_set_line_width(ink, line > 0 ? line : 0.25);
    cairo_stroke(ink);
}

double border_width(const model::Layer& layer, const Layout& layout) {
    const double units = layer.typical_side / layout.window.side / layout.unit;
    const double smallest = layer.cells ? 10 : 1.5;
    if (units < smallest) return 0;
    return (0.1 + 0.5 * std::clamp(std::log2(units / smallest) / 5, 0.0, 1.0)) * layout.unit;
}

void draw_picture_of_cells(cairo_t* ink, const model::Derived& derived, const Sheet& sheet, const Layout& layout,
                           const model::Palette& palette) {
    const auto& map = layout.map;
    const double dots = std::min(picture_dots, most_dots / std::max(map.width, map.height));
    auto grid = layout.window;
    grid.side /= dots;
    grid.width = std::max(1, static_cast<int>(map.width * dots));
    grid.height = std::max(1, static_cast<int>(map.height * dots));
    Shapes shapes;
    shapes.cells = &derived.shown.scene->dataset.cells.lattice;
    shapes.typical_side = geo::cell_size;
    const auto& theme = theme_of(sheet);
    const PictureStyle style{theme.ground, theme.border, std::max(1, static_cast<int>(std::lround(dots)))};
    auto picture = draw_picture(shapes, grid, derived.classes, palette, style, sheet.threads);
    const Surface surface(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(picture.pixels.data()),
                                                              CAIRO_FORMAT_RGB24, picture.width, picture.height,
                                                              4 * picture.width));
    check(surface.get());
    cairo_save(ink);
    cairo_translate(ink, map.x, map.y);
    cairo_scale(ink, 1 / dots, 1 / dots);
    cairo_set_source_surface(ink, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(ink), CAIRO_FILTER_NEAREST);
    cairo_paint(ink);
    cairo_restore(ink);
    cairo_surface_finish(surface.get());  // its pixels go with the picture
}

void clip_to_map(cairo_t* ink, const Layout& layout) {
    const auto& map = layout.map;
    cairo_rectangle(ink, map.x, map.y, map.width, map.height);
    cairo_clip(ink);
}

/// Every area of a class in one path.
void draw_areas(cairo_t* ink, const model::Derived& derived, const model::Palette& palette, const Theme& theme,
                const Layout& layout) {
    const auto& polygons = derived.shown.layer->assessment.areas->polygons;
    const Paper paper(layout);
    std::vector<Step> path;
    std::vector<std::vector<std::size_t>> rows(256);
    for (std::size_t row = 0; row < derived.classes.size(); ++row) rows[derived.classes[row]].push_back(row);
    for (std::size_t turn = 0; turn < 256; ++turn) {
        const auto code = 255 - turn;  // no-data first, under the classes
        for (const auto row : rows[code]) add_area(ink, paper, polygons, row, path);
        if (!rows[code].empty())
            fill_path(ink, palette[code], theme, border_width(*derived.shown.layer, layout), layout);
    }
}

/// Likewise, cells of one class that stand on each other as one rectangle. \return false if there are too many to be
/// seen
bool draw_cells(cairo_t* ink, const model::Derived& derived, const model::Palette& palette, const Theme& theme,
                const Layout& layout) {
    const auto& lattice = derived.shown.scene->dataset.cells.lattice;
    const auto& window = layout.window;
    const auto square = [](double metres) {
        return static_cast<int>(std::clamp(std::floor(metres / geo::cell_size), -1.0, 65536.0));
    };
    const int left = std::max(square(window.left), lattice.first_column());
    const int right = std::min(square(window.left + layout.map.width * window.side) + 1, lattice.last_column());
    const int bottom = std::max(square(window.top - layout.map.height * window.side), lattice.first_row());
    const int top = std::min(square(window.top) + 1, lattice.last_row());
    std::size_t count = 0;
    for (int column = left; column < right; ++column)
        count += bottom < top ? lattice.rank(column, top) - lattice.rank(column, bottom) : 0;
    if (count > most_rectangles) return false;
    struct Run {
        int column;
        int bottom;
        int rows;
    };
    std::vector<std::vector<Run>> runs(256);
    const double line = border_width(*derived.shown.layer, layout);
    for (int column = left; column < right; ++column) {
        for (int row = bottom; row < top; ++row) {
            const auto cell = lattice.find({static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(row)});
            if (cell == geo::Lattice::none) continue;
            auto& of_class = runs[derived.classes[cell]];
            const bool goes_on = line == 0 && !of_class.empty() && of_class.back().column == column &&
                                 of_class.back().bottom + of_class.back().rows == row;
            if (goes_on) {
                ++of_class.back().rows;
            } else {
                of_class.push_back({column, row, 1});
            }
        }
    }
    const Paper paper(layout);
    std::vector<Step> path;
    for (std::size_t turn = 0; turn < 256; ++turn) {
        const auto code = 255 - turn;
        for (const auto& run : runs[code]) add_cells(ink, paper, run.column, run.bottom, run.rows, path);
        if (!runs[code].empty()) fill_path(ink, palette[code], theme, line, layout);
    }
    return true;
}

}  // namespace

void draw_pattern(cairo_t* ink, const geo::NoDataStyle& style, const Area& area, double unit) {
    const double period = 6 * unit;
    const auto first = [&](double from) { return std::floor(from / period) * period; };
    set_colour(ink, style.ink);
    cairo_set_line_width(ink, 0.75 * unit);
    if (style.pattern == geo::Pattern::dots) {
        for (double y = first(area.y); y < area.bottom(); y += period) {
            for (double x = first(area.x); x < area.right(); x += period)
                cairo_rectangle(ink, x, y, 1.6 * unit, 1.6 * unit);
        }
        cairo_fill(ink);
        return;
    }
    if (style.pattern == geo::Pattern::lines) {
        for (double y = first(area.y); y < area.bottom(); y += period / 2) {
            cairo_move_to(ink, area.x, y);
            cairo_line_to(ink, area.right(), y);
        }
    }
    if (style.pattern == geo::Pattern::stripes || style.pattern == geo::Pattern::crosses) {
        for (double sum = first(area.x + area.y); sum < area.right() + area.bottom(); sum += period) {
            cairo_move_to(ink, sum - area.y, area.y);
            cairo_line_to(ink, sum - area.bottom(), area.bottom());
        }
    }
    if (style.pattern == geo::Pattern::crosses) {
        for (double gap = first(area.x - area.bottom()); gap < area.right() - area.y; gap += period) {
            cairo_move_to(ink, gap + area.y, area.y);
            cairo_line_to(ink, gap + area.bottom(), area.bottom());
        }
    }
    cairo_stroke(ink);
}

void draw_vector_map(cairo_t* ink, const model::Derived& derived, const Sheet& sheet, const Layout& layout) {
    const auto& theme = theme_of(sheet);
    const auto palette = palette_on(sheet, derived.palette);
    cairo_save(ink);
    clip_to_map(ink, layout);
    set_colour(ink, theme.ground);
    cairo_paint(ink);
    cairo_set_line_join(ink, CAIRO_LINE_JOIN_ROUND);
    if (!derived.shown.layer->cells) {
        draw_areas(ink, derived, palette, theme, layout);
    } else if (!draw_cells(ink, derived, palette, theme, layout)) {
        draw_picture_of_cells(ink, derived, sheet, layout, palette);
    }
    cairo_restore(ink);
}

void draw_outlines(cairo_t* ink, const model::Derived& derived, const Sheet& sheet, const Layout& layout) {
    const auto& theme = theme_of(sheet);
    const Paper paper(layout);
    std::vector<Step> path;
    cairo_save(ink);
    clip_to_map(ink, layout);
    for (const auto& facts : derived.selected) {  // of any level
        const auto* layer = derived.shown.scene->find(facts.level);
        if (layer == nullptr) continue;
        if (layer->cells) {
            if (const auto cell = geo::parse_cell(facts.code)) add_cells(ink, paper, cell->column, cell->row, 1, path);
        } else {
            add_area(ink, paper, layer->assessment.areas->polygons, facts.row, path);
        }
    }
    cairo_set_line_join(ink, CAIRO_LINE_JOIN_ROUND);
    set_colour(ink, theme.halo, 0.85);
    cairo_set_line_width(ink, 3.6 * layout.unit);
    cairo_stroke_preserve(ink);
    set_colour(ink, theme.outline);
    cairo_set_line_width(ink, 1.5 * layout.unit);
    cairo_stroke(ink);
    cairo_restore(ink);
}

}  // namespace page
