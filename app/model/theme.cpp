#include "app/model/theme.h"

#include "app/model/tried_index.h"
#include "geo/error.h"
#include "geo/explain.h"
#include "geo/layout.h"
#include "geo/natural_breaks.h"
#include "geo/own_index.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace model {

namespace {

using Values = std::vector<double>;
using Columns = std::vector<std::pair<std::size_t, std::span<const double>>>;  // measurement, values

bool is_about_the_total(const ThemeRequest& request) {
    const auto& a = request.layer->assessment;
    return request.value == a.total && a.class_dimensions[request.dimension] != "class_dev";
}

/// The finest layer that divides what was read: the cells where there are some. An own index has its limits from it, so
/// that they are the same on every level.
const Layer& base_of(const ThemeRequest& request) {
    if (request.layer->index_model != nullptr) return *request.layer;  // whose classes are each level's own
    for (auto at = request.scene->layers.rbegin(); at != request.scene->layers.rend(); ++at) {
        if (!at->assessment.areas->chosen && !index_parts(*at).empty()) return *at;
    }
    return *request.layer;
}

std::span<const double> weights_of(const Layer& layer, std::size_t measurement) {
    return layer.row_weight.empty() ? std::span<const double>{}
                                    : std::span<const double>(layer.row_weight[measurement]);
}

std::string range_label(const Values& limits, std::size_t k, Language language, bool sign) {
    const auto number = [&](double value) { return number_text(language, value, 3, sign); };
    if (limits.empty()) return std::string(text(language, "scheme.all_values"));
    if (k == 0) return fmt::format("< {}", number(limits.front()));
    if (k == limits.size()) return fmt::format("≥ {}", number(limits.back()));
    return fmt::format("{} – {}", number(limits[k - 1]), number(limits[k]));
}

geo::ClassTable range_table(const char* scheme, Values limits, bool sign) {
    geo::ClassTable out{scheme, {}, std::move(limits), {}, {}};
    for (std::size_t k = 0; k < out.classes(); ++k) {
        out.labels_nl.push_back(range_label(out.limits, k, Language::dutch, sign));
        out.labels_en.push_back(range_label(out.limits, k, Language::english, sign));
    }
    return out;
}

/// The class table an own index is shown by: the labels of the total's, with limits of its own.
/// \param columns where the layer shown is that which the limits are from: its index at that measurement is left here
geo::ClassTable index_table(const ThemeRequest& request, std::string& index_from,
                            std::map<std::size_t, Values>& columns) {
    const auto& base = base_of(request);
    const auto& a = base.assessment;
    const auto labels = geo::labels(a.values.measurements);
    auto m = static_cast<std::size_t>(std::find(labels.begin(), labels.end(), request.index_from) - labels.begin());
    const auto has_classes = [&](std::size_t each) {
        const auto classes = a.classes.column(a.total, each);
        return std::any_of(classes.begin(), classes.end(), [](auto code) { return geo::is_class(code); });
    };
    if (m == labels.size()) {
        m = labels.size() - 1;
        while (m > 0 && !has_classes(m)) --m;
    }
    index_from = labels[m];
    auto table = a.tables[a.total][m];
    Values values(base.rows());
    TriedIndex(base, request.importance).fill(base, m, values);
    table.limits =
        geo::limits_keeping_shares(values, weights_of(base, m), a.classes.column(a.total, m), table.classes());
    if (&base == request.layer) columns[m] = std::move(values);
    // Words are those of the classes whose shares are kept; ranges are others.
    if (table.scheme != "judgement") return range_table("own_weights", std::move(table.limits), false);
    table.scheme = "own_index";
    table.edition.clear();
    return table;
}

/// What there is instead of a value: why the total has none at one of these measurements.
std::uint8_t why_none(const geo::Assessment& a, std::size_t dimension, std::size_t m, std::optional<std::size_t> from,
                      std::size_t row) {
    const auto now = a.classes.column(dimension, m)[row];
    if (now >= geo::no_data_missing) return now;
    const auto then = from ? a.classes.column(dimension, *from)[row] : geo::no_class;
    return then >= geo::no_data_missing ? then : geo::no_data_missing;
}

}  // namespace

Values rounded_limits(const geo::ClassTable& table) {
    Values out;
    for (const double limit : table.limits) {
        const double rounded = std::round(limit * 1000) / 1000;
        if (std::isfinite(rounded) && (out.empty() || rounded > out.back())) out.push_back(rounded);
    }
    return out;
}

std::optional<geo::ClassTable> usual_table(const Layer& layer, Show show, std::size_t dimension,
                                           std::size_t measurement) {
    const auto& a = layer.assessment;
    if (show == Show::state) return a.tables[dimension][measurement];
    if (!geo::has_fixed_reference(a)) return std::nullopt;
    if (show == Show::change) return geo::change_classes(a, measurement);
    return geo::class_table("deviation", a.values.measurements[measurement].edition);
}

