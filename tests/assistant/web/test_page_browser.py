"""The first page as a person uses it, in Chromium: ask, read, open a citation, see the mark.

The service is the real one with memory engines, on a free port of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.api.samples import QUOTE
from tests.assistant.web.browsing import needs_browser, watched

_QUESTION = "Hur många cyklar lagade gästerna i verkstaden?"

pytestmark = needs_browser


@pytest.fixture
def page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    yield from watched(browser, address, complaints, {})


def ask(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Din fråga").fill(_QUESTION)
    page.get_by_role("button", name="Fråga").click()
    expect(page.get_by_role("heading", name="Svar", exact=True)).to_be_visible()


def marked_pixels(page: Page) -> int:
    """How many pixels of the shown page image carry the mark's yellow."""
    return int(
        page.evaluate(
            """async () => {
              const image = document.querySelector("figure img");
              await image.decode();
              const canvas = document.createElement("canvas");
              canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
              const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
              const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
              let count = 0;
              for (let i = 0; i < data.length; i += 4)
                if (data[i] > 240 && data[i + 1] > 200 && data[i + 2] < 200) count++;
              return count;
            }"""
        )
    )


def test_ask_read_open_a_citation_and_see_the_mark(page: Page) -> None:
    ask(page)
    expect(page.locator(".statements")).to_contain_text("trehundra cyklar")
    expect(page.get_by_role("status")).to_contain_text("Svaret är klart")
    own = page.get_by_role("link", name="Länk till frågan").get_attribute("href")
    assert own and "q=Hur" in own, "the answer has an address of its own"
    first = page.locator(".statements a.ref").first
    first.click()
    panel = page.locator("#sidvisning")
    expect(panel.locator("mark")).to_have_text(QUOTE)
    expect(
        panel.get_by_role("heading", name="Sidan 2 i Verksamhetsberättelse 2022")
    ).to_be_focused()
    assert marked_pixels(page) > 1000
    panel.get_by_role("button", name="Stäng").click()
    expect(panel).to_be_hidden()
    expect(first).to_be_focused()


def test_the_main_path_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Din fråga")).to_be_focused()
    page.keyboard.type(_QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Svar", exact=True)).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.sources a.open')"):
            break
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Sidan 2 i Verksamhetsberättelse 2022")
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('.sources a.open')")


def test_back_and_forth_goes_from_answer_to_answer(page: Page) -> None:
    ask(page)
    page.get_by_label("Din fråga").fill("Vill nämnden öppna en sjöbod?")
    page.get_by_role("button", name="Fråga").click()
    answered = page.locator("article.turn:last-child [data-answer]")
    expect(answered).to_be_focused()
    page.go_back()
    first = page.locator("article.turn").first
    expect(first.get_by_role("heading", level=2)).to_be_focused()
    expect(first).to_contain_text("cyklar")
    page.go_forward()
    last = page.locator("article.turn").last
    expect(last.get_by_role("heading", level=2)).to_be_focused()
    expect(last).to_contain_text("sjöbod")


def test_a_filter_is_a_fence_and_can_be_removed(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Din fråga").fill(_QUESTION)
    page.get_by_text("Avgränsa till").click()
    page.get_by_label("2023", exact=True).check()
    page.get_by_role("button", name="Fråga").click()
    expect(page.get_by_text("valt av dig")).to_be_visible()
    expect(page.locator("#samtal")).not_to_contain_text("trehundra cyklar")
    page.get_by_role("link", name="Ta bort År: 2023").click()
    expect(page.locator(".statements")).to_contain_text("trehundra cyklar")
    expect(page.locator("article.turn")).to_have_count(1)
    expect(page.get_by_label("2023", exact=True)).not_to_be_checked()


def test_upload_and_see_it_taken_in(page: Page, tmp_path: Path) -> None:
    report = tmp_path / "bra rapport.txt"
    report.write_text("Kort rapport.", "utf-8")
    page.goto("/rapporter")
    page.get_by_label("Dra filer hit").set_input_files(report)
    page.get_by_role("button", name="Lägg in bra rapport.txt", exact=True).click()
    expect(page.locator("#filer")).to_contain_text("bra rapport.txt är inlagd.")


def test_without_javascript(browser: Browser, address: str, complaints: list[str]) -> None:
    for page in watched(browser, address, complaints, {"java_script_enabled": False}):
        ask(page)
        expect(page.get_by_role("button", name="Kopiera med källor")).to_be_hidden()
        with page.expect_download() as fetched:
            page.get_by_role("button", name="Hämta som Word").click()
        assert fetched.value.suggested_filename == "svar.docx"
        page.locator("a.ref").first.click()
        expect(page.locator("mark")).to_have_text(QUOTE)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Sidan 2")
        page.goto("/nyckeltal?namn=Nöjda gäster")
        with page.expect_download() as fetched:
            page.get_by_role("link", name="Hämta som Excel").click()
        assert fetched.value.suggested_filename == "nyckeltal.xlsx"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_on_a_narrow_screen(
    browser: Browser, address: str, complaints: list[str], scheme: str
) -> None:
    narrow = {"viewport": {"width": 320, "height": 640}, "color_scheme": scheme}
    for page in watched(browser, address, complaints, narrow):
        ask(page)
        page.locator(".sources a.open").first.click()
        expect(page.locator("mark")).to_be_visible()
        for path in ("", "/rapporter", "/om"):
            if path:
                page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
