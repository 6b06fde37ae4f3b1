"""Fråga as a conversation, in Chromium: streamed, stopped, dropped, kept, copied, taken away."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.api.samples import GREENHOUSE, QUOTE
from tests.assistant.web.browsing import needs_browser, watched
from tests.assistant.web.serving import served
from tests.assistant.web.talking import COMPARED, HELD, HoldingAssistant, holding

pytestmark = needs_browser
Served = tuple[HoldingAssistant, str]


@pytest.fixture
def assistant(talk: Served) -> HoldingAssistant:
    talk[0].again()
    return talk[0]


@pytest.fixture
def page(
    browser: Browser, talk: Served, assistant: HoldingAssistant, complaints: list[str]
) -> Iterator[Page]:
    rights = {"permissions": ["clipboard-read", "clipboard-write"]}
    for page in watched(browser, talk[1], complaints, rights):
        page.goto("/")
        yield page
        assistant.go.set()


def send(page: Page, question: str) -> None:
    page.get_by_label("Din fråga").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, question: str = "Hur många cyklar?") -> None:
    send(page, question)
    expect(page.locator("article.turn").last.locator("[data-answer]")).to_be_focused()


def test_statements_come_one_by_one_and_the_end_is_told(
    page: Page, assistant: HoldingAssistant
) -> None:
    send(page, HELD)
    turn = page.locator("article.turn")
    expect(turn.locator(".statements li")).to_have_count(1)
    expect(turn).to_have_attribute("aria-busy", "true")
    status = page.get_by_role("status")
    expect(status).to_have_text("Söker i rapporterna …")
    expect(status).to_have_attribute("aria-live", "polite")
    assistant.go.set()
    expect(turn.locator("[data-answer]")).to_be_focused()
    expect(status).to_have_text("Svaret är klart, med 2 källor.")
    expect(turn.locator(".statements li")).to_have_count(2)


def test_a_source_opened_while_the_answer_comes_keeps_focus(
    page: Page, assistant: HoldingAssistant
) -> None:
    send(page, HELD)
    page.locator(".statements a.ref").first.click()
    heading = page.get_by_role("heading", name="Sidan 2 i Verksamhetsberättelse 2022")
    expect(heading).to_be_focused()
    assistant.go.set()
    expect(page.get_by_role("status")).to_contain_text("Svaret är klart")
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.statements a.ref')")


def test_a_second_press_asks_nothing_twice(page: Page, assistant: HoldingAssistant) -> None:
    send(page, HELD)
    expect(page.locator(".statements li")).to_have_count(1)
    send(page, HELD)
    page.get_by_role("button", name="Fråga", exact=True).click(force=True)
    expect(page.get_by_role("status")).to_contain_text("Ett svar är på väg")
    expect(page.locator("article.turn")).to_have_count(1)
    assert len(assistant.asked) == 1


def test_back_in_the_middle_of_an_answer_ends_it_and_says_so(
    page: Page, assistant: HoldingAssistant
) -> None:
    answered(page)
    send(page, HELD)
    expect(page.locator("article.turn").last.locator(".statements li")).to_have_count(1)
    page.go_back()
    last = page.locator("article.turn").last
    expect(last).to_contain_text("Du gick bakåt innan det var klart.")
    assert assistant.ended.wait(10), "the work went on for nobody"
    assistant.go.set()
    last.get_by_role("button", name="Fråga igen").click()
    expect(last.locator("[data-answer]")).to_be_visible()
    expect(page.locator("article.turn")).to_have_count(2)


def test_a_reload_in_the_middle_keeps_the_question(page: Page, assistant: HoldingAssistant) -> None:
    send(page, HELD)
    expect(page.locator(".statements li")).to_have_count(1)
    page.reload()
    turn = page.locator("article.turn")
    expect(turn).to_contain_text("Svaret avbröts")
    expect(turn.locator(".statements li")).to_have_count(1)
    assistant.go.set()
    turn.get_by_role("button", name="Fråga igen").click()
    expect(page.get_by_role("status")).to_contain_text("Svaret är klart")


def test_a_dropped_stream_says_so_and_offers_to_ask_again(page: Page) -> None:
    part = json.dumps({"html": '<li class="said">Första meningen.</li>'})
    page.route(
        "**/fraga",
        lambda route: route.fulfill(
            content_type="text/event-stream", body=f"event: statement\ndata: {part}\n\n"
        ),
    )
    send(page, "Hur många cyklar?")
    turn = page.locator("article.turn")
    expect(turn).to_contain_text("Svaret avbröts innan det var klart")
    expect(turn).to_contain_text("Första meningen.")
    page.unroute("**/fraga")
    turn.get_by_role("button", name="Fråga igen").click()
    expect(page.locator("article.turn .statements")).to_contain_text(QUOTE)


def test_a_server_that_is_gone_is_told(page: Page, complaints: list[str]) -> None:
    page.route("**/fraga", lambda route: route.abort())
    send(page, "Hur många cyklar?")
    expect(page.locator("article.turn")).to_contain_text("Servern svarar inte")
    complaints.clear()


def test_a_question_that_cannot_be_answered_gets_the_servers_words(page: Page) -> None:
    problem = {"title": "Frågan är för lång.", "detail": "Korta ned den."}
    page.route(
        "**/fraga",
        lambda route: route.fulfill(content_type="text/event-stream", body=(
            f"event: error\ndata: {json.dumps(problem)}\n\n"
        )),
    )  # fmt: skip
    send(page, "Hur många cyklar?")
    expect(page.locator("article.turn")).to_contain_text("Korta ned den.")


def test_a_reload_shows_the_conversation_with_sources_that_open(page: Page) -> None:
    answered(page)
    answered(page, "Och året innan?")
    page.reload()
    expect(page.locator("article.turn")).to_have_count(2)
    page.locator("article.turn").first.locator("a.ref").first.click()
    expect(page.locator("#sidvisning mark")).to_have_text(QUOTE)


def test_a_follow_up_is_sent_with_what_was_asked_before(
    page: Page, assistant: HoldingAssistant
) -> None:
    answered(page)
    answered(page, "Och året innan?")
    said = [(turn.role, turn.content) for turn in assistant.asked[-1].history]
    assert said[0] == ("user", "Hur många cyklar?")
    assert said[1][0] == "assistant" and QUOTE in said[1][1]


def test_a_shared_address_is_answered_and_joins_the_conversation(page: Page) -> None:
    answered(page)
    page.goto("/?q=Hur+var+det%3F&year=2022")
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator("article.turn").last).to_contain_text("År: 2022 – valt av dig")
    assert "q=" not in page.url, "a reload asks nothing again"


def test_what_was_understood_can_be_taken_away(page: Page, assistant: HoldingAssistant) -> None:
    answered(page, "Hur många cyklar 2022?")
    page.get_by_role("link", name="Ta bort År: 2022").click()
    expect(page.get_by_role("status")).to_contain_text("Svaret är klart")
    expect(page.locator("[data-answer]")).to_be_focused()
    assert assistant.asked[-1].dropped.years == (2022,)
    expect(page.locator("article.turn")).to_have_count(1)


def test_a_suggestion_is_asked_in_the_conversation(page: Page, assistant: HoldingAssistant) -> None:
    answered(page)
    page.get_by_role("link", name="Hur många cyklar såldes 2022?").click()
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator("article.turn").last.locator("[data-answer]")).to_be_visible()
    assert assistant.asked[-1].text == "Hur många cyklar såldes 2022?"


def test_a_comparison_is_a_table_first_with_a_source_in_each_cell(page: Page) -> None:
    answered(page, COMPARED)
    turn = page.locator("article.turn")
    table = turn.locator("table").first
    expect(table.locator("tbody tr").first).to_contain_text("Kedjan <b>")
    expect(turn.locator(".group")).not_to_contain_text("81,5 %")
    table.get_by_role("link", name="[2], visa källan").click()
    expect(page.locator("#sidvisning")).to_contain_text("Verksamhetsplan 2023")


def test_copied_text_has_its_sources(page: Page) -> None:
    answered(page)
    page.get_by_role("button", name="Kopiera med källor").click()
    expect(page.get_by_role("status")).to_contain_text("kopierat, med källor")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Hur många cyklar?") and f"{QUOTE} [1]" in text
    assert re.search(r"\[1\] .+, Verksamhetsberättelse 2022, sidan 2: ”", text)


def test_an_answer_and_a_conversation_become_word_files(page: Page) -> None:
    answered(page)
    answered(page, COMPARED)
    for name, headings in (("Hämta som Word", 1), ("Hämta samtalet som Word", 2)):
        with page.expect_download() as fetched:
            page.get_by_role("button", name=name).first.click()
        with zipfile.ZipFile(io.BytesIO(Path(fetched.value.path()).read_bytes())) as file:
            body, notes = file.read("word/document.xml"), file.read("word/footnotes.xml")
        assert body.count(b'w:val="Heading1"') == headings
        assert QUOTE in notes.decode()


def test_a_judgement_is_thanked_for_and_the_answer_stays(page: Page) -> None:
    answered(page)
    page.get_by_text("Lägg till en kommentar").click()
    page.get_by_label("Kommentar", exact=True).fill("Det var fler.")
    with page.expect_request("**/aterkoppling") as sent:
        page.get_by_role("button", name="Fel", exact=True).click()
    assert "Det+var+fler" in (sent.value.post_data or "") and "verdict=fel" in sent.value.post_data
    thanks = page.get_by_text("Tack! Det du skrev är sparat")
    expect(thanks).to_be_focused()
    with page.expect_download():
        page.get_by_role("button", name="Hämta som Word").click()


def test_paper_gets_the_sources_and_not_the_buttons(page: Page) -> None:
    answered(page, COMPARED)
    page.emulate_media(media="print")
    expect(page.locator(".sources blockquote").first).to_be_visible()
    for hidden in ("#fraga", ".feedback", ".top", "[data-tools]"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_clearing_can_be_undone_and_leaves_nothing_behind(page: Page) -> None:
    answered(page)
    page.get_by_role("button", name="Rensa").click()
    expect(page.locator("article.turn")).to_have_count(0)
    expect(page.get_by_label("Din fråga")).to_be_focused()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("article.turn")).to_have_count(1)
    page.get_by_role("button", name="Rensa").click()
    page.reload()
    expect(page.locator("article.turn")).to_have_count(0)


def test_nothing_moves_for_those_who_asked_for_stillness(
    browser: Browser, talk: Served, assistant: HoldingAssistant, complaints: list[str]
) -> None:
    moving = """() => [
      getComputedStyle(document.querySelector(".searching"), "::before").animationName,
      getComputedStyle(document.documentElement).scrollBehavior,
    ]"""
    for wish, told in (("reduce", ["none", "auto"]), ("no-preference", ["wait", "smooth"])):
        assistant.again()
        for page in watched(browser, talk[1], complaints, {"reduced_motion": wish}):
            page.goto("/")
            send(page, HELD)
            expect(page.locator(".searching")).to_be_visible()
            assert page.evaluate(moving) == told
            assistant.go.set()


def test_two_tabs_keep_to_themselves_and_are_cleared_together(page: Page) -> None:
    answered(page, "Hur många cyklar?")
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator("article.turn")).to_have_count(0)
    answered(other, "Och i andra fliken?")
    other.get_by_role("button", name="Visa tidigare frågor (1)").click()
    expect(other.locator("article.turn")).to_have_count(2)
    expect(page.locator("article.turn")).to_have_count(1)
    other.get_by_role("button", name="Rensa").click()
    expect(page.locator("article.turn")).to_have_count(0)
    other.close()


def test_a_hundred_questions_stay_quick_and_bounded(
    page: Page, assistant: HoldingAssistant
) -> None:
    answered(page)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((k) => k.startsWith("planassistent.samtal."));
          const turn = JSON.parse(localStorage.getItem(key));
          localStorage.clear();
          for (let n = 0; n < 130; n += 1) {
            const one = { ...turn, id: `n${n}`, at: turn.at + n, question: `Fråga ${n}?`,
                          html: turn.html.replaceAll(turn.id, `n${n}`) };
            const when = String(one.at).padStart(15, "0");
            localStorage.setItem(`planassistent.samtal.1.${when}.n${n}`, JSON.stringify(one));
          }
        }"""
    )
    page.goto("/")
    expect(page.get_by_role("button", name="Visa tidigare frågor")).to_be_visible()
    assert page.locator("article.turn").count() <= 8
    ready = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    assert page.evaluate(ready) < 5_000, "a page with a long history opens"
    answered(page, "Och nu?")
    assert len(assistant.asked[-1].history) <= 16
    assert page.evaluate("Object.keys(localStorage).length") <= 100
    page.get_by_role("button", name="Visa tidigare frågor").click()
    assert 8 < page.locator("article.turn").count() <= 17


