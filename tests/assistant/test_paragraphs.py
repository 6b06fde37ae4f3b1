"""Sentences that follow each other in the report become one point; nothing else does."""

from __future__ import annotations

from dataclasses import replace

from assistant.model import Claim, Source
from assistant.writers.paragraphs import as_paragraphs
from ingest.model import Identity, ReportType
from tests.assistant import shelf
from tests.assistant.shelf import Draft

ONE, TWO, THREE = "Köket bakar bröd.", "Det säljs på torget.", "Hissen är trasig."
REPORT = Draft(Identity(shelf.BOARD, shelf.DAILY, 2022, ReportType.VB))
REPORT.text(2, "Analys", ONE, TWO).text(2, "Lokaler", THREE)
LIBRARY = shelf.library_of(REPORT)


def claim(text: str, section: str = "Analys") -> Claim:
    who = REPORT.identity
    return Claim(text, (Source(who.document_id, who, 2, (section,), text),))


def test_neighbours_are_told_together_with_one_quote() -> None:
    [joint] = as_paragraphs([claim(ONE), claim(TWO)], LIBRARY)
    assert joint.text == f"{ONE} {TWO}"
    assert [s.quote for s in joint.sources] == [joint.text]


def test_sentences_apart_stay_apart() -> None:
    apart = [claim(TWO), claim(THREE, section="Lokaler")]
    assert as_paragraphs(apart, LIBRARY) == apart
    turned = [claim(TWO), claim(ONE)]
    assert as_paragraphs(turned, LIBRARY) == turned


def test_what_is_no_plain_quote_stays_as_it_is() -> None:
    figure = replace(claim(ONE), text="Bröd: 3 limpor.")
    assert as_paragraphs([figure, claim(TWO)], LIBRARY) == [figure, claim(TWO)]


def test_a_point_is_not_longer_than_can_be_read() -> None:
    long = tuple(f"{'ord ' * 24}nummer {n}.".capitalize() for n in range(4))
    draft = Draft(Identity(shelf.BOARD, shelf.HOME, 2022, ReportType.VB)).text(2, "Analys", *long)
    who = draft.identity
    claims = [Claim(t, (Source(who.document_id, who, 2, ("Analys",), t),)) for t in long]
    told = as_paragraphs(claims, shelf.library_of(draft))
    assert [len(c.text.split()) for c in told] == [52, 52]
