"""Every act with a service, struck at every call that it makes, in every way; and what is left.

A run: a copy of a small library is opened in a child, the act begun and one call of it struck. What
survives must hold what it promises at once (``invariants``), answer questions again and do the act
when asked anew. Then, in another child, the library is opened afresh: it must be whole, go on where
a kill ended the act, and hold in the end exactly what one holds that was never disturbed. A call
that is delayed lets another user ask meanwhile, or, where a question is what is delayed, another
edition be taken in.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from eval.strain import invariants
from eval.strain.children import told
from eval.strain.engines import Engine, opened
from eval.strain.faults import Fault, Kind, Saboteur
from eval.strain.service import ACTS, QUESTIONS, READING, Client, Known, known, served
from eval.strain.shelf import BASE, EVERY, OAK_AGAIN
from ingest.archive import Archive
from ingest.errors import IngestError, StoreUnavailableError
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.pipeline import Pipeline

OPEN = "öppna"
_REPLACE, _DELETE = "ersätt", "ta-bort"
EVERY_ACT = (OPEN, *ACTS)
_MEANWHILE_S = 1.5
_PATIENCE, _PAUSE_S = 20, 0.25
_NOBODY = Saboteur(None)


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found."""

    act: str
    fault: Fault
    call: str
    ok: bool
    """Whether the act went well though it was struck."""
    wrong: tuple[str, ...] = ()
    struck: bool = True
    """Whether the act came to that call at all; in a run with threads it may make fewer."""


@dataclass
class Bench:
    """A small library of one engine to strike copies of, and what each act makes of it."""

    engine: Engine
    folder: Path
    known: Known
    calls: dict[str, list[str]] = field(default_factory=dict)
    ends: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def made(cls, engine: Engine, folder: Path, acts: Sequence[str] = EVERY_ACT) -> Bench:
        """The library, and each act done once without a fault."""
        folder.mkdir(parents=True, exist_ok=True)
        bench = cls(engine, folder, known(folder, EVERY))
        _warm(folder, bench.known)
        told(lambda: bench._filled())
        for act in dict.fromkeys((*acts, _REPLACE)):
            data = bench._copy()
            calm, _ = told(lambda: bench._struck(act, None, data))  # noqa: B023 (called at once)
            if calm["wrong"] or not calm["ok"]:
                raise RuntimeError(f"{act} går inte ens ostört: {calm}")
            bench.calls[act] = calm["calls"]
            bench.ends[act], _ = told(lambda: bench._summary(data))  # noqa: B023
        return bench

    def run(self, act: str, fault: Fault) -> Found:
        """Strike one call of an act; what is wrong after it."""
        data = self._copy()
        first, killed = told(lambda: self._struck(act, fault, data))
        again = act if killed else None
        late, died = told(lambda: self._afresh(again, data))
        wrong = ["en ny process dog"] if died else list(late["wrong"])
        swapped = fault.kind is Kind.DELAY and act in READING
        end = self.ends[_REPLACE if swapped else act]
        if not died and late["summary"] != end:
            wrong.append(f"biblioteket slutar annorlunda: {_unlike(late['summary'], end)}")
        if first:
            wrong = [*first["wrong"], *wrong]
        ok = bool(first and first["ok"])
        struck = first["struck"] if first else True
        return Found(act, fault, self.calls[act][fault.at], ok, tuple(wrong), struck)

    def _copy(self) -> Path:
        data = self.folder / "copy"
        shutil.rmtree(data, ignore_errors=True)
        if (self.folder / "base").is_dir():
            shutil.copytree(self.folder / "base", data)
        return data

    def _filled(self) -> None:
        library = opened(self.engine, self.folder / "base", _NOBODY)
        with served(library, self.known) as (_, pipeline):
            for sample in BASE:
                outcome = pipeline.ingest(self.folder / sample.name)
                if not outcome.ok:
                    raise RuntimeError(outcome.reason)

    def _struck(self, act: str, fault: Fault | None, data: Path) -> dict[str, Any]:
        saboteur = Saboteur(fault)
        if act == OPEN:
            return self._struck_opening(saboteur, data)
        library = opened(self.engine, data, saboteur)
        with served(library, self.known) as (client, pipeline):
            beside = self._beside(act, client, pipeline)
            saboteur.meanwhile = partial(_at_the_same_time, beside)
            saboteur.armed = True
            ok = ACTS[act](client, saboteur.over)
            saboteur.over()
            if beside.is_alive():
                beside.join()
            wrong = [*client.wrong, *self._holds(library)]
            if fault and fault.kind is Kind.DELAY and not ok:
                wrong.append("det gick inte, bara för att ett anrop dröjde")
            if not ACTS[act](client, saboteur.over):
                wrong.append("det går inte att göra när felet är över")
            wrong += self._answers(client)
        return _told(saboteur, ok, [*wrong, *self._holds(library)])

    def _struck_opening(self, saboteur: Saboteur, data: Path) -> dict[str, Any]:
        saboteur.armed, ok = True, True
        try:
            library = opened(self.engine, data, saboteur)
        except Exception:
            saboteur.over()
            ok, library = False, opened(self.engine, data, saboteur)
        saboteur.over()
        return _told(saboteur, ok, self._holds(library))

    def _beside(self, act: str, client: Client, pipeline: Pipeline) -> Thread:
        """What another user does while a call is delayed, not begun yet."""
        there = QUESTIONS[:1] if act == _DELETE else QUESTIONS  # the other's report may be gone

        def work() -> None:
            if act in READING:
                pipeline.ingest(self.folder / OAK_AGAIN.name)
            elif not (client.ask(there) and client.look()):
                client.wrong.append("en fråga vid sidan om dröjsmålet besvarades inte")

        return Thread(target=work)

    def _afresh(self, again: str | None, data: Path) -> dict[str, Any]:
        """Open anew, go on where a kill ended, and tell what is there."""
        try:
            library = opened(self.engine, data, _NOBODY)
        except IngestError as error:
            return {"wrong": [f"det går inte att öppna: {error}"], "summary": None}
        wrong = self._holds(library)
        with served(library, self.known) as (client, pipeline):
            if again is not None and again in ACTS and not ACTS[again](client, lambda: None):
                wrong.append("det går inte att göra efter att processen dödats")
            wrong += self._answers(client)
            pipeline.ingest(self.folder / BASE[2].name)  # in force already: only tidies
        return {"wrong": [*wrong, *self._holds(library)], "summary": invariants.summary(library)}

    def _summary(self, data: Path) -> Any:
        return self._afresh(None, data)["summary"]

    def _holds(self, library: Library) -> list[str]:
        """What does not hold; a database that did not answer is not asked again for a second."""
        for _ in range(_PATIENCE):
            with suppress(StoreUnavailableError):
                return invariants.broken(library)
            time.sleep(_PAUSE_S)
        return ["databasen svarar inte"]

    def _answers(self, client: Client) -> list[str]:
        """What is wrong with the answers; the other question's report may be gone."""
        before = len(client.wrong)
        if not client.ask(QUESTIONS[:1]):
            client.wrong.append("en fråga besvaras inte när felet är över")
        client.ask(QUESTIONS[1:])
        if not client.look():
            client.wrong.append("listan, sökningen eller strukturen visas inte när felet är över")
        return client.wrong[before:]


