#include "geo/report.h"

#include <gtest/gtest.h>

#include <set>

namespace {

using geo::Note;

TEST(Report, notes_stay_in_order) {
    geo::Report report;
    report.checked("a.csv", "2018", geo::Sentence("sums"));
    report.count(Note::Kind::dropped, "b.csv", "", geo::Sentence("rows"), 3, {"line 7"});
    report.decided("c.csv", "", geo::Sentence("edition"));
    ASSERT_EQ(report.notes.size(), 3u);
    EXPECT_EQ(report.notes[0].kind, Note::Kind::checked);
    EXPECT_EQ(report.notes[0].measurement, "2018");
    EXPECT_EQ(report.notes[0].count, 0u);
    EXPECT_EQ(report.notes[1].count, 3u);
    EXPECT_EQ(report.notes[1].examples, std::vector<std::string>{"line 7"});
    EXPECT_EQ(report.notes[2].kind, Note::Kind::decided);
    EXPECT_EQ(report.notes[2].source, "c.csv");
}

TEST(Report, nothing_is_noted_for_a_count_of_zero) {
    geo::Report report;
    report.count(Note::Kind::differs, "a.csv", "", geo::Sentence("rows"), 0, {"x"});
    EXPECT_TRUE(report.notes.empty());
}

TEST(Report, every_kind_has_a_name_of_its_own) {
    using enum Note::Kind;
    std::set<std::string> names;
    for (const auto kind : {checked, decided, repaired, dropped, unmatched, differs})
        names.insert(geo::kind_name(kind));
    EXPECT_EQ(names.size(), 6u);
    EXPECT_FALSE(names.contains(""));
}

}  // namespace
