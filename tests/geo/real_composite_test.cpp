#include "geo/composite/compose.h"

#include "geo/column.h"
#include "tests/geo/real_data.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

namespace {

/// Columns of a CSV file by their names.
struct File {
    std::map<std::string, geo::Column> columns;
    std::size_t rows = 0;

    File(const std::filesystem::path& path, const std::vector<std::string>& numbers,
         const std::vector<std::string>& texts = {}) {
        std::vector<geo::Source::Skipped> skipped;
        const auto source = std::move(geo::Source::open(path, {}, skipped).front());
        std::vector<geo::Field> wanted;
        std::vector<std::string> names;
        for (const auto* of : {&numbers, &texts}) {
            const auto kind = of == &texts ? geo::Field::Kind::text : geo::Field::Kind::number;
            for (const auto& name : *of) {
                const auto& fields = source.fields();
                const auto at =
                    std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
                wanted.push_back({static_cast<std::size_t>(at - fields.begin()), kind});
                names.push_back(name);
            }
        }
        auto table = source.read(wanted, false).table;
        rows = table.rows;
        for (std::size_t f = 0; f < wanted.size(); ++f) columns[names[f]] = std::move(table.columns[f]);
    }
    [[nodiscard]] double number(const std::string& column, std::size_t row) const {
        return columns.at(column).numbers[row];
    }
    [[nodiscard]] std::string text(const std::string& column, std::size_t row) const {
        return columns.at(column).text(row);
    }
};

geo::Table table_of(const File& file, const std::vector<std::string>& columns) {
    geo::Table out(columns, {{2018, {}, {}}}, file.rows);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        for (std::size_t row = 0; row < file.rows; ++row) out.values.column(c, 0)[row] = file.number(columns[c], row);
    }
    return out;
}

/// The index of the ASEM Sustainable Connectivity Portal (JRC) as COINr computed it, the indicators treated already.
geo::IndexModel asem(const std::filesystem::path& folder) {
    geo::IndexModel out;
    out.name = "ASEM";
    const File structure(folder / "oldCOIN_param_Structure.csv", {}, {"IndCode", "Agg1", "Agg2", "Agg3"});
    const File meta(folder / "ASEM_iMeta.csv", {"Direction"}, {"iCode"});
    const auto add = [&](const std::string& code, const std::string& parent) {
        const auto is_it = [&](const auto& d) { return d.code == code; };
        if (std::none_of(out.dimensions.begin(), out.dimensions.end(), is_it))
            out.dimensions.push_back({code, {}, parent});
    };
    for (std::size_t row = 0; row < structure.rows; ++row) {
        geo::Indicator indicator;
        indicator.code = structure.text("IndCode", row);
        indicator.parent = structure.text("Agg1", row);
        for (std::size_t m = 0; m < meta.rows; ++m) {
            if (meta.text("iCode", m) == indicator.code) indicator.more_is_better = meta.number("Direction", m) > 0;
        }
        out.indicators.push_back(indicator);
        add(structure.text("Agg1", row), structure.text("Agg2", row));
        add(structure.text("Agg2", row), structure.text("Agg3", row));
    }
    add("Index", "");
    return out;
}

double farthest(const geo::Table& ours, const File& theirs) {
    double out = 0;
    for (std::size_t d = 0; d < ours.dimensions.size(); ++d) {
        for (std::size_t row = 0; row < ours.rows; ++row) {
            const double difference = ours.values.column(d, 0)[row] - theirs.number(ours.dimensions[d], row);
            out =
                std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(out, std::abs(difference));
        }
    }
    return out;
}

