"""Which of the goals a request means: all, the one named, or the one that part of its text fits.

Precedence: the exact words among the unit's goals, then among all the board's; a part of the
words; words in common. Where several fit equally well the error lists them, since the choice is
the chief's.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.draft.current import Current, Goals
from assistant.draft.goal_nodes import Node, same_words
from assistant.draft.model import DraftRequest
from assistant.errors import DraftError
from assistant.likeness import Likeness
from assistant.words import fold

_ENOUGH = 0.6
_CLEAR = 0.12
_MOST = 12


def asked_goals(request: DraftRequest, goals: Goals) -> list[Current]:
    """The goals to draft, never empty."""
    current = goals.current()
    if not request.namndmal or not request.namndmal.strip():
        if not current:
            raise DraftError(
                "Inga nämndmål finns att bygga på.",
                "Lägg till nämndens eller enhetens plan eller verksamhetsberättelse med mål.",
            )
        return current
    wanted = request.namndmal.strip()
    for one in current:
        if any(same_words(w, wanted) for w in one.wordings):
            return [one]
    everywhere = _distinct(goals.everywhere())
    exact = [n for n in everywhere if same_words(n.text, wanted)]
    if exact:
        return [_known(exact[0], current) or goals.as_current(exact[0])]
    fitting = _fitting(wanted, [c.node for c in current]) or _fitting(wanted, everywhere)
    if not fitting:
        raise _unknown(wanted, [c.node for c in current] or everywhere)
    if len(fitting) > 1:
        listed = "; ".join(f"«{node.text}»" for node in fitting[:_MOST])
        raise DraftError(
            f"«{wanted[:120]}» stämmer in på flera nämndmål.", f"Ange vilket som menas: {listed}."
        )
    return [_known(fitting[0], current) or goals.as_current(fitting[0])]


def _known(node: Node, current: Sequence[Current]) -> Current | None:
    return next((c for c in current if any(same_words(node.text, w) for w in c.wordings)), None)


def _distinct(nodes: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if not any(same_words(node.text, held.text) for held in found):
            found.append(node)
    return found


def _fitting(wanted: str, nodes: Sequence[Node]) -> list[Node]:
    """The goals that hold the text, or are held in it; else those with most words in common."""
    folded = fold(wanted).rstrip(".")
    parts = [n for n in nodes if folded in fold(n.text) or fold(n.text).rstrip(".") in folded]
    if parts:
        return parts
    likeness = Likeness(wanted)
    shares = [(likeness.share(node.text), node) for node in nodes]
    best = max((share for share, _ in shares), default=0.0)
    if best < _ENOUGH:
        return []
    return [node for share, node in shares if share >= best - _CLEAR]


def _unknown(wanted: str, nodes: Sequence[Node]) -> DraftError:
    listed = "; ".join(f"«{node.text}»" for node in nodes[:_MOST])
    return DraftError(
        f"Inget nämndmål stämmer med «{wanted[:120]}».",
        f"Målen som finns: {listed}." if listed else "Inga nämndmål finns i biblioteket.",
    )
