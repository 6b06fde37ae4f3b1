"""Units and boards that a question names and the library has no report of.

A name is «Xs …»: a word in the genitive before what units are called. What units are called is
learnt from the library's own units (the words after the first) beside the usual kinds; «X
stadsdelsnämnd» is a board. The name is a stranger when its own word is in no name that is known
– slips, endings and parts of names aside – and no ordinary genitive («stadens förskolor»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from assistant.words import STOP, stem, words
from ingest.index import dictionary
from ingest.model import Identity
from ingest.organisation import Organisation
from ingest.roster import Roster

_KINDS = (
    "hemtjänst", "hemtjänsten", "förskolor", "förskola", "gruppbostäder", "gruppbostad",
    "servicebostäder", "grupp- och servicebostäder", "boendestöd", "vård- och omsorgsboende",
    "äldreboende", "servicehus", "träffpunkter", "träffpunkt", "dagliga verksamhet", "dv",
    "dagverksamhet", "ungdomsmottagning", "fältgrupp", "fritidsgård", "parklek", "familjecentral",
    "öppna förskola", "stödenhet", "boende", "stöd- och träffpunktsenhet", "ungdom och fritid",
)  # fmt: skip
_ORDINARY = frozenset(
    """stadens stadsdelens nämndens enhetens enheternas förvaltningens kommunens årets områdets
    vår er deras dess barnens kundens kundernas avdelningens verksamhetens vilkas alla andras
    stockholms sveriges västra östra norra södra""".split()  # noqa: SIM905
)
_BOARD = r"(?:stadsdels(?:nämnd|förvaltning)(?:en)?|sdf|sdn)"
_NEAR = 82.0
_PASSIVE = re.compile(r"(?:des|tes|ts|as|nns)$")
"""Endings of verbs that look like genitives: «påverkades hemtjänsten» names no unit."""


def strangers(
    text: str,
    identities: Sequence[Identity],
    known: Iterable[str],
    spoken_of: Callable[[str], bool],
) -> list[str]:
    """Names in the question that no report is of; ``known`` are more names that are known.

    ``spoken_of`` tells whether a report's text uses a word: a unit's workplaces have names too.
    """
    roster = Roster.of(identities)
    own = _own_words((*roster.boards, *roster.units, *known))
    found: list[str] = []
    folded = text.casefold()
    for match in _unit_pattern(roster.units).finditer(folded):
        word = match[1]
        if (
            not text[match.start()].isupper()
            and _PASSIVE.search(word)
            and dictionary.is_known(word)
        ):
            continue
        if not _known(word, own) and not spoken_of(word.removesuffix("s")):
            found.append(" ".join(text[match.start() : match.end()].split()))
    for match in re.finditer(rf"\b([^\W\d_][\w-]{{2,}})\s+{_BOARD}\b", folded):
        named = text[match.start()].isupper() or "-" in match[1] or match[1].endswith("s")
        ordinary = match[1] in _ORDINARY or match[1] in STOP
        parts = [part for part in match[1].split("-") if part]
        if named and not ordinary and not any(_alike(part, own) for part in parts):
            found.append(" ".join(text[match.start() : match.end()].split()))
    return list(dict.fromkeys(found))


def names_of(organisation: Organisation) -> tuple[str, ...]:
    """Everything that the administrator's boards are called."""
    return tuple(n for board in organisation.boards for n in (board.name, *board.aliases))


@lru_cache(maxsize=8)
def _own_words(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(word) for name in names for word in words(name))


@lru_cache(maxsize=8)
def _unit_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    learnt = {" ".join(unit.casefold().split()[1:]) for unit in units}
    kinds = sorted({*_KINDS, *(kind for kind in learnt if len(kind) > 3)}, key=len, reverse=True)
    listed = "|".join(map(re.escape, kinds))
    return re.compile(rf"\b([^\W\d]{{3,}}s)\s+(?:{listed})(?:s|en|et|na|ens|nas)?\b")


def _known(word: str, own: frozenset[str]) -> bool:
    """Whether a name's own word is known or ordinary."""
    return word in _ORDINARY or _alike(word, own)


def _alike(part: str, own: frozenset[str]) -> bool:
    bare = stem(part)
    if bare in own or part in own:
        return True
    return process.extractOne(bare, own, scorer=fuzz.ratio, score_cutoff=_NEAR) is not None
