"""The file of a report whose personal identity numbers were masked is for editors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.assistant.internal.hidden import ELSEWHERE, NOWHERE, OPEN_ID, Served, served

PAGE = f"/documents/{OPEN_ID}/pages/2"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "service", with_secret=False) as one:
        stored = one.library.stored(OPEN_ID)
        assert stored is not None
        one.library.store.commit(replace(stored, masked=2))
        yield one


def test_a_reader_reads_the_text_but_not_the_file(service: Served) -> None:
    service.asking(NOWHERE)
    for path in (f"/documents/{OPEN_ID}/file", f"{PAGE}.png"):
        refused = service.client.get(path)
        assert refused.status_code == 403 and "be en redaktör" in refused.json()["detail"]
    page = service.client.get(PAGE, params={"quote": "Matsvinnet minskade med 12 procent."})
    assert page.status_code == 200 and "visas inte som bild" in page.text
    assert "<mark>" in page.text
    assert ".png" not in page.text and "Öppna originalet" not in page.text


def test_an_editor_sees_the_file(service: Served) -> None:
    service.asking(ELSEWHERE)
    assert service.client.get(f"/documents/{OPEN_ID}/file").status_code == 200
    assert service.client.get(f"{PAGE}.png").status_code == 200
    page = service.client.get(PAGE).text
    assert ".png" in page and "Öppna originalet" in page and "visas inte som bild" not in page
