"""What every command says and how: the two consoles, and expected trouble in one Swedish line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

out = Console()
err = Console(stderr=True)


@contextmanager
def settings_told() -> Iterator[None]:
    """Settings that cannot be read, as one Swedish line that names their variables."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    try:
        yield
    except ValidationError as error:
        if error.title != "Settings":
            raise
        names = sorted({str(part["loc"][0]) for part in error.errors() if part["loc"]})
    except SettingsError as error:
        names = re.findall(r'field "(\w+)"', str(error))
    else:
        return
    shown = ", ".join(f"PLANASSISTENT_{name.upper()}" for name in names) or "i filen .env"
    err.print(
        f"[red]Fel:[/] inställningen {shown} går inte att använda som den är skriven. Vad den ska "
        "innehålla står i README.md och drift.md.",
        soft_wrap=True,
        highlight=False,
    )
    raise SystemExit(1)


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
