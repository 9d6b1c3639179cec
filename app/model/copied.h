#pragma once

#include "app/model/derive.h"
#include "app/model/state.h"

#include <string>

/// What is selected, for the clipboard.
namespace model {

/// The sentences of every area selected, as `explain` tells them, with what they rest on and what they do not say.
/// Empty without a selection.
[[nodiscard]] std::string copied_text(const Derived& derived);

/// Figures, a line per area and measurement, separated by tabs: code, name, measurement, a column per dimension, class,
/// its name, weight; then, after an empty line, the gap of every area to its reference by dimension. Numbers have the
/// decimal sign of the language, so that a spreadsheet set to it takes them for numbers, and no other signs. Empty
/// without a selection.
[[nodiscard]] std::string copied_table(const Derived& derived, Language language);

/// A number as a spreadsheet in that language reads it: "-0,2553", all its digits, ASCII; empty where it is missing.
[[nodiscard]] std::string spreadsheet_number(Language language, double number);

}  // namespace model
