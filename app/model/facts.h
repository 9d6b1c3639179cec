#pragma once

#include "app/model/derive.h"

namespace model {

/// "dwellings 2024"
[[nodiscard]] std::string weight_text(Language language, const geo::WeightUse& weight);
/// The label of a class, or why there is none.
[[nodiscard]] std::string class_label(const geo::ClassTable& table, std::uint8_t code, Language language);

// The stages of derive(): each pure. Private to app/model.

/// \pre shown.layer != nullptr, here and below
[[nodiscard]] Palette palette_of(const Shown& shown);
[[nodiscard]] Legend legend_of(const Shown& shown, Language language);
[[nodiscard]] std::vector<Moment> moments_of(const Shown& shown);
[[nodiscard]] std::vector<std::string> dimensions_of(const Layer& layer);
[[nodiscard]] AreaFacts facts_of(const Shown& shown, const Layer& layer, std::uint32_t row, Language language);
[[nodiscard]] std::string title_of(const Shown& shown, Language language);
[[nodiscard]] std::string source_of(const Shown& shown, Language language);
[[nodiscard]] std::string disclaimer_of(const Shown& shown, Language language);

}  // namespace model
