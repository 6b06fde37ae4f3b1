"""Personal identity numbers: found however they are written, and nothing else taken for one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from ingest.model import (
    Activity,
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Page,
    Report,
    ReportType,
    Section,
    Sentence,
    Table,
    TableRow,
)
from ingest.personal_numbers import masked_name, without_numbers
from ingest.text import glue

TODAY = date(2026, 11, 22)
WHO = Identity("Ekdal", "Lindens boende", 2025, ReportType.VB)
GAPS = ["-", "+", " ", "", "–", "-\n", "- "]


def number(born: date, serial: int, more: int = 0) -> tuple[str, str]:
    """The eight digits of a date (``more`` days on it) and the four last ones."""
    first = f"{born:%Y%m}{born.day + more:02d}"
    digits = f"{first[2:]}{serial:03d}"
    return first, f"{serial:03d}{luhn.calc_check_digit(digits)}"


BIRTHS = st.dates(date(1901, 1, 1), TODAY)
PERSONS = st.builds(number, BIRTHS, st.integers(0, 999), st.sampled_from([0, 60]))


def report_of(*texts: str, **more: object) -> Report:
    said = tuple((Sentence(text, 1),) for text in texts)
    page = Page(1, "\n".join(texts))
    return Report(WHO, (page,), (), (Section(Chain(), ("Text",), said, 1),), **more)  # type: ignore[arg-type]


def masked(*texts: str) -> str:
    return without_numbers(report_of(*texts), TODAY).report.pages[0].text


@given(PERSONS, st.sampled_from(GAPS), st.booleans(), st.sampled_from(["", "personnummer "]))
def test_every_way_of_writing_one_is_masked(
    person: tuple[str, str], gap: str, long: bool, said: str
) -> None:
    first, last = person[0] if long else person[0][2:], person[1]
    assume(said or gap or long or first[0] != "0")
    assume(said or gap != " " or not long or not re.match("([01][0-9]|2[0-3])[0-5]", last))
    text = f"Hen heter Kim ({said}{first}{gap}{last}), och trivs."
    found = without_numbers(report_of(text), TODAY)
    told = found.report.pages[0].text
    shape = "ÅÅÅÅMMDD" if long else "ÅÅMMDD"
    assert told == f"Hen heter Kim ({said}{shape}{gap.replace('+', '-')}XXXX), och trivs."
    assert (found.numbers, found.pages) == (1, (1,))
    assert found.report.sections[0].paragraphs[0][0].text == told
    assert without_numbers(found.report, TODAY).numbers == 0


@given(PERSONS, st.integers(1, 9))
def test_a_wrong_check_digit_is_no_number(person: tuple[str, str], off: int) -> None:
    first, last = person
    wrong = f"{first[2:]}-{last[:3]}{(int(last[3]) + off) % 10}"
    assert masked(f"Kim {wrong} trivs.") == f"Kim {wrong} trivs."


@given(st.dates(TODAY + timedelta(days=1), date(2099, 12, 31)), st.integers(0, 999))
def test_nobody_is_born_tomorrow(born: date, serial: int) -> None:
    first, last = number(born, serial)
    assert first in masked(f"Kim {first}-{last} trivs.")


@given(
    st.from_regex(r"\A[0-9]{2}[2-9][0-9]{3}[0-9]{3}\Z"), st.sampled_from(["-", "", " "]),
    st.sampled_from(["Org.nr", "Organisationsnummer", "Bolaget"]),
)  # fmt: skip
def test_an_organisation_number_is_left_alone(start: str, gap: str, said: str) -> None:
    digits = f"{start}{luhn.calc_check_digit(start)}"
    text = f"{said} {digits[:6]}{gap}{digits[6:]} driver boendet."
    assert masked(text) == text


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", " ")


@given(PERSONS, st.sampled_from([
    "Kostnaden var {plain} kr.", "Kostnaden var {plain} kronor under året.",
    "Kostnaden var {grouped} kr.", "Utfallet var {plain},5 procent.", "Totalt {plain} tkr netto.",
    "Dnr {dash} gäller.", "Diarienummer: {dash}", "(dnr {dash})", "ärende {dash}",
    "Dnr HÄG {dash}/2025", "faktura {dash}", "Bankgiro {dash}", "Tel {dash}", "Telefon: {plain}",
    "nr 1.{dash}", "ref {plain}", "A{dash}", "{dash}B", "5-{dash}-3", "{plain}7", "3{plain}",
    "+{plain}", "12 {blank} 340", "rad 4 5 {blank}",
]))  # fmt: skip
def test_look_alikes_are_left_alone(person: tuple[str, str], shape: str) -> None:
    first, last = person[0][2:], person[1]
    text = shape.format(
        plain=first + last, dash=f"{first}-{last}", blank=f"{first} {last}",
        grouped=_grouped(first + last),
    )  # fmt: skip
    assert masked(text) == text


@given(st.integers(0, 99_999_999))
def test_a_telephone_number_is_left_alone(rest: int) -> None:
    digits = f"07{rest:08d}"
    for told in (digits, f"{digits[:3]}-{digits[3:6]} {digits[6:8]} {digits[8:]}",
                 f"+46{digits[1:]}", f"{digits[:4]}-{digits[4:]}"):  # fmt: skip
        assert masked(f"Ring {told} för mer.") == f"Ring {told} för mer."


@given(st.text(alphabet="0123456789 -–.,/:%abÅ\n", max_size=60))
def test_masking_changes_digits_only_and_is_done_once(text: str) -> None:
    told = masked(text)
    assert len(told) == len(text)
    assert all(a == b or a.isdigit() or a == "+" for a, b in zip(text, told, strict=True))
    assert masked(told) == told


FIRST, LAST = number(date(1985, 1, 1), 123)
TEN = f"{FIRST[2:]}-{LAST}"


def test_two_cells_side_by_side_are_no_number() -> None:
    row = IndicatorValue(
        "Antal besök", 1, f"Antal besök {FIRST[2:]} {LAST}", Columns(FIRST[2:], target=LAST)
    )
    table = Table("Budget", ("A", "B"), (TableRow((FIRST[2:], LAST), 1, f"{FIRST[2:]} {LAST}"),), 1)
    given = report_of(row.quote, f"{FIRST[2:]} {LAST}", indicators=(row,), tables=(table,))
    assert without_numbers(given, TODAY).report == given


def test_a_number_in_a_cell_is_masked_in_cell_row_and_page() -> None:
    cell = f"{FIRST[2:]} {LAST}"
    quote = f"Kim {cell} 3"
    table = Table(
        "Placeringar", ("Namn", "Id", "Antal"), (TableRow(("Kim", cell, "3"), 1, quote),), 1
    )
    made = without_numbers(report_of(quote, tables=(table,)), TODAY).report
    (row,) = made.tables[0].rows
    assert row.cells == ("Kim", "ÅÅMMDD XXXX", "3")
    assert row.quote == "Kim ÅÅMMDD XXXX 3" == made.pages[0].text


def test_every_text_of_a_report_is_walked() -> None:
    goal = Goal(GoalLevel.NAMNDMAL, TEN, 1, children=(Goal(GoalLevel.ENHETSMAL, TEN, 1, TEN),))
    chain = Chain(namndmal=TEN, enhetsmal=TEN)
    value = IndicatorValue(
        TEN, 1, TEN, Columns(TEN, period=TEN), TEN, (Sentence(TEN, 1),), chain, other=((TEN, TEN),)
    )
    activity = Activity(TEN, 1, TEN, TEN, TEN, TEN, (Sentence(TEN, 1),), chain)
    table = Table(TEN, (TEN, None), (TableRow((TEN, None), 1, TEN),), 1, (TEN,), chain)
    full = Report(
        Identity("Ekdal", f"Gruppen {TEN}", 2025, ReportType.VB), (Page(1, TEN), Page(2, "Lugnt.")),
        (goal,), (Section(chain, (TEN,), ((Sentence(TEN, 1),),), 1),), (value,), (activity,),
        (table,), (TEN,),
    )  # fmt: skip
    made = without_numbers(full, TODAY)
    assert LAST not in repr(made.report) and "850101" not in repr(made.report)
    assert (made.numbers, made.pages) == (1, (1,))
    assert made.report.identity.report_type is ReportType.VB
    assert repr(made.report).count("ÅÅMMDD-XXXX") == repr(full).count(TEN)


@pytest.mark.parametrize("gap", ["-", ""])
def test_a_broken_line_and_its_sentence_are_masked_alike(gap: str) -> None:
    upper, lower = f"Hen heter Kim {FIRST}{gap}", f"{LAST} och trivs."
    sentence = glue(upper, lower)
    page = Page(1, f"{upper}\n{lower}\n{TEN}")
    said = Section(Chain(), (), ((Sentence(sentence, 1),),), 1)
    made = without_numbers(Report(WHO, (page,), (), (said,)), TODAY).report
    assert not re.search("[0-9]", made.pages[0].text)
    assert "".join(made.sections[0].paragraphs[0][0].text.split()) in "".join(
        made.pages[0].text.split()
    )


def test_what_has_another_name_somewhere_is_that_everywhere_unless_it_is_said() -> None:
    assert masked(f"Dnr {TEN}.", f"Se {TEN} igen.") == f"Dnr {TEN}.\nSe {TEN} igen."
    said = masked(f"Dnr {TEN}.", f"Kim, född {TEN}, flyttade.")
    assert said == "Dnr ÅÅMMDD-XXXX.\nKim, född ÅÅMMDD-XXXX, flyttade."


def test_iso_dates_count_too_and_date_with_time_does_not() -> None:
    iso = f"{FIRST[:4]}-{FIRST[4:6]}-{FIRST[6:]}-{LAST}"
    assert masked(f"Kim {iso}.") == "Kim ÅÅÅÅ-MM-DD-XXXX."
    made = (number(date(2021, 3, 15), serial) for serial in range(150, 156))
    day, clock = next(made)
    assert masked(f"Utskrift {day} {clock}") == f"Utskrift {day} {clock}"


def test_a_file_name_is_masked_and_keeps_its_shape() -> None:
    assert masked_name(f"rapport_{TEN}_Kim.pdf", TODAY) == "rapport_ÅÅMMDD-XXXX_Kim.pdf"
    assert masked_name("VB_2022-0342.pdf", TODAY) == "VB_2022-0342.pdf"
