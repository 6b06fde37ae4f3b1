"""Vectors of many groups laid after each other, so that one product compares thousands.

A block grows at its end only and what is laid in it never changes, so that whoever compares needs
no lock. Where the processor has instructions for it, each vector is also kept as integers of eight
bits, a quarter of what has to be read: their scores are off by at most ``Run.slack`` (eight
standard deviations of what rounding adds up to), and whoever wants the best compares in full
those that may be among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.index.processor import has_true_products, one_thread

ROWS = 16_384
"""Vectors in a block."""
_STEPS = 127
_LEAST = 1e-12
_WORTH = 256  # shorter runs take no longer in full
_DEVIATIONS = 8
_ROUNDED = 1e-5  # what the order of additions makes of a score in full

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a group's vectors lie: some rows of a block."""

    block: Block
    start: int
    stop: int

    @property
    def rows(self) -> Vectors:
        """The vectors."""
        return self.block.rows[self.start : self.stop]


class Asked:
    """What is compared with: a vector of unit length, and the same in eight bits."""

    def __init__(self, vector: Sequence[float]) -> None:
        full = np.asarray(vector, dtype=np.float32)
        self.full: Vectors = full / np.float32(max(float(np.linalg.norm(full)), _LEAST))
        self.step = max(float(np.abs(self.full).max(initial=0.0)) / _STEPS, _LEAST)
        self.integers = np.rint(self.full / self.step).astype(np.int8).reshape(1, -1)


class Block:
    """Rows that are filled from the first on; ``eights`` says whether to keep them so too."""

    def __init__(self, size: int, width: int, eights: bool) -> None:
        self.rows: Vectors = np.empty((size, width), dtype=np.float32)
        self.used = 0
        self.live = 0
        self._eights = _Eights(size, width) if eights else None

    def lay(self, rows: Vectors) -> Span | None:
        """Lay rows after those that are there; None where they have no room."""
        start, stop = self.used, self.used + len(rows)
        if stop > len(self.rows) or rows.shape[1] != self.rows.shape[1]:
            return None
        self.rows[start:stop] = rows
        if self._eights is not None:
            self._eights.lay(rows, start)
        self.used = stop
        self.live += len(rows)
        return Span(self, start, stop)

    def scores(self, start: int, stop: int, asked: Asked) -> tuple[Vectors, float]:
        """How near some rows are, and how far that may be off."""
        if self._eights is None or stop - start < _WORTH:
            return self.rows[start:stop] @ asked.full, _ROUNDED
        return self._eights.scores(start, stop, asked)


class _Eights:
    """Rows as integers of eight bits, each row with a step of its own."""

    def __init__(self, size: int, width: int) -> None:
        import torch

        self._integers: Any = torch.empty((size, width), dtype=torch.int8)
        self._steps: Any = torch.empty(size, dtype=torch.float32)
        self._widest = 0.0

    def lay(self, rows: Vectors, start: int) -> None:
        import torch

        steps = np.maximum(np.abs(rows).max(axis=1, initial=0.0) / _STEPS, _LEAST)
        integers = np.rint(rows / steps[:, None]).astype(np.int8)
        stop = start + len(rows)
        self._integers[start:stop] = torch.from_numpy(integers)
        self._steps[start:stop] = torch.from_numpy(steps.astype(np.float32))
        self._widest = max(self._widest, float(steps.max(initial=0.0)))

    def scores(self, start: int, stop: int, asked: Asked) -> tuple[Vectors, float]:
        import torch

        one_thread()
        products = torch._int_mm(torch.from_numpy(asked.integers), self._integers[start:stop].t())
        scores: Vectors = (products[0] * (self._steps[start:stop] * asked.step)).numpy()
        return scores, _DEVIATIONS * sqrt((self._widest**2 + asked.step**2) / 12)


class Blocks:
    """Lays rows in blocks; to be changed by one thread at a time."""

    def __init__(self, size: int = ROWS, eights: bool | None = None) -> None:
        """``eights`` is whether to keep rows in eight bits; None where the processor decides."""
        self._size = size
        self._eights = eights
        self._blocks: list[Block] = []

    def lay(self, rows: Vectors) -> Span:
        """Lay rows where there is room."""
        span = self._blocks[-1].lay(rows) if self._blocks else None
        return span or self._begun(rows)

    def lift(self, span: Span) -> None:
        """These rows are not wanted any more; who holds them can still read them."""
        span.block.live -= span.stop - span.start
        if not span.block.live:
            self._blocks = [block for block in self._blocks if block is not span.block]

    def sparse(self) -> set[Block]:
        """The blocks that are not half full of what is wanted; nothing more is laid there."""
        found = {block for block in self._blocks if block.live * 2 < block.used}
        self._blocks = [block for block in self._blocks if block not in found]
        return found

    def _begun(self, rows: Vectors) -> Span:
        """Rows laid in a block of their own, that others may follow in."""
        if self._eights is None:
            self._eights = has_true_products()
        block = Block(max(self._size, len(rows)), rows.shape[1], self._eights)
        self._blocks.append(block)
        span = block.lay(rows)
        assert span is not None
        return span
