"""Reads on where the best sentence stands: what carries an account seldom repeats its topic.

«Frågan har varit uppe …» answers a question about the library that the sentence before names. So,
where a question asks what was written, done or planned, sections are ranked: by their best
sentence, by what their heading says of the question, and by how near in meaning their passage was
placed. A short section is read whole, in its order, so that the report's own «däremot» is never
lost; of a long one the paragraphs that hold the best sentences. The next best section follows as
long as there is room, then sentences from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence, joined, scope_words
from assistant.likeness import Likeness
from assistant.model import Asks, Found, Interpretation
from assistant.understanding.terms import default_terms, other_words
from assistant.words import fold
from ingest.library import Library
from ingest.model import PassageKind, Section, Sentence

_Unit = tuple[Sentence, ...]
_SUMMARY, _ACCOUNT = 12, 10
_HEADING = 0.6
_PLACED = (0.4, 0.25, 0.1)
_NEAR = 0.7
_PARAGRAPH = 6
_WIDE = re.compile(
    r"\bhur\s+(?:har\s+det\s+gått|gick\s+det|går\s+det|ser\s+det\s+ut|påverka\w*|jobba\w*|arbeta\w*"
    r"|ska\b|planera\w*|har\b.{0,60}\b(?:tagits|fått|gjort|jobbat|arbetat|utvecklat)\w*)"
    r"|\bvad\s+(?:\w+\s+){0,6}?(?:skrev|skriver|skrivit|rapportera\w*|berätta\w*|säger|sa|sägs|kom"
    r"|gör|gjorde|gjort|planera\w*|hände|hänt|innebar|innebär)\b"
    r"|\berfarenhet\w*|\bproblem\w*|\bvad\s+blev\s+resultatet\b|\bläget\b|\bpå\s+vil(?:ka|ket)\s+(?:sätt|vis)\b|\boch\s+hur\s+gick\s+det\b"
    r"|\bvilka\s+\S*(?:satsningar|insatser|åtgärder)\b"
)


def is_wide(meant: Interpretation) -> bool:
    """Whether the question asks for an account rather than for one thing."""
    if meant.asks is Asks.SUMMARY:
        return True
    one_thing = meant.asks in (Asks.DATE, Asks.GOALS) or meant.comparison
    return not one_thing and bool(_WIDE.search(meant.text.casefold()))


def room_for(meant: Interpretation) -> int:
    """How many sentences an account may have."""
    return _SUMMARY if meant.asks is Asks.SUMMARY else _ACCOUNT


def read_on(
    meant: Interpretation,
    best: Sequence[Evidence],
    found: tuple[Sequence[Evidence], Sequence[Found]],
    library: Library,
) -> list[Evidence]:
    """The best sections, sentence by sentence, then ``best``; ``found``: all evidence, passages."""
    evidence, placed = found
    room = room_for(meant)
    kept: list[Evidence] = []
    for leader in _leaders(meant, evidence, placed):
        if room - len(kept) >= 3:
            kept += _read(leader, evidence, library, room - len(kept))
    once: dict[str, Evidence] = {}
    for item in (*kept, *best):
        once.setdefault(fold(item.text), item)
    return list(once.values())[:room]


def _leaders(
    meant: Interpretation, evidence: Sequence[Evidence], placed: Sequence[Found]
) -> list[Evidence]:
    """The best sentence of the best section, and of the next where it is not far behind."""
    likeness = Likeness(
        meant.text, scope_words(meant), also=other_words(meant.text, default_terms())
    )
    near = {f.passage.id: lift for f, lift in zip(placed, _PLACED, strict=False)}
    first: dict[tuple[str, tuple[str, ...]], tuple[float, Evidence]] = {}
    for item in evidence:
        passage = item.passage
        if passage.kind is PassageKind.TABLE:
            continue
        heading = likeness.share(" ".join(passage.path[-1:]))
        score = item.score + _HEADING * heading + near.get(passage.id, 0.0)
        key = (passage.document_id, passage.path)
        if key not in first or score > first[key][0]:
            first[key] = (score, item)
    ranked = sorted(first.values(), key=lambda pair: -pair[0])
    return [item for score, item in ranked if score >= _NEAR * ranked[0][0]][:2]


def _read(
    leader: Evidence, evidence: Sequence[Evidence], library: Library, room: int
) -> list[Evidence]:
    """A section whole where there is room, else the paragraphs of its best sentences, in order."""
    paragraphs = _paragraphs(leader, library)
    units = [unit for paragraph in paragraphs for unit in paragraph]
    if len(units) <= room:
        return [_as_evidence(leader, unit) for unit in units]
    texts = [[fold(_text(unit)) for unit in paragraph] for paragraph in paragraphs]
    mine = [fold(e.text) for e in evidence if e.passage.path == leader.passage.path]
    taken: dict[tuple[int, int], _Unit] = {}
    for text in (fold(leader.text), *mine):
        for number, said in enumerate(texts):
            if text in said:
                at = said.index(text)
                start = max(0, min(at - 1, len(said) - _PARAGRAPH))
                for place in range(start, min(len(said), start + _PARAGRAPH)):
                    if len(taken) < room:
                        taken[number, place] = paragraphs[number][place]
    return [_as_evidence(leader, taken[key]) for key in sorted(taken)] or [leader]


def _paragraphs(item: Evidence, library: Library) -> list[list[_Unit]]:
    """The paragraphs of the section that a sentence stands in; of its row, where it is a row."""
    passage = item.passage
    report = library.contents(passage.document_id)
    if report is not None and passage.kind is PassageKind.TEXT:
        wanted = {(s.text, s.page) for s in item.sentences}
        for section in report.sections:
            if section.chain == passage.chain and wanted <= _places(section):
                return [joined(paragraph) for paragraph in section.paragraphs]
    return [joined(passage.sentences)]


def _places(section: Section) -> set[tuple[str, int]]:
    return {(s.text, s.page) for paragraph in section.paragraphs for s in paragraph}


def _as_evidence(leader: Evidence, unit: _Unit) -> Evidence:
    return replace(leader, text=_text(unit), sentences=unit)


def _text(unit: _Unit) -> str:
    return " ".join(sentence.text for sentence in unit)
