"""What a draft suggests: activities within the year and ways to follow up, each on its ground.

A suggestion opens with «Förslag», quotes what it rests on, and decides nothing. Times lie within
the draft's year. Unfinished matters come first, then activities that ran before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft.claims import origin, proposal, within
from assistant.draft.gather import Gathered
from assistant.draft.indicators import History, short_name, worsened
from assistant.draft.material import Held
from assistant.draft.pieces import Line, Piece
from assistant.draft.signs import Sign
from assistant.model import Claim, Source
from assistant.writers.extractive import row_source
from ingest.model import Activity

_MOST_UNFINISHED = 3
_MOST_ACTIVITIES = 2
_LONGEST = 24
_LONGEST_NAMES = 110
_INSTRUMENT = re.compile(
    r"\b(?:brukar|medarbetar|kund|boende)(?:undersökning|enkät)(?:en|ar|arna)?\b|\bbrukarråd(?:et)?\b"
    r"|\begenkontroll(?:er|en)?\b|\barbetsplatsträff(?:ar|arna|en)?\b",
    re.I,
)


def activity_claims(
    unfinished: Sequence[Piece], activities: Sequence[tuple[Activity, Held]], year: int
) -> list[Claim]:
    """Activities to decide on: first what is left from before, then those that ran."""
    found = [_finish(piece, year) for piece in unfinished[:_MOST_UNFINISHED]]
    for activity, held in activities[:_MOST_ACTIVITIES]:
        place = held.place(activity.chain, ("Aktivitet",))
        whose = "" if activity.chain.enhetsmal else "nämndens aktivitet "
        text = (
            f"Förslag: ta ställning till hur enheten ska arbeta med {whose}"
            f"«{activity.name.rstrip('.')}» under {year} "
            f"({origin(held.report.identity, held.own)})."
        )
        source = place.source(activity.page, activity.quote)
        found.append(proposal(text, (source,), activity.name.rstrip(".")))
    return found


def _finish(piece: Piece, year: int) -> Claim:
    line = _telling(piece)
    identity = piece.place.identity
    short = _short(line.text)
    what = "stäm av och slutför det som återstår"
    if Sign.RESTRICTION in piece.signs:
        what = "stäm av om det som låg nere har kommit i gång igen"
    text = (
        f"Förslag till aktivitet, {within(year)}: {what} enligt "
        f"{origin(identity, piece.place.own)} – «{short}» [ansvarig och slutdatum]"
    )
    return proposal(text, line.sources, short.removesuffix(" …"))


def _telling(piece: Piece) -> Line:
    """The sentence of a piece that tells what is unfinished."""
    return next((x for x in piece.lines if Sign.UNFINISHED in x.signs), piece.lines[-1])


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= _LONGEST else f"{' '.join(words[:_LONGEST])} …"


def follow_up_claim(
    histories: Sequence[History], instrument: Line | None, goal: Source, year: int
) -> Claim:
    """A way to follow the goal up: the reports, its indicators, what has been used before."""
    ordered = sorted(histories, key=lambda h: not worsened(h))[:3]
    names = [short_name(h.name) for h in ordered]
    told = f", med indikatorerna {_listed(names)}" if len(names) > 1 else ""
    told = f", med indikatorn {names[0]}" if len(names) == 1 else told
    told = ", med målets indikatorer" if len(told) > _LONGEST_NAMES else told
    sources = [row_source(h.rows[-1]) for h in ordered]
    used = _INSTRUMENT.search(instrument.text) if instrument else None
    if instrument and used:
        told += f" och genom {used[0].casefold()}"
        sources += instrument.sources
    text = (
        f"Förslag: följ upp målet i båda tertialrapporterna och i verksamhetsberättelsen {year}"
        f"{told}. [Ange vem som ansvarar.]"
    )
    return proposal(text, sources or (goal,))


def instrument_line(gathered: Gathered) -> Line | None:
    """A sentence that names a way to follow up that has been used: a survey, a council, APT."""
    beside = [lines for _, lines in (*gathered.plan, *gathered.told_of_rows)]
    for lines in (*beside, *gathered.follow_up):
        for line in lines:
            if _INSTRUMENT.search(line.text) and Sign.RESTRICTION not in line.signs:
                return line
    return None


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} och {names[-1]}"
