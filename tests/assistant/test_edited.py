"""A draft that comes back from the chief: what keeps its source, what becomes the chief's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.draft.drafter import Drafter
from assistant.draft.model import Draft, DraftRequest
from assistant.edited import Edit, EditedDraft, EditedGoal, Place, as_edited
from assistant.errors import DraftError
from assistant.export.evidence import evidence_of
from assistant.export.markdown import markdown_of
from assistant.model import Statement
from ingest.library import Library
from tests.assistant.draft.shelf import UNIT, WORK, follow_up, library_of, plan

REQUEST = DraftRequest(UNIT, 2024, namndmal=WORK)


@pytest.fixture(scope="module")
def library() -> Library:
    return library_of(plan(2023), follow_up(2023))


@pytest.fixture(scope="module")
def fresh(library: Library) -> Draft:
    return Drafter(library).draft(REQUEST)


def as_sent(draft: Draft, statement: Statement) -> Edit:
    places = tuple(Place(c.document_id, c.page, c.quote) for c in draft.cited(statement))
    return Edit(statement.text, statement.kind, places)


def sent_back(draft: Draft) -> EditedGoal:
    """The first goal as a client that has changed nothing sends it."""
    goal = draft.goals[0]
    return EditedGoal(
        goal.namndmal.text,
        as_sent(draft, goal.enhetsmal),
        tuple((s.heading, tuple(as_sent(draft, x) for x in s.statements)) for s in goal.sections),
        tuple((i.name, as_sent(draft, i.target)) for i in goal.indicators),
        tuple(as_sent(draft, s) for s in goal.activities),
    )


def first_of(draft: Draft, kind: str) -> Statement:
    goals = (s for goal in draft.goals for section in goal.sections for s in section.statements)
    return next(s for s in goals if s.kind == kind)


def alone(fresh: Draft, library: Library, edit: Edit) -> Statement:
    """What a section of one statement becomes."""
    goal = replace(sent_back(fresh), sections=(("Arbetssätt", (edit,)),))
    made = as_edited(fresh, EditedDraft(REQUEST, (goal,)), library)
    return made.goals[0].sections[0].statements[0]


def test_what_nobody_touched_comes_back_as_it_was(library: Library, fresh: Draft) -> None:
    made = as_edited(fresh, EditedDraft(REQUEST, (sent_back(fresh),)), library)
    assert made.goals == fresh.goals
    assert {c.id for c in made.citations} <= {c.id for c in fresh.citations}
    assert markdown_of(made).splitlines()[0] == markdown_of(fresh).splitlines()[0]


def test_other_words_keep_the_source_of_the_first_wording(library: Library, fresh: Draft) -> None:
    told = as_sent(fresh, first_of(fresh, "sourced"))
    edit = replace(told, text="Vi möts varje morgon.", edited=True, was=told.text)
    made = alone(fresh, library, edit)
    assert (made.kind, made.text, made.was) == ("edited", "Vi möts varje morgon.", told.text)
    assert made.citations


@pytest.mark.parametrize(
    "text", ["Vi möts 14 gånger i veckan.", "Sjukfrånvaron blev 4 %.", "Klart den 3 maj."]
)
def test_a_figure_that_the_quote_lacks_makes_it_the_chiefs_own(
    library: Library, fresh: Draft, text: str
) -> None:
    told = as_sent(fresh, first_of(fresh, "sourced"))
    made = alone(fresh, library, replace(told, text=text, edited=True, was=told.text))
    assert (made.kind, made.citations) == ("own", ())


@pytest.mark.parametrize("kind", ["sourced", "proposal", "placeholder", "own"])
def test_invented_text_is_never_sourced_whatever_it_calls_itself(
    library: Library, fresh: Draft, kind: str
) -> None:
    places = as_sent(fresh, first_of(fresh, "sourced")).places
    for given in ((), places, (Place("finns-inte", 1, "Vi sparade 9 mnkr."),)):
        edit = Edit("Vi sparade 9 mnkr på nya bilar.", kind, given)
        assert alone(fresh, library, edit).kind == "own"
        lie = replace(edit, text="Vi sparade på bilar.", edited=True, was=edit.text)
        assert alone(fresh, library, lie).kind == "own"


def test_an_accepted_proposal_is_told_as_accepted(library: Library, fresh: Draft) -> None:
    edit = replace(as_sent(fresh, first_of(fresh, "proposal")), accepted=True)
    assert alone(fresh, library, edit).kind == "accepted"
    told = as_sent(fresh, first_of(fresh, "sourced"))
    assert alone(fresh, library, replace(told, accepted=True)).kind == "sourced"


def test_a_sentence_of_the_reports_that_this_draft_lacks_is_held_to_its_page(
    library: Library, fresh: Draft
) -> None:
    quote = "Varje kund har en fast kontakt."
    place = replace(as_sent(fresh, first_of(fresh, "sourced")).places[0], quote=quote)
    edit = Edit(f"{quote} (VP 2023)", "sourced", (place,))
    made = alone(fresh, library, edit)
    assert made.kind == "sourced" and made.citations
    assert alone(fresh, library, replace(edit, text=f"{quote[:-1]}s hund.")).kind == "own"


def test_what_is_empty_goes_and_a_filled_blank_is_the_chiefs(
    library: Library, fresh: Draft
) -> None:
    goal = replace(sent_back(fresh), sections=(("Arbetssätt", (Edit("  "),)),))
    assert as_edited(fresh, EditedDraft(REQUEST, (goal,)), library).goals[0].sections == ()
    filled = Edit("Eva håller i det.", "placeholder", (), True, was="[vem?]")
    assert alone(fresh, library, filled) == Statement("Eva håller i det.", (), "own", "[vem?]")


def test_a_goal_that_is_gone_is_said_with_what_to_do(library: Library, fresh: Draft) -> None:
    goal = replace(sent_back(fresh), namndmal="Fritidsbåtar ska ha bryggplats")
    with pytest.raises(DraftError, match="finns inte längre") as caught:
        as_edited(fresh, EditedDraft(REQUEST, (goal,)), library)
    assert "kopiera texten" in caught.value.detail


def test_the_files_say_what_is_the_chiefs(library: Library, fresh: Draft) -> None:
    told = as_sent(fresh, first_of(fresh, "sourced"))
    changed = replace(told, text="Vi möts *varje* morgon.", edited=True, was=told.text)
    own = Edit("Vi köper 3 cyklar.", "own", (), True)
    goal = replace(sent_back(fresh), sections=(("Arbetssätt", (changed, own)),))
    made = as_edited(fresh, EditedDraft(REQUEST, (goal,)), library)
    text = markdown_of(made)
    assert r"Vi möts \*varje\* morgon.[^chef-1]" in text
    assert "[^chef-1]: Ändrad av chefen. Källan hör till utkastets lydelse" in text
    assert "Vi köper 3 cyklar.[^chef-2]" in text and "[^chef-2]: Chefens egen text" in text
    assert "fotnot som säger det" in text.splitlines()[0]
    assert '"was"' in evidence_of(made) and '"kind": "own"' in evidence_of(made)
