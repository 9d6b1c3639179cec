#include "geo/error.h"
#include "geo/vector/own_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include <gdal_alg.h>
#include <gdal_utils.h>
#include <gdalwarper.h>

namespace geo::gdal {

namespace {

constexpr int coarse_side = 1024;        // pixels of the picture of the whole
constexpr int most_side = 8192;          // of a close one
constexpr double part_of_values = 0.01;  // at either end that may become black or white
constexpr double metres_around_the_earth = 4e7;

struct FreeTransformer {
    void operator()(void* transformer) const { GDALDestroyGenImgProjTransformer(transformer); }
};
struct FreeTranslateOptions {
    void operator()(GDALTranslateOptions* options) const { GDALTranslateOptionsFree(options); }
};
struct FreeWarpOptions {
    void operator()(GDALWarpAppOptions* options) const { GDALWarpAppOptionsFree(options); }
};

int CPL_STDCALL go_on(double, const char*, void* request) {
    const auto& stopped = static_cast<const OwnLayerRequest*>(request)->stopped;
    return stopped && stopped() ? FALSE : TRUE;
}

bool has_palette(GDALDataset& dataset) {
    return dataset.GetRasterCount() <= 2 && dataset.GetRasterBand(1)->GetColorTable() != nullptr;
}

/// Which bands are red, green, blue, as many as the picture has colours: one is grey.
std::vector<int> colour_bands(GDALDataset& dataset) {
    std::array<int, 3> found{};
    std::vector<int> others;
    for (int b = 1; b <= dataset.GetRasterCount(); ++b) {
        const auto meaning = dataset.GetRasterBand(b)->GetColorInterpretation();
        if (meaning == GCI_AlphaBand) continue;
        if (meaning >= GCI_RedBand && meaning <= GCI_BlueBand) {
            auto& place = found[static_cast<std::size_t>(meaning - GCI_RedBand)];
            if (place == 0) place = b;
        }
        others.push_back(b);
    }
    if (found[0] != 0 && found[1] != 0 && found[2] != 0) return {found.begin(), found.end()};
    if (others.size() >= 3) return {others.begin(), others.begin() + 3};
    if (others.empty()) return {1};
    return {others.front()};
}

bool in_bytes(GDALDataset& dataset) {
    for (const int band : colour_bands(dataset)) {
        if (dataset.GetRasterBand(band)->GetRasterDataType() != GDT_Byte) return false;
    }
    return true;
}

/// The picture with its palette made colours, and with a CRS.
DatasetPtr prepared(GDALDataset& dataset, const std::string& label, const Crs& crs) {
    CPLStringList words;
    for (const char* word : {"-of", "VRT", "-a_srs"}) words.AddString(word);
    words.AddString(crs.wkt.c_str());
    if (has_palette(dataset)) {
        words.AddString("-expand");
        words.AddString("rgba");
    }
    const std::unique_ptr<GDALTranslateOptions, FreeTranslateOptions> options(
        GDALTranslateOptionsNew(words.List(), nullptr));
    DatasetPtr out(GDALDataset::FromHandle(GDALTranslate("", GDALDataset::ToHandle(&dataset), options.get(), nullptr)));
    if (out == nullptr) fail("{}: the picture cannot be read", label);
    return out;
}

struct Extent {
    Box bounds;
    double metres_per_pixel = 0;
};

Extent extent_of(GDALDataset& source, const OwnLayerRequest& request, const std::string& label) {
    CPLStringList options;
    options.SetNameValue("DST_SRS", request.crs.wkt.c_str());
    const std::unique_ptr<void, FreeTransformer> transformer(
        GDALCreateGenImgProjTransformer2(GDALDataset::ToHandle(&source), nullptr, options.List()));
    std::array<double, 6> grid{};
    std::array<double, 4> box{};
    int width = 0;
    int height = 0;
    const bool found =
        transformer != nullptr &&
        GDALSuggestedWarpOutput2(GDALDataset::ToHandle(&source), GDALGenImgProjTransform, transformer.get(),
                                 grid.data(), &width, &height, box.data(), 0) == CE_None;
    Extent out{{{box[0], box[1]}, {box[2], box[3]}}, std::abs(grid[1])};
    const bool sane = found && width > 0 && height > 0 && out.metres_per_pixel > 0 &&
                      std::isfinite(out.metres_per_pixel) && std::isfinite(box[0] + box[1] + box[2] + box[3]);
    if (!sane) fail("{}: the picture has no place in {}", label, request.crs.name);
    const auto held = [](double at) { return std::clamp(at, -metres_around_the_earth, metres_around_the_earth); };
    out.bounds = {{held(box[0]), held(box[1])}, {held(box[2]), held(box[3])}};
    return out;
}

/// Values of a picture in the map's CRS: the colours, then how much of a pixel the picture covers.
struct Values {
    int width = 0;
    int height = 0;
    int colours = 0;                  // 1 or 3
    std::vector<float> colour;        // [pixels][colours]
    std::vector<std::uint8_t> alpha;  // [pixels]
};

Values read_values(GDALDataset& source, const OwnLayerRequest& request, const std::string& label, const Box& box,
                   int width, int height) {
    CPLStringList words;
    const auto say = [&](const std::string& word) { words.AddString(word.c_str()); };
    for (const auto* word : {"-of", "MEM", "-r", "bilinear", "-t_srs"}) say(word);
    say(request.crs.wkt);
    say("-te");
    for (const double edge : {box.min.x, box.min.y, box.max.x, box.max.y}) say(fmt::format("{:.17g}", edge));
    say("-ts");
    say(fmt::format("{}", width));
    say(fmt::format("{}", height));
    bool alpha = false;
    for (int b = 1; b <= source.GetRasterCount(); ++b)
        alpha = alpha || source.GetRasterBand(b)->GetColorInterpretation() == GCI_AlphaBand;
    if (!alpha) say("-dstalpha");
    const std::unique_ptr<GDALWarpAppOptions, FreeWarpOptions> options(GDALWarpAppOptionsNew(words.List(), nullptr));
    GDALWarpAppOptionsSetProgress(options.get(), go_on, const_cast<OwnLayerRequest*>(&request));
    auto* handle = GDALDataset::ToHandle(&source);
    const Messages messages;
    const DatasetPtr warped(GDALDataset::FromHandle(GDALWarp("", nullptr, 1, &handle, options.get(), nullptr)));
    check(request);
    if (warped == nullptr || messages.failed()) {
        fail("{}: the picture cannot be read{}", label, messages.reason_in_brackets());
    }
    const auto bands = colour_bands(source);
    Values out{width, height, static_cast<int>(bands.size()), {}, {}};
    const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    out.colour.resize(pixels * bands.size());
    out.alpha.resize(pixels);
    bool read = true;
    for (std::size_t k = 0; k < bands.size(); ++k) {
        read = read && warped->GetRasterBand(bands[k])->RasterIO(
                           GF_Read, 0, 0, width, height, &out.colour[k], width, height, GDT_Float32,
                           static_cast<GSpacing>(sizeof(float) * bands.size()),
                           static_cast<GSpacing>(sizeof(float) * bands.size()) * width, nullptr) == CE_None;
    }
    int last = warped->GetRasterCount();
    for (int b = 1; b <= last; ++b) {
        if (warped->GetRasterBand(b)->GetColorInterpretation() == GCI_AlphaBand) last = b;
    }
    // An alpha band is as deep as the others: 65535 in one of 16 bits, 1 in one of fractions.
    auto* cover = warped->GetRasterBand(last);
    const auto type = cover->GetRasterDataType();
    const double opaque = type == GDT_UInt16 ? 65535 : type == GDT_Int16 ? 32767 : 255;
    std::vector<float> covered(pixels);
    read = read && cover->RasterIO(GF_Read, 0, 0, width, height, covered.data(), width, height, GDT_Float32, 0, 0,
                                   nullptr) == CE_None;
    if (!read) fail("{}: the picture cannot be read", label);
    for (std::size_t i = 0; i < pixels; ++i)
        out.alpha[i] = static_cast<std::uint8_t>(std::clamp(covered[i] / opaque * 255 + 0.5, 0.0, 255.0));
    return out;
}

/// Values that become black and white: all but the hundredth part at either end.
std::vector<double> stretch_of(const Values& values) {
    std::vector<double> out;
    const auto colours = static_cast<std::size_t>(values.colours);
    for (std::size_t k = 0; k < colours; ++k) {
        std::vector<float> seen;
        for (std::size_t i = 0; i < values.alpha.size(); ++i) {
            const float value = values.colour[i * colours + k];
            if (values.alpha[i] > 127 && std::isfinite(value)) seen.push_back(value);
        }
        double low = 0;
        double high = 1;
        if (!seen.empty()) {
            const auto cut = static_cast<std::size_t>(part_of_values * static_cast<double>(seen.size()));
            const auto at = [&](std::size_t rank) {
                std::nth_element(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(rank), seen.end());
                return static_cast<double>(seen[rank]);
            };
            low = at(cut);
            high = at(seen.size() - 1 - cut);
        }
        out.push_back(low);
        out.push_back(high > low ? high : low + 1);
    }
    // Colours keep their proportions: one stretch for all.
    for (std::size_t k = 2; k < out.size(); k += 2) {
        out[0] = std::min(out[0], out[k]);
        out[1] = std::max(out[1], out[k + 1]);
    }
    for (std::size_t k = 2; k < out.size(); ++k) out[k] = out[k % 2];
    return out;
}

std::shared_ptr<const Ground> ground_of(const Values& values, const std::vector<double>& stretch, const Box& box) {
    auto out = std::make_shared<Ground>();
    out->width = values.width;
    out->height = values.height;
    out->bounds = box;
    out->rgba.resize(4 * values.alpha.size());
    const auto colours = static_cast<std::size_t>(values.colours);
    for (std::size_t i = 0; i < values.alpha.size(); ++i) {
        std::array<double, 3> colour{};
        bool known = true;
        for (std::size_t k = 0; k < colours; ++k) {
            const double value = static_cast<double>(values.colour[i * colours + k]);
            known = known && std::isfinite(value);
            colour[k] =
                stretch.empty() ? value : 255 * (value - stretch[2 * k]) / (stretch[2 * k + 1] - stretch[2 * k]);
        }
        if (colours == 1) colour[1] = colour[2] = colour[0];
        const double alpha = known ? values.alpha[i] : 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const double whole = known ? std::clamp(colour[k], 0.0, 255.0) : 0;
            out->rgba[4 * i + k] = static_cast<std::uint8_t>(whole * alpha / 255 + 0.5);
        }
        out->rgba[4 * i + 3] = static_cast<std::uint8_t>(alpha);
    }
    return out;
}

/// Pixels across and down of a picture of `box`.
std::array<int, 2> size_of(const Box& box, double metres_per_pixel, int most) {
    const double width = (box.max.x - box.min.x) / metres_per_pixel;
    const double height = (box.max.y - box.min.y) / metres_per_pixel;
    const double shrink = std::min(1.0, most / std::max({width, height, 1.0}));
    const auto whole = [&](double pixels) {
        return std::clamp(static_cast<int>(std::lround(pixels * shrink)), 1, most);
    };
    return {whole(width), whole(height)};
}

DatasetPtr located(const OwnLayerRequest& request, const OwnSource& source) {
    auto& dataset = *source.dataset;
    std::array<double, 6> grid{};
    const bool placed = dataset.GetGeoTransform(grid.data()) == CE_None;
    const bool by_points = dataset.GetGCPCount() > 0;
    if (!placed && !by_points) {
        fail(
            "{}: the picture does not say where it lies; give it a world file, or its corners (gdal_translate -a_srs "
            "EPSG:28992 -a_ullr WEST NORTH EAST SOUTH …)",
            source.label);
    }
    const auto* reference = placed ? dataset.GetSpatialRef() : dataset.GetGCPSpatialRef();
    const auto crs = crs_of(request, source.label, wkt_of(reference), "gdal_edit.py -a_srs EPSG:28992 …");
    return prepared(dataset, source.label, crs);
}

}  // namespace

