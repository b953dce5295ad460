"""发现: all findings with their arithmetic, limited by kind, document, donor and recipient."""

from __future__ import annotations

from django.test import Client


def test_all_findings_with_their_arithmetic(in_language: Client) -> None:
    page = in_language.get("/findings/").content.decode()
    assert "29 + 30 = 59 &gt; 38" in page
    assert "3.05 + 88.02 = 91.07" in page
    assert page.count('<article class="finding') == 2
    for key, document in (("004-003", "004"), ("003-002", "003")):
        assert f'href="/documents/{document}/#{key}"' in page


def test_the_arithmetic_is_drawn_and_the_proof_tells_what_would_mend_it(reader: Client) -> None:
    page = reader.get("/findings/?kind=doubt").content.decode()
    assert page.count('<svg class="bar bar-part"') == 2
    assert page.count('<svg class="bar bar-whole"') == 1
    assert "若为不少于59个即可相符" in page
    assert page.index("缘由") < page.index("怎样改才相符") < page.index("所依陈述与记录")


def test_limited_by_kind_and_document(reader: Client) -> None:
    assert reader.get("/findings/?kind=doubt").content.decode().count("<article") == 1
    page = reader.get("/findings/?document=003").content.decode()
    assert "3.05 + 88.02" in page
    assert '<option value="003" selected>' in page
    assert "没有符合条件的发现" in reader.get("/findings/?kind=contradiction").content.decode()


def test_an_unknown_donor_gets_one_clear_line(reader: Client) -> None:
    page = reader.get("/findings/?donor=上海是").content.decode()
    assert 'role="alert"' in page
    assert "上海市" in page


def test_htmx_gets_the_list_alone(reader: Client) -> None:
    part = reader.get("/findings/?kind=doubt", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count("<article") == 1
