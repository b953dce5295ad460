"""The lock files agree with what is asked for, and name no place that only one machine knows."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

PUBLIC = {"pypi.org", "files.pythonhosted.org"}


def normal(requirement: dict[str, Any]) -> tuple[str, frozenset[str], frozenset[str]]:
    """A requirement of uv.lock as (name, extras, version clauses)."""
    clauses = frozenset(filter(None, requirement.get("specifier", "").split(",")))
    return requirement["name"], frozenset(requirement.get("extras", ())), clauses


def parsed(requirement: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """A requirement of pyproject.toml in the same form."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[(.+?)\])?\s*(.*)", requirement)
    assert match is not None
    name, extras, clauses = match.groups()
    return name.lower(), frozenset(filter(None, (extras or "").split(","))), frozenset(clauses.split(","))


def test_uv_lock_is_that_of_pyproject(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((repository / "uv.lock").read_text(encoding="utf-8"))
    metadata = next(package for package in lock["package"] if package["name"] == "duikou")["metadata"]
    extras = project["project"].get("optional-dependencies", {})
    asked = [*project["project"]["dependencies"], *(line for lines in extras.values() for line in lines)]
    assert {parsed(line) for line in asked} == {normal(each) for each in metadata["requires-dist"]}
    for group, lines in project["dependency-groups"].items():
        locked = {normal(each) for each in metadata["requires-dev"][group]}
        assert {parsed(line) for line in lines} == locked, f"run `make lock` (group {group})"


def test_lock_files_name_public_registries_only(repository: Path) -> None:
    lock = (repository / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([^/\"]+)", lock)) <= PUBLIC
    assert "file://" not in lock
    packages = json.loads((repository / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_package_lock_is_that_of_package_json(repository: Path) -> None:
    asked = json.loads((repository / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((repository / "package-lock.json").read_text(encoding="utf-8"))
    for group in ("dependencies", "devDependencies"):
        assert lock["packages"][""][group] == asked[group]
