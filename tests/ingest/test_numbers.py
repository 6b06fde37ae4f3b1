"""Cells of indicator tables read as numbers, and the ones that must not be."""

from __future__ import annotations

import pytest

from ingest.numbers import Number, parse_number


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("11,7 %", 11.7, "%"),
        ("90%", 90.0, "%"),
        ("85.29 %", 85.29, "%"),
        ("4 500 st", 4500.0, "st"),
        ("4\u00a0500\u00a0st", 4500.0, "st"),
        ("1\u202f234\u202f567,5 tkr", 1234567.5, "tkr"),
        ("1.234.567 kr", 1234567.0, "kr"),
        ("-3,2 mnkr", -3.2, "mnkr"),
        ("−3,2 mnkr", -3.2, "mnkr"),
        ("– 12 tkr", -12.0, "tkr"),
        ("+2,5 %", 2.5, "%"),
        ("12 procent", 12.0, "%"),
        ("3 mkr", 3.0, "mnkr"),
        ("83", 83.0, None),
        ("0", 0.0, None),
        ("1,9 kg CO2 per kg mat", 1.9, "kg CO2 per kg mat"),
        ("16,5 barn/avd.", 16.5, "barn/avd."),
        ("1945 GWh", 1945.0, "GWh"),
        ("2,0 procentenheter", 2.0, "procentenheter"),
    ],
)
def test_one_number_with_its_measure(text: str, value: float, measure: str | None) -> None:
    assert parse_number(text) == Number(value, measure)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "öka",
        "Tas fram av nämnd",
        "Tertial 1 2020",
        "10–12 %",
        "10-12 %",
        "0 - 5",
        "+/- 1 %",
        "± 1 %",
        "minst 90 %",
        "≥ 90 %",
        "Max 10 personer",
        "3 av 5",
        "1:3",
        "2020-12-31",
        "11,7 % 7,1 %",
        "83 (86)",
        "12 34",
        "1.234",
        "1,5,2",
        "5 till 7 st",
        "2 % mindre än 2018",
    ],
)
def test_anything_else_is_no_number(text: str | None) -> None:
    assert parse_number(text) is None
