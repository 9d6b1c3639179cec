#include "geo/clock.h"
#include "geo/error.h"
#include "geo/layer_style.h"
#include "geo/output.h"
#include "geo/vector/compare.h"
#include "geo/vector/digest.h"
#include "geo/vector/source.h"
#include "geo/vector/sqlite.h"
#include "geo/vector/write.h"
#include "tests/geo/folder.h"
#include "tests/geo/shapes.h"
#include "tests/geo/support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <stdlib.h>

namespace {

using test::Folder;

geo::OutputTable numbers(std::string name, std::vector<double> values) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < values.size(); ++i) codes.push_back(fmt::format("A{}", i));
    return {std::move(name), {geo::text_column("code", codes), geo::number_column("x", std::move(values))}, nullptr};
}

void write(const std::string& path, std::vector<geo::OutputTable> tables, const geo::Accompaniment& with = {}) {
    geo::write_geopackage(path, tables, geo::parse_crs("EPSG:28992"), with);
}

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++out;
    return out;
}

geo::LayerStyle some_style(const std::string& label) {
    return {"name",
            "about",
            "class_2024",
            "no_data_2024",
            {{"1", false, label, {{1, 2, 3}, {}, geo::Pattern::plain}},
             {"missing", true, "none", {{4, 5, 6}, {7, 8, 9}, geo::Pattern::stripes}}},
            true};
}

}  // namespace

TEST(Sha256, is_that_of_the_standard) {
    // FIPS 180-4's examples, as NIST publishes them.
    EXPECT_EQ(geo::sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(geo::sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const Folder folder;
    std::ofstream(folder.file("a"), std::ios::binary) << std::string(3'000'000, 'a');
    EXPECT_EQ(geo::sha256_of_file(folder.file("a")), geo::sha256(std::string(3'000'000, 'a')));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(geo::sha256_of_file(folder.file("b"))); }, {"b"}));
}

TEST(FileOnDisk, is_the_file_that_holds_what_gdal_names) {
    const Folder folder;
    const auto zip = folder.file("a.zip");
    std::ofstream(zip) << "x";
    EXPECT_EQ(geo::file_on_disk(zip), zip);
    EXPECT_EQ(geo::file_on_disk("/vsizip/" + zip + "/inner/b.gpkg"), zip);
    EXPECT_EQ(geo::file_on_disk("/vsigzip/" + zip), zip);
    EXPECT_EQ(geo::file_on_disk("PG:dbname=x"), "");
    EXPECT_EQ(geo::file_on_disk("/vsicurl/http://127.0.0.1:9/x"), "");  // nothing is asked of the network
}

