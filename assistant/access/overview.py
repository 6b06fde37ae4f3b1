"""The table of every route and who may use it, as Markdown: what ``sakerhet.md`` shows.

Made of ``table.NEEDS`` alone, so that it cannot say anything else than what is decided there.
``python -m assistant.access.overview sakerhet.md`` writes it in between the two marks; a test
fails where the file is not current.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.access.model import Role
from assistant.access.table import NEEDS

BEGIN = "<!-- tabellen över vägar och roller: skriven av python -m assistant.access.overview -->"
END = "<!-- slut på tabellen -->"


def overview() -> str:
    """One line a route, one column a role; the first column of answers is for nobody signed in."""
    heads = ["Väg", "Metod", "Inte inloggad", *(role.value.capitalize() for role in Role)]
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for path, methods in NEEDS.items():
        for method, need in methods.items():
            refused = "401" if path.startswith(("/api/", "/v1/")) or method != "GET" else "logga in"
            cells = [f"`{path}`", method, "ja" if need is None else refused]
            cells += ["ja" if need is None or role.includes(need) else "403" for role in Role]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def placed(text: str) -> str:
    """A document with the table between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"the marks are missing: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{overview()}\n{END}{after}"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(placed(file.read_text("utf-8")), "utf-8")
