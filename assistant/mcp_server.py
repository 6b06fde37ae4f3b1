"""The Model Context Protocol: other assistants use this one as a set of tools.

Five tools, read only: ask, search, indicators, draft, reports. Each gives the same shapes as the
HTTP interface, so that whoever calls can show page and quote. What a user can cause is a tool error
in Swedish that says what to do; anything else is told without its inside. Nothing here decides
what is true: that is the assistant's and the drafter's work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from assistant.api.convert import (
    answer_shape,
    document_summary,
    hit_shape,
    indicator_shapes,
    to_question,
    to_scope,
)
from assistant.api.document_shapes import DocumentsResponse
from assistant.api.draft import draft_response, to_request
from assistant.api.draft_shapes import DraftRequestShape, DraftResponse
from assistant.api.indicators import taken_for
from assistant.api.ports import Answering, Drafting
from assistant.api.shapes import (
    AskerShape,
    AskRequest,
    AskResponse,
    Filters,
    IndicatorsResponse,
    Kind,
    Name,
    SearchResponse,
    Year,
)
from assistant.errors import AssistantError
from assistant.figures import Figures
from ingest.errors import IngestError
from ingest.library import Library

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "Planassistenten svarar ur stadsdelsnämndernas planer och uppföljningar. Återge svaren med "
    "deras källor (rapport, sida, citat), och lägg inte till siffror som inte står där. Status "
    "«not_found» betyder att rapporterna inte har svaret: säg det."
)
_Asked = ParamSpec("_Asked")
_Shape = TypeVar("_Shape", bound=BaseModel)

Boards = Annotated[list[Name], Field(description="Bara dessa stadsdelsnämnder; tomt: alla.")]
Units = Annotated[list[Name], Field(description="Bara dessa enheter; tomt: alla.")]
Years = Annotated[list[Year], Field(description="Bara dessa verksamhetsår; tomt: alla.")]
Kinds = Annotated[list[Kind], Field(description="Bara VP, T1, T2 eller VB; tomt: alla.")]
Limit = Annotated[int, Field(ge=1, le=50, description="Högsta antal träffar.")]


def mcp_server(assistant: Answering, library: Library, drafter: Drafting) -> MCPServer:
    """The server over one library; run it over stdio or HTTP."""
    server = MCPServer(
        "planassistent", title="Planassistent", instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    tools = _Tools(assistant, library, drafter)
    for name, title, tool in (
        ("ask", "Fråga rapporterna", tools.ask),
        ("search", "Sök stycken", tools.search),
        ("indicators", "Nyckeltal ur tabellerna", tools.indicators),
        ("draft", "Utkast till plan", tools.draft),
        ("reports", "Rapporterna i biblioteket", tools.reports),
    ):
        server.add_tool(_spoken(tool), name=name, title=title, annotations=_READS)
    return server


def _spoken(tool: Callable[_Asked, _Shape]) -> Callable[_Asked, _Shape]:
    """The tool with expected trouble as a tool error in its own Swedish words."""

    @wraps(tool)
    def call(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Shape:
        try:
            return tool(*args, **kwargs)
        except (AssistantError, IngestError) as error:
            raise ToolError(str(error)) from error

    return call


class _Tools:
    """What can be called; the docstrings are what the calling assistant reads."""

    def __init__(self, assistant: Answering, library: Library, drafter: Drafting) -> None:
        self._assistant = assistant
        self._library = library
        self._drafter = drafter

    def ask(
        self,
        question: Annotated[str, Field(min_length=1, max_length=4000, description="Frågan.")],
        boards: Boards = [],  # noqa: B006
        units: Units = [],  # noqa: B006
        years: Years = [],  # noqa: B006
        report_types: Kinds = [],  # noqa: B006
    ) -> AskResponse:
        """Svar på en fråga på svenska, varje påstående med rapport, sida och ordagrant citat."""
        fence = Filters(boards=boards, units=units, years=years, report_types=report_types)
        asked = AskRequest(question=question, filters=fence, asker=AskerShape())
        return answer_shape(self._assistant.ask(to_question(asked)))

    def search(
        self,
        text: Annotated[str, Field(min_length=1, max_length=2000, description="Det som söks.")],
        boards: Boards = [],  # noqa: B006
        units: Units = [],  # noqa: B006
        years: Years = [],  # noqa: B006
        limit: Limit = 10,
    ) -> SearchResponse:
        """Stycken ur rapporterna, de bästa först, var och ett med källa och sida."""
        scope = to_scope(Filters(boards=boards, units=units, years=years))
        found = self._assistant.search(text, scope, limit) if text.strip() else []
        return SearchResponse(hits=[hit_shape(n, hit) for n, hit in enumerate(found[:limit], 1)])

    def indicators(
        self,
        name: Annotated[str, Field(min_length=1, max_length=300, description="Indikatorns namn.")],
        boards: Boards = [],  # noqa: B006
        units: Units = [],  # noqa: B006
        years: Years = [],  # noqa: B006
    ) -> IndicatorsResponse:
        """En indikators rader, cell för cell som de står tryckta: utfall, mål, året före."""
        scope = to_scope(Filters(boards=boards, units=units, years=years))
        rows = Figures(self._library).named(name, scope)
        return IndicatorsResponse(values=indicator_shapes(rows), warnings=taken_for(name, rows))

    def draft(
        self,
        unit: Annotated[Name, Field(description="Enheten som planen gäller.")],
        year: Annotated[Year, Field(description="Planens år.")],
        namndmal: Annotated[
            str | None, Field(max_length=1000, description="Nämndmålet, eller en del av det.")
        ] = None,
        instructions: Annotated[
            str, Field(max_length=4000, description="Till exempel «kortare».")
        ] = "",
    ) -> DraftResponse:
        """Utkast till enhetens plan: «sourced» har källa, «proposal» är förslag att ta ställning
        till och «placeholder» är en lucka som bara chefen kan fylla i."""
        asked = DraftRequestShape(
            unit=unit, year=year, namndmal=namndmal, instructions=instructions
        )
        return draft_response(self._drafter.draft(to_request(asked)))

    def reports(
        self,
        boards: Boards = [],  # noqa: B006
        units: Units = [],  # noqa: B006
        years: Years = [],  # noqa: B006
    ) -> DocumentsResponse:
        """Vilka rapporter som finns, med nämnd, enhet, år, typ och varningar från läsningen."""
        scope = to_scope(Filters(boards=boards, units=units, years=years))
        found = self._library.reports(scope)
        return DocumentsResponse(documents=[document_summary(report) for report in found])
