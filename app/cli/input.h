#pragma once

#include "geo/dataset.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace cli {

/// What every verb that reads files has in common.
struct Input {
    geo::LoadOptions load;
    std::vector<double> bbox;  // as typed: xmin ymin xmax ymax
    bool quiet = false;
    bool progress = false;
    bool json = false;
    bool classes_chosen = false;  // by --scheme, --classes or --limits
};

/// Adds the options that say what to read. \pre the Input lives as long as the app
void add_input_options(CLI::App& verb, Input& input);

/// Reads the model of an own index. \throws Error as model::read_index()
void take_index(geo::LoadOptions& load, const std::string& file);

/// Takes the box as it was typed into the load options. \throws Error for what is no box
void read_bbox(Input& input);

/// Lets reading show a progress bar, on a terminal or where asked for.
void show_progress(Input& input);

/// Reads, with a progress bar on a terminal. Without inputs the demo town is read; \return its name or the inputs' for
/// a headline
[[nodiscard]] geo::Dataset read(Input& input);

}  // namespace cli
