#include "geo/report.h"

namespace geo {

const char* kind_name(Note::Kind kind) {
    switch (kind) {
        case Note::Kind::checked:
            return "checked";
        case Note::Kind::decided:
            return "decided";
        case Note::Kind::repaired:
            return "repaired";
        case Note::Kind::dropped:
            return "dropped";
        case Note::Kind::unmatched:
            return "unmatched";
        case Note::Kind::differs:
            return "differs";
    }
    return "";
}

void Report::checked(std::string source, std::string measurement, Sentence what) {
    notes.push_back({Note::Kind::checked, std::move(source), std::move(measurement), std::move(what), 0, {}});
}

void Report::decided(std::string source, std::string measurement, Sentence what) {
    notes.push_back({Note::Kind::decided, std::move(source), std::move(measurement), std::move(what), 0, {}});
}

void Report::count(Note::Kind kind, std::string source, std::string measurement, Sentence what, std::size_t count,
                   std::vector<std::string> examples) {
    if (count == 0) return;
    notes.push_back({kind, std::move(source), std::move(measurement), std::move(what), count, std::move(examples)});
}

}  // namespace geo
