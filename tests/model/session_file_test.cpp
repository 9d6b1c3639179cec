#include "app/model/session_file.h"

#include "app/model/choices_json.h"
#include "app/model/possible.h"
#include "app/model/scene.h"
#include "app/model/shown.h"
#include "tests/geo/support.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include <fmt/ranges.h>

namespace {

namespace fs = std::filesystem;
using model::Language;

std::string word() {
    return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ 019./\\\"'{}\n-_")));
}

double number() {
    return static_cast<double>(*rc::gen::inRange(-100000, 100000)) / 64;
}
double part() {
    return static_cast<double>(*rc::gen::inRange(0, 65)) / 64;
}
bool coin() {
    return *rc::gen::inRange(0, 2) == 1;
}

template <typename Make>
auto some(Make make) {
    std::vector<decltype(make())> out(static_cast<std::size_t>(*rc::gen::inRange(0, 4)));
    for (auto& each : out) each = make();
    return out;
}

/// Choices that actions could have made.
model::Choices any_choices() {
    model::Choices out;
    out.load.inputs = {"/vsimem/a " + word()};
    out.view = {{number(), number()}, 0.5 + part(), *rc::gen::inRange(1, 4000), *rc::gen::inRange(1, 4000)};
    out.fit_on_load = coin();
    out.level = word();
    out.dimension = word();
    out.measurement = word();
    out.selected = some(word);
    out.selected_level = word();
    out.reference = "r" + word();
    out.compare_from = word();
    out.show = static_cast<model::Show>(*rc::gen::inRange(0, 3));
    for (const auto& dimension : some(word)) out.importance["d" + dimension] = part();
    out.index_from = word();
    out.scheme.kind = static_cast<model::Scheme::Kind>(*rc::gen::inRange(0, 5));
    out.scheme.classes = *rc::gen::inRange(2, 13);
    out.scheme.by_rows = coin();
    for (int i = 0, n = *rc::gen::inRange(0, 5); i < n; ++i) out.scheme.limits.push_back(i + part() / 2);
    out.palette = word();
    out.vision = static_cast<model::Vision>(*rc::gen::inRange(0, 4));
    for (const auto& level : some(word)) out.outlines.push_back("l" + level);
    out.labels = coin();
    out.faint = static_cast<model::Faint>(*rc::gen::inRange(0, 3));
    out.faint_below = part();
    for (int i = 0, n = *rc::gen::inRange(0, 3); i < n; ++i)
        out.own_layers.push_back({"/vsimem/" + std::to_string(i), word(), word(), coin(), coin(), part(), i});
    out.opacity = part();
    for (int i = 0, n = *rc::gen::inRange(0, 3); i < n; ++i)
        out.drawn.push_back({fmt::format("drawn-{}", i),
                             fmt::format("n{}", i),
                             word(),
                             {{i + 0.25, 1}, {i + 9.5, 1}, {i + 9.5, 8.01}}});
    out.table = coin();
    out.filter = {word(), {1, 4, 253}, coin() ? geo::missing : number(), coin() ? geo::missing : number(), word()};
    out.sorting = {word(), coin()};
    out.playback = {0.25 + part(), coin(), coin()};
    out.legend = coin();
    return out;
}

model::Reading any_reading() {
    model::Reading out;
    out.layers = some(word);
    out.where = word();
    if (coin()) out.bbox = {1, 2.5, 3, 4};
    out.crs = word();
    for (int i = 0, n = *rc::gen::inRange(0, 3); i < n; ++i) out.sets.push_back("/vsimem/set" + std::to_string(i));
    out.dissolve = some(word);
    out.code = word();
    out.name = word();
    out.values = some(word);
    out.measurement = word();
    out.level = word();
    out.edition = word();
    out.across_editions = coin();
    out.weight = word();
    out.by_share = coin();
    out.own_scores = coin();
    out.scheme = word();
    out.classes = *rc::gen::inRange(2u, 100u);
    out.limits = {-0.5, part()};
    return out;
}

model::SessionFile any_session() {
    model::SessionFile out;
    out.choices = any_choices();
    out.choices.load.reading = any_reading();
    out.program = "0." + std::to_string(*rc::gen::inRange(0, 99));
    for (const auto& level : some(word)) out.data.levels.emplace_back(level, 7u);
    out.data.measurements = some(word);
    return out;
}

