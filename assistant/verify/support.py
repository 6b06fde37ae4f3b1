"""How well a statement is supported by its quotes: by words first, by meaning where words differ.

The share of the statement's content words that its quotes, headings and owner say (lemmas and
parts of compounds, as in search) decides alone where it is high. Below that, the embedder's
nearness of the statement to its nearest quote is weighed in: a paraphrase is near in meaning. The
least score is the lowest at which no statement passes with a foreign quote of its report, on the
example corpus (``python -m eval calibrate``): strict on purpose, since what is lost is told in the
report's own words instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.likeness import Likeness
from assistant.model import Source
from assistant.verify.direction import PAIRS
from assistant.words import STOP, words
from ingest.index import tokens
from ingest.index.ports import Embedder

ENOUGH_WORDS = 0.85
LEAST_WORDS = 0.4
LEAST = 0.62
_NEAR_LOW, _NEAR_HIGH = 0.80, 0.95
# Words that a sentence about figures is made with: labels of columns, reports and periods.
_FRAME = frozenset((
    "vb", "vp", "kf", "kfs", "utfall", "utfallet", "årsmål", "årsmålet", "mål", "målet",
    "prognos", "prognosen", "helår", "rapport", "rapporten", "enligt", "redovisar",
    "redovisade", "rapporterar", "rapporterade", "rapporteras", "anger", "angav", "uppger",
    "uppgav", "framgår", "uppgick", "uppgår", "låg", "ligger", "blev", "saknas", "tabellen",
    "raden", "skillnad", "uträknad", "jämfört", "föregående", "året", "tidigare", "procent",
    "procentenheter", "kr", "tkr", "mnkr", "kronor", "hela", "nämnden", "enheten",
    "verksamheten", "män", "pojkar", "kvinnor", "flickor", "period", "perioden", "värde",
    "värdet", "uppdelat",
))  # fmt: skip


def worded(text: str, sources: Sequence[Source]) -> float:
    """The share of a text's content words that its sources say, 0 to 1."""
    ground = " ".join(
        part
        for s in sources
        for part in (
            s.quote, *s.section, s.identity.title, s.identity.board, s.identity.unit or "",
            str(s.identity.report_type), str(s.identity.year),
        )
    )  # fmt: skip
    plain = _plain(text)
    empty = {w for w in words(plain) if STOP.issuperset(tokens.lemmas(w))}
    likeness = Likeness(plain, _FRAME | empty)
    return likeness.share(ground) if likeness.words else 1.0


def _plain(text: str) -> str:
    """A text without figures and without words of direction: both are checked on their own."""
    bare = re.sub(r"\d[\d.,]*", " ", text)
    for sides in PAIRS.values():
        for _, pattern in sides:
            bare = pattern.sub(" ", bare)
    return bare


def near(text: str, quotes: Sequence[str], embedder: Embedder) -> float:
    """The nearness in meaning of a text to the nearest of its quotes, scaled to 0…1."""
    vectors = np.asarray(embedder.embed_documents([text, *quotes]), dtype=np.float32)
    best = float(max(vectors[1:] @ vectors[0], default=0.0))
    return min(1.0, max(0.0, (best - _NEAR_LOW) / (_NEAR_HIGH - _NEAR_LOW)))


def score(words_share: float, nearness: float) -> float:
    """One figure of both: the words weigh twice."""
    return (2 * words_share + nearness) / 3


def supported(text: str, sources: Sequence[Source], embedder: Embedder) -> bool:
    """Whether the sources say enough of a text."""
    share = worded(text, sources)
    if share >= ENOUGH_WORDS:
        return True
    if share < LEAST_WORDS:
        return False
    return score(share, near(text, [s.quote for s in sources], embedder)) >= LEAST
