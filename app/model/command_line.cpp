#include "app/model/command_line.h"

#include "app/model/state.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

namespace model {

namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:=,+@%").find(c) != std::string_view::npos;
}

/// Within single quotes nothing is special but their end.
std::string quoted(const std::string& word) {
    if (!word.empty() && word.front() != '~' && std::all_of(word.begin(), word.end(), is_plain)) return word;
    std::string out = "'";
    for (const char c : word) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + "'";
}

/// As the command line takes any value, also one that begins with a dash.
std::string option(const char* name, const std::string& value) {
    return fmt::format("--{}={}", name, value);
}

void add(Words& words, const char* name, const std::string& value) {
    if (!value.empty()) words.push_back(option(name, value));
}

void add(Words& words, const char* name, const std::vector<std::string>& values) {
    for (const auto& value : values) add(words, name, value);
}

std::string in_full(const std::string& file) {
    std::error_code failed;
    if (!fs::exists(file, failed)) return file.starts_with('-') ? "./" + file : file;
    const auto whole = fs::absolute(file, failed);
    return failed ? file : whole.lexically_normal().string();
}

std::string joined(const std::vector<double>& numbers) {
    return fmt::format("{}", fmt::join(numbers, ","));
}

/// Its code, and its level where that is not the only one with it.
std::string name_of(const geo::References& references, const std::string& level, const std::string& code) {
    return references.areas_of(code).size() > 1 ? level + ":" + code : code;
}

std::string against_of(const geo::References& references, const geo::Reference& reference) {
    using Kind = geo::Reference::Kind;
    switch (reference.kind) {
        case Kind::fixed:
            return "fixed";
        case Kind::everything:
            return "all";
        case Kind::municipality:
            return "gemeente";
        case Kind::area:
            break;
    }
    return name_of(references, reference.level->areas->level, reference.code());
}

}  // namespace

std::string shell_line(std::span<const std::string> words) {
    std::string out;
    for (const auto& word : words) {
        if (!out.empty()) out += ' ';
        out += quoted(word);
    }
    return out;
}

Words reading_words(const std::vector<std::string>& inputs, const Reading& reading) {
    Words out;
    for (const auto& input : inputs) {
        if (!input.starts_with(demo_mount)) out.push_back(in_full(input));
    }
    add(out, "layer", reading.layers);
    add(out, "where", reading.where);
    if (!reading.bbox.empty()) add(out, "bbox", joined(reading.bbox));
    add(out, "crs", reading.crs);
    for (const auto& set : reading.sets) add(out, "set", in_full(set));
    add(out, "dissolve", reading.dissolve);
    if (!reading.index_file.empty()) add(out, "index", in_full(reading.index_file));
    add(out, "code", reading.code);
    add(out, "name", reading.name);
    if (!reading.index) add(out, "value", reading.values);
    add(out, "measurement", reading.measurement);
    add(out, "level", reading.level);
    add(out, "edition", reading.edition);
    if (reading.across_editions) out.emplace_back("--across-editions");
    add(out, "weight", reading.weight);
    if (reading.by_share) add(out, "membership", "share");
    if (reading.own_scores) out.emplace_back("--own-scores");
    add(out, "scheme", reading.scheme);
    if (reading.classes != Reading().classes) add(out, "classes", std::to_string(reading.classes));
    if (!reading.limits.empty()) add(out, "limits", joined(reading.limits));
    return out;
}

Words explain_words(const Scene& scene, const Reading& reading, const AreaExplanation& told, Language language,
                    const std::string& drawn) {
    if (!told.explanation || scene.references == nullptr) return {};
    const auto& e = *told.explanation;
    const auto& areas = *e.level->areas;
    const auto& references = *scene.references;
    const auto& code = areas.code[e.area];
    const bool was_drawn = areas.level == drawn_level;
    if (was_drawn ? drawn.empty() : references.areas_of(code).empty()) return {};
    const auto labels = geo::labels(e.level->values.measurements);
    Words out{"leefbeeld", "explain"};
    auto with_set = reading;
    if (was_drawn) with_set.sets.push_back(drawn);
    const auto words = reading_words(scene.inputs, with_set);
    out.insert(out.end(), words.begin(), words.end());
    // A set is a level by the name of its file.
    const auto name = !was_drawn                          ? name_of(references, areas.level, code)
                      : references.areas_of(code).empty() ? code
                                                          : fs::path(drawn).stem().string() + ":" + code;
    add(out, "area", name);
    add(out, "against", against_of(references, e.gap.reference));
    if (e.change) add(out, "from", labels[e.change->from]);
    add(out, "to", labels[e.measurement]);
    add(out, "lang", language == Language::dutch ? "nl" : "en");
    return out;
}

Words hotspot_words(const Scene& scene, const Reading& reading, const HotspotRequest& shown,
                    const geo::HotspotsAsked& settled) {
    if (!shown.importance.empty() || shown.level == drawn_level) return {};
    Words out{"leefbeeld", "hotspots"};
    const auto words = reading_words(scene.inputs, reading);
    out.insert(out.end(), words.begin(), words.end());
    add(out, "only", shown.level);
    if (shown.level == "cells") out.emplace_back("--cells");
    add(out, "on", settled.on);
    add(out, "at", settled.measurement);
    if (settled.over_time) out.emplace_back("--over-time");
    const auto word = [&](const char* name, const auto& all, const auto& kind) {
        add(out, name, std::string(word_of(all, kind)));
    };
    word("method", geo::local_method_words(), *settled.method);
    add(out, "with", settled.with);
    add(out, "neighbours", to_text(*settled.neighbours));
    if (settled.neighbours->tolerance != geo::NeighbourRule().tolerance)
        add(out, "tolerance", fmt::format("{}", settled.neighbours->tolerance));
    word("weights-style", geo::weight_style_words(), *settled.style);
    word("divisor", geo::divisor_words(), settled.divisor);
    word("p", geo::inference_words(), *settled.inference);
    if (settled.permutations != 0) add(out, "permutations", std::to_string(settled.permutations));
    if (*settled.inference != geo::Inference::analytical) add(out, "seed", std::to_string(settled.seed));
    word("alternative", geo::alternative_words(), settled.alternative);
    add(out, "alpha", fmt::format("{}", settled.alpha));
    word("adjust", geo::adjustment_words(), *settled.adjustment);
    add(out, "least-effect", fmt::format("{}", *settled.least_effect));
    return out;
}

}  // namespace model
