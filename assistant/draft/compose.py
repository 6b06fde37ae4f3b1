"""One goal's text put under its headings: what is carried, what is suggested, what is left blank.

Under each heading first what was not finished or was judged only partly met, then the plan's own
text, then what the follow-up says. A heading with nothing carried gets a blank for the chief.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.draft.choosing import (
    Bonus,
    Bounds,
    follow_up_pieces,
    plan_pieces,
    restrictions,
)
from assistant.draft.claims import carried, framed, origin, placeholder, proposal, told_as_past
from assistant.draft.current import Current
from assistant.draft.dossier import namndmal_source
from assistant.draft.gather import Gathered
from assistant.draft.indicators import outcome_claim
from assistant.draft.model import Ground
from assistant.draft.pieces import Line, Piece
from assistant.draft.signs import Sign
from assistant.draft.template import Role, Template
from assistant.model import Claim, Source
from assistant.words import fold
from ingest.model import Goal

_MOST_PAST = 2
_MOST_FIRST = 5
_MOST_BOARD = 4
_MOST_ACTIVITIES = 2
_ACTIVITY_WORDS = 75
_MOST_SUMMARIES = 2
_SUMMARY_WORDS = 80
_ROW_WORDS = 60
_MOST_ROW_LINES = 5
_FEWEST = 5
_BLANKS = {
    Role.EXPECTED: "Beskriv vad som ska ha uppnåtts när {year} är slut, så att det kan följas upp.",
    Role.WORKING: "Beskriv hur enheten ska arbeta för att nå målet {year}.",
    Role.RESOURCES: "Ange vilka resurser – tid, pengar, kompetens, lokaler – målet kräver {year}.",
    Role.FOLLOW_UP: "Ange hur, när och av vem målet följs upp {year}.",
    Role.DEVELOPMENT: "Ange vad enheten vill utveckla {year} och vem som ansvarar.",
}


@dataclass(slots=True)
class Sheet:
    """Claims under the headings of a template, in the order they are to stand."""

    template: Template
    _claims: dict[str, list[tuple[int, Claim]]] = field(default_factory=dict)

    def put(self, role: Role, claim: Claim, rank: int) -> None:
        """A claim under the heading of its role; lower ranks come first."""
        self._claims.setdefault(self.template.heading(role), []).append((rank, claim))

    def under(self, heading: str) -> list[Claim]:
        """The claims of a heading, in order."""
        return [c for _, c in sorted(self._claims.get(heading, []), key=lambda rc: rc[0])]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drafted, within which bounds, and what weighs a sentence up or down."""

    current: Current
    template: Template
    year: int
    bounds: Bounds
    bonus: Bonus
    extra: tuple[tuple[Line, ...], ...] = ()
    leave: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """The sheet, and the pieces that tell of what is unfinished, in order of weight."""

    sheet: Sheet
    unfinished: tuple[Piece, ...]


def compose(gathered: Gathered, order: Order) -> Composed:
    """Everything that is carried forward for a goal, under its headings."""
    sheet = Sheet(order.template)
    _verdicts(sheet, gathered)
    _outcomes(sheet, gathered, order)
    _from_plan(sheet, gathered, order)
    told = {fold(c.text) for h in order.template.headings for c in sheet.under(h)}
    pieces = [*_follow_up(gathered, order), *_of_activities(gathered, order)]
    pieces += _summaries(gathered, order)
    unfinished = [p for p in pieces if Sign.UNFINISHED in _seed(p)]
    first = unfinished[:_MOST_FIRST]
    place = {id(p): i for i, p in enumerate(sorted(pieces, key=_reading_order))}
    for piece in pieces:
        claim = carried(piece, order.year, order.current.gone)
        if fold(claim.text) not in told:
            early = piece in first
            role = Role.EXPECTED if early else role_of_piece(piece)
            sheet.put(role, claim, (10 if early else 50) + place[id(piece)])
    plan_lines = [lines for _, lines in gathered.plan]
    for piece in restrictions([*plan_lines, *gathered.follow_up], _MOST_PAST):
        if not _left_out(piece.text, order.leave):
            sheet.put(Role.DEVELOPMENT, told_as_past(piece), 40)
            unfinished += [piece] if Sign.UNFINISHED in piece.signs else []
    _topics(sheet, order, told)
    _from_board(sheet, gathered, order)
    return Composed(sheet, tuple(unfinished))


