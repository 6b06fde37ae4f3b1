"""The shapes of a draft that comes back with the chief's text in it.

They are those of a draft as it was sent out, with what the chief has done beside each statement;
what a client need not send back (indicator rows, titles) is ignored.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from assistant.api.draft_shapes import DraftRequestShape, Heading
from assistant.api.section_shapes import Sentence, Wanted
from assistant.draft.model import DraftRequest
from assistant.edited import Edit, EditedDraft, EditedGoal, Place

_MOST = 200
_LONGEST_QUOTE = 4000

DraftedKind = Literal["sourced", "proposal", "placeholder", "own"]


class PlaceCitedShape(BaseModel):
    """One place in one document, by the id that statements point to."""

    id: int = Field(ge=1, le=1_000_000)
    document_id: str = Field(max_length=200)
    page: int = Field(ge=1, le=100_000)
    quote: str = Field(max_length=_LONGEST_QUOTE)


class EditedStatementShape(BaseModel):
    """A statement as the chief has it; ``kind`` and ``citations`` are the draft's own.

    ``edited`` where the words are the chief's, ``was`` then the draft's; ``accepted`` for a
    proposal that the chief takes as it stands.
    """

    text: Sentence
    kind: DraftedKind = "sourced"
    citations: list[int] = Field(default=[], max_length=_MOST)
    edited: bool = False
    accepted: bool = False
    was: Sentence = ""


class EditedSectionShape(BaseModel):
    """What stands under one heading."""

    heading: Heading
    statements: list[EditedStatementShape] = Field(default=[], max_length=_MOST)


class EditedTargetShape(BaseModel):
    """What is said of an indicator's target."""

    name: str = Field(max_length=1000)
    target: EditedStatementShape


class EditedGoalShape(BaseModel):
    """One goal, known by its nämndmål and its first enhetsmål."""

    namndmal: Wanted
    enhetsmal: EditedStatementShape
    sections: list[EditedSectionShape] = Field(default=[], max_length=40)
    indicators: list[EditedTargetShape] = Field(default=[], max_length=_MOST)
    activities: list[EditedStatementShape] = Field(default=[], max_length=_MOST)


class EditedDraftShape(BaseModel):
    """A request for a draft and what the chief has made of what came of it."""

    request: DraftRequestShape
    mode: Literal["extractive", "generative"] = "extractive"
    goals: list[EditedGoalShape] = Field(min_length=1, max_length=60)
    citations: list[PlaceCitedShape] = Field(default=[], max_length=5000)


def to_edited(body: EditedDraftShape, request: DraftRequest) -> EditedDraft:
    """The draft as the chief has it; a citation that is not among those sent is left out."""
    places = {c.id: Place(c.document_id, c.page, c.quote) for c in body.citations}

    def edit(shape: EditedStatementShape) -> Edit:
        cited = tuple(places[number] for number in shape.citations if number in places)
        return Edit(shape.text, shape.kind, cited, shape.edited, shape.accepted, shape.was)

    goals = tuple(
        EditedGoal(
            goal.namndmal,
            edit(goal.enhetsmal),
            tuple((s.heading, tuple(map(edit, s.statements))) for s in goal.sections),
            tuple((one.name, edit(one.target)) for one in goal.indicators),
            tuple(map(edit, goal.activities)),
        )
        for goal in body.goals
    )
    return EditedDraft(request, goals, body.mode)
