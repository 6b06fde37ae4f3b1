"""What a question is understood to mean: a table of phrasings, and the rules behind them."""

from __future__ import annotations

import pytest

from assistant.interpret import Interpreter
from assistant.model import Asker, Interpretation, Question, Turn
from assistant.understanding.names import Names
from ingest.model import ReportType, Scope
from ingest.names import BOARD_ITSELF
from tests.assistant import shelf
from tests.assistant.shelf import BOARD, DAILY, HOME, OLD_BOARD, SUPPORT

VP, T1, T2, VB = ReportType.VP, ReportType.T1, ReportType.T2, ReportType.VB
SICK, SHORT, AMI = "Sjukfrånvaro", "Sjukfrånvaro dag 1-14", "Aktivt medskapandeindex"


def read(text: str, scope: Scope | None = None, asker: Asker | None = None) -> Interpretation:
    interpreter = Interpreter(shelf.library(), lambda: shelf.TODAY)
    return interpreter.interpret(Question(text, scope or Scope(), asker or Asker()))


UNITS = [
    ("vad skrev ekbackens dv om matsvinn", (DAILY,)),
    ("Ekbackens dagliga verksamhet: matsvinn?", (DAILY,)),
    ("ekbackens dagliga verksamheter, hur gick det", (DAILY,)),
    ("DV Ekbacken matsvinn", (DAILY,)),
    ("hur gick det för ekbacken dv i fjol", (DAILY,)),
    ("ekbakens dagliga verksamhet och matsvinnet", (DAILY,)),
    ("Ekbackens dagliga verksamhets lokaler", (DAILY,)),
    ("daglig verksamhet i ekbacken", (DAILY,)),
    ("stöd- och boendeenheten budget", (SUPPORT,)),
    ("stöd o boende, budget?", (SUPPORT,)),
    ("Stöd och boendeenhetens budget 2023", (SUPPORT,)),
    ("stöd & boendeenheten budget", (SUPPORT,)),
    ("stöd- och boendenheten budget", (SUPPORT,)),
    ("Enheten Stöd- och boendeenheten, budget", (SUPPORT,)),
    ("norrvikens hemtjänst sjukfrånvaro", (HOME,)),
    ("hemtjänsten i norrviken, sjukfrånvaro", (HOME,)),
    ("Norvikens hemtjänst sjukfrånvaro", (HOME,)),
    ("får man stöd i sitt boende?", ()),
    ("hur många får hemtjänst", ()),
    ("vilka verksamheter har egen lokal", ()),
    ("vad är daglig verksamhet", ()),
]


@pytest.mark.parametrize(("text", "units"), UNITS)
def test_units(text: str, units: tuple[str, ...]) -> None:
    assert read(text).scope.units == units


BOARDS = [
    ("hur många barn i Ekbacken-Norrviken", (BOARD,)),
    ("Ekbacken-Norrvikens stadsdelsnämnd, barn", (BOARD,)),
    ("ekbacken norrviken förskolor", (BOARD,)),
    ("Ekbacken-Norvikens förvaltning, förskolor", (BOARD,)),
    ("Norrvikens stadsdelsnämnd sammanslagning", (OLD_BOARD,)),
    ("förskolorna", ()),
]


@pytest.mark.parametrize(("text", "boards"), BOARDS)
def test_boards(text: str, boards: tuple[str, ...]) -> None:
    assert read(text).scope.boards == boards


