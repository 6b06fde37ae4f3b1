"""The contract of verify: false figures and false quotes never leave, true ones always do."""

from __future__ import annotations

import pytest

from assistant.model import Claim, Source
from assistant.verify import locate, unsupported, verify
from assistant.verify.force import force_fault
from ingest.library import Library
from tests.assistant import shelf
from tests.assistant.draft.shelf import library_of, made

TRUE = "Kvarnen sålde 340 limpor på höstmarknaden."


def daily_source(quote: str, page: int = 3) -> Source:
    library: Library = shelf.library()
    report = next(r for r in library.reports() if r.identity.unit == shelf.DAILY
                  and r.identity.year == 2022)  # fmt: skip
    return Source(report.document_id, report.identity, page, ("Analys",), quote)


def test_a_true_claim_stands() -> None:
    result = verify([Claim(TRUE, (daily_source(TRUE),))], shelf.library())
    assert [s.text for s in result.statements] == [TRUE]
    assert result.citations[0].quote == TRUE and not result.warnings


def test_a_planted_figure_is_dropped() -> None:
    claim = Claim("Kvarnen sålde 430 limpor.", (daily_source(TRUE),))
    result = verify([claim], shelf.library())
    assert not result.statements and not result.citations
    assert "430" in result.warnings[0]


@pytest.mark.parametrize(
    "quote",
    [
        "Kvarnen köpte en raket av grannen i somras.",
        "",
        "Kvarnen sålde 430 limpor på höstmarknaden.",
    ],
)
def test_a_false_quote_is_dropped(quote: str) -> None:
    result = verify([Claim("Kvarnen sålde.", (daily_source(quote),))], shelf.library())
    assert not result.statements and result.warnings


def test_the_right_quote_on_the_wrong_page_is_dropped() -> None:
    for page in (2, 99, 0):
        assert not verify([Claim(TRUE, (daily_source(TRUE, page),))], shelf.library()).statements


def test_a_nearly_right_quote_becomes_the_pages_own_words() -> None:
    slip = "Kvarnen sålde 340 limpor på höst marknaden."
    result = verify([Claim(TRUE, (daily_source(slip),))], shelf.library())
    assert result.citations[0].quote == TRUE


def test_an_unknown_report_is_dropped() -> None:
    source = Source("finns-inte", daily_source(TRUE).identity, 1, (), TRUE)
    assert not verify([Claim(TRUE, (source,))], shelf.library()).statements


def test_equal_places_share_a_citation() -> None:
    claims = [Claim(TRUE, (daily_source(TRUE),)), Claim("Kvarnen sålde.", (daily_source(TRUE),))]
    result = verify(claims, shelf.library())
    assert [c.id for c in result.citations] == [1]
    assert [s.citations for s in result.statements] == [(1,), (1,)]


def test_one_bad_source_of_two_goes_alone() -> None:
    claim = Claim(TRUE, (daily_source("Detta står inte på någon sida alls."), daily_source(TRUE)))
    result = verify([claim], shelf.library())
    assert len(result.statements) == 1 and len(result.citations) == 1


HELD = [
    ("11,7 procent", "Sjukfrånvaro 11,7 % 7,1 %"),
    ("11,7 %", "var 11,7% av alla"),
    ("11,7\u00a0%", "11,7 procent"),
    ("1200 kronor", "bidraget är 1 200 kr"),
    ("1 200 kronor", "bidraget är 1200 kr"),
    ("1\u00a0200 kr", "1 200 kr"),
    ("13 och 800", "Antal jobb 13 800 st"),
    ("7,10 %", "7,1 %"),
    ("−3,2 mnkr", "-3,2 mnkr"),
    ("2021-01-14", "Kunskap 2021-01-14 2021-12-31"),
    ("inga figurer alls", "text"),
    ("83", "AMI för enheten är 83%."),
    ("1.200 kr", "1 200 kr"),
]


@pytest.mark.parametrize(("text", "quote"), HELD)
def test_figures_are_compared_the_swedish_way(text: str, quote: str) -> None:
    assert unsupported(text, [quote]) == []


LOOSE = [
    ("11,7 %", "1,17 %"),
    ("11,8 %", "11,7 %"),
    ("12 %", "12 personer"),
    ("17", "117 personer"),
    ("2021-01-15", "2021-01-14"),
    ("83", "8,3"),
    ("1 300", "1 200 och 300"),
    ("2022", "2021"),
]


