#include "app/page/legend.h"

#include "app/model/text.h"
#include "geo/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace page {

namespace {

constexpr double full_row = 15;     // units
constexpr double labelled_row = 9;  // the least that a label needs
constexpr double facts_height = 58;

class LegendPlacer {
public:
    LegendPlacer(const model::Derived& derived, model::Language language, const Theme& theme, const Sheet& sheet,
                 const Ruler& ruler, const Area& area, Layout& out)
        : legend_(derived.legend),
          derived_(derived),
          language_(language),
          theme_(theme),
          palette_(palette_on(sheet, derived.palette)),
          ruler_(ruler),
          area_(area),
          out_(out),
          u_(out.unit),
          y_(area.y) {}

    void place() {
        title();
        measure_columns();
        headings();
        rows();
        if (with_facts_) facts(derived_.selected.front());
    }

private:
    void put(const std::string& words, double x, double baseline, Font font, geo::Colour colour) {
        out_.texts.push_back({words, x, baseline, ruler_.width(words, font), font, colour});
    }
    void put_right(const std::string& words, double right, double baseline, Font font, geo::Colour colour) {
        put(words, right - ruler_.width(words, font), baseline, font, colour);
    }

    void title() {
        const Font font{9.5 * u_, true};
        for (const auto& line : ruler_.wrapped(legend_.subtitle, font, area_.width, 2)) {
            y_ += 11.5 * u_;
            put(line, area_.x, y_ - 2.5 * u_, font, theme_.text);
        }
    }

    [[nodiscard]] std::string count_of(const model::LegendEntry& entry) const {
        return model::count_text(language_, static_cast<double>(entry.rows));
    }
    [[nodiscard]] bool has_shares() const {
        return std::any_of(legend_.entries.begin(), legend_.entries.end(),
                           [](const auto& entry) { return !std::isnan(entry.share); });
    }

    /// Where figures end: counts, then shares.
    void measure_columns() {
        const Font font{8 * u_};
        double count = 0;
        double share = 0;
        for (const auto& entry : legend_.entries) {
            count = std::max(count, ruler_.width(count_of(entry), font));
            if (!std::isnan(entry.share))
                share = std::max(share, ruler_.width(model::percent_text(language_, entry.share), font));
        }
        share_right_ = area_.right();
        count_right_ = share > 0 ? area_.right() - share - 9 * u_ : area_.right();
        label_x_ = area_.x + 22 * u_;
        label_right_ = count_right_ - count - 6 * u_;
    }

    /// What the figures count: the shares' heading ends with its year, beside which the count's has room.
    void headings() {
        const Font font{7 * u_};
        y_ += 13 * u_;
        if (has_shares() && !legend_.weight.empty()) {
            auto words = "% " + legend_.weight;
            const auto blank = words.rfind(' ');
            const bool ends_in_year = blank > 1 && words.size() == blank + 5 &&
                                      words.find_first_not_of("0123456789", blank + 1) == std::string::npos;
            const auto year = ends_in_year ? words.substr(blank + 1) : std::string();
            if (ends_in_year) words.erase(blank);
            put_right(ruler_.shortened(words, font, area_.width), share_right_, y_, font, theme_.quiet);
            y_ += 9 * u_;
            put_right(year, share_right_, y_, font, theme_.quiet);
        }
        put_right(std::string(model::text(language_, "sheet.count")), count_right_, y_, font, theme_.quiet);
        y_ += 4 * u_;
    }

    void rows() {
        const auto& entries = legend_.entries;
        const auto first_without =
            std::find_if(entries.begin(), entries.end(), [](const auto& entry) { return !geo::is_class(entry.code); });
        const bool parted = first_without != entries.begin() && first_without != entries.end();
        const double gap = parted ? 5 * u_ : 0;
        const double least = labelled_row * u_ * static_cast<double>(entries.size());
        with_facts_ = !derived_.selected.empty() && area_.bottom() - y_ - gap - facts_height * u_ >= least;
        const double facts = with_facts_ ? facts_height * u_ : 0;
        const double room = std::max(area_.bottom() - y_ - gap - facts, 10 * u_);
        const double row =
            std::min(full_row * u_, room / static_cast<double>(std::max<std::size_t>(entries.size(), 1)));
        const auto every = static_cast<std::size_t>(std::ceil(labelled_row * u_ / row - 1e-9));
        const double type = std::min(8.5 * u_, std::max(0.85 * row * static_cast<double>(every), 7 * u_));
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (parted && entries.begin() + static_cast<std::ptrdiff_t>(i) == first_without) y_ += gap;
            entry(entries[i], row, type, i % every == 0);
            y_ += row;
        }
    }

    void entry(const model::LegendEntry& entry, double row, double type, bool labelled) {
        const double height = row >= labelled_row * u_ ? std::min(row - 2 * u_, 11 * u_) : row;
        out_.swatches.push_back({{area_.x, y_ + (row - height) / 2, 16 * u_, height}, palette_[entry.code]});
        if (!labelled) return;
        const double baseline = y_ + row / 2 + 0.36 * type;
        const Font figures{std::min(type, 8 * u_)};
        Font font{type};
        const double room = label_right_ - label_x_;
        for (; font.size > 7 * u_ && ruler_.width(entry.label, font) > room; font.size -= 0.25 * u_) {
        }
        put(ruler_.shortened(entry.label, font, room), label_x_, baseline, font, theme_.text);
        put_right(count_of(entry), count_right_, baseline, figures, theme_.quiet);
        if (!std::isnan(entry.share))
            put_right(model::percent_text(language_, entry.share), share_right_, baseline, figures, theme_.text);
    }

    void facts(const model::AreaFacts& facts) {
        y_ += 10 * u_;
        out_.rules.push_back({area_.x, y_, area_.width, 0});
        const auto line = [&](const std::string& words, Font font, geo::Colour colour) {
            y_ += 11.5 * u_;
            put(ruler_.shortened(words, font, area_.width), area_.x, y_, font, colour);
        };
        line(fmt::format("{}: {}", model::text(language_, "sheet.outlined"), facts.code), {7 * u_}, theme_.quiet);
        line(facts.name, {9 * u_, true}, theme_.text);
        const auto value =
            std::isnan(facts.shown.value) ? "" : "  " + model::number_text(language_, facts.shown.value, 3, true);
        line(facts.shown.class_label + value, {8.5 * u_}, theme_.text);
        if (!std::isnan(facts.weight))
            line(fmt::format("{} {}", model::count_text(language_, facts.weight), facts.weight_name), {8 * u_},
                 theme_.quiet);
    }

    const model::Legend& legend_;
    const model::Derived& derived_;
    model::Language language_;
    const Theme& theme_;
    model::Palette palette_;
    const Ruler& ruler_;
    Area area_;
    Layout& out_;
    double u_;
    double y_;
    double label_x_ = 0;
    double label_right_ = 0;
    double count_right_ = 0;
    double share_right_ = 0;
    bool with_facts_ = false;  // the classes come first
};

}  // namespace

double legend_height(const model::Derived& derived, double unit) {
    const double facts = derived.selected.empty() ? 0 : facts_height;
    return (40 + full_row * static_cast<double>(derived.legend.entries.size()) + facts) * unit;
}

void place_legend(const model::Derived& derived, model::Language language, const Theme& theme, const Sheet& sheet,
                  const Ruler& ruler, const Area& area, Layout& out) {
    LegendPlacer(derived, language, theme, sheet, ruler, area, out).place();
}

}  // namespace page
