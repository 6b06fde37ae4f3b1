"""Many small steps of torch as one call, which leaves Python's lock to others from its beginning
to its end.

Step by step the lock is asked for hundreds of times, and each time there is whoever holds it to be
waited for: beside one busy thread a question took 390 ms, in one call 25. Chroma holds it for as
long as it writes, so that texts are embedded meanwhile in one call only. Torch calls tracing and
scripts deprecated, but has nothing else that does this without a compiler on the machine; torch is
pinned, and a torch without them computes the same step by step.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])


def in_one_call(compute: Callable[..., Any], *example: Any) -> Callable[..., Any]:
    """What computes the same as ``compute`` for tensors of any length; ``example`` are some."""
    import torch

    trace = getattr(torch.jit, "trace", None)
    if trace is None:
        return compute
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made = trace(compute, example, check_trace=False)
    return _unprepared(made)


def scripted(compute: _F) -> _F:
    """``compute`` as a step that tracing takes in as it stands."""
    import torch

    script = getattr(torch.jit, "script", None)
    if script is None:
        return compute
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made: _F = script(compute)
    return made


def _unprepared(made: Any) -> Callable[..., Any]:
    """A traced call as it stands: its first two runs would else prepare for long, for nothing."""
    from torch.jit._fuser import optimized_execution

    def call(*given: Any) -> Any:
        with optimized_execution(False):
            return made(*given)

    return call


__all__ = ["in_one_call", "scripted"]
