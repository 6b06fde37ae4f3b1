"""Rapporter as a person uses it, in Chromium: files good and bad, put right, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.app import create_app, equip
from assistant.feedback import FeedbackLog
from tests.assistant.api.samples import (
    EVIL,
    GREENHOUSE,
    ScriptedAssistant,
    build_library,
    empty_library,
    fake_check,
    fake_intake,
    full_answer,
)
from tests.assistant.web.browsing import needs_browser, watched
from tests.assistant.web.serving import served

pytestmark = needs_browser
PLACE = f"/rapporter/{GREENHOUSE.document_id}"
DROP = """(files) => {
  const held = new DataTransfer();
  for (const [name, text] of files) held.items.add(new File([text], name, { lastModified: 1 }));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector("h1").dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held }));
}"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.jsonl"


@pytest.fixture
def page(browser: Browser, complaints: list[str], tmp_path: Path, log: Path) -> Iterator[Page]:
    library = build_library(tmp_path)
    told = ScriptedAssistant(library, full_answer())
    app = create_app(told, library, fake_intake(library), fake_check, max_upload_mb=1)
    equip(app, None, FeedbackLog(log))
    with served(app) as address:
        for page in watched(browser, address, complaints, {"reduced_motion": "reduce"}):
            page.goto("/rapporter")
            yield page


def give(page: Page, *files: tuple[str, str]) -> None:
    """Choose files by the chooser."""
    page.locator("#file").set_input_files(
        [{"name": n, "mimeType": "text/plain", "buffer": t.encode()} for n, t in files]
    )


def line(page: Page, name: str) -> Locator:
    """The line of one file."""
    return page.locator("#filer li").filter(has=page.locator("p > strong", has_text=name))


def test_several_files_each_go_their_own_way(page: Page) -> None:
    give(page, ("bra.txt", "a"), ("trasig.pdf", "b"), ("bild.png", "c"), ("tom.txt", ""))
    expect(line(page, "trasig.pdf")).to_contain_text("Filen är trasig. Spara om den.")
    expect(line(page, "bild.png")).to_contain_text("PDF, Word (.docx) eller text (.txt)")
    expect(line(page, "tom.txt")).to_contain_text("är tom")
    good = line(page, "bra.txt")
    expect(good).to_contain_text("förstods som Tertialrapport 1 2020")
    expect(good).to_contain_text("Säker, 97 %")
    expect(page.locator("#inlagda")).to_have_text("Inlagda rapporter (2)")
    good.get_by_role("button", name="Lägg in bra.txt", exact=True).click()
    expect(good).to_contain_text("är inlagd")
    expect(page.locator("#inlagda")).to_have_text("Inlagda rapporter (3)")
    expect(page.locator("#filer-lage")).to_have_text(
        "4 filer: 1 är inlagd, 3 kunde inte läggas in."
    )
    page.reload()
    expect(line(page, "bra.txt")).to_contain_text("är inlagd")


def test_files_are_dropped_anywhere_on_the_page_and_all_sure_ones_taken_in(page: Page) -> None:
    page.evaluate(DROP, [["bra-1.txt", "a"], ["bra-osäker.txt", "b"], ["bra-1.txt", "a"]])
    expect(line(page, "bra-1.txt")).to_contain_text("förstods som")
    doubtful = line(page, "bra-osäker.txt")
    expect(doubtful).to_contain_text("Osäker, 60 %")
    expect(doubtful).to_contain_text(f"Sidan 1: tabellen {EVIL} är svårläst.")
    doubtful.get_by_label("År").fill("2019")
    doubtful.get_by_role("button", name="Lägg in bra-osäker.txt").click()
    expect(doubtful).to_contain_text("är inlagd")
    expect(page.locator(".reports")).to_contain_text("2019")
    page.evaluate(DROP, [["bra-3.txt", "c"]])
    everything = page.get_by_role("button", name="Lägg in alla som är säkra (2)")
    expect(everything).to_be_visible()
    everything.click()
    expect(line(page, "bra-1.txt")).to_contain_text("är inlagd")
    expect(line(page, "bra-3.txt")).to_contain_text("finns redan. Säg till om den ska ersättas.")


def test_a_report_is_replaced_only_when_asked_and_focus_stays(page: Page) -> None:
    give(page, ("bra.txt", "a"))
    row = line(page, "bra.txt")
    row.get_by_text("Uppgifter om bra.txt").click()
    row.get_by_label("Enhet (tomt").fill("")
    row.get_by_label("År").fill("2023")
    row.get_by_label("Rapporttyp").select_option("VP")
    row.get_by_role("button", name="Lägg in bra.txt", exact=True).click()
    expect(row).to_contain_text("finns redan. Säg till om den ska ersättas.")
    expect(row).to_contain_text("filen plan.txt, 1 sida")
    expect(row.locator(".job")).to_be_focused()
    row.get_by_label("Ersätt den med bra.txt").check()
    row.get_by_role("button", name="Lägg in bra.txt", exact=True).click()
    expect(row).to_contain_text("är inlagd")
    expect(page.locator("#inlagda")).to_have_text("Inlagda rapporter (2)")


