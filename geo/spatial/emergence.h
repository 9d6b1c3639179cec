#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <regex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// How the intensity of a concentration went: up where hot became hotter or cold colder, none where neither way is
/// significant.
enum class Trend {
    up,
    down,
    none
};

/// What a place is over time, by when it was in a hot (or cold) concentration.
struct Category {
    std::string code;  // "persistent"
    std::string label_nl, label_en;
    std::string about_nl, about_en;  // what it means, a sentence
};

/// The categories and their definitions, which are data: exactly one fits whatever a place went through.
class Categories {
public:
    /// Of a place without a measurement that has a value; none of all().
    static constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();

    /// \param csv as assets/hotspot_categories.csv \param name used in errors \throws Error for a broken table, or
    /// where none or two of its categories fit a sequence of at most ten measurements
    explicit Categories(std::string_view csv, std::string_view name);

    [[nodiscard]] std::span<const Category> all() const { return categories_; }
    /// Index into all(). Looked up for at most ten measurements, matched with each pattern for more.
    /// \param sequence a character for each measurement with a value, in order: 1 in a concentration, 0 not
    [[nodiscard]] std::size_t of(std::string_view sequence, Trend trend) const;

private:
    struct Rule {
        std::regex pattern;
        std::optional<Trend> trend;  // none: any
    };
    [[nodiscard]] std::vector<std::size_t> fitting(std::string_view sequence, Trend trend) const;

    std::vector<Category> categories_;
    std::vector<Rule> rules_;         // [categories]
    std::vector<std::size_t> known_;  // [sequence][trend] of short sequences
};

/// Those of assets/hotspot_categories.csv.
[[nodiscard]] Categories hotspot_categories();

}  // namespace geo
