#pragma once

#include "geo/column.h"
#include "geo/geometry.h"
#include "geo/sentence.h"

#include <memory>
#include <string>
#include <vector>

namespace geo {

/// What a layer's rows held besides what was asked for; nothing of it stops the reading.
struct GeometryNotes {
    std::size_t without = 0;      // features with no geometry, or an empty one
    std::size_t not_polygon = 0;  // features whose geometry holds no surface (points, lines)
    std::size_t partly = 0;       // collections of which only the polygons were taken
    std::size_t curves = 0;       // curved surfaces, made of straight pieces
    std::size_t short_rings = 0;  // rings of fewer than three different points, left out
    std::size_t bad_points = 0;   // features with a coordinate that is no finite number; taken as without geometry
};

struct LayerRows {
    Rows table;
    Polygons polygons;  // [rows] where asked for, as in the source: not repaired, not transformed
    GeometryNotes notes;
};

/// One readable table: a layer of anything OGR opens, or a CSV file. Opened once, then sampled and read.
class Source {
public:
    struct FieldInfo {
        std::string name;
        Column::Type type = Column::Type::text;
    };

    Source(Source&&) noexcept;
    Source& operator=(Source&&) noexcept;
    ~Source();

    /// A file of a zip or directory that cannot be read.
    struct Skipped {
        std::string file;
        Sentence why;
    };

    /// All tables of a path: a file, a zip of files, a directory of files, a GDAL name ("/vsizip/…", "TopoJSON:…").
    /// \param layers of these names only, if any are given
    /// \param skipped those of a zip or directory, for the report
    /// \param of_these names of the files of a directory to open; empty: all that are not hidden
    /// \throws Error naming the file and, for an unknown layer, the ones there are
    [[nodiscard]] static std::vector<Source> open(const std::string& path, const std::vector<std::string>& layers,
                                                  std::vector<Skipped>& skipped,
                                                  const std::vector<std::string>& of_these = {});

    [[nodiscard]] const std::string& file() const;         // path as the user gave it, or within a zip
    [[nodiscard]] std::vector<std::string> files() const;  // on disk, of which it is read; none for a service
    [[nodiscard]] const std::string& layer() const;        // empty for CSV
    [[nodiscard]] std::string label() const;               // "buurt 2024.gpkg" or "buurt 2024.gpkg · x", for messages
    [[nodiscard]] const std::vector<FieldInfo>& fields() const;
    [[nodiscard]] bool has_polygons() const;           // polygons or anything that may hold them
    [[nodiscard]] const std::string& crs_wkt() const;  // empty if the source names none

    /// The first rows as text, for recognising content. \return [at most count][fields()]
    [[nodiscard]] std::vector<std::vector<std::string>> sample(std::size_t count) const;

    /// \param polygons whether to read geometry \param where OGR SQL condition on attributes, empty = all rows; not for
    /// CSV \throws Error if the source turns out damaged or the condition is not understood
    [[nodiscard]] LayerRows read(const std::vector<Field>& wanted, bool polygons, const std::string& where = {},
                                 unsigned threads = 0) const;

private:
    struct Impl;
    explicit Source(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// "'a', 'b'": for a message that tells what there is.
[[nodiscard]] Sentence field_names(const std::vector<Source::FieldInfo>& fields);

/// Puts bytes where GDAL finds them by name ("/vsimem/demo/x.csv"), without a copy. \pre the bytes outlive every use
void mount_memory_file(const std::string& name, std::string_view bytes);

}  // namespace geo
