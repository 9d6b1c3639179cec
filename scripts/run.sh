#!/usr/bin/env bash
# Installs what is missing, builds, and runs leefbeeld with the arguments given. Without any it opens the window on the demo town; where no
# window can be opened it draws the demo town's map instead, names the picture, and prints the table.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$root/build/release/leefbeeld
"$root/scripts/install.sh"
[[ -x $program ]] || echo "building, a few minutes the first time" >&2
"$root/scripts/build.sh" release leefbeeld
[[ $# -eq 0 ]] || exec "$program" "$@"
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  "$program" view && exit
fi
sheet=$root/build/demo.png
"$program" render -q --overwrite -o "$sheet"
"$program" score
echo "the map of the demo town: $sheet"
