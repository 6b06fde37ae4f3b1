"""Templates: everything escaped, a missing variable is an error, static files never stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.api.convert import page_url
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
    return environment


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
