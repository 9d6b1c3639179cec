#pragma once

#include "geo/geometry.h"

#include <bit>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Side of a grid cell in metres, and the CRS of the grid (CBS 100 m squares, EPSG:28992).
inline constexpr double cell_size = 100;
inline constexpr const char* cell_crs = "EPSG:28992";

/// A square of the national 100 m grid, by its lower-left corner in hectometres. Ordered as its id is: column first.
struct Cell {
    std::uint16_t column = 0;  // x / 100, 0 .. 9999
    std::uint16_t row = 0;     // y / 100, 0 .. 9999
    friend auto operator<=>(const Cell&, const Cell&) = default;
};

/// "E1213N4879" -> column 1213, row 4879 (lower-left corner 121300, 487900), blanks around it ignored; nothing if the
/// text is not such an id.
[[nodiscard]] std::optional<Cell> parse_cell(std::string_view id);
[[nodiscard]] std::string cell_id(Cell cell);
[[nodiscard]] inline Point cell_centre(Cell cell) {
    return {(cell.column + 0.5) * cell_size, (cell.row + 0.5) * cell_size};
}

/// The set of cells of a dataset as a lattice, not as polygons: a bit per square of the bounding rectangle, column by
/// column, with running counts. Answers "which index has this cell" in constant time, and all cells of a stretch of a
/// column have consecutive indices. Index order is the order of the ids. 1.1 MB of bits for the Netherlands.
class Lattice {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    Lattice() = default;
    /// \param cells in any order, repeats allowed
    explicit Lattice(std::span<const Cell> cells);

    [[nodiscard]] std::size_t size() const { return size_; }

    /// Index of the cell, or `none`.
    [[nodiscard]] std::uint32_t find(Cell cell) const;

    /// Number of cells of `column` with a row < `row`, plus all those of earlier columns: [rank(c, a), rank(c, b)) are
    /// the indices of the cells of column c with a <= row < b. Columns and rows outside the bounding rectangle are
    /// allowed.
    [[nodiscard]] std::uint32_t rank(int column, int row) const;

    /// Calls use(row, index) for every cell of a column, ascending. Cost: the cells, and a look at the column's bits.
    template <typename Use>
    void for_each_in(int column, Use&& use) const {
        if (size_ == 0 || column < first_column_ || column >= first_column_ + columns_) return;
        const auto begin = static_cast<std::size_t>(column - first_column_) * static_cast<std::size_t>(rows_);
        const auto end = begin + static_cast<std::size_t>(rows_);
        auto index = rank(column, first_row_);
        for (auto word = begin / 64; word <= (end - 1) / 64; ++word) {
            auto bits = bits_[word];
            if (word == begin / 64) bits &= ~std::uint64_t{0} << (begin % 64);
            for (; bits != 0; bits &= bits - 1) {
                const auto bit = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
                if (bit >= end) return;
                use(first_row_ + static_cast<int>(bit - begin), index++);
            }
        }
    }

    /// The cell of an index; slow, for messages. \pre index < size()
    [[nodiscard]] Cell cell(std::uint32_t index) const { return cells()[index]; }

    /// All cells, ascending. \return [size()]
    [[nodiscard]] std::vector<Cell> cells() const;

    /// Bounding rectangle in metres; empty without cells.
    [[nodiscard]] Box bounds() const;

    /// Bounding rectangle, first included, last not.
    [[nodiscard]] int first_column() const { return first_column_; }
    [[nodiscard]] int last_column() const { return first_column_ + columns_; }
    [[nodiscard]] int first_row() const { return first_row_; }
    [[nodiscard]] int last_row() const { return first_row_ + rows_; }

private:
    int first_column_ = 0;
    int first_row_ = 0;
    int columns_ = 0;
    int rows_ = 0;
    std::size_t size_ = 0;
    std::vector<std::uint64_t> bits_;     // [words], bit (column * rows + row)
    std::vector<std::uint32_t> counted_;  // [words], bits set in earlier words
};

}  // namespace geo
