#pragma once

#include "app/model/view.h"
#include "app/render/cell_raster.h"
#include "app/render/gl.h"
#include "geo/mesh.h"

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

namespace render {

/// What one id pass drew.
struct Drawn {
    std::size_t triangles = 0;
    int level = 0;  // of detail; 0 is the finest
};

/// Areas as triangles, at several levels of detail, in graphics memory.
class AreaGeometry {
public:
    /// \param meshes live as long as this
    explicit AreaGeometry(std::span<const geo::Mesh> meshes);

    /// Draws row + 1 of every area in sight with `program` (areas.vert, id.frag) into the framebuffer that is bound.
    [[nodiscard]] Drawn draw(const Program& program, const model::View& view) const;
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Level {
        Buffer vertices;
        Buffer indices;
        VertexArray layout;
    };
    std::span<const geo::Mesh> meshes_;
    std::vector<Level> levels_;  // of meshes_
    std::size_t bytes_ = 0;
};

/// Cells as pictures of their rows.
class CellGeometry {
public:
    explicit CellGeometry(const CellRaster& raster);

    /// As above, with cells.frag. \pre an empty vertex array is bound
    [[nodiscard]] Drawn draw(const Program& program, const model::View& view) const;
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Level {
        int width = 0;
        int height = 0;
        Texture ids;
    };
    std::vector<Level> levels_;
    int first_column_ = 0;
    int first_row_ = 0;
    std::size_t bytes_ = 0;
};

using Geometry = std::variant<AreaGeometry, CellGeometry>;

}  // namespace render
