#include "app/page/layout.h"

#include "app/model/text.h"
#include "support.h"

#include <gtest/gtest.h>

#include <cctype>

namespace {

using page::Format;
using pages::sheet_of;
using pages::Town;

/// Pixel of a sheet under a point of the world.
std::uint32_t under(const page::Picture& picture, const page::Layout& layout, geo::Point p) {
    const auto& w = layout.window;
    return pages::pixel_at(picture, static_cast<int>(layout.map.x + (p.x - w.left) / w.side),
                           static_cast<int>(layout.map.y + (w.top - p.y) / w.side));
}

TEST(Sheet, every_area_has_the_colour_of_its_class) {
    for (const bool bare : {false, true}) {
        for (const bool dark : {false, true}) {
            Town town;
            auto sheet = sheet_of(town, Format::png, 1400, 1000);
            sheet.bare = bare;
            sheet.dark = dark;
            const auto& derived = town.derived();
            const auto layout = page::lay_out(derived, town.state, sheet);
            const auto palette = page::palette_on(sheet, derived.palette);
            const auto picture = pages::decoded(page::draw(derived, town.state, sheet));
            ASSERT_EQ(picture.width, 1400);
            const auto& areas = *derived.shown.layer->assessment.areas;
            std::size_t seen = 0;
            for (std::size_t area = 0; area < areas.size(); ++area) {
                const auto p = pages::inner_point(areas.polygons, area, 3 * layout.window.side);
                if (!p) continue;
                ++seen;
                EXPECT_TRUE(pages::is_of(under(picture, layout, *p), palette[derived.classes[area]]))
                    << areas.code[area];
            }
            EXPECT_EQ(seen, areas.size());
        }
    }
}

TEST(Sheet, every_cell_has_the_colour_of_its_class) {
    Town town("cells");
    const auto sheet = sheet_of(town, Format::png, 1400, 1000);
    const auto& derived = town.derived();
    const auto layout = page::lay_out(derived, town.state, sheet);
    ASSERT_LT(layout.window.side, 25);
    const auto picture = pages::decoded(page::draw(derived, town.state, sheet));
    const auto cells = town.results.scene->dataset.cells.lattice.cells();
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        ASSERT_TRUE(
            pages::is_of(under(picture, layout, geo::cell_centre(cells[cell])), derived.palette[derived.classes[cell]]))
            << geo::cell_id(cells[cell]);
    }
}

TEST(Sheet, all_of_the_extent_is_on_the_map) {
    Town town;
    for (const auto& [width, height] : {std::pair{1754.0, 1240.0}, {480.0, 320.0}, {600.0, 1400.0}, {320.0, 240.0}}) {
        auto sheet = sheet_of(town, Format::png, width, height);
        for (const bool bare : {false, true}) {
            sheet.bare = bare;
            const auto layout = page::lay_out(town.derived(), town.state, sheet);
            const auto& w = layout.window;
            EXPECT_LE(w.left, sheet.extent.min.x + 1e-6);
            EXPECT_GE(w.left + w.side * w.width, sheet.extent.max.x - w.side);
            EXPECT_GE(w.top, sheet.extent.max.y - 1e-6);
            EXPECT_LE(w.top - w.side * w.height, sheet.extent.min.y + w.side);
            EXPECT_GT(layout.map.width, 0.4 * width);
            EXPECT_GT(layout.map.height, 0.25 * height);
        }
    }
}

