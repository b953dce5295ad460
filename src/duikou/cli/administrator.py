"""`duikou administrator`: the people who run the system, made by whoever runs the server."""

from __future__ import annotations

import sys

import click

from duikou.cli.options import at_option, emit

DUTIES = {"administrator": "administer", "security": "secure", "auditor": "audit"}


@click.command("administrator")
@click.argument("username")
@click.option(
    "--as",
    "role",
    type=click.Choice(list(DUTIES)),
    default="administrator",
    show_default=True,
    help="administrator, security officer or auditor: three different people",
)
@click.option("--name", default="", help="the person's name, as pages show it")
@click.option("--ask", is_flag=True, help="ask for the password instead of making one")
@at_option
def command(username: str, role: str, name: str, ask: bool, at) -> None:
    """Make the account USERNAME that administers the system; its password is asked for or printed once.

    It serves for one sign-in and must be changed then. All further accounts are made on the pages.
    """
    from duikou.store.opening import open_book

    open_book(at, create=True)
    from django.utils.translation import gettext as _

    from duikou.actions.add_people import add_user
    from duikou.actions.set_password import new_password
    from duikou.store.actors import system_actor

    password = _asked() if ask else new_password()
    system = system_actor()
    add_user(username, password, actor=system, name=name, duties={system.office: [DUTIES[role]]})
    emit(_("{name} can sign in now.").format(name=username))
    if not ask:
        emit(_("Password, shown only now, for one sign-in: {password}").format(password=password))


def _asked() -> str:
    """Typed twice at a terminal; one line where it comes through a pipe."""
    from django.utils.translation import gettext as _

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True))
