"""What a draft says beside its text, told once: what holds for many goals is one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NO_PLAN = re.compile(
    r"^(Ingen plan för \d+) med nämndmålet «.*» (finns i biblioteket)\. Lydelsen (.*)$"
)


def gathered_notes(notes: Sequence[str]) -> tuple[str, ...]:
    """The notes in order, each once; that the plan is missing for several goals as one."""
    distinct = list(dict.fromkeys(notes))
    tails = Counter(match[3] for match in map(_NO_PLAN.match, distinct) if match)
    told: dict[str, None] = {}
    for note in distinct:
        match = _NO_PLAN.match(note)
        if match and tails[match[3]] > 1:
            note = (
                f"{match[1]} {match[2]} med {tails[match[3]]} av nämndmålen. "
                f"Deras lydelse {match[3]}"
            )
        told.setdefault(note)
    return tuple(told)
