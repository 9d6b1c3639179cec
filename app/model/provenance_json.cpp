#include "app/model/choices_json.h"
#include "app/model/hotspots_json.h"
#include "app/model/provenance.h"
#include "app/model/reading_json.h"
#include "geo/error.h"
#include "geo/text_fold.h"
#include "geo/vector/digest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <type_traits>

namespace model {

namespace {

constexpr const char* format_name = "leefbeeld provenance";
constexpr std::size_t most_examples = 1000;  // of a note; the count tells them all
constexpr std::array kinds{geo::Note::Kind::checked, geo::Note::Kind::decided,   geo::Note::Kind::repaired,
                           geo::Note::Kind::dropped, geo::Note::Kind::unmatched, geo::Note::Kind::differs};

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json to_json(const geo::RobustnessAsked& asked) {
    auto claims = Json::array();
    for (const auto& claim : asked.claims)
        claims.push_back({{"kind", claim.kind == geo::Claim::Kind::weaker ? "weaker" : "improved"},
                          {"area", claim.area},
                          {"other", claim.other}});
    const auto& draws = asked.draws;
    return {{"measurement", asked.measurement},
            {"draws", asked.count},
            {"method", draws.method == geo::WeightDraws::Method::dirichlet ? "dirichlet" : "uniform"},
            {"concentration", draws.concentration},
            {"spread", draws.spread},
            {"seed", draws.seed},
            {"coverage", asked.coverage},
            {"samples", asked.samples},
            {"claims", std::move(claims)}};
}

Json to_json(const RunOptions& options) {
    const auto& analysis = options.analysis;
    if (options.view) {
        Json out{{"verb", "view"},
                 {"inputs", options.inputs},
                 {"reading", to_json(options.reading)},
                 {"what", name_of(options.view->what)},
                 {"choices", Json::parse(options.view->choices, nullptr, false)}};
        if (options.view->what == Exporting::What::everything) out["cells"] = options.cells;
        out["language"] = name_of(options.language);
        return out;
    }
    Json out{{"verb", "score"},
             {"inputs", options.inputs},
             {"reading", to_json(options.reading)},
             {"levels", options.levels},
             {"cells", options.cells},
             {"all_class_shares", options.all_class_shares},
             {"statistics", analysis.statistics},
             {"quantiles", analysis.quantiles},
             {"from", analysis.from},
             {"to", analysis.to},
             {"against", analysis.against},
             {"threshold", analysis.threshold ? Json(*analysis.threshold) : Json()},
             {"limit_margin", analysis.limit_margin},
             {"min_weight", analysis.min_weight},
             {"language", name_of(options.language)}};
    if (options.index_stages) out["index_stages"] = true;
    if (options.robustness) out["robustness"] = to_json(*options.robustness);
    if (options.hotspots) out["hotspots"] = hotspots_to_json(*options.hotspots);
    if (options.displacement) out["displacement"] = displacement_to_json(*options.displacement);
    return out;
}

const geo::Words<geo::ReadInput::Role>& role_words() {
    using Role = geo::ReadInput::Role;
    static const geo::Words<Role> words{{"input", Role::input}, {"set", Role::set}, {"neighbours", Role::neighbours}};
    return words;
}

Json to_json(const InputRecord& input) {
    auto files = Json::array();
    for (const auto& file : input.files) {
        files.push_back(
            {{"path", file.path}, {"bytes", file.bytes}, {"modified", file.modified}, {"sha256", file.sha256}});
    }
    return {{"name", input.name}, {"role", name_of(input.role)}, {"files", std::move(files)}};
}

Json to_json(const geo::Report& report) {
    auto out = Json::array();
    for (const auto& note : report.notes) {
        auto examples = note.examples;
        if (examples.size() > most_examples) examples.resize(most_examples);
        out.push_back({{"kind", geo::kind_name(note.kind)},
                       {"source", note.source},
                       {"measurement", note.measurement},
                       {"what", note.what.text()},
                       {"count", note.count},
                       {"examples", std::move(examples)}});
    }
    return out;
}

std::string signature(Json document) {
    document.erase("sha256");
    return geo::sha256(document.dump(1));
}

/// An object of the metadata: asks for each of its members once, by name and kind.
class Members {
public:
    Members(const Json& json, std::string place, const std::string& file)
        : json_(json), place_(std::move(place)), file_(file) {
        if (!json.is_object()) wrong("is no object");
    }

