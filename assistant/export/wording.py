"""The words that every export shares: what a draft is, how its kinds are told, how it cites.

Kinds are told in words, so that they are seen in print, by a screen reader and where colours are
lost: a proposal begins with «Förslag:», a blank with «Att fylla i:». What the chief has written,
changed or accepted stands without such a word, since it is the plan's own text; its note says what
it is, and never gives a source to words that the source was not given for. Control characters
that no file format takes are left out.
"""

from __future__ import annotations

import re

from assistant.draft.model import ACCEPTED, CHIEFS, EDITED, OWN, PLACEHOLDER, PROPOSAL, Draft
from assistant.model import Citation, FoundIndicator, Statement
from ingest.model import Identity
from ingest.text import fold

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PREFIXES = {PROPOSAL: "Förslag", PLACEHOLDER: "Att fylla i"}
_REPORTS_SHOWN = 6
_LONGEST_WAS = 300
_OWN_NOTE = "Chefens egen text, utan källa i rapporterna."
_CHANGED = " Text som chefen har ändrat, godtagit eller skrivit själv har en fotnot som säger det."


def clean(text: str) -> str:
    """One line without control characters."""
    return fold(_CONTROL.sub(" ", text))


def title_of(draft: Draft) -> str:
    """«Utkast till verksamhetsplan 2027 – Enheten»."""
    return f"Utkast till verksamhetsplan {draft.year} – {clean(draft.unit)}"


def first_line(draft: Draft) -> str:
    """What the draft is and how it came about: the first thing a reader sees."""
    changed = _CHANGED if is_edited(draft) else ""
    if draft.mode == "generative":
        return (
            "Detta är ett utkast framtaget med AI-stöd: en språkmodell har formulerat text ur de "
            f"rapporter som fotnoterna anger.{changed} Ansvarig chef granskar och beslutar."
        )
    reports = reports_of(draft)
    shown = ", ".join(reports[:_REPORTS_SHOWN])
    more = f" och {len(reports) - _REPORTS_SHOWN} till" if len(reports) > _REPORTS_SHOWN else ""
    named = f": {shown}{more}" if shown else ""
    return (
        f"Utkast sammanställt ur rapporter, utan AI-modell{named}.{changed} "
        "Ansvarig chef granskar och beslutar."
    )


def is_edited(draft: Draft) -> bool:
    """Whether a chief has changed, accepted or written any of it."""
    return any(s.kind in CHIEFS for goal in draft.goals for s in goal.statements)


def reports_of(draft: Draft) -> list[str]:
    """The reports that the draft cites, each once, in the order of citing."""
    owners = [(c.identity, c.identity.unit or c.identity.board) for c in draft.citations]
    return list(dict.fromkeys(clean(f"{i.title} ({owner})") for i, owner in owners))


def general_remarks(draft: Draft) -> tuple[str, ...]:
    """The warnings that no goal's own remarks repeat."""
    under = {clean(note) for goal in draft.goals for note in goal.dossier.notes}
    return tuple(w for w in draft.warnings if clean(w) not in under)


def report_name(identity: Identity) -> str:
    """«Verksamhetsberättelse 2026, Enheten»."""
    return clean(f"{identity.title}, {identity.unit or identity.board}")


def note_of(citation: Citation) -> str:
    """Report, page and quote, as a footnote."""
    return f"{report_name(citation.identity)}, s. {citation.page}: ”{clean(citation.quote)}”"


def own_notes(draft: Draft, statement: Statement) -> tuple[str, ...]:
    """The notes of what is the chief's; empty where the draft's own citations say it all."""
    if statement.kind == OWN:
        return (_OWN_NOTE,)
    cited = [note_of(citation) for citation in draft.cited(statement)]
    if statement.kind == ACCEPTED:
        return tuple(f"Förslag i utkastet som chefen har godtagit. Grund: {note}" for note in cited)
    if statement.kind == EDITED:
        was = clean(statement.was)
        was = was if len(was) <= _LONGEST_WAS else f"{was[: _LONGEST_WAS - 1].rstrip()}…"
        lead = f"Ändrad av chefen. Källan hör till utkastets lydelse ”{was}”: "
        return tuple(lead + note for note in cited)
    return ()


def prefix_of(statement: Statement) -> str:
    """The word that tells a statement's kind; empty where it already says so, or is sourced."""
    prefix = _PREFIXES.get(statement.kind, "")
    said = clean(statement.text).casefold()
    return "" if not prefix or said.startswith(prefix.casefold()) else f"{prefix}:"


def told(statement: Statement) -> str:
    """A statement with its kind in words."""
    return " ".join(filter(None, (prefix_of(statement), clean(statement.text))))


COLUMNS = ("Rapport", "Utfall", "Året före", "Prognos", "Årsmål", "KF:s årsmål")


def history_rows(history: tuple[FoundIndicator, ...]) -> tuple[list[str], list[list[str]]]:
    """The columns that hold something and the rows cell by cell, as printed in the reports.

    A row whose layout did not tell its columns gives the row as printed in its first cell.
    """
    rows = []
    for row in history:
        cells = row.value.columns
        name = f"{row.identity.report_type} {row.identity.year}"
        if not row.value.certain:
            rows.append([f"{name} (osäker avläsning: {clean(row.value.quote)})", *[""] * 5])
            continue
        previous = cells.previous or ""
        if previous and row.value.previous_period:
            previous = f"{previous} ({row.value.previous_period})"
        said = (cells.outcome, previous, cells.forecast, cells.target, cells.city_target)
        rows.append([name, *(clean(cell or "") for cell in said)])
    kept = [i for i in range(len(COLUMNS)) if i == 0 or any(row[i] for row in rows)]
    return [COLUMNS[i] for i in kept], [[row[i] for i in kept] for row in rows]


def remarks_of(draft: Draft, at: int) -> list[str]:
    """What the chief must see about one goal: what changed, what is missing or old."""
    dossier = draft.goals[at].dossier
    changed = f"Ändrat sedan förra året: {clean(dossier.difference)}" if dossier.difference else ""
    said = (changed, clean(dossier.pairing), *(clean(note) for note in dossier.notes))
    return list(dict.fromkeys(filter(None, said)))
