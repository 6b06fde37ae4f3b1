"""The service's own figures for Prometheus, where the settings turn them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.api.problems import ProblemError

if TYPE_CHECKING:
    from assistant.operation.metrics import Metrics

router = APIRouter(tags=["Drift"])


@router.get(
    "/metrics",
    summary="Tjänstens mätvärden för Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def metrics(request: Request) -> Response:
    figures: Metrics | None = request.app.state.metrics
    if figures is None:
        raise ProblemError(
            404,
            "Mätvärden är inte påslagna",
            "Den som driver tjänsten slår på dem med PLANASSISTENT_METRICS=true.",
        )
    return Response(figures.text(), media_type=figures.content_type)
