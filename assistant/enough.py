"""Is there enough to answer? Decided on the sentence, by the kind of answer that is asked.

In order: there must be something to look for, and passages that say a fair part of it; a bare
year that has no report must stand in a sentence; an amount that the question takes for granted
must be known; a reason must stand with what it is the reason for (the premise of a «varför» is
never asserted); a date question needs a date, a question in kronor an amount in kronor; a figure
for a named part of a unit needs a sentence that holds the part, the thing and a number. Kinds of
answer that a sentence itself shows are in ``assistant.demanded``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.demanded import holds_its_kind
from assistant.evidence import Evidence, Gatherer, says_why
from assistant.likeness import Likeness
from assistant.model import Asks, Interpretation
from assistant.reports import names_one
from assistant.understanding.terms import default_terms, other_words
from assistant.words import MONTHS, words

_AMOUNT = re.compile(r"\b(\d[\d\s]*\d|\d)\s*(?:kr|kronor|tkr|mnkr|procent|%)")
_PLAIN = re.compile(r"\d{1,3}(?:\s\d{3})+|\d+(?:,\d+)?")
_MONTH = rf"(?:{'|'.join(MONTHS)})\b"
_DAY = re.compile(
    rf"\b\d{{1,2}}\s+{_MONTH}|\b(?:första|sista|i|från|under|till|mitten\s+av)\s+{_MONTH}|\b{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d|\b\d{{1,2}}/\d{{1,2}}\b"
    rf"|\b(?:våren|hösten|sommaren|vintern|årsskiftet|sedan|från|senast|under)\s+(?:år\s+)?\d{{4}}",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_DAY.pattern}|\b{_MONTH}|\b(?:mån|tis|ons|tors|fre|lör|sön)dag\w*|\b\d{{1,2}}(?:[.:]\d\d)?\s*(?:till|–|-)\s*\d{{1,2}}\b"
    rf"|\b(?:kl|klockan)\b|\b(?:veck|månad)\w*",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\d\s*(?:kr|kronor|tkr|mnkr|mkr|miljoner|tusen)\b", re.IGNORECASE)
_IN_CURRENCY = re.compile(r"\bi\s+(?:kronor|kr|pengar|tkr|mnkr)\b", re.IGNORECASE)
_ALSO = re.compile(r"\boch\s+(?:hur|vad|vilka|vilken|vilket|när)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:hur\s+(?:ofta|många|mycket|länge)|vilk(?:en|et|a)|när)\b.+\bvarför\b", re.IGNORECASE
)
_SHARE = re.compile(r"\b(?:procent|andel)\b|\bi\s+procent\b|%")
_PERCENTAGE = re.compile(r"\d\s*(?:%|procent)")
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Bars:
    """The thresholds of an answer; ``python -m eval calibrate`` shows what each costs.

    ``said`` and ``summary``: how much of the question some passage must say with its headings.
    ``unsaid``: a larger share of the question's words that nothing found says is too much, where
    nobody's report is named.
    """

    said: float = 0.3
    summary: float = 0.2
    unsaid: float = 0.5


USUAL = Bars()
_ALIKE = 4


def enough(
    meant: Interpretation,
    gatherer: Gatherer,
    evidence: Sequence[Evidence],
    bars: Bars = USUAL,
) -> bool:
    """Whether some sentence, with what stands around it, answers the question."""
    if not evidence or not gatherer.words:
        return False
    best = evidence[:_LOOKED_AT]
    if meant.doubtful and not any(str(y) in e.text for e in best[:12] for y in meant.doubtful):
        return False
    if _foreign_amount(meant, evidence) or not _in_kind(meant, gatherer, best):
        return False
    if not holds_its_kind(meant, gatherer, best):
        return False
    least = bars.summary if meant.asks is Asks.SUMMARY else bars.said
    return max(e.around for e in evidence) >= least


def nearly(meant: Interpretation, gatherer: Gatherer, evidence: Sequence[Evidence]) -> bool:
    """Whether what is nearest in meaning may be told as such, where the words are not there.

    Only where it is clear whose report is asked for. What a question takes for granted must
    still stand there: a year, an amount, a named place, what a «varför» wants the reason of.
    """
    if not evidence or not names_one(meant) or meant.doubtful or _foreign_amount(meant, evidence):
        return False
    if meant.asks is Asks.REASON and not _asks_more(meant.text):
        return any(
            e.near > 0.5 and e.thing >= 0.5 and says_why(e.text) and _asserted(gatherer, e)
            for e in evidence[:_LOOKED_AT]
        )
    if not holds_its_kind(meant, gatherer, evidence[:_LOOKED_AT]):
        return False
    if meant.asks is Asks.DATE:
        return _told_of(gatherer, evidence) and any(_TIME.search(e.text) for e in evidence[:8])
    if meant.indicators and gatherer.names:
        return False
    return not (_IN_CURRENCY.search(meant.text) and not _has_currency(evidence))


def _told_of(gatherer: Gatherer, evidence: Sequence[Evidence]) -> bool:
    """Whether some of what is said to have happened is told, names aside, where it is two words."""
    things = [word for word in gatherer.words if word not in gatherer.names]
    return len(things) < 2 or any(e.thing > 0 for e in evidence[:_LOOKED_AT])


def mostly(unsaid: Sequence[str], words: Sequence[str], bars: Bars = USUAL) -> bool:
    """Whether too much of what a question is about is not said by what was found."""
    return len(unsaid) > len(words) * bars.unsaid


def told_as_nearest(unsaid: Sequence[str], guessed: bool) -> str:
    """What is said before an answer that does not hold the question's own words, else nothing."""
    if len(unsaid) < 2 and not guessed:
        return ""
    listed = ", ".join(f"«{word}»" for word in unsaid)
    gone = f"Det som hittades nämner inte {listed}. " if unsaid else ""
    return f"{gone}Det här är det närmaste som står i rapporterna: kontrollera att det är rätt sak."


