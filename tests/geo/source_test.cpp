// geo/vector: what write.h writes, source.h reads.
#include "geo/vector/source.h"

#include "geo/table.h"
#include "geo/vector/write.h"

#include "folder.h"
#include "shapes.h"
#include "support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace {

using geo::Column;
using geo::Field;
using geo::missing;
using geo::OutputTable;
using geo::Source;
using test::fails_saying;
using test::Folder;

std::vector<Source> open(const std::string& path, const std::vector<std::string>& layers = {}) {
    std::vector<geo::Source::Skipped> skipped;
    auto out = Source::open(path, layers, skipped);
    EXPECT_TRUE(skipped.empty());
    return out;
}

std::vector<std::string> texts(const Column& column) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < column.rows(); ++row) out.push_back(column.text(row));
    return out;
}

const std::vector<std::string> names{"Súdwest-Fryslân", "", "'s-Gravenhage", "two, \"words\"", "€ ß 漢字"};
const std::vector<double> reals{0.1, missing, -1e-300, 123456789.123456789, 1.0 / 3};
const std::vector<double> integers{0, -7, missing, 9007199254740991, 100000};

std::vector<geo::OutputColumn> some_columns() {
    return {geo::text_column("naam", names), geo::number_column("afw_2024", reals),
            geo::number_column("n", integers, Column::Type::integer),
            geo::text_column("code", {0, 1, 0, 1, 0}, {"0014", "BU0363AB10"})};
}

const std::vector<Field> some_fields{
    {0, Field::Kind::native}, {1, Field::Kind::native}, {2, Field::Kind::native}, {3, Field::Kind::native}};

void expect_some_columns(const std::vector<Column>& columns) {
    ASSERT_EQ(columns.size(), 4u);
    EXPECT_EQ(texts(columns[0]), names);
    EXPECT_TRUE(test::same_values(columns[1].numbers, reals));
    EXPECT_EQ(texts(columns[2]), (std::vector<std::string>{"0", "-7", "", "9007199254740991", "100000"}));
    EXPECT_EQ(texts(columns[3]), (std::vector<std::string>{"0014", "BU0363AB10", "0014", "BU0363AB10", "0014"}));
}

const geo::Polygons& five_areas() {
    static const auto areas =
        shapes::from_wkt({"POLYGON((200000.125 500000.0625,200100 500000,200100 500100,200000 500100),(200010 "
                          "500010,200010 500020,200020 500020))",
                          "MULTIPOLYGON(((0 0,1 0,1 1)),((5 5,6 5,6 6,5 6)))", "EMPTY", "POLYGON((0 0,0.1 0,0.1 0.3))",
                          "POLYGON((0 0,9 0,9 9))"});
    return areas;
}

TEST(GeoPackage, columns_and_polygons_come_back_as_they_were_written) {
    const Folder folder;
    const auto path = folder.file("out.gpkg");
    const OutputTable tables[] = {{"buurt", some_columns(), &five_areas()},
                                  {"plain \"table\"", some_columns(), nullptr}};
    geo::write_geopackage(path, tables, geo::parse_crs("EPSG:28992"));
    EXPECT_EQ(folder.names().size(), 1u);  // nothing temporary stays
    const auto sources = open(path);
    ASSERT_EQ(sources.size(), 2u);
    EXPECT_EQ(sources[0].layer(), "buurt");
    EXPECT_TRUE(sources[0].has_polygons());
    EXPECT_EQ(geo::parse_crs(sources[0].crs_wkt()).id, "EPSG:28992");
    EXPECT_NE(sources[0].label().find(" · buurt"), std::string::npos);
    const auto& fields = sources[0].fields();
    ASSERT_EQ(fields.size(), 4u);
    EXPECT_EQ(fields[1].name, "afw_2024");
    EXPECT_EQ(fields[1].type, Column::Type::real);
    EXPECT_EQ(fields[2].type, Column::Type::integer);
    const auto rows = sources[0].read(some_fields, true);
    EXPECT_EQ(rows.table.rows, 5u);
    expect_some_columns(rows.table.columns);
    EXPECT_TRUE(shapes::same(rows.polygons, five_areas()));
    EXPECT_EQ(rows.notes.without, 1u);
    EXPECT_EQ(rows.notes.not_polygon + rows.notes.short_rings + rows.notes.bad_points, 0u);

    EXPECT_EQ(sources[1].layer(), "plain \"table\"");
    EXPECT_FALSE(sources[1].has_polygons());
    expect_some_columns(sources[1].read(some_fields, false).table.columns);
}

