"""A system whose findings and answers are given, and originals whose pages are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.metrics.rank import Piece
from eval.originals import Original
from eval.questions import Case
from eval.systems import Reply


class Pages(Original):
    """An original whose pages are given."""

    def __init__(self, *pages: str, name: str = "plan.pdf") -> None:
        super().__init__(Path(name))
        self.__dict__["pages"] = pages


class Given:
    """Finds and answers what it was told to, by case id."""

    def __init__(self, found: Mapping[str, list[Piece]], replies: Mapping[str, Reply]) -> None:
        self._found, self._replies = found, replies

    def find(self, case: Case, limit: int) -> list[Piece]:
        return self._found.get(case.id, [])[:limit]

    def reply(self, case: Case) -> Reply:
        return self._replies[case.id]