ClassMeaning class_meaning(const Shown& shown, const Choices& choices) {
    auto request = theme_request(shown, choices);
    ClassMeaning out;
    if (const auto& hotspots = choices.hotspots; hotspots.shown) {
        const auto method = hotspots.asked.method ? static_cast<int>(*hotspots.asked.method) : -1;
        out.hotspots = fmt::format("{} {} {}", static_cast<int>(hotspots.told), method, shown.layer->cells);
    }
    out.subject = {request.show, shown.layer->assessment.class_dimensions[shown.dimension],
                   !request.importance.empty()};
    if (request.scheme.kind == Scheme::Kind::fixed) {
        out.limits = request.scheme.limits;
        return out;
    }
    if (request.scheme.kind == Scheme::Kind::published) {
        if (auto usual = usual_table(*shown.layer, request.show, shown.dimension, shown.measurement)) {
            out.labels = std::move(usual->labels_en);
            return out;
        }
    }
    if (request.show == Show::change) out.measurement = shown.measurement;
    out.made = std::move(request);
    return out;
}

std::vector<std::size_t> baselines_of(const Scene& scene, const geo::Assessment& a, std::size_t measurement) {
    const auto& all = a.values.measurements;
    std::vector<std::size_t> out;
    for (std::size_t m = 0; m < measurement; ++m) {
        if (scene.across_editions || geo::comparable(all[m], all[measurement])) out.push_back(m);
    }
    return out;
}

std::optional<std::size_t> baseline_of(const Scene& scene, const geo::Assessment& a, std::size_t measurement,
                                       const std::string& compare_from) {
    const auto labels = geo::labels(a.values.measurements);
    const auto all = baselines_of(scene, a, measurement);
    auto chosen = std::find_if(all.begin(), all.end(), [&](std::size_t m) { return labels[m] == compare_from; });
    if (chosen == all.end()) {
        chosen = std::find_if(all.begin(), all.end(), [&](std::size_t m) {
            return geo::comparable(a.values.measurements[m], a.values.measurements[measurement]);
        });
    }
    return chosen == all.end() ? std::nullopt : std::optional(*chosen);
}

std::optional<std::size_t> outlined_since(const Shown& shown, const Choices& choices) {
    const bool asked = choices.playback.trail && choices.show == Show::state && shown.measurement > 0;
    if (!asked || geo::series_breaks(shown.layer->assessment.values.measurements)[shown.measurement])
        return std::nullopt;
    return shown.measurement - 1;
}

ThemeRequest theme_request(const Shown& shown, const Choices& choices) {
    ThemeRequest out{shown.scene, shown.layer, shown.dimension, shown.value, choices.show,
                     {},          {},          choices.scheme,  {},          {}};
    if (is_about_the_total(out) && makes_own_index(*shown.layer, choices.importance)) {
        out.importance = choices.importance;
        out.index_from = choices.index_from;
    }
    if (choices.show == Show::change) out.compare_from = choices.compare_from;
    if (choices.show == Show::difference) out.reference = choices.reference;
    return out;
}

namespace {

/// What each row is compared with.
struct Comparison {
    static constexpr std::uint32_t none = 0xffffffff;
    std::vector<geo::Reference> with;
    std::vector<std::uint32_t> row;  // [rows] into these, or none
};

}  // namespace

struct Themes::Memory {
    /// A theme and what it has of its own.
    struct Made {
        Theme theme;
        Values values;
        std::vector<std::uint8_t> classes;
    };

    ThemeRequest request;
    std::vector<std::unique_ptr<Made>> made;    // [measurement]
    std::map<std::size_t, Values> columns;      // of an own index, by measurement
    std::map<std::size_t, Values> differences;  // to the references, by measurement
    std::optional<Comparison> compared;
    std::optional<geo::ClassTable> pooled;         // by limits from all measurements together
    std::optional<geo::ClassTable> index_classes;  // of the own index
    std::string index_from;
    TriedIndex tried;
    const char* refusal = nullptr;
    unsigned long revision = 0;

    void begin(const ThemeRequest& asked);
    std::unique_ptr<Made> make(std::size_t m);
    [[nodiscard]] Stood stood(std::size_t m, std::size_t row) const;
    std::span<const double> column(std::size_t m);
    Values change(std::size_t m, std::size_t from);
    const Values& difference(std::size_t m);
    geo::ClassTable table_of(const Theme& theme, std::span<const double> values);
    geo::ClassTable made_table(const Columns& values, bool sign) const;
    [[nodiscard]] bool own_index() const { return !request.importance.empty(); }
    [[nodiscard]] const geo::Assessment& a() const { return request.layer->assessment; }
};

