#include "geo/spatial/neighbour_files.h"

#include "tests/geo/links.h"
#include "tests/geo/support.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using geo::GwtNumbers;
using geo::Neighbours;
using geo::ReadNeighbours;
using links::Lists;
using links::lists_of;
using Codes = std::vector<std::string>;
using Values = std::vector<double>;

const Codes abc{"a", "b", "c"};

ReadNeighbours read(std::string_view text, GwtNumbers numbers = GwtNumbers::ignored, const Codes& codes = abc) {
    return geo::read_neighbours(text, "some.gal", codes, numbers);
}

testing::AssertionResult refused(std::string_view text, std::string_view sentence,
                                 GwtNumbers numbers = GwtNumbers::ignored) {
    return test::fails_saying([&] { (void)read(text, numbers); }, {sentence});
}

TEST(NeighbourFiles, a_gal_is_read_with_either_head_and_however_its_lines_end) {
    const Lists expected{{1, 2}, {0}, {}};
    for (const std::string text : {"0 3 layer KEY\na 2\nc b\nb 1\na\nc 0\n\n", "3\na 2\nb c\nb 1\na\nc 0\n",
                                   "3\n\na 2\n\n b\n\tc \n\nc 0\n\n\nb 1\na", "3\nc 0\nb 1\na\na 2\nc b\n"}) {
        std::string dos;
        for (const char c : text) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
        for (const auto& each : {text, dos, "\xef\xbb\xbf" + text}) {
            const auto made = read(each);
            EXPECT_EQ(lists_of(made.neighbours), expected) << each;
            EXPECT_TRUE(made.neighbours.weights.empty());
            EXPECT_TRUE(made.unknown.empty());
            EXPECT_EQ(made.absent + made.selves, 0u);
        }
    }
}

TEST(NeighbourFiles, a_gwt_is_read_with_its_numbers_or_without) {
    const std::string text = "0 3 layer KEY\na c 2.5e-3\r\na b 7\n\nb a 7";
    const auto plain = read(text);
    EXPECT_EQ(lists_of(plain.neighbours), (Lists{{1, 2}, {0}, {}}));
    EXPECT_TRUE(plain.neighbours.weights.empty());
    EXPECT_EQ(plain.absent, 1u);
    EXPECT_EQ(read(text, GwtNumbers::weights).neighbours.weights, (Values{7, 2.5e-3, 7}));
    EXPECT_EQ(lists_of(read("3\na b 0\nb a -1\n").neighbours), (Lists{{1}, {0}, {}}));
}

TEST(NeighbourFiles, codes_that_are_not_known_rows_that_are_not_there_and_selves_are_told) {
    const auto gal = read("4\na 3\nx a b\nx 1\na\ny 2\nx z\n");
    EXPECT_EQ(lists_of(gal.neighbours), (Lists{{1}, {}, {}}));
    EXPECT_EQ(gal.unknown, (Codes{"x", "y", "z"}));
    EXPECT_EQ(gal.absent, 2u);
    EXPECT_EQ(gal.selves, 1u);
    const auto gwt = read("4\na x 1\nx x 1\nb b 1\n", GwtNumbers::weights);
    EXPECT_EQ(gwt.neighbours.links(), 0u);
    EXPECT_EQ(gwt.unknown, (Codes{"x"}));
    EXPECT_EQ(gwt.absent, 1u);
    EXPECT_EQ(gwt.selves, 1u);
    EXPECT_EQ(read("0\n").absent, 3u);
}

