"""The writer that has a chat model phrase what the reports say, and believes nothing it writes.

What the model gets are numbered, escaped pieces of evidence: the extractive writer's own claims
first, then more sentences, as many as fit. What it gives back are statements with numbers. Each is
held to its quotes by ``assistant.verify`` as soon as it is whole; the order is then

1. values: rows of tables and what was worked out of them are told by code, never by a model;
2. the model's statements that hold, as they come;
3. the reports' own sentences that a statement which did not hold had cited, those whose figures no
   statement tells, and the best few that no statement tells in most of their words: phrasing never
   costs a figure, nor half of what was asked.

A statement with the wrong number but true to another piece gets that piece as its source. One that
only repeats a value already told is left out. Where the model fails, or nothing it wrote holds, the
answer is the extractive one, and a warning tells why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

import prompts
from assistant.chat.data import Item, as_line, from_model, numbered
from assistant.chat.port import ChatModel, Hooks, fallback_note
from assistant.errors import ChatModelError
from assistant.likeness import Likeness
from assistant.model import Claim, Interpretation
from assistant.verify import Checker, told_figures
from assistant.watch import SILENT, Watch
from assistant.writers.extractive import owner_of

_MOST = 6
_MOST_PIECES = 16
_LONGEST = 600
_LEAST_ROOM = 300
_REPAIRS = 3
_BEST = 3
"""So many of the reports' best sentences are told, by the model or as they stand."""
_WHOLE = 0.7
"""The share of a sentence's words that a statement has when it tells the sentence."""


class Pastaende(BaseModel):
    """One statement and the numbers of the evidence that it rests on."""

    text: str
    underlag: list[int]


class Svar(BaseModel):
    """What the model is asked for."""

    pastaenden: list[Pastaende]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer is phrased from.

    ``values`` are told as they are, ``claims`` are the extractive writer's sentences, and ``more``
    is evidence beside them. ``plain`` is what is told of the claims where the model writes nothing.
    """

    meant: Interpretation
    values: Sequence[Claim]
    claims: Sequence[Claim]
    more: Sequence[Claim] = ()
    plain: Sequence[Claim] = ()


class GenerativeWriter:
    """Phrases answers with a chat model; safe to share between threads."""

    name = "generative"

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def write(self, draft: Draft, checker: Checker, watch: Watch = SILENT) -> bool:
        """Give the checker the claims of an answer; whether any of them is the model's own."""
        for claim in draft.values:
            checker.take(claim)
        work = _Work(draft, checker)
        try:
            self._asked(draft, work, watch)
        except ChatModelError as error:
            checker.warn(fallback_note(error))
        else:
            if not work.written:
                checker.warn(_nothing_held(work))
        work.finish()
        return bool(work.written)

    def _asked(self, draft: Draft, work: _Work, watch: Watch) -> None:
        template = prompts.load("svar")
        question = as_line(draft.meant.text)
        room = self._model.room - len(template.fill(fraga=question, underlag=""))
        if room < _LEAST_ROOM:
            raise ChatModelError("har inte plats för frågan och dess underlag")
        told, count = numbered([_item(piece) for piece in work.pieces], room)
        work.pieces = work.pieces[:count]
        prompt = template.fill(fraga=question, underlag=told)
        reply = self._model.ask(prompt, Svar, Hooks(watch.stopped, work.growing, watch.queued))
        work.all_of(reply)