bool meets(const page::Area& a, const page::Area& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

page::Area area_of(const page::Text& text) {
    return {text.x, text.y - 0.76 * text.font.size, text.width, 0.96 * text.font.size};
}

TEST(Sheet, nothing_is_cut_off_or_covered_at_any_size) {
    for (const auto* area : {"", "BU90010001"}) {
        for (const auto language : {model::Language::dutch, model::Language::english}) {
            for (const auto* dimension : {"afw", "won"}) {
                Town town({}, area);
                town.state.language = language;
                town.state.dimension = dimension;
                auto derived = town.derived();
                for (const bool lengthy : {false, true}) {
                    if (lengthy) {
                        derived.title =
                            "Afwijking van de totale leefbaarheid ten opzichte van de referentie 2024 · "
                            "Viersterrengemeenteverbandswijkindelingen";
                        derived.source = std::string(400, 'W') + " and more";
                        for (auto& entry : derived.legend.entries)
                            entry.label += " with a name that never seems to end";
                        for (auto& facts : derived.selected) facts.name = std::string(90, 'm');
                    }
                    for (const auto& [width, height] : {std::pair{480.0, 320.0},
                                                        {1754.0, 1240.0},
                                                        {1920.0, 1080.0},
                                                        {7680.0, 4320.0},
                                                        {700.0, 1000.0},
                                                        {320.0, 240.0},
                                                        {3000.0, 400.0},
                                                        {340.0, 1900.0}}) {
                        const auto layout =
                            page::lay_out(derived, town.state, sheet_of(town, Format::png, width, height));
                        std::vector<page::Area> all{layout.map, layout.scale_bar, layout.north};
                        for (const auto& text : layout.texts) all.push_back(area_of(text));
                        for (const auto& swatch : layout.swatches) all.push_back(swatch.area);
                        for (std::size_t i = 0; i < all.size(); ++i) {
                            const auto name =
                                i >= 3 && i - 3 < layout.texts.size() ? layout.texts[i - 3].text : std::to_string(i);
                            ASSERT_TRUE(all[i].x >= 0 && all[i].y >= 0 && all[i].right() <= width &&
                                        all[i].bottom() <= height)
                                << name << " at " << width << "x" << height;
                            for (std::size_t j = 0; j < i; ++j) {
                                const auto other = j >= 3 && j - 3 < layout.texts.size() ? layout.texts[j - 3].text
                                                                                         : std::to_string(j);
                                ASSERT_FALSE(meets(all[i], all[j]))
                                    << name << " over " << other << " at " << width << "x" << height;
                            }
                        }
                        EXPECT_GE(layout.texts.front().font.size, 12);
                    }
                }
            }
        }
    }
}

TEST(Sheet, the_legend_has_every_class_with_count_and_share) {
    for (const auto language : {model::Language::dutch, model::Language::english}) {
        Town town;
        town.state.language = language;
        const auto& derived = town.derived();
        const auto layout = page::lay_out(derived, town.state, sheet_of(town, Format::png, 1754, 1240));
        const auto has = [&](const std::string& wanted) {
            return std::any_of(layout.texts.begin(), layout.texts.end(),
                               [&](const auto& t) { return t.text == wanted; });
        };
        EXPECT_EQ(layout.swatches.size(), derived.legend.entries.size());
        for (std::size_t i = 0; i < derived.legend.entries.size(); ++i) {
            const auto& entry = derived.legend.entries[i];
            EXPECT_TRUE(has(entry.label)) << entry.label;
            EXPECT_TRUE(has(model::count_text(language, static_cast<double>(entry.rows))));
            EXPECT_TRUE(std::isnan(entry.share) || has(model::percent_text(language, entry.share)));
            EXPECT_EQ(layout.swatches[i].style.ground, derived.palette[entry.code].ground);
            EXPECT_EQ(layout.swatches[i].style.pattern, derived.palette[entry.code].pattern);
        }
        EXPECT_TRUE(has(derived.title));
        EXPECT_TRUE(has(std::string(model::text(language, "disclaimer.leefbaarometer"))));
        EXPECT_GT(layout.scale_bar.width, 0);
    }
}

TEST(Sheet, a_legend_of_a_hundred_classes_fits_like_a_ramp) {
    Town town;
    auto derived = town.derived();
    for (int i = 0; i < 90; ++i)
        derived.legend.entries.insert(derived.legend.entries.begin(), derived.legend.entries.front());
    const auto layout = page::lay_out(derived, town.state, sheet_of(town, Format::png, 800, 500));
    EXPECT_EQ(layout.swatches.size(), derived.legend.entries.size());
    EXPECT_LT(layout.swatches.back().area.bottom(), layout.scale_bar.y - 8);
}

TEST(Sheet, the_same_sheet_is_the_same_bytes_on_any_number_of_threads) {
    for (const auto format : {Format::png, Format::pdf}) {
        Town town({}, "BU90010001");
        auto sheet = sheet_of(town, format, 700, 500);
        const auto one = page::draw(town.derived(), town.state, sheet);
        EXPECT_GT(one.size(), 10'000u);
        for (const unsigned threads : {1u, 2u, 8u}) {
            sheet.threads = threads;
            EXPECT_EQ(page::draw(town.derived(), town.state, sheet), one) << threads;
        }
    }
}

TEST(Sheet, vector_formats_say_what_they_are) {
    Town town;
    EXPECT_TRUE(page::draw(town.derived(), town.state, sheet_of(town, Format::pdf, 842, 595)).starts_with("%PDF-1."));
    const auto svg = page::draw(town.derived(), town.state, sheet_of(town, Format::svg, 842, 595));
    EXPECT_NE(svg.find("<svg"), std::string::npos);
    EXPECT_NE(svg.find("842pt"), std::string::npos);
}

TEST(Sheet, an_area_selected_is_outlined) {
    Town plain;
    Town outlined({}, "BU90010001");
    const auto sheet = sheet_of(plain, Format::png, 800, 600);
    const auto without = pages::decoded(page::draw(plain.derived(), plain.state, sheet));
    const auto with = pages::decoded(page::draw(outlined.derived(), outlined.state, sheet));
    const auto layout = page::lay_out(plain.derived(), plain.state, sheet);
    const auto black = page::packed(page::theme_of(sheet).outline);
    const auto count = [&](const page::Picture& picture) {
        std::size_t out = 0;
        for (int y = static_cast<int>(layout.map.y); y < static_cast<int>(layout.map.bottom()); ++y) {
            for (int x = static_cast<int>(layout.map.x); x < static_cast<int>(layout.map.right()); ++x)
                out += pages::pixel_at(picture, x, y) == black ? 1 : 0;
        }
        return out;
    };
    EXPECT_EQ(count(without), 0u);
    EXPECT_GT(count(with), 20u);
}

TEST(RoundLength, it_is_one_two_or_five_and_noughts_and_as_long_as_may_be) {
    for (double most = 0.013; most < 3e6; most *= 1.07) {
        const double length = page::round_length(most);
        EXPECT_LE(length, most * (1 + 1e-12));
        EXPECT_GT(length * 2.5 * (1 + 1e-12), most);
        const double digit = length / std::pow(10, std::floor(std::log10(length) + 1e-9));
        EXPECT_TRUE(std::abs(digit - 1) < 1e-9 || std::abs(digit - 2) < 1e-9 || std::abs(digit - 5) < 1e-9) << length;
    }
}

}  // namespace