/// A session of files that are there.
struct Saved {
    scenes::Folder folder;
    std::string path = folder.write("town.leefbeeld", "");
    model::SessionFile session;

    Saved() {
        session.choices.load.inputs = {folder.write("areas.geojson", scenes::areas_geojson),
                                       folder.write("scores.csv", scenes::scores_csv)};
        session.choices.measurement = "2014";
        session.choices.selected = {"BU00010001"};
        session.choices.selected_level = "buurt";
        session.program = "0.1.0";
        session.data = model::fingerprint_of(*scenes::three_areas());
        save();
    }
    void save() { write(model::session_bytes(session, path)); }
    void write(const std::string& bytes) { folder.write("town.leefbeeld", bytes); }
    [[nodiscard]] model::SessionFile read(Language language = Language::english) const {
        return model::read_session_file(path, language);
    }
    [[nodiscard]] fs::path at(const char* name) const { return fs::path(path).parent_path() / name; }
};

}  // namespace

RC_GTEST_PROP(SessionFileProperty, is_read_as_it_was_written, ()) {
    const auto session = any_session();
    const auto read =
        model::session_from(model::session_bytes(session, "/tmp/a.leefbeeld"), "/tmp/a.leefbeeld", Language::dutch);
    RC_ASSERT(read.choices == session.choices);
    RC_ASSERT(read.choices.load.inputs == session.choices.load.inputs);
    RC_ASSERT(read.choices.load.reading == session.choices.load.reading);
    RC_ASSERT(read.data == session.data);
    RC_ASSERT(read.program == session.program);
    RC_ASSERT(read.notes.empty());
    // Restoring it changes nothing that was chosen but the size of the map, which is the window's.
    model::State state;
    model::Results results;
    apply(state, results, model::MapResized{session.choices.view.width, session.choices.view.height});
    apply(state, results, model::SessionRestored{read.choices});
    auto restored = static_cast<model::Choices&>(state);
    restored.load = session.choices.load;
    RC_ASSERT(restored == session.choices);
}

TEST(SessionFile, that_is_cut_off_anywhere_is_refused_in_a_sentence) {
    const Saved saved;
    const auto bytes = model::session_bytes(saved.session, saved.path);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_THROW(static_cast<void>(model::session_from(bytes.substr(0, length), saved.path, Language::english)),
                     geo::Error)
            << length;
    }
    EXPECT_TRUE(test::fails_saying(
        [&] {
            static_cast<void>(model::session_from(bytes.substr(0, bytes.size() / 2), saved.path, Language::english));
        },
        {"town.leefbeeld", "cut off", "nothing was opened"}));
}

RC_GTEST_PROP(SessionFileProperty, with_bytes_changed_is_read_or_refused_but_harms_nothing, ()) {
    auto bytes = model::session_bytes(any_session(), "/tmp/a.leefbeeld");
    const int changes = *rc::gen::inRange(1, 6);
    const std::string pool = "0123456789-+.eE[]{}\",:ntf x\xff";
    for (int i = 0; i < changes; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
        switch (*rc::gen::inRange(0, 3)) {
            case 0:
                bytes[at] = *rc::gen::elementOf(pool);
                break;
            case 1:
                bytes.insert(at, *rc::gen::elementOf(std::vector<std::string>{"1e300", "null", "-1", "[]", "{}", "\"\"",
                                                                              "99999999999999999999"}));
                break;
            default:
                bytes.erase(at, static_cast<std::size_t>(*rc::gen::inRange(1, 20)));
        }
        if (bytes.empty()) bytes = " ";
    }
    try {
        const auto read = model::session_from(bytes, "/tmp/a.leefbeeld", Language::english);
        model::State state;
        model::Results results;
        apply(state, results, model::Opened{{"x"}});
        apply(state, results, model::Loaded{state.load.number, scenes::three_areas()});
        apply(state, results, model::SessionRestored{read.choices});
        static_cast<void>(model::told_differences(read.data, state, results, Language::dutch));
    } catch (const geo::Error&) {
    }
}

