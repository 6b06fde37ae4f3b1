"""The one who writes a report: its words, its chance, and what it has already told.

A voice fills templates with the unit's own words (brukare, deltagare, boende …), never tells the
same fact twice in a report, and keeps note of what can be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from eval.corpus.blocks import Fact
from eval.corpus.phrases import data, draw, fill
from eval.corpus.world import Task, Unit

_BOARD_WORDS = {
    "brukare": "brukare", "brukarna": "brukarna", "brukarnas": "brukarnas",
    "brukaren": "brukaren", "brukare_en": "brukare", "medarbetare": "medarbetare",
    "personalen": "medarbetarna", "personalens": "medarbetarnas",
    "enkaten": "brukarundersökningen", "verksamheten": "förvaltningen",
    "uppdrag": "stadsdelens samlade välfärd",
}  # fmt: skip
ALL_AREAS = ("arbete", "barn", "stod", "aldre", "miljo", "kultur", "ekonomi", "arbetsgivare",
             "digital")  # fmt: skip


@dataclass(slots=True)
class Voice:
    """Writes the sentences of one report."""

    task: Task
    seed: int
    rng: Random = field(init=False)
    words: dict[str, str] = field(init=False)
    subs: tuple[str, ...] = field(init=False)
    facts: list[Fact] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        task = self.task
        self.rng = Random(f"{self.seed}|text|{task.stem}")
        unit = task.unit
        self.subs = unit.subs if unit else tuple(u.name_in(task.year) for u in task.board.units)
        owner = "Enheten" if unit else "Förvaltningen"
        self.words = {
            **(unit.words if unit else _BOARD_WORDS),
            "enh": owner, "enheten": owner.lower(), "namnd": task.board.name,
            "namnden": task.board.formal, "delar_n": str(len(self.subs)),
            "ar": str(task.year), "forra": str(task.year - 1), "nasta": str(task.year + 1),
        }  # fmt: skip

    @property
    def kind(self) -> str | None:
        """The unit's kind, None for a board."""
        return self.task.unit.kind if self.task.unit else None

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that the report takes up."""
        return self.task.unit.areas if self.task.unit else ALL_AREAS

    def chances(self, entry: dict[str, Any] | None = None) -> dict[str, str]:
        """Slots that any sentence may use, drawn anew; ``entry`` is what they are told in."""
        sub, sub2 = self.rng.sample(self._subs_for(entry), 2)
        words = data("words")
        pick = self.rng.choice
        return {
            **self.words, "sub": sub, "sub2": sub2, "manad": pick(words["manader"]),
            "arstid": pick(words["arstider"]), "orsak": pick(words["orsak"]),
            "orsak_ekonomi": pick(words["orsak_ekonomi"]), "n": str(self.rng.randint(4, 28)),
            "tkr": str(self.rng.randint(4, 60) * 5), "andel": str(self.rng.randint(58, 95)),
            "subvarde": str(self.rng.randint(70, 99)), "subvarde2": str(self.rng.randint(48, 79)),
        }  # fmt: skip

    def say(self, template: str) -> str:
        """The template in this report's words."""
        return fill(template, self.chances())

    def _subs_for(self, entry: dict[str, Any] | None) -> list[str]:
        """A unit's own sub-units; for a board those of its units that the entry fits."""
        task = self.task
        if task.unit or entry is None:
            return list(self.subs)
        fitting = [unit for unit in task.board.units if _fits(entry, unit)]
        return [u.name_in(task.year) for u in fitting] if len(fitting) > 1 else list(self.subs)

    def some(self, topic: str, count: int, area: str = "") -> list[str]:
        """Sentences without questions; those that the report has not used yet come first."""
        filler = data("filler")
        pool = [*filler[topic], *filler.get(f"{topic}_{area}", ())]
        if topic == "forvantat" and area:
            pool = [*filler[f"forvantat_{area}"], *self.rng.sample(filler[topic], 2)]
        fresh = [t for t in pool if t not in self.used]
        fresh = fresh if len(fresh) >= count else pool
        chosen = self.rng.sample(fresh, min(count, len(fresh)))
        self.used.update(chosen)
        return [self.say(t) for t in chosen]

    def fact(self, place: str) -> str | None:
        """A fact that fits the place, noted for the questions; None when all are told."""
        chosen = self._choose("facts", place)
        if chosen is None:
            return None
        slots = self.chances(chosen)
        lasting = Random(f"{self.seed}|{self.task.board.name}|{slots['sub']}|{chosen['id']}")
        slots |= draw(chosen["slots"], lasting if chosen.get("fast") else self.rng)
        slots = {name: fill_in(value, slots) for name, value in slots.items()}
        text = fill(self.rng.choice(chosen["text"]), slots)
        self.facts.append(Fact("faktum", chosen["id"], (text,), slots, place))
        return text

    def story(self, place: str) -> tuple[str, list[str]] | None:
        """A story's heading and paragraphs, noted for the questions."""
        chosen = self._choose("stories", place)
        if chosen is None:
            return None
        slots = {**self.chances(chosen), **draw(chosen["slots"], self.rng)}
        points = [fill(self.rng.choice(wordings), slots) for wordings in chosen["meningar"]]
        self.facts.append(Fact("sammanfattning", chosen["id"], tuple(points), slots, place))
        first = [points[0], points[1], *self.some("analys", 1, place)]
        return chosen["rubrik"], [" ".join(first), " ".join(points[2:])]

    def _concerns(self, entry: dict[str, Any]) -> bool:
        """Whether the unit (or at least two of a board's units) may tell this."""
        if self.task.unit:
            return _fits(entry, self.task.unit)
        return sum(_fits(entry, unit) for unit in self.task.board.units) > 1

    def _choose(self, source: str, place: str) -> dict[str, Any] | None:
        fitting = [
            entry
            for entry in data(source)
            if entry["plats"] == place
            and self.task.report_type in entry["i"]
            and entry["id"] not in self.told
            and self._concerns(entry)
        ]
        if not fitting:
            return None
        chosen: dict[str, Any] = self.rng.choice(fitting)
        self.told.add(chosen["id"])
        return chosen


def _fits(entry: dict[str, Any], unit: Unit) -> bool:
    place = entry["plats"]
    return unit.kind in entry.get("typer", (unit.kind,)) and (
        place in unit.areas or place not in ALL_AREAS
    )


def fill_in(value: str, slots: dict[str, str]) -> str:
    """A slot's value with the slots inside it filled, without touching capitals."""
    return value.format_map(slots) if "{" in value else value
