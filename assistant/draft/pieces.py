"""Sentences of a report as pieces that can stand alone in a draft, each with its sources.

A sentence cut by a page break is one piece with two sources. A sentence that points back
(«Detta …») brings the one before it along, and a problem brings the sentence that says what is
done about it, so that nothing carried forward loses what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft.signs import Sign, leans_back, signs_of
from assistant.model import Source
from ingest.model import Chain, Identity, Sentence, StoredReport
from ingest.passages import labelled

_LONGEST = 85
_DOES = Sign.WORKING | Sign.PROMISE | Sign.FOLLOW_UP


@dataclass(frozen=True, slots=True)
class Place:
    """Where text stands: the report, its chain of goals, its headings. ``own``: the unit's own."""

    stored: StoredReport
    chain: Chain
    headings: tuple[str, ...]
    own: bool = True

    @property
    def identity(self) -> Identity:
        """Whose report of which year it is."""
        return self.stored.identity

    @property
    def section(self) -> tuple[str, ...]:
        """The path as citations show it."""
        return (*labelled(self.chain), *self.headings)

    def source(self, page: int, quote: str) -> Source:
        """A source on a page of this report."""
        return Source(self.stored.document_id, self.identity, page, self.section, quote)


@dataclass(frozen=True, slots=True)
class Line:
    """A whole sentence: its text, its sources (two over a page break), its place in the text."""

    text: str
    sources: tuple[Source, ...]
    place: Place
    paragraph: int
    first: bool
    last: bool
    signs: Sign


@dataclass(frozen=True, slots=True)
class Piece:
    """One or a few sentences in a row that stand alone."""

    lines: tuple[Line, ...]
    score: float = 0.0

    @property
    def text(self) -> str:
        """The sentences, joined."""
        return " ".join(line.text for line in self.lines)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources, sentences side by side on one page as one quote."""
        joined: list[Source] = []
        for source in (s for line in self.lines for s in line.sources):
            last = joined[-1] if joined else None
            if last and (last.document_id, last.page) == (source.document_id, source.page):
                quote = f"{last.quote} {source.quote}"
                joined[-1] = Source(
                    source.document_id, source.identity, source.page, source.section, quote
                )
            else:
                joined.append(source)
        return tuple(joined)

    @property
    def place(self) -> Place:
        """Where the first sentence stands."""
        return self.lines[0].place

    @property
    def signs(self) -> Sign:
        """The signs of all its sentences."""
        found = Sign.NONE
        for line in self.lines:
            found |= line.signs
        return found

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def lines_of(paragraphs: Sequence[Sequence[Sentence]], place: Place) -> list[Line]:
    """All whole sentences of a section, in order."""
    made: list[Line] = []
    for number, paragraph in enumerate(paragraphs):
        groups = list(_whole(paragraph))
        for at, group in enumerate(groups):
            text = " ".join(s.text for s in group)
            sources = tuple(place.source(s.page, s.text) for s in group)
            first, last = at == 0, at == len(groups) - 1
            made.append(Line(text, sources, place, number, first, last, signs_of(text)))
    return made


def piece_at(lines: Sequence[Line], at: int) -> Piece:
    """The piece around a sentence: what it points back at, and what is done about it."""
    start = end = at
    while start > 0 and leans_back(lines[start].text) and at - start < 2:
        if _words(lines[start - 1 : end + 1]) > _LONGEST:
            break
        if lines[start - 1].place != lines[start].place:
            break
        start -= 1
    before = lines[start - 1] if start else None
    if before and lines[at].signs & _DOES and before.signs & (Sign.NEED | Sign.UNFINISHED):
        together = before.paragraph == lines[at].paragraph and before.place == lines[at].place
        if together and start == at and _words(lines[at - 1 : at + 1]) <= _LONGEST:
            return Piece(tuple(lines[at - 1 : at + 1]))
    follows = lines[at + 1] if at + 1 < len(lines) else None
    told = Sign.NEED | Sign.UNFINISHED
    if follows and lines[at].signs & told and follows.paragraph == lines[at].paragraph:
        does = leans_back(follows.text) or bool(follows.signs & _DOES)
        if does and follows.place == lines[at].place and _words(lines[start : at + 2]) <= _LONGEST:
            end = at + 1
    return Piece(tuple(lines[start : end + 1]))


def _whole(paragraph: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    half: tuple[Sentence, ...] = ()
    for sentence in paragraph:
        half = (*half, sentence)
        if not sentence.continues:
            yield half
            half = ()
    if half:
        yield half


def _words(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)
