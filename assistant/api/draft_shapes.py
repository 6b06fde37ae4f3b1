"""The shapes of drafting over HTTP, field by field what a client may rely on.

Input is checked here; what a name or a goal means is decided by the drafting itself.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from assistant.api.shapes import CitationShape, IndicatorShape, Mode, Name, StatementShape, Year

_LONGEST_GOAL = 1000
_LONGEST_INSTRUCTIONS = 4000
_MOST_HEADINGS = 30

Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class DraftRequestShape(BaseModel):
    """What to draft; without ``namndmal`` all of the unit's goals, without ``headings`` the
    newest template of the board."""

    unit: Name
    board: Name | None = None
    year: Year
    namndmal: str | None = Field(default=None, max_length=_LONGEST_GOAL)
    instructions: str = Field(default="", max_length=_LONGEST_INSTRUCTIONS)
    mode: Mode = "auto"
    headings: list[Heading] = Field(default=[], max_length=_MOST_HEADINGS)


class CitedGoalShape(BaseModel):
    """A nämndmål verbatim and where it stands."""

    text: str
    citation: CitationShape


class SectionShape(BaseModel):
    """What is drafted under one heading."""

    heading: str
    statements: list[StatementShape]


class DraftIndicatorShape(BaseModel):
    """An indicator: its rows across reports, oldest first, and the target to settle."""

    name: str
    history: list[IndicatorShape]
    target: StatementShape


class DraftGoalShape(BaseModel):
    """One goal of a draft."""

    namndmal: CitedGoalShape
    enhetsmal: StatementShape
    sections: list[SectionShape]
    indicators: list[DraftIndicatorShape]
    activities: list[StatementShape]


class DraftResponse(BaseModel):
    """A verified draft; the ids of its statements are those of ``citations``."""

    status: Literal["drafted"]
    goals: list[DraftGoalShape]
    citations: list[CitationShape]
    warnings: list[str]
    mode: str
