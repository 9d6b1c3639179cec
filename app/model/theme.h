#pragma once

#include "app/model/shown.h"
#include "geo/classify.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace model {

/// What a theme is made from, but for its measurement.
struct ThemeRequest {
    const Scene* scene = nullptr;
    const Layer* layer = nullptr;
    std::size_t dimension = 0;  // as in Shown
    std::size_t value = 0;
    Show show = Show::state;
    std::map<std::string, double> importance;
    std::string index_from;
    Scheme scheme;
    std::string compare_from;
    std::string reference;
    friend bool operator==(const ThemeRequest&, const ThemeRequest&) = default;
};

/// Of the names in the choices. What has no bearing on the request is left out, so that it changes nothing.
[[nodiscard]] ThemeRequest theme_request(const Shown& shown, const Choices& choices);

/// What the colours of the map say at one measurement: a figure of every row of a layer, and its class. Spans live as
/// long as the scene or the theme.
struct Theme {
    Show show = Show::state;
    bool own_index = false;  // of the user's own importances: not the published figure
    const geo::Assessment* level = nullptr;
    std::string dimension;  // class dimension: "afw", "won", "class_dev" ...
    std::size_t measurement = 0;
    std::optional<std::size_t> from;        // of a change: the earlier measurement
    std::string index_from;                 // of an own index: the measurement whose shares per class it keeps
    std::span<const double> values;         // [rows]
    std::span<const std::uint8_t> classes;  // [rows]
    geo::ClassTable table;                  // labels in both languages
    bool signed_values = false;             // a deviation, change or difference: written with its sign
    const char* refusal = nullptr;          // key of a sentence: why nothing is shown
    unsigned long revision = 0;             // another for other values or classes
};

/// A row at one measurement. The table lives as long as the themes it is of.
struct Stood {
    double value = 0;
    std::uint8_t class_code = 0;
    const geo::ClassTable* table = nullptr;
};

/// The themes of one request, each measurement made when it is first asked for.
class Themes {
public:
    Themes();
    ~Themes();
    Themes(Themes&&) noexcept;
    Themes& operator=(Themes&&) noexcept;

    /// \pre request.layer != nullptr; measurement is one of its. \return lives until another request
    const Theme& operator()(const ThemeRequest& request, std::size_t measurement);
    /// What that theme says of one row, of an own index without making the theme. \pre as above; row is one of its
    [[nodiscard]] Stood stood(const ThemeRequest& request, std::size_t measurement, std::size_t row);

private:
    struct Memory;
    std::unique_ptr<Memory> memory_;
};

/// The classes of whoever published the figures, or that ours are told by; none for data of another kind.
[[nodiscard]] std::optional<geo::ClassTable> usual_table(const Layer& layer, Show show, std::size_t dimension,
                                                         std::size_t measurement);

/// What a value shown is of.
struct Subject {
    Show show = Show::state;
    std::string dimension;
    bool own_index = false;
    friend bool operator==(const Subject&, const Subject&) = default;
};

/// What a class number stands for: another where this differs.
struct ClassMeaning {
    Subject subject;
    std::vector<std::string> labels;   // of usual classes
    std::vector<double> limits;        // that were chosen
    std::optional<ThemeRequest> made;  // of limits that were made from the figures
    std::size_t measurement = 0;       // of limits that were made from one
    std::string hotspots;              // told in place of classes: what of them
    friend bool operator==(const ClassMeaning&, const ClassMeaning&) = default;
};

/// Of what is shown, without making it. \pre shown.layer != nullptr
[[nodiscard]] ClassMeaning class_meaning(const Shown& shown, const Choices& choices);

/// The limits of a table as people would write them, for own ones to begin with: to a thousandth, those that fall
/// together once.
[[nodiscard]] std::vector<double> rounded_limits(const geo::ClassTable& table);

/// Earlier measurements that a change to this one can be told from, ascending: all that are comparable with it, also
/// across others that are not; and those others too where that was asked for (Scene::across_editions).
[[nodiscard]] std::vector<std::size_t> baselines_of(const Scene& scene, const geo::Assessment& a,
                                                    std::size_t measurement);

/// The one of them that a change is told from: that of the label where it is one, else the earliest that is comparable;
/// none where there is none.
[[nodiscard]] std::optional<std::size_t> baseline_of(const Scene& scene, const geo::Assessment& a,
                                                     std::size_t measurement, const std::string& compare_from);

/// The measurement before, where what changed class since is outlined: never across a series break.
[[nodiscard]] std::optional<std::size_t> outlined_since(const Shown& shown, const Choices& choices);

}  // namespace model
