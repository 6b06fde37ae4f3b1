"""How a report looks: drawn anew for each report, from its seed.

«demo» draws among the mainstream looks of the real reports: full grid, sans headings over serif
text, running header to the right. «random» draws everything: fonts, levels told apart by size,
weight or colour, margins, justified and hyphenated text, rules of tables, column widths,
alignment, headers and footers to the left or right, a label for the status word.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SERIF, SANS = "Times-Roman", "Helvetica"
_BOLD = {SERIF: "Times-Bold", SANS: "Helvetica-Bold"}
BLACK = "#000000"
LEVELS = ("inriktningsmal", "kf_mal", "namndmal", "enhetsmal")


@dataclass(frozen=True, slots=True)
class Face:
    """A font in a size and colour."""

    font: str
    size: float
    color: str = BLACK

    @property
    def leading(self) -> float:
        """From base line to base line."""
        return round(self.size * 1.24, 2)

    @property
    def bold(self) -> Face:
        """The same in bold."""
        return Face(_BOLD.get(self.font, self.font), self.size, self.color)


@dataclass(frozen=True, slots=True)
class TableLook:
    """Rules are «full», «horizontal» or «none»; ``symbols`` are the narrow columns in front."""

    rules: str = "full"
    shade: bool = True
    symbols: int = 2
    align: str = "left"
    padding: float = 4.0
    stretch: float = 0.0
    face: Face = Face(SANS, 7.5)


@dataclass(frozen=True, slots=True)
class Design:
    """The look of one report; lengths in points, faces by role."""

    body: Face
    title: Face
    chapter: Face
    section: Face
    minor: Face
    goal_heading: Face
    goals: tuple[Face, ...]
    table: TableLook
    margins: tuple[float, float, float, float] = (72.0, 72.0, 72.0, 96.0)
    label_above: bool = False
    header: str = "enhet"
    header_side: str = "right"
    footer: str = ""
    justify: bool = False
    hyphenate: bool = False
    status_label: str = ""
    contents_depth: int = 3
    contents_name: str = "Innehållsförteckning"
    new_page_for_chapter: bool = True
    gap: float = 6.0

    def goal(self, level: str) -> Face:
        """The face of a goal of this level."""
        return self.goals[LEVELS.index(level)]


def demo_design(rng: Random) -> Design:
    """A mainstream look; template A or B."""
    above = rng.random() < 0.5
    head = SANS
    return Design(
        body=Face(SERIF, rng.choice((11.0, 11.5))),
        title=Face(head, 20).bold,
        chapter=Face(head, 14).bold,
        section=Face(head, 12).bold,
        minor=Face(SERIF, 11.5).bold,
        goal_heading=Face(head, 9.5).bold,
        goals=(Face(head, 13).bold, Face(head, 12.5), Face(head, 11.5).bold if above
               else Face(head, 11.5), Face(head, 10.5) if above else Face(head, 10.5).bold),
        table=TableLook(symbols=rng.choice((1, 2))),
        label_above=above,
        header="sid" if above else "enhet",
        header_side="right",
        footer="adress" if above and rng.random() < 0.5 else "",
        new_page_for_chapter=rng.random() < 0.5,
    )  # fmt: skip


def random_design(rng: Random) -> Design:
    """Any look that a report may have."""
    pick = rng.choice
    head = pick((SERIF, SANS))
    goals, chapter, section, minor, goal_heading = _levels(rng, head)
    return Design(
        body=Face(pick((SERIF, SANS)), pick((10.0, 10.5, 11.0))),
        title=Face(head, pick((18.0, 22.0, 26.0))).bold,
        chapter=chapter, section=section, minor=minor, goal_heading=goal_heading, goals=goals,
        table=_table(rng),
        margins=(pick((54.0, 64.0, 78.0)), pick((54.0, 64.0, 78.0)), pick((64.0, 78.0)),
                 pick((70.0, 92.0))),
        label_above=rng.random() < 0.5,
        header=pick(("sid", "enhet", "titel", "")), header_side=pick(("left", "right")),
        footer=pick(("", "adress", "sida-left", "sida-right")),
        justify=rng.random() < 0.5, hyphenate=rng.random() < 0.5,
        status_label=pick(("", "", "Måluppfyllelse: ", "Bedömning: ")),
        contents_depth=pick((3, 3, 4)),
        contents_name=pick(("Innehållsförteckning", "Innehåll")),
        new_page_for_chapter=rng.random() < 0.5, gap=pick((5.0, 6.0, 8.0)),
    )  # fmt: skip


def _levels(rng: Random, head: str) -> tuple[tuple[Face, ...], Face, Face, Face, Face]:
    """Levels told apart by size, by weight, or by colour."""
    how = rng.choice(("size", "weight", "color"))
    if how == "size":
        sizes = (18.0, 16.5, 15.0, 13.6)
        goals = tuple(Face(head, size) for size in sizes)
        return goals, Face(head, 21), Face(head, 19), Face(head, 10.8).bold, Face(head, 12.4)
    if how == "weight":
        goals = (Face(head, 14).bold, Face(head, 13), Face(head, 12).bold, Face(head, 12))
        return (goals, Face(head, 16).bold, Face(head, 13).bold, Face(SERIF, 10.5).bold,
                Face(head, 10).bold)  # fmt: skip
    colors = rng.choice((("#1f3a6e", "#2a6b4f", "#7a2d2d", "#555555"),
                         ("#6b1f5c", "#1f5c6b", "#8a5a00", "#24443a")))  # fmt: skip
    goals = tuple(Face(_BOLD[head], 12.5, color) for color in colors)
    return (goals, Face(head, 16, colors[0]).bold, Face(head, 13, colors[0]).bold,
            Face(head, 10.5).bold, Face(head, 11, colors[1]).bold)  # fmt: skip


def _table(rng: Random) -> TableLook:
    rules = rng.choice(("full", "horizontal", "none"))
    return TableLook(
        rules=rules,
        shade=rng.random() < 0.5,
        symbols=rng.choice((0, 1, 2)),
        align=rng.choice(("left", "left", "right", "center")),
        padding=rng.choice((3.5, 4.5)) if rules == "full" else rng.choice((4.5, 5.5)),
        stretch=rng.uniform(-0.2, 0.25),
        face=Face(rng.choice((SANS, SERIF)), rng.choice((7.0, 7.5, 8.0))),
    )


DESIGNS = {"demo": demo_design, "random": random_design}
