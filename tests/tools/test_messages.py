"""tools/messages.py: what it finds in code and templates, and what it will not let pass."""

import gettext
from pathlib import Path
from types import ModuleType

import pytest

TEMPLATE = """{% load i18n %}
<script>var a = '''never closed; "</script>
    <h1 title="{% translate "A title" %}">0x1g 012 对口 'x</h1>
  {# Translators: seen above the table #}
{% translate "May" context "month" %} {{ _("in a variable")|upper }}
{% blocktranslate count n=rows|length trimmed %}
    One row of {{ name }}
  {% plural %}
    {{ n }} rows of {{ name }}
{% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
_("plain")
gettext_lazy("lazy " "and joined")
ngettext("one", "many", 2)
pgettext("verb", "post")
print("not a message")
"""


@pytest.fixture
def messages(load_tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, set to work on an empty package in a temporary folder."""
    module = load_tool("messages")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "src/duikou")
    return module


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_catalog(folder: Path, body: str) -> Path:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: zh_Hans\\n"\n\n'
    return write(folder, "src/duikou/locale/zh_Hans/LC_MESSAGES/django.po", header + body)


def test_messages_of_a_template(messages: ModuleType, tmp_path: Path) -> None:
    path = write(tmp_path, "src/duikou/web/templates/web/page.html", TEMPLATE)
    found = [(line, message, context) for line, message, _, context in messages.messages_in(path)]
    assert found == [
        (3, "A title", None),
        (5, "May", "month"),
        (5, "in a variable", None),
        (6, ("One row of %(name)s", "%(n)s rows of %(name)s"), None),
    ]
    assert path in messages.source_paths()


def test_messages_of_code(messages: ModuleType, tmp_path: Path) -> None:
    path = write(tmp_path, "src/duikou/web/views.py", CODE)
    found = [(message, context) for _, message, _, context in messages.messages_in(path)]
    assert found == [("plain", None), ("lazy and joined", None), (("one", "many"), None), ("post", "verb")]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("", "not in the catalog: src/duikou/web/views.py: '%(n)d rows'"),
        ('msgid "%(n)d rows"\nmsgstr ""\n', "not translated: '%(n)d rows'"),
        ('#, fuzzy\nmsgid "%(n)d rows"\nmsgstr "%(n)d 行"\n', "fuzzy: '%(n)d rows'"),
        ('#, python-format\nmsgid "%(n)d rows"\nmsgstr "%(m)d 行"\n', "unknown named placeholder"),
        ('msgid "%(n)d rows"\nmsgstr "%(n)d 行"\n\nmsgid "gone"\nmsgstr "没了"\n', "no longer used: 'gone'"),
    ],
)
def test_check_names_the_fault(
    messages: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], entry: str, fault: str
) -> None:
    write(tmp_path, "src/duikou/web/views.py", 'gettext("%(n)d rows")\n')
    write_catalog(tmp_path, entry)
    assert messages.main(["check"]) == 1
    assert fault in capsys.readouterr().out


def test_extract_keeps_translations_and_drops_what_is_gone(messages: ModuleType, tmp_path: Path) -> None:
    write(tmp_path, "src/duikou/web/views.py", 'gettext("kept")\ngettext("keep")\n')
    catalog = write_catalog(tmp_path, 'msgid "kept"\nmsgstr "留下"\n\nmsgid "gone"\nmsgstr "没了"\n')
    assert messages.main(["extract"]) == 0
    text = catalog.read_text(encoding="utf-8")
    assert 'msgid "kept"\nmsgstr "留下"' in text
    assert 'msgid "keep"\nmsgstr ""' in text
    assert "gone" not in text
    assert messages.main(["check"]) == 1
    catalog.write_text(
        text.replace('msgid "keep"\nmsgstr ""', 'msgid "keep"\nmsgstr "保留"'), encoding="utf-8"
    )
    assert messages.main(["check"]) == 0
    before = catalog.read_bytes()
    assert messages.main(["extract"]) == 0
    assert catalog.read_bytes() == before


def test_compile_writes_what_gettext_reads(messages: ModuleType, tmp_path: Path) -> None:
    catalog = write_catalog(tmp_path, 'msgid "kept"\nmsgstr "留下"\n')
    assert messages.main(["compile"]) == 0
    with catalog.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("kept") == "留下"


def test_unknown_command(messages: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["translate"]) == 2
    assert "extract|check|compile" in capsys.readouterr().err
