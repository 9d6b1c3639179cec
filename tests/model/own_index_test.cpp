#include "app/model/derive.h"
#include "app/model/index_file.h"
#include "app/model/session.h"
#include "app/model/sure.h"
#include "geo/composition.h"
#include "geo/index_robustness.h"
#include "tests/model/program.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

constexpr const char* toml = R"(name = "Trial"
reference = "2018"
[dimension.own]
name = "Own total"
[dimension.place]
of = "own"
weight = 2
[dimension.folk]
of = "own"
aggregation = "sum"
[indicator.green]
column = "fys"
name = "Greenery"
of = "place"
weight = 3
[indicator.shops]
column = "vrz"
of = "place"
better = "low"
[indicator.calm]
column = "onv"
of = "folk"
[indicator.ties]
column = "soc"
of = "folk"
weight = 0.5
)";

std::shared_ptr<const model::Scene> scene_of(const geo::IndexModel& index, bool cells) {
    const scenes::Folder folder;
    model::SceneOptions options;
    options.load.threads = options.assess.threads = 2;
    options.load.inputs = cells ? scenes::write_cells(folder)
                                : std::vector{folder.write("areas.geojson", scenes::areas_geojson),
                                              folder.write("scores.csv", scenes::scores_csv)};
    options.load.index = index;
    return model::build_scene(options);
}

using scenes::Program;

void settle(Program& program, model::SureJob& job) {
    scenes::settle(program, job, model::awaits_sureness);
}

