"""Every page by axe-core: no violation of WCAG 2.1 A or AA, light and dark, narrow and enlarged.

At 200 % zoom a window of 1280 × 900 has room for 640 × 450; that is what the browser is given,
with a device scale of 2. A citation is opened on the pages that have one.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.app import create_app
from tests.assistant.api.samples import GREENHOUSE, ScriptedAssistant, fake_intake, full_answer
from tests.assistant.draft.shelf import UNIT, follow_up, library_of, plan
from tests.assistant.web.browsing import WINDOWS, faults_in, needs_browser, opened
from tests.assistant.web.serving import served

pytestmark = needs_browser
_PLACE = GREENHOUSE.document_id
PAGES = {
    "Fråga": "/",
    "Svar": "/?q=Hur många cyklar lagade gästerna i verkstaden?",
    "Källa": f"/documents/{_PLACE}/pages/2?quote=trehundra",
    "Nyckeltal": "/nyckeltal",
    "Nyckeltal, ett": "/nyckeltal?namn=Nöjda gäster",
    "Jämför": "/jamfor?amne=lagade cyklar",
    "Skriv": "/skriv",
    "Kontroll": "/skriv/kontroll",
    "Rapporter": "/rapporter",
    "Rapport": f"/rapporter/{_PLACE}",
    "Tomt utkast": "/skriv?enhet=Månen&ar=2024",
    "Om": "/om",
    "Fel": "/rapporter/finns-inte",
}


@pytest.mark.parametrize("window", WINDOWS)
def test_no_page_breaks_wcag_2_1_aa(
    browser: Browser,
    address: str,
    complaints: list[str],
    window: str,
) -> None:
    faults = []
    for page in opened(browser, address, complaints, window):
        for name, path in PAGES.items():
            page.goto(path)
            faults += [f"{name}: {fault}" for fault in faults_in(page, window)]
            link = page.locator("a.open").first
            if link.count():
                link.click()
                expect(page.locator("#sidvisning h2").first).to_be_visible()
                faults += [f"{name}, källa öppen: {fault}" for fault in faults_in(page, window)]
        complaints[:] = [said for said in complaints if "404" not in said and "422" not in said]
    assert faults == []


_FILES = ("bra.txt", "bra-osäker.txt", "trasig.pdf", "bild.png")


@pytest.mark.parametrize("window", WINDOWS)
def test_no_state_of_writing_breaks_wcag_2_1_aa(
    browser: Browser, complaints: list[str], window: str
) -> None:
    library = library_of(plan(2023), follow_up(2023))
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with served(app) as drafting:
        assert _state_faults(browser, drafting, complaints, (window, _writing)) == []


@pytest.mark.parametrize("window", WINDOWS)
def test_no_state_of_uploading_breaks_wcag_2_1_aa(
    browser: Browser, address: str, complaints: list[str], window: str
) -> None:
    assert _state_faults(browser, address, complaints, (window, _uploading)) == []


def _state_faults(
    browser: Browser, address: str, complaints: list[str], tried: tuple[str, Callable[[Page], None]]
) -> list[str]:
    window, state = tried
    faults = []
    for page in opened(browser, address, complaints, window):
        state(page)
        faults += faults_in(page, window)
    return faults


def _writing(page: Page) -> None:
    """A draft with every kind of statement, an open editor, a notice and the check's findings."""
    page.goto(f"/skriv?enhet={quote(UNIT)}&ar=2024")
    page.get_by_role("button", name="Ändra «").first.click()
    page.keyboard.type(" och vi med")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Ta bort «").first.click()
    page.get_by_role("button", name="Lägg till egen mening").first.click()
    page.keyboard.type("Vi ses på torsdagar.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Rensa").click()
    page.get_by_role("button", name="Ångra", exact=True).click()
    page.get_by_role("button", name="Kontrollera planen").click()
    expect(page.locator("#kontroll h2")).to_be_focused()
    page.get_by_role("button", name="Nästa plats").click()
    expect(page.locator("textarea:focus")).to_be_visible()
    page.get_by_text("Gör om avsnittet").first.click()


def _uploading(page: Page) -> None:
    """One file on its way, one to be asked about, two that could not be used."""
    told = {"id": "x", "status": "embedding", "progress": 0.4}
    page.route("**/api/documents/jobb-*", lambda route: route.fulfill(json=told))
    page.goto("/rapporter")
    page.locator("#file").set_input_files(
        [{"name": n, "mimeType": "text/plain", "buffer": b"Kort rapport."} for n in _FILES]
    )
    page.get_by_role("button", name="Lägg in bra.txt", exact=True).click()
    expect(page.locator("#filer progress").first).to_be_visible()
    expect(page.locator("#filer-lage")).to_contain_text("kunde inte läggas in")
    expect(page.get_by_text("Läs igenom uppgifterna")).to_be_visible()
