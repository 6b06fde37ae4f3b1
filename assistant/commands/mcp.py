"""``planassistent mcp``: the library as tools for other assistants, over stdin or HTTP.

Over HTTP there is no sign-in of its own, and whoever reaches it reads all that it has: the boards'
internal reports are therefore not there unless that is asked for. It is
bound to this machine only, whatever is asked for, and answers under this machine's names only. On a
machine that several people use, give them the service with keys instead.
"""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.audit import operator
from assistant.commands.console import err, told
from assistant.settings import Settings


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Lyssna på HTTP (/mcp) i stället för stdin.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="Adress för --http; bara den egna datorns.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port för --http.", min=1, max=65535)] = 8001,
    intern: Annotated[
        bool | None,
        typer.Option(
            "--intern/--utan-interna",
            help="Om nämndernas interna rapporter är med. Annars bara utan --http.",
        ),
    ] = None,
) -> None:
    """Låt andra assistenter använda biblioteket som verktyg (Model Context Protocol)."""
    from assistant.access.local import is_loopback
    from assistant.wiring import build_mcp_server

    if http and not is_loopback(host):
        err.print(
            f"[red]Fel:[/] verktygen delas inte ut på {host}: MCP över HTTP har ingen egen "
            "inloggning, så alla som når adressen skulle läsa allt. Kör med --host 127.0.0.1, och "
            "låt andra program använda tjänsten (planassistent serve) med inloggning och nycklar.",
            highlight=False,
            soft_wrap=True,
        )
        raise typer.Exit(1)
    with told():
        try:
            everything = not http if intern is None else intern
            server = build_mcp_server(Settings(), everything, operator())
        except ModuleNotFoundError as error:
            if error.name != "mcp":
                raise
            err.print(
                "[red]Fel:[/] paketet mcp saknas. Kör: pip install 'planassistent[mcp]'",
                highlight=False,
            )
            raise typer.Exit(1) from None
        if http:
            err.print(f"Verktygen finns på http://{host}:{port}/mcp – avsluta med Ctrl+C.")
            server.run("streamable-http", host=host, port=port)
        else:
            server.run("stdio")
