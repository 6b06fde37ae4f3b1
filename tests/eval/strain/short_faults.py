"""A few faults of each kind, printed as JSON; run by ``test_faults`` as a program.

Forking needs a process that has not opened Chroma, which a process that runs tests may have.
``python -m tests.eval.strain.short_faults FOLDER ENGINE``.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from eval.strain.engines import Engine
from eval.strain.fault_command import line
from eval.strain.fault_runs import Bench
from eval.strain.faults import Fault, Kind

ACT = "ersätt"
STRUCK = (
    ("chroma.places.upsert", Kind.KILL_AFTER),
    ("chroma.reports.upsert", Kind.LOST_AFTER),
)


def main(folder: Path, engine: Engine) -> None:
    """What was wrong after each, and how many calls there are to strike."""
    logging.disable(logging.CRITICAL)
    bench = Bench.made(engine, folder, [ACT])
    calls = bench.calls[ACT]
    runs = [bench.run(ACT, Fault(calls.index(name), kind)) for name, kind in STRUCK]
    told = {"calls": len(calls), "runs": len(runs), "wrong": [line(r) for r in runs if r.wrong]}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Engine(sys.argv[2]))
