#include "app/model/explanation.h"

#include "app/model/wording.h"
#include "geo/assets.h"
#include "geo/csv.h"
#include "tests/geo/support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <regex>

namespace {

using geo::Assessment;
using geo::Dataset;
using model::Language;

struct Cell {
    std::array<double, 5> before;  // fys, onv, soc, vrz, won
    std::array<double, 5> after;
    double weight_before;
    double weight_after;
};

/// An area "Haven" with the cells given, 2018 and 2024.
struct Scene {
    Dataset dataset;
    Assessment a;

    explicit Scene(const std::vector<Cell>& cells) {
        dataset.crs = geo::parse_crs(geo::cell_crs);
        std::vector<geo::Cell> places;
        for (std::uint16_t k = 0; k < cells.size(); ++k) places.push_back({0, k});
        dataset.cells.lattice = geo::Lattice(places);
        dataset.cells.one_each.assign(cells.size(), 1.0);
        auto& table = dataset.cells.scores.values = geo::Table(
            {"afw", "fys", "onv", "soc", "vrz", "won"}, {{2018, "3.0", "2024"}, {2024, "3.0", "2024"}}, cells.size());
        std::vector<double> weight[2];
        for (std::size_t k = 0; k < cells.size(); ++k) {
            weight[0].push_back(cells[k].weight_before);
            weight[1].push_back(cells[k].weight_after);
            for (std::size_t m = 0; m < 2; ++m) {
                double sum = 0;
                for (std::size_t d = 0; d < 5; ++d) {
                    const double v = m == 0 ? cells[k].before[d] : cells[k].after[d];
                    table.values.column(d + 1, m)[k] = v;
                    sum += v;
                }
                table.values.column(0, m)[k] = sum;
            }
        }
        dataset.cells.weights = {{"dwellings", 2018, "s.gpkg", weight[0], {}},
                                 {"dwellings", 2024, "s.gpkg", weight[1], {}}};
        auto& areas = dataset.levels.emplace_back();
        areas.level = "buurt";
        areas.sources = {"areas.gpkg"};
        areas.code = {"BU00010101"};
        areas.name = {"Haven"};
        areas.polygons.points = {{0, 0}, {100, 0}, {100, 1e5}, {0, 1e5}};
        areas.polygons.end_ring();
        areas.polygons.end_polygon();
        areas.polygons.end_area();
        a = geo::assess(dataset, areas, {});
    }

