"""Whether the log is whole: every line there, in order, as it was written.

Told apart: a broken chain (a line changed, taken out, put in or moved), a line that cannot be
read, a torn end, lines cut off the end, and a beginning that was dropped without being logged.
Who can write the folder can also write a whole new chain: against that, the number and the digest
of the last line are told, to be kept somewhere else and given to a later check.

The log may be written to meanwhile, by any process: what is added during the check is no fault, and
where a file is dropped the check is begun anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.audit.events import Event
from assistant.audit.files import End, files_in, is_torn, raw_lines, read_head
from assistant.audit.lines import FIRST, Line, line_of

_LOOKS = 20
_WRITTEN_S = 0.1


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; ``faults`` are Swedish sentences, empty where the log is whole."""

    lines: int
    files: int
    end: End
    faults: tuple[str, ...]


def checked(folder: Path, known: End | None = None) -> Checked:
    """The state of the log; ``known`` is a line that was told by an earlier check."""
    for _ in range(_LOOKS):
        try:
            return _looked(folder, known)
        except FileNotFoundError:
            continue
    return _looked(folder, known)


def _looked(folder: Path, known: End | None) -> Checked:
    head = read_head(folder)  # first: what is written from now on comes after it
    faults: list[str] = []
    end, count, pruned = None, 0, {}
    seen = {told.number: "" for told in (head, known) if told}
    begins: Line | None = None
    for line in _whole_lines(folder, faults):
        if end is None:
            begins = line
        elif line.number != end.number + 1 or line.before != end.digest:
            faults.append(_broken(end.number, line))
        if line.event == Event.LOG_PRUNED:
            pruned[line.details.get("till_nr")] = line.details.get("kedja")
        if line.number in seen:
            seen[line.number] = line.digest
        end, count = End(line.number, line.digest), count + 1
    last = end or End()
    if begins is not None:
        faults[:0] = _beginning(begins, pruned)
    if head is not None:
        faults += _ending(head, last, seen)
    elif last.number and read_head(folder) is None:
        faults.append("Noteringen om sista raden saknas.")
    there = begins is None or (known is not None and known.number >= begins.number)
    if known and seen[known.number] != known.digest and there:
        faults.append(f"Rad {known.number} är inte den som sågs vid den tidigare kontrollen.")
    return Checked(count, len(files_in(folder)), last, tuple(faults))


def _whole_lines(folder: Path, faults: list[str]) -> Iterator[Line]:
    for path in files_in(folder):
        for at, raw in enumerate(raw_lines(path), 1):
            try:
                yield line_of(raw)
            except ValueError:
                faults.append(f"Rad {at} i {path.name} går inte att läsa.")
        if is_torn(path) and not _being_written(path):
            faults.append(f"Sista raden i {path.name} är avbruten.")


def _being_written(path: Path) -> bool:
    time.sleep(_WRITTEN_S)
    return not is_torn(path)


def _broken(before: int, line: Line) -> str:
    if line.number > before + 1:
        gone = f"{before + 1}–{line.number - 1}" if line.number > before + 2 else f"{before + 1}"
        return f"Rad {gone} saknas."
    if line.number <= before:
        return f"Rad {line.number} står efter rad {before}."
    return f"Rad {before} har ändrats eller bytts ut: kedjan håller inte till rad {line.number}."


def _beginning(first: Line, pruned: dict[object, object]) -> list[str]:
    if first.number == 1:
        return [] if first.before == FIRST else ["Den första raden har ändrats."]
    if pruned.get(first.number - 1) == first.before:
        return []
    return [f"Rad 1–{first.number - 1} saknas, och det finns ingen notering om att de gallrats."]


def _ending(head: End, last: End, seen: dict[int, str]) -> list[str]:
    if head.number > last.number:
        return [f"Rad {last.number + 1}–{head.number} saknas i slutet."]
    if seen[head.number] not in ("", head.digest):
        return [f"Rad {head.number} har ändrats efter att den skrevs."]
    return []