// Values of every kind in the place of every value: what a hand or another program may leave there.
TEST(SessionFile, with_values_of_another_kind_is_read_or_refused) {
    const Saved saved;
    const auto bytes = model::session_bytes(saved.session, saved.path);
    for (const auto* value : {"null", "true", "-7", "1e300", "1e999", "\"x\"", "[]", "{}", "[[1]]"}) {
        for (std::size_t at = bytes.find(": "); at != std::string::npos; at = bytes.find(": ", at + 1)) {
            auto end = bytes.find_first_of(",\n", at);
            const auto changed = bytes.substr(0, at + 2) + value + bytes.substr(end);
            try {
                static_cast<void>(model::session_from(changed, saved.path, Language::english));
            } catch (const geo::Error&) {
            }
        }
    }
}

TEST(SessionFile, with_a_word_or_place_that_cannot_be_is_refused_in_the_readers_language) {
    const Saved saved;
    const auto whole = model::session_bytes(saved.session, saved.path);
    const auto with = [&](const char* part, const char* key, const model::Json& value) {
        auto json = model::Json::parse(whole);
        json["choices"][part][key] = value;
        return json.dump(1);
    };
    for (const auto& bytes : {with("scheme", "kind", "magic"), with("view", "metres_per_pixel", 0)})
        EXPECT_TRUE(
            test::fails_saying([&] { static_cast<void>(model::session_from(bytes, saved.path, Language::dutch)); },
                               {"town.leefbeeld", "Regel ", "hoort daar niet", "niets geopend"}));
}

TEST(SessionFile, of_a_newer_version_names_the_version_that_wrote_it) {
    Saved saved;
    saved.write(R"({"format":"leefbeeld session","version":2,"program":"9.4.1","choices":[]})");
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(saved.read()); }, {"town.leefbeeld", "newer", "9.4.1"}));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(saved.read(Language::dutch)); }, {"nieuwere", "9.4.1"}));
}

TEST(SessionFile, that_is_something_else_is_refused) {
    Saved saved;
    for (const auto* bytes :
         {"", "a,b\n1,2\n", "{}", "[1,2]", "\"leefbeeld session\"", R"({"format":"other","version":1})",
          R"({"format":"leefbeeld session","version":"new"})"}) {
        saved.write(bytes);
        EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(saved.read()); }, {"town.leefbeeld"})) << bytes;
    }
    EXPECT_TRUE(test::fails_saying(
        [&] { static_cast<void>(model::read_session_file("/nowhere.leefbeeld", Language::english)); },
        {"/nowhere.leefbeeld", "cannot be read"}));
    EXPECT_TRUE(test::fails_saying(
        [&] { static_cast<void>(model::read_session_file(saved.at("").string(), Language::english)); },
        {"cannot be read"}));
}

TEST(SessionFile, deeply_nested_is_refused) {
    Saved saved;
    saved.write(std::string(200000, '['));
    EXPECT_THROW(static_cast<void>(saved.read()), geo::Error);
    saved.write(R"({"format":"leefbeeld session","version":1,"choices":)" + std::string(200000, '[') +
                std::string(200000, ']') + "}");
    EXPECT_THROW(static_cast<void>(saved.read()), geo::Error);
}

TEST(SessionFile, names_files_near_it_relative_to_itself_and_others_in_full) {
    const scenes::Folder folder;
    const auto root = fs::canonical(fs::path(folder.write("a.csv", "x")).parent_path());
    fs::create_directories(root / "p/q/r");
    model::SessionFile session;
    session.choices.load.inputs = {(root / "p/b.csv").string(),
                                   (root / "p/q/c.csv").string(),
                                   (root / "a.csv").string(),
                                   "/vsimem/demo/x.csv",
                                   "PG:dbname=x",
                                   "/usr/share/none.csv"};
    session.choices.own_layers = {{.path = (root / "p/plan.gpkg").string()}};
    const auto bytes = model::session_bytes(session, (root / "p/q/s.leefbeeld").string());
    for (const auto* named : {"\"../b.csv\"", "\"c.csv\"", "\"../../a.csv\"", "\"/vsimem/demo/x.csv\"",
                              "\"PG:dbname=x\"", "\"/usr/share/none.csv\"", "\"../plan.gpkg\""})
        EXPECT_NE(bytes.find(named), std::string::npos) << named << " in " << bytes;
    EXPECT_NE(model::session_bytes(session, (root / "p/q/r/s.leefbeeld").string())
                  .find("\"" + (root / "a.csv").string() + "\""),
              std::string::npos);
}

