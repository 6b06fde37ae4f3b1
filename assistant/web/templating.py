"""Templates: everything escaped, a missing variable is an error, static files never stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.access.model import Role
from assistant.access.visit import current_visit
from assistant.api.convert import page_url
from assistant.api.senders import FORM_FIELD
from assistant.web.views import citation_label, page_in, reporter, section_path, sureness

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static_url
    environment.globals["reporter"] = reporter
    environment.globals["section_path"] = section_path
    environment.globals["page_in"] = page_in
    environment.globals["sureness"] = sureness
    environment.globals["citation_label"] = citation_label
    environment.globals["page_url"] = page_url
    environment.globals["visit"] = current_visit
    environment.globals["may_edit"] = lambda: current_visit().actor.may(Role.EDITOR)
    environment.globals["form_code"] = _form_code
    return environment


def _form_code() -> Markup:
    """The field that tells that a form is ours; nothing where nobody has signed in."""
    token = current_visit().form_token
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return field.format(FORM_FIELD, token) if token else Markup()


@cache
def static_url(name: str) -> str:
    """The address of a static file; it changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def part_of(template: str, **values: Any) -> str:
    """A part of a page as markup."""
    return _environment().get_template(template).render(**values)


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page or a part of one; never kept by a cache, since both live at the same address."""
    return HTMLResponse(part_of(template, **values), status, headers={"Cache-Control": "no-store"})


def part_wanted(request: Request) -> bool:
    """Whether htmx asks for a part to put into the page it has."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-request-type") == "partial"


def error_page(request: Request, status: int, title: str, detail: str) -> Response:
    """An error as a page, or as a part where htmx asked."""
    template = "parts/error.html" if part_wanted(request) else "error.html"
    return page(template, status, title=title, detail=detail, place="")
