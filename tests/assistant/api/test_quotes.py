"""Quotes found again in a page's text, however the page breaks them."""

from __future__ import annotations

from assistant.api.quotes import find_quote


def marked(text: str, quote: str) -> list[str]:
    return [text[start:end] for start, end in find_quote(text, quote)]


def test_verbatim_run() -> None:
    assert marked("Ett. Vi odlar tomater. Tre.", "Vi odlar tomater.") == ["Vi odlar tomater."]


def test_line_break_and_hyphenation_are_no_hindrance() -> None:
    page = "Under våren kom nya odlings-\nlådor till gården."
    assert marked(page, "nya odlingslådor till gården") == ["nya odlings-\nlådor till gården"]


def test_word_cut_without_hyphen_in_a_narrow_column() -> None:
    assert marked("Progno\ns helår 81", "Prognos helår") == ["Progno\ns helår"]


def test_ligatures_and_case() -> None:
    assert marked("En eﬀektiv drift.", "en effektiv drift") == ["En eﬀektiv drift"]


def test_interleaved_cells_of_a_row_are_marked_piece_by_piece() -> None:
    page = "Gästernas trivsel i 81 % 77 % Beslutas av \nlokalen nämnden\nNästa rad 12 % 3 %"
    pieces = marked(page, "Gästernas trivsel i lokalen 81 % 77 % Beslutas av nämnden")
    assert "".join("".join(pieces).split()) == "Gästernastrivseli81%77%Beslutasavlokalennämnden"
    assert "Nästa" not in "".join(pieces)


def test_first_of_several_places() -> None:
    assert find_quote("nöjda gäster, nöjda gäster", "nöjda gäster") == ((0, 12),)


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    page = "Vi odlar tomater i växthuset och säljer dem på torget varje lördag."
    assert find_quote(page, "Personalen gick en kurs i hjärt- och lungräddning.") == ()


def test_nothing_to_find() -> None:
    assert find_quote("Text.", " \n ") == ()
    assert find_quote("", "Text.") == ()


def test_a_long_page_and_a_long_quote_take_no_time() -> None:
    page = "abcdefghij klmnop " * 500
    assert find_quote(page, "xyzåäö " * 170) == ()
