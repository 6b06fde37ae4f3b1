"""Sentences and rows of the passages found, with page and score against the question.

A sentence is scored by the question's words that it says (rare ones more, names most), lifted
by the sentences beside it, by where its passage was placed, and by being the kind of answer that
is asked for. What stands over a page break is one piece of evidence with two places. Whether it
is enough to answer is decided in ``assistant.enough``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.counts import counted_in
from assistant.likeness import Likeness, rarity
from assistant.model import Asks, Found, Interpretation, Source
from assistant.understanding.name_words import name_stems
from assistant.understanding.terms import default_terms, other_words
from assistant.words import MONTHS, content_words, fold, stem
from ingest.index import tokens
from ingest.model import Passage, PassageKind, Sentence
from ingest.names import BOARD_ITSELF
from ingest.passages import labelled

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
_STRONG = 0.6
_DIGIT = re.compile(r"\d")
_NEGATED = re.compile(
    r"[,(–-]\s*(?:alltså\s+|dvs\s+|men\s+)?(?:inte|ej)\s+(?!ha)[^,?.)]+", re.IGNORECASE
)
_ASKING = re.compile(
    r"\b(?:hur|vad|var)\s+(?:(?:har|ska|skulle|kan|kommer|tänker)\s+(?:det\s+)?)?(?:jobba|arbeta|planera"
    r"|påverka|hän[dt]|inneb|peka|satsa|tycker?|tyckte)\w*|\b(?:plus|minus|bra|dålig|dåligt|bättre|sämre"
    r"|fler|färre|styrkor|svagheter|nyheter|liknande|slutsats\w*)\b",
    re.IGNORECASE,
)
_DATED = re.compile(rf"\b(\d{{1,2}})\s*({'|'.join(MONTHS)})\b", re.IGNORECASE)
_TOTAL = re.compile(r"^summa|\b(?:totalt|sammanlagt|sammantaget)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question's words, with names and without."""

    plain: Likeness
    things: Likeness


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, list item or row: one place, or two where it runs over a page break.

    ``share`` is how much of the question the sentence itself says, ``around`` how much with its
    headings and passage; ``beside`` are the sentences beside it and itself; ``score`` orders
    evidence of one question.
    """

    text: str
    passage: Passage
    sentences: tuple[Sentence, ...]
    position: int
    share: float
    around: float
    score: float
    beside: tuple[str, ...]
    asked: _Asked = field(repr=False, compare=False)
    repeated_in: int = 0

    @property
    def near(self) -> float:
        """How much of the question the sentence says with those beside it."""
        return self.asked.plain.share(*self.beside)

    @property
    def thing(self) -> float:
        """As ``near`` but names aside; 1 where the question only holds names."""
        things = self.asked.things
        return things.share(*self.beside) if things.words else 1.0

    @property
    def sources(self) -> tuple[Source, ...]:
        """The places, in reading order, each with the words that stand on its page."""
        passage = self.passage
        return tuple(
            Source(passage.document_id, passage.identity, s.page, section_of(passage), s.text)
            for s in self.sentences
        )


def section_of(passage: Passage) -> tuple[str, ...]:
    """Where a passage stands: its goals with their labels, from the city down, and headings."""
    goals = labelled(passage.chain)
    return (*(goal for goal in goals if goal not in passage.path), *passage.path)


class Gatherer:
    """Scores the sentences of found passages against one question."""

    def __init__(self, meant: Interpretation, found: Sequence[Found]) -> None:
        self._meant = meant
        self._found = list(found[:_PASSAGES])
        self._drop = scope_words(meant)
        asked = topic_of(meant.text)
        self._counted = counted_in(meant.text) if meant.asks is Asks.FIGURE else None
        self._days = frozenset(_DATED.findall(meant.text.casefold()))
        texts = [s.text for f in self._found for s in f.passage.sentences]
        also = other_words(meant.text, default_terms())
        names = names_among(content_words(asked), texts)
        weights = rarity(asked, texts, self._drop)
        weights |= {w: 1.5 * weights[w] for w in names if w in weights}
        self._likeness = Likeness(asked, self._drop, weights, also)
        self._asked = Likeness(asked, self._drop, {w: 2.0 for w in names}, also)
        self._plain = Likeness(asked, self._drop, None, also)
        self.names = frozenset(names) - self._drop
        things = Likeness(asked, self._drop | self.names, None, also)
        self._beside = _Asked(self._plain, things)

    @property
    def words(self) -> list[str]:
        """The words that say what the question is about."""
        return self._asked.words

    def unsaid(self, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """The words of the question that the evidence, its passages and headings do not say."""
        passages = {e.passage.id: e.passage for e in evidence}.values()
        return self._plain.unsaid([_whole(passage) for passage in passages])

    def evidence(self) -> list[Evidence]:
        """All sentences of the passages found, best first."""
        if not self._found:
            return []
        best = self._found[0].score
        low = min(self._found[-1].score, best - 0.5)
        items = []
        for found in self._found:
            rank = (found.score - low) / (best - low)
            units = joined(found.passage.sentences)
            texts = [" ".join(s.text for s in unit) for unit in units]
            shares = [self._likeness.share(_named(text, found.passage)) for text in texts]
            around = self._asked.share(*_headings(found.passage), *texts)
            for position in range(len(units)):
                share = _smoothed(shares, position)
                placed = (position, units, texts)
                items.append(self._one(found, placed, (share, around), 0.45 * rank))
        return sorted(items, key=lambda e: (-e.score, e.passage.id, e.position))

    def _one(
        self,
        found: Found,
        placed: tuple[int, list[tuple[Sentence, ...]], list[str]],
        shares: tuple[float, float],
        lift: float,
    ) -> Evidence:
        passage = found.passage
        position, units, texts = placed
        share, around = shares
        bonus = self._bonus(texts[position], passage, position)
        return Evidence(
            text=texts[position],
            passage=passage,
            sentences=units[position],
            position=position,
            share=share,
            around=around,
            score=share + 0.25 * around + bonus * (0.4 + share) + lift,
            beside=tuple(texts[max(0, position - 1) : position + 2]),
            asked=self._beside,
            repeated_in=found.repeated_in,
        )

    def _bonus(self, text: str, passage: Passage, position: int) -> float:
        """What speaks for a sentence, or against it, beside the words it shares."""
        kind = _KINDS.get(self._meant.asks)
        figure = _DIGIT.search(text) is not None
        bonus = 0.15 if kind is not None and kind.search(text) else 0.0
        if passage.kind in (PassageKind.INDICATOR, PassageKind.ACTIVITY) and position == 0:
            bonus += 0.1
        short = len(text.split()) < 6
        if not figure and short:
            bonus -= 0.3
        if figure and short and self._labels(text):
            bonus += 0.5
        if set(content_words(text)) <= self._drop:
            bonus -= 1.0
        if self._meant.asks is Asks.FIGURE and figure and not self.names and _TOTAL.search(text):
            bonus += 0.25
        if self._counted is not None and figure and self._counted.stands_in(text):
            bonus += 0.3
        if any(str(year) in text for year in self._meant.doubtful):
            bonus += 0.4
        if self._days and not self._days.isdisjoint(_DATED.findall(text.casefold())):
            bonus += 0.4
        return bonus

    def _labels(self, text: str) -> bool:
        """Whether every word beside a short figure is one of the question's."""
        labels = {w for w in content_words(text) if not _DIGIT.search(w)}
        return bool(labels) and labels <= self._plain.said_in(text)


