"""Tables of text extracts: placed where the spacing settles it, else kept whole and uncertain."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.assembly import report_from
from ingest.errors import UnknownIdentityError
from ingest.identity import Overrides
from ingest.model import Columns, Report, ReportType
from ingest.reading import read_layout

WHO = Overrides("Björkviken", "Backens park", 2023, ReportType.VB)
HEAD = """   Indikator Periodens 
utfall 

Utfall 
kvinnor/ 
flickor 

Utfall 
män/ 
pojkar 

Periodens 
utfall VB 
2022 

Årsmål KF:s 
årsmål Period 

"""
TEXTS = Path(__file__).resolve().parents[3] / "shared" / "korpus" / "txt"


def _read(path: Path, text: str) -> Report:
    path.write_text("Inledning\n\nParken är öppen.\n\n" + text, "utf-8")
    return report_from(read_layout(path), path.name, WHO)


def test_runs_of_blanks_that_add_up_settle_the_columns(tmp_path: Path) -> None:
    body = " \n\nAndel nöjda \ngäster \n\n   94 %  90 % 2022 \n\nAnalys \nFler svarade i år. \n\n"
    (value,) = _read(tmp_path / "a.txt", HEAD + body).indicators
    assert value.certain and value.name == "Andel nöjda gäster"
    assert value.columns == Columns(previous="94 %", city_target="90 %", period="2022")
    assert value.previous_period == "VB 2022"
    assert [s.text for s in value.analysis] == ["Fler svarade i år."]


def test_a_full_row_needs_no_blanks(tmp_path: Path) -> None:
    body = "Matsvinn \n\n9 % 8 % 10 % 11 % 9 % 7 % 2022 \n"
    (value,) = _read(tmp_path / "a.txt", HEAD + body).indicators
    assert value.certain
    assert value.columns == Columns("9 %", "10 %", "8 %", "11 %", None, "9 %", "7 %", "2022")


@pytest.mark.parametrize("values", ["65 % 77 % 2022", " 65 % 77 % 2022", "     65 % 77 % 8 % 2022"])
def test_values_that_left_no_trace_of_their_columns_are_not_guessed(
    tmp_path: Path, values: str
) -> None:
    report = _read(tmp_path / "a.txt", f"{HEAD}Andel trygga \n\n{values} \n")
    (value,) = report.indicators
    assert not value.certain and value.columns == Columns() and value.other == ()
    assert value.name == "Andel trygga" and value.quote == f"Andel trygga {values.strip()}"
    assert value.quote in report.pages[0].text
    assert any("osäkra" in warning for warning in report.warnings)


def test_two_dates_settle_an_activity(tmp_path: Path) -> None:
    text = (
        " Aktivitet Startdatum Slutdatum Avvikelse\n\nLaga bänkar vid \ndammen. \n\n"
        "2022-01-01 2022-12-31  \n\nAnalys \nAlla är lagade. \n\n"
        "Måla om. 2022-02-01 2022-06-30 Avvikelse\n\nNämndmål: Parkerna är trygga\n\nText efter.\n"
    )
    report = _read(tmp_path / "a.txt", text)
    assert [(a.name, a.start, a.end, a.deviation) for a in report.activities] == [
        ("Laga bänkar vid dammen.", "2022-01-01", "2022-12-31", None),
        ("Måla om.", "2022-02-01", "2022-06-30", "Avvikelse"),
    ]
    assert report.goals[0].text == "Parkerna är trygga"


def test_the_word_indikator_in_running_text_opens_no_table(tmp_path: Path) -> None:
    report = _read(tmp_path / "a.txt", "Indikator för trygghet mäts 2022.\nDen följs i maj 2023.\n")
    assert report.indicators == () and report.tables == ()


@pytest.mark.parametrize(("name", "activities"), [("t1-2020", 110), ("vb-2022", 4), ("vp-2021", 4)])
def test_the_real_extracts_give_rows_and_ask_for_what_they_lack(name: str, activities: int) -> None:
    path = next(TEXTS.glob(f"{name}*.txt"), None) if TEXTS.is_dir() else None
    if path is None:
        pytest.skip("../shared/korpus/txt saknas: textutdragen ligger utanför arkivet")
    layout = read_layout(path)
    assert len(report_from(layout, path.name, WHO).activities) >= activities
    try:
        identity = report_from(layout, path.name, Overrides()).identity
    except UnknownIdentityError as error:
        assert set(error.fields) <= {"board", "year", "report_type"}
    else:
        kind, year = name.split("-")
        assert (identity.report_type, identity.year) == (kind.upper(), int(year))
        assert identity.board.startswith("Hägersten"), "not a board that the text only mentions"
