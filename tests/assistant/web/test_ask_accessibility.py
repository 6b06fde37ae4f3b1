"""Fråga in all its states by axe-core: waiting, answered with a source open, compared, cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.web.browsing import WINDOWS, faults_in, needs_browser, opened
from tests.assistant.web.talking import COMPARED, HELD, MISSING, HoldingAssistant

pytestmark = needs_browser


def look(page: Page, state: str, window: str) -> list[str]:
    """What axe finds in a state."""
    return [f"{state}, {fault}" for fault in faults_in(page, window)]


@pytest.mark.parametrize("window", WINDOWS)
def test_no_state_of_the_conversation_breaks_wcag_2_1_aa(
    browser: Browser, talk: tuple[HoldingAssistant, str], complaints: list[str], window: str
) -> None:
    assistant, address = talk
    assistant.again()
    faults: list[str] = []
    for page in opened(browser, address, complaints, window):
        page.goto("/")
        field = page.get_by_label("Din fråga")
        field.fill(HELD)
        field.press("Enter")
        expect(page.locator(".statements li")).to_have_count(1)
        faults += look(page, "väntar", window)
        page.get_by_role("button", name="Avbryt").click()
        expect(page.get_by_role("button", name="Fråga igen")).to_be_visible()
        faults += look(page, "avbruten", window)
        for question in (COMPARED, MISSING):
            field.fill(question)
            field.press("Enter")
            expect(page.locator("article.turn").last.locator("[data-answer]")).to_be_focused()
        faults += look(page, "svar", window)
        page.locator("table a.ref").first.click()
        expect(page.locator("#sidvisning mark").first).to_be_visible()
        faults += look(page, "källa öppen", window)
    assert faults == []
