"""docs/reference/commands.md: every command and option that exists, and none that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from duikou.cli import main
from duikou.cli.main import COMMANDS

from .conftest import ROOT

PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
SECTIONS = {
    name: body
    for title, body in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for name in title.split(", ")
}


def commands(name: str) -> Iterator[click.Command]:
    """A command, or those of a group."""
    context = click.Context(main)
    found = main.get_command(context, name)
    assert found
    if isinstance(found, click.Group):
        yield from found.commands.values()
    else:
        yield found


def options(name: str) -> list[set[str]]:
    """The ways to write each option."""
    return [
        set(parameter.opts)
        for command in commands(name)
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]


def test_every_command_has_its_section_and_no_section_lacks_its_command() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_named(name: str) -> None:
    named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", SECTIONS[name]))
    assert [ways for ways in options(name) if not ways & named] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_named_that_does_not_exist(name: str) -> None:
    section = SECTIONS[name]
    others = [other for other in SECTIONS if SECTIONS[other] is section]
    known = {"--help", "-h"}.union(*(ways for other in others for ways in options(other)))
    named = set(re.findall(r"(?<=[`\[| ])--?[a-z][a-z-]*", section))
    assert named <= known


def test_arguments_are_named() -> None:
    for name in COMMANDS:
        for command in commands(name):
            shown = " ".join(
                parameter.make_metavar(click.Context(command))
                for parameter in command.params
                if isinstance(parameter, click.Argument)
            )
            assert f"duikou {name} {shown}".rstrip() in SECTIONS[name]
