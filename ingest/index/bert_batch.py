"""Many texts at a time through the layers of a BERT encoder: laid end to end, in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ingest.index.bert_attention import Spread
from ingest.index.one_call import in_one_call

_LENGTHS = (3, 5)


class Batch:
    """Layers that take many texts: ``compute(state, spread, *weights)``, a row a token.

    Rows come in a multiple of ``rows``. ``weights`` are those that one call must be handed.
    """

    def __init__(
        self,
        compute: Callable[..., Any],
        width: int,
        weights: Sequence[Any] = (),
        rows: int = 1,
    ) -> None:
        import torch

        def laid(state: Any, *given: Any) -> Any:
            return compute(state, Spread(*given[:3]), *given[3:])

        spread = Spread.of(_LENGTHS, rows)
        example = torch.zeros(len(spread.back), width)
        self._compute = in_one_call(laid, example, *spread, *weights)
        self._weights = tuple(weights)
        self._rows = rows

    def vectors(self, state: Any, lengths: Sequence[int]) -> Any:
        """A unit vector for each text; they lie end to end in ``state``, float32."""
        from torch.nn.functional import pad

        spread = Spread.of(lengths, self._rows)
        filled = pad(state, (0, 0, 0, len(spread.back) - len(state)))
        found = self._compute(filled, *spread, *self._weights)
        return _unit_means(found[: len(state)], lengths)


def _unit_means(state: Any, lengths: Sequence[int]) -> Any:
    """The unit vector of each text's mean."""
    import torch
    from torch.nn.functional import normalize

    return normalize(torch.stack([text.float().mean(0) for text in state.split(list(lengths))]))


__all__ = ["Batch"]
