"""Om: what the assistant does and does not, which models it uses, what is kept, accessibility.

What differs between installations is told as it is: the models in use, who runs the service and
how to reach them. Where nobody is named the page says so; it never makes up a contact.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.api.deps import Service, TheService
from assistant.web.templating import page

router = APIRouter(include_in_schema=False)

ASSESSED = "22 november 2026"
"""When the accessibility statement was last gone through; change it with the statement."""


@router.get("/om")
def about_page(service: TheService) -> Response:
    """What the assistant does and does not."""
    return page(
        "about.html",
        reports=len(service.library.reports()),
        model=service.model.name if service.model else None,
        embedder=service.library.embedder.name,
        keeps_feedback=service.feedback is not None,
        runs=service.runs,
        contact_url=contact_url(service),
        version=_version(),
        assessed=ASSESSED,
        place="about",
    )


def contact_url(service: Service) -> str | None:
    """The contact as a link: a mail address or a web address; None for anything else."""
    contact = service.runs.contact or ""
    if contact.startswith(("https://", "http://")):
        return contact
    return f"mailto:{contact}" if "@" in contact and " " not in contact else None


def _version() -> str:
    try:
        return version("planassistent")
    except PackageNotFoundError:
        return "okänd (körs utan installation)"
