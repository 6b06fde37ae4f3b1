"""Boards and units named in a question: by name, part of name, initials or slip.

The names come from the catalogue of reports (and from organisation data where there is any);
nothing here knows a single unit. A name is compared word by word on stems, in any order within
a short window: «DV Liljeholmen» and «liljeholmens dv» are both «Liljeholmens dagliga
verksamhet», since «dv» are the initials of two of its words in a row. Words that many units
share weigh little; at least one word of the unit's own must be there. Longer names take their
words first, so that a board's name inside a unit's name is not also the board. A name as it is
spelled goes before one that needs a slip; where a slip fits two, both are wished for. The word in
front («Lindgårdens») and «aktivitetsenheten» alone are wishes. «X hemtjänst och dagliga verksamhet»
names two units of X.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from assistant.understanding.name_words import (
    COMMON,
    EMPTY_WORDS,
    INITIALS,
    JOINERS,
    NEAR,
    SLIPPED,
    SOUNDS,
    matching_positions,
    mended,
    name_stems,
    sound,
)
from assistant.words import stem, words

_TRADE = frozenset({"kf", "vp", "vb", "sdn", "sdf"})
"""Capitals that every report has: «KF:s årsmål» names no unit, whatever its initials are."""
_OR = frozenset({"och", "eller", "o", "samt", "respektive"})
_CASE_ENDINGS = frozenset({"s", "n", "ns", "en", "ens"})
_PER_SLIP = 0.2
_FEW = 3
_ENOUGH = 0.62
_ROUNDED = 1e-9
_REMEMBERED = 20_000
_HEAD = re.compile(r"\w{4,}enhet(?:en)?s?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found at words ``start``…``end`` of the question. ``certain``: all of it stood there.

    ``name`` is canonical; ``is_unit`` tells a unit from a board; ``slips`` counts misspelled words.
    """

    name: str
    is_unit: bool
    start: int
    end: int
    score: float
    certain: bool
    slips: int = 0
    initials: bool = False
    """Nothing but initials stood there."""


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    is_unit: bool
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    own: frozenset[str]
    aliases: tuple[tuple[str, ...], ...] = ()
    front: str = ""
    """The first word as it is spelled."""
    fronts: tuple[str, ...] = ()
    """That word where it is in the genitive and in few names: it may stand for the unit."""
    few: frozenset[str] = frozenset()
    """Its own words that are in few names."""


class _Begun(NamedTuple):
    """The names that a word may be in, by number; how much of each it says, 0 to 1; and those that
    it stands for alone."""

    numbers: NDArray[np.intp]
    shares: NDArray[np.float64]
    alone: NDArray[np.intp]


