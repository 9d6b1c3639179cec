#include "app/cli/demo_files.h"
#include "app/cli/output_file.h"
#include "app/cli/verbs.h"
#include "geo/error.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace cli {

void add_demo(CLI::App& app) {
    auto folder = std::make_shared<std::string>();
    auto overwrite = std::make_shared<bool>(false);
    auto* verb = app.add_subcommand("demo", "Write the files of the demo town (an invented place) into a folder");
    verb->add_option("DIR", *folder, "Folder; made if it does not exist")->required();
    verb->add_flag("--overwrite", *overwrite, "Replace files that are there already");
    verb->callback([folder, overwrite] {
        const std::filesystem::path to(*folder);
        std::error_code error;
        std::filesystem::create_directories(to, error);
        if (error || !std::filesystem::is_directory(to))
            geo::fail("{}: cannot be made a folder ({})", *folder, error ? error.message() : "a file is there");
        for (const auto& file : demo_files()) {
            const auto path = to / file.name;
            if (std::filesystem::exists(path) && !*overwrite)
                geo::fail("{}: exists already; add --overwrite to replace it", path.string());
        }
        for (const auto& file : demo_files()) {
            const auto path = to / file.name;
            write_whole(path.string(), std::string(file.bytes), existing(*overwrite));
            fmt::print("{}\n", path.string());
        }
    });
}

}  // namespace cli
