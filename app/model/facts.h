#pragma once

#include "app/model/derive.h"

namespace model {

/// "dwellings 2024"
[[nodiscard]] std::string weight_text(Language language, const geo::WeightUse& weight);
/// The label of a class, or why there is none.
[[nodiscard]] std::string class_label(const geo::ClassTable& table, std::uint8_t code, Language language);

// The stages of derive(): each pure. Private to app/model.

/// \pre shown.layer != nullptr, here and below \param sure see Derived::sure
[[nodiscard]] Legend legend_of(const Shown& shown, const Theme& theme, const Choices& choices,
                               const geo::LevelRobustness* sure, Language language);
[[nodiscard]] std::vector<Moment> moments_of(const Shown& shown, const Choices& choices);
[[nodiscard]] std::vector<std::string> dimensions_of(const Layer& layer);
/// \param over_time where the row stood at every measurement, for the trend
[[nodiscard]] AreaFacts facts_of(const Shown& shown, const Theme& theme, std::span<const Stood> over_time,
                                 std::uint32_t row, const Colouring& colouring, Language language);
/// "Total liveability", "Own index"
[[nodiscard]] std::string subject_of(const Theme& theme, Language language);
/// "Change of total liveability 2014–2024", "Own index 2024"
[[nodiscard]] std::string figure_name(const Shown& shown, const Theme& theme, Language language);
[[nodiscard]] std::string title_of(const Shown& shown, const std::string& figure, Language language);
[[nodiscard]] std::string source_of(const Shown& shown, Language language);
[[nodiscard]] std::string disclaimer_of(const Shown& shown, Language language);

}  // namespace model