TEST(GeoPackage, the_same_rows_come_without_polygons_and_by_a_condition) {
    const Folder folder;
    const auto path = folder.file("out.gpkg");
    const OutputTable table{"buurt", some_columns(), &five_areas()};
    geo::write_geopackage(path, std::span(&table, 1), geo::parse_crs("EPSG:28992"));
    const auto source = std::move(open(path).front());
    expect_some_columns(source.read(some_fields, false).table.columns);
    const auto some = source.read({{3, Field::Kind::text}, {0, Field::Kind::text}}, true, "code = 'BU0363AB10'");
    EXPECT_EQ(texts(some.table.columns[1]), (std::vector<std::string>{"", "two, \"words\""}));
    EXPECT_EQ(some.polygons.size(), 2u);
    EXPECT_TRUE(fails_saying([&] { static_cast<void>(source.read(some_fields, true, "no_such = 1")); },
                             {"out.gpkg", "no_such = 1"}));
    EXPECT_EQ(source.read(some_fields, false).table.rows, 5u);  // the condition does not stay
    EXPECT_EQ(source.sample(2).size(), 2u);
    EXPECT_EQ(source.sample(2)[0][0], names[0]);
}

TEST(GeoPackage, a_file_that_is_there_is_replaced_whole_or_not_at_all) {
    const Folder folder;
    const auto path = folder.put("out.gpkg", "old");
    const auto again = [&](const std::string& to) {
        const OutputTable table{"t", some_columns(), &five_areas()};
        geo::write_geopackage(to, std::span(&table, 1), geo::parse_crs("EPSG:28992"));
    };
    EXPECT_TRUE(fails_saying([&] { again(folder.file("no/such/out.gpkg")); }, {"no/such/out.gpkg", "no directory"}));
    again(path);
    EXPECT_EQ(open(path).front().read(some_fields, false).table.rows, 5u);
    EXPECT_EQ(folder.names().size(), 1u);
}

RC_GTEST_PROP(GeoPackage, random_areas_come_back, ()) {
    const Folder folder;
    const auto areas = shapes::any_triangulation(2, 250, *rc::gen::arbitrary<bool>());
    const OutputTable table{"t", {geo::number_column("x", std::vector<double>(areas.size(), 1))}, &areas};
    geo::write_geopackage(folder.file("t.gpkg"), std::span(&table, 1), geo::parse_crs("EPSG:28992"));
    RC_ASSERT(shapes::same(open(folder.file("t.gpkg")).front().read({}, true).polygons, areas));
}

TEST(CsvFile, columns_come_back_as_they_were_written) {
    const Folder folder;
    const auto path = folder.file("out.csv");
    geo::write_csv(path, {"out", some_columns(), nullptr});
    EXPECT_EQ(folder.names().size(), 1u);
    const auto source = std::move(open(path).front());
    EXPECT_EQ(source.layer(), "");
    EXPECT_FALSE(source.has_polygons());
    const auto rows =
        source
            .read({{0, Field::Kind::text}, {1, Field::Kind::number}, {2, Field::Kind::number}, {3, Field::Kind::text}},
                  false)
            .table;
    EXPECT_EQ(texts(rows.columns[0]), names);
    EXPECT_TRUE(test::same_values(rows.columns[1].numbers, reals));
    EXPECT_TRUE(test::same_values(rows.columns[2].numbers, integers));
    EXPECT_EQ(rows.columns[3].text(0), "0014");
    EXPECT_EQ(source.fields()[3].type, Column::Type::text);  // leading zeros
    EXPECT_EQ(source.fields()[1].type, Column::Type::real);
}

