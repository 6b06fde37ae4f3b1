"""How many requests one user may make in a minute, counted over the minute that has passed.

Counted in this process: with several replicas each counts its own. No number means no bound.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Pace:
    """Counts requests by who makes them; safe to share between threads."""

    def __init__(self, a_minute: int) -> None:
        self._item = RateLimitItemPerMinute(a_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait_s(self, who: str) -> int:
        """0 where a request may go on, and it is counted; else in how many seconds one may."""
        if self._limiter.hit(self._item, who):
            return 0
        reset = self._limiter.get_window_stats(self._item, who).reset_time
        return max(1, math.ceil(reset - time.time()))
