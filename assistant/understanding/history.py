"""Follow-ups: a question that leans on the ones before it becomes one that stands alone.

«och året innan?», «hur var det på Sjöstaden då?». Only what the user said counts; answers are
not read. What the follow-up says itself (a unit, a year) replaces the same kind of thing in the
earlier question; the rest is taken over. A question that stands on its own is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.model import Turn
from assistant.understanding.names import Names
from assistant.understanding.periods import periods
from assistant.words import content_words, words

_LEANS = re.compile(
    r"^\s*(?:och|men|samt|då|så)\b|\b(?:då|där|dit|densamma|detsamma|samma\s+sak|likadant)\s*[?.!]*\s*$"
    r"|\b(?:hur|vad)\s+(?:var|är|blev|såg|ser)\s+det\b|^\s*(?:året|år)\s+(?:innan|före)",
    re.IGNORECASE,
)
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
    said = names.mentions(text)
    spent = {w for m in said for w in words(text)[m.start : m.end]}
    own = [w for w in content_words(text) if w not in spent and not _YEAR.fullmatch(w)]
    leans = bool(_LEANS.search(text)) and len(own) <= 3
    if not leans and (own or not said):
        return text
    kept = _without_names(before, names) if said else before
    step = -1 if _BEFORE.search(text) else 1 if _AFTER.search(text) else 0
    if step:
        return _shifted(kept, step, today) + ("" if not said else f" ({text.strip(' ?')})")
    if _YEAR.search(text) or periods(text, today).years:
        kept = _YEAR.sub("", kept)
    return " ".join(f"{kept.strip(' ?')} – {text.strip()}".split())


def _without_names(text: str, names: Names) -> str:
    """The question without the boards and units it names, as the follow-up names others."""
    spans = [m.span() for m in re.finditer(r"[^\W_]+", text.casefold())]
    cut = [(spans[m.start][0], spans[m.end - 1][1]) for m in names.mentions(text)]
    for start, end in sorted(cut, reverse=True):
        text = text[:start] + text[end:]
    return re.sub(r"\b(?:på|för|i|hos|vid)\s*(?=[?,.]|$)", "", " ".join(text.split())).strip()


def _shifted(text: str, step: int, today: date) -> str:
    """The earlier question, a year earlier or later."""
    if _YEAR.search(text):
        return _YEAR.sub(lambda match: str(int(match[0]) + step), text)
    years = periods(text, today).years
    return f"{text.strip(' ?')} {years[0] + step}?" if years else f"{text.strip(' ?')} året innan?"
