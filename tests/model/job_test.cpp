#include "app/model/job.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace {

/// The program's loop around a load job: polls, applies, follows.
struct Loop {
    explicit Loop(std::function<void()> wake = {}) : job(options(), std::move(wake)) {}

    static model::SceneOptions options() {
        model::SceneOptions out;
        out.load.threads = out.assess.threads = 2;
        return out;
    }

    void act(const model::Action& action) { model::apply(state, results, action); }

    /// Until nothing is under way. \return whether that was within a minute
    bool settle() {
        for (int tick = 0; tick < 12000; ++tick) {
            for (const auto& action : job.poll()) act(action);
            job.follow(state, results);
            if (!job.running() && results.phase != model::Results::Phase::loading) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }

    model::State state;
    model::Results results;
    model::LoadJob job;
};

class LoadJob : public testing::Test {
protected:
    scenes::Folder folder_;
    const std::vector<std::string> good_{folder_.write("areas.geojson", scenes::areas_geojson),
                                         folder_.write("scores.csv", scenes::scores_csv)};
};

TEST_F(LoadJob, LoadsWhatIsOpenedAndWakesTheWindow) {
    std::atomic<int> woken = 0;
    Loop loop([&] { ++woken; });
    EXPECT_TRUE(loop.settle());  // nothing asked for
    EXPECT_EQ(loop.results.phase, model::Results::Phase::nothing);
    loop.act(model::Opened{good_});
    ASSERT_TRUE(loop.settle());
    EXPECT_EQ(loop.results.phase, model::Results::Phase::ready);
    EXPECT_EQ(loop.results.scene->layers.front().rows(), 3u);
    EXPECT_GT(woken, 2);
}

TEST_F(LoadJob, SaysWhatFailedAndGoesOn) {
    Loop loop;
    loop.act(model::Opened{{"/nowhere.gpkg"}});
    ASSERT_TRUE(loop.settle());
    EXPECT_EQ(loop.results.phase, model::Results::Phase::failed);
    EXPECT_NE(loop.results.failure.text().find("/nowhere.gpkg"), std::string::npos);
    loop.act(model::Opened{good_});
    ASSERT_TRUE(loop.settle());
    EXPECT_EQ(loop.results.phase, model::Results::Phase::ready);
}

TEST_F(LoadJob, ShowsTheLastOfSeveralThatWereOpened) {
    Loop loop;
    for (int i = 0; i < 5; ++i) {
        loop.act(model::Opened{{"/nowhere.gpkg"}});
        loop.job.follow(loop.state, loop.results);
    }
    loop.act(model::Opened{good_});
    ASSERT_TRUE(loop.settle());
    EXPECT_EQ(loop.results.phase, model::Results::Phase::ready);
    EXPECT_EQ(loop.results.number, 6u);
}

TEST_F(LoadJob, StopsWhereItIsCancelled) {
    Loop loop;
    loop.act(model::Opened{good_});
    loop.job.follow(loop.state, loop.results);
    loop.act(model::LoadCancelled{});
    ASSERT_TRUE(loop.settle());
    EXPECT_EQ(loop.results.phase, model::Results::Phase::cancelled);
    EXPECT_EQ(loop.results.scene, nullptr);
}

TEST_F(LoadJob, EndsWithTheProgramWhileItIsLoading) {
    for (int i = 0; i < 5; ++i) {
        Loop loop;
        loop.act(model::Opened{good_});
        loop.job.follow(loop.state, loop.results);
    }
}

}  // namespace
