"""One section again: the chief's words stay, the fresh ones come around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.draft.model import OWN, Draft, DraftRequest, Ground, GroundKind
from assistant.errors import DraftError
from assistant.model import Source, Statement
from assistant.redo import Kept, Redo, merged, redone
from ingest.model import Identity
from tests.assistant.export.made import VP, draft, goal

FRESH = (
    Statement("Köket väger resterna varje fredag.", (1,)),
    Statement("Gästerna bakar bröd av resterna.", (2,)),
    Statement("[vem håller i vågen?]", (), "placeholder"),
)


def said(statements: tuple[Statement, ...]) -> list[str]:
    return [s.text for s in statements]


def test_an_edit_stays_after_its_neighbour_and_its_old_words_do_not_return() -> None:
    kept = (
        Kept(FRESH[0].text),
        Kept("Gästerna bakar limpor.", edited=True, was=FRESH[1].text),
    )
    result = merged(FRESH, kept)
    assert said(result) == [FRESH[0].text, "Gästerna bakar limpor.", FRESH[2].text]
    assert (result[1].kind, result[1].citations) == (OWN, ())


def test_an_edit_that_stood_first_stays_first() -> None:
    assert said(merged(FRESH, (Kept("Vi börjar här.", edited=True),)))[0] == "Vi börjar här."


def test_an_edit_whose_neighbours_are_gone_comes_last() -> None:
    kept = (Kept("Något som inte finns längre."), Kept("Mitt eget.", edited=True))
    assert said(merged(FRESH, kept))[-1] == "Mitt eget."


def test_edits_keep_their_order_among_themselves() -> None:
    kept = (Kept("Ett.", edited=True), Kept("Två.", edited=True), Kept("Tre.", edited=True))
    assert said(merged(FRESH, kept))[:3] == ["Ett.", "Två.", "Tre."]


def test_what_was_dropped_does_not_return() -> None:
    assert said(merged(FRESH, (), (FRESH[1].text.upper(),))) == [FRESH[0].text, FRESH[2].text]


def test_what_the_chief_already_says_is_not_said_twice() -> None:
    kept = (Kept("Köket väger resterna varje fredag", edited=True),)
    assert len(merged(FRESH, kept)) == len(FRESH)


def test_an_emptied_edit_is_gone() -> None:
    kept = (Kept("  ", edited=True, was=FRESH[0].text),)
    assert said(merged(FRESH, kept)) == [FRESH[1].text, FRESH[2].text]


VP24 = replace(VP, unit=draft().unit, year=2024)
OLD = replace(VP24, year=2022)
OTHERS = replace(VP24, unit="En annan enhet")


def ground(identity: Identity, text: str, heading: str, kind: GroundKind) -> Ground:
    source = Source(identity.document_id, identity, 3, (heading,), text)
    return Ground(kind, text, source, heading)


def with_plans() -> Draft:
    grounds = (
        ground(VP24, "Svinnet vägs.", "Uppföljning", GroundKind.OWN_TEXT),
        ground(VP24, "Vågen är trasig.", "Uppföljning", GroundKind.UNFINISHED),
        ground(VP24, "Vi bakar.", "Arbetssätt", GroundKind.OWN_TEXT),
        ground(OLD, "Svinnet vägdes inte.", "Uppföljning", GroundKind.OWN_TEXT),
        ground(OTHERS, "De väger också.", "Uppföljning", GroundKind.SIMILAR),
    )
    made = goal()
    dossier = replace(made.dossier, grounds=grounds)
    return replace(draft(), goals=(replace(made, dossier=dossier),))


ASKED = Redo(DraftRequest("Bageriet", 2026), "uppföljning")


def test_the_section_comes_with_the_newest_plans_text_of_the_same_heading() -> None:
    made = redone(with_plans(), ASKED)
    assert made.heading == "Uppföljning"
    assert said(made.statements) == ["[vem väger?]"]
    assert [s.quote for s in made.last_year] == ["Svinnet vägs.", "Vågen är trasig."]
    assert {s.identity.year for s in made.last_year} == {2024}


def test_among_several_goals_the_enhetsmal_named_is_taken() -> None:
    other = replace(goal(), enhetsmal=Statement("Alla får kaffe", (2,)))
    both = replace(draft(), goals=(goal(), other))
    assert redone(both, replace(ASKED, enhetsmal="alla får kaffe")).goal is other


def test_what_the_draft_lacks_is_an_error_that_says_what_there_is() -> None:
    with pytest.raises(DraftError, match="Välj bland: Förväntat resultat, Uppföljning"):
        redone(draft(), replace(ASKED, heading="Sammanfattning"))
    with pytest.raises(DraftError, match="inget mål"):
        redone(replace(draft(), goals=()), ASKED)
