"""Bytes led by what they reach in the readers: atheris (libFuzzer) on the example corpus' seeds.

Run as a program of its own, for libFuzzer ends the process: ``python -m eval.strain.fuzz.guided
FORM FOLDER RUNS SECONDS MEGABYTES``. Half of the inputs are bent as ``fuzz`` bends them, so that
most open; the rest libFuzzer changes byte by byte. Reading is done here and not in the sandbox's
child, so that it is seen which lines are reached. A file is read or refused in Swedish; anything
else, a limit passed among it, ends the run and leaves the file in FOLDER.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from eval.strain.fuzz.seeds import Format
from eval.strain.fuzz.ways import BENT

_LONGEST = 400_000
_SPENT = re.compile(r"(?:Done|#)\s*(\d+)")
_REACHED = re.compile(r"\bcov: (\d+)")


@dataclass(frozen=True, slots=True)
class Led:
    """What became of one format: inputs, lines' edges reached, and what was wrong («» nothing)."""

    form: Format
    inputs: int
    reached: int
    wrong: str


def installed() -> bool:
    """Whether atheris is there; it has no wheel for every Python."""
    return find_spec("atheris") is not None


def led(form: Format, folder: Path, runs: int, limits: tuple[float, int]) -> Led:
    """So many inputs of one format; ``limits`` are seconds and megabytes for each."""
    place = folder / str(form)
    place.mkdir(parents=True, exist_ok=True)
    seconds, megabytes = limits
    given = [str(form), str(place), str(runs), str(round(seconds)), str(megabytes)]
    ran = subprocess.run(
        [sys.executable, "-m", __name__, *given],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    inputs = max((int(n) for n in _SPENT.findall(ran.stderr)), default=0)
    reached = max((int(n) for n in _REACHED.findall(ran.stderr)), default=0)
    return Led(form, inputs, reached, ran.stderr[-1500:] if ran.returncode else "")


def report(all_: list[Led], limits: tuple[float, int]) -> str:
    """A table, and what was wrong."""
    lines = [
        f"Gränser: {limits[0]:.0f} sekunder och {limits[1]} MB per fil.",
        "",
        "| format | filer | nådda grenar | fel |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {o.form} | {o.inputs} | {o.reached} | {int(bool(o.wrong))} |" for o in all_),
    ]
    lines += [f"\nFEL, {one.form}:\n\n```\n{one.wrong}\n```" for one in all_ if one.wrong]
    return "\n".join(lines)


def main(form: Format, place: Path, runs: int, seconds: int, megabytes: int) -> None:
    """Never returns: libFuzzer ends the process."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["ingest"]):
        readers = importlib.import_module("ingest.reading")
        for found in pkgutil.walk_packages(readers.__path__, "ingest.reading."):
            importlib.import_module(found.name)  # several are imported when a file is read
        reading = importlib.import_module("eval.strain.fuzz.reading")
    from eval.command import DEMO
    from eval.strain.fuzz.seeds import seeds

    corpus = place / "frön"
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(seeds(DEMO.korpus)[form]):
        (corpus / str(number)).write_bytes(data)
    path = place / f"fil.{form}"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        became, why = reading.read_here(path)
        if became not in ("read", "refused"):
            raise AssertionError(f"{became}: {why}")

    options = [
        f"-runs={runs}", f"-timeout={seconds}", f"-rss_limit_mb={megabytes}", "-seed=9",
        f"-max_len={_LONGEST}", f"-artifact_prefix={place}/",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutator(form, atheris))
    atheris.Fuzz()


def mutator(form: Format, atheris: Any) -> Callable[[bytes, int, int], bytes]:
    """Bends as ``fuzz`` does, or leaves it to libFuzzer; so too what is too broken to bend."""

    def changed(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.5:
            try:
                return BENT[form](data, chance)[:most]
            except (AssertionError, zipfile.BadZipFile, KeyError, IndexError, ValueError):
                pass
        mutated: bytes = atheris.Mutate(data, most)
        return mutated

    return changed


if __name__ == "__main__":
    main(Format(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:6]))
