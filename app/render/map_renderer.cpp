#include "app/render/map_renderer.h"

#include "app/render/colours.h"
#include "app/render/context.h"
#include "app/render/geometry.h"
#include "app/render/marks.h"
#include "app/render/overlays.h"
#include "app/render/targets.h"

#include <array>
#include <cassert>
#include <chrono>
#include <cmath>
#include <map>

namespace render {

namespace {

/// The pixels that are drawn, as a view: more than those seen, with supersampling.
model::View fine(model::View view, int factor) {
    return {view.centre, view.metres_per_pixel / factor, view.width * factor, view.height * factor};
}

Geometry make_geometry(const model::Scene& scene, const model::Layer& layer) {
    if (!layer.cells) return AreaGeometry(layer.meshes);
    const auto weight =
        layer.row_weight.empty() ? std::span<const double>{} : std::span<const double>(layer.row_weight.back());
    return CellGeometry(make_cell_raster(scene.dataset.cells.lattice, weight));
}

/// What the ids depend on.
struct IdKey {
    const model::Layer* layer = nullptr;
    model::View view;
    friend bool operator==(const IdKey&, const IdKey&) = default;
};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Runs a pass; \return how long it took, where that is asked for
template <typename Pass>
double run(bool timed, Pass&& pass) {
    if (!timed) {
        pass();
        return 0;
    }
    glFinish();
    const auto start = std::chrono::steady_clock::now();
    pass();
    glFinish();
    return milliseconds_since(start);
}

}  // namespace

struct MapRenderer::Parts {
    Program area_ids = make_program("shaders/areas.vert", "shaders/id.frag");
    Program cell_ids = make_program("shaders/screen.vert", "shaders/cells.frag");
    Program averages = make_program("shaders/screen.vert", "shaders/resolve.frag");
    VertexArray nothing = make_vertex_array();  // screen.vert makes its own corners
    Colours colours;
    Marks marks;
    Overlays overlays;

    std::shared_ptr<const model::Scene> scene;  // keeps what is remembered by address
    std::map<const model::Layer*, Geometry> geometry;
    Targets targets;
    std::optional<IdKey> ids_drawn;
    FrameStats stats;
    geo::Colour ground;

