#include "geo/vector/own_layer.h"
#include "tests/geo/support.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "leefbeeld-own-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const {
        const auto file = path_ / name;
        std::ofstream(file, std::ios::binary) << bytes;
        return file.string();
    }
    [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

std::string collection(const std::string& features, const char* crs = "urn:ogc:def:crs:EPSG::28992") {
    return fmt::format(
        R"({{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{}"}}}},"features":[{}]}})", crs,
        features);
}

std::string feature(const std::string& type, const std::string& coordinates, const std::string& name = "x") {
    return fmt::format(
        R"({{"type":"Feature","properties":{{"name":"{}","n":1}},"geometry":{{"type":"{}","coordinates":{}}}}})", name,
        type, coordinates);
}

struct OwnLayer : testing::Test {
    Folder folder;
    geo::OwnLayerRequest request{{}, {}, {}, geo::parse_crs("EPSG:28992"), {}, 1, {}};

    geo::OwnLayerContent read(const std::string& path) {
        request.path = path;
        return geo::read_own_layer(request);
    }
    testing::AssertionResult fails(const std::string& path, std::initializer_list<std::string_view> parts) {
        return test::fails_saying([&] { static_cast<void>(read(path)); }, parts);
    }
    /// A picture of bands of raw bytes, as a VRT says of them.
    std::string picture(const std::string& name, int width, int height, const std::string& bytes, int bands,
                        const std::string& type = "Byte", const std::string& extra = {},
                        const std::string& place =
                            "<SRS>EPSG:28992</SRS><GeoTransform>100000,10,0,400100,0,-10"
                            "</GeoTransform>") {
        const int deep = type == "Byte" ? 1 : type == "UInt16" ? 2 : 4;
        static_cast<void>(folder.write(name + ".raw", bytes));
        std::string text = fmt::format("<VRTDataset rasterXSize=\"{}\" rasterYSize=\"{}\">{}", width, height, place);
        for (int b = 0; b < bands; ++b) {
            text += fmt::format(
                "<VRTRasterBand dataType=\"{}\" band=\"{}\" subClass=\"VRTRawRasterBand\">{}<SourceFilename "
                "relativetoVRT=\"1\">{}.raw</SourceFilename><ImageOffset>{}</ImageOffset><PixelOffset>{}</PixelOffset>"
                "<LineOffset>{}</LineOffset><ByteOrder>LSB</ByteOrder></VRTRasterBand>",
                type, b + 1, extra, name, b * deep, bands * deep, width * bands * deep);
        }
        return folder.write(name + ".vrt", text + "</VRTDataset>");
    }
};

std::array<int, 4> pixel(const geo::Ground& ground, int x, int y) {
    const auto at = 4 * static_cast<std::size_t>(y * ground.width + x);
    return {ground.rgba[at], ground.rgba[at + 1], ground.rgba[at + 2], ground.rgba[at + 3]};
}

using Rgba = std::array<int, 4>;

}  // namespace

TEST_F(OwnLayer, takes_lines_borders_and_dots_and_counts_what_has_no_place) {
    const auto file = folder.write(
        "plan.geojson",
        collection(feature("LineString", "[[100000,400000],[100500,400000]]") + "," +
                   feature("Polygon", "[[[100000,400000],[100100,400000],[100100,400100],[100000,400000]]]") + "," +
                   feature("MultiPoint", "[[100010,400010],[100020,400020]]") + "," +
                   R"({"type":"Feature","properties":{"name":"none"},"geometry":null})"));
    const auto content = read(file);
    ASSERT_NE(content.vector, nullptr);
    EXPECT_EQ(content.picture, nullptr);
    EXPECT_EQ(content.vector->features, 4u);
    EXPECT_EQ(content.vector->without, 1u);
    EXPECT_EQ(content.vector->outside, 0u);
    EXPECT_EQ(content.vector->lines->levels.front().segments.size(), 4u);
    EXPECT_EQ(content.vector->dots->levels.front().segments.size(), 2u);
    EXPECT_EQ(content.vector->columns, (std::vector<std::string>{"name", "n"}));
    EXPECT_EQ(content.bounds.min, (geo::Point{100'000, 400'000}));
    EXPECT_EQ(content.bounds.max, (geo::Point{100'500, 400'100}));
}

