#include "geo/vector/one_layer.h"
#include "geo/vector/part_file.h"
#include "geo/vector/row_steps.h"
#include "geo/vector/text_file.h"

#include <cmath>
#include <iterator>

/// Written by ourselves: GDAL's writer rounds numbers that look like rounding errors (0.30000000000000004 becomes 0.3,
/// also with SIGNIFICANT_FIGURES=17), and up to 3.6 does not notice a full disk.
namespace geo {

namespace {

constexpr int decimals = 8;  // of a degree: a millimetre

void add_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

void add_value(std::string& out, const Column& column, std::size_t row) {
    const auto text = column.text(row);
    if (column.type == Column::Type::text) {
        if (column.index[row] == Column::no_word) {
            out += "null";
        } else {
            add_text(out, text);
        }
        return;
    }
    out += text.empty() ? "null" : text;
    // A reader takes the type of a column from what its numbers look like.
    if (column.type == Column::Type::real && !text.empty() && text.find_first_of(".e") == std::string::npos)
        out += ".0";
}

void add_degrees(std::string& out, double degrees) {
    fmt::format_to(std::back_inserter(out), "{:.{}f}", degrees, decimals);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
}

void add_point(std::string& out, Point p) {
    out += '[';
    add_degrees(out, p.x);
    out += ',';
    add_degrees(out, p.y);
    out += ']';
}

void add_polygon(std::string& out, const Polygons& polygons, std::uint32_t polygon) {
    out += '[';
    for (auto r = polygons.polygon_starts[polygon]; r < polygons.polygon_starts[polygon + 1]; ++r) {
        const auto ring = polygons.ring(r);
        out += r == polygons.polygon_starts[polygon] ? "[" : ",[";
        for (const auto point : ring) {
            add_point(out, point);
            out += ',';
        }
        add_point(out, ring.front());
        out += ']';
    }
    out += ']';
}

void add_geometry(std::string& out, const Polygons& polygons, std::size_t area) {
    const auto begin = polygons.area_starts[area], end = polygons.area_starts[area + 1];
    if (begin == end) {
        out += "null";
        return;
    }
    out += R"({"type":"MultiPolygon","coordinates":[)";
    for (auto p = begin; p < end; ++p) {
        if (p > begin) out += ',';
        add_polygon(out, polygons, p);
    }
    out += "]}";
}

void add_member(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    if (out.back() != '{') out += ',';
    add_text(out, name);
    out += ':';
    add_text(out, text);
}

/// What the columns are, as members that a reader who does not know them passes over (RFC 7946, 6.1).
void add_words(std::string& out, const OutputTable& layer, const Accompaniment& with) {
    out += "\"columns\":{";
    for (const auto& column : layer.columns) {
        const auto& about = column.about;
        if (about.title.empty() && about.description.empty() && about.code_list.empty()) continue;
        if (out.back() != '{') out += ",\n";
        add_text(out, column.name);
        out += ":{";
        add_member(out, "title", about.title);
        add_member(out, "description", about.description);
        add_member(out, "code_list", about.code_list);
        out += '}';
    }
    out += "},\n\"code_lists\":{";
    for (const auto& list : with.code_lists) {
        if (out.back() != '{') out += ",\n";
        add_text(out, list.name);
        out += ":{";
        for (const auto& [code, meaning] : list.codes) add_member(out, code, meaning);
        out += '}';
    }
    out += "},\n";
}

/// The borders in WGS 84; how they came there is added to the notes.
Polygons in_degrees(const std::string& path, const Polygons& polygons, const Crs& crs, std::vector<Sentence>& notes) {
    auto out = polygons;
    if (out.points.empty()) return out;
    if (!crs.known())
        fail("{}: GeoJSON holds longitude and latitude, and the CRS of the areas is not known; write .gpkg", path);
    const auto wgs84 = parse_crs("EPSG:4326");
    if (same_crs(crs, wgs84)) return out;
    const Transform transform(crs, wgs84, bounds(polygons));
    if (transform.apply(out.points) > 0)
        fail("{}: GeoJSON holds longitude and latitude, and not all borders can be brought there from {}; write .gpkg",
             path, crs.name);
    const auto accuracy =
        transform.accuracy() < 0 ? Sentence("of unknown accuracy") : Sentence("accurate to {} m", transform.accuracy());
    notes.push_back(Sentence("{}: coordinates are longitude and latitude (WGS 84), as GeoJSON has it, by '{}', {}",
                             path, transform.operation(), accuracy));
    return out;
}

}  // namespace

std::vector<Sentence> write_geojson(const std::string& path, const OutputTable& layer, const Crs& crs,
                                    const Accompaniment& with, const Watch& watch) {
    std::vector<Sentence> notes;
    const auto borders = in_degrees(path, *layer.polygons, crs, notes);
    PartFile part(path, ".geojson", watch.existing);
    TextFile file(part.path(), path);
    RowSteps steps(layer.rows(), watch);
    auto& out = file.text;
    out = "{\"type\":\"FeatureCollection\",\n";
    for (const auto& [name, text] :
         {std::pair("name", &layer.name), {"title", &layer.title}, {"description", &layer.description}}) {
        if (text->empty()) continue;
        add_text(out, name);
        out += ':';
        add_text(out, *text);
        out += ",\n";
    }
    add_words(out, layer, with);
    out += "\"features\":[";
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        out += row == 0 ? "\n" : ",\n";
        out += R"({"type":"Feature","properties":{)";
        for (std::size_t c = 0; c < layer.columns.size(); ++c) {
            if (c > 0) out += ',';
            add_text(out, layer.columns[c].name);
            out += ':';
            add_value(out, layer.columns[c], row);
        }
        out += "},\"geometry\":";
        add_geometry(out, borders, row);
        out += '}';
        file.flush_much();
        steps.row();
    }
    out += "\n]}\n";
    file.close();
    steps.check_stop();
    part.commit();
    return notes;
}

}  // namespace geo
