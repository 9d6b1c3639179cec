#include "geo/edition.h"

#include "geo/table.h"

#include <gtest/gtest.h>

namespace {

constexpr double constant_2022 = 4.102264851143685;  // also that of 2020
constexpr double constant_2024 = 4.0456;

geo::Edition detect(const std::string& file, double constant, int latest) {
    const std::vector<double> afw{geo::missing, 0.1, -0.2};
    const std::vector<double> lbm{4.2, 0.1 + constant, -0.2 + constant};
    return geo::detect_edition(file, lbm, afw, latest);
}

geo::Edition without_constant(const std::string& file, int latest) {
    return geo::detect_edition(file, {}, {}, latest);
}

TEST(Edition, a_constant_of_one_edition_decides_whatever_the_file_is_called) {
    for (const auto* file : {"scores.csv", "Leefbaarometer-scores grids 2002-2022.csv"}) {
        const auto edition = detect(file, constant_2024, 2018);
        EXPECT_EQ(edition.label, "2024") << file;
        EXPECT_FALSE(edition.guessed) << file;
        ASSERT_TRUE(edition.constant.has_value());
        EXPECT_NEAR(*edition.constant, constant_2024, 1e-12);
    }
}

TEST(Edition, the_name_of_the_file_decides_between_editions_of_one_constant) {
    EXPECT_EQ(detect("/data/Leefbaarometer-scores buurten 2002-2020.csv", constant_2022, 2018).label, "2020");
    EXPECT_EQ(detect("/data/Leefbaarometer-scores buurten 2002-2022.csv", constant_2022, 2018).label, "2022");
    EXPECT_FALSE(detect("Leefbaarometer-scores buurten 2002-2022.csv", constant_2022, 2018).guessed);
}

TEST(Edition, else_the_latest_year_decides_between_them) {
    EXPECT_EQ(detect("scores.csv", constant_2022, 2020).label, "2020");
    EXPECT_EQ(detect("scores.csv", constant_2022, 2022).label, "2022");
    EXPECT_FALSE(detect("scores.csv", constant_2022, 2022).guessed);
}

TEST(Edition, years_in_the_name_of_a_folder_say_nothing) {
    EXPECT_EQ(detect("/data/2002-2020/scores.csv", constant_2022, 2022).label, "2022");
}

TEST(Edition, an_edition_is_never_one_whose_constant_is_another) {
    // 2018 is a reference year, but no edition has that name; the constant is that of 2020 and 2022.
    const auto edition = detect("scores.csv", constant_2022, 2018);
    EXPECT_TRUE(edition.label == "2020" || edition.label == "2022" || (edition.guessed && edition.label.empty()))
        << edition.label;
}

TEST(Edition, without_a_constant_the_name_of_the_file_decides) {
    const auto edition = without_constant("Leefbaarometer-scores wijken 2002-2024.csv", 2022);
    EXPECT_EQ(edition.label, "2024");
    EXPECT_FALSE(edition.guessed);
    EXPECT_FALSE(edition.constant.has_value());
}

TEST(Edition, with_nothing_but_a_year_it_is_guessed) {
    const auto edition = without_constant("buurten.geojson", 2024);
    EXPECT_EQ(edition.label, "2024");
    EXPECT_TRUE(edition.guessed);
    EXPECT_EQ(without_constant("buurten.geojson", 0).label, "");
}

}  // namespace
