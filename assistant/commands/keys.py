"""``planassistent nycklar``: keys that let programs in, made, listed and revoked.

A key is shown when it is made and never again: only a keyed hash of it is kept. The commands work
beside a running service, which minds a new or a revoked key at once.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from assistant.access.keys import ApiKey
from assistant.access.model import LOCAL, Role
from assistant.commands.console import err, out, told
from assistant.settings import Settings

app = typer.Typer(
    no_args_is_help=True, help="Nycklar som släpper in program: skapa, lista och dra in."
)

AsJson = Annotated[bool, typer.Option("--json", help="Som JSON.")]


@app.command("skapa")
def create(
    name: Annotated[str, typer.Argument(help="Vem eller vad nyckeln är till för.")],
    role: Annotated[
        Role, typer.Option("--roll", help="Vad nyckeln får göra.", case_sensitive=False)
    ] = Role.READER,
    boards: Annotated[
        list[str] | None,
        typer.Option("--namnd", help="Nämnd vars interna rapporter nyckeln öppnar; får upprepas."),
    ] = None,
    all_boards: Annotated[
        bool, typer.Option("--alla-namnder", help="Öppna alla nämnders interna rapporter.")
    ] = False,
    days: Annotated[
        int, typer.Option("--dagar", min=1, max=3650, help="Hur länge nyckeln gäller.")
    ] = 365,
    as_json: AsJson = False,
) -> None:
    """Skapa en nyckel. Den visas en gång och kan inte visas igen."""
    from assistant.access.witness import KEY_CREATED
    from assistant.wiring import build_keys, build_witness

    settings = Settings()
    if not name.strip() or len(name) > 100:
        err.print("[red]Fel:[/] namnet ska ha 1 till 100 tecken.")
        raise typer.Exit(1)
    with told():
        opened = None if all_boards else frozenset(boards or ())
        key, shown = build_keys(settings).create(name.strip(), role, opened, days)
        build_witness(settings).write(
            KEY_CREATED, LOCAL, nyckel=key.id, namn=key.name, roll=key.role.value
        )
    if as_json:
        typer.echo(json.dumps({**_told(key, "giltig"), "nyckel": shown}, ensure_ascii=False))
        return
    typer.echo(shown)
    err.print(
        f"Nyckeln «{key.name}» ({key.role}) gäller till {key.expires:%Y-%m-%d}. Spara den nu: den "
        "visas inte igen. Programmet skickar den i huvudet Authorization: Bearer.",
        highlight=False,
    )


@app.command("lista")
def list_all(as_json: AsJson = False) -> None:
    """Visa alla nycklar: vem de är till för, vad de får och när de senast användes."""
    from datetime import UTC, datetime

    from assistant.wiring import build_keys

    now = datetime.now(UTC)
    with told():
        keys = build_keys(Settings()).all()
    if as_json:
        rows = [_told(key, key.state(now)) for key in keys]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not keys:
        out.print("Det finns inga nycklar. Skapa en med: planassistent nycklar skapa NAMN")
    for key in keys:
        used = f"{key.last_used:%Y-%m-%d}" if key.last_used else "aldrig"
        out.print(
            f"{key.id}  {key.name} · {key.role} · {key.state(now)} · gäller till "
            f"{key.expires:%Y-%m-%d} · använd {used} · {_boards(key)}",
            soft_wrap=True,
            highlight=False,
            markup=False,
        )


@app.command("dra-in")
def revoke(
    key_id: Annotated[str, typer.Argument(help="Nyckelns id, ur listan.")],
    as_json: AsJson = False,
) -> None:
    """Dra in en nyckel. Den slutar gälla genast, i alla tjänster som delar nycklarna."""
    from assistant.access.witness import KEY_REVOKED
    from assistant.wiring import build_keys, build_witness

    settings = Settings()
    with told():
        key = build_keys(settings).revoke(key_id)
        build_witness(settings).write(KEY_REVOKED, LOCAL, nyckel=key.id, namn=key.name)
    if as_json:
        typer.echo(json.dumps(_told(key, "indragen"), ensure_ascii=False))
        return
    out.print(f"Nyckeln «{key.name}» är indragen.", highlight=False, markup=False)


def _boards(key: ApiKey) -> str:
    if key.boards is None:
        return "alla nämnders interna rapporter"
    return "interna rapporter: " + (", ".join(sorted(key.boards)) or "inga")


def _told(key: ApiKey, state: str) -> dict[str, Any]:
    """A key for a program to read; nothing of what is secret."""
    return {
        "id": key.id,
        "namn": key.name,
        "roll": key.role.value,
        "namnder": None if key.boards is None else sorted(key.boards),
        "lage": state,
        "skapad": key.created.isoformat(),
        "galler_till": key.expires.isoformat(),
        "senast_anvand": key.last_used.isoformat() if key.last_used else None,
    }