def test_what_an_older_version_kept_is_thrown_away(page: Page) -> None:
    page.evaluate("localStorage.setItem('planassistent.samtal.0.x', '{}')")
    page.evaluate("localStorage.setItem('planassistent.samtal.1.000.trasig', 'inte json')")
    page.reload()
    assert page.evaluate("localStorage.getItem('planassistent.samtal.0.x')") is None
    answered(page)


def test_a_report_deleted_while_its_source_is_open(
    browser: Browser, complaints: list[str], tmp_path: Path
) -> None:
    _, library, app = holding(tmp_path)
    with served(app) as address:
        for page in watched(browser, address, complaints, {}):
            page.goto("/")
            answered(page)
            page.locator("a.ref").first.click()
            expect(page.locator("#sidvisning mark")).to_be_visible()
            library.delete(GREENHOUSE.document_id)
            page.locator("a.ref").nth(1).click()
            panel = page.locator("#sidvisning")
            expect(panel).to_contain_text("Rapporten finns inte")
            expect(panel.get_by_role("heading")).to_be_focused()
            panel.get_by_role("button", name="Stäng").click()
            expect(page.locator("a.ref").nth(1)).to_be_focused()
            with page.expect_download() as fetched:
                page.get_by_role("button", name="Hämta som Word").click()
            with zipfile.ZipFile(Path(fetched.value.path())) as file:
                assert "finns inte längre i biblioteket" in file.read("word/footnotes.xml").decode()
            complaints[:] = [said for said in complaints if "404" not in said]


def test_keyboard_alone_asks_filters_and_follows_up(
    page: Page, assistant: HoldingAssistant
) -> None:
    field = page.get_by_label("Din fråga")
    field.focus()
    page.keyboard.type("Hur många cyklar?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    field.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer]")).to_be_focused()
    assert assistant.asked[-1].scope.boards == ("Sjövik",)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.onward a')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("article.turn")).to_have_count(2)
