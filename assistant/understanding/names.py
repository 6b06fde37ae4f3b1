"""Boards and units named in a question: by name, part of name, initials or slip.

The names come from the catalogue of reports (and from organisation data where there is any);
nothing here knows a single unit. A name is compared word by word on stems, in any order within
a short window: «DV Liljeholmen» and «liljeholmens dv» are both «Liljeholmens dagliga
verksamhet», since «dv» are the initials of two of its words in a row. Words that many units
share weigh little; at least one word of the unit's own must be there. Longer names take their
words first, so that a board's name inside a unit's name is not also the board.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz

from assistant.words import stem, words

_JOINERS = frozenset({"och", "o", "i", "för", "av", "på", "vid", "samt"})
_BOARD_WORDS = frozenset({"stadsdelsnämnd", "stadsdelsförvaltning", "sdf", "sdn"})
_EMPTY_WORDS = frozenset(
    stem(w) for w in ("enheten", "enhet", "stadsdelsnämnd", "stadsdelsförvaltning", "verksamheten")
)
_COMMON = frozenset(
    stem(word)
    for word in resources.files("assistant").joinpath("unit_words.txt").read_text("utf-8").split()
)
_ENOUGH = 0.62
_SLIP = 85


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found at words ``start``…``end`` of the question. ``certain``: all of it stood there.

    ``name`` is canonical; ``is_unit`` tells a unit from a board.
    """

    name: str
    is_unit: bool
    start: int
    end: int
    score: float
    certain: bool


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    is_unit: bool
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    own: frozenset[str]
    aliases: tuple[tuple[str, ...], ...] = ()


class Names:
    """The boards and units of a catalogue, ready to be recognised."""

    def __init__(
        self,
        boards: Iterable[str],
        units: Iterable[str],
        aliases: Iterable[tuple[str, str, bool]] = (),
    ) -> None:
        """``aliases`` are (alias, canonical name, is a unit)."""
        also: dict[tuple[str, bool], list[tuple[str, ...]]] = {}
        for alias, name, is_unit in aliases:
            also.setdefault((name, is_unit), []).append(name_stems(alias))
        pairs = [(name, True) for name in units] + [(name, False) for name in boards]
        spread = Counter(s for name, is_unit in pairs if is_unit for s in set(name_stems(name)))
        self._keys = [
            _key(name, is_unit, spread, tuple(also.get((name, is_unit), ())))
            for name, is_unit in sorted(set(pairs))
        ]
        self._board_stems = {s for k in self._keys if not k.is_unit for s in k.stems}

    def mentions(self, text: str) -> list[Mention]:
        """The names in a text, best first, none over another's words."""
        tokens = words(text)
        found = [m for key in self._keys for m in self._match(key, tokens)]
        found.sort(key=lambda m: (-m.score, not m.certain, m.start, m.name))
        taken: list[Mention] = []
        for mention in found:
            rivals = [m for m in taken if m.start < mention.end and mention.start < m.end]
            again = any(m.name == mention.name and m.is_unit == mention.is_unit for m in taken)
            if not again and (not rivals or all(_tied(mention, rival) for rival in rivals)):
                taken.append(mention)
        return taken

    def _match(self, key: _Key, tokens: Sequence[str]) -> list[Mention]:
        found: list[Mention] = []
        width = len(key.stems) + 2
        for start in range(len(tokens)):
            if tokens[start] in _JOINERS:
                continue
            mention = self._at(key, tokens, start, min(len(tokens), start + width))
            if mention:
                found.append(mention)
        best = max(found, key=lambda m: (m.score, m.start - m.end, -m.start), default=None)
        if best is None or key.is_unit:
            return [best] if best else []
        return [m for m in found if m.certain or m is best]

    def _at(self, key: _Key, tokens: Sequence[str], start: int, stop: int) -> Mention | None:
        alias = self._alias_at(key, tokens, start)
        if alias:
            return alias
        matched: set[int] = set()
        end = start
        for at in range(start, stop):
            token = tokens[at]
            new = _matches(token, key) - matched
            if not new:
                if key.is_unit and (token in _JOINERS or stem(token) in _EMPTY_WORDS):
                    continue
                break
            matched |= new
            end = at + 1
        return self._judge(key, matched, start, end)

    def _judge(self, key: _Key, matched: set[int], start: int, end: int) -> Mention | None:
        if not matched:
            return None
        weight = sum(key.weights[i] for i in matched)
        share = weight / sum(key.weights)
        own = any(key.stems[i] in key.own for i in matched)
        whole = len(matched) == len(key.stems)
        if not key.is_unit:
            if not whole and (end - start > 1 or len(key.stems[min(matched)]) < 4):
                return None
            return Mention(key.name, False, start, end, weight if whole else 0.4, whole)
        if whole or (own and share >= _ENOUGH and len(matched) > 1):
            return Mention(key.name, True, start, end, weight + share, whole)
        return None

    def _alias_at(self, key: _Key, tokens: Sequence[str], start: int) -> Mention | None:
        for alias in key.aliases:
            end = start + len(alias)
            if alias and tuple(stem(t) for t in tokens[start:end]) == alias:
                return Mention(key.name, key.is_unit, start, end, 1.5 * len(alias), True)
        return None


def name_stems(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, as stems.

    >>> name_stems("Stöd- och aktivitetsenheten") == name_stems("stöd o aktivitet")
    True
    """
    said = [w for w in words(name) if w not in _JOINERS]
    own = [w for w in said if w not in ("enheten", "enhet") and w not in _BOARD_WORDS]
    return tuple(stem(w) for w in own or said)


def _key(
    name: str, is_unit: bool, spread: Counter[str], aliases: tuple[tuple[str, ...], ...]
) -> _Key:
    stems = name_stems(name)
    weights = tuple(
        (0.45 if s in _COMMON else 1.0) / math.sqrt(max(1, spread.get(s, 1))) for s in stems
    )
    rare = min((spread.get(s, 1) for s in stems), default=1)
    own = frozenset(s for s in stems if s not in _COMMON or spread.get(s, 1) == rare == 1)
    return _Key(name, is_unit, stems, weights, own, aliases)


def _matches(token: str, key: _Key) -> set[int]:
    return _matching_positions(token, key.stems)


@lru_cache(maxsize=50_000)
def _matching_positions(token: str, stems: tuple[str, ...]) -> set[int]:
    """Which words of a name a token stands for: by stem, slip, or initials of some in a row."""
    bare = stem(_mended(token))
    same = {i for i, s in enumerate(stems) if s == bare}
    if same:
        return same
    if 2 <= len(token) <= 4 and token.isalpha():
        initials = "".join(s[0] for s in stems)
        at = initials.find(token)
        if at >= 0 and token not in _JOINERS:
            return set(range(at, at + len(token)))
    if len(bare) >= 5:
        return {i for i, s in enumerate(stems) if len(s) >= 5 and fuzz.ratio(bare, s) >= 83}
    return set()


def _mended(token: str) -> str:
    """«resursenhten» as «resursenheten»: a slip in the ending that names of units share."""
    if len(token) >= 11 and not token.endswith(("enhet", "enheten", "enhetens", "enheter")):
        for size in (6, 7, 8):
            if fuzz.ratio(token[-size:], "enheten") >= _SLIP:
                return token[:-size] + "enheten"
    return token


def _tied(one: Mention, other: Mention) -> bool:
    """Whether a partial name fits two equally well: both are then kept, as wishes."""
    return not one.certain and not other.certain and abs(one.score - other.score) < 0.05
