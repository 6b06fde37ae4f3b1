"""The interface described (OpenAPI): who may ask, every answer that may come, and an example each.

FastAPI knows what routes take and give. Added here: the key, the problems that any route may
answer with, and examples, so that a programmer can send a first request as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_PROBLEM = "Problem"
_OPENAI = "OpenAIError"
_SCHEMAS: Mapping[str, dict[str, Any]] = {
    _PROBLEM: {
        "title": "Problem",
        "description": "Ett fel enligt RFC 9457; «detail» säger vad man gör.",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    },
    _OPENAI: {
        "title": "OpenAIError",
        "description": "Ett fel i den form som OpenAI:s klienter läser.",
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["message", "type"],
                "properties": {"message": {"type": "string"}, "type": {"type": "string"}},
            }
        },
    },
}
_PROBLEMS: Mapping[str, str] = {
    "400": "Begäran kunde inte läsas.",
    "401": "Inloggning eller nyckel krävs, eller gäller inte.",
    "403": "Rollen räcker inte.",
    "404": "Det finns inget sådant.",
    "405": "Metoden går inte att använda här.",
    "409": "Det går inte som läget är nu.",
    "413": "Det som skickas är för stort.",
    "415": "Formatet tas inte emot.",
    "422": "En uppgift saknas eller går inte att använda.",
    "429": "För många begäranden; «Retry-After» säger hur länge man väntar.",
    "503": "En del av tjänsten svarar inte just nu.",
}
_DRAFT = {"unit": "Ekbackens dagliga verksamhet", "year": 2027, "namndmal": "friska medarbetare"}
EXAMPLES: Mapping[str, dict[str, Any]] = {
    "/api/documents/{document_id}": {"internal": True},
    "/api/ask": {
        "question": "Vad rapporterade vi om sjukfrånvaro?",
        "filters": {"years": [2026]},
        "asker": {"unit": "Ekbackens dagliga verksamhet"},
    },
    "/v1/chat/completions": {
        "model": "planassistent",
        "messages": [{"role": "user", "content": "Vad rapporterade vi om sjukfrånvaro?"}],
    },
    "/api/draft": _DRAFT,
    "/api/draft/section": {**_DRAFT, "heading": "Arbetssätt", "instructions": "kortare"},
    "/api/draft/check": {
        "text": "Enhetsmål\nVåra gäster är med och bestämmer.\nFörväntat resultat\nFler är nöjda.",
        "unit": "Ekbackens dagliga verksamhet",
        "year": 2027,
    },
    "/api/draft/export": {
        "request": _DRAFT,
        "goals": [
            {
                "namndmal": "Nämndens verksamheter har friska medarbetare",
                "enhetsmal": {"text": "Enheten har en lugn arbetsmiljö", "kind": "own"},
            }
        ],
    },
    "/api/feedback": {
        "question": "Vad rapporterade vi om sjukfrånvaro?",
        "verdict": "fel",
        "comment": "Det gällde 2025.",
    },
}


def describe(app: FastAPI) -> None:
    """Let the service's description hold all this; it is made once, when first asked for."""
    app.openapi = _described(app)  # type: ignore[method-assign]


def _described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    def made() -> dict[str, Any]:
        if app.openapi_schema is None:
            told = get_openapi(
                title=app.title, version=app.version, summary=app.summary, routes=app.routes
            )
            _complete(told)
            app.openapi_schema = told
        return app.openapi_schema

    return made


def _complete(told: dict[str, Any]) -> None:
    parts = told.setdefault("components", {})
    for name in ("HTTPValidationError", "ValidationError"):
        parts.get("schemas", {}).pop(name, None)
    parts.setdefault("schemas", {}).update(_SCHEMAS)
    parts["securitySchemes"] = {
        "nyckel": {
            "type": "http",
            "scheme": "bearer",
            "description": "En nyckel av en administratör, eller leverantörens åtkomsttoken. "
            "Utan inloggning på den egna datorn behövs ingen.",
        }
    }
    told["security"] = [{}, {"nyckel": []}]
    for path, operation in _operations(told):
        shape = _OPENAI if path.startswith("/v1/") else _PROBLEM
        kind = "application/json" if shape == _OPENAI else "application/problem+json"
        content = {kind: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
        for status, meaning in _PROBLEMS.items():
            operation["responses"][status] = {"description": meaning, "content": content}
        operation["responses"] = dict(sorted(operation["responses"].items()))
        if path in EXAMPLES and "requestBody" in operation:
            operation["requestBody"]["content"]["application/json"]["example"] = EXAMPLES[path]


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for operation in methods.values():
            yield path, operation
