"""Where else a quote stands: shared text at all its places, chance repeats, nothing for less."""

from __future__ import annotations

from assistant.elsewhere import elsewhere
from ingest.model import Identity, ReportType
from tests.assistant import shelf
from tests.assistant.shelf import BOARD, DAILY, REPEATED, Draft, library, library_of

VB = ReportType.VB


def test_shared_text_is_found_at_its_other_places() -> None:
    shelved = library()
    holding = [r for r in shelved.reports() if _holds(r.document_id)]
    assert len(holding) > 1
    first = holding[0].document_id
    found = elsewhere(shelved, first, REPEATED)
    assert {p.document_id for p in found} == {r.document_id for r in holding} - {first}
    years = [place.identity.year for place in found]
    assert years == sorted(years, reverse=True)


def _holds(document_id: str) -> bool:
    report = library().contents(document_id)
    assert report is not None
    return any(REPEATED in page.text for page in report.pages)


def test_a_sentence_within_a_passage_is_found_on_its_page() -> None:
    same = "Vi bakar eget bröd varje fredag tillsammans."
    drafts = [
        Draft(Identity(BOARD, unit, 2022, VB)).text(page, "Mat", f"{unit} äter gott. {same}")
        for unit, page in ((DAILY, 2), ("Linden", 7))
    ]
    shelved = library_of(*drafts)
    mine = Identity(BOARD, DAILY, 2022, VB).document_id
    (other,) = elsewhere(shelved, mine, same)
    assert (other.identity.unit, other.page) == ("Linden", 7)


def test_what_stands_once_or_is_too_short_has_no_other_place() -> None:
    draft = Draft(Identity(BOARD, DAILY, 2022, VB)).text(2, "Mat", "Vi odlar tomater på gården.")
    shelved = library_of(draft)
    mine = Identity(BOARD, DAILY, 2022, VB).document_id
    assert elsewhere(shelved, mine, "Vi odlar tomater på gården.") == ()
    assert elsewhere(shelf.library(), mine, "Vi") == ()
    assert elsewhere(shelf.library(), mine, "") == ()