    template <typename Value>
    void get(const char* key, Value& value) {
        const auto at = json_.find(key);
        if (at == json_.end()) return wrong(fmt::format("has no '{}'", key));
        asked_.insert(key);
        if constexpr (std::is_unsigned_v<Value> && !std::is_same_v<Value, bool>) {
            if (!at->is_number_unsigned()) return wrong(fmt::format("has a '{}' of the wrong kind", key));
        }
        try {
            at->get_to(value);
        } catch (const nlohmann::json::exception&) {
            wrong(fmt::format("has a '{}' of the wrong kind", key));
        }
    }
    void number(const char* key, double& value) {
        if (is_null(key)) {
            value = geo::missing;
        } else {
            get(key, value);
        }
    }
    const Json& part(const char* key) {
        const auto at = json_.find(key);
        if (at == json_.end()) wrong(fmt::format("has no '{}'", key));
        asked_.insert(key);
        return *at;
    }
    [[nodiscard]] bool has(const char* key) const { return json_.contains(key); }
    [[nodiscard]] bool is_null(const char* key) {
        const auto at = json_.find(key);
        if (at == json_.end() || !at->is_null()) return false;
        asked_.insert(key);
        return true;
    }
    [[nodiscard]] Members object(const char* key) { return {part(key), fmt::format("{}, '{}'", place_, key), file_}; }
    /// Each element of a list, as an object.
    template <typename Read>
    void list(const char* key, Read&& read) {
        const auto& all = part(key);
        if (!all.is_array()) wrong(fmt::format("has a '{}' that is no list", key));
        for (const auto& each : all) read(Members(each, fmt::format("{}, '{}'", place_, key), file_));
    }
    /// What an option is that this program does not know is not for it to guess.
    void end() const {
        for (const auto& [key, value] : json_.items()) {
            if (!asked_.contains(key)) wrong(fmt::format("has an unknown '{}'", key));
        }
    }
    [[noreturn]] void wrong(const std::string& what) const {
        geo::fail("{}: its metadata cannot be used: {} {}", file_, place_, what);
    }

private:
    const Json& json_;
    std::string place_;
    const std::string& file_;
    std::set<std::string> asked_;
};

Reading reading_of(Members& members) {
    const auto& json = members.part("reading");
    Reading out;
    try {
        out = reading_from(json);
    } catch (const std::exception&) {
        members.wrong("has a 'reading' with an option of the wrong kind");
    }
    // What was read, written again, has every key that was there: else there is one that was passed over.
    const auto known = to_json(out);
    for (const auto& [key, value] : json.items()) {
        if (!known.contains(key)) members.wrong(fmt::format("has an unknown or empty '{}' in 'reading'", key));
    }
    if (!out.bbox.empty() && out.bbox.size() != 4) members.wrong("has a 'bbox' in 'reading' that is none");
    // A condition may hold a query, and a query may go on for ever.
    if (geo::lower_ascii(out.where).find("select") != std::string::npos)
        members.wrong("has a 'where' in 'reading' with a query in it; run the command yourself if you trust it");
    return out;
}

Language language_of(Members& members) {
    std::string language;
    members.get("language", language);
    if (language != "en" && language != "nl") members.wrong(fmt::format("has an unknown language '{}'", language));
    return language_from(language);
}

ViewOptions view_from(Members& members) {
    ViewOptions out;
    std::string what;
    members.get("what", what);
    try {
        out.what = exporting_from(what);
    } catch (const geo::Error&) {
        out.what = Exporting::What::automatic;
    }
    if (out.what == Exporting::What::automatic) members.wrong(fmt::format("is of '{}'", what));
    const auto& choices = members.part("choices");
    try {
        static_cast<void>(choices_from(choices));
    } catch (const std::exception&) {
        members.wrong("has 'choices' that cannot be");
    }
    out.choices = choices.dump();
    return out;
}

geo::RobustnessAsked robustness_from(Members members) {
    geo::RobustnessAsked out;
    auto& draws = out.draws;
    std::string method;
    members.get("measurement", out.measurement);
    members.get("draws", out.count);
    members.get("method", method);
    if (method != "dirichlet" && method != "uniform") members.wrong(fmt::format("has an unknown method '{}'", method));
    draws.method = method == "uniform" ? geo::WeightDraws::Method::uniform : geo::WeightDraws::Method::dirichlet;
    members.get("concentration", draws.concentration);
    members.get("spread", draws.spread);
    members.get("seed", draws.seed);
    members.get("coverage", out.coverage);
    members.get("samples", out.samples);
    if (!is_possible(out)) members.wrong("asks for draws that cannot be");
    members.list("claims", [&](Members of) {
        auto& claim = out.claims.emplace_back();
        std::string kind;
        of.get("kind", kind);
        if (kind != "weaker" && kind != "improved") of.wrong(fmt::format("has an unknown kind '{}'", kind));
        claim.kind = kind == "weaker" ? geo::Claim::Kind::weaker : geo::Claim::Kind::improved;
        of.get("area", claim.area);
        of.get("other", claim.other);
        of.end();
    });
    members.end();
    return out;
}

RunOptions options_from(Members members) {
    RunOptions out;
    std::string verb;
    members.get("verb", verb);
    members.get("inputs", out.inputs);
    if (out.inputs.empty()) members.wrong("names no inputs");
    if (verb == "view") {
        out.reading = reading_of(members);
        out.view = view_from(members);
        if (out.view->what == Exporting::What::everything) members.get("cells", out.cells);
        out.language = language_of(members);
        members.end();
        return out;
    }
    if (verb != "score") members.wrong(fmt::format("is of '{}', which this program cannot repeat", verb));
    out.reading = reading_of(members);
    members.get("levels", out.levels);
    members.get("cells", out.cells);
    members.get("all_class_shares", out.all_class_shares);
    if (members.has("index_stages")) members.get("index_stages", out.index_stages);
    if (members.has("robustness")) out.robustness = robustness_from(members.object("robustness"));
    if (members.has("hotspots")) out.hotspots = hotspots_from(members.part("hotspots"));
    if (members.has("displacement")) out.displacement = displacement_from(members.part("displacement"));
    auto& analysis = out.analysis;
    members.get("statistics", analysis.statistics);
    members.get("quantiles", analysis.quantiles);
    const auto outside = [](double q) { return !(q >= 0 && q <= 1); };
    constexpr std::size_t most_quantiles = 1000;
    if (analysis.quantiles.size() > most_quantiles ||
        std::any_of(analysis.quantiles.begin(), analysis.quantiles.end(), outside))
        members.wrong("has 'quantiles' that do not lie between 0 and 1, or too many");
    members.get("from", analysis.from);
    members.get("to", analysis.to);
    members.get("against", analysis.against);
    if (!members.is_null("threshold")) {
        double threshold = 0;
        members.get("threshold", threshold);
        if (!(threshold >= 0 && threshold <= geo::most_classes) || threshold != std::floor(threshold))
            members.wrong("has a 'threshold' that is no class");
        analysis.threshold = static_cast<int>(threshold);
    }
    members.get("limit_margin", analysis.limit_margin);
    members.get("min_weight", analysis.min_weight);
    if (!(analysis.limit_margin >= 0 && analysis.limit_margin <= 1e12) ||
        !(analysis.min_weight >= 0 && analysis.min_weight <= 1e12))
        members.wrong("has a 'limit_margin' or 'min_weight' that is no number from 0 on");
    out.language = language_of(members);
    members.end();
    return out;
}

geo::Note::Kind kind_from(const std::string& name) {
    const auto at = std::find_if(kinds.begin(), kinds.end(), [&](auto kind) { return name == geo::kind_name(kind); });
    return at == kinds.end() ? geo::Note::Kind::decided : *at;
}

}  // namespace

std::string to_json(const Provenance& p) {
    Json out{{"format", format_name},
             {"version", provenance_version},
             {"program", {{"name", "leefbeeld"}, {"version", p.program}}},
             {"libraries", p.libraries},
             {"created", p.created},
             {"command", p.command},
             {"run", to_json(p.options)},
             {"redacted", p.redacted}};
    auto& inputs = out["inputs"] = Json::array();
    for (const auto& input : p.inputs) inputs.push_back(to_json(input));
    out["crs"] = {{"id", p.crs_id}, {"name", p.crs_name}};
    auto& operations = out["coordinate_operations"] = Json::array();
    for (const auto& o : p.operations) {
        operations.push_back(
            {{"source", o.source}, {"from", o.from}, {"operation", o.operation}, {"accuracy_m", number(o.accuracy)}});
    }
    auto& measurements = out["measurements"] = Json::array();
    for (const auto& m : p.measurements) {
        measurements.push_back({{"level", m.level},
                                {"measurement", m.label},
                                {"reference_year", m.measurement.date},
                                {"model_version", m.measurement.model_version},
                                {"edition", m.measurement.edition},
                                {"series_break", m.series_break},
                                {"weight", m.weight.name},
                                {"weight_year", m.weight.date},
                                {"weight_source", m.weight.source}});
    }
    auto& classes = out["class_tables"] = Json::array();
    for (const auto& c : p.classes) {
        classes.push_back({{"level", c.level},
                           {"dimension", c.dimension},
                           {"measurements", c.measurements},
                           {"scheme", c.table.scheme},
                           {"edition", c.table.edition},
                           {"limits", c.table.limits},
                           {"labels_nl", c.table.labels_nl},
                           {"labels_en", c.table.labels_en}});
    }
    auto& seeds = out["seeds"] = Json::object();
    if (p.options.robustness) seeds["weights"] = p.options.robustness->draws.seed;
    if (p.options.hotspots) seeds["permutations"] = p.options.hotspots->seed;
    out["report"] = to_json(p.report);
    out["sha256"] = signature(out);
    return out.dump(1);
}

std::string_view name_of(geo::ReadInput::Role role) {
    return geo::word_of(role_words(), role);
}

Provenance provenance_from(const std::string& text, const std::string& name) {
    const auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) geo::fail("{}: its metadata are no JSON; were they changed by hand?", name);
    Members all(json, "the document", name);
    std::string format;
    int version = 0;
    all.get("format", format);
    if (format != format_name) all.wrong(fmt::format("is a '{}'", format));
    all.get("version", version);
    if (version > provenance_version) {
        geo::fail("{}: its metadata were made by a newer version of leefbeeld (form {}; this one knows {}); update it",
                  name, version, provenance_version);
    }
    Provenance out;
    Members program(all.part("program"), "'program'", name);
    program.get("version", out.program);
    all.get("libraries", out.libraries);
    all.get("created", out.created);
    all.get("command", out.command);
    out.options = options_from(Members(all.part("run"), "'run'", name));
    all.get("redacted", out.redacted);
    all.list("inputs", [&](Members input) {
        InputRecord record;
        std::string role;
        input.get("name", record.name);
        input.get("role", role);
        const auto known = geo::kind_of(role_words(), role);
        if (!known) input.wrong(fmt::format("has an unknown role '{}'", role));
        record.role = *known;
        input.list("files", [&](Members file) {
            FileRecord of;
            file.get("path", of.path);
            file.get("bytes", of.bytes);
            file.get("modified", of.modified);
            file.get("sha256", of.sha256);
            record.files.push_back(std::move(of));
        });
        out.inputs.push_back(std::move(record));
    });
    Members crs(all.part("crs"), "'crs'", name);
    crs.get("id", out.crs_id);
    crs.get("name", out.crs_name);
    all.list("coordinate_operations", [&](Members operation) {
        auto& o = out.operations.emplace_back();
        operation.get("source", o.source);
        operation.get("from", o.from);
        operation.get("operation", o.operation);
        operation.number("accuracy_m", o.accuracy);
    });
    all.list("measurements", [&](Members measurement) {
        auto& m = out.measurements.emplace_back();
        measurement.get("level", m.level);
        measurement.get("measurement", m.label);
        measurement.get("reference_year", m.measurement.date);
        measurement.get("model_version", m.measurement.model_version);
        measurement.get("edition", m.measurement.edition);
        measurement.get("series_break", m.series_break);
        measurement.get("weight", m.weight.name);
        measurement.get("weight_year", m.weight.date);
        measurement.get("weight_source", m.weight.source);
    });
    all.list("class_tables", [&](Members table) {
        auto& c = out.classes.emplace_back();
        table.get("level", c.level);
        table.get("dimension", c.dimension);
        table.get("measurements", c.measurements);
        table.get("scheme", c.table.scheme);
        table.get("edition", c.table.edition);
        table.get("limits", c.table.limits);
        table.get("labels_nl", c.table.labels_nl);
        table.get("labels_en", c.table.labels_en);
    });
    all.list("report", [&](Members note) {
        auto& n = out.report.notes.emplace_back();
        std::string kind;
        note.get("kind", kind);
        n.kind = kind_from(kind);
        note.get("source", n.source);
        note.get("measurement", n.measurement);
        std::string what;
        note.get("what", what);
        n.what = geo::Sentence::verbatim(what);
        note.get("count", n.count);
        note.get("examples", n.examples);
    });
    std::string sum;
    all.get("sha256", sum);
    static_cast<void>(all.part("seeds"));
    all.end();
    out.changed = sum != signature(json);
    return out;
}

}  // namespace model
