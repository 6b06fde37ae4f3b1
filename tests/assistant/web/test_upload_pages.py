"""Uploads by forms alone: what was understood, put right, asked about, taken in or left."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.assistant.api.samples import BOARD, EVIL

PERSON = {"Accept": "text/html"}
PART = {**PERSON, "HX-Request": "true", "HX-Request-Type": "partial"}
BACK = {"board": "Sjövik", "unit_shown": "1", "year": "2020", "report_type": "T1"}


def offered(client: TestClient, *names: str) -> tuple[list[str], Response]:
    """Files given in one form; their jobs, and the page that is shown."""
    files = [("file", (name, f"Kort rapport {name}.".encode(), "text/plain")) for name in names]
    page = client.post("/rapporter", files=files, headers=PERSON)
    return parse_qs(page.url.query.decode())["jobb"], page


def finished(client: TestClient, job: str) -> str:
    """The job's part of the page when it is on its way no more."""
    for _ in range(300):
        part = client.get(f"/rapporter/jobb/{job}").text
        if "<progress" not in part:
            return part
        time.sleep(0.01)
    raise AssertionError(part)


def said(client: TestClient, job: str, **told: str) -> str:
    """What the page shows after the form was sent."""
    return client.post(f"/rapporter/jobb/{job}", data={**BACK, **told}, headers=PERSON).text


def test_nothing_is_taken_in_before_a_person_has_said_so(client: TestClient) -> None:
    (job,), page = offered(client, "bra.txt")
    assert "förstods som Tertialrapport 1 2020, Sjövik, hela nämnden" in page.text
    assert "Säker, 97 %" in page.text and 'value="2020"' in page.text
    assert "Inlagda rapporter (2)" in page.text
    said(client, job, unit="Bryggan", year="2021")
    assert "är inlagd" in finished(client, job)
    library = client.get("/rapporter").text
    assert "Bryggan" in library and '<th scope="col">2021</th>' in library


def test_one_bad_file_never_stops_the_others(client: TestClient) -> None:
    jobs, page = offered(client, "bra.txt", "bild.png", "trasig.pdf", "bra-okänd.txt")
    assert len(jobs) == 4
    assert "Lägg in rapporten som PDF, Word (.docx) eller text (.txt)" in page.text
    assert "Filen är trasig" in finished(client, jobs[2])
    assert "Året framgår inte." in page.text
    said(client, jobs[0])
    assert "är inlagd" in finished(client, jobs[0])


def test_a_doubtful_identity_is_told_and_its_form_open(client: TestClient) -> None:
    (job,), page = offered(client, "bra-osäker.txt")
    assert "Osäker, 60 %" in page.text and "rätta dem" in page.text
    assert "<details open>" in page.text and EVIL not in page.text
    assert "data-sure" not in client.get(f"/rapporter/jobb/{job}").text


def test_what_a_report_does_not_say_is_asked_for_and_then_shown(client: TestClient) -> None:
    (job,), page = offered(client, "bra-okänd.txt")
    assert "Året framgår inte." in page.text and 'name="year"' in page.text
    filled = {"year": "2020", "report_type": "T1"}
    shown = client.post(f"/rapporter/jobb/{job}", data=filled, headers=PERSON).text
    assert "förstods som Tertialrapport 1 2020" in shown
    said(client, job, unit="Kajen")
    assert "är inlagd" in finished(client, job)
    assert "Kajen" in client.get("/rapporter").text


def test_a_report_is_never_replaced_unasked(client: TestClient) -> None:
    (first,), _ = offered(client, "bra.txt")
    said(client, first)
    finished(client, first)
    (second,), page = offered(client, "bra-ny.txt")
    assert "finns redan" in page.text and 'name="ersatt"' in page.text
    assert "Säg till om den ska ersättas" in said(client, second)
    said(client, second, ersatt="ja")
    assert "är inlagd" in finished(client, second)


def test_another_identity_than_the_one_agreed_to_is_asked_about_anew(client: TestClient) -> None:
    (job,), _ = offered(client, "bra.txt")
    board = {"board": BOARD.board, "year": str(BOARD.year), "report_type": str(BOARD.report_type)}
    shown = said(client, job, ersatt="ja", **board)
    assert "finns redan" in shown and "Verksamhetsplan 2023" in shown


def test_the_same_file_again_is_known(client: TestClient, tmp_path: Path) -> None:
    (job,), page = offered(client, "bra.txt")
    assert "är redan inlagd" not in page.text
    twice, _ = offered(client, "bra.txt", "bra.txt")
    assert len(set(twice)) == 2
    for _ in range(2):
        said(client, job)
    assert "är inlagd" in finished(client, job), "said twice, done once"


def test_a_file_that_is_left_leaves_nothing(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kvar"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    (job,), _ = offered(client, "bra.txt")
    assert len(list(kept.iterdir())) == 1
    answer = client.post(f"/rapporter/jobb/{job}/avbryt", headers=PART)
    assert answer.status_code == 204 and list(kept.iterdir()) == []
    assert "finns inte längre" in client.post(f"/rapporter/jobb/{job}", headers=PART).text
    assert "Inlagda rapporter (2)" in client.get("/rapporter").text


def test_one_file_for_the_script_is_a_part_or_a_problem(client: TestClient) -> None:
    file = {"file": ("bra.txt", b"Kort rapport.", "text/plain")}
    part = client.post("/rapporter/filer", files=file).text
    assert part.startswith('<div class="job notice"') and "<html" not in part
    bad = client.post("/rapporter/filer", files={"file": ("bild.png", b"x", "image/png")})
    assert bad.status_code == 415 and bad.json()["title"] == "Filformatet kan inte läsas"


def test_no_file_is_said(client: TestClient) -> None:
    assert client.post("/rapporter", headers=PERSON).status_code == 422
