#include "geo/loading.h"

#include "geo/error.h"

#include <algorithm>
#include <cmath>

namespace geo {

namespace {

Weight take_weight(Incoming& from, std::size_t i, const std::vector<std::uint32_t>& row, std::size_t cells,
                   Report& report) {
    auto& column = from.rows.table.columns[from.weights + i];
    Weight out{from.layout.weights[i].name,
               from.layout.weights[i].date != 0 ? from.layout.weights[i].date : from.layout.date_of_all,
               from.source.label(),
               std::vector<double>(cells, missing),
               {}};
    std::size_t negative = 0;
    std::size_t repeated = 0;
    for (std::size_t r = 0; r < column.numbers.size(); ++r) {
        const double value = column.numbers[r];
        if (std::isnan(value)) continue;
        if (value < 0) {
            ++negative;
        } else if (std::isnan(out.values[row[r]])) {
            out.values[row[r]] = value;
        } else {
            ++repeated;
        }
    }
    for (const auto r : column.suppressed) out.suppressed.push_back(row[r]);
    std::sort(out.suppressed.begin(), out.suppressed.end());
    const auto year = out.date != 0 ? std::to_string(out.date) : std::string();
    report.count(Note::Kind::dropped, out.source, year,
                 Sentence("{} below zero, read as missing", weight_words(out.name)), negative);
    report.count(Note::Kind::dropped, out.source, year,
                 Sentence("cells that stand there twice (the first counts) for {}", weight_words(out.name)), repeated);
    report.count(Note::Kind::unmatched, out.source, year,
                 Sentence("cells whose {} the source withholds", weight_words(out.name)), out.suppressed.size());
    column = Column{};
    return out;
}

}  // namespace

void load_cells(std::vector<Incoming*> sources, const LoadOptions& options, Dataset& dataset) {
    if (sources.empty()) return;
    auto& cells = dataset.cells;
    auto& report = dataset.report;
    std::size_t ids = 0;
    for (const auto* source : sources) ids += source->rows.table.cells.size();
    std::vector<Cell> all;
    all.reserve(ids);
    for (const auto* source : sources) {
        Cell last{0xffff, 0xffff};  // long tables repeat the id on neighbouring rows
        for (const auto cell : source->rows.table.cells) {
            if (cell != last) all.push_back(cell);
            last = cell;
        }
    }
    cells.lattice = Lattice(all);
    all = {};
    cells.one_each.assign(cells.size(), 1.0);
    std::vector<TakenScores> taken;
    for (auto* source : sources) {
        report_rows(*source, report);
        auto& table = source->rows.table;
        std::vector<std::uint32_t> row(table.rows);
        for (std::size_t r = 0; r < row.size(); ++r) row[r] = cells.lattice.find(table.cells[r]);
        table.cells = {};
        for (std::size_t i = 0; i < source->layout.weights.size(); ++i) {
            cells.weights.push_back(take_weight(*source, i, row, cells.size(), report));
        }
        if (source->layout.has_scores()) {
            for (auto& scores : take_scores(*source)) {
                scores.published.row = scores.published.values.empty() ? std::vector<std::uint32_t>() : row;
                scores.values.row = row;
                taken.push_back(std::move(scores));
            }
        }
        source->rows = {};
    }
    std::stable_sort(cells.weights.begin(), cells.weights.end(),
                     [](const auto& a, const auto& b) { return a.name != b.name ? a.name < b.name : a.date < b.date; });
    for (std::size_t i = 1; i < cells.weights.size(); ++i) {
        const auto& a = cells.weights[i - 1];
        const auto& b = cells.weights[i];
        if (a.name == b.name && a.date == b.date) {
            if (a.date == 0)
                fail("{} and {} both give {} without a year; name one of the two", a.source, b.source, a.name);
            fail("{} and {} both give {} of {}; name one of the two", a.source, b.source, a.name, a.date);
        }
    }
    if (taken.empty()) return;
    settle_editions(taken, options, report);
    const auto name = [&](std::uint32_t cell) { return cell_id(cells.lattice.cell(cell)); };
    cells.scores = merged_scores(std::move(taken), cells.size(), name, "cells", options, report);
}

Areas cells_as_areas(const Cells& cells, bool borders) {
    Areas out;
    out.level = "cells";
    out.sources = {"cells"};
    out.name.resize(cells.size());
    for (const auto cell : cells.lattice.cells()) {
        out.code.push_back(cell_id(cell));
        if (!borders) continue;
        const double x = cell.column * cell_size;
        const double y = cell.row * cell_size;
        out.polygons.points.insert(out.polygons.points.end(),
                                   {{x, y}, {x + cell_size, y}, {x + cell_size, y + cell_size}, {x, y + cell_size}});
        out.polygons.end_ring();
        out.polygons.end_polygon();
        out.polygons.end_area();
    }
    for (const auto& weight : cells.weights) {
        Column column;
        column.name = weight.date != 0 ? fmt::format("{}_{}", weight.name, weight.date) : weight.name;
        column.type = Column::Type::real;
        column.numbers = weight.values;
        out.attributes.push_back(std::move(column));
    }
    out.scores = cells.scores;
    return out;
}

}  // namespace geo
