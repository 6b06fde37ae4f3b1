"""A finding: one thing that was looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import IngestError


class State(StrEnum):
    """How something is; the values are what is shown."""

    OK = "ok"
    WARNING = "varning"
    WRONG = "fel"


@dataclass(frozen=True, slots=True)
class Finding:
    """``said`` tells how it is and ``remedy`` what to do, in Swedish; none where it is well."""

    what: str
    state: State
    said: str
    remedy: str = ""


Look = Callable[[], Iterable[Finding]]


def ok(what: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(what, State.OK, said)


def warning(what: str, said: str, remedy: str) -> Finding:
    """It works, but should be seen to."""
    return Finding(what, State.WARNING, said, remedy)


def wrong(what: str, said: str, remedy: str) -> Finding:
    """It does not work."""
    return Finding(what, State.WRONG, said, remedy)


def looked(what: str, look: Look) -> Iterator[Finding]:
    """What a look finds; one that fails is itself a finding, and the others go on."""
    try:
        yield from look()
    except IngestError as error:
        yield wrong(what, str(error), "")
    except Exception as error:
        said = f"Kontrollen gick inte att göra ({type(error).__name__}: {error})."
        yield wrong(what, said, "Rapportera felet till den som utvecklar tjänsten.")
