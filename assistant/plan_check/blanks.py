"""What is left to fill in: bracketed blanks, «XX» and underlines of a draft or a template."""

from __future__ import annotations

import re

from assistant.plan_check.context import Context, quoted
from assistant.plan_check.model import Finding, Place, Severity
from ingest.text import fold

CHECK = "blanks"
_BLANK = re.compile(
    r"\[(?=[^\[\]\n]{0,200}[^\W\d_])[^\[\]\n]{2,200}\](?!\()|\bX{2,5}\b|\bNN\b|_{3,}|\bTBD\b"
)


def check_blanks(context: Context) -> list[Finding]:
    """Every blank with its place."""
    text = context.plan.text
    return [
        Finding(
            CHECK,
            Severity.IMPORTANT,
            f"Här återstår något att fylla i: {quoted(fold(match[0]))}.",
            "Fyll i det som gäller, eller stryk.",
            Place(text.count("\n", 0, match.start()) + 1, match.start(), match.end(),
                  fold(match[0])),
        )
        for match in _BLANK.finditer(text)
    ]  # fmt: skip
