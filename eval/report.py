"""Results as JSON and as Markdown tables, and the misses in words.

File names and the names of the measures stay the same from run to run, so that a change in the
figures shows as a change in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.originals import Original
from eval.scoring import Record
from eval.text import folded

_RETRIEVAL = ("questions", "recall@5", "recall@10", "mrr", "ndcg@10")
_ANSWERS = ("questions", "citations", "verbatim", "page_match", "value_exactness", "all_values")
_REFUSALS = ("precision", "recall", "wrongly_refused")
_TIMES = ("p50", "p95")


def save(result: Mapping[str, Any], folder: Path) -> Path:
    """Write ``NAME.json`` and ``NAME.md``; the path of the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / f"{result['suite']}.json").write_text(text + "\n", "utf-8")
    path = folder / f"{result['suite']}.md"
    path.write_text(markdown(result), "utf-8")
    return path


def markdown(result: Mapping[str, Any]) -> str:
    """All figures of a run: one table a part, one row a system and kind of question."""
    systems: Mapping[str, Any] = result["systems"]
    lines = [
        f"# {result['suite']}",
        "",
        f"{result['cases']} frågor, {result['reports']} rapporter, modell {result['model']}.",
    ]
    lines += _by_kind("Hittat underlag", "retrieval", _RETRIEVAL, systems)
    lines += _by_kind("Svar", "answers", _ANSWERS, systems)
    lines += _by_system("Uteblivna svar", "not_found", _REFUSALS, systems)
    for name, system in systems.items():
        reasons = system.get("not_found", {}).get("by_reason", {})
        title = f"Utan svar i underlaget, rätt avböjda: {name}"
        lines += _table(title, ("slag", "antal"), [[r, count] for r, count in reasons.items()])
    lines += _by_system("Svarstid, millisekunder", "latency_ms", _TIMES, systems)
    if result.get("paired"):
        lines += _table("Fråga för fråga mot jämförelsen (nDCG@10)", *_paired(result["paired"]))
    return "\n".join(lines) + "\n"


def _by_kind(
    title: str, part: str, columns: Sequence[str], systems: Mapping[str, Any]
) -> list[str]:
    rows = [
        [name, kind, *(figures[c] for c in columns)]
        for name, system in systems.items()
        for kind, figures in system.get(part, {}).items()
    ]
    return _table(title, ("system", "typ", *columns), rows)


def _by_system(
    title: str, part: str, columns: Sequence[str], systems: Mapping[str, Any]
) -> list[str]:
    rows = [
        [name, *(system[part][c] for c in columns)]
        for name, system in systems.items()
        if part in system
    ]
    return _table(title, ("system", *columns), rows)


def _paired(counts: Mapping[str, int]) -> tuple[Sequence[str], list[list[Any]]]:
    return ("bättre", "lika", "sämre"), [[counts["win"], counts["tie"], counts["loss"]]]


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    if not rows:
        return []
    lines = ["", f"## {title}", "", "| " + " | ".join(head) + " |"]
    lines.append("|" + " --- |" * len(head))
    return lines + ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) and value <= 1 else str(value)


def misses(records: Sequence[Record], files: Mapping[str, Original]) -> Iterator[str]:
    """What went wrong, question by question, for those who mend it."""
    for record in records:
        lines = [*_not_retrieved(record), *_wrong_answer(record, files)]
        if lines:
            yield f"{record.case.id} ({record.case.kind}) {record.case.question}"
            yield from (f"   {line}" for line in lines)


def _not_retrieved(record: Record) -> Iterator[str]:
    lost = [
        evidence
        for evidence, rank in zip(record.case.evidence, record.ranks, strict=False)
        if rank is None
    ]
    for evidence in lost:
        yield f"ej hittat: [{evidence.document}] {folded(evidence.quote)[:160]}"
    if lost:
        for number, piece in enumerate((record.pieces or ())[:3], 1):
            yield f"  {number}. [{piece.document} s. {piece.page}] {folded(piece.text)[:120]}"


def _wrong_answer(record: Record, files: Mapping[str, Original]) -> Iterator[str]:
    reply = record.reply
    if reply is None:
        return
    for quote in record.wrong_quotes:
        original = files.get(quote.document)
        where = sorted(original.pages_with(quote.quote)) if original else []
        place = f"{quote.document} s. {quote.page}, finns s. {where}"
        yield f"ej ordagrant: [{place}] {quote.quote[:200]}"
    if reply.refused == record.case.answerable:
        verdict = "avböjt i onödan" if reply.refused else f"borde avböjas ({record.case.reason})"
        yield f"{verdict}: {folded(reply.text)[:240]}"
    elif record.values is not None and record.values < 1:
        yield f"värden saknas, väntade {list(record.case.values)}: {folded(reply.text)[:240]}"
    elif record.pages is not None and record.pages == 0:
        yield f"fel sidor, citerade {[(q.document, q.page) for q in reply.quotes]}"
