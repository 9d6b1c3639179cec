#!/usr/bin/env bash
# Configures and builds a preset. usage: build.sh [PRESET [TARGET]...]     (default: release, everything)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:-release}
shift || true
tests=OFF
[[ ${LEEFBEELD_TESTS:-} == 1 || -f build/$preset/tests/CTestTestfile.cmake ]] && tests=ON
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [[ ! -f build/$preset/build.ninja || ($tests == ON && ! -f build/$preset/tests/CTestTestfile.cmake) ]]; then
  cmake --preset "$preset" -DBUILD_TESTING=$tests >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
targets=()
for target in "$@"; do targets+=(--target "$target"); done
if ! cmake --build "build/$preset" "${targets[@]}" >"$log" 2>&1; then
  grep -vE '^\[[0-9]+/[0-9]+\]' "$log" >&2
  exit 1
fi
