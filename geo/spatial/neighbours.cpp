#include "geo/spatial/neighbours.h"

#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace geo {

Neighbours neighbours_of_pairs(std::size_t rows, std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs) {
    std::vector<std::size_t> starts(rows + 1, 0);
    for (const auto& [a, b] : pairs) {
        ++starts[a + 1];
        ++starts[b + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<std::uint32_t> to(2 * pairs.size());
    auto next = starts;
    for (const auto& [a, b] : pairs) {
        to[next[a]++] = b;
        to[next[b]++] = a;
    }
    Neighbours out;
    out.starts.reserve(rows + 1);
    out.to.reserve(to.size());
    for (std::size_t row = 0; row < rows; ++row) {
        const auto begin = to.begin() + static_cast<std::ptrdiff_t>(starts[row]);
        const auto end = to.begin() + static_cast<std::ptrdiff_t>(starts[row + 1]);
        std::sort(begin, end);
        out.to.insert(out.to.end(), begin, std::unique(begin, end));
        out.end_row();
    }
    return out;
}

Neighbours between(const Neighbours& neighbours, const std::vector<bool>& present) {
    Neighbours out;
    out.starts.reserve(neighbours.size() + 1);
    for (std::size_t row = 0; row < neighbours.size(); ++row) {
        for (auto link = neighbours.starts[row]; present[row] && link < neighbours.starts[row + 1]; ++link) {
            if (!present[neighbours.to[link]]) continue;
            out.to.push_back(neighbours.to[link]);
            if (!neighbours.weights.empty()) out.weights.push_back(neighbours.weights[link]);
        }
        out.end_row();
    }
    return out;
}

Neighbours up_to_order(const Neighbours& neighbours, std::size_t order, unsigned threads) {
    const auto rows = neighbours.size();
    constexpr std::size_t stretch = 256;
    std::vector<Neighbours> parts((rows + stretch - 1) / stretch);
    std::atomic<std::size_t> links{0};
    parallel_for(parts.size(), threads, [&](std::size_t part) {
        std::vector<std::uint32_t> found;
        std::vector<bool> seen(rows, false);
        for (auto row = part * stretch; row < std::min(rows, (part + 1) * stretch); ++row) {
            found.assign(1, static_cast<std::uint32_t>(row));
            seen[row] = true;
            std::size_t first = 0;
            for (std::size_t step = 0; step < order; ++step) {
                const auto last = found.size();
                for (; first < last; ++first) {
                    for (const auto other : neighbours.of(found[first])) {
                        if (seen[other]) continue;
                        seen[other] = true;
                        found.push_back(other);
                    }
                }
            }
            for (const auto one : found) seen[one] = false;
            if ((links += found.size() - 1) > most_links)
                fail(
                    "neighbours up to {} links away make more than the {:.3g} links that can be held; take those of "
                    "fewer",
                    order, static_cast<double>(most_links));
            std::sort(found.begin() + 1, found.end());
            parts[part].to.insert(parts[part].to.end(), found.begin() + 1, found.end());
            parts[part].end_row();
        }
    });
    Neighbours out;
    for (const auto& part : parts) {
        const auto before = out.to.size();
        out.to.insert(out.to.end(), part.to.begin(), part.to.end());
        for (std::size_t row = 0; row < part.size(); ++row) out.starts.push_back(before + part.starts[row + 1]);
    }
    return out;
}

NeighbourFacts facts(const Neighbours& neighbours) {
    const auto rows = neighbours.size();
    NeighbourFacts out{.links = neighbours.links(), .islands = {}};
    out.least = rows == 0 ? 0 : neighbours.count(0);
    std::vector<std::uint32_t> root(rows);
    std::iota(root.begin(), root.end(), 0U);
    const auto find = [&](std::uint32_t row) {
        while (root[row] != row) row = root[row] = root[root[row]];
        return row;
    };
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto count = neighbours.count(row);
        if (count == 0) out.islands.push_back(row);
        out.least = std::min(out.least, count);
        out.most = std::max(out.most, count);
        for (const auto other : neighbours.of(row)) root[find(row)] = find(other);
    }
    for (std::uint32_t row = 0; row < rows; ++row) out.components += find(row) == row ? 1 : 0;
    return out;
}

}  // namespace geo
