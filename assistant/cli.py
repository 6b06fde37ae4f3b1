"""The command ``planassistent``: take reports in, ask, draft, serve, mend the index.

Heavy libraries are loaded when a command needs them, so that help and errors come at once. What a
user can cause ends in one Swedish line and exit code 1, never in a stack trace.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import TypeAdapter
from rich.text import Text

from assistant.commands import audit, backup, doctor, keys, mcp
from assistant.commands.console import err, out, settings_told, told
from assistant.settings import Settings
from ingest.allocator import share_arenas
from ingest.model import ReportType
from ingest.switch_interval import shorten_switch_interval

if TYPE_CHECKING:
    from ingest.identity import Overrides
    from ingest.outcome import Outcome
    from ingest.pipeline import Pipeline

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Frågor och svar ur stadsdelsnämndernas planer och uppföljningar, med källa och citat.",
)
app.add_typer(keys.app, name="nycklar")
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(doctor.doctor)
app.command()(mcp.mcp)
app.add_typer(audit.app, name="logg")

Boards = Annotated[list[str] | None, typer.Option("--namnd", help="Stadsdelsnämnd.")]
Units = Annotated[list[str] | None, typer.Option("--enhet", help="Enhet.")]
Years = Annotated[list[int] | None, typer.Option("--ar", help="Verksamhetsår, till exempel 2025.")]
Types = Annotated[list[str] | None, typer.Option("--typ", help="Rapporttyp: VP, T1, T2 eller VB.")]


def main() -> None:
    """Entry point of the console script."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    share_arenas()
    shorten_switch_interval()
    if sys.argv[1:2] == ["ask"]:
        _hurried()
    with settings_told():
        app()


def _hurried() -> NoReturn:
    """Run a command that only reads, and leave its memory to the system.

    To collect it on the way and take it apart in the end costs a sixth of the time of an answer.
    """
    gc.disable()
    code: object = None
    try:
        with settings_told():
            app()
    except SystemExit as end:
        code = end.code
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Filer eller mappar (PDF, DOCX, TXT).")],
    namnd: Annotated[str | None, typer.Option("--namnd", help="Stadsdelsnämnd.")] = None,
    enhet: Annotated[str | None, typer.Option("--enhet", help="Enhet.")] = None,
    ar: Annotated[int | None, typer.Option("--ar", help="Verksamhetsår.")] = None,
    typ: Annotated[str | None, typer.Option("--typ", help="VP, T1, T2 eller VB.")] = None,
    intern: Annotated[
        bool, typer.Option("--intern", help="Rapporterna är interna för sin nämnd.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Utfallet som JSON.")] = False,
) -> None:
    """Läs in rapporter i biblioteket."""
    from assistant.wiring import build_library, build_pipeline
    from ingest.identity import Overrides
    from ingest.lock import WriterLock

    settings = Settings()
    kinds = _types([typ] if typ else None)
    overrides = Overrides(namnd, enhet, ar, kinds[0] if kinds else None, intern)
    with told(), WriterLock(settings.local_path):
        library = build_library(settings)
        with build_pipeline(settings, library) as pipeline:
            code = _take_in(paths, overrides, pipeline, settings, as_json)
    raise typer.Exit(code)


def _take_in(
    paths: Sequence[Path],
    overrides: Overrides,
    pipeline: Pipeline,
    settings: Settings,
    as_json: bool = False,
) -> int:
    """Take files in, told on the terminal and in the audit log; the exit code."""
    from assistant.audit.events import Event, Result
    from ingest.console import run

    trail = audit.trail_of(settings)
    trail.must(Event.RECEIVED, Result.BEGUN, stallen=len(paths))

    def heard(problems: Sequence[str], outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            trail.taken_in(outcome)
        if as_json:
            _show_outcomes(problems, outcomes)

    return run(paths, overrides, pipeline, err if as_json else out, heard)


def _show_outcomes(problems: Sequence[str], outcomes: Sequence[Outcome]) -> None:
    reports = [
        {**TypeAdapter(type(o)).dump_python(o, mode="json"), "document_id": o.document_id}
        for o in outcomes
    ]
    typer.echo(json.dumps({"reports": reports, "problems": [*problems]}, ensure_ascii=False))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Frågan, inom citattecken.")],
    namnd: Boards = None,
    enhet: Units = None,
    ar: Years = None,
    typ: Types = None,
    as_json: Annotated[bool, typer.Option("--json", help="Svaret som JSON.")] = False,
) -> None:
    """Ställ en fråga och få svaret med rapport, sida och citat."""
    from assistant.model import Question
    from assistant.wiring import build_assistant, build_chat_model, build_library
    from ingest.model import Scope

    scope = Scope(tuple(namnd or ()), tuple(enhet or ()), tuple(ar or ()), _types(typ))
    with told():
        settings = Settings()
        model = build_chat_model(settings)
        library = build_library(settings, hurried=True)
        assistant = build_assistant(settings, library, model)
        answer = assistant.ask(Question(question, scope))
    if as_json:
        from assistant.api.convert import answer_shape

        body = answer_shape(answer).model_dump(mode="json")
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    from assistant.terminal import print_answer

    print_answer(answer, out)


