"""Sentences are looked for in passages; running heads and contents pages are not."""

from __future__ import annotations

from eval.reading.coverage import body_pages, coverage
from ingest.model import Chain, Identity, Passage, PassageKind, ReportType, Sentence

IDENTITY = Identity("Norrviken", "Ljungen", 2031, ReportType.VB)


def passage(*sentences: Sentence) -> Passage:
    text = " ".join(s.text for s in sentences)
    return Passage(
        "p", "d", "e", 0, PassageKind.TEXT, IDENTITY, ("Vår vardag",), Chain(), sentences, text, ""
    )


def test_running_heads_title_and_contents_are_left_out() -> None:
    pages = [
        "Ljungen 1(4)\nVerksamhetsberättelse",
        "Ljungen 2(4)\n" + "\n".join(["Analys ........ 3"] * 3),
        "Ljungen 3(4)\nVi odlar.",
        "Ljungen 4(4)\nVi skördar.",
    ]
    assert body_pages(pages) == {3: ["Vi odlar."], 4: ["Vi skördar."]}


def test_a_sentence_cut_by_a_line_end_is_found_and_a_lost_one_is_named() -> None:
    body = {3: ["Vår vardag", "Vi odlar gurk-", "or i växthus.", "Ingen såg denna mening."]}
    result = coverage(body, [passage(Sentence("Vi odlar gurkor i växthus.", 3))])
    assert (result.found, result.total) == (1, 2)
    assert result.missing == ((3, "Ingen såg denna mening."),)


def test_a_line_is_not_found_on_another_page() -> None:
    body = {3: ["Rubrik som saknas", "Vi odlar."], 4: ["Vi skördar."]}
    there = [passage(Sentence("Vi skördar.", 4)), passage(Sentence("Vi odlar.", 3))]
    result = coverage(body, there)
    assert result.missing == ((3, "Rubrik som saknas"),)


def test_table_heads_list_marks_and_known_headings_are_not_missed() -> None:
    body = {3: ["Indikator", "Progno", "utfall VB", "2030", "• Vi odlar", "Tom rubrik"]}
    result = coverage(body, [passage(Sentence("Vi odlar", 3))], contents="Tom rubrik ..... 3")
    assert (result.found, result.total, result.missing) == (1, 1, ())
