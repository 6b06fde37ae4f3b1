"""Claims of a draft: what is said, the places it rests on, and how it is held to them.

Carried text says from which report it is, and is marked when that is older than two years, when
its own plan dated it, or when the goal behind it has gone. Every claim passes ``assistant.verify``.
In a proposal the draft's own year is the only figure that needs no quote. What does not pass is
left out, and the draft says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.draft.choosing import dated
from assistant.draft.model import PLACEHOLDER, PROPOSAL, SOURCED
from assistant.draft.pieces import Piece
from assistant.draft.signs import names_money
from assistant.model import Citation, Claim, Source, Statement
from assistant.verify import locate, verify
from ingest.library import Library
from ingest.model import Identity, ReportType

_OLD = 2


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
        checked = self._checked(Claim(source.quote, (source,)))
        return checked[1][0] if checked else None

    def state(self, claim: Claim) -> Statement | None:
        """The statement that a claim makes, or None (with a warning) where it has no ground."""
        if claim.kind == PLACEHOLDER:
            return Statement(claim.text, (), PLACEHOLDER)
        checked = self._checked(replace(claim, sources=self._apart(claim.sources)))
        if checked is None:
            return None
        return Statement(claim.text, tuple(dict.fromkeys(c.id for c in checked[1])), claim.kind)

    def _checked(self, claim: Claim) -> tuple[Statement, list[Citation]] | None:
        text = claim.text
        if claim.kind == PROPOSAL:
            text = text.replace(str(self.year), "året")
        found = verify([replace(claim, text=text)], self.library)
        if not found.statements:
            self.warnings += [w for w in found.warnings if w not in self.warnings]
            return None
        return found.statements[0], [self._numbered(c) for c in found.citations]

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
        marks.append("äldre än två år")
    elif dated(piece) or (identity.report_type is ReportType.VP and names_money(piece.text)):
        marks.append(f"gällde {identity.year}")
    if gone:
        marks.append("nämndmålet finns inte kvar")
    return Claim(f"{piece.text} ({', '.join(marks)})", piece.sources)


def told_as_past(piece: Piece) -> Claim:
    """What a past restriction stopped, told as the past of its own year."""
    identity = piece.place.identity
    text = f"Så var läget {identity.year}: «{piece.text}» ({origin(identity, piece.place.own)})"
    return Claim(text, piece.sources)


def origin(identity: Identity, own: bool = True) -> str:
    """«VB 2022», with the owner where it is not the unit itself."""
    short = f"{identity.report_type} {identity.year}"
    if own:
        return short
    return f"{identity.unit}, {short}" if identity.unit else f"nämndens {short}"


def proposal(text: str, sources: Sequence[Source]) -> Claim:
    """A suggestion on its stated ground."""
    return Claim(text, tuple(sources), PROPOSAL)


def placeholder(text: str) -> Claim:
    """A bracketed blank for the chief."""
    return Claim(f"[{text}]", (), PLACEHOLDER)


KINDS = (SOURCED, PROPOSAL, PLACEHOLDER)