def role_of_piece(piece: Piece) -> Role:
    """Where a piece of follow-up text goes, by what its sentences tell."""
    signs = _seed(piece)
    if Sign.FOLLOW_UP in signs and not signs & (Sign.NEED | Sign.UNFINISHED):
        return Role.FOLLOW_UP
    if Sign.RESOURCE in signs and Sign.PROMISE not in signs:
        return Role.RESOURCES
    if signs & (Sign.PROMISE | Sign.UNFINISHED):
        return Role.DEVELOPMENT
    if signs & (Sign.WORKING | Sign.ROUTINE):
        return Role.WORKING
    return Role.DEVELOPMENT if signs & (Sign.NEED | Sign.DEVELOPMENT) else Role.WORKING


def blanks(sheet: Sheet, year: int) -> dict[str, Claim]:
    """For each heading the blank that stands where nothing could be carried."""
    made = {}
    for heading in sheet.template.headings:
        own = [r for r in Role if sheet.template.own(r) and sheet.template.heading(r) == heading]
        text = f"Fyll i {heading.casefold()} för {year}."
        text = _BLANKS[own[0]].format(year=year) if own else text
        made[heading] = placeholder(text)
    return made


def verdict_claim(goal: Goal, source: Source, own: bool = True) -> Claim:
    """How a goal was judged, with its year: the goal and its status, as printed."""
    what = "Enhetsmålet" if goal.level.value == "enhetsmal" else "Nämndmålet"
    identity = source.identity
    status = (goal.status or "").rstrip(".")
    judgement = f"fick {identity.year} bedömningen «{status}» ({origin(identity, own)})."
    text = f"{what} «{goal.text.rstrip('.')}» {judgement}"
    judged = Source(source.document_id, identity, source.page, source.section, goal.status or "")
    return framed(text, (source, judged), goal.text, goal.status or "")


def _verdicts(sheet: Sheet, gathered: Gathered) -> None:
    for goal, held in gathered.fulfilment[:1]:
        if goal.fulfilment in ("delvis", "ej"):
            source = Source(held.stored.document_id, held.report.identity, goal.page,
                            (goal.level.label,), goal.text)  # fmt: skip
            sheet.put(Role.EXPECTED, verdict_claim(goal, source, held.own), 0)


def _outcomes(sheet: Sheet, gathered: Gathered, order: Order) -> None:
    for history in gathered.histories[: order.bounds.indicators]:
        claim = outcome_claim(history)
        if claim is not None and not _left_out(claim.text, order.leave):
            sheet.put(Role.EXPECTED, claim, 30)
        told = next((x for name, x in gathered.told_of_rows if name == history.name), ())
        figures, after = _of_a_row(told, order)
        for piece in figures:
            sheet.put(Role.EXPECTED, carried(piece, order.year), 30)
        for piece in after:
            sheet.put(role_of_piece(piece), carried(piece, order.year), 45)


def _of_a_row(lines: Sequence[Line], order: Order) -> tuple[list[Piece], list[Piece]]:
    """What is said of an indicator first, with its figures, and what is said next: what is done."""
    whole = [x for x in lines if len(x.text.split()) >= _FEWEST and Sign.RESTRICTION not in x.signs]
    whole = [x for x in whole if not _left_out(x.text, order.leave)]
    first: list[Line] = []
    for line in whole[:_MOST_ROW_LINES]:
        told = any(c.isdigit() for x in first for c in x.text)
        if told and not any(c.isdigit() for c in line.text):
            break
        if sum(len(x.text.split()) for x in (*first, line)) <= _ROW_WORDS:
            first.append(line)
    if not any(c.isdigit() for x in first for c in x.text):
        first = []
    opening = plan_pieces(first, order.year, _ROW_WORDS)
    rest = [x for x in whole if x not in first]
    after = follow_up_pieces([rest[:1]], order.year, Bounds(_ROW_WORDS, 1), order.bonus)
    return opening, after


