#pragma once

#include "geo/table.h"
#include "geo/vector/source.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace geo {

/// What the user says about sources that do not speak for themselves. Empty = look at the content.
struct LayoutHints {
    std::string code;                 // column with the area codes
    std::string name;                 // column with the area names
    std::vector<std::string> values;  // columns to score, in place of the known ones
    std::string measurement;          // column with the year, or a year for tables that have none of their own
    std::string weight;               // a kind of weight or a column
    std::string level;                // what the areas are called
    /// `measurement` counts only where nothing else tells the year, and there need be no such table.
    bool measurement_may_rest = false;
    std::vector<std::string> groups = {};  // columns that tell areas apart: read of tables without borders too
};

/// A column that holds scores (or published classes) of one dimension.
struct ScoreField {
    std::size_t field = 0;
    std::string dimension;           // "afw", "won" ...; among classes "class_dev" is the deviation class of the total
    int date = 0;                    // reference year of the whole column; 0: each row has its own
    std::string model_version = {};  // of the whole column; likewise
    std::string edition = {};        // where it is known; empty: it is to be found out
};

/// A column that may weigh cells.
struct WeightField {
    std::size_t field = 0;
    std::string name;  // "dwellings", "inhabitants", "households", or the column's own name
    int date = 0;      // year, where its name tells
};

/// What a file that this program wrote says of one of its measurements.
struct OwnMeasurement {
    std::string label;  // "2018": the names of its columns end in it
    Measurement measurement;
    std::string weight = {};  // by which it was made; empty where that is not told
    int weight_date = 0;      // year of the weight; 0 if unknown
};

/// What such a file says of the own index in it.
struct OwnIndex {
    std::string total;                              // dimension; empty: there is none
    std::vector<TotalPart> parts;                   // what it is the sum of, where it is one
    std::map<std::string, std::string> names = {};  // of its dimensions, by code
    friend bool operator==(const OwnIndex&, const OwnIndex&) = default;
};

/// A column with the weight behind the scores of a measurement.
struct OwnWeight {
    std::size_t field = 0;
    OwnMeasurement of;
};

/// What the rows and columns of a source mean.
struct Layout {
    enum class Rows {
        unknown,
        areas,
        cells,
        members  // of areas that are made of others
    };
    Rows rows = Rows::unknown;
    std::string level;                // "buurt", "wijk", "gemeente", "pc4", else the layer's name
    std::optional<std::size_t> code;  // of areas, or ids of cells
    std::optional<std::size_t> name;
    std::optional<std::size_t> date;     // reference year per row
    std::optional<std::size_t> version;  // model version per row
    std::optional<std::size_t> water;    // CBS: JA, NEE, B
    std::vector<std::size_t> groups;     // fields asked for by LayoutHints::groups
    std::vector<ScoreField> scores;
    std::vector<ScoreField> classes;  // as published
    std::vector<ScoreField> no_data;  // text, in our words: why there is no score of that measurement
    std::vector<WeightField> weights;
    std::vector<OwnWeight> own_weights;
    OwnIndex own_index;
    std::vector<std::size_t> made_anew;  // fields with what an earlier run made of the scores: their classes
    int date_of_all = 0;                 // where the name of the file or layer, or the user, tells the year

    [[nodiscard]] bool has_scores() const { return !scores.empty() || !classes.empty(); }
};

/// The dimensions the Leefbaarometer 3.0 publishes, total first: lbm, afw, fys, onv, soc, vrz, won.
[[nodiscard]] std::span<const std::string_view> known_dimensions();
[[nodiscard]] bool is_known_dimension(std::string_view code);
/// The five that add up to afw.
[[nodiscard]] std::span<const std::string_view> parts_of_total();

/// Decides by names and first values of the columns; pure. \param sample [rows][fields] as text
/// \param own what the file says of the measurements of a layer that is_own_output(); empty: the columns tell their
/// years
[[nodiscard]] Layout recognise(const std::string& file, const std::string& layer,
                               const std::vector<Source::FieldInfo>& fields,
                               const std::vector<std::vector<std::string>>& sample, bool has_polygons,
                               const LayoutHints& hints, std::span<const OwnMeasurement> own = {});

/// Whether a layer is as this program writes it: code, name, and beside classes the reasons why there is none, in our
/// words.
[[nodiscard]] bool is_own_output(const std::vector<Source::FieldInfo>& fields,
                                 const std::vector<std::vector<std::string>>& sample);

/// A column by its name, exactly or else whatever its case.
[[nodiscard]] std::optional<std::size_t> find_field(const std::vector<Source::FieldInfo>& fields,
                                                    std::string_view name);

/// The columns of a value that is to be scored: of a dimension that is known the one nested in a dump ("raw.won"); else
/// the one of that name; else those by year: "value_2018", or where "{year}" stands in "y{year}_value". Empty where
/// there is none.
[[nodiscard]] std::vector<ScoreField> columns_of_value(const std::vector<Source::FieldInfo>& fields,
                                                       const std::string& value);

/// Which weight a column of areas holds, and of which year: "aantal_woningen_2018" -> dwellings, 2018.
struct WeightColumn {
    std::string name;  // "dwellings", "inhabitants", "households", or the column's own name
    int date = 0;      // 0: the name tells none
};
/// Nothing for a column that is no weight by its name. \param wanted a column that is one because the user says so
[[nodiscard]] std::optional<WeightColumn> weight_column(const std::string& column, const std::string& wanted);

/// The area of a higher level that an area lies in, by the digits of its code: "BU03630101" -> "WK036301" for wijk,
/// "GM0363" for gemeente. Empty where the code does not tell.
[[nodiscard]] std::string code_above(std::string_view code, std::string_view level);

/// The level that a code's own form tells: BU…, WK…, GM…, PV…, four digits; empty if none.
[[nodiscard]] std::string_view level_of_code(std::string_view code);

}  // namespace geo