TEST(OwnIndex, another_weight_shows_what_composing_anew_gives) {
    const auto index = model::index_from(toml, "trial.toml");
    const std::map<std::string, double> tried{{"place", 0.25}, {"green", 2}, {"ties", 3}};
    const auto anew = scene_of(geo::with_importance(index, tried), true);
    Program program(scene_of(index, true));
    for (const auto& [code, weight] : tried) program(model::ImportanceSet{code, weight});
    std::size_t compared = 0;
    for (const auto& layer : anew->layers) {
        program(model::LevelChosen{layer.level()});
        for (const auto* label : {"2014", "2018", "2020"}) {
            program(model::MeasurementChosen{label});
            const auto& theme = *program.derived().theme;
            ASSERT_TRUE(theme.own_index);
            const auto& a = layer.assessment;
            const auto wanted = a.values.values.column(a.total, theme.measurement);
            ASSERT_EQ(theme.values.size(), wanted.size());
            for (std::size_t row = 0; row < wanted.size(); ++row) {
                if (std::isnan(wanted[row])) {
                    EXPECT_TRUE(std::isnan(theme.values[row])) << layer.level() << label << row;
                    continue;
                }
                EXPECT_NEAR(theme.values[row], wanted[row], 1e-10 * (1 + std::abs(wanted[row])));
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 100u);
    // What the model says is what is shown without other weights, and its parts have their names and shares.
    program(model::ImportancesChosen{});
    const auto& derived = program.derived();
    EXPECT_FALSE(derived.theme->own_index);
    const auto& parts = derived.options.importance;
    ASSERT_EQ(parts.size(), 6u);
    EXPECT_EQ(parts[0].dimension, "place");
    EXPECT_NEAR(parts[0].share, 2.0 / 3, 1e-12);
    EXPECT_EQ(parts[1].label, "Greenery");
    EXPECT_EQ(parts[1].depth, 1);
    EXPECT_NEAR(parts[1].share, 2.0 / 3 * 3 / 4, 1e-12);
}

TEST(OwnIndex, no_weights_are_tried_at_once_of_what_is_no_sum_of_the_means) {
    auto index = model::index_from(toml, "trial.toml");
    index.aggregation = geo::Aggregation::geometric;
    index.normalisation = {geo::Normalisation::Method::percentile_rank, 1, 100};
    Program program(scene_of(index, true));
    EXPECT_TRUE(program.derived().options.importance.empty());
    program(model::ImportanceSet{"green", 2});
    EXPECT_FALSE(program.derived().theme->own_index);
}

TEST(OwnIndex, another_weight_of_a_geometric_mean_shows_at_once_where_areas_carry_the_indicators) {
    auto index = model::index_from(toml, "trial.toml");
    index.reference = "2014";
    index.aggregation = geo::Aggregation::geometric;
    index.dimensions[2].aggregation.reset();
    index.normalisation = {geo::Normalisation::Method::percentile_rank, 1, 100};
    const std::map<std::string, double> tried{{"place", 0.25}, {"green", 2}};
    const auto anew = scene_of(geo::with_importance(index, tried), false);
    Program program(scene_of(index, false));
    for (const auto& [code, weight] : tried) program(model::ImportanceSet{code, weight});
    program(model::MeasurementChosen{"2014"});
    const auto& theme = *program.derived().theme;
    ASSERT_TRUE(theme.own_index);
    const auto& a = anew->layers.front().assessment;
    const auto wanted = a.values.values.column(a.total, theme.measurement);
    for (std::size_t row = 0; row < wanted.size(); ++row) EXPECT_NEAR(theme.values[row], wanted[row], 1e-10);
    EXPECT_NE(theme.values[0],
              program.results.scene->layers.front().assessment.values.values.column(a.total, theme.measurement)[0]);
    // A mean of areas is no such mean of their means.
    program(model::ReferenceChosen{"all"});
    program(model::ShowChosen{model::Show::difference});
    EXPECT_NE(program.derived().theme->refusal, nullptr);
}

TEST(OwnIndex, a_weight_of_nothing_is_refused_in_words) {
    Program program(scene_of(model::index_from(toml, "trial.toml"), true));
    program(model::ImportanceSet{"green", 0});
    program(model::ImportanceSet{"shops", 0});
    EXPECT_NE(program.derived().theme->refusal, nullptr);
    EXPECT_TRUE(std::isnan(program.derived().options.importance[1].share));
}

TEST(OwnIndex, another_model_reads_the_files_anew_and_is_undone) {
    auto index = model::index_from(toml, "trial.toml");
    index.reference = "2014";
    Program program(scene_of(index, false));
    program(model::ImportanceSet{"green", 2});
    auto other = index;
    other.normalisation.method = geo::Normalisation::Method::z;
    program(model::ModelChosen{other, "other.toml"});
    EXPECT_EQ(program.results.phase, model::Results::Phase::loading);
    EXPECT_EQ(program.state.load.number, 2u);
    ASSERT_TRUE(program.state.load.reading.has_value());
    EXPECT_EQ(program.state.load.reading->index, other);
    EXPECT_EQ(program.state.load.reading->index_file, "other.toml");
    EXPECT_TRUE(program.state.importance.empty());
    program(model::Loaded{2, scene_of(other, false)});
    EXPECT_EQ(program.results.scene->reading.index, other);
    program(model::Undone{});  // the files are read again as they were
    EXPECT_EQ(program.results.phase, model::Results::Phase::loading);
    EXPECT_EQ(program.state.importance.at("green"), 2);
    EXPECT_FALSE(program.state.load.reading.has_value() && program.state.load.reading->index == other);
    // Without a model there is none to do without.
    Program plain(scenes::three_areas());
    plain(model::ModelChosen{});
    EXPECT_EQ(plain.results.phase, model::Results::Phase::ready);
}

TEST(OwnIndex, how_sure_it_is_is_told_beside_the_window_and_marked) {
    Program program(scene_of(model::index_from(toml, "trial.toml"), true));
    program(model::LevelChosen{"cells"});
    model::SureJob job(2, {});
    settle(program, job);
    EXPECT_EQ(program.derived().sure, nullptr);  // nobody asked
    program(model::SureSet{{true, model::Faint::pattern, 0.2, 20}});
    settle(program, job);
    const auto& derived = program.derived();
    ASSERT_NE(derived.sure, nullptr);
    const auto& drawn = derived.sure->drawn;
    std::size_t unsure = 0;
    std::size_t sure = 0;
    for (std::size_t row = 0; row < drawn.rank.size(); ++row) {
        if (drawn.rank[row] == 0) continue;
        EXPECT_LE(drawn.rank_low[row], drawn.rank[row]);
        EXPECT_GE(drawn.rank_high[row], drawn.rank[row]);
        const bool marked = derived.looks[row] != derived.classes[row];
        EXPECT_EQ(marked, drawn.class_differs[row] > 0.2) << row;
        ++(marked ? unsure : sure);
    }
    EXPECT_GT(unsure, 0u);
    EXPECT_GT(sure, 0u);
    program(model::TableToggled{});
    std::vector<std::string> columns;
    for (const auto& column : program.derived().listing.columns) columns.push_back(column.id);
    EXPECT_NE(std::find(columns.begin(), columns.end(), "class_differs"), columns.end());
    const auto code = program.results.scene->cell_areas.code.front();
    program(model::Selected{code});
    ASSERT_EQ(program.derived().selected.size(), 1u);
    EXPECT_EQ(program.derived().selected[0].sure.size(), 2u);

    // Other weights are told of anew, by the same numbers as `robustness` of a model with them.
    program(model::ImportanceSet{"green", 3});
    EXPECT_EQ(program.derived().sure, nullptr);
    settle(program, job);
    ASSERT_NE(program.derived().sure, nullptr);
    const auto anew = scene_of(geo::with_importance(model::index_from(toml, "t"), {{"green", 3}}), true);
    geo::RobustnessAsked asked;
    asked.measurement = "2020";
    asked.draws.concentration = 20;
    asked.samples = 0;
    const auto told = geo::robustness_of(anew->dataset, anew->find("cells")->assessment, asked, {});
    EXPECT_EQ(program.derived().sure->drawn.rank, told.drawn.rank);
    EXPECT_EQ(program.derived().sure->drawn.rank_low, told.drawn.rank_low);

    // Of a change nothing is told, and it can be stopped at any time.
    program(model::ShowChosen{model::Show::change});
    EXPECT_EQ(program.derived().sure, nullptr);
    program(model::ShowChosen{model::Show::state});
    program(model::MeasurementChosen{"2014"});
    job.follow(program.state, program.results);
    auto off = program.state.sure;
    off.shown = false;
    program(model::SureSet{off});
    settle(program, job);
    EXPECT_EQ(program.derived().sure, nullptr);
}

TEST(OwnIndex, what_is_no_index_says_why_nothing_is_told_of_it) {
    const scenes::Folder folder;
    model::SceneOptions options;
    options.load.inputs = {folder.write("areas.geojson", scenes::areas_geojson),
                           folder.write("x.csv", "bu_code,jaar,noise\nBU00010001,2020,1\nBU00010002,2020,3\n")};
    options.load.hints.values = {"noise"};
    Program program(model::build_scene(options));
    program(model::SureSet{{true, model::Faint::fade, 0.5, 100}});
    model::SureJob job(1, {});
    settle(program, job);
    EXPECT_EQ(program.derived().sure, nullptr);
    EXPECT_NE(program.results.sure.failure.text().find("is no index"), std::string::npos);
}

TEST(OwnIndex, what_cannot_be_is_not_set) {
    Program program(scenes::three_areas());
    program(model::SureSet{{true, model::Faint::fade, 2, 100}});
    EXPECT_FALSE(program.state.sure.shown);
    program(model::SureSet{{true, model::Faint::fade, 0.5, 0}});
    EXPECT_FALSE(program.state.sure.shown);
}

}  // namespace
