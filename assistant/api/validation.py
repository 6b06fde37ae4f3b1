"""What is wrong with a request's fields, said in Swedish.

The words follow pydantic's kinds of error; a kind that is not known here is told as a value that
does not fit, with the field's name, never with the library's own English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Context = Mapping[str, Any]

_WORDS: Mapping[str, Callable[[Context], str]] = {
    "missing": lambda c: "måste anges.",
    "string_too_short": lambda c: "får inte vara tomt.",
    "string_too_long": lambda c: f"får ha högst {c['max_length']} tecken.",
    "too_long": lambda c: f"får ha högst {c['max_length']} värden.",
    "string_type": lambda c: "ska vara text.",
    "int_parsing": lambda c: "ska vara ett heltal.",
    "int_type": lambda c: "ska vara ett heltal.",
    "int_from_float": lambda c: "ska vara ett heltal.",
    "greater_than_equal": lambda c: f"ska vara minst {c['ge']}.",
    "less_than_equal": lambda c: f"ska vara högst {c['le']}.",
    "enum": lambda c: f"ska vara {_either(c['expected'])}.",
    "literal_error": lambda c: f"ska vara {_either(c['expected'])}.",
    "list_type": lambda c: "ska vara en lista.",
    "model_type": lambda c: "ska vara ett objekt.",
    "model_attributes_type": lambda c: "ska vara ett objekt (JSON, application/json).",
    "json_invalid": lambda c: "är inte giltig JSON.",
}


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """For each error the field, as a client writes it, and what to do about it."""
    found = []
    for error in errors:
        words = _WORDS.get(error["type"], _unknown)
        place = error["loc"] if error["type"] != "json_invalid" else ()
        found.append({"field": _field(place), "detail": words(error.get("ctx", {}))})
    return found


def _unknown(_: Context) -> str:
    return "har ett värde som inte går att använda."


def _field(place: Iterable[str | int]) -> str:
    source, *parts = list(place) or [""]
    name = ""
    for part in parts:
        if isinstance(part, int) and source == "query":
            continue
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "Innehållet"


def _either(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", " eller ")
