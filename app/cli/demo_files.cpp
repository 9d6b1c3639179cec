#include "app/cli/demo_files.h"

#include "app/model/reading.h"
#include "geo/assets.h"
#include "geo/vector/source.h"

namespace cli {

namespace {
constexpr std::string_view town = "demo/";
constexpr std::string_view models = "models/";  // of own indices, for the town and others
}  // namespace

std::vector<DemoFile> demo_files() {
    std::vector<DemoFile> out;
    for (const auto folder : {town, models}) {
        for (const auto path : geo::assets_below(folder)) out.push_back({path.substr(folder.size()), geo::asset(path)});
    }
    return out;
}

std::vector<std::string> mount_demo() {
    std::vector<std::string> names;
    for (const auto& file : demo_files()) {
        if (file.name.ends_with(".txt") || file.name.ends_with(".toml")) continue;  // about it
        names.push_back(model::demo_mount + std::string(file.name));
        geo::mount_memory_file(names.back(), file.bytes);
    }
    return names;
}

}  // namespace cli
