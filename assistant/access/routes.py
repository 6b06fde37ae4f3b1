"""Which route a request will meet, told before the request's body is read.

The application's own routes, in their order, matched as its router does: the first whose path and
method fit. A path that fits with another method only is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount, compile_path


@dataclass(frozen=True, slots=True)
class Found:
    """A route by its path as written; ``fits`` is whether it takes the request's method.

    ``checks_forms`` is whether the application's own dependencies run on it.
    """

    path: str
    method: str
    fits: bool
    checks_forms: bool = True


class RouteMap:
    """The routes of an application; read once, when the first request comes."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes

    def find(self, method: str, path: str) -> Found | None:
        """The route that a request meets, or None where none has such a path."""
        asked = "GET" if method == "HEAD" else method
        other = None
        for pattern, template, methods in self._compiled:
            if not pattern.match(path):
                continue
            if methods is None:
                return Found(template, "GET", True, checks_forms=False)
            if asked in methods:
                return Found(template, asked, True)
            other = other or Found(template, asked, False)
        return other

    def all(self) -> Iterator[tuple[str, str]]:
        """Every method and path that there is; HEAD goes with GET."""
        for _, template, methods in self._compiled:
            for method in sorted((methods or {"GET"}) - {"HEAD"}):
                yield method, template

    @cached_property
    def _compiled(self) -> list[tuple[re.Pattern[str], str, set[str] | None]]:
        made = []
        for route in iter_route_contexts(self._routes):
            path = route.path or ""
            mounted = isinstance(route.original_route, Mount)
            pattern = compile_path(f"{path}/{{path:path}}" if mounted else path)[0]
            made.append((pattern, path, None if mounted else set(route.methods or ())))
        return made
