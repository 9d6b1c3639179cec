// Compiled twice where a processor may have wider registers: see CMakeLists.txt.
#include "geo/sums.h"

#ifdef LEEFBEELD_WIDE
#define ADD_RUNS add_runs_avx2
#else
#define ADD_RUNS add_runs
#endif

namespace geo {

namespace {

#ifdef LEEFBEELD_WIDE
constexpr std::size_t lanes = 4;
#else
constexpr std::size_t lanes = 2;
#endif
constexpr std::size_t parts = side_by_side / lanes;

/// Doubles in one register, and what a comparison of two such gives. Spelled out because a compiler makes branches of
/// "is there a value" and "is it smaller", and real scores are as hard to guess as dice.
using Vector = double __attribute__((vector_size(lanes * sizeof(double))));
using Mask = std::int64_t __attribute__((vector_size(lanes * sizeof(double))));

Vector only(Vector value, Mask where) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(value) & where);
}
Vector missing_where(Mask where, Vector value) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(value) | where);  // all bits set are a NaN
}

Vector gather(const double* const* columns, std::uint32_t cell) {
#ifdef LEEFBEELD_WIDE
    return Vector{columns[0][cell], columns[1][cell], columns[2][cell], columns[3][cell]};
#else
    return Vector{columns[0][cell], columns[1][cell]};
#endif
}

/// The sums of some of the columns, in registers.
struct Registers {
    Vector sum, weight, least, most;
    Mask n;

    void add(Vector v, Vector w, Mask weightless) {
        const Mask there = v == v;
        sum += only(w * v, there);
        weight += only(w, there);
        n -= there;  // a mask is -1 where it holds
        const Vector weighing = missing_where(weightless, v);
        least = weighing < least ? weighing : least;
        most = weighing > most ? weighing : most;
    }
};

template <typename Register, typename Number>
Register& in(Number (&numbers)[side_by_side], std::size_t part) {
    return reinterpret_cast<Register&>(numbers[part * lanes]);
}

/// The weight of a cell; missing is not above 0, and so becomes 0.
double weight_of(double known, double share) {
    return share * (known > 0 ? known : 0.0);
}

void add_values(const Overlap::Run& run, double share, const CellColumns& cells, Sums& area) {
    Registers sums[parts];
    for (std::size_t p = 0; p < parts; ++p) {
        sums[p] = {in<Vector>(area.sum, p), in<Vector>(area.weight, p), in<Vector>(area.least, p),
                   in<Vector>(area.most, p), in<Mask>(area.n, p)};
    }
    for (auto cell = run.begin; cell < run.end; ++cell) {
        const Vector w = Vector{} + weight_of(cells.weights[cell], share);
        const Mask weightless = w <= Vector{};
        for (std::size_t p = 0; p < parts; ++p) sums[p].add(gather(cells.values + p * lanes, cell), w, weightless);
    }
    for (std::size_t p = 0; p < parts; ++p) {
        in<Vector>(area.sum, p) = sums[p].sum;
        in<Vector>(area.weight, p) = sums[p].weight;
        in<Vector>(area.least, p) = sums[p].least;
        in<Vector>(area.most, p) = sums[p].most;
        in<Mask>(area.n, p) = sums[p].n;
    }
}

void add_classes(const Overlap::Run& run, double share, const double* weights, const std::uint8_t* classes,
                 const ClassColumns& columns) {
    for (auto cell = run.begin; cell < run.end; ++cell)
        columns[classes[cell]][run.area] += weight_of(weights[cell], share);
}

}  // namespace

void ADD_RUNS(const Overlap::Run* runs, std::size_t count, const double* share, const CellColumns& columns,
              Sums* sums) {
    const CellColumns cells = columns;  // a copy of our own, which no sum can be thought to overwrite
    for (std::size_t r = 0; r < count; ++r) {
        const double part = share == nullptr ? 1.0 : share[r];
        add_values(runs[r], part, cells, sums[runs[r].area]);
        for (std::size_t s = 0; s < side_by_side && cells.classes[s] != nullptr; ++s)
            add_classes(runs[r], part, cells.weights, cells.classes[s], cells.class_weights[s]);
    }
}

}  // namespace geo
