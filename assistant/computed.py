"""What is worked out from cells, and said to be: differences, and premises that cells refute.

A difference is made of two cited cells in the same measure. A «varför sjönk …» takes a direction
for granted: where a row has this year's and last year's outcome, the direction is checked, and
where it is the other one the answer says so with both figures. Where there is no such row, a
sentence about the thing that states the other direction, and none that states the one asked, does.
Better and worse are no directions of a figure (more sick leave is worse, more satisfied users are
better): they are held only against a figure that did not change, or a sentence that says the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.columns import columns_asked
from assistant.evidence import Evidence, scope_words
from assistant.likeness import Likeness
from assistant.model import Asks, Claim, FoundIndicator, Interpretation, Source
from assistant.writers.extractive import owner_of, period_of, previous_period, row_source
from ingest.numbers import Number, parse_number

_DOWN = re.compile(
    r"\b(?:sjönk|sjunkit|sjunker|minska\w*|gått\s+ner|gick\s+ner|gått\s+ned|gick\s+ned|föll|fallit"
    r"|lägre|färre)\b"
)
_UP = re.compile(r"\b(?:öka\w*|steg|stigit|stiger|gått\s+upp|gick\s+upp|högre|fler|växte|vuxit)\b")
_WORSE = re.compile(r"\bförsämra\w*|\bblev\s+\w*\s*sämre\b|\bblivit\s+\w*\s*sämre\b")
_BETTER = re.compile(r"\bförbättra\w*|\bblev\s+\w*\s*bättre\b|\bblivit\s+\w*\s*bättre\b")
_DIRECTIONS = {"up": _UP, "down": _DOWN, "better": _BETTER, "worse": _WORSE}
_OTHER = {"up": "down", "down": "up", "better": "worse", "worse": "better"}
_LOOKED_AT = 12
_SAYS = 0.6


def differences(meant: Interpretation, rows: Sequence[FoundIndicator]) -> list[Claim]:
    """Differences that the question sets side by side: between two rows, or to the year before."""
    if columns_asked(meant) == ("outcome_men", "outcome_women") and rows:
        columns = rows[0].value.columns
        names = ("män/pojkar", "kvinnor/flickor")
        return _within(rows[0], names, columns.outcome_men, columns.outcome_women)
    distinct = {row.document_id: row for row in reversed(rows)}
    years = {row.identity.year for row in rows}
    apart = len(years) > 1 and len(meant.scope.years) == 1  # one year asked, one of them is another
    if len(distinct) == 2 and len({row.value.name for row in rows}) == 1 and not apart:
        one, two = sorted(distinct.values(), key=list(rows).index)
        return _between(one, two) if _compare(one, two, meant) else []
    if rows and columns_asked(meant) == ("outcome", "previous"):
        columns = rows[0].value.columns
        names = (period_of(rows[0]), previous_period(rows[0]))
        return _within(rows[0], names, columns.outcome, columns.previous)
    return []


def told_otherwise(meant: Interpretation, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence that states the other direction than a «varför» takes for granted, if any."""
    asked = _direction(meant.text)
    if meant.asks is not Asks.REASON or asked is None:
        return None
    subject = meant.text.casefold()
    for pattern in _DIRECTIONS.values():
        subject = pattern.sub(" ", subject)
    likeness = Likeness(subject, scope_words(meant))
    if not likeness.words:
        return None
    about = [e for e in evidence[:_LOOKED_AT] if likeness.share(e.text) >= _SAYS]
    stated = [(_direction(e.text), e) for e in about]
    if any(direction == asked for direction, _ in stated):
        return None
    return next((e for direction, e in stated if direction == _OTHER[asked]), None)


def refutes(sentence: Evidence) -> str:
    """The warning that goes with such a sentence."""
    return f"Frågans förutsättning stämmer inte: rapporten säger «{sentence.text.rstrip('.')}»."


def _direction(text: str) -> str | None:
    """«up», «down», «better» or «worse»; None where a text states none or several, or denies."""
    folded = text.casefold()
    stated = [name for name, pattern in _DIRECTIONS.items() if pattern.search(folded)]
    if len(stated) != 1 or re.search(r"\b(?:inte|ej|varken)\b", folded):
        return None
    return stated[0]


def refuted(meant: Interpretation, rows: Sequence[FoundIndicator]) -> str | None:
    """A warning where a «varför» takes for granted what the row's own figures refute."""
    if meant.asks is not Asks.REASON or not rows:
        return None
    folded = meant.text.casefold()
    asked = {name for name, pattern in _DIRECTIONS.items() if pattern.search(folded)}
    if not asked or asked >= {"up", "down"}:
        return None
    row = rows[0]
    now, before = parse_number(row.value.columns.outcome), parse_number(row.value.columns.previous)
    if now is None or before is None or now.measure != before.measure:
        return None
    step = now.value - before.value
    if step and not (asked & {"up", "down"}):
        return None
    if (step < 0 and "down" in asked) or (step > 0 and "up" in asked):
        return None
    became = "var oförändrad" if step == 0 else "ökade" if step > 0 else "minskade"
    told = f"{row.value.columns.outcome} mot {row.value.columns.previous}"
    return (
        f"Frågans förutsättning stämmer inte: {row.value.name} {became} enligt {period_of(row)} "
        f"({told} för {previous_period(row)})."
    )


def _compare(one: FoundIndicator, two: FoundIndicator, meant: Interpretation) -> bool:
    """Whether two rows differ in one thing, whose they are or which year; else it must be asked."""
    if meant.comparison or meant.parts:
        return True
    if owner_of(one.identity) == owner_of(two.identity):
        return one.identity.year != two.identity.year
    return period_of(one) == period_of(two)


def _between(one: FoundIndicator, two: FoundIndicator) -> list[Claim]:
    first, second = one.value.columns.outcome, two.value.columns.outcome
    step = _step(parse_number(first), parse_number(second))
    if step is None:
        return []
    told = [f"{owner_of(r.identity)} {period_of(r)}" for r in (one, two)]
    text = f"Skillnad, uträknad: {step} ({told[0]}: {first}; {told[1]}: {second})."
    return [Claim(text, (row_source(one), row_source(two)), "computed")]


def _within(
    row: FoundIndicator, names: tuple[str, str], first: str | None, second: str | None
) -> list[Claim]:
    step = _step(parse_number(first), parse_number(second))
    if step is None:
        return []
    text = f"Skillnad, uträknad: {step} ({names[0]}: {first}; {names[1]}: {second})."
    sources: tuple[Source, ...] = (row_source(row),)
    return [Claim(text, sources, "computed")]


def _step(one: Number | None, two: Number | None) -> str | None:
    """«4,6 procentenheter», without a sign; None where the two do not compare."""
    if one is None or two is None or one.measure != two.measure:
        return None
    step = round(abs(one.value - two.value), 4)
    number = f"{step:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    measure = "procentenheter" if one.measure == "%" else one.measure or ""
    return f"{number} {measure}".strip()
