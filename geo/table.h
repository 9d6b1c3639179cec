#pragma once

#include <cassert>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geo {

/// "No data". Never zero, never -9999; test with std::isnan.
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// When scores were taken, by which model, and which publication they come from. Values of two
/// editions, or of two model versions, are not comparable.
struct Measurement {
    int date = 0;               // reference year, e.g. 2018; 0 where the source names none
    std::string model_version;  // "3.0"; empty if the source has none
    std::string edition;        // "2024"; the publication, not the reference year; empty if unknown
    friend bool operator==(const Measurement&, const Measurement&) = default;
    friend auto operator<=>(const Measurement&, const Measurement&) = default;
};

/// A dimension that a total is made of: it counts for `factor` times its value.
struct TotalPart {
    std::string dimension;
    double factor = 1;
    friend bool operator==(const TotalPart&, const TotalPart&) = default;
};

/// Names that tell the measurements apart, as short as possible: "2018", or "2018_v2.0" and "2018_ed2022" where one
/// year stands there more than once. Safe as part of a column name. \return [measurements]
[[nodiscard]] std::vector<std::string> labels(std::span<const Measurement> measurements);

/// Whether measurement m may not be compared with m - 1: another model version or edition. \return [measurements],
/// first false
[[nodiscard]] std::vector<bool> series_breaks(std::span<const Measurement> measurements);

/// Values [dimension][measurement][row], row fastest: one column is contiguous, so it is
/// aggregated, classified and exported as one span, without a copy.
template <typename Value>
class Cube {
public:
    Cube() = default;
    Cube(std::size_t dimensions, std::size_t measurements, std::size_t rows, Value fill = {})
        : dimensions_(dimensions),
          measurements_(measurements),
          rows_(rows),
          values_(dimensions * measurements * rows, fill) {}

    [[nodiscard]] bool empty() const { return values_.empty(); }

    /// \pre both indices within the cube
    [[nodiscard]] std::span<Value> column(std::size_t dimension, std::size_t measurement) {
        return std::span(values_).subspan(offset(dimension, measurement), rows_);
    }
    [[nodiscard]] std::span<const Value> column(std::size_t dimension, std::size_t measurement) const {
        return std::span(values_).subspan(offset(dimension, measurement), rows_);
    }

private:
    [[nodiscard]] std::size_t offset(std::size_t dimension, std::size_t measurement) const {
        assert(dimension < dimensions_ && measurement < measurements_);
        return (dimension * measurements_ + measurement) * rows_;
    }

    std::size_t dimensions_ = 0;
    std::size_t measurements_ = 0;
    std::size_t rows_ = 0;
    std::vector<Value> values_;
};

/// Scores with the names of their dimensions and their measurements (ascending). A row is a grid cell or an area,
/// whichever the table was made for. Unit: the source's own. In double: a float rounds across a class limit and moves a
/// whole cell's dwellings.
struct Table {
    std::vector<std::string> dimensions;  // "afw", "lbm", "won" ... or a column's own name
    std::vector<Measurement> measurements;
    std::size_t rows = 0;
    Cube<double> values;

    Table() = default;
    Table(std::vector<std::string> dimension_codes, std::vector<Measurement> when, std::size_t row_count)
        : dimensions(std::move(dimension_codes)),
          measurements(std::move(when)),
          rows(row_count),
          values(dimensions.size(), measurements.size(), row_count, missing) {}

    /// Index of a dimension by its code; dimensions.size() where the table has none.
    [[nodiscard]] std::size_t find_dimension(std::string_view code) const;
};

}  // namespace geo