_NONE = _Begun(np.zeros(0, np.intp), np.zeros(0), np.zeros(0, np.intp))


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
        of_boards = {s for name, is_unit in pairs if not is_unit for s in name_stems(name)}
        self._keys = [
            _key(name, is_unit, spread, (tuple(also.get((name, is_unit), ())), of_boards))
            for name, is_unit in sorted(set(pairs))
        ]
        self._by_stem: dict[str, set[int]] = {}
        for number, key in enumerate(self._keys):
            for known in (*key.stems, *(alias[0] for alias in key.aliases if alias)):
                self._by_stem.setdefault(known, set()).add(number)
        self._stems = list(self._by_stem)
        self._by_sound = {sound(s): self._by_stem[s] for s in self._stems if len(s) >= SOUNDS}
        self._by_initials: dict[str, set[int]] = {}
        for number, key in enumerate(self._keys):
            for short in _in_a_row("".join(s[0] for s in key.stems)):
                self._by_initials.setdefault(short, set()).add(number)
        self._always = np.array([not key.is_unit or bool(key.aliases) for key in self._keys], bool)
        self._tokens: dict[str, _Begun] = {}

    def mentions(self, text: str) -> list[Mention]:
        """The names in a text, best first, none over another's words."""
        tokens = words(text)
        capitals = {word.casefold() for word in re.findall(r"\b[A-ZÅÄÖ]{2,4}\b", text)} - _TRADE
        starts = self._starts(tokens, self._likely(tokens))
        all_found = [
            m for n in sorted(starts) for m in self._match(self._keys[n], tokens, starts[n])
        ]
        # «Vad sa enheten»: two letters in lower case are a word, however many initials they are.
        found = _ties_made_wishes(
            [m for m in all_found if not m.initials or tokens[m.start] in capitals]
        )
        found += [m for mention in found for m in self._carried(mention, tokens)]
        found.sort(key=lambda m: (-m.score, not m.certain, m.start, m.name))
        taken: list[Mention] = []
        for mention in found:
            rivals = [m for m in taken if m.start < mention.end and mention.start < m.end]
            again = any(m.name == mention.name and m.is_unit == mention.is_unit for m in taken)
            if not again and (not rivals or all(_tied(mention, rival) for rival in rivals)):
                taken.append(mention)
        return taken

    def _likely(self, tokens: Sequence[str]) -> NDArray[np.bool_]:
        """Which of the names the words of the text may be enough for.

        Many units share words, and few of those begun can be meant: a name is looked for where all
        words of the text together say as much of it as a mention needs, or one says it alone.
        """
        said = np.zeros(len(self._keys))
        likely = self._always.copy()
        for token in dict.fromkeys(tokens):
            begun = self._begun(token)
            said[begun.numbers] += begun.shares
            likely[begun.numbers if _HEAD.fullmatch(token) else begun.alone] = True
        likely |= said >= _ENOUGH - _ROUNDED
        return likely

    def _starts(
        self, tokens: Sequence[str], likely: NDArray[np.bool_]
    ) -> Mapping[int, Sequence[int]]:
        """Where the likely names may begin."""
        starts: dict[int, list[int]] = {}
        for at, token in enumerate(tokens):
            if token not in JOINERS:
                numbers = self._begun(token).numbers
                for number in numbers[likely[numbers]].tolist():
                    starts.setdefault(number, []).append(at)
        return starts

    def _begun(self, token: str) -> _Begun:
        """The names that a word may be in: most words are in none."""
        known = self._tokens.get(token)
        if known is None:
            if len(self._tokens) >= _REMEMBERED:
                self._tokens.clear()
            known = self._tokens[token] = self._new(token)
        return known

    def _new(self, token: str) -> _Begun:
        numbers = sorted(self._fitting(token))
        if not numbers:
            return _NONE
        shares = []
        for number in numbers:
            weights = self._keys[number].weights
            said = matching_positions(token, self._keys[number].stems)[0]
            shares.append(sum(weights[place] for place in said) / sum(weights))
        alone = [number for number in numbers if token in self._keys[number].fronts]
        return _Begun(np.array(numbers), np.array(shares), np.array(alone, dtype=np.intp))

    def _fitting(self, token: str) -> set[int]:
        bare, found = stem(mended(token)), set(self._by_stem.get(stem(token), ()))
        found |= self._by_stem.get(bare, set()) | self._by_sound.get(sound(bare), set())
        if len(bare) >= 5:
            near = process.extract(
                bare, self._stems, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
            )
            heads = (bare[:end] for end in range(4, len(bare) + 1))
            for known in (*(hit[0] for hit in near), *heads):
                found |= self._by_stem.get(known, set())
        if 2 <= len(token) <= 5:
            for short in (token, token.removesuffix("s")):
                found |= self._by_initials.get(short, set())
        return found

    def _carried(self, mention: Mention, tokens: Sequence[str]) -> list[Mention]:
        """«Xs hemtjänst eller dagliga verksamhet», «Xs hemtjänst och Ys»: what both share.

        And «hemtjänsten och dagliga verksamheten i X».
        """
        at = mention.end
        before = self._carried_back(mention, tokens)
        if before:
            return before
        if not (mention.is_unit and mention.certain and tokens[at : at + 1]):
            return []
        if tokens[at] not in _OR or stem(tokens[mention.start]) != name_stems(mention.name)[0]:
            return []
        found: list[Mention] = []
        own = name_stems(mention.name)
        for key in self._keys:
            if not key.is_unit or key.name == mention.name:
                continue
            if key.stems[0] == own[0]:
                said = [tokens[mention.start], *tokens[at + 1 : at + 2 + len(key.stems)]]
                again = self._at(key, said, 0, len(said))
                if again and again.certain:
                    end = at + again.end
                    found.append(Mention(key.name, True, at + 1, end, again.score, True))
            elif key.stems[1:] == own[1:] and tokens[at + 1 : at + 2] == [key.front]:
                found.append(Mention(key.name, True, at + 1, at + 2, mention.score, True))
        return found

    def _carried_back(self, mention: Mention, tokens: Sequence[str]) -> list[Mention]:
        own, at = name_stems(mention.name), mention.start - 1
        last = stem(tokens[mention.end - 1]) == own[0] and mention.end - mention.start > 1
        if not (mention.is_unit and mention.certain and last and at > 0 and tokens[at] in _OR):
            return []
        found: list[Mention] = []
        for key in self._keys:
            begin = at - len(key.stems) + 1
            if key.is_unit and key.name != mention.name and key.stems[0] == own[0] and begin >= 0:
                said = [tokens[mention.end - 1], *tokens[begin:at]]
                again = self._at(key, said, 0, len(said))
                if again and again.certain and again.end == len(said):
                    found.append(Mention(key.name, True, begin, at, mention.score, True))
        return found

    def _match(self, key: _Key, tokens: Sequence[str], starts: Sequence[int]) -> list[Mention]:
        found: list[Mention] = []
        width = len(key.stems) + 2
        for start in starts:
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
        end, how = start, Counter[str]()
        for at in range(start, stop):
            token = tokens[at]
            same, way = matching_positions(token, key.stems)
            new = same - matched
            if not new:
                if matched and at == end and token in _CASE_ENDINGS:
                    end = at + 1
                    continue
                if key.is_unit and (token in JOINERS or stem(token) in EMPTY_WORDS):
                    continue
                break
            matched |= new
            how[way] += 1
            end = at + 1
        found = self._judge(key, matched, start, end)
        if found is None:
            return _by_one_word(key, tokens[start], start) if not how[SLIPPED] else None
        slips, only = how[SLIPPED], set(how) == {INITIALS}
        return replace(found, slips=slips, score=found.score - _PER_SLIP * slips, initials=only)

    def _judge(self, key: _Key, matched: set[int], start: int, end: int) -> Mention | None:
        if not matched:
            return None
        weight = sum(key.weights[i] for i in matched)
        whole = len(matched) == len(key.stems)
        if not key.is_unit:
            if not whole and (end - start > 1 or len(key.stems[min(matched)]) < 4):
                return None
            return Mention(key.name, False, start, end, weight if whole else 0.4, whole)
        if _enough(key, matched):
            return Mention(key.name, True, start, end, weight + weight / sum(key.weights), whole)
        return None

    def _alias_at(self, key: _Key, tokens: Sequence[str], start: int) -> Mention | None:
        for alias in key.aliases:
            end = start + len(alias)
            if alias and tuple(stem(t) for t in tokens[start:end]) == alias:
                end += tokens[end : end + 1] != [] and tokens[end] in _CASE_ENDINGS
                return Mention(key.name, key.is_unit, start, end, 1.5 * len(alias), True)
        return None


