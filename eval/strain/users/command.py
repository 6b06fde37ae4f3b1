"""The commands ``load`` and ``soak``: a service under many users, and for long.

``load`` asks alone first, for the quiet times, and then with everyone at once: no error, the
95th percentile of a question at most twice the quiet one, and memory that does not grow. ``soak``
is the same crowd at ten times the expected rate for twenty minutes, with what the service holds
drawn over time. What was never done, or seen too seldom to be judged, does not hold. ``--data`` is
a library that was taken in before; it is copied, never written. The exit code is 1 where something
of that does not hold.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from eval.command import DEMO, app
from eval.metrics.latency import percentile
from eval.strain.machine import machine
from eval.strain.service import QUESTIONS
from eval.strain.shelf import BASE
from eval.strain.users.crowd import ASKING, DRAFTING, INGESTING, Crowd, Seen, Wanted, use
from eval.strain.users.drawing import Curve, drawn
from eval.strain.users.judging import Growth, growth
from eval.strain.users.process import Running, service

_TWICE = 2.0
_PACE = 0.6
"""Of the pace that is meant: the rarest requests come so seldom that chance alone takes a third."""
_HOUR = 3600.0
EXPECTED = {ASKING: 400.0, DRAFTING: 20.0, INGESTING: 12.0}
"""What is expected of one service in a busy hour: a few hundred planners of a city in the weeks
when plans are written, each asking a question or two."""

Data = Annotated[Path | None, typer.Option(help="ett inläst bibliotek; kopieras")]
Save = Annotated[Path | None, typer.Option(help="filen som resultatet sparas i")]
Words = Annotated[bool, typer.Option("--words", help="utan inbäddningsmodell")]


@dataclass(frozen=True, slots=True)
class Judged:
    """A run's result in words, and whether everything held."""

    text: str
    holds: bool


@app.command()
def load(
    asking: Annotated[int, typer.Option(min=1, help="de som frågar")] = 50,
    drafting: Annotated[int, typer.Option(help="de som skriver utkast")] = 5,
    ingesting: Annotated[int, typer.Option(help="de som lägger in rapporter")] = 2,
    minutes: Annotated[float, typer.Option(help="hur länge")] = 10.0,
    quiet: Annotated[float, typer.Option(help="minuter ensam först")] = 1.0,
    think: Annotated[float, typer.Option(help="sekunder mellan någons frågor")] = 60.0,
    data: Data = None,
    words: Words = False,
    save: Save = None,
) -> None:
    """Låt många använda tjänsten på en gång."""
    crowd = Crowd(asking, drafting, ingesting, minutes * 60, think, think * 2, think)
    with prepared(data, words) as (running, wanted):
        alone = use(running, Crowd(1, 0, 0, quiet * 60, min(1.0, think), 1.0, 1.0), wanted)
        seen = use(running, crowd, wanted)
    _told(judged_load(alone, seen, crowd), seen, save, "Last")


@app.command()
def soak(
    minutes: Annotated[float, typer.Option(help="hur länge")] = 20.0,
    times: Annotated[float, typer.Option(help="gånger den väntade takten")] = 10.0,
    people: Annotated[int, typer.Option(min=3, help="hur många de är")] = 57,
    data: Data = None,
    words: Words = False,
    save: Save = None,
) -> None:
    """Använd tjänsten länge i mångdubbel takt och se om något växer."""
    crowd = paced(people, times, minutes * 60)
    with prepared(data, words) as (running, wanted):
        seen = use(running, crowd, wanted)
    _told(judged_soak(seen, times), seen, save, "Uthållighet")


