"""The mark itself: set and taken away, uploads beside it, who may do what, and files kept aside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from assistant.access.model import LOCAL, Actor, Role
from assistant.api.deps import actor_of
from assistant.api.seen import Desk, Desks
from ingest.errors import StoreUnavailableError
from ingest.library import Library
from tests.assistant.internal.hidden import (
    BOARD,
    ELSEWHERE,
    NOWHERE,
    OURS,
    OURS_TOO,
    SECRET_ID,
    SECRET_UNIT,
    TRACES,
    WORD,
    Served,
    library,
    served,
)

MARK = f"/api/documents/{SECRET_ID}"
FILE = {"file": ("bra.txt", b"Kort rapport.", "text/plain")}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "service", with_secret=True) as one:
        yield one


def ids(service: Served, actor: Actor) -> set[str]:
    service.asking(actor)
    return {d["id"] for d in service.client.get("/api/documents").json()["documents"]}


def found(service: Served, actor: Actor) -> bool:
    service.asking(actor)
    hits = service.client.get("/api/search", params={"q": WORD}).json()["hits"]
    return any(hit["citation"]["document_id"] == SECRET_ID for hit in hits)


def test_the_mark_holds_at_once_and_both_ways(service: Served) -> None:
    for internal in (True, False, True):
        service.asking(OURS_TOO)
        answer = service.client.patch(MARK, json={"internal": internal})
        assert (answer.status_code, answer.json()["internal"]) == (200, internal)
        assert found(service, NOWHERE) is found(service, ELSEWHERE) is not internal
        assert (SECRET_ID in ids(service, NOWHERE)) is not internal
        assert found(service, OURS) and found(service, LOCAL)


def test_the_page_marks_and_shows_the_mark(service: Served) -> None:
    service.asking(OURS_TOO)
    page = f"/rapporter/{SECRET_ID}"
    assert "Rapporten är intern" in service.client.get(page).text
    assert ">intern<" in service.client.get("/rapporter").text
    answer = service.client.post(f"{page}/intern", data={"intern": "false"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}#intern")
    assert "Rapporten är öppen" in service.client.get(page).text
    service.asking(NOWHERE)
    assert service.client.get(page).status_code == 200


def test_nobody_hides_a_report_from_oneself(service: Served) -> None:
    service.library.mark(SECRET_ID, False)
    service.asking(ELSEWHERE)
    answer = service.client.patch(MARK, json={"internal": True})
    assert answer.status_code == 403 and "skulle inte se den" in answer.json()["detail"]
    assert service.client.patch(MARK, json={"internal": False}).status_code == 200
    answer = service.client.post(
        "/api/documents", files=FILE, data={"board": "Sjövik", "internal": "true"}
    )
    assert answer.status_code == 403


def test_an_upload_can_be_internal_and_is_its_makers_own(service: Served) -> None:
    service.asking(ELSEWHERE)
    told = {"board": "Ekdalen", "unit": "Linden", "year": "2019", "internal": "true"}
    job = service.client.post("/api/documents", files=FILE, data=told).json()["id"]
    for _ in range(100):
        state = service.client.get(f"/api/documents/{job}").json()
        if state["status"] == "ready":
            break
        time.sleep(0.01)
    assert state["internal"] is True
    service.asking(OURS)
    assert service.client.get(f"/api/documents/{job}").status_code == 404
    assert service.client.get(f"/api/documents/{state['id']}").status_code == 404
    assert "bra.txt" not in service.client.get("/rapporter", params={"jobb": job}).text
    assert "finns inte längre" in service.client.get(f"/rapporter/jobb/{job}").text


def test_who_does_not_see_a_boards_reports_adds_none_of_it(service: Served) -> None:
    """It could replace one; that the board keeps some is all that is told."""
    service.asking(ELSEWHERE)
    told = {"board": BOARD, "unit": SECRET_UNIT, "year": "2031", "report_type": "VB"}
    for unit in (SECRET_UNIT, "Något annat"):
        answer = service.client.post("/api/documents", files=FILE, data={**told, "unit": unit})
        assert answer.status_code == 403
        assert not [trace for trace in TRACES if trace in answer.text.casefold()]
        part = service.client.post("/rapporter/filer", files=FILE, data={**told, "unit": unit})
        assert "kunde inte läggas in" in part.text and "interna rapporter" in part.text
        assert not [trace for trace in TRACES if trace in part.text.casefold()]
    assert service.library.contents(SECRET_ID) is not None
    service.library.mark(SECRET_ID, False)
    assert service.client.post("/api/documents", files=FILE, data=told).status_code == 202


def test_a_waiting_file_is_refused_when_the_board_has_come_to_keep_reports(
    service: Served,
) -> None:
    service.library.mark(SECRET_ID, False)
    service.asking(ELSEWHERE)
    told = {"board": BOARD, "unit": SECRET_UNIT, "year": "2031", "report_type": "VB"}
    part = service.client.post("/rapporter/filer", files=FILE, data=told)
    assert "Ersätt den" in part.text
    job = part.text.split('data-job="')[1].split('"')[0]
    service.library.mark(SECRET_ID, True)
    answer = service.client.post(f"/rapporter/jobb/{job}", data={**told, "ersatt": "ja"})
    assert "kunde inte läggas in" in answer.text
    assert not [trace for trace in TRACES if trace in answer.text.casefold()]


def test_a_deleted_internal_report_is_kept_aside_for_its_board_only(service: Served) -> None:
    service.asking(OURS_TOO)
    page = f"/rapporter/{SECRET_ID}"
    service.client.post(f"{page}/ta-bort", follow_redirects=False)
    gone = {"borttagen": SECRET_ID}
    assert "är borttagen" in service.client.get("/rapporter", params=gone).text
    service.asking(NOWHERE)
    shown = service.client.get("/rapporter", params=gone).text.casefold()
    assert not [trace for trace in TRACES if trace in shown]
    assert service.client.post(f"{page}/angra").status_code == 404
    service.asking(OURS_TOO)
    back = service.client.post(f"{page}/angra", follow_redirects=False)
    assert back.status_code == 303


def test_everyone_shares_one_desk_until_something_is_hidden(tmp_path: Path) -> None:
    held = library(tmp_path / "shared", with_secret=False)
    made: list[Library] = []

    def over(part: Library) -> Desk:
        made.append(part)
        return Desk(part, *[None] * 3)  # type: ignore[arg-type]

    desks = Desks(over, most=2)
    assert desks.narrowed(held, NOWHERE) is None and not made
    for document in held.reports():
        held.mark(document.document_id, True)
    boards = sorted(held.internal_boards())
    assert len(boards) == 2
    one = desks.narrowed(held, NOWHERE)
    assert one is desks.narrowed(held, Actor("x", "X", Role.READER, frozenset({"Okänd"})))
    assert desks.narrowed(held, LOCAL) is None
    assert desks.narrowed(held, Actor("y", "Y", Role.READER, frozenset(boards))) is None
    for board in boards:
        desks.narrowed(held, Actor("z", "Z", Role.READER, frozenset({board})))
    assert len(made) == 3
    assert desks.narrowed(held, NOWHERE) is not one


def test_a_store_that_does_not_answer_opens_nothing_and_stops_nothing_else(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise StoreUnavailableError("nere")

    service.asking(OURS)
    monkeypatch.setattr(service.library.store, "reports", down)
    assert service.client.get("/api/documents").status_code == 503
    assert "checks" in service.client.get("/readyz").json()
    assert service.client.get("/rapporter/jobb/jobb-0000000000000000").status_code == 200
    monkeypatch.undo()
    assert service.client.get("/api/documents").status_code == 200


def test_who_asks_is_the_actor_of_the_request() -> None:
    state = SimpleNamespace(actor=OURS)
    assert actor_of(Request({"type": "http", "state": vars(state)})) is OURS
    with pytest.raises(AttributeError):
        actor_of(Request({"type": "http"}))
