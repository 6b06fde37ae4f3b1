"""Skriv: the dossier of each goal beside its draft, files to take away, and the check of a text.

The address reproduces a draft. Everything works without JavaScript: reading, opening a source,
downloading and checking. A text that is checked is read and forgotten; it comes back only in the
form that it was sent from.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import Response

from assistant.api.deps import Service, TheService
from assistant.api.draft_export import file_of
from assistant.draft.model import DraftRequest, GroundKind
from assistant.errors import DraftError, QuestionError
from assistant.export.wording import first_line, general_remarks, title_of
from assistant.plan_check.model import LONGEST_TEXT, PlanText
from assistant.web.draft_data import page_data
from assistant.web.draft_views import KIND_WORDS, GoalView, finding_views, goal_views
from assistant.web.templating import page

router = APIRouter(include_in_schema=False)

_UNFOLDED = (GroundKind.OWN_TEXT, GroundKind.ANALYSIS)
"""What of the dossier a chief wants to see first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The form's fields, as written."""

    enhet: str = ""
    ar: str = ""
    namnd: str = ""
    namndmal: str = ""
    rubriker: str = ""
    anvisning: str = ""

    @property
    def query(self) -> str:
        """The part of the address that asks for the same draft."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def request(self) -> DraftRequest:
        """The request of the form; ``DraftError`` where the year is none."""
        headings = tuple(h.strip() for h in self.rubriker.split(",") if h.strip())
        year = _year(self.ar)
        if year is None:
            raise DraftError("Året saknas.", "Skriv planens år med fyra siffror.")
        return DraftRequest(
            self.enhet, year, self.namnd or None, self.namndmal or None, self.anvisning, headings
        )


def _asked(
    enhet: Annotated[str, Query(max_length=200)] = "",
    ar: Annotated[str, Query(max_length=10)] = "",
    namnd: Annotated[str, Query(max_length=200)] = "",
    namndmal: Annotated[str, Query(max_length=1000)] = "",
    rubriker: Annotated[str, Query(max_length=2000)] = "",
    anvisning: Annotated[str, Query(max_length=4000)] = "",
) -> Asked:
    fields = (enhet, ar, namnd, namndmal, rubriker, anvisning)
    return Asked(*(field.strip() for field in fields))


TheAsked = Annotated[Asked, Depends(_asked)]


@router.get("/skriv")
def draft_page(service: TheService, asked: TheAsked) -> Response:
    """The form, and the draft that the address asks for."""
    draft, data, problem = None, "", None
    goals: tuple[GoalView, ...] = ()
    if asked.enhet:
        try:
            request = asked.request()
            draft = service.drafter.draft(request)
            goals = goal_views(draft)
            data = page_data(draft, request, goals)
        except QuestionError as error:
            problem = error
    return page(
        "draft.html",
        422 if problem else 200,
        asked=asked,
        problem=problem,
        draft=draft,
        title=title_of(draft) if draft else "",
        origin=first_line(draft) if draft else "",
        warnings=general_remarks(draft) if draft else (),
        goals=goals,
        data=data,
        kinds=KIND_WORDS,
        unfolded=_UNFOLDED,
        units=_units(service),
        held=bool(service.library.reports()),
        place="draft",
    )


@router.get("/skriv/fil")
def draft_file(
    service: TheService, asked: TheAsked, format: Literal["docx", "md", "json"] = "docx"
) -> Response:
    """The draft that the address asks for, as a file."""
    made = service.drafter.draft(asked.request())
    service.trail.exported("utkast", enhet=made.unit, ar=made.year, format=format)
    return file_of(made, format)


@router.get("/skriv/kontroll")
def check_form(service: TheService) -> Response:
    """The empty form of the check."""
    return _check_page(service, Asked(), "")


@router.post("/skriv/kontroll")
def check_page(
    service: TheService,
    text: Annotated[str, Form()] = "",
    enhet: Annotated[str, Form(max_length=200)] = "",
    namnd: Annotated[str, Form(max_length=200)] = "",
    ar: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """The findings of a text, above the form that holds it."""
    return _check_page(service, Asked(enhet.strip(), ar.strip(), namnd.strip()), text, True)


def _check_page(service: Service, asked: Asked, text: str, sent: bool = False) -> Response:
    checked, problem = None, None
    if sent:
        plan = PlanText(text, asked.enhet or None, asked.namnd or None, _year(asked.ar))
        try:
            checked = service.checker.check(plan)
        except QuestionError as error:
            problem = error
    return page(
        "check.html",
        422 if problem else 200,
        asked=asked,
        text=text,
        problem=problem,
        checked=checked,
        findings=finding_views(checked) if checked else (),
        longest=LONGEST_TEXT,
        units=_units(service),
        place="draft",
    )


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and 1900 <= int(text) <= 2200 else None


def _units(service: Service) -> list[str]:
    return sorted({r.identity.unit for r in service.library.reports() if r.identity.unit})
