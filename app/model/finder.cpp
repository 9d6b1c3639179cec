#include "app/model/finder.h"

#include "app/model/place_text.h"
#include "geo/error.h"
#include "geo/inner_point.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

namespace model {

namespace {

constexpr double closest = 2.5;  // metres to a pixel, of a place that was gone to
constexpr std::size_t longest = 200;

/// How well something answers, lower is better.
enum Rank : std::uint8_t {
    whole,
    first_words,
    beginning,
    whole_code,
    code_beginning,
    word_beginning,
    words,       // each word begins one of the name
    with_place,  // or one of the municipality
    part,
    code_part,
    no_answer
};

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// Whether some word begins so.
bool begins_word(std::string_view text, std::string_view with) {
    for (auto at = text.find(with); at != std::string_view::npos; at = text.find(with, at + 1)) {
        if (at == 0 || text[at - 1] == ' ') return true;
    }
    return false;
}

/// What was typed.
struct Query {
    std::string text;  // folded words
    std::string code;  // in lower case, without blanks
    std::vector<std::string_view> words;

    explicit Query(std::string_view typed) : text(geo::folded_words(typed)), code(geo::lower_ascii(typed)) {
        std::erase(code, ' ');
        words = words_of(text);
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    [[nodiscard]] Rank name(std::string_view name, std::string_view place) const {
        if (text.empty() || name.empty()) return no_answer;
        if (name == text) return whole;
        if (name.starts_with(text)) return name[text.size()] == ' ' ? first_words : beginning;
        const auto begins = [&](std::string_view in) {
            return [in](std::string_view word) { return begins_word(in, word); };
        };
        if (name.find(text) != std::string_view::npos) return begins_word(name, text) ? word_beginning : part;
        if (words.size() < 2) return no_answer;
        if (std::all_of(words.begin(), words.end(), begins(name))) return Rank::words;
        const bool some = std::any_of(words.begin(), words.end(), begins(name));
        const auto either = [&](std::string_view word) { return begins_word(name, word) || begins_word(place, word); };
        return some && !place.empty() && std::all_of(words.begin(), words.end(), either) ? with_place : no_answer;
    }
    [[nodiscard]] Rank of_code(std::string_view of) const {
        if (code.empty()) return no_answer;
        if (of == code) return whole_code;
        const auto at = of.find(code);
        if (at == std::string_view::npos) return no_answer;
        return at == 0 ? code_beginning : code_part;
    }
};

struct Answer {
    Rank rank = no_answer;
    std::uint32_t layer = 0;
    std::uint32_t row = 0;
    std::uint32_t length = 0;  // of the name: shorter ones are more of what was typed
    std::uint32_t by_name = 0;
    friend auto operator<=>(const Answer& a, const Answer& b) {
        return std::tuple(a.rank, a.layer, a.length, a.by_name) <=> std::tuple(b.rank, b.layer, b.length, b.by_name);
    }
    friend bool operator==(const Answer&, const Answer&) = default;
};

/// Those of a layer, as many as there are.
void answers(const Query& query, const PlaceNames& names, std::size_t layer, std::vector<Answer>& out) {
    const auto& of = names.layers[layer];
    static const std::string nowhere;
    for (std::size_t row = 0; row < of.name.size(); ++row) {
        const auto in = of.part_of[row];
        const auto& place = in == PlaceNames::none ? nowhere : names.called[in];
        auto rank = query.name(of.name[row], place);
        auto length = of.name[row].size();
        if (!of.also.empty()) {
            for (const auto& other : of.also[row]) {
                const auto by_other = query.name(other, place);
                if (by_other < rank) length = other.size();
                rank = std::min(rank, by_other);
            }
        }
        rank = std::min(rank, query.of_code(of.code[row]));
        if (rank == no_answer) continue;
        out.push_back({rank, static_cast<std::uint32_t>(layer), static_cast<std::uint32_t>(row),
                       static_cast<std::uint32_t>(length), of.by_name[row]});
    }
}

/// A pixel no larger than this, around a place.
ViewMoved going_to(geo::Point at, const View& view) {
    return {at, std::min(view.metres_per_pixel, closest)};
}

geo::Box around(const geo::Box& box) {
    constexpr double more = 0.1;
    const double x = more * (box.max.x - box.min.x);
    const double y = more * (box.max.y - box.min.y);
    return {{box.min.x - x, box.min.y - y}, {box.max.x + x, box.max.y + y}};
}

std::string with_level(Language language, const std::string& level, const std::string& municipality) {
    const auto name = level_name(language, level);
    return municipality.empty() ? name : fmt::format("{} · {}", name, municipality);
}

}  // namespace

AreaFinder::AreaFinder(const Scene& scene, const PlaceNames& names) : scene_(&scene), names_(&names) {
    const auto* gemeente = scene.find("gemeente");
    if (scene.references != nullptr) municipalities_ = gemeente;  // else nothing was prepared for looking up places
    if (!scene.dataset.crs.known()) return;
    try {
        from_degrees_ =
            std::make_unique<const geo::Transform>(geo::parse_crs("EPSG:4326"), scene.dataset.crs, geo::Box());
    } catch (const geo::Error&) {  // then coordinates are those of the map only
    }
}

std::string AreaFinder::municipality(std::size_t layer, std::size_t row) const {
    const auto& known = names_->municipality(names_->layers[layer], row);
    const auto& of = scene_->layers[layer];
    if (!known.empty() || municipalities_ == nullptr || of.typical_side >= municipalities_->typical_side) return known;
    const auto inner = geo::inner_point(of.assessment.areas->polygons, row);
    const auto in = inner ? municipalities_->index.at(inner->at) : std::nullopt;
    return in ? municipalities_->assessment.areas->name[*in] : std::string();
}

void AreaFinder::add_place(std::string_view text, const View& view, const Layer* shown, Language language,
                           Found& out) const {
    std::string id(text);
    std::erase(id, ' ');
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (const auto cell = geo::parse_cell(id); cell && scene_->dataset.crs.id == geo::cell_crs) {
        id = geo::cell_id(*cell);
        const auto* cells = scene_->find("cells");
        const bool scored = cells != nullptr && cells->find(id) < cells->rows();
        Action action = going_to(geo::cell_centre(*cell), view);
        if (scored) action = AreaFound{"cells", id};
        out.hits.push_back({filled(language, "finder.cell", id),
                            scored ? level_name(language, "cells") : std::string(),
                            scored ? id : std::string(),
                            std::move(action),
                            {},
                            false,
                            scored ? std::nullopt : std::optional(geo::cell_centre(*cell))});
        return;
    }
    const auto pair = parse_pair(text);
    if (!pair) return;
    const auto at = place_of(*pair, around(scene_->bounds()), from_degrees_.get());
    if (!at) {
        out.nothing = filled(language, "finder.outside", scene_->dataset.crs.name);
        return;
    }
    const auto row = shown != nullptr ? scene_->row_at(*shown, *at) : 0;
    std::string there;
    if (shown != nullptr && row < shown->rows()) {
        const auto& areas = *shown->assessment.areas;
        there = areas.name[row].empty() ? areas.code[row] : areas.name[row];
    }
    out.hits.push_back(
        {filled(language, "finder.place", number_text(language, at->x, 0), number_text(language, at->y, 0)),
         there,
         {},
         going_to(*at, view),
         {},
         false,
         *at});
}

struct AreaFinder::Town {
    Rank rank = no_answer;
    Hit hit;
};

/// Those that areas lie in by their codes and that are no areas of their own here, so that they can be gone to only.
/// \return the best first
std::vector<AreaFinder::Town> AreaFinder::towns(std::string_view text, const View& view, Language language) const {
    constexpr std::size_t most = 3;
    std::vector<Town> out;
    if (scene_->find("gemeente") != nullptr) return out;
    const Query query(text);
    std::vector<std::tuple<Rank, std::string, std::uint32_t>> all;
    for (std::uint32_t i = 0; i < names_->folded.size(); ++i) {
        auto rank = std::min(query.name(names_->folded[i], {}), query.of_code(geo::lower_ascii(names_->codes[i])));
        for (const auto& other : names_->also[i]) rank = std::min(rank, query.name(other, {}));
        if (rank <= words && rank != code_beginning) all.emplace_back(rank, names_->folded[i], i);
    }
    std::sort(all.begin(), all.end());
    for (const auto& [rank, name, municipality] : std::span(all).first(std::min(all.size(), most))) {
        geo::Box box;
        for (std::size_t l = 0; l < names_->layers.size(); ++l) {
            const auto& in = names_->layers[l].part_of;
            for (std::size_t row = 0; row < in.size(); ++row) {
                if (in[row] == municipality) box.extend(scene_->bounds_of(scene_->layers[l], row));
            }
        }
        if (box.empty()) continue;
        const auto to = fitted(view, box);
        out.push_back({rank,
                       {names_->municipalities[municipality],
                        std::string(model::text(language, "finder.municipality")),
                        {},
                        ViewMoved{to.centre, to.metres_per_pixel},
                        {},
                        false}});
    }
    return out;
}

Found AreaFinder::operator()(std::string_view text, const View& view, const Layer* shown, Language language) const {
    Found out;
    text = text.substr(0, longest);
    const Query query(text);
    if (query.text.empty() && query.code.empty()) return out;
    add_place(text, view, shown, language, out);
    auto towns = this->towns(text, view, language);
    std::vector<Answer> all;
    for (std::size_t layer = 0; layer < names_->layers.size(); ++layer) answers(query, *names_, layer, all);
    const auto most = std::min(all.size(), most_hits - out.hits.size() - towns.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
    auto town = towns.begin();
    for (const auto& answer : std::span(all).first(most)) {
        while (town != towns.end() && town->rank <= answer.rank) out.hits.push_back(std::move((town++)->hit));
        const auto& areas = *scene_->layers[answer.layer].assessment.areas;
        const auto& code = areas.code[answer.row];
        out.hits.push_back({areas.name[answer.row].empty() ? code : areas.name[answer.row],
                            with_level(language, areas.level, municipality(answer.layer, answer.row)),
                            code,
                            AreaFound{areas.level, code},
                            {},
                            false});
    }
    while (town != towns.end()) out.hits.push_back(std::move((town++)->hit));
    out.more = all.size() - most;
    if (out.hits.empty() && out.nothing.empty()) out.nothing = filled(language, "finder.nothing", text);
    return out;
}

Found find_commands(std::string_view text, const std::vector<Command>& commands, Language language) {
    text = text.substr(0, longest);
    const Query query(text);
    std::vector<std::pair<Rank, const Command*>> all;
    for (const auto& command : commands) {
        if (!command.enabled) continue;
        const auto rank = query.text.empty()
                              ? whole
                              : std::min(query.name(geo::folded_words(command.text), geo::folded_words(command.group)),
                                         query.name(geo::folded_words(full_text(command)), {}));
        if (rank != no_answer) all.emplace_back(rank, &command);
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Found out;
    for (const auto& [rank, command] : all) {
        out.hits.push_back({full_text(*command),
                            shortcut_text(language, command->keys),
                            {},
                            command->action.value_or(Action(Undone{})),
                            command->action ? std::string() : command->id,
                            command->checked.value_or(false)});
    }
    if (out.hits.empty()) out.nothing = filled(language, "finder.nothing", text);
    return out;
}

}  // namespace model
