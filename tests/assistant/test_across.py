"""Several owners' rows: the table, who is silent, the highest, and what is not called a table."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.model import Answer, Question
from ingest.library import Library
from ingest.model import Columns, Identity, ReportType
from tests.assistant import shelf
from tests.assistant.shelf import Draft

UNITS = {"Almens förskola": "7,1 %", "Bokens förskola": "9,4 %", "Granens förskola": None}


def library() -> Library:
    drafts = []
    for unit, outcome in UNITS.items():
        draft = Draft(Identity(shelf.BOARD, unit, 2022, ReportType.VB))
        draft.text(2, "Inledning", f"{unit} har fyra avdelningar.")
        if outcome:
            draft.row(3, "Sjukfrånvaro", Columns(outcome, target="8 %", period="2022"))
        drafts.append(draft)
    early = Draft(Identity(shelf.BOARD, "Ekens förskola", 2021, ReportType.VB))
    drafts.append(early.row(3, "Sjukfrånvaro", Columns("6 %", period="2021")))
    return shelf.library_of(*drafts)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(library(), lambda: shelf.TODAY)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text))


def test_every_owner_has_a_row_with_its_citation_in_the_cell(assistant: Assistant) -> None:
    answer = ask(assistant, "Vad var sjukfrånvaron 2022 per enhet?")
    lines = answer.text.splitlines()
    assert lines[0] == "| Sjukfrånvaro | VB 2022 |"
    assert "| Almens förskola | 7,1 % [1] |" in lines
    assert "| Bokens förskola | 9,4 % [2] |" in lines
    assert answer.citations[1].identity.unit == "Bokens förskola"
    told = {row.identity.unit for row in answer.indicators}
    assert told == {"Almens förskola", "Bokens förskola"}


def test_who_is_silent_and_who_has_no_report_is_said(assistant: Assistant) -> None:
    told = " ".join(ask(assistant, "Vad var sjukfrånvaron 2022 per enhet?").warnings)
    assert "2 av 3 med rapport för 2022 redovisar Sjukfrånvaro." in told
    assert "Redovisar det inte: Granens förskola." in told
    assert "saknas uppföljning 2022 för Ekens förskola." in told


def test_highest_and_lowest_are_said_to_be_worked_out(assistant: Assistant) -> None:
    answer = ask(assistant, "Vilken enhet hade högst sjukfrånvaro 2022?")
    assert answer.warnings[0] == (
        "Uträknat bland dem som visas: högst är Bokens förskola (9,4 %, VB 2022); "
        "lägst är Almens förskola (7,1 %, VB 2022)."
    )
    computed = [s for s in answer.statements if s.kind == "computed"]
    assert computed[0].text.startswith("Skillnad, uträknad: 2,3 procentenheter")
    assert len(computed[0].citations) == 2


def test_several_that_are_highest_are_all_named() -> None:
    def of(unit: str, outcome: str) -> shelf.Draft:
        identity = Identity(shelf.BOARD, unit, 2022, ReportType.VB)
        return shelf.Draft(identity).row(2, "Sjukfrånvaro", Columns(outcome))

    values = {"Almens": "8,7 %", "Bokens": "8,7 %", "Ekens": "4,2 %"}
    library = shelf.library_of(*(of(f"{name} förskola", v) for name, v in values.items()))
    assistant = Assistant(library, lambda: shelf.TODAY)
    answer = ask(assistant, "Vilken förskola hade högst sjukfrånvaro 2022?")
    (note,) = (warning for warning in answer.warnings if "högst är" in warning)
    assert "högst är Almens förskola (8,7 %, VB 2022), Bokens förskola (8,7 %, VB 2022);" in note
    assert "lägst är Ekens förskola (4,2 %, VB 2022)." in note


def test_one_owner_is_a_sentence_and_no_table(assistant: Assistant) -> None:
    answer = ask(assistant, "Vad var sjukfrånvaron på Almens förskola 2022?")
    assert answer.text.startswith("**Almens förskola** rapporterar")
    assert answer.statements[0].text == (
        "Sjukfrånvaro i Almens förskola (VB 2022): 7,1 % (årsmål: 8 %)."
    )


def test_a_number_in_a_rows_name_is_not_taken_for_a_cell() -> None:
    draft = Draft(Identity(shelf.BOARD, shelf.DAILY, 2022, ReportType.VB))
    cells = Columns("3,1 %", previous="1,0 %", period="2022")
    library = shelf.library_of(draft.row(3, "Sjukfrånvaro dag 1-14", cells))
    asked = "Vad blev korttidssjukfrånvaron i Ekbackens dagliga verksamhet 2022?"
    answer = ask(Assistant(library, lambda: shelf.TODAY), asked)
    assert answer.statements[0].text.startswith("Sjukfrånvaro dag 1-14 i Ekbackens")


def test_units_that_call_themselves_enheten_hide_no_comparison() -> None:
    drafts = [Draft(Identity(shelf.BOARD, u, 2022, ReportType.VB)) for u in ("Almen", "Boken")]
    for draft in drafts:
        draft.text(
            2, "Samverkan", "Samarbetet mellan skolan och Enheten Almen om frånvaro går bra."
        )
        draft.row(3, "Sjukfrånvaro", Columns("7 %", period="2022"))
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    answer = ask(assistant, "Jämför sjukfrånvaron mellan enheterna 2022")
    assert {row.identity.unit for row in answer.indicators} == {"Almen", "Boken"}
    assert answer.text.startswith("| Sjukfrånvaro")


def test_the_year_s_own_report_goes_before_its_tertials() -> None:
    kinds = {ReportType.T1: "5,1 %", ReportType.T2: "6,2 %", ReportType.VB: "7,3 %"}
    drafts = [
        Draft(Identity(shelf.BOARD, "Almen", 2022, kind)).row(
            3, "Sjukfrånvaro", Columns(outcome, period="2022")
        )
        for kind, outcome in kinds.items()
    ]
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    answer = ask(assistant, "Hur hög var sjukfrånvaron på Almen 2022?")
    assert [row.value.columns.outcome for row in answer.indicators] == ["7,3 %"]
    tertial = ask(assistant, "Hur hög var sjukfrånvaron på Almen i T1 2022?")
    assert "5,1 %" in tertial.text and "7,3 %" not in tertial.text


def test_a_development_has_one_report_a_year_a_plan_only_where_there_is_no_other() -> None:
    told = {
        (ReportType.VP, 2021): Columns(target="5,0 %", period="2021"),
        (ReportType.T2, 2021): Columns("5,5 %", period="2021"),
        (ReportType.VB, 2021): Columns("5,9 %", period="2021"),
        (ReportType.T1, 2022): Columns("6,1 %", period="2022"),
        (ReportType.T2, 2022): Columns("6,4 %", period="2022"),
        (ReportType.VP, 2023): Columns(target="6,0 %", period="2023"),
    }
    drafts = [
        Draft(Identity(shelf.BOARD, "Almen", year, kind)).row(3, "Sjukfrånvaro", cells)
        for (kind, year), cells in told.items()
    ]
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    answer = ask(assistant, "Hur har sjukfrånvaron utvecklats på Almen 2021–2023?")
    head, _, row, *_ = answer.text.splitlines()
    assert head == "| Sjukfrånvaro | VB 2021 | T2 2022 | VP 2023 |"
    assert row.startswith("| Almen | 5,9 % [1] | 6,4 % [2] | årsmål: 6,0 % [3] |")
    both = ask(assistant, "Jämför sjukfrånvaron på Almen i T1 och T2 2022")
    assert {row.value.columns.outcome for row in both.indicators} == {"6,1 %", "6,4 %"}


def test_a_word_that_begins_as_men_is_no_column_of_theirs() -> None:
    draft = Draft(Identity(shelf.BOARD, "Almen", 2022, ReportType.VB))
    name = "Mängd matsvinn per portion"
    draft.row(3, name, Columns("86 g", None, None, "90 g", period="2022"))
    assistant = Assistant(shelf.library_of(draft), lambda: shelf.TODAY)
    answer = ask(assistant, "Vad var mängd matsvinn per portion på Almen 2022?")
    assert "86 g" in answer.text and not any("togs bort" in w for w in answer.warnings)


def test_a_thing_that_no_report_speaks_of_is_not_counted_by_its_neighbours() -> None:
    draft = Draft(Identity(shelf.BOARD, "Almen", 2022, ReportType.VB))
    draft.text(2, "Verksamhet", "Under året öppnade Almen en webbutik.", "Intäkten blev 8 962 kr.")
    draft.text(2, "Investeringar", "För investeringsmedlen köptes nya sängar, 75 tkr.")
    assistant = Assistant(shelf.library_of(draft), lambda: shelf.TODAY)
    for text in ("Hur många ubåtar har Almen?", "Hur många ubåtar köptes 2022?"):
        answer = ask(assistant, text)
        assert answer.status == "not_found" and not answer.citations, text


def of(
    unit: str | None, outcome: str, year: int = 2022, kind: ReportType = ReportType.VB,
    board: str = shelf.BOARD,
) -> Draft:  # fmt: skip
    """A report with one row of sick leave; a plan has it as its target."""
    cells = Columns(target=outcome) if kind is ReportType.VP else Columns(outcome)
    draft = Draft(Identity(board, unit, year, kind)).text(2, "Inledning", "Året i korthet.")
    return draft.row(3, "Sjukfrånvaro", cells)


NAMES = sorted(
    first + last
    for first in ("Alm", "Björk", "Ek", "Gran", "Hassel", "Lind", "Rönn", "Tall")
    for last in ("backens", "dalens", "lundens", "sjöns", "ängens")
)


def many() -> list[Draft]:
    """Forty units, whose values follow their names, over six years of four reports."""
    return [
        of(f"{name} förskola", f"{10 + at}{year % 10},5 %", year, kind)
        for at, name in enumerate(NAMES)
        for year in range(2017, 2023)
        for kind in ReportType
    ]


@pytest.fixture(scope="module")
def city() -> Assistant:
    return Assistant(shelf.library_of(*many()), lambda: shelf.TODAY)


def test_an_early_year_is_told_by_everybody_though_the_later_ones_are_many(city: Assistant) -> None:
    answer = ask(city, "Hur stor var sjukfrånvaron 2018?")
    assert {row.identity.year for row in answer.indicators} == {2018}
    assert len(answer.indicators) == 24
    told = " ".join(answer.warnings)
    assert "40 av 40 med rapport för 2018 redovisar Sjukfrånvaro." in told
    assert "Tabellen visar 24 av 40 värden: välj nämnd, enhet eller år för att se andra." in told
    assert "Redovisar det inte" not in told


@pytest.mark.parametrize(
    ("end", "first", "value"), [("högst", NAMES[-1], "499,5 %"), ("lägst", NAMES[0], "109,5 %")]
)
def test_the_end_that_is_asked_for_is_found_among_all(
    city: Assistant, end: str, first: str, value: str
) -> None:
    answer = ask(city, f"Vilken enhet hade {end} sjukfrånvaro 2019?")
    note = f"Uträknat bland alla 40 värden: {end} är {first} förskola ({value}, VB 2019)."
    assert answer.warnings[0] == note
    assert f"de 24 {end}a av 40 värden" in answer.warnings[1]
    assert answer.text.splitlines()[2] == f"| {first} förskola | {value} [1] |"


def test_a_board_s_units_are_compared_and_no_other_board_s() -> None:
    drafts = [
        of("Almen", "7 %"),
        of("Boken", "9 %"),
        of(None, "8 %"),
        of("Cedern", "5 %", board="Sjö"),
    ]
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    answer = ask(assistant, f"Vilken enhet i {shelf.BOARD} hade högst sjukfrånvaro 2022?")
    assert {row.identity.unit for row in answer.indicators} == {"Almen", "Boken"}
    assert "2 av 2 med rapport för 2022 redovisar Sjukfrånvaro." in answer.warnings[1]
    assert "Cedern" not in " ".join(answer.warnings)
    answer = ask(assistant, "Vilken nämnd hade högst sjukfrånvaro 2022?")
    assert {row.identity.unit for row in answer.indicators} == {None}


def test_without_a_year_the_newest_that_most_tell_is_compared() -> None:
    drafts = [of(f"{name}ens förskola", "7 %", year) for name in "ABCD" for year in (2021, 2022)]
    drafts.append(of("Aens förskola", "6 %", 2023, ReportType.T1))
    drafts.append(of("Bens förskola", "5 %", 2024, ReportType.VP))
    answer = ask(Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY),
                 "Hur hög är sjukfrånvaron per förskola?")  # fmt: skip
    assert {(row.identity.year, str(row.identity.report_type)) for row in answer.indicators} == {
        (2022, "VB")
    }


def test_a_kind_that_nobody_is_of_is_said(assistant: Assistant) -> None:
    told = " ".join(ask(assistant, "Vilken hemtjänst hade högst sjukfrånvaro 2022?").warnings)
    assert "Ingen hemtjänst redovisar Sjukfrånvaro 2022 i biblioteket: här visas andra." in told


def test_a_board_is_asked_for_its_own_figure_and_compared_with_none_of_its_units() -> None:
    drafts = [of(None, "8 %"), of(None, "8,4 %", kind=ReportType.T2), of("Almen", "7 %")]
    drafts.append(of("Almen", "6 %", 2023, ReportType.VP))
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    for asked in ("Hur hög är sjukfrånvaron i {}?", "Vad blev sjukfrånvaron i {} 2022?"):
        answer = ask(assistant, asked.format(shelf.BOARD))
        assert "VB 2022" in answer.statements[0].text and "8 %" in answer.statements[0].text
        assert {row.identity.unit for row in answer.indicators} == {None}
        assert not [s for s in answer.statements if s.kind == "computed"]
    answer = ask(assistant, f"Hur hög är sjukfrånvaron i {shelf.BOARD}?")
    assert "Inget år angavs: VB 2022 visas först." in answer.warnings


def test_a_unit_with_the_initials_kf_loses_no_row() -> None:
    row = Columns("9 %", target="8 %", city_target="7 %")
    drafts = [
        Draft(Identity(shelf.BOARD, unit, 2022, ReportType.VB)).row(3, "Sjukfrånvaro", row)
        for unit in ("Kvarnens förskolor", "Almens förskolor")
    ]
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    answer = ask(assistant, "Vad var sjukfrånvaron på Almens förskolor 2022?")
    assert "KF:s årsmål: 7 %" in answer.statements[0].text
    assert not [w for w in answer.warnings if "togs bort" in w]


def test_values_that_cannot_be_ranked_are_told_without_an_end() -> None:
    drafts = [
        of(f"{name} förskola", "7 %" if at % 2 else "7 dagar") for at, name in enumerate(NAMES)
    ]
    assistant = Assistant(shelf.library_of(*drafts), lambda: shelf.TODAY)
    told = " ".join(ask(assistant, "Vilken förskola hade högst sjukfrånvaro 2022?").warnings)
    assert "Tabellen visar 24 av 40 värden:" in told
    assert "högst är" not in told


def test_a_kind_inside_a_units_name_leaves_nobody_out() -> None:
    drafts = [of("Rönnbackens boendestöd", "4 %"), of("Kvarnsjöns vård- och omsorgsboende", "9 %")]
    assistant = Assistant(shelf.library_of(*drafts, of("Ek", "1 %")), lambda: shelf.TODAY)
    asked = "jämför sjukfrånvaron 2022 mellan Rönnbackens boendestöd och Kvarnsjöns boende"
    answer = ask(assistant, asked)
    assert "4 %" in answer.text and "9 %" in answer.text
