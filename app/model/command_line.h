#pragma once

#include "app/model/area_explanation.h"
#include "app/model/reading.h"
#include "app/model/results.h"

#include <span>
#include <string>
#include <vector>

namespace model {

/// The words of a command line as a shell is given them: quoted where one must be, for any POSIX shell. Never empty
/// without words, nor more than one line unless a word holds a line end.
[[nodiscard]] std::string shell_line(std::span<const std::string> words);

/// What the command line is told of files and how to read them: INPUT..., then options. Files are named in full, so
/// that it can be run from any folder; the demo town, which is there without being named, is not.
[[nodiscard]] std::vector<std::string> reading_words(const std::vector<std::string>& inputs, const Reading& reading);

/// leefbeeld explain ..., telling of one area what the window tells. Empty where there is nothing to tell: no
/// explanation, or a cell, which has no members to tell of. \param reading that the scene was read with
/// \param drawn file that holds the areas that were drawn; where there is none, nothing is told of these
[[nodiscard]] std::vector<std::string> explain_words(const Scene& scene, const Reading& reading,
                                                     const AreaExplanation& told, Language language,
                                                     const std::string& drawn = {});

/// leefbeeld hotspots ..., telling what the window shows of hotspots. Empty where other weights are tried, which it
/// cannot be told, or of areas that were drawn.
[[nodiscard]] std::vector<std::string> hotspot_words(const Scene& scene, const Reading& reading,
                                                     const HotspotRequest& shown, const geo::HotspotsAsked& settled);

}  // namespace model
