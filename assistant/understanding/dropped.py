"""What a question seems to name and the user says that it does not mean: left out before reading.

The words themselves go, so that they neither fence nor find: «sjukfrånvaron 2022» without the year
is «sjukfrånvaron». Where one stretch tells of a year and a kind of report, the other stays. What
is wished for without a word of its own (the board of a unit) is dropped from the wish.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.understanding.names import Names
from assistant.understanding.periods import periods, spans
from ingest.model import Scope
from ingest.names import same_name

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def without(text: str, dropped: Scope, names: Names, today: date) -> str:
    """The text without the words that name what is dropped; unchanged where nothing is."""
    if dropped == Scope():
        return text
    cuts = [*_named(text, dropped, names), *_timed(text, dropped, today)]
    for start, end, instead in sorted(cuts, reverse=True):
        text = f"{text[:start]}{instead}{text[end:]}"
    text = re.sub(r"\s+([?.,!])", r"\1", " ".join(text.split()))
    return re.sub(r"\s+(?:för|i|på|hos|vid|från|under|år)(?=[?.!]*$)", "", text)


def less(wished: Scope, dropped: Scope) -> Scope:
    """The wish without what is dropped."""
    return replace(
        wished,
        boards=_kept(wished.boards, dropped.boards),
        units=_kept(wished.units, dropped.units),
        years=tuple(year for year in wished.years if year not in dropped.years),
        report_types=tuple(k for k in wished.report_types if k not in dropped.report_types),
    )


def _kept(names: tuple[str, ...], dropped: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if not any(same_name(name, d) for d in dropped))


def _named(text: str, dropped: Scope, names: Names) -> list[tuple[int, int, str]]:
    places = [match.span() for match in re.finditer(r"[^\W_]+", text.casefold())]
    gone = []
    for mention in names.mentions(text):
        theirs = dropped.units if mention.is_unit else dropped.boards
        if mention.end > mention.start and not _kept((mention.name,), theirs):
            gone.append((places[mention.start][0], places[mention.end - 1][1], ""))
    return gone


def _timed(text: str, dropped: Scope, today: date) -> list[tuple[int, int, str]]:
    """Stretches of time to cut, and what is left of each."""
    gone = []
    for start, end in _joined(spans(text, today)):
        piece = text[start:end]
        told = periods(piece, today)
        years_go = bool(told.years) and set(told.years) <= set(dropped.years)
        kinds_go = bool(told.report_types) and set(told.report_types) <= set(dropped.report_types)
        if years_go and (kinds_go or not told.report_types):
            gone.append((start, end, ""))
        elif years_go:
            gone.append((start, end, _YEAR.sub("", piece)))
        elif kinds_go:
            gone.append((start, end, " ".join(map(str, told.years))))
    return gone


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
