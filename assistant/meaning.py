"""Which of a few short texts a question means, where it may share no word with any of them.

Names of rows, activities and goals are embedded once each and remembered for the process (the
text is the key, so a new edition of a report is never answered from an old one). Similarities are
corrected for texts that are near everything, and what words say is added to what vectors say:
alone, neither is enough. Values compare within one call only.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import scope_words
from assistant.likeness import Likeness
from assistant.model import Interpretation
from assistant.understanding.terms import default_terms, other_words
from assistant.words import STOP, words
from ingest.index.ports import Embedder

_REMEMBERED = 20_000
_AT_ONCE = 16  # a question waits for no more than so many
_HUB = 0.7
_WORDED = 0.12
_FRAME = frozenset(
    """anger angav ange redovisar redovisade rapporterade rapporterar rapporterat stadens staden
    mål målet målen siffra siffran satt fullmäktige kommunfullmäktige kf bestämt nivå nivån siktar
    siktade sikta trodde räknade räknat räknar sluta slutade landade landa helåret hela året år
    jämförelsetalet jämförelsetal behöver vet utfall utfallet resultat resultatet målsättning
    årsmål årsmålet enligt gäller gällde skulle tidigare före innan föregående värde värdet fick får
    ligger låg blev bli upp kom komma nådde når eget egna prognos prognosen skiljer män kvinnor
    åt sedan förra över under hela nämnden jämfört jämför ställ mot kontra hög högt högst lägst
    låga bättre sämre fler färre utvecklats utvecklingen står visar vilken vilket vilka ur många
    mycket stor stort andra tror planen rapport helår""".split()  # noqa: SIM905
)

_PERIOD = re.compile(
    r"\b(?:(?:första|andra|förra)\s+)?tertial\w*(?:\s+[12]\b)?|\bt[12]\b|\bbokslut\w*"
    r"|\b(?:verksamhets|vers?k?s?amhets|års)(?:plan|berättels|r?ap*ort)\w*|\bplanen\s+för\b|\bi\s+fjol\b"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """How near a text is: ``score`` orders, ``lead`` is how far it stands from the others'
    mean, in standard deviations; ``said`` is the share of the question's words that it says."""

    index: int
    score: float
    lead: float
    said: float


class Meaning:
    """Compares a question's own words with short texts; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def nearest(self, asked: str, texts: Sequence[str], beside: Sequence[str] = ()) -> list[Meant]:
        """Every text, nearest first; [] where nothing is asked or there is nothing to choose.

        ``beside`` is what stands beside each text: its words count too, at half.
        """
        told = beside.__getitem__ if beside else None
        return self._ranked(asked, texts, told, reach=np.inf)

    def best(
        self, asked: str, texts: Sequence[str], beside: Callable[[int], str] | None = None
    ) -> Meant | None:
        """The first of ``nearest``; words are compared with texts that they can lift so far.

        ``beside`` gives what stands beside the text at a place; it is asked of those texts only.
        """
        return next(iter(self._ranked(asked, texts, beside, reach=_WORDED)), None)

    def _ranked(
        self, asked: str, texts: Sequence[str], beside: Callable[[int], str] | None, reach: float
    ) -> list[Meant]:
        """The texts whose vectors come within ``reach`` of the nearest one's, best first."""
        if not asked.strip() or not texts:
            return []
        distinct = list(dict.fromkeys(texts))
        near = self._near(asked, distinct)
        spread = float(near.std()) or 1.0
        lead = (near - near.mean()) / spread
        place = {text: i for i, text in enumerate(distinct)}
        worded = Likeness(asked, also=other_words(asked, default_terms()))
        least = float(near.max()) - reach - 1e-6
        rows = []
        for i, text in enumerate(texts):
            at = place[text]
            if near[at] < least:
                continue
            words_said = worded.share(text)
            if beside is not None:
                words_said = max(words_said, 0.5 * worded.share(beside(i)))
            score = float(near[at]) + _WORDED * words_said
            rows.append(Meant(i, score, float(lead[at]), words_said))
        return sorted(rows, key=lambda row: (-row.score, row.index))

    def _near(self, asked: str, distinct: Sequence[str]) -> NDArray[np.float32]:
        """How near each text is, less how near it is to all of them."""
        vectors = self._embedded(distinct)
        query = np.asarray(self._embedder.embed_queries([asked])[0], dtype=np.float32)
        near: NDArray[np.float32] = vectors @ query
        if len(distinct) > 2:
            near = near - _HUB * (vectors @ vectors.mean(axis=0))
        return near

    def learn(self, texts: Iterable[str]) -> None:
        """Remember texts that are likely to be compared, as many as there is room for."""
        with self._lock:
            room = _REMEMBERED - len(self._vectors)
            new = [text for text in dict.fromkeys(texts) if text not in self._vectors][:room]
        for start in range(0, len(new), _AT_ONCE):
            self._embedded(new[start : start + _AT_ONCE])

    def _embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            new = [text for text in texts if text not in self._vectors]
        made = self._embedder.embed_documents(new) if new else []
        with self._lock:
            for text, vector in zip(new, made, strict=True):
                self._vectors[text] = np.asarray(vector, dtype=np.float32)
            found = []
            for text in texts:
                self._vectors.move_to_end(text)
                found.append(self._vectors[text])
            while len(self._vectors) > max(_REMEMBERED, len(texts)):
                self._vectors.popitem(last=False)
        return np.stack(found)


def core_of(meant: Interpretation, also: frozenset[str] = frozenset()) -> str:
    """What the question is about, without whose report, when, and the words of asking."""
    drop = scope_words(meant) | _FRAME | also
    text = _PERIOD.sub(" ", meant.text.casefold())
    kept = [w for w in words(text) if w not in drop and w not in STOP]
    return " ".join(dict.fromkeys(kept))
