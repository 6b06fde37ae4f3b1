"""Follow-ups: a question that leans on the ones before it becomes one that stands alone.

«och året innan?», «hur var det på Sjöstaden då?». Only what the user said counts; answers are
not read. What the follow-up says itself (a unit, a year, a kind of report, an indicator) replaces
the same kind of thing in the earlier question; the rest is taken over, the place of a unit too
(«och dv?»). «jämfört med X?» sets X beside what was asked of. A question that stands on its own
is left alone, «jämför matsvinnet mellan X och Y» too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.model import Turn
from assistant.understanding import terms
from assistant.understanding.kinds import types
from assistant.understanding.names import Mention, Names
from assistant.understanding.periods import periods, spans
from assistant.words import content_words, words

_LEANS = re.compile(
    r"^\s*(?:och|å|men|samt|då|så|samma|likadant|detsamma)\b|\b(?:då|där|dit|densamma|detsamma|samma\s+sak|likadant)\s*[?.!]*\s*$"
    r"|\b(?:hur|vad)\s+(?:var|är|blev|såg|ser)\s+det\b|^\s*(?:året|år)\s+(?:innan|före)"
    r"|\b(?:var|är|blev)\s+det\s+(?:fler|färre|mer|mindre|högre|lägre|bättre|sämre)\b"
    r"|\b(?:om|på|för|med|till|av)\s+(?:det|detta|den)\s*[?.!]*\s*$|^\s*(?:jämfört|jämför|gentemot)\b",
    re.IGNORECASE,
)
_OF_ITS_OWN = re.compile(r"^\s*jämför\s+(.+?)\s+(mellan|på|hos|i|för)\b", re.IGNORECASE)
_WHY = re.compile(r"\s*(?:varför|hur\s+kommer\s+det\s+sig|när|hur\s+så)\W*$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BEFORE = re.compile(r"\båret\s+(?:innan|före|dessförinnan)\b|\bföregående\s+år\b", re.IGNORECASE)
_AFTER = re.compile(r"\båret\s+(?:efter|därpå)\b", re.IGNORECASE)


def stand_alone(text: str, turns: Sequence[Turn], names: Names, today: date) -> str:
    """The question with what it takes over from the user's questions before it."""
    earlier = [turn.content for turn in turns if turn.role == "user" and turn.content.strip()]
    if not earlier:
        return text
    whole = earlier[0]
    for question in (*earlier[1:], text):
        whole = _resolved(question, whole, names, today)
    return whole


def _resolved(text: str, before: str, names: Names, today: date) -> str:
    text = _at_the_same_place(text, before, names)
    said = names.mentions(text)
    spent = {w for m in said for w in words(text)[m.start : m.end]}
    spent |= {w for start, end in spans(text, today) for w in words(text[start:end])}
    own = [w for w in content_words(text) if w not in spent and not _YEAR.fullmatch(w)]
    leans = bool(_LEANS.search(text)) and len(own) <= 3 and not _compares_alone(text, said)
    told = said or spans(text, today) or _WHY.match(text)
    if not leans and (own or not told):
        return text
    kept = _without_names(before, names) if said and not terms.compares(text) else before
    if terms.indicators_in(text, terms.default_terms()) and not terms.compares(text):
        kept = _without_indicators(kept)
    if types(text.casefold()) and not terms.compares(text):
        kept = _cut(kept, [span for span, _ in types(kept.casefold())])
    step = -1 if _BEFORE.search(text) else 1 if _AFTER.search(text) else 0
    if step:
        return _shifted(kept, step, today) + ("" if not said else f" ({text.strip(' ?')})")
    if _YEAR.search(text) or periods(text, today).years:
        kept = _YEAR.sub("", kept)
    return " ".join(f"{kept.strip(' ?')} – {text.strip()}".split())


def _compares_alone(text: str, said: Sequence[Mention]) -> bool:
    """«Jämför matsvinnet mellan X och Y»: what is set side by side, and whose, is all said."""
    found = _OF_ITS_OWN.match(text)
    if found is None or not content_words(found[1]):
        return False
    sides = len({(mention.name, mention.is_unit) for mention in said})
    return sides > 1 or (sides == 1 and found[2].casefold() == "mellan")


def _at_the_same_place(text: str, before: str, names: Names) -> str:
    """«och dv?» after a question about another unit of the same place: «och Xs dv?»."""
    if not _LEANS.search(text) or names.mentions(text):
        return text
    asked = words(before)
    for mention in names.mentions(before) if not terms.compares(text) else ():
        place = asked[mention.start]
        for word in re.finditer(r"[^\W\d_]{2,}", text):
            other = names.mentions(f"{place} {word[0]}")
            if any(m.is_unit and m.certain and m.name != mention.name for m in other):
                return f"{text[: word.start()]}{place} {text[word.start() :]}"
    return text


def _without_names(text: str, names: Names) -> str:
    """The question without the boards and units it names, as the follow-up names others."""
    text = _without(text, [(m.start, m.end) for m in names.mentions(text)])
    return re.sub(r"\b(?:på|för|i|hos|vid)\s*(?=[?,.]|$)", "", " ".join(text.split())).strip()


def _without_indicators(text: str) -> str:
    """The question without the indicators it names, as the follow-up names another."""
    return _without(text, terms.indicator_words(text, terms.default_terms()))


def _without(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """The text without these words, from and to by their number."""
    places = [m.span() for m in re.finditer(r"[^\W_]+", text.casefold())]
    for start, end in sorted(taken, reverse=True):
        text = text[: places[start][0]] + text[places[end - 1][1] :]
    return text


def _cut(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """The text without these characters, from and to."""
    for start, end in sorted(taken, reverse=True):
        text = text[:start] + text[end:]
    return text


def _shifted(text: str, step: int, today: date) -> str:
    """The earlier question, a year earlier or later."""
    if _YEAR.search(text):
        return _YEAR.sub(lambda match: str(int(match[0]) + step), text)
    years = periods(text, today).years
    return f"{text.strip(' ?')} {years[0] + step}?" if years else f"{text.strip(' ?')} året innan?"
