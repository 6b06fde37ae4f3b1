"""Nyckeltal: the page, its chart and its files."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_without_a_name_the_indicators_are_listed(client: TestClient) -> None:
    page = client.get("/nyckeltal").text
    assert "Indikatorer i biblioteket" in page
    assert '<a href="/nyckeltal?namn=N%C3%B6jda+g%C3%A4ster">' in page


def test_a_view_has_chart_table_and_files_at_its_address(client: TestClient) -> None:
    page = client.get("/nyckeltal", params={"namn": "nöjda gester", "year": 2022}).text
    assert "«nöjda gester» tolkades som Nöjda gäster" in page
    assert "<svg" in page and "utfall 81,5 %" in page
    assert "/nyckeltal.csv?namn=n%C3%B6jda+gester&amp;year=2022" in page
    assert "quote=N%C3%B6jda" in page


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    assert "Inget nyckeltal i urvalet" in client.get("/nyckeltal?namn=ubåtar").text


def test_files_can_be_fetched(client: TestClient) -> None:
    text = client.get("/nyckeltal.csv?namn=Nöjda gäster")
    assert "81,5 %" in text.text and text.headers["content-type"].startswith("text/csv")
    book = client.get("/nyckeltal.xlsx?namn=Nöjda gäster")
    assert book.content.startswith(b"PK")
    assert client.get("/nyckeltal.csv").text.count("\n") == 1
