"""How sure is it whose report this is – from how many places of the report say the same.

Four places speak for themselves: the title block, the running heads, the file's own title and
the text with its tables. Each may be wrong on its own, the later ones more often than the first;
places that agree multiply their doubts away, and a place that names something else halves what
is left of the trust. What the person who hands the report in says is certain. The figures in
``_DOUBT`` are judgements and order the reports; they are not measured frequencies. Nothing is
decided here: a weak field gets a warning that asks a person to look. On the example corpus, with
title blocks, heads and file titles taken away in turn, fields above 0.95 were all right and
those below right four times in five.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.identity import Overrides, Traces, type_named, unit_printed_in
from ingest.model import Identity
from ingest.names import same_name
from ingest.organisation import Organisation, boards_printed_in
from ingest.text import fold

_DOUBT = {"cover": 0.03, "heads": 0.05, "title": 0.15, "text": 0.3}
_SILENCE = 0.1
"""The doubt of a board's own report, whose title block names no unit."""
_NO_TITLE = 0.4
"""The same where there is no title block to name one."""
_UNNAMED = 0.3
"""The doubt of a value that no place states outright, told by tables or wording only."""
WEAK = 0.8
_WORDS = {"board": "Nämnden", "unit": "Enheten", "year": "Året", "report_type": "Rapporttypen"}
_OPTIONS = {"board": "--namnd", "unit": "--enhet", "year": "--ar", "report_type": "--typ"}
_YEAR = re.compile(r"\b20\d\d\b")

Names = Callable[[str], set[str]]
"""What a place names of a field, in one spelling; empty where it is silent."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Between 0 and 1 for each field of an identity; 1 is certain."""

    board: float
    unit: float
    year: float
    report_type: float

    @property
    def least(self) -> float:
        """The trust in the whole: that of its weakest field, two decimals."""
        return round(min(self.board, self.unit, self.year, self.report_type), 2)

    def warnings(self, identity: Identity) -> tuple[str, ...]:
        """A Swedish sentence for each weak field, saying how to put it right."""
        told = {
            "board": identity.board,
            "unit": identity.unit or "nämnden själv",
            "year": str(identity.year),
            "report_type": identity.report_type.full_name,
        }
        return tuple(
            f"{_WORDS[field]} ({told[field]}) är osäkert avläst. Kontrollera uppgiften och ange "
            f"den annars själv: {_OPTIONS[field]} på kommandoraden eller i uppladdningens formulär."
            for field in told
            if getattr(self, field) < WEAK
        )


def trust_in(
    identity: Identity, traces: Traces, overrides: Overrides, organisation: Organisation
) -> Trust:
    """How sure each field of the identity is, given what the report says of itself."""

    def boards(text: str) -> set[str]:
        return {organisation.canonical(name, traces.body) for name in boards_printed_in(text)}

    def kinds(text: str) -> set[str]:
        found = type_named(text)
        return {str(found)} if found else set()

    def years(text: str) -> set[str]:
        return set(_YEAR.findall(text)) if type_named(text) else set()

    def score(stated: object, value: str, names: Names) -> float:
        return 1.0 if stated is not None else _score(value, list(_said(traces, names)))

    return Trust(
        board=score(overrides.board, identity.board, boards),
        unit=1.0 if overrides.unit is not None else _unit_score(identity, traces),
        year=score(overrides.year, str(identity.year), years),
        report_type=score(overrides.report_type, str(identity.report_type), kinds),
    )


def _said(traces: Traces, names: Names) -> Iterator[tuple[float, set[str]]]:
    """The doubt of each place that speaks, and what it names."""
    places = (
        (_DOUBT["cover"], _all_named((text for text, _ in traces.cover), names)),
        (_DOUBT["heads"], _all_named(traces.heads, names)),
        (_DOUBT["title"], names(fold(traces.title))),
        (_DOUBT["text"], _most_named(traces.body.splitlines(), names)),
    )
    yield from ((doubt, said) for doubt, said in places if said)


def _all_named(lines: Iterable[str], names: Names) -> set[str]:
    return {name for line in lines for name in names(fold(line))}


def _most_named(lines: Iterable[str], names: Names) -> set[str]:
    """What the lines name most often."""
    counts = Counter(name for line in lines for name in names(line))
    return {name for name, _ in counts.most_common(1)}


def _score(value: str, said: Sequence[tuple[float, set[str]]]) -> float:
    """Doubts of the places that agree multiplied; halved for each better place that does not."""
    agreeing = [doubt for doubt, names in said if _among(value, names)]
    best = min(agreeing, default=1.0)
    against = [doubt for doubt, names in said if not _among(value, names) and doubt < best]
    trust = 1.0 - (math.prod(agreeing) if agreeing else _UNNAMED)
    return float(trust * 0.5 ** len(against))


def _among(value: str, names: set[str]) -> bool:
    return any(same_name(value, name) for name in names)


def _unit_score(identity: Identity, traces: Traces) -> float:
    """A unit's name has no form of its own on a cover, so the name itself is looked for there."""
    unit = identity.unit
    said = list(_said(traces, unit_printed_in))
    if unit is None:
        silence = _SILENCE if traces.cover else _NO_TITLE
        return (1.0 - silence) * 0.5 ** len(said)
    if any(fold(text).casefold().endswith(unit.casefold()) for text, _ in traces.cover):
        said.append((_DOUBT["cover"], {unit}))
    if unit.casefold() in fold(traces.body).casefold():
        said.append((_DOUBT["text"], {unit}))
    return _score(unit, said)
