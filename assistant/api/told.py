"""An answer as it was given, carried by the page and sent back: to be judged, or made a file of.

The page keeps no answer on the server, so what is sent back is checked as any input is, and each
citation is looked up anew: one whose quote is no longer on its page is said to be gone.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from assistant.api.convert import to_filters
from assistant.api.deps import Service
from assistant.api.problems import ProblemError
from assistant.api.quotes import find_quote
from assistant.api.shapes import AskResponse, StatementShape
from assistant.export.answers import Told
from assistant.model import Answer, Citation, Grid, GridCell, Interpretation, Statement
from ingest.model import Identity, ReportType, Scope

MOST_ANSWERS = 200
LONGEST = 600_000


class GridCellShape(BaseModel):
    """A cell of a grid: what it says and the id of its citation."""

    text: str
    citation: int


class GridRowShape(BaseModel):
    """One owner's cells, null where there is no row."""

    who: str
    cells: list[GridCellShape | None]


class GridShape(BaseModel):
    """One indicator, owners × reports."""

    name: str
    heads: list[str]
    rows: list[GridRowShape]


class ToldCitation(BaseModel):
    """A citation as the page was given it."""

    id: int = Field(ge=1, le=10_000)
    document_id: str = Field(max_length=200)
    board: str = Field(max_length=200)
    unit: str | None = Field(max_length=200)
    year: int = Field(ge=1900, le=2200)
    report_type: ReportType
    page: int = Field(ge=1, le=100_000)
    quote: str = Field(max_length=20_000)


class ToldAnswer(BaseModel):
    """An answer as the page was given it."""

    question: str = Field(min_length=1, max_length=4_000)
    meant: str = Field(default="", max_length=10_000)
    status: str = Field(pattern="^(answered|partial|not_found)$")
    mode: str = Field(max_length=20)
    answer: str = Field(default="", max_length=100_000)
    warnings: list[str] = Field(default=[], max_length=100)
    statements: list[StatementShape] = Field(default=[], max_length=400)
    citations: list[ToldCitation] = Field(default=[], max_length=400)
    grid: GridShape | None = None


_ONE_OR_MORE: TypeAdapter[list[ToldAnswer]] = TypeAdapter(list[ToldAnswer])


def carried(question: str, answer: Answer, shape: AskResponse, chosen: Scope) -> dict[str, Any]:
    """What a page carries of an answer; statements that the grid tells are left to the grid."""
    kept = {"title", *ToldCitation.model_fields}
    within = answer.grid.stands_for if answer.grid else frozenset[str]()
    statements = [s for s in shape.statements if s.text not in within]
    return {
        "question": question,
        "meant": shape.interpretation.question,
        "status": shape.status,
        "mode": shape.mode,
        "answer": shape.answer,
        "warnings": shape.warnings,
        "filters": to_filters(chosen).model_dump(mode="json"),
        "statements": [s.model_dump(mode="json") for s in statements],
        "citations": [c.model_dump(mode="json", include=kept) for c in shape.citations],
        "grid": _grid_shape(answer.grid).model_dump(mode="json") if answer.grid else None,
    }


def _grid_shape(grid: Grid) -> GridShape:
    """A grid row by row."""
    rows = [
        GridRowShape(
            who=who,
            cells=[GridCellShape(text=c.text, citation=c.citation) if c else None for c in cells],
        )
        for who, cells in grid.rows
    ]
    return GridShape(name=grid.name, heads=list(grid.heads), rows=rows)


def told_of(text: str, service: Service) -> list[Told]:
    """The answers that a page sent back, one or a list; ProblemError where it cannot be read."""
    try:
        sent = _ONE_OR_MORE.validate_json(text if text.lstrip().startswith("[") else f"[{text}]")
    except (ValidationError, ValueError) as error:
        raise ProblemError(
            422, "Svaret kan inte göras till en fil", "Ställ frågan igen och försök på nytt."
        ) from error
    if not 1 <= len(sent) <= MOST_ANSWERS:
        raise ProblemError(
            422, "Samtalet kan inte göras till en fil", f"Högst {MOST_ANSWERS} svar åt gången."
        )
    return [_told(one, service) for one in sent]


def _told(sent: ToldAnswer, service: Service) -> Told:
    citations = tuple(
        Citation(c.id, c.document_id, _identity(c), c.page, (), c.quote) for c in sent.citations
    )
    answer = Answer(
        sent.status,
        sent.answer,
        tuple(Statement(s.text, tuple(s.citations), s.kind) for s in sent.statements),
        citations,
        interpretation=Interpretation(sent.meant),
        mode=sent.mode,
        warnings=tuple(sent.warnings),
        grid=_grid(sent.grid) if sent.grid else None,
    )
    gone = frozenset(c.id for c in citations if not _still_there(c, service))
    return Told(sent.question, answer, gone)


def _identity(sent: ToldCitation) -> Identity:
    return Identity(sent.board, sent.unit, sent.year, sent.report_type)


def _grid(shape: GridShape) -> Grid:
    width = len(shape.heads)
    rows = tuple(
        (
            row.who,
            tuple(
                GridCell(c.text, c.citation) if c else None
                for c in (*row.cells, *[None] * width)[:width]
            ),
        )
        for row in shape.rows
    )
    return Grid(shape.name, tuple(shape.heads), rows)


def _still_there(citation: Citation, service: Service) -> bool:
    report = service.library.contents(citation.document_id)
    pages = report.pages if report else ()
    text = next((page.text for page in pages if page.number == citation.page), "")
    return bool(find_quote(text, citation.quote))
