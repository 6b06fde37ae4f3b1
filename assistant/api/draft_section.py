"""The route that makes one section of a draft again, the chief's own edits kept."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from assistant.api.convert import citation_shape, statement_shape
from assistant.api.deps import TheService
from assistant.api.draft import to_request
from assistant.api.section_shapes import LastYearShape, SectionRequest, SectionResponse
from assistant.model import Citation
from assistant.redo import Kept, Redo, Redone, redone

router = APIRouter(prefix="/api/draft", tags=["Utkast"])


@router.post(
    "/section",
    summary="Gör om ett avsnitt",
    description=(
        "Avsnittet görs om efter anvisningen («kortare», «lägg till matsvinn»). Meningar med "
        "«edited» är chefens egna och står kvar ordagrant, utan källa (kind «own»). I «last_year» "
        "står vad enhetens senaste plan säger under samma rubrik."
    ),
)
def section(body: SectionRequest, service: TheService) -> SectionResponse:
    asked = Redo(
        replace(to_request(body), phrased=body.heading),
        body.heading,
        body.enhetsmal,
        tuple(Kept(s.text, s.edited, s.was) for s in body.statements),
        tuple(body.dropped),
    )
    return section_response(redone(service.drafter.draft(asked.request), asked))


def section_response(made: Redone) -> SectionResponse:
    """A section with the citations that its statements point to."""
    used = {number for statement in made.statements for number in statement.citations}
    last = max((c.id for c in made.draft.citations), default=0)
    return SectionResponse(
        namndmal=made.goal.namndmal.text,
        enhetsmal=made.goal.enhetsmal.text,
        heading=made.heading,
        statements=[statement_shape(s) for s in made.statements],
        last_year=[
            LastYearShape(
                text=s.quote,
                citation=citation_shape(
                    Citation(last + n, s.document_id, s.identity, s.page, s.section, s.quote)
                ),
            )
            for n, s in enumerate(made.last_year, 1)
        ],
        citations=[citation_shape(c) for c in made.draft.citations if c.id in used],
        warnings=list(made.draft.warnings),
        mode=made.draft.mode,
    )
