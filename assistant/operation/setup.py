"""What the settings turn on of all that an operator watches; engines are imported where on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import OperationSettingError
from assistant.operation.observer import Observer
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.operation.metrics import Metrics
    from assistant.operation.pace import Pace
    from assistant.operation.traces import Traces


@dataclass(frozen=True, slots=True)
class Operation:
    """What is on; None where it is off."""

    metrics: Metrics | None = None
    traces: Traces | None = None
    pace: Pace | None = None

    @property
    def observers(self) -> tuple[Observer, ...]:
        """Who is told of answers and files."""
        return tuple(one for one in (self.metrics, self.traces) if one is not None)

    def close(self) -> None:
        """Send what has not been sent."""
        if self.traces is not None:
            self.traces.close()


def operation(settings: Settings) -> Operation:
    """What the settings turn on; ``OperationSettingError`` where a package is missing."""
    metrics, traces, pace = None, None, None
    try:
        if settings.metrics:
            from assistant.operation.metrics import Metrics

            metrics = Metrics()
        if settings.traces:
            from assistant.operation.traces import traces_to

            traces = traces_to(settings.traces)
    except ImportError as error:
        raise OperationSettingError(
            "Paket för mätvärden eller spår saknas. Kör: pip install 'planassistent[drift]'."
        ) from error
    if settings.requests_per_minute:
        from assistant.operation.pace import Pace

        pace = Pace(settings.requests_per_minute)
    return Operation(metrics, traces, pace)
