#!/usr/bin/env bash
# Installs what is missing of the packages named in scripts/packages.txt. usage: install.sh [test|qgis]
# Without a word only what building and running need; `test` what the tests need too, `qgis` also a QGIS for those that open our files
# in it. Needs apt, as root or through sudo.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

case ${1:-} in
  "") until='^# test' ;;
  test) until='^# qgis' ;;
  qgis) until='^no end$' ;;
  *) sed -n '2,4p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
wanted=$(sed -n "/$until/q; s/#.*//; p" "$here/packages.txt")
missing=()
for package in $wanted; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [[ $status == *"ok installed" ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "install.sh: these packages are missing and there is no apt-get here to install them: ${missing[*]}" >&2
  exit 1
fi
if [[ $(id -u) == 0 ]]; then
  as_root=(env)
elif command -v sudo >/dev/null; then
  as_root=(sudo)
else
  echo "install.sh: these packages are missing; ask the administrator to run: apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "installing: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  echo "install.sh: apt-get could not install ${missing[*]}" >&2
  exit 1
fi
