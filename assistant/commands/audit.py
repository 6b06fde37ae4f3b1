"""``planassistent logg``: read the log for a stated reason, take it out as CSV, check it.

A check that finds nothing wrong tells the number and the digest of the last line: kept somewhere
else, they let a later check tell whether the log was made anew (``--kand``).
"""

from __future__ import annotations

import getpass
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.access.model import LOCAL, Actor
from assistant.commands.console import err, out, told
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.audit.lines import Line
    from assistant.audit.reading import Wanted
    from assistant.audit.trail import Trail

app = typer.Typer(
    no_args_is_help=True,
    help="Loggen över vem som har läst och ändrat vad: visa, ta ut, kontrollera.",
)

Reason = Annotated[str, typer.Option("--skal", help="Varför loggen läses. Skälet loggas.")]
Since = Annotated[
    datetime | None, typer.Option("--fran", formats=["%Y-%m-%d"], help="Från och med dagen (UTC).")
]
Until = Annotated[
    datetime | None, typer.Option("--till", formats=["%Y-%m-%d"], help="Till och med dagen (UTC).")
]
EventName = Annotated[str | None, typer.Option("--handelse", help="Bara en händelse.")]
ActorId = Annotated[str | None, typer.Option("--aktor", help="Bara en aktör, med id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Som JSON.")]


def operator() -> Actor:
    """Who runs a command on the server: the local user by the name of the account."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "okänd"
    return replace(LOCAL, id=f"lokal:{name}", name=f"{name} (kommandoraden)")


def trail_of(settings: Settings) -> Trail:
    """Where what a command does is logged."""
    from assistant.audit.trail import Trail
    from assistant.wiring import build_audit

    return Trail(build_audit(settings), operator())


@app.command("visa")
def show(
    reason: Reason,
    since: Since = None,
    until: Until = None,
    event: EventName = None,
    actor: ActorId = None,
    most: Annotated[int, typer.Option("--antal", min=1, max=10_000, help="De nyaste.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Visa loggens nyaste rader."""
    from assistant.audit.reading import Wanted, row_of

    wanted = Wanted(_day(since), _day(until), event, actor, most)
    lines = _read(reason, wanted)
    if as_json:
        typer.echo("\n".join(line.raw.decode() for line in lines))
        return
    for line in lines:
        out.print("  ".join(map(str, row_of(line))), soft_wrap=True, highlight=False, markup=False)


@app.command("exportera")
def export(
    reason: Reason,
    output: Annotated[Path, typer.Option("-o", "--ut", help="CSV-fil att skriva.")],
    since: Since = None,
    until: Until = None,
    event: EventName = None,
    actor: ActorId = None,
    as_json: AsJson = False,
) -> None:
    """Skriv loggen till en CSV-fil som kan öppnas i ett kalkylprogram."""
    from assistant.audit.reading import HEADS, MOST, Wanted, row_of
    from assistant.export.cells import csv_of

    if output.exists():
        err.print(f"[red]Fel:[/] filen {output} finns redan. Välj ett annat namn.", highlight=False)
        raise typer.Exit(1)
    lines = _read(reason, Wanted(_day(since), _day(until), event, actor, MOST))
    try:
        output.write_bytes(csv_of([HEADS, *map(row_of, lines)]))
    except OSError:
        err.print(f"[red]Fel:[/] filen {output} kan inte skrivas.", highlight=False)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps({"fil": str(output), "rader": len(lines)}, ensure_ascii=False))
        return
    out.print(f"Loggen är skriven: {output} ({len(lines)} rader).", highlight=False)


@app.command("kontrollera")
def check(
    known: Annotated[
        str | None,
        typer.Option(
            "--kand", help="Nummer och kontrollsumma från en tidigare kontroll: NR:SUMMA."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Kontrollera att ingen rad har ändrats, lagts till eller tagits bort."""
    from assistant.audit.checking import checked
    from assistant.audit.files import End

    before = None
    if known is not None:
        number, _, digest = known.partition(":")
        if not number.isdecimal() or not digest:
            err.print("[red]Fel:[/] skriv --kand som NUMMER:KONTROLLSUMMA.", highlight=False)
            raise typer.Exit(1)
        before = End(int(number), digest)
    found = checked(Settings().audit_path, before)
    if as_json:
        body = {
            "rader": found.lines, "filer": found.files, "sista": found.end.number,
            "kontrollsumma": found.end.digest, "fel": list(found.faults),
        }  # fmt: skip
        typer.echo(json.dumps(body, ensure_ascii=False))
    else:
        for fault in found.faults:
            err.print(f"[red]Fel:[/] {fault}", soft_wrap=True, highlight=False)
        state = "är inte hel" if found.faults else "är hel"
        out.print(
            f"Loggen {state}: {found.lines} rader. Sista raden: {found.end.number}:"
            f"{found.end.digest}",
            soft_wrap=True, highlight=False,
        )  # fmt: skip
    raise typer.Exit(1 if found.faults else 0)


def _read(reason: str, wanted: Wanted) -> list[Line]:
    from assistant.audit.reading import read

    with told():
        return read(trail_of(Settings()), reason, wanted)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
