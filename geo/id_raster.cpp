#include "geo/id_raster.h"

#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {

namespace {

constexpr std::size_t areas_per_block = 64;

/// First column whose centre is at or right of x, held within the grid. The product may round across a centre, so the
/// exact centres decide.
int first_column_at(const RasterGrid& grid, double x, double per_metre) {
    const double guess = std::clamp((x - grid.left) * per_metre - 0.5, -1.0, grid.width + 1.0);
    int column = std::clamp(static_cast<int>(std::ceil(guess)), 0, grid.width);
    while (column > 0 && x <= grid.x(column - 1)) --column;
    while (column < grid.width && x > grid.x(column)) ++column;
    return column;
}

/// Column or row of the cell that holds a coordinate: of the one above or to the right on a border.
int square_of(double at) {
    return static_cast<int>(std::clamp(std::floor(at / cell_size), -1.0, 65536.0));
}

/// First row, from the top, whose centre is below y, likewise.
int first_row_below(const RasterGrid& grid, double y, double per_metre) {
    const double guess = std::clamp((grid.top - y) * per_metre - 0.5, -1.0, grid.height + 1.0);
    int row = std::clamp(static_cast<int>(std::ceil(guess)), 0, grid.height);
    while (row > 0 && grid.y(row - 1) < y) --row;
    while (row < grid.height && grid.y(row) >= y) ++row;
    return row;
}

}  // namespace

/// Finds the spans of one area after another.
class IdRaster::Scanner {
public:
    Scanner(const Polygons& polygons, const RasterGrid& grid)
        : polygons_(polygons), grid_(grid), per_metre_(1 / grid.side) {}

    void add(std::size_t area, std::vector<Span>& spans) {
        if (!find_edges(area)) return;
        place_crossings();
        for (int column = low_; column < high_; ++column) {
            const auto c = static_cast<std::size_t>(column - low_);
            const auto begin = rows_.begin() + starts_[c];
            const auto end = rows_.begin() + starts_[c + 1];
            std::sort(begin, end, std::greater<>());        // from below to above
            for (auto at = begin; at + 1 < end; at += 2) {  // a column is crossed an even number of times
                if (at[0] != at[1]) spans.push_back({static_cast<std::uint32_t>(area) + 1, column, at[1], at[0]});
            }
        }
    }

private:
    struct Edge {
        std::uint32_t a;  // points
        std::uint32_t b;
        int first;  // columns whose centre line it crosses
        int last;
    };

    /// The edges that cross a centre line, most of the others are passed over by comparing two columns.
    bool find_edges(std::size_t area) {
        edges_.clear();
        low_ = grid_.width;
        high_ = 0;
        for (auto r = polygons_.first_ring(area); r < polygons_.last_ring(area); ++r) {
            const auto begin = polygons_.ring_starts[r];
            const auto end = polygons_.ring_starts[r + 1];
            if (begin == end) continue;
            auto before = end - 1;
            auto column_before = first_column_at(grid_, polygons_.points[before].x, per_metre_);
            for (auto p = begin; p < end; before = p++) {
                const auto column = first_column_at(grid_, polygons_.points[p].x, per_metre_);
                if (column != column_before) {
                    const auto [first, last] = std::minmax(column, column_before);
                    edges_.push_back({before, p, first, last});
                    low_ = std::min(low_, first);
                    high_ = std::max(high_, last);
                }
                column_before = column;
            }
        }
        return !edges_.empty();
    }

    /// Rows where each column is crossed, column by column.
    void place_crossings() {
        starts_.assign(static_cast<std::size_t>(high_ - low_) + 2, 0);
        for (const auto& edge : edges_) {  // differences first, for an edge may span many columns
            ++starts_[static_cast<std::size_t>(edge.first - low_) + 1];
            --starts_[static_cast<std::size_t>(edge.last - low_) + 1];
        }
        for (int turn = 0; turn < 2; ++turn) {  // sums: crossings of each column; sums of these: where they start
            for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
        }
        rows_.resize(static_cast<std::size_t>(starts_.back()));
        next_.assign(starts_.begin(), starts_.end());
        for (const auto& edge : edges_) {
            const auto a = polygons_.points[edge.a];
            const auto b = polygons_.points[edge.b];
            for (int column = edge.first; column < edge.last; ++column) {
                const auto place = static_cast<std::size_t>(next_[static_cast<std::size_t>(column - low_)]++);
                rows_[place] = first_row_below(grid_, crossing_y(a, b, grid_.x(column)), per_metre_);
            }
        }
    }

    const Polygons& polygons_;
    const RasterGrid& grid_;
    double per_metre_;
    int low_ = 0;  // columns that the area crosses
    int high_ = 0;
    std::vector<Edge> edges_;
    std::vector<int> starts_;  // [columns + 1] into rows_
    std::vector<int> next_;
    std::vector<int> rows_;
};

