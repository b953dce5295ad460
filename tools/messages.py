"""The gettext catalogs, without GNU gettext: ``messages.py extract|check|compile``.

``extract``: bring every ``src/duikou/locale/*/LC_MESSAGES/django.po`` up to date with code and templates;
translations are kept, messages that are gone are dropped, nothing is guessed.
``check``: exit status 1 where a catalog lacks a message or has one too many, where one is untranslated or
fuzzy, or has placeholders that differ from the message's.
``compile``: write the ``.mo`` file beside each ``.po``.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "duikou"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators",)


def catalog_paths() -> list[Path]:
    return sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po"))


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def python_of(template: str, name: str) -> str:
    """Return Python-like source with the template's messages as gettext calls, line for line.

    Django's own ``templatize`` does the work; indentation, over which Python's tokenizer would
    stumble, is taken away.
    """
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return "\n".join(line.strip() for line in templatize(template, origin=name).split("\n"))


def messages_in(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    """Yield (line, message or tuple of messages, comments, context) for each message in one source file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = python_of(source, str(path.relative_to(ROOT)))
    yield from extract("python", io.BytesIO(source.encode()), KEYWORDS, COMMENT_TAGS, {"encoding": "utf-8"})


def source_paths() -> list[Path]:
    templates = [path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in {".html", ".txt"}]
    return sorted([*PACKAGE.rglob("*.py"), *templates])


def extract_catalog() -> Catalog:
    """Return a catalog of all messages in the package's Python files and templates."""
    found = Catalog()
    for path in source_paths():
        name = path.relative_to(ROOT).as_posix()
        for line, message, comments, context in messages_in(path):
            if message:
                found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def update(path: Path, found: Catalog) -> None:
    """Write the catalog at ``path`` anew with exactly the messages found, keeping translations and dates."""
    catalog = read_catalog(path)
    created = catalog.creation_date
    catalog.update(found, no_fuzzy_matching=True)
    catalog.creation_date = created
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def keys(catalog: Catalog) -> dict[tuple[str | None, Any], Message]:
    return {(message.context, message.id): message for message in catalog if message.id}


def faults(path: Path, found: Catalog) -> list[str]:
    """Return one line for each way in which the catalog at ``path`` falls short of the messages found."""
    catalog = read_catalog(path)
    wanted, present = keys(found), keys(catalog)
    lines = [f"not in the catalog: {where(wanted[key])}: {key[1]!r}" for key in wanted if key not in present]
    lines += [f"no longer used: {key[1]!r}" for key in present if key not in wanted]
    for key, message in present.items():
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            lines.append(f"fuzzy: {key[1]!r}")
        elif not all(strings):
            lines.append(f"not translated: {key[1]!r}")
        else:
            lines += [f"{error}: {key[1]!r}" for error in mismatches(catalog, message)]
    return lines


def mismatches(catalog: Catalog, message: Message) -> Iterator[str]:
    for checker in checkers:
        try:
            checker(catalog, message)
        except Exception as error:  # babel raises its TranslationError here
            yield str(error)


def where(message: Message) -> str:
    return ", ".join(sorted({name for name, _ in message.locations}))


def compile_catalogs() -> list[Path]:
    """Write the ``.mo`` file beside each ``.po`` and return their paths."""
    written = []
    for path in catalog_paths():
        target = path.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, read_catalog(path))
        written.append(target)
    return written


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract"]:
            found = extract_catalog()
            for path in catalog_paths():
                update(path, found)
            return 0
        case ["check"]:
            found = extract_catalog()
            lines = [
                f"{path.parent.parent.name}: {line}"
                for path in catalog_paths()
                for line in faults(path, found)
            ]
            print("\n".join(lines) or f"catalogs: {len(keys(found))} messages, all translated")
            return 1 if lines else 0
        case ["compile"]:
            compile_catalogs()
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
