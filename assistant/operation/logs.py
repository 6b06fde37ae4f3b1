"""The service's log on standard error: as lines for a person, or as JSON for a collector.

A request is one line with its id, the route's pattern, status and time. Questions, answers and
the words of reports are never logged; errors carry what went wrong where in the program.
"""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog
from structlog.types import Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=["request", "method", "route", "status", "ms", "actor"]),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_OURS = ("assistant", "ingest")


def configure_logs(as_json: bool, level: int = logging.INFO, to: TextIO | None = None) -> None:
    """Log in one form what we tell from ``level`` up; replaces what was configured before.

    Of libraries only warnings and worse: what they tell below that may hold an address.
    """
    shown: list[Processor]
    if as_json:
        shown = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        shown = [structlog.dev.ConsoleRenderer(colors=False)]
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=[drop, *shown], foreign_pre_chain=_SHARED)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
