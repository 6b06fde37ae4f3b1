"""Signed in, in Chromium: what the pages' scripts send is let through, and signing out works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.access.entry import Access, SignIn
from assistant.access.sessions import Sessions
from assistant.access.shared_file import SharedFile
from assistant.app import create_app, equip, let_in
from assistant.feedback import FeedbackLog
from tests.assistant.api.doors import FakeDoor
from tests.assistant.api.samples import (
    ScriptedAssistant,
    build_library,
    fake_check,
    fake_intake,
    full_answer,
)
from tests.assistant.web.browsing import needs_browser, watched
from tests.assistant.web.serving import served

pytestmark = needs_browser


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor({"sub": "s-1", "name": "Anna Ek", "roles": ["redaktor"]})


@pytest.fixture
def page(browser: Browser, complaints: list[str], tmp_path: Path, door: FakeDoor) -> Iterator[Page]:
    library = build_library(tmp_path)
    told = ScriptedAssistant(library, full_answer())
    app = create_app(told, library, fake_intake(library), fake_check, max_upload_mb=1)
    equip(app, None, FeedbackLog(tmp_path / "feedback.jsonl"))
    with served(app) as address:
        door.url = f"{address}/logga-in/klar?code=k&state=x"
        sessions = Sessions(b"h" * 32, SharedFile(tmp_path / "ended.json"), 8)
        let_in(app, Access(None, SignIn(address, sessions, door)))
        yield from watched(browser, address, complaints, {"reduced_motion": "reduce"})


def test_what_the_scripts_send_is_let_through(page: Page, door: FakeDoor) -> None:
    page.goto("/")
    expect(page.locator(".who")).to_contain_text("Anna Ek (redaktör)")
    page.get_by_label("Din fråga").fill("Hur många cyklar lagades?")
    page.get_by_role("button", name="Fråga").click()
    expect(page.get_by_role("heading", name="Svar", exact=True)).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Hämta som Word", exact=True).click()
    page.get_by_role("button", name="Rätt", exact=True).click()
    expect(page.get_by_text("Tack")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Svar", exact=True)).to_be_visible()

    page.goto("/rapporter")
    chosen = {"name": "bra.txt", "mimeType": "text/plain", "buffer": b"a"}
    page.locator("#file").set_input_files([chosen])  # type: ignore[list-item]
    page.get_by_role("button", name="Lägg in bra.txt", exact=True).click()
    expect(page.locator("#inlagda")).to_have_text("Inlagda rapporter (3)")
    page.locator("table.reports a").first.click()
    page.get_by_text("Ta bort rapporten ur biblioteket").click()
    page.get_by_role("button", name="Ta bort", exact=False).click()
    expect(page.get_by_text("är borttagen")).to_be_visible()

    door.claims = {"sub": "s-2", "name": "Bo Ask", "roles": ["lasare"]}
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("heading", name="Du är utloggad")).to_be_visible()
    page.get_by_role("link", name="Logga in igen").click()
    expect(page.locator(".who")).to_contain_text("Bo Ask (läsare)")
    page.goto("/")
    expect(page.get_by_label("Din fråga")).to_be_visible()
    expect(page.get_by_role("heading", name="Svar", exact=True)).to_have_count(0)
    kept = page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('planassistent.'))")
    assert kept == ["planassistent.vem"], "what Anna asked is not there for Bo"
    page.goto("/rapporter")
    expect(page.locator("#file")).to_have_count(0)
    expect(page.locator("#inlagda")).to_be_visible()
