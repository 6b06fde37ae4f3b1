"""What every command says and how: the two consoles, and expected trouble in one Swedish line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

out = Console()
err = Console(stderr=True)


@contextmanager
def told() -> Iterator[None]:
    """Expected trouble as one Swedish line and exit code 1."""
    from assistant.errors import AssistantError
    from ingest.errors import IngestError

    try:
        yield
    except (IngestError, AssistantError) as error:
        err.print(f"[red]Fel:[/] {error}", soft_wrap=True, highlight=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        err.print("Avbrutet.")
        raise typer.Exit(130) from None
