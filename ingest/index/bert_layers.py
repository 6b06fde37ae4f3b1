"""What the layers of a BERT encoder compute, in torch: many texts laid end to end, or one alone.

Numbers are of one type, as exact as it is; ``bert_int8.py`` has what is quicker for many texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.index.bert_attention import Spread, attended
from ingest.index.bert_batch import Batch
from ingest.index.one_call import in_one_call

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
class InputRanges:
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

    def reached(self, state: Any, lengths: Sequence[int]) -> list[InputRanges]:
        """What the inputs of each layer's products reach in these texts."""
        found: list[InputRanges] = []
        self._through(state, Spread.of(lengths), found)
        return found

    def batch(self) -> Batch:
        """The same for many texts at a time."""
        return Batch(self._through, self.norm[0].shape[0])

    def one(self, state: Any) -> Any:
        """The unit vector of one text, a row."""
        from torch.nn.functional import normalize

        return normalize(self._through(state, None).float().mean(0, keepdim=True))

    def alone(self) -> Callable[[Any], Any]:
        """``one``, in one call."""
        import torch

        return in_one_call(self.one, torch.zeros(3, self.norm[0].shape[0]))

    def _through(
        self, state: Any, spread: Spread | None, reached: list[InputRanges] | None = None
    ) -> Any:
        from torch.nn.functional import gelu

        state = self._normed(state, self.norm).to(self.kind)
        for layer in self.layers:
            mixed = attended(layer.attended(state), self.heads, spread)
            first = self._normed(state + layer.joined(mixed), layer.first_norm)
            if reached is not None:
                reached.append(InputRanges(_range(state), _range(mixed), _range(first)))
            told = layer.narrowed(gelu(layer.widened(first)))
            state = self._normed(first + told, layer.second_norm)
        return state

    def _normed(self, state: Any, norm: Pair) -> Any:
        from torch.nn.functional import layer_norm

        return layer_norm(state, norm[0].shape, *norm, self.epsilon)


def _range(state: Any) -> Range:
    return state.amin(0), state.amax(0)


__all__ = ["EncoderStack", "FloatLinear", "InputRanges", "Layer", "Pair", "Range"]
