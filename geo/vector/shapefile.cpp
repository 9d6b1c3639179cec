#include "geo/csv.h"
#include "geo/error.h"
#include "geo/vector/feature.h"
#include "geo/vector/one_layer.h"
#include "geo/vector/part_file.h"
#include "geo/vector/row_steps.h"
#include "geo/vector/short_names.h"
#include "geo/vector/text_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <fmt/ranges.h>

/// Limits: ESRI Shapefile Technical Description (1998) and dBASE's file header.
namespace geo {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 10;          // bytes
constexpr std::size_t longest_text = 254;         // bytes
constexpr std::size_t longest_number = 32;        // characters; 20 by dBASE, but QGIS, ArcGIS and R read more
constexpr std::size_t longest_record = 65535;     // bytes
constexpr std::size_t most_columns = 255;         // dBASE IV
constexpr std::size_t longest_file = 0x7fffffff;  // bytes: 2 GB
constexpr std::array parts{".shp", ".shx", ".dbf", ".prj", ".cpg"};
constexpr const char* columns_ending = "_columns.csv";
constexpr std::array made_of_earlier{".sbn", ".sbx", ".fbn", ".fbx", ".ain", ".aih", ".ixs",
                                     ".mxs", ".atx", ".qix", ".idm", ".ind", ".qpj", ".shp.xml"};

std::string stem_of(const std::string& path) {
    return path.substr(0, path.size() - fs::path(path).extension().string().size());
}

/// A number as dBASE has it: fixed, never with an exponent.
std::string fixed(double value, std::size_t decimals) {
    return fmt::format("{:.{}f}", value, decimals);
}

/// How a column is kept.
struct Kept {
    std::size_t width = 1;
    std::size_t decimals = 0;
    std::size_t changed =
        0;  // values that are not what they were: rounded, or text that was cut or had blanks at its end
};

/// As it comes back: cut, and without the blanks that fill a field.
std::string_view as_kept(std::string_view word) {
    const auto cut = first_bytes(word, longest_text);
    return cut.substr(0, cut.find_last_not_of(' ') + 1);
}

Kept keep_text(const Column& column) {
    Kept out;
    std::vector<bool> changed;
    for (const auto& word : column.words) {
        const auto kept = as_kept(word);
        out.width = std::max(out.width, kept.size());
        changed.push_back(kept != word);
    }
    for (const auto word : column.index) out.changed += word != Column::no_word && changed[word] ? 1 : 0;
    return out;
}

/// As many decimals as its values need to come back the same, as far as there is room.
Kept keep_numbers(const Column& column, const std::string& path) {
    Kept out;
    std::size_t before = 1, decimals = 0;
    std::array<char, 400> text{};
    for (const double value : column.numbers) {
        if (std::isnan(value)) continue;
        const auto [end, error] =
            std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
        const std::string_view digits(text.data(), static_cast<std::size_t>(end - text.data()));
        const auto point = std::min(digits.find('.'), digits.size());
        before = std::max(before, point);
        if (error != std::errc() || point < digits.size()) decimals = std::max(decimals, digits.size() - point - 1);
    }
    if (column.type == Column::Type::integer) {
        out.width = before;
        return out;
    }
    if (before + 2 > longest_number)
        fail("{}: column '{}' has numbers too large for a shapefile; write .gpkg", path, column.name);
    // A column with none would come back as whole numbers.
    out.decimals = std::clamp<std::size_t>(decimals, 1, longest_number - before - 1);
    out.width = before + 1 + out.decimals;
    if (decimals <= out.decimals) return out;
    for (const double value : column.numbers)
        out.changed += !std::isnan(value) && std::strtod(fixed(value, out.decimals).c_str(), nullptr) != value ? 1 : 0;
    return out;
}

void check_sizes(const std::string& path, const OutputTable& layer, const std::vector<Kept>& kept) {
    std::size_t record = 1;
    for (const auto& k : kept) record += k.width;
    if (kept.size() > most_columns || record > longest_record)
        fail("{}: {} columns of {} bytes together are too many for a shapefile (at most {} of {}); write .gpkg", path,
             kept.size(), record, most_columns, longest_record);
    const auto& p = *layer.polygons;
    const auto rings = p.ring_starts.size() - 1;
    const auto shapes = 100 + layer.rows() * (8 + 44) + rings * 4 + (p.points.size() + rings) * 16;
    const auto table = 32 * (kept.size() + 1) + 2 + layer.rows() * record;
    if (std::max(shapes, table) > longest_file)
        fail("{}: would be {:.1f} GB, and no part of a shapefile may be more than 2 GB; write .gpkg", path,
             static_cast<double>(std::max(shapes, table)) / 1e9);
}

std::string meanings(const std::vector<CodeList>& lists, const std::string& name) {
    const auto list = std::find_if(lists.begin(), lists.end(), [&](const auto& l) { return l.name == name; });
    if (name.empty() || list == lists.end()) return {};
    std::vector<std::string> out;
    for (const auto& [code, meaning] : list->codes) out.push_back(fmt::format("{} = {}", code, meaning));
    return fmt::format("{}", fmt::join(out, "; "));
}

void write_columns(const std::string& file_path, const std::string& path, const OutputTable& layer,
                   const std::vector<std::string>& names, const std::vector<CodeList>& lists) {
    TextFile file(file_path, path);
    file.text = "short,name,title,description,codes\r\n";
    for (std::size_t c = 0; c < names.size(); ++c) {
        const auto& column = layer.columns[c];
        for (const auto& cell : {names[c], column.name, column.about.title, column.about.description,
                                 meanings(lists, column.about.code_list)}) {
            if (file.text.back() != '\n') file.text += ',';
            file.text += csv_quoted(cell, ',');
        }
        file.text += "\r\n";
    }
    file.close();
}

/// The table as a shapefile can hold it: short names, text that fits.
OutputTable fitted(const OutputTable& layer, const std::vector<std::string>& names, const std::vector<Kept>& kept) {
    auto out = layer;
    for (std::size_t c = 0; c < names.size(); ++c) {
        auto& column = out.columns[c];
        column.name = names[c];
        if (kept[c].changed == 0) continue;
        for (auto& word : column.words) word = std::string(as_kept(word));
    }
    return out;
}

void write_parts(const std::string& part, const std::string& path, const OutputTable& layer,
                 const std::vector<Kept>& kept, const Crs& crs, const std::string& now, const Watch& watch) {
    RowSteps steps(layer.rows(), watch);
    gdal::Messages messages;
    const auto check = [&](bool good) {
        if (!good || messages.failed()) fail("{}: cannot be written ({})", path, messages.reason());
    };
    auto* driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
    gdal::DatasetPtr dataset(driver->Create(part.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    check(dataset != nullptr);
    auto reference = gdal::to_reference(crs);
    messages.clear();
    CPLStringList options;
    options.SetNameValue("ENCODING", "UTF-8");
    options.SetNameValue("DBF_DATE_LAST_UPDATE", now.substr(0, 10).c_str());
    auto* out =
        dataset->CreateLayer(layer.name.c_str(), crs.known() ? &reference : nullptr, wkbMultiPolygon, options.List());
    check(out != nullptr);
    for (std::size_t c = 0; c < kept.size(); ++c) {
        const auto& column = layer.columns[c];
        OGRFieldDefn field(column.name.c_str(), gdal::field_type(column.type));
        field.SetWidth(static_cast<int>(kept[c].width));
        field.SetPrecision(static_cast<int>(kept[c].decimals));
        check(out->CreateField(&field) == OGRERR_NONE);
    }
    OGRFeature feature(out->GetLayerDefn());
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        gdal::set_feature(feature, layer, row);
        check(out->CreateFeature(&feature) == OGRERR_NONE);
        steps.row();
    }
    steps.check_stop();
    dataset.reset();
    check(true);
    steps.check_stop();
}

/// GDAL does not notice every write that fails; the files' headers say how long they ought to be.
void check_whole(const std::string& stem, const std::string& path) {
    const auto check = [&](const char* extension, const auto& length_of) {
        std::array<unsigned char, 32> h{};
        const std::unique_ptr<std::FILE, decltype([](std::FILE* f) { std::fclose(f); })> file(
            std::fopen((stem + extension).c_str(), "rb"));
        std::error_code unknown;
        const auto size = fs::file_size(stem + extension, unknown);
        if (!file || std::fread(h.data(), 1, h.size(), file.get()) != h.size() || unknown || size < length_of(h))
            fail("{}: cannot be written whole (disk full?)", path);
    };
    const auto words = [](const auto& h) {
        return 2 *
               ((std::uintmax_t{h[24]} << 24) + (std::uintmax_t{h[25]} << 16) + (std::uintmax_t{h[26]} << 8) + h[27]);
    };
    check(".shp", words);
    check(".shx", words);
    check(".dbf", [](const auto& h) {
        const auto rows =
            h[4] + (std::uintmax_t{h[5]} << 8) + (std::uintmax_t{h[6]} << 16) + (std::uintmax_t{h[7]} << 24);
        return h[8] + (std::uintmax_t{h[9]} << 8) + rows * (h[10] + (std::uintmax_t{h[11]} << 8));
    });
}

std::vector<Sentence> notes_of(const std::string& path, const OutputTable& layer, const std::vector<std::string>& names,
                               const std::vector<Kept>& kept) {
    std::vector<Sentence> out;
    std::vector<std::string> shortened, changed;
    bool any_missing = false;
    for (std::size_t c = 0; c < names.size(); ++c) {
        const auto& column = layer.columns[c];
        if (names[c] != column.name) shortened.push_back(fmt::format("{} -> {}", column.name, names[c]));
        if (kept[c].changed > 0) changed.push_back(fmt::format("{} ({})", names[c], kept[c].changed));
        any_missing = any_missing ||
                      std::any_of(column.numbers.begin(), column.numbers.end(), [](double v) { return std::isnan(v); });
    }
    const auto list = fs::path(stem_of(path) + columns_ending).filename().string();
    if (!shortened.empty())
        out.push_back(Sentence("{}: a shapefile has names of {} bytes at most; {} tells what each stands for: {}", path,
                               longest_name, list, fmt::join(shortened, ", ")));
    if (!changed.empty())
        out.push_back(
            Sentence("{}: a shapefile has text of {} bytes and numbers of {} characters at most; not kept "
                     "whole are values: {}",
                     path, longest_text, longest_number, fmt::join(changed, ", ")));
    if (any_missing)
        out.push_back(
            Sentence("{}: a shapefile has nothing for a missing number; they are written as asterisks, which QGIS and "
                     "GDAL read as missing, and some programs as 0",
                     path));
    return out;
}

/// Keeps the signals that end the program waiting while it exists.
class SignalsHeld {
public:
    SignalsHeld() {
        sigset_t ending;
        ::sigemptyset(&ending);
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&ending, number);
        ::pthread_sigmask(SIG_BLOCK, &ending, &before_);
    }
    ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
    sigset_t before_{};
};

struct NamedPart {
    PartFile* file;
    std::string ending;  // ".dbf"
};

/// Gives a set its name, or where a file of another set has part of it the next that is free; the .shp comes last.
/// Every set is placed in one order, so of two at the same time the first to take a name has it all.
/// \return the name of its .shp
std::string place_set(const std::string& path, const std::vector<NamedPart>& set) {
    for (int n = 1;; ++n) {
        const auto name = n == 1 ? path : other_name(path, n);
        const auto files = shapefile_files(name);
        const bool taken = std::any_of(files.begin(), files.end(), [](const auto& file) { return fs::exists(file); });
        const auto take = [&](const auto& part) { return part.file->take_name(stem_of(name) + part.ending); };
        if (!taken && std::all_of(set.begin(), set.end(), take)) return name;
    }
}

}  // namespace

