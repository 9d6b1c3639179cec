#include "geo/ring_chain.h"

#include "geo/orientation.h"

#include <algorithm>
#include <limits>
#include <map>

namespace geo {

namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// From left to right, and upwards where x is the same: as if the plane leaned over by next to nothing, so that no two
/// points lie above each other.
bool before(Point a, Point b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
}

/// An edge with the surface above it.
struct LowerEdge {
    Point left;
    Point right;
    std::uint32_t node;  // of its left end
};

/// Which of two edges that share an x lies below the other, and whether a point lies below an edge.
struct Below {
    using is_transparent = void;

    bool operator()(const LowerEdge& a, const LowerEdge& b) const {
        const bool b_starts_later = !before(b.left, a.left);
        const auto& early = b_starts_later ? a : b;
        const auto& late = b_starts_later ? b : a;
        int side = orientation(early.left, early.right, late.left);
        if (side == 0) side = orientation(early.left, early.right, late.right);
        if (side == 0) return a.node < b.node;
        return (side > 0) == b_starts_later;
    }
    bool operator()(Point p, const LowerEdge& edge) const { return orientation(edge.left, edge.right, p) < 0; }
};

class Bridging {
public:
    Bridging(const Polygons& polygons, std::size_t polygon) : points_(polygons.points) {
        for (auto r = polygons.polygon_starts[polygon]; r < polygons.polygon_starts[polygon + 1]; ++r) {
            const bool added = add_ring(polygons.ring_starts[r], polygons.ring_starts[r + 1]);
            if (!added && r == polygons.polygon_starts[polygon]) return;
        }
        if (rings_.size() > 1) connect();
    }

    void write(std::vector<std::uint32_t>& chain) const {
        chain.clear();
        if (nodes_.empty()) return;
        std::uint32_t node = 0;
        do {
            chain.push_back(nodes_[node].point);
            node = nodes_[node].next;
        } while (node != 0);
    }

private:
    struct Node {
        std::uint32_t point;
        std::uint32_t ring;
        std::uint32_t prev;         // in the chain
        std::uint32_t next;         // in the chain
        std::uint32_t copy = none;  // another node of the same point, made by a bridge
    };
    struct Ring {
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t leftmost;
        bool connected;
    };
    using Active = std::multimap<LowerEdge, std::uint32_t, Below>;  // to the last node met above the edge

    [[nodiscard]] Point at(std::uint32_t node) const { return points_[nodes_[node].point]; }

    bool add_ring(std::uint32_t first, std::uint32_t last) {
        const auto begin = static_cast<std::uint32_t>(nodes_.size());
        const auto ring = static_cast<std::uint32_t>(rings_.size());
        for (auto p = first; p < last; ++p) {
            if (points_[p] == points_[p + 1 == last ? first : p + 1]) continue;
            const auto node = static_cast<std::uint32_t>(nodes_.size());
            nodes_.push_back({p, ring, node - 1, node + 1});
        }
        const auto end = static_cast<std::uint32_t>(nodes_.size());
        if (end - begin < 3) {
            nodes_.resize(begin);
            return false;
        }
        nodes_[begin].prev = end - 1;
        nodes_[end - 1].next = begin;
        auto leftmost = begin;
        for (auto node = begin; node < end; ++node) {
            if (before(at(node), at(leftmost))) leftmost = node;
        }
        rings_.push_back({begin, end, leftmost, ring == 0});
        return true;
    }

