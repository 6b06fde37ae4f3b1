"""Where comparisons are written down: counts by measure, and differences in words.

A measure is either a share (right / expected) or, when things can also be found that should not
be there, an F1 over right, expected and found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741 - ours, beside T for truth


@dataclass
class Count:
    """``found`` is None for a share; otherwise how many things the program found."""

    right: int = 0
    expected: int = 0
    found: int | None = None

    @property
    def value(self) -> float | None:
        """Share or F1, 0–1; None where there was nothing to find."""
        total = self.expected if self.found is None else (self.expected + self.found) / 2
        return self.right / total if total else None


@dataclass
class Sheet:
    """What the comparison of one report gave."""

    counts: dict[str, Count] = field(default_factory=dict)
    differences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def share(self, measure: str, right: bool, note: str = "") -> None:
        """Count one expected thing, right or wrong; ``note`` tells what was wrong."""
        count = self.counts.setdefault(measure, Count())
        count.expected += 1
        count.right += right
        if not right:
            self.differences[measure].append(note)

    def f1(self, measure: str, right: int, expected: int, found: int) -> None:
        """Count found things against expected ones."""
        count = self.counts.setdefault(measure, Count(found=0))
        count.right += right
        count.expected += expected
        count.found = (count.found or 0) + found

    def tally(self, measure: str, number: int = 0) -> None:
        """Add to a plain number (of errors, say); 0 makes the measure stand in the table."""
        self.counts.setdefault(measure, Count()).right += number

    def differs(self, measure: str, note: str) -> None:
        """Note a difference without counting it."""
        self.differences[measure].append(note)

    def add(self, other: Sheet, name: str) -> None:
        """Sum another sheet up in this one; its differences are marked with its name."""
        for measure, count in other.counts.items():
            total = self.counts.setdefault(measure, Count())
            total.right += count.right
            total.expected += count.expected
            if count.found is not None:
                total.found = (total.found or 0) + count.found
        for measure, notes in other.differences.items():
            self.differences[measure] += [f"[{name}] {note}" for note in notes]


Tier = tuple[Callable[[T], Hashable], Callable[[O], Hashable]]


def pair(
    truth: Sequence[T], ours: Sequence[O], tiers: Sequence[Tier[T, O]]
) -> list[tuple[T | None, O | None]]:
    """Pair things off by equal keys, strictest tier first, in order; leftovers pair with None."""
    left, right = list(range(len(truth))), list(range(len(ours)))
    pairs: list[tuple[T | None, O | None]] = []
    for truth_key, our_key in tiers:
        free: dict[Hashable, list[int]] = defaultdict(list)
        for index in right:
            free[our_key(ours[index])].append(index)
        rest = []
        for index in left:
            same = free[truth_key(truth[index])]
            if same:
                chosen = same.pop(0)
                right.remove(chosen)
                pairs.append((truth[index], ours[chosen]))
            else:
                rest.append(index)
        left = rest
    pairs += [(truth[index], None) for index in left]
    pairs += [(None, ours[index]) for index in right]
    return pairs
