#!/usr/bin/env bash
# Draws the pictures of the README anew, of the demo town. Look at them before committing: assets/pictures
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./scripts/build.sh release leefbeeld
session=$(mktemp)
trap 'rm -f "$session"' EXIT
cat >"$session" <<'END'
{"do":"select","code":"BU90010401"}
{"do":"reference","against":"gemeente"}
{"do":"baseline","label":"2018"}
END
mkdir -p assets/pictures
build/release/leefbeeld view -q --language en --replay "$session" --screenshot assets/pictures/window.png --size 1280x800 --overwrite >/dev/null
cat >"$session" <<'END'
{"do":"table"}
{"do":"sort","column":"value"}
{"do":"filter","filter":{"classes":[1,2,3,4]}}
{"do":"outline","level":"gemeente"}
{"do":"labels"}
END
build/release/leefbeeld view -q --language en --replay "$session" --screenshot assets/pictures/list.png --size 1280x800 --overwrite >/dev/null
cat >"$session" <<'END'
{"do":"select","code":"BU90010401"}
{"do":"exporting","open":true,"what":"everything"}
{"do":"section","section":"export.buurt"}
END
build/release/leefbeeld view -q --language en --replay "$session" --screenshot assets/pictures/export.png --size 1280x800 --overwrite >/dev/null
cat >"$session" <<'END'
{"do":"level","level":"buurt"}
{"do":"section","section":"importance"}
{"do":"sure","sure":{"shown":true,"mark":"pattern","unsure_above":0.3,"concentration":100}}
{"do":"importance","dimension":"green","weight":1.5}
{"do":"select","code":"BU90010401"}
END
build/release/leefbeeld view -q --language en --index assets/models/demo_town.toml --replay "$session" --screenshot assets/pictures/index.png --size 1280x800 --overwrite >/dev/null
cat >"$session" <<'END'
{"do":"level","level":"buurt"}
{"do":"section","section":"hotspots"}
{"do":"hotspots","hotspots":{"shown":true,"told":"now","asked":{"alpha":0.1}}}
{"do":"select","code":"BU90010502"}
END
build/release/leefbeeld view -q --language en --replay "$session" --screenshot assets/pictures/hotspots.png --size 1280x1400 --overwrite >/dev/null
build/release/leefbeeld render -q --language en -o assets/pictures/sheet.png --size 1200x850 --overwrite
