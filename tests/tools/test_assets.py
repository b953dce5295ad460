"""tools/assets.py: what it copies, and that nothing copied points elsewhere."""

import hashlib
import json
import re
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def assets(load_tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load_tool("assets")
    monkeypatch.setattr(module, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(module, "VENDOR", tmp_path / "vendor")
    return module


def test_copies_without_source_map_and_says_what(assets: ModuleType, tmp_path: Path) -> None:
    for name, files in assets.PACKAGES.items():
        for source in files:
            path = tmp_path / "node_modules" / name / source
            path.parent.mkdir(parents=True, exist_ok=True)
            end = (
                "/*# sourceMappingURL=a.css.map */"
                if source.endswith(".css")
                else "//# sourceMappingURL=a.js.map"
            )
            path.write_text(f"content of {source}\n{end}\n", encoding="utf-8")
        manifest = tmp_path / "node_modules" / name / "package.json"
        manifest.write_text(json.dumps({"version": "1.2.3"}), encoding="utf-8")
    stale = tmp_path / "vendor" / "old.js"
    stale.parent.mkdir()
    stale.write_text("old", encoding="utf-8")

    assert assets.main() == 0

    assert not stale.exists()
    style = tmp_path / "vendor" / "tabler" / "tabler.min.css"
    assert style.read_text(encoding="utf-8") == "content of dist/css/tabler.min.css\n"
    digest = hashlib.sha256(style.read_bytes()).hexdigest()
    versions = (tmp_path / "vendor" / "VERSIONS.txt").read_text(encoding="utf-8").splitlines()
    assert f"@tabler/core 1.2.3 tabler/tabler.min.css sha256:{digest}" in versions
    assert len(versions) == sum(len(files) for files in assets.PACKAGES.values())


def test_without_node_modules(assets: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert assets.main() == 2
    assert "make ready" in capsys.readouterr().err


def test_style_sheets_load_nothing_from_outside(repository: Path) -> None:
    vendor = repository / "src/duikou/web/static/vendor"
    if not vendor.is_dir():
        pytest.skip("no assets yet: run `make ready`")
    for sheet in vendor.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert re.findall(r"@import|url\((?!\s*[\"']?(?:data:|#)).{0,80}", text) == [], sheet.name