def _has_currency(evidence: Sequence[Evidence]) -> bool:
    return any(_CURRENCY.search(e.text) for e in evidence)


def _foreign_amount(meant: Interpretation, evidence: Sequence[Evidence]) -> bool:
    """Whether the question takes an amount for granted that no passage found knows of."""
    taken = {re.sub(r"\s", "", m[1]) for m in _AMOUNT.finditer(meant.text.casefold())}
    held = {re.sub(r"\s", "", m) for e in evidence for m in _PLAIN.findall(e.text)}
    return bool(taken - held)


def _in_kind(meant: Interpretation, gatherer: Gatherer, best: Sequence[Evidence]) -> bool:
    """Whether some sentence is the kind of answer that is asked for."""
    if meant.asks is Asks.REASON and not _FIRST.search(meant.text):
        return any(
            e.near >= 0.6 and e.thing >= 0.5 and says_why(e.text) and _asserted(gatherer, e)
            for e in best
        )
    if meant.asks is Asks.DATE:
        return any(e.thing >= 0.5 and _DAY.search(e.text) for e in best)
    if _IN_CURRENCY.search(meant.text):
        return any(e.near >= 0.4 and _CURRENCY.search(e.text) for e in best)
    if meant.asks is Asks.FIGURE and meant.indicators and gatherer.names:
        things = [Likeness(name) for name in meant.indicators]
        part = Likeness(" ".join(gatherer.names))
        return any(
            part.said(e.text)
            and any(c.isdigit() for c in e.text)
            and any(t.share(" ".join((*e.passage.path[-1:], e.text))) >= 0.5 for t in things)
            for e in best
        )
    if gatherer.names and _SHARE.search(meant.text.casefold()):
        return _share_of_part(gatherer, best)
    return True


def _asks_more(text: str) -> bool:
    """Whether a reason is not all that is asked: «… och hur …», «hur ofta … och varför»."""
    return bool(_ALSO.search(text) or _FIRST.search(text))


def _asserted(gatherer: Gatherer, item: Evidence) -> bool:
    """Whether a sentence says what happened, where that is one word of a named thing.

    «Varför lades X ner?» must meet the word itself, or another word for it: that a part of some
    other word is the same («kartlades») asserts nothing.
    """
    things = [word for word in gatherer.words if word not in gatherer.names]
    if len(things) != 1 or not gatherer.names:
        return True
    [thing] = things
    others = other_words(thing, default_terms()).get(thing, ())
    if any(word[:_ALIKE] == thing[:_ALIKE] for word in words(item.text)):
        return True
    return any(Likeness(other).share(item.text) >= 1 for other in others)


def _share_of_part(gatherer: Gatherer, best: Sequence[Evidence]) -> bool:
    """Whether a sentence with a percentage says a named part and what the share is of."""
    part = Likeness(" ".join(gatherer.names))
    things = [w for w in gatherer.words if w not in gatherer.names and not _SHARE.search(w)]
    thing = Likeness(" ".join(things))
    return not thing.words or any(
        part.said(e.text)
        and _PERCENTAGE.search(e.text)
        and thing.share(" ".join((*e.passage.path[-1:], e.text))) >= 0.6
        for e in best
    )