@app.command()
def draft(
    enhet: Annotated[str, typer.Option("--enhet", help="Enheten som planen gäller.")],
    ar: Annotated[int, typer.Option("--ar", help="Planens år, till exempel 2027.")],
    namnd: Annotated[str | None, typer.Option("--namnd", help="Stadsdelsnämnd.")] = None,
    namndmal: Annotated[
        str | None, typer.Option("--namndmal", help="Nämndmålet eller en del av det; annars alla.")
    ] = None,
    rubriker: Annotated[
        list[str] | None,
        typer.Option("--rubriker", help="Rubriker med komma emellan; annars nämndens mall."),
    ] = None,
    anvisning: Annotated[
        str, typer.Option("--anvisning", help="Till exempel «kortare» eller «lägg till matsvinn».")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--ut", help="Fil att skriva: .docx, .md eller .json.")
    ] = None,
    skriv_over: Annotated[
        bool, typer.Option("--skriv-over", help="Skriv över filen om den finns.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Utkastet som JSON, eller vad som skrevs till filen.")
    ] = False,
) -> None:
    """Gör ett utkast till enhetens plan, varje mening med sin källa."""
    from assistant.draft.model import DraftRequest
    from assistant.draft_files import check_output, show_draft, write_draft
    from assistant.export.evidence import evidence_of
    from assistant.wiring import build_chat_model, build_drafter, build_library

    headings = tuple(h.strip() for part in rubriker or () for h in part.split(",") if h.strip())
    asked = DraftRequest(enhet, ar, namnd, namndmal, anvisning, headings)
    with told():
        if output is not None:
            check_output(output, skriv_over or _may_overwrite(output))
        settings = Settings()
        model = build_chat_model(settings)
        made = build_drafter(settings, build_library(settings), model).draft(asked)
        if output is None:
            typer.echo(evidence_of(made) if as_json else show_draft(made), nl=False)
            return
        audit.trail_of(settings).exported("utkast", enhet=made.unit, ar=made.year)
        write_draft(made, output)
    if as_json:
        made_of = {"fil": str(output), "mal": len(made.goals), "varningar": [*made.warnings]}
        return typer.echo(json.dumps(made_of, ensure_ascii=False))
    for warning in made.warnings:
        err.print(Text.assemble(("Obs: ", "yellow"), warning), soft_wrap=True)
    goals = "ett mål" if len(made.goals) == 1 else f"{len(made.goals)} mål"
    out.print(f"Utkastet är skrivet: {output} ({goals}).", soft_wrap=True, markup=False)


def _may_overwrite(path: Path) -> bool:
    """Asked in a terminal only; elsewhere the file is left alone."""
    if not path.is_file() or not sys.stdin.isatty():
        return False
    return typer.confirm(f"Filen {path} finns redan. Ska den skrivas över?", default=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Adress att lyssna på.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port att lyssna på.", min=0, max=65535)] = 8000,
    first: Annotated[
        list[Path] | None,
        typer.Option("--las-in", help="Fil eller mapp att läsa in före starten; flera går att ge."),
    ] = None,
) -> None:
    """Starta tjänsten på det som finns i biblioteket."""
    from assistant.access.local import check_bind
    from assistant.serving import run_service
    from assistant.wiring import build_access, build_service
    from ingest.identity import Overrides
    from ingest.lock import WriterLock

    settings = Settings()

    def before(pipeline: Pipeline) -> None:
        if first:
            _take_in(first, Overrides(), pipeline, settings)

    with told(), WriterLock(settings.local_path), _listener(host, port) as listener:
        access = build_access(settings, host)
        check_bind(listener.getsockname()[0], signs_in=access.sign_in is not None)
        _keep_log(settings)
        service, close = build_service(settings, access, before)
        shown = f"http://{host}:{listener.getsockname()[1]}"
        out.print(f"Planassistenten är igång på [bold]{shown}[/] – avsluta med Ctrl+C.")
        out.file.flush()
        try:
            run_service(service, listener, settings.shutdown_s)
        finally:
            close()


def _keep_log(settings: Settings) -> None:
    import logging

    from assistant.operation.logs import configure_logs

    level = logging.WARNING if settings.log == "varningar" else logging.INFO
    configure_logs(settings.log == "json", level)


def _listener(host: str, port: int) -> socket.socket:
    """The socket that the service listens on, taken before the slow start."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        err.print(
            f"[red]Fel:[/] porten {port} på {host} är upptagen eller får inte användas. "
            "Välj en annan med --port.",
            highlight=False,
        )
        raise typer.Exit(1) from None
    return listener


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Bygg om ordindexet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Utfallet som JSON.")] = False,
) -> None:
    """Visa biblioteket, eller bygg om ordindexet ur det som är lagrat."""
    from assistant.wiring import build_library
    from ingest.lock import WriterLock

    settings = Settings()
    with told(), WriterLock(settings.local_path):
        library = build_library(settings)
        count = library.lexical.rebuild(library.store) if rebuild else 0
        reports, passages = len(library.reports()), library.store.count()
        if as_json:
            told_of = {"rapporter": reports, "textavsnitt": passages, "ombyggt": rebuild}
            typer.echo(json.dumps(told_of))
            return
        if rebuild:
            out.print(f"Ordindexet är ombyggt: {count} rapporter.")
        out.print(f"Biblioteket innehåller {reports} rapporter och {passages} textavsnitt.")


def _types(names: list[str] | None) -> tuple[ReportType, ...]:
    """Report types by short name; an unknown one ends the command."""
    found = []
    for name in names or ():
        if name.upper() not in ReportType.__members__:
            err.print(
                f"[red]Fel:[/] okänd rapporttyp «{name}». Använd VP (verksamhetsplan), T1 eller T2 "
                "(tertialrapport) eller VB (verksamhetsberättelse).",
                highlight=False,
            )
            raise typer.Exit(1)
        found.append(ReportType(name.upper()))
    return tuple(found)


if __name__ == "__main__":
    main()
