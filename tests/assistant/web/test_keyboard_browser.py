"""Nyckeltal and Jämför with the keyboard alone: ask, find a value, open its source, come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.web.browsing import needs_browser, watched

pytestmark = needs_browser
PAGES = {
    "/nyckeltal": ("Indikator", "nöjda gester", "table.years a.open"),
    "/nyckeltal#diagram": ("Indikator", "nöjda gäster", "svg a.open"),
    "/jamfor": ("Ämne, mål eller nyckeltal", "lagade cyklar", "table a.open"),
}


@pytest.fixture
def page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    yield from watched(browser, address, complaints, {})


@pytest.mark.parametrize("path", PAGES)
def test_ask_open_a_source_and_come_back(page: Page, path: str) -> None:
    label, words, value = PAGES[path]
    page.goto(path)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form.ask input')"):
            break
    expect(page.get_by_label(label, exact=True)).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(value).first).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches('{value}')"):
            break
    page.keyboard.press("Enter")
    heading = page.locator("#sidvisning h2")
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    assert page.evaluate(f"document.activeElement.matches('{value}')")
    assert "=" in page.url, "the address reproduces the view"