TIMES: list[tuple[str, tuple[int, ...], tuple[ReportType, ...]]] = [
    ("sjukfrånvaro 2022", (2022,), ()),
    ("sjukfrånvaro i fjol", (2022,), ()),
    ("sjukfrånvaron förra året", (2022,), ()),
    ("sjukfrånvaron förrförra året", (2021,), ()),
    ("sjukfrånvaron i år", (2023,), ()),
    ("planer för nästa år", (2024,), ()),
    ("vad lovade vi inför nästa år", (), ()),
    ("sjukfrånvaro T1 2021", (2021,), (T1,)),
    ("sjukfrånvaro t 1 2021", (2021,), (T1,)),
    ("första tertialen 2021, barn", (2021,), (T1,)),
    ("tertial 1 2021", (2021,), (T1,)),
    ("tertialrapport ett 2021", (2021,), (T1,)),
    ("jan–april 2021", (2021,), (T1,)),
    ("januari till april 2021", (2021,), (T1,)),
    ("de första fyra månaderna 2021", (2021,), (T1,)),
    ("tertial 2 2021", (2021,), (T2,)),
    ("andra tertialen 2021", (2021,), (T2,)),
    ("jan-aug 2021", (2021,), (T2,)),
    ("VP 2023 matsvinn", (2023,), (VP,)),
    ("vp:n 2023", (2023,), (VP,)),
    ("verksamhetsplanen för 2023", (2023,), (VP,)),
    ("2023 års verksamhetsplan", (2023,), (VP,)),
    ("VB 2022 matsvinn", (2022,), (VB,)),
    ("i bokslutet 2022", (2022,), (VB,)),
    ("verksamhetsberättelsen 2022", (2022,), (VB,)),
    ("senaste VB:n, matsvinn", (2022,), (VB,)),
    ("senaste verksamhetsplanen, svinn", (2023,), (VP,)),
    ("utvecklingen 2019–2021", (2019, 2020, 2021), ()),
    ("omorganisationen 2019/2020", (2019, 2020), ()),
    ("fossilfri organisation 2030", (), ()),
    ("bidraget på 2000 kr", (), ()),
    ("hur många av de 2022 personerna", (), ()),
    ("den 2022-03-01 hände vad", (), ()),
    ("matsvinn", (), ()),
]


@pytest.mark.parametrize(("text", "years", "types"), TIMES)
def test_times(text: str, years: tuple[int, ...], types: tuple[ReportType, ...]) -> None:
    meant = read(text)
    assert (meant.scope.years, meant.scope.report_types) == (years, types)


INDICATORS = [
    ("sjuktalen i fjol", (SICK,)),
    ("hur var sjukfrånvarn", (SICK,)),
    ("korttidsfrånvaron", (SHORT,)),
    ("korttidssjukfrånvaro?", (SHORT,)),
    ("sjukfrånvaro dag 1-14", (SHORT,)),
    ("vad var AMI", (AMI,)),
    ("medskapandeindexet", (AMI,)),
    ("aktivt medskapandeindex", (AMI,)),
    ("sjukfrånvaro och AMI", (SICK, AMI)),
    ("matsvinnet", ()),
]


@pytest.mark.parametrize(("text", "names"), INDICATORS)
def test_indicators(text: str, names: tuple[str, ...]) -> None:
    assert read(text).indicators == names


COLUMNS = [
    ("vad blev sjukfrånvaron 2022", "outcome"),
    ("vad var årsmålet för sjukfrånvaron", "target"),
    ("vilket AMI ska enheten sikta på", "target"),
    ("stadens mål för AMI", "city_target"),
    ("KF:s årsmål för AMI", "city_target"),
    ("prognosen för sjukfrånvaron", "forecast"),
    ("var trodde man att sjuktalen skulle landa", "forecast"),
    ("sjukfrånvaro för män T1 2021", "outcome_men"),
    ("sjukfrånvaro bland kvinnor T1 2021", "outcome_women"),
    ("sjukfrånvaron året innan", "previous"),
    ("sjukfrånvaron i ekbackens dv 2021", "previous"),
    ("sjukfrånvaron i ekbackens dv 2022", "outcome"),
    ("prognosen för sjukfrånvaron i ekbackens dv 2021", "forecast"),
    ("prognossäkerheten i ekbackens dv 2022", "outcome"),
]


@pytest.mark.parametrize(("text", "column"), COLUMNS)
def test_columns(text: str, column: str) -> None:
    assert read(text).column == column