@pytest.mark.parametrize(("text", "quote"), LOOSE)
def test_other_figures_are_not_held(text: str, quote: str) -> None:
    assert unsupported(text, [quote]) != []


def test_a_reports_own_year_may_be_said() -> None:
    assert unsupported("I VB 2022 var det 83.", ["83"], [2022, 2021]) == []


def test_locate_gives_the_pages_own_words() -> None:
    page = "Första raden.\nTas fram av nämnd/ styrelse  83\u00a086"
    assert locate("Tas fram av nämnd/styrelse 83 86", page) == "Tas fram av nämnd/ styrelse 83 86"
    assert locate("Tredje raden.", page) is None


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Prognossäkerhet T2", "Prognossäkerhet T2 (VB 2022): 0,7 % (VB 2021: 0,3 %).", True),
        ("Prognossäkerhet T2", "Prognossäkerhet T2 (VB 2022): 0,3 % (VB 2021: 0,7 %).", False),
        ("Prognossäkerhet T2", "Prognossäkerheten var 0,7 % enligt VB 2022.", True),
        ("Andel kvinnor i arbete", "Andel kvinnor i arbete (VB 2022): 0,7 %.", True),
        ("Andel kvinnor i arbete", "Andel kvinnor i arbete (VB 2022): prognos 0,7 %.", False),
    ],
)
def test_a_rows_own_name_names_no_column(name: str, text: str, stands: bool) -> None:
    draft = made("Enen", "VB", 2022).goal("1.5 Staden", "Maten räcker")
    library = library_of(draft.row(name, outcome="0,7 %", previous="0,3 %"))
    (stored,) = library.reports()
    report = library.contents(stored.document_id)
    assert report is not None
    source = Source(stored.document_id, stored.identity, report.indicators[0].page, (),
                    report.indicators[0].quote)  # fmt: skip
    assert bool(verify([Claim(text, (source,))], library).statements) is stands


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Mängd matsvinn var 31 gram enligt VB 2022.", True),
        ("Mängd matsvinn för män var 31 gram enligt VB 2022.", False),
        ("Mängd matsvinn för män var 29 gram enligt VB 2022.", True),
        ("Mängd matsvinn var 29 gram enligt VB 2022.", False),
    ],
)
def test_a_name_that_begins_like_a_column_names_no_column(text: str, stands: bool) -> None:
    library = library_of(
        made("Enen", "VB", 2022)
        .goal("1.5 Staden", "Maten räcker")
        .row("Mängd matsvinn", outcome="31 gram", outcome_men="29 gram")
    )
    (stored,) = library.reports()
    report = library.contents(stored.document_id)
    assert report is not None
    (row,) = report.indicators
    source = Source(stored.document_id, stored.identity, row.page, (), row.quote)
    assert bool(verify([Claim(text, (source,))], library).statements) is stands


WELCOME = (
    "Till träffen är den välkommen som bor i området eller har ett beslut från ett annat område."
)
DUTY = "Alla medarbetare ska gå utbildningen under våren."
FORCED = [
    ("Man måste ha ett beslut från ett annat område för att gå till träffen.", WELCOME),
    ("Till träffen krävs ett beslut från ett annat område.", WELCOME),
    ("Till träffen är bara den välkommen som bor i området.", WELCOME),
    ("Alla som bor i området är välkomna till träffen.", WELCOME),
]
NOT_FORCED = [
    ("Den som bor i området är välkommen till träffen.", WELCOME),
    ("Samtliga medarbetare måste gå utbildningen under våren.", DUTY),
    ("Utbildningen under våren är obligatorisk för alla medarbetare.", DUTY),
]


@pytest.mark.parametrize(("text", "quote"), FORCED)
def test_a_statement_is_no_stronger_than_its_quote(text: str, quote: str) -> None:
    fault = force_fault(text, [quote])
    assert fault is not None and "har inte stöd" in fault


@pytest.mark.parametrize(("text", "quote"), NOT_FORCED)
def test_the_same_force_in_other_words_stands(text: str, quote: str) -> None:
    assert force_fault(text, [quote]) is None


def test_a_forced_statement_is_dropped() -> None:
    false = "Kvarnen sålde bara limpor på höstmarknaden."
    result = verify([Claim(false, (daily_source(TRUE),))], shelf.library())
    assert not result.statements and "«bara»" in result.warnings[0]
