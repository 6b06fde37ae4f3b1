"""An account: what the reports say of a topic, told from whole sections within a limit of words.

What carries an account seldom repeats its topic: «Frågan har varit uppe …» answers a question
about the library that the sentence before names. So the sections that the search found are read
from the report, sentence by sentence, and each sentence gets a worth. In order of weight: the
place of its passage in the search, its own words, what the nearest heading says of the question,
and a figure. A sentence also inherits from its neighbours in the paragraph (more from the one
before, since a text goes on with what it began), and the items of a list from the line that ends
in a colon. The worthiest are told, section by section and in the order of the report, as long as
they are worth a fair part of the best and there is room; a best section that fits is told whole. A
single sentence left out between two that are told is told too: «däremot» never stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence, joined, scope_words, topic_of
from assistant.likeness import Likeness
from assistant.model import Found, Interpretation
from assistant.understanding.terms import default_terms, other_words
from assistant.words import fold
from ingest.library import Library
from ingest.model import Activity, IndicatorValue, Passage, PassageKind, Sentence
from ingest.passages import labelled
from ingest.wording import TEMPLATE_HEADINGS

_Unit = tuple[Sentence, ...]
_Units = list[tuple[int, _Unit]]
_SUMMARY = "Sammanfattande analys"
_WORDS = 280
_LEAST_WORDS = 3
_FLOOR = 0.45
_PLACED, _SILENT, _HEADING, _FIGURE, _ROW = 1.2, 0.6, 0.6, 0.1, 0.5
_ONWARD, _BACK = 0.7, 0.4
_SAME, _UNPLACED = 0.6, 0.5
_NAMES, _NAMES_WHOLLY = 0.5, 0.95
_TOLD = (PassageKind.TEXT, PassageKind.INDICATOR, PassageKind.ACTIVITY)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section's sentences with their paragraphs' numbers, and the evidence they are made after.

    ``named``: how many of the first sentences count although the search did not find them.
    """

    leader: Evidence
    units: _Units
    named: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence as evidence, with its section and paragraph by number, and its worth."""

    item: Evidence
    section: int
    paragraph: int
    worth: float

    def beside(self, other: _Piece) -> bool:
        """Whether the other stands in the same paragraph."""
        return (self.section, self.paragraph) == (other.section, other.paragraph)


def account(
    meant: Interpretation, evidence: Sequence[Evidence], placed: Sequence[Found], library: Library
) -> list[Evidence]:
    """The sentences of an account in reading order, the best section first; [] where none is.

    ``placed`` are the passages that ``evidence`` was made of, with their scores.
    """
    pieces = _inherited(_pieces(meant, evidence, placed, library))
    if not pieces:
        return []
    order = sorted(range(len(pieces)), key=lambda at: -pieces[at].worth)
    best = pieces[order[0]]
    own = [at for at, piece in enumerate(pieces) if piece.section == best.section]
    short = sum(_length(pieces[at]) for at in own) <= _WORDS
    worthy = [at for at in order if pieces[at].worth >= _FLOOR * best.worth]
    taken: set[int] = set()
    texts: set[str] = set()
    left = _WORDS
    for at in dict.fromkeys((*(own if short else ()), *worthy)):
        words, text = _length(pieces[at]), fold(pieces[at].item.text)
        if words < _LEAST_WORDS or text in texts or (taken and words > left):
            continue
        taken.add(at)
        texts.add(text)
        left -= words
    return [pieces[at].item for at in _whole(pieces, taken, texts)]


def _length(piece: _Piece) -> int:
    return len(piece.item.text.split())


def _whole(pieces: Sequence[_Piece], taken: set[int], texts: set[str]) -> list[int]:
    """What is told, with single gaps filled and no line left that only opens a list."""
    gaps = {
        at
        for at in range(1, len(pieces) - 1)
        if {at - 1, at + 1} <= taken
        and pieces[at].beside(pieces[at - 1])
        and pieces[at].beside(pieces[at + 1])
        and fold(pieces[at].item.text) not in texts
    }
    told = taken | gaps
    return [at for at in sorted(told) if not (_opens(pieces[at].item.text) and at + 1 not in told)]


def _pieces(
    meant: Interpretation, evidence: Sequence[Evidence], placed: Sequence[Found], library: Library
) -> list[_Piece]:
    """Every sentence of the sections that the passages stand in, the best placed section first.

    Then the sections that the search passed by though their headings name the topic.
    """
    known = {(e.passage.document_id, fold(e.text)): e for e in reversed(evidence)}
    topic = topic_of(meant.text)
    likeness = Likeness(topic, scope_words(meant), also=other_words(topic, default_terms()))
    if not likeness.words:  # «sammanfatta rapporten»: its own summary is what is asked for
        topic, likeness = _SUMMARY, Likeness(_SUMMARY)
    high, low = (placed[0].score, placed[-1].score) if placed else (0.0, 0.0)
    place = {f.passage.id: (f.score - low) / ((high - low) or 1.0) for f in placed}
    sections = _sections(placed, evidence, library)
    sections += _named_sections(sections, likeness, topic, library)
    pieces: list[_Piece] = []
    for number, section in enumerate(sections):
        leader = section.leader.passage
        items = [known.get((leader.document_id, fold(_text(u)))) for _, u in section.units]
        near = [place.get(item.passage.id, 0.0) if item else 0.0 for item in items]
        heading = _named(leader.path, likeness, topic)
        least = max(_SAME * max(near), _UNPLACED if heading == 1 else 0.0)
        around = " ".join((*leader.path, *(_text(unit) for _, unit in section.units)))
        weight = _PLACED if likeness.said(around) else _SILENT
        for at, (paragraph, unit) in enumerate(section.units):
            text, item = _text(unit), items[at]
            worth = _HEADING * heading + (_FIGURE if any(c.isdigit() for c in text) else 0.0)
            worth -= _ROW if leader.kind is PassageKind.INDICATOR and paragraph == 0 else 0.0
            if item is not None:
                worth += item.score + weight * max(near[at], least)
            elif at < section.named:
                worth += likeness.share(text) + _PLACED * _UNPLACED
            made = item or replace(section.leader, text=text, sentences=unit)
            pieces.append(_Piece(made, number, paragraph, worth))
    return pieces


def _sections(
    placed: Sequence[Found], evidence: Sequence[Evidence], library: Library
) -> list[_Section]:
    """The sections and rows that the passages stand in, each once, as they were placed."""
    first = {e.passage.id: e for e in reversed(evidence)}
    found: dict[tuple[str, str], _Section] = {}
    for item in placed:
        passage = item.passage
        if passage.kind in _TOLD and passage.id in first:
            units = _units_of(passage, library)
            key = (passage.document_id, " ".join(_text(unit) for _, unit in units[:2]))
            if units:
                found.setdefault(key, _Section(first[passage.id], units))
    return list(found.values())


def _named_sections(
    sections: Sequence[_Section], likeness: Likeness, topic: str, library: Library
) -> list[_Section]:
    """Sections of the first passage's report whose heading, or one above it, names the topic.

    Of one that only stands below such a heading the opening counts: what a chapter says of each of
    its parts.
    """
    if not sections or not likeness.words:
        return []
    leader = sections[0].leader
    report = library.contents(leader.passage.document_id)
    there = {fold(_text(unit)) for section in sections for _, unit in section.units}
    found = []
    for section in report.sections if report else ():
        units = list(_numbered([joined(paragraph) for paragraph in section.paragraphs]))
        if not units or fold(_text(units[0][1])) in there:
            continue
        path = (*labelled(section.chain), *section.headings)
        own = _named(path, likeness, topic) >= _NAMES
        above = max((likeness.share(heading) for heading in section.headings[:-1]), default=0.0)
        if own or above >= _NAMES_WHOLLY:
            sentences = units[0][1]
            passage = replace(
                leader.passage, kind=PassageKind.TEXT, path=path, chain=section.chain,
                sentences=sentences, row=None,
            )  # fmt: skip
            made = replace(leader, passage=passage, text=_text(sentences), sentences=sentences)
            found.append(_Section(made, units, len(units) if own else 1))
    return found


def _named(path: Sequence[str], likeness: Likeness, topic: str) -> float:
    """How much the nearest heading says of the topic; 1 where all it says is in the question.

    Under a goal the template's own headings say nothing: there the goal is the heading.
    """
    telling = [part for part in path if part not in TEMPLATE_HEADINGS]
    heading = " ".join(telling[-1:])
    said = likeness.share(heading)
    return 1.0 if said and Likeness(heading).share(topic) == 1 else said


def _units_of(passage: Passage, library: Library) -> _Units:
    """The sentences of a passage's section, with their paragraphs' numbers; of a row, its Analys.

    A list belongs to the line above that opens it.
    """
    report = library.contents(passage.document_id)
    if report is None:
        return [(0, unit) for unit in joined(passage.sentences)]
    if passage.kind is PassageKind.TEXT:
        opening = (passage.sentences[0].text, passage.page)
        for section in report.sections:
            said = ((s.text, s.page) for paragraph in section.paragraphs for s in paragraph)
            if section.chain == passage.chain and opening in said:
                return list(_numbered([joined(paragraph) for paragraph in section.paragraphs]))
        return [(0, unit) for unit in joined(passage.sentences)]
    rows: Sequence[IndicatorValue | Activity] = (
        report.indicators if passage.kind is PassageKind.INDICATOR else report.activities
    )
    if passage.row is None or passage.row >= len(rows):
        return []
    row = rows[passage.row]
    empty = isinstance(row, IndicatorValue) and row.certain and row.columns.outcome is None
    told = [] if empty else [(0, (Sentence(row.quote, row.page),))]
    return [*told, *((1, unit) for unit in joined(row.analysis))]


def _numbered(paragraphs: Sequence[Sequence[_Unit]]) -> Iterator[tuple[int, _Unit]]:
    number, listing = 0, False
    for paragraph in paragraphs:
        single = len(paragraph) == 1
        number += 0 if listing and single else 1
        yield from ((number, unit) for unit in paragraph)
        listing = bool(paragraph) and (_opens(_text(paragraph[-1])) or (listing and single))


def _inherited(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces with what they inherit from their neighbours, the one before counting more."""
    worths = [piece.worth for piece in pieces]
    for at in range(1, len(pieces)):
        if pieces[at].beside(pieces[at - 1]):
            worths[at] = max(worths[at], _ONWARD * worths[at - 1])
    for at in range(len(pieces) - 2, -1, -1):
        if pieces[at].beside(pieces[at + 1]):
            worths[at] = max(worths[at], _BACK * pieces[at + 1].worth)
    return [replace(piece, worth=worth) for piece, worth in zip(pieces, worths, strict=True)]


def _opens(text: str) -> bool:
    return text.rstrip().endswith(":")


def _text(unit: _Unit) -> str:
    return " ".join(sentence.text for sentence in unit)
