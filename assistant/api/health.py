"""Whether the process is up, and whether every part it needs answers."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from assistant.api.deps import Service, TheService
from assistant.api.problems import problem
from ingest.errors import IngestError
from ingest.model import Scope

router = APIRouter(tags=["Drift"])
log = logging.getLogger(__name__)

_PROBE = "provfråga"


class Health(BaseModel):
    """``checks`` says «ok» or «svarar inte» for each part."""

    status: str
    checks: dict[str, str] = {}


@router.get("/healthz", summary="Processen är uppe")
def healthz() -> Health:
    return Health(status="ok")


@router.get(
    "/readyz",
    summary="Lager, sökindex, sökmodell och, där den är inställd, språkmodellen svarar",
    response_model=Health,
)
def readyz(service: TheService) -> Response | Health:
    if service.intake.closing:
        return problem(503, "Tjänsten stängs av", "Den startas snart om. Försök strax igen.")
    found = {name: _answers(name, probe) for name, probe in _probes(service).items()}
    checks = {name: "svarar inte" if wrong is not None else "ok" for name, wrong in found.items()}
    silent = [name for name, wrong in found.items() if wrong is not None]
    if not silent:
        return Health(status="ok", checks=checks)
    told = dict.fromkeys(wrong for wrong in found.values() if wrong)
    detail = " ".join(told) or "Vänta en stund; hjälper det inte, se serverns logg."
    return problem(
        503,
        "Tjänsten är inte redo",
        f"Svarar inte: {', '.join(silent)}. {detail}",
        checks=checks,
    )


def _probes(service: Service) -> dict[str, Callable[[], object]]:
    library = service.library
    model = {"chat_model": service.model.probe} if service.model is not None else {}
    return {
        **model,
        "store": library.store.count,
        "lexical": lambda: library.lexical.search(_PROBE, Scope(), 1),
        "embedder": lambda: library.embedder.embed_query(_PROBE),
    }


def _answers(name: str, probe: Callable[[], object]) -> str | None:
    """None where a part answers; else what is wrong, where that can be told."""
    try:
        probe()
    except IngestError as error:
        log.warning("%s does not answer: %s", name, getattr(error, "detail", error))
        return str(error)
    except Exception:
        log.exception("%s does not answer", name)
        return ""
    return None