TEST(RealComposite, normalises_and_aggregates_asem_as_coinr_did) {
    const auto folder = real::data() / "stats/composite_asem";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
    const auto model = asem(folder);
    ASSERT_EQ(model.indicators.size(), 49u);
    ASSERT_EQ(model.dimensions.size(), 11u);
    std::vector<std::string> codes;
    for (const auto& indicator : model.indicators) codes.push_back(indicator.code);
    const File treated(folder / "oldCOIN_Treated.csv", codes);
    const File normalised(folder / "oldCOIN_Normalised.csv", codes);
    const auto made = geo::compose(table_of(treated, codes), model, {});
    EXPECT_EQ(made.normalised.rows, 51u);
    EXPECT_LT(farthest(made.normalised, normalised), 1e-10);
    const auto scores = geo::aggregated(table_of(normalised, codes), model, {});
    EXPECT_LT(farthest(scores, File(folder / "oldCOIN_Aggregated.csv", scores.dimensions)), 1e-12);
}

/// The English Index of Multiple Deprivation from the published ranks of its domains: the farthest its scores and
/// deciles are from the published ones.
struct Deprivation {
    double farthest = 0;
    std::size_t other_deciles = 0;
    std::size_t rows = 0;
};

/// \param first_of_next whether the area that a tenth ends within counts to the next, as in 2025, or not, as in 2010
Deprivation deprivation(const std::filesystem::path& path, const std::vector<std::pair<std::string, double>>& domains,
                        bool first_of_next) {
    geo::IndexModel model;
    model.name = "IMD";
    model.normalisation.method = geo::Normalisation::Method::exponential;
    model.aggregation = geo::Aggregation::sum;  // the published weights sum to 0.999
    model.dimensions = {{"IMD", {}, {}}};
    std::vector<std::string> columns;
    for (const auto& [domain, weight] : domains) {
        geo::Indicator indicator;
        indicator.code = domain + "_rank";
        indicator.parent = "IMD";
        indicator.more_is_better = false;  // rank 1 is the most deprived, and the index is high there
        indicator.weight = weight;
        model.indicators.push_back(indicator);
        columns.push_back(indicator.code);
    }
    auto needed = columns;
    needed.insert(needed.end(), {"IMD_score", "IMD_decile"});
    const File file(path, needed);
    const auto made = geo::compose(table_of(file, columns), model, {});
    const auto scores = made.scores.values.column(0, 0);
    Deprivation out;
    out.rows = file.rows;
    std::vector<std::uint32_t> order(file.rows);
    for (std::uint32_t row = 0; row < file.rows; ++row) {
        order[row] = row;
        out.farthest = std::max(out.farthest, std::abs(scores[row] - file.number("IMD_score", row)));
    }
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
    for (std::size_t rank = 1; rank <= order.size(); ++rank) {
        const auto decile = static_cast<double>(first_of_next ? (10 * rank + order.size() - 1) / order.size()
                                                              : 10 * (rank - 1) / order.size() + 1);
        out.other_deciles += decile != file.number("IMD_decile", order[rank - 1]) ? 1u : 0u;
    }
    return out;
}

TEST(RealComposite, makes_the_english_index_of_2025_from_the_ranks_of_its_domains) {
    const auto path = real::data() / "uk/imd2025_england_lsoa21.csv.gz";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    const auto made = deprivation(path,
                                  {{"Income", .225},
                                   {"Employment", .225},
                                   {"Education", .135},
                                   {"Health", .135},
                                   {"Crime", .093},
                                   {"Housing_and_Services", .093},
                                   {"Environment", .093}},
                                  true);
    EXPECT_EQ(made.rows, 33755u);
    EXPECT_LT(made.farthest, 0.001);
    EXPECT_EQ(made.other_deciles, 0u);
}

TEST(RealComposite, makes_the_english_index_of_2010_from_the_ranks_of_its_domains) {
    const auto path = real::data() / "uk/imd2010_england_lsoa01.csv.gz";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    const auto made = deprivation(path,
                                  {{"Income", .225},
                                   {"Employment", .225},
                                   {"Health", .135},
                                   {"Education", .135},
                                   {"Housing_and_Access", .093},
                                   {"Crime", .093},
                                   {"Environment", .093}},
                                  false);
    EXPECT_EQ(made.rows, 32482u);
    EXPECT_LT(made.farthest, 0.01);
    EXPECT_EQ(made.other_deciles, 0u);
}

}  // namespace
