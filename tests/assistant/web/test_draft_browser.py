"""Skriv as a chief uses it, in Chromium: write, accept, drop, redo, check, take away, come back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import quote

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.app import create_app
from tests.assistant.api.samples import ScriptedAssistant, fake_intake, full_answer
from tests.assistant.draft.shelf import UNIT, WORK, follow_up, library_of, plan
from tests.assistant.web.browsing import needs_browser, watched
from tests.assistant.web.serving import served

pytestmark = needs_browser
EVIL = "<img src=x onerror=alert(1)> sker varje vecka."
DRAFT = f"/skriv?enhet={quote(UNIT)}&ar=2024&namndmal={quote(WORK)}"
MINE = "Alla trivs och säger det."
WELCOME = "Alla känner sig välkomna"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    told = plan(2023)
    told.goals.append(told.goals[0])
    told.text("Arbetssätt", EVIL)
    library = library_of(told, follow_up(2023))
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with served(app) as where:
        yield where


@pytest.fixture
def page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    for page in watched(browser, address, complaints, {"reduced_motion": "reduce"}):
        page.goto(DRAFT)
        yield page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def rewrite(page: Page, start: str, text: str) -> None:
    press(page, f"Ändra «{start}")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    press(page, "Spara")


def statement(page: Page, text: str) -> str:
    """The word that tells what the statement with this text is."""
    return page.locator("li.said", has_text=text).first.locator(".badge").inner_text()


def section(page: Page, name: str) -> str:
    """The statements under a heading, without their tools."""
    field = page.locator(f"h4:text-is('{name}') + ul.slot").first
    return " ".join(field.locator("li > p:first-child").all_inner_texts())


def test_an_edit_is_marked_keeps_the_first_wording_and_outlives_a_reload(page: Page) -> None:
    expect(page.locator("#sparlage")).to_have_text("Det du ändrar sparas i den här webbläsaren.")
    rewrite(page, WELCOME, MINE)
    expect(page.get_by_role("button", name=f"Ändra «{MINE}")).to_be_focused()
    for _ in range(2):
        assert statement(page, MINE) == "Ändrad av dig"
        told = page.locator("li.said", has_text=MINE).first
        expect(told).to_contain_text("Källan hör till den ursprungliga lydelsen")
        expect(told.get_by_role("link", name="Visa källan")).to_have_count(1)
        expect(page.locator("#sparlage")).to_contain_text("Sparat i den här webbläsaren kl.")
        page.reload()
    press(page, f"Återställ «{MINE}")
    assert statement(page, WELCOME) == "Ur rapport"


def test_what_is_being_typed_outlives_a_reload(page: Page) -> None:
    press(page, f"Ändra «{WELCOME}")
    page.keyboard.type(" Och mer än så")
    page.reload()
    expect(page.get_by_label("Ändra meningen")).to_have_value(re.compile("Och mer än så"))
    press(page, "Lägg till egen mening")
    page.keyboard.type("Halvfärdigt")
    page.reload()
    expect(page.get_by_label("Egen mening")).to_have_value("Halvfärdigt")


def test_proposals_are_accepted_or_dropped_and_both_undone(page: Page) -> None:
    press(page, "Godta «Följ upp")
    assert statement(page, "Följ upp målet") == "Godtaget förslag"
    expect(page.get_by_role("button", name="Ångra godtagandet")).to_be_focused()
    page.keyboard.press("Enter")
    assert statement(page, "Följ upp målet") == "Förslag"
    press(page, "Ta bort «Följ upp")
    expect(page.get_by_role("button", name="Ångra borttagningen")).to_be_focused()
    expect(page.locator("#sagt")).to_contain_text("Meningen är borttagen")
    page.reload()
    press(page, "Ångra borttagningen")
    assert statement(page, "Följ upp målet") == "Förslag"


def test_places_to_fill_in_are_counted_and_jumped_to(page: Page) -> None:
    expect(page.get_by_text("1 plats att fylla i")).to_be_visible()
    press(page, "Nästa plats")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("Eva ansvarar.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Inga platser kvar att fylla i.")).to_be_visible()
    assert statement(page, "Eva ansvarar.") == "Ändrad av dig"


def test_a_section_made_again_keeps_what_the_chief_has_touched(page: Page) -> None:
    rewrite(page, WELCOME, MINE)
    press(page, "Ta bort «Frånvaron steg")
    page.get_by_text("Gör om avsnittet Förväntat resultat").click()
    page.get_by_label("Vad ska ändras?").first.fill("kortare")
    press(page, "Gör om")
    notice = page.locator("#meddelanden .notice")
    expect(notice).to_contain_text("En mening som du har rört står kvar.")
    expect(notice).to_be_focused()
    after = section(page, "Förväntat resultat")
    assert MINE in after and WELCOME not in after and "Frånvaron steg" not in after
    press(page, "Ångra omgörningen")
    assert "Frånvaron steg" in section(page, "Förväntat resultat")


def test_a_lost_connection_loses_nothing_and_says_what_to_do(
    page: Page, complaints: list[str]
) -> None:
    rewrite(page, WELCOME, MINE)
    page.route("**/api/draft/**", lambda route: route.abort())
    page.get_by_text("Gör om avsnittet Förväntat resultat").click()
    page.get_by_label("Vad ska ändras?").first.fill("kortare")
    press(page, "Gör om")
    expect(page.locator(".redo [role=status]").first).to_contain_text("Servern svarar inte")
    expect(page.locator(".redo [role=status]").first).to_be_focused()
    for name, words in (
        ("Kontrollera planen", "Planen kunde inte kontrolleras."),
        ("Word med fotnoter", "Filen kunde inte göras."),
    ):
        page.get_by_text(name).click()
        expect(page.locator("#meddelanden")).to_contain_text(words)
        expect(page.locator("#meddelanden")).to_contain_text("Dina ändringar är kvar")
    page.unroute("**/api/draft/**")
    assert statement(page, MINE) == "Ändrad av dig"
    complaints[:] = [said for said in complaints if "ERR_FAILED" not in said]


def test_the_newest_of_two_tabs_wins_and_the_other_can_be_had(page: Page) -> None:
    other = page.context.new_page()
    other.goto(DRAFT)
    press(other, f"Ändra «{WELCOME}")
    other.keyboard.type(" halvskrivet")
    rewrite(page, "Frånvaron steg", "Frånvaron ska ned.")
    expect(other.locator("#meddelanden")).to_contain_text("Utkastet ändrades i en annan flik.")
    expect(other.locator("ul.slot").nth(1)).to_contain_text("Frånvaron ska ned.")
    expect(other.get_by_label("Ändra meningen")).to_have_value(re.compile("halvskrivet"))
    press(other, "Visa versionen som stod här")
    expect(other.locator("ul.slot").nth(1)).to_contain_text("Frånvaron steg")
    expect(page.locator("ul.slot").nth(1)).to_contain_text("Frånvaron steg")
    expect(page.locator("#meddelanden")).to_contain_text("Den nyaste versionen visas här.")
    press(page, "Visa versionen som stod här")
    expect(page.locator("ul.slot").nth(1)).to_contain_text("Frånvaron ska ned.")


def test_the_check_reads_the_edited_text_and_leads_back_to_it(page: Page) -> None:
    rewrite(page, WELCOME, "Vi siktar på 4711 nöjda gäster.")
    press(page, "Kontrollera planen")
    head = page.get_by_role("heading", name="Kontrollen gav")
    expect(head).to_be_focused()
    found = page.locator("#kontroll li", has_text="4711").first
    found.get_by_role("button", name="Gå till meningen").click()
    expect(page.get_by_role("button", name="Ändra «Vi siktar")).to_be_focused()


def test_the_file_is_the_chiefs_text_and_says_so(page: Page) -> None:
    rewrite(page, WELCOME, "Vi blir 4711 fler <b>.")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Word med fotnoter").click()
    path = waited.value.path()
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(path.read_bytes())).paragraphs)
    assert "Vi blir 4711 fler <b>." in text and WELCOME not in text
    with page.expect_download() as waited:
        page.get_by_role("link", name="text (Markdown)").click()
    told = waited.value.path().read_text("utf-8")
    assert "Chefens egen text, utan källa i rapporterna." in told


def test_a_field_is_copied_with_or_without_its_sources(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rewrite(page, WELCOME, MINE)
    press(page, "Kopiera Förväntat resultat")
    expect(page.get_by_role("button", name="Kopierat Förväntat resultat")).to_be_visible()
    plain = page.evaluate("navigator.clipboard.readText()")
    assert MINE in plain and "Källor" not in plain
    press(page, "Kopiera med källor Förväntat resultat")
    expect(page.locator("#sagt")).to_contain_text("kopierat")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert "Källor" in cited and "hör till den ursprungliga lydelsen" in cited


def test_markup_is_text_wherever_it_comes_from(page: Page) -> None:
    expect(page.locator(".sheet")).to_contain_text(EVIL)
    rewrite(page, WELCOME, "<img src=y onerror=alert(2)>")
    page.reload()
    expect(page.locator(".sheet")).to_contain_text("<img src=y onerror=alert(2)>")
    press(page, "Kontrollera planen")
    expect(page.get_by_role("heading", name="Kontrollen gav")).to_be_visible()
    assert page.locator("main img").count() == 0


def test_clearing_can_be_undone_and_the_kept_drafts_are_listed(page: Page) -> None:
    rewrite(page, WELCOME, MINE)
    press(page, "Rensa")
    assert MINE not in section(page, "Förväntat resultat")
    press(page, "Ångra")
    assert MINE in section(page, "Förväntat resultat")
    page.goto("/skriv")
    kept = page.locator("#sparade")
    kept.get_by_role("link", name=f"{UNIT}, 2024").click()
    expect(page.locator(".sheet")).to_contain_text(MINE)
    page.goto("/skriv")
    press(page, "Rensa")
    expect(kept).to_be_hidden()
    page.goto(DRAFT)
    expect(page.locator(".sheet")).not_to_contain_text(MINE)


def test_a_kept_draft_meets_a_new_one_and_neither_is_lost(page: Page) -> None:
    rewrite(page, WELCOME, MINE)
    page.goto(f"{DRAFT}&rubriker=Arbetssätt,Uppföljning")
    expect(page.locator("#meddelanden")).to_contain_text("Ditt sparade utkast")
    expect(page.locator("#utan-plats")).to_contain_text(MINE)
    press(page, "Visa det nya utkastet")
    expect(page.locator("#utan-plats")).to_be_hidden()
    press(page, "Visa mitt sparade")
    expect(page.locator("#utan-plats")).to_contain_text(MINE)


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('fullt'); };")
    page.reload()
    rewrite(page, WELCOME, MINE)
    expect(page.locator("#sparlage")).to_contain_text("Inte sparat i webbläsaren")
    expect(page.locator("#sparlage")).to_contain_text("Ladda ner utkastet")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/om")


def test_by_keyboard_alone(page: Page) -> None:
    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(selector)

    tab_to("[data-do=next]")
    page.keyboard.press("Enter")
    page.keyboard.type("Eva ansvarar.")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.dataset.do") == "edit"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.do") == "edit"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement !== document.body")
    page.reload()
    tab_to(".said a.open")
    page.keyboard.press("Enter")
    expect(page.locator("#sidvisning h2").first).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.said a.open')")


def test_without_javascript(browser: Browser, address: str, complaints: list[str]) -> None:
    for page in watched(browser, address, complaints, {"java_script_enabled": False}):
        page.goto(DRAFT)
        assert statement(page, WELCOME) == "Ur rapport"
        with page.expect_download() as waited:
            page.get_by_role("link", name="Word med fotnoter").click()
        assert waited.value.suggested_filename.endswith(".docx")
