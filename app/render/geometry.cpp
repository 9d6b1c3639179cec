#include "app/render/geometry.h"

#include "app/render/split.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>

namespace render {

namespace {

static_assert(std::is_trivially_copyable_v<geo::MeshVertex> && sizeof(geo::MeshVertex) == 12);

VertexArray vertex_layout(const Buffer& vertices, const Buffer& indices) {
    auto layout = make_vertex_array();
    glBindVertexArray(layout.get());
    glBindBuffer(GL_ARRAY_BUFFER, vertices.get());
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices.get());
    const auto offset = [](std::size_t bytes) { return reinterpret_cast<const void*>(bytes); };
    glEnableVertexAttribArray(0);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(geo::MeshVertex), offset(offsetof(geo::MeshVertex, x)));
    glEnableVertexAttribArray(1);
    glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, sizeof(geo::MeshVertex), offset(offsetof(geo::MeshVertex, area)));
    glBindVertexArray(0);
    return layout;
}

}  // namespace

AreaGeometry::AreaGeometry(std::span<const geo::Mesh> meshes) : meshes_(meshes) {
    for (const auto& mesh : meshes) {
        const auto vertices = std::as_bytes(std::span(mesh.vertices));
        const auto indices = std::as_bytes(std::span(mesh.indices));
        Level level{make_buffer(vertices), make_buffer(indices), {}};
        level.layout = vertex_layout(level.vertices, level.indices);
        bytes_ += vertices.size() + indices.size();
        levels_.push_back(std::move(level));
    }
}

Drawn AreaGeometry::draw(const Program& program, const model::View& view) const {
    if (levels_.empty()) return {};
    const auto level = geo::level_for(meshes_, view.metres_per_pixel);
    const auto& mesh = meshes_[level];
    Drawn drawn{0, static_cast<int>(level)};
    const auto sight = model::visible(view);
    std::vector<GLsizei> counts;
    std::vector<const void*> offsets;
    std::uint32_t end = 0;  // of the last
    for (const auto& chunk : mesh.chunks) {
        if (!meets(chunk.bounds, sight)) continue;
        drawn.triangles += chunk.count / 3;
        const auto count = static_cast<GLsizei>(chunk.count);
        if (!counts.empty() && chunk.first == end) {
            counts.back() += count;  // follows the one before
        } else {
            counts.push_back(count);
            offsets.push_back(reinterpret_cast<const void*>(std::size_t{chunk.first} * sizeof(std::uint32_t)));
        }
        end = chunk.first + chunk.count;
    }
    const Split x(mesh.origin.x - view.centre.x);
    const Split y(mesh.origin.y - view.centre.y);
    Uniforms(program)
        .set("origin_high", x.high, y.high)
        .set("origin_low", x.low, y.low)
        .set("scale", static_cast<float>(2 / (view.metres_per_pixel * view.width)),
             static_cast<float>(-2 / (view.metres_per_pixel * view.height)));
    glBindVertexArray(levels_[level].layout.get());
    glMultiDrawElements(GL_TRIANGLES, counts.data(), GL_UNSIGNED_INT, offsets.data(),
                        static_cast<GLsizei>(counts.size()));
    glBindVertexArray(0);
    return drawn;
}

CellGeometry::CellGeometry(const CellRaster& raster)
    : first_column_(raster.first_column), first_row_(raster.first_row) {
    for (const auto& level : raster.levels) {
        levels_.push_back({level.width, level.height,
                           make_texture(id_texel, level.width, level.height, "a grid of cells", level.ids.data())});
        bytes_ += level.ids.size() * sizeof(std::uint32_t);
    }
}

Drawn CellGeometry::draw(const Program& program, const model::View& view) const {
    if (levels_.empty()) return {};
    const int level = cell_level(view.metres_per_pixel, static_cast<int>(levels_.size()));
    const auto& shown = levels_[static_cast<std::size_t>(level)];
    // Where the view's centre lies, as a cell and a part of it: a float alone could not tell pixels of 1 cm apart.
    const auto from_edge = [](double metres, int first) {
        return std::clamp(metres / geo::cell_size - first, -1e8, 1e8);
    };
    const double x = from_edge(view.centre.x, first_column_);
    const double y = from_edge(view.centre.y, first_row_);
    Uniforms(program)
        .sample("cells", 0, shown.ids)
        .set("level", level)
        .set("size", shown.width, shown.height)
        .set("centre", static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)))
        .set("centre_part", static_cast<float>(x - std::floor(x)), static_cast<float>(y - std::floor(y)))
        .set("cells_per_pixel", static_cast<float>(view.metres_per_pixel / geo::cell_size))
        .set("half_size", static_cast<float>(view.width / 2.0), static_cast<float>(view.height / 2.0));
    glDrawArrays(GL_TRIANGLES, 0, 3);
    return {1, level};
}

}  // namespace render
