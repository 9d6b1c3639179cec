#pragma once

#include "geo/vector/write.h"

#include <algorithm>
#include <cstddef>

namespace geo {

/// Private to geo/vector: tells how far the writing of rows is, and ends it where that is asked for.
class RowSteps {
public:
    RowSteps(std::size_t rows, const Watch& watch) : rows_(std::max<std::size_t>(rows, 1)), watch_(watch) {}

    void row() {
        if (++done_ % rows_a_step != 0) return;
        check_stop();
        if (watch_.progress) watch_.progress(std::min(static_cast<double>(done_) / static_cast<double>(rows_), 1.0));
    }
    void check_stop() const {
        if (watch_.stop.stop_requested()) throw WritingStopped();
    }

private:
    static constexpr std::size_t rows_a_step = 256;
    std::size_t rows_, done_ = 0;
    const Watch& watch_;
};

}  // namespace geo
