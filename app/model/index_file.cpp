#include "app/model/index_file.h"

#include "geo/composite/words.h"
#include "geo/error.h"
#include "geo/text_fold.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/ranges.h>
#include <toml++/toml.h>

namespace model {

namespace {

const geo::Words<bool>& directions() {
    static const geo::Words<bool> all{{"high", true}, {"low", false}};
    return all;
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\u{:04X}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

/// Writes a model key by key, what is as it would be without the key left out.
class TomlWriter {
public:
    explicit TomlWriter(const geo::IndexModel& model) {
        const geo::IndexModel usual;
        string("name", model.name);
        string("source", model.source);
        string("reference", model.reference);
        if (model.least_available != usual.least_available) number("least_available", model.least_available);
        if (model.aggregation != usual.aggregation) word("aggregation", geo::aggregation_words(), model.aggregation);
        if (model.imputation != usual.imputation) methods("imputation", model.imputation);
        if (model.outliers != usual.outliers) methods("outliers", model.outliers);
        if (model.normalisation != usual.normalisation) methods("normalisation", model.normalisation);
        for (const auto& dimension : model.dimensions) add(dimension);
        for (const auto& indicator : model.indicators) add(indicator);
    }

    [[nodiscard]] std::string operator()() && { return std::move(out_); }

private:
    void line(std::string_view key, std::string_view value) { out_ += fmt::format("{} = {}\n", key, value); }
    void string(std::string_view key, const std::string& value) {
        if (!value.empty()) line(key, in_quotes(value));
    }
    void number(std::string_view key, double value) { line(key, fmt::format("{}", value)); }
    void number(std::string_view key, const std::optional<double>& value) {
        if (value) number(key, *value);
    }
    template <typename Kind>
    void word(std::string_view key, const geo::Words<Kind>& words, Kind kind) {
        line(key, in_quotes(geo::word_of(words, kind)));
    }
    void section(std::string_view name) { out_ += fmt::format("\n[{}]\n", name); }

    void methods(const std::string& name, const geo::Imputation& imputation) {
        section(name);
        word("method", geo::imputation_words(), imputation.method);
        string("group", imputation.group);
    }
    void methods(const std::string& name, const geo::Outliers& outliers) {
        section(name);
        word("method", geo::outlier_words(), outliers.method);
        number("most_skewness", outliers.most_skewness);
        number("most_kurtosis", outliers.most_kurtosis);
        line("most_winsorised", fmt::format("{}", outliers.most_winsorised));
    }
    void methods(const std::string& name, const geo::Normalisation& normalisation) {
        section(name);
        word("method", geo::normalisation_words(), normalisation.method);
        number("low", normalisation.low);
        number("high", normalisation.high);
    }

    void add(const geo::Dimension& dimension) {
        section("dimension." + in_quotes(dimension.code));
        string("name", dimension.name);
        string("of", dimension.parent);
        if (dimension.weight != 1) number("weight", dimension.weight);
        if (dimension.aggregation) word("aggregation", geo::aggregation_words(), *dimension.aggregation);
    }
    void add(const geo::Indicator& indicator) {
        const auto name = "indicator." + in_quotes(indicator.code);
        section(name);
        string("column", indicator.column);
        string("name", indicator.name);
        string("unit", indicator.unit);
        string("source", indicator.source);
        string("of", indicator.parent);
        if (!indicator.more_is_better) word("better", directions(), false);
        if (indicator.weight != 1) number("weight", indicator.weight);
        number("target", indicator.target);
        number("worst", indicator.worst);
        number("best", indicator.best);
        if (indicator.imputation) methods(name + ".imputation", *indicator.imputation);
        if (indicator.outliers) methods(name + ".outliers", *indicator.outliers);
        if (indicator.normalisation) methods(name + ".normalisation", *indicator.normalisation);
    }

    std::string out_;
};

/// Letters to change, add, leave out or swap with the next (Damerau 1964).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

/// "did you mean 'weight'?", or all there are where none is near.
geo::Sentence suggestion(std::string_view wrong, std::vector<std::string_view> known) {
    std::sort(known.begin(), known.end());
    const auto nearest = std::min_element(known.begin(), known.end(),
                                          [&](auto a, auto b) { return distance(wrong, a) < distance(wrong, b); });
    if (distance(wrong, *nearest) <= std::max<std::size_t>(2, wrong.size() / 3))
        return geo::Sentence("did you mean '{}'?", *nearest);
    return geo::Sentence("there is {}", fmt::join(known, ", "));
}

/// A table of the file: each key is asked for once, by its kind.
class TomlSection {
public:
    TomlSection(const toml::table& table, geo::Sentence about, const std::string& file)
        : table_(table), about_(std::move(about)), file_(file) {}

    void read(std::string_view key, std::string& into) {
        if (const auto* node = find(key)) into = need<std::string>(*node, key, geo::Sentence("text"));
    }
    void read(std::string_view key, double& into) {
        const auto* node = find(key);
        if (node == nullptr) return;
        into = need<double>(*node, key, geo::Sentence("a number"));
        if (!std::isfinite(into)) wrong_kind(*node, key, geo::Sentence("a number"));
    }
    void read(std::string_view key, std::optional<double>& into) {
        if (!table_.contains(key)) return known_.push_back(key);
        double value = 0;
        read(key, value);
        into = value;
    }
    void read(std::string_view key, std::size_t& into) {
        const auto* node = find(key);
        if (node == nullptr) return;
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < 0) wrong_kind(*node, key, geo::Sentence("a whole number that is not negative"));
        into = static_cast<std::size_t>(*value);
    }
    template <typename Kind>
    void read(std::string_view key, const geo::Words<Kind>& words, Kind& into) {
        const auto* node = find(key);
        if (node == nullptr) return;
        const auto word = need<std::string>(*node, key, geo::Sentence("text"));
        std::vector<std::string_view> known;
        for (const auto& [name, kind] : words) {
            if (word == name) {
                into = kind;
                return;
            }
            known.push_back(name);
        }
        geo::fail("{}, line {}: {}: '{}' cannot be '{}'; {}", file_, line(*node), about_, key, word,
                  suggestion(word, known));
    }
    template <typename Kind>
    void read(std::string_view key, const geo::Words<Kind>& words, std::optional<Kind>& into) {
        if (!table_.contains(key)) return known_.push_back(key);
        auto value = words.front().second;
        read(key, words, value);
        into = value;
    }
    /// The tables in it, in the order of the file.
    [[nodiscard]] std::vector<std::pair<std::string, const toml::table*>> tables(std::string_view key) {
        std::vector<std::pair<std::string, const toml::table*>> out;
        const auto* node = find(key);
        if (node == nullptr) return out;
        const auto* all = node->as_table();
        if (all == nullptr) wrong_kind(*node, key, geo::Sentence("tables, such as [{}.a]", key));
        for (const auto& [code, each] : *all) {
            if (!each.is_table())
                geo::fail("{}, line {}: '{}' stands where a table is due, such as [{}.{}]", file_, line(each),
                          code.str(), key, code.str());
            out.emplace_back(std::string(code.str()), each.as_table());
        }
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
            const auto& x = a.second->source().begin;
            const auto& y = b.second->source().begin;
            return std::pair(x.line, x.column) < std::pair(y.line, y.column);
        });
        return out;
    }
    /// A table of which there is one; null where there is none.
    [[nodiscard]] const toml::table* table(std::string_view key) {
        const auto* node = find(key);
        if (node == nullptr) return nullptr;
        if (!node->is_table()) wrong_kind(*node, key, geo::Sentence("a table"));
        return node->as_table();
    }
    /// The dimension that a part belongs to.
    void read_parent(std::string& into) {
        const auto it = table_.find("of");
        if (it != table_.end() && it->second.is_array())
            geo::fail("{}, line {}: {}: 'of' names several dimensions, and a part belongs to one only", file_,
                      line(it->second), about_);
        read("of", into);
    }
    /// \throws Error for a key that nobody asked for
    void end() const {
        for (const auto& [key, node] : table_) {
            if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
            geo::fail("{}, line {}: {} has no '{}'; {}", file_, key.source().begin.line, about_, key.str(),
                      suggestion(key.str(), known_));
        }
    }

