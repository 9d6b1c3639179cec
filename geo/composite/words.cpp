#include "geo/composite/words.h"

namespace geo {

const Words<Imputation::Method>& imputation_words() {
    using enum Imputation::Method;
    static const Words<Imputation::Method> all{
        {"none", none}, {"mean", mean}, {"median", median}, {"group_mean", group_mean}, {"group_median", group_median}};
    return all;
}

const Words<Outliers::Method>& outlier_words() {
    using enum Outliers::Method;
    static const Words<Outliers::Method> all{
        {"none", none}, {"winsorise", winsorise}, {"log", log}, {"winsorise_or_log", winsorise_or_log}};
    return all;
}

const Words<Normalisation::Method>& normalisation_words() {
    using enum Normalisation::Method;
    static const Words<Normalisation::Method> all{{"none", none},
                                                  {"z", z},
                                                  {"min_max", min_max},
                                                  {"rank", rank},
                                                  {"percentile_rank", percentile_rank},
                                                  {"target", target},
                                                  {"goalposts", goalposts},
                                                  {"exponential", exponential}};
    return all;
}

const Words<Aggregation>& aggregation_words() {
    using enum Aggregation;
    static const Words<Aggregation> all{
        {"sum", sum}, {"arithmetic", arithmetic}, {"geometric", geometric}, {"harmonic", harmonic}};
    return all;
}

}  // namespace geo
