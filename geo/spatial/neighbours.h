#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace geo {

/// That can be held, of 4 to 12 bytes each.
inline constexpr std::size_t most_links = 400'000'000;

/// Which rows of a table are neighbours of which: a sparse matrix, a row being an area or a cell. No row is its own
/// neighbour. Links need not go both ways (those of k nearest do not).
struct Neighbours {
    std::vector<std::size_t> starts{0};  // [rows + 1] into `to`
    std::vector<std::uint32_t> to;       // [links] ascending within a row
    std::vector<double> weights;         // [links] > 0, or empty: every link counts alike

    [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
    [[nodiscard]] std::size_t links() const { return to.size(); }
    [[nodiscard]] std::size_t count(std::size_t row) const { return starts[row + 1] - starts[row]; }
    [[nodiscard]] std::span<const std::uint32_t> of(std::size_t row) const {
        return std::span(to).subspan(starts[row], count(row));
    }
    [[nodiscard]] double weight(std::size_t link) const { return weights.empty() ? 1 : weights[link]; }

    /// Ends the row that links were just added for.
    void end_row() { starts.push_back(to.size()); }
};

/// Links both ways of pairs of rows, each pair once or more. \pre no row with itself
[[nodiscard]] Neighbours neighbours_of_pairs(std::size_t rows,
                                             std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs);

/// The links between rows that are present; the others lose theirs. \param present [rows]
[[nodiscard]] Neighbours between(const Neighbours& neighbours, const std::vector<bool>& present);

/// Neighbours of neighbours, up to `order` links away (of order 1, the same rows without weights). \pre order > 0
/// \throws Error where they have more than `most_links`
[[nodiscard]] Neighbours up_to_order(const Neighbours& neighbours, std::size_t order, unsigned threads = 0);

/// What a neighbourhood looks like as a whole.
struct NeighbourFacts {
    std::size_t links = 0;
    std::vector<std::uint32_t> islands;  // rows without a neighbour, ascending
    std::size_t least = 0;               // neighbours of a row, islands included
    std::size_t most = 0;
    std::size_t components = 0;  // parts without a link between them, each island one
};
[[nodiscard]] NeighbourFacts facts(const Neighbours& neighbours);

}  // namespace geo
