#pragma once

#include "app/model/shown.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace model {

/// Something that can be chosen, as an action names it and as people do.
struct Option {
    std::string name;
    std::string label;
    bool chosen = false;
    friend bool operator==(const Option&, const Option&) = default;
};

/// A dimension's importance in the total.
struct Importance {
    std::string dimension;
    std::string label;
    double weight = 1;            // as it was set
    double counts = 1;            // scaled, so that they sum to their number; missing where all are 0
    double share = geo::missing;  // of a model: its weight in the total; missing where all of a dimension are 0
    int depth = 0;                // of a model: how many dimensions lie between it and the total
};

/// Importances by a name (assets/importance_presets.csv).
struct Preset {
    std::string label;
    std::map<std::string, double> importance;
    bool chosen = false;
};

/// What the panels offer for what is shown. Empty where there is nothing to choose.
struct Options {
    std::vector<Option> baselines;   // earlier measurements that the one shown can be compared with, ascending
    std::vector<Option> references;  // what areas can be compared with
    std::vector<Importance> importance;
    bool own_index = false;  // they make one
    std::vector<Preset> presets;
    std::vector<Option> index_from;  // measurements whose shares per class an own index can keep
    std::vector<Option> palettes;
};

/// \pre shown.layer != nullptr
[[nodiscard]] Options options_of(const Shown& shown, const Choices& choices, Language language);

/// "fixed" -> "Edition reference"; the name of an area for its code; what it is where nothing is known of it.
[[nodiscard]] std::string reference_label(const Scene& scene, const std::string& against, Language language);

}  // namespace model
