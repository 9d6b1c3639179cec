#include "geo/error.h"
#include "geo/vector/feature.h"
#include "geo/vector/one_layer.h"
#include "geo/vector/part_file.h"
#include "geo/vector/row_steps.h"

namespace geo {

namespace {

void set_words(OGRFieldDefn& field, const ColumnWords& about) {
    if (!about.title.empty()) field.SetAlternativeName(about.title.c_str());
#if GDAL_VERSION_NUM >= GDAL_COMPUTE_VERSION(3, 7, 0)
    if (!about.description.empty()) field.SetComment(about.description);
#endif
}

/// Options of a layer that not every GDAL knows, and that one which does not would warn of.
void add_known(CPLStringList& options, GDALDriver& driver, const char* name, const std::string& value) {
    const char* known = driver.GetMetadataItem(GDAL_DS_LAYER_CREATIONOPTIONLIST);
    if (value.empty() || known == nullptr || std::string_view(known).find(name) == std::string_view::npos) return;
    options.SetNameValue(name, value.c_str());
}

}  // namespace

std::vector<Sentence> write_flatgeobuf(const std::string& path, const OutputTable& layer, const Crs& crs,
                                       const Watch& watch) {
    // GDAL's driver leaves out features without geometry, without a word.
    std::size_t without = 0, first = 0;
    for (std::size_t row = layer.rows(); row-- > 0;) {
        if (gdal::has_borders(*layer.polygons, row)) continue;
        ++without;
        first = row;
    }
    if (without > 0 && without == layer.rows())
        fail("{}: FlatGeobuf holds no areas without borders, and those of '{}' have none; write .gpkg or .geojson",
             path, layer.name);
    gdal::start();
    PartFile part(path, ".fgb", watch.existing);
    part.expect_beside("_temp.fgb");  // the features, until their index is made
    RowSteps steps(layer.rows(), watch);
    gdal::Messages messages;
    const auto check = [&](bool good) {
        if (!good || messages.failed()) fail("{}: cannot be written ({})", path, messages.reason());
    };
    auto* driver = GetGDALDriverManager()->GetDriverByName("FlatGeobuf");
    if (driver == nullptr) fail("{}: the GDAL of this machine knows no FlatGeobuf; write .gpkg", path);
    gdal::DatasetPtr dataset(driver->Create(part.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    check(dataset != nullptr);
    auto reference = gdal::to_reference(crs);
    messages.clear();
    CPLStringList options;
    add_known(options, *driver, "TITLE", layer.title);
    add_known(options, *driver, "DESCRIPTION", layer.description);
    auto* out =
        dataset->CreateLayer(layer.name.c_str(), crs.known() ? &reference : nullptr, wkbMultiPolygon, options.List());
    check(out != nullptr);
    for (const auto& column : layer.columns) {
        OGRFieldDefn field(column.name.c_str(), gdal::field_type(column.type));
        set_words(field, column.about);
        check(out->CreateField(&field) == OGRERR_NONE);
    }
    OGRFeature feature(out->GetLayerDefn());
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        if (!gdal::has_borders(*layer.polygons, row)) continue;
        gdal::set_feature(feature, layer, row);
        check(out->CreateFeature(&feature) == OGRERR_NONE);
        steps.row();
    }
    steps.check_stop();
    dataset.reset();  // writes the file, in the order of its index
    check(true);
    steps.check_stop();
    part.commit();
    if (without == 0) return {};
    return {Sentence("{}: FlatGeobuf holds no areas without borders: {} of {} left out, the first is '{}'", path,
                     without, layer.rows(), layer.columns.front().text(first))};
}

}  // namespace geo
