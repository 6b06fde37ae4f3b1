"""Sentences and rows with page and score, and whether they are enough to answer.

Enough is decided on scope (what the interpretation says is missing), on the cell (a plan has no
outcome; the asked column is empty) and on the sentence (does any say what the question is about,
with the kind of answer asked for). Similarity of a whole passage alone decides nothing: measured
on real questions, it cannot tell what has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.likeness import Likeness, rarity
from assistant.model import Asks, Found, Interpretation, Source
from assistant.understanding.names import name_stems
from assistant.words import content_words, fold, stem
from ingest.model import BOARD_ITSELF, Passage, PassageKind, Sentence

_KINDS: dict[Asks, re.Pattern[str]] = {
    Asks.FIGURE: re.compile(
        r"\d|\b(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|inga|ingen|samtliga|alla"
        r"|hälften|varje|dubbelt|flera|ett\s+tiotal|ett\s+hundratal)\b",
        re.IGNORECASE,
    ),
    Asks.DATE: re.compile(
        r"\d|\b(?:jan|febr|mars|april|maj|juni|juli|aug|sept|okt|nov|dec|våren|hösten|sommaren"
        r"|vintern|årsskiftet)",
        re.IGNORECASE,
    ),
    Asks.REASON: re.compile(
        r"\b(?:eftersom|därför|beror|berodde|på\s+grund\s+av|pga|p\.g\.a|orsak|anledning|med\s+anledning"
        r"|då|för\s+att|vilket\s+gör|vilket\s+innebär|till\s+följd|förklar|tack\s+vare|medför)\w*",
        re.IGNORECASE,
    ),
}
_PASSAGES = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, list item or row: one place, or two where it runs over a page break.

    ``share`` is how much of the question the sentence itself says, ``around`` how much with its
    headings and passage; ``score`` orders evidence of one question.
    """

    text: str
    passage: Passage
    sentences: tuple[Sentence, ...]
    position: int
    share: float
    around: float
    score: float
    repeated_in: int = 0
    own: bool = True

    @property
    def sources(self) -> tuple[Source, ...]:
        """The places, in reading order, each with the words that stand on its page."""
        passage = self.passage
        return tuple(
            Source(passage.document_id, passage.identity, s.page, section_of(passage), s.text)
            for s in self.sentences
        )


def section_of(passage: Passage) -> tuple[str, ...]:
    """Where a passage stands: its nearest goal and its headings."""
    nearest = passage.chain.nearest
    above = (nearest,) if nearest and nearest not in passage.path else ()
    return (*above, *passage.path)


class Gatherer:
    """Scores the sentences of found passages against one question."""

    def __init__(self, meant: Interpretation, found: Sequence[Found]) -> None:
        self._meant = meant
        self._found = list(found[:_PASSAGES])
        self._drop = scope_words(meant)
        topic = meant.topic or meant.text
        texts = [s.text for f in self._found for s in f.passage.sentences]
        self._likeness = Likeness(topic, self._drop, rarity(topic, texts, self._drop))
        self._asked = Likeness(meant.text, self._drop, rarity(meant.text, texts, self._drop))

    @property
    def words(self) -> list[str]:
        """The words that say what the question is about."""
        return self._asked.words

    def evidence(self) -> list[Evidence]:
        """All sentences of the passages found, best first."""
        if not self._found:
            return []
        best = self._found[0].score
        low = min(self._found[-1].score, best - 0.5)
        items = [
            self._score(found, position, unit, (found.score - low) / (best - low))
            for found in self._found
            for position, unit in enumerate(_joined(found.passage.sentences))
        ]
        return sorted(items, key=lambda e: (-e.score, e.passage.id, e.position))

    def coverage(self, evidence: Sequence[Evidence]) -> float:
        """How much of what is asked the best piece of evidence says with its surroundings."""
        return max((e.around for e in evidence), default=0.0)

    def said_anywhere(self) -> frozenset[str]:
        """The question's words that stand in some passage found."""
        return frozenset().union(*(self._asked.said(_whole(f.passage)) for f in self._found))

    def _score(
        self, found: Found, position: int, unit: tuple[Sentence, ...], rank: float
    ) -> Evidence:
        passage = found.passage
        text = " ".join(s.text for s in unit)
        share = self._likeness.share(text)
        around = self._likeness.share(_whole(passage))
        kind = _KINDS.get(self._meant.asks)
        bonus = 0.15 if kind is not None and kind.search(text) else 0.0
        if passage.kind in (PassageKind.INDICATOR, PassageKind.ACTIVITY) and position == 0:
            bonus += 0.1
        if len(text.split()) < 4 and passage.kind is PassageKind.TEXT:
            bonus -= 0.25
        years = [str(y) for y in self._meant.doubtful]
        if years and any(y in text for y in years):
            bonus += 0.4
        score = share + 0.45 * rank + 0.25 * around + bonus * (0.4 + share)
        return Evidence(text, passage, unit, position, share, around, score, found.repeated_in)


def scope_words(meant: Interpretation) -> frozenset[str]:
    """Words of the question that say whose report and when: they decide where, not what."""
    named = {BOARD_ITSELF}
    scope = meant.scope
    stems = {s for n in (*scope.boards, *scope.units) if n not in named for s in name_stems(n)}
    types = {"vp", "vb", "t1", "t2", "tertial", "tertialrapport", "verksamhetsplan", "bokslut",
             "verksamhetsberättelse", "tertialen", "första", "andra", "fjol", "förra", "senaste",
             "dv", "stadsdelsnämnd", "förvaltningen", "rapporten", "våren", "hösten"}  # fmt: skip
    years = {w for w in content_words(meant.text) if re.fullmatch(r"(?:19|20)\d\d", w)}
    own = {w for w in content_words(meant.text) if stem(w) in stems}
    return frozenset(types | years | own)


def enough(meant: Interpretation, gatherer: Gatherer, evidence: Sequence[Evidence]) -> bool:
    """Whether some sentence, with what stands around it, says what the question is about."""
    if not evidence or not gatherer.words:
        return False
    if meant.doubtful and not any(str(y) in e.text for e in evidence[:12] for y in meant.doubtful):
        return False
    return gatherer.coverage(evidence) >= 0.34


def chosen(evidence: Sequence[Evidence], meant: Interpretation, limit: int) -> list[Evidence]:
    """The few pieces that carry the answer: the best, then those not far behind, none twice."""
    if not evidence:
        return []
    best = evidence[0].score
    wide = meant.asks in (Asks.SUMMARY, Asks.TEXT, Asks.GOALS) or meant.comparison
    floor = best * (0.55 if wide else 0.72)
    kept: list[Evidence] = []
    seen: set[str] = set()
    for item in evidence:
        key = fold(item.text)
        if item.score < floor or len(kept) >= limit:
            break
        if key in seen or len(item.text.split()) < 3:
            continue
        seen.add(key)
        kept.append(item)
    return kept


def own_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Mark text that other reports hold word for word, so that a writer can set it apart."""
    return [replace(e, own=e.repeated_in == 0) for e in evidence]


def _whole(passage: Passage) -> str:
    return " ".join((*passage.chain.goals[-1:], *passage.path, passage.text))


def _joined(sentences: Sequence[Sentence]) -> list[tuple[Sentence, ...]]:
    """Sentences, those that run over a page break with their other half."""
    units: list[tuple[Sentence, ...]] = []
    open_half: tuple[Sentence, ...] = ()
    for sentence in sentences:
        open_half = (*open_half, sentence)
        if not sentence.continues:
            units.append(open_half)
            open_half = ()
    return [*units, open_half] if open_half else units