def _at_the_same_time(beside: Thread) -> None:
    """Let another user begin; whoever waits for what is delayed gets it after."""
    beside.start()
    beside.join(_MEANWHILE_S)


def _told(saboteur: Saboteur, ok: bool, wrong: list[str]) -> dict[str, Any]:
    calls, struck = saboteur.calls, saboteur.struck is not None
    return {"ok": ok, "wrong": wrong, "calls": calls, "struck": struck}


def _warm(folder: Path, known: Known) -> None:
    """Load what the children need, once, over engines that leave no threads behind."""
    import_module("chromadb.api.rust")
    library = Library(MemoryStore(), MemoryLexical(), WordEmbedder(), Archive(folder / "warm"))
    with served(library, known) as (client, pipeline):
        for sample in EVERY:
            pipeline.ingest(folder / sample.name)
        for act in READING.values():
            act(client, lambda: None)


def faults(calls: Sequence[str], kinds: Sequence[Kind], most: int | None) -> list[Fault]:
    """Calls in every way; of those with one name ``most`` (None: all), from first to last."""
    by_name: dict[str, list[int]] = {}
    for at, name in enumerate(calls):
        by_name.setdefault(name, []).append(at)
    places = sorted(at for held in by_name.values() for at in spread(held, most))
    return [Fault(at, kind) for at in places for kind in kinds]


def spread(held: Sequence[int], most: int | None) -> list[int]:
    """So many of them, the first and the last among them."""
    if most is None or len(held) <= most:
        return list(held)
    last = len(held) - 1
    return [held[round(n * last / max(most - 1, 1))] for n in range(most)]


def _unlike(one: Any, other: Any) -> str:
    """Where two summaries differ."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return json.dumps([one, other])[:300]
    keys = [key for key in other if one.get(key) != other[key]]
    return "; ".join(f"{key}: {one.get(key)} i stället för {other[key]}" for key in keys)[:600]
