#include "geo/layout.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace {

using geo::Layout;
using geo::LayoutHints;

/// A source as recognise() sees it, from "name name …" and "value value …"; '_' is an empty value.
struct Seen {
    std::string file;
    std::string layer;
    std::vector<geo::Source::FieldInfo> fields;
    std::vector<std::vector<std::string>> sample;
    bool polygons = false;
    LayoutHints hints;

    Seen(std::string file_name, const std::string& names, const std::vector<std::string>& rows)
        : file(std::move(file_name)) {
        for (const auto& name : words(names)) fields.push_back({name, geo::Column::Type::text});
        for (const auto& row : rows) sample.push_back(words(row));
    }
    Seen& in_layer(std::string name) {
        layer = std::move(name);
        polygons = true;
        return *this;
    }
    [[nodiscard]] Layout layout() const { return geo::recognise(file, layer, fields, sample, polygons, hints); }

    /// Name of the field, or empty.
    [[nodiscard]] std::string name(std::optional<std::size_t> field) const {
        return field ? fields.at(*field).name : std::string();
    }

    /// "won=won fys=fys@2018 …", ascending.
    template <typename T>
    [[nodiscard]] std::vector<std::string> list(const std::vector<T>& found) const {
        std::vector<std::string> out;
        for (const auto& s : found) {
            if constexpr (requires { s.dimension; }) {
                out.push_back(s.dimension + "=" + fields.at(s.field).name +
                              (s.date != 0 ? fmt::format("@{}", s.date) : std::string()));
            } else {
                out.push_back(s.name + "=" + fields.at(s.field).name);
            }
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    static std::vector<std::string> words(const std::string& text) {
        std::istringstream stream(text);
        std::vector<std::string> out;
        for (std::string word; stream >> word;) out.push_back(word == "_" ? "" : word);
        return out;
    }
};

using List = std::vector<std::string>;
const List all_scores{"afw=afw", "fys=fys", "lbm=lbm", "onv=onv", "soc=soc", "vrz=vrz", "won=won"};

TEST(Layout, the_published_score_table_is_known_in_both_orders_of_its_columns) {
    const Seen old("scores buurten 2002-2020.csv", "bu_code versie jaar bu_naam lbm afw fys onv soc vrz won",
                   {"BU00140000 Leefbaarometer3.0 2018 Binnenstad 4.2 0.1 0 0 0 0.1 0",
                    "BU00140001 Leefbaarometer2.0 2016 Zuid 4.2 0.1 NA NA NA NA NA"});
    const auto a = old.layout();
    EXPECT_EQ(a.rows, Layout::Rows::areas);
    EXPECT_EQ(a.level, "buurt");
    EXPECT_EQ(old.list(a.scores), all_scores);
    EXPECT_EQ((List{old.name(a.code), old.name(a.name), old.name(a.date), old.name(a.version)}),
              (List{"bu_code", "bu_naam", "jaar", "versie"}));
    EXPECT_EQ(a.date_of_all, 0);

    const Seen other("scores wijken.csv", "wk_code wk_naam jaar lbm afw fys onv soc vrz won",
                     {"WK036201 Randwijck 2014 4.27 0.17 0 0 0 0.2 0"});
    const auto b = other.layout();
    EXPECT_EQ(b.level, "wijk");
    EXPECT_EQ(other.list(b.scores), all_scores);
    EXPECT_EQ((List{other.name(b.code), other.name(b.name), other.name(b.date), other.name(b.version)}),
              (List{"wk_code", "wk_naam", "jaar", ""}));
    EXPECT_TRUE(b.classes.empty());
}

TEST(Layout, the_table_of_grid_cells_is_known_by_its_ids) {
    for (const auto* id : {"grid_id", "crs28992res100m", "C28992R100", "cbs_grid_code", "anything"}) {
        const Seen seen("grids 2002-2022.csv", std::string(id) + " jaar lbm afw",
                        {"E1213N4879 2018 4.5 0.5", "E1213N4880 2020 _ _"});
        const auto layout = seen.layout();
        EXPECT_EQ(layout.rows, Layout::Rows::cells) << id;
        EXPECT_EQ(seen.name(layout.code), id);
        EXPECT_EQ(seen.list(layout.scores), (List{"afw=afw", "lbm=lbm"}));
    }
}

const std::string wfs_fields =
    "fid id name gemeente scale year lbm afw fys onv soc vrz won kscore kafw kfys konv ksoc kvrz kwon";
const List wfs_classes{"afw=kscore", "class_dev=kafw", "fys=kfys", "onv=konv", "soc=ksoc", "vrz=kvrz", "won=kwon"};

TEST(Layout, the_flat_fields_of_the_wfs_are_known_with_their_published_classes) {
    Seen seen("grid.geojson", wfs_fields,
              {"915 E1213N4879 Grachtengordel-West Amsterdam grid 2024 4.5682 0.5226 0.0011 -0.0844 -0.0582 0.6321 "
               "0.0320 9 9 5 3 4 9 5"});
    const auto layout = seen.in_layer("clippedgridscore24").layout();
    EXPECT_EQ(layout.rows, Layout::Rows::cells);
    EXPECT_EQ(seen.name(layout.code), "id");
    EXPECT_EQ(seen.name(layout.date), "year");
    EXPECT_EQ(seen.list(layout.scores), all_scores);
    EXPECT_EQ(seen.list(layout.classes), wfs_classes);
}

TEST(Layout, the_flat_fields_of_a_buurt_of_the_wfs_are_areas_with_their_id_as_code) {
    Seen seen("buurt.geojson", wfs_fields,
              {"1 BU00140000 Binnenstad-Noord Groningen buurt 2024 4.2347 0.189053 0.03 -0.11 -0.03 0.31 -0.01 9 8 5 3 "
               "5 9 5"});
    const auto layout = seen.in_layer("buurtscore24").layout();
    EXPECT_EQ(layout.rows, Layout::Rows::areas);
    EXPECT_EQ(layout.level, "buurt");
    EXPECT_EQ(seen.name(layout.code), "id");
    EXPECT_EQ(seen.name(layout.name), "name");
}

TEST(Layout, nested_values_count_and_not_the_rounded_copies_around_them) {
    Seen seen("20.geojson", "code naam klasse afw raw raw.afw raw.won raw.kscore raw.year",
              {"BU00140000 Binnenstad-Noord 9 0.1891 {} 0.189053 -0.011174 9 2024"});
    const auto layout = seen.in_layer("20").layout();
    EXPECT_EQ(layout.level, "buurt");
    EXPECT_EQ(seen.list(layout.scores), (List{"afw=raw.afw", "won=raw.won"}));
    EXPECT_EQ(seen.list(layout.classes), List{"afw=raw.kscore"});
    EXPECT_EQ(seen.name(layout.date), "raw.year");
}

TEST(Layout, wide_columns_carry_their_year) {
    Seen seen("joined.gpkg", "bu_code afw_2014 afw_2018 won_2018 kscore_2018 afw_18 afw_20189",
              {"BU00140000 0.1 0.2 0.3 9 1 1"});
    const auto layout = seen.in_layer("x").layout();
    EXPECT_EQ(seen.list(layout.scores), (List{"afw=afw_2014@2014", "afw=afw_2018@2018", "won=won_2018@2018"}));
    EXPECT_EQ(seen.list(layout.classes), List{"afw=kscore_2018@2018"});
}

TEST(Layout, cbs_squares_weigh_cells_in_the_year_of_their_file) {
    Seen seen("/data/cbs_vk100_2022_v1.gpkg", "crs28992res100m aantal_inwoners aantal_part_huishoudens aantal_woningen",
              {"E1213N4879 45 20 25"});
    const auto layout = seen.in_layer("vierkant_100m_2020").layout();
    EXPECT_EQ(layout.rows, Layout::Rows::cells);
    EXPECT_EQ(layout.date_of_all, 2022);  // the layer's name was not kept up with it
    EXPECT_EQ(seen.list(layout.weights),
              (List{"dwellings=aantal_woningen", "households=aantal_part_huishoudens", "inhabitants=aantal_inwoners"}));
    EXPECT_FALSE(layout.has_scores());
}

TEST(Layout, squares_of_500_m_are_no_cells) {
    Seen seen("cbs_vk500_2024_v1.gpkg", "crs28992res500m aantal_woningen", {"E1215N4875 25"});
    EXPECT_NE(seen.in_layer("vierkant_500m").layout().rows, Layout::Rows::cells);
}

TEST(Layout, a_column_called_grid_id_is_the_key_even_where_an_id_is_none_but_another_must_hold_ids_only) {
    const Seen known("t.csv", "grid_id jaar afw", {"E1213N4879 2018 0.1", "Totaal 2018 0.1"});
    EXPECT_EQ(known.layout().rows, Layout::Rows::cells);
    const Seen other("t.csv", "vak jaar afw", {"E1213N4879 2018 0.1", "Totaal 2018 0.1"});
    EXPECT_NE(other.layout().rows, Layout::Rows::cells);
}

TEST(Layout, cbs_spells_its_codes_in_many_ways) {
    struct Spelling {
        std::string fields, row, level, code, name;
    };
    const Spelling spellings[] = {
        {"BU_CODE BU_NAAM WK_CODE GM_CODE GM_NAAM H2O", "BU00140000 Noord WK001400 GM0014 Groningen NEE", "buurt",
         "BU_CODE", "BU_NAAM"},
        {"buurtcode buurtnaam wijkcode gemeentecode gemeentenaam water",
         "BU00140000 Noord WK001400 GM0014 Groningen NEE", "buurt", "buurtcode", "buurtnaam"},
        {"gemeentenaam gemeentecode wijkcode wijknaam", "Groningen GM0014 WK001400 Centrum", "wijk", "wijkcode",
         "wijknaam"},
        {"gemeentecode gemeentenaam water", "GM0014 Groningen NEE", "gemeente", "gemeentecode", "gemeentenaam"},
        {"statcode statnaam jrstatcode", "WK001400 Centrum 2024WK001400", "wijk", "statcode", "statnaam"},
        {"statcode statnaam", "GM0014 Groningen", "gemeente", "statcode", "statnaam"},
        {"PC4 gm_naam", "9711 Groningen", "pc4", "PC4", ""}};
    for (const auto& s : spellings) {
        Seen seen("wijkenbuurten.gpkg", s.fields, {s.row});
        const auto layout = seen.in_layer("laag").layout();
        EXPECT_EQ(layout.rows, Layout::Rows::areas) << s.fields;
        EXPECT_EQ((List{layout.level, seen.name(layout.code)}), (List{s.level, s.code})) << s.fields;
        if (!s.name.empty()) {
            EXPECT_EQ(seen.name(layout.name), s.name) << s.fields;
        }
        EXPECT_EQ(layout.water.has_value(),
                  s.fields.find("water") != std::string::npos || s.fields.find("H2O") != std::string::npos);
    }
}

TEST(Layout, a_level_told_by_no_code_is_called_like_the_layer_or_the_file) {
    Seen seen("/data/focus areas.gpkg", "code name", {"A1 Noord"});
    EXPECT_EQ(seen.in_layer("focusgebieden").layout().level, "focusgebieden");
    seen.layer.clear();
    EXPECT_EQ(seen.layout().level, "focus areas");
}

TEST(Layout, what_the_user_says_goes_before_what_is_found) {
    Seen seen("own.gpkg", "bu_code Key Title noise air afw Year w", {"BU00140000 k1 t1 1 2 3 2018 7"});
    seen.in_layer("own").hints = {"key", "title", {"noise", "AIR"}, "year", "", "parts"};
    const auto layout = seen.layout();
    EXPECT_EQ((List{seen.name(layout.code), seen.name(layout.name), seen.name(layout.date), layout.level}),
              (List{"Key", "Title", "Year", "parts"}));
    EXPECT_EQ(seen.list(layout.scores), (List{"air=air", "noise=noise"}));
    seen.hints.measurement = "2021";
    EXPECT_EQ(seen.layout().date_of_all, 2021);
    EXPECT_FALSE(seen.layout().date.has_value());
}

const std::string own_fields =
    "code name bu_code afw afw_2018 won_2018 class_2018 class_dev_2018 class_won_2018 no_data_2018 no_data_won_2018 "
    "class_published_2018 weight_2018 n_2018 change_2014_2018 class_change_2014_2018";
const std::string own_row = "BU00140000 Noord x 1 0.1 _ 7 6 _ _ missing 7 25 4 0.2 5";

TEST(Layout, an_output_of_ours_brings_back_why_there_is_no_score_and_no_class_as_an_attribute) {
    Seen seen("own.gpkg", own_fields, {own_row, "BU00140001 Zuid x 1 _ _ _ _ _ uninhabited uninhabited _ 0 0 _ _"});
    const auto layout = seen.in_layer("buurt").layout();
    EXPECT_EQ(seen.name(layout.code), "code");
    EXPECT_EQ(seen.list(layout.scores), (List{"afw=afw_2018@2018", "won=won_2018@2018"}));
    EXPECT_EQ(seen.list(layout.no_data), (List{"=no_data_2018@2018", "=no_data_won_2018@2018"}));
    List made_anew;
    for (const auto field : layout.made_anew) made_anew.push_back(seen.fields[field].name);
    EXPECT_EQ(made_anew,
              (List{"class_2018", "class_dev_2018", "class_won_2018", "change_2014_2018", "class_change_2014_2018"}));
    EXPECT_TRUE(layout.classes.empty());
    EXPECT_TRUE(layout.own_weights.empty());  // nothing says of what weight_2018 is
}

TEST(Layout, an_output_of_ours_is_read_as_its_table_of_measurements_says) {
    const std::vector<geo::OwnMeasurement> told{{"2018_v2.0", {2018, "2.0", "2022"}, "dwellings", 2017},
                                                {"2018_v3.0", {2018, "3.0", "2022"}}};
    Seen seen("own.gpkg",
              "code name afw_2018_v2.0 class_2018_v2.0 no_data_2018_v2.0 weight_2018_v2.0 afw_2018_v3.0 "
              "class_2018_v3.0 no_data_2018_v3.0 weight_2018_v3.0 afw_2018",
              {"BU00140000 Noord 0.1 8 _ 25 _ _ suppressed 0 7"});
    seen.in_layer("buurt");
    const auto layout = geo::recognise(seen.file, seen.layer, seen.fields, seen.sample, true, {}, told);
    ASSERT_EQ(layout.scores.size(), 2u);
    EXPECT_EQ((List{layout.scores[0].model_version, layout.scores[1].model_version}), (List{"2.0", "3.0"}));
    EXPECT_EQ(layout.scores[1].edition, "2022");
    EXPECT_EQ(layout.no_data.size(), 2u);
    ASSERT_EQ(layout.own_weights.size(), 1u);
    EXPECT_EQ(layout.own_weights[0].of.weight_date, 2017);
    EXPECT_EQ(seen.fields[layout.own_weights[0].field].name, "weight_2018_v2.0");
}

TEST(Layout, columns_of_others_that_are_called_like_ours_are_no_reasons_and_no_classes) {
    for (const auto* row : {"BU00140000 Noord 0.1 8 onbekend 25", "BU00140000 Noord 0.1 8 3 25"}) {
        Seen seen("theirs.gpkg", "code name afw_2018 class_2018 no_data_2018 weight_2018", {row});
        const auto layout = seen.in_layer("buurt").layout();
        EXPECT_EQ(seen.list(layout.scores), List{"afw=afw_2018@2018"});
        EXPECT_TRUE(layout.no_data.empty() && layout.made_anew.empty() && layout.own_weights.empty()) << row;
    }
    Seen seen("theirs.gpkg", "code name afw_2018 no_data_2018", {"BU00140000 Noord 0.1 missing"});
    EXPECT_TRUE(seen.in_layer("buurt").layout().no_data.empty());  // no classes, so not of ours
}

TEST(Layout, a_named_column_may_weigh_cells) {
    Seen seen("cells.csv", "id huurwoningen afw jaar", {"E1213N4879 5 0.1 2018"});
    seen.hints.weight = "Huurwoningen";
    EXPECT_EQ(seen.list(seen.layout().weights), List{"huurwoningen=huurwoningen"});
}

TEST(Layout, what_has_no_key_or_nothing_to_show_is_unknown) {
    EXPECT_EQ(Seen("t.csv", "a b", {"1 2"}).layout().rows, Layout::Rows::unknown);
    EXPECT_EQ(Seen("t.csv", "bu_code colour", {"BU00140000 red"}).layout().rows,
              Layout::Rows::unknown);  // no borders, no scores
    EXPECT_EQ(Seen("t.csv", "a b", {}).layout().rows, Layout::Rows::unknown);
    EXPECT_EQ(Seen("t.csv", "a_code b_code afw", {"x y 0.1"}).layout().rows,
              Layout::Rows::unknown);  // either might be it
}

TEST(Layout, a_named_value_may_have_a_column_for_every_year) {
    Seen by_year("x.csv", "code income_2018 Income_2020 income_18 income_20201 y2018_green y2020_green won",
                 {"A 1 2 3 4 5 6 7"});
    by_year.hints.values = {"income", "y{year}_green", "won"};
    EXPECT_EQ(by_year.list(by_year.layout().scores),
              (List{"income=Income_2020@2020", "income=income_2018@2018", "won=won", "y{year}_green=y2018_green@2018",
                    "y{year}_green=y2020_green@2020"}));
    by_year.hints.values = {"income_2018"};  // one of that name comes first, and tells no year by it
    EXPECT_EQ(by_year.list(by_year.layout().scores), (List{"income_2018=income_2018"}));

    Seen nested("dump.geojson", "bu_code won raw.won", {"BU00140000 0.1 0.123"});
    nested.hints.values = {"won"};
    EXPECT_EQ(nested.list(nested.layout().scores), (List{"won=raw.won"}));
}

TEST(Layout, a_code_tells_its_level_by_its_form) {
    EXPECT_EQ(geo::level_of_code("BU0363AB10"), "buurt");
    EXPECT_EQ(geo::level_of_code("WK036300"), "wijk");
    EXPECT_EQ(geo::level_of_code("GM0363"), "gemeente");
    EXPECT_EQ(geo::level_of_code("9711"), "pc4");
    for (const auto* code : {"", "BU0363", "9711A", "97", "NL00"}) EXPECT_EQ(geo::level_of_code(code), "") << code;
}

}  // namespace
