"""A draft as the page's script is given it: the fields, their statements and their sources.

It stands in an attribute of the page, so that no script is inline. ``made`` tells two drafts of
the same address apart (the library or the model may have changed); ``key`` is under which a
browser keeps what a chief does with the drafts of one unit, year and goal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assistant.draft.model import Draft, DraftRequest
from assistant.model import Statement
from assistant.web.draft_views import GoalView, note, slots_of
from ingest.text import fold


def page_data(draft: Draft, asked: DraftRequest, goals: tuple[GoalView, ...]) -> str:
    """The draft as JSON text."""
    slots = {slot.key: slot for goal in goals for slot in slots_of(goal)}
    fields: Mapping[str, Any] = {
        key: {"label": slot.label, "statements": [_statement(s) for s in slot.statements]}
        for key, slot in slots.items()
    }
    body = {
        "key": fold(f"{draft.unit}|{draft.board}|{draft.year}|{asked.namndmal or ''}").casefold(),
        "made": hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16],
        "title": f"{draft.unit}, {draft.year}",
        "request": {
            "unit": asked.unit,
            "board": asked.board,
            "year": asked.year,
            "namndmal": asked.namndmal,
            "headings": list(asked.headings),
            "instructions": asked.instructions,
        },
        "unit": draft.unit,
        "board": draft.board,
        "mode": draft.mode,
        "goals": [_goal(goal) for goal in goals],
        "slots": fields,
        "citations": _citations(draft),
    }
    return json.dumps(body, ensure_ascii=False)


def _goal(goal: GoalView) -> dict[str, Any]:
    return {
        "namndmal": goal.text,
        "enhetsmal": goal.enhetsmal.key,
        "sections": [{"heading": slot.label, "slot": slot.key} for slot in goal.sections],
        "indicators": [{"name": s.name, "slot": s.target.key} for s in goal.indicators],
        "activities": goal.activities.key,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "kind": statement.kind,
        "citations": list(statement.citations),
    }


def _citations(draft: Draft) -> dict[str, Any]:
    made = {}
    for c in draft.citations:
        shown = note(c)
        made[str(c.id)] = {
            "document_id": c.document_id, "page": c.page, "quote": c.quote,
            "short": shown.short, "full": shown.full, "url": shown.url,
        }  # fmt: skip
    return made
