#include "geo/vector/own_source.h"

#include "geo/error.h"
#include "geo/vector/file_bytes.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include <ogr_srs_api.h>

namespace geo {

namespace gdal {

namespace {

std::string lower_extension(const std::string& path) {
    auto out = std::filesystem::path(path).extension().string();
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// "TopoJSON:…", "GPKG:…": not a path but something for a driver to make sense of.
bool is_gdal_name(const std::string& path) {
    return !path.starts_with("/vsi") && path.find(':') != std::string::npos && !std::filesystem::exists(path);
}

std::string gdal_name(const std::string& path) {
    if (path.starts_with("/vsi") || is_gdal_name(path)) return path;
    const auto ending = lower_extension(path);
    if (std::filesystem::is_directory(path)) return path;
    static_cast<void>(file_head(path, 1));  // a missing file says so
    if (ending == ".zip") return "/vsizip/" + path;
    return ending == ".gz" ? "/vsigzip/" + path : path;
}

DatasetPtr open(const std::string& name) {
    CPLStringList options;
    if (lower_extension(name) == ".csv") {
        options.SetNameValue("X_POSSIBLE_NAMES", "x,lon*,lng,rdx,x_*,*_x");
        options.SetNameValue("Y_POSSIBLE_NAMES", "y,lat*,rdy,y_*,*_y");
        options.SetNameValue("GEOM_POSSIBLE_NAMES", "wkt,geom*,the_geom");
        options.SetNameValue("AUTODETECT_TYPE", "YES");
    }
    return DatasetPtr(static_cast<GDALDataset*>(GDALOpenEx(
        name.c_str(), GDAL_OF_VECTOR | GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, options.List(), nullptr)));
}

std::string quoted(const std::vector<std::string>& names) {
    return fmt::format("'{}'", fmt::join(names, "', '"));
}

/// Pictures in a file of several: their GDAL names, and what people call them.
struct Pictures {
    std::vector<std::string> opens;
    std::vector<std::string> names;
};

Pictures pictures_of(GDALDataset& dataset) {
    Pictures out;
    char** all = dataset.GetMetadata("SUBDATASETS");
    for (int i = 1;; ++i) {
        const char* opens = CSLFetchNameValue(all, fmt::format("SUBDATASET_{}_NAME", i).c_str());
        if (opens == nullptr) return out;
        out.opens.emplace_back(opens);
        out.names.push_back(out.opens.back().substr(out.opens.back().find_last_of(':') + 1));
    }
}

/// Of the layers with a geometry, the one that is meant.
void choose_layer(OwnSource& source, const OwnLayerRequest& request) {
    for (auto* layer : source.dataset->GetLayers()) {
        if (layer->GetGeomType() != wkbNone) source.names.emplace_back(layer->GetName());
    }
    if (source.names.empty()) return;
    source.layer = request.layer.empty() ? source.names.front() : request.layer;
    if (std::find(source.names.begin(), source.names.end(), source.layer) == source.names.end())
        fail("{}: no layer '{}'; it has {}", source.label, source.layer, quoted(source.names));
    source.vector = source.dataset->GetLayerByName(source.layer.c_str());
}

void choose_picture(OwnSource& source, const OwnLayerRequest& request) {
    if (source.dataset->GetRasterCount() > 0) return;
    const auto pictures = pictures_of(*source.dataset);
    if (pictures.opens.empty()) {
        if (source.dataset->GetLayerCount() > 0)
            fail("{}: holds neither places nor a picture; its rows have no geometry", source.label);
        fail("{}: holds neither places nor a picture", source.label);
    }
    source.names = pictures.names;
    const auto at = request.layer.empty() ? pictures.names.begin()
                                          : std::find(pictures.names.begin(), pictures.names.end(), request.layer);
    if (at == pictures.names.end())
        fail("{}: no layer '{}'; it has {}", source.label, request.layer, quoted(pictures.names));
    source.layer = *at;
    source.dataset = open(pictures.opens[static_cast<std::size_t>(at - pictures.names.begin())]);
    if (source.dataset == nullptr || source.dataset->GetRasterCount() == 0)
        fail("{}: the picture '{}' cannot be read", source.label, source.layer);
}

}  // namespace

void check(const OwnLayerRequest& request) {
    if (request.stopped && request.stopped()) throw Stopped{};
}

OwnSource open_own_source(const OwnLayerRequest& request) {
    start();
    OSRSetPROJEnableNetwork(0);
    const Messages messages;
    OwnSource out;
    out.label = shown_path(request.path);
    const auto name = gdal_name(request.path);
    out.dataset = open(name);
    if (out.dataset == nullptr && lower_extension(name) == ".json") out.dataset = open("TopoJSON:" + name);
    if (out.dataset == nullptr) {
        fail("{}: neither a vector file nor a picture that can be read{}", out.label, messages.reason_in_brackets());
    }
    choose_layer(out, request);
    if (out.vector == nullptr) choose_picture(out, request);
    if (out.names.size() > 1) out.label = fmt::format("{} · {}", out.label, out.layer);
    return out;
}

Crs crs_of(const OwnLayerRequest& request, const std::string& label, const std::string& wkt,
           const std::string& remedy) {
    if (!wkt.empty()) {
        try {
            return parse_crs(wkt);
        } catch (const Error& error) {
            if (request.source_crs.empty())
                fail("{}: its coordinate reference system is of no use here ({})", label, error.sentence());
        }
    }
    if (!request.source_crs.empty()) return parse_crs(request.source_crs);
    fail("{}: names no coordinate reference system; name it with --crs, or write it into the file ({})", label, remedy);
}

}  // namespace gdal

OwnLayerContent read_own_layer(const OwnLayerRequest& request) {
    auto source = gdal::open_own_source(request);
    return source.vector != nullptr ? gdal::read_vector(request, std::move(source))
                                    : gdal::read_picture(request, std::move(source));
}

}  // namespace geo
