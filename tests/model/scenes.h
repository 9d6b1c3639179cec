#pragma once

#include "app/model/scene.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Scenes for tests, read from files as a user's would be.
namespace scenes {

/// A folder for a test's files, removed at the end.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "leefbeeld-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        const auto file = path_ / name;
        std::ofstream(file) << text;
        return file.string();
    }

private:
    std::filesystem::path path_;
};

/// Three square neighbourhoods of 1 km in a row (west to east A, B, C) in two measurements of one model and one of an
/// older one; C has no score in 2020.
inline const char* areas_geojson = R"({"type":"FeatureCollection",
"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[
{"type":"Feature","properties":{"bu_code":"BU00010001","bu_naam":"West"},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,400000],[101000,401000],[100000,401000],[100000,400000]]]}},
{"type":"Feature","properties":{"bu_code":"BU00010002","bu_naam":"Midden"},"geometry":{"type":"Polygon","coordinates":[[[101000,400000],[102000,400000],[102000,401000],[101000,401000],[101000,400000]]]}},
{"type":"Feature","properties":{"bu_code":"BU00010003","bu_naam":"Oost"},"geometry":{"type":"Polygon","coordinates":[[[102000,400000],[103000,400000],[103000,401000],[102000,401000],[102000,400000]]]}}]})";

inline const char* scores_csv =
    "bu_code,versie,jaar,bu_naam,lbm,afw,fys,onv,soc,vrz,won\n"
    "BU00010001,Leefbaarometer 2.0,2012,West,4.002264851143685,-0.1,NA,NA,NA,NA,NA\n"
    "BU00010001,Leefbaarometer 3.0,2014,West,3.602264851143685,-0.5,-0.1,-0.1,-0.1,-0.1,-0.1\n"
    "BU00010002,Leefbaarometer 3.0,2014,Midden,4.102264851143685,0,0,0,0,0,0\n"
    "BU00010003,Leefbaarometer 3.0,2014,Oost,4.302264851143685,0.2,0.1,0.1,0,0,0\n"
    "BU00010001,Leefbaarometer 3.0,2020,West,3.902264851143685,-0.2,0,-0.2,0,0,0\n"
    "BU00010002,Leefbaarometer 3.0,2020,Midden,4.152264851143685,0.05,0,0,0,0,0.05\n"
    "BU00010003,Leefbaarometer 3.0,2020,Oost,NA,NA,NA,NA,NA,NA,NA\n";

inline std::shared_ptr<const model::Scene> load(const std::vector<std::string>& inputs, bool across_editions = false) {
    model::SceneOptions options;
    options.load.across_editions = across_editions;
    options.load.inputs = inputs;
    options.load.threads = options.assess.threads = 1;
    return model::build_scene(options);
}

inline std::shared_ptr<const model::Scene> three_areas() {
    static const auto scene = [] {
        const Folder folder;
        return load({folder.write("areas.geojson", areas_geojson), folder.write("scores.csv", scores_csv)});
    }();
    return scene;
}

/// The same with other names for A and B.
inline std::shared_ptr<const model::Scene> areas_called(const std::string& a, const std::string& b) {
    const auto renamed = [&](std::string text) {
        for (const auto& [from, to] : {std::pair{std::string("West"), a}, {std::string("Midden"), b}}) {
            for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        }
        return text;
    };
    const Folder folder;
    return load(
        {folder.write("areas.geojson", renamed(areas_geojson)), folder.write("scores.csv", renamed(scores_csv))});
}

/// The same neighbourhoods without scores of their own, but with twelve cells each, in 2014, 2018 and 2020: in 2014 one
/// of them has no score yet, in 2020 the dwellings of another have none. Dimensions are whole 64ths, so that sums are
/// exact.
inline std::vector<std::string> write_cells(const Folder& folder) {
    std::string scores = "grid_id,versie,jaar,lbm,afw,fys,onv,soc,vrz,won\n";
    constexpr int years[] = {2014, 2018, 2020};
    std::string dwellings[3];
    for (auto& file : dwellings) file = "crs28992res100m,aantal_woningen\n";
    for (int i = 0; i < 36; ++i) {
        const auto id = fmt::format("E{}N{}", 1000 + i / 12 * 10 + i % 4, 4000 + i % 12 / 4);
        for (int m = 0; m < 3; ++m) {
            dwellings[m] += fmt::format("{},{}\n", id, 10 + (7 * i + 5 * m) % 23);
            if ((m == 0 && i == 3) || (m == 2 && i == 7)) continue;
            double parts[5] = {};
            double afw = 0;
            for (int d = 0; d < 5; ++d) afw += parts[d] = ((5 * i + 3 * d + (i + d) * m) % 11 - 6) / 64.0;
            scores += fmt::format("{},Leefbaarometer 3.0,{},{},{},{}\n", id, years[m], afw + 4.102264851143685, afw,
                                  fmt::join(parts, ","));
        }
    }
    return {folder.write("areas.geojson", areas_geojson), folder.write("scores.csv", scores),
            folder.write("cbs_vk100_2014.csv", dwellings[0]), folder.write("cbs_vk100_2018.csv", dwellings[1]),
            folder.write("cbs_vk100_2020.csv", dwellings[2])};
}

inline std::shared_ptr<const model::Scene> areas_of_cells() {
    static const auto scene = [] {
        const Folder folder;
        return load(write_cells(folder));
    }();
    return scene;
}

}  // namespace scenes
