"""Every kind of statement has a Swedish word on the page."""

from __future__ import annotations

import re
from pathlib import Path

import assistant.web

_TEMPLATE = Path(assistant.web.__file__).parent / "templates" / "parts" / "statement.html"


def test_no_kind_is_shown_in_english() -> None:
    words = dict(re.findall(r'"(\w+)": "([^"]+)"', _TEMPLATE.read_text(encoding="utf-8")))
    assert {kind: words.get(kind) for kind in ("proposal", "placeholder", "computed")} == {
        "proposal": "Förslag",
        "placeholder": "Att fylla i",
        "computed": "Uträknat",
    }
