"""Marked lines and section paths, apart from any markup."""

from __future__ import annotations

from assistant.web.views import marked_text, section_path


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    lines = marked_text("Ett. Vi odlar\ntomater. Två.", "Vi odlar tomater.")
    assert [[(p.text, p.marked) for p in line] for line in lines] == [
        [("Ett. ", False), ("Vi odlar", True)],
        [("tomater.", True), (" Två.", False)],
    ]


def test_without_a_quote_the_text_stands_as_it_is() -> None:
    (line, after) = marked_text("Ett.\n\nTvå.", "")
    assert [p.text for p in (*line, *after)] == ["Ett.", "Två."]


def test_headings_that_a_later_one_repeats_are_left_out() -> None:
    path = ("3.2 Bra ekonomi", "KF:s mål: 3.2 Bra ekonomi", "Indikator Kostnad")
    assert section_path(path) == "KF:s mål: 3.2 Bra ekonomi › Indikator Kostnad"
