"""The command ``duikou``: each subcommand turns words on a command line into one action or one question.

It prints the answer as text or JSON, and turns bad input into one line and exit status 2.
"""

from duikou.cli.main import main

__all__ = ["main"]
