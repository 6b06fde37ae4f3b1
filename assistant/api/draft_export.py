"""A draft in the format that the client accepts: JSON unless Word, Markdown or evidence is asked.

``exported`` is all that a route needs; None means that JSON is what was asked for. The first format
in the Accept header that is known decides.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from fastapi import Response

from assistant.draft.model import Draft
from assistant.export import evidence, markdown, word

_SLUG = re.compile(r"[^a-z0-9]+")
FORMATS = {word.MEDIA_TYPE: "docx", markdown.MEDIA_TYPE: "md", evidence.MEDIA_TYPE: "json"}


def exported(made: Draft, accept: str) -> Response | None:
    """The draft as a file to save, or None where JSON is accepted first."""
    for wanted in (part.split(";")[0].strip().lower() for part in accept.split(",")):
        if wanted == "application/json":
            return None
        if wanted in FORMATS:
            return file_of(made, FORMATS[wanted])
    return None


def file_of(made: Draft, ending: str) -> Response:
    """The draft as a download; ``ending`` is «docx», «md» or «json»."""
    media_type = next(kind for kind, known in FORMATS.items() if known == ending)
    charset = "" if ending == "docx" else "; charset=utf-8"
    return Response(
        content_of(made, ending),
        media_type=f"{media_type}{charset}",
        headers={
            "Content-Disposition": _attachment(made, ending),
            "X-Content-Type-Options": "nosniff",
        },
    )


def content_of(made: Draft, ending: str) -> bytes:
    """The bytes of one format."""
    if ending == "docx":
        return word.docx_of(made)
    text = markdown.markdown_of(made) if ending == "md" else evidence.evidence_of(made)
    return text.encode()


def _attachment(made: Draft, ending: str) -> str:
    """A plain name, and the Swedish one for clients that read it (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", made.unit).encode("ascii", "ignore").decode().lower()
    slug = _SLUG.sub("-", plain).strip("-")[:60] or "enhet"
    swedish = quote(f"utkast {made.year} {made.unit}"[:120].replace("/", "-"), safe="")
    name = f"utkast-{made.year}-{slug}.{ending}"
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{swedish}.{ending}"
