"""Which sentences of a goal's follow-up and plan a draft carries, within bounds.

Unfinished matters and promises weigh most, then what is in need, results, routines and how a
section begins. Sentences that tell of one thing in one paragraph weigh less after the first.
Nothing that speaks of a past restriction is chosen here; see ``restrictions``. The weights order
sentences within one goal and mean nothing between goals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.draft.pieces import Line, Piece, piece_at
from assistant.draft.signs import Sign, leans_back, tells_of, years_in
from assistant.words import fold
from ingest.model import ReportType

_WEIGHTS = (
    (Sign.UNFINISHED, 3.2),
    (Sign.PROMISE, 2.0),
    (Sign.NEED, 1.6),
    (Sign.RESULT, 1.3),
    (Sign.FOLLOW_UP, 1.5),
    (Sign.ROUTINE, 0.7),
    (Sign.WORKING, 0.5),
    (Sign.DEVELOPMENT, 0.5),
    (Sign.RESOURCE, 0.4),
)
_AGAIN = 0.5
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be carried: words and pieces of follow-up, words of the plan per heading."""

    follow_up_words: int = 400
    follow_up_pieces: int = 14
    plan_words: int = 300
    indicators: int = 6

    def scaled(self, by: float) -> Bounds:
        """The same, shorter or longer."""
        return Bounds(
            round(self.follow_up_words * by),
            max(3, round(self.follow_up_pieces * by)),
            round(self.plan_words * by),
            max(2, round(self.indicators * min(by, 1.0))),
        )


Bonus = Callable[[Line], float]


def weight(line: Line, year: int) -> float:
    """How much a draft for a year needs a sentence."""
    total = sum(value for sign, value in _WEIGHTS if sign in line.signs)
    total += (0.7 if line.first else 0.0) + (0.3 if line.last else 0.0)
    if line.paragraph == 0 and line.first:
        total += 0.8
    named = years_in(line.text)
    if year in named:
        total += 1.5
    elif named and max(named) < year - 1:
        total -= 0.6
    if len(line.text.split()) < _FEWEST and Sign.ROUTINE not in line.signs:
        total -= 2.5
    total -= 0.03 * max(0, len(line.text.split()) - 25)
    if Sign.VERDICT in line.signs:
        total -= 5.0
    return total


def follow_up_pieces(
    sections: Sequence[Sequence[Line]], year: int, bounds: Bounds, bonus: Bonus
) -> list[Piece]:
    """The pieces of follow-up text that weigh most, in the order chosen, within the bounds."""
    seeds = [
        (weight(line, year) + bonus(line), number, at)
        for number, lines in enumerate(sections)
        for at, line in enumerate(lines)
        if Sign.RESTRICTION not in line.signs and not tells_of(line.text, year)
    ]
    summing = {
        (number, line.paragraph)
        for number, lines in enumerate(sections)
        for line in lines
        if Sign.VERDICT in line.signs and line.place.chain.enhetsmal
    }
    chosen: list[Piece] = []
    taken: set[tuple[int, str]] = set()
    told: set[str] = set()
    seen: Counter[tuple[int, int]] = Counter()
    words = 0

    def worth(seed: tuple[float, int, int]) -> float:
        score, number, at = seed
        key = (number, sections[number][at].paragraph)
        return score + 1.2 if key in summing else score - _AGAIN * seen[key]

    while seeds and len(chosen) < bounds.follow_up_pieces:
        score, number, at = max(seeds, key=lambda s: (worth(s), -s[1], -s[2]))
        seeds.remove((score, number, at))
        line = sections[number][at]
        if score <= 0 or (number, line.text) in taken or fold(line.text) in told:
            continue
        piece = _fresh(piece_at(sections[number], at), number, taken)
        if piece is None or words + piece.words > bounds.follow_up_words:
            continue
        chosen.append(replace(piece, score=score))
        words += piece.words
        taken |= {(number, one.text) for one in piece.lines}
        told |= {fold(one.text) for one in piece.lines}
        seen[number, line.paragraph] += 1
    return chosen


def _fresh(piece: Piece, number: int, taken: set[tuple[int, str]]) -> Piece | None:
    """The piece without sentences that are told already; None where none may speak of it."""
    lines = tuple(x for x in piece.lines if (number, x.text) not in taken)
    if any(Sign.RESTRICTION in line.signs for line in lines):
        return None
    return Piece(lines) if lines else None


def plan_pieces(lines: Sequence[Line], year: int, most: int, longest: int = 70) -> list[Piece]:
    """The plan's own text in its order, a paragraph a piece; the least needed sentences go."""
    kept = [line for line in lines if not tells_of(line.text, year)]
    past = {x.text for piece in restrictions([lines], len(lines)) for x in piece.lines}
    kept = [x for x in kept if Sign.RESTRICTION not in x.signs and x.text not in past]
    for line in sorted(kept, key=lambda x: weight(x, year)):
        if sum(len(x.text.split()) for x in kept) <= most:
            break
        kept.remove(line)
    kept = [x for x in kept if not leans_back(x.text) or _before(x, lines) in (None, *kept)]
    pieces: list[list[Line]] = []
    for line in kept:
        last = pieces[-1] if pieces else []
        joined = sum(len(x.text.split()) for x in (*last, line))
        if last and _beside(last[-1], line, lines) and joined <= longest:
            last.append(line)
        else:
            pieces.append([line])
    return [Piece(tuple(piece)) for piece in pieces]


def _before(line: Line, lines: Sequence[Line]) -> Line | None:
    at = lines.index(line)
    return lines[at - 1] if at and lines[at - 1].paragraph == line.paragraph else None


def _beside(one: Line, other: Line, lines: Sequence[Line]) -> bool:
    """Whether two sentences stand side by side in one paragraph."""
    if one.paragraph != other.paragraph or one.place != other.place:
        return False
    return lines.index(other) == lines.index(one) + 1


def restrictions(sections: Sequence[Sequence[Line]], most: int) -> list[Piece]:
    """What a past restriction stopped and was to be taken up again; to be told as past.

    What was stopped comes before what was only hoped for.
    """
    found: list[Piece] = []
    told: set[str] = set()
    for lines in sections:
        for at, line in enumerate(lines):
            stopped = Sign.UNFINISHED in line.signs or Sign.PROMISE in line.signs
            if Sign.RESTRICTION not in line.signs or not stopped or line.text in told:
                continue
            piece = piece_at(lines, at)
            found.append(piece)
            told |= {x.text for x in piece.lines}
    return sorted(found, key=lambda p: Sign.UNFINISHED not in p.signs)[:most]


def dated(piece: Piece) -> bool:
    """Whether a plan's sentence names a year that its own plan was for, or one before."""
    identity = piece.place.identity
    named = years_in(piece.text)
    return identity.report_type is ReportType.VP and any(y <= identity.year for y in named)
