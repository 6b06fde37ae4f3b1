"""Each check on small invented texts: what it finds, and what it must leave alone."""

from __future__ import annotations

import pytest

from assistant.plan_check.answers import check_answers
from assistant.plan_check.blanks import check_blanks
from assistant.plan_check.copied import check_copied
from assistant.plan_check.figures import check_figures, figures_in
from assistant.plan_check.followed import check_followed
from assistant.plan_check.headings import check_headings
from assistant.plan_check.indicators import check_indicators
from assistant.plan_check.model import Severity
from assistant.plan_check.readability import check_readability
from assistant.plan_check.years import check_years
from tests.assistant.plan_check.made import NAMNDMAL, OLD_TEXT, alone, context

GOOD = f"""Nämndmål: {NAMNDMAL[0]}
Enhetsmål: Bageriet lagar klimatsmart mat
Förväntat resultat
Matsvinnet är högst 12 procent vid årets slut.
Arbetssätt
Gästerna väger svinnet.
Uppföljning
Svinnet vägs varje fredag.
"""


def test_a_whole_goal_gives_no_finding_but_readability() -> None:
    here = context(GOOD)
    for check in (check_headings, check_answers, check_followed, check_indicators, check_figures,
                  check_years, check_blanks):  # fmt: skip
        assert check(here) == [], check.__name__


# headings


def test_missing_headings_are_told_once_per_goal() -> None:
    text = GOOD.replace("Arbetssätt\nGästerna väger svinnet.\n", "").replace("Uppföljning\n", "")
    (finding,) = check_headings(context(text))
    assert "saknas rubrikerna Arbetssätt och Uppföljning" in finding.message
    assert "Verksamhetsplan 2025" in finding.message
    assert finding.place is not None and finding.place.line == 2


def test_a_heading_without_text_is_told() -> None:
    (finding,) = check_headings(context(GOOD.replace("Gästerna väger svinnet.\n", "")))
    assert finding.message == "Under rubriken Arbetssätt står ingen text."


def test_a_single_field_is_not_asked_for_the_whole_template() -> None:
    assert check_headings(context("Förväntat resultat\nSvinnet är högst 12 procent.")) == []
    assert check_headings(context("Vi bakar bröd.")) == []


def test_without_a_template_the_texts_own_goals_set_it() -> None:
    goal = "Enhetsmål: Bröd {}\nFörväntat resultat\nAlla äter.\nUppföljning\nEnkät.\n"
    text = "".join(goal.format(n) for n in "ABC") + "Enhetsmål: Bröd D\nUppföljning\nEnkät.\n"
    (finding,) = check_headings(alone(text))
    assert "Bröd D" in finding.message and "Förväntat resultat" in finding.message


# answers


def test_a_reworded_namndmal_is_told_with_the_boards_words() -> None:
    text = GOOD.replace("äter klimatsmart mat\n", "äter mer klimatsmart mat\n")
    (finding,) = check_answers(context(text))
    assert NAMNDMAL[0] in finding.message
    assert finding.sources[0].quote == NAMNDMAL[0]


def test_a_goal_under_another_goals_namndmal_is_asked_about() -> None:
    text = f"Nämndmål: {NAMNDMAL[3]}\nEnhetsmål: Medarbetare trivs och är friska\n"
    (finding,) = check_answers(context(text))
    assert finding.severity is Severity.NOTE
    assert NAMNDMAL[1] in finding.message


def test_a_goal_without_namndmal_is_told_only_where_others_have_one() -> None:
    assert check_answers(context("Enhetsmål: Bröd åt alla")) == []
    (finding,) = check_answers(context(f"Enhetsmål: Bröd åt alla\nNämndmål: {NAMNDMAL[0]}\n"))
    assert "inte under något nämndmål" in finding.message


# followed


def _expected(result: str, follow_up: str = "") -> str:
    return f"Enhetsmål: Bröd\nFörväntat resultat\n{result}\n" + (
        f"Uppföljning\n{follow_up}\n" if follow_up else ""
    )


def test_a_result_without_measure_time_or_check_is_important() -> None:
    (finding,) = check_followed(alone(_expected("Gästerna mår bra.")))
    assert finding.severity is Severity.IMPORTANT
    assert finding.place is not None and finding.place.text == "Gästerna mår bra."


def test_a_check_without_a_level_is_advice() -> None:
    (finding,) = check_followed(alone(_expected("Gästerna mår bra.", "Sker i brukarenkäten.")))
    assert finding.severity is Severity.ADVICE


@pytest.mark.parametrize(
    "result",
    ["Minst 80 procent är nöjda.", "Alla gäster har en plan.", "Butiken öppnar senast i maj.",
     "Enkäten visar att gästerna trivs.", "Svinnet minskar.", "Idéer prövas inom en månad."],
)  # fmt: skip
def test_a_result_that_can_be_followed_up_is_left_alone(result: str) -> None:
    assert check_followed(alone(_expected(result))) == []


def test_vague_phrases_are_listed_with_what_to_write() -> None:
    text = _expected("Vi arbetar aktivt för alla gäster.", "Sker löpande i enkäten.")
    first, second = check_followed(alone(text))
    assert "«arbetar aktivt»" in first.message and "insats" in first.suggestion
    assert "«löpande»" in second.message and "hur ofta" in second.suggestion


def test_ways_of_working_are_not_judged() -> None:
    assert check_followed(alone("Enhetsmål: Bröd\nArbetssätt\nVi arbetar aktivt.\n")) == []


# indicators


