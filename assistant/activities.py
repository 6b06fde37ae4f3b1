"""Activities: dates, deviation and what became of them, from the rows of activity tables.

A question is about an activity when it says so, or when it asks what only such a row tells: from
when to when something goes on, how far it has come, why it was delayed. The activity is the one
whose own words (or whose goal's) say what the question says, else the one nearest in meaning
among those of the report that is meant. Where a deviation is asked for, only those that deviate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import scope_words
from assistant.goals import documents_meant
from assistant.likeness import Likeness
from assistant.meaning import Meaning, core_of
from assistant.model import Claim, Found, Interpretation, Source
from ingest.library import Library
from ingest.model import Activity, Identity
from ingest.passages import labelled
from ingest.text import ended

_NAMED = re.compile(
    r"\baktivitet(?:en|ens|er|erna|ernas)\b|\b(?:vilken|egen|en|någon|samma)\s+(?:\w+\s+)?aktivitet\b"
)
_TELLS = re.compile(
    r"\b(?:mellan\s+)?vilka\s+datum\b|\bstart\s+och\s+slut\w*|\b(?:start|slut)datum\w*|\bhur\s+länge\s+pågår\b"
    r"|\bhur\s+långt\s+har\b.{0,80}\bkommit\b|\b(?:vad\s+är\s+)?läget\s+(?:för|med|i)\b|\btidsplan\w*"
    r"|\bförsen\w*|\bavvi?k(?:else|er|it)\w*|\bdrog\s+ut\s+på\s+tiden\b|\bsköts\s+upp\b|\bblev\s+sen\w*"
)
_DEVIATES = re.compile(
    r"\bförsen\w*|\bavvi?k\w*|\bdrog\s+ut\s+på\s+tiden\b|\bsköts\s+upp\b|\bsena?\b"
)
_WORDS = frozenset(
    """aktivitet aktiviteten aktiviteter aktiviteterna datum mellan arbeta arbetar gäller start
    egen under lagt förväntat målet slut startdatum slutdatum länge pågår långt kommit läget
    försening förseningar försenad
    försenades försenat avvikelse avvikelsen avviker drog tiden sköts satsningen planerna arbetet
    arbete vilka förklaring förklaringen anges orsak orsaken""".split()  # noqa: SIM905
)
_ENOUGH = 0.5
_MOST = 12


@dataclass(frozen=True, slots=True)
class _Row:
    activity: Activity
    document_id: str
    identity: Identity


def activity_core(meant: Interpretation) -> str:
    """What activities are compared by in meaning; empty where none is asked about."""
    folded = meant.text.casefold()
    about = _NAMED.search(folded) or _TELLS.search(folded)
    return core_of(meant, _WORDS) if about else ""


def activity_claims(
    meant: Interpretation, found: Sequence[Found], library: Library, meaning: Meaning
) -> list[Claim]:
    """Claims about activities, nearest first; [] where the question is about something else."""
    folded = meant.text.casefold()
    named = bool(_NAMED.search(folded))
    if not named and not _TELLS.search(folded):
        return []
    rows = _rows(documents_meant(meant, found, library), library)
    if _DEVIATES.search(folded):
        rows = [row for row in rows if row.activity.deviation] or rows
    asked = core_of(meant, _WORDS)
    names = [row.activity.name for row in rows]
    beside = [f"{row.activity.chain.nearest or ''} {row.activity.name}" for row in rows]
    near = meaning.nearest(asked, names, beside)
    if not near:
        return [_claim(row) for row in rows[:_MOST]] if named and not asked else []
    best = max(near, key=lambda m: m.score)
    worded = _worded(meant, rows) if named else []
    if worded:
        return [_claim(row) for row in worded]
    close = [m for m in near[:3] if m.score >= best.score - 0.02]
    return [_claim(rows[m.index]) for m in close]


def _worded(meant: Interpretation, rows: Sequence[_Row]) -> list[_Row]:
    """The activities whose words, or whose goal's, say what the question says."""
    likeness = Likeness(meant.text, scope_words(meant) | _WORDS)
    scored = []
    for row in rows:
        above = f"{row.activity.chain.nearest or ''} {row.activity.name}"
        share = max(likeness.share(row.activity.name), likeness.share(above))
        scored.append((share + (0.1 if row.activity.chain.enhetsmal else 0.0), row))
    best = max((score for score, _ in scored), default=0.0)
    ranked = sorted(scored, key=lambda pair: -pair[0])
    return [row for score, row in ranked if best >= _ENOUGH and score >= best - 0.12][:_MOST]


def _rows(documents: Sequence[str], library: Library) -> list[_Row]:
    found: list[_Row] = []
    for document_id in documents:
        report = library.contents(document_id)
        if report is not None:
            found += [_Row(a, document_id, report.identity) for a in report.activities]
    return found


def _claim(row: _Row) -> Claim:
    activity, identity = row.activity, row.identity
    section = (*labelled(activity.chain), "Aktivitet")
    sources = [Source(row.document_id, identity, activity.page, section, activity.quote)]
    dates = " – ".join(d for d in (activity.start, activity.end) if d)
    text = f"Aktivitet: {activity.name.rstrip('.')}" + (f" ({dates})" if dates else "")
    if activity.deviation:
        text += f", {activity.deviation.lower()}"
    for sentence in activity.analysis[:2]:
        text = f"{ended(text)} {sentence.text}"
        sources.append(Source(row.document_id, identity, sentence.page, section, sentence.text))
    return Claim(ended(text), tuple(sources))
