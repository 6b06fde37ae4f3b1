"""Years that are past, where the text speaks of what is to come.

A past year is nothing wrong in a sentence that looks back («utfallet 2023 var …»), so a sentence
is pointed out only when it looks ahead and nothing in it looks back. Apart from that: activities
that end before the plan's year, programmes whose years have run out, and a title with another
year. Only what the writer wrote is read, never the board's text above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.plan_check.context import Context, quoted
from assistant.plan_check.model import Finding, Severity
from assistant.plan_check.outline import GoalSaid, Said

CHECK = "years"
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d.,]*\d|-\d|–\d|/\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[-–]\s?((?:19|20)\d{2})(?![\d-])")
_DATES = re.compile(r"(\d{4})-\d{2}-\d{2}\s+(\d{4})-\d{2}-\d{2}")
_AHEAD = re.compile(
    r"\b(?:ska|skall|kommer|planera[rs]|avser|ämnar|tänker|påbörja[rs]|starta[rs]|genomförs|införs"
    r"|utveckla[rs]|fortsätter|senast|hoppas|räknar\s+med|siktar|målet\s+är|återuppta\w*)\b",
    re.I,
)
_BACK = re.compile(
    r"\b(?:var|blev|hade|fick|gick|gjorde|skedde|utfall\w*|jämfört|sedan|förra|föregående|tidigare"
    r"|redan|beslutad\w*|antogs|enligt|resultat\w*\s+(?:för|från|i)|från(?:\s+och\s+med)?)\b"
    r"|\b\w{3,}(?:ade|des|dde|ats|tts|its)\b"
    r"|\bhar\b(?:\s+\w+){0,4}\s+\w+(?:at|it|tt)\b",
    re.I,
)
_PROGRAMME = re.compile(r"\b\w*(?:program|plan|strategi|policy|överenskommelse|avtal)\w*\b", re.I)


def check_years(context: Context) -> list[Finding]:
    """What is past, given the plan's year; nothing where that is not known."""
    year = context.ground.year
    if year is None:
        return []
    findings = [f for title in context.plan.titles for f in _title(title, year)]
    for part in context.plan.own_parts:
        for said in part.sentences:
            findings.extend(_sentence(said, part.goal, year))
        for row in part.rows:
            findings.extend(_row(row, part.goal, year))
    return findings


def _title(title: Said, year: int) -> Iterator[Finding]:
    said = [int(match[0]) for match in _YEAR.finditer(title.text)]
    if said and year not in said and re.match(r"verksamhetsplan\b", title.text, re.I):
        yield Finding(
            CHECK,
            Severity.IMPORTANT,
            f"Rubriken säger {said[0]}, men planen gäller {year}.",
            "Ändra året i rubriken.",
            title.place,
        )


def _sentence(said: Said, goal: GoalSaid | None, year: int) -> Iterator[Finding]:
    name = goal.text if goal else None
    for match in _SPAN.finditer(said.text):
        programme = _PROGRAMME.search(said.text)
        if int(match[2]) < year and programme:
            yield Finding(
                CHECK,
                Severity.ADVICE,
                f"Åren {match[0]} är slut när {year} börjar.",
                f"Kontrollera om det finns ett nyare beslut än {quoted(match[0])}.",
                said.place,
                name,
            )
    past = [m[0] for m in _YEAR.finditer(_SPAN.sub(" ", said.text)) if int(m[0]) < year]
    if past and _AHEAD.search(said.text) and not _BACK.search(said.text):
        yield Finding(
            CHECK,
            Severity.IMPORTANT,
            f"Meningen ser framåt men nämner {past[0]}, och planen gäller {year}.",
            "Skriv om det är klart, eller ange det nya året.",
            said.place,
            name,
        )


def _row(row: Said, goal: GoalSaid | None, year: int) -> Iterator[Finding]:
    match = _DATES.search(row.text)
    if match and int(match[2]) < year:
        yield Finding(
            CHECK,
            Severity.IMPORTANT,
            f"Aktiviteten slutar {match[0].split()[1]}, före planens år {year}.",
            "Ge den nya datum, eller stryk den om den är klar.",
            row.place,
            goal.text if goal else None,
        )