TEST(SessionFile, moved_with_its_files_opens_where_it_is) {
    const Saved saved;
    const scenes::Folder other;
    const auto there = fs::path(other.write("x", "")).parent_path();
    for (const auto* name : {"town.leefbeeld", "areas.geojson", "scores.csv"}) fs::copy(saved.at(name), there / name);
    const auto read = model::read_session_file((there / "town.leefbeeld").string(), Language::english);
    EXPECT_EQ(read.choices.load.inputs[0], (fs::canonical(there) / "areas.geojson").string());
    EXPECT_TRUE(read.notes.empty());
}

TEST(SessionFile, takes_files_that_lie_beside_it_and_says_so) {
    Saved saved;
    fs::create_directory(saved.at("data"));
    fs::rename(saved.at("scores.csv"), saved.at("data/scores.csv"));
    saved.session.choices.load.inputs[1] = saved.at("data/scores.csv").string();
    saved.save();
    EXPECT_TRUE(saved.read().notes.empty());
    fs::rename(saved.at("data/scores.csv"), saved.at("scores.csv"));
    const auto read = saved.read();
    ASSERT_EQ(read.notes.size(), 1u);
    EXPECT_NE(read.notes[0].find("scores.csv"), std::string::npos);
    EXPECT_TRUE(fs::exists(read.choices.load.inputs[1]));
}

TEST(SessionFile, names_each_file_that_is_not_there) {
    Saved saved;
    fs::remove(saved.at("scores.csv"));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(saved.read()); }, {"scores.csv", "nothing was opened"}));
    fs::remove(saved.at("areas.geojson"));
    EXPECT_TRUE(test::fails_saying([&] { static_cast<void>(saved.read()); }, {"scores.csv", "areas.geojson"}));
}

TEST(SessionFile, opens_without_an_own_layer_that_is_gone_and_says_so) {
    Saved saved;
    saved.session.choices.own_layers = {{.path = saved.at("plan.gpkg").string()}};
    saved.save();
    const auto read = saved.read();
    ASSERT_EQ(read.notes.size(), 1u);
    EXPECT_NE(read.notes[0].find("plan.gpkg"), std::string::npos);
    EXPECT_EQ(read.choices.own_layers.size(), 1u);
}

TEST(SessionFile, finds_files_through_a_link_to_its_folder) {
    const Saved saved;
    const scenes::Folder other;
    const auto link = fs::path(other.write("x", "")).parent_path() / "link";
    fs::create_directory_symlink(saved.at(""), link);
    const auto read = model::read_session_file((link / "town.leefbeeld").string(), Language::english);
    for (const auto& input : read.choices.load.inputs) EXPECT_TRUE(fs::exists(input)) << input;
}

TEST(SessionFile, tells_what_other_data_lacks) {
    const Saved saved;
    model::State state;
    model::Results results;
    apply(state, results, model::SessionRestored{saved.session.choices});
    apply(state, results, model::Loaded{state.load.number, scenes::three_areas()});
    EXPECT_TRUE(model::told_differences(saved.session.data, state, results, Language::english).empty());

    auto other = saved.session;
    other.data.levels = {{"wijk", 4}, {"buurt", 12}};
    other.data.measurements = {"2014", "2022"};
    other.choices.selected = {"BU99999999", "BU00010001"};
    apply(state, results, model::SessionRestored{other.choices});
    const auto told = model::told_differences(other.data, state, results, Language::english);
    ASSERT_EQ(told.size(), 2u);
    for (const auto* part : {"Districts", "12", "2022"}) EXPECT_NE(told[0].find(part), std::string::npos) << told[0];
    EXPECT_EQ(told[0].find("2014"), std::string::npos);
    EXPECT_NE(told[1].find("BU99999999"), std::string::npos);
    EXPECT_EQ(told[1].find("BU00010001"), std::string::npos);
}

