"""Layers of a BERT encoder for many texts, their products in integers of eight bits.

Used where the processor has instructions for such products (VNNI). Dequantising, bias and GELU are
done within the product (oneDNN, by the operators that torch's own compiler uses), so that what is
left between products is little. Three products of a layer count their input on one scale, known
beforehand: what a few texts of our own (``calibration.txt``) reach in each channel. Channels that
always lie far above the others are made smaller there and their weights larger (SmoothQuant, Xiao
et al. 2023), and all of it goes into the norm, or the values, that come before: the norm's result
*is* the integer, but for rounding. What lies outside is taken as the outermost. The input of the
fourth has single tokens a hundred times above all others, so there each token has a scale of its
own. A text's vector does not depend on the texts beside it.

Measured on a processor with VNNI and without AMX: see ``eval/results/inlasning.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ingest.index.bert_attention import Spread, attended
from ingest.index.bert_batch import Batch
from ingest.index.bert_layers import EncoderStack, InputRanges, Layer, Pair, Range
from ingest.index.one_call import scripted

STEPS = 255
MARGIN = 1.15
"""How far beyond what the calibration texts reach the integers go."""
_WEIGHT_STEPS = 127
_LEAST = 1e-12
_LEAST_REACH = 1e-4
GELU_LEAST = 0.17
"""GELU is nowhere below minus this."""
_ROUND = 0.5
_ROWS = 16
"""Rows of a product come in a multiple of so many: each number of rows has machine code of its
own, which takes as long to make as the product itself."""
_ATTENDED, _JOINED, _WIDENED = 0.9, 0.6, 0.65
"""How much of a channel's size its weights take over, measured: where vectors come nearest."""


@dataclass(frozen=True, slots=True)
class Int8Linear:
    """``x @ weight.T * scale + bias`` of integers ``x`` (uint8), counted from ``zero_point``."""

    weight: Any
    weight_scale: Any
    weight_zero: Any
    bias: Any
    scale: float = 1.0
    zero_point: int = 0
    gelu: bool = False

    @classmethod
    def of(
        cls, pair: Pair, scale: float = 1.0, zero_point: int = 0, gelu: bool = False
    ) -> Int8Linear:
        """Of weights and bias in floating numbers."""
        import torch

        weight, bias = pair
        steps = weight.abs().amax(1).clamp_min(_LEAST) / _WEIGHT_STEPS
        integers = (weight / steps[:, None]).round().to(torch.int8)
        laid = torch.ops.onednn.qlinear_prepack(integers, None)
        none = torch.zeros(len(steps), dtype=torch.int32)
        return cls(laid, steps, none, bias, scale, zero_point, gelu)

    def __call__(self, integers: Any) -> Any:
        after, how = ("gelu", "none") if self.gelu else ("none", "")
        return _product()(
            integers, self.scale, self.zero_point,
            self.weight, self.weight_scale, self.weight_zero, self.bias, after, how,
        )  # fmt: skip


@cache
def _product() -> Callable[..., Any]:
    """oneDNN's product as a step that can be traced, which the operator's empty list cannot."""
    import torch

    def _linear(
        integers: torch.Tensor, scale: float, zero_point: int,
        weight: torch.Tensor, steps: torch.Tensor, none: torch.Tensor, bias: torch.Tensor,
        after: str, how: str,
    ) -> torch.Tensor:  # fmt: skip
        found: torch.Tensor = torch.ops.onednn.qlinear_pointwise(
            integers, scale, zero_point, weight, steps, none, bias,
            1.0, 0, torch.float32, after, [], how,
        )  # fmt: skip
        return found

    return scripted(_linear)


@dataclass(frozen=True, slots=True)
class Quantization:
    """The scale that a product's input is counted on: ``x`` is ``units * (steps - shift)``."""

    units: Any
    scale: float
    zero_point: int
    channels: Any

    @classmethod
    def of(cls, reach: Range, weight: Any, balance: float) -> Quantization:
        """For inputs within ``reach``; ``balance`` is the share of a channel's size that its
        weights take over."""
        import torch

        least, most = reach
        size = torch.maximum(most, -least).clamp_min(_LEAST_REACH)
        heaviest = weight.abs().amax(0).clamp_min(_LEAST_REACH)
        channels = size**balance / heaviest ** (1 - balance)
        low = min(MARGIN * float((least / channels).min()), 0.0)
        high = max(MARGIN * float((most / channels).max()), _LEAST)
        scale = (high - low) / STEPS
        return cls(channels * scale, scale, round(-low / scale), channels)

    @property
    def shift(self) -> float:
        """What is added before the fraction is cut off."""
        return self.zero_point + _ROUND

    def before(self, pair: Pair) -> Pair:
        """A norm, or a product's weights and bias, that gives steps instead of ``x``."""
        weight, bias = pair
        units = self.units if weight.dim() == 1 else self.units[:, None]
        return weight / units, bias / self.units + self.shift

    def product(self, pair: Pair, gelu: bool = False) -> Int8Linear:
        """The product of ``x`` with these weights, taken of the steps."""
        return Int8Linear.of((pair[0] * self.channels, pair[1]), self.scale, self.zero_point, gelu)


