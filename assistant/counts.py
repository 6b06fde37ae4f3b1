"""«Hur många …»: what is counted, and whether a text holds a number of it."""

from __future__ import annotations

import re

from assistant.likeness import Likeness
from assistant.understanding.terms import default_terms, other_words

_ASKED = re.compile(r"\bhur\s+många\s+(?:(?:nya|fler|olika|egna|andra)\s+)?(?!procent)(\w{4,})")
_NUMBERS = (
    r"en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|\w+ton|tjugo\w*|\w+tio\w*|\w*hundra\w*"
    r"|\w*tusen\w*|\w*tiotal\w*|\w*tontal\w*|dussin\w*|par|flera|inga|ingen|inget|samtliga"
)
_COUNT = re.compile(
    rf"(?:\w+\W{{1,2}})?\b(?:\d+(?:\s\d{{3}})*(?![\d,]*\s*(?:%|procent))|(?:{_NUMBERS})\b)(?:\s\w+){{0,3}}",
    re.IGNORECASE,
)


class Counted:
    """A thing that is counted, by its word in the question or another word for it."""

    def __init__(self, thing: str) -> None:
        self._likeness = Likeness(thing, also=other_words(thing, default_terms()))

    def stands_in(self, text: str) -> bool:
        """Whether a number of the thing does: «49 medarbetare», «medarbetare: 49»."""
        return any(self._likeness.share(around) > 0 for around in _COUNT.findall(text))


def counted_in(question: str) -> Counted | None:
    """What «hur många» of a question counts; None where nothing is."""
    found = _ASKED.search(question.casefold())
    return Counted(found[1]) if found else None
