#pragma once

#include "app/cli/input.h"
#include "app/model/text.h"
#include "geo/assess.h"

#include <CLI/CLI.hpp>

#include <string>

namespace cli {

/// Adds the options that say how to score. \pre add_input_options() came before; both live as long as the app
void add_scoring_options(CLI::App& verb, Input& input, geo::AssessOptions& assess);

/// Completes the options with what the input says of weight and threads. \throws Error where they make no sense
void check_scoring(const Input& input, geo::AssessOptions& assess);

/// A number in [least, most], which nan is not.
[[nodiscard]] CLI::Validator within(double least, double most);
/// A number that is finite and not below 0.
[[nodiscard]] CLI::Validator not_negative();
/// Any but nan; without infinite ones.
[[nodiscard]] CLI::Validator any_number();
[[nodiscard]] CLI::Validator finite_number();

/// A seed of random numbers: a whole one of at most 18 digits.
[[nodiscard]] CLI::Validator seed_number();

/// Adds --language, of what is drawn.
void add_language_option(CLI::App& verb, std::string& language, const std::string& group);

/// \param name "nl", "en", or empty: the locale's
[[nodiscard]] model::Language language_of(const std::string& name);

}  // namespace cli
