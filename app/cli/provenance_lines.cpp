#include "app/cli/provenance_lines.h"

#include "app/cli/text_table.h"
#include "app/model/command_line.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/ranges.h>

namespace cli {

namespace {

std::string weight_words(const geo::WeightUse& weight) {
    if (weight.name.empty()) return "own scores";
    return weight.date != 0 ? fmt::format("{} {}", weight.name, weight.date) : weight.name;
}

/// The same sentence about several levels, once.
class Grouped {
public:
    void add(const std::string& level, const std::string& sentence) {
        const auto at = std::find_if(sentences_.begin(), sentences_.end(),
                                     [&](const auto& known) { return known.first == sentence; });
        if (at == sentences_.end()) {
            sentences_.push_back({sentence, {level}});
        } else {
            at->second.push_back(level);
        }
    }
    void tell(std::vector<std::string>& out) const {
        for (const auto& [sentence, levels] : sentences_)
            out.push_back(fmt::format("{} {}", fmt::join(levels, ", "), sentence));
    }

private:
    std::vector<std::pair<std::string, std::vector<std::string>>> sentences_;
};

}  // namespace

std::vector<std::string> provenance_lines(const model::Provenance& p) {
    std::vector<std::string> out;
    std::vector<std::string> libraries;
    for (const auto& [name, version] : p.libraries) libraries.push_back(name + " " + version);
    out.push_back(fmt::format("by leefbeeld {} on {} {} UTC, with {}", p.program, p.created.substr(0, 10),
                              p.created.size() >= 19 ? p.created.substr(11, 8) : "", fmt::join(libraries, ", ")));
    out.push_back("command: " + model::shell_line(p.command));
    if (p.redacted) out.emplace_back("the folders of its files are left out");
    if (p.changed) out.emplace_back("THESE METADATA WERE CHANGED after they were written");
    for (const auto& input : p.inputs) {
        out.push_back(
            fmt::format("{} {}{}", model::name_of(input.role), input.name,
                        input.files.empty() ? ": no file, so nobody can say whether it is still the same" : ""));
        for (const auto& file : input.files) {
            out.push_back(fmt::format("  {}, {} bytes{}, SHA-256 {}", file.path,
                                      with_separators(static_cast<double>(file.bytes)),
                                      file.modified.empty() ? "" : " of " + file.modified.substr(0, 10), file.sha256));
        }
    }
    if (!p.crs_name.empty())
        out.push_back(fmt::format("CRS: {}{}", p.crs_name, p.crs_id.empty() ? "" : " (" + p.crs_id + ")"));
    for (const auto& o : p.operations) {
        out.push_back(fmt::format("  {}: from {} by '{}', accuracy {}", o.source, o.from, o.operation,
                                  std::isnan(o.accuracy) ? "unknown" : fmt::format("{} m", o.accuracy)));
    }
    // The levels of one run mostly share their measurements and classes.
    Grouped measurements, classes;
    for (const auto& m : p.measurements) {
        measurements.add(
            m.level, fmt::format("{}: model version {}, edition {}, weighted by {}{}", m.label,
                                 m.measurement.model_version.empty() ? "-" : m.measurement.model_version,
                                 m.measurement.edition.empty() ? "-" : m.measurement.edition, weight_words(m.weight),
                                 m.series_break ? "; series break: not comparable with the one before" : ""));
    }
    for (const auto& c : p.classes) {
        classes.add(c.level, fmt::format("classes of {} ({}): {}{}, limits {}", c.dimension,
                                         fmt::join(c.measurements, ", "), c.table.scheme,
                                         c.table.edition.empty() ? "" : " of the " + c.table.edition + " edition",
                                         fmt::join(c.table.limits, ", ")));
    }
    measurements.tell(out);
    classes.tell(out);
    if (const auto& index = p.options.reading.index)
        out.push_back(fmt::format("own index: '{}', of {} indicators; the model is in its metadata", index->name,
                                  index->indicators.size()));
    std::vector<std::string> seeds;
    if (const auto& asked = p.options.robustness)
        seeds.push_back(fmt::format("{} for {} draws of weights", asked->draws.seed, asked->count));
    if (const auto& asked = p.options.hotspots)
        seeds.push_back(fmt::format("{} for permutations, where p-values come from those", asked->seed));
    if (const auto& asked = p.options.displacement)
        seeds.push_back(fmt::format("{} for the centres of areas compared with", asked->seed));
    out.push_back(seeds.empty() ? "seeds: none, nothing in it was drawn at random"
                                : fmt::format("seeds: {}", fmt::join(seeds, "; ")));
    return out;
}

}  // namespace cli
