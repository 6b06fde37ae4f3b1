"""The route that drafts: a unit's part of the plan, goal by goal, as JSON or as a file."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from assistant.api.convert import citation_shape, indicator_shape, statement_shape
from assistant.api.deps import TheService
from assistant.api.draft_export import FORMATS, exported
from assistant.api.draft_shapes import (
    CitedGoalShape,
    DraftGoalShape,
    DraftIndicatorShape,
    DraftRequestShape,
    DraftResponse,
    SectionShape,
)
from assistant.draft.model import Draft, DraftGoal, DraftIndicator, DraftRequest

router = APIRouter(prefix="/api", tags=["Utkast"])


@router.post(
    "/draft",
    summary="Gör ett utkast till enhetens plan",
    description=(
        "Utkastet bygger på rapporterna. «sourced» är hämtat ur dem och har källa, «proposal» är "
        "förslag på angiven grund och «placeholder» är en lucka att fylla i. En okänd enhet, ett "
        "år långt från rapporterna eller ett nämndmål som inte går att bestämma ger 422. Är en "
        "språkmodell inställd formulerar den texten, utom med mode «extractive»; mode i svaret "
        "säger om något av den är med. Med Accept för Word, Markdown eller underlag (JSON) blir "
        "svaret en fil."
    ),
    response_model=DraftResponse,
    responses={200: {"content": {kind: {} for kind in FORMATS}}},
)
def draft(
    body: DraftRequestShape, request: Request, service: TheService
) -> DraftResponse | Response:
    made = service.drafter.draft(to_request(body))
    file = exported(made, request.headers.get("accept", ""))
    if file is None:
        return draft_response(made)
    service.trail.exported("utkast", enhet=made.unit, ar=made.year)
    return file


def to_request(body: DraftRequestShape) -> DraftRequest:
    """The request that a body makes."""
    return DraftRequest(
        unit=body.unit,
        year=body.year,
        board=body.board,
        namndmal=body.namndmal,
        instructions=body.instructions,
        headings=tuple(body.headings),
        mode=body.mode,
    )


def draft_response(made: Draft) -> DraftResponse:
    """A whole draft."""
    return DraftResponse.model_validate(
        {
            "status": made.status,
            "goals": [_goal(goal) for goal in made.goals],
            "citations": [citation_shape(c) for c in made.citations],
            "warnings": list(made.warnings),
            "mode": made.mode,
        }
    )


def _goal(goal: DraftGoal) -> DraftGoalShape:
    cited = goal.namndmal
    return DraftGoalShape(
        namndmal=CitedGoalShape(text=cited.text, citation=citation_shape(cited.citation)),
        enhetsmal=statement_shape(goal.enhetsmal),
        sections=[
            SectionShape(heading=s.heading, statements=[statement_shape(x) for x in s.statements])
            for s in goal.sections
        ],
        indicators=[_indicator(one) for one in goal.indicators],
        activities=[statement_shape(x) for x in goal.activities],
    )


def _indicator(one: DraftIndicator) -> DraftIndicatorShape:
    rows = zip(one.history, one.citations, strict=True)
    return DraftIndicatorShape(
        name=one.name,
        history=[indicator_shape(row, number) for row, number in rows],
        target=statement_shape(one.target),
    )
