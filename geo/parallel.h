#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace geo {

/// Number of threads meant by `threads`: 0 is one per processor.
[[nodiscard]] inline unsigned thread_count(unsigned threads) {
    const auto processors = std::thread::hardware_concurrency();
    return threads != 0 ? threads : processors != 0 ? processors : 1;
}

/// Calls job(i) once for every i in [0, jobs), on up to `threads` threads. Which thread takes which i differs from run
/// to run, so a job writes only what belongs to its i; then the result does not depend on the number of threads. The
/// exception of the lowest i that threw is thrown again here; later jobs may not have run.
template <typename Job>
void parallel_for(std::size_t jobs, unsigned threads, Job&& job) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr error;
    std::size_t failed = jobs;
    const auto work = [&] {
        for (std::size_t i = next++; i < jobs; i = next++) {
            try {
                job(i);
            } catch (...) {
                const std::scoped_lock lock(mutex);
                if (i < failed) {
                    failed = i;
                    error = std::current_exception();
                }
                next = jobs;
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        const std::size_t wanted = std::min<std::size_t>(thread_count(threads), jobs);
        for (std::size_t t = 1; t < wanted; ++t) helpers.emplace_back(work);
        work();
    }
    if (error) std::rethrow_exception(error);
}

}  // namespace geo
