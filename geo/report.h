#pragma once

#include "geo/sentence.h"

#include <cstddef>
#include <string>
#include <vector>

namespace geo {

/// Something that was repaired, dropped, unmatched or decided while reading or scoring.
struct Note {
    enum class Kind {
        checked,    // looked at and found right
        decided,    // a choice the program made that a reader of the figures should know
        repaired,   // mended, nothing lost
        dropped,    // left out
        unmatched,  // no partner: a code without area, a cell outside every area
        differs     // contradicts itself or what the source says
    };
    Kind kind = Kind::decided;
    std::string source;                 // file, layer
    std::string measurement;            // label, where it concerns one
    Sentence what;                      // "codes in the table that no area has"
    std::size_t count = 0;              // 0 for what was checked or decided
    std::vector<std::string> examples;  // which ones; all of them where they are codes
};

[[nodiscard]] const char* kind_name(Note::Kind kind);

/// What happened to the input, in order.
struct Report {
    std::vector<Note> notes;

    void checked(std::string source, std::string measurement, Sentence what);
    void decided(std::string source, std::string measurement, Sentence what);
    /// Nothing is noted for a count of 0.
    void count(Note::Kind kind, std::string source, std::string measurement, Sentence what, std::size_t count,
               std::vector<std::string> examples = {});
};

}  // namespace geo