std::vector<std::string> shapefile_files(const std::string& path) {
    const auto stem = stem_of(path);
    std::vector<std::string> out{path};
    for (const auto* part : parts) {
        if (part != parts.front()) out.push_back(stem + part);
    }
    out.push_back(stem + columns_ending);
    for (const auto* index : made_of_earlier) out.push_back(stem + index);
    return out;
}

std::vector<Sentence> write_shapefile(const std::string& path, const OutputTable& layer, const Crs& crs,
                                      const Accompaniment& with, const Watch& watch) {
    std::vector<std::string> full;
    for (const auto& column : layer.columns) full.push_back(column.name);
    const auto names = short_names(full, longest_name);
    std::vector<Kept> kept;
    for (const auto& column : layer.columns)
        kept.push_back(column.type == Column::Type::text ? keep_text(column) : keep_numbers(column, path));
    check_sizes(path, layer, kept);
    gdal::start();
    const auto stem = stem_of(path);
    PartFile shp(path, ".shp", watch.existing);
    PartFile columns(stem + columns_ending, ".csv", watch.existing);
    std::vector<std::unique_ptr<PartFile>> others;
    for (const auto* extension : parts) {
        if (extension != parts.front())
            others.push_back(std::make_unique<PartFile>(stem + extension, extension, watch.existing));
    }
    write_parts(shp.path(), path, fitted(layer, names, kept), kept, crs, with.now, watch);
    check_whole(stem_of(shp.path()), path);
    write_columns(columns.path(), path, layer, names, with.code_lists);
    shp.sync();
    columns.sync();
    std::erase_if(others, [](const auto& other) { return !fs::exists(other->path()); });  // no CRS, no .prj
    for (const auto& other : others) other->sync();
    const FolderHeld alone(path);  // or figures of one run might come to lie beside borders of another
    const SignalsHeld held;
    if (watch.existing == Existing::kept) {
        std::vector<NamedPart> set;
        for (const auto& other : others) set.push_back({other.get(), fs::path(other->path()).extension().string()});
        set.push_back({&columns, columns_ending});
        set.push_back({&shp, parts.front()});
        const auto name = place_set(path, set);
        if (name != path) fail_name_taken(path, name);
        return notes_of(path, layer, names, kept);
    }
    // Figures of one run at borders of another would be wrong without anyone seeing it. So what is there goes first,
    // the .shp before all, and the new .shp comes last: at any moment there is the old set, none that opens, or the new
    // one.
    for (const auto& file : shapefile_files(path)) std::remove(file.c_str());
    for (const auto& other : others) other->commit();
    columns.commit();
    shp.commit();
    return notes_of(path, layer, names, kept);
}

}  // namespace geo
