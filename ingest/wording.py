"""The words by which the city's templates name their parts: goal labels, headings, status.

The second signal beside layout. Each list holds the wordings that occur in the districts'
templates; matching is on the whole line and ignores case.
"""

from __future__ import annotations

import re

from ingest.model import GoalLevel

_KF = r"(?:KF:?s|kommunfullmäktiges)"
_NUMBER = r"(?:\s*[\d.]+)?"
_LABELS = (
    (GoalLevel.INRIKTNINGSMAL, re.compile(rf"^{_KF}\s+inriktningsmål{_NUMBER}\s*(:|$|\d)", re.I)),
    (
        GoalLevel.KF_MAL,
        re.compile(
            rf"^{_KF}\s+(?:verksamhetsområdesmål|mål\s+för\s+verksamhetsområdet){_NUMBER}\s*(:|$|\d)",
            re.I,
        ),
    ),
    (
        GoalLevel.NAMNDMAL,
        re.compile(
            rf"^(?:nämnds?mål|nämndens\s+mål|stadsdelsnämndens\s+mål){_NUMBER}\s*(:|$)", re.I
        ),
    ),
    (GoalLevel.ENHETSMAL, re.compile(rf"^(?:enhetsmål|enhetens\s+mål){_NUMBER}\s*(:|$)", re.I)),
)
_GOAL_NUMBER = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+\S")
_STATUS = re.compile(
    r"^(?:(?:bedömning|bedömd\s+måluppfyllelse|måluppfyllelse|måluppfyllnad|status|uppfyllelse)"
    r"\s*(?::\s*)?)?(?:(?:mål(?:et)?\s+)?(?:uppfylls|uppfyllt|uppfylld|uppnås|uppnått|uppnådd)\s+"
    r"(helt|delvis|ej|inte)|(helt|delvis|ej|inte)\s+(?:uppfyllt|uppfylld|uppnått|uppnådd)"
    r"|(ingen(?:\s+bedömning)?))\.?$",
    re.I,
)
_TITLE = re.compile(
    r"^(?:verksamhetsplan|verksamhetsberättelse|tertialrapport\s*\d?)\s+(?:för\s+)?20\d\d\b", re.I
)
TEMPLATE_HEADINGS = (
    "Beskrivning",
    "Förväntat resultat",
    "Arbetssätt",
    "Resursanvändning",
    "Uppföljning",
    "Utveckling",
    "Analys",
)
_TEMPLATE = re.compile(
    rf"^(?:{'|'.join(TEMPLATE_HEADINGS)}|Förväntade\s+resultat|Indikatorer|Aktiviteter)\s*:?$", re.I
)
_CHAPTER = re.compile(
    r"^(?:\d+\.?\s+)?(?:inledning|sammanfattande\s+analys|sammanfattning|övrigt|bilagor|ekonomi|"
    r"uppföljning\s+av\s+(?:kommunfullmäktiges|kf:?s).*|(?:uppföljning|redovisning)\s+av\s+ekonomi|"
    r"nämndens\s+mål.*|verksamhetens\s+mål.*)$",
    re.I,
)


def goal_of(text: str) -> tuple[GoalLevel, str] | None:
    """The level that a heading's label says and the goal's own words, or None for no label."""
    for level, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            rest = text[match.end() :] if match.group(1) == ":" else text[match.start(1) :]
            return level, rest.strip()
    return None


def is_goal_label(text: str) -> bool:
    """Whether a line opens a goal."""
    return goal_of(text.strip()) is not None


def goal_number(text: str) -> str | None:
    """The number of a goal as «1.4», if its words begin with one."""
    match = _GOAL_NUMBER.match(text)
    return match.group(1) if match else None


def is_status(text: str) -> bool:
    """Whether a line says how far a goal is fulfilled."""
    return bool(_STATUS.match(text.strip()))


def fulfilment_of(status: str) -> str | None:
    """«helt», «delvis», «ej», or None where no judgement is made."""
    match = _STATUS.match(status.strip())
    word = (match.group(1) or match.group(2) or "").casefold() if match else ""
    return {"helt": "helt", "delvis": "delvis", "ej": "ej", "inte": "ej"}.get(word)


def is_template_heading(text: str) -> bool:
    """Whether a line is one of the headings that the template puts under goals."""
    return bool(_TEMPLATE.match(text.strip()))


def is_title(text: str) -> bool:
    """Whether a line is worded as the title of a report: its kind and its year."""
    return bool(_TITLE.match(text.strip()))


def is_chapter(text: str) -> bool:
    """Whether a line is worded as a chapter of a report."""
    return bool(_CHAPTER.match(text.strip()))
