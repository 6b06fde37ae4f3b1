"""The shapes of the HTTP interface: field by field what a client may rely on.

Names are English, the goal chain's own words ASCII Swedish. Input is checked here and nowhere
else; output is made from the domain in ``convert.py``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from ingest.model import ReportType

_LONGEST_QUESTION = 4000
_LONGEST_TURN = 20_000
_MOST_TURNS = 400
_MOST_NAMES = 200


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Kind = Annotated[ReportType, BeforeValidator(_upper)]
Mode = Literal["auto", "extractive", "generative"]


class Filters(BaseModel):
    """A fence: lists are OR, fields are AND, names match whatever their case."""

    boards: list[Name] = Field(default=[], max_length=_MOST_NAMES)
    units: list[Name] = Field(default=[], max_length=_MOST_NAMES)
    years: list[Year] = Field(default=[], max_length=_MOST_NAMES)
    report_types: list[Kind] = Field(default=[], max_length=_MOST_NAMES)


class AskerShape(BaseModel):
    """Who «vi» are; a preference, never a fence."""

    board: Name | None = None
    unit: Name | None = None


class TurnShape(BaseModel):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=_LONGEST_TURN)


class AskRequest(BaseModel):
    """A question with what surrounds it."""

    question: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_QUESTION),
    ]
    filters: Filters = Filters()
    dropped: Filters = Field(
        default=Filters(), description="Det som frågan verkar nämna men inte avser."
    )
    asker: AskerShape = AskerShape()
    history: list[TurnShape] = Field(default=[], max_length=_MOST_TURNS)
    mode: Mode = "auto"


class CitationShape(BaseModel):
    """One place in one document; ``quote`` is verbatim text of that page."""

    id: int
    document_id: str
    title: str
    board: str
    unit: str | None
    year: int
    report_type: ReportType
    page: int
    section: list[str]
    quote: str
    url: str


class StatementShape(BaseModel):
    """One sentence or row of an answer and the ids of the citations that support it."""

    text: str
    citations: list[int]
    kind: str = "sourced"


class StatementEvent(StatementShape):
    """A statement as streamed: with the citations that its ids point to."""

    sources: list[CitationShape]


class IndicatorShape(BaseModel):
    """One row of an indicator table; cells as printed, ``number`` read from the outcome or, in a
    plan, from the target."""

    name: str
    board: str
    unit: str | None
    year: int
    report_type: ReportType
    period: str | None
    outcome: str | None
    outcome_men: str | None
    outcome_women: str | None
    previous: str | None
    previous_period: str | None
    forecast: str | None
    target: str | None
    city_target: str | None
    number: float | None
    measure: str | None
    analysis: str | None
    namndmal: str | None
    certain: bool
    citation: CitationShape


class InterpretationShape(BaseModel):
    """What was understood: the question in stand-alone form and the filters it came to."""

    question: str
    filters: Filters


class QueuePlace(BaseModel):
    """The event «queue» of a stream: the place in line before the chat model."""

    place: int


class AskResponse(BaseModel):
    """A verified answer."""

    status: Literal["answered", "partial", "not_found"]
    answer: str
    statements: list[StatementShape]
    citations: list[CitationShape]
    indicators: list[IndicatorShape]
    interpretation: InterpretationShape
    mode: str
    warnings: list[str]
    suggestions: list[str]
    timings_ms: dict[str, float]


class HitShape(BaseModel):
    """A passage found; ``repeated_in`` counts the other documents that hold it word for word."""

    score: float
    text: str
    citation: CitationShape
    repeated_in: int


class SearchResponse(BaseModel):
    """Passages, best first."""

    hits: list[HitShape]


class IndicatorsResponse(BaseModel):
    """Indicator rows, and where two reports print the same outcome differently."""

    values: list[IndicatorShape]
    warnings: list[str] = []


class IndicatorName(BaseModel):
    """An indicator's name and the number of rows that carry it."""

    name: str
    count: int


class IndicatorNamesResponse(BaseModel):
    """The names of all indicators in the library."""

    names: list[IndicatorName]