@dataclass(slots=True)
class _Work:
    """One answer while its statements come."""

    draft: Draft
    checker: Checker
    pieces: list[Claim] = field(init=False)
    seen: int = 0
    written: list[tuple[Claim, frozenset[int]]] = field(default_factory=list)
    instead: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        every = [*self.draft.values, *self.draft.claims, *self.draft.more]
        distinct = {
            tuple((s.document_id, s.page, s.quote) for s in c.sources): c for c in every[::-1]
        }
        self.pieces = [c for c in distinct.values()][::-1][:_MOST_PIECES]

    def growing(self, part: Mapping[str, Any]) -> None:
        """Takes the statements that are whole: all but the last, which may be half written."""
        so_far = part.get("pastaenden")
        if isinstance(so_far, list):
            for raw in so_far[self.seen : len(so_far) - 1]:
                self.seen += 1
                if isinstance(raw, dict) and isinstance(raw.get("underlag"), list):
                    numbers = [n for n in raw["underlag"] if isinstance(n, int)]
                    self.take(str(raw.get("text", "")), numbers)

    def all_of(self, reply: Svar) -> None:
        """Takes what is left of a whole reply."""
        for said in reply.pastaenden[self.seen :]:
            self.seen += 1
            self.take(said.text, said.underlag)

    def take(self, text: str, numbers: Sequence[int]) -> None:
        """One statement of the model: told, mended, left out, or replaced."""
        text = from_model(text)
        cited = list(dict.fromkeys(n - 1 for n in numbers if 1 <= n <= len(self.pieces)))
        if not text or len(self.written) >= _MOST or self._repeats(text, cited):
            return
        if len(text) > _LONGEST:
            self.checker.warn("Ett påstående från språkmodellen togs bort: det var för långt.")
            return
        reason = "det saknar giltigt underlag."
        for places in self._tries(text, cited):
            for claim in _claims(text, [self.pieces[at] for at in places]):
                fault = self.checker.fault(claim)
                if fault is None:
                    self.checker.take(claim)
                    self.written.append((claim, frozenset(places)))
                    return
                if places == cited:
                    reason = fault
        self._replaced(cited, reason)

    def _tries(self, text: str, cited: list[int]) -> list[list[int]]:
        """The places that the model named, then those that say most of the statement's words."""
        others = self.checker.likest(text, [piece.text for piece in self.pieces])[:_REPAIRS]
        return [*([cited] if cited else []), *([at] for at in others if [at] != cited)]

    def _replaced(self, cited: Sequence[int], reason: str) -> None:
        own = [self.pieces[at] for at in cited if self.pieces[at] not in self.draft.values]
        self.instead += own[:2]
        what = "ersattes med rapportens egna ord" if own else "togs bort"
        self.checker.warn(f"Ett påstående från språkmodellen {what}: {reason}")

    def _repeats(self, text: str, cited: Sequence[int]) -> bool:
        """Whether a statement rests on values told already, and tells no more than they do."""
        if any(claim.text == text for claim, _ in self.written):
            return True
        values = [c for c in self.draft.values]
        if not cited or not all(self.pieces[at] in values for at in cited):
            return False
        told = {figure for claim in values for figure in told_figures(claim.text)}
        return told_figures(text) <= told and not self.checker.compares(text)

    def finish(self) -> None:
        """The reports' own sentences that belong beside what was written, or instead of it."""
        if not self.written:
            for claim in self.draft.plain or self.draft.claims:
                self.checker.take(claim)
            return
        best = self.draft.claims[:_BEST]
        for claim in (*self.draft.claims[:1], *self.instead, *self.draft.claims[1:]):
            if self._covered(claim, wholly=claim in best):
                continue
            if claim in self.instead or claim in best or told_figures(claim.text):
                self.checker.take(claim)

    def _covered(self, claim: Claim, wholly: bool) -> bool:
        """Whether the statements that cite a piece tell all of its figures, and most words."""
        if claim not in self.pieces:
            return False
        at = self.pieces.index(claim)
        texts = [said.text for said, places in self.written if at in places]
        told = {figure for text in texts for figure in told_figures(text)}
        if not texts or not told_figures(claim.text) <= told:
            return False
        return not wholly or Likeness(claim.text).share(" ".join(texts)) >= _WHOLE


def is_value(claim: Claim) -> bool:
    """Whether a claim tells cells of tables, or what was worked out of them."""
    if claim.kind == "computed":
        return True
    return any(s.section and s.section[-1].startswith("Indikator ") for s in claim.sources) and (
        claim.text != " ".join(s.quote for s in claim.sources)
    )


def _claims(text: str, pieces: Sequence[Claim]) -> list[Claim]:
    """A statement as said by its pieces; where they are rows, also as worked out of them."""
    sources = tuple(dict.fromkeys(source for piece in pieces for source in piece.sources))
    kinds = ("sourced", "computed") if all(map(is_value, pieces)) else ("sourced",)
    return [Claim(text, sources, kind) for kind in kinds]


def _item(piece: Claim) -> Item:
    first = piece.sources[0]
    return Item(
        piece.text, f"{owner_of(first.identity)}, {first.identity.title}, sidan {first.page}"
    )


def _nothing_held(work: _Work) -> str:
    if work.seen:
        return (
            "Inget som språkmodellen skrev höll mot källorna. Därför visas rapporternas egna ord."
        )
    return "Språkmodellen gav inget svar. Därför visas rapporternas egna ord."