Themes::Themes() : memory_(std::make_unique<Memory>()) {}
Themes::~Themes() = default;
Themes::Themes(Themes&&) noexcept = default;
Themes& Themes::operator=(Themes&&) noexcept = default;

const Theme& Themes::operator()(const ThemeRequest& request, std::size_t measurement) {
    auto& memory = *memory_;
    if (memory.made.empty() || !(memory.request == request)) memory.begin(request);
    auto& made = memory.made[measurement];
    if (made == nullptr) made = memory.make(measurement);
    return made->theme;
}

Stood Themes::stood(const ThemeRequest& request, std::size_t measurement, std::size_t row) {
    auto& memory = *memory_;
    if (memory.made.empty() || !(memory.request == request)) memory.begin(request);
    const bool alone = request.show == Show::state && request.scheme.kind == Scheme::Kind::published &&
                       memory.index_classes.has_value();
    if (memory.made[measurement] == nullptr && alone) return memory.stood(measurement, row);
    const auto& theme = (*this)(request, measurement);
    return {theme.values[row], theme.classes[row], &theme.table};
}

void Themes::Memory::begin(const ThemeRequest& asked) {
    request = asked;
    made.clear();
    made.resize(a().values.measurements.size());
    columns.clear();
    differences.clear();
    compared.reset();
    pooled.reset();
    index_classes.reset();
    index_from.clear();
    refusal = nullptr;
    tried = own_index() ? TriedIndex(*request.layer, request.importance) : TriedIndex();
    if (!own_index()) return;
    if (tried.empty()) {
        refusal = "theme.no_importance";
    } else if (request.show == Show::difference && !tried.linear()) {
        refusal = "theme.tried_difference";
    } else {
        index_classes = index_table(request, index_from, columns);
    }
}

/// The figures of a measurement: as they were read or added up, or those of the own index.
std::span<const double> Themes::Memory::column(std::size_t m) {
    if (!own_index()) return a().values.values.column(request.value, m);
    auto [at, anew] = columns.try_emplace(m);
    if (anew) {
        at->second.assign(request.layer->rows(), geo::missing);
        if (!tried.empty()) tried.fill(*request.layer, m, at->second);
    }
    return at->second;
}

Values Themes::Memory::change(std::size_t m, std::size_t from) {
    const auto now = column(m);
    const auto then = column(from);
    Values out(now.size());
    for (std::size_t row = 0; row < out.size(); ++row) out[row] = now[row] - then[row];
    return out;
}

namespace {

/// Cells with the municipality that each was added to.
Comparison municipalities_of_cells(const Layer& cells, const Layer& municipalities) {
    Comparison out;
    out.row.assign(cells.rows(), Comparison::none);
    for (std::size_t area = 0; area < municipalities.rows(); ++area) {
        const auto at = static_cast<std::uint32_t>(out.with.size());
        bool any = false;
        municipalities.members[area].for_each([&](std::size_t cell, double) {
            out.row[cell] = at;
            any = true;
        });
        if (any) out.with.push_back({geo::Reference::Kind::municipality, &municipalities.assessment, area});
    }
    return out;
}

Comparison comparison_of(const ThemeRequest& request) {
    const auto& layer = *request.layer;
    Comparison out;
    out.row.assign(layer.rows(), Comparison::none);
    if (request.scene->references == nullptr || out.row.empty()) return out;
    const auto& references = *request.scene->references;
    if (request.reference != "gemeente") {
        try {
            out.with.push_back(references.find(request.reference, layer.assessment, 0));
            out.row.assign(out.row.size(), 0);
        } catch (const geo::Error&) {  // then nothing is compared
        }
    } else if (!layer.cells) {
        const auto municipalities = references.municipalities(layer.assessment);
        for (std::size_t row = 0; row < out.row.size(); ++row) {
            if (!municipalities[row]) continue;
            if (out.with.empty() || out.with.back() != *municipalities[row]) out.with.push_back(*municipalities[row]);
            out.row[row] = static_cast<std::uint32_t>(out.with.size() - 1);
        }
    } else if (const auto* municipalities = request.scene->find("gemeente");
               municipalities != nullptr && municipalities->members.size() > 0) {
        return municipalities_of_cells(layer, *municipalities);
    }
    return out;
}

}  // namespace

const Values& Themes::Memory::difference(std::size_t m) {
    auto [at, anew] = differences.try_emplace(m);
    if (!anew) return at->second;
    if (!compared) compared = comparison_of(request);
    const auto own = column(m);
    auto& out = at->second;
    Values values;  // of each reference
    for (const auto& reference : compared->with) {
        const auto value = [&](std::size_t dimension) { return geo::reference_value(reference, a(), dimension, m); };
        values.push_back(own_index() ? tried.of(value) : value(request.value));
    }
    out.resize(own.size());
    for (std::size_t row = 0; row < out.size(); ++row) {
        const auto with = compared->row[row];
        out[row] = with == Comparison::none ? geo::missing : own[row] - values[with];
    }
    return out;
}