MISSING = [
    ("Sjukfrånvaro T2 2021 i Ekbacken-Norrviken", "Tertialrapport 2 2021"),
    ("vad skrev ekbackens dv i sin VB 2020", "Verksamhetsberättelse 2020"),
    ("ekbackens dv vp 2025", "Verksamhetsplan 2025"),
    ("sjukfrånvaro norrvikens hemtjänst 2019", "2019"),
    ("sjukfrånvaro ekbacken-norrvikens ungdomsmottagning 2022", "ungdomsmottagning"),
    ("sjukfrånvaron i Farsta 2022", "Farsta"),
    ("vad skrev Södermalms stadsdelsnämnd om parker", "Södermalm"),
    ("norrvikens hemtjänst vp 2022", "Verksamhetsplan 2022"),
]


@pytest.mark.parametrize(("text", "phrase"), MISSING)
def test_missing(text: str, phrase: str) -> None:
    assert any(phrase in missing for missing in read(text).missing), read(text)


THERE = [
    "sjukfrånvaro ekbackens dv VB 2021",
    "Hur gick det för Kvarnen 2022?",
    "Kvarnens dagliga verksamhet, vad bakar de?",
    "vad hände 2017 i ekbackens dv",
    "samarbetet med Farsta i ekbackens dv",
    "sjukfrånvaro 2022",
    "utveckling av sjukfrånvaron 2017-2022",
    "stöd- och boendeenhetens mål 2023",
]


@pytest.mark.parametrize("text", THERE)
def test_not_missing(text: str) -> None:
    assert read(text).missing == ()


def test_a_lone_unit_is_a_fence_and_two_are_not() -> None:
    assert read("sjukfrånvaro ekbackens dv").hard.units == (DAILY,)
    both = read("jämför sjukfrånvaro i ekbackens dv och norrvikens hemtjänst")
    assert both.hard.units == () and both.comparison
    assert {part.units for part in both.parts} == {(DAILY,), (HOME,)}


def test_a_slip_is_a_wish_and_not_a_fence() -> None:
    meant = read("hur går det för ekbackens dagliga 2022")
    assert meant.hard.units == () and meant.wished.units in ((DAILY,), ())


def test_the_filters_stand_whatever_the_question_says() -> None:
    fence = Scope((BOARD,), (HOME,), (2022,), (VB,))
    assert read("vad skrev stöd- och boendeenheten i VP 2023", fence).hard == fence


def test_the_asker_is_only_a_wish() -> None:
    asker = Asker(BOARD, HOME)
    assert read("vad blev vår sjukfrånvaro", asker=asker).wished.units == (HOME,)
    assert read("vad blev vår sjukfrånvaro", asker=asker).hard == Scope()
    assert read("sjukfrånvaro ekbackens dv", asker=asker).scope.units == (DAILY,)


def test_the_whole_board_is_the_boards_own_report() -> None:
    assert read("sjukfrånvaro i hela förvaltningen T1 2021").wished.units == (BOARD_ITSELF,)


def test_a_comparison_of_a_unit_with_the_whole_board_has_two_parts() -> None:
    meant = read("AMI i ekbackens dv 2022 jämfört med hela Ekbacken-Norrviken T1 2021")
    assert [(p.units, p.years) for p in meant.parts] == [
        ((DAILY,), (2022,)), ((BOARD_ITSELF,), (2021,))]  # fmt: skip


def test_a_name_with_och_in_it_is_not_cut_in_two_parts() -> None:
    assert read("skiljer sig män och kvinnor åt i stöd- och boendeenheten 2023?").parts == ()


FOLLOW_UPS = [
    ("och året innan?", (DAILY,), (2021,)),
    ("och 2023?", (DAILY,), (2023,)),
    ("hur var det på norrvikens hemtjänst?", (HOME,), (2022,)),
    ("och stöd- och boendeenheten?", (SUPPORT,), (2022,)),
    ("hur många limpor såldes på höstmarknaden?", (), ()),
    ("varför?", (DAILY,), (2022,)),
    ("och sedan 2021?", (DAILY,), (2021, 2022, 2023)),
    ("och planen för 2023?", (DAILY,), (2023,)),
    ("förra året?", (DAILY,), (2022,)),
    ("jämfört med Norrvikens hemtjänst?", (DAILY, HOME), (2022,)),
    ("och hela nämnden?", (DAILY, BOARD_ITSELF), (2022,)),
    ("vad säger nämnden om det?", (BOARD_ITSELF,), (2022,)),
    ("tack!", (), ()),
]


