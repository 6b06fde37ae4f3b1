"""What the C library is told of memory, where it is one that can be told (glibc).

glibc gives threads arenas of their own, eight for each core, and what one thread has freed in its
arena no other thread uses: over 84 small reports taken in, a service grew by 168 MB, the last half
of them by 28; with two arenas by 49, the last half of them by 3. Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's malloc.h."""
_ARENAS = 2


def share_arenas() -> bool:
    """Let all threads share two arenas; to be said before there are any. Whether it was heard."""
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS))
    except (OSError, AttributeError):
        return False


def give_back() -> None:
    """Give back to the system what is kept of freed memory."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return