geo::ClassTable Themes::Memory::made_table(const Columns& values, bool sign) const {
    const auto& scheme = request.scheme;
    const auto classes = static_cast<std::size_t>(scheme.classes);
    if (scheme.kind == Scheme::Kind::fixed) return range_table("fixed", scheme.limits, sign);
    const bool unweighted = scheme.by_rows || scheme.kind == Scheme::Kind::equal_interval;
    std::vector<geo::WeightedColumn> weighted;
    for (const auto& [m, column] : values) {
        weighted.push_back({column, unweighted ? std::span<const double>{} : weights_of(*request.layer, m)});
    }
    const geo::Distribution all(std::move(weighted));
    if (scheme.kind == Scheme::Kind::equal_interval)
        return range_table("equal", geo::equal_interval_limits(all, classes), sign);
    if (scheme.kind == Scheme::Kind::natural) return range_table("natural", geo::natural_breaks(all, classes), sign);
    return range_table("quantile", geo::quantile_limits(all, classes), sign);
}

/// Limits that were made from the data come from all measurements together, so that a class means the same in each;
/// those of a change from this one.
geo::ClassTable Themes::Memory::table_of(const Theme& theme, std::span<const double> values) {
    if (request.scheme.kind == Scheme::Kind::published) {
        if (theme.show == Show::state && own_index() && index_classes) return *index_classes;
        if (auto usual = usual_table(*request.layer, theme.show, request.dimension, theme.measurement))
            return std::move(*usual);
    }
    if (theme.show == Show::change) return made_table({{theme.measurement, values}}, theme.signed_values);
    if (!pooled) {
        Columns all;
        for (std::size_t m = 0; m < made.size(); ++m)
            all.emplace_back(m, theme.show == Show::difference ? std::span<const double>(difference(m)) : column(m));
        pooled = made_table(all, theme.signed_values);
    }
    return *pooled;
}

std::unique_ptr<Themes::Memory::Made> Themes::Memory::make(std::size_t m) {
    auto out = std::make_unique<Made>();
    auto& theme = out->theme;
    theme.show = request.show;
    theme.own_index = own_index();
    theme.level = &a();
    theme.dimension = a().class_dimensions[request.dimension];
    theme.measurement = m;
    theme.index_from = index_from;
    theme.refusal = refusal;
    theme.revision = ++revision;
    const auto& published = a().tables[request.dimension][m];
    theme.signed_values =
        request.show != Show::state || published.scheme == "judgement" || published.scheme == "deviation";
    if (request.show == Show::state && !own_index() && request.scheme.kind == Scheme::Kind::published) {
        theme.values = column(m);
        theme.classes = a().classes.column(request.dimension, m);
        theme.table = published;
        return out;
    }
    if (request.show == Show::change) {
        theme.from = baseline_of(*request.scene, a(), m, request.compare_from);
        const auto& measurements = a().values.measurements;
        if (!theme.from) theme.refusal = "theme.no_baseline";
        // That was asked for: an explanation tells the difference, but no class and no word for it.
        if (theme.from && !geo::comparable(measurements[*theme.from], measurements[m]))
            theme.refusal = "theme.not_comparable";
        out->values = theme.refusal == nullptr ? change(m, *theme.from) : Values(request.layer->rows(), geo::missing);
        theme.values = out->values;
    } else if (request.show == Show::difference) {
        theme.values = difference(m);
        if (compared->with.empty()) theme.refusal = "theme.no_reference";
    } else {
        theme.values = column(m);
    }
    theme.table = table_of(theme, theme.values);
    out->classes.resize(theme.values.size());
    geo::classify(theme.values, theme.table.limits, out->classes);
    for (std::size_t row = 0; row < out->classes.size(); ++row) {
        if (out->classes[row] == geo::no_data_missing)
            out->classes[row] = why_none(a(), request.dimension, m, theme.from, row);
    }
    theme.classes = out->classes;
    return out;
}

/// \pre index_classes
Stood Themes::Memory::stood(std::size_t m, std::size_t row) const {
    Stood out{geo::missing, geo::no_class, &*index_classes};
    tried.fill(*request.layer, m, std::span(&out.value, 1), row);
    geo::classify(std::span(&out.value, 1), index_classes->limits, std::span(&out.class_code, 1));
    if (out.class_code == geo::no_data_missing) out.class_code = why_none(a(), request.dimension, m, std::nullopt, row);
    return out;
}

}  // namespace model
