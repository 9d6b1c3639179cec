#pragma once

#include "geo/classify.h"
#include "geo/dataset.h"
#include "geo/membership.h"
#include "geo/units.h"

#include <map>
#include <string>
#include <vector>

namespace geo {

struct AssessOptions {
    std::string weight;  // "dwellings" (also where empty), "inhabitants", "households", "cells", or a column
    Membership membership = Membership::centroid;
    std::string
        scheme;  // of other dimensions than the Leefbaarometer's: "quantile" (also where empty), "equal", "fixed"
    std::size_t classes = 5;        // quantile, equal
    std::vector<double> limits;     // fixed: inner class limits, ascending
    bool all_class_shares = false;  // shares per class of every dimension, not of the total only
    bool own_scores = false;        // classify the areas' own scores even where cells could be aggregated
    unsigned threads = 0;
    bool may_miss = false;  // that no scored cell lies in any of the areas is no mistake: they then have no figures
};

/// Areas of one level with their figures and classes: what tables, layers, maps and texts are made of.
struct Assessment {
    const Areas* areas = nullptr;
    bool aggregated = false;  // from units.level; else the areas' own scores
    Units units;              // what was added up; the areas themselves where they carry their own scores
    Overlap members;          // [units x areas]
    Membership membership = Membership::centroid;  // by which they were found, from cells
    Table values;                                  // [dimension][measurement][area]
    /// Dimensions of `values`, then "class_dev", the deviation class of the total, where there is an afw.
    std::vector<std::string> class_dimensions;
    std::vector<std::vector<ClassTable>>
        tables;                  // [class dimension][measurement]; no labels where a dimension is not classified
    Cube<std::uint8_t> classes;  // [class dimension][measurement][area]
    Cube<double> weight;         // [dimension][measurement][area] behind the value; empty unless aggregated
    Cube<std::uint32_t> n;       // [dimension][measurement][area] scored cells; empty unless aggregated
    std::vector<std::size_t> share_dimensions;  // dimensions with shares per class: the total, or all
    std::vector<Cube<double>> class_weight;  // [class] of [share dimension][measurement][area]; empty unless aggregated
    std::vector<WeightUse> weights;          // [measurement]
    std::size_t total = 0;  // dimension that stands for the whole: afw, that of an own index, or the first
    std::map<std::string, std::string> names;  // of the dimensions of an own index, by code
    std::vector<TotalPart> parts;              // what it is the sum of, if it is one; some may not be among the values
    Cube<std::uint8_t> summed_classes;         // [dimension][measurement][unit]; empty unless aggregated
    Report report;

    /// Classes of the units, by the areas' class tables. \return [dimension][measurement][unit]
    [[nodiscard]] const Cube<std::uint8_t>& unit_classes() const { return aggregated ? summed_classes : classes; }
};

/// Cells to areas where there are cells, else the areas' own scores, else (for areas made of others) those of their
/// members; then classes. The class of the total (rows afw and lbm) is the judgement class, decided from afw; a
/// dimension's is the deviation scheme. Published classes are compared and mismatches counted. \pre dataset and areas
/// live as long as the result \throws Error if there is nothing to score, the weight does not exist, weighs nothing, or
/// is needed and was not named
[[nodiscard]] Assessment assess(const Dataset& dataset, const Areas& areas, const AssessOptions& options);

}  // namespace geo
