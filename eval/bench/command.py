"""``python -m eval bench``: the program beside LangChain, LlamaIndex, Haystack and txtai.

Each round runs every pipeline once, in turn, in a process of its own: taking the files in, and
(``--questions``) asking. The peers' Pythons are looked for below ``--peers``, one folder for each,
made with the pinned versions in ``eval/bench/peers/NAME.txt`` by ``--install``; one that is not
there is told of and left out. ``--dtype bfloat16`` gives the peers that number type; without it
they choose.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console

from eval.bench.figures import Measured, embedded, recall, shown, table
from eval.bench.running import PipelineFailedError, run
from eval.command import DEMO, REAL, Suite, app
from eval.strain.machine import machine
from ingest.index.embedding import default_model_folder

HERE = Path(__file__).resolve().parent
OURS = "planassistent"
PEERS = ("langchain", "llamaindex", "haystack", "txtai")
_LIMIT = 20
_CHARACTERS = 4000
_WINDOW = 512


@app.command()
def bench(
    korpus: Annotated[Path | None, typer.Option(help="mapp med PDF-rapporter")] = None,
    peers: Annotated[Path, typer.Option(help="mapp med jämförelsernas miljöer")] = Path(
        ".venv-bench"
    ),
    only: Annotated[str, typer.Option(help="vilka, med komma emellan")] = ",".join(PEERS),
    rounds: Annotated[int, typer.Option(min=1, help="antal omgångar")] = 2,
    dtype: Annotated[str, typer.Option(help="taltyp för jämförelserna, annars deras egen")] = "",
    questions: Annotated[bool, typer.Option(help="ställ också frågorna till samlingen")] = True,
    install: Annotated[bool, typer.Option(help="installera det som saknas")] = False,
    save: Annotated[Path | None, typer.Option(help="filen som resultatet sparas i")] = None,
) -> None:
    """Mät inläsning och sökning bredvid andra verktyg, på samma filer och samma modell."""
    console = Console(soft_wrap=True)
    suite = REAL if REAL.korpus.is_dir() else DEMO
    files = sorted(p for p in (korpus or suite.korpus).glob("*") if p.suffix.lower() == ".pdf")
    if not files:
        console.print("Inga PDF-rapporter hittades. Ange en mapp med --korpus.")
        raise typer.Exit(1)
    commands = {OURS: [sys.executable, "-m", "eval.bench.own"]}
    for name in filter(None, only.split(",")):
        found = command_of(name, peers, install)
        if found:
            commands[name] = found
        else:
            console.print(
                f"{name}: mäts inte, miljön {peers / name} saknas. Skapa den med --install."
            )
    asked = suite if questions and korpus is None else None
    measured = [Measured(name) for name in commands]
    given = {"model": str(default_model_folder()), "dtype": dtype, "limit": _LIMIT}
    for turn in range(rounds):
        for one in measured:
            _round(one, commands[one.name], {**given, "files": [*map(str, files)]}, asked)
            spent = f"{one.seconds[-1]:.1f} s inläsning" if one.seconds else "ingen inläsning"
            said = f"omgång {turn + 1}: {one.name}, {spent} {one.why_not}".rstrip()
            console.print(said, markup=False, highlight=False)
    for one in measured:
        one.embedded = embedded(one.texts, _reader(Path(given["model"])))  # type: ignore[arg-type]
    text = report(len(files), measured, dtype)
    console.print(text, markup=False, highlight=False)
    if save:
        save.write_text(f"# Bredvid andra verktyg\n\n{text}\n", encoding="utf-8")


def report(files: int, measured: Sequence[Measured], dtype: str) -> str:
    """The command, the tables, and why a pipeline is not among them."""
    return "\n\n".join([
        f"{machine()} {files} rapporter, taltyp: {dtype or 'verktygets egen'}.",
        table(files, measured, OURS),
        *(f"{one.name}: {one.why_not}" for one in measured if one.why_not),
    ])  # fmt: skip


def command_of(name: str, peers: Path, install: bool = False) -> list[str] | None:
    """How a peer is run; None where it is not installed."""
    script = HERE / "peers" / f"bench_{name}.py"
    python = (peers / name / "bin" / "python").absolute()
    if install and not python.is_file() and script.is_file():
        venv.create(peers / name, with_pip=True)
        wanted = str(HERE / "peers" / f"{name}.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return [str(python), str(script)] if script.is_file() and python.is_file() else None


def _round(
    one: Measured, command: Sequence[str], given: dict[str, Any], suite: Suite | None
) -> None:
    """One round of one pipeline; what goes wrong is kept as the reason."""
    with tempfile.TemporaryDirectory() as folder:
        job = {**given, "data": folder}
        try:
            ran = run(command, {**job, "step": "ingest"})
            one.take_in(ran)
            if suite is None:
                return
            cases = suite.load()
            texts = [case.question for case in cases]
            told = run(command, {**job, "step": "ask", "questions": texts}).told
        except PipelineFailedError as error:
            one.why_not = f"gick inte: {error}"
            return
        one.take_answers(told)
        hits = [[(stem, text) for stem, text in a["hits"]] for a in told["answers"]]
        one.recall = recall(cases, hits, _CHARACTERS)
        one.shown = median(sum(len(text) for _, text in shown(h, _CHARACTERS)) for h in hits)


def _reader(model: Path) -> Any:
    """Tells how many characters of a text lie within the model's window."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.enable_truncation(_WINDOW)

    def read(text: str) -> int:
        offsets = tokenizer.encode(text).offsets
        return max((end for _, end in offsets), default=0)

    return read
