// What writing a scored GeoPackage costs, and repeating it: prints seconds as JSON. usage: write_bench OUT.gpkg
// INPUT...
#include "app/model/provenance.h"
#include "app/model/run.h"
#include "geo/vector/compare.h"
#include "timing.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: write_bench OUT.gpkg INPUT...\n");
        return 2;
    }
    const std::string out = argv[1];
    model::RunOptions options;
    options.inputs.assign(argv + 2, argv + argc);
    std::unique_ptr<const model::Run> run;
    const double run_s = timing::seconds([&] { run = model::run(options, 0); });
    std::string metadata;
    const double digest_s = timing::seconds([&] {
        metadata = to_json(model::provenance_of(model::view_of(*run), options, {"bench", {}, out, false, ""}));
    });
    const double write_s = timing::seconds([&] {
        auto output = model::output_of(*run, options, 0);
        output.with.metadata = metadata;
        output.with.metadata_uri = model::provenance_uri;
        geo::write_geopackage(out, output.tables, run->dataset.crs, output.with);
    });
    geo::Comparison comparison;
    const double compare_s = timing::seconds([&] { comparison = geo::compare_geopackages(out, out); });
    fmt::print(R"({{"run_s": {}, "digest_s": {}, "write_s": {}, "compare_s": {}, "values": {}}})"
               "\n",
               run_s, digest_s, write_s, compare_s, comparison.values);
    return comparison.differences.empty() ? 0 : 1;
}
