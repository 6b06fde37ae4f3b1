"""Rapporter: the grid, how a report was read, deleting and taking back."""

from __future__ import annotations

import time

from fastapi.testclient import TestClient

from tests.assistant.api.samples import BOARD, GREENHOUSE

PERSON = {"Accept": "text/html"}
PLACE = f"/rapporter/{GREENHOUSE.document_id}"


def test_the_grid_shows_years_kinds_and_gaps(client: TestClient) -> None:
    page = client.get("/rapporter").text
    assert '<th scope="col">2023</th><th scope="col">2022</th>' in page
    assert f'href="{PLACE}"' in page and f'href="/rapporter/{BOARD.document_id}"' in page
    assert page.count(">ingen rapport<") == 2


def test_a_report_is_shown_as_it_was_read(client: TestClient) -> None:
    page = client.get(PLACE).text
    assert "Nämndmål 1.1:" in page and "Alla som vill får göra något meningsfullt" in page
    assert "Nöjda gäster" in page and "81,5 %" in page
    assert "/pages/2?quote=N%C3%B6jda" in page
    assert "<b>Kedjan</b>" not in page, "markup in a report's words is text"


def test_a_deleted_report_can_be_taken_back_once(client: TestClient) -> None:
    gone = client.post(f"{PLACE}/ta-bort", headers=PERSON)
    assert "är borttagen" in gone.text and "Ångra" in gone.text
    assert client.get(PLACE, headers=PERSON).status_code == 404
    back = client.post(f"{PLACE}/angra", headers=PERSON)
    assert back.status_code == 200 and "jobb=" in str(back.url)
    job = str(back.url).partition("jobb=")[2].partition("#")[0]
    for _ in range(200):
        part = client.get(f"/rapporter/jobb/{job}").text
        if "inlagd" in part or "kunde inte" in part:
            break
        time.sleep(0.01)
    assert client.post(f"{PLACE}/angra", headers=PERSON).status_code == 404