OwnLayerContent read_picture(const OwnLayerRequest& request, OwnSource source) {
    const auto placed = located(request, source);
    const auto extent = extent_of(*placed, request, source.label);
    OwnLayerContent content{source.layer, source.names, extent.bounds, {}, nullptr, nullptr};
    if (!request.label.empty()) content.remark = Sentence("{}: a picture has no columns", source.label);
    const auto [width, height] = size_of(extent.bounds, extent.metres_per_pixel, coarse_side);
    const auto values = read_values(*placed, request, source.label, extent.bounds, width, height);
    auto out = std::make_shared<OwnPicture>();
    if (!in_bytes(*placed)) out->stretch = stretch_of(values);
    out->metres_per_pixel = extent.metres_per_pixel;
    out->whole = ground_of(values, out->stretch, extent.bounds);
    content.picture = std::move(out);
    return content;
}

}  // namespace geo::gdal

namespace geo {

std::shared_ptr<const Ground> read_close(const OwnLayerRequest& request, const OwnPicture& picture, const Box& part,
                                         double metres_per_pixel) {
    const auto& all = picture.whole->bounds;
    const Box box{{std::max(part.min.x, all.min.x), std::max(part.min.y, all.min.y)},
                  {std::min(part.max.x, all.max.x), std::min(part.max.y, all.max.y)}};
    if (!(box.min.x < box.max.x) || !(box.min.y < box.max.y)) return nullptr;
    const auto source = gdal::open_own_source(request);
    if (source.vector != nullptr) fail("{}: is no picture any more", source.label);
    const auto placed = gdal::located(request, source);
    const auto [width, height] =
        gdal::size_of(box, std::max(metres_per_pixel, picture.metres_per_pixel), gdal::most_side);
    return gdal::ground_of(gdal::read_values(*placed, request, source.label, box, width, height), picture.stretch, box);
}

}  // namespace geo
