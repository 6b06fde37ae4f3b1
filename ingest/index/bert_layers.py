"""What the layers of a BERT encoder compute, in torch: many texts laid end to end, or one alone.

Numbers are of one type, as exact as it is; ``bert_int8.py`` has what is quicker for many texts.

One text alone goes through all layers in one call (``traced``), which leaves Python's lock to
others from beginning to end. Call by call it would ask for the lock two hundred times, and wait
each time for whoever holds it: beside one busy thread a question took 390 ms, in one call 25.
Torch calls tracing deprecated, but has nothing else that does this without a compiler on the
machine; torch is pinned, and a torch without it computes the same call by call.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.index.bert_attention import Spread, attended

Pair = tuple[Any, Any]
"""Weight and bias."""
Range = tuple[Any, Any]
"""The least and the most in each channel."""


class FloatLinear:
    """A product in the weights' own type."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair

    def __call__(self, state: Any) -> Any:
        from torch.nn.functional import linear

        return linear(state, *self.pair)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer; query, key and value are one product."""

    attended: FloatLinear
    joined: FloatLinear
    first_norm: Pair
    widened: FloatLinear
    narrowed: FloatLinear
    second_norm: Pair


@dataclass(frozen=True, slots=True)
class Reached:
    """What the inputs of one layer's products reach: its own, attention's, the first norm's."""

    state: Range
    mixed: Range
    first: Range


@dataclass(frozen=True, slots=True)
class EncoderStack:
    """All layers over the sum of a text's tables; numbers are of ``kind`` inside."""

    layers: Sequence[Layer]
    norm: Pair
    heads: int
    epsilon: float
    kind: Any

    def reached(self, state: Any, lengths: Sequence[int]) -> list[Reached]:
        """What the inputs of each layer's products reach in these texts."""
        found: list[Reached] = []
        self._through(state, Spread.of(lengths), found)
        return found

    def vectors(self, state: Any, lengths: Sequence[int]) -> Any:
        """A unit vector for each text; they lie end to end in ``state``, float32."""
        return unit_means(self._through(state, Spread.of(lengths)), lengths)

    def one(self, state: Any) -> Any:
        """The unit vector of one text, a row."""
        from torch.nn.functional import normalize

        return normalize(self._through(state, None).float().mean(0, keepdim=True))

    def traced(self) -> Callable[[Any], Any]:
        """``one``, in a single call; as it is, call by call, in a torch that cannot trace."""
        import torch

        example = torch.zeros(3, self.norm[0].shape[0])
        trace = getattr(torch.jit, "trace", None)
        if trace is None:
            return self.one
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            made = trace(self.one, (example,), check_trace=False)
        return _unprepared(made)

    def _through(
        self, state: Any, spread: Spread | None, reached: list[Reached] | None = None
    ) -> Any:
        from torch.nn.functional import gelu

        state = self._normed(state, self.norm).to(self.kind)
        for layer in self.layers:
            mixed = attended(layer.attended(state), self.heads, spread)
            first = self._normed(state + layer.joined(mixed), layer.first_norm)
            if reached is not None:
                reached.append(Reached(_range(state), _range(mixed), _range(first)))
            told = layer.narrowed(gelu(layer.widened(first)))
            state = self._normed(first + told, layer.second_norm)
        return state

    def _normed(self, state: Any, norm: Pair) -> Any:
        from torch.nn.functional import layer_norm

        return layer_norm(state, norm[0].shape, *norm, self.epsilon)


def unit_means(state: Any, lengths: Sequence[int]) -> Any:
    """The unit vector of each text's mean; they lie end to end in ``state``."""
    import torch
    from torch.nn.functional import normalize

    return normalize(torch.stack([text.float().mean(0) for text in state.split(list(lengths))]))


def _range(state: Any) -> Range:
    return state.amin(0), state.amax(0)


def _unprepared(made: Any) -> Callable[[Any], Any]:
    """A traced call as it stands: its first two runs would else prepare for long, for nothing."""
    from torch.jit._fuser import optimized_execution

    def call(state: Any) -> Any:
        with optimized_execution(False):
            return made(state)

    return call


__all__ = ["EncoderStack", "FloatLinear", "Layer", "Pair", "Range", "Reached", "unit_means"]
