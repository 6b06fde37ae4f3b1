"""What the reports speak of at all: the words that some passage of the library uses.

A thing that no report names cannot be counted from them, a name that none uses is a stranger's, and
of a year to come that none names there is no report. Asked of the lexical index; the passages found
are read, since the index knows parts of words too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.likeness import Likeness
from assistant.model import Interpretation
from assistant.understanding.terms import default_terms, other_words
from assistant.understanding.years import beyond
from assistant.words import stem
from ingest.library import Library
from ingest.model import Scope

_LOOKED_AT = 5
_NEAREST = 6
_COUNTED = re.compile(r"\bhur\s+många\s+(\w{4,})")
_A_COUNT = re.compile(
    r"(?<![\d,])(?!(?:19|20)\d\d\b)\d+(?:\s\d{3})*\s+(?!tkr|kr\b|kron|mnkr|procent)[a-zåäö]{3,}",
    re.I,
)


class Spoken:
    """Answers for one library; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, word: str) -> bool:
        """Whether some passage uses a word that begins so."""
        hits = self._library.lexical.search(word, Scope(), _LOOKED_AT)
        texts = [p.text.casefold() for p in self._library.store.get([h.passage_id for h in hits])]
        return any(re.search(rf"\b{re.escape(word)}", text) for text in texts)

    def years_unheard_of(self, meant: Interpretation) -> list[int]:
        """Years to come that a question names and no report does.

        A year that reports speak of may be what a goal is for («fossilfri 2030»); what was in any
        other is asked of a report that is not there.
        """
        last = int(self._library.roster().years.max(initial=0))
        return [year for year in beyond(meant.text.casefold(), last) if not self.of(str(year))]

    def counts_unheard_of(self, meant: Interpretation, evidence: Sequence[Evidence]) -> bool:
        """Whether «hur många …» counts a thing that no report of the library speaks of.

        It may be called something else there: then what is nearest has a count.
        """
        counted = _COUNTED.search(meant.text.casefold())
        if counted is None or self.of(stem(counted[1])):
            return False
        thing = Likeness(counted[1], also=other_words(counted[1], default_terms()))
        near = [item.text for item in evidence[:_NEAREST]]
        return not any(thing.share(text) > 0 or _A_COUNT.search(text) for text in near)
