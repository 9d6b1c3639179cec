#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// A rectangle of squares of the grid; first included, last not.
struct Window {
    int first_column;
    int last_column;
    int first_row;
    int last_row;
};

/// Squares [begin, end) of a column of the grid, and the part of each of them that lies inside an area.
struct Stretch {
    int column;
    int begin;
    int end;
    double share;  // (0, 1]
};

/// How much of each square of the grid an area covers, by the signed surface above its edges, as rasterisers of fonts
/// have it. No square is cut out of a polygon; the cost is that of the squares the border runs through.
class Coverage {
public:
    explicit Coverage(const Window& window) : window_(window) {}

    /// The squares of the window that `area` covers, ascending by column and row. Neighbours that share an edge take
    /// the same numbers from it, so that their shares sum to what both cover together.
    /// \pre valid and oriented, as repair() leaves areas; parts may touch, and count twice where they overlap
    /// \return valid until the next call
    [[nodiscard]] std::span<const Stretch> of(const Polygons& polygons, std::size_t area);

private:
    /// What the border does in one square.
    struct Piece {
        int column;
        int row;
        double width;    // metres eastwards, less those westwards: what is inside of the squares above
        double surface;  // square metres within the square that lie above it
    };

    void add_edge(Point a, Point b);
    void add_piece(int column, int base, Point low, Point high, double sign);
    void add(const Piece& piece);
    void order_by(int Piece::*key);
    void sweep();
    void append(int column, int begin, int end, double share);

    Window window_;
    std::vector<Piece> pieces_;
    std::vector<Piece> spare_;
    std::vector<std::uint32_t> place_;
    std::vector<Stretch> stretches_;
};

}  // namespace geo
