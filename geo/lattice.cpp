#include "geo/lattice.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace geo {

namespace {

std::optional<std::uint16_t> four_digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return static_cast<std::uint16_t>(value);
}

}  // namespace

std::optional<Cell> parse_cell(std::string_view id) {
    while (!id.empty() && id.front() == ' ') id.remove_prefix(1);
    while (!id.empty() && id.back() == ' ') id.remove_suffix(1);
    if (id.size() != 10 || id[0] != 'E' || id[5] != 'N') return std::nullopt;
    const auto column = four_digits(id.substr(1, 4));
    const auto row = four_digits(id.substr(6, 4));
    if (!column || !row) return std::nullopt;
    return Cell{*column, *row};
}

std::string cell_id(Cell cell) {
    return fmt::format("E{:04}N{:04}", cell.column, cell.row);
}

Lattice::Lattice(std::span<const Cell> cells) {
    if (cells.empty()) return;
    int last_column = 0;
    int last_row = 0;
    first_column_ = first_row_ = 9999;
    for (const auto cell : cells) {
        first_column_ = std::min<int>(first_column_, cell.column);
        last_column = std::max<int>(last_column, cell.column);
        first_row_ = std::min<int>(first_row_, cell.row);
        last_row = std::max<int>(last_row, cell.row);
    }
    columns_ = last_column - first_column_ + 1;
    rows_ = last_row - first_row_ + 1;
    const auto squares = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
    bits_.assign(squares / 64 + 1, 0);  // one spare bit at least, so that rank() may look past the last square
    for (const auto cell : cells) {
        const auto bit = static_cast<std::size_t>(cell.column - first_column_) * static_cast<std::size_t>(rows_) +
                         static_cast<std::size_t>(cell.row - first_row_);
        bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    counted_.resize(bits_.size());
    std::uint32_t sum = 0;
    for (std::size_t word = 0; word < bits_.size(); ++word) {
        counted_[word] = sum;
        sum += static_cast<std::uint32_t>(std::popcount(bits_[word]));
    }
    size_ = sum;
}

std::uint32_t Lattice::rank(int column, int row) const {
    if (size_ == 0 || column < first_column_) return 0;
    if (column >= first_column_ + columns_) return static_cast<std::uint32_t>(size_);
    const auto bit = static_cast<std::size_t>(column - first_column_) * static_cast<std::size_t>(rows_) +
                     static_cast<std::size_t>(std::clamp(row - first_row_, 0, rows_));
    const auto below = (std::uint64_t{1} << (bit % 64)) - 1;
    return counted_[bit / 64] + static_cast<std::uint32_t>(std::popcount(bits_[bit / 64] & below));
}

std::uint32_t Lattice::find(Cell cell) const {
    const int row = cell.row - first_row_;
    const int column = cell.column - first_column_;
    if (row < 0 || row >= rows_ || column < 0 || column >= columns_) return none;
    const auto bit = static_cast<std::size_t>(column) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(row);
    const auto mask = std::uint64_t{1} << (bit % 64);
    if ((bits_[bit / 64] & mask) == 0) return none;
    return counted_[bit / 64] + static_cast<std::uint32_t>(std::popcount(bits_[bit / 64] & (mask - 1)));
}

std::vector<Cell> Lattice::cells() const {
    std::vector<Cell> out;
    out.reserve(size_);
    for (std::size_t word = 0; word < bits_.size(); ++word) {
        for (auto left = bits_[word]; left != 0; left &= left - 1) {
            const auto bit = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
            const auto rows = static_cast<std::size_t>(rows_);
            out.push_back({static_cast<std::uint16_t>(first_column_ + static_cast<int>(bit / rows)),
                           static_cast<std::uint16_t>(first_row_ + static_cast<int>(bit % rows))});
        }
    }
    return out;
}

Box Lattice::bounds() const {
    if (size_ == 0) return {};
    return {{first_column() * cell_size, first_row() * cell_size}, {last_column() * cell_size, last_row() * cell_size}};
}

}  // namespace geo
