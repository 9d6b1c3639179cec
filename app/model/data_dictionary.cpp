#include "app/model/data_dictionary.h"

#include "geo/assets.h"
#include "geo/csv.h"
#include "geo/layout.h"
#include "geo/spatial/emergence.h"
#include "geo/spatial/local.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace model {

namespace {

/// A column's words, by language: english, dutch.
struct Entry {
    std::string codes;
    std::array<std::string, 2> title, unit, description;
};

const std::map<std::string, Entry, std::less<>>& dictionary() {
    static const auto read = [] {
        std::map<std::string, Entry, std::less<>> out;
        for (auto& row : geo::parse_small_csv(
                 geo::asset("columns.csv"), "columns.csv",
                 {"term", "codes", "title_nl", "title_en", "unit_nl", "unit_en", "description_nl", "description_en"}))
            out[row[0]] = {row[1], {row[3], row[2]}, {row[5], row[4]}, {row[7], row[6]}};
        return out;
    }();
    return read;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

bool is_official(const std::string& dimension) {
    return dimension == "class_dev" || geo::is_known_dimension(dimension);
}

/// What a column's {dimension} is: of weights what they count.
std::string dimension_words(const geo::Meaning& meaning, Language language) {
    if (!meaning.dimension_name.empty()) return meaning.dimension_name;
    if (meaning.term != "weight_of") return dimension_name(language, meaning.dimension);
    const auto key = "weight." + meaning.dimension;
    const auto words = text(language, key);
    return words == key ? meaning.dimension : std::string(words);
}

/// Lists of codes, each once.
class CodeLists {
public:
    explicit CodeLists(Language language) : language_(language) {}

    /// \return its name, which is the kind: a code means the same wherever it stands
    std::string add(const std::string& kind, const geo::OutputColumn& column) {
        auto& codes = lists_[kind];
        const auto put = [&](const std::string& code, std::string_view meaning) {
            const auto same = [&](const auto& other) { return other.first == code; };
            if (std::none_of(codes.begin(), codes.end(), same)) codes.emplace_back(code, meaning);
        };
        if (kind == "yes_no") {
            put("0", text(language_, "codes.no"));
            put("1", text(language_, "codes.yes"));
        } else if (kind == "membership") {
            put("centroid", text(language_, "codes.centroid"));
            put("share", text(language_, "codes.share"));
        } else if (kind == "outcome") {
            for (const auto& [word, outcome] : geo::outcome_words())
                put(std::string(word), text(language_, "outcome." + std::string(word)));
        } else if (kind == "category") {
            const auto categories = geo::hotspot_categories();
            for (const auto& category : categories.all())
                put(category.code, language_ == Language::dutch ? category.label_nl : category.label_en);
        } else {
            for (const auto& word : column.words)
                put(word, kind == "no_data" ? std::string(text(language_, "no_data." + word))
                                            : dimension_name(language_, word));
        }
        return kind;
    }

    std::string add(const geo::ClassTable& table) {
        Codes codes;
        const auto& labels = language_ == Language::dutch ? table.labels_nl : table.labels_en;
        for (std::size_t k = 0; k < labels.size(); ++k) codes.emplace_back(std::to_string(k + 1), labels[k]);
        return add(
            table.edition.empty() ? "class_" + table.scheme : fmt::format("class_{}_{}", table.scheme, table.edition),
            std::move(codes));
    }

    [[nodiscard]] std::vector<geo::CodeList> lists() && {
        std::vector<geo::CodeList> out;
        for (auto& [name, codes] : lists_) out.push_back({name, std::move(codes)});
        return out;
    }

private:
    using Codes = std::vector<std::pair<std::string, std::string>>;

    /// Under that name, or one with a number where another list has it.
    std::string add(const std::string& name, Codes codes) {
        auto free = name;
        for (int number = 2;; ++number) {
            const auto [at, added] = lists_.try_emplace(free, codes);
            if (added || at->second == codes) return free;
            free = fmt::format("{}_{}", name, number);
        }
    }

    Language language_;
    std::map<std::string, Codes> lists_;
};

void describe_column(geo::OutputColumn& column, Language language, bool official, CodeLists& lists) {
    const auto& meaning = column.meaning;
    const auto at = dictionary().find(meaning.term.empty() ? column.name : meaning.term);
    if (at == dictionary().end()) return;
    const auto& entry = at->second;
    const std::size_t l = language == Language::dutch ? 1 : 0;
    const bool score =
        meaning.dimension.empty() || meaning.term == "weight_of" ? official : is_official(meaning.dimension);
    const auto filled_in = [&](std::string words) {
        words = replaced(std::move(words), "{score}", text(language, score ? "unit.score" : "unit.source"));
        words = replaced(std::move(words), "{dimension}", dimension_words(meaning, language));
        words = replaced(std::move(words), "{measurement}", meaning.measurement);
        words = replaced(std::move(words), "{from}", meaning.from);
        return replaced(std::move(words), "{column}", column.name);
    };
    column.about.title = filled_in(entry.title[l]);
    column.about.description = filled_in(entry.description[l]) + ".";
    if (!entry.unit[l].empty()) column.about.description += ' ' + filled(language, "unit.is", filled_in(entry.unit[l]));
    if (meaning.classes) {
        column.about.code_list = lists.add(*meaning.classes);
    } else if (!entry.codes.empty()) {
        column.about.code_list = lists.add(entry.codes, column);
    }
}

void describe_table(geo::OutputTable& table, Language language) {
    const auto key = "table." + table.name;
    if (table.polygons == nullptr && text(language, key) != key) {
        const auto about = key + "_about";
        table.title = text(language, key);
        table.description = std::string(text(language, about)) + ".";
        return;
    }
    table.title = level_name(language, table.name);
    table.description =
        filled(language, "table.of_level", table.title, count_text(language, static_cast<double>(table.rows()))) + ".";
}

/// Of the classes, the last first, then the kinds of no-data; all of them: another measurement may bring others.
std::vector<geo::StyleCategory> categories_of(const geo::ClassTable& table, bool reasons, Language language,
                                              const Colouring& colouring) {
    std::vector<geo::StyleCategory> out;
    const auto styles = styles_of(table, colouring);
    const auto& labels = language == Language::dutch ? table.labels_nl : table.labels_en;
    for (auto k = labels.size(); k > 0; --k) out.push_back({std::to_string(k), false, labels[k - 1], styles[k]});
    const bool hotspots = table.scheme.starts_with("hotspot");
    for (const auto code : geo::no_data_kinds) {
        if (!reasons && code != geo::no_data_missing) continue;
        if (!hotspots && (code == geo::no_data_island || code == geo::no_data_untested)) continue;
        const std::string name(geo::no_data_name(code));
        out.push_back({name, true, std::string(text(language, "no_data." + name)), styles[code]});
    }
    return out;
}

std::string style_name(const geo::Meaning& meaning, Language language) {
    const auto dimension = dimension_words(meaning, language);
    if (meaning.term == "hotspot_low_of")
        return filled(language, "style.hotspot_low", dimension, meaning.from, meaning.measurement);
    if (meaning.term == "hotspot_high_of")
        return filled(language, "style.hotspot_high", dimension, meaning.from, meaning.measurement);
    if (meaning.term == "hotspot_of" && !meaning.from.empty())
        return filled(language, "style.hotspot_change", dimension, meaning.from, meaning.measurement);
    if (meaning.term == "hotspot_of") return filled(language, "style.hotspot", dimension, meaning.measurement);
    if (!meaning.from.empty()) return filled(language, "style.change", meaning.from, meaning.measurement);
    return filled(language, "style.of", dimension_words(meaning, language), meaning.measurement);
}

std::string style_description(const geo::ClassTable& table, Language language) {
    if (table.scheme == "judgement") return filled(language, "style.about_judgement", table.edition);
    if (table.scheme == "deviation") return filled(language, "style.about_deviation", table.edition);
    if (table.scheme == "change") return std::string(text(language, "style.about_change"));
    if (table.scheme.ends_with("_over_time")) return std::string(text(language, "style.about_over_time"));
    if (table.scheme == "hotspot_cells") return std::string(text(language, "style.about_concentration"));
    if (table.scheme.starts_with("hotspot")) return std::string(text(language, "style.about_hotspot"));
    return filled(language, "style.about_other", table.scheme);
}

}  // namespace

std::vector<geo::CodeList> describe(std::span<geo::OutputTable> tables, Language language) {
    bool official = false;
    for (const auto& table : tables) {
        for (const auto& column : table.columns)
            official = official || (column.meaning.term == "value_of" && is_official(column.meaning.dimension));
    }
    CodeLists lists(language);
    for (auto& table : tables) {
        describe_table(table, language);
        for (auto& column : table.columns) {
            describe_column(column, language, official, lists);
            for (std::size_t word = 0; word < column.sentences.size(); ++word)
                column.words[word] = told(language, column.sentences[word]);
        }
    }
    return std::move(lists).lists();
}

std::vector<geo::TableStyle> layer_styles(std::span<const geo::OutputTable> tables, Language language,
                                          const Colouring& shown, const std::string& title) {
    std::vector<geo::TableStyle> out;
    for (const auto& table : tables) {
        if (table.polygons == nullptr) continue;
        std::size_t opens = out.size();
        std::string total;   // dimension: the first that has classes
        bool maps = false;   // it has what the map shows
        bool found = false;  // it has hotspots
        for (const auto& column : table.columns) {
            const auto& meaning = column.meaning;
            if (!meaning.classes) continue;
            const bool of_map = meaning.term == "class_shown";
            const bool hotspot = meaning.classes->scheme.starts_with("hotspot");
            const bool state = meaning.from.empty() && !of_map && !hotspot;
            if (state && total.empty()) total = meaning.dimension;
            const bool outcome = meaning.term == "hotspot_of";
            found = found || outcome;
            if (of_map || (!maps && (outcome || (!found && state && meaning.dimension == total)))) opens = out.size();
            maps = maps || of_map;
            geo::LayerStyle style;
            style.name = of_map ? filled(language, "style.shown", title) : style_name(meaning, language);
            style.description = style_description(*meaning.classes, language);
            style.class_column = column.name;
            style.reason_column = meaning.no_data;
            style.categories =
                categories_of(*meaning.classes, !meaning.no_data.empty(), language, of_map ? shown : Colouring{});
            style.outlined = table.name != "cells";
            out.push_back({table.name, std::move(style), false});
        }
        if (opens < out.size()) out[opens].by_default = true;
    }
    return out;
}

}  // namespace model
