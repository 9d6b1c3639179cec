#include "app/model/listing.h"

#include "app/model/derive.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace {

struct Listing : testing::Test {
    model::State state;
    model::Results results;
    model::Deriver derive;

    Listing() { load(scenes::three_areas()); }
    void load(std::shared_ptr<const model::Scene> scene) {
        model::apply(state, results, model::Opened{{"a"}});
        model::apply(state, results, model::Loaded{state.load.number, std::move(scene)});
        state.table = true;
    }
    const model::Listing& listing() { return derive(state, results).listing; }
    std::vector<std::string> codes() {
        std::vector<std::string> out;
        const auto& now = listing();
        for (const auto row : now.order) out.push_back(now.layer->assessment.areas->code[row]);
        return out;
    }
    std::vector<std::string> sorted(const std::string& column, bool descending = false) {
        state.sorting = {column, descending};
        return codes();
    }
};

using Codes = std::vector<std::string>;
constexpr const char* west = "BU00010001";
constexpr const char* midden = "BU00010002";
constexpr const char* oost = "BU00010003";

}  // namespace

TEST_F(Listing, sorts_by_every_column_both_ways_with_what_is_missing_last) {
    EXPECT_EQ(sorted("name"), (Codes{midden, oost, west}));
    EXPECT_EQ(sorted("name", true), (Codes{west, oost, midden}));
    EXPECT_EQ(sorted("code", true), (Codes{oost, midden, west}));
    EXPECT_EQ(sorted("value"), (Codes{west, midden, oost}));        // −0.2, 0.05, none
    EXPECT_EQ(sorted("value", true), (Codes{midden, west, oost}));  // none stays last
    EXPECT_EQ(sorted("class", true), (Codes{midden, west, oost}));
    EXPECT_EQ(sorted("won"), (Codes{west, midden, oost}));
    EXPECT_EQ(sorted("fys"), (Codes{west, midden, oost}));  // equal: by code
    EXPECT_EQ(sorted("fys", true), (Codes{west, midden, oost}));
    EXPECT_EQ(sorted("no such column"), (Codes{midden, oost, west}));
}

TEST_F(Listing, follows_the_values_that_are_shown) {
    state.measurement = "2014";
    EXPECT_EQ(sorted("value", true), (Codes{oost, midden, west}));
    state.measurement = "2020";
    state.show = model::Show::change;
    state.compare_from = "2014";
    EXPECT_EQ(sorted("value", true), (Codes{west, midden, oost}));  // +0.3, +0.05, none
}

TEST_F(Listing, filters_by_text_class_value_and_place) {
    state.filter.text = "WEST";
    EXPECT_EQ(codes(), Codes{west});
    state.filter.text = "bu0001 0002";
    EXPECT_EQ(codes(), Codes{midden});
    state.filter = {};
    state.filter.least = 0;
    EXPECT_EQ(codes(), Codes{midden});
    state.filter.least = geo::missing;
    state.filter.most = 0;
    EXPECT_EQ(codes(), Codes{west});
    state.filter = {};
    const auto& classes = derive(state, results).classes;
    state.filter.classes = {classes[0]};
    for (const auto row : listing().order) EXPECT_EQ(derive(state, results).classes[row], state.filter.classes[0]);
    state.filter = {};
    state.filter.classes = {geo::no_data_missing};
    EXPECT_EQ(codes(), Codes{oost});
    state.filter = {};
    state.filter.within = "GM0001";
    EXPECT_EQ(codes().size(), 3U);
    state.filter.within = west;
    EXPECT_EQ(codes(), Codes{west});
    state.filter.within = "nowhere";
    EXPECT_TRUE(codes().empty());
}

TEST_F(Listing, draws_what_is_left_out_as_left_out) {
    const auto before = derive(state, results).looks_revision;
    state.filter.text = "west";
    const auto& derived = derive(state, results);
    EXPECT_NE(derived.looks_revision, before);
    for (std::size_t row = 0; row < derived.looks.size(); ++row) {
        EXPECT_EQ(derived.looks[row] == model::look_left_out, derived.listing.kept[row] == 0);
    }
    EXPECT_TRUE(std::any_of(derived.looks.begin(), derived.looks.end(),
                            [](auto look) { return look == model::look_left_out; }));
    state.table = false;  // the filter stays
    EXPECT_FALSE(derive(state, results).listing.kept.empty());
}

TEST_F(Listing, counts_areas_and_what_weighs_in_them) {
    load(scenes::areas_of_cells());
    const auto& all = listing();
    EXPECT_EQ(all.weight_kept, all.weight_all);
    EXPECT_GT(all.weight_all, 0);
    EXPECT_EQ(all.weight_name, "dwellings 2020");
    double sum = 0;
    for (const auto* name : {"west", "midden", "oost"}) {
        state.filter.text = name;
        EXPECT_EQ(listing().order.size(), 1U);
        sum += listing().weight_kept;
    }
    EXPECT_NEAR(sum, listing().weight_all, 1e-9);
}

TEST_F(Listing, lists_cells_and_keeps_those_within_an_area) {
    load(scenes::areas_of_cells());
    state.level = "cells";
    EXPECT_EQ(listing().rows, 36U);
    state.filter.within = west;
    EXPECT_EQ(codes().size(), 12U);
    state.filter.text = "e1000";
    EXPECT_LT(codes().size(), 12U);
    EXPECT_FALSE(codes().empty());
}

TEST_F(Listing, writes_figures_in_the_language) {
    state.language = model::Language::dutch;
    const auto& now = listing();
    const auto column = [&](std::string_view id) {
        return *std::find_if(now.columns.begin(), now.columns.end(), [&](const auto& c) { return c.id == id; });
    };
    EXPECT_EQ(now.text(column("value"), 0), "−0,200");
    EXPECT_EQ(now.text(column("value"), 1), "+0,050");
    EXPECT_EQ(now.text(column("value"), 2), "–");
    EXPECT_EQ(now.text(column("name"), 2), "Oost");
}

TEST_F(Listing, is_not_there_while_nobody_asks) {
    state.table = false;
    EXPECT_EQ(listing().layer, nullptr);
}

RC_GTEST_PROP(ListingProperty, sorting_is_a_permutation_of_what_is_kept_and_filters_only_take_away, ()) {
    model::State state;
    model::Results results;
    model::Deriver derive;
    model::apply(state, results, model::Opened{{"a"}});
    model::apply(state, results, model::Loaded{1, *rc::gen::element(scenes::three_areas(), scenes::areas_of_cells())});
    state.table = true;
    state.level = *rc::gen::element<std::string>("", "cells");
    state.sorting = {*rc::gen::element<std::string>("name", "code", "class", "value", "weight", "won", "part_of", "x"),
                     *rc::gen::arbitrary<bool>()};
    const auto value = *rc::gen::inRange(-40, 40) / 100.0;
    if (*rc::gen::arbitrary<bool>()) state.filter.least = value;
    if (*rc::gen::arbitrary<bool>()) state.filter.text = *rc::gen::element<std::string>("o", "e10", "west", "zz");
    const auto& now = derive(state, results).listing;
    std::set<std::uint32_t> seen(now.order.begin(), now.order.end());
    RC_ASSERT(seen.size() == now.order.size());
    const auto kept =
        now.kept.empty() ? now.rows : static_cast<std::size_t>(std::count(now.kept.begin(), now.kept.end(), 1));
    RC_ASSERT(kept == now.order.size());
    for (const auto row : now.order) {
        RC_ASSERT(std::isnan(state.filter.least) || now.theme->values[row] >= state.filter.least);
    }
}
