"""From questions to figures: runs every case through a system and sums the measures up.

``Record`` keeps what one question gave, so that misses can be shown and two systems compared
question by question. Means leave out questions that a measure says nothing about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics import not_found
from eval.metrics.latency import percentile
from eval.metrics.ndcg import ndcg
from eval.metrics.not_found import Refusal
from eval.metrics.page_match import page_match
from eval.metrics.rank import Piece, rank
from eval.metrics.recall import recall
from eval.metrics.reciprocal_rank import reciprocal_rank
from eval.metrics.values import value_share
from eval.metrics.verbatim import Quoted, not_verbatim
from eval.originals import Original
from eval.questions import Case
from eval.systems import Reply, System

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Record:
    """What one question gave; ``pieces`` or ``reply`` is None where that part was not run."""

    case: Case
    pieces: tuple[Piece, ...] | None
    ranks: tuple[int | None, ...]
    reply: Reply | None
    wrong_quotes: tuple[Quoted, ...] = ()
    values: float | None = None
    pages: float | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What to run: retrieval, answers or both."""

    retrieval: bool = True
    answers: bool = True


def run_case(system: System, case: Case, files: Mapping[str, Original], parts: Parts) -> Record:
    """Ask one question and judge what came.

    The answer comes first, so that its time holds the embedding of a question not seen before.
    """
    reply = system.reply(case) if parts.answers else None
    pieces: tuple[Piece, ...] | None = None
    ranks: tuple[int | None, ...] = ()
    if parts.retrieval and case.evidence:
        pieces = tuple(system.find(case, DEPTH))
        ranks = tuple(rank(pieces, evidence) for evidence in case.evidence)
    if reply is None:
        return Record(case, pieces, ranks, None)
    return Record(
        case=case,
        pieces=pieces,
        ranks=ranks,
        reply=reply,
        wrong_quotes=tuple(not_verbatim(reply.quotes, files)),
        values=value_share(case.values, "" if reply.refused else reply.text),
        pages=page_match(case.evidence, reply.quotes, files),
    )


def summary(records: Sequence[Record]) -> dict[str, Any]:
    """Every figure, rounded to four decimals; times to one."""
    kinds = ["alla", *sorted({r.case.kind for r in records})]
    groups = {k: [r for r in records if k in ("alla", r.case.kind)] for k in kinds}
    retrieval = {k: _retrieval(g) for k, g in groups.items() if any(r.ranks for r in g)}
    answered = [r for r in records if r.reply]
    if not answered:
        return {"retrieval": retrieval}
    answers = {k: _answers([r for r in g if r.reply]) for k, g in groups.items()}
    result = {"answers": answers, "not_found": _refusals(answered), "latency_ms": _times(answered)}
    return {"retrieval": retrieval, **result} if retrieval else result


def _retrieval(records: Sequence[Record]) -> dict[str, Any]:
    ranks = [r.ranks for r in records if r.ranks]
    return {
        "questions": len(ranks),
        "recall@5": mean(recall(r, 5) for r in ranks),
        "recall@10": mean(recall(r, 10) for r in ranks),
        "mrr": mean(map(reciprocal_rank, ranks)),
        "ndcg@10": mean(map(ndcg, ranks)),
    }


def _answers(records: Sequence[Record]) -> dict[str, Any]:
    quotes = sum(len(r.reply.quotes) for r in records if r.reply)
    wrong = sum(len(r.wrong_quotes) for r in records)
    return {
        "questions": len(records),
        "citations": quotes,
        "verbatim": round((quotes - wrong) / quotes, 4) if quotes else None,
        "page_match": mean(r.pages for r in records),
        "value_exactness": mean(r.values for r in records),
        "all_values": mean(None if r.values is None else float(r.values == 1) for r in records),
    }


def refusals(records: Iterable[Record]) -> list[Refusal]:
    """The refusals, as their measures take them."""
    return [Refusal(r.reply.refused, r.case.answerable, r.case.reason) for r in records if r.reply]


def _refusals(records: Sequence[Record]) -> dict[str, Any]:
    rows = refusals(records)
    by_reason = not_found.recall_by_reason(rows)
    return {
        "precision": rounded(not_found.precision(rows)),
        "recall": rounded(not_found.recall(rows)),
        "wrongly_refused": rounded(not_found.wrongly_refused(rows)),
        "by_reason": {reason: f"{right}/{every}" for reason, (right, every) in by_reason.items()},
    }


def _times(records: Sequence[Record]) -> dict[str, float | None]:
    times = [r.reply.milliseconds for r in records if r.reply]
    return {f"p{round(share * 100)}": rounded(percentile(times, share), 1) for share in (0.5, 0.95)}


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are there, to four decimals."""
    there = [value for value in values if value is not None]
    return round(sum(there) / len(there), 4) if there else None


def rounded(value: float | None, digits: int = 4) -> float | None:
    """Rounded where there is something to round."""
    return None if value is None else round(value, digits)


def paired(
    ours: Sequence[Record], theirs: Sequence[Record], measure: Callable[..., float | None] = ndcg
) -> dict[str, int]:
    """Question by question: where ours is better, equal or worse."""
    score = {r.case.id: measure(r.ranks) for r in theirs}
    result = {"win": 0, "tie": 0, "loss": 0}
    for record in ours:
        mine, other = measure(record.ranks), score.get(record.case.id)
        if mine is not None and other is not None:
            result["tie" if mine == other else "win" if mine > other else "loss"] += 1
    return result


def by_question(records: Sequence[Record]) -> dict[str, dict[str, Any]]:
    """What each question gave, in figures only: the ground for comparing two runs."""
    return {
        r.case.id: {
            "ranks": list(r.ranks),
            "refused": r.reply.refused if r.reply else None,
            "values": rounded(r.values),
            "pages": rounded(r.pages),
        }
        for r in records
    }
