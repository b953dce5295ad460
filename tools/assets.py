"""Copy the files that pages serve themselves from ``node_modules`` into ``src/duikou/web/static/vendor``.

No bundler: the packages' own distribution files, less their pointers to source maps, which are not shipped
(a manifest storage would look for them). ``VERSIONS.txt`` beside them says what was copied.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/duikou/web/static/vendor"

# npm package → {file to copy: its name under vendor/}. Licences travel with what they cover.
PACKAGES = {
    "@tabler/core": {
        "dist/css/tabler.min.css": "tabler/tabler.min.css",
        "dist/js/tabler.min.js": "tabler/tabler.min.js",
    },
    "@popperjs/core": {"LICENSE.md": "tabler/LICENSE-popper"},
    "echarts": {
        "dist/echarts.min.js": "echarts/echarts.min.js",
        "LICENSE": "echarts/LICENSE",
        "NOTICE": "echarts/NOTICE",
        "licenses/LICENSE-d3": "echarts/LICENSE-d3",
    },
    "zrender": {"LICENSE": "echarts/LICENSE-zrender"},
}
SOURCE_MAP = re.compile(rb"\s*(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def copy_package(name: str, files: dict[str, str]) -> list[str]:
    """Copy one package's files; return a line for each, with version and SHA-256."""
    home = MODULES / name
    version = json.loads((home / "package.json").read_text(encoding="utf-8"))["version"]
    lines = []
    for source, target in files.items():
        content = SOURCE_MAP.sub(b"\n", (home / source).read_bytes())
        copy = VENDOR / target
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
        lines.append(f"{name} {version} {target} sha256:{hashlib.sha256(content).hexdigest()}")
    return lines


def main() -> int:
    if not MODULES.is_dir():
        print("assets: node_modules is missing; run `make ready`", file=sys.stderr)
        return 2
    shutil.rmtree(VENDOR, ignore_errors=True)
    lines = [line for name, files in PACKAGES.items() for line in copy_package(name, files)]
    (VENDOR / "VERSIONS.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
