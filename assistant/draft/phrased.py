"""What a chat model wrote under a heading, held to the pieces that it was given.

A sentence of the model's stands where ``assistant.verify`` bears it out and it keeps the mood of
what it cites: what was planned stays planned, what was done stays done. It takes the place of the
reports' own sentences only where it tells all their figures, at least half of their words, and
that they were unfinished or promised where they were; else the report's own words stay and the
sentence goes. It carries the marks of its pieces («VB 2022», «gällde 2022»), set by code.

A suggestion must be worded as one, speak of what it cites, and tell neither how anything was nor
any figure, date or name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.chat.data import from_model
from assistant.draft.claims import Desk, Framed, framed_with_marks, proposal
from assistant.draft.model import SOURCED
from assistant.draft.signs import Sign, signs_of, tells_of
from assistant.likeness import Likeness
from assistant.model import Claim, Source
from assistant.verify import told_figures

_LONGEST = 600
_MOST = 8
_MOST_PROPOSALS = 2
_REPAIRS = 2
_COVERS = 0.5
_KEPT_SIGNS = (Sign.UNFINISHED, Sign.PROMISE)
_AHEAD = re.compile(
    r"\b(?:ska|skall|kommer\s+(?:\w+\s+){0,3}att|planera[rs]?|avser|tänker)\b", re.I
)
_DONE = re.compile(
    r"\b(?:har|hade)\s+(?:\w+\s+){0,2}\w+(?:[aiu]t|tt|its|ats|[^aeiouyåäö]t|ts)\b"
    r"|\b\w+(?:ade|ades|rde|rdes|gde|gdes|nde|ndes|kte|ktes)\b|\b(?:var|blev|fick|gick|kom|höll)\b",
    re.I,
)
_ASSERTS = re.compile(rf"{_DONE.pattern}|\b(?:är|har|hade|finns)\b", re.I)
_SUGGESTS = re.compile(r"^Förslag(?:\s+till\s+\w+)?\s*:\s*\w", re.I)
_QUOTED = re.compile(r"«([^»]+)»")


@dataclass(slots=True)
class Section:
    """One heading's claims and what a model made of them."""

    desk: Desk
    claims: Sequence[Claim]
    pieces: list[Framed] = field(init=False)
    faults: list[str] = field(default_factory=list)
    _held: list[tuple[Claim, tuple[Framed, ...]]] = field(default_factory=list)
    _proposals: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        carried = [c for c in self.claims if isinstance(c, Framed) and c.kind == SOURCED]
        self.pieces = [c for c in carried if c.marks and self._stands(c)]

    def _stands(self, claim: Framed) -> bool:
        parts = [Claim(text, claim.sources) for text in claim.asserted]
        return all(self.desk.fault(part) is None for part in parts)

    def take(self, text: str, numbers: Sequence[int], suggested: bool) -> None:
        """One sentence of the model's: kept where it holds."""
        text = from_model(text)
        cited = [self.pieces[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(self.pieces)]
        if not text or any(text == plain(piece) for piece in self.pieces):
            return
        fault = "den är för lång." if len(text) > _LONGEST else "den saknar giltigt underlag."
        if len(text) <= _LONGEST and suggested:
            fault = self._suggested(text, cited) if cited else fault
        elif len(text) <= _LONGEST:
            fault = self._sourced(text, cited) or ""
        if fault:
            self.faults.append(fault)

    def _sourced(self, text: str, cited: Sequence[Framed]) -> str | None:
        """Keeps a sentence on what it cites, else on a piece that says it; else what is wrong."""
        if len(self._held) >= _MOST or any(text == claim.asserted[0] for claim in self._own()):
            return None
        first: str | None = None
        likeness = Likeness(text)
        nearest = sorted(self.pieces, key=lambda p: -likeness.share(plain(p)))[:_REPAIRS]
        tries = [tuple(cited)] if cited else []
        for pieces in (*tries, *((p,) for p in nearest if (p,) != tuple(cited))):
            fault = self._fault(text, pieces)
            if fault is None:
                self._held.append((framed_with_marks(text, pieces), pieces))
                return None
            first = first or fault
        return first or "den saknar giltigt underlag."

    def _fault(self, text: str, pieces: Sequence[Framed]) -> str | None:
        if Sign.RESTRICTION in signs_of(text) or tells_of(text, self.desk.year):
            return "den säger något om läget som utkastet inte får påstå."
        quotes = [part for piece in pieces for part in piece.asserted]
        return self.desk.fault(Claim(text, _sources(pieces))) or mood_fault(text, quotes)

    def _suggested(self, text: str, cited: Sequence[Framed]) -> str:
        if len(self._proposals) >= _MOST_PROPOSALS:
            return ""
        quotations = tuple(_QUOTED.findall(text))
        bare = _QUOTED.sub(" ", text)
        said = " ".join(plain(piece) for piece in cited)
        if not _SUGGESTS.match(text) or _ASSERTS.search(bare):
            return "ett förslag ska vara formulerat som ett förslag och inte påstå något."
        if told_figures(bare) - {str(self.desk.year)}:
            return "ett förslag får inte innehålla egna siffror eller datum."
        if any(quoted not in said for quoted in quotations):
            return "det som förslaget citerar finns inte i källan."
        fault = self.desk.suggestion_fault(Claim(text, _sources(cited)))
        if fault is None:
            self._proposals.append(proposal(text, _sources(cited), *quotations))
        return fault or ""

    def _own(self) -> list[Framed]:
        return [claim for claim, _ in self._held if isinstance(claim, Framed)]

    def finished(self) -> tuple[list[Claim], list[Claim]]:
        """The heading's claims as they are to stand, and those of them that are the model's."""
        told = [piece for piece in self.pieces if self._covered(piece)]
        result: list[Claim] = []
        own: list[Claim] = []
        for claim in self.claims:
            if claim not in told:
                result.append(claim)
                continue
            new = [c for c, places in self._held if claim in places and c not in own]
            result += new
            own += new
        return [*result, *self._proposals], [*own, *self._proposals]

    def _covered(self, piece: Framed) -> bool:
        """Whether the sentences that cite a piece tell what must not be lost of it."""
        said = " ".join(c.asserted[0] for c, places in self._told() if piece in places)
        text = plain(piece)
        if not said or not told_figures(text) <= told_figures(said):
            return False
        signs, kept = signs_of(text), signs_of(said)
        if any(sign in signs and sign not in kept for sign in _KEPT_SIGNS):
            return False
        return Likeness(text).share(said) >= _COVERS

    def _told(self) -> list[tuple[Framed, tuple[Framed, ...]]]:
        return [(c, places) for c, places in self._held if isinstance(c, Framed)]


def plain(piece: Framed) -> str:
    """What a carried claim asserts, without its marks."""
    return " ".join(piece.asserted)


def mood_fault(text: str, quotes: Sequence[str]) -> str | None:
    """Whether a sentence tells as done or planned what its nearest quote does not; in Swedish."""
    likeness = Likeness(text)
    sentences = sorted(quotes, key=lambda quote: -likeness.share(quote))
    for pattern, what in ((_AHEAD, "planerat"), (_DONE, "gjort")):
        said = bool(pattern.search(text))
        if said and not any(pattern.search(quote) for quote in quotes):
            return f"den säger att något är {what}, vilket källan inte gör."
        if not said and pattern.search(sentences[0]):
            return f"källan säger att det är {what}."
    return None


def _sources(pieces: Sequence[Framed]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for piece in pieces for source in piece.sources))
