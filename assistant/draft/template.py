"""The headings of a draft, and what each is for.

Precedence: the headings that the caller names; those of the board's newest plan, in the order
that most of its goals have them; the city's template. A heading has a role by its words; what is
written for a role that no heading has goes to the nearest that there is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from assistant.draft.subject import Subject
from assistant.words import fold
from ingest.library import Library
from ingest.model import ReportType, StoredReport

CITY = ("Förväntat resultat", "Arbetssätt", "Resursanvändning", "Uppföljning", "Utveckling")
_NOT_FOR_UNITS = ("beskrivning", "analys", "indikatorer", "aktiviteter")
_SHARE = 0.2


class Role(StrEnum):
    """What is written under a heading."""

    EXPECTED = "expected"
    WORKING = "working"
    RESOURCES = "resources"
    FOLLOW_UP = "follow_up"
    DEVELOPMENT = "development"


_ROLES = (
    (Role.RESOURCES, r"resurs|budget|ekonomi|bemanning"),
    (Role.FOLLOW_UP, r"uppfölj|mät|utvärder|kontroll"),
    (Role.DEVELOPMENT, r"utveckl|nästa steg|framåt|förbättr"),
    (Role.EXPECTED, r"förvänta|resultat\b|effekt|\bmål\b"),
    (Role.WORKING, r"arbetssätt|metod|genomför|insats|åtgärd|gör vi|aktivitet"),
)
_INSTEAD = {
    Role.EXPECTED: (Role.WORKING, Role.DEVELOPMENT),
    Role.WORKING: (Role.DEVELOPMENT, Role.EXPECTED),
    Role.RESOURCES: (Role.WORKING, Role.EXPECTED),
    Role.FOLLOW_UP: (Role.WORKING, Role.EXPECTED),
    Role.DEVELOPMENT: (Role.WORKING, Role.EXPECTED),
}


def role_of(heading: str) -> Role | None:
    """What a heading is for, by its words; None where they do not tell."""
    return next((role for role, words in _ROLES if re.search(words, heading.casefold())), None)


class Template:
    """The headings of one draft and where what is written goes."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = tuple(dict.fromkeys(h.strip() for h in headings if h.strip()))
        self._by_role: dict[Role, str] = {}
        for heading in self.headings:
            role = role_of(heading)
            if role is not None:
                self._by_role.setdefault(role, heading)

    def heading(self, role: Role) -> str:
        """The heading that a role's text goes under."""
        for one in (role, *_INSTEAD[role]):
            if one in self._by_role:
                return self._by_role[one]
        return self.headings[0]

    def own(self, role: Role) -> bool:
        """Whether the template has a heading of the role's own."""
        return role in self._by_role

    def of_printed(self, printed: str) -> Role | None:
        """The role of a heading in a report, where it is one that the draft carries on."""
        return None if fold(printed).rstrip(":") in _NOT_FOR_UNITS else role_of(printed)


def newest_headings(
    subject: Subject, library: Library
) -> tuple[tuple[str, ...], StoredReport | None]:
    """The headings under the enhetsmål of the board's newest plan, and that plan."""
    every = (*subject.own, *subject.board_reports, *subject.sisters)
    plans = [r for r in every if r.identity.report_type is ReportType.VP]
    mine = {r.document_id for r in subject.own}
    plans.sort(key=lambda r: (-r.identity.year, r.document_id not in mine, r.document_id))
    for plan in plans:
        headings = _headings_of(plan, library)
        if headings:
            return headings, plan
    return CITY, None


def _headings_of(plan: StoredReport, library: Library) -> tuple[str, ...]:
    """The headings that enhetsmål have, those in few of them left out, in their order."""
    report = library.contents(plan.document_id)
    orders: dict[tuple[str | None, str], list[str]] = {}
    for section in report.sections if report else ():
        chain = section.chain
        if chain.enhetsmal and section.headings:
            printed = section.headings[0].rstrip(":").strip()
            if fold(printed) not in _NOT_FOR_UNITS and role_of(printed):
                orders.setdefault((chain.namndmal, chain.enhetsmal), []).append(printed)
    spread = Counter(h for order in orders.values() for h in set(order))
    kept = {h for h, count in spread.items() if count >= max(1, _SHARE * len(orders))}
    place = {h: _mean([order.index(h) for order in orders.values() if h in order]) for h in kept}
    late = {h: max(order.index(h) for order in orders.values() if h in order) for h in kept}
    return tuple(sorted(kept, key=lambda h: (late[h], place[h])))


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)
