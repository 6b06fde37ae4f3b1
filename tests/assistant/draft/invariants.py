"""What every draft must hold, whatever it was made from; the list is empty where it does."""

from __future__ import annotations

import re

from assistant.draft.model import KINDS, PLACEHOLDER, PROPOSAL, SOURCED, Draft
from assistant.model import Statement
from assistant.verify import locate, unsupported
from ingest.library import Library

_MOST_STATEMENTS = 60
_MOST_WORDS = 1200
_RESTRICTION = re.compile(r"pandemi|covid|besöksförbud|restriktion", re.I)


def broken(draft: Draft, library: Library) -> list[str]:
    """The promises that a draft does not keep, each with the place."""
    faults = [
        f"citat {c.id} står inte på sidan" for c in draft.citations if not _stands(c, library)
    ]
    faults += [] if draft.goals else ["inga mål"]
    for goal in draft.goals:
        if [s.heading for s in goal.sections] != list(draft.headings):
            faults.append(f"rubriker: {goal.namndmal.text}")
        if goal.namndmal.citation.quote != goal.namndmal.text:
            faults.append(f"nämndmålet är inte ordagrant: {goal.namndmal.text}")
        if any(not section.statements for section in goal.sections):
            faults.append(f"tom rubrik: {goal.namndmal.text}")
        words = sum(len(s.text.split()) for s in goal.statements)
        if len(goal.statements) > _MOST_STATEMENTS or words > _MOST_WORDS:
            faults.append(f"för långt: {goal.namndmal.text} ({words} ord)")
        for statement in goal.statements:
            faults += [f"{fault}: {statement.text}" for fault in _faults(statement, draft)]
    return faults


def _stands(citation: object, library: Library) -> bool:
    from assistant.model import Citation

    assert isinstance(citation, Citation)
    report = library.contents(citation.document_id)
    if report is None:
        return False
    page = " ".join(report.pages[citation.page - 1].text.split())
    return locate(citation.quote, page) == citation.quote


def _faults(statement: Statement, draft: Draft) -> list[str]:
    found = []
    cited = draft.cited(statement)
    if statement.kind not in KINDS:
        found.append("okänt slag")
    if len(cited) != len(statement.citations):
        found.append("källan finns inte i listan")
    if statement.kind == PLACEHOLDER:
        whole = statement.text.startswith("[") and statement.text.endswith("]")
        return found if whole and not cited else [*found, "ingen lucka"]
    if not cited:
        found.append("utan källa")
    years = [y for c in cited for y in (c.identity.year, c.identity.year - 1)]
    allowed = [*years, draft.year] if statement.kind == PROPOSAL else years
    text = statement.text.replace(f"januari–juni {draft.year}", "")
    loose = unsupported(text, [c.quote for c in cited], allowed)
    if loose:
        found.append(f"siffror utan källa {loose}")
    if statement.kind == PROPOSAL and not statement.text.startswith("Förslag"):
        found.append("förslag som inte sägs vara det")
    if statement.kind == SOURCED:
        found += _of_the_year(statement, draft)
        as_past = statement.text.startswith("Så var läget")
        if _RESTRICTION.search(statement.text) and not as_past:
            found.append("restriktion som om den gällde")
    return found


def _of_the_year(statement: Statement, draft: Draft) -> list[str]:
    """A sourced statement may rest on the draft's year only through a plan."""
    late = [c for c in draft.cited(statement) if c.identity.year >= draft.year]
    return ["utfall för året"] if any(c.identity.report_type != "VP" for c in late) else []
