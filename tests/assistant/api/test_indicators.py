"""Indicator values as JSON and CSV, and their names."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient

from ingest.library import Library
from ingest.model import Columns
from tests.assistant.api.samples import GREENHOUSE, ROW, greenhouse_report, put


def test_all_values_in_a_scope(client: TestClient) -> None:
    values = client.get("/api/indicators", params={"unit": GREENHOUSE.unit}).json()["values"]
    assert [v["name"] for v in values] == ["Nöjda gäster", "=HYPERLINK(1)"]
    assert values[0]["number"] == 81.5
    assert values[1]["certain"] is False and values[1]["number"] is None


def test_a_plans_number_is_its_target(client: TestClient) -> None:
    params = {"report_type": "VP", "name": "nöjda gäster"}
    value = client.get("/api/indicators", params=params).json()["values"][0]
    assert (value["outcome"], value["target"], value["number"]) == (None, "85 %", 85.0)


def test_a_name_may_be_misspelt_and_an_unknown_one_gives_nothing(client: TestClient) -> None:
    found = client.get("/api/indicators", params={"name": "nöjda gästar"}).json()["values"]
    assert {v["name"] for v in found} == {"Nöjda gäster"}
    nothing = client.get("/api/indicators", params={"name": "Månens avstånd"}).json()
    assert nothing == {"values": [], "warnings": []}


def test_names_with_counts(client: TestClient) -> None:
    names = client.get("/api/indicators/names").json()["names"]
    assert names == [{"name": "=HYPERLINK(1)", "count": 1}, {"name": "Nöjda gäster", "count": 2}]


def test_csv_holds_the_same_and_no_formulas(client: TestClient) -> None:
    params = {"unit": GREENHOUSE.unit}
    response = client.get("/api/indicators", params=params, headers={"Accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert rows[0]["outcome"] == "81,5 %" and rows[0]["number"] == "81.5"
    assert rows[0]["document_id"] == GREENHOUSE.document_id and rows[0]["quote"] == ROW
    assert rows[1]["name"] == "'=HYPERLINK(1)"


def test_negative_numbers_stay_numbers_in_csv() -> None:
    from assistant.export.cells import safe

    assert safe("-3,2 %") == "-3,2 %"
    assert safe("-1+cmd|' /C calc'!A0") == "'-1+cmd|' /C calc'!A0"
    assert safe("@SUM(A1)") == "'@SUM(A1)"


def test_two_reports_that_disagree_are_pointed_out(
    client: TestClient, library: Library, tmp_path: Path
) -> None:
    report = greenhouse_report()
    again = replace(
        report.indicators[0], columns=Columns(previous="80,5 %"), previous_period="VB 2022"
    )
    later = replace(
        report, identity=replace(report.identity, year=2023), indicators=(again,)
    )  # fmt: skip
    (tmp_path / "nytt.txt").write_text("Nytt.", "utf-8")
    put(library, later, tmp_path / "nytt.txt")
    answer = client.get("/api/indicators", params={"name": "nöjda gäster"}).json()
    (warning,) = answer["warnings"]
    assert "81,5 %" in warning and "80,5 % för VB 2022" in warning


def test_what_a_name_was_taken_for_is_said(client: TestClient) -> None:
    slip = client.get("/api/indicators", params={"name": "nöjda gester"}).json()
    assert "«nöjda gester» tolkades som «Nöjda gäster»." in slip["warnings"]
    printed = client.get("/api/indicators", params={"name": "nöjda gäster"}).json()
    assert printed["values"] and not any("tolkades" in w for w in printed["warnings"])
