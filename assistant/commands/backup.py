"""``planassistent backup`` and ``restore``: the library into a folder, and back.

A backup is made while the service runs; to put one back, a service with an embedded library is
stopped first. Between an embedded library and a Chroma server either way works.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.commands.console import err, out, told
from assistant.settings import Settings

if TYPE_CHECKING:
    from ingest.backup.making import Tell
    from ingest.backup.manifest import Manifest

AsJson = Annotated[bool, typer.Option("--json", help="Utfallet som JSON.")]


def backup(
    folder: Annotated[Path, typer.Argument(help="Mapp för säkerhetskopian; ny eller tom.")],
    check: Annotated[
        bool, typer.Option("--kontrollera", help="Läs en säkerhetskopia och pröva att den är hel.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Säkerhetskopiera biblioteket, också medan tjänsten är igång."""
    from assistant.wiring import build_backup_source
    from ingest.backup.making import back_up
    from ingest.backup.manifest import verify

    with told():
        if check:
            _show(verify(folder), folder, "är hel", as_json)
            return
        with _shown("Säkerhetskopierar") as tell:
            made = back_up(build_backup_source(Settings()), folder, tell)
    _show(made, folder, "är skriven", as_json)


def restore(
    folder: Annotated[Path, typer.Argument(help="Mappen som planassistent backup skrev.")],
    replace: Annotated[
        bool, typer.Option("--ersatt", help="Byt ut det som finns i biblioteket.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lägg tillbaka en säkerhetskopia, helt eller inte alls."""
    from assistant.wiring import build_library
    from ingest.backup.restoring import Target
    from ingest.backup.restoring import restore as put_back
    from ingest.lock import WriterLock

    settings = Settings()
    with told(), WriterLock(settings.local_path):
        target = Target(build_library(settings), settings.data)
        with _shown("Lägger tillbaka") as tell:
            manifest = put_back(folder, target, replace, tell)
    _show(manifest, folder, "är tillbakalagd", as_json)


@contextmanager
def _shown(what: str) -> Iterator[Tell]:
    """A progress bar on the error stream, so that JSON on the other stays JSON."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _show(manifest: Manifest, folder: Path, what: str, as_json: bool) -> None:
    if as_json:
        told_of = {
            "mapp": str(folder),
            "gjord": manifest.made,
            "modell": manifest.model,
            "rapporter": manifest.reports,
            "textavsnitt": manifest.passages,
            "filer": len(manifest.files),
            "byte": sum(file.bytes for file in manifest.files.values()),
        }
        typer.echo(json.dumps(told_of, ensure_ascii=False, indent=2))
        return
    out.print(
        f"Säkerhetskopian «{folder}» {what}: {manifest.reports} rapporter och "
        f"{manifest.passages} textavsnitt, gjord {manifest.made}.",
        soft_wrap=True,
        highlight=False,
    )
