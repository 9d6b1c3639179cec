#include "geo/coverage.h"

#include "geo/lattice.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace geo {

namespace {

/// A share this near to 0 or 1 is 0 or 1: the surfaces in a square round by some 1e-16 a piece, and no border is known
/// to a tenth of a nanometre.
constexpr double share_noise = 1e-12;

/// Square of the grid that holds a coordinate. What rounds onto the next line lies on it as far as sums can tell.
int square_at(double metres) {
    constexpr double far = 1e9;  // squares; a whole number still holds it
    const double squares = std::clamp(metres * (1 / cell_size), -far, far);
    const int whole = static_cast<int>(squares);
    return whole - (squares < whole ? 1 : 0);
}

/// Rounds to 2^-40 m, \pre |metres| <= 2^11. Widths are differences of such numbers, so their sums do not round, in
/// whichever order: above an area its widths sum to 0 and within it to a whole square, exactly.
double on_raster(double metres) {
    constexpr double shift = 0x1.8p12;
    return metres + shift - shift;
}

}  // namespace

std::span<const Stretch> Coverage::of(const Polygons& polygons, std::size_t area) {
    pieces_.clear();
    stretches_.clear();
    for (auto r = polygons.first_ring(area); r < polygons.last_ring(area); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) add_edge(ring[i], ring[i + 1 == ring.size() ? 0 : i + 1]);
    }
    order_by(&Piece::row);
    order_by(&Piece::column);
    sweep();
    return stretches_;
}

/// Cuts an edge at the lines between columns. Everything follows from its western end, so that a neighbour, who has it
/// the other way round, finds the same. Heights count from a line near that end, to keep their digits.
void Coverage::add_edge(Point a, Point b) {
    const double sign = a.x < b.x ? 1 : -1;
    if (sign < 0) std::swap(a, b);
    const double low = std::min(a.y, b.y);
    const double high = std::max(a.y, b.y);
    // No surface lies above an edge that is upright, and none of the window above one that passes over it.
    if (a.x == b.x || low >= window_.last_row * cell_size) return;
    const int west = square_at(a.x);
    const int east = square_at(b.x);
    const int base = square_at(a.y);
    const double ground = base * cell_size;
    const double slope = west == east ? 0 : (b.y - a.y) / (b.x - a.x);
    const auto height_at = [&](double x) {
        return std::clamp(a.y - ground + (x - a.x) * slope, low - ground, high - ground);
    };
    const int last = std::min(east, window_.last_column - 1);
    for (int column = std::max(west, window_.first_column); column <= last; ++column) {
        const double left = column * cell_size;
        const double right = left + cell_size;
        const Point from = column == west ? Point{on_raster(a.x - left), a.y - ground} : Point{0, height_at(left)};
        const Point to =
            column == east ? Point{on_raster(b.x - left), b.y - ground} : Point{cell_size, height_at(right)};
        if (from.y <= to.y) {
            add_piece(column, base, from, to, sign);
        } else {
            add_piece(column, base, to, from, -sign);
        }
    }
}

/// Cuts what an edge has in a column at the lines between rows. x counts from the column's left, y from row `base`.
void Coverage::add_piece(int column, int base, Point low, Point high, double sign) {
    if (low.x == high.x) return;
    const int below = window_.first_row - 1;  // stands for all rows below the window
    const int top = std::max(base + square_at(high.y), below);
    const int last = std::min(top, window_.last_row - 1);
    const double run = (high.x - low.x) / (high.y - low.y);  // of use only where there is a line to cross
    const double left = std::min(low.x, high.x);
    const double right = std::max(low.x, high.x);
    Point at = low;
    for (int row = std::max(base + square_at(low.y), below); row <= last; ++row) {
        const double line = (row + 1 - base) * cell_size;
        const Point next =
            row == top ? high : Point{std::clamp(on_raster(low.x + (line - low.y) * run), left, right), line};
        const double width = sign * (next.x - at.x);
        add({column, row, width, width * (line - (at.y + next.y) / 2)});
        at = next;
    }
}

void Coverage::add(const Piece& piece) {
    if (!pieces_.empty() && pieces_.back().column == piece.column && pieces_.back().row == piece.row) {
        pieces_.back().width += piece.width;
        pieces_.back().surface += piece.surface;
    } else {
        pieces_.push_back(piece);
    }
}

/// Counts rather than compares: keys are small whole numbers, and equals keep their order.
void Coverage::order_by(int Piece::*key) {
    if (pieces_.empty()) return;
    int first = pieces_.front().*key;
    int last = first;
    for (const auto& piece : pieces_) {
        first = std::min(first, piece.*key);
        last = std::max(last, piece.*key);
    }
    const auto slot = [&](const Piece& piece) { return static_cast<std::size_t>(piece.*key - first); };
    place_.assign(static_cast<std::size_t>(last - first) + 2, 0);
    for (const auto& piece : pieces_) ++place_[slot(piece) + 1];
    std::partial_sum(place_.begin(), place_.end(), place_.begin());
    spare_.resize(pieces_.size());
    for (const auto& piece : pieces_) spare_[place_[slot(piece)]++] = piece;
    pieces_.swap(spare_);
}

/// Goes up every column: what is inside of a square is what the pieces below left open, and the surface above its own.
void Coverage::sweep() {
    for (auto piece = pieces_.begin(); piece != pieces_.end();) {
        const int column = piece->column;
        int row = window_.first_row;
        double cover = 0;  // metres of the column's breadth that are inside
        while (piece != pieces_.end() && piece->column == column) {
            const int touched = piece->row;
            double width = 0;
            double surface = 0;
            for (; piece != pieces_.end() && piece->column == column && piece->row == touched; ++piece) {
                width += piece->width;
                surface += piece->surface;
            }
            if (touched >= row) {
                append(column, row, touched, cover / cell_size);
                append(column, touched, touched + 1, (cover * cell_size + surface) / (cell_size * cell_size));
                row = touched + 1;
            }
            cover += width;
        }
        append(column, row, window_.last_row, cover / cell_size);
    }
}

void Coverage::append(int column, int begin, int end, double share) {
    if (begin == end || share < share_noise) return;
    stretches_.push_back({column, begin, end, share > 1 - share_noise ? 1.0 : share});
}

}  // namespace geo