    void draw(const Picture& picture, const Style& style);
    void enter(const Picture& picture);
    Drawn draw_ids(const Picture& picture, const model::View& view);
    void resolve() const;
    [[nodiscard]] std::size_t bytes() const;
};

Picture picture_of(const model::State& state, const model::Results& results, const model::Derived& derived) {
    const auto scene = derived.shown.layer == nullptr ? nullptr : results.scene;
    return {state.view,
            scene,
            derived.shown.layer,
            derived.looks,
            derived.looks_revision,
            &derived.palette,
            derived.hovered_row,
            derived.selected_rows,
            derived.laid,
            state.opacity};
}

MapRenderer::MapRenderer() : parts_(std::make_unique<Parts>()) {}
MapRenderer::~MapRenderer() = default;
MapRenderer::MapRenderer(MapRenderer&&) noexcept = default;
MapRenderer& MapRenderer::operator=(MapRenderer&&) noexcept = default;

FrameStats MapRenderer::draw(const Picture& picture, const Style& style) {
    assert(style.supersampling >= 1 && style.supersampling <= 3);
    check_context();
    parts_->draw(picture, style);
    return parts_->stats;
}

/// Forgets what belongs to another scene or layer, and brings the geometry of this one.
void MapRenderer::Parts::enter(const Picture& picture) {
    const bool another = picture.scene != scene;
    if (another || (ids_drawn && ids_drawn->layer != picture.layer)) {
        ids_drawn.reset();
        colours.forget();
        marks.forget();
    }
    if (another) {
        geometry.clear();
        scene = picture.scene;
    }
    if (picture.layer == nullptr || geometry.contains(picture.layer)) return;
    geometry.emplace(picture.layer, make_geometry(*picture.scene, *picture.layer));
    stats.uploaded = true;
}

void MapRenderer::Parts::draw(const Picture& picture, const Style& style) {
    stats.uploaded = stats.id_pass = stats.colour_pass = false;
    stats.id_ms = stats.colour_ms = stats.overlay_ms = 0;
    ground = style.ground;
    if (picture.view.width < 1 || picture.view.height < 1) return;
    // A panel drawn since may have left its own settings.
    for (const auto setting : {GL_BLEND, GL_SCISSOR_TEST, GL_DEPTH_TEST, GL_STENCIL_TEST, GL_CULL_FACE, GL_DITHER}) {
        glDisable(setting);
    }
    enter(picture);

    const IdKey wanted{picture.layer, fine(picture.view, style.supersampling)};
    const bool resized = picture.view.width != targets.width || picture.view.height != targets.height ||
                         style.supersampling != targets.factor;
    if (resized) {
        ids_drawn.reset();
        targets = {};  // before there are two of them
        targets = make_targets(picture.view.width, picture.view.height, style.supersampling);
    }
    glBindVertexArray(nothing.get());
    if (wanted != ids_drawn) {
        stats.id_pass = true;
        stats.id_ms = run(style.timed, [&] {
            const auto drawn = draw_ids(picture, wanted.view);
            stats.triangles = drawn.triangles;
            stats.level = drawn.level;
        });
        ids_drawn = wanted;
    }
    Overlays::Done laid;
    stats.overlay_ms = run(style.timed, [&] { laid = overlays.follow(picture, style, nothing); });
    stats.overlay_pass = laid.inked;
    stats.segments = laid.segments;
    const bool recoloured = colours.follow(picture, style);
    const bool marked = marks.follow(picture);
    stats.colour_pass = stats.id_pass || recoloured || laid.inked;
    if (stats.colour_pass || marked) {
        stats.colour_ms = run(style.timed, [&] {
            if (stats.colour_pass) colours.draw(targets, picture, style, overlays.over(), overlays.under());
            marks.draw(targets, wanted.view, style.content_scale, stats.colour_pass);
            resolve();
        });
    }
    stats.buffer_bytes = bytes();
    glBindVertexArray(0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

Drawn MapRenderer::Parts::draw_ids(const Picture& picture, const model::View& view) {
    glBindFramebuffer(GL_FRAMEBUFFER, targets.into_ids.get());
    glViewport(0, 0, view.width, view.height);
    const std::array<GLuint, 4> none{};
    glClearBufferuiv(GL_COLOR, 0, none.data());
    if (picture.layer == nullptr) return {};
    const auto& shape = geometry.at(picture.layer);
    if (const auto* areas = std::get_if<AreaGeometry>(&shape)) {
        const auto drawn = areas->draw(area_ids, view);
        glBindVertexArray(nothing.get());
        return drawn;
    }
    return std::get<CellGeometry>(shape).draw(cell_ids, view);
}

void MapRenderer::Parts::resolve() const {
    if (targets.factor == 1) return;
    glBindFramebuffer(GL_FRAMEBUFFER, targets.into_resolved.get());
    glViewport(0, 0, targets.width, targets.height);
    Uniforms(averages).sample("fine", 0, targets.marked).set("factor", targets.factor);
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

std::size_t MapRenderer::Parts::bytes() const {
    std::size_t out = targets.bytes() + colours.bytes() + marks.bytes() + overlays.bytes();
    for (const auto& [layer, shape] : geometry) {
        out += std::visit([](const auto& each) { return each.bytes(); }, shape);
    }
    return out;
}

std::optional<std::uint32_t> MapRenderer::pick(model::Pixel pixel) const {
    const auto& targets = parts_->targets;
    const double x = std::floor(pixel.x * targets.factor);
    const double y = std::floor(pixel.y * targets.factor);
    const bool inside = x >= 0 && y >= 0 && x < targets.fine_width() && y < targets.fine_height();
    if (!inside || !parts_->ids_drawn) return std::nullopt;
    std::uint32_t id = 0;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, targets.into_ids.get());
    glReadPixels(static_cast<GLint>(x), static_cast<GLint>(y), 1, 1, id_texel.format, id_texel.type, &id);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
    if (id == 0) return std::nullopt;
    return id - 1;
}

std::vector<std::uint32_t> MapRenderer::read_ids() const {
    const auto& targets = parts_->targets;
    std::vector<std::uint32_t> out(static_cast<std::size_t>(targets.fine_width()) *
                                   static_cast<std::size_t>(targets.fine_height()));
    if (out.empty()) return out;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, targets.into_ids.get());
    glReadPixels(0, 0, targets.fine_width(), targets.fine_height(), id_texel.format, id_texel.type, out.data());
    glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
    return out;
}

Image MapRenderer::read_image() const {
    const auto& targets = parts_->targets;
    return read_colours(targets.result(), targets.width, targets.height);
}

void MapRenderer::show(unsigned framebuffer, int left, int top, int width, int height) const {
    const auto& targets = parts_->targets;
    const auto part = [](std::uint8_t byte) { return static_cast<float>(byte) / 255; };
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(part(parts_->ground.red), part(parts_->ground.green), part(parts_->ground.blue), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (targets.width == 0) return;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, targets.result().get());
    // The window counts from below, so the map is turned over on its way.
    const int upper = height - top;
    glBlitFramebuffer(0, 0, targets.width, targets.height, left, upper, left + targets.width, upper - targets.height,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
}

}  // namespace render
