#include "app/model/command_line.h"

#include "app/model/copied.h"
#include "tests/model/scenes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace {

using Words = std::vector<std::string>;
using model::Language;

/// The words a shell makes of a line, each ended by an 0.
Words by_shell(const scenes::Folder& folder, const std::string& line) {
    const auto script = folder.write("line.sh", "printf '%s\\0' " + line + "\n");
    const std::unique_ptr<FILE, int (*)(FILE*)> run(::popen(("sh '" + script + "'").c_str(), "r"), ::pclose);
    std::string all;
    std::array<char, 4096> buffer{};
    while (const auto read = std::fread(buffer.data(), 1, buffer.size(), run.get())) all.append(buffer.data(), read);
    Words out;
    for (std::size_t from = 0; from < all.size();) {
        const auto end = all.find('\0', from);
        out.push_back(all.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

/// A scene with an area selected, as the window has it.
struct Told {
    model::State state;
    model::Results results;
    model::Deriver derive;

    explicit Told(std::shared_ptr<const model::Scene> scene, std::initializer_list<const char*> codes) {
        apply(state, results, model::Opened{scene->inputs});
        apply(state, results, model::Loaded{state.load.number, std::move(scene)});
        for (const auto* code : codes) apply(state, results, model::Selected{code, true});
    }
    const model::Derived& derived() { return derive(state, results); }
};

bool holds(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<Words> fields(const std::string& table) {
    std::vector<Words> out;
    for (std::size_t from = 0; from < table.size();) {
        const auto end = table.find('\n', from);
        Words line;
        const auto text = table.substr(from, end - from);
        for (std::size_t at = 0; at <= text.size();) {
            const auto tab = std::min(text.find('\t', at), text.size());
            line.push_back(text.substr(at, tab - at));
            at = tab + 1;
        }
        out.push_back(line);
        from = end + 1;
    }
    return out;
}

}  // namespace

TEST(ShellLine, leaves_plain_words_as_they_are) {
    EXPECT_EQ(model::shell_line(Words{"leefbeeld", "explain", "/data/buurt_2024.gpkg", "--area=BU03630101"}),
              "leefbeeld explain /data/buurt_2024.gpkg --area=BU03630101");
    EXPECT_EQ(model::shell_line(Words{"a b", "", "it's"}), R"('a b' '' 'it'\''s')");
}

TEST(ShellLine, comes_through_a_shell_as_it_was) {
    const scenes::Folder folder;
    const Words words{"a b",   "it's",   "\"x\"", "$HOME", "`id`", "a\\b", "*",          "~",   "~root", "",
                      "-dash", "--x=y ", "a;b&c", "#no",   "!1",   "é–ĳ",  "two\nlines", "a=b", "{1,2}", "<>|()"};
    EXPECT_EQ(by_shell(folder, model::shell_line(words)), words);
}

RC_GTEST_PROP(ShellLineProperty, comes_through_a_shell_as_it_was, ()) {
    const scenes::Folder folder;
    const auto byte = rc::gen::map(rc::gen::inRange(1, 256), [](int value) { return static_cast<char>(value); });
    Words words(static_cast<std::size_t>(*rc::gen::inRange(1, 6)));
    for (auto& word : words) word = *rc::gen::container<std::string>(byte);
    RC_ASSERT(by_shell(folder, model::shell_line(words)) == words);
}

TEST(ExplainWords, name_the_area_what_it_is_compared_with_and_the_measurements) {
    Told told(scenes::areas_of_cells(), {"BU00010002"});
    apply(told.state, told.results, model::ReferenceChosen{"all"});
    apply(told.state, told.results, model::BaselineChosen{"2018"});
    const auto words = model::explain_words(*told.results.scene, {}, told.derived().explanations[0], Language::dutch);
    for (const auto* word : {"--area=BU00010002", "--against=all", "--from=2018", "--to=2020", "--lang=nl"})
        EXPECT_TRUE(holds(words, word)) << word;
    EXPECT_EQ(words[0], "leefbeeld");
    EXPECT_EQ(words[1], "explain");
    EXPECT_EQ(words[2], told.results.scene->inputs[0]);
}

TEST(ExplainWords, say_how_the_files_were_read) {
    model::Reading reading;
    reading.values = {"a b", "-c"};
    reading.sets = {"-set.csv"};
    reading.bbox = {1, 2.5, 3, 4};
    reading.by_share = reading.own_scores = true;
    reading.limits = {-0.5, 1};
    const auto words = model::reading_words({"/vsimem/demo/x.csv", "-file.csv"}, reading);
    EXPECT_EQ(words, (Words{"./-file.csv", "--bbox=1,2.5,3,4", "--set=./-set.csv", "--value=a b", "--value=-c",
                            "--membership=share", "--own-scores", "--limits=-0.5,1"}));
    EXPECT_TRUE(model::reading_words({"/vsimem/demo/x.csv"}, {}).empty()) << "the demo town needs no naming";
}

TEST(ExplainWords, are_none_of_what_cannot_be_explained) {
    Told told(scenes::three_areas(), {"BU00010003"});  // has no score in 2020
    EXPECT_TRUE(
        model::explain_words(*told.results.scene, {}, told.derived().explanations[0], Language::english).empty());
}

TEST(CopiedText, has_the_sentences_of_every_area_selected) {
    Told told(scenes::areas_of_cells(), {"BU00010001", "BU00010003"});
    const auto text = model::copied_text(told.derived());
    for (const auto& explanation : told.derived().explanations) {
        EXPECT_NE(text.find(explanation.words.title), std::string::npos);
        for (const auto& section : explanation.words.sections) {
            for (const auto& sentence : section.sentences) EXPECT_NE(text.find(sentence), std::string::npos);
        }
        for (const auto& caveat : explanation.words.caveats) EXPECT_NE(text.find(caveat), std::string::npos);
    }
    apply(told.state, told.results, model::Selected{});
    EXPECT_EQ(model::copied_text(told.derived()), "");
}

TEST(CopiedText, says_what_is_missing) {
    Told told(scenes::three_areas(), {"BU00010003"});
    const auto text = model::copied_text(told.derived());
    EXPECT_NE(text.find("Oost"), std::string::npos);
    EXPECT_NE(text.find("No score"), std::string::npos);
}

TEST(CopiedTable, has_a_line_for_every_area_and_measurement_and_one_for_every_part_of_a_gap) {
    Told told(scenes::areas_of_cells(), {"BU00010001", "BU00010002"});
    const auto lines = fields(model::copied_table(told.derived(), Language::english));
    const auto& a = told.derived().shown.layer->assessment;
    ASSERT_GT(lines.size(), 7u);
    for (std::size_t i = 1; i <= 6; ++i) {
        ASSERT_EQ(lines[i].size(), lines[0].size());
        EXPECT_EQ(lines[i][0], i <= 3 ? "BU00010001" : "BU00010002");
        EXPECT_NEAR(std::stod(lines[i][3]), a.values.values.column(0, (i - 1) % 3)[i <= 3 ? 0 : 1], 1e-9);
    }
    EXPECT_EQ(lines[7], Words{""});
    const auto& gap = told.derived().explanations[0].explanation->gap;
    ASSERT_EQ(lines.size(), 9 + 2 * (gap.parts.size() + 1));
    double sum = 0;
    for (std::size_t i = 0; i < gap.parts.size(); ++i) sum += std::stod(lines[9 + i].back());
    EXPECT_NEAR(sum, std::stod(lines[9 + gap.parts.size()].back()), 1e-8) << "the parts sum to the whole";
}

TEST(CopiedTable, writes_numbers_as_a_spreadsheet_of_the_language_reads_them) {
    EXPECT_EQ(model::spreadsheet_number(Language::english, -0.255), "-0.255");
    EXPECT_EQ(model::spreadsheet_number(Language::dutch, -0.255), "-0,255");
    EXPECT_EQ(model::spreadsheet_number(Language::dutch, 12147), "12147");
    EXPECT_EQ(model::spreadsheet_number(Language::dutch, 0.1 + 0.2), "0,3");
    EXPECT_EQ(model::spreadsheet_number(Language::english, 1e-7).find('e'), std::string::npos);
    EXPECT_EQ(model::spreadsheet_number(Language::english, 123456789012345), "123456789012345");
    EXPECT_EQ(model::spreadsheet_number(Language::dutch, geo::missing), "");
    Told told(scenes::areas_of_cells(), {"BU00010001"});
    const auto table = model::copied_table(told.derived(), Language::dutch);
    for (const char byte : table) EXPECT_NE(byte, '\r');
    EXPECT_EQ(table.find("\xE2\x88\x92"), std::string::npos) << "a minus that spreadsheets do not know";
}
