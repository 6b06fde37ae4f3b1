"""Claims of a draft: what is said, the places it rests on, and how it is held to them.

Carried text says from which report it is, and is marked when that is older than two years, when
its own plan dated it, or when the goal behind it has gone. What a sourced claim asserts, its frame
aside («Så var läget 2022: …», «(VB 2022)»), passes ``assistant.verify`` as an answer's does. A
proposal asserts nothing: what it quotes must stand in its citations, and so must every figure but
the draft's own year. What does not pass is left out, and the draft says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.draft.choosing import dated
from assistant.draft.model import PLACEHOLDER, PROPOSAL, SOURCED
from assistant.draft.pieces import Piece
from assistant.draft.signs import names_money
from assistant.model import Citation, Claim, Source, Statement
from assistant.verify import Checker, locate, unsupported, verify
from ingest.library import Library
from ingest.model import Identity, ReportType

_OLD = 2


@dataclass(frozen=True, slots=True)
class Framed(Claim):
    """A claim with a frame around what it asserts: ``asserted`` are the parts to be borne out.

    ``marks`` stand in brackets after carried text: the report, and whether it is old or gone.
    """

    asserted: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Desk:
    """Turns claims into statements with citations numbered through the whole draft."""

    library: Library
    year: int
    warnings: list[str] = field(default_factory=list)
    _ids: dict[tuple[str, int, str], Citation] = field(default_factory=dict)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations given, in the order of their ids."""
        return tuple(self._ids.values())

    def cite(self, source: Source) -> Citation | None:
        """A citation of one place; None where the quote does not stand there."""
        held = self._held(Claim(source.quote, (source,)))
        return held[0] if held else None

    def state(self, claim: Claim) -> Statement | None:
        """The statement that a claim makes, or None (with a warning) where it has no ground."""
        if claim.kind == PLACEHOLDER:
            return Statement(claim.text, (), PLACEHOLDER)
        sources = self._apart(claim.sources)
        asserted = claim.asserted if isinstance(claim, Framed) else (claim.text,)
        if claim.kind == PROPOSAL:
            cited = self._suggested(claim, sources)
        else:
            parts = [self._held(Claim(text, sources)) for text in asserted]
            cited = [c for part in parts for c in part or []] if None not in parts else []
        if not cited:
            return None
        return Statement(claim.text, tuple(dict.fromkeys(c.id for c in cited)), claim.kind)

    def fault(self, claim: Claim) -> str | None:
        """Why an assertion does not stand on its sources; asking cites nothing."""
        return Checker(self.library).fault(replace(claim, sources=self._apart(claim.sources)))

    def suggestion_fault(self, claim: Claim) -> str | None:
        """Why a suggestion in free words may not be made on its sources."""
        bare = replace(claim, sources=self._apart(claim.sources))
        return Checker(self.library).suggestion_fault(bare, self.year)

    def _held(self, claim: Claim) -> list[Citation] | None:
        """The citations of an assertion that its sources bear out."""
        found = verify([claim], self.library)
        if not found.statements:
            self._warn(found.warnings)
            return None
        return [self._numbered(c) for c in found.citations]

    def _suggested(self, claim: Claim, sources: Sequence[Source]) -> list[Citation]:
        """The citations of a proposal whose figures and quotations all stand in them."""
        cited = [c for s in sources for c in (self._held(Claim(s.quote, (s,))) or [])]
        years = [y for s in sources for y in (s.identity.year, s.identity.year - 1)]
        quotes = [c.quote for c in cited]
        text = claim.text.replace(within(self.year), "")
        loose = unsupported(text, quotes, [*years, self.year])
        asserted = claim.asserted if isinstance(claim, Framed) else ()
        held = " ".join(" ".join(quotes).split())
        missing = [text for text in asserted if " ".join(text.split()) not in held]
        if loose or missing:
            told = ", ".join(loose) or missing[0]
            self._warn((f"Ett förslag togs bort: {told} finns inte i källan.",))
            return []
        return cited

    def _warn(self, warnings: Sequence[str]) -> None:
        self.warnings += [w for w in warnings if w not in self.warnings]

    def _numbered(self, citation: Citation) -> Citation:
        key = (citation.document_id, citation.page, citation.quote)
        if key not in self._ids:
            self._ids[key] = replace(citation, id=len(self._ids) + 1)
        return self._ids[key]

    def _apart(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        """Quotes that span what the page sets apart (list marks between items) as halves."""
        apart: list[Source] = []
        for source in sources:
            apart += self._halves(source)
        return tuple(apart)

    def _halves(self, source: Source) -> list[Source]:
        report = self.library.contents(source.document_id)
        if report is None or not 1 <= source.page <= len(report.pages):
            return [source]
        page = report.pages[source.page - 1].text
        if locate(source.quote, page):
            return [source]
        ends = [
            i + 1
            for i, c in enumerate(source.quote[:-1])
            if c in ".!?:" and source.quote[i + 1] == " "
        ]
        for end in ends:
            left, right = source.quote[:end], source.quote[end + 1 :]
            if locate(left, page):
                return [replace(source, quote=left), *self._halves(replace(source, quote=right))]
        return [source]


def carried(piece: Piece, year: int, gone: bool = False) -> Claim:
    """A piece carried forward, with the report that it is from."""
    marks = [origin(piece.place.identity, piece.place.own)]
    identity = piece.place.identity
    if identity.year < year - _OLD:
        marks.append("äldre text, stäm av")
    elif dated(piece) or (identity.report_type is ReportType.VP and names_money(piece.text)):
        marks.append(f"gällde {identity.year}")
    if gone:
        marks.append("nämndmålet finns inte kvar")
    text = f"{piece.text} ({', '.join(marks)})"
    return Framed(text, piece.sources, SOURCED, _sentences(piece), tuple(marks))


def framed_with_marks(text: str, pieces: Sequence[Framed]) -> Framed:
    """A text that rests on carried pieces, with the marks and the sources of all of them."""
    marks = tuple(dict.fromkeys(mark for piece in pieces for mark in piece.marks))
    sources = tuple(dict.fromkeys(source for piece in pieces for source in piece.sources))
    return Framed(f"{text} ({', '.join(marks)})", sources, SOURCED, (text,), marks)


def told_as_past(piece: Piece) -> Claim:
    """What a past restriction stopped, told as the past of its own year."""
    identity = piece.place.identity
    text = f"Så var läget {identity.year}: «{piece.text}» ({origin(identity, piece.place.own)})"
    return Framed(text, piece.sources, SOURCED, _sentences(piece))


def framed(text: str, sources: Sequence[Source], *asserted: str) -> Claim:
    """A sourced claim that asserts no more than some of its words."""
    return Framed(text, tuple(sources), SOURCED, asserted)


def _sentences(piece: Piece) -> tuple[str, ...]:
    return tuple(line.text for line in piece.lines)


def within(year: int) -> str:
    """When a suggested activity is to be done: the first half of the draft's year."""
    return f"januari–juni {year}"


def origin(identity: Identity, own: bool = True) -> str:
    """«VB 2022», with the owner where it is not the unit itself."""
    short = f"{identity.report_type} {identity.year}"
    if own:
        return short
    return f"{identity.unit}, {short}" if identity.unit else f"nämndens {short}"


def proposal(text: str, sources: Sequence[Source], *quoted: str) -> Claim:
    """A suggestion on its stated ground; what it quotes must stand there."""
    return Framed(text, tuple(sources), PROPOSAL, quoted)


def placeholder(text: str) -> Claim:
    """A bracketed blank for the chief."""
    return Claim(f"[{text}]", (), PLACEHOLDER)
