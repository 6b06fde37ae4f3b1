"""Whether the log is whole: every line there, in order, as it was written.

Told apart: a broken chain (a line changed, taken out, put in or moved), a line that cannot be
read, a torn end, lines cut off the end, and a beginning that was dropped without being logged.
Who can write the folder can also write a whole new chain: against that, the number and the digest
of the last line are told, to be kept somewhere else and given to a later check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.audit.events import Event
from assistant.audit.files import End, files_in, raw_lines, read_head
from assistant.audit.lines import FIRST, Line, line_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; ``faults`` are Swedish sentences, empty where the log is whole."""

    lines: int
    files: int
    end: End
    faults: tuple[str, ...]


def checked(folder: Path, known: End | None = None) -> Checked:
    """The state of the log; ``known`` is a line that was told by an earlier check."""
    faults: list[str] = []
    end, count, pruned, known_seen = None, 0, {}, None
    begins: Line | None = None
    for line in _whole_lines(folder, faults):
        if end is None:
            begins = line
        elif line.number != end.number + 1 or line.before != end.digest:
            faults.append(_broken(end.number, line))
        if line.event == Event.LOG_PRUNED:
            pruned[line.details.get("till_nr")] = line.details.get("kedja")
        if known and line.number == known.number:
            known_seen = line.digest
        end, count = End(line.number, line.digest), count + 1
    last = end or End()
    if begins is not None:
        faults[:0] = _beginning(begins, pruned)
    faults += _ending(folder, last)
    if known and known_seen != known.digest and (begins is None or known.number >= begins.number):
        faults.append(f"Rad {known.number} är inte den som sågs vid den tidigare kontrollen.")
    return Checked(count, len(files_in(folder)), last, tuple(faults))


def _whole_lines(folder: Path, faults: list[str]) -> Iterator[Line]:
    for path in files_in(folder):
        for at, raw in enumerate(raw_lines(path), 1):
            try:
                yield line_of(raw)
            except ValueError:
                faults.append(f"Rad {at} i {path.name} går inte att läsa.")
        if path.read_bytes()[-1:] not in (b"\n", b""):
            faults.append(f"Sista raden i {path.name} är avbruten.")


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


def _ending(folder: Path, last: End) -> list[str]:
    head = read_head(folder)
    if head is None:
        return ["Noteringen om sista raden saknas."] if last.number else []
    if head.number > last.number:
        return [f"Rad {last.number + 1}–{head.number} saknas i slutet."]
    if head.number == last.number and head.digest != last.digest:
        return [f"Rad {last.number} har ändrats efter att den skrevs."]
    return []
