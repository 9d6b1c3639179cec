#pragma once

#include "app/model/scene.h"

#include <cstdint>
#include <string>
#include <vector>

namespace model {

/// What the areas of a scene are called, as people type it, and in which municipality they lie. Made once per scene,
/// when it is first asked for: some tens of milliseconds for a country.
struct PlaceNames {
    static constexpr std::uint32_t none = 0xffffffff;

    /// Of one layer. Empty for cells, which have codes only.
    struct OfLayer {
        std::vector<std::string> name;               // [rows] geo::folded_words() of the name
        std::vector<std::string> code;               // [rows] in lower case
        std::vector<std::vector<std::string>> also;  // [rows] other names in use, folded; [] where nobody has any
        std::vector<std::uint32_t> part_of;          // [rows] into municipalities, or none
        std::vector<std::uint32_t> by_name;          // [rows] rank of its name, then its code
        std::vector<std::uint32_t> by_part;          // [rows] rank of its municipality, then its name; none's last
    };
    const Scene* scene = nullptr;
    std::vector<OfLayer> layers;                 // as Scene::layers
    std::vector<std::string> municipalities;     // names, by the codes of
    std::vector<std::string> codes;              // them, distinct
    std::vector<std::string> folded;             // of them
    std::vector<std::vector<std::string>> also;  // of them: other names in use, folded
    std::vector<std::string> called;             // of them: all of these in one, to look for words in

    [[nodiscard]] const OfLayer& of(const Layer& layer) const {
        return layers[static_cast<std::size_t>(&layer - scene->layers.data())];
    }
    /// Empty where it is not known.
    [[nodiscard]] const std::string& municipality(const OfLayer& layer, std::size_t row) const;
};

/// An area that others lie in, to choose from.
struct Place {
    std::string code;
    std::string name;
};
/// The municipalities that codes tell, by name, and then the areas of sets.
[[nodiscard]] std::vector<Place> places_of(const PlaceNames& names);

[[nodiscard]] PlaceNames place_names_of(const Scene& scene);

}  // namespace model