@pytest.mark.parametrize(("text", "units", "years"), FOLLOW_UPS)
def test_follow_ups(text: str, units: tuple[str, ...], years: tuple[int, ...]) -> None:
    history = (Turn("user", "Vad var sjukfrånvaron i Ekbackens dv 2022?"), Turn("assistant", "9"))
    interpreter = Interpreter(shelf.library(), lambda: shelf.TODAY)
    meant = interpreter.interpret(Question(text, history=history))
    assert (meant.scope.units, meant.scope.years) == (units, years)
    assert not units or meant.indicators == (SICK,)


def test_a_plan_has_no_outcome_of_its_year_but_the_next_follow_up_has() -> None:
    unit = "Almens hemtjänst"
    drafts = [shelf.Draft(shelf.Identity("Almen", unit, year, kind)).text(2, "Analys", "Allt gick.")
              for year, kind in ((2021, VP), (2022, VB))]  # fmt: skip
    interpreter = Interpreter(shelf.library_of(*drafts), lambda: shelf.TODAY)

    def column(text: str) -> str:
        return interpreter.interpret(Question(f"{text} {unit}")).column

    assert column("sjukfrånvaron 2021") == "previous"
    assert column("sjukfrånvaron 2022") == "outcome"
    assert column("årsmålet för sjukfrånvaron 2021") == "target"
    assert column("sjukfrånvaron i VP 2021") == "outcome"


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Jämför matsvinnet mellan stöd- och boendeenheten och Norrvikens hemtjänst", True),
        ("Jämför matsvinnet mellan Norrvikens hemtjänst och Granbergets förskolor", True),
        ("jämför matsvinnet på Ekbackens dv och Norrvikens hemtjänst", True),
        ("jämför med Norrvikens hemtjänst", False),
        ("jämför Ekbackens dv och Norrvikens hemtjänst", False),
        ("jämför mellan 2021 och 2022", False),
        ("jämför det mellan Ekbackens dv och Norrvikens hemtjänst", False),
        ("jämför kvinnor och män", False),
    ],
)
def test_a_comparison_that_says_all_of_itself_leans_on_nothing(text: str, alone: bool) -> None:
    before = "Vad var sjukfrånvaron i Ekbackens dv 2022?"
    interpreter = Interpreter(shelf.library(), lambda: shelf.TODAY)
    told = interpreter.stand_alone(Question(text, history=(Turn("user", before),)))
    assert (told == text) == alone, told


def test_another_indicator_takes_the_place_of_the_one_before() -> None:
    history = (Turn("user", "Vad var sjukfrånvaron i Ekbackens dv 2022?"),)
    meant = Interpreter(shelf.library(), lambda: shelf.TODAY).interpret(
        Question("och AMI?", history=history)
    )
    assert meant.indicators == (AMI,) and meant.hard.units == (DAILY,)


def test_synonyms_are_spelled_out_for_the_search() -> None:
    assert "socialtjänst" in read("kontakter med soc").topic
    assert "ekonomiskt bistånd" in read("försörjningsstöd").topic


def test_two_units_of_one_kind_side_by_side_are_both_known() -> None:
    names = Names(["Tallhöjden", "Björkviken"], ["Björkvikens hemtjänst", "Tallhöjdens hemtjänst"])
    text = "Jämför sjukfrånvaron mellan Björkvikens hemtjänst och Tallhöjdens hemtjänst"
    assert {m.name for m in names.mentions(text)} == {
        "Björkvikens hemtjänst", "Tallhöjdens hemtjänst",
    }  # fmt: skip