def _in_a_row(initials: str) -> set[str]:
    """Some initials in a row, at most five; one of them may be all of a genitive («dvs»)."""
    ends = ((at, at + size) for at in range(len(initials)) for size in range(1, 6))
    return {initials[start:end] for start, end in ends}


def _key(
    name: str,
    is_unit: bool,
    spread: Counter[str],
    known: tuple[tuple[tuple[str, ...], ...], set[str]],
) -> _Key:
    aliases, of_boards = known
    stems = name_stems(name)
    weights = tuple(
        (0.45 if s in COMMON else 1.0) / math.sqrt(max(1, spread.get(s, 1))) for s in stems
    )
    rare = min((spread.get(s, 1) for s in stems), default=1)
    own = frozenset(s for s in stems if s not in COMMON or spread.get(s, 1) == rare == 1)
    front = words(name)[0]
    alone = is_unit and front.endswith("s") and len(stems) > 1 and len(stems[0]) >= 5
    alone = alone and spread.get(stems[0], 1) <= _FEW and stems[0] not in {*COMMON, *of_boards}
    fronts = (front, front.removesuffix("s")) if alone else ()
    few = frozenset(s for s in own if spread.get(s, 1) <= _FEW)
    return _Key(name, is_unit, stems, weights, own, aliases, front, fronts, few)


def _enough(key: _Key, matched: set[int]) -> bool:
    """Whether so many of a unit's words name it: all, or most with one of its own."""
    if len(matched) == len(key.stems):
        return True
    share = sum(key.weights[i] for i in matched) / sum(key.weights)
    own = any(key.stems[i] in key.own for i in matched)
    return own and share >= _ENOUGH and len(matched) > 1


def _by_one_word(key: _Key, token: str, at: int) -> Mention | None:
    """A unit by the word in front of its name, or by «…enheten» alone: a wish."""
    head = _HEAD.fullmatch(token)
    if token in key.fronts or (key.is_unit and head and stem(token) in key.few):
        return Mention(key.name, True, at, at + 1, 0.4, False)
    return None


def _ties_made_wishes(found: list[Mention]) -> list[Mention]:
    """A slip that fits two units equally well names neither for certain."""
    slipped = [m for m in found if m.slips and m.is_unit]
    return [
        replace(m, certain=False, score=min(m.score, r.score))
        if m.slips and m.is_unit and (r := next((o for o in slipped if _rivals(m, o)), None))
        else m
        for m in found
    ]


def _rivals(one: Mention, other: Mention) -> bool:
    overlap = other.start < one.end and one.start < other.end
    return overlap and abs(one.score - other.score) < 0.1 and one.name != other.name


def _tied(one: Mention, other: Mention) -> bool:
    """Whether a partial name fits two equally well: both are then kept, as wishes."""
    return not one.certain and not other.certain and abs(one.score - other.score) < 0.05
