"""Whether a question asks about several owners at once, and which ones count.

It does when it asks for several («vilka enheter», «per förskola», «högst»), or names no unit and
no board. A kind that is named («förskola», «nämnd», «enhet») leaves the others out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.model import Interpretation
from ingest.model import Identity, Scope
from ingest.names import BOARD_ITSELF

_KIND = r"(?P<kind>enhet|förskol|verksamhet|boende|hemtjänst|nämnd)\w*"
_OF_KIND = re.compile(
    rf"\b(?:vilk(?:a|en|et)\s+(?:av\s+)?|(?:alla|samtliga|våra|övriga|andra|olika|per|varje|mellan)"
    rf"\s+(?:\w+\s+)?){_KIND}|\b(?P<whole>enheter|nämnder)na\b"
)
_SEVERAL = re.compile(r"\b(?:rangordna|högst|lägst|bäst|sämst|flest|minst)\b")
_NAMED_AS = {
    "förskol": re.compile(r"förskol", re.IGNORECASE),
    "boende": re.compile(r"boende(?!stöd)|bostad|bostäder", re.IGNORECASE),
    "hemtjänst": re.compile(r"hemtjänst", re.IGNORECASE),
}


_SINGULAR = {
    "förskol": "förskola",
    "boende": "boende",
    "hemtjänst": "hemtjänst",
    "nämnd": "nämnd som helhet",
    "enhet": "enhet",
    "verksamhet": "enhet",
}


def is_across(meant: Interpretation) -> bool:
    """Whether the answer is a row for each of several owners."""
    units = [unit for unit in meant.scope.units if unit != BOARD_ITSELF]
    if len(units) == 1:
        return False
    folded = meant.text.casefold()
    several = _OF_KIND.search(folded) or _SEVERAL.search(folded)
    return bool(several) or not (units or meant.scope.boards or meant.scope.units)


def of_any(_who: Identity) -> bool:
    """Any owner counts."""
    return True


def of_kind(meant: Interpretation) -> Callable[[Identity], bool]:
    """Whether an owner is of the kind that the question names; any is, where it names none."""
    kind = _kind(meant)
    named = _NAMED_AS.get(kind)
    if named is not None:
        return lambda who: who.unit is not None and bool(named.search(who.unit))
    if kind == "nämnd":
        return lambda who: who.unit is None
    return (lambda who: who.unit is not None) if kind else of_any


def none_of_kind(meant: Interpretation, told: Iterable[Identity]) -> str | None:
    """The kind that the question names, in Swedish, where nobody that is told is of it."""
    kind = _kind(meant)
    return _SINGULAR[kind] if kind and not any(map(of_kind(meant), told)) else None


def _kind(meant: Interpretation) -> str:
    """The kind that the question names; empty where it names units: then it is a word of theirs."""
    match = _OF_KIND.search(meant.text.casefold())
    if match is None or meant.scope.units or any(part.units for part in meant.parts):
        return ""
    return match["kind"] or match["whole"][:5]


def asked_of(meant: Interpretation) -> Scope:
    """Whose reports the question asks about: its fence, and whom it names in all its parts."""
    scope = meant.scope
    return Scope(
        scope.boards or _in_all(part.boards for part in meant.parts),
        scope.units or _in_all(part.units for part in meant.parts),
    )


def _in_all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of all parts together; none where a part has none."""
    held = list(parts)
    return tuple(dict.fromkeys(name for part in held for name in part)) if all(held) else ()
