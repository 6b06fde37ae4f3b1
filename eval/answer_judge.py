"""Judges one answer by what its kind of question demands, and sums the verdicts up.

What is right, by kind: *indikator* – every expected value stands in the answer (where none is
expected, every point). *faktum* – every key value, else the first point. *sammanfattning* – the
share of the points. *jamforelse* and *aktivitet_mal* – every value, else every point.
*obesvarbar* – refused, its premise corrected, or partial where the answer says which part is
missing; «this is the nearest» is not enough. ``eval.metrics.points`` and
``eval.metrics.forbidden`` tell how points and wrong values are judged. The demands themselves
stand in ``demands`` and are the same for every corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics.forbidden import WRONG, Suspect, suspects
from eval.metrics.latency import percentile
from eval.metrics.points import point_share, present
from eval.metrics.values import value_share
from eval.scoring import Record

SCOPES = ("saknad_enhet", "saknad_namnd", "saknad_period")
_PREMISE = "förutsättning"
_MISSING = re.compile(r"(?i)\b(?:saknas|finns\s+inte|finns\s+ingen|redovisas\s+inte)\b")


@dataclass(frozen=True, slots=True)
class Demand:
    """One figure of the list of demands: its name, what was reached of what is demanded."""

    name: str
    reached: float | None
    wanted: float
    most: bool = False
    """Whether the demand is an upper limit."""

    @property
    def met(self) -> bool | None:
        """None where there is nothing to judge."""
        if self.reached is None:
            return None
        return self.reached <= self.wanted if self.most else self.reached >= self.wanted


@dataclass(frozen=True, slots=True)
class Judged:
    """What one question gave: ``right`` is a share 0–1, ``suspects`` the doubtful values."""

    record: Record
    right: float | None
    suspects: tuple[Suspect, ...] = ()

    @property
    def wrong_value(self) -> bool:
        """Whether a forbidden value is given as the thing that was asked for."""
        return any(suspect.verdict == WRONG for suspect in self.suspects)


def judge(record: Record) -> Judged:
    """The verdict of one question."""
    case, reply = record.case, record.reply
    if reply is None:
        return Judged(record, None)
    text = "" if reply.refused else reply.text
    found = suspects(case.never, case.values, reply.statements, case.evidence)
    if not case.answerable:
        return Judged(record, float(_declined(record)), tuple(found))
    values = value_share(case.values, text)
    points = point_share(case.points, case.evidence, text, reply.quotes)
    if case.kind == "sammanfattning":
        right = points
    elif values is not None:
        right = float(values == 1)
    elif case.kind == "faktum":
        proof = case.evidence[0] if case.evidence else None
        right = float(present(case.points[0], proof, text, reply.quotes)) if case.points else None
    else:
        right = None if points is None else float(points == 1)
    return Judged(record, right, tuple(found))


def _declined(record: Record) -> bool:
    reply = record.reply
    if reply is None or reply.refused:
        return True
    said = " ".join(reply.warnings)
    if record.case.reason == "falsk_premiss":
        return _PREMISE in said
    return reply.status == "partial" and bool(_MISSING.search(said))


def demands(judged: Sequence[Judged]) -> list[Demand]:
    """Every figure that is demanded of the answers without a language model."""
    answerable = [j for j in judged if j.record.case.answerable]
    unanswerable = [j for j in judged if not j.record.case.answerable]
    by_scope = [j for j in unanswerable if j.record.case.reason in SCOPES]
    quotes = sum(len(j.record.reply.quotes) for j in judged if j.record.reply)
    wrong = sum(len(j.record.wrong_quotes) for j in judged)
    rows = [j for j in answerable if j.record.case.kind == "indikator"]
    times = [j.record.reply.milliseconds for j in judged if j.record.reply]
    refused = [float(j.record.reply.refused) for j in answerable if j.record.reply]
    return [
        Demand("indikator: rätt värde i svaret", _right(rows), 0.97),
        Demand("värde givet som något det inte är (andel av alla frågor)",
               _mean(float(j.wrong_value) for j in judged), 0.0, most=True),
        Demand("faktum: värde eller huvudpunkt", _right(_kind(answerable, "faktum")), 0.85),
        Demand("sammanfattning: punkter", _right(_kind(answerable, "sammanfattning")), 0.75),
        Demand("jämförelse: alla delar", _right(_kind(answerable, "jamforelse")), 0.80),
        Demand("aktivitet och mål", _right(_kind(answerable, "aktivitet_mal")), 0.90),
        Demand("citat ordagrant på sin sida", 1 - wrong / quotes if quotes else None, 1.0),
        Demand("väntad sida bland källorna", _mean(j.record.pages for j in answerable), 0.92),
        Demand("obesvarbar: enhet, nämnd eller period saknas", _right(by_scope), 1.0),
        Demand("obesvarbar: alla slag", _right(unanswerable), 0.80),
        Demand("avböjt i onödan", _mean(refused), 0.03, most=True),
        Demand("svarstid p95, ms", percentile(times, 0.95), 150.0, most=True),
    ]  # fmt: skip


def by_kind(judged: Sequence[Judged]) -> Mapping[str, tuple[int, float | None, float | None]]:
    """Questions, right and page match by kind of question."""
    kinds = sorted({j.record.case.kind for j in judged})
    groups = {kind: _kind(judged, kind) for kind in kinds}
    return {
        kind: (len(group), _right(group), _mean(j.record.pages for j in group))
        for kind, group in groups.items()
    }


def by_reason(judged: Sequence[Judged]) -> Mapping[str, tuple[int, int]]:
    """(rightly declined, all) of the questions without an answer, by reason."""
    found: dict[str, tuple[int, int]] = {}
    for one in judged:
        if not one.record.case.answerable:
            reason = one.record.case.reason or "okänt"
            right, every = found.get(reason, (0, 0))
            found[reason] = (right + int(one.right == 1), every + 1)
    return dict(sorted(found.items()))


def _kind(judged: Iterable[Judged], kind: str) -> list[Judged]:
    return [j for j in judged if j.record.case.kind == kind]


def _right(judged: Iterable[Judged]) -> float | None:
    return _mean(j.right for j in judged)


def _mean(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None
