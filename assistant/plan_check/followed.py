"""Can each expected result be followed up: does it have a measure, a time or a way of checking?

Looked for under Förväntat resultat and Uppföljning of each goal. Nothing at all in either is
pointed out as important; a way of checking but no level to reach as advice. Vague phrases are
listed where their sentence says neither how much nor when (``vague.yaml``). Ways of working are
never judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from assistant.plan_check.context import EXPECTED, FOLLOW_UP, Context, quoted
from assistant.plan_check.model import Finding, Severity
from assistant.plan_check.outline import GoalSaid, Part

CHECK = "followed"
_MEASURE = re.compile(
    r"\d|%|\b(?:procent\w*|andel\w*|antal\w*|index\w*|samtliga|alla|varje|ing(?:en|a|et)|minst|högst"
    r"|hälften|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|nollvision\w*|fler|färre|minska\w*|öka\w*"
    r"|fastställd\w*|beslutad\w*|inom\s+(?:given|givna|budget\w*)|budget\s+i\s+balans)\b",
    re.I,
)
_TIME = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|tertial\w*|kvartal\w*|månadsvis|månatlig\w*|veckovis|årlig\w*|dagligen|varannan|våren|hösten"
    r"|sommaren|vintern|inom\s+(?:en|ett|två|tre|sex)\s+\w+|årsskifte\w*|halvår\w*|senast|slutet\s+av|årets\s+slut|gång(?:er)?\s*(?:/|per|om))",
    re.I,
)
_CHECKED = re.compile(
    r"enkät\w*|undersökning\w*|\bmät(?:s|er|a|as|ning\w*)\b|följ(?:s|er|a|as)\s+upp|uppföljning\w*"
    r"|dokumenter\w*|statistik\w*|egenkontroll\w*|gransk\w*|stickprov\w*|observation\w*|intervju\w*"
    r"|självskattning\w*|utvärder\w*|indikator\w*|prognos\w*|verksamhetssystem\w*|ekonomisystem\w*"
    r"|medarbetarsamtal\w*|avvikelse(?:r|rapport)\w*|brukarråd\w*|avstämning\w*|\bapt\b"
    r"|arbetsplatsträff\w*|redovisa\w*|rapporter(?:a|as)\b|genomförandeplan\w*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Vague:
    pattern: re.Pattern[str]
    instead: str


def check_followed(context: Context) -> list[Finding]:
    """Expected results that cannot be followed up, and vague phrases."""
    findings: list[Finding] = []
    for goal in context.plan.own_goals:
        expected = [p for p in context.plan.under(goal, EXPECTED) if p.sentences]
        follow_up = [p for p in context.plan.under(goal, FOLLOW_UP) if p.sentences]
        if expected:
            findings.extend(_measured(goal, expected, follow_up))
        for parts, kind in ((expected, "expected"), (follow_up, "follow_up")):
            findings.extend(_vague(goal, parts, kind))
    return findings


def _measured(
    goal: GoalSaid | None, expected: Sequence[Part], follow_up: Sequence[Part]
) -> list[Finding]:
    said = " ".join(part.text for part in expected)
    if _MEASURE.search(said) or _TIME.search(said) or _CHECKED.search(said):
        return []
    how = " ".join(part.text for part in follow_up)
    ways = list(dict.fromkeys(match[0].casefold() for match in _CHECKED.finditer(how)))
    rows = any(part.rows for part in (*expected, *follow_up))
    place, name = expected[0].sentences[0].place, goal.text if goal else None
    if not ways and not rows and not _MEASURE.search(how) and not _TIME.search(how):
        return [
            Finding(
                CHECK,
                Severity.IMPORTANT,
                "Det förväntade resultatet har varken mått, tidpunkt eller sätt att kontrollera.",
                "Skriv vad som ska gälla vid årets slut (en andel, ett antal eller ett läge som "
                "går att svara ja eller nej på) och var det syns.",
                place,
                name,
            )
        ]
    return [
        Finding(
            CHECK,
            Severity.ADVICE,
            "Uppföljningen säger hur målet följs upp, men det förväntade resultatet säger inte "
            "vilket läge som ska nås.",
            "Skriv ett läge som går att jämföra med, till exempel andelen nöjda eller vad som ska "
            "vara klart vid årets slut.",
            place,
            name,
        )
    ]


def _vague(goal: GoalSaid | None, parts: Sequence[Part], kind: str) -> Iterator[Finding]:
    told: set[str] = set()
    for part in parts:
        for said in part.sentences:
            if _TIME.search(said.text) or re.search(r"\d|%", said.text):
                continue
            for vague in _phrases()[kind]:
                match = vague.pattern.search(said.text)
                if match and vague.instead not in told:
                    told.add(vague.instead)
                    yield Finding(
                        CHECK,
                        Severity.ADVICE,
                        f"{quoted(match[0])} lämnar öppet vad som ska nås."
                        if kind == "expected"
                        else f"{quoted(match[0])} säger inte när uppföljningen sker.",
                        vague.instead,
                        said.place,
                        goal.text if goal else None,
                    )


@cache
def _phrases() -> dict[str, list[_Vague]]:
    source = resources.files("assistant.plan_check").joinpath("vague.yaml").read_text("utf-8")
    return {
        kind: [_Vague(re.compile(rf"\b(?:{e['pattern']})", re.I), e["instead"]) for e in entries]
        for kind, entries in yaml.safe_load(source).items()
    }
