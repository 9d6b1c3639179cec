#pragma once

#include "geo/composite/model.h"

#include <optional>
#include <string>
#include <vector>

namespace model {

struct SceneOptions;

/// Where the files of the demo town are, for whoever opens files by name.
inline constexpr const char* demo_mount = "/vsimem/demo/";

/// How files are read and scored: the options of the command line that figures depend on, as a value. What is empty is
/// as the program has it without options.
struct Reading {
    std::vector<std::string> layers;
    std::string where;
    std::vector<double> bbox;  // xmin, ymin, xmax, ymax, or none
    std::string crs;
    std::vector<std::string> sets;  // files
    std::string neighbours;         // file; empty: none
    std::vector<std::string> dissolve;
    std::string code;
    std::string name;
    std::vector<std::string> values;
    std::string measurement;
    std::string level;
    std::string edition;
    bool across_editions = false;
    std::string weight;
    bool by_share = false;  // cells belong to areas for the part that lies inside, not by their centre
    bool own_scores = false;
    std::string scheme;
    unsigned classes = 5;
    std::vector<double> limits;
    std::optional<geo::IndexModel> index;  // to be made of what is read
    std::string index_file;                // that it was read from, for command lines; empty: none
    friend bool operator==(const Reading&, const Reading&) = default;
};

/// The names of the files it has beside the inputs.
[[nodiscard]] std::vector<std::string*> files_beside(Reading& reading);
[[nodiscard]] std::vector<std::string> files_beside(const Reading& reading);

[[nodiscard]] Reading reading_of(const SceneOptions& options);

/// Options that read so: inputs, threads and progress stay as they are.
void read_so(SceneOptions& options, const Reading& reading);

}  // namespace model
