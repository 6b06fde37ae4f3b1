"""The dossier of a goal: all that was gathered, by kind, verbatim and with its place.

Shown beside a draft and kept as its evidence. What the draft cites is marked as chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from assistant.draft.current import Current
from assistant.draft.gather import Gathered
from assistant.draft.model import Dossier, Ground, GroundKind
from assistant.draft.pieces import Line
from assistant.draft.signs import Sign
from assistant.model import Source
from assistant.writers.extractive import row_source
from ingest.model import Goal, GoalLevel

_BOARD_TEXT = 12
NO_OWN_TEXT = "Enhetens egen plantext för målet finns inte i biblioteket."


def dossier_of(
    current: Current, enhetsmal: Source | None, gathered: Gathered, similar: Sequence[Ground]
) -> Dossier:
    """Everything that the library says of the goal."""
    grounds = [Ground(GroundKind.NAMNDMAL, current.node.text, namndmal_source(current))]
    for node in (current.own, current.earlier):
        if node and node.text not in {ground.text for ground in grounds}:
            before = _goal_source(Current(node, None))
            grounds.append(Ground(GroundKind.EARLIER_NAMNDMAL, node.text, before))
    if enhetsmal is not None:
        grounds.append(Ground(GroundKind.ENHETSMAL, enhetsmal.quote, enhetsmal))
    grounds += _fulfilment(gathered)
    grounds += _lines(GroundKind.BOARD_EXPECTED, gathered.board_expected)
    grounds += _lines(GroundKind.BOARD_TEXT, gathered.board_text[:_BOARD_TEXT])
    for _, lines in gathered.plan:
        grounds += _lines(GroundKind.OWN_TEXT, lines)
    grounds += _lines(GroundKind.OWN_TEXT, gathered.expected)
    beside = [
        *gathered.summaries,
        *(x for _, x in gathered.told_of_rows),
        *gathered.told_of_activities,
    ]
    for lines in (*gathered.follow_up, *beside):
        grounds += [Ground(_kind(x), x.text, x.sources[0], _heading(x)) for x in lines]
    for activity, held in gathered.activities:
        own_row = activity.chain.enhetsmal is not None
        kind = GroundKind.OWN_ACTIVITY if own_row else GroundKind.BOARD_ACTIVITY
        source = held.place(activity.chain, ("Aktivitet",)).source(activity.page, activity.quote)
        grounds.append(Ground(kind, activity.quote, source))
    rows = [row for history in gathered.histories for row in history.rows]
    grounds += [Ground(GroundKind.INDICATOR, r.value.quote, row_source(r)) for r in rows]
    notes = (*current.notes, *_missing(gathered, current))
    return Dossier((*grounds, *similar), tuple(rows), current.difference, current.pairing, notes)


def chosen(dossier: Dossier, cited: Collection[tuple[str, int, str]]) -> tuple[Ground, ...]:
    """The grounds, marked where a citation of the draft holds them."""

    def is_cited(source: Source) -> bool:
        return any(
            document == source.document_id and page == source.page and source.quote in quote
            for document, page, quote in cited
        )

    return tuple(
        Ground(g.kind, g.text, g.source, g.heading, is_cited(g.source)) for g in dossier.grounds
    )


def namndmal_source(current: Current) -> Source:
    """Where the goal's wording stands."""
    return _goal_source(current)


def _goal_source(current: Current) -> Source:
    node = current.node
    kf = (f"{GoalLevel.KF_MAL.label}: {node.kf_mal}",) if node.kf_mal else ()
    section = (*kf, f"{GoalLevel.NAMNDMAL.label}: {node.text}")
    stored = node.stored
    return Source(stored.document_id, stored.identity, node.goal.page, section, node.text)


def _lines(kind: GroundKind, lines: Iterable[Line]) -> list[Ground]:
    return [Ground(kind, line.text, line.sources[0], _heading(line)) for line in lines]


def _heading(line: Line) -> str:
    return line.place.headings[-1] if line.place.headings else ""


def _kind(line: Line) -> GroundKind:
    if Sign.UNFINISHED in line.signs:
        return GroundKind.UNFINISHED
    return GroundKind.PROMISE if Sign.PROMISE in line.signs else GroundKind.ANALYSIS


def _fulfilment(gathered: Gathered) -> list[Ground]:
    found = []
    for goal, held in gathered.fulfilment:
        stored = held.stored
        source = Source(stored.document_id, stored.identity, goal.page,
                        (f"{goal.level.label}: {goal.text}",), goal.text)  # fmt: skip
        found.append(Ground(GroundKind.FULFILMENT, f"{goal.text} – {goal.status}", source))
    return found


def _missing(gathered: Gathered, current: Current) -> list[str]:
    told = []
    if not gathered.plan and not gathered.expected and current.own is not None:
        told.append(NO_OWN_TEXT)
    if gathered.plan and not gathered.working_printed:
        told.append(
            f"Enhetens senaste plan har inget avsnitt om arbetssätt under «{current.node.text}»; "
            "det som beskriver arbetssätt är hämtat ur andra avsnitt."
        )
    return told


def enhetsmal_source(goal: Goal, current: Current) -> Source | None:
    """Where an enhetsmål stands, in the report that the unit's own goal is from."""
    if current.own is None:
        return None
    stored = current.own.stored
    section = (
        f"{GoalLevel.NAMNDMAL.label}: {current.own.text}",
        f"{GoalLevel.ENHETSMAL.label}: {goal.text}",
    )
    return Source(stored.document_id, stored.identity, goal.page, section, goal.text)