IdRaster::IdRaster(const Polygons& polygons, const RasterGrid& grid, Strips strips, unsigned threads)
    : grid_(grid), strips_(strips) {
    assert(grid.side > 0 && grid.width >= 1 && grid.height >= 1);
    assert(strips.columns >= 1 && strips.more >= 0 && strips.more <= strips.columns);
    const auto count = strip_count();
    blocks_.resize((polygons.size() + areas_per_block - 1) / areas_per_block);
    parallel_for(blocks_.size(), threads, [&](std::size_t b) {
        std::vector<Span> spans;
        Scanner scanner(polygons, grid_);
        // Filled in this order, so the first of areas that overlap comes last and stays.
        const auto begin = b * areas_per_block;
        for (auto area = std::min(polygons.size(), begin + areas_per_block); area-- > begin;) scanner.add(area, spans);
        const auto strip_of = [&](const Span& span) { return static_cast<std::size_t>(span.column / strips_.columns); };
        const auto also_before = [&](const Span& span) {
            return span.column >= strips_.columns && span.column % strips_.columns < strips_.more;
        };
        auto& block = blocks_[b];
        block.starts.assign(count + 1, 0);
        for (const auto& span : spans) {
            ++block.starts[strip_of(span) + 1];
            if (also_before(span)) ++block.starts[strip_of(span)];
        }
        for (std::size_t i = 1; i < block.starts.size(); ++i) block.starts[i] += block.starts[i - 1];
        block.spans.resize(block.starts.back());
        auto next = block.starts;
        for (const auto& span : spans) {
            block.spans[next[strip_of(span)]++] = span;
            if (also_before(span)) block.spans[next[strip_of(span) - 1]++] = span;
        }
    });
}

IdRaster::IdRaster(const Lattice& lattice, const RasterGrid& grid, Strips strips)
    : grid_(grid), strips_(strips), lattice_(&lattice) {
    assert(grid.side > 0 && grid.width >= 1 && grid.height >= 1);
    assert(strips.columns >= 1 && strips.more >= 0 && strips.more <= strips.columns);
    rows_of_.resize(static_cast<std::size_t>(lattice.last_row() - lattice.first_row()));
    for (int y = 0; y < grid.height; ++y) {
        const int row = square_of(grid.y(y)) - lattice.first_row();
        if (row < 0 || row >= lattice.last_row() - lattice.first_row()) continue;
        auto& rows = rows_of_[static_cast<std::size_t>(row)];
        if (rows.last == 0) rows.first = y;
        rows.last = y + 1;
    }
}

std::size_t IdRaster::strip_count() const {
    return static_cast<std::size_t>((grid_.width - 1) / strips_.columns) + 1;
}

void IdRaster::strip(std::size_t index, std::vector<std::uint32_t>& ids) const {
    assert(index < strip_count());
    const int first = static_cast<int>(index) * strips_.columns;
    const int columns = std::min(strips_.columns, grid_.width - first) + strips_.more;
    const auto height = static_cast<std::size_t>(grid_.height);
    ids.assign(static_cast<std::size_t>(columns) * height, 0);
    if (lattice_ != nullptr) {
        fill_cells(first, std::min(first + columns, grid_.width), ids);
        return;
    }
    for (std::size_t b = blocks_.size(); b-- > 0;) {
        const auto& block = blocks_[b];
        for (auto s = block.starts[index]; s < block.starts[index + 1]; ++s) {
            const auto& span = block.spans[s];
            const auto column = ids.begin() + static_cast<std::ptrdiff_t>(height) * (span.column - first);
            std::fill(column + span.first, column + span.last, span.id);
        }
    }
}

void IdRaster::fill_cells(int first, int last, std::vector<std::uint32_t>& ids) const {
    const auto height = static_cast<std::ptrdiff_t>(grid_.height);
    int square_before = -2;
    for (int column = first; column < last; ++column) {
        const auto begin = ids.begin() + height * (column - first);
        const int square = square_of(grid_.x(column));
        if (square == square_before) {
            std::copy(begin - height, begin, begin);
            continue;
        }
        square_before = square;
        lattice_->for_each_in(square, [&](int row, std::uint32_t cell) {
            const auto& rows = rows_of_[static_cast<std::size_t>(row - lattice_->first_row())];
            std::fill(begin + rows.first, begin + rows.last, cell + 1);
        });
    }
}

namespace {

std::vector<std::uint32_t> by_rows(const IdRaster& raster, unsigned threads) {
    const auto width = static_cast<std::size_t>(raster.grid().width);
    const auto height = static_cast<std::size_t>(raster.grid().height);
    std::vector<std::uint32_t> out(width * height);
    parallel_for(raster.strip_count(), threads, [&](std::size_t s) {
        std::vector<std::uint32_t> ids;
        raster.strip(s, ids);
        const auto first = s * static_cast<std::size_t>(Strips{}.columns);
        const auto columns = ids.size() / height;
        for (std::size_t y = 0; y < height; ++y) {
            for (std::size_t c = 0; c < columns; ++c) out[y * width + first + c] = ids[c * height + y];
        }
    });
    return out;
}

}  // namespace

std::vector<std::uint32_t> id_raster(const Polygons& polygons, const RasterGrid& grid, unsigned threads) {
    return by_rows(IdRaster(polygons, grid, Strips{}, threads), threads);
}

std::vector<std::uint32_t> id_raster(const Lattice& lattice, const RasterGrid& grid, unsigned threads) {
    return by_rows(IdRaster(lattice, grid, Strips{}), threads);
}

}  // namespace geo
