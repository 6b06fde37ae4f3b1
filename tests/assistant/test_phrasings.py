"""A long list of phrasings: at least 97 % understood, and none so wrong that it hides the answer.

Hiding is a fence around other reports than the right ones, or calling a report missing that is
there. The list is ``phrasings.txt``; its boards, units and reports are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assistant.interpret import Interpreter
from assistant.model import Interpretation, Question, Turn
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import Identity, ReportType, StoredReport
from ingest.names import BOARD_ITSELF
from ingest.organisation import Board, Organisation, Unit, load_organisation
from tests.assistant.shelf import ShelfArchive

VP, T1, T2, VB = ReportType.VP, ReportType.T1, ReportType.T2, ReportType.VB
G, L, H = "Gransäter", "Lövhamra-Skogsby", "Havsvik"
NAMES = {
    "G": G, "L": L, "H": H, "board": BOARD_ITSELF,
    "GH": "Gransäters hemtjänst", "GD": "Gransäters dagliga verksamhet",
    "SR": "Stöd- och resursenheten", "SF": "Skogsby förskolor",
    "LV": "Lövhamra vård- och omsorgsboende", "SG": "Skogsby grupp- och servicebostäder",
    "HB": "Havsviks boendestöd", "HU": "Havsviks ungdom och fritid",
    "SO": "Solrosens förskola", "LI": "Lindgårdens äldreboende", "LU": "Lundgårdens äldreboende",
    "OL": "Lövhamra", "OS": "Skogsby",
    "sick": "Sjukfrånvaro", "short": "Sjukfrånvaro dag 1-14", "ami": "Aktivt medskapandeindex",
    "iba": "Index Bra arbetsgivare",
    "prog": "Nämndens prognossäkerhet T2",
    "budget": "Nämndens budgetföljsamhet efter resultatöverföringar",
}  # fmt: skip
REPORTS: tuple[tuple[str, str | None, tuple[tuple[ReportType, int], ...]], ...] = (
    (G, None, ((VB, 2022), (VB, 2023), (T1, 2024), (T2, 2024), (VB, 2024), (VP, 2025))),
    (G, "GH", ((VB, 2023), (VB, 2024), (VP, 2025))),
    (G, "GD", ((VP, 2023), (T1, 2023), (T2, 2023), (VB, 2023), (VB, 2024), (VP, 2025))),
    (G, "SR", ((VB, 2024), (VP, 2025))),
    (L, None, ((T2, 2024), (VB, 2024))),
    (L, "SF", ((VB, 2023), (VB, 2024))),
    (L, "LV", ((VB, 2024),)),
    (L, "SG", ((VB, 2024),)),
    (H, None, ((VB, 2023),)),
    (H, "HB", ((VB, 2023),)),
    (H, "HU", ((VB, 2023), (VB, 2024))),
    (G, "SO", ((VB, 2024),)),
    (L, "SO", ((VB, 2024),)),
    (G, "LI", ((VB, 2024),)),
    (H, "LU", ((VB, 2024),)),
    ("Lövhamra", None, ((VB, 2019), (T1, 2020))),
    ("Skogsby", None, ((VB, 2019),)),
)
ENOUGH = 0.97


@dataclass(frozen=True)
class Phrasing:
    """One line of the list; ``fence`` is the unit that may be fenced in, or empty."""

    text: str
    wanted: dict[str, str] = field(default_factory=dict)
    fence: bool = False

    def names(self, key: str) -> set[str]:
        return {NAMES[code] for code in self.wanted.get(key, "").split(",") if code}


@cache
def interpreter() -> Interpreter:
    store = MemoryStore()
    for board, unit, kinds in REPORTS:
        for kind, year in kinds:
            identity = Identity(board, NAMES[unit] if unit else None, year, kind)
            store.commit(StoredReport(identity, "0" * 64, "x.pdf", 1, 0, 0))
    library = Library(store, MemoryLexical(), WordEmbedder(), ShelfArchive())  # type: ignore[arg-type]
    return Interpreter(library, lambda: date(2025, 3, 10), organisation())


def organisation() -> Organisation:
    """The city's boards, and an invented merger."""
    merged, until = date(2021, 1, 1), date(2020, 12, 31)
    boards = (
        *load_organisation().boards,
        Board(L, predecessors=(NAMES["OL"], NAMES["OS"]), since=merged),
        Board(NAMES["OL"], until=until),
        Board(NAMES["OS"], until=until),
    )
    daily = Unit(NAMES["GD"], aliases=("Trollet",))
    support = Unit("Havsviks stödteam", former=(NAMES["HB"],))
    return Organisation(boards, (daily, support))


