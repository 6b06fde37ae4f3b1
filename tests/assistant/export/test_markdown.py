"""Markdown and the evidence file: notes, escapes, kinds, and that nothing is lost."""

from __future__ import annotations

import json

from assistant.export.evidence import FORMAT, evidence_of
from assistant.export.markdown import markdown_of
from tests.assistant.export.made import QUOTE, draft, generated


def test_every_mark_has_its_note() -> None:
    text = markdown_of(draft())
    assert text.startswith("*Utkast sammanställt ur rapporter, utan AI-modell")
    assert "## Nämndmål: Invånarna i Granvik äter klimatsmart mat[^1]" in text
    assert "[^1]: Verksamhetsplan 2025, Granvik, s. 7: ”Invånarna" in text
    assert all(f"[^{n}]: " in text for n in range(1, 5))
    assert "AI-stöd" in markdown_of(generated()).splitlines()[0]


def test_text_of_reports_is_never_markup() -> None:
    text = markdown_of(draft())
    assert "<resterna>" not in text and "\\<resterna\\>" in text
    assert "Brödlunch i maj \\|" in text


def test_kinds_in_words_and_the_table() -> None:
    text = markdown_of(draft())
    assert "### Enhetsmål: **Förslag:** Bageriet slänger mindre än i fjol[^2]" in text
    assert "**Att fylla i:** \\[vem väger?\\]" in text
    assert "| VB 2025[^3] | 15 % | 19 % (VB 2024) | 12 % |" in text


def test_the_evidence_holds_all_that_the_draft_stood_on() -> None:
    body = json.loads(evidence_of(draft()))
    assert body["format"] == FORMAT and body["mode"] == "extractive"
    (goal,) = body["goals"]
    assert goal["sections"][1]["statements"][0]["kind"] == "placeholder"
    (ground,) = goal["dossier"]["grounds"]
    assert (ground["kind"], ground["chosen"], ground["source"]["page"]) == (
        "Uppföljning och analys", True, 3,
    )  # fmt: skip
    assert [c["quote"] for c in body["citations"]][1] == QUOTE
    assert goal["indicators"][0]["history"][0]["cells"]["outcome"] == "15 %"
    assert goal["indicators"][0]["history"][1]["certain"] is False
