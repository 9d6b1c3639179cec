#include "geo/lattice.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace {

TEST(Lattice, an_id_is_the_lower_left_corner_in_hectometres) {
    const auto cell = geo::parse_cell("E1213N4879");
    ASSERT_TRUE(cell.has_value());
    EXPECT_EQ(geo::cell_centre(*cell), (geo::Point{121350, 487950}));
    EXPECT_EQ(geo::cell_id(*cell), "E1213N4879");
}

TEST(Lattice, blanks_around_an_id_are_ignored_and_anything_else_is_no_id) {
    EXPECT_TRUE(geo::parse_cell("  E0001N9999 ").has_value());
    for (const auto* text :
         {"", "E1213", "E1213N487", "E1213N48790", "e1213n4879", "N1213E4879", "E12a3N4879", "E1213N 879"}) {
        EXPECT_FALSE(geo::parse_cell(text).has_value()) << text;
    }
}

geo::Cell any_cell() {
    return {*rc::gen::inRange<std::uint16_t>(0, 60), *rc::gen::inRange<std::uint16_t>(0, 60)};
}

RC_GTEST_PROP(Lattice, the_index_of_a_cell_is_its_place_among_the_sorted_ids, ()) {
    const auto cells = *rc::gen::container<std::vector<geo::Cell>>(rc::gen::exec(any_cell));
    const geo::Lattice lattice(cells);
    const std::set<geo::Cell> sorted(cells.begin(), cells.end());
    RC_ASSERT(lattice.size() == sorted.size());
    RC_ASSERT(lattice.cells() == std::vector<geo::Cell>(sorted.begin(), sorted.end()));
    std::uint32_t index = 0;
    for (const auto cell : sorted) RC_ASSERT(lattice.find(cell) == index++);
}

RC_GTEST_PROP(Lattice, rank_counts_the_cells_before, ()) {
    const auto cells = *rc::gen::container<std::vector<geo::Cell>>(rc::gen::exec(any_cell));
    const geo::Lattice lattice(cells);
    const std::set<geo::Cell> sorted(cells.begin(), cells.end());
    const int column = *rc::gen::inRange(-5, 70);
    const int row = *rc::gen::inRange(-5, 70);
    const auto before = std::count_if(sorted.begin(), sorted.end(), [&](geo::Cell c) {
        return c.column < column || (c.column == column && c.row < row);
    });
    RC_ASSERT(lattice.rank(column, row) == static_cast<std::uint32_t>(before));
}

TEST(Lattice, a_cell_that_is_not_there_has_no_index) {
    const geo::Lattice lattice(std::vector<geo::Cell>{{10, 10}, {12, 12}});
    EXPECT_EQ(lattice.find({11, 11}), geo::Lattice::none);
    EXPECT_EQ(lattice.find({9999, 0}), geo::Lattice::none);
    EXPECT_EQ(geo::Lattice().find({1, 1}), geo::Lattice::none);
}

}  // namespace
