"""`duikou evidence`: everything that bears on one question, as a zip that can be checked elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from duikou.cli.options import Unusable, at_option, emit
from duikou.cli.sum import question_of, question_options


@click.command("evidence")
@question_options
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE"
)
@at_option
def command(output: Path, at, **asked) -> None:
    """Write the answer on MEASURE, its entries, statements, papers and digests to a zip."""
    from duikou.store.opening import open_book

    if output.suffix.lower() != ".zip":
        raise click.BadParameter(f"{output}: name a file that ends with .zip", param_hint="--output")
    open_book(at)
    from django.utils.translation import gettext as _

    from duikou.answers.dossier import dossier
    from duikou.book import EVERYTHING
    from duikou.files.dossier import write_dossier

    found = dossier(question_of(**asked), sight=EVERYTHING)
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as file:
            write_dossier(found.parts, file)
        part.replace(output)
    except OSError as error:
        raise Unusable(f"{output}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    emit(_("The evidence was written to {file}").format(file=output))
