"""The program's commands as the program has them, for tests of all of them."""

from __future__ import annotations

from typing import Any

import click
import typer

from assistant import cli


def every_command() -> dict[str, click.Command]:
    """Every command by the words that it is given with: «ingest», «keys add»."""
    return _below(typer.main.get_command(cli.app), ())


def _below(group: Any, before: tuple[str, ...]) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= _below(command, (*before, name))
        else:
            found[" ".join((*before, name))] = command
    return found
