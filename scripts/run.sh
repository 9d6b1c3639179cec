#!/usr/bin/env bash
# Installs what is missing, builds, and runs leefbeeld with the arguments given; without any it scores the demo town.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/install.sh"
[[ -x $root/build/release/leefbeeld ]] || echo "building, a minute or two the first time" >&2
"$root/scripts/build.sh" release leefbeeld
[[ $# -gt 0 ]] || set -- score
exec "$root/build/release/leefbeeld" "$@"
