"""The command ``model``: what a chat model does to the answers, question by question.

Each question is answered without and with the model that ``PLANASSISTENT_TEST_LLM`` names (an
OpenAI-compatible server). Demanded of the latter: no figure without source, every quote verbatim,
and of the values and key words that an answer should hold no fewer than without the model. The
kinds of question take turns, so that a run that ``--minutes`` ends has met them all; ``--skip``
goes on where one ended. A small model writes other words between builds: figures of a run are
printed, never kept. The exit code is 1 where a demand is broken.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.chat.port import ChatModel
from assistant.settings import Settings
from assistant.wiring import build_chat_model, build_library
from eval.answer_judge import Judged, judge
from eval.command import REAL, Suite, library_folder
from eval.metrics.latency import percentile
from eval.originals import Original, originals
from eval.questions import Case
from eval.scoring import Parts, run_case
from eval.systems import Program, Reply, take_in

_CALL_S = 300.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One question answered without and with the model."""

    plain: Judged
    phrased: Judged

    @property
    def worse(self) -> str:
        """What the model made worse: values or words lost, what is answered; empty where none."""
        before, after = self.plain.record, self.phrased.record
        if (after.values or 0.0) < (before.values or 0.0):
            return "ett värde eller nyckelord gick förlorat"
        if self.phrased.wrong_value and not self.plain.wrong_value:
            return "ett värde ges som något det inte är"
        if _of(after.reply).status != _of(before.reply).status:
            return "annat besked om svaret finns"
        return ""


def model(
    cases: Annotated[Path, typer.Option(help="frågor, en JSON-rad per fråga")] = REAL.cases,
    korpus: Annotated[Path, typer.Option(help="mapp med rapporterna")] = REAL.korpus,
    data: Annotated[Path | None, typer.Option(help="var det inlästa sparas")] = None,
    skip: Annotated[int, typer.Option(min=0, help="hur många frågor som hoppas över först")] = 0,
    minutes: Annotated[float, typer.Option(min=0.1, help="hur länge frågor ställs")] = 20.0,
) -> None:
    """Mät vad en språkmodell gör med svaren."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    chat = named_model()
    if chat is None or not cases.is_file() or not korpus.is_dir():
        console.print("Ange PLANASSISTENT_TEST_LLM (en OpenAI-kompatibel adress) samt --cases och "
                      "--korpus som finns.")  # fmt: skip
        raise typer.Exit(1)
    with ExitStack() as stack:
        kept = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        suite = Suite(cases, korpus)
        files = originals(korpus)
        library = build_library(Settings(data=library_folder(kept / suite.name)))
        take_in(library, [original.path for original in files.values()])
        programs = (Program(library), Program(library, chat))
        pairs = []
        ends = time.monotonic() + minutes * 60
        for case in islice(in_turn(suite.load()), skip, None):
            if time.monotonic() > ends:
                break
            pairs.append(_pair(case, programs, files))
            for line in lines_of(pairs[-1]):
                console.print(line)
    for line in summary(pairs):
        console.print(line)
    raise typer.Exit(int(not pairs or broken(pairs)))


def named_model() -> ChatModel | None:
    """The model behind ``PLANASSISTENT_TEST_LLM``, given the time that a small machine takes."""
    address = os.environ.get("PLANASSISTENT_TEST_LLM", "")
    if not address:
        return None
    name = os.environ.get("PLANASSISTENT_TEST_LLM_MODEL", "prov")
    return build_chat_model(
        Settings(chat_model=f"openai:{name}", chat_base_url=address, chat_timeout_s=_CALL_S)
    )


def in_turn(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases, one of each kind at a time."""
    kinds: dict[str, list[Case]] = {}
    for case in cases:
        kinds.setdefault(case.kind, []).append(case)
    for turn in zip_longest(*kinds.values()):
        yield from (case for case in turn if case is not None)


def _pair(case: Case, programs: tuple[Program, Program], files: Mapping[str, Original]) -> Pair:
    parts = Parts(retrieval=False)
    plain, phrased = (judge(run_case(program, case, files, parts)) for program in programs)
    return Pair(plain, phrased)


def lines_of(pair: Pair) -> list[str]:
    """What one question came to, and the answer."""
    record = pair.phrased.record
    reply, before = _of(record.reply), _of(pair.plain.record.reply)
    own = len(set(reply.statements) - set(before.statements))
    told = [
        f"{record.case.id} ({record.case.kind}): {reply.status}, {reply.mode}, {own} egna meningar,"
        f" {reply.milliseconds / 1000:.0f} s"
    ]
    told += [f"  SÄMRE: {pair.worse}"] if pair.worse else []
    told += [f"  siffra utan källa: {text}" for text in reply.loose]
    told += [f"  citat står inte på sidan: {quote.quote}" for quote in record.wrong_quotes]
    told += [f"  fråga: {record.case.question}", f"  svar: {' '.join(reply.text.split())}"]
    return told + [f"  ! {warning}" for warning in reply.warnings]


def summary(pairs: Sequence[Pair]) -> list[str]:
    """The figures over all questions asked."""
    replies = [_of(pair.phrased.record.reply) for pair in pairs]
    own = [reply for reply in replies if reply.mode == "generative"]
    times = [reply.milliseconds / 1000 for reply in replies if reply.status != "not_found"]
    return [
        f"frågor: {len(pairs)}, med modellens egna meningar: {len(own)}",
        f"siffror utan källa: {sum(len(reply.loose) for reply in replies)}",
        f"citat som inte är ordagranna: {sum(len(p.phrased.record.wrong_quotes) for p in pairs)}",
        f"sämre än utan modell: {sum(bool(pair.worse) for pair in pairs)}",
        f"svarstid i sekunder, median {percentile(times, 0.5) or 0:.0f}, "
        f"p95 {percentile(times, 0.95) or 0:.0f}",
    ]


def broken(pairs: Sequence[Pair]) -> bool:
    """Whether anything that must hold with any model did not."""
    return any(
        pair.worse or pair.phrased.record.wrong_quotes or _of(pair.phrased.record.reply).loose
        for pair in pairs
    )


def _of(reply: Reply | None) -> Reply:
    return reply or Reply(True, "", (), 0.0)
