#pragma once

#include "geo/geometry.h"
#include "geo/lattice.h"

#include <cstdint>
#include <vector>

namespace geo {

/// A north-up lattice of points over the world: the centres of width x height squares.
struct RasterGrid {
    double left = 0;  // metres, west side of the first column
    double top = 0;   // north side of the first row
    double side = 1;  // metres of a square, > 0
    int width = 1;    // columns, >= 1
    int height = 1;   // rows, >= 1

    [[nodiscard]] double x(int column) const { return left + (column + 0.5) * side; }
    [[nodiscard]] double y(int row) const { return top - (row + 0.5) * side; }
};

/// How a grid is cut into strips of columns.
struct Strips {
    int columns = 32;  // >= 1; the last strip may have fewer
    int more = 0;      // columns of the next strip given too, for whoever compares neighbours; in [0, columns]
};

/// Which area or cell lies under every point of a grid: its row + 1, or 0. Made strip by strip, a strip being some
/// columns, so that a picture of any size needs the memory of a few strips. An area holds a point if contains() says
/// so: of neighbours that share a border exactly one, without gaps. Where areas overlap, the first one counts.
class IdRaster {
public:
    /// Cost: a look at every vertex, plus a crossing for every column that an edge spans, so vertices far denser than
    /// the grid cost next to nothing.
    IdRaster(const Polygons& polygons, const RasterGrid& grid, Strips strips, unsigned threads = 0);

    /// Cells by their index. \pre the lattice lives as long as the raster
    IdRaster(const Lattice& lattice, const RasterGrid& grid, Strips strips);

    [[nodiscard]] const RasterGrid& grid() const { return grid_; }
    [[nodiscard]] std::size_t strip_count() const;

    /// Ids of strip `index` column by column, each from the top: [columns + more][height]. The columns more are the
    /// first of the next strip (0 behind the last strip). Strips may be made at the same time.
    void strip(std::size_t index, std::vector<std::uint32_t>& ids) const;

private:
    /// Points of one column that an area holds.
    struct Span {
        std::uint32_t id;
        int column;
        int first;  // row
        int last;   // row, not included
    };
    /// Of some consecutive areas, in order of strips.
    struct Block {
        std::vector<Span> spans;
        std::vector<std::uint32_t> starts;  // [strips + 1] into spans
    };
    /// Rows of the grid.
    struct Rows {
        int first = 0;
        int last = 0;  // not included
    };
    class Scanner;

    void fill_cells(int first, int last, std::vector<std::uint32_t>& ids) const;

    RasterGrid grid_;
    Strips strips_;
    std::vector<Block> blocks_;         // of polygons
    const Lattice* lattice_ = nullptr;  // of cells
    std::vector<Rows> rows_of_;         // [rows of the lattice]
};

/// The whole of it, row by row from the top. \return [height * width]
[[nodiscard]] std::vector<std::uint32_t> id_raster(const Polygons& polygons, const RasterGrid& grid,
                                                   unsigned threads = 0);
[[nodiscard]] std::vector<std::uint32_t> id_raster(const Lattice& lattice, const RasterGrid& grid,
                                                   unsigned threads = 0);

}  // namespace geo
