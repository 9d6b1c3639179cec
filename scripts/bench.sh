#!/usr/bin/env bash
# Measures the release build and prints every figure beside its target; a person runs it, on a machine that does nothing else.
# usage: bench.sh [--quick]      some 15 minutes; --quick takes 3, with fewer runs and no more than 380,000 cells
# LEEFBEELD_NATIONAL  folder of the synthetic national grid, made if absent (default: national in the temporary folder)
# LEEFBEELD_BUILD     a build folder to measure as it is, instead of building build/release
# The peers (R sf, PostGIS, MapServer, Mapnik, QGIS) are measured where they are installed; PostGIS as root, for it starts a server of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
quick=()
case ${1:-} in
  --quick) quick=(--quick) ;;
  "") ;;
  *) sed -n '2,6p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
tools=$(realpath -m ../shared/tools)
national=${LEEFBEELD_NATIONAL:-${TMPDIR:-/tmp}/national}
build=${LEEFBEELD_BUILD:-build/release}
python=/usr/bin/python3 # the one that Debian's GDAL and NumPy belong to

if [[ -z ${LEEFBEELD_BUILD:-} ]]; then
  ./scripts/install.sh test
  LEEFBEELD_TESTS=1 ./scripts/build.sh release leefbeeld aggregate_bench mesh_bench render_bench finder_bench interaction_bench write_bench composite_bench hotspot_bench
fi
[[ -f $national/truth.csv ]] || "$python" "$tools/make_national_grid.py" "$national"
PYTHONDONTWRITEBYTECODE=1 exec "$python" tests/bench/run.py --program "$(realpath "$build/leefbeeld")" --micro "$build/tests/bench/aggregate_bench" \
  --meshes "$build/tests/bench/mesh_bench" --drawing "$build/tests/bench/render_bench" --national "$(realpath "$national")" --peers "$tools/peers" ${quick[@]+"${quick[@]}"}
