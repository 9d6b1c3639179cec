#include "geo/vector/write.h"

#include "geo/clock.h"
#include "geo/csv.h"
#include "geo/error.h"
#include "geo/vector/feature.h"
#include "geo/vector/geopackage_parts.h"
#include "geo/vector/part_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace geo {

namespace {

void write_layer(GDALDataset& dataset, const OutputTable& table, OGRSpatialReference& reference,
                 const std::string& path, const gdal::Messages& messages, const std::function<void()>& step) {
    const auto check = [&](bool good) {
        if (!good || messages.failed()) {
            fail("{}: table '{}' cannot be written ({})", path, table.name, messages.reason());
        }
    };
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", "geom");
    options.SetNameValue("FID", "fid");
    auto* layer = dataset.CreateLayer(table.name.c_str(), &reference, wkbMultiPolygon, options.List());
    check(layer != nullptr);
    for (const auto& column : table.columns) {
        OGRFieldDefn field(column.name.c_str(), gdal::field_type(column.type));
        check(layer->CreateField(&field) == OGRERR_NONE);
    }
    OGRFeature feature(layer->GetLayerDefn());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        gdal::set_feature(feature, table, row);
        check(layer->CreateFeature(&feature) == OGRERR_NONE);
        step();
    }
}

/// Tells how far the writing is, and ends it where that is asked for. Areas with borders weigh more than plain rows.
class Steps {
public:
    Steps(std::span<const OutputTable> tables, const Watch& watch) : watch_(watch) {
        for (const auto& table : tables) (table.polygons != nullptr ? layers_ : plain_) += table.rows();
    }

    void area() {
        if (++areas_ % areas_a_step == 0) at(layer_part() * static_cast<double>(areas_) / static_cast<double>(layers_));
    }
    /// \param part of the plain rows that is done
    void plain(double part) { at(layer_part() + (1 - layer_part()) * part); }

    void check_stop() const {
        if (watch_.stop.stop_requested()) throw WritingStopped();
    }

private:
    static constexpr std::size_t areas_a_step = 256;
    static constexpr double rows_an_area = 10;

    [[nodiscard]] double layer_part() const {
        const double areas = rows_an_area * static_cast<double>(layers_);
        const double all = areas + static_cast<double>(plain_);
        return all > 0 ? areas / all : 1;
    }
    void at(double part) const {
        check_stop();
        if (watch_.progress) watch_.progress(std::min(part, 1.0));
    }

    const Watch& watch_;
    std::size_t layers_ = 0, plain_ = 0, areas_ = 0;
};

struct FileClose {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

namespace {

void make_geopackage(const std::string& path, std::span<const OutputTable> tables, const Crs& crs,
                     const Accompaniment& with, const Watch& watch) {
    gdal::start();
    PartFile part(path, ".gpkg", watch.existing);
    Steps steps(tables, watch);
    auto made = with;
    if (made.now.empty()) made.now = time_now();
    // It is a new file that is thrown away if anything fails: a journal would only cost time.
    const gdal::ConfigOption synchronous("OGR_SQLITE_SYNCHRONOUS", "OFF");
    const gdal::ConfigOption journal("OGR_SQLITE_JOURNAL", "OFF");
    const gdal::ConfigOption date("OGR_CURRENT_DATE", made.now.c_str());
    gdal::Messages messages;
    auto* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    gdal::DatasetPtr dataset(driver->Create(part.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) fail("{}: cannot be created ({})", path, messages.failure());
    auto reference = gdal::to_reference(crs);
    messages.clear();
    for (const auto& table : tables) {
        if (table.polygons == nullptr) continue;
        dataset->StartTransaction();
        write_layer(*dataset, table, reference, path, messages, [&] { steps.area(); });
        if (dataset->CommitTransaction() != OGRERR_NONE || messages.failed()) {
            fail("{}: table '{}' cannot be written ({})", path, table.name, messages.failure());
        }
    }
    steps.check_stop();
    dataset.reset();  // writes the index and what is still open; GDAL tells failures by message only
    if (messages.failed()) fail("{}: cannot be written whole ({})", path, messages.failure());
    complete_geopackage(part.path(), tables, made, path, [&](double done) { steps.plain(done); });
    steps.check_stop();
    part.commit();
}

}  // namespace

void write_geopackage(const std::string& path, std::span<const OutputTable> tables, const Crs& crs,
                      const Accompaniment& with, const Watch& watch) {
    naming_full_disk(path, [&] { make_geopackage(path, tables, crs, with, watch); });
}

void write_csv(const std::string& path, const OutputTable& table, CsvKind kind, const Watch& watch) {
    PartFile part(path, ".csv", watch.existing);
    std::unique_ptr<std::FILE, FileClose> file(std::fopen(part.path().c_str(), "wb"));
    if (!file) fail("{}: {}", path, system_reason(errno));
    const bool dutch = kind == CsvKind::excel_nl;
    const char delimiter = dutch ? ';' : ',';
    std::string text = dutch ? "\xEF\xBB\xBF" : "";
    const auto flush = [&] {
        if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size())
            fail("{}: {}", path, system_reason(errno));
        text.clear();
    };
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (c > 0) text += delimiter;
        text += csv_quoted(table.columns[c].name, delimiter);
    }
    text += "\r\n";
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const auto& column = table.columns[c];
            if (c > 0) text += delimiter;
            auto value = column.text(row);
            if (column.type == Column::Type::text) {
                text += csv_quoted(value, delimiter);
                continue;
            }
            if (dutch) std::replace(value.begin(), value.end(), '.', ',');
            text += value;
        }
        text += "\r\n";
        if (text.size() <= 1 << 20) continue;
        flush();
        if (watch.stop.stop_requested()) throw WritingStopped();
        if (watch.progress) watch.progress(static_cast<double>(row + 1) / static_cast<double>(table.rows()));
    }
    flush();
    if (std::fclose(file.release()) != 0) fail("{}: {}", path, system_reason(errno));
    part.commit();
}

}  // namespace geo
