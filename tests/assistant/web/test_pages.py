"""The pages without a browser: what they hold, that it works without JavaScript, escaping."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.errors import QuestionError
from ingest.model import ReportType, Scope
from tests.assistant.api.samples import (
    BOARD,
    EVIL,
    GREENHOUSE,
    QUOTE,
    ScriptedAssistant,
    empty_library,
    fake_intake,
    full_answer,
    missing_answer,
)

PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept": "text/html"}
PERSON = {"Accept": "text/html"}
OVERSIGHT = "https://www.digg.se/tdosanmalan"
"""A link to follow, that the law wants on every accessibility statement."""
ESCAPED = "&lt;script&gt;alert(&#39;sida&#39;)&lt;/script&gt;"


def words(markup: str) -> str:
    """What a person reads of it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_the_first_page_has_the_form_and_filters_of_the_library(client: TestClient) -> None:
    page = client.get("/").text
    assert '<html lang="sv">' in page and 'href="#innehall"' in page
    assert 'name="board" value="Sjövik"' in page
    assert 'name="unit" value="(nämnden)"' in page and "Nämnden som helhet" in page
    assert 'name="year" value="2023"' in page
    assert 'name="report_type" value="VB"> Verksamhetsberättelse' in page
    assert 'name="report_type" value="T1"' not in page, "the library has no such report"


