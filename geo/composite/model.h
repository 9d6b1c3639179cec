#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace geo {

/// What becomes of values that an indicator lacks.
struct Imputation {
    enum class Method {
        none,
        mean,
        median,
        group_mean,  // of the areas that have the same word in a column
        group_median
    };
    Method method = Method::none;
    std::string group;  // the column, where it is of a group
    friend bool operator==(const Imputation&, const Imputation&) = default;
};

/// What becomes of values far from the others. An indicator is treated where both its skewness and its kurtosis are
/// over the limits (OECD/JRC Handbook on Constructing Composite Indicators, 2008, step 5; the limits are those of
/// COINr).
struct Outliers {
    enum class Method {
        none,
        winsorise,         // the farthest few take the value of the next
        log,               // the logarithm of what is left above the least
        winsorise_or_log,  // the logarithm where winsorising the most that may be is not enough
    };
    Method method = Method::none;
    double most_skewness = 2;
    double most_kurtosis = 3.5;       // excess kurtosis
    std::size_t most_winsorised = 5;  // values
    friend bool operator==(const Outliers&, const Outliers&) = default;
};

/// How an indicator is brought to the scale of the others. Of every method more is better afterwards.
struct Normalisation {
    enum class Method {
        none,             // it is on the scale already
        z,                // mean 0, standard deviation 1
        min_max,          // least low, most high
        rank,             // 1 for the least, of equal values the mean
        percentile_rank,  // the part that is less, and half of what is equal: low to high
        target,           // low at the least, high at the target and beyond
        goalposts,        // low at one stated value and below, high at another and beyond
        exponential       // of ranks, as in the English Index of Multiple Deprivation: 0 to 100, 10 % have over 50
    };
    Method method = Method::min_max;
    double low = 0;
    double high = 100;
    friend bool operator==(const Normalisation&, const Normalisation&) = default;
};

enum class Aggregation {
    sum,  // of weight times value, as the total of the Leefbaarometer is
    arithmetic,
    geometric,
    harmonic
};

/// A column that goes into an index.
struct Indicator {
    std::string code;    // also the column's name, where none is given
    std::string column;  // empty: the code
    std::string name;
    std::string unit;
    std::string source;
    std::string parent;          // the dimension it belongs to
    bool more_is_better = true;  // else its sign is turned before all else that depends on it
    double weight = 1;           // within its dimension, beside those of the others
    std::optional<double> target = {};
    std::optional<double> worst = {};  // goalposts, in the indicator's own unit
    std::optional<double> best = {};
    std::optional<Imputation> imputation = {};  // else that of the model
    std::optional<Outliers> outliers = {};
    std::optional<Normalisation> normalisation = {};
    friend bool operator==(const Indicator&, const Indicator&) = default;
};

/// A dimension, or the total: a mean of indicators or of other dimensions.
struct Dimension {
    std::string code;
    std::string name;
    std::string parent;  // empty: the total
    double weight = 1;
    std::optional<Aggregation> aggregation = {};  // else that of the model
    friend bool operator==(const Dimension&, const Dimension&) = default;
};

inline constexpr const char* each_measurement = "each";

/// How an index is made of indicators.
struct IndexModel {
    std::string name;
    std::string source;
    std::vector<Indicator> indicators;
    std::vector<Dimension> dimensions;
    Imputation imputation;
    Outliers outliers;
    Normalisation normalisation;
    Aggregation aggregation = Aggregation::arithmetic;
    /// Label of the measurement whose values make the scales, so that scores of different years can be compared; or
    /// each_measurement: each makes its own, and only places in the order can be. Empty: the first that can (see
    /// make_index()); compose() takes each.
    std::string reference;
    /// Part of the weight that must be there for a mean; of less there is none. What is there is weighed as if it were
    /// all.
    double least_available = 1;
    friend bool operator==(const IndexModel&, const IndexModel&) = default;
};

/// What is done to an indicator: its own methods, or those of the model.
[[nodiscard]] const Imputation& imputation_of(const IndexModel& model, const Indicator& indicator);
[[nodiscard]] const Outliers& outliers_of(const IndexModel& model, const Indicator& indicator);
[[nodiscard]] const Normalisation& normalisation_of(const IndexModel& model, const Indicator& indicator);
/// The column that holds an indicator.
[[nodiscard]] const std::string& column_of(const Indicator& indicator);

/// The dimensions so that each stands after those it is made of, the total last; otherwise in the model's order.
/// \throws Error where they are no tree with one total, an indicator or dimension has no parent that is there, a code
/// stands twice, a dimension is made of nothing, or weights are negative, not finite or all zero
[[nodiscard]] std::vector<std::size_t> order_of(const IndexModel& model);

/// What a dimension is made of: indicators and dimensions, their weights and the shares these are (they sum to 1).
struct Parts {
    struct Part {
        bool indicator = true;
        std::size_t index = 0;  // of indicators or dimensions
        double weight = 0;
        double share = 0;
    };
    std::vector<Part> parts;
    Aggregation aggregation = Aggregation::arithmetic;
};
/// [dimensions of the model] \pre order_of() does not throw
[[nodiscard]] std::vector<Parts> parts_of(const IndexModel& model);

/// Of each indicator in the total, were all means arithmetic: the product of the shares up to it; they sum to 1.
/// [indicators]
[[nodiscard]] std::vector<double> nominal_weights(const IndexModel& model);

/// The same of each indicator and dimension, by code; 1 for the total. \pre order_of() does not throw
[[nodiscard]] std::map<std::string, double> weights_in_total(const IndexModel& model);

/// Indicators and dimensions beside which another has a weight, each dimension before what it is made of.
[[nodiscard]] std::vector<std::string> weighed_parts(const IndexModel& model);

/// The model with the weights of some parts multiplied; what those within a dimension sum to stays as it was, so that a
/// sum stays on its scale. \param importance by code, finite and not negative
[[nodiscard]] IndexModel with_importance(IndexModel model, const std::map<std::string, double>& importance);

}  // namespace geo
