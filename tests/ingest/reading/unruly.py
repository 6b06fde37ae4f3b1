"""A reading child that misbehaves as the file's name tells it to."""

from __future__ import annotations

import os
import sys
import time

from ingest.errors import UnknownIdentityError
from ingest.model import Identity, Page, Report, ReportType
from ingest.reading.messages import Answer, Task
from ingest.reading.worker import serve


def answer(task: Task) -> Answer:
    if task.name == "hänger.pdf":
        time.sleep(60)
    if task.name == "kraschar.pdf":
        os._exit(11)
    if task.name == "sväller.pdf":
        bytearray(1 << 34)
    if task.name == "skriver.pdf":
        print("x" * 100_000)
        print("y" * 100_000, file=sys.stderr)
    if task.name == "felar.pdf":
        raise ZeroDivisionError
    if task.name == "okänd.pdf":
        raise UnknownIdentityError(task.name, ("year",), "Året framgår inte.", "Ange --ar.")
    identity = Identity(f"Nämnd {os.getpid()}", None, 2022, ReportType.VB)
    return Answer(Report(identity, (Page(1, str(task.organisation)),), (), ()))


if __name__ == "__main__":
    serve(int(sys.argv[1]), answer)