def phrasings() -> Iterator[Phrasing]:
    lines = Path(__file__).with_name("phrasings.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        text, _, told = line.partition("|")
        head, _, missing = told.partition("m=")
        wanted = dict(part.split("=", 1) for part in head.replace("!", "").split())
        if missing:
            wanted["m"] = missing.strip()
        yield Phrasing(text.strip(), wanted, "!" in head)


def faults(phrasing: Phrasing, meant: Interpretation) -> list[str]:
    """What was understood in another way than it should."""
    scope, wanted = meant.scope, phrasing.wanted
    years = {int(y) for y in wanted.get("y", "").split(",") if y}
    pairs = [
        ("u", set(scope.units), phrasing.names("u")),
        ("b", set(scope.boards), phrasing.names("b")),
        ("y", set(scope.years), years),
        ("t", {str(t) for t in scope.report_types}, set(wanted.get("t", "").split(",")) - {""}),
        ("i", set(meant.indicators), phrasing.names("i")),
        ("m", any(wanted.get("m", "") in m for m in meant.missing), "m" in wanted),
        ("fence", bool(meant.hard.units), phrasing.fence),
        ("k", str(meant.asks), wanted.get("k", str(meant.asks))),
        ("c", meant.column, wanted.get("c", meant.column)),
        ("s", meant.comparison, "s" in wanted or meant.comparison),
        ("n", "n" not in wanted or any(wanted["n"] in note for note in meant.notes), True),
    ]
    return [f"{key}: {seen} i stället för {right}" for key, seen, right in pairs if seen != right]


def hides(phrasing: Phrasing, meant: Interpretation) -> bool:
    """Whether the answer could not be found, or a report that is there is called missing."""
    fenced = meant.hard.units and set(meant.hard.units) != phrasing.names("u")
    other = meant.hard.boards or meant.hard.years or meant.hard.report_types
    return bool(fenced or other or (meant.missing and "m" not in phrasing.wanted))


def test_the_list_is_long_enough() -> None:
    assert len({p.text for p in phrasings()}) >= 280


def test_nearly_all_phrasings_are_understood() -> None:
    told = [(p, faults(p, interpreter().interpret(Question(p.text)))) for p in phrasings()]
    wrong = [f"{p.text}: {'; '.join(f)}" for p, f in told if f]
    assert 1 - len(wrong) / len(told) >= ENOUGH, "\n".join(wrong)


def test_no_phrasing_hides_its_answer() -> None:
    hidden = [p.text for p in phrasings() if hides(p, interpreter().interpret(Question(p.text)))]
    assert hidden == []


_SICK = "Sjukfrånvaron på Gransäters hemtjänst 2024?"
FOLLOW_UPS = [
    ((_SICK,), "å 2023 då", "u=GH! y=2023 i=sick"),
    ((_SICK,), "samma fast för skogsby förskolor", "u=SF! y=2024 i=sick"),
    ((_SICK,), "och hur va de i dv", "u=GD! y=2024 i=sick"),
    (("vb24 gransäters hemtjänst, städning",), "och i planen för 2025?", "u=GH! y=2025 t=VP"),
    (("AMI på Gransäters dv 2023?",), "och sjuk frånvaron?", "u=GD! y=2023 i=sick"),
    (("AMI på Gransäters dv 2023?", "och 2024?"), "varför?", "u=GD! y=2024 i=ami k=reason"),
    (("Hur många kunder har Gransäters hemtjänst?",), "var det fler året innan", "u=GH!"),
    (("Torget i Gransäter enligt T1 2024",), "T2 då", "b=G y=2024 t=T2"),
]


@pytest.mark.parametrize(("before", "text", "told"), FOLLOW_UPS)
def test_follow_ups_take_over_what_they_do_not_say(
    before: tuple[str, ...], text: str, told: str
) -> None:
    wanted = dict(part.split("=", 1) for part in told.replace("!", "").split())
    turns = tuple(Turn("user", said) for said in before)
    meant = interpreter().interpret(Question(text, history=turns))
    assert faults(Phrasing(text, wanted, "!" in told), meant) == []
    assert meant.missing == ()
