"""The root of the ``duikou`` command."""

import click

from duikou import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="duikou")
def main() -> None:
    """Duikou 对口: the book of paired assistance."""
