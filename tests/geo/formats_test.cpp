// geo/vector/formats: what is written comes back the same, in every format.
#include "geo/vector/formats.h"

#include "geo/column_writer.h"
#include "geo/table.h"
#include "geo/text_fold.h"
#include "geo/vector/short_names.h"
#include "geo/vector/source.h"
#include "geo/vector/spreadsheet.h"

#include "folder.h"
#include "shapes.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <set>

namespace {

using geo::Column;
using geo::Field;
using geo::Format;
using geo::missing;
using geo::OutputColumn;
using geo::OutputTable;
using geo::Source;
using test::fails_saying;
using test::Folder;

const std::vector<std::string> codes{"0012", "0013", "BU00140101", "1e5", "=1+1"};
const std::vector<std::string> names{"Súdwest-Fryslân", "", "'s-Gravenhage; \"aan zee\"", "two, words <&> €",
                                     "漢字 ß +31 @home"};
const std::vector<double> reals{-0.1, missing, 1.0 / 3, 0.30000000000000004, 123456789.123456789};
const std::vector<double> integers{0, -7, missing, 9007199254740992, 100000};
const std::vector<double> whole{1, 2, missing, -4, 5};
const std::vector<double> nothing(5, missing);
const std::string long_name = "een naam van tweehonderd tekens \"met\" tekens; é " + std::string(150, 'x') + "z";

std::vector<OutputColumn> columns() {
    return {
        geo::text_column("code", codes),       geo::text_column("naam; \"wijk\" é", names),
        geo::number_column("afw_2024", reals), geo::number_column("n", integers, Column::Type::integer),
        geo::number_column(long_name, whole),  geo::number_column("class_dev_2024", nothing, Column::Type::integer)};
}

const geo::Polygons& areas() {
    static const auto out = shapes::from_wkt(
        {"POLYGON((200000.125 500000.0625,200100 500000,200100 500100,200000 500100),(200010 500010,200010 "
         "500020,200020 500020))",
         "MULTIPOLYGON(((1000 1000,1010 1000,1010 1010)),((1050 1050,1060 1050,1060 1060,1050 1060)))",
         "POLYGON((150000 450000,150000.5 450000,150000.5 450000.25))", "POLYGON((0 0,0.1 0,0.1 0.3))",
         "POLYGON((0 0,9 0,9 9))"});
    return out;
}

const geo::Crs& rd() {
    static const auto out = geo::parse_crs("EPSG:28992");
    return out;
}

/// A layer and a table, as a run gives them.
std::vector<OutputTable> tables() {
    return {{"buurt", columns(), &areas()}, {"scores", columns()}};
}

std::string ending(Format format) {
    return std::string(geo::facts(format).ending);
}

std::vector<Source> open(const std::string& path) {
    // GDAL otherwise guesses whether the first row holds names.
    ::setenv("OGR_XLSX_HEADERS", "FORCE", 1);
    ::setenv("OGR_ODS_HEADERS", "FORCE", 1);
    std::vector<geo::Source::Skipped> skipped;
    return Source::open(path, {}, skipped);
}

const Source& layer(const std::vector<Source>& sources, const std::string& name) {
    const auto found = std::find_if(sources.begin(), sources.end(), [&](const auto& s) { return s.layer() == name; });
    if (found == sources.end()) geo::fail("no layer {}", name);
    return *found;
}

std::vector<std::string> field_names(const Source& source) {
    std::vector<std::string> out;
    for (const auto& field : source.fields()) out.push_back(field.name);
    return out;
}

std::vector<std::string> column_names() {
    std::vector<std::string> out;
    for (const auto& column : columns()) out.push_back(column.name);
    return out;
}

/// All columns by their place, text as text and numbers as numbers.
geo::LayerRows read(const Source& source, bool polygons) {
    std::vector<Field> wanted;
    for (std::size_t c = 0; c < 6; ++c) wanted.push_back({c, c < 2 ? Field::Kind::text : Field::Kind::number});
    return source.read(wanted, polygons);
}

/// \param order [rows] where each row that was read stands in what was written
void expect_columns(const geo::LayerRows& rows, const std::vector<std::size_t>& order) {
    const auto written = columns();
    ASSERT_EQ(rows.table.rows, order.size());
    ASSERT_EQ(rows.table.columns.size(), written.size());
    for (std::size_t c = 0; c < written.size(); ++c) {
        const auto& got = rows.table.columns[c];
        for (std::size_t row = 0; row < order.size(); ++row) {
            if (written[c].type == Column::Type::text) {
                EXPECT_EQ(got.text(row), written[c].text(order[row])) << written[c].name;
            } else {
                EXPECT_TRUE(test::same_value(got.numbers[row], written[c].numbers[order[row]]))
                    << written[c].name << ": " << got.numbers[row] << " for " << written[c].numbers[order[row]];
            }
        }
    }
}

const std::vector<std::size_t> as_written{0, 1, 2, 3, 4};

TEST(Formats, are_found_by_ending_and_by_name_in_any_case) {
    EXPECT_EQ(geo::format_of("a/b.GPKG"), Format::geopackage);
    EXPECT_EQ(geo::format_of("b.csv"), Format::csv);
    EXPECT_EQ(geo::format_of("b.json"), Format::geojson);
    EXPECT_EQ(geo::format_of("b.csv", "csv-nl"), Format::csv_excel_nl);
    EXPECT_EQ(geo::format_of("b.shp", "esri shapefile"), Format::shapefile);
    EXPECT_EQ(geo::format_of("b.doc", "ods"), Format::ods);
    for (const auto& f : geo::formats()) {
        EXPECT_EQ(geo::format_of("b" + std::string(f.ending), f.name), f.format);
        EXPECT_EQ(geo::format_of("b" + std::string(f.ending)),
                  f.format == Format::csv_excel_nl ? Format::csv : f.format);
    }
    EXPECT_TRUE(fails_saying([] { (void)geo::format_of("b.doc"); }, {"b.doc", ".gpkg, .csv", "or .shp", "--of"}));
    EXPECT_TRUE(fails_saying([] { (void)geo::format_of("b"); }, {"--of"}));
    EXPECT_TRUE(fails_saying([] { (void)geo::format_of("b.csv", "DOC"); }, {"DOC", "'FlatGeobuf'"}));
    EXPECT_TRUE(fails_saying([] { (void)geo::format_of("b.out", "ESRI Shapefile"); }, {"b.out", ".shp"}));
}

TEST(Formats, spreadsheets_bring_back_every_sheet_to_the_last_bit) {
    for (const auto format : {Format::xlsx, Format::ods}) {
        const Folder folder;
        const auto path = folder.file("out" + ending(format));
        auto all = tables();
        all.push_back({"a/b:c*?[d]\\ 'e' & <f> é ......................................", columns()});
        const auto notes = geo::write_format(path, format, all, rd());
        ASSERT_EQ(notes.size(), 1u);
        EXPECT_NE(notes[0].text().find("'a_b_c___d__ 'e' & <f> é .......'"), std::string::npos) << notes[0].text();
        const auto sources = open(path);
        ASSERT_EQ(sources.size(), 3u);
        for (const auto& source : sources) {
            EXPECT_FALSE(source.has_polygons());
            EXPECT_EQ(field_names(source), column_names());
            EXPECT_EQ(source.fields()[0].type, Column::Type::text);
            EXPECT_NE(source.fields()[2].type, Column::Type::text);
            expect_columns(read(source, false), as_written);
        }
        EXPECT_EQ(sources[0].layer(), "buurt");
        EXPECT_EQ(folder.names().size(), 1u);
    }
}

TEST(Formats, spreadsheets_tell_what_columns_and_codes_mean) {
    for (const auto format : {Format::xlsx, Format::ods}) {
        const Folder folder;
        const auto path = folder.file("out" + ending(format));
        auto all = tables();
        all[0].columns[2].about = {"Total", "In points.", ""};
        geo::Accompaniment with;
        with.code_lists = {{"classes", {{"1", "very weak"}, {"09", "top"}}}};
        geo::write_format(path, format, all, rd(), with);
        const auto sources = open(path);
        ASSERT_EQ(sources.size(), 4u);
        const auto words = layer(sources, "columns").sample(4);
        EXPECT_EQ(words[2], (std::vector<std::string>{"buurt", "afw_2024", "Total", "In points.", ""}));
        EXPECT_EQ(layer(sources, "codes").sample(4)[1], (std::vector<std::string>{"classes", "09", "top"}));
    }
}

TEST(Formats, a_spreadsheet_keeps_blanks_and_lines_of_text) {
    const std::vector<std::string> odd{" before", "after ", "a   b", "two\nlines", "tab\there"};
    const OutputTable table{"t", {geo::text_column("x", odd)}};
    for (const auto format : {Format::xlsx, Format::ods}) {
        const Folder folder;
        const auto path = folder.file("out" + ending(format));
        geo::write_format(path, format, {&table, 1}, rd());
        if (format == Format::ods) {  // of which GDAL's reader (3.6) takes no blanks but the plain ones
            EXPECT_EQ(open(path).front().sample(9).at(3), (std::vector<std::string>{"two\nlines"}));
            continue;
        }
        // Reading trims.
        const auto rows = open(path).front().read({{0, Field::Kind::native}}, false);
        for (std::size_t row = 0; row < odd.size(); ++row)
            EXPECT_EQ(rows.table.columns[0].text(row), geo::trimmed(odd[row]));
    }
}

TEST(Formats, too_many_rows_or_columns_for_a_sheet_are_refused_before_anything_is_written) {
    const OutputTable rows{"long", {geo::number_column("x", std::vector<double>(1048576, 1.0))}};
    const OutputTable wide{"wide", std::vector<OutputColumn>(16385, geo::number_column("x", {1.0}))};
    for (const auto format : {Format::xlsx, Format::ods}) {
        const Folder folder;
        const auto path = folder.file("out" + ending(format));
        EXPECT_TRUE(fails_saying(
            [&] {
                geo::write_format(path, format, {&rows, 1}, rd());
            },
            {path, "'long'", "1048576 rows", ".csv"}));
        EXPECT_TRUE(fails_saying([&] { geo::write_format(path, format, {&wide, 1}, rd()); }, {path, "16385 columns"}));
        EXPECT_TRUE(folder.names().empty());
    }
}

TEST(Formats, geojson_brings_back_columns_to_the_last_bit_and_borders_in_degrees) {
    const Folder folder;
    const auto path = folder.file("out.geojson");
    auto all = tables();
    all[0].columns[2].about = {"Total", "In points.", ""};
    const auto notes = geo::write_format(path, Format::geojson, all, rd());
    ASSERT_EQ(notes.size(), 2u);
    EXPECT_NE(notes[0].text().find("'scores'"), std::string::npos);
    EXPECT_NE(notes[1].text().find("WGS 84"), std::string::npos);
    EXPECT_NE(notes[1].text().find(" m"), std::string::npos);
    const auto sources = open(path);
    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(sources[0].layer(), "buurt");
    EXPECT_EQ(field_names(sources[0]), column_names());
    EXPECT_EQ(sources[0].fields()[4].type, Column::Type::real);  // of whole numbers
    const auto rows = read(sources[0], true);
    expect_columns(rows, as_written);
    auto expected = areas();
    const geo::Transform to_degrees(rd(), geo::parse_crs("EPSG:4326"), geo::bounds(expected));
    to_degrees.apply(expected.points);
    ASSERT_EQ(rows.polygons.ring_starts, expected.ring_starts);
    EXPECT_EQ(rows.polygons.area_starts, expected.area_starts);
    for (std::size_t i = 0; i < expected.points.size(); ++i) {
        EXPECT_NEAR(rows.polygons.points[i].x, expected.points[i].x, 6e-9);
        EXPECT_NEAR(rows.polygons.points[i].y, expected.points[i].y, 6e-9);
    }
    EXPECT_TRUE(fails_saying([&] { geo::write_format(path, Format::geojson, all, {}); }, {path, "CRS", "not known"}));
}

TEST(Formats, geojson_holds_the_smallest_numbers_and_areas_without_borders) {
    const Folder folder;
    const auto path = folder.file("out.geojson");
    const auto none = shapes::from_wkt({"EMPTY", "POLYGON((0 0,9 0,9 9))"});
    const OutputTable table{"t", {geo::number_column("x", {1e-300, -0.0})}, &none};
    geo::write_format(path, Format::geojson, {&table, 1}, rd());
    const auto rows = open(path).front().read({{0, Field::Kind::number}}, true);
    EXPECT_TRUE(test::same_values(rows.table.columns[0].numbers, std::vector<double>{1e-300, -0.0}));
    EXPECT_EQ(rows.notes.without, 1u);
}

TEST(Formats, flatgeobuf_brings_back_columns_and_borders_in_an_order_of_its_own) {
    const Folder folder;
    const auto path = folder.file("out.fgb");
    const auto notes = geo::write_format(path, Format::flatgeobuf, tables(), rd());
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_NE(notes[0].text().find("'scores'"), std::string::npos);
    const auto sources = open(path);
    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(sources[0].layer(), "buurt");
    EXPECT_EQ(geo::parse_crs(sources[0].crs_wkt()).id, "EPSG:28992");
    EXPECT_EQ(field_names(sources[0]), column_names());
    const auto rows = read(sources[0], true);
    std::vector<std::size_t> order;
    geo::Polygons borders;
    for (std::size_t row = 0; row < rows.table.rows; ++row) {
        const auto at = std::find(codes.begin(), codes.end(), rows.table.columns[0].text(row));
        order.push_back(static_cast<std::size_t>(at - codes.begin()));
        borders.append(areas(), order.back());
    }
    EXPECT_EQ(std::set<std::size_t>(order.begin(), order.end()).size(), 5u);
    expect_columns(rows, order);
    EXPECT_TRUE(shapes::same(rows.polygons, borders));
    EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Formats, flatgeobuf_tells_which_areas_without_borders_it_leaves_out) {
    const Folder folder;
    const auto path = folder.file("out.fgb");
    const auto some = shapes::from_wkt({"POLYGON((0 0,9 0,9 9))", "EMPTY"});
    const OutputTable table{"t", {geo::text_column("code", {"A", "B"})}, &some};
    const auto notes = geo::write_format(path, Format::flatgeobuf, {&table, 1}, rd());
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_NE(notes[0].text().find("1 of 2 left out, the first is 'B'"), std::string::npos) << notes[0].text();
    const auto none = shapes::from_wkt({"EMPTY", "EMPTY"});
    const OutputTable bare{"t", {geo::text_column("code", {"A", "B"})}, &none};
    EXPECT_TRUE(fails_saying(
        [&] {
            geo::write_format(path, Format::flatgeobuf, {&bare, 1}, rd());
        },
        {path, "without borders"}));
}

TEST(Formats, a_shapefile_brings_back_columns_to_the_last_bit_under_short_names) {
    const Folder folder;
    const auto path = folder.file("out.shp");
    auto all = tables();
    all[0].columns[5].about = {"Deviation", "Of the total.", "classes"};
    geo::Accompaniment with;
    with.code_lists = {{"classes", {{"1", "weak"}, {"2", "good"}}}};
    const auto notes = geo::write_format(path, Format::shapefile, all, rd(), with);
    ASSERT_EQ(notes.size(), 3u);
    EXPECT_NE(notes[1].text().find("class_dev_2024 -> cls_dev_24"), std::string::npos) << notes[1].text();
    EXPECT_NE(notes[2].text().find("missing"), std::string::npos);
    EXPECT_EQ(folder.names(),
              (std::vector<std::string>{"out.cpg", "out.dbf", "out.prj", "out.shp", "out.shx", "out_columns.csv"}));
    EXPECT_EQ(folder.content("out.cpg"), "UTF-8");
    EXPECT_NE(folder.content("out_columns.csv")
                  .find("\r\ncls_dev_24,class_dev_2024,Deviation,Of the total.,1 = weak; 2 = good\r\n"),
              std::string::npos);
    const auto sources = open(path);
    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(geo::parse_crs(sources[0].crs_wkt()).id, "EPSG:28992");
    const auto fields = field_names(sources[0]);
    EXPECT_EQ(fields, geo::short_names(column_names(), 10));
    EXPECT_EQ(fields[2], "afw_2024");
    EXPECT_EQ(sources[0].fields()[3].type, Column::Type::integer);
    EXPECT_EQ(sources[0].fields()[4].type, Column::Type::real);
    const auto rows = read(sources[0], true);
    expect_columns(rows, as_written);
    // Outer rings of a shapefile run the other way round.
    auto borders = rows.polygons;
    geo::orient(borders);
    EXPECT_EQ(borders.ring_starts, areas().ring_starts);
    EXPECT_EQ(borders.area_starts, areas().area_starts);
    for (std::size_t area = 0; area < areas().size(); ++area)
        EXPECT_EQ(geo::surface(borders, area), geo::surface(areas(), area));
    EXPECT_TRUE(std::is_permutation(borders.points.begin(), borders.points.end(), areas().points.begin()));
}

TEST(Formats, a_shapefile_tells_what_it_cannot_hold) {
    const Folder folder;
    const auto path = folder.file("out.shp");
    const auto two = shapes::from_wkt({"POLYGON((0 0,9 0,9 9))", "EMPTY"});
    const OutputTable table{
        "t",
        {geo::text_column("long", {std::string(253, 'a') + "é", "b "}), geo::number_column("x", {1e-300, 0.1})},
        &two};
    const auto notes = geo::write_format(path, Format::shapefile, {&table, 1}, rd());
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_NE(notes[0].text().find("long (2), x (1)"), std::string::npos) << notes[0].text();
    const auto rows = open(path).front().read({{0, Field::Kind::text}, {1, Field::Kind::number}}, true);
    EXPECT_EQ(rows.table.columns[0].text(0), std::string(253, 'a'));
    EXPECT_EQ(rows.table.columns[0].text(1), "b");
    EXPECT_TRUE(test::same_values(rows.table.columns[1].numbers, std::vector<double>{0, 0.1}));
    EXPECT_EQ(rows.notes.without, 1u);
    const OutputTable huge{"t", {geo::number_column("x", {1e40, 1})}, &two};
    EXPECT_TRUE(fails_saying([&] { geo::write_format(path, Format::shapefile, {&huge, 1}, rd()); }, {path, "'x'"}));
    const OutputTable wide{"t", std::vector<OutputColumn>(256, geo::number_column("x", {1, 2})), &two};
    EXPECT_TRUE(fails_saying(
        [&] {
            geo::write_format(path, Format::shapefile, {&wide, 1}, rd());
        },
        {path, "256 columns"}));
    const std::vector<std::uint32_t> many(9000000, 0);
    geo::Polygons borders;
    borders.area_starts.resize(many.size() + 1);
    const OutputTable large{"t", {geo::text_column("x", many, {std::string(254, 'x')})}, &borders};
    EXPECT_TRUE(fails_saying(
        [&] {
            geo::write_format(path, Format::shapefile, {&large, 1}, rd());
        },
        {path, "2.3 GB", ".gpkg"}));
}

TEST(Formats, a_shapefile_replaces_the_whole_set_of_an_earlier_one) {
    const Folder folder;
    for (const auto* name :
         {"out.shp", "out.dbf", "out.prj", "out.sbn", "out.sbx", "out.qix", "out.shp.xml", "out.qml", "outer.qix"})
        folder.put(name, "old");
    const OutputTable table{"t", {geo::text_column("code", codes)}, &areas()};
    geo::write_format(folder.file("out.shp"), Format::shapefile, {&table, 1}, {});
    EXPECT_EQ(folder.names(), (std::vector<std::string>{"out.cpg", "out.dbf", "out.qml", "out.shp", "out.shx",
                                                        "out_columns.csv", "outer.qix"}));
    const auto files = geo::files_of(folder.file("out.shp"), Format::shapefile);
    EXPECT_EQ(files.front(), folder.file("out.shp"));
    EXPECT_NE(std::find(files.begin(), files.end(), folder.file("out.qix")), files.end());
    EXPECT_EQ(geo::files_of("x.fgb", Format::flatgeobuf), (std::vector<std::string>{"x.fgb"}));
}

TEST(Formats, csv_holds_the_scores_in_either_dialect) {
    for (const auto format : {Format::csv, Format::csv_excel_nl}) {
        const Folder folder;
        const auto path = folder.file("out.csv");
        EXPECT_TRUE(geo::write_format(path, format, tables(), rd()).empty());
        const auto sources = open(path);
        EXPECT_EQ(field_names(sources.at(0)), column_names());
        expect_columns(read(sources[0], false), as_written);
    }
}

TEST(Formats, tables_without_rows_are_written_and_read) {
    std::vector<OutputColumn> none;
    for (const auto& column : columns()) {
        none.push_back(column.type == Column::Type::text ? geo::text_column(column.name, std::vector<std::string>())
                                                         : geo::number_column(column.name, {}, column.type));
    }
    const geo::Polygons no_areas;
    const OutputTable all[] = {{"buurt", none, &no_areas}, {"scores", none}};
    for (const auto& f : geo::formats()) {
        const Folder folder;
        const auto path = folder.file("out" + std::string(f.ending));
        geo::write_format(path, f.format, all, rd());
        EXPECT_TRUE(std::filesystem::exists(path)) << f.name;
        if (f.holds == geo::FormatFacts::Holds::one_table) continue;  // one without rows is refused as an input
        for (const auto& source : open(path)) {
            const auto rows = source.read({}, f.holds == geo::FormatFacts::Holds::one_layer);
            // Of a sheet with one row GDAL takes that for values.
            EXPECT_EQ(rows.table.rows, f.holds == geo::FormatFacts::Holds::sheets ? 1u : 0u) << f.name;
        }
    }
}

TEST(Formats, several_levels_are_refused_where_one_is_held) {
    const Folder folder;
    const OutputTable both[] = {{"buurt", columns(), &areas()}, {"wijk", columns(), &areas()}};
    const OutputTable plain[] = {{"scores", columns()}, {"change", columns()}};
    for (const auto format : {Format::flatgeobuf, Format::geojson, Format::shapefile}) {
        const auto path = folder.file("out" + ending(format));
        EXPECT_TRUE(fails_saying([&] { geo::write_format(path, format, both, rd()); },
                                 {path, geo::facts(format).name, "'buurt' and 'wijk'", "--only LEVEL"}));
        EXPECT_TRUE(fails_saying([&] { geo::write_format(path, format, plain, rd()); }, {path, "no layer"}));
        const std::vector<std::string> twice{"buurt", "buurt"};
        EXPECT_NO_THROW(geo::check_one_level(path, format, twice));
    }
    EXPECT_TRUE(folder.names().empty());
}

TEST(Formats, a_stop_leaves_what_was_there_and_no_rest) {
    std::stop_source stop;
    stop.request_stop();
    geo::Watch watch;
    watch.stop = stop.get_token();
    for (const auto& f : geo::formats()) {
        if (f.holds == geo::FormatFacts::Holds::one_table) continue;  // looked at once a megabyte
        const Folder folder;
        const auto name = "out" + std::string(f.ending);
        folder.put(name, "precious");
        EXPECT_THROW(geo::write_format(folder.file(name), f.format, tables(), rd(), {}, watch), geo::WritingStopped);
        EXPECT_EQ(folder.names(), std::vector<std::string>{name}) << f.name;
        EXPECT_EQ(folder.content(name), "precious");
    }
}

TEST(Formats, the_same_moment_gives_the_same_bytes) {
    geo::Accompaniment with;
    with.now = "2024-05-06T07:08:09.000Z";
    for (const auto& f : geo::formats()) {
        const Folder folder;
        const auto name = "out" + std::string(f.ending);
        std::map<std::string, std::string> first;
        for (int time = 0; time < 2; ++time) {
            geo::write_format(folder.file(name), f.format, tables(), rd(), with);
            for (const auto& file : folder.names()) {
                const auto bytes = folder.content(file);
                if (time == 0) first[file] = bytes;
                EXPECT_TRUE(first[file] == bytes) << file;
            }
        }
    }
}

TEST(ShortNames, keep_the_year_and_what_tells_names_apart) {
    const std::vector<std::string> long_names{"afw_2024",
                                              "class_dev_2024",
                                              "class_won_2024",
                                              "CLASS_WON_2024",
                                              "change_afw_2018_2024",
                                              "change_won_2018_2024",
                                              "afw_2018_v2.0",
                                              "gemeente naam",
                                              "cls_dev_24",
                                              "Súdwest-Fryslân",
                                              "漢字",
                                              ""};
    const auto out = geo::short_names(long_names, 10);
    EXPECT_EQ(
        out, (std::vector<std::string>{"afw_2024", "cl_dev2_24", "cls_won_24", "CL_WON2_24", "ch_af_1824", "ch_wn_1824",
                                       "afw_18v20", "gemnt_naam", "cls_dev_24", "sdws_frysl", "n", "n2"}));
}

RC_GTEST_PROP(ShortNames, are_distinct_short_and_plain, ()) {
    const auto word = rc::gen::element<std::string>("class", "dev", "won", "2024", "2018", "é", "漢", "_", " ",
                                                    "published", "v2.0", "A", "a", "1", "\"", "no_data", "x");
    std::vector<std::string> given;
    const auto count = *rc::gen::inRange(0, 60);
    for (int i = 0; i < count; ++i) {
        std::string name;
        for (const auto& part : *rc::gen::container<std::vector<std::string>>(word)) name += part;
        given.push_back(name);
    }
    const auto out = geo::short_names(given, 10);
    std::set<std::string> distinct;
    for (std::size_t i = 0; i < out.size(); ++i) {
        RC_ASSERT(!out[i].empty() && out[i].size() <= 10);
        for (const char c : out[i]) RC_ASSERT(std::isalnum(static_cast<unsigned char>(c)) || c == '_');
        distinct.insert(geo::lower_ascii(out[i]));
    }
    RC_ASSERT(distinct.size() == given.size());
    RC_ASSERT(geo::short_names(out, 10) == out);
}

RC_GTEST_PROP(SheetNames, are_distinct_and_fit, ()) {
    const auto word = rc::gen::element<std::string>("buurt", "Buurt", "é", "😀", "[", "'", "a/b", "history", "columns",
                                                    "xxxxxxxxxxxxxxxxxxxxxxxxxxx");
    std::vector<std::string> given;
    const auto count = *rc::gen::inRange(0, 30);
    for (int i = 0; i < count; ++i) {
        std::string name;
        for (const auto& part : *rc::gen::container<std::vector<std::string>>(word)) name += part;
        given.push_back(name);
    }
    std::set<std::string> distinct;
    for (const auto& name : geo::sheet_names(given)) {
        RC_ASSERT(!name.empty() && name.front() != '\'' && name.back() != '\'');
        RC_ASSERT(name.find_first_of("[]:*?/\\") == std::string::npos);
        std::size_t units = 0;
        for (const char c : name) {
            const auto byte = static_cast<unsigned char>(c);
            units += (byte & 0xC0) == 0x80 ? 0U : byte >= 0xF0 ? 2U : 1U;
        }
        RC_ASSERT(units <= 31u);
        distinct.insert(geo::folded(name));
    }
    RC_ASSERT(distinct.size() == given.size());
}

RC_GTEST_PROP(Formats, any_number_comes_back_to_the_last_bit, ()) {
    std::vector<double> values;
    for (int i = 0; i < 20; ++i) {
        const auto bits = *rc::gen::arbitrary<std::uint64_t>();
        const auto value = std::bit_cast<double>(bits);
        // Below -99990 a source says that there is no figure.
        values.push_back(std::isfinite(value) && value > -90000 ? value : static_cast<double>(bits) * 1e-19);
    }
    const auto same = shapes::one_area({{0, 0}, {10, 0}, {10, 10}});
    geo::Polygons borders;
    for (std::size_t i = 0; i < values.size(); ++i) borders.append(same, 0);
    const OutputTable table{"t", {geo::number_column("x", values)}, &borders};
    for (const auto format : {Format::xlsx, Format::ods, Format::geojson, Format::flatgeobuf}) {
        const Folder folder;
        const auto path = folder.file("out" + ending(format));
        geo::write_format(path, format, {&table, 1}, rd());
        auto back = open(path).front().read({{0, Field::Kind::number}}, false).table.columns[0].numbers;
        auto wanted = values;
        if (format == Format::flatgeobuf) {  // areas at one place come in any order
            std::sort(back.begin(), back.end());
            std::sort(wanted.begin(), wanted.end());
        }
        RC_ASSERT(test::same_values(back, wanted));
    }
}

}  // namespace
