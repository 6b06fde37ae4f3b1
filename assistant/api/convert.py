"""Domain values to the shapes of the HTTP interface, and requests to domain values.

Pure functions; nothing here looks anything up.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote as percent

from assistant.api.document_shapes import DocumentProgress, DocumentSummary, GoalShape
from assistant.api.shapes import (
    AskRequest,
    AskResponse,
    CitationShape,
    Filters,
    HitShape,
    IndicatorShape,
    InterpretationShape,
    StatementEvent,
    StatementShape,
)
from assistant.model import (
    Answer,
    Asker,
    Citation,
    Found,
    FoundIndicator,
    Question,
    Statement,
    Turn,
)
from ingest.model import Goal, ReportType, Scope, StoredReport
from ingest.numbers import parse_number
from ingest.passages import labelled, told


def to_scope(filters: Filters) -> Scope:
    """The fence that the filters draw."""
    return Scope(
        boards=tuple(filters.boards),
        units=tuple(filters.units),
        years=tuple(filters.years),
        report_types=tuple(filters.report_types),
    )


def to_filters(scope: Scope) -> Filters:
    """A scope as filters; what is sent out is not checked as input is."""
    return Filters.model_construct(
        boards=list(scope.boards),
        units=list(scope.units),
        years=list(scope.years),
        report_types=list(scope.report_types),
    )


def to_question(request: AskRequest) -> Question:
    """The question that a request asks."""
    return Question(
        text=request.question,
        scope=to_scope(request.filters),
        asker=Asker(request.asker.board, request.asker.unit),
        history=tuple(Turn(turn.role, turn.content) for turn in request.history),
        mode=request.mode,
        dropped=to_scope(request.dropped),
    )


def page_url(document_id: str, page: int, quote: str = "") -> str:
    """Where a person reads a page with the quote marked."""
    url = f"/documents/{percent(document_id, safe='')}/pages/{page}"
    return f"{url}?quote={percent(quote, safe='')}" if quote else url


def citation_shape(citation: Citation) -> CitationShape:
    """A citation with the page's address."""
    identity = citation.identity
    return CitationShape(
        id=citation.id,
        document_id=citation.document_id,
        title=identity.title,
        board=identity.board,
        unit=identity.unit,
        year=identity.year,
        report_type=identity.report_type,
        page=citation.page,
        section=list(citation.section),
        quote=citation.quote,
        url=page_url(citation.document_id, citation.page, citation.quote),
    )


def statement_shape(statement: Statement) -> StatementShape:
    """A statement with the ids of its citations."""
    return StatementShape(
        text=statement.text, citations=list(statement.citations), kind=statement.kind
    )


def statement_event(statement: Statement, citations: Iterable[Citation]) -> StatementEvent:
    """A statement with its citations in full."""
    return StatementEvent(
        **statement_shape(statement).model_dump(),
        sources=[citation_shape(c) for c in citations if c.id in statement.citations],
    )


def hit_shape(number: int, found: Found) -> HitShape:
    """A passage found, quoted by its first sentence.

    Sentences of a passage need not stand side by side: lists, and a goal with what is expected.
    """
    passage = found.passage
    first = passage.sentences[0].text
    section = passage.path or passage.chain.goals
    citation = Citation(number, passage.document_id, passage.identity, passage.page, section, first)
    return HitShape(
        score=found.score,
        text=told(passage),
        citation=citation_shape(citation),
        repeated_in=found.repeated_in,
    )


def indicator_shape(found: FoundIndicator, citation_id: int) -> IndicatorShape:
    """A row cell by cell, with the number that its outcome (in a plan: its target) holds."""
    value, identity, cells = found.value, found.identity, found.value.columns
    plan = identity.report_type is ReportType.VP
    number = parse_number(cells.target if plan else cells.outcome) if value.certain else None
    section = (*labelled(value.chain), f"Indikator {value.name}")
    return IndicatorShape(
        name=value.name,
        board=identity.board,
        unit=identity.unit,
        year=identity.year,
        report_type=identity.report_type,
        period=cells.period,
        outcome=cells.outcome,
        outcome_men=cells.outcome_men,
        outcome_women=cells.outcome_women,
        previous=cells.previous,
        previous_period=value.previous_period,
        forecast=cells.forecast,
        target=cells.target,
        city_target=cells.city_target,
        number=number.value if number else None,
        measure=number.measure if number else None,
        analysis=" ".join(s.text for s in value.analysis) or None,
        namndmal=value.chain.namndmal,
        certain=value.certain,
        citation=citation_shape(
            Citation(citation_id, found.document_id, identity, value.page, section, value.quote)
        ),
    )


def indicator_shapes(
    rows: Iterable[FoundIndicator], citations: Iterable[Citation] = ()
) -> list[IndicatorShape]:
    """Rows with citation ids: those that the answer gave the same row, else ids that follow."""
    known = {(c.document_id, c.page, c.quote): c.id for c in citations}
    following = max(known.values(), default=0)
    shapes = []
    for row in rows:
        key = (row.document_id, row.value.page, row.value.quote)
        if key not in known:
            following += 1
            known[key] = following
        shapes.append(indicator_shape(row, known[key]))
    return shapes


def answer_shape(answer: Answer) -> AskResponse:
    """A whole answer."""
    meant = answer.interpretation
    return AskResponse.model_validate(
        {
            "status": answer.status,
            "answer": answer.text,
            "statements": [statement_shape(s) for s in answer.statements],
            "citations": [citation_shape(c) for c in answer.citations],
            "indicators": indicator_shapes(answer.indicators, answer.citations),
            "interpretation": InterpretationShape(
                question=meant.text, filters=to_filters(meant.scope)
            ),
            "mode": answer.mode,
            "warnings": list(answer.warnings),
            "suggestions": list(answer.suggestions),
            "timings_ms": dict(answer.timings_ms),
        }
    )


def document_summary(stored: StoredReport) -> DocumentSummary:
    """A report in force."""
    identity = stored.identity
    return DocumentSummary(
        id=stored.document_id,
        title=identity.title,
        board=identity.board,
        unit=identity.unit,
        year=identity.year,
        report_type=identity.report_type,
        pages=stored.pages,
        chunks=stored.passages,
        indicators=stored.indicators,
        sha256=stored.edition,
        identity_confidence=stored.trust,
        internal=stored.internal,
        warnings=list(stored.warnings),
    )


def ready_progress(stored: StoredReport) -> DocumentProgress:
    """A report in force, as the end of its upload."""
    summary = document_summary(stored).model_dump()
    return DocumentProgress(**summary, progress=1.0, file_name=stored.file_name)


def goal_shape(goal: Goal) -> GoalShape:
    """A goal and everything under it."""
    return GoalShape.model_validate(
        {
            "level": goal.level.value,
            "text": goal.text,
            "fulfilment": goal.fulfilment,
            "page": goal.page,
            "children": [goal_shape(child) for child in goal.children],
        }
    )
