"""Build hook: compile the catalogs, and see to it that wheel and sdist carry the pages' assets."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DuikouBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        from messages import compile_catalogs

        compile_catalogs()
        assets = root / "src/duikou/web/static/vendor/VERSIONS.txt"
        if version != "editable" and not assets.exists():
            raise SystemExit(
                f"The pages' assets are missing ({assets.relative_to(root)}).\n"
                "Run `make wheel`, which fetches them first, or `make ready` before building."
            )
