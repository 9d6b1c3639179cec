#pragma once

#include "app/model/run.h"

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

/// What a GeoPackage says of how it was made: JSON in gpkg_metadata. assets/provenance.schema.json tells its form.
namespace model {

inline constexpr int provenance_version = 1;
inline constexpr const char* provenance_uri = "urn:leefbeeld:provenance:1";

/// A file as it was read. Of a redacted one the path is the name alone.
struct FileRecord {
    std::string path;
    std::uint64_t bytes = 0;
    std::string modified;  // ISO 8601
    std::string sha256;    // empty: it was changed or removed before that could be taken
    friend bool operator==(const FileRecord&, const FileRecord&) = default;
};

struct InputRecord {
    std::string name;  // as RunOptions has it; "demo:..." for what the program holds itself
    geo::ReadInput::Role role = geo::ReadInput::Role::input;
    std::vector<FileRecord> files;  // empty for a database or service
};

/// "input", "set", "neighbours".
[[nodiscard]] std::string_view name_of(geo::ReadInput::Role role);

/// The scheme that values of a dimension were put into classes by, at some measurements.
struct ClassRecord {
    std::string level;
    std::string dimension;
    std::vector<std::string> measurements;
    geo::ClassTable table;
};

struct MeasurementRecord {
    std::string level;
    std::string label;
    geo::Measurement measurement;
    bool series_break = false;
    geo::WeightUse weight;
};

struct Provenance {
    std::string program;                           // version
    std::map<std::string, std::string> libraries;  // name, version
    std::string created;                           // ISO 8601
    std::vector<std::string> command;              // words, as they were given
    RunOptions options;
    bool redacted = false;  // without the folders of this machine
    std::vector<InputRecord> inputs;
    std::string crs_id, crs_name;
    std::vector<geo::CoordinateOperation> operations;
    std::vector<MeasurementRecord> measurements;
    std::vector<ClassRecord> classes;
    geo::Report report;
    bool changed = false;  // of one that was read: not as it was written
};

/// What to say beside the run itself.
struct ProvenanceOptions {
    std::string program;
    std::vector<std::string> command;
    std::string output;                    // file
    bool redacted = false;                 // only the names of files, without their folders
    std::string now;                       // ISO 8601
    std::vector<std::string> beside = {};  // files that were written too: their folders are left out likewise
};

inline constexpr const char* demo_prefix = "demo:";

/// What a run is told by: what was read, and the levels that were made of it.
struct RunView {
    const geo::Dataset& dataset;
    std::vector<const geo::Assessment*> levels;
    const geo::Report& report;
};
[[nodiscard]] RunView view_of(const Run& run);

/// Takes the SHA-256 of every file read; of one that has changed since, or is gone, none, and the report says so.
/// \throws geo::WritingStopped
[[nodiscard]] Provenance provenance_of(const RunView& run, const RunOptions& options, const ProvenanceOptions& more,
                                       const std::stop_token& stop = {});

[[nodiscard]] std::string to_json(const Provenance& provenance);

/// \param name of the file, in errors \throws Error for what is none, of a newer version, or with options that are
/// unknown or of the wrong kind
[[nodiscard]] Provenance provenance_from(const std::string& json, const std::string& name);

}  // namespace model
