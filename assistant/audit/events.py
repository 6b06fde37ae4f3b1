"""What is logged, by the names that stand in the log; a name is never changed or used anew.

Sign-ins and keys have their names in ``assistant.access.witness``.
"""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """Something that was done, or tried."""

    QUESTION = "fraga"
    SEARCH = "sokning"
    DRAFT = "utkast"
    RECEIVED = "rapport_mottagen"
    ADDED = "rapport_tillagd"
    REPLACED = "rapport_ersatt"
    UNCHANGED = "rapport_oforandrad"
    NOT_ADDED = "rapport_ej_tillagd"
    DELETED = "rapport_borttagen"
    TAKEN_BACK = "rapport_atertagen"
    MARKED = "rapport_markt"
    EXPORT = "export"
    LOG_READ = "logg_last"
    LOG_PRUNED = "logg_gallrad"
    LOG_MENDED = "logg_lagad"


class Result(StrEnum):
    """How it went."""

    DONE = "ok"
    BEGUN = "begard"
    REFUSED = "nekad"
    FAILED = "fel"