def _from_plan(sheet: Sheet, gathered: Gathered, order: Order) -> None:
    lines_by_role = dict(gathered.plan)
    if gathered.expected:
        lines_by_role[Role.EXPECTED] = gathered.expected
    for role, lines in lines_by_role.items():
        kept = [line for line in lines if not _left_out(line.text, order.leave)]
        for piece in plan_pieces(kept, order.year, order.bounds.plan_words):
            sheet.put(role, carried(piece, order.year, order.current.gone), 20)


def _follow_up(gathered: Gathered, order: Order) -> list[Piece]:
    carried_already = {fold(line.text) for _, lines in gathered.plan for line in lines} | {
        fold(line.text) for line in gathered.expected
    }
    sections = [
        [
            x
            for x in lines
            if fold(x.text) not in carried_already and not _left_out(x.text, order.leave)
        ]
        for lines in gathered.follow_up
    ]
    return follow_up_pieces(sections, order.year, order.bounds, order.bonus)


def _of_activities(gathered: Gathered, order: Order) -> list[Piece]:
    """What is said of an activity, whole, as much as a statement holds."""
    ranked = sorted(gathered.told_of_activities, key=lambda lines: -max(map(order.bonus, lines)))
    found = []
    for lines in ranked[:_MOST_ACTIVITIES]:
        kept = [
            x
            for x in lines
            if len(x.text.split()) >= _FEWEST and not _left_out(x.text, order.leave)
        ]
        kept = [x for x in kept if Sign.RESTRICTION not in x.signs and order.bonus(x) > -1]
        found += plan_pieces(kept, order.year, _ACTIVITY_WORDS)
    return found


def _summaries(gathered: Gathered, order: Order) -> list[Piece]:
    """The few sentences from outside the goal that speak most of it."""
    bounds = Bounds(_SUMMARY_WORDS, _MOST_SUMMARIES)
    sections = [[x for x in s if not _left_out(x.text, order.leave)] for s in gathered.summaries]
    return follow_up_pieces(sections, order.year, bounds, order.bonus)


def _topics(sheet: Sheet, order: Order, told: set[str]) -> None:
    for lines in order.extra:
        piece = Piece(lines)
        claim = carried(piece, order.year)
        if fold(claim.text) not in told:
            sheet.put(role_of_piece(piece), claim, 15)


def _from_board(sheet: Sheet, gathered: Gathered, order: Order) -> None:
    """Where the unit has no text of its own: what the board expects, said to be the board's."""
    heading = order.template.heading(Role.EXPECTED)
    if gathered.plan or gathered.expected or not gathered.board_expected:
        return
    if any("bedömningen" not in c.text and "utfall" not in c.text for c in sheet.under(heading)):
        return
    ranked = sorted(gathered.board_expected, key=lambda x: -order.bonus(x))[:_MOST_BOARD]
    for line in (x for x in gathered.board_expected if x in ranked):
        if Sign.RESTRICTION not in line.signs and not _left_out(line.text, order.leave):
            source = line.sources[0].identity
            said = line.text.lstrip("•- ")
            text = f"Nämnden väntar sig: «{said}» ({origin(source, line.place.own)})"
            sheet.put(Role.EXPECTED, framed(text, line.sources, line.text), 25)


def _seed(piece: Piece) -> Sign:
    """The signs of the sentences that the piece is chosen for: a long lead-in aside."""
    found = Sign.NONE
    for line in piece.lines[-2:]:
        found |= line.signs
    return found


def _reading_order(piece: Piece) -> tuple[str, int, int]:
    source = piece.sources[0]
    return (source.document_id, source.page, piece.lines[0].paragraph)


def _left_out(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return any(fold(word) in folded for word in words)


def similar_enhetsmal(current: Current, similar: Sequence[Ground], year: int) -> Claim:
    """For a goal without an enhetsmål: a suggestion, with how others have put theirs."""
    if not similar:
        goal = namndmal_source(current)
        text = (
            f"Förslag till enhetsmål {year}, att formulera om: enheten bidrar till «{goal.quote}»."
        )
        return proposal(text, (goal,), goal.quote)
    told = "; ".join(
        f"«{g.text.rstrip('.')}» ({origin(g.source.identity, False)})" for g in similar[:2]
    )
    text = f"Förslag: formulera ett enhetsmål för {year}. Så har liknande enheter skrivit: {told}."
    return proposal(text, [g.source for g in similar[:2]], *(g.text for g in similar[:2]))
