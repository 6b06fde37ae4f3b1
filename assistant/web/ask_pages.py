"""Fråga: one question at its own address, a conversation streamed into the page, answers as files.

Without JavaScript the address of a question gives its answer, and forms do the rest. With it the
same question is posted, so that neither the server's log nor the address holds it, and comes back
as parts of a page: «statement» for each statement as it is verified, «done» with the whole answer.
The conversation lives in the browser; the server keeps nothing of it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.api.answering import streamed
from assistant.api.convert import citation_shape, to_question, to_scope
from assistant.api.deps import Service, TheScope, TheService
from assistant.api.problems import ProblemError
from assistant.api.shapes import AskRequest
from assistant.api.told import LONGEST, MOST_ANSWERS, told_of
from assistant.errors import QuestionError
from assistant.export.answers import MEDIA_TYPE, docx_of_answers
from assistant.model import Answer, Citation, Question, Statement
from assistant.web.ask_views import AnswerView, Asked, answer_view, examples, said_in
from assistant.web.templating import page, part_of, part_wanted
from assistant.web.views import LEGENDS, filter_groups
from ingest.model import ReportType, Scope

router = APIRouter(include_in_schema=False)

LONGEST_QUESTION = 4000
_SAID = 1500
_MOST_DROPPED = 40

Dropped = Annotated[list[str], Query(max_length=_MOST_DROPPED)]


@router.get("/")
def ask_page(
    request: Request,
    service: TheService,
    scope: TheScope,
    q: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
    utan: Dropped = [],  # noqa: B006
) -> Response:
    """The first page; with a question, the answer too."""
    asked = Asked(q.strip(), scope, dropped_of(utan))
    view, problem = _answered(service, asked) if asked.question else (None, None)
    if asked.question and part_wanted(request):
        return page("parts/turn.html", view=view, problem=problem, asked=asked)
    reports = service.library.reports()
    return page(
        "ask.html",
        asked=asked,
        view=view,
        problem=problem,
        examples=() if asked.question else examples(service.library),
        groups=filter_groups(reports, scope),
        chosen=sum(map(len, (scope.boards, scope.units, scope.years, scope.report_types))),
        reports=len(reports),
        place="ask",
    )


def _answered(service: Service, asked: Asked) -> tuple[AnswerView | None, QuestionError | None]:
    question = Question(asked.question, asked.scope, dropped=asked.dropped)
    try:
        return answer_view(asked, service.assistant.ask(question)), None
    except QuestionError as error:
        return None, error


def dropped_of(told: list[str]) -> Scope:
    """What an address says is not meant: «year:2022», «unit:Eken»; anything else is passed over."""
    pairs = [(name, value) for name, _, value in (one.partition(":") for one in told)]
    of = {name: tuple(v.strip() for n, v in pairs if n == name and v.strip()) for name in LEGENDS}
    kinds = tuple(ReportType(kind) for kind in of["report_type"] if kind in [*ReportType])
    years = tuple(int(year) for year in of["year"] if year.isdecimal() and len(year) == 4)
    return Scope(of["board"], of["unit"], years, kinds)


class TurnRequest(AskRequest):
    """A question of a conversation; ``turn`` is what the page calls it."""

    turn: str = Field(pattern="^[a-z0-9]{1,20}$")


class PagePart(BaseModel):
    """A part of the page as an event carries it."""

    html: str
    status: str = ""
    said: str = ""


class _Parts:
    """The events of a stream as parts of a page."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def statement(self, statement: Statement, citations: tuple[Citation, ...]) -> BaseModel:
        sources = {c.id: citation_shape(c) for c in citations}
        markup = part_of("parts/statement.html", statement=statement, sources=sources)
        return PagePart(html=markup)

    def done(self, answer: Answer) -> BaseModel:
        view = answer_view(self._asked, answer)
        markup = part_of("parts/turn.html", view=view, problem=None, asked=self._asked)
        return PagePart(html=markup, status=view.status, said=said_in(view.shape, _SAID))


@router.post("/fraga")
async def ask_in_conversation(body: TurnRequest, service: TheService) -> Response:
    """A question of a conversation, answered in parts of a page as they are ready."""
    asked = Asked(body.question, to_scope(body.filters), to_scope(body.dropped), body.turn)
    return await streamed(service.assistant, to_question(body), _Parts(asked))


@router.post("/fraga/word")
def answers_as_word(
    service: TheService, about: Annotated[list[str], Form(max_length=MOST_ANSWERS)]
) -> Response:
    """One answer or a conversation, as the page carries it, as a Word document."""
    if any(len(one) > LONGEST for one in about):
        raise ProblemError(413, "Svaret är för långt", "Hämta färre svar åt gången.")
    told = [answer for one in about for answer in told_of(one, service)]
    name = "svar.docx" if len(told) == 1 else "samtal.docx"
    service.trail.exported(name, svar=len(told))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    content = docx_of_answers(told, date.today())
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