TEST(Clock, takes_the_moment_it_is_given) {
    ::setenv("SOURCE_DATE_EPOCH", "951782400", 1);
    EXPECT_EQ(geo::time_now(), "2000-02-29T00:00:00.000Z");
    for (const auto* wrong : {"-1", "1e9", "99999999999999", " 1"}) {
        ::setenv("SOURCE_DATE_EPOCH", wrong, 1);
        EXPECT_TRUE(test::fails_saying([] { static_cast<void>(geo::time_now()); }, {"SOURCE_DATE_EPOCH"})) << wrong;
    }
    ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST(LayerStyle, keeps_its_form_whatever_the_words) {
    const auto plain = geo::qml(some_style("x"));
    const auto odd = geo::qml(some_style("<a href=\"'>&]]>\x01\n é"));
    for (const auto* mark : {"<", ">", "\""}) EXPECT_EQ(count_of(plain, mark), count_of(odd, mark)) << mark;
    EXPECT_EQ(odd.find('\x01'), std::string::npos);
    EXPECT_NE(odd.find("&lt;a href=&quot;'&gt;&amp;]]&gt;&#10; é"), std::string::npos);
    EXPECT_EQ(count_of(geo::sld(some_style("x"), "l"), "<"), count_of(geo::sld(some_style("<&>"), "<\"l'"), "<"));
}

TEST(LayerStyle, has_a_category_for_each_class_and_reason_in_its_colour) {
    const auto qml = geo::qml(some_style("x"));
    EXPECT_EQ(count_of(qml, "<category "), 2u);
    EXPECT_NE(qml.find("\"1,2,3,255\""), std::string::npos);
    EXPECT_NE(qml.find("\"7,8,9,255\""), std::string::npos);  // ink of the pattern
    EXPECT_EQ(count_of(geo::sld(some_style("x"), "l"), "#040506"), 1u);
}

TEST(LayerName, is_never_one_that_is_kept_for_others) {
    for (const auto* name : {"scores", "Scores", "layer_styles", "gap"})
        EXPECT_EQ(geo::layer_name(name), fmt::format("{}_areas", name));
    for (const auto* name : {"gpkg_x", "SQLITE_x", "rtree_a"})
        EXPECT_EQ(geo::layer_name(name), fmt::format("areas_{}", name));
    EXPECT_EQ(geo::layer_name("(drawn)"), "drawn");
    EXPECT_EQ(geo::layer_name(""), "areas");
    EXPECT_EQ(geo::layer_name("--"), "areas");
    EXPECT_EQ(geo::layer_name("buurt 'x'"), "buurt 'x'");
}

TEST(GeoPackage, may_have_a_layer_without_areas_or_a_million_rows) {
    const Folder folder;
    const geo::Polygons none;
    auto empty = numbers("empty", {});
    empty.polygons = &none;
    std::vector<double> many(1'000'000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<double>(i) / 3;
    const auto path = folder.file("a.gpkg");
    write(path, {empty, numbers("many", many)});
    std::vector<geo::Source::Skipped> skipped;
    const auto sources = geo::Source::open(path, {}, skipped);
    ASSERT_EQ(sources.size(), 2u);
    EXPECT_EQ(sources[0].read({{0, geo::Field::Kind::native}}, true).table.rows, 0u);
    const auto rows = sources[1].read({{1, geo::Field::Kind::native}}, false);
    EXPECT_EQ(rows.table.columns[0].numbers, many);
}

TEST(GeoPackage, is_given_up_where_that_is_asked_for) {
    const Folder folder;
    const auto path = folder.file("a.gpkg");
    std::stop_source stop;
    double last = 0;
    const geo::Watch watch{[&](double part) {
                               EXPECT_GE(part, last);
                               EXPECT_LE(part, 1);
                               last = part;
                               if (part > 0.3) stop.request_stop();
                           },
                           stop.get_token()};
    const std::vector<geo::OutputTable> tables{numbers("many", std::vector<double>(500'000, 1))};
    EXPECT_THROW(geo::write_geopackage(path, tables, geo::parse_crs("EPSG:28992"), {}, watch), geo::WritingStopped);
    EXPECT_GT(last, 0.3);
    EXPECT_LT(last, 0.9);
    EXPECT_TRUE(folder.names().empty());
}

TEST(Comparison, finds_the_same_file_the_same) {
    const Folder folder;
    const auto path = folder.file("a.gpkg");
    write(path, {numbers("t", {1, geo::missing, 0.1})});
    const auto found = geo::compare_geopackages(path, path);
    EXPECT_TRUE(found.differences.empty());
    EXPECT_GE(found.values, 6u);
}

RC_GTEST_PROP(Comparison, counts_exactly_the_values_that_were_changed, ()) {
    const Folder folder;
    const auto size = *rc::gen::inRange<std::size_t>(1, 40);
    std::vector<double> before(size);
    for (auto& value : before) value = *rc::gen::element(1.0, 2.5, -3.0, geo::missing);
    auto after = before;
    std::size_t changed = 0;
    for (auto& value : after) {
        if (!*rc::gen::arbitrary<bool>()) continue;
        value = std::isnan(value) ? 7 : value + 0.5;
        ++changed;
    }
    write(folder.file("a.gpkg"), {numbers("t", before)});
    write(folder.file("b.gpkg"), {numbers("t", after)});
    const auto found = geo::compare_geopackages(folder.file("a.gpkg"), folder.file("b.gpkg"));
    RC_ASSERT(found.differences.size() == (changed > 0 ? 1u : 0u));
    if (changed == 0) return;
    RC_ASSERT(found.differences[0].columns.size() == 1u);
    RC_ASSERT(found.differences[0].columns[0].values == changed);
}

TEST(Comparison, brings_rows_together_by_what_they_are_about) {
    const Folder folder;
    const std::vector<std::string> codes{"A", "B", "C"};
    const std::vector<std::string> fewer{"C", "A"};
    write(folder.file("a.gpkg"),
          {{"t", {geo::text_column("code", codes), geo::number_column("x", {1, 2, 3})}, nullptr}});
    write(folder.file("b.gpkg"), {{"t", {geo::text_column("code", fewer), geo::number_column("x", {3, 1})}, nullptr}});
    const auto found = geo::compare_geopackages(folder.file("a.gpkg"), folder.file("b.gpkg"));
    ASSERT_EQ(found.differences.size(), 1u);
    EXPECT_EQ(found.differences[0].rows_before, 1u);
    EXPECT_EQ(found.differences[0].rows_after, 0u);
    EXPECT_TRUE(found.differences[0].columns.empty());
}

TEST(Comparison, sees_another_crs_under_the_same_number_but_not_one_that_no_layer_is_in) {
    const Folder folder;
    const auto area = shapes::from_wkt({"POLYGON((0 0,9 0,9 9))"});
    auto layer = numbers("t", {1});
    layer.polygons = &area;
    for (const auto* name : {"a.gpkg", "b.gpkg"}) write(folder.file(name), {layer});
    const auto change = [&](const std::string& set, int srs) {
        geo::sqlite::Database file(folder.file("b.gpkg"), geo::Sentence("b.gpkg"),
                                   geo::sqlite::Database::Access::write);
        file.run(fmt::format("UPDATE gpkg_spatial_ref_sys SET {} WHERE srs_id = {}", set, srs));
    };
    const auto differences = [&] {
        return geo::compare_geopackages(folder.file("a.gpkg"), folder.file("b.gpkg")).differences;
    };
    change("definition = 'elsewhere'", 4326);
    change("description = 'in other words', srs_name = 'RD'", 28992);
    EXPECT_TRUE(differences().empty());
    for (const auto* set : {"definition = 'elsewhere'", "organization_coordsys_id = 28991", "organization = 'NONE'"}) {
        write(folder.file("b.gpkg"), {layer});
        change(set, 28992);
        const auto found = differences();
        ASSERT_EQ(found.size(), 1u) << set;
        EXPECT_EQ(found[0].table, "gpkg_spatial_ref_sys");
        ASSERT_EQ(found[0].columns.size(), 1u);
        EXPECT_EQ(found[0].columns[0].values, 1u);
        EXPECT_EQ(found[0].rows_before + found[0].rows_after, 0u);
    }
}

TEST(Comparison, sees_what_the_metadata_are_said_to_be_about_but_not_when) {
    const Folder folder;
    geo::Accompaniment with;
    with.metadata = "{}";
    with.metadata_uri = "urn:x:1";
    with.now = "2020-01-01T00:00:00.000Z";
    write(folder.file("a.gpkg"), {numbers("t", {1})}, with);
    with.now = "2024-01-01T00:00:00.000Z";
    with.metadata = "{\"other\": 1}";
    write(folder.file("b.gpkg"), {numbers("t", {1})}, with);
    const auto differences = [&] {
        return geo::compare_geopackages(folder.file("a.gpkg"), folder.file("b.gpkg")).differences;
    };
    EXPECT_TRUE(differences().empty());
    geo::sqlite::Database file(folder.file("b.gpkg"), geo::Sentence("b.gpkg"), geo::sqlite::Database::Access::write);
    file.run("INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', 't', 1)");
    ASSERT_EQ(differences().size(), 1u);
    EXPECT_EQ(differences()[0].table, "gpkg_metadata_reference");
    EXPECT_EQ(differences()[0].rows_after, 1u);
}

TEST(Comparison, tells_of_a_file_that_is_none) {
    const Folder folder;
    std::ofstream(folder.file("a.gpkg")) << "hello";
    for (const auto* name : {"a.gpkg", "none.gpkg"})
        EXPECT_TRUE(test::fails_saying(
            [&] { static_cast<void>(geo::compare_geopackages(folder.file(name), folder.file(name))); }, {name}));
}

TEST(PartFile, keeps_who_may_read_the_file_it_replaces) {
    const Folder folder;
    const auto path = folder.file("a.gpkg");
    write(path, {numbers("t", {1})});
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    write(path, {numbers("t", {2})});
    EXPECT_EQ(std::filesystem::status(path).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}