def test_an_indicator_without_target_gets_its_history() -> None:
    text = GOOD.replace("högst 12 procent vid årets slut", "lågt hos alla")
    (finding,) = check_indicators(context(text.replace("Matsvinnet är", "Matsvinn är")))
    assert "Indikatorn Matsvinn nämns utan målvärde" in finding.message
    assert "Utfall: 19 % (2023), 15 % (2024). Årsmål 12 % (VP 2025)." in finding.suggestion
    assert {source.identity.title for source in finding.sources} == {
        "Verksamhetsberättelse 2024",
        "Verksamhetsplan 2025",
    }


def test_an_indicator_never_named_is_told() -> None:
    text = GOOD.replace("Matsvinnet är högst 12 procent", "Alla äter upp sin mat")
    (finding,) = check_indicators(context(text))
    assert "indikatorn «Matsvinn», som texten inte nämner" in finding.message


# figures


def test_figures_that_stand_nowhere_are_told() -> None:
    text = GOOD.replace("Gästerna väger svinnet.", "Bageriet har 48 gäster och 73 procent är nya.")
    (finding,) = check_figures(context(text))
    assert finding.message.startswith("73 procent står inte i de 3 inlästa rapporterna")


def test_a_new_target_is_only_noted() -> None:
    (finding,) = check_figures(context(GOOD.replace("12 procent", "9 procent")))
    assert finding.severity is Severity.NOTE and "nytt mål" in finding.suggestion


@pytest.mark.parametrize(
    "sentence",
    ["Vi träffas 24 gånger per år.", "Den 15 maj öppnar butiken.", "Klockan 17.30 stänger vi.",
     "Gästerna är 18-65 år.", "Under 2026 bakar vi.", "Vi finns på Ekvägen 12.", "Tre av 5 bakar.",
     "Ring 08-123 45 67.", "Enligt 9 § gäller det.", "Insatsen är för 55+.", "Ring 1177."],
)  # fmt: skip
def test_numbers_that_claim_nothing_are_passed_over(sentence: str) -> None:
    assert list(figures_in(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Andelen är 11,7 %.", ["11,7 %"]),
        ("Budgeten är 28 450 tkr för 31 platser.", ["28 450 tkr", "31 platser"]),
        ("Av 212 besökare är 5 procent nya.", ["212", "5 procent"]),
    ],
)
def test_figures_that_claim_something(sentence: str, figures: list[str]) -> None:
    assert list(figures_in(sentence)) == figures


def test_a_unit_without_reports_is_not_told_that_all_is_strange() -> None:
    assert check_figures(alone("Vi är 53 medarbetare.")) == []


# years


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Under 2024 ska butiken öppna.", True),
        ("Butiken öppnar senast 2025.", True),
        ("Andelen var 15 % 2024 och ska minska.", False),
        ("Sedan 2021 bakar vi och det ska fortsätta.", False),
        ("Vi ska vara fossilfria 2030.", False),
        ("Programmet för bröd 2019-2023 ska följas.", True),
        ("Programmet för bröd 2024–2028 ska följas.", False),
    ],
)
def test_past_years_where_the_text_looks_ahead(sentence: str, told: bool) -> None:
    assert bool(check_years(alone(f"Arbetssätt\n{sentence}", 2026))) is told


def test_an_activity_that_ended_and_an_old_title() -> None:
    text = "Verksamhetsplan 2025\nEnhetsmål: Bröd\nBrödlunch 2025-01-01 2025-12-31\n"
    title, row = check_years(alone(text, 2026))
    assert "Rubriken säger 2025" in title.message
    assert "slutar 2025-12-31" in row.message


def test_years_need_the_plans_year() -> None:
    assert check_years(alone("Under 2024 ska butiken öppna.")) == []


# copied


def test_copied_text_is_told_with_share_page_and_quote() -> None:
    text = GOOD.replace("Gästerna väger svinnet.", "\n".join(OLD_TEXT))
    (finding,), shares = check_copied(context(text))
    assert "procent av orden redan i Verksamhetsplan 2025 (sidan 2)" in finding.message
    assert [source.quote for source in finding.sources] == list(OLD_TEXT)
    assert shares[0].title == "Verksamhetsplan 2025" and 50 < shares[0].percent <= 100


def test_new_text_is_not_copied() -> None:
    findings, shares = check_copied(context(GOOD))
    assert (findings, shares) == ([], ())


# readability


def test_lix_is_words_per_sentence_and_long_words() -> None:
    here = alone("Vi bakar bröd. " * 9 + "Medarbetarna dokumenterar matsvinnet. ")
    findings, read = check_readability(here)
    assert read is not None and findings == []
    assert (read.words, read.sentences) == (30, 10)
    assert (read.words_per_sentence, read.long_words_percent) == (3.0, 10.0)
    assert read.lix == 13 and "mycket lättläst" in read.meaning


def test_a_long_sentence_is_told_with_its_length() -> None:
    (finding,), _ = check_readability(alone("Vi bakar " + "och bakar " * 25 + "bröd."))
    assert finding.message == "Meningen har 53 ord."


def test_few_words_give_no_lix() -> None:
    assert check_readability(alone("Vi bakar bröd.")) == ([], None)


# blanks


def test_blanks_are_told_where_they_stand() -> None:
    text = "Vi bakar.\nAntal: [fyll i antal gäster] av XX. Se källa [1]."
    first, second = check_blanks(alone(text))
    assert first.place is not None and first.place.line == 2
    assert text[first.place.start : first.place.end] == "[fyll i antal gäster]"
    assert "«XX»" in second.message
