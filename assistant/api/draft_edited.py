"""The route that makes a file of a draft as the chief has edited it.

The request is drafted anew without a model, and every statement held to it and to the library
(``assistant.edited``): what a client calls sourced is believed only where it stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from assistant.api.deps import TheService
from assistant.api.draft import to_request
from assistant.api.draft_export import FORMATS, file_of
from assistant.api.edited_shapes import EditedDraftShape, to_edited
from assistant.edited import as_edited

router = APIRouter(prefix="/api/draft", tags=["Utkast"])


@router.post(
    "/export",
    summary="Ladda ner ett redigerat utkast",
    description=(
        "Utkastet som chefen har det, som Word, Markdown eller underlag (JSON). Varje mening "
        "prövas på nytt: oförändrade meningar ska stå på sina källor, ändrade får inte ha "
        "siffror som källan saknar. Det som inte står sig skrivs ut som chefens egen text, utan "
        "källa. Saknas ett nämndmål i biblioteket blir svaret 422."
    ),
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in FORMATS}}},
)
def export(
    body: EditedDraftShape,
    service: TheService,
    format: Annotated[Literal["docx", "md", "json"], Query(description="Filens slag.")] = "docx",
) -> Response:
    request = to_request(body.request)
    fresh = service.drafter.draft(replace(request, mode="extractive"))
    service.trail.exported("utkast", enhet=fresh.unit, ar=fresh.year, format=format)
    return file_of(as_edited(fresh, to_edited(body, request), service.library), format)
