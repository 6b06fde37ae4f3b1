"""Fråga in all its states by axe-core: waiting, answered with a source open, compared, cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.web.talking import COMPARED, HELD, MISSING, HoldingAssistant, holding, served
from tests.assistant.web.test_accessibility import _WINDOWS, _faults
from tests.assistant.web.test_page_browser import _CHROMIUM, browser, complaints, watched

__all__ = ["browser", "complaints"]

pytestmark = pytest.mark.skipif(
    not _CHROMIUM.exists(), reason=f"NO BROWSER: {_CHROMIUM} is missing, pages are not tried"
)
Served = tuple[HoldingAssistant, str]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    assistant, _, app = holding(tmp_path_factory.mktemp("bibliotek"))
    with served(app) as address:
        yield assistant, address


def look(page: Page, state: str) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    too_wide = [f"{state}: {wide} px too wide"] if wide > 0 else []
    return [*(f"{state}: {fault}" for fault in _faults(page)), *too_wide]


@pytest.mark.parametrize("window", _WINDOWS)
def test_no_state_of_the_conversation_breaks_wcag_2_1_aa(
    browser: Browser, service: Served, complaints: list[str], window: str
) -> None:
    assistant, address = service
    assistant.again()
    faults: list[str] = []
    for page in watched(browser, address, complaints, _WINDOWS[window]):
        page.goto("/")
        field = page.get_by_label("Din fråga")
        field.fill(HELD)
        field.press("Enter")
        expect(page.locator(".statements li")).to_have_count(1)
        faults += look(page, "väntar")
        page.get_by_role("button", name="Avbryt").click()
        expect(page.get_by_role("button", name="Fråga igen")).to_be_visible()
        faults += look(page, "avbruten")
        for question in (COMPARED, MISSING):
            field.fill(question)
            field.press("Enter")
            expect(page.locator("article.turn").last.locator("[data-answer]")).to_be_focused()
        faults += look(page, "svar")
        page.locator("table a.ref").first.click()
        expect(page.locator("#sidvisning mark").first).to_be_visible()
        faults += look(page, "källa öppen")
    assert faults == []
