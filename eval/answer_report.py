"""The figures of the answers as Swedish Markdown, and what was missed in words.

A report of the example corpus may be kept: its reports are invented. Questions, answers and quotes
of other corpora are only printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from eval.answer_judge import Demand, Judged, by_kind, by_reason, demands
from eval.metrics.forbidden import WRONG
from eval.metrics.latency import percentile
from eval.originals import Original
from eval.text import folded

_LONGEST = 240


def answer_markdown(name: str, judged: Sequence[Judged], about: str) -> str:
    """Every demanded figure, then the figures by kind and by reason, then the times."""
    lines = [f"# Svar utan språkmodell: {name}", "", about]
    lines += _table("Krav", ("mått", "nått", "krav", ""), map(_demand, demands(judged)))
    kinds = [(kind, n, _figure(right), _figure(pages))
             for kind, (n, right, pages) in by_kind(judged).items()]  # fmt: skip
    lines += _table("Per frågetyp", ("typ", "frågor", "rätt", "väntad sida"), kinds)
    reasons = [(reason, f"{right}/{every}") for reason, (right, every) in by_reason(judged).items()]
    lines += _table("Utan svar i underlaget, rätt avböjda", ("slag", "antal"), reasons)
    times = [j.record.reply.milliseconds for j in judged if j.record.reply]
    laps = [(f"p{round(100 * s)}", f"{percentile(times, s) or 0:.0f}") for s in (0.5, 0.9, 0.95)]
    lines += _table("Svarstid, millisekunder", ("andel", "tid"), laps)
    missed = [(j.record.case.id, j.record.case.kind, _verdict(j)) for j in judged if _verdict(j)]
    lines += _table("Missade frågor", ("id", "typ", "vad"), missed)
    return "\n".join(lines) + "\n"


def answer_misses(judged: Sequence[Judged], files: Mapping[str, Original]) -> Iterator[str]:
    """What went wrong, question by question, with the answer, for those who mend it."""
    for one in judged:
        verdict = _verdict(one)
        if not verdict and not one.suspects:
            continue
        case, reply = one.record.case, one.record.reply
        yield f"{case.id} ({case.kind}) {case.question}"
        yield f"   {verdict or 'att granska'}; väntat: {list(case.values) or list(case.points)}"
        if reply:
            yield f"   svar ({reply.status}): {folded(reply.text)[:_LONGEST]}"
        for suspect in one.suspects:
            yield f"   {suspect.verdict}: {suspect.value} i «{folded(suspect.statement)[:160]}»"
        for quote in one.record.wrong_quotes:
            original = files.get(quote.document)
            where = sorted(original.pages_with(quote.quote)) if original else []
            yield f"   ej ordagrant: {quote.document} s. {quote.page}, finns s. {where}"


def _verdict(one: Judged) -> str:
    case, reply = one.record.case, one.record.reply
    if reply is None:
        return ""
    told = []
    if case.answerable and reply.refused:
        told.append("avböjt i onödan")
    elif not case.answerable and one.right == 0:
        told.append(f"borde avböjas ({case.reason})")
    elif one.right is not None and one.right < 1 and case.answerable:
        told.append(f"ofullständigt ({_figure(one.right)})" if one.right else "rätt svar saknas")
    if one.record.pages is not None and one.record.pages < 1 and not reply.refused:
        told.append(f"väntad sida {_figure(one.record.pages)}")
    if one.wrong_value:
        told.append("fel värde: " + ", ".join(s.value for s in one.suspects if s.verdict == WRONG))
    if one.record.wrong_quotes:
        told.append("citat ej ordagrant")
    return "; ".join(told)


def _demand(demand: Demand) -> tuple[str, str, str, str]:
    sign = "≤" if demand.most else "≥"
    met = "–" if demand.met is None else "ja" if demand.met else "**nej**"
    return demand.name, _figure(demand.reached), f"{sign} {_figure(demand.wanted)}", met


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value > 1 else f"{value:.3f}".replace(".", ",")


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    listed = [tuple(map(str, row)) for row in rows]
    if not listed:
        return []
    lines = ["", f"## {title}", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in listed]
