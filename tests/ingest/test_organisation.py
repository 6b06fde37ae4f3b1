"""The organisation file: boards, what became of them, and an administrator's units."""

from __future__ import annotations

import time
from pathlib import Path

from ingest.organisation import boards_printed_in, load_organisation

FILE = """
boards:
  - name: Björkviken
    from: 2021-01-01
    predecessors: [Björkby, Viken]
  - name: Viken
    until: 2020-12-31
units:
  - name: Nya gårdens hemtjänst
    aliases: [NG]
    former: [Gamla gårdens hemtjänst]
"""


def test_boards_are_found_as_printed_and_long_runs_of_letters_passed_by() -> None:
    text = "Norra Viken-Björkby stadsdelsnämnd och Enskede årsta stadsdelsförvaltningens\n"
    found = ["Norra Viken-Björkby stadsdelsnämnd", "Enskede årsta stadsdelsförvaltningens"]
    began = time.process_time()
    assert list(boards_printed_in(text + "Å" * 30_000 + " " + "Å-" * 15_000)) == found
    assert time.process_time() - began < 5  # minutes, where it is sought from every letter on


def test_an_administrators_units(tmp_path: Path) -> None:
    path = tmp_path / "organisation.yaml"
    path.write_text(FILE, "utf-8")
    city = load_organisation(path)
    both = ("Nya gårdens hemtjänst", "Gamla gårdens hemtjänst")
    assert city.units[0].aliases == ("NG",)
    assert city.same_unit("gamla gårdens hemtjänst") == both == city.same_unit(both[0])
    assert city.same_unit("Andra enheten") == ("Andra enheten",)


def test_a_board_that_went_up_in_another(tmp_path: Path) -> None:
    path = tmp_path / "organisation.yaml"
    path.write_text(FILE, "utf-8")
    city = load_organisation(path)
    found = city.successor("Vikens stadsdelsnämnd")
    assert found is not None and found.name == "Björkviken"
    assert city.successor("Björkviken") is None


def test_the_file_that_comes_along_has_the_mergers_of_the_city() -> None:
    city = load_organisation()
    merged = city.find("Hägersten-Älvsjö")
    assert merged is not None and merged.since is not None and merged.since.year == 2020
    assert city.units == ()
