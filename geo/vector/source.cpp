#include "geo/vector/source.h"

#include "geo/column_writer.h"
#include "geo/csv.h"
#include "geo/error.h"
#include "geo/vector/digest.h"
#include "geo/vector/file_bytes.h"
#include "geo/vector/gdal.h"
#include "geo/vector/layer.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <variant>

namespace geo {

namespace {

struct CsvTable {
    std::shared_ptr<const FileBytes> bytes;
    CsvFile file;
};

struct OgrTable {
    std::shared_ptr<GDALDataset> dataset;  // shared by the layers of one file
    gdal::LayerView view;
};

struct DatasetClose {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};

std::string lower_extension(const std::string& path) {
    auto extension = std::filesystem::path(path).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

/// Files worth trying inside a directory or zip; shapefile parts and documents are not tables of their own.
bool may_hold_a_table(const std::string& path) {
    static constexpr std::string_view extensions[] = {".csv",  ".gz",  ".zip", ".gpkg", ".geojson",
                                                      ".json", ".shp", ".fgb", ".gml",  ".tab"};
    return std::find(std::begin(extensions), std::end(extensions), lower_extension(path)) != std::end(extensions);
}

std::string file_name(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

/// "TopoJSON:…", "PG:…": not a path but something for a driver to make sense of.
bool is_gdal_name(const std::string& path) {
    return !path.starts_with("/vsi") && path.find(':') != std::string::npos && !std::filesystem::exists(path);
}

bool is_gzip(const std::string& path) {
    return !path.starts_with("/vsi") && !is_gdal_name(path) && file_head(path, 2) == "\x1f\x8b";
}

std::vector<std::string> files_in_zip(const std::string& zip) {
    gdal::start();
    const gdal::Messages messages;
    const CPLStringList names(VSIReadDirRecursive(zip.c_str()));
    if (names.Count() == 0)
        fail("{}: not a zip file that can be read; fetch it again", zip.substr(std::string("/vsizip/").size()));
    std::vector<std::string> out;
    for (int i = 0; i < names.Count(); ++i) {
        const std::string path = zip + "/" + names[i];
        if (path.back() != '/' && may_hold_a_table(path)) out.push_back(path);
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Not hidden ones: what a program is writing, or left.
std::vector<std::string> files_in_directory(const std::string& directory, const std::vector<std::string>& of_these) {
    std::vector<std::string> out;
    std::error_code error;
    for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        std::error_code of_entry;  // an entry that may not be looked at is left out, like other files of no use
        const auto name = at->path().filename().string();
        const bool wanted = of_these.empty() || std::find(of_these.begin(), of_these.end(), name) != of_these.end();
        if (wanted && !name.starts_with('.') && at->is_regular_file(of_entry) && may_hold_a_table(name))
            out.push_back(at->path().string());
    }
    if (error) fail("{}: the folder cannot be read ({})", directory, error.message());
    std::sort(out.begin(), out.end());
    return out;
}

std::string quoted_list(const std::vector<std::string>& names) {
    return fmt::format("'{}'", fmt::join(names, "', '"));
}

}  // namespace

struct Source::Impl {
    std::string file;
    std::string layer;
    std::string label;
    std::string crs_wkt;
    std::vector<FieldInfo> fields;
    std::variant<CsvTable, OgrTable> table;

    static std::unique_ptr<Impl> from_csv(const std::string& path, const std::string& label);
    static std::vector<std::unique_ptr<Impl>> from_ogr(const std::string& path, const std::string& label,
                                                       const std::vector<std::string>& layers);
};

std::unique_ptr<Source::Impl> Source::Impl::from_csv(const std::string& path, const std::string& label) {
    auto bytes = std::make_shared<const FileBytes>(path);
    auto file = open_csv(bytes->view(), label);
    std::vector<FieldInfo> fields;
    const auto rows = csv_sample(file, 100);
    for (std::size_t i = 0; i < file.header.size(); ++i) {
        // A column of numbers is one whatever the file calls it; codes with leading zeros are text.
        bool number = true;
        bool any = false;
        for (const auto& row : rows) {
            const auto& value = row[i];
            if (value.empty() || value == "NA") continue;
            any = true;
            auto text = value;
            std::replace(text.begin(), text.end(), file.dialect.decimal, '.');
            const bool padded = text.size() > 1 && text[0] == '0' && text[1] != '.';
            number = number && !padded && !std::isnan(to_number(text));
        }
        fields.push_back({file.header[i], number && any ? Column::Type::real : Column::Type::text});
    }
    return std::unique_ptr<Impl>(
        new Impl{path, {}, label, {}, std::move(fields), CsvTable{std::move(bytes), std::move(file)}});
}

std::vector<std::unique_ptr<Source::Impl>> Source::Impl::from_ogr(const std::string& path, const std::string& label,
                                                                  const std::vector<std::string>& layers) {
    gdal::start();
    gdal::Messages messages;
    const auto open = [](const std::string& name) {
        return static_cast<GDALDataset*>(
            GDALOpenEx(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr));
    };
    auto* opened = open(path);
    if (opened == nullptr && lower_extension(path) == ".json") {
        const gdal::Messages silent;
        opened = open("TopoJSON:" + path);  // GDAL before 3.8 does not recognise it by its content
    }
    if (opened == nullptr) {
        fail("{}: not a layer or table that can be read{}", label, messages.reason_in_brackets());
    }
    const std::shared_ptr<GDALDataset> dataset(opened, DatasetClose{});
    std::vector<std::string> names;
    for (const auto* layer : dataset->GetLayers()) names.emplace_back(const_cast<OGRLayer*>(layer)->GetName());
    if (names.empty()) fail("{}: holds no layer or table", label);
    for (const auto& wanted : layers) {
        if (std::find(names.begin(), names.end(), wanted) == names.end()) {
            fail("{}: no layer '{}'; it has {}", label, wanted, quoted_list(names));
        }
    }
    std::vector<std::unique_ptr<Impl>> out;
    for (auto* layer : dataset->GetLayers()) {
        const std::string name = layer->GetName();
        if (name == "layer_styles") continue;  // how QGIS draws the others
        if (!layers.empty() && std::find(layers.begin(), layers.end(), name) == layers.end()) continue;
        const auto full = names.size() > 1 ? fmt::format("{} · {}", label, name) : label;
        gdal::LayerView view(*layer, full);
        auto wkt = view.crs_wkt();
        auto fields = view.fields();
        out.push_back(std::unique_ptr<Impl>(
            new Impl{path, name, full, std::move(wkt), std::move(fields), OgrTable{dataset, std::move(view)}}));
    }
    return out;
}

Source::Source(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;
Source::~Source() = default;

std::vector<Source> Source::open(const std::string& path, const std::vector<std::string>& layers,
                                 std::vector<Skipped>& skipped, const std::vector<std::string>& of_these) {
    std::vector<Source> out;
    const auto open_one = [&](const std::string& file, const std::string& label) {
        if (!is_gdal_name(file)) {
            const auto head = file_head(file, 64 * 1024);
            if (head.empty()) fail("{}: the file is empty", label);
            if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
                fail("{}: this text is UTF-16; save it as UTF-8", label);
            }
            if (looks_like_csv(head)) {
                if (layers.empty()) out.push_back(Source(Impl::from_csv(file, label)));
                return;
            }
        }
        for (auto& impl : Impl::from_ogr(file, label, layers)) out.push_back(Source(std::move(impl)));
    };
    const auto open_all = [&](const std::vector<std::string>& files) {
        for (const auto& file : files) {
            try {
                if (lower_extension(file) == ".zip") {
                    for (const auto& member : files_in_zip("/vsizip/" + file)) open_one(member, file_name(member));
                    continue;
                }
                open_one(lower_extension(file) == ".gz" ? "/vsigzip/" + file : file, file_name(file));
            } catch (const Error& error) {
                skipped.push_back({file_name(file), error.sentence()});
            }
        }
        if (out.empty() && !skipped.empty()) fail("{}: no file in it can be read ({})", path, skipped.front().why);
        if (out.empty()) fail("{}: no file in it can be read", path);
    };

    if (std::filesystem::is_directory(path)) {
        open_all(files_in_directory(path, of_these));
    } else if (lower_extension(path) == ".zip" && !path.starts_with("/vsizip/")) {
        if (!path.starts_with("/vsi")) static_cast<void>(file_head(path, 1));  // a missing file says so
        open_all(files_in_zip("/vsizip/" + path));
    } else if (is_gzip(path)) {
        open_one("/vsigzip/" + path, path);
    } else {
        open_one(path, shown_path(path));
    }
    return out;
}

const std::string& Source::file() const {
    return impl_->file;
}
std::vector<std::string> Source::files() const {
    std::vector<std::string> names{impl_->file};
    if (const auto* table = std::get_if<OgrTable>(&impl_->table)) {
        const CPLStringList all(table->dataset->GetFileList());
        for (int i = 0; i < all.Count(); ++i) names.emplace_back(all[i]);
    }
    std::vector<std::string> out;
    for (const auto& name : names) {
        auto file = file_on_disk(name);
        if (!file.empty() && std::find(out.begin(), out.end(), file) == out.end()) out.push_back(std::move(file));
    }
    return out;
}
const std::string& Source::layer() const {
    return impl_->layer;
}
std::string Source::label() const {
    return impl_->label;
}
const std::vector<Source::FieldInfo>& Source::fields() const {
    return impl_->fields;
}
const std::string& Source::crs_wkt() const {
    return impl_->crs_wkt;
}

bool Source::has_polygons() const {
    const auto* table = std::get_if<OgrTable>(&impl_->table);
    return table != nullptr && table->view.has_polygons();
}

std::vector<std::vector<std::string>> Source::sample(std::size_t count) const {
    if (const auto* table = std::get_if<CsvTable>(&impl_->table)) return csv_sample(table->file, count);
    return std::get<OgrTable>(impl_->table).view.sample(count);
}

LayerRows Source::read(const std::vector<Field>& wanted, bool polygons, const std::string& where,
                       unsigned threads) const {
    if (const auto* table = std::get_if<CsvTable>(&impl_->table)) {
        try {
            auto rows = read_csv(table->file, wanted, threads);
            table->bytes->require_unchanged();
            return {std::move(rows), {}, {}};
        } catch (const Error&) {
            table->bytes->require_unchanged();  // that is the reason then, whatever it looked like
            throw;
        }
    }
    return std::get<OgrTable>(impl_->table).view.read(wanted, polygons, where);
}

Sentence field_names(const std::vector<Source::FieldInfo>& fields) {
    std::vector<std::string> names;
    for (const auto& field : fields) names.push_back(field.name);
    return names.empty() ? Sentence("no columns") : Sentence::verbatim(quoted_list(names));
}

void mount_memory_file(const std::string& name, std::string_view bytes) {
    gdal::start();
    VSIFCloseL(VSIFileFromMemBuffer(name.c_str(), reinterpret_cast<GByte*>(const_cast<char*>(bytes.data())),
                                    bytes.size(), FALSE));
}

}  // namespace geo
