#pragma once

#include "geo/dataset.h"
#include "geo/edition.h"
#include "geo/merge.h"

#include <string>
#include <vector>

namespace geo {

/// Private to loading: a source on its way into the dataset.
struct Incoming {
    Source source;
    Layout layout;
    std::vector<Field> wanted{};  // fields to read; the ones below say which is which among the columns read
    std::optional<std::size_t> name{}, water{}, version{}, date{};
    std::size_t attributes = 0;  // first of the attributes, which go up to ...
    std::size_t scores = 0;      // ... the first of the scores; published classes follow, then weights
    std::size_t classes = 0;
    std::size_t weights = 0;
    std::size_t no_data = 0;  // last come the reasons why there is no score
    bool polygons = false;
    bool chosen = false;  // a set of areas someone drew
    LayerRows rows{};     // filled by reading
};

/// What the tables of a file that this program wrote tell of one of its layers.
struct OwnTables {
    std::vector<OwnMeasurement> measurements;
    OwnIndex index;
};
/// [sources]; empty for others. The tables are taken out of the sources, unless they were asked for by name: they are
/// no areas.
[[nodiscard]] std::vector<OwnTables> take_own_tables(std::vector<Source>& sources, bool asked_for, Report& report);

/// What to read of a recognised source.
[[nodiscard]] Incoming plan(Source source, Layout layout);

/// Scores of one source and edition, taken out of the rows read; `row` is left for the caller.
struct TakenScores {
    SourceScores values;
    SourceScores published;
    Edition edition;
    int latest = 0;  // latest reference year
    OwnIndex index;
};
/// One for each edition: most sources have one only.
[[nodiscard]] std::vector<TakenScores> take_scores(Incoming& from);

/// One edition only in one table, unless the options say otherwise: declares it where the source only lets it guess,
/// drops the sources of another edition than the one asked for. \throws Error
void settle_editions(std::vector<TakenScores>& all, const LoadOptions& options, Report& report);

/// Merges what was taken into one table, and checks the identities of the Leefbaarometer. \param what "cells", "buurt"
/// ... for the report
[[nodiscard]] Scores merged_scores(std::vector<TakenScores> all, std::size_t rows, const RowName& row_name,
                                   const std::string& what, const LoadOptions& options, Report& report);

/// Notes what reading left out of a source.
void report_rows(const Incoming& from, Report& report);

/// A file that says of which others some areas are made.
struct SetSource {
    Source source;
    Layout layout;
    bool must = true;  // else it is left out, with a note, where it does not fit what was read
};

/// Takes the polygons or members of a file that was given as a set of areas. \throws Error if it has neither
void recognise_set(const std::string& file, std::vector<Source> sources, std::vector<Incoming>& out,
                   std::vector<SetSource>& sets);

/// A set that someone drew is a level of its own, and no addition to one that was read. \throws Error otherwise
void check_set_levels(const std::vector<Incoming>& incoming);

/// Adds a level made of those below it, and notes what is left out of it; or that of all that was read. \throws Error
/// if there is one of that name already, or none to make it of
void add_dissolved(const std::string& level, const LoadOptions& options, Dataset& dataset);

/// Adds a level for each, once the levels they are made of are there. \throws Error naming unknown members, shares that
/// are none, areas without members
void load_area_sets(const std::vector<SetSource>& sources, const LoadOptions& options, Dataset& dataset);

/// Each adds its sources to the dataset. The CRS must be set before areas are loaded.
void load_cells(std::vector<Incoming*> sources, const LoadOptions& options, Dataset& dataset);
void load_areas(std::vector<Incoming*> sources, const LoadOptions& options, Dataset& dataset);

}  // namespace geo