def test_an_upload_cut_off_leaves_nothing_and_can_be_tried_again(
    page: Page, complaints: list[str]
) -> None:
    page.route("**/rapporter/filer", lambda route: route.abort("connectionreset"))
    give(page, ("bra.txt", "a"))
    row = line(page, "bra.txt")
    expect(row).to_contain_text("anslutningen bröts. Inget av filen har sparats.")
    page.unroute("**/rapporter/filer")
    row.get_by_role("button", name="Försök igen").click()
    expect(row).to_contain_text("förstods som")
    row.get_by_role("button", name="Lägg inte in bra.txt").click()
    expect(page.locator("#uppladdning")).to_be_hidden()
    expect(page.locator("#file")).to_be_focused()
    complaints[:] = [said for said in complaints if "ERR_CONNECTION_RESET" not in said]


def test_the_progress_of_each_file_is_told_and_a_lost_server_waited_for(
    page: Page, complaints: list[str]
) -> None:
    told = {"id": "x", "status": "embedding", "progress": 0.4}
    page.route("**/api/documents/jobb-*", lambda route: route.fulfill(json=told))
    give(page, ("bra.txt", "a"))
    row = line(page, "bra.txt")
    row.get_by_role("button", name="Lägg in bra.txt", exact=True).dblclick()
    expect(row).to_contain_text("görs sökbar")
    expect(page.get_by_label("Så långt har bra.txt kommit")).to_have_attribute("value", "0.4")
    expect(page.locator("#filer-lage")).to_have_text("1 fil: 1 är på väg.")
    page.unroute("**/api/documents/jobb-*")
    page.route("**/api/documents/jobb-*", lambda route: route.abort())
    expect(row).to_contain_text("servern svarar inte, försöker igen")
    page.unroute("**/api/documents/jobb-*")
    expect(row).to_contain_text("är inlagd")
    complaints[:] = [said for said in complaints if "ERR_FAILED" not in said]


def test_delete_and_take_back(page: Page, complaints: list[str]) -> None:
    page.goto(PLACE)
    page.get_by_text("Ta bort rapporten ur biblioteket").click()
    page.get_by_role("button", name="Ta bort Verksamhetsberättelse 2022").click()
    expect(page.get_by_role("status").first).to_contain_text("är borttagen")
    expect(page.locator("#inlagda")).to_have_text("Inlagda rapporter (1)")
    page.goto(f"/documents/{GREENHOUSE.document_id}/pages/2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapporten finns inte")
    page.go_back()
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("#filer")).to_contain_text("kedjan.pdf")
    complaints[:] = [said for said in complaints if "404" not in said]


def test_a_misreading_is_seen_beside_its_page_and_reported(page: Page, log: Path) -> None:
    page.goto(PLACE)
    page.get_by_role("link", name="Visa sidan 2 med raden märkt").first.click()
    expect(page.locator("#sidvisning mark").first).to_be_visible()
    expect(page.locator("#sidvisning img")).to_be_visible()
    wrong = page.get_by_role("link", name="Rapportera fel i läsningen: Nöjda gäster, sidan 2")
    wrong.click()
    comment = page.get_by_label("Vad är fel")
    expect(comment).to_be_focused()
    expect(page.get_by_label("Sidan", exact=True)).to_have_value("2")
    page.keyboard.type("Det står 82 %.")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("#fel-svar")).to_have_text(
        "Tack! Felet är sparat i loggen för förvaltaren."
    )
    expect(wrong).to_be_focused()
    (told,) = [json.loads(row) for row in log.read_text("utf-8").splitlines()]
    assert (told["omdome"], told["kommentar"]) == ("fellast", "Det står 82 %.")
    assert told["kallor"][0]["dokument_id"] == GREENHOUSE.document_id
    assert (told["kallor"][0]["sida"], told["kallor"][0]["dokument"]) == (2, "kedjan")


def test_an_empty_library_says_what_to_do_first(
    browser: Browser, complaints: list[str], tmp_path: Path
) -> None:
    library = empty_library(tmp_path)
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with served(app) as address:
        for page in watched(browser, address, complaints, {}):
            page.goto("/rapporter")
            expect(page.get_by_role("heading", name="Biblioteket är tomt")).to_be_visible()
            page.goto("/skriv")
            page.get_by_role("link", name="Lägg först in").click()
            expect(page.get_by_role("heading", name="Lägg in rapporter")).to_be_visible()


def test_without_javascript(browser: Browser, complaints: list[str], tmp_path: Path) -> None:
    library = build_library(tmp_path)
    told = ScriptedAssistant(library, full_answer())
    app = create_app(told, library, fake_intake(library), fake_check)
    with served(app) as address:
        for page in watched(browser, address, complaints, {"java_script_enabled": False}):
            page.goto("/rapporter")
            give(page, ("bra.txt", "a"), ("bild.png", "b"))
            page.get_by_role("button", name="Läs filerna").click()
            expect(line(page, "bild.png")).to_contain_text("kunde inte läggas in")
            row = line(page, "bra.txt")
            row.get_by_role("button", name="Lägg in bra.txt", exact=True).click()
            for _ in range(50):
                if "är inlagd" in page.locator("#filer").inner_text():
                    break
                page.reload()
            expect(row).to_contain_text("är inlagd")
