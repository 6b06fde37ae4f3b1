"""Which nämndmål a draft is for, in the wording that holds for its year.

For each of the unit's own goals the wording is looked for, in order: a plan for the year (the
unit's own, the board's, another unit's of the board), then a follow-up of the year (for its
wording only), then the same a year earlier, down to the unit's own newest report. Where it had to
be taken from elsewhere, or from an earlier year, a note says so. A goal that the whole list of
the year lacks is gone; one that only that list has is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft.goal_nodes import (
    Node,
    Pairing,
    difference,
    namndmal_of,
    paired,
    same_kf,
    same_words,
)
from assistant.draft.subject import NEWEST_FIRST, PLAN_FIRST, Subject
from ingest.index.ports import Embedder
from ingest.library import Library
from ingest.model import ReportType, StoredReport


@dataclass(frozen=True, slots=True)
class Current:
    """A goal as worded for the year, the unit's own node of it (None where it is new), notes.

    ``own`` is of the unit's newest report that has the goal and is not of the year itself;
    ``earlier`` is the goal before it changed, where ``own`` has the new words already.
    ``gone``: the year's whole list does not have it. ``wordings`` are all wordings known.
    """

    node: Node
    own: Node | None
    difference: str = ""
    pairing: str = ""
    notes: tuple[str, ...] = ()
    gone: bool = False
    earlier: Node | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Its wordings, the year's first."""
        before = [node.text for node in (self.own, self.earlier) if node]
        return tuple(dict.fromkeys((self.node.text, *before)))


