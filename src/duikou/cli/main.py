"""The root of the ``duikou`` command: which module holds which command, and how bad input ends."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

import click

from duikou import __version__
from duikou.cli.options import Unusable

# A module is imported when its command is named: no command waits for the libraries of the others.
COMMANDS = {
    "demo": "duikou.cli.demo:command",
    "read": "duikou.cli.read:command",
    "check": "duikou.cli.check:command",
    "compare": "duikou.cli.compare:command",
    "sum": "duikou.cli.sum:command",
    "evidence": "duikou.cli.evidence:command",
    "table": "duikou.cli.table:command",
    "findings": "duikou.cli.findings:command",
    "report": "duikou.cli.report:command",
    "receipt": "duikou.cli.book:receipt",
    "verify": "duikou.cli.book:verify_command",
    "backup": "duikou.cli.book:backup_command",
    "restore": "duikou.cli.book:restore_command",
    "upgrade": "duikou.cli.book:upgrade",
    "administrator": "duikou.cli.administrator:command",
    "template": "duikou.cli.workbook:template_command",
    "import": "duikou.cli.workbook:import_command",
    "calls": "duikou.cli.filings:calls_command",
    "filings": "duikou.cli.filings:filings_command",
    "generate": "duikou.cli.generate:command",
    "bench": "duikou.cli.bench:command",
}


class Commands(click.Group):
    """Finds commands by the table above and turns what they refuse into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(importlib.import_module(module), name)
        assert isinstance(found, click.Command)
        return found

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise _on_one_line(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _on_one_line(error) from error
        except Exception as error:
            if refused := _refusal(error):
                raise Unusable(_in_words(refused)) from error
            raise


# A book loads as hundreds of thousands of objects that stay: looking for garbage among them as often as
# Python does by itself is an eighth of a short command's time.
GARBAGE_AFTER = 100_000


def _on_one_line(error: click.UsageError) -> Unusable:
    """What is wrong with the words of a command, and where they are explained."""
    where = error.ctx.command_path if error.ctx else "duikou"
    return Unusable(f"{error.format_message()} ({where} --help)")


def _refusal(error: Exception) -> Exception | None:
    """What is wrong with the input or the database; None for faults of the program."""
    from duikou.book import BookError
    from duikou.words import UnknownCode

    if isinstance(error, (BookError, UnknownCode)):
        return error
    if "django.db" not in sys.modules:
        return None
    from duikou.store.faults import fault_of

    return fault_of(error)


def _in_words(error: Exception) -> str:
    """The line for a refusal; where not even the settings can be read, the refusal as it stands."""
    from duikou.store.opening import prepare_django

    try:
        prepare_django()
    except ValueError:
        return str(error)
    from duikou.store.wording import say

    return say(error)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="duikou")
def main() -> None:
    """Duikou 对口: the book of paired assistance."""
    gc.set_threshold(GARBAGE_AFTER, 20)
