#include "geo/parallel.h"

#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <set>

namespace {

RC_GTEST_PROP(Parallel, every_job_runs_once, ()) {
    const auto jobs = *rc::gen::inRange<std::size_t>(0, 500);
    const auto threads = *rc::gen::inRange(0u, 9u);
    std::vector<std::atomic<int>> runs(jobs);
    geo::parallel_for(jobs, threads, [&](std::size_t i) { ++runs[i]; });
    for (const auto& count : runs) RC_ASSERT(count == 1);
}

TEST(Parallel, the_failure_of_the_lowest_job_that_threw_is_thrown_again) {
    // Jobs are handed out in order, so the lowest job that fails has always begun before a later one fails.
    for (int round = 0; round < 50; ++round) {
        for (const auto threads : test::thread_counts) {
            const auto run = [&] {
                geo::parallel_for(200, threads, [](std::size_t i) {
                    if (i == 17) std::this_thread::sleep_for(std::chrono::microseconds(200));
                    if (i >= 17 && i % 2 == 1) geo::fail("job {}.", i);
                });
            };
            EXPECT_TRUE(test::fails_saying(run, {"job 17."})) << threads;
        }
    }
}

TEST(Parallel, a_job_runs_on_this_thread_where_one_is_asked_for) {
    std::set<std::thread::id> ids;
    geo::parallel_for(20, 1, [&](std::size_t) { ids.insert(std::this_thread::get_id()); });
    EXPECT_EQ(ids, std::set{std::this_thread::get_id()});
}

TEST(Parallel, no_more_threads_run_than_were_asked_for) {
    std::atomic<int> now{0};
    std::atomic<int> most{0};
    geo::parallel_for(200, 3, [&](std::size_t) {
        const int running = ++now;
        for (int seen = most; running > seen && !most.compare_exchange_weak(seen, running);) {
        }
        std::this_thread::yield();
        --now;
    });
    EXPECT_LE(most, 3);
}

TEST(Parallel, zero_threads_means_one_per_processor) {
    EXPECT_GE(geo::thread_count(0), 1u);
    EXPECT_EQ(geo::thread_count(5), 5u);
}

}  // namespace
