"""People at a service: some ask, some draft, some hand reports in, each at their own pace.

Between two requests a person thinks, for a time drawn around ``think_s``. Whoever hands in sends
another edition of the same report each time and waits until it is in force, so that the library
does not grow. An answer that is no answer (status 400 and up, a lost connection, an upload that
fails, an answer without a source, a citation without a quote) is an error; a question that finds
nothing is not.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from eval.strain.shelf import Sample
from eval.strain.users.process import Running, Signs

ASKING, DRAFTING, INGESTING = "frågor", "utkast", "inläsningar"
_EVERY_S = 1.0
_PATIENCE_S = 120.0
_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many do what, how long they think between, and for how long all of it goes on."""

    asking: int
    drafting: int
    ingesting: int
    seconds: float
    think_s: float
    draft_think_s: float
    ingest_think_s: float


@dataclass
class Seen:
    """Seconds that each kind of request took, by when it ended; errors; vital signs."""

    laps: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    signs: list[Signs] = field(default_factory=list)
    seconds: float = 0.0

    def times(self, kind: str) -> list[float]:
        """The seconds alone."""
        return [took for _, took in self.laps[kind]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked and drafted."""

    questions: Sequence[str]
    units: Sequence[tuple[str, str]]
    """Units with their boards."""
    year: int = 2027


class _Failed(Exception):
    """A request that did not get what it should."""


def use(running: Running, crowd: Crowd, wanted: Wanted) -> Seen:
    """Let the crowd use the service, and look at it every second."""
    return asyncio.run(_used(running, crowd, wanted))


async def _used(running: Running, crowd: Crowd, wanted: Wanted) -> Seen:
    seen, began = Seen(), time.monotonic()
    until = began + crowd.seconds
    most = crowd.asking + crowd.drafting + crowd.ingesting + 5
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    async with httpx.AsyncClient(base_url=running.url, timeout=_PATIENCE_S, limits=limits) as http:

        def person(kind: str, number: int, think_s: float, do: _Doing) -> Awaitable[None]:
            return _person(kind, do, _Turns(seen, began, until, think_s, Random(f"{kind}{number}")))

        people = [
            *(person(ASKING, n, crowd.think_s, _ask(http, wanted)) for n in range(crowd.asking)),
            *(person(DRAFTING, n, crowd.draft_think_s, _draft(http, wanted))
              for n in range(crowd.drafting)),
            *(person(INGESTING, n, crowd.ingest_think_s, _ingest(http, n))
              for n in range(crowd.ingesting)),
        ]  # fmt: skip
        watching = asyncio.create_task(_watch(running, seen, began))
        await asyncio.gather(*people)
        watching.cancel()
    seen.seconds = time.monotonic() - began
    return seen


_Doing = Callable[[Random], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Turns:
    seen: Seen
    began: float
    until: float
    think_s: float
    chance: Random


async def _person(kind: str, do: _Doing, turns: _Turns) -> None:
    await asyncio.sleep(turns.chance.uniform(0, turns.think_s))
    while time.monotonic() < turns.until:
        start = time.monotonic()
        try:
            await do(turns.chance)
        except (httpx.HTTPError, _Failed) as error:
            turns.seen.errors.append(_said(kind, error))
        end = time.monotonic()
        turns.seen.laps[kind].append((end - turns.began, end - start))
        left = turns.until - end
        await asyncio.sleep(max(0.0, min(left, turns.chance.expovariate(1 / turns.think_s))))


def _said(kind: str, error: Exception) -> str:
    lost = "" if isinstance(error, _Failed) else f"anslutningen bröts ({type(error).__name__}) "
    return f"{kind}: {lost}{error}"[:300]


async def _watch(running: Running, seen: Seen, began: float) -> None:
    while True:
        found = running.signs(time.monotonic() - began)
        if found is not None:
            seen.signs.append(found)
        await asyncio.sleep(_EVERY_S)


def _ask(http: httpx.AsyncClient, wanted: Wanted) -> _Doing:
    async def do(chance: Random) -> None:
        question = chance.choice(wanted.questions)
        told = _body(await http.post("/api/ask", json={"question": question}))
        if told["status"] == "answered" and not told["citations"]:
            raise _Failed(f"besvarad utan källa: {question}")
        if not all(citation["quote"] for citation in told["citations"]):
            raise _Failed(f"en källa utan citat: {question}")

    return do


def _draft(http: httpx.AsyncClient, wanted: Wanted) -> _Doing:
    async def do(chance: Random) -> None:
        unit, board = chance.choice(wanted.units)
        body = {"unit": unit, "board": board, "year": wanted.year}
        _body(await http.post("/api/draft", json=body))

    return do


def _ingest(http: httpx.AsyncClient, number: int) -> _Doing:
    turns = iter(range(1_000_000))

    async def do(chance: Random) -> None:
        turn = next(turns)
        sample = Sample(f"Lastens verksamhet {number}", 2022, edition=turn % 2)
        text = f"{sample.text}\nDen {turn}:e gången skrevs detta om.\n"
        sent = await http.post("/api/documents", files={"file": (sample.name, text.encode())})
        job = _body(sent)["id"]
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            told = _body(await http.get(f"/api/documents/{job}"))
            if told["status"] == "ready":
                return
            if told["status"] == "failed":
                raise _Failed(told.get("reason") or "en uppladdning gick inte")
            await asyncio.sleep(_POLL_S)
        raise _Failed("en uppladdning lästes aldrig in")

    return do


def _body(answer: httpx.Response) -> Any:
    if answer.status_code >= 400:
        raise _Failed(f"{answer.status_code} {answer.text[:200]}")
    return answer.json()