def test_a_question_in_the_address_is_answered_without_javascript(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    page = client.get(
        "/", params={"q": "Hur många cyklar?", "year": 2022, "report_type": "VB"}
    ).text
    assert assistant.asked[0].scope == Scope(years=(2022,), report_types=(ReportType.VB,))
    text = words(page)
    assert f"{QUOTE} [1]" in text
    assert "Cykelverkstaden <b>Kedjan</b> · Verksamhetsberättelse 2022" in text
    assert "sidan 2" in text
    assert re.search(r'id="kalla-\w+-1"', page), "the sources stand under the answer"
    assert "[1], visa källan: Cykelverkstaden &lt;b&gt;Kedjan&lt;/b&gt;, Verksamhets" in page
    assert 'name="year" value="2022" checked' in page
    assert "Ett värde är osäkert." in text
    assert "Tolkad som: Hur många cyklar lagades 2022?" in text


def test_what_was_understood_and_what_was_chosen_are_told_apart(client: TestClient) -> None:
    read = words(client.get("/", params={"q": "Cyklar 2022?"}).text)
    assert "År: 2022 – tolkat ur frågan ×" in read
    page = client.get("/", params={"q": "Cyklar?", "year": 2022, "board": "Sjövik"}).text
    assert "År: 2022 – valt av dig ×" in words(page)
    remove = re.search(r'href="([^"]+)" aria-label="Ta bort År: 2022"', page)
    assert remove
    rest = parse_qs(urlsplit(unescape(remove[1])).query)
    assert rest == {"q": ["Cyklar?"], "board": ["Sjövik"]}


def test_htmx_gets_only_the_answer(client: TestClient) -> None:
    part = client.get("/", params={"q": "Cyklar?"}, headers=PART)
    assert "<html" not in part.text and '<article class="turn"' in part.text
    assert part.headers["cache-control"] == "no-store"


def test_indicator_rows_show_only_the_columns_that_have_values(client: TestClient) -> None:
    text = words(client.get("/", params={"q": "Nöjda?"}).text)
    assert "Indikator Rapport Utfall Året före Årsmål Period Källa" in text
    assert "81,5 % 77 % (VB 2021) 80 % År Sidan 2" in text


def test_not_found_is_plain_and_has_no_sources(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    assistant.answer = missing_answer()
    page = client.get("/", params={"q": "Båtar?"}).text
    assert "Inget svar i rapporterna" in page and "Närmast är cyklar." in page
    assert "Källor" not in page


def test_a_question_that_cannot_be_used_is_told_on_the_page(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    def refuse(question: object) -> object:
        raise QuestionError("Frågan är för kort.", "Skriv några ord till.")

    assistant.ask = refuse  # type: ignore[method-assign, assignment]
    response = client.get("/", params={"q": "?"})
    assert response.status_code == 200
    assert "Frågan är för kort. Skriv några ord till." in words(response.text)


@pytest.mark.parametrize("headers", [PERSON, PART])
def test_markup_in_a_report_is_text_everywhere(client: TestClient, headers: dict[str, str]) -> None:
    evil = {"q": EVIL, "unit": EVIL}
    for path, params in (
        ("/", evil),
        (f"/documents/{GREENHOUSE.document_id}/pages/2", {"quote": EVIL}),
        ("/rapporter", {}),
        ("/rapporter", {"jobb": EVIL}),
    ):
        text = client.get(path, params=params, headers=headers).text
        assert "<script>alert" not in text, path
        assert "<b>Kedjan" not in text, path
    assert ESCAPED in client.get("/", params=evil).text
    assert ESCAPED in client.get("/rapporter").text


def test_nothing_inline_and_nothing_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/?q=cyklar", "/rapporter", "/om", f"/documents/{BOARD.document_id}/pages/1"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|hx-on", page), path
        for address in re.findall(r'(?:src|href|action|hx-get)="([^"]*)"', page):
            ours = address.startswith(("/", "#")) and not address.startswith("//")
            assert ours or address == OVERSIGHT, address


def test_static_files_are_there_and_light(client: TestClient) -> None:
    page = client.get("/")
    found = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
    assert len(found) >= 4
    files = [client.get(unescape(address)) for address in found]
    assert all(file.status_code == 200 for file in files)
    assert sum(len(file.content) for file in files) + len(page.content) < 150_000


def test_the_page_of_a_citation_marks_the_quote_beside_the_image(client: TestClient) -> None:
    path = f"/documents/{GREENHOUSE.document_id}/pages/2"
    page = client.get(path, params={"quote": QUOTE}).text
    assert f"<mark>{QUOTE}</mark>" in page
    assert "Citatet är märkt på sidan." in page
    image = re.search(r'<img src="([^"]+)" alt="Sidan 2 som bild', page)
    assert image
    assert client.get(unescape(image[1])).headers["content-type"] == "image/png"
    assert 'rel="prev"' in page and 'rel="next"' not in page


def test_a_quote_that_is_not_on_the_page_is_admitted(client: TestClient) -> None:
    path = f"/documents/{GREENHOUSE.document_id}/pages/1"
    page = client.get(path, params={"quote": QUOTE}).text
    assert "kunde inte märkas ut" in page and "<mark>" not in page


def test_a_text_report_has_no_image(client: TestClient) -> None:
    page = client.get(f"/documents/{BOARD.document_id}/pages/1").text
    assert "<figure" not in page and "Nämnden vill öppna en sjöbod." in page


def test_a_person_gets_errors_as_pages(client: TestClient) -> None:
    response = client.get("/documents/finns-inte/pages/1", headers=PERSON)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "<h1>Rapporten finns inte</h1>" in response.text
    part = client.get("/documents/finns-inte/pages/1", headers=PART)
    assert "<html" not in part.text and "Rapporten finns inte" in part.text
    wrong = client.get("/", params={"year": "i fjol"}, headers=PERSON)
    assert wrong.status_code == 422 and "year: ska vara ett heltal." in wrong.text


def test_the_list_of_reports_with_warnings(client: TestClient) -> None:
    text = words(client.get("/rapporter").text)
    assert "Inlagda rapporter (2)" in text
    assert "Anmärkningar från läsningen (1 rapport)" in text
    assert "Sidan 2: en tabell var svår att läsa" in text
    assert "Sjövik, hela nämnden" in text


def test_an_empty_library_says_what_to_do_first(tmp_path: Path) -> None:
    library = empty_library(tmp_path)
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with TestClient(app) as client:
        page = client.get("/").text
        assert "Börja med att lägga in rapporter" in page and 'href="/rapporter"' in page
        assert "<textarea" not in page
        assert "Inga rapporter ännu" in client.get("/rapporter").text


def test_about_says_what_it_does_not(client: TestClient) -> None:
    text = words(client.get("/om").text)
    assert "Det här gör den inte" in text and "2 rapporter" in text
