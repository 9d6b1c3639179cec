#include "geo/distribution.h"

#include "geo/ordering.h"
#include "geo/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>

namespace geo {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double rounding = 1e-12;  // of the whole weight
constexpr std::size_t chunk_rows = 1U << 16U;
constexpr std::size_t search_buckets = 4096;
constexpr double much = 1.0 / 256;  // of the weight, in one bucket

/// Buckets of equal width, numbered from the lowest.
struct Buckets {
    std::size_t count;
    double low;
    double scale;

    Buckets(std::size_t buckets, double least, double most) : count(buckets), low(least) {
        const double range = most - least;
        const double per_value = static_cast<double>(buckets) / range;
        scale = std::isfinite(range) && std::isfinite(per_value) ? per_value : 0;  // all in the first
    }
    [[nodiscard]] std::size_t operator()(double value) const {
        return std::min(static_cast<std::size_t>((value - low) * scale), count - 1);
    }
};

struct Row {
    double value;
    double weight;
};

/// Ascending; equal ones stay in the order they came in.
std::vector<Row> in_order(const std::vector<Row>& rows) {
    std::vector<Keyed> keys;
    keys.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        keys.push_back({ascending_key(rows[i].value), static_cast<std::uint32_t>(i)});
    sort_by_key(keys);
    std::vector<Row> out;
    out.reserve(rows.size());
    for (const auto& key : keys) out.push_back(rows[key.row]);
    return out;
}

/// \param rows ascending \return at most `most`, of about equal weight where the distinct values are more
std::vector<WeightedValue> taken_together(const std::vector<Row>& rows, std::size_t most) {
    std::vector<WeightedValue> distinct;
    double whole = 0;
    for (const auto& row : rows) {
        if (distinct.empty() || distinct.back().least != row.value) distinct.push_back({row.value, row.value, 0});
        distinct.back().weight += row.weight;
        whole += row.weight;
    }
    if (distinct.size() <= most) return distinct;
    std::vector<WeightedValue> out;
    double below = 0;
    for (const auto& each : distinct) {
        const bool next = out.empty() || below * static_cast<double>(most) >= whole * static_cast<double>(out.size());
        if (next) out.push_back({each.least, each.mean, 0});
        auto& last = out.back();
        last.weight += each.weight;
        last.mean += (each.mean - last.mean) * (each.weight / last.weight);
        below += each.weight;
    }
    return out;
}

}  // namespace

/// visit(value, weight) for the rows of a chunk that count.
template <typename Visit>
void Distribution::for_each(const Chunk& chunk, Visit&& visit) const {
    const auto& column = columns_[chunk.column];
    if (column.weights.empty()) {
        for (auto row = chunk.begin; row < chunk.end; ++row) {
            if (std::isfinite(column.values[row])) visit(column.values[row], 1.0);
        }
        return;
    }
    for (auto row = chunk.begin; row < chunk.end; ++row) {
        const double value = column.values[row];
        const double weight = column.weights[row];
        if (weight > 0 && std::isfinite(value)) visit(value, weight);
    }
}

Distribution::Distribution(std::vector<WeightedColumn> columns, unsigned threads)
    : columns_(std::move(columns)), threads_(threads), low_(infinite), high_(-infinite) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const auto rows = columns_[c].values.size();
        assert(columns_[c].weights.empty() || columns_[c].weights.size() == rows);
        for (std::size_t begin = 0; begin < rows; begin += chunk_rows)
            chunks_.push_back({c, begin, std::min(begin + chunk_rows, rows)});
    }
    if (chunks_.size() <= columns_.size()) threads_ = 1;  // too few rows for threads to pay
    struct Part {
        double low = infinite;
        double high = -infinite;
        double weight = 0;
    };
    std::vector<Part> parts(chunks_.size());
    parallel_for(chunks_.size(), threads_, [&](std::size_t i) {
        Part part;
        for_each(chunks_[i], [&](double value, double weight) {
            part.low = std::min(part.low, value);
            part.high = std::max(part.high, value);
            part.weight += weight;
        });
        parts[i] = part;
    });
    for (const auto& part : parts) {
        low_ = std::min(low_, part.low);
        high_ = std::max(high_, part.high);
        weight_ += part.weight;
    }
}

