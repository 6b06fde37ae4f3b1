"""Whether something grew: a straight line through what was seen once the start is over.

The first part of a run fills caches and loads what is loaded late; it is left out. What counts is
how much the line rises from there to the end, beside what was held at its start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.strain.users.process import Signs

_SETTLED = 1 / 3
_MEMORY_SHARE, _MEMORY_MB = 0.05, 20.0
_FEW = 8
_MEMORY = "minne (MB)"
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Growth:
    """What a sign was when the start was over, what the line rises by, and whether that is much."""

    name: str
    start: float
    rise: float
    most: float
    grows: bool


def growth(signs: Sequence[Signs]) -> list[Growth]:
    """Memory, open files and threads; nothing where there is too little to judge by."""
    if len(signs) < _FEWEST:
        return []
    return [
        _grown(_MEMORY, signs, lambda s: s.memory_mb),
        _grown("öppna filer", signs, lambda s: float(s.files)),
        _grown("trådar", signs, lambda s: float(s.threads)),
    ]


def _grown(name: str, signs: Sequence[Signs], of: Callable[[Signs], float]) -> Growth:
    settled = [s for s in signs if s.at >= signs[-1].at * _SETTLED]
    at, value = np.array([s.at for s in settled]), np.array([of(s) for s in settled])
    slope, base = np.polyfit(at, value, 1)
    start, rise = float(base + slope * at[0]), float(slope * (at[-1] - at[0]))
    much = max(_MEMORY_MB, start * _MEMORY_SHARE) if name == _MEMORY else _FEW
    return Growth(name, start, rise, max(map(of, signs)), rise > much)