TEST(SessionFile, says_which_values_cannot_be) {
    Saved saved;
    auto& choices = saved.session.choices;
    choices.importance = {{"won", -1}, {"fys", 1e300}, {"soc", 2}};
    choices.scheme = {model::Scheme::Kind::fixed, 5, false, {5, 1, 1}};
    choices.drawn = {{"drawn-1", "Hoek", "EPSG:28992", {{0, 0}, {1, 1}}}};
    const auto notes = [&](Language language) {
        const auto read = model::session_from(model::session_bytes(saved.session, saved.path), saved.path, language);
        return fmt::format("{}", fmt::join(read.notes, "|"));
    };
    EXPECT_EQ(notes(Language::english),
              "Values of the session that cannot be, and so were not taken over as they are: importance of Physical "
              "environment (1e+300), importance of Housing stock (-1), class limits (5; 1; 1), drawn area Hoek "
              "(corners: 2).");
    EXPECT_NE(notes(Language::dutch).find("klassengrenzen (5; 1; 1)"), std::string::npos);
    model::State state;
    model::Results results;
    model::apply(state, results, model::SessionRestored{choices});
    EXPECT_EQ(state.importance, (std::map<std::string, double>{{"soc", 2}}));
    EXPECT_TRUE(state.drawn.empty() && state.scheme == model::Scheme{});
    // What is restored as it was is not named.
    EXPECT_TRUE(model::impossible_values(state, Language::english).empty());
}

RC_GTEST_PROP(SessionFileProperty, names_no_value_that_comes_back_as_it_was, ()) {
    const auto choices = any_choices();
    model::State state;
    model::Results results;
    model::apply(state, results, model::SessionRestored{choices});
    RC_ASSERT(state.importance == choices.importance && state.scheme == choices.scheme);
    RC_ASSERT(model::impossible_values(choices, Language::english).empty());
}

TEST(SessionFile, names_dimensions_that_no_level_has_and_counts_once) {
    model::Results results;
    results.scene = scenes::three_areas();
    model::Choices choices;
    choices.importance = {{"won", 2}, {"foo", 3}};
    EXPECT_EQ(model::unknown_names(choices, results), (std::vector<std::string>{"foo"}));
    const auto sentence = model::unknown_sentence({"a", "b", "c", "d", "e", "f", "g"}, Language::english);
    EXPECT_EQ(sentence,
              "Names of the session that are not in these files and so choose nothing: a, b, c, d, e, … (7).");
}

TEST(SessionFile, restored_with_the_files_that_are_open_reads_nothing_anew) {
    const Saved saved;
    model::State state;
    model::Results results;
    apply(state, results, model::SessionRestored{saved.session.choices});
    apply(state, results, model::Loaded{state.load.number, scenes::three_areas()});
    const auto number = state.load.number;
    apply(state, results, model::SessionRestored{saved.session.choices});
    EXPECT_EQ(state.load.number, number);
    auto otherwise = saved.session.choices;
    otherwise.load.reading.emplace().weight = "inhabitants";
    apply(state, results, model::SessionRestored{otherwise});
    EXPECT_NE(state.load.number, number);
    EXPECT_EQ(results.phase, model::Results::Phase::loading);
    apply(state, results, model::Undone{});
    EXPECT_FALSE(state.load.reading.has_value());
}

TEST(Reading, is_what_the_command_line_said_and_nothing_is_lost) {
    model::SceneOptions options;
    options.load.hints.values = {"a"};
    options.load.bbox = {{1, 2}, {3, 4}};
    options.load.hints.weight = options.assess.weight = "cells";
    options.assess.membership = geo::Membership::share;
    options.assess.classes = 7;
    const auto reading = model::reading_of(options);
    model::SceneOptions again;
    again.load.inputs = {"kept"};
    model::read_so(again, reading);
    EXPECT_EQ(model::reading_of(again), reading);
    EXPECT_EQ(again.load.inputs.size(), 1u);
    EXPECT_EQ(again.assess.weight, "cells");
    model::read_so(again, {});
    EXPECT_EQ(model::reading_of(again), model::Reading{});
}

RC_GTEST_PROP(ReadingProperty, goes_through_options_unchanged, ()) {
    const auto reading = any_reading();
    model::SceneOptions options;
    model::read_so(options, reading);
    RC_ASSERT(model::reading_of(options) == reading);
}