def paced(people: int, times: float, seconds: float) -> Crowd:
    """A crowd that together makes so many times the expected requests."""
    drafting = max(1, people // 12)
    ingesting = max(1, people // 28)
    asking = people - drafting - ingesting

    def think(kind: str, many: int) -> float:
        return many * _HOUR / (EXPECTED[kind] * times)

    return Crowd(
        asking, drafting, ingesting, seconds,
        think(ASKING, asking), think(DRAFTING, drafting), think(INGESTING, ingesting),
    )  # fmt: skip


@contextmanager
def prepared(data: Path | None, words: bool) -> Iterator[tuple[Running, Wanted]]:
    """A service over a copy of the library, or over a few small reports, that has been warmed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        if data is not None:
            shutil.copytree(data, home)
        else:
            home.mkdir()
        with service(home, words) as running:
            wanted = _small(running) if data is None else _wanted(running)
            use(running, Crowd(2, 1, 1, 3.0, 0.2, 0.5, 1.0), wanted)
            yield running, wanted


def _small(running: Running) -> Wanted:
    for sample in BASE:
        file = {"file": (sample.name, sample.text.encode())}
        httpx.post(f"{running.url}/api/documents", files=file, timeout=60).raise_for_status()
    return Wanted(QUESTIONS, [("Ekens verksamhet", "Norrskogen")], 2024)


def _wanted(running: Running) -> Wanted:
    """The example corpus' questions, and its units that have plans."""
    held = httpx.get(f"{running.url}/api/documents", timeout=60).json()["documents"]
    units = {(d["unit"], d["board"]) for d in held if d["unit"] and d["report_type"] == "VP"}
    return Wanted([case.question for case in DEMO.load()], sorted(units))


def judged_load(alone: Seen, seen: Seen, crowd: Crowd) -> Judged:
    """The quiet times beside the busy ones, and what was asked of them."""
    quiet = percentile(alone.times(ASKING), 0.95) or 0.0
    busy = percentile(seen.times(ASKING), 0.95) or 0.0
    held = growth(seen.signs)
    times = busy / quiet if quiet and busy else math.inf
    people = {ASKING: crowd.asking, DRAFTING: crowd.drafting, INGESTING: crowd.ingesting}
    idle = [kind for kind, many in people.items() if many and not seen.laps[kind]]
    asked = (
        f"{crowd.asking} frågar, {crowd.drafting} skriver utkast och {crowd.ingesting} lägger in "
        f"rapporter i {_comma(seen.seconds / 60)} minuter; ungefär {crowd.think_s:.0f} s mellan "
        "någons frågor."
    )
    lines = ["# Många på en gång", "", machine(), "", asked, "", *_laps(seen, alone), ""]
    lines += [
        f"- Fel: {len(seen.errors) + len(alone.errors)}",
        f"- p95 för en fråga: {busy * 1000:.0f} ms mot {quiet * 1000:.0f} ms ensam, "
        f"{_comma(times, 2)} gånger (mål: högst {_TWICE:.0f})",
        *_growths(held),
        *(f"- Inga {kind} gjordes." for kind in idle),
        *(f"- {error}" for error in [*alone.errors, *seen.errors][:10]),
    ]
    holds = not (seen.errors or alone.errors or idle) and times <= _TWICE and _flat(held)
    return Judged("\n".join(lines), holds)


def judged_soak(seen: Seen, times: float) -> Judged:
    """Requests an hour, errors, and whether anything grew."""
    hours = seen.seconds / _HOUR
    went = f"{_comma(seen.seconds / 60)} minuter i {times:.0f} gånger den väntade takten."
    lines = ["# Uthållighet", "", machine(), "", went, "", *_laps(seen), ""]
    kept = True
    for kind, expected in EXPECTED.items():
        made, wanted = len(seen.laps[kind]) / hours, expected * times
        kept = kept and made >= wanted * _PACE
        lines.append(f"- {kind}: {made:.0f} i timmen (väntat {expected:.0f}, mål {wanted:.0f})")
    held = growth(seen.signs)
    lines += [f"- Fel: {len(seen.errors)}", *_growths(held)]
    lines += [f"- {error}" for error in seen.errors[:10]]
    if not kept:
        lines.append(f"- Takten nåddes inte: minst {_PACE:.0%} av målet för varje slag.")
    return Judged("\n".join(lines), kept and not seen.errors and _flat(held))


def _flat(held: Sequence[Growth]) -> bool:
    return bool(held) and not any(one.grows for one in held)


def _laps(seen: Seen, alone: Seen | None = None) -> list[str]:
    rows = [(kind, seen.times(kind)) for kind in (ASKING, DRAFTING, INGESTING)]
    if alone is not None:
        rows.insert(0, (f"{ASKING}, ensam", alone.times(ASKING)))
    lines = ["| | antal | p50 ms | p95 ms | p99 ms | längst ms |", "| --- |" + " --- |" * 5]
    for name, times in rows:
        if times:
            parts = (percentile(times, share) or 0.0 for share in (0.5, 0.95, 0.99, 1.0))
            cells = " | ".join(f"{part * 1000:.0f}" for part in parts)
            lines.append(f"| {name} | {len(times)} | {cells} |")
    return lines


def _growths(held: Sequence[Growth]) -> list[str]:
    if not held:
        return ["- Minne, öppna filer och trådar sågs för få gånger för att bedömas."]
    return [
        f"- {one.name}: {one.start:.0f}, ändring {_comma(one.rise)} över de sista två "
        f"tredjedelarna, som mest {one.most:.0f}: {'VÄXER' if one.grows else 'växer inte'}"
        for one in held
    ]


def _comma(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",") if math.isfinite(value) else "–"


def _told(judged: Judged, seen: Seen, save: Path | None, title: str) -> None:
    Console(soft_wrap=True).print(judged.text, markup=False, highlight=False)
    if save:
        picture = save.with_suffix(".svg")
        save.write_text(f"{judged.text}\n\n![{title}]({picture.name})\n", encoding="utf-8")
        picture.write_text(drawn(title, curves(seen)), encoding="utf-8")
    raise typer.Exit(int(not judged.holds))


def curves(seen: Seen) -> list[Curve]:
    """What the service held, and how long a question took."""
    return [
        Curve("Minne (MB)", [(s.at, s.memory_mb) for s in seen.signs]),
        Curve("Öppna filer", [(s.at, float(s.files)) for s in seen.signs]),
        Curve("Trådar", [(s.at, float(s.threads)) for s in seen.signs]),
        Curve("Fråga (ms)", sorted((at, took * 1000) for at, took in seen.laps[ASKING])),
    ]
