"""What went wrong with a chat model, in Swedish and without knowing any provider's classes.

Every provider has exceptions of its own, and most wrap those of an HTTP library. What they share
is read: the status code, the classes' names along the chain of causes, and for a prompt that is
too long the word «context» in the text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from assistant.errors import ChatModelError

_STATUSES = {
    401: "godtog inte nyckeln (PLANASSISTENT_CHAT_API_KEY)",
    403: "godtog inte nyckeln (PLANASSISTENT_CHAT_API_KEY)",
    404: "finns inte på servern (PLANASSISTENT_CHAT_MODEL, PLANASSISTENT_CHAT_BASE_URL)",
    429: "har för många frågor just nu",
}
# An empty stream is an AssertionError in LangChain.
_RUBBISH = ("Parser", "JSON", "Length", "AssertionError")


def explained(error: BaseException, limit_s: float) -> ChatModelError:
    """The error as one that says in Swedish what the model did."""
    return ChatModelError(_reason(error, limit_s), f"{type(error).__name__}: {error}")


def _reason(error: BaseException, limit_s: float) -> str:
    names = " ".join(type(e).__name__ for e in _causes(error))
    text = " ".join(str(e) for e in _causes(error)).casefold()
    status = next((s for e in _causes(error) if (s := _status(e)) is not None), None)
    slow = isinstance(error, TimeoutError | asyncio.CancelledError) or "Timeout" in names
    if slow:
        return f"svarade inte inom {limit_s:g} sekunder"
    if status in (400, 413, 422) and ("context" in text or "too long" in text):
        return "fick ett för långt underlag"
    if status in _STATUSES:
        return _STATUSES[status]
    if status is not None:
        return f"gav ett fel (HTTP {status})"
    if "Connect" in names or isinstance(error, ConnectionError):
        return "gick inte att nå"
    if any(sign in names for sign in _RUBBISH) or isinstance(error, ValueError):
        return "svarade i fel form"
    return "gav ett fel"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return status
    return None
