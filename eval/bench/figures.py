"""From what the pipelines told to figures: each a ratio to the program's own, in the same run.

``embedded`` is the share of the characters given to the model that it reads, the rest being cut
at its window. ``recall`` shows every system's hits in their order until ``characters`` have been
shown (the last one cut), and counts the evidence quotes that at least 80 % of the words of are
then seen, in a text of the right report; so a system cannot win by showing longer pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from eval.bench.running import Ran
from eval.metrics.latency import percentile
from eval.questions import Case
from eval.text import share_of_words

_ENOUGH = 0.8
Hits = Sequence[tuple[str, str]]


@dataclass
class Measured:
    """What a pipeline gave in each round."""

    name: str
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    texts: Sequence[str] = ()
    recall: float | None = None
    shown: float | None = None
    """Characters that the recall saw of a question's hits, in the middle."""
    embedded: float = 1.0
    why_not: str = ""

    def take_in(self, ran: Ran) -> None:
        """A round of ingest."""
        self.seconds.append(ran.told["seconds"])
        self.texts = ran.told["texts"]
        self.peaks.append(ran.peak_mb)
        self.cpu.append(ran.cpu_s)

    def take_answers(self, told: dict[str, Any]) -> None:
        """A round of questions; the first was asked before, and its embedding is remembered."""
        self.first.append(told["first_s"])
        self.rest.append(told["rest_mb"])
        self.times += [answer["ms"] for answer in told["answers"][1:]]


def embedded(texts: Iterable[str], read: Callable[[str], int]) -> float:
    """The share of the characters that the model reads; ``read`` tells how many of a text."""
    pairs = [(min(read(text), len(text)), len(text)) for text in texts]
    return sum(seen for seen, _ in pairs) / max(sum(length for _, length in pairs), 1)


def shown(hits: Hits, characters: int) -> list[tuple[str, str]]:
    """The first hits, so many characters of them in all."""
    found = []
    left = characters
    for document, text in hits:
        if left <= 0:
            break
        found.append((document, text[:left]))
        left -= len(text)
    return found


def recall(cases: Sequence[Case], answers: Sequence[Hits], characters: int) -> float | None:
    """The mean share of a question's evidence that is seen among so many characters."""
    shares = []
    for case, hits in zip(cases, answers, strict=True):
        if case.evidence:
            seen = shown(hits, characters)
            held = [
                any(
                    document == evidence.document
                    and share_of_words(evidence.quote, text) >= _ENOUGH
                    for document, text in seen
                )
                for evidence in case.evidence
            ]
            shares.append(sum(held) / len(held))
    return sum(shares) / len(shares) if shares else None


def table(reports: int, rounds: Sequence[Measured], ours: str) -> str:
    """Two Markdown tables: taking in, and asking."""
    ran = [one for one in rounds if one.seconds]
    mine = next(one for one in ran if one.name == ours)
    lines = [
        "| Inläsning | s/rapport | gånger vår tid | processor-s | gånger vår | stycken | stycken/s "
        "| minne, MB | inbäddat |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in ran:
        spent, pieces = median(one.seconds), len(one.texts)
        lines.append(
            f"| {one.name} | {_number(spent / reports, 2)} "
            f"| {_number(_times(one.seconds, mine.seconds), 2)} "
            f"| {_number(median(one.cpu), 1)} | {_number(_times(one.cpu, mine.cpu), 2)} | {pieces} "
            f"| {_number(pieces / spent, 1)} | {_number(max(one.peaks), 0)} "
            f"| {_number(100 * one.embedded, 0)} % |"
        )
    if not any(one.first for one in ran):
        return "\n".join(lines)
    lines += [
        "",
        "| Frågor | till första svaret, s | p50, ms | p95 | p99 | minne, MB | återfunnet "
        "| visade tecken |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in (each for each in ran if each.first):
        laps = " | ".join(_number(percentile(one.times, s) or 0.0, 1) for s in (0.5, 0.95, 0.99))
        lines.append(
            f"| {one.name} | {_number(median(one.first), 1)} | {laps} "
            f"| {_number(median(one.rest), 0)} | {_number(one.recall, 2)} "
            f"| {_number(one.shown, 0)} |"
        )
    return "\n".join(lines)


def _times(theirs: Sequence[float], mine: Sequence[float]) -> float:
    """How many times ours, the rounds compared one by one: they ran one after the other."""
    return median(a / max(b, 1e-9) for a, b in zip(theirs, mine, strict=False))


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")
