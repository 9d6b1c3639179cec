// geo/vector/part_file: a name that something took while the file was made.
#include "geo/vector/part_file.h"

#include "geo/vector/formats.h"

#include "folder.h"
#include "shapes.h"
#include "support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <tuple>
#include <utility>

#include <dlfcn.h>
#include <unistd.h>

namespace {

/// What the file system of a test says instead of doing it; 0: it does it.
int says_to_rename = 0;
int says_to_link = 0;

template <typename Function, typename... Args>
int real(const char* name, Args... args) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name))(args...);
}

}  // namespace

extern "C" int renameat2(int from_folder, const char* from, int to_folder, const char* to,
                         unsigned int flags) noexcept {
    if (says_to_rename == 0)
        return real<int(int, const char*, int, const char*, unsigned int)>("renameat2", from_folder, from, to_folder,
                                                                           to, flags);
    errno = says_to_rename;
    return -1;
}

extern "C" int link(const char* from, const char* to) noexcept {
    if (says_to_link == 0) return real<int(const char*, const char*)>("link", from, to);
    errno = says_to_link;
    return -1;
}

namespace {

using geo::Existing;
using test::fails_saying;
using test::Folder;

struct PartFiles : testing::TestWithParam<std::pair<int, int>> {
    PartFiles() { std::tie(says_to_rename, says_to_link) = GetParam(); }
    ~PartFiles() override { says_to_rename = says_to_link = 0; }

    const Folder folder;
    const std::string path = folder.file("out.csv");

    static void write(const geo::PartFile& part, const std::string& content) {
        std::ofstream(part.path(), std::ios::binary) << content;
    }
};

TEST_P(PartFiles, a_file_that_came_in_the_meantime_stays_and_the_new_one_has_another_name) {
    geo::PartFile part(path, ".csv", Existing::kept);
    write(part, "mine");
    folder.put("out.csv", "theirs");  // between opening and renaming
    EXPECT_TRUE(fails_saying([&] { part.commit(); }, {path, "stays as it is", "out-2.csv", "--overwrite"}));
    EXPECT_EQ(folder.content("out.csv"), "theirs");
    EXPECT_EQ(folder.content("out-2.csv"), "mine");
    EXPECT_EQ(folder.names().size(), 2u);
}

TEST_P(PartFiles, no_other_result_is_lost_either) {
    folder.put("out-2.csv", "of an earlier run");
    geo::PartFile part(path, ".csv", Existing::kept);
    write(part, "mine");
    folder.put("out.csv", "theirs");
    EXPECT_TRUE(fails_saying([&] { part.commit(); }, {"out-3.csv"}));
    EXPECT_EQ(folder.content("out-2.csv"), "of an earlier run");
    EXPECT_EQ(folder.content("out-3.csv"), "mine");
}

TEST_P(PartFiles, a_file_has_its_name_where_nothing_else_has) {
    {
        geo::PartFile part(path, ".csv", Existing::kept);
        write(part, "mine");
        part.commit();
    }
    EXPECT_EQ(folder.content("out.csv"), "mine");
    EXPECT_EQ(folder.names().size(), 1u);
}

TEST_P(PartFiles, a_file_that_may_go_is_replaced_whenever_it_came) {
    geo::PartFile part(path, ".csv", Existing::replaced);
    write(part, "mine");
    folder.put("out.csv", "theirs");
    part.commit();
    EXPECT_EQ(folder.content("out.csv"), "mine");
    EXPECT_EQ(folder.names().size(), 1u);
}

TEST_P(PartFiles, of_two_at_once_the_first_has_the_name_and_both_are_whole) {
    geo::PartFile first(path, ".csv", Existing::kept);
    write(first, "first");
    ASSERT_TRUE(first.take_name(folder.file("part of another process")));  // as two processes have two names
    geo::PartFile second(path, ".csv", Existing::kept);
    write(second, "second");
    first.commit();
    EXPECT_TRUE(fails_saying([&] { second.commit(); }, {"out-2.csv"}));
    EXPECT_EQ(folder.content("out.csv"), "first");
    EXPECT_EQ(folder.content("out-2.csv"), "second");
}

// Linux; NFS, which refuses flags; a file system without links either.
INSTANTIATE_TEST_SUITE_P(OnEveryFileSystem, PartFiles,
                         testing::Values(std::pair(0, 0), std::pair(EINVAL, 0), std::pair(ENOSYS, 0),
                                         std::pair(EINVAL, EPERM)));

struct Written : testing::TestWithParam<geo::Format> {
    const Folder folder;
    const std::string ending{geo::facts(GetParam()).ending};
    const std::string path = folder.file("out" + ending);
    const geo::Polygons area = shapes::from_wkt({"POLYGON((0 0,9 0,9 9))"});

    void write(const std::string& code) {
        const std::vector<std::string> codes{code};
        const geo::OutputTable layer{"buurt", {geo::text_column("code", codes)}, &area};
        const geo::Watch watch{.existing = Existing::kept};
        static_cast<void>(
            geo::write_format(path, GetParam(), std::span(&layer, 1), geo::parse_crs("EPSG:28992"), {}, watch));
    }
    [[nodiscard]] std::vector<std::string> contents(const std::vector<std::string>& names) const {
        std::vector<std::string> out;
        for (const auto& name : names) out.push_back(folder.content(name));
        return out;
    }
};

TEST_P(Written, nothing_of_another_run_is_replaced_and_nothing_of_this_one_lost) {
    write("A");
    const auto names = folder.names();
    const auto before = contents(names);
    EXPECT_TRUE(fails_saying([&] { write("B"); }, {path, "out-2" + ending, "--overwrite"}));
    EXPECT_EQ(contents(names), before);
    EXPECT_EQ(folder.names().size(), 2 * names.size());
    const auto now = folder.names();
    for (const auto& name : names) {  // every file of a set has the other's name
        const auto other = "out-2" + name.substr(3);
        EXPECT_NE(std::find(now.begin(), now.end(), other), now.end()) << other;
    }
}

INSTANTIATE_TEST_SUITE_P(InEveryFormat, Written,
                         testing::Values(geo::Format::geopackage, geo::Format::csv, geo::Format::xlsx, geo::Format::ods,
                                         geo::Format::flatgeobuf, geo::Format::geojson, geo::Format::shapefile),
                         [](const auto& param) { return std::string(geo::facts(param.param).ending.substr(1)); });

TEST(Shapefile, a_set_never_takes_half_the_name_of_another) {
    const Folder folder;
    const auto area = shapes::from_wkt({"POLYGON((0 0,9 0,9 9))"});
    const std::vector<std::string> codes{"A"};
    const geo::OutputTable layer{"buurt", {geo::text_column("code", codes)}, &area};
    folder.put("out.dbf", "theirs");
    const geo::Watch watch{.existing = Existing::kept};
    EXPECT_TRUE(fails_saying(
        [&] {
            static_cast<void>(geo::write_format(folder.file("out.shp"), geo::Format::shapefile, std::span(&layer, 1),
                                                geo::parse_crs("EPSG:28992"), {}, watch));
        },
        {"out-2.shp"}));
    EXPECT_EQ(folder.content("out.dbf"), "theirs");
    EXPECT_EQ(folder.names(), (std::vector<std::string>{"out-2.cpg", "out-2.dbf", "out-2.prj", "out-2.shp", "out-2.shx",
                                                        "out-2_columns.csv", "out.dbf"}));
}

}  // namespace