TEST_F(OwnLayer, is_brought_into_the_map_s_crs) {
    const auto file = folder.write(
        "tower.geojson", collection(feature("Point", "[5.387203658,52.155172897]"), "urn:ogc:def:crs:OGC:1.3:CRS84"));
    const auto content = read(file);  // the origin of RD
    EXPECT_NEAR(content.bounds.min.x, 155'000, 1);
    EXPECT_NEAR(content.bounds.min.y, 463'000, 1);
}

TEST_F(OwnLayer, leaves_out_what_has_no_place_in_it) {
    const auto file = folder.write(
        "world.geojson", collection(feature("Point", "[5,52]") + "," + feature("LineString", "[[5,52],[5,1e30]]"),
                                    "urn:ogc:def:crs:OGC:1.3:CRS84"));
    const auto content = read(file);
    EXPECT_EQ(content.vector->outside, 1u);
    EXPECT_EQ(content.vector->lines, nullptr);
    EXPECT_NE(content.vector->dots, nullptr);
}

TEST_F(OwnLayer, names_its_features_the_largest_first) {
    request.label = "name";
    const auto file = folder.write(
        "names.geojson",
        collection(feature("Point", "[100000,400000]", "dot") + "," +
                   feature("LineString", "[[100000,400000],[100300,400000],[100900,400000]]", "street") + "," +
                   feature("Polygon",
                           "[[[200000,400000],[202000,400000],[202000,402000],[200000,402000],[200000,400000]]]",
                           "square") +
                   "," + feature("Point", "[100000,400000]", "")));
    const auto content = read(file);
    EXPECT_TRUE(content.remark.empty());
    ASSERT_EQ(content.vector->names.size(), 3u);
    EXPECT_EQ(content.vector->names[0].text, "square");
    EXPECT_NEAR(content.vector->names[0].at.x, 201'000, 300);
    EXPECT_EQ(content.vector->names[1].text, "street");
    EXPECT_EQ(content.vector->names[1].at, (geo::Point{100'300, 400'000}));
    EXPECT_EQ(content.vector->names[2].text, "dot");
    EXPECT_EQ(content.vector->names[2].size, 0);
}

TEST_F(OwnLayer, is_shown_without_names_where_there_is_no_such_column) {
    request.label = "naam";
    const auto content = read(folder.write("a.geojson", collection(feature("Point", "[1,2]"))));
    EXPECT_NE(content.vector->dots, nullptr);
    EXPECT_NE(content.remark.text().find("a.geojson: no column 'naam'; it has 'name', 'n'"), std::string::npos)
        << content.remark.text();
}

TEST_F(OwnLayer, says_in_a_sentence_what_is_wrong_with_a_file) {
    EXPECT_TRUE(fails(folder / "missing.gpkg", {"missing.gpkg"}));
    EXPECT_TRUE(fails(folder.write("letter.txt", "Dear planner,\nthis is no map.\n"),
                      {"letter.txt: neither a vector file nor a picture that can be read"}));
    EXPECT_TRUE(fails(folder.write("empty.gpkg", ""), {"empty.gpkg"}));
    EXPECT_TRUE(fails(folder.write("rows.csv", "a,b\n1,2\n"), {"rows.csv: holds neither places nor a picture"}));
    request.layer = "wijk";
    EXPECT_TRUE(fails(folder.write("b.geojson", collection(feature("Point", "[1,2]"))),
                      {"b.geojson: no layer 'wijk'; it has 'b'"}));
    request.layer.clear();
    EXPECT_TRUE(
        fails(folder.write("nowhere.geojson", collection(R"({"type":"Feature","properties":{"a":1},"geometry":null})")),
              {"nowhere.geojson: "}));
}

TEST_F(OwnLayer, without_a_crs_is_refused_unless_one_is_given) {
    const auto file = folder.write("points.csv", "name,x,y\na,100000,400000\nb,100010,400020\n");
    EXPECT_TRUE(
        fails(file, {"points.csv: names no coordinate reference system; name it with --crs", "ogr2ogr -a_srs"}));
    request.source_crs = "EPSG:28992";
    const auto content = read(file);
    EXPECT_EQ(content.vector->features, 2u);
    EXPECT_EQ(content.bounds.max, (geo::Point{100'010, 400'020}));
    EXPECT_TRUE(fails(picture("grey", 2, 2, "0000", 1, "Byte", {}, "<GeoTransform>0,10,0,20,0,-10</GeoTransform>"), {})
                    ? testing::AssertionFailure() << "was refused"
                    : testing::AssertionSuccess());
}

TEST_F(OwnLayer, that_is_a_picture_without_a_place_says_how_to_give_it_one) {
    const auto file = folder.write("scan.ppm", "P6\n2 2\n255\n" + std::string(12, 'a'));
    EXPECT_TRUE(
        fails(file, {"scan.ppm: the picture does not say where it lies; give it a world file", "gdal_translate"}));
    static_cast<void>(folder.write("scan.wld", "10\n0\n0\n-10\n100005\n400095\n"));
    EXPECT_TRUE(fails(file, {"scan.ppm: names no coordinate reference system", "gdal_edit.py"}));
    request.source_crs = "EPSG:28992";
    const auto content = read(file);
    ASSERT_NE(content.picture, nullptr);
    EXPECT_NEAR(content.bounds.min.x, 100'000, 1e-6);
    EXPECT_NEAR(content.bounds.max.y, 400'100, 1e-6);
}

TEST_F(OwnLayer, that_is_a_picture_in_colours_keeps_them) {
    std::string bytes;
    for (const int value : {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30}) bytes += static_cast<char>(value);
    const auto content = read(picture("rgb", 2, 2, bytes, 3));
    const auto& ground = *content.picture->whole;
    EXPECT_EQ(content.bounds.min, (geo::Point{100'000, 400'080}));
    EXPECT_EQ(content.bounds.max, (geo::Point{100'020, 400'100}));
    EXPECT_NEAR(content.picture->metres_per_pixel, 10, 1e-9);
    ASSERT_EQ(ground.width, 2);
    EXPECT_EQ(pixel(ground, 0, 0), (Rgba{255, 0, 0, 255}));
    EXPECT_EQ(pixel(ground, 1, 0), (Rgba{0, 255, 0, 255}));
    EXPECT_EQ(pixel(ground, 1, 1), (Rgba{10, 20, 30, 255}));
}

TEST_F(OwnLayer, that_is_a_grey_picture_is_transparent_where_it_holds_nothing) {
    const auto content =
        read(picture("grey", 2, 1, std::string("\x80\x07", 2), 1, "Byte", "<NoDataValue>7</NoDataValue>"));
    EXPECT_EQ(pixel(*content.picture->whole, 0, 0), (Rgba{128, 128, 128, 255}));
    EXPECT_EQ(pixel(*content.picture->whole, 1, 0)[3], 0);
}

TEST_F(OwnLayer, that_is_a_picture_with_a_palette_takes_its_colours_from_it) {
    const std::string table =
        "<ColorInterp>Palette</ColorInterp><ColorTable><Entry c1=\"1\" c2=\"2\" c3=\"3\" c4=\"255\"/><Entry c1=\"200\" "
        "c2=\"100\" c3=\"50\" c4=\"255\"/><Entry c1=\"9\" c2=\"9\" c3=\"9\" c4=\"0\"/></ColorTable>";
    const auto content = read(picture("palette", 3, 1, std::string("\x00\x01\x02", 3), 1, "Byte", table));
    const auto& ground = *content.picture->whole;
    EXPECT_EQ(pixel(ground, 0, 0), (Rgba{1, 2, 3, 255}));
    EXPECT_EQ(pixel(ground, 1, 0), (Rgba{200, 100, 50, 255}));
    EXPECT_EQ(pixel(ground, 2, 0)[3], 0);
}

TEST_F(OwnLayer, that_is_a_deep_picture_is_stretched_alike_everywhere) {
    std::string bytes;
    for (int i = 0; i < 400; ++i) {
        const int value = 1000 + 10 * i;
        bytes += static_cast<char>(value & 255);
        bytes += static_cast<char>(value >> 8);
    }
    const auto file = picture("deep", 20, 20, bytes, 1, "UInt16", {},
                              "<SRS>EPSG:28992</SRS><GeoTransform>100000,10,0,400100,0,-10</GeoTransform>");
    const auto content = read(file);
    ASSERT_EQ(content.picture->stretch.size(), 2u);
    const auto& ground = *content.picture->whole;
    EXPECT_LE(pixel(ground, 0, 0)[0], 3);
    EXPECT_GE(pixel(ground, 19, 19)[0], 252);
    EXPECT_NEAR(pixel(ground, 0, 10)[0], 127, 4);
    const auto part = geo::read_close(request, *content.picture, {{100'000, 399'980}, {100'050, 400'000}}, 10);
    ASSERT_NE(part, nullptr);
    EXPECT_EQ(part->width, 5);
    EXPECT_EQ(part->height, 2);
    EXPECT_NEAR(pixel(*part, 0, 0)[0], pixel(ground, 0, 10)[0], 1);
}

TEST_F(OwnLayer, that_is_a_picture_is_read_as_fine_as_it_is_seen) {
    std::string bytes;
    for (int i = 0; i < 2000 * 100; ++i) bytes += static_cast<char>(i % 2000 / 10);
    const auto content = read(picture("wide", 2000, 100, bytes, 1));
    const auto& picture = *content.picture;
    EXPECT_LE(picture.whole->width, 1024);
    const geo::Box part{{104'000, 399'200}, {105'000, 400'100}};
    const auto close = geo::read_close(request, picture, part, 10);
    ASSERT_NE(close, nullptr);
    EXPECT_EQ(close->width, 100);
    EXPECT_EQ(close->height, 90);
    EXPECT_EQ(pixel(*close, 5, 5)[0], 40);
    EXPECT_EQ(geo::read_close(request, picture, part, 1)->width, 100);  // not finer than the file
    EXPECT_EQ(geo::read_close(request, picture, part, 100)->width, 10);
    EXPECT_EQ(geo::read_close(request, picture, {{0, 0}, {1, 1}}, 1), nullptr);
}

TEST_F(OwnLayer, is_not_read_on_when_stopped) {
    request.stopped = [] { return true; };
    EXPECT_THROW(static_cast<void>(read(folder.write("a.geojson", collection(feature("Point", "[1,2]"))))),
                 geo::Stopped);
}
