"""Whether a difference between two runs is more than chance, question by question.

A paired randomisation test (Fisher; for retrieval: Smucker, Allan & Carterette 2007): were there
no difference, each question's gain could as well have the other sign. The share of random signs
that give a mean at least as far from zero is the p-value. Ties count for nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

ROUNDS = 10_000
_ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the second run did beside the first; ``gain`` is the mean difference."""

    win: int
    tie: int
    loss: int
    gain: float
    p: float


def compare_runs(
    first: Mapping[str, float], second: Mapping[str, float], rounds: int = ROUNDS
) -> Comparison:
    """Compare scores by question id; questions that only one run has are left out."""
    gains = [second[key] - score for key, score in first.items() if key in second]
    win = sum(gain > _ALIKE for gain in gains)
    loss = sum(gain < -_ALIKE for gain in gains)
    mean = fmean(gains) if gains else 0.0
    return Comparison(win, len(gains) - win - loss, loss, mean, p_value(gains, rounds))


def p_value(gains: Sequence[float], rounds: int = ROUNDS) -> float:
    """Two-sided, by random signs from a fixed seed; 1 where no question differs."""
    there = [gain for gain in gains if abs(gain) > _ALIKE]
    if not there:
        return 1.0
    chance = random.Random(len(there))
    seen = abs(sum(there)) - _ALIKE
    extreme = 0
    for _ in range(rounds):
        signs = chance.getrandbits(len(there))
        total = sum(gain if signs >> n & 1 else -gain for n, gain in enumerate(there))
        extreme += abs(total) >= seen
    return (extreme + 1) / (rounds + 1)
