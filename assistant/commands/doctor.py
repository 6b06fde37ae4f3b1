"""``planassistent doctor``: what is wrong with this installation and how to mend it.

Works beside a running service and changes nothing, unless asked to with ``--laga``. Exit code 1
where something is wrong; a warning alone is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer
from rich.text import Text

from assistant.commands.console import out, told
from assistant.doctor.finding import Finding, State, looked
from assistant.settings import Settings

_COLOURS = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "red"}


def doctor(
    mend: Annotated[
        bool,
        typer.Option("--laga", help="Laga det som kan lagas; stoppa tjänsten först."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Utfallet som JSON.")] = False,
) -> None:
    """Säg vad som är fel i installationen och hur det lagas."""
    from assistant.doctor.mending import mend as mended

    settings = Settings()
    done: list[str] = []
    if mend:
        with told():
            for said in mended(settings):
                done.append(said)
                if not as_json:
                    out.print(Text(said), soft_wrap=True)
    found = []
    for finding in findings(settings):
        found.append(finding)
        if not as_json:
            _show(finding)
    worst = max((f.state for f in found), key=list(State).index, default=State.OK)
    if as_json:
        _show_json(found, worst, done)
    elif worst is State.OK:
        out.print("Allt är som det ska.")
    if worst is State.WRONG:
        raise typer.Exit(1)


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, in order; each on its own."""
    from assistant.doctor import disk, engines, neighbours, shelves

    looks = (
        ("datamapp", partial(disk.folders, settings)),
        ("hemligheter", partial(disk.secrets, settings)),
        ("sökmodell", partial(engines.search_model, settings)),
        ("chroma", partial(engines.chroma, settings)),
        ("ordlista", engines.word_list),
        ("bibliotek", partial(shelves.library, settings)),
        ("språkmodell", partial(neighbours.chat_model, settings)),
        ("inloggning", partial(neighbours.sign_in, settings)),
        ("klocka", partial(neighbours.clock, settings)),
    )
    for what, look in looks:
        yield from looked(what, look)


def _show(finding: Finding) -> None:
    mark = Text(f"{finding.state:<8}", _COLOURS[finding.state])
    out.print(Text.assemble(mark, f"{finding.what}: {finding.said}"), soft_wrap=True)
    if finding.remedy:
        out.print(Text(f"        → {finding.remedy}"), soft_wrap=True)


def _show_json(found: list[Finding], worst: State, done: list[str]) -> None:
    body = {
        "status": worst,
        "lagat": done,
        "kontroller": [
            {"vad": f.what, "status": f.state, "sagt": f.said, "gor": f.remedy or None}
            for f in found
        ],
    }
    typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