def topic_of(text: str) -> str:
    """A question without what it says no to, and without words that only ask.

    «Hur jobbade …», «bra och dåligt», «plus och minus» say what kind of answer is wanted: a report
    that tells of the thing need not use them. They stay where nothing else is left.
    """
    told = _NEGATED.sub(" ", text)
    bare = _ASKING.sub(" ", told)
    return bare if content_words(bare) else told


def scope_words(meant: Interpretation) -> frozenset[str]:
    """Words of the question that say whose report and when: they decide where, not what."""
    named = {BOARD_ITSELF}
    scope = meant.scope
    stems = {s for n in (*scope.boards, *scope.units) if n not in named for s in name_stems(n)}
    asked = content_words(meant.text)
    types = {w for w in asked if w in _REPORTS or not _REPORTS.isdisjoint(tokens.lemmas(w))}
    years = {w for w in asked if re.fullmatch(r"(?:19|20)\d\d", w)}
    own = {w for w in asked if stem(w) in stems}
    return frozenset(types | years | own)


_REPORTS = frozenset((
    "vp", "vb", "vbn", "vpn", "t1", "t2", "första", "andra", "fjol", "förra", "senaste", "dv",
    "våren", "hösten", "rapporten", "tertial", "tertialet", "tertialrapport", "delårsrapport",
    "bokslut", "verksamhetsplan", "verksamhetsberättelse", "årsberättelse", "årsbokslut",
    "årsrapport", "stadsdelsnämnd", "förvaltningen",
))  # fmt: skip
"""How reports and their owners are named in a question, in any form."""


