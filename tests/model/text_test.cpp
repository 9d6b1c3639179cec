#include "app/model/text.h"

#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/error.h"

#include <string>

#include <fmt/args.h>
#include <gtest/gtest.h>

using geo::Sentence;
using model::Language;
using model::told;

TEST(Told, in_english_is_as_it_was_written) {
    const Sentence said("{}: no layer '{}'; it has {}", "a.gpkg", "b", "'c'");
    EXPECT_EQ(told(Language::english, said), said.text());
}

TEST(Told, in_dutch_is_from_the_table_with_the_values_as_they_are) {
    EXPECT_EQ(told(Language::dutch, Sentence("{}: no layer '{}'; it has {}", "{} a.gpkg", "unknown", "'c'")),
              "{} a.gpkg: geen laag 'unknown'; wel 'c'");
}

TEST(Told, in_dutch_reaches_into_sentences_within) {
    const Sentence why("{}: {}", "b.csv", geo::system_reason(2));
    EXPECT_EQ(told(Language::dutch, Sentence("levels that cannot be shown: {}", why)),
              "niveaus die niet getoond kunnen worden: b.csv: dit bestand bestaat niet");
}

TEST(Told, in_dutch_writes_decimals_with_a_comma) {
    EXPECT_EQ(told(Language::dutch,
                   Sentence("values of '{}' that another row or source gives differently, by {:.3g} at most (the first "
                            "counts)",
                            "a.b", 0.125)),
              "waarden van 'a.b' die een andere rij of bron anders geeft, met ten hoogste 0,125 verschil (de eerste "
              "telt)");
}

TEST(Told, what_no_table_knows_stays_english) {
    EXPECT_EQ(told(Language::dutch, Sentence("{{{}}} of {:.1f}", "x", 0.25)), "{x} of 0,2");
    EXPECT_EQ(told(Language::dutch, Sentence::verbatim("Zlib {} failed at 0.5")), "Zlib {} failed at 0.5");
    EXPECT_EQ(told(Language::dutch, Sentence()), "");
}

TEST(Told, every_sentence_of_the_table_can_be_filled_in) {
    const auto rows = geo::parse_small_csv(geo::asset("sentences.csv"), "sentences.csv", {"en", "nl"});
    EXPECT_GT(rows.size(), 200u);
    for (const auto& row : rows) {
        std::size_t values = 0;
        for (std::size_t at = 0; at + 1 < row[0].size(); ++at) {
            if (row[0][at] != '{') continue;
            if (row[0][at + 1] == '{') {
                ++at;
            } else {
                ++values;
            }
        }
        fmt::dynamic_format_arg_store<fmt::format_context> filling;
        for (std::size_t i = 0; i < values; ++i) filling.push_back(fmt::format("<{}>", i));
        const auto dutch = fmt::vformat(row[1], filling);
        for (std::size_t i = 0; i < values; ++i)
            EXPECT_NE(dutch.find(fmt::format("<{}>", i)), std::string::npos) << row[0];
    }
}
