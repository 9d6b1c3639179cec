#pragma once

#include "tests/model/scenes.h"

#include <cmath>
#include <memory>
#include <string>

namespace scenes {

/// Grid cells, 40 by 40, with scores of two measurements that change here and there, and a set "focus" of two squares
/// in it, A where it gets better, and B. Each cell counts once. The layers are those of the set, and the cells.
inline std::shared_ptr<const model::Scene> cell_town() {
    static const auto scene = [] {
        std::string scores = "grid_id,versie,jaar,lbm,afw,fys,onv,soc,vrz,won\n";
        for (int i = 0; i < 1600; ++i) {
            const int x = i % 40;
            const int y = i / 40;
            for (const int year : {2014, 2018}) {
                const double later = std::round(64 * std::sin(x * 1.7 + y * 0.9)) / 2048 +
                                     (10 <= x && x < 14 && 10 <= y && y < 14 ? 1.0 / 16 : 0);
                const double afw =
                    std::round(64 * (std::sin(x / 3.0) + std::cos(y / 4.0))) / 512 + (year == 2018 ? later : 0);
                scores += fmt::format("E{}N{},Leefbaarometer 3.0,{},{},{},{},0,0,0,0\n", 1500 + x, 4500 + y, year,
                                      afw + 4.102264851143685, afw, afw);
            }
        }
        std::string focus = R"({"type":"FeatureCollection","features":[)";
        const auto add = [&](const char* name, int column, int row, int side) {
            const int x = 150000 + 100 * column;
            const int y = 450000 + 100 * row;
            focus += fmt::format(R"({{"type":"Feature","properties":{{"naam":"{}"}},"geometry":{{"type":"Polygon",)"
                                 R"("coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}}}})",
                                 name, x, y, x + side, y, x + side, y + side, x, y + side, x, y);
        };
        add("A", 10, 10, 400);
        focus += ',';
        add("B", 24, 24, 300);
        const Folder folder;
        model::SceneOptions options;
        options.load.inputs = {folder.write("scores.csv", scores)};
        options.load.sets = {
            folder.write("focus.geojson",
                         focus + R"(],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}})")};
        options.assess.weight = "cells";
        options.load.threads = options.assess.threads = 1;
        return model::build_scene(options);
    }();
    return scene;
}

}  // namespace scenes
