"""Jämför: the page."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_a_topic_gives_cells_with_sources_and_names_the_silent(client: TestClient) -> None:
    page = client.get("/jamfor", params={"amne": "lagade cyklar"}).text
    assert "Gästerna lagade över trehundra cyklar" in page
    assert "/pages/2?quote=G%C3%A4sterna" in page
    assert "1 rapport säger inget om ämnet" in " ".join(page.split())
    assert "Sjövik, hela nämnden, VP 2023" in page


def test_without_a_topic_only_the_form(client: TestClient) -> None:
    page = client.get("/jamfor").text
    assert "Ämne, mål eller nyckeltal" in page and "genomsökta" not in page


def test_nothing_told_opens_the_silent_ones(client: TestClient) -> None:
    page = client.get("/jamfor?amne=ubåtar").text
    assert "2 rapporter säger inget om ämnet" in " ".join(page.split())
    assert "<table" not in page
