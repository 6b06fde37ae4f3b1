"""A true statement with a figure, a name, a direction or a denial altered: always caught.

Statements are made of invented words around a pattern, put on a page of an invented report, and
altered by rule. The true one always stands; the altered one never does, whoever wrote it.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.model import Claim, Source
from assistant.verify import Checker
from ingest.library import Library
from ingest.model import Columns, Identity, ReportType
from tests.assistant import shelf

THINGS = ("sjukfrånvaron", "matsvinnet", "personalomsättningen", "antalet besök", "kostnaden")
PLACES = ("Kvarnen", "Lindgläntan", "Stallbacken", "Tallhöjden", "Norrviken")
UP = ("ökade", "steg", "gick upp")
DOWN = ("minskade", "sjönk", "gick ner")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

number = st.one_of(
    st.integers(2, 9_999).map(lambda n: f"{n:,}".replace(",", " ")),
    st.tuples(st.integers(0, 99), st.integers(1, 9)).map(lambda p: f"{p[0]},{p[1]}"),
)


def made(*sentences: str, row: tuple[str, Columns] | None = None) -> tuple[Library, list[Source]]:
    identity = Identity("Ekbacken", "Ekbackens hemtjänst", 2022, ReportType.VB)
    draft = shelf.Draft(identity).text(2, "Analys", *sentences)
    other = shelf.Draft(Identity("Ekbacken", "Sjöängens förskolor", 2022, ReportType.VB))
    if row is not None:
        draft.row(3, *row)
    library = shelf.library_of(draft, other.text(2, "Analys", "Barnen åt frukt varje dag."))
    found = [Source(identity.document_id, identity, 2, ("Analys",), s) for s in sentences]
    report = library.contents(identity.document_id)
    assert report is not None
    found += [
        Source(identity.document_id, identity, 3, ("Indikator x",), r.quote)
        for r in report.indicators
    ]
    return library, found


def stands(text: str, library: Library, *sources: Source, kind: str = "sourced") -> bool:
    return Checker(library).fault(Claim(text, sources, kind)) is None


@SLOW
@given(number, number, st.sampled_from(THINGS), st.sampled_from(PLACES))
def test_an_altered_figure_is_caught(one: str, two: str, thing: str, place: str) -> None:
    assume(one.replace(" ", "") != two.replace(" ", ""))
    assume(not set(one.split()) & set(two.split()))
    true = f"På {place} var {thing} {one} procent enligt enhetens egen mätning."
    library, (source,) = made(true)
    assert stands(f"{thing.capitalize()} på {place} var {one} %.", library, source)
    assert not stands(f"{thing.capitalize()} på {place} var {two} %.", library, source)
    assert not stands(true.replace(f"{one} procent", f"{two} procent"), library, source)
    assert not stands(true.replace("procent", "kronor"), library, source)
    assert not stands(true.replace("procent", "procentenheter"), library, source)


@SLOW
@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(THINGS), number)
def test_an_altered_name_is_caught(one: str, two: str, thing: str, figure: str) -> None:
    assume(one != two)
    true = f"Under hösten var {thing} {figure} på {one} enligt enhetens egen mätning."
    library, (source,) = made(true)
    assert stands(f"På {one} var {thing} {figure}.", library, source)
    assert not stands(true.replace(one, two), library, source)
    assert not stands(f"På {two} var {thing} {figure}.", library, source)
    for unit in ("Sjöängens förskolor", "sjöängens förskolor"):
        assert not stands(f"Under hösten var {thing} {figure} i {unit}.", library, source)


@SLOW
@given(st.sampled_from(UP), st.sampled_from(DOWN), st.sampled_from(THINGS), st.booleans())
def test_an_altered_direction_is_caught(up: str, down: str, thing: str, rises: bool) -> None:
    said, altered = (up, down) if rises else (down, up)
    true = f"Under året {said} {thing} tydligt jämfört med tidigare."
    library, (source,) = made(true)
    assert stands(f"{thing.capitalize()} {said} under året.", library, source)
    assert not stands(true.replace(said, altered), library, source)
    assert not stands(f"{thing.capitalize()} {altered} under året.", library, source)
    assert not stands(f"{thing.capitalize()} {said} inte under året.", library, source)


@SLOW
@given(st.permutations(THINGS), st.sampled_from(UP), st.sampled_from(DOWN))
def test_directions_that_change_places_are_caught(things: list[str], up: str, down: str) -> None:
    one, two = things[:2]
    true = f"Under året {up} {one} medan {two} {down}."
    library, (source,) = made(true)
    assert stands(f"Det var {one} som {up} under året, medan {two} {down}.", library, source)
    assert not stands(f"Under året {down} {one} medan {two} {up}.", library, source)


@SLOW
@given(st.permutations(THINGS), st.integers(2, 400), st.integers(401, 900))
def test_figures_that_change_places_are_caught(things: list[str], low: int, high: int) -> None:
    one, two = things[:2]
    true = f"Enheten mätte {one} till {low} i våras, och senare {two} till {high} i höstas."
    library, (source,) = made(true)
    swapped = f"Enheten mätte {one} till {high} i våras, och senare {two} till {low} i höstas."
    assert stands(f"I våras mättes {one} till {low}.", library, source)
    assert not stands(swapped, library, source)


@SLOW
@given(st.integers(10, 990), st.integers(10, 990), st.integers(10, 990))
def test_a_cell_is_told_as_its_own_column_and_year(now: int, before: int, goal: int) -> None:
    assume(len({now, before, goal}) == 3)
    a, b, c = (f"{n / 10:.1f}".replace(".", ",") + " %" for n in (now, before, goal))
    row = ("Sjukfrånvaro", Columns(a, None, None, b, None, c, None, "2022"))
    library, (_, source) = made("Barnen åt frukt.", row=row)

    def told(text: str) -> bool:
        return stands(text, library, source)

    step = ("ökade", "minskade") if now > before else ("minskade", "ökade")
    assert told(f"Sjukfrånvaron var {a} 2022.")
    assert told(f"Sjukfrånvaron var {a} 2022 och {b} 2021.")
    assert told(f"Sjukfrånvaron {step[0]} från {b} till {a}.")
    assert told(f"Årsmålet för sjukfrånvaron var {c}.")
    assert not told(f"Sjukfrånvaron var {b} 2022.")
    assert not told(f"Sjukfrånvaron var {c} 2022.")
    assert not told(f"Sjukfrånvaron var {a} 2021.")
    assert not told(f"Årsmålet för sjukfrånvaron var {a}.")
    assert not told(f"Sjukfrånvaron {step[1]} från {b} till {a}.")
    assert not told(f"Sjukfrånvaron {step[1]} från {a} till {b}.")
    bound = ("över", "under") if now > goal else ("under", "över")
    assert told(f"Sjukfrånvaron var {a} 2022, {bound[0]} årsmålet.")
    assert not told(f"Sjukfrånvaron var {a} 2022, {bound[1]} årsmålet.")
    assert not told(f"Sjukfrånvaron var {a} 2022 och nådde årsmålet.")


DATES = [
    ("3 maj 2022", "2022-05-03", True),
    ("den 3 maj", "2022-05-03", True),
    ("maj 2022", "3 maj 2022", True),
    ("3/5 2022", "3 maj 2022", True),
    ("4 maj 2022", "2022-05-03", False),
    ("3 juni 2022", "2022-05-03", False),
    ("3 maj 2023", "2022-05-03", False),
    ("i juni", "3 maj 2022", False),
    ("tre", "3 personer", True),
    ("12", "tolv personer", True),
    ("fyra", "3 personer", False),
    ("1,2 mnkr", "1 200 tkr", True),
    ("1,2 miljoner kronor", "1 200 tkr", True),
    ("1,2 tkr", "1 200 tkr", False),
    ("1 200 kr", "1 200 tkr", False),
    ("-3,2 mnkr", "3,2 mnkr", False),
    ("3,2 mnkr", "-3,2 mnkr", False),
    ("ett underskott på 3,2 mnkr", "-3,2 mnkr", True),
    ("hälften", "50 personer", False),
]


@pytest.mark.parametrize(("text", "quote", "held"), DATES)
def test_dates_words_and_amounts_are_compared_the_swedish_way(
    text: str, quote: str, held: bool
) -> None:
    from assistant.verify import unsupported

    assert (unsupported(text, [quote]) == []) is held
