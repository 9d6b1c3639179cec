#pragma once

#include <string>
#include <string_view>

namespace geo {

/// A to Z as a to z, all else as it is: for names of columns, levels, files, which are no language.
[[nodiscard]] std::string lower_ascii(std::string_view text);

/// As people type a name: lower case, without diacritics, ligatures taken apart (NFKD, case folded, marks stripped):
/// "IJsselmuiden" and "Ĳsselmuiden" -> "ijsselmuiden", "Fryslân" -> "fryslan". Text that is no UTF-8 is only lowered.
[[nodiscard]] std::string folded(std::string_view text);

/// The words of that, letters and digits only, with a space between: "'s-Gravenhage" -> "s gravenhage".
[[nodiscard]] std::string folded_words(std::string_view text);

}  // namespace geo