class Goals:
    """The goals of one subject for one year."""

    def __init__(self, subject: Subject, year: int, library: Library) -> None:
        self._subject = subject
        self._year = year
        self._library = library
        self._embedder: Embedder = library.embedder
        self._mine = {r.document_id for r in subject.own}

    def current(self) -> list[Current]:
        """The unit's goals for the year: its own in order, then those that are new."""
        own = self._own()
        if not own:
            return self._of_the_board()
        goals = [self._worded(node, own) for node in own]
        return [*goals, *self._new(own, goals)]

    def everywhere(self) -> list[Node]:
        """All goals of the subject and its board up to the year, the nearest source first."""
        return [node for source in self._sources() for node in namndmal_of(source, self._library)]

    def as_current(self, node: Node) -> Current:
        """A goal found elsewhere than among the unit's own, with a note on where."""
        return Current(node, None, notes=tuple(self._from(node)))

    def _own(self) -> list[Node]:
        """The goals of the unit's newest report that has any, the year's plan first."""
        for source in self._sources():
            if source.document_id in self._mine:
                nodes = namndmal_of(source, self._library)
                if nodes:
                    return nodes
        return []

    def _of_the_board(self) -> list[Current]:
        """For a unit without goals of its own: those of the board, else of its units."""
        sources = self._sources()
        boards = [s for s in sources if s.identity.unit is None]
        for source in [*boards, *sources]:
            nodes = namndmal_of(source, self._library)
            if nodes:
                return [self.as_current(node) for node in nodes]
        return []

    def _sources(self) -> list[StoredReport]:
        """Reports that may hold a goal's wording, the most telling first."""
        subject = self._subject
        every = [*subject.own, *subject.board_reports, *subject.sisters]
        kept = [r for r in every if r.identity.year <= self._year]
        return sorted(kept, key=self._rank)

    def _rank(self, stored: StoredReport) -> tuple[int, int, int, int, str]:
        identity = stored.identity
        whose = 0 if stored.document_id in self._mine else 1 if identity.unit is None else 2
        order = PLAN_FIRST if identity.year == self._year else NEWEST_FIRST
        follow_up = int(identity.year == self._year and identity.report_type is not ReportType.VP)
        kind = order.index(identity.report_type)
        return (-identity.year, follow_up, whose, kind, stored.document_id)

    def _worded(self, own: Node, neighbours: Sequence[Node]) -> Current:
        """One of the unit's goals, in the newest wording that some source has."""
        since = own.stored.identity.year
        whole_without: StoredReport | None = None
        for source in self._sources():
            if source.identity.year < since or source.document_id == own.stored.document_id:
                break
            whole = source.identity.unit is None or source.document_id in self._mine
            nodes = namndmal_of(source, self._library)
            found = paired(own, nodes, neighbours, self._embedder, whole) if nodes else None
            if found:
                return self._found(found, own)
            if whole and nodes and whole_without is None:
                whole_without = source
        if whole_without is not None:
            told = (
                f"Nämndmålet «{own.text}» finns inte i {named(whole_without)}. Lydelsen är ur "
                f"{named(own.stored)}; pröva om målet har utgått."
            )
            return Current(own, own, notes=(told,), gone=True)
        earlier = self._earlier(own)
        notes = self._from(own)
        if earlier is None and since == self._year and self._before():
            notes.append(_NEW)
        before = earlier.node if earlier else own
        mine = own if since < self._year else before
        changed, ground = self._changed(own, earlier)
        return Current(own, mine, changed, ground, tuple(notes), earlier=before)

    def gone(self, current: Sequence[Current]) -> list[Node]:
        """The goals of the unit's newest report before the year that no current goal stands for."""
        before = self._before()
        if not before:
            return []
        nodes = namndmal_of(before[0], self._library)
        now = [c.node for c in current]
        told = {w for c in current for w in c.wordings}
        return [
            n
            for n in nodes
            if not any(same_words(n.text, w) for w in told)
            and paired(n, now, nodes, self._embedder) is None
        ]

    def _before(self) -> list[StoredReport]:
        """The unit's reports of years before, with goals, the newest first."""
        mine = [s for s in self._sources() if s.document_id in self._mine]
        kept = [s for s in mine if s.identity.year < self._year]
        return [s for s in kept if namndmal_of(s, self._library)]

    def _found(self, found: Pairing, own: Node) -> Current:
        changed = difference(own.text, found.node.text)
        return Current(found.node, own, changed, found.ground, tuple(self._from(found.node)))

    def _earlier(self, own: Node) -> Pairing | None:
        """The goal in the unit's newest report of a year before, whatever its words."""
        year = own.stored.identity.year
        here = namndmal_of(own.stored, self._library)
        for source in self._sources():
            if source.document_id in self._mine and source.identity.year < year:
                among = namndmal_of(source, self._library)
                found = paired(own, among, here, self._embedder) if among else None
                if found:
                    return found
        return None

    def _changed(self, own: Node, earlier: Pairing | None) -> tuple[str, str]:
        if earlier is None:
            return "", ""
        return difference(earlier.node.text, own.text), earlier.ground

    def _new(self, own: Sequence[Node], known: Sequence[Current]) -> list[Current]:
        """Goals of the board's list for the year under KF-mål that the unit works under."""
        for source in self._sources():
            if source.identity.year < self._year or source.identity.unit is not None:
                continue
            nodes = namndmal_of(source, self._library)
            new = [n for n in nodes if not any(same_words(n.text, k.node.text) for k in known)]
            new = [n for n in new if any(same_kf(n.kf_mal, o.kf_mal) for o in own)]
            return [Current(n, None, notes=(*self._from(n), _NEW)) for n in new]
        return []

    def _from(self, node: Node) -> list[str]:
        """What must be said of where a goal's wording comes from."""
        identity = node.stored.identity
        told = []
        if identity.year < self._year:
            told.append(
                f"Ingen plan för {self._year} med nämndmålet «{node.text}» finns i biblioteket. "
                f"Lydelsen är ur {named(node.stored)}; stäm av den mot nämndens plan."
            )
        elif identity.report_type is not ReportType.VP:
            told.append(
                f"Ingen plan för {self._year} finns i biblioteket. Nämndmålets lydelse är ur "
                f"{named(node.stored)}, som följer upp det året."
            )
        elsewhere = node.stored.document_id not in self._mine
        if elsewhere and not told:
            told.append(
                f"Nämndmålet «{node.text}» är hämtat ur {named(node.stored)}, eftersom enhetens "
                f"egen plan för {self._year} inte finns i biblioteket."
            )
        return told


_NEW = "Målet är nytt för enheten: ingen egen tidigare text finns att bygga på."


def named(stored: StoredReport) -> str:
    """A report in running text: «verksamhetsplanen 2025 för …»."""
    identity = stored.identity
    kind = {
        ReportType.VP: "verksamhetsplanen",
        ReportType.VB: "verksamhetsberättelsen",
        ReportType.T1: "tertialrapport 1",
        ReportType.T2: "tertialrapport 2",
    }[identity.report_type]
    owner = identity.unit or f"{identity.board} stadsdelsnämnd"
    return f"{kind} {identity.year} för {owner}"