    [[nodiscard]] const std::string& file() const { return file_; }

private:
    [[nodiscard]] const toml::node* find(std::string_view key) {
        known_.push_back(key);
        return table_.get(key);
    }
    [[nodiscard]] static std::uint32_t line(const toml::node& node) { return node.source().begin.line; }
    [[noreturn]] void wrong_kind(const toml::node& node, std::string_view key, const geo::Sentence& kind) const {
        geo::fail("{}, line {}: {}: '{}' must be {}", file_, line(node), about_, key, kind);
    }
    template <typename Value>
    [[nodiscard]] Value need(const toml::node& node, std::string_view key, const geo::Sentence& kind) const {
        const auto value = node.value<Value>();
        const bool right = std::is_same_v<Value, double> ? node.is_number() : node.is_string();
        if (!value || !right) wrong_kind(node, key, kind);
        return *value;
    }

    const toml::table& table_;
    geo::Sentence about_;
    const std::string& file_;
    std::vector<std::string_view> known_;
};

geo::Imputation imputation_from(TomlSection section) {
    geo::Imputation out;
    section.read("method", geo::imputation_words(), out.method);
    section.read("group", out.group);
    section.end();
    const bool grouped =
        out.method == geo::Imputation::Method::group_mean || out.method == geo::Imputation::Method::group_median;
    if (grouped && out.group.empty())
        geo::fail("{}: imputation by group needs a 'group': the column that tells them apart", section.file());
    if (!grouped && !out.group.empty())
        geo::fail("{}: 'group' counts with the methods group_mean and group_median only; choose one, or leave it out",
                  section.file());
    return out;
}

