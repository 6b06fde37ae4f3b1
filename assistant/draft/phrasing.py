"""Has a chat model phrase a draft heading by heading, and keeps the extractive text elsewhere.

The model is given the heading, the nämndmål, the chief's wishes and the heading's own carried
sentences, all as numbered, escaped data. What it writes is held by ``assistant.draft.phrased``.
Everything else of a draft (enhetsmål, judgements, outcomes, past restrictions, indicators,
activities, blanks) is told by code and never shown to it, so no heading can go missing.

A model that fails costs that heading its phrasing; one that fails twice in a row is not asked
again. All calls of a draft share one time limit: what is left then stays extractive. Each of this
is told in the draft's warnings.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, Field

import prompts
from assistant.chat.data import Item, as_line, numbered
from assistant.chat.port import ChatModel, Hooks, fallback_note
from assistant.draft.claims import Desk
from assistant.draft.phrased import Section, plain
from assistant.errors import CallStoppedError, ChatModelError
from assistant.model import Claim
from assistant.writers.extractive import owner_of

LIMIT_S = 180.0
_LEAST_ROOM = 300
_MOST_FAILURES = 2


class Mening(BaseModel):
    """One sentence, the numbers of the evidence it rests on, and what kind it is."""

    text: str
    underlag: list[int] = Field(json_schema_extra={"maxItems": 6})
    slag: Literal["hamtad", "forslag"]


class Avsnitt(BaseModel):
    """What the model is asked for under one heading; the bounds end a weak model's repetitions."""

    meningar: list[Mening] = Field(json_schema_extra={"maxItems": 8})


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A model and how long all its calls of one draft may take together."""

    model: ChatModel
    limit_s: float = LIMIT_S
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Pen:
    """Phrases one draft; ``heading`` names the only heading to phrase, or all where empty."""

    phrasing: Phrasing
    desk: Desk
    wishes: str = ""
    heading: str = ""
    own: set[str] = field(default_factory=set)
    _started: float = field(init=False)
    _failures: int = 0
    _asked: int = 0
    _skipped: int = 0
    _late: bool = False
    _notes: list[str] = field(default_factory=list)
    _faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._started = self.phrasing.clock()

    def phrased(self, heading: str, goal: str, claims: Sequence[Claim]) -> Sequence[Claim]:
        """The claims of a heading, phrased by the model where that holds."""
        if self.heading and heading.casefold() != self.heading.casefold():
            return claims
        section = Section(self.desk, claims)
        if not section.pieces:
            return claims
        if self._failures >= _MOST_FAILURES or self._over():
            self._skipped += 1
            return claims
        self._asked += 1
        try:
            self._write(heading, goal, section)
        except CallStoppedError:
            self._late = True
            self._skipped += 1
            return claims
        except ChatModelError as error:
            self._failures += 1
            self._notes.append(fallback_note(error, "rapporternas egna meningar"))
            return claims
        self._failures = 0
        self._faults += section.faults
        result, own = section.finished()
        self.own |= {claim.text for claim in own}
        return result

    def _write(self, heading: str, goal: str, section: Section) -> None:
        template, model = prompts.load("utkast"), self.phrasing.model
        values = {
            "namndmal": as_line(goal),
            "rubrik": as_line(heading),
            "ar": str(self.desk.year),
            "onskemal": as_line(self.wishes) or "inga",
        }
        room = model.room - len(template.fill(underlag="", **values))
        if room < _LEAST_ROOM:
            raise ChatModelError("har inte plats för rubriken och dess underlag")
        items = []
        for piece in section.pieces:
            first = piece.sources[0]
            origin = f"{owner_of(first.identity)}, {first.identity.title}, sidan {first.page}"
            items.append(Item(plain(piece), origin))
        told, count = numbered(items, room)
        # What did not fit was not read: it can be no ground, and stays as the report has it.
        del section.pieces[count:]
        reply = model.ask(template.fill(underlag=told, **values), Avsnitt, Hooks(self._over))
        for one in reply.meningar:
            section.take(one.text, one.underlag, one.slag == "forslag")

    def _over(self) -> bool:
        over = self.phrasing.clock() - self._started > self.phrasing.limit_s
        self._late = self._late or over
        return over

    def notes(self) -> list[str]:
        """What a reader must know of the model's part, each said once."""
        told = list(dict.fromkeys(self._notes))
        if self._skipped:
            why = "tiden för språkmodellen tog slut" if self._late else "språkmodellen gav upp"
            what = "ett avsnitt" if self._skipped == 1 else f"{self._skipped} avsnitt"
            told.append(f"Utkastet har rapporternas egna meningar i {what}: {why}.")
        if self._faults:
            count = len(self._faults)
            what = "En mening" if count == 1 else f"{count} meningar"
            told.append(
                f"{what} från språkmodellen togs inte med (till exempel: "
                f"{self._faults[0].rstrip('.')}). Det som rapporterna säger står kvar."
            )
        if not self.own and self._asked and not told:
            told.append("Språkmodellen gav ingen text att använda. Utkastet är gjort utan den.")
        return told
