#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. usage: test.sh [PRESET] [CTEST OPTION]...
# e.g. test.sh asan    test.sh release -R csv    test.sh release -LE realdata
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=release
[[ ${1:-} == -* || $# == 0 ]] || { preset=$1; shift; }
./scripts/install.sh test
./scripts/install.sh qgis || echo "test.sh: without QGIS the tests labelled qgis are skipped" >&2
LEEFBEELD_TESTS=1 ./scripts/build.sh "$preset"
exec ctest --preset "$preset" -j "$(nproc)" "$@"
