#pragma once

#include "app/model/derive.h"

namespace model {

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
