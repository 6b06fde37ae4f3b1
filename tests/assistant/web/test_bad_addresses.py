"""Addresses that nobody meant: every page answers in Swedish, never with a defect."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from tests.assistant.api.samples import (
    EVIL,
    ScriptedAssistant,
    empty_library,
    fake_intake,
    full_answer,
)

PERSON = {"Accept": "text/html"}
REFUSED = [
    ("/", {"q": "x" * 4001}),
    ("/", {"q": "cyklar", "year": "i fjol"}),
    ("/", {"q": "cyklar", "report_type": "XX"}),
    ("/", {"q": "cyklar", "utan": ["year:2022"] * 41}),
    ("/nyckeltal", {"namn": "x" * 301}),
    ("/nyckeltal", {"namn": ["a", "b", "c", "d", "e"]}),
    ("/nyckeltal", {"namn": "x", "year": "99999"}),
    ("/nyckeltal.csv", {"namn": "x" * 301}),
    ("/jamfor", {"amne": "x" * 301}),
    ("/jamfor", {"amne": "cyklar", "unit": ""}),
]
SHOWN = [
    ("/", {"q": EVIL, "utan": [f"unit:{EVIL}", "year:1e9", "färg:blå", "report_type:XX", ":"]}),
    ("/", {"q": "\u202e\x00😀"}),
    ("/nyckeltal", {"namn": EVIL}),
    ("/nyckeltal", {"namn": ["", "  ", "Nöjda gäster", "Nöjda gäster"]}),
    ("/nyckeltal", {"namn": "Nöjda gäster", "unit": EVIL, "year": 1901}),
    ("/nyckeltal", {"namn": "'; DROP TABLE"}),
    ("/jamfor", {"amne": EVIL}),
    ("/jamfor", {"amne": "och det"}),
    ("/jamfor", {"amne": "cyklar", "board": EVIL}),
    ("/jamfor", {"amne": "%00 %"}),
]


def read(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.mark.parametrize(("path", "params"), REFUSED)
def test_what_cannot_be_used_is_refused_in_swedish(
    client: TestClient, path: str, params: dict[str, str]
) -> None:
    response = client.get(path, params=params, headers=PERSON)
    assert response.status_code == 422
    assert "Uppgifterna kan inte användas" in response.text and "<h1>" in response.text


@pytest.mark.parametrize(("path", "params"), SHOWN)
def test_odd_words_are_only_words(client: TestClient, path: str, params: dict[str, str]) -> None:
    response = client.get(path, params=params, headers=PERSON)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_a_name_given_twice_or_blank_counts_once(client: TestClient) -> None:
    page = client.get("/nyckeltal", params={"namn": ["", "Nöjda gäster", "nöjda gäster", " "]}).text
    assert page.count('<section class="indicator"') == 1
    assert "Inget nyckeltal" not in page


def test_several_indicators_and_one_that_is_missing(client: TestClient) -> None:
    text = read(client.get("/nyckeltal", params={"namn": ["Nöjda gäster", "ubåtar"]}).text)
    assert "Inget nyckeltal i urvalet heter något som liknar «ubåtar»." in text
    assert "Nöjda gäster" in text and "Hämta som CSV" in text


def test_an_uncertain_row_is_marked_and_opens_its_source(client: TestClient) -> None:
    page = client.get("/nyckeltal", params={"namn": "=HYPERLINK(1)"}).text
    assert "Osäker läsning" in page and re.search(r'href="[^"]+/pages/2\?quote=[^"]+"', page)


def test_a_chosen_filter_is_shown_and_can_be_taken_away(client: TestClient) -> None:
    for path, name in (("/nyckeltal", "namn"), ("/jamfor", "amne")):
        page = client.get(path, params={name: "Nöjda gäster", "year": [2022, 2023]}).text
        found = re.search(r'href="([^"]+)" aria-label="Ta bort År: 2022"', page)
        assert found is not None
        assert unescape(found[1]) == f"{path}?{name}=N%C3%B6jda+g%C3%A4ster&year=2023"


def test_a_topic_that_says_nothing_is_told(client: TestClient) -> None:
    assert "Ämnet säger för lite" in client.get("/jamfor", params={"amne": "och det"}).text
    page = client.get("/jamfor", params={"amne": "cyklar", "year": 1990}).text
    assert "Inga rapporter finns i urvalet" in page


@pytest.mark.parametrize("path", ["/", "/?q=cyklar", "/nyckeltal?namn=x", "/jamfor?amne=x", "/om"])
def test_an_empty_library_says_what_to_do_first(tmp_path: Path, path: str) -> None:
    library = empty_library(tmp_path)
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with TestClient(app) as client:
        page = client.get(path).text
        assert path == "/om" or "Börja med att lägga in rapporter" in page


def test_about_tells_who_runs_it_which_model_and_how_to_complain(client: TestClient) -> None:
    text = read(client.get("/om").text)
    assert "Ingen språkmodell skriver svaren." in text
    assert "någon kontaktuppgift är inte inlagd" in text
    musts = ("delvis förenlig", "anmäla bristande tillgänglighet", "självskattning",
             "Ingen utomstående har granskat", "senast den", "oskäligt betungande")  # fmt: skip
    for must in musts:
        assert must in text, must
