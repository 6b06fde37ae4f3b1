"""Every page by axe-core: no violation of WCAG 2.1 A or AA, light and dark, narrow and enlarged.

At 200 % zoom a window of 1280 × 900 has room for 640 × 450; that is what the browser is given,
with a device scale of 2. A citation is opened on the pages that have one.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.assistant.api.samples import GREENHOUSE
from tests.assistant.web.test_page_browser import (
    _CHROMIUM,
    _QUESTION,
    address,
    browser,
    complaints,
    watched,
)

__all__ = ["address", "browser", "complaints"]

pytestmark = pytest.mark.skipif(
    not _CHROMIUM.exists(), reason=f"NO BROWSER: {_CHROMIUM} is missing, pages are not tried"
)
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
_WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "320 px": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
    "200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
}
_PLACE = GREENHOUSE.document_id
PAGES = {
    "Fråga": "/",
    "Svar": f"/?q={_QUESTION}",
    "Källa": f"/documents/{_PLACE}/pages/2?quote=trehundra",
    "Nyckeltal": "/nyckeltal",
    "Nyckeltal, ett": "/nyckeltal?namn=Nöjda gäster",
    "Jämför": "/jamfor?amne=lagade cyklar",
    "Skriv": "/skriv",
    "Kontroll": "/skriv/kontroll",
    "Rapporter": "/rapporter",
    "Rapport": f"/rapporter/{_PLACE}",
    "Om": "/om",
    "Fel": "/rapporter/finns-inte",
}


@pytest.mark.parametrize("window", _WINDOWS)
def test_no_page_breaks_wcag_2_1_aa(
    browser: Browser,
    address: str,
    complaints: list[str],
    window: str,
) -> None:
    faults = []
    for page in watched(browser, address, complaints, _WINDOWS[window]):
        for name, path in PAGES.items():
            page.goto(path)
            faults += [f"{name}: {fault}" for fault in _faults(page)]
            link = page.locator("a.open").first
            if link.count():
                link.click()
                expect(page.locator("#sidvisning h2").first).to_be_visible()
                faults += [f"{name}, källa öppen: {fault}" for fault in _faults(page)]
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults += [f"{name}: {wide} px too wide"] if wide > 0 else []
        complaints[:] = [said for said in complaints if "404" not in said]
    assert faults == []


def _faults(page: Page) -> list[str]:
    violations = Axe().run(page, options=_RULES).response["violations"]
    return [
        f"{fault['id']} ({fault['help']}): {node['html'][:160]}"
        for fault in violations
        for node in fault["nodes"]
    ]