geo::Outliers outliers_from(TomlSection section) {
    geo::Outliers out;
    section.read("method", geo::outlier_words(), out.method);
    section.read("most_skewness", out.most_skewness);
    section.read("most_kurtosis", out.most_kurtosis);
    section.read("most_winsorised", out.most_winsorised);
    section.end();
    return out;
}

geo::Normalisation normalisation_from(TomlSection section) {
    geo::Normalisation out;
    section.read("method", geo::normalisation_words(), out.method);
    section.read("low", out.low);
    section.read("high", out.high);
    section.end();
    constexpr double most = 1e9;
    if (std::abs(out.low) > most || std::abs(out.high) > most)
        geo::fail("{}: a scale from {} to {}; it must lie between {} and {}", section.file(), out.low, out.high, -most,
                  most);
    if (!(out.high > out.low))
        geo::fail("{}: a scale from {} to {} goes nowhere; 'high' must be above 'low'", section.file(), out.low,
                  out.high);
    return out;
}

/// Methods of the whole model, or of one indicator where it has its own.
template <typename Of, typename From>
void read_methods(TomlSection& section, std::string_view key, geo::Sentence about, Of& into, From&& from) {
    if (const auto* table = section.table(key)) into = from(TomlSection(*table, std::move(about), section.file()));
}

geo::Dimension dimension_from(const std::string& code, TomlSection section) {
    geo::Dimension out;
    out.code = code;
    section.read("name", out.name);
    section.read_parent(out.parent);
    section.read("weight", out.weight);
    section.read("aggregation", geo::aggregation_words(), out.aggregation);
    section.end();
    return out;
}

geo::Indicator indicator_from(const std::string& code, TomlSection section) {
    geo::Indicator out;
    out.code = code;
    section.read("column", out.column);
    section.read("name", out.name);
    section.read("unit", out.unit);
    section.read("source", out.source);
    section.read_parent(out.parent);
    section.read("better", directions(), out.more_is_better);
    section.read("weight", out.weight);
    section.read("target", out.target);
    section.read("worst", out.worst);
    section.read("best", out.best);
    read_methods(section, "imputation", geo::Sentence("the imputation of indicator '{}'", code), out.imputation,
                 [](TomlSection s) { return imputation_from(std::move(s)); });
    read_methods(section, "outliers", geo::Sentence("the outliers of indicator '{}'", code), out.outliers,
                 [](TomlSection s) { return outliers_from(std::move(s)); });
    read_methods(section, "normalisation", geo::Sentence("the normalisation of indicator '{}'", code),
                 out.normalisation, [](TomlSection s) { return normalisation_from(std::move(s)); });
    section.end();
    return out;
}

}  // namespace

geo::IndexModel index_from(std::string_view toml, const std::string& name) {
    toml::table table;
    try {
        table = toml::parse(toml, name);
    } catch (const toml::parse_error& error) {
        geo::fail("{}, line {}: this is no TOML ({})", name, error.source().begin.line, error.description());
    }
    TomlSection section(table, geo::Sentence("the model"), name);
    geo::IndexModel out;
    out.name = name;
    section.read("name", out.name);
    section.read("source", out.source);
    section.read("reference", out.reference);
    section.read("least_available", out.least_available);
    section.read("aggregation", geo::aggregation_words(), out.aggregation);
    read_methods(section, "imputation", geo::Sentence("imputation"), out.imputation,
                 [](TomlSection s) { return imputation_from(std::move(s)); });
    read_methods(section, "outliers", geo::Sentence("outliers"), out.outliers,
                 [](TomlSection s) { return outliers_from(std::move(s)); });
    read_methods(section, "normalisation", geo::Sentence("normalisation"), out.normalisation,
                 [](TomlSection s) { return normalisation_from(std::move(s)); });
    for (const auto& [code, each] : section.tables("dimension"))
        out.dimensions.push_back(dimension_from(code, TomlSection(*each, geo::Sentence("dimension '{}'", code), name)));
    for (const auto& [code, each] : section.tables("indicator"))
        out.indicators.push_back(indicator_from(code, TomlSection(*each, geo::Sentence("indicator '{}'", code), name)));
    section.end();
    if (!(out.least_available > 0 && out.least_available <= 1))
        geo::fail("{}: 'least_available' is {}; it is a part of the weight, above 0 and not above 1", name,
                  out.least_available);
    return out;
}

std::string to_toml(const geo::IndexModel& model) {
    return TomlWriter(model)();
}

bool is_model(const std::string& path) {
    return geo::lower_ascii(std::filesystem::path(path).extension().string()) == model_extension;
}

geo::IndexModel read_index(const std::string& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) geo::fail("{}: {}", path, geo::system_reason(EISDIR));
    std::ifstream file(path, std::ios::binary);
    if (!file) geo::fail("{}: {}", path, geo::system_reason(errno));
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad()) geo::fail("{}: cannot be read", path);
    return index_from(bytes, path);
}

}  // namespace model
