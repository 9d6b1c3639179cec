#pragma once

#include "app/model/place_names.h"
#include "app/model/theme.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace model {

/// Which rows of a layer a filter keeps: what the text is part of (name, code or municipality), of the classes chosen,
/// within the limits (a row without a value is within none), and within the area named. An area that nobody has keeps
/// none. \return [rows] 1: kept. \pre layer is one of the scene's; theme is of it
[[nodiscard]] std::vector<std::uint8_t> kept_rows(const Scene& scene, const PlaceNames& names, const Layer& layer,
                                                  const Theme& theme, const Filter& filter);

struct SureColumns;  // sure.h

/// One column of the list of areas.
struct ListColumn {
    enum class Kind {
        name,
        code,
        part_of,  // municipality
        class_code,
        number,
        count,
        percent
    };
    std::string id;  // as in Sorting
    std::string label;
    Kind kind = Kind::name;
    std::span<const double> values = {};  // [rows] of number, count and percent
    bool with_sign = false;
};

/// The areas of the layer shown that the filter keeps, in the order asked for. Spans live as long as what it was made
/// of.
struct Listing {
    const Layer* layer = nullptr;  // null: there is none
    const PlaceNames* names = nullptr;
    const Theme* theme = nullptr;
    Language language = Language::english;
    std::span<const ListColumn> columns;
    std::span<const Place> places;         // that the filter can be held to
    std::span<const std::uint32_t> order;  // rows
    std::span<const std::uint8_t> kept;    // [rows]; empty where nothing is left out
    std::size_t rows = 0;                  // of the layer
    double weight_kept = 0;                // missing where no weight is known
    double weight_all = 0;
    std::string weight_name;  // "dwellings 2024"

    /// A figure or name as it is written.
    [[nodiscard]] std::string text(const ListColumn& column, std::uint32_t row) const;
    [[nodiscard]] std::size_t place_of(std::uint32_t row) const;  // in the order; its size where it is not there
};

/// \param sure how sure places and classes are; null where that is not told
[[nodiscard]] std::vector<ListColumn> columns_of(const Layer& layer, const PlaceNames& names, const Theme& theme,
                                                 const SureColumns* sure, Language language);

/// Rows in the order of a column; missing values last whichever the direction, ties by code. An unknown column sorts by
/// name. \param kept [rows], or empty for all
[[nodiscard]] std::vector<std::uint32_t> sorted_rows(const Layer& layer, const PlaceNames& names, const Theme& theme,
                                                     std::span<const ListColumn> columns, const Sorting& sorting,
                                                     std::span<const std::uint8_t> kept);

}  // namespace model
