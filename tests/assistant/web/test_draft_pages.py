"""Skriv: a draft with its dossier, the files, the check; errors as Swedish words on the page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from tests.assistant.api.samples import ScriptedAssistant, fake_intake, full_answer
from tests.assistant.draft.shelf import UNIT, UNIT_WORK, WORK, follow_up, library_of, plan

ADDRESS = f"enhet={quote(UNIT)}&ar=2024"


@pytest.fixture(scope="module")
def writing() -> Iterator[TestClient]:
    library = library_of(plan(2023), follow_up(2023))
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def text_of(client: TestClient, address: str) -> str:
    return " ".join(client.get(address).text.split())


def test_the_draft_stands_beside_its_dossier_with_kinds_in_words(writing: TestClient) -> None:
    page = text_of(writing, f"/skriv?{ADDRESS}")
    assert f"Nämndmål: {WORK}" in page and f"</span> {UNIT_WORK}" in page
    assert "<summary>Nämndmål (1)</summary>" in page
    assert "Utkast sammanställt ur rapporter, utan AI-modell" in page
    assert "/pages/2?quote=" in page


def test_a_blank_is_told_in_words(writing: TestClient) -> None:
    page = text_of(writing, f"/skriv?{ADDRESS}&rubriker=Arbetssätt,Resursanvändning,Utveckling")
    assert "Att fylla i</span> [" in page
    assert 'class="said placeholder"' in page


def test_the_links_give_the_same_draft_as_files(writing: TestClient) -> None:
    page = text_of(writing, f"/skriv?{ADDRESS}")
    for ending in ("docx", "md", "json"):
        assert f"&amp;format={ending}" in page
        answer = writing.get(f"/skriv/fil?{ADDRESS}&format={ending}")
        assert answer.status_code == 200
        assert f".{ending}" in answer.headers["content-disposition"]


def test_without_a_unit_only_the_form(writing: TestClient) -> None:
    page = text_of(writing, "/skriv")
    assert "Gör utkast" in page and "Ladda ner" not in page


def test_what_cannot_be_drafted_is_said_and_the_form_kept(writing: TestClient) -> None:
    for address in ("enhet=Månen&ar=2024", f"enhet={quote(UNIT)}&ar=x", f"enhet={quote(UNIT)}"):
        answer = writing.get(f"/skriv?{address}")
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert 'value="Månen"' in writing.get("/skriv?enhet=Månen&ar=2024").text


def test_a_text_is_checked_and_shown_escaped(client: TestClient) -> None:
    text = "Enhetsmål: <script>alert(1)</script>\nFörväntat resultat\nGästerna <b>mår</b> bra.\n"
    page = client.post("/skriv/kontroll", data={"text": text}).text
    assert "<script>alert" not in page and "<b>mår" not in page
    assert '<strong class="kind">Viktigt</strong> Rad 3:' in page
    assert "Varken enhet eller nämnd är angiven" in page


def test_a_check_that_cannot_be_made_says_what_to_do(client: TestClient) -> None:
    for data, words in (
        ({"text": " "}, "Texten är tom"),
        ({"text": "Bröd.", "enhet": "Månen"}, "finns inte i biblioteket"),
        ({"text": "a" * 50_001}, "för lång"),
    ):
        answer = client.post("/skriv/kontroll", data=data)
        assert answer.status_code == 422 and words in answer.text
    assert client.get("/skriv/kontroll").status_code == 200
