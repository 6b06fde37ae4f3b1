"""The judging of drafts sees what is missing and what must not be said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.draft.drafter import Drafter
from assistant.draft.model import Draft, DraftRequest
from assistant.model import Statement
from eval.draft import judge, summary
from eval.draft_truth import DraftCase, covered, loose_figures, told_wrongly
from eval.originals import Original
from tests.assistant.draft.shelf import CARE, UNIT, follow_up, library_of, plan

HEADINGS = ("Förväntat resultat", "Arbetssätt")
CASE = DraftCase(
    "X1",
    UNIT,
    2024,
    CARE,
    ("Valet av tid har inte genomförts som planerat.", "Här står något helt annat än det."),
    HEADINGS,
    ("valet av tid genomförs", "månraketer till 2031"),
    (),
)


def drafted() -> Draft:
    library = library_of(plan(2023), follow_up(2023))
    return Drafter(library).draft(DraftRequest(UNIT, 2024, namndmal=CARE, headings=HEADINGS))


def pages(tmp_path: Path) -> dict[str, Original]:
    library = library_of(plan(2023), follow_up(2023))
    files = {}
    for stored in library.reports():
        report = library.contents(stored.document_id)
        assert report is not None
        path = tmp_path / f"{stored.document_id}.txt"
        path.write_text("\n".join(page.text for page in report.pages), "utf-8")
        files[stored.document_id] = Original(path)
    return files


def with_statement(draft: Draft, statement: Statement) -> Draft:
    goal = draft.goals[0]
    first = replace(goal.sections[0], statements=(*goal.sections[0].statements, statement))
    return replace(draft, goals=(replace(goal, sections=(first, *goal.sections[1:])),))


def test_a_sound_draft_is_judged_so_and_its_gaps_are_seen(tmp_path: Path) -> None:
    one = judge(CASE, drafted(), pages(tmp_path))
    assert one.sound and one.goal and one.headings
    assert one.ground == [CASE.ground[1]]
    assert one.points == [CASE.points[1]]
    assert "underlag citerat: 1/2 = 0.50" in summary([one])


def test_a_passage_is_covered_by_runs_and_not_by_loose_words() -> None:
    passage = "ett två tre fyra fem sex sju åtta nio tio"
    assert covered(passage, ["ett två tre fyra fem", "sex sju åtta nio tio elva"])
    assert not covered(passage, ["ett två tre", "nio tio sju åtta", "fyra sex fem ett"])
    assert covered("Hela målet", ["Hela målet"])


def test_invented_figures_outcomes_and_restrictions_are_seen() -> None:
    draft = drafted()
    ids = draft.goals[0].enhetsmal.citations
    assert loose_figures(with_statement(draft, Statement("Utfallet blev 97 %.", ids)))
    assert told_wrongly(with_statement(draft, Statement("Under pandemin gäller avstånd.", ids)))
    assert told_wrongly(with_statement(draft, Statement("Nöjda, 2024: årsmål hög", ids)))


def test_a_wrong_goal_and_a_missing_heading_are_seen(tmp_path: Path) -> None:
    other = replace(CASE, namndmal="Något annat", headings=(*HEADINGS, "Uppföljning"))
    one = judge(other, drafted(), pages(tmp_path))
    assert not one.goal and not one.headings
