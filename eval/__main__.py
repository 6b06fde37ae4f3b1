"""``python -m eval``: ``read`` measures how reports are read, ``run`` how questions are answered.

``python -m eval COMMAND --help`` tells what each takes.
"""

from __future__ import annotations

import typer

from eval.reading.command import read

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mät planassistenten.")
app.command()(read)


@app.callback()
def _root() -> None:
    """Keeps ``read`` a named command also while it is the only one."""


if __name__ == "__main__":
    app()
