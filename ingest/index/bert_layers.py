"""What the layers of a BERT encoder compute, in torch: many texts laid end to end, or one alone.

Products are in numbers of one type, or in integers of eight bits (``Int8Linear``), each row of a
text's state and of the weights on a scale of its own, so that the few tokens that are far larger
than all others cost the rest nothing. Measured beside float32 on a processor with VNNI and without
AMX: cosine at least .9996, two thirds to four fifths of the time.

One text alone goes through all layers in one call (``traced``), which leaves Python's lock to
others from beginning to end. Call by call it would ask for the lock two hundred times, and wait
each time for whoever holds it: beside one busy thread a question took 390 ms, in one call 25.
Torch calls tracing deprecated, but has nothing else that does this without a compiler on the
machine; torch is pinned, and a torch without it computes the same call by call.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

Pair = tuple[Any, Any]
"""Weight and bias."""
_MOST = 127
_LEAST = 1e-12


class FloatLinear:
    """A product in the weights' own type."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair

    def __call__(self, state: Any) -> Any:
        from torch.nn.functional import linear

        return linear(state, *self.pair)


class Int8Linear:
    """A product in integers of eight bits, of float32 and to float32.

    A row of a state lies far to one side where one of its numbers is far larger than all others:
    so it is counted from the middle of its own least and largest, and what the middle comes to
    added again.
    """

    def __init__(self, pair: Pair) -> None:
        import torch

        self.pair = pair
        weight, self._bias = (tensor.float() for tensor in pair)
        self._scale = weight.abs().amax(1).clamp_min(_LEAST) / _MOST
        integers = (weight / self._scale[:, None]).round()
        self._sums = integers.sum(1)[None]
        self._weight = integers.to(torch.int8).t().contiguous()

    def __call__(self, state: Any) -> Any:
        import torch

        least = state.amin(1, keepdim=True)
        most = state.amax(1, keepdim=True)  # apart: aminmax takes ten times as long
        scale, middle = ((most - least) / (2 * _MOST)).clamp_min_(_LEAST), (most + least) / 2
        integers = (state - middle).div_(scale).round_().to(torch.int8)
        told = torch._int_mm(integers, self._weight).float().mul_(scale)
        return torch.addcmul(self._bias, told.addmm_(middle, self._sums), self._scale)


Linear = FloatLinear | Int8Linear


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer; query, key and value are one product."""

    attended: Linear
    joined: Linear
    first_norm: Pair
    widened: Linear
    narrowed: Linear
    second_norm: Pair


@dataclass(frozen=True, slots=True)
class EncoderStack:
    """All layers over the sum of a text's tables; numbers are of ``kind`` inside."""

    layers: Sequence[Layer]
    norm: Pair
    heads: int
    epsilon: float
    kind: Any

    def in_eight_bits(self) -> EncoderStack:
        """The same with its products in eight bits; what is no product is shared."""
        return replace(self, layers=[_in_eight_bits(layer) for layer in self.layers])

    def vectors(self, state: Any, lengths: Sequence[int]) -> Any:
        """A unit vector for each text; they lie end to end in ``state``, float32."""
        import torch
        from torch.nn.functional import normalize

        state = self._through(state, lengths)
        return normalize(torch.stack([text.float().mean(0) for text in state.split(lengths)]))

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

    def _through(self, state: Any, lengths: Sequence[int] | None) -> Any:
        from torch.nn.functional import gelu

        state = self._normed(state, self.norm).to(self.kind)
        for layer in self.layers:
            told = layer.joined(self._attended(layer, state, lengths))
            state = self._normed(state + told, layer.first_norm)
            told = layer.narrowed(gelu(layer.widened(state)))
            state = self._normed(state + told, layer.second_norm)
        return state

    def _normed(self, state: Any, norm: Pair) -> Any:
        from torch.nn.functional import layer_norm

        return layer_norm(state, norm[0].shape, *norm, self.epsilon)

    def _attended(self, layer: Layer, state: Any, lengths: Sequence[int] | None) -> Any:
        """Attention, each text within itself."""
        import torch

        width = self.norm[0].shape[0]
        asked: Any = layer.attended(state).view(-1, 3, self.heads, width // self.heads)
        if lengths is None:
            return self._mixed(asked, width)
        return torch.cat([self._mixed(text, width) for text in asked.split(list(lengths))])

    def _mixed(self, text: Any, width: int) -> Any:
        from torch.nn.functional import scaled_dot_product_attention

        three = text.permute(1, 2, 0, 3).unsqueeze(1)
        mixed = scaled_dot_product_attention(three[0], three[1], three[2])
        return mixed[0].transpose(0, 1).reshape(-1, width)


def _in_eight_bits(layer: Layer) -> Layer:
    return replace(
        layer,
        attended=Int8Linear(layer.attended.pair),
        joined=Int8Linear(layer.joined.pair),
        widened=Int8Linear(layer.widened.pair),
        narrowed=Int8Linear(layer.narrowed.pair),
    )


def _unprepared(made: Any) -> Callable[[Any], Any]:
    """A traced call as it stands: its first two runs would else prepare for long, for nothing."""
    from torch.jit._fuser import optimized_execution

    def call(state: Any) -> Any:
        with optimized_execution(False):
            return made(state)

    return call


__all__ = ["EncoderStack", "FloatLinear", "Int8Linear", "Layer", "Pair"]
