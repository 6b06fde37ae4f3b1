"""What every check is given, and the small things that several of them need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.meaning import Meaning
from assistant.plan_check.ground import Ground
from assistant.plan_check.outline import GoalSaid, Plan

EXPECTED = re.compile(r"förvänta\w*\s+resultat", re.I)
FOLLOW_UP = re.compile(r"uppföljning", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """A plan in its parts, what the library knows, and what compares meanings."""

    plan: Plan
    ground: Ground
    meaning: Meaning
    namndmal: str | None = None

    def namndmal_of(self, goal: GoalSaid | None) -> str | None:
        """The nämndmål that a goal answers to: as the text says, else as the caller did."""
        return (goal.namndmal if goal else None) or self.namndmal


def quoted(text: str, longest: int = 90) -> str:
    """A text in Swedish quotation marks, cut at a word."""
    if len(text) > longest:
        text = text[:longest].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
    return f"«{text}»"


def listed(items: list[str]) -> str:
    """«a», «a och b», «a, b och c»."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} och {items[-1]}"
