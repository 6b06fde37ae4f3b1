"""Rapporter: what the library holds, how each report was read, and taking reports out.

The list is a grid of board or unit by year and kind, so that what is missing shows. A report's
own page shows its goal tree and its tables as they were read, each row with a link to its page,
so that a misreading can be seen and told: it goes to the feedback log with document, page and
row. There a report is also made internal to its board. One that is deleted can be taken back for
a while: its file is kept aside and read anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from assistant.api.convert import page_url
from assistant.api.deps import TheService
from assistant.api.documents import deleted, marked, stored_or_404
from assistant.api.feedback import keep_misreading
from assistant.api.originals import LONGEST_QUOTE
from assistant.api.problems import ProblemError
from assistant.feedback import LONGEST_COMMENT
from assistant.web.templating import page, part_wanted
from ingest.errors import DiskFullError
from ingest.model import Goal, IndicatorValue, Report, ReportType, StoredReport

router = APIRouter(include_in_schema=False)

_MOST_JOBS = 40
_COLUMNS = (
    ("Utfall", "outcome"),
    ("Män/pojkar", "outcome_men"),
    ("Kvinnor/flickor", "outcome_women"),
    ("Året före", "previous"),
    ("Prognos", "forecast"),
    ("Årsmål", "target"),
    ("KF:s årsmål", "city_target"),
    ("Period", "period"),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One board's or unit's reports: a cell for each year, each with the kinds there are."""

    board: str
    unit: str | None
    cells: tuple[tuple[StoredReport, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was read: its cells, and where it stands on its page."""

    cells: tuple[str, ...]
    page: int
    url: str
    quote: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read."""

    title: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A goal with its depth in the tree, from 0."""

    goal: Goal
    depth: int
    url: str


@router.get("/rapporter")
def reports_page(
    service: TheService,
    jobb: Annotated[list[str], Query(max_length=_MOST_JOBS)] = [],  # noqa: B006
    borttagen: str = "",
) -> Response:
    """What the library holds, and the form to put more in."""
    reports = service.library.reports()
    years = sorted({r.identity.year for r in reports}, reverse=True)
    return page(
        "reports.html",
        reports=reports,
        years=years,
        shelves=list(_shelves(reports, years)),
        noted=[r for r in reports if r.warnings],
        jobs=[service.uploads.job(job_id) for job_id in jobb],
        removed=service.uploads.removed(borttagen) if borttagen else None,
        boards=sorted({r.identity.board for r in reports}),
        units=sorted({r.identity.unit for r in reports if r.identity.unit}),
        limit=service.max_upload_mb,
        place="reports",
    )


@router.get("/rapporter/{document_id}")
def report_page(
    document_id: str,
    service: TheService,
    sida: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    rad: Annotated[str, Query(max_length=LONGEST_QUOTE)] = "",
    tack: str = "",
) -> Response:
    """How one report was read: its goal tree, its tables, its warnings.

    ``sida`` and ``rad`` are what a reader is about to report as misread.
    """
    stored = stored_or_404(service, document_id)
    report = service.library.contents(stored.document_id)
    if report is None:
        raise ProblemError(
            404, "Rapporten kan inte visas", "Läs in den på nytt; det som lästes saknas på disken."
        )
    return page(
        "report.html",
        stored=stored,
        identity=stored.identity,
        goals=list(_nodes(report.goals, stored.document_id)),
        sheets=list(_sheets(report, stored.document_id)),
        wrong_at=(sida, rad),
        thanks=bool(tack),
        longest=LONGEST_COMMENT,
        listens=service.feedback is not None,
        place="reports",
    )


@router.post("/rapporter/{document_id}/fel")
def report_misreading(
    document_id: str,
    request: Request,
    service: TheService,
    sida: Annotated[int, Form(ge=1, le=100_000)],
    rad: Annotated[str, Form(max_length=LONGEST_QUOTE)] = "",
    kommentar: Annotated[str, Form(max_length=LONGEST_COMMENT)] = "",
) -> Response:
    """Keep what a reader says was misread, with document and page."""
    stored = stored_or_404(service, document_id)
    if not kommentar.strip() or sida > stored.pages:
        wrong = (
            f"Rapporten har {stored.pages} sidor."
            if sida > stored.pages
            else "Skriv vad som är fel."
        )
        raise ProblemError(422, "Felet kan inte sparas som det är skrivet", wrong)
    keep_misreading(stored, (sida, rad, kommentar), service)
    if part_wanted(request):
        return Response(status_code=204)
    return RedirectResponse(f"/rapporter/{stored.document_id}?tack=1#fel", status_code=303)


@router.post("/rapporter/{document_id}/intern")
def mark_from_page(
    document_id: str, service: TheService, intern: Annotated[bool, Form()] = False
) -> Response:
    """Make a report internal to its board, or open."""
    stored = marked(service, stored_or_404(service, document_id), intern)
    return RedirectResponse(f"/rapporter/{stored.document_id}#intern", status_code=303)


@router.post("/rapporter/{document_id}/ta-bort")
def delete_from_page(document_id: str, service: TheService) -> Response:
    """Take a report out; its file is kept aside so that it can be taken back."""
    stored = stored_or_404(service, document_id)
    original = service.library.original(stored.document_id)
    if original is not None:
        with suppress(DiskFullError):  # taking a report out is a way to get room again
            service.uploads.set_aside(stored, original)
    deleted(service, stored)
    return RedirectResponse(f"/rapporter?borttagen={stored.document_id}", status_code=303)


@router.post("/rapporter/{document_id}/angra")
def undo_delete(document_id: str, service: TheService) -> Response:
    """Read a deleted report in again."""
    job = service.uploads.take_back(document_id)
    if job is None:
        raise ProblemError(
            404, "Rapporten kan inte tas tillbaka", "Lägg in filen på nytt från din dator."
        )
    return RedirectResponse(f"/rapporter?jobb={job.id}#uppladdning", status_code=303)


def _shelves(reports: Sequence[StoredReport], years: Sequence[int]) -> Iterator[Shelf]:
    owners = sorted(
        {(r.identity.board, r.identity.unit) for r in reports},
        key=lambda owner: (owner[0].casefold(), owner[1] is not None, (owner[1] or "").casefold()),
    )
    order = list(ReportType)
    for board, unit in owners:
        held = [r for r in reports if (r.identity.board, r.identity.unit) == (board, unit)]
        held.sort(key=lambda r: order.index(r.identity.report_type))
        cells = (tuple(r for r in held if r.identity.year == year) for year in years)
        yield Shelf(board, unit, tuple(cells))


def _nodes(goals: Sequence[Goal], document_id: str, depth: int = 0) -> Iterator[Node]:
    for goal in goals:
        yield Node(goal, depth, page_url(document_id, goal.page, goal.text))
        yield from _nodes(goal.children, document_id, depth + 1)


def _sheets(report: Report, document_id: str) -> Iterator[Sheet]:
    if report.indicators:
        shown = [c for c in _COLUMNS if any(getattr(v.columns, c[1]) for v in report.indicators)]
        lines = tuple(_indicator_line(v, shown, document_id) for v in report.indicators)
        yield Sheet("Indikatorer", ("Indikator", *(head for head, _ in shown)), lines)
    if report.activities:
        rows = tuple(
            Line(
                (a.name, a.start or "–", a.end or "–", a.deviation or "–"),
                a.page,
                page_url(document_id, a.page, a.quote),
                a.quote,
            )
            for a in report.activities
        )
        yield Sheet("Aktiviteter", ("Aktivitet", "Startdatum", "Slutdatum", "Avvikelse"), rows)
    for table in report.tables:
        rows = tuple(
            Line(
                tuple(cell or "–" for cell in row.cells),
                row.page,
                page_url(document_id, row.page, row.quote),
                row.quote,
            )
            for row in table.rows
        )
        yield Sheet(table.heading or "Tabell", tuple(head or "" for head in table.header), rows)


def _indicator_line(
    value: IndicatorValue, shown: Sequence[tuple[str, str]], document_id: str
) -> Line:
    url = page_url(document_id, value.page, value.quote)
    if not value.certain:
        return Line(
            (value.name, value.quote, *[""] * (len(shown) - 1)), value.page, url, value.quote, False
        )
    cells = (getattr(value.columns, name) or "–" for _, name in shown)
    return Line((value.name, *cells), value.page, url, value.quote)
