#include "app/model/sections.h"
#include "app/model/wording.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace model {

namespace {

constexpr std::size_t most_moves = 12;  // told one by one

/// Whole percents, as letters to parliament have them, unless too little would be left of the change.
int percent_decimals(double change) {
    return std::abs(change) >= 0.01 ? 0 : 1;
}

/// What a share is the share of: "weak or lower liveability".
std::string low_scores(const About& about, std::size_t k) {
    if (!about.liveability) return about.say("explain.in_class_or_lower", k);
    const auto& table = about.a.tables[about.a.total][about.e.measurement];
    return about.say(about.of_units("explain.low_liveability", "explain.low_liveability_areas"),
                     uncapitalised(class_label(table, static_cast<std::uint8_t>(k), about.language)));
}

std::string share_sentence(const About& about, const geo::ShareChange& share) {
    const auto& split = share.split;
    const double change = split.change();
    const int decimals = percent_decimals(change);
    const auto behind = [&](double part, double weight) {
        return about.say("explain.part_of", percent(about, part, decimals), about.count(part * weight),
                         about.count(weight));
    };
    const bool same = about_none("share_change", 100 * change);
    auto out = about.say(same ? "explain.share_same" : "explain.share_moved", about.weight_word(),
                         low_scores(about, share.threshold), word_for(about.language, "share_change", 100 * change),
                         behind(split.before, split.weight_before), behind(split.after, split.weight_after),
                         points(about, change, decimals));
    if (rounds_otherwise(100 * split.before, 100 * split.after, 100 * change, decimals))
        add_sentence(out, about.word("explain.by_rounding"));
    return out;
}

/// With as many decimals as it has, up to six.
std::string margin_text(const About& about, double margin) {
    int decimals = score_decimals;
    while (decimals < 6 &&
           std::abs(std::round(margin * std::pow(10, decimals)) / std::pow(10, decimals) - margin) > 1e-12)
        ++decimals;
    return number_text(about.language, margin, decimals);
}

std::vector<std::string> limit_sentences(const About& about, const geo::ShareChange& share) {
    const auto& limit = share.limit;
    const auto margin = margin_text(about, share.margin);
    const auto& change = *about.e.change;
    std::vector<std::string> out;
    out.push_back(about.say("explain.near_limit", about.labels[change.from], about.count(limit.weight_near_before),
                            about.labels[change.to], about.count(limit.weight_near_after), about.weight_word(),
                            margin));
    if (limit.least == limit.most) {
        if (limit.weight_near_before > 0 || limit.weight_near_after > 0)
            out.push_back(about.word("explain.limit_is_clear"));
        return out;
    }
    auto moved = about.say("explain.limit_moved", margin, points(about, limit.least, 1), points(about, limit.most, 1));
    const double vanishing = limit.vanishing();
    if (vanishing > 1) {
        add_sentence(moved, about.word("explain.turns_round"));
    } else if (!std::isnan(vanishing)) {
        add_sentence(moved, about.say("explain.vanishes", percent(about, vanishing, 0)));
    }
    out.push_back(std::move(moved));
    return out;
}

}  // namespace

Section classes_section(const About& about) {
    const auto& s = *about.e.statistics;
    const auto& table = about.a.tables[about.a.total][about.e.measurement];
    Section out{about.say("explain.classes", about.label()), {}, {}, {}};
    out.figures.headings = {
        {about.word("explain.class"), false}, {about.weight_word(), true}, {about.word("explain.part"), true}};
    const double sum = std::accumulate(s.class_weight.begin(), s.class_weight.end(), 0.0);
    for (std::size_t k = 1; k <= s.class_weight.size(); ++k) {
        const double weight = s.class_weight[k - 1];
        out.figures.rows.push_back(
            {fmt::format("{} {}", k, class_label(table, static_cast<std::uint8_t>(k), about.language)),
             about.count(weight), percent(about, weight / sum, 1)});
    }
    const auto k = about.e.threshold;
    const double share = geo::share_up_to(s.class_weight, k);
    out.figures.rows.push_back({up_to_class(about, k), about.count(share * sum), percent(about, share, 1)});
    return out;
}

Section share_section(const About& about) {
    const auto& share = *about.e.share;
    Section out{about.say("explain.share", up_to_class(about, share.threshold)), {}, {}, {}};
    out.sentences.push_back(share_sentence(about, share));
    add_weight_years(about, out.sentences);
    for (auto& sentence : limit_sentences(about, share)) out.sentences.push_back(std::move(sentence));
    out.figures.headings = split_headings(about, about.word("explain.percentage_points"));
    out.figures.rows.push_back(split_row(about, up_to_class(about, share.threshold), share.split, 100, 2));
    out.check = check_text(100 * share.split.change(), 100 * share.split.remainder(), 2, about.language);
    return out;
}

Section moves_section(const About& about) {
    const auto& moved = about.e.share->moved;
    const auto& change = *about.e.change;
    const auto& table = about.a.tables[about.a.total][change.to];
    struct Move {
        std::size_t from, to;
        double part, before, after;
    };
    std::vector<Move> moves;
    for (std::size_t from = 1; from <= moved.classes; ++from) {
        for (std::size_t to = 1; to <= moved.classes; ++to) {
            const auto i = moved.at(from, to);
            if (from != to && moved.part[i] > 0)
                moves.push_back({from, to, moved.part[i], moved.weight_before[i], moved.weight_after[i]});
        }
    }
    std::stable_sort(moves.begin(), moves.end(), [](const Move& x, const Move& y) { return x.part > y.part; });
    Section out{about.word("explain.moves"), {}, {}, {}};
    double up = 0;
    double down = 0;
    for (const auto& move : moves) (move.to > move.from ? up : down) += move.part;
    out.sentences.push_back(about.say(about.of_units("explain.moves_sentence", "explain.moves_sentence_areas"),
                                      percent(about, up, 1), about.weight_word(), percent(about, down, 1)));
    out.figures.headings = {{about.labels[change.from], false},
                            {about.labels[change.to], false},
                            {about.say("explain.weight_at", about.weight_word(), about.labels[change.from]), true},
                            {about.say("explain.weight_at", about.weight_word(), about.labels[change.to]), true},
                            {about.word("explain.part"), true}};
    const auto name = [&](std::size_t k) {
        return fmt::format("{} {}", k, class_label(table, static_cast<std::uint8_t>(k), about.language));
    };
    for (std::size_t i = 0; i < std::min(moves.size(), most_moves); ++i) {
        const auto& move = moves[i];
        out.figures.rows.push_back({name(move.from), name(move.to), about.count(move.before), about.count(move.after),
                                    percent(about, move.part, 1)});
    }
    if (moves.size() > most_moves) out.sentences.push_back(about.say("explain.more_moves", moves.size() - most_moves));
    return out;
}

}  // namespace model
