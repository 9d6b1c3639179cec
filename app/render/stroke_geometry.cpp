#include "app/render/stroke_geometry.h"

#include "app/render/split.h"

#include <cstdint>
#include <type_traits>

namespace render {

namespace {

static_assert(std::is_trivially_copyable_v<geo::Segment> && sizeof(geo::Segment) == 16);

constexpr std::size_t most_segments = 60'000;  // drawn in tens of milliseconds, also by a processor
constexpr GLsizei corners = 4;                 // of a rectangle

const void* offset_of(std::uint32_t segment) {
    return reinterpret_cast<const void*>(std::size_t{segment} * sizeof(geo::Segment));
}

VertexArray stroke_layout(const Buffer& segments) {
    auto layout = make_vertex_array();
    glBindVertexArray(layout.get());
    glBindBuffer(GL_ARRAY_BUFFER, segments.get());
    glEnableVertexAttribArray(0);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(geo::Segment), nullptr);
    glVertexAttribDivisor(0, 1);
    glBindVertexArray(0);
    return layout;
}

}  // namespace

StrokeGeometry::StrokeGeometry(std::shared_ptr<const geo::Strokes> strokes) : strokes_(std::move(strokes)) {
    for (const auto& level : strokes_->levels) {
        const auto bytes = std::as_bytes(std::span(level.segments));
        Level made{make_buffer(bytes), {}};
        made.layout = stroke_layout(made.segments);
        bytes_ += bytes.size();
        levels_.push_back(std::move(made));
    }
}

std::size_t StrokeGeometry::draw(const Program& program, const model::View& view, const Stroke& stroke) const {
    if (strokes_->empty()) return 0;
    const double reach = stroke.half_width + stroke.range;
    auto sight = model::visible(view);
    const double margin = reach * view.metres_per_pixel;
    sight.extend(geo::Point{sight.min.x - margin, sight.min.y - margin});
    sight.extend(geo::Point{sight.max.x + margin, sight.max.y + margin});
    const auto at =
        geo::stroke_level(*strokes_, sight, view.metres_per_pixel, stroke.precise, stroke.rough, most_segments);
    const Split x(strokes_->origin.x - view.centre.x);
    const Split y(strokes_->origin.y - view.centre.y);
    Uniforms(program)
        .set("origin_high", x.high, y.high)
        .set("origin_low", x.low, y.low)
        .set("pixels", static_cast<float>(1 / view.metres_per_pixel))
        .set("half_size", static_cast<float>(view.width / 2.0), static_cast<float>(view.height / 2.0))
        .set("reach", static_cast<float>(reach))
        .set("half_width", static_cast<float>(stroke.half_width))
        .set("range", static_cast<float>(stroke.range));
    glBindVertexArray(levels_[at].layout.get());
    glBindBuffer(GL_ARRAY_BUFFER, levels_[at].segments.get());
    glEnable(GL_BLEND);
    glBlendEquation(GL_MAX);
    std::size_t drawn = 0;
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    const auto flush = [&] {
        if (first == end) return;
        // OpenGL 3.3 cannot begin at an instance: the attribute begins there instead.
        glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(geo::Segment), offset_of(first));
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, corners, static_cast<GLsizei>(end - first));
        drawn += end - first;
    };
    for (const auto& run : strokes_->levels[at].runs) {
        if (!meets(run.bounds, sight)) continue;
        if (run.first != end) {
            flush();
            first = run.first;
        }
        end = run.first + run.count;
    }
    flush();
    glBlendEquation(GL_FUNC_ADD);
    glDisable(GL_BLEND);
    glBindVertexArray(0);
    return drawn;
}

}  // namespace render
