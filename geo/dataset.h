#pragma once

#include "geo/column.h"
#include "geo/composition.h"
#include "geo/crs.h"
#include "geo/geometry.h"
#include "geo/lattice.h"
#include "geo/layout.h"
#include "geo/report.h"
#include "geo/sentence.h"
#include "geo/table.h"
#include "geo/vector/digest.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace geo {

/// Scores of the areas or of the cells, with what the source published beside them.
struct Scores {
    Table values;
    Table published;  // classes as published, as numbers; dimension "class_dev" is that of the total's deviation
    Cube<std::uint8_t>
        no_data;             // [1][measurement][row] the kind that the source tells, no_class elsewhere; may be empty
    std::string total = {};  // of an own index: the dimension that stands for the whole
    std::vector<TotalPart> parts = {};  // of an own index: what its total is the sum of; empty where it is none
    std::map<std::string, std::string> names = {};  // of an own index: what people call its dimensions, by code

    [[nodiscard]] bool empty() const { return values.rows == 0 || values.measurements.empty(); }
};

/// How much each cell or area counts for in one year, e.g. dwellings.
struct Weight {
    std::string name;  // "dwellings", "inhabitants", "households" or a column's own name
    int date = 0;      // year; 0 if the source tells none
    std::string source;
    std::vector<double> values;              // [rows], >= 0; missing where the source has no figure
    std::vector<std::uint32_t> suppressed;   // rows whose figure is withheld, ascending
    std::optional<Measurement> behind = {};  // the scores it stands behind; none: it weighs any
};

/// "dwellings", "inhabitants", "households" or "cells" for people to read; a column by its own name.
[[nodiscard]] Sentence weight_words(const std::string& name);

/// A part of an area that is made of others.
struct Member {
    std::uint32_t level = 0;  // into Dataset::levels
    std::uint32_t area = 0;   // of that level
    double share = 1;         // how much of it counts, (0, 1]
};

/// One layer of areas: a level such as buurt, or a set of areas drawn by hand or made of other areas.
struct Areas {
    std::string level;                 // "buurt"
    std::vector<std::string> sources;  // files they came from
    std::vector<std::string> code;     // [areas], distinct
    std::vector<std::string> name;     // [areas], may be empty
    std::vector<Column> attributes;    // [areas] each, carried through to the output
    Polygons polygons;                 // [areas] in Dataset::crs, valid; areas without borders have none
    Scores scores;                     // the areas' own, if any
    std::vector<Weight> weights;       // of the areas, ascending by name and year
    std::vector<std::vector<Member>>
        members;              // [areas] what each is made of; empty where the areas stand for themselves
    bool everything = false;  // a single area, all that was read, whether or not in any other area
    bool chosen = false;      // a set of areas someone chose, no division of the whole

    [[nodiscard]] std::size_t size() const { return code.size(); }
    [[nodiscard]] bool has_polygons() const { return !polygons.points.empty(); }
    /// Whether it is known which cells lie in them.
    [[nodiscard]] bool can_hold_cells() const { return has_polygons() || !members.empty() || everything; }
};

struct Cells {
    Lattice lattice;               // index of a cell = its rank
    Scores scores;                 // [cells]
    std::vector<Weight> weights;   // ascending by name and year
    std::vector<double> one_each;  // [cells] 1: the weight "cells"

    [[nodiscard]] std::size_t size() const { return lattice.size(); }
};

/// An input and the files on disk that were read of it: itself, those in it, or those beside it (a shapefile's).
struct ReadInput {
    enum class Role {
        input,
        set,        // of areas
        neighbours  // a file of them
    };
    std::string name;  // as it was given
    Role role = Role::input;
    std::vector<FileFacts> files;  // ascending by path; none of a database or service
};

/// How coordinates were brought from one CRS to another.
struct CoordinateOperation {
    std::string source;  // file, layer
    std::string from;    // name of its CRS
    std::string operation;
    double accuracy = missing;  // metres; missing where it is not known
};

/// Neighbours as a file has them (GAL, GWT): what it says of which areas is found when they are asked for.
struct NeighbourText {
    std::string name;
    std::string text;
};

/// Everything that was read, in one CRS. Immutable once loaded.
struct Dataset {
    Crs crs;
    std::vector<Areas> levels;  // in the order they were given
    Cells cells;
    std::vector<ReadInput> inputs;  // in the order they were given
    std::vector<CoordinateOperation> operations;
    std::optional<Composition> composition;  // of an own index: how its scores were made
    std::optional<NeighbourText> neighbours;
    Report report;

    /// \throws Error naming the levels there are
    [[nodiscard]] const Areas& level(const std::string& name) const;
};

/// The cells as a level "cells" of square areas that carry their own scores, with their weights as attributes
/// (dwellings_2024): for output and for the classes of the cells themselves. \param borders whether they are given
/// their squares as polygons
[[nodiscard]] Areas cells_as_areas(const Cells& cells, bool borders = true);

struct LoadOptions {
    std::vector<std::string> inputs;                          // files, directories, GDAL names
    std::vector<std::string> layers;                          // of these names only
    std::map<std::string, std::vector<std::string>> folders;  // input that is a folder: the files of it to read; or all
    LayoutHints hints;
    std::optional<IndexModel> index;    // to be made of what was read; its columns are then those of hints.values
    std::string index_file;             // that it was read from, for who tells of it
    bool index_stages = false;          // keep all that it was made of
    std::string where;                  // OGR SQL condition on the rows of area layers
    Box bbox;                           // only areas that meet it, in the dataset's CRS; empty = all
    std::string crs;                    // of layers that name none
    std::string edition;                // see README: declares it where no source tells, chooses it where several do
    bool across_editions = false;       // keep several editions side by side
    std::vector<std::string> sets;      // files with sets of areas: their members, or polygons
    std::string neighbours;             // file of them; empty: none
    std::vector<std::string> dissolve;  // levels to make of the areas below them, by code; "all" is all that was read
    unsigned threads = 0;               // 0: one per processor
    std::function<void(double, const std::string&)> progress;  // part done in [0, 1], what is being read
};

/// Reads, recognises, brings together. \throws Error as the first thing the user must mend
[[nodiscard]] Dataset load(const LoadOptions& options);

}  // namespace geo
