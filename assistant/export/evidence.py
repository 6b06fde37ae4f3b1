"""The evidence of a draft as JSON: what was asked, what was drafted, and all that it stood on.

Meant to be kept beside the plan: every citation with report, page and quote, and the dossier of
each goal, used or not (``chosen``). The order of keys and lists is that of the draft, so that two
evidence files can be compared line by line.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from assistant.draft.model import Draft, DraftGoal, DraftIndicator, Ground
from assistant.model import Citation, FoundIndicator, Statement
from ingest.model import Identity

MEDIA_TYPE = "application/vnd.planassistent.underlag+json"
FORMAT = "planassistent-underlag/1"


def evidence_of(draft: Draft) -> str:
    """The evidence as indented JSON text."""
    body = {
        "format": FORMAT,
        "unit": draft.unit,
        "board": draft.board,
        "year": draft.year,
        "mode": draft.mode,
        "instructions": draft.instructions,
        "headings": list(draft.headings),
        "warnings": list(draft.warnings),
        "goals": [_goal(goal) for goal in draft.goals],
        "citations": [_citation(citation) for citation in draft.citations],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _goal(goal: DraftGoal) -> dict[str, Any]:
    dossier = goal.dossier
    return {
        "kf_mal": goal.kf_mal,
        "namndmal": {"text": goal.namndmal.text, "citation": goal.namndmal.citation.id},
        "enhetsmal": _statement(goal.enhetsmal),
        "sections": [
            {"heading": s.heading, "statements": [_statement(x) for x in s.statements]}
            for s in goal.sections
        ],
        "indicators": [_indicator(indicator) for indicator in goal.indicators],
        "activities": [_statement(statement) for statement in goal.activities],
        "dossier": {
            "difference": dossier.difference,
            "pairing": dossier.pairing,
            "notes": list(dossier.notes),
            "grounds": [_ground(ground) for ground in dossier.grounds],
            "indicators": [_row(row) for row in dossier.indicators],
        },
    }


def _statement(statement: Statement) -> dict[str, Any]:
    told = {
        "text": statement.text, "kind": statement.kind, "citations": list(statement.citations)
    }  # fmt: skip
    return {**told, "was": statement.was} if statement.was else told


def _indicator(indicator: DraftIndicator) -> dict[str, Any]:
    return {
        "name": indicator.name,
        "history": [_row(row) for row in indicator.history],
        "citations": list(indicator.citations),
        "target": _statement(indicator.target),
    }


def _ground(ground: Ground) -> dict[str, Any]:
    source = ground.source
    return {
        "kind": ground.kind.value,
        "heading": ground.heading,
        "text": ground.text,
        "chosen": ground.chosen,
        "source": {
            "document_id": source.document_id, **_identity(source.identity), "page": source.page,
            "section": list(source.section), "quote": source.quote,
        },
    }  # fmt: skip


def _row(row: FoundIndicator) -> dict[str, Any]:
    return {
        "name": row.value.name,
        "document_id": row.document_id,
        **_identity(row.identity),
        "page": row.value.page,
        "certain": row.value.certain,
        "cells": asdict(row.value.columns),
        "previous_period": row.value.previous_period,
        "quote": row.value.quote,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.id, "document_id": citation.document_id, **_identity(citation.identity),
        "page": citation.page, "section": list(citation.section), "quote": citation.quote,
    }  # fmt: skip


def _identity(identity: Identity) -> dict[str, Any]:
    return {
        "title": identity.title, "board": identity.board, "unit": identity.unit,
        "year": identity.year, "report_type": identity.report_type.value,
    }  # fmt: skip