TEST(NeighbourFiles, what_is_no_such_file_is_refused_with_the_line) {
    for (const auto* text : {"", "\n", "0 3\n", "0 3 some layer KEY\n", "a b c\n"})
        EXPECT_TRUE(refused(text, "some.gal: no file of neighbours (GAL, GWT)")) << text;
    EXPECT_TRUE(refused("three\n", "some.gal: line 1: 'three' is no number of rows"));
    EXPECT_TRUE(refused("0 -3 layer KEY\n", "line 1: '-3' is no number of rows"));
    const auto* row = "a row starts with its code and how many neighbours it has";
    EXPECT_TRUE(refused("3\na 1\nb\nb\n", std::string("some.gal: line 4: ") + row));
    EXPECT_TRUE(refused("3\na -1\n", row));
    EXPECT_TRUE(refused("3\na 1.5\nb\n", row));
    EXPECT_TRUE(refused("3\na\n", row));
    EXPECT_TRUE(refused("3\na 1\nb\n\na 1\nc\n", "some.gal: line 5: 'a' has a row already"));
    EXPECT_TRUE(refused("3\nx 0\nx 0\n", "line 3: 'x' has a row already"));
    EXPECT_TRUE(refused("3\na 2\nb b\n", "some.gal: line 3: a link stands there twice"));
    EXPECT_TRUE(refused("3\na 3\nb c\n", "some.gal: line 2: 'a' says 3 neighbours, and 2 follow"));
    EXPECT_TRUE(refused("3\na 1\nb c\n", "line 2: 'a' says 1 neighbours, and 2 follow"));
    EXPECT_TRUE(refused("3\na 1\nb\n", "some.gal: it holds no weights; only a GWT does", GwtNumbers::weights));
    const auto* link = "a link is two codes and a number";
    EXPECT_TRUE(refused("3\na b 1\na c\n", std::string("some.gal: line 3: ") + link));
    EXPECT_TRUE(refused("3\na b one\n", link));
    EXPECT_TRUE(refused("3\na b 1,5\n", link));
    EXPECT_TRUE(refused("3\na b 1\na b 1\n", "some.gal: line 3: a link stands there twice"));
    for (const std::string number : {"0", "-2", "nan", "inf"})
        EXPECT_TRUE(refused("3\na c 1\na b " + number + "\n",
                            "some.gal: line 3: a weight of " + number + "; weights are above 0", GwtNumbers::weights));
}

TEST(NeighbourFiles, are_written_as_others_read_them) {
    Neighbours links{{0, 2, 3, 3}, {1, 2, 0}, {}};
    EXPECT_EQ(geo::to_gal(links, abc, "the layer", "KEY"), "0 3 the_layer KEY\na 2\nb c\nb 1\na\nc 0\n\n");
    EXPECT_EQ(geo::to_gwt(links, abc, "", "KEY"), "0 3 areas KEY\na b 1\na c 1\nb a 1\n");
    links.weights = {0.5, 0.1, 3};
    EXPECT_EQ(geo::to_gwt(links, abc, "l", "k"), "0 3 l k\na b 0.5\na c 0.1\nb a 3\n");
    const Codes bad{"a", "b 1", "c"};
    for (const auto write : {geo::to_gal, geo::to_gwt}) {
        EXPECT_TRUE(test::fails_saying([&] { (void)write(links, bad, "l", "k"); },
                                       {"the code 'b 1' cannot stand in a file of neighbours"}));
        EXPECT_TRUE(test::fails_saying([&] { (void)write(links, Codes{"", "b", "c"}, "l", "k"); }, {"the code ''"}));
    }
}

RC_GTEST_PROP(NeighbourFiles, what_is_written_is_read_the_same, ()) {
    const auto rows = *rc::gen::inRange<std::uint32_t>(0, 12);
    Codes codes;
    Neighbours links;
    for (std::uint32_t row = 0; row < rows; ++row) {
        codes.push_back((row % 2 == 0 ? "BU0" : "") + std::to_string(row * 7));
        for (std::uint32_t other = 0; other < rows; ++other) {
            if (other == row || *rc::gen::inRange(0, 3) > 0) continue;
            links.to.push_back(other);
            links.weights.push_back(*rc::gen::inRange(1, 1'000'000) / 99'991.0);
        }
        links.end_row();
    }
    const auto gal = read(geo::to_gal(links, codes, "l", "k"), GwtNumbers::ignored, codes);
    RC_ASSERT(lists_of(gal.neighbours) == lists_of(links));
    RC_ASSERT(gal.absent == 0u);
    RC_ASSERT(gal.unknown.empty());
    if (links.links() == 0) return;  // nothing tells such a GWT from a GAL
    const auto gwt = read(geo::to_gwt(links, codes, "l", "k"), GwtNumbers::weights, codes);
    RC_ASSERT(lists_of(gwt.neighbours) == lists_of(links));
    RC_ASSERT(test::same_values(gwt.neighbours.weights, links.weights));
}

}  // namespace
