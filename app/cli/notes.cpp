#include "app/cli/notes.h"

#include "app/cli/text_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

constexpr std::size_t shown_codes = 5;
constexpr std::size_t shown_sources = 2;

std::string short_list(const std::vector<std::string>& words, std::size_t shown) {
    const auto last = words.begin() + static_cast<std::ptrdiff_t>(std::min(shown, words.size()));
    auto out = fmt::format("{}", fmt::join(words.begin(), last, ", "));
    if (words.size() > shown) out += fmt::format(" and {} more", words.size() - shown);
    return out;
}

void add_once(std::vector<std::string>& words, const std::string& word) {
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

/// Notes that say the same thing of other files or measurements.
struct Group {
    const geo::Note* first;
    std::vector<const geo::Note*> notes;

    /// Whether the line could no longer say which source a measurement's count is of.
    [[nodiscard]] bool tells_apart(const geo::Note& other) const {
        return std::any_of(notes.begin(), notes.end(), [&](const auto* note) {
            return note->source != other.source && note->measurement == other.measurement && !note->measurement.empty();
        });
    }
};

std::string line(const Group& group, Notes which) {
    std::vector<std::string> sources;
    std::vector<std::string> measurements;
    std::vector<std::string> counts;
    std::vector<std::string> codes;
    for (const auto* note : group.notes) {
        add_once(sources, note->source);
        add_once(measurements, note->measurement);
        const auto count = with_separators(double(note->count));
        const auto of = note->measurement.empty() ? (group.notes.size() > 1 ? note->source : "") : note->measurement;
        if (note->count > 0) counts.push_back(of.empty() ? count : fmt::format("{} ({})", count, of));
        for (const auto& code : note->examples) add_once(codes, code);
    }
    auto out = fmt::format("{}: {}", short_list(sources, shown_sources), group.first->what);
    if (!counts.empty()) {
        out += ": " + short_list(counts, 9);
    } else if (!measurements.empty()) {
        out += fmt::format(" ({})", short_list(measurements, 9));
    }
    if (which == Notes::all && !codes.empty()) out += fmt::format(" [{}]", short_list(codes, shown_codes));
    return out;
}

}  // namespace

std::vector<std::string> note_lines(const geo::Report& report, Notes which) {
    std::vector<Group> groups;
    for (const auto& note : report.notes) {
        if (which == Notes::brief && note.kind == geo::Note::Kind::checked) continue;
        const auto same = [&](const Group& g) {
            return g.first->kind == note.kind && g.first->what == note.what && !g.tells_apart(note);
        };
        const auto at = std::find_if(groups.begin(), groups.end(), same);
        if (at == groups.end()) {
            groups.push_back({&note, {&note}});
        } else {
            at->notes.push_back(&note);
        }
    }
    std::vector<std::string> out;
    for (const auto& group : groups) {
        out.push_back(fmt::format("{:9}  {}", geo::kind_name(group.first->kind), line(group, which)));
    }
    return out;
}

}  // namespace cli