    [[nodiscard]] geo::Explanation explain(std::size_t threshold = 4) const {
        geo::ExplainOptions options;
        options.measurement = 1;
        options.from = 0;
        options.threshold = threshold;
        return geo::explain(a, 0, {}, options);
    }
    [[nodiscard]] model::Explained told(Language language) const { return model::explained(explain(), {}, language); }
    /// The first sentence of the section with that heading.
    [[nodiscard]] std::string first(Language language, const std::string& heading) const {
        for (const auto& section : told(language).sections) {
            if (section.heading.starts_with(heading)) return section.sentences.at(0);
        }
        return "no section " + heading;
    }
    [[nodiscard]] std::string share(Language language) const {
        return first(language, language == Language::dutch ? "Aandeel zwak of lager" : "Share weak or lower");
    }
};

constexpr std::array<double, 5> weak{-0.03, -0.15, -0.04, 0.01, 0.01};      // -0.2, class 4
constexpr std::array<double, 5> good{0.02, -0.01, 0.01, 0.02, 0.01};        // 0.05, class 7
constexpr std::array<double, 5> excellent{0.05, 0.05, 0.05, 0.05, 0.0001};  // class 9

/// Two cells, weak and good, of which so many dwellings of a thousand are in the weak one.
Scene of_thousand(double weak_before, double weak_after) {
    return Scene({{weak, weak, weak_before, weak_after}, {good, good, 1000 - weak_before, 1000 - weak_after}});
}

TEST(Explanation, tells_the_gap_in_both_languages) {
    const auto scene = of_thousand(604, 555);
    EXPECT_EQ(
        scene.first(Language::dutch, "Waarom"),
        "De leefbaarheid in Haven blijft achter bij de vaste referentie van editie 2024: −0,089 tegenover 0,000, een "
        "verschil van −0,089. Overlast en onveiligheid (−0,088) heeft het grootste aandeel in dat verschil, gevolgd "
        "door sociale samenhang (−0,018). Daartegenover staat: voorzieningen (+0,014), woningvoorraad (+0,010).");
    EXPECT_EQ(
        scene.first(Language::english, "Why"),
        "Liveability in Haven lags behind the fixed reference of the 2024 edition: −0.089 against 0.000, a difference "
        "of −0.089. Nuisance and insecurity (−0.088) has the largest share in that gap, followed by social cohesion "
        "(−0.018). On the other side: amenities (+0.014), housing stock (+0.010).");
    for (const auto language : {Language::dutch, Language::english}) {
        for (const auto& section : scene.told(language).sections) {
            if (section.check.empty()) continue;
            EXPECT_TRUE(section.check.ends_with("✓")) << section.check;
        }
    }
}

TEST(Explanation, tells_the_state_and_the_change_in_both_languages) {
    const Scene scene({{weak, good, 10, 10}});
    EXPECT_EQ(
        scene.first(Language::dutch, "Stand"),
        "De leefbaarheid in Haven is goed (klasse 7 van 9): +0,050 ten opzichte van de vaste referentie van editie "
        "2024.");
    EXPECT_EQ(scene.first(Language::english, "Change"),
              "Liveability in Haven has improved between 2018 and 2024: from −0.200 to +0.050 (+0.250).");
    EXPECT_EQ(scene.first(Language::dutch, "Verandering"),
              "De leefbaarheid in Haven is toegenomen tussen 2018 en 2024: van −0,200 naar +0,050 (+0,250).");
}

TEST(Explanation, says_where_rounding_makes_the_percentages_disagree) {
    EXPECT_EQ(
        of_thousand(604, 555).share(Language::dutch),
        "Het aandeel woningen met leefbaarheid ‘zwak’ of lager daalde van 60 % (604 van 1.000) naar 56 % (555 van "
        "1.000): −5 procentpunt. (Door afronding is dit niet het verschil van de afgeronde percentages.)");
    EXPECT_EQ(
        of_thousand(604, 555).share(Language::english),
        "The share of dwellings with “weak” or lower liveability fell from 60 % (604 of 1,000) to 56 % (555 of 1,000): "
        "−5 percentage points. (By rounding this is not the difference of the rounded percentages.)");
}

TEST(Explanation, says_nothing_of_rounding_where_the_percentages_agree) {
    EXPECT_EQ(
        of_thousand(600, 550).share(Language::dutch),
        "Het aandeel woningen met leefbaarheid ‘zwak’ of lager daalde van 60 % (600 van 1.000) naar 55 % (550 van "
        "1.000): −5 procentpunt.");
}

TEST(Explanation, a_change_of_under_half_a_point_is_about_the_same_with_a_decimal) {
    EXPECT_EQ(
        of_thousand(600, 604).share(Language::dutch),
        "Het aandeel woningen met leefbaarheid ‘zwak’ of lager bleef nagenoeg gelijk: 60,0 % (600 van 1.000) en 60,4 "
        "% (604 van 1.000), +0,4 procentpunt.");
    EXPECT_EQ(
        of_thousand(600, 606).share(Language::english),
        "The share of dwellings with “weak” or lower liveability rose from 60.0 % (600 of 1,000) to 60.6 % (606 of "
        "1,000): +0.6 percentage points.");
}

RC_GTEST_PROP(Explanation, rounding_is_told_just_where_the_printed_percentages_disagree, ()) {
    // Many lie halfway between two percents.
    const auto any = [] {
        return *rc::gen::oneOf(rc::gen::inRange(1, 1000),
                               rc::gen::map(rc::gen::inRange(0, 199), [](int k) { return 5 * k + 5; }));
    };
    const auto sentence = of_thousand(any(), any()).share(Language::english);
    std::smatch found;
    const std::regex numbers(
        R"((?:from|:) ([\d.]+) %.* (?:to|and) ([\d.]+) %[^:]*[:,] (−|\+|)([\d.]+) percentage points)");
    RC_ASSERT(std::regex_search(sentence, found, numbers));
    const auto tenths = [](const std::string& text) { return std::lround(10 * std::stod(text)); };
    const auto change = (found[3] == "−" ? -1 : 1) * tenths(found[4]);
    const bool disagree = tenths(found[2]) - tenths(found[1]) != change;
    RC_ASSERT((sentence.find("By rounding") != std::string::npos) == disagree);
}

TEST(Explanation, a_gap_of_almost_nothing_names_its_dimensions_without_sides) {
    const Scene scene({{{0.03, -0.02, 0, 0, 0}, {0.03, -0.02, 0, 0, 0}, 5, 5}});
    EXPECT_EQ(
        scene.first(Language::dutch, "Waarom"),
        "De leefbaarheid in Haven ligt rond de vaste referentie van editie 2024: +0,010 tegenover 0,000, een verschil "
        "van +0,010. Naar dimensie zijn er wel verschillen: fysieke omgeving (+0,030), overlast en onveiligheid "
        "(−0,020).");
}

TEST(Explanation, thin_areas_and_comparisons_across_a_break_are_flagged) {
    const auto scene = of_thousand(604, 555);
    model::ExplainedOptions options;
    options.min_weight = 1001;
    const auto flagged = model::explained(scene.explain(), options, Language::english);
    EXPECT_EQ(flagged.caveats.front(), "Little behind this figure: 1,000 dwellings, fewer than 1,001.");
    options.min_weight = 1000;
    EXPECT_FALSE(model::explained(scene.explain(), options, Language::english).caveats.front().starts_with("Little"));
    auto e = scene.explain();
    e.change->comparable = false;
    e.change->change_class = geo::no_class;
    const auto across = model::explained(e, {}, Language::dutch);
    const auto change = std::ranges::find(across.sections, "Verandering 2018–2024", &model::Section::heading);
    ASSERT_NE(change, across.sections.end());
    ASSERT_GE(change->sentences.size(), 2u);
    EXPECT_TRUE(change->sentences[1].starts_with("2018 en 2024 zijn niet vergelijkbaar")) << change->sentences[1];
    for (const auto& sentence : change->sentences) EXPECT_FALSE(sentence.starts_with("Klasse")) << sentence;
    for (const auto language : {Language::dutch, Language::english})
        EXPECT_EQ(scene.told(language).caveats.back(), std::string(model::text(language, "disclaimer.leefbaarometer")));
}

TEST(Explanation, a_sum_that_does_not_come_out_says_what_is_left) {
    EXPECT_EQ(model::check_text(-0.25512, 1e-13, 3, Language::dutch), "som −0,255 ✓");
    EXPECT_EQ(model::check_text(0.3, -0.000002, 3, Language::english),
              "sum +0.300 ✓, but for the source's own rounding (−0.000002)");
    EXPECT_EQ(model::check_text(0.3, 0.1, 3, Language::english), "sum +0.200, whole +0.300: +0.100000 is not divided");
}

TEST(Explanation, figures_have_a_minus_sign_and_the_comma_or_dot_of_the_language_everywhere) {
    const Scene scene({{weak, good, 604, 555}, {good, excellent, 396, 445}, {excellent, weak, 120, 0}});
    const auto all_of = [&](Language language) {
        const auto told = scene.told(language);
        std::vector<std::string> out{told.title};  // the basis names a model version, 3.0
        for (const auto& section : told.sections) {
            out.insert(out.end(), section.sentences.begin(), section.sentences.end());
            out.push_back(section.check);
            for (const auto& row : section.figures.rows) out.insert(out.end(), row.begin(), row.end());
        }
        return out;
    };
    for (const auto& text : all_of(Language::dutch)) {
        EXPECT_FALSE(std::regex_search(text, std::regex(R"(-\d|\d\.\d(?!\d\d))"))) << text;
    }
    for (const auto& text : all_of(Language::english)) {
        EXPECT_FALSE(std::regex_search(text, std::regex(R"(-\d|\d,\d(?!\d\d))"))) << text;
    }
}

TEST(Explanation, every_figure_of_a_table_adds_up_to_its_total_but_for_rounding) {
    const Scene scene({{weak, good, 604, 555}, {good, excellent, 396, 445}, {excellent, weak, 120, 0}});
    for (const auto& section : scene.told(Language::english).sections) {
        if (!section.heading.starts_with("Why") && !section.heading.starts_with("Change")) continue;
        const auto& rows = section.figures.rows;
        ASSERT_EQ(rows.size(), 6u);
        for (std::size_t column = 1; column < rows[0].size(); ++column) {
            const auto number = [&](const std::string& text) {
                if (text.starts_with("−")) return -std::stod(text.substr(3));
                return std::stod(text);
            };
            double sum = 0;
            for (std::size_t row = 0; row < 5; ++row) sum += number(rows[row][column]);
            EXPECT_NEAR(sum, number(rows[5][column]), 0.003) << section.heading << ", column " << column;
        }
    }
}

std::vector<std::vector<std::string>> rows_of(const char* file, const std::vector<std::string>& columns) {
    return geo::parse_small_csv(geo::asset(file), file, columns);
}

TEST(Wording, no_text_of_the_program_names_a_cause) {
    auto rows = rows_of("translations.csv", {"key", "nl", "en"});
    for (auto& row : rows_of("wording.csv", {"about", "from", "nl", "en"})) rows.push_back({row[0], row[2], row[3]});
    // Not of a cause: what rounding does to figures, what comes next, who withholds, and that none is named.
    const std::regex harmless("door afronding|gevolgd door|door de bron|do(es)? not explain causes", std::regex::icase);
    const std::regex cause(
        R"(\b(door|doordat|waardoor|hierdoor|omdat|want|vanwege|wegens|dankzij|veroorzaakt|veroorzaken|gevolg van|leidt tot|because|due to|caused|causes|owing to|thanks to|as a result|therefore|leads to)\b)",
        std::regex::icase);
    for (const auto& row : rows) {
        for (const auto language : {1, 2}) {
            const auto text = std::regex_replace(row[static_cast<std::size_t>(language)], harmless, "");
            EXPECT_FALSE(std::regex_search(text, cause)) << row[0] << ": " << text;
        }
    }
}

/// Limits of the rows of one kind, without the first, which has none.
std::vector<double> limits_of(const std::string& about) {
    std::vector<double> out;
    for (const auto& row : rows_of("wording.csv", {"about", "from", "nl", "en"})) {
        if (row[0] != about) continue;
        if (row[1].empty()) {
            EXPECT_TRUE(out.empty()) << about;
            continue;
        }
        out.push_back(std::stod(row[1]));
    }
    return out;
}

TEST(Wording, thresholds_ascend_and_are_limits_of_the_classes_they_follow) {
    for (const auto* about : {"gap", "change", "share_change", "other_gap", "other_change"}) {
        const auto limits = limits_of(about);
        EXPECT_FALSE(limits.empty());
        EXPECT_TRUE(std::ranges::is_sorted(limits, std::less_equal<>())) << about;
    }
    for (const auto& [about, scheme] : {std::pair("gap", "deviation"), std::pair("change", "change")}) {
        const auto classes = geo::class_table(scheme, "2024").limits;
        for (const double limit : limits_of(about))
            EXPECT_TRUE(std::ranges::find(classes, limit) != classes.end()) << about << ' ' << limit;
        for (const double near : {0.0, 0.0392, 0.03919, 0.0391, 0.0784, -0.0392, -0.03921, -0.0784}) {
            const auto k = 1 + std::ranges::count_if(classes, [&](double limit) { return near >= limit; });
            EXPECT_EQ(model::about_none(about, near), k == 5) << about << ' ' << near;  // the middle class
        }
    }
}

TEST(Wording, words_follow_the_sign) {
    EXPECT_EQ(model::word_for(Language::english, "change", -1), "has declined");
    EXPECT_EQ(model::word_for(Language::dutch, "change", 1), "is toegenomen");
    EXPECT_EQ(model::word_for(Language::dutch, "gap", -0.05), "blijft iets achter bij");
    EXPECT_EQ(model::word_for(Language::english, "gap", 0.0783), "is slightly above");
    EXPECT_EQ(model::word_for(Language::english, "other_change", 3), "has gone up");  // not "improved"
    EXPECT_EQ(model::word_for(Language::dutch, "other_gap", 0), "is gelijk aan");
    EXPECT_TRUE(model::about_none("share_change", 0.49));
    EXPECT_FALSE(model::about_none("share_change", -0.51));
}

}  // namespace
