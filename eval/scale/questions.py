"""Questions to a city's library: those of the example corpus, about its own units and years.

A question about a unit of the example corpus becomes one about a unit that is modelled on it and
has a report of that year and kind; one about a board, about a board of the city. With ``fenced``
the same question is asked with a filter beside it, of a kind each. No text is asked twice: the
embedder remembers what it was asked, and a question that it knew would cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import product
from random import Random

from assistant.model import Question
from eval.questions import Case
from eval.scale.city import YEARS, Model, Writer, identities
from ingest.model import Identity, Scope
from ingest.names import BOARD_ITSELF

FENCES: Mapping[str, tuple[str, ...]] = {
    "inget": (),
    "nämnd": ("boards",),
    "enhet": ("units",),
    "år": ("years",),
    "rapporttyp": ("report_types",),
    "nämnd och år": ("boards", "years"),
    "nämnd och rapporttyp": ("boards", "report_types"),
    "år och rapporttyp": ("years", "report_types"),
    "enhet och år": ("units", "years"),
    "alla fyra": ("boards", "units", "years", "report_types"),
}
_BEGUN = ("", "En fråga: ", "Vi undrar: ", "Kort fråga: ", "Nu undrar jag: ", "Vi vill veta: ")
_YEAR = re.compile(r"\b20[12]\d\b")


class Asked:
    """Questions about one city; the same each time."""

    def __init__(
        self,
        cases: Sequence[Case],
        known: Sequence[Model],
        city: Sequence[Writer],
        boards: Sequence[str],
        held: Container[Identity] | None = None,
    ) -> None:
        """``held`` are the reports that there are, where they are not all of the city's."""
        self._rng = Random(9)
        short = [case for case in cases if len(case.question) < 300]
        self._cases = self._rng.sample(short, len(short))
        self._asked: set[str] = set()
        self._known = known
        self._boards = boards
        self._by_model: dict[str, list[tuple[Writer, Identity]]] = {}
        self._of_boards: list[tuple[Writer, Identity]] = []
        for number, writer in enumerate(city):
            whose = identities(writer, number)
            kept = [(writer, who) for who in whose if held is None or who in held]
            if writer.model is None:
                self._of_boards += kept
            else:
                self._by_model.setdefault(writer.model.place, []).extend(kept)

    def questions(self, count: int, fence: str) -> Iterator[Question]:
        """So many questions with a filter of one kind, none asked before."""
        fields = FENCES[fence]
        for number in range(count):
            case = self._cases[number % len(self._cases)]
            text, who = self._moved(case.question)
            yield Question(self._new(text), _fence(who, fields))

    def _new(self, text: str) -> str:
        """The question begun in a way that it has not been begun before."""
        ways = map("".join, product(_BEGUN, repeat=3))
        told = next((way + text for way in ways if way + text not in self._asked), None)
        if told is None:
            raise ValueError(f"asked in every way already: {text}")
        self._asked.add(told)
        return told

    def _moved(self, text: str) -> tuple[str, Identity]:
        """The question about somebody of the city, and a report that it may mean."""
        named = _YEAR.findall(text)
        place = next((m.place for m in self._known if m.place in text), None)
        pairs = self._by_model.get(place or "") or self._of_boards
        years = [int(year) for year in named if int(year) in YEARS]
        fitting = [pair for pair in pairs if not years or pair[1].year == years[0]]
        writer, identity = self._rng.choice(fitting or pairs)
        if place:
            text = text.replace(place, writer.place)
        for board in self._boards:
            text = text.replace(board, writer.board)
        return text, identity


def _fence(who: Identity, fields: Sequence[str]) -> Scope:
    every = {
        "boards": (who.board,),
        "units": (who.unit or BOARD_ITSELF,),
        "years": (who.year,),
        "report_types": (who.report_type,),
    }
    return Scope(**{name: every[name] for name in fields})  # type: ignore[arg-type]