@dataclass(frozen=True, slots=True)
class Int8Layer:
    """One layer, from steps to what the next norm takes."""

    attended: Int8Linear
    joined: Int8Linear
    state_units: Any
    first_norm: Pair
    widened: Int8Linear
    narrowed: Int8Linear
    narrowed_bias: Any
    first_units: Any

    @classmethod
    def of(cls, layer: Layer, state: Quantization, reached: InputRanges) -> Int8Layer:
        """Of a layer whose input comes in the steps ``state``."""
        import torch

        mixed = Quantization.of(reached.mixed, layer.joined.pair[0], _JOINED)
        first = Quantization.of(reached.first, layer.widened.pair[0], _WIDENED)
        asked, asked_bias = layer.attended.pair
        width = asked.shape[1]
        values = mixed.before((asked[2 * width :], asked_bias[2 * width :]))
        asked = torch.cat([asked[: 2 * width], values[0]])
        asked_bias = torch.cat([asked_bias[: 2 * width], values[1]])
        joined, joined_bias = layer.joined.pair
        narrowed, narrowed_bias = layer.narrowed.pair
        least = GELU_LEAST * narrowed.sum(1)
        return cls(
            attended=state.product((asked, asked_bias)),
            joined=mixed.product((joined, joined_bias - state.shift * state.units)),
            state_units=state.units,
            first_norm=first.before(layer.first_norm),
            widened=first.product(layer.widened.pair, gelu=True),
            narrowed=Int8Linear.of((narrowed, torch.zeros_like(narrowed_bias))),
            narrowed_bias=narrowed_bias - least - first.shift * first.units,
            first_units=first.units,
        )

    @property
    def products(self) -> tuple[Int8Linear, ...]:
        """The four, in their order."""
        return self.attended, self.joined, self.widened, self.narrowed

    def handed(self, laid: Iterator[Any]) -> Int8Layer:
        """The same with these weights, one for each product."""
        attended, joined, widened, narrowed = (
            replace(product, weight=next(laid)) for product in self.products
        )
        return replace(self, attended=attended, joined=joined, widened=widened, narrowed=narrowed)

    def through(self, state: Any, heads: int, spread: Spread, epsilon: float) -> Any:
        """What the layer's second norm takes, of its input in steps."""
        import torch
        from torch.nn.functional import layer_norm

        mixed = attended(self.attended(_integers(state)), heads, spread)
        told = torch.addcmul(self.joined(_integers(mixed)), state, self.state_units)
        first = layer_norm(told, told.shape[1:], *self.first_norm, epsilon)
        wide = self.widened(_integers(first))
        integers, scale = by_token(wide)
        told = torch.addcmul(self.narrowed_bias, self.narrowed(integers), scale)
        return torch.addcmul(told, first, self.first_units)


@dataclass(frozen=True, slots=True)
class Int8Stack:
    """All layers, for many texts laid end to end."""

    layers: Sequence[Int8Layer]
    norms: Sequence[Pair]
    heads: int
    epsilon: float

    @classmethod
    def of(cls, stack: EncoderStack, state: Any, lengths: Sequence[int]) -> Int8Stack:
        """Of the same in float32; ``state`` and ``lengths``: the calibration texts'."""
        import torch

        with torch.inference_mode():
            reached = stack.reached(state, lengths)
            steps = [
                Quantization.of(reach.state, layer.attended.pair[0], _ATTENDED)
                for reach, layer in zip(reached, stack.layers, strict=True)
            ]
            parts = zip(stack.layers, steps, reached, strict=True)
            layers = [Int8Layer.of(*part) for part in parts]
            norms = [stack.norm, *(layer.second_norm for layer in stack.layers)]
            laid = [step.before(norm) for step, norm in zip(steps, norms[:-1], strict=True)]
        return cls(layers, [*laid, norms[-1]], stack.heads, stack.epsilon)

    def batch(self) -> Batch:
        """All of it in one call, which must be handed what oneDNN laid out."""
        laid = [product.weight for layer in self.layers for product in layer.products]
        return Batch(self._through, self.norms[0][0].shape[0], laid, _ROWS)

    def _through(self, state: Any, spread: Spread, *laid: Any) -> Any:
        from torch.nn.functional import layer_norm

        given, width = iter(laid), state.shape[1:]
        state = layer_norm(state, width, *self.norms[0], self.epsilon)
        for layer, norm in zip(self.layers, self.norms[1:], strict=True):
            told = layer.handed(given).through(state, self.heads, spread, self.epsilon)
            state = layer_norm(told, width, *norm, self.epsilon)
        return state


def by_token(wide: Any) -> tuple[Any, Any]:
    """What GELU gave, a row a token, as integers and each row's scale; overwrites ``wide``.

    ``wide`` is ``integers * scale - GELU_LEAST``.
    """
    import torch

    scale = (wide.amax(1, keepdim=True) + GELU_LEAST) / STEPS
    finer = 1 / scale
    return wide.mul_(finer).add_(finer * GELU_LEAST + _ROUND).to(torch.uint8), scale


def _integers(steps: Any) -> Any:
    import torch

    return steps.clamp(0, STEPS).to(torch.uint8)


__all__ = ["Int8Layer", "Int8Linear", "Int8Stack", "Quantization", "by_token"]
