"""A sample account for each role, on the sample book alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from duikou.actions.add_people import add_office
from duikou.actions.grant_duties import put_duties
from duikou.actions.set_password import new_password
from duikou.book import BookError
from duikou.store import selectors
from duikou.store.actors import system_actor
from duikou.store.models import Office, User

PASSWORD_FILE = "sample-password"


@dataclass(frozen=True, slots=True)
class SampleOffice:
    key: str
    name: str
    level: str
    place: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class SamplePerson:
    username: str
    name: str
    office: str
    duties: tuple[str, ...]


# No real office and no real person: the names say so.
OFFICES = (
    SampleOffice("demo-municipal", "市级对口支援办（示例）", "municipal"),
    SampleOffice("demo-wanzhou", "万州区对口支援办（示例）", "county", place="500101"),
    SampleOffice("demo-shanghai", "上海市合作交流办（示例）", "donor", party="310000"),
    SampleOffice("demo-system", "系统管理（示例）", "municipal"),
)
PEOPLE = (
    SamplePerson("clerk", "示例填报员", "demo-wanzhou", ("enter",)),
    SamplePerson("reviewer", "示例复核员", "demo-wanzhou", ("review",)),
    SamplePerson("municipal", "示例审批员", "demo-municipal", ("enter", "review", "approve")),
    SamplePerson("donor", "示例支援方", "demo-shanghai", ("read",)),
    SamplePerson("auditor", "示例审计员", "demo-system", ("audit",)),
    SamplePerson("admin", "示例系统管理员", "demo-system", ("administer",)),
    SamplePerson("security", "示例安全管理员", "demo-system", ("secure",)),
)


def add_sample_people(home: Path) -> str:
    """Makes the accounts where they are not there yet and returns their common password, which is random for
    each book and kept in its folder, readable by its owner only. "" where this is not the sample book: a
    book of somebody's own never gets accounts that others know of.

    Raises OSError where the folder cannot be written.
    """
    first = selectors.postings(1)
    if not first or first[0].action != "load_sample":
        return ""
    password = _kept_password(home)
    missing = {person.username for person in PEOPLE}
    missing -= set(User.objects.filter(username__in=missing).values_list("username", flat=True))
    if missing:
        _add(missing, password)
    return password


def _add(wanted: set[str], password: str) -> None:
    system = system_actor()
    # One hash for all: it is slow by design, and they share the password anyway.
    hashed = make_password(password)
    with transaction.atomic():
        for office in OFFICES:
            if not Office.objects.filter(key=office.key).exists():
                add_office(
                    office.key,
                    office.name,
                    office.level,
                    actor=system,
                    place=office.place,
                    party=office.party,
                )
        for person in PEOPLE:
            if person.username in wanted:
                user = User.objects.create(username=person.username, first_name=person.name, password=hashed)
                put_duties(user, [(person.office, duty) for duty in person.duties], system)


def _kept_password(home: Path) -> str:
    path = home / PASSWORD_FILE
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(new_password() + "\n")
    password = path.read_text(encoding="ascii").strip()
    if not password:
        raise BookError("user.password", "password", said=str(path))
    return password