std::vector<double> Distribution::following(std::span<const double> weights) const {
    std::vector<double> out(weights.size(), infinite);
    if (low_ > high_) return out;
    const Buckets bucket(search_buckets, low_, high_);
    std::vector<std::vector<double>> parts(chunks_.size());
    parallel_for(chunks_.size(), threads_, [&](std::size_t i) {
        std::vector<double> part(bucket.count, 0.0);
        for_each(chunks_[i], [&](double value, double weight) { part[bucket(value)] += weight; });
        parts[i] = std::move(part);
    });
    std::vector<double> below(bucket.count + 1, 0.0);
    for (std::size_t b = 0; b < bucket.count; ++b) {
        double sum = 0;
        for (const auto& part : parts) sum += part[b];
        below[b + 1] = below[b] + sum;
    }

    // Where each weight is reached, and the bucket with the values after it: their rows are put in order.
    const double slack = rounding * weight_;
    std::vector<std::size_t> reached;  // [weights] bucket; bucket.count where none
    std::vector<std::uint8_t> asked(bucket.count, 0);
    for (const double weight : weights) {
        const auto at = std::lower_bound(below.begin() + 1, below.end(), weight - slack) - (below.begin() + 1);
        reached.push_back(static_cast<std::size_t>(at));
        if (weight <= slack || reached.back() == bucket.count) continue;
        auto b = reached.back();
        asked[b] = 1;
        while (++b < bucket.count && below[b + 1] == below[b]) {
        }
        if (b < bucket.count) asked[b] = 1;
    }
    std::vector<std::vector<Row>> found(chunks_.size());
    parallel_for(chunks_.size(), threads_, [&](std::size_t i) {
        for_each(chunks_[i], [&](double value, double weight) {
            if (asked[bucket(value)] != 0) found[i].push_back({value, weight});
        });
    });
    std::vector<Row> rows;
    for (const auto& part : found) rows.insert(rows.end(), part.begin(), part.end());
    rows = in_order(rows);

    for (std::size_t k = 0; k < weights.size(); ++k) {
        if (weights[k] <= slack) out[k] = low_;
        if (weights[k] <= slack || reached[k] == bucket.count) continue;
        auto at = std::partition_point(rows.begin(), rows.end(),
                                       [&](const Row& row) { return bucket(row.value) < reached[k]; });
        double sum = below[reached[k]];
        double last = at->value;
        for (; at != rows.end() && bucket(at->value) == reached[k]; ++at) {
            if (at->value != last && sum >= weights[k] - slack) break;
            last = at->value;
            sum += at->weight;
        }
        if (at != rows.end()) out[k] = at->value;
    }
    return out;
}

/// In no order; empty where they are more than `most`.
std::vector<WeightedValue> Distribution::distinct(std::size_t most) const {
    std::unordered_map<double, double> weights;
    for (const auto& chunk : chunks_) {
        const auto& column = columns_[chunk.column];
        for (auto row = chunk.begin; row < chunk.end; ++row) {
            const double weight = column.weights.empty() ? 1.0 : column.weights[row];
            if (!(weight > 0) || !std::isfinite(column.values[row])) continue;
            weights[column.values[row]] += weight;
            if (weights.size() > most) return {};
        }
    }
    std::vector<WeightedValue> out;
    for (const auto& [value, weight] : weights) out.push_back({value + 0.0, value, weight});
    return out;
}

std::vector<WeightedValue> Distribution::values(std::size_t most) const {
    assert(most > 0);
    const auto ascending = [](const WeightedValue& a, const WeightedValue& b) { return a.least < b.least; };
    if (auto few = distinct(most); !few.empty() || low_ > high_) {
        std::sort(few.begin(), few.end(), ascending);
        return few;
    }
    // Parts of a fixed number, so that sums are made in one order on any number of threads.
    constexpr std::size_t part_count = 8;
    const Buckets bucket(most, low_, high_);
    std::vector<std::vector<WeightedValue>> parts(part_count);
    parallel_for(part_count, threads_, [&](std::size_t p) {
        std::vector<WeightedValue> part(bucket.count, {infinite, 0, 0});
        for (auto i = p * chunks_.size() / part_count; i < (p + 1) * chunks_.size() / part_count; ++i) {
            for_each(chunks_[i], [&](double value, double weight) {
                auto& here = part[bucket(value)];
                here.least = std::min(here.least, value);
                here.mean += weight * (value - low_);  // a sum, until all are counted
                here.weight += weight;
            });
        }
        parts[p] = std::move(part);
    });
    std::vector<WeightedValue> out;
    std::vector<std::uint8_t> crowded(bucket.count, 0);
    for (std::size_t b = 0; b < bucket.count; ++b) {
        WeightedValue here{infinite, 0, 0};
        for (const auto& part : parts) {
            here.least = std::min(here.least, part[b].least);
            here.mean += part[b].mean;
            here.weight += part[b].weight;
        }
        crowded[b] = here.weight >= much * weight_ ? 1 : 0;
        if (here.weight == 0 || crowded[b] != 0) continue;
        here.mean = low_ + here.mean / here.weight;
        out.push_back(here);
    }
    std::vector<std::vector<Row>> rows(bucket.count);
    if (std::find(crowded.begin(), crowded.end(), 1) == crowded.end()) return out;
    for (const auto& chunk : chunks_) {
        for_each(chunk, [&](double value, double weight) {
            if (const auto b = bucket(value); crowded[b] != 0) rows[b].push_back({value, weight});
        });
    }
    for (const auto& here : rows) {
        if (here.empty()) continue;
        double weight = 0;
        for (const auto& row : here) weight += row.weight;
        const auto part = std::ceil(weight / weight_ * static_cast<double>(most));
        const auto values = taken_together(in_order(here), static_cast<std::size_t>(part));
        out.insert(out.end(), values.begin(), values.end());
    }
    std::sort(out.begin(), out.end(), ascending);
    return out;
}

}  // namespace geo
