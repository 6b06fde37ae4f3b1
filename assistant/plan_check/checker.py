"""The path of a check, in order: ground, outline, every check, findings in the order of the text.

The text is only ever read: nothing of it is stored, and nothing in it is an instruction. Every
source of a finding is held to its page before it is returned; a finding keeps standing without
it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assistant.errors import QuestionError
from assistant.meaning import Meaning
from assistant.plan_check.answers import check_answers
from assistant.plan_check.blanks import check_blanks
from assistant.plan_check.context import Context
from assistant.plan_check.copied import check_copied
from assistant.plan_check.figures import check_figures
from assistant.plan_check.followed import check_followed
from assistant.plan_check.ground import Ground, ground_of
from assistant.plan_check.headings import check_headings
from assistant.plan_check.indicators import check_indicators
from assistant.plan_check.model import LONGEST_TEXT, Checked, Finding, PlanText
from assistant.plan_check.outline import Plan, outline_of
from assistant.plan_check.readability import check_readability
from assistant.plan_check.years import check_years
from assistant.verify import locate
from ingest.library import Library
from ingest.names import same_name
from ingest.organisation import Organisation

_MOST = 200
_YEAR = re.compile(r"(?<![\d.,-])20\d{2}(?![\d.,]*\d)")
_TITLE = re.compile(r"\bverksamhetsplan\s+(?:för\s+)?(20\d{2})\b", re.I)


class PlanChecker:
    """Checks plans against one library; safe to share between threads."""

    def __init__(self, library: Library, organisation: Organisation | None = None) -> None:
        self._library = library
        self._organisation = organisation
        self._meaning = Meaning(library.embedder)

    def check(self, asked: PlanText) -> Checked:
        """Everything that is found in a text; an empty or too long one is an error."""
        _usable(asked.text)
        title = _TITLE.search(asked.text)
        if asked.year is None and title:
            asked = replace(asked, year=int(title[1]))
        ground = ground_of(asked, self._library, self._organisation)
        plan = outline_of(asked.text, ground.template.headings if ground.template else ())
        warnings = _gaps(ground)
        if ground.year is None and ground.own:
            ground = replace(ground, year=_likely_year(plan, ground))
            warnings.append(
                f"Planens år är inte angivet. Kontrollen utgår från {ground.year}; ange år om det "
                "är fel."
            )
        return self._checked(Context(plan, ground, self._meaning, _named(asked, ground)), warnings)

    def _checked(self, context: Context, warnings: list[str]) -> Checked:
        findings = [
            *check_headings(context),
            *check_answers(context),
            *check_followed(context),
            *check_indicators(context),
            *check_figures(context),
            *check_years(context),
            *check_blanks(context),
        ]
        copied, shares = check_copied(context)
        heavy, readability = check_readability(context)
        every = sorted([*findings, *copied, *heavy], key=_order)
        if len(every) > _MOST:
            more = len(every) - _MOST
            warnings.append(f"{more} fynd till visas inte. Kontrollera ett mål i taget.")
        ground = context.ground
        return Checked(
            tuple(self._held(finding) for finding in every[:_MOST]),
            readability, shares, ground.unit, ground.board, ground.year, tuple(warnings),
        )  # fmt: skip

    def _held(self, finding: Finding) -> Finding:
        """The finding with the sources that stand verbatim on their pages."""
        kept = []
        for source in finding.sources:
            report = self._library.contents(source.document_id)
            if report is None or not 1 <= source.page <= len(report.pages):
                continue
            quote = locate(source.quote, report.pages[source.page - 1].text)
            if quote:
                kept.append(replace(source, quote=quote))
        return replace(finding, sources=tuple(kept))


def _usable(text: str) -> None:
    if not text.strip():
        raise QuestionError("Texten är tom.", "Klistra in den text som ska kontrolleras.")
    if len(text) > LONGEST_TEXT:
        raise QuestionError(
            f"Texten är för lång ({len(text)} tecken).",
            f"Kontrollera högst {LONGEST_TEXT} tecken åt gången, till exempel ett mål i taget.",
        )


def _gaps(ground: Ground) -> list[str]:
    """What could not be checked, and why."""
    if ground.unit is None and ground.board is None:
        return [
            "Varken enhet eller nämnd är angiven: mallens rubriker, indikatorer, siffror och "
            "upprepad text har inte kontrollerats mot biblioteket."
        ]
    warnings = []
    if not ground.own:
        warnings.append(
            f"Biblioteket har inga tidigare rapporter för {ground.owner}: siffror, indikatorer och "
            "upprepad text har inte kontrollerats."
        )
    if ground.template is None:
        warnings.append(
            f"Biblioteket har ingen verksamhetsplan för {ground.board}: rubrikerna har inte "
            "kontrollerats mot nämndens mall."
        )
    return warnings


def _likely_year(plan: Plan, ground: Ground) -> int:
    """The year the text speaks of most, near the newest report; else the one after that."""
    newest = max(held.identity.year for held in ground.own)
    said = Counter(
        int(match[0])
        for part in plan.own_parts
        for sentence in part.sentences
        for match in _YEAR.finditer(sentence.text)
        if newest <= int(match[0]) <= newest + 2
    )
    return max(said, key=lambda year: (said[year], year)) if said else newest + 1


def _named(asked: PlanText, ground: Ground) -> str | None:
    """The nämndmål that the caller names, as the board words it where the library knows it."""
    if not asked.namndmal:
        return None
    wanted = asked.namndmal.casefold()
    known = [text for text, _ in ground.namndmal]
    exact = [text for text in known if same_name(text, asked.namndmal)]
    partly = [text for text in known if wanted in text.casefold()]
    return (exact or partly or [asked.namndmal])[0]


def _order(finding: Finding) -> tuple[int, str]:
    return (finding.place.start if finding.place else -1, finding.check)
