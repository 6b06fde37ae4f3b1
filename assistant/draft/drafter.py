"""The path of a draft, in order: whose, which goals, gather, compose, suggest, verify.

Extractive: the reports' own sentences carried forward, each cited; suggestions that say they are
suggestions; bracketed blanks for what only the chief knows. With a chat model the carried
sentences are phrased by it (``assistant.draft.phrasing``), unless the request says «extractive». A
request that cannot be met as asked is a ``DraftError`` in Swedish. Nothing leaves here that
``assistant.verify`` has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import compose as writing
from assistant.draft.choosing import Bounds
from assistant.draft.claims import Desk, placeholder
from assistant.draft.current import Current, Goals
from assistant.draft.dossier import (
    NO_OWN_TEXT,
    chosen,
    dossier_of,
    enhetsmal_source,
    namndmal_source,
)
from assistant.draft.gather import Gathered, gather
from assistant.draft.goals_asked import asked_goals
from assistant.draft.indicators import History, sources_of, target_claim
from assistant.draft.instructions import Wishes, read_wishes
from assistant.draft.material import Shelf
from assistant.draft.model import (
    CitedGoal,
    Draft,
    DraftGoal,
    DraftIndicator,
    DraftRequest,
    DraftSection,
)
from assistant.draft.notes import gathered_notes
from assistant.draft.phrasing import Pen, Phrasing
from assistant.draft.pieces import Line
from assistant.draft.proposals import activity_claims, follow_up_claim, instrument_line
from assistant.draft.similar import similar_units
from assistant.draft.subject import Subject, find_subject, is_ground
from assistant.draft.template import Role, Template, newest_headings
from assistant.draft.topics import Weigher, topic_lines
from assistant.model import Claim, Source, Statement
from ingest.library import Library
from ingest.model import Goal
from ingest.organisation import Organisation, load_organisation

_NO_MODEL = "Utkastet är gjort utan språkmodell, av rapporternas egna meningar, förslag och luckor."


class Drafter:
    """Drafts plans from the reports of one library; safe to share between threads."""

    def __init__(
        self,
        library: Library,
        organisation: Organisation | None = None,
        phrasing: Phrasing | None = None,
    ) -> None:
        self._library = library
        self._phrasing = phrasing
        self._organisation = organisation or load_organisation()

    def draft(self, request: DraftRequest) -> Draft:
        """A verified draft; ``DraftError`` where it cannot be made as asked."""
        subject = find_subject(request, self._library, self._organisation)
        wishes = read_wishes(request.instructions)
        goals = Goals(subject, request.year, self._library)
        current = asked_goals(request, goals)
        headings, notes = self._headings(request, subject)
        job = _Job(self._library, subject, request, wishes, Template(headings))
        if self._phrasing is not None and request.mode != "extractive":
            job.pen = Pen(self._phrasing, job.desk, wishes.heeded, request.phrased)
        drafted = [goal for one in current for goal in job.goal(one)]
        gone = [] if request.namndmal else goals.gone(current)
        told = [
            *subject.notes,
            *notes,
            *(note for goal in drafted for note in _goal_notes(goal)),
            *(_gone(node.text, request.year) for node in gone),
            *job.notes(drafted),
            *wishes.notes,
            *(job.pen.notes() if job.pen else []),
            *([_NO_MODEL] if request.mode == "generative" and not job.pen else []),
            *job.desk.warnings,
        ]
        return Draft(
            unit=subject.unit,
            board=subject.board,
            year=request.year,
            goals=tuple(job.marked(goal) for goal in drafted),
            citations=job.desk.citations,
            headings=job.template.headings,
            warnings=gathered_notes(told),
            mode="generative" if job.wrote(drafted) else "extractive",
            instructions=request.instructions,
        )

    def _headings(self, request: DraftRequest, subject: Subject) -> tuple[Sequence[str], list[str]]:
        named = [h for h in request.headings if h.strip()]
        if named:
            return named, []
        headings, plan = newest_headings(subject, self._library)
        if plan is None:
            return headings, ["Ingen plan från nämnden finns i biblioteket: stadens vanliga "
                              "rubriker har använts."]  # fmt: skip
        return headings, []


class _Job:
    """One draft being made."""

    def __init__(
        self, library: Library, subject: Subject, request: DraftRequest, wishes: Wishes,
        template: Template,
    ) -> None:  # fmt: skip
        self.template = template
        self.pen: Pen | None = None
        self.desk = Desk(library, request.year)
        self._year = request.year
        self._wishes = wishes
        self._shelf = Shelf(subject, request.year, library)
        self._bounds = Bounds().scaled(wishes.scale) if wishes.scale != 1.0 else Bounds()
        self._weigher = Weigher(subject)
        self._missed: list[str] = []

    def goal(self, current: Current) -> list[DraftGoal]:
        """The goal drafted once for each of the unit's enhetsmål under it."""
        known = current.own is not None and is_ground(current.own.stored, self._year)
        own = current.own.enhetsmal if current.own and known and self._shelf.subject.known else ()
        made = [self._one(current, goal, at == 0) for at, goal in enumerate(own or (None,))]
        return [goal for goal in made if goal is not None]

    def _one(self, current: Current, enhetsmal: Goal | None, first: bool) -> DraftGoal | None:
        """One enhetsmål; the indicators stand with the first, since they are the nämndmål's."""
        cited = self.desk.cite(namndmal_source(current))
        if cited is None:
            return None
        text = enhetsmal.text if enhetsmal else None
        gathered = gather(self._shelf, current, text, self.template)
        rows = self._weigher.mine(gathered.histories) if first else ()
        gathered = replace(gathered, histories=rows)
        similar = similar_units(self._shelf, current, self._year)
        source = enhetsmal_source(enhetsmal, current) if enhetsmal else None
        composed = writing.compose(gathered, self._order(current, gathered, text))
        self._suggest_follow_up(composed.sheet, gathered, namndmal_source(current))
        stated = self.desk.state(
            Claim(source.quote, (source,)) if source
            else writing.similar_enhetsmal(current, similar, self._year)
        )  # fmt: skip
        ran = sorted(gathered.activities, key=lambda row: -self._weigher.about(row[0].name))
        activities = activity_claims(composed.unfinished, ran, self._year)
        return DraftGoal(
            namndmal=CitedGoal(current.node.text, cited),
            enhetsmal=stated or self._blank(f"Formulera ett enhetsmål för {self._year}."),
            sections=self._sections(composed.sheet, current.node.text),
            indicators=tuple(self._indicators(gathered.histories[: self._bounds.indicators])),
            activities=self._stated(activities),
            dossier=dossier_of(current, source, gathered, similar),
            kf_mal=current.node.kf_mal,
        )

    def _order(self, current: Current, gathered: Gathered, text: str | None) -> writing.Order:
        return writing.Order(
            current=current,
            template=self.template,
            year=self._year,
            bounds=self._bounds,
            bonus=self._weigher.bonus(gathered),
            extra=self._topics(current, text),
            leave=self._wishes.without,
        )

    def _topics(self, current: Current, enhetsmal: str | None) -> tuple[tuple[Line, ...], ...]:
        found = []
        for topic in self._wishes.topics:
            lines = topic_lines(self._shelf, topic, current)
            if not lines:
                self._missed.append(topic)
            found += lines
        return tuple(found)

    def _suggest_follow_up(self, sheet: writing.Sheet, gathered: Gathered, goal: Source) -> None:
        said = " ".join(c.text for c in sheet.under(self.template.heading(Role.FOLLOW_UP)))
        if "tertial" not in said.casefold():
            claim = follow_up_claim(gathered.histories, instrument_line(gathered), goal, self._year)
            sheet.put(Role.FOLLOW_UP, claim, 90)

    def _sections(self, sheet: writing.Sheet, goal: str) -> tuple[DraftSection, ...]:
        blanks = writing.blanks(sheet, self._year)
        made = []
        for heading in self.template.headings:
            claims: Sequence[Claim] = sheet.under(heading)
            if self.pen is not None:
                claims = self.pen.phrased(heading, goal, claims)
            statements = self._stated(claims)
            if not any(s.kind == "sourced" for s in statements):
                statements = (self._blank(blanks[heading].text[1:-1]), *statements)
            made.append(DraftSection(heading, statements))
        return tuple(made)

    def _stated(self, claims: Sequence[Claim]) -> tuple[Statement, ...]:
        return tuple(s for s in (self.desk.state(claim) for claim in claims) if s is not None)

    def _blank(self, text: str) -> Statement:
        claim = placeholder(text)
        return Statement(claim.text, (), claim.kind)

    def _indicators(self, histories: Sequence[History]) -> list[DraftIndicator]:
        made = []
        for history in histories:
            cited = [self.desk.cite(source) for source in sources_of(history)]
            rows = [(r, c) for r, c in zip(history.rows, cited, strict=True) if c is not None]
            target = self.desk.state(target_claim(history, self._year))
            if rows and target is not None:
                held, ids = tuple(r for r, _ in rows), tuple(c.id for _, c in rows)
                made.append(DraftIndicator(history.name, held, ids, target))
        return made

    def notes(self, drafted: Sequence[DraftGoal]) -> list[str]:
        """What is missing of the unit's own reports, and topics asked for that nothing says."""
        missed = dict.fromkeys(self._missed)
        told = [f"Inget om «{topic}» hittades i enhetens rapporter." for topic in missed]
        return [*self._weigher.missing_reports(self._shelf), *told]

    def wrote(self, drafted: Sequence[DraftGoal]) -> bool:
        """Whether anything in the goals is a model's own text."""
        own = self.pen.own if self.pen else set()
        return any(s.text in own for goal in drafted for s in goal.statements)

    def marked(self, goal: DraftGoal) -> DraftGoal:
        """The goal with its dossier marked by what the draft cites."""
        cited = {(c.document_id, c.page, c.quote) for c in self.desk.citations}
        dossier = replace(goal.dossier, grounds=chosen(goal.dossier, cited))
        return replace(goal, dossier=dossier)


def _goal_notes(goal: DraftGoal) -> list[str]:
    told = [note for note in goal.dossier.notes if note != NO_OWN_TEXT]
    named = f"Nämndmålet «{goal.namndmal.text}»"
    if goal.dossier.difference:
        told.append(f"{named}: {goal.dossier.difference}")
    if goal.dossier.pairing:
        told.append(f"{named} antas motsvara det tidigare målet: {goal.dossier.pairing}.")
    return told


def _gone(text: str, year: int) -> str:
    return (
        f"Nämndmålet «{text}» finns inte bland målen för {year}. Inget utkast görs under det; "
        "pröva om något av dess text hör hemma under ett annat mål."
    )
