#pragma once

#include "geo/assess.h"
#include "geo/layout.h"

#include "shapes.h"
#include "support.h"

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Towns for tests of what is made of areas and cells.
namespace towns {

inline const std::vector<std::string> dimensions{"lbm", "afw", "fys", "onv", "soc", "vrz", "won"};
inline constexpr std::size_t total = 1;
inline constexpr std::size_t first_part = 2;

/// afw as the sum of its dimensions, lbm beside it. \pre table has `dimensions`
inline void set_score(geo::Table& table, std::size_t m, std::size_t row, const std::vector<double>& parts) {
    double sum = 0;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        table.values.column(first_part + k, m)[row] = parts[k];
        sum += parts[k];
    }
    table.values.column(total, m)[row] = sum;
    table.values.column(0, m)[row] = sum + 4.0456;
}

inline std::vector<double> any_parts() {
    std::vector<double> out;
    for (int k = 0; k < 5; ++k) out.push_back(*rc::gen::inRange(-150000, 150001) / 1e6);
    return out;
}

/// Scores of the rows, a fifth of them missing; row 0 always has one.
inline geo::Table any_scores(const std::vector<geo::Measurement>& when, std::size_t rows) {
    geo::Table out(dimensions, when, rows);
    for (std::size_t m = 0; m < when.size(); ++m) {
        for (std::size_t row = 0; row < rows; ++row) {
            if (row == 0 || *rc::gen::inRange(0, 5) > 0) set_score(out, m, row, any_parts());
        }
    }
    return out;
}

/// Whole numbers, some 0, some missing; row 0 always has one.
inline std::vector<double> any_weights(std::size_t rows) {
    std::vector<double> out(rows, 3.0);
    for (std::size_t row = 1; row < rows; ++row) {
        const auto n = *rc::gen::inRange(-3, 60);
        out[row] = n == -1 ? geo::missing : std::max(n, 0);
    }
    return out;
}

inline std::vector<geo::Measurement> two_measurements() {
    return {{2018, "3.0", "2024"}, {2024, "3.0", "2024"}};
}

/// Buurten that cut a square of squares * 200 m to triangles: BU and four digits for one of two municipalities, two for
/// one of two wijken, two of their own.
inline geo::Areas any_buurten(int squares) {
    geo::Areas out;
    out.level = "buurt";
    out.sources = {"buurten.gpkg"};
    out.polygons = shapes::any_triangulation(squares, 200, false);
    geo::orient(out.polygons);
    for (std::size_t k = 0; k < out.polygons.size(); ++k) {
        out.code.push_back(fmt::format("BU{:04}{:02}{:02}", 100 + k % 2, k / 2 % 2, k));
        out.name.push_back(fmt::format("Buurt {}", k));
    }
    return out;
}

/// Cells in and around the buurten, with scores of two measurements and dwellings of both years.
inline geo::Dataset any_town(int squares = 3) {
    geo::Dataset out;
    out.crs = geo::parse_crs(geo::cell_crs);
    out.levels.push_back(any_buurten(squares));
    auto cells = shapes::any_cells(0, 2 * squares + 2, 80);
    cells.push_back({1, 1});
    out.cells.lattice = geo::Lattice(cells);
    const auto count = out.cells.lattice.size();
    out.cells.one_each.assign(count, 1.0);
    out.cells.scores.values = any_scores(two_measurements(), count);
    for (const int year : {2018, 2024})
        out.cells.weights.push_back({"dwellings", year, "squares.gpkg", any_weights(count), {}});
    return out;
}

/// Areas that are made of others: no polygons of their own.
inline geo::Areas made_of(std::vector<std::vector<geo::Member>> members, std::string level = "gebied") {
    geo::Areas out;
    out.level = std::move(level);
    out.sources = {"set.csv"};
    out.chosen = true;
    for (std::size_t area = 0; area < members.size(); ++area) {
        out.code.push_back(fmt::format("area-{}", area));
        out.name.push_back(fmt::format("Area {}", area));
        out.polygons.end_area();
    }
    out.members = std::move(members);
    return out;
}

/// A choice of the areas of level 0, none twice.
inline std::vector<geo::Member> any_members(const geo::Dataset& dataset) {
    std::vector<geo::Member> out;
    for (std::uint32_t area = 0; area < dataset.levels[0].size(); ++area) {
        if (*rc::gen::inRange(0, 3) == 0) out.push_back({0, area, 1});
    }
    return out;
}

inline std::vector<geo::Member> shuffled(std::vector<geo::Member> members) {
    for (std::size_t i = members.size(); i > 1; --i)
        std::swap(members[i - 1], members[*rc::gen::inRange<std::size_t>(0, i)]);
    return members;
}

/// The polygons of several areas as those of one.
inline void append_joined(geo::Polygons& out, const geo::Areas& from, const std::vector<geo::Member>& members) {
    for (const auto& member : members) {
        const auto& p = from.polygons;
        for (auto polygon = p.area_starts[member.area]; polygon < p.area_starts[member.area + 1]; ++polygon) {
            for (auto r = p.polygon_starts[polygon]; r < p.polygon_starts[polygon + 1]; ++r) {
                const auto ring = p.ring(r);
                out.points.insert(out.points.end(), ring.begin(), ring.end());
                out.end_ring();
            }
            out.end_polygon();
        }
    }
    out.end_area();
}

/// [area][cell] part inside.
inline std::vector<std::vector<double>> dense(const geo::Overlap& overlap, std::size_t units) {
    std::vector<std::vector<double>> out(overlap.areas, std::vector<double>(units, 0.0));
    for (std::size_t r = 0; r < overlap.runs.size(); ++r) {
        const auto& run = overlap.runs[r];
        for (auto unit = run.begin; unit < run.end; ++unit) out[run.area][unit] += overlap.share_of(r);
    }
    return out;
}

inline double largest_difference(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
    double out = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        for (std::size_t k = 0; k < a[i].size(); ++k) out = std::max(out, std::abs(a[i][k] - b[i][k]));
    }
    return out;
}

inline geo::AssessOptions by(geo::Membership rule) {
    geo::AssessOptions out;
    out.membership = rule;
    return out;
}

inline geo::Membership any_rule() {
    return *rc::gen::element(geo::Membership::centroid, geo::Membership::share);
}

}  // namespace towns
