#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Places values in order, again and again: by a radix sort, so that the cost grows with their number only as long as
/// few have the first 33 bits in common. Keeps what it works in.
class Ranking {
public:
    /// Rows with a value, highest value first; of equal values the lower row. \return valid until the next call
    [[nodiscard]] std::span<const std::uint32_t> order(std::span<const double> values);

    /// The place of each row: 1 for the highest, the same for equal values (1, 2, 2, 4); 0 where there is no value.
    /// \param order of the same values \param ranks [rows]
    static void ranks(std::span<const double> values, std::span<const std::uint32_t> order,
                      std::span<std::uint32_t> ranks);

private:
    struct Entry {
        std::uint64_t key;
        std::uint32_t row;
    };
    std::vector<Entry> entries_, others_;
    std::vector<std::uint32_t> order_;
};

}  // namespace geo
