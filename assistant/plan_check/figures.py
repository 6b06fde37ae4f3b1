"""Figures of the text that stand in no report of the unit or its board.

A unit without any report of its own is not checked: all its figures would be strangers.
Not every number is a figure: years, dates, clock times, ages, addresses, how often something is
done, and whole numbers up to ten without a measure are passed over, and so are tables. What is
left is looked for on every page of the reports; a percentage only counts as found where it stands
as one. A figure that is not found may well be right – the finding says only where it does not
stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.plan_check.context import EXPECTED, Context
from assistant.plan_check.model import Finding, Place, Severity
from assistant.verify import unsupported
from assistant.words import MONTHS

CHECK = "figures"
_FIGURE = re.compile(
    r"(?<![\w.,/:+–-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<measure>\s?%|\s(?:procent(?:enheter|enhet)?|tkr|mnkr|mkr|kr|kronor|st|stycken"
    r"|årsarbetare|platser|personer|deltagare|brukare|medarbetare|barn|boende)\b)?"
    r"(?![\w+/§:]|[-–]\w)"
)
_MONTH = rf"(?:{'|'.join(month if month == 'mars' else month[:3] for month in MONTHS)})\w*"
_NOT_A_FIGURE = re.compile(
    rf"\s*(?:{_MONTH}\b|år\b|års|gång|ggr|dag|timm|tim\b|veck|månad|minut|min\b|tillfäll|§|kap\b)"
    r"|\s*(?:-|–|till)\s*\d",
    re.I,
)
# The word before a number that makes it a name, a place or a time.
_BEFORE = frozenset(
    """kl klockan tel dag den sid sida sidan sidorna s § bilaga kapitel kap årskurs åk mål steg nivå
    fas version sfs dnr punkt punkterna tertial tertialrapport""".split()  # noqa: SIM905
)
_STREETS = ("gatan", "vägen", "gränd", "torget", "torg", "plan", "stigen", "backen", "allén", "väg")
_RANGE = re.compile(r"\d\s*(?:[-–]|till|och)$")
_SMALL = 10
_NEAR = 40
_LONGEST = 15
_A_NAME = re.compile(r"0\d.*|11[2-4]|1177|11\s?414")  # telephone numbers, also as names of services
# Dates and telephone numbers.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\b0\d{1,3}\s?[-–/]\s?\d[\d ]{4,12}")


def check_figures(context: Context) -> list[Finding]:
    """Each figure that stands nowhere, at its first place."""
    reports = context.ground.reports
    if not context.ground.own:
        return []
    found = list(_figures(context))
    if not found:
        return []
    pages = [page.text for held in reports for page in held.report.pages]
    missing = set(unsupported(" . ".join(figure for figure, _, _ in found), pages))
    told: dict[str, Finding] = {}
    for figure, place, expected in found:
        canonical = "".join(unsupported(figure, ()))
        if canonical in missing and canonical not in told:
            told[canonical] = _finding(figure, place, expected, context)
    return list(told.values())


def _figures(context: Context) -> Iterator[tuple[str, Place, bool]]:
    for part in context.plan.own_parts:
        expected = bool(part.heading and EXPECTED.search(part.heading))
        for said in part.sentences:
            for figure in figures_in(said.text):
                yield figure, said.place, expected


def figures_in(sentence: str) -> Iterator[str]:
    """The figures of a sentence that claim something, as printed with their measure."""
    plain = _DATE.sub(lambda match: " " * len(match[0]), sentence)
    for match in _FIGURE.finditer(plain):
        number, measure = match["number"], match["measure"] or ""
        before = plain[max(match.start() - _NEAR, 0) : match.start()].rstrip()
        if _NOT_A_FIGURE.match(plain, match.end()) or _is_named(before):
            continue
        if len(number) > _LONGEST or _A_NAME.fullmatch(number):
            continue
        whole = number.isdigit()
        if whole and not measure and (1900 <= int(number) <= 2100 or int(number) <= _SMALL):
            continue
        if whole and int(number) <= _SMALL and "%" not in measure and "procent" not in measure:
            continue
        yield match[0].strip()


def _is_named(before: str) -> bool:
    """Whether what stands before a number makes it something else than a figure."""
    last = before.rsplit(" ", 1)[-1]
    if last.casefold().rstrip(".:") in _BEFORE or _RANGE.search(before[-8:]):
        return True
    return last[:1].isupper() and last.endswith(_STREETS)


def _finding(figure: str, place: Place, expected: bool, context: Context) -> Finding:
    count = len(context.ground.reports)
    which = "den inlästa rapporten" if count == 1 else f"de {count} inlästa rapporterna"
    return Finding(
        CHECK,
        Severity.NOTE if expected else Severity.ADVICE,
        f"{figure} står inte i {which} för {context.ground.owner}.",
        "Är det ett nytt mål, skriv att det är enhetens eget. Annars: ange varifrån siffran kommer."
        if expected
        else "Kontrollera siffran mot underlaget och skriv varifrån den kommer.",
        place,
    )
