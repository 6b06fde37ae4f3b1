"""How similar units put their enhetsmål under the same nämndmål: to compare, never as one's own.

Similar are units of the same board or its line whose names have words of their kind in common
(«daglig verksamhet»), those first, then other units under the same goal; at most five.
"""

from __future__ import annotations

from assistant.draft.current import Current
from assistant.draft.goal_nodes import namndmal_of, same_words
from assistant.draft.material import Shelf
from assistant.draft.model import Ground, GroundKind
from assistant.model import Source
from assistant.understanding.name_words import name_stems, own_stems
from assistant.words import fold
from ingest.model import Chain
from ingest.passages import labelled

_MOST = 5


def similar_units(shelf: Shelf, current: Current, year: int) -> list[Ground]:
    """Up to five units' enhetsmål under the goal, the most alike first."""
    subject = shelf.subject
    kind = _kind(subject.unit)
    found: dict[str, tuple[int, int, Ground]] = {}
    told: set[str] = set()
    for stored in sorted(subject.sisters, key=lambda s: (-s.identity.year, s.document_id)):
        unit = str(stored.identity.unit)
        if stored.identity.year > year or unit in found:
            continue
        for node in namndmal_of(stored, shelf.library):
            mine = any(same_words(node.text, w) for w in current.wordings)
            if not mine or not node.enhetsmal:
                continue
            goal = node.enhetsmal[0]
            chain = Chain(kf_mal=node.kf_mal, namndmal=node.text, enhetsmal=goal.text)
            source = Source(
                stored.document_id, stored.identity, goal.page, labelled(chain), goal.text
            )
            alike = len(kind & _kind(unit))
            ground = Ground(GroundKind.SIMILAR, goal.text, source)
            found[unit] = (-alike, -stored.identity.year, ground)
    ranked = [g for _, _, g in sorted(found.values(), key=lambda x: (x[0], x[1], x[2].text))]
    kept = []
    for ground in ranked:
        if fold(ground.text) not in told:
            told.add(fold(ground.text))
            kept.append(ground)
    return kept[:_MOST]


def _kind(unit: str) -> set[str]:
    """The words of a unit's name that tell its kind."""
    return set(name_stems(unit)) - own_stems(unit)
