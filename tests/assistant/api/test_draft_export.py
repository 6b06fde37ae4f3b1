"""Which format an Accept header gives."""

from __future__ import annotations

import pytest

from assistant.api.draft_export import FORMATS, exported
from tests.assistant.export.made import draft

DOCX = next(kind for kind, ending in FORMATS.items() if ending == "docx")


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("application/json", None),
        ("*/*", None),
        ("", None),
        ("text/html, application/json", None),
        (f"application/json, {DOCX}", None),
        ("text/markdown;q=0.9", "md"),
        (DOCX.upper(), "docx"),
    ],
)
def test_the_first_known_format_decides(accept: str, ending: str | None) -> None:
    answer = exported(draft(), accept)
    assert (answer is None) == (ending is None)
    if answer is not None and ending:
        assert f".{ending}" in answer.headers["content-disposition"]
