"""What each route needs: the one place where that is decided.

A line is a path as the routes write it and the role for each method; ``ANYONE`` needs no sign-in.
A route without a line here is refused to everybody. Readers ask, search, draft, check, read,
export and say what was wrong; editors put reports in, replace and take them out; administrators
see to the organisation file, the keys and the log.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.access.model import Role

ANYONE = None
_READ = {"GET": Role.READER}
_SEND = {"POST": Role.READER}
_EDIT = {"POST": Role.EDITOR}
_OPEN = {"GET": ANYONE}

NEEDS: Mapping[str, Mapping[str, Role | None]] = {
    "/healthz": _OPEN,
    "/readyz": _OPEN,
    "/static": _OPEN,
    "/logga-in": _OPEN,
    "/logga-in/klar": _OPEN,
    "/logga-ut": {"POST": ANYONE},
    "/logga-ut/klar": _OPEN,
    # programs
    "/api/openapi.json": _READ,
    "/metrics": {"GET": Role.ADMINISTRATOR},  # counts internal reports too
    "/api/ask": _SEND,
    "/api/search": _READ,
    "/api/indicators": _READ,
    "/api/indicators/names": _READ,
    "/api/draft": _SEND,
    "/api/draft/check": _SEND,
    "/api/draft/section": _SEND,
    "/api/draft/export": _SEND,
    "/api/feedback": _SEND,
    "/api/documents": {"GET": Role.READER, "POST": Role.EDITOR},
    "/api/documents/{document_id}": {
        "GET": Role.READER,
        "PATCH": Role.EDITOR,
        "DELETE": Role.EDITOR,
    },
    "/api/documents/{document_id}/structure": _READ,
    "/api/audit": {"GET": Role.ADMINISTRATOR},
    "/v1/models": _READ,
    "/v1/chat/completions": _SEND,
    # pages
    "/": _READ,
    "/fraga": _SEND,
    "/fraga/word": _SEND,
    "/aterkoppling": _SEND,
    "/nyckeltal": _READ,
    "/nyckeltal.csv": _READ,
    "/nyckeltal.xlsx": _READ,
    "/jamfor": _READ,
    "/skriv": _READ,
    "/skriv/fil": _READ,
    "/skriv/kontroll": {"GET": Role.READER, "POST": Role.READER},
    "/om": _READ,
    "/logg": {"GET": Role.ADMINISTRATOR},
    "/logg.csv": {"GET": Role.ADMINISTRATOR},
    "/documents/{document_id}/file": _READ,
    "/documents/{document_id}/pages/{number}": _READ,
    "/documents/{document_id}/pages/{number}.png": _READ,
    "/rapporter": {"GET": Role.READER, "POST": Role.EDITOR},
    "/rapporter/{document_id}": _READ,
    "/rapporter/{document_id}/fel": _SEND,
    "/rapporter/{document_id}/intern": _EDIT,
    "/rapporter/{document_id}/ta-bort": _EDIT,
    "/rapporter/{document_id}/angra": _EDIT,
    "/rapporter/filer": _EDIT,
    "/rapporter/jobb/{job_id}": {"GET": Role.EDITOR, "POST": Role.EDITOR},
    "/rapporter/jobb/{job_id}/avbryt": _EDIT,
}


def has_entry(method: str, path: str) -> bool:
    """Whether the table says what a route needs."""
    return method in NEEDS.get(path, {})


def needed(method: str, path: str) -> Role | None:
    """The role that a route needs; KeyError where the table has no line for it."""
    return NEEDS[path][method]
