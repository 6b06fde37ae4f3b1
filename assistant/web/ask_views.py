"""What Fråga shows of an answer: plain values for the templates, no markup.

Statements are grouped under the report that they come from; a comparison is a grid, and the
statements that it tells are left to it. What was understood is said filter by filter, with where
it was understood from, and each can be dropped: a chosen filter is taken away, an understood one
is named as not meant.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from assistant.api.convert import answer_shape
from assistant.api.shapes import AskResponse, CitationShape, IndicatorShape
from assistant.api.told import carried
from assistant.model import Answer, Grid, Statement
from assistant.web.views import LEGENDS, Pairs, label_of, reporter, scope_pairs, source_line
from ingest.library import Library
from ingest.model import ReportType, Scope

_FEW = 4
_LOOKED_AT = 6
_COLUMNS = (
    ("outcome", "Utfall"),
    ("outcome_men", "Män/pojkar"),
    ("outcome_women", "Kvinnor/flickor"),
    ("previous", "Året före"),
    ("forecast", "Prognos"),
    ("target", "Årsmål"),
    ("city_target", "KF:s årsmål"),
    ("period", "Period"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the words, the filters chosen, what is not meant, and the answer's key."""

    question: str
    scope: Scope = Scope()
    dropped: Scope = Scope()
    key: str = ""

    @property
    def name(self) -> str:
        """What tells this answer's ids from others' in the same page."""
        told = self.key or self.url
        return self.key or hashlib.sha256(told.encode()).hexdigest()[:10]

    @property
    def pairs(self) -> Pairs:
        """The names and values of the address."""
        gone = (("utan", f"{name}:{value}") for name, value in scope_pairs(self.dropped))
        return [("q", self.question), *scope_pairs(self.scope), *gone]

    @property
    def url(self) -> str:
        """The address that asks the same."""
        return f"/?{urlencode(self.pairs)}"

    def without(self, pair: tuple[str, str]) -> str:
        """The address that asks without one chosen filter or one understood."""
        if pair in scope_pairs(self.scope):
            return f"/?{urlencode([p for p in self.pairs if p != pair])}"
        return f"/?{urlencode([*self.pairs, ('utan', ':'.join(pair))])}"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood; ``without`` is the address that drops it."""

    label: str
    value: str
    origin: str
    without: str


@dataclass(frozen=True, slots=True)
class Group:
    """Statements from one report, one after the other."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to follow up with, and the address that asks it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that the answer's template shows."""

    asked: Asked
    shape: AskResponse
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    suggestions: tuple[Suggestion, ...]
    columns: tuple[tuple[str, str], ...]
    sources: dict[int, CitationShape]
    grid: Grid | None
    about: str
    """What the page sends back to have the answer judged or made a file of."""

    @property
    def found(self) -> bool:
        """Whether there is anything to show but the explanation."""
        return self.shape.status != "not_found"

    @property
    def few(self) -> bool:
        """Whether the sources are so few that they stand open."""
        return len(self.sources) <= _FEW

    @property
    def reworded(self) -> str | None:
        """The question in stand-alone form, where that differs from what was typed."""
        meant = self.shape.interpretation.question.strip()
        return meant if meant and _plain(meant) != _plain(self.asked.question) else None

    @property
    def status(self) -> str:
        """How it went, for those who listen."""
        if not self.found:
            return "Sökningen är klar. Inget svar hittades."
        count = len(self.sources)
        return f"Svaret är klart, med {count} {'källa' if count == 1 else 'källor'}."


def answer_view(asked: Asked, answer: Answer) -> AnswerView:
    """The answer as the page shows it."""
    shape = answer_shape(answer)
    told = carried(asked.question, answer, shape, asked.scope)
    return AnswerView(
        asked=asked,
        shape=shape,
        groups=_groups(answer),
        chips=_chips(asked, answer.interpretation.scope),
        suggestions=tuple(_suggestion(text, asked.scope) for text in answer.suggestions),
        columns=_filled(shape.indicators),
        sources={c.id: c for c in shape.citations},
        grid=answer.grid,
        about=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" ?.!")


def _suggestion(text: str, scope: Scope) -> Suggestion:
    return Suggestion(text, Asked(text, scope).url)


def _groups(answer: Answer) -> tuple[Group, ...]:
    sources = {c.id: c.identity for c in answer.citations}
    within = answer.grid.stands_for if answer.grid else frozenset[str]()
    groups: list[Group] = []
    for statement in answer.statements:
        if statement.text in within:
            continue
        first = next((sources[i] for i in statement.citations if i in sources), None)
        heading = "Uträknat" if statement.kind == "computed" else source_line(first)
        if groups and groups[-1].heading == heading:
            last = groups[-1]
            groups[-1] = replace(last, statements=(*last.statements, statement))
        else:
            groups.append(Group(heading, (statement,)))
    return tuple(groups)


def _filled(rows: Sequence[IndicatorShape]) -> tuple[tuple[str, str], ...]:
    return tuple(column for column in _COLUMNS if any(getattr(row, column[0]) for row in rows))


def _chips(asked: Asked, meant: Scope) -> tuple[Chip, ...]:
    picked = scope_pairs(asked.scope)
    understood = (pair for pair in scope_pairs(meant) if pair not in picked)
    return tuple(
        Chip(
            LEGENDS[pair[0]],
            label_of(*pair),
            "valt av dig" if pair in picked else "tolkat ur frågan",
            asked.without(pair),
        )
        for pair in [*picked, *understood]
    )


def examples(library: Library) -> tuple[Suggestion, ...]:
    """Questions to begin with, of the year that the library holds most of; () for an empty one."""
    reports = [r.identity for r in library.reports()]
    followed = [i for i in reports if i.report_type is ReportType.VB]
    if not followed:
        return ()
    counts = Counter(i.year for i in followed)
    newest = max(counts, key=lambda year: (counts[year], year))
    units = sorted(i.unit for i in followed if i.unit and i.year == newest)
    names = Counter(_names_in(library, newest))
    texts = []
    if names:
        common = max(sorted(names), key=lambda name: names[name])
        where = f" per enhet {newest}" if len(units) > 1 else f" {newest}"
        texts.append(f"Vad var utfallet för {common}{where}?")
    if units:
        texts.append(f"Vilka mål hade {units[0]} {newest}?")
        texts.append(f"Vad har {units[-1]} utvecklat under {newest}?")
    return tuple(_suggestion(text, Scope()) for text in texts)


def _names_in(library: Library, year: int) -> Iterator[str]:
    """The indicators that some of a year's follow-ups tell; all would be slow to read."""
    held = library.reports(Scope(years=(year,), report_types=(ReportType.VB,)))
    for stored in held[:_LOOKED_AT]:
        yield from {row.name for row in library.rows(stored) if row.certain}


def said_in(shape: AskResponse, longest: int) -> str:
    """The answer's words for the history of the conversation, cut."""
    told: Any = " ".join(statement.text for statement in shape.statements) or shape.answer
    return str(told)[:longest]


__all__ = ["AnswerView", "Asked", "answer_view", "examples", "reporter", "said_in"]