TEST(CsvFile, an_integer_is_written_with_its_digits) {
    const Folder folder;
    geo::write_csv(folder.file("out.csv"),
                   {"out", {geo::number_column("n", {100000, 2000000, 7}, Column::Type::integer)}, nullptr});
    std::ifstream file(folder.file("out.csv"));
    EXPECT_EQ(std::string(std::istreambuf_iterator(file), {}), "n\r\n100000\r\n2000000\r\n7\r\n");
}

TEST(Source, what_cannot_be_opened_is_refused_by_name) {
    const Folder folder;
    const auto refused = [](const std::string& path, std::initializer_list<std::string_view> says,
                            const std::vector<std::string>& layers = {}) {
        return fails_saying([&] { static_cast<void>(open(path, layers)); }, says);
    };
    EXPECT_TRUE(refused(folder.file("no such.gpkg"), {"no such.gpkg", "no such file"}));
    EXPECT_TRUE(refused(folder.put("empty.csv", ""), {"empty.csv", "empty"}));
    EXPECT_TRUE(refused(folder.put("empty.gpkg", ""), {"empty.gpkg", "empty"}));
    EXPECT_TRUE(refused(folder.put("words.txt", "just words\n"), {"words.txt"}));
    EXPECT_TRUE(refused(folder.put("not.zip", "PK, but not a zip"), {"not.zip"}));
    const OutputTable tables[] = {{"buurt", some_columns(), &five_areas()}, {"wijk", some_columns(), &five_areas()}};
    geo::write_geopackage(folder.file("two.gpkg"), tables, geo::parse_crs("EPSG:28992"));
    EXPECT_TRUE(refused(folder.file("two.gpkg"), {"two.gpkg", "'gemeente'", "'buurt'", "'wijk'"}, {"gemeente"}));
    const auto one = open(folder.file("two.gpkg"), {"wijk"});
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one.front().layer(), "wijk");
}

TEST(Source, a_folder_gives_what_can_be_read_and_names_the_rest) {
    const Folder folder;
    folder.put("a.csv", "x,y\n1,2\n");
    folder.put("b.csv", "");
    folder.put("readme.txt", "nothing");
    std::vector<geo::Source::Skipped> skipped;
    const auto sources = Source::open(folder.file("."), {}, skipped);
    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(sources[0].label(), "a.csv");
    ASSERT_EQ(skipped.size(), 1u);
    EXPECT_NE(skipped[0].why.text().find("b.csv"), std::string::npos);
}

TEST(Source, geometries_that_are_no_polygons_are_counted_and_leave_empty_areas) {
    const Folder folder;
    std::string json = R"({"type":"FeatureCollection","features":[)";
    for (
        const auto* geometry :
        {R"(null)", R"({"type":"Point","coordinates":[1,2]})",
         R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})",
         R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,0],[0,0]]]})",
         R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}]})"}) {
        json +=
            fmt::format(R"({}{{"type":"Feature","properties":{{"raw":{{"afw":0.25,"kscore":"7"}}}},"geometry":{}}})",
                        json.back() == '[' ? "" : ",", geometry);
    }
    const auto source = std::move(open(folder.put("mix.geojson", json + "]}")).front());
    const auto afw = std::ranges::find(source.fields(), "raw.afw", &Source::FieldInfo::name) - source.fields().begin();
    ASSERT_LT(static_cast<std::size_t>(afw), source.fields().size());
    const auto rows = source.read({{static_cast<std::size_t>(afw), Field::Kind::number}}, true);
    EXPECT_EQ(rows.table.columns[0].numbers, std::vector<double>(5, 0.25));
    EXPECT_EQ(rows.polygons.area_starts, (std::vector<std::uint32_t>{0, 0, 0, 1, 1, 2}));
    EXPECT_EQ(rows.notes.not_polygon, 1u);
    EXPECT_EQ(rows.notes.partly, 1u);
    EXPECT_EQ(rows.notes.short_rings, 1u);
}

}  // namespace
