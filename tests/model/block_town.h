#pragma once

#include "tests/model/scenes.h"

#include <cstddef>

namespace scenes {

/// Sixty-four square neighbourhoods of 100 m, eight by eight, with scores of three measurements that rise from the
/// south-west, where they fall over time; one has none. Enough of them for low ones to come together.
inline std::shared_ptr<const model::Scene> block_town() {
    static const auto scene = [] {
        std::string areas =
            R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[)";
        std::string scores = "bu_code,versie,jaar,bu_naam,lbm,afw,fys,onv,soc,vrz,won\n";
        for (int i = 0; i < 64; ++i) {
            const int x = 150000 + i % 8 * 100;
            const int y = 450000 + i / 8 * 100;
            areas += fmt::format(
                R"({}{{"type":"Feature","properties":{{"bu_code":"BU0002{:04}","bu_naam":"Blok {}"}},"geometry":{{"type":"Polygon",)"
                R"("coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}}}})",
                i == 0 ? "" : ",", i, i, x, y, x + 100, y, x + 100, y + 100, x, y + 100, x, y);
            if (i == 35) continue;
            for (int m = 0; m < 3; ++m) {
                const bool south_west = i % 8 < 3 && i / 8 < 3;
                double parts[5] = {};
                double afw = 0;
                for (int d = 0; d < 5; ++d)
                    afw += parts[d] =
                        ((i % 8 + i / 8) * 2 - 12 + (5 * i + 3 * d + m) % 4 - (south_west ? 4 * m : 0)) / 256.0;
                scores += fmt::format("BU0002{:04},Leefbaarometer 3.0,{},Blok {},{},{},{}\n", i, 2014 + 3 * m, i,
                                      afw + 4.102264851143685, afw, fmt::join(parts, ","));
            }
        }
        const Folder folder;
        return load({folder.write("areas.geojson", areas + "]}"), folder.write("scores.csv", scores)});
    }();
    return scene;
}

}  // namespace scenes
