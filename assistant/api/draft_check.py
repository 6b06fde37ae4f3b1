"""The route that checks a plan text; the text is read and forgotten."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from assistant.api.check_shapes import (
    CheckRequest,
    CheckResponse,
    CopiedShape,
    FindingShape,
    PlaceShape,
    ReadabilityShape,
)
from assistant.api.convert import citation_shape
from assistant.api.deps import TheService
from assistant.model import Citation
from assistant.plan_check.model import Checked, PlanText

router = APIRouter(prefix="/api/draft", tags=["Utkast"])


@router.post(
    "/check",
    summary="Kontrollera en plantext",
    description=(
        "Rubriker mot nämndens mall, enhetsmål mot nämndmål, förväntade resultat som går att följa "
        "upp, indikatorer, siffror utan källa, passerade år, upprepad text och läsbarhet. Varje "
        "fynd har plats, allvar (important, advice, note) och ett förslag. Texten sparas inte."
    ),
)
def check(body: CheckRequest, service: TheService) -> CheckResponse:
    asked = PlanText(body.text, body.unit, body.board, body.year, body.namndmal)
    return check_shape(service.checker.check(asked))


def check_shape(checked: Checked) -> CheckResponse:
    """A check as it is sent; equal places share one citation."""
    numbers: dict[tuple[str, int, str], Citation] = {}
    findings = []
    for finding in checked.findings:
        ids = []
        for s in finding.sources:
            key = (s.document_id, s.page, s.quote)
            made = Citation(len(numbers) + 1, s.document_id, s.identity, s.page, s.section, s.quote)
            ids.append(numbers.setdefault(key, made).id)
        findings.append(
            FindingShape(
                check=finding.check,
                severity=finding.severity.value,
                message=finding.message,
                suggestion=finding.suggestion,
                place=PlaceShape(**asdict(finding.place)) if finding.place else None,
                goal=finding.goal,
                citations=list(dict.fromkeys(ids)),
            )
        )
    read = checked.readability
    return CheckResponse(
        findings=findings,
        readability=ReadabilityShape(**asdict(read)) if read else None,
        copied=[CopiedShape(**{**asdict(c), "pages": list(c.pages)}) for c in checked.copied],
        citations=[citation_shape(citation) for citation in numbers.values()],
        unit=checked.unit,
        board=checked.board,
        year=checked.year,
        warnings=list(checked.warnings),
    )
