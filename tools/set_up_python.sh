#!/usr/bin/env bash
# Make .venv and bring it to exactly what uv.lock says.
set -euo pipefail
cd "$(dirname "$0")/.."
unset VIRTUAL_ENV

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# The first interpreter that is new enough; PYTHON=… overrules the search.
find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is needed; on Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv" \
    "If it lies elsewhere: make PYTHON=/path/to/python3"
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=$(find_python)
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"
  "$python" -m venv --clear .venv
fi

[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
UV_PYTHON_DOWNLOADS=never .venv/bin/uv sync --frozen --quiet