    void connect() {
        std::vector<std::uint32_t> order(nodes_.size());
        for (std::uint32_t node = 0; node < order.size(); ++node) order[node] = node;
        // A hole that touches what is left of it at its leftmost point finds that point already there.
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            if (at(a) != at(b)) return before(at(a), at(b));
            const bool a_opens = opens_hole(a);
            return a_opens != opens_hole(b) ? !a_opens : a < b;
        });
        Active active;
        std::vector<Active::iterator> edge_from(order.size(), active.end());
        for (const auto node : order) {
            const auto& ring = rings_[nodes_[node].ring];
            const auto prev = node == ring.begin ? ring.end - 1 : node - 1;
            const auto next = node + 1 == ring.end ? ring.begin : node + 1;
            const bool from_left = before(at(prev), at(node));
            const bool to_right = before(at(node), at(next));
            if (from_left) {
                active.erase(edge_from[prev]);
                edge_from[prev] = active.end();
            }
            // Where there is surface below the point, it is the last one met above some edge.
            const bool reflex = orientation(at(prev), at(node), at(next)) < 0;
            if ((!from_left && !to_right) || (from_left != to_right && reflex) || opens_hole(node)) meet(node, active);
            if (to_right) edge_from[node] = active.emplace(LowerEdge{at(node), at(next), node}, node);
        }
    }

    [[nodiscard]] bool opens_hole(std::uint32_t node) const {
        return nodes_[node].ring != 0 && rings_[nodes_[node].ring].leftmost == node;
    }

    void meet(std::uint32_t node, Active& active) {
        auto edge = active.upper_bound(at(node));
        const bool found = edge != active.begin();
        if (found) --edge;
        if (opens_hole(node)) bridge(node, found ? edge->second : none);
        if (found) edge->second = node;
    }

    void bridge(std::uint32_t hole, std::uint32_t to) {
        if (to == none || !rings_[nodes_[to].ring].connected) to = nearest_on_shell(at(hole));
        const auto target = at(to) == at(hole) ? at(nodes_[hole].next) : at(hole);
        for (auto copy = to; copy != none; copy = nodes_[copy].copy) {
            if (opens_towards(copy, target)) {
                to = copy;
                break;
            }
        }
        const auto back_at_hole = copy_of(hole);
        const auto back = copy_of(to);
        const auto last = nodes_[hole].prev;
        const auto after = nodes_[to].next;
        link(to, hole);
        link(last, back_at_hole);
        link(back_at_hole, back);
        link(back, after);
        rings_[nodes_[hole].ring].connected = true;
    }

    /// Whether the surface lies in the direction of `target`, seen from this place in the chain.
    [[nodiscard]] bool opens_towards(std::uint32_t node, Point target) const {
        const auto prev = at(nodes_[node].prev);
        const auto next = at(nodes_[node].next);
        const bool left_of_first = orientation(prev, at(node), target) > 0;
        const bool left_of_second = orientation(at(node), next, target) > 0;
        return orientation(prev, at(node), next) > 0 ? left_of_first && left_of_second
                                                     : left_of_first || left_of_second;
    }

    std::uint32_t copy_of(std::uint32_t node) {
        const auto copy = static_cast<std::uint32_t>(nodes_.size());
        nodes_.push_back({nodes_[node].point, nodes_[node].ring, none, none, nodes_[node].copy});
        nodes_[node].copy = copy;
        return copy;
    }

    void link(std::uint32_t a, std::uint32_t b) {
        nodes_[a].next = b;
        nodes_[b].prev = a;
    }

    /// For a hole that is not within its shell.
    [[nodiscard]] std::uint32_t nearest_on_shell(Point p) const {
        std::uint32_t best = 0;
        double least = std::numeric_limits<double>::infinity();
        for (auto node = rings_[0].begin; node < rings_[0].end; ++node) {
            const double distance = std::hypot(at(node).x - p.x, at(node).y - p.y);
            if (distance < least) {
                least = distance;
                best = node;
            }
        }
        return best;
    }

    const std::vector<Point>& points_;
    std::vector<Node> nodes_;  // all points first, in order, then copies
    std::vector<Ring> rings_;  // shell first
};

}  // namespace

void chain_rings(const Polygons& polygons, std::size_t polygon, std::vector<std::uint32_t>& chain) {
    const auto first = polygons.polygon_starts[polygon];
    const auto last = polygons.polygon_starts[polygon + 1];
    if (last - first > 1) return Bridging(polygons, polygon).write(chain);
    chain.clear();
    if (first == last) return;
    const auto begin = polygons.ring_starts[first];
    const auto end = polygons.ring_starts[last];
    for (auto p = begin; p < end; ++p) {
        if (polygons.points[p] != polygons.points[p + 1 == end ? begin : p + 1]) chain.push_back(p);
    }
    if (chain.size() < 3) chain.clear();
}

}  // namespace geo
