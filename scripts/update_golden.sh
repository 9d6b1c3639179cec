#!/usr/bin/env bash
# Records the expected results anew. Look at what changed before committing it: git diff tests/golden
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./scripts/build.sh release leefbeeld
LEEFBEELD=$PWD/build/release/leefbeeld PYTHONPATH=tests PYTHONDONTWRITEBYTECODE=1 python3 tests/cli/test_determinism.py --write
git --no-pager diff --stat tests/golden