def chosen(evidence: Sequence[Evidence], meant: Interpretation, limit: int) -> list[Evidence]:
    """The few pieces that carry the answer: the best, then those not far behind, none twice."""
    if not evidence:
        return []
    best = evidence[0].score
    wide = meant.asks in (Asks.SUMMARY, Asks.TEXT, Asks.GOALS) or meant.comparison
    floor = best * (0.55 if wide else 0.62)
    kept: list[Evidence] = []
    seen: set[str] = set()
    for item in evidence:
        key = fold(item.text)
        if item.score < floor or len(kept) >= limit:
            break
        worded = len(item.text.split()) >= 3 or any(c.isdigit() for c in item.text)
        if key in seen or not worded or item.share <= 0:
            continue
        seen.add(key)
        kept.append(item)
    return kept


def composed(
    best: Sequence[Evidence], evidence: Sequence[Evidence], found: Sequence[Found], limit: int
) -> list[Evidence]:
    """The best sentences, with what the best placed passages say beside them.

    Where a sentence says most of the question it leads, and what follows it stands beside it.
    Where none does, the passages nearest in meaning are told first, sentence by sentence.
    """
    placed = [item.passage.id for item in found]
    leading = best[0] if best and best[0].share >= _STRONG else None
    if leading is not None:
        there = _of_passage(evidence, placed[0], 2) if leading.passage.id != placed[0] else []
        after = [e for e in _of_passage(evidence, leading.passage.id, 9) if _follows(e, leading)]
        first = [leading, *after[:2]] if len(best) < limit else [leading]
        return _once([*first, *best[1 : limit - 1 - len(there)], *there, *best], limit)
    near = [_of_passage(evidence, key, n) for key, n in zip(placed[:3], (4, 2, 1), strict=False)]
    second = [item for group in near[1:] for item in group]
    return _once([*(near[0] if near else []), *best[:1], *second, *best[1:]], limit)


def _of_passage(evidence: Sequence[Evidence], key: str, limit: int) -> list[Evidence]:
    """The best sentences of one passage (evidence is ordered), in the order they stand."""
    mine = [e for e in evidence if e.passage.id == key and _worded(e)][:limit]
    return sorted(mine, key=lambda e: e.position)


def _follows(item: Evidence, leading: Evidence) -> bool:
    return leading.position < item.position <= leading.position + 2


def _worded(item: Evidence) -> bool:
    if item.passage.kind is PassageKind.TABLE and item.share <= 0:
        return False
    return len(item.text.split()) >= 4 or any(c.isdigit() for c in item.text)


def _once(items: Sequence[Evidence], limit: int) -> list[Evidence]:
    first: dict[str, Evidence] = {}
    for item in items:
        first.setdefault(fold(item.text), item)
    return list(first.values())[:limit]


def says_why(text: str) -> bool:
    """Whether a sentence gives a reason or a purpose."""
    return _KINDS[Asks.REASON].search(text) is not None


_OWNERS = frozenset(map(stem, ("enheten", "nämnden", "förvaltningen", "staden", "stadsdelen")))
"""What owners call themselves, with a capital or not: no name of a part."""


def names_among(asked: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The words asked that the texts write with a capital inside sentences, and only so."""
    found = []
    lowered = [(text.lower(), text) for text in texts]
    for word in asked:
        bare = stem(word)
        if len(bare) < 3 or word.isdigit() or bare in _OWNERS:
            continue
        there = [text for low, text in lowered if bare in low]
        if not there:
            continue
        form = re.compile(rf"(?i)\b{re.escape(bare)}\w{{0,3}}\b")
        forms = [m for text in there for m in form.finditer(text)]
        inside = [m for m in forms if m.start() > 0]
        if inside and all(m[0][0].isupper() for m in inside):
            found.append(word)
    return found


def _named(text: str, passage: Passage) -> str:
    """A table's row of nothing but figures with what stands above it; else the text."""
    bare = passage.kind is PassageKind.TABLE and text[:1].isdigit()
    return passage.dense_text if bare else text


def _headings(passage: Passage) -> tuple[str, ...]:
    return (*passage.chain.goals[-1:], *passage.path)


def _whole(passage: Passage) -> str:
    return " ".join((*_headings(passage), passage.text))


def _smoothed(shares: Sequence[float], at: int) -> float:
    """A sentence's share, lifted by what the sentences beside it say."""
    beside = [shares[i] for i in (at - 1, at + 1) if 0 <= i < len(shares)]
    return shares[at] + 0.25 * max(beside, default=0.0) * (1 - shares[at])


def joined(sentences: Sequence[Sentence]) -> list[tuple[Sentence, ...]]:
    """Sentences, those that run over a page break with their other half."""
    units: list[tuple[Sentence, ...]] = []
    open_half: tuple[Sentence, ...] = ()
    for sentence in sentences:
        open_half = (*open_half, sentence)
        if not sentence.continues:
            units.append(open_half)
            open_half = ()
    return [*units, open_half] if open_half else units
