"""Goals of reports laid out flat, and which old goal a new one stands for.

Two goals are the same when their words are. Else they are paired when they stand under the same
KF-mål (number and small changes of wording aside) and mean the same: shared words that say what
the goal is about, or each being the only one there that is without its like, where the list is
whole. The embedder decides between several. The ground of a pairing is told in words, since a
chief must be able to reject it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from assistant.likeness import lemma_set
from assistant.words import fold, words
from ingest.index.ports import Embedder
from ingest.library import Library
from ingest.model import Goal, GoalLevel, StoredReport

_SAME_KF = 82.0
_SHARED = 0.3
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s*")
_EMPTY = frozenset(
    """nämnd nämnden nämndens stadsdelsnämnd stadsdelsnämnden stadsdelsnämndens invånare invånarna
    verksamhet verksamheten verksamheter verksamheterna ha har få vara stadsdel stadsdelsområdet
    stadsdelsområde god goda""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Node:
    """A nämndmål of one report with what stands above and below it."""

    goal: Goal
    kf_mal: str | None
    stored: StoredReport

    @property
    def text(self) -> str:
        """The goal as printed."""
        return self.goal.text

    @property
    def enhetsmal(self) -> tuple[Goal, ...]:
        """The unit's goals under it."""
        return tuple(c for c in self.goal.children if c.level is GoalLevel.ENHETSMAL)


@dataclass(frozen=True, slots=True)
class Pairing:
    """An old goal taken for the same as a new one; ``ground`` is empty where the words are."""

    node: Node
    ground: str = ""


def namndmal_of(stored: StoredReport, library: Library) -> list[Node]:
    """The nämndmål of a report in order."""
    report = library.contents(stored.document_id)
    return [
        node for goal in (report.goals if report else ()) for node in _below(goal, None, stored)
    ]


def _below(goal: Goal, kf_mal: str | None, stored: StoredReport) -> Iterator[Node]:
    if goal.level is GoalLevel.NAMNDMAL:
        yield Node(goal, kf_mal, stored)
        return
    here = goal.text if goal.level is GoalLevel.KF_MAL else kf_mal
    for child in goal.children:
        yield from _below(child, here, stored)


def same_words(left: str, right: str) -> bool:
    """Whether two goals say the same, punctuation and case aside."""
    return words(left) == words(right)


def same_kf(left: str | None, right: str | None) -> bool:
    """Whether two KF-mål are the same, number and small changes aside."""
    if left is None or right is None:
        return left is right
    return fuzz.ratio(_bare(left), _bare(right)) >= _SAME_KF


def paired(
    wanted: Node, among: Sequence[Node], others: Sequence[Node], by: Embedder, whole: bool = True
) -> Pairing | None:
    """The goal of ``among`` that ``wanted`` stands for; ``others`` are its own neighbours.

    ``whole`` tells that ``among`` is the full list of goals that could be meant.
    """
    for node in among:
        if same_words(node.text, wanted.text):
            return Pairing(node)
    taken = [n for n in among if any(same_words(n.text, o.text) for o in others)]
    free = [n for n in among if n not in taken and same_kf(n.kf_mal, wanted.kf_mal)]
    mine = [o for o in others if not any(same_words(o.text, n.text) for n in among)]
    rivals = [o for o in mine if same_kf(o.kf_mal, wanted.kf_mal)] or [wanted]
    if not free:
        return None
    best = max(free, key=lambda n: (_shared(wanted, n)[0], _near(wanted.text, n.text, by)))
    back = max(rivals, key=lambda o: (_shared(o, best)[0], _near(o.text, best.text, by)))
    if not same_words(back.text, wanted.text):
        return None
    share, common = _shared(wanted, best)
    number = _kf_number(wanted.kf_mal)
    under = f"båda står under KF:s mål {number}".rstrip() if wanted.kf_mal else "båda saknar KF-mål"
    if share >= _SHARED:
        told = ", ".join(f"«{word}»" for word in common[:4])
        return Pairing(best, f"{under} och har orden {told} gemensamma")
    if whole and len(free) == 1 and len(rivals) == 1:
        return Pairing(best, f"{under}, som bara har det ena målet före och det andra efter")
    return None


def difference(old: str, new: str) -> str:
    """How the wording changed, readable: what went and what came; empty where nothing did."""
    before, after = old.split(), new.split()
    if [w.casefold().strip(".,") for w in before] == [w.casefold().strip(".,") for w in after]:
        return ""
    gone, come = [], []
    matcher = difflib.SequenceMatcher(None, [w.casefold() for w in before],
                                      [w.casefold() for w in after], autojunk=False)  # fmt: skip
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            gone.append(" ".join(before[a:b]))
        if tag in ("insert", "replace"):
            come.append(" ".join(after[c:d]))
    if matcher.ratio() < 0.35:
        return f"Målet har fått ny lydelse. Förut: «{old}»"
    told = []
    if gone:
        told.append("borttaget: " + ", ".join(f"«{g}»" for g in gone))
    if come:
        told.append("tillagt: " + ", ".join(f"«{c}»" for c in come))
    return f"Ändrad lydelse – {'; '.join(told)}. Förut: «{old}»"


def _bare(kf_mal: str) -> str:
    return fold(_NUMBER.sub("", kf_mal))


def _kf_number(kf_mal: str | None) -> str:
    match = _NUMBER.match(kf_mal or "")
    return match[0].strip().rstrip(".") if match else ""


def _content(node: Node) -> dict[str, str]:
    """Lemmas of the words that say what a goal is about, each with the word as written."""
    place = set(words(node.stored.identity.board))
    place |= {f"{word}s" for word in place}
    return {
        lemma: word
        for word in words(node.text)
        if word not in _EMPTY and word not in place
        for lemma in lemma_set(word)
        if lemma not in _EMPTY
    }


def _shared(one: Node, other: Node) -> tuple[float, list[str]]:
    """The share of the words of content of the one that has fewer that both have, and which."""
    left, right = _content(one), _content(other)
    common = list(dict.fromkeys(right[lemma] for lemma in right if lemma in left))
    least = min(len(set(left.values())), len(set(right.values()))) or 1
    return len(common) / least, common


def _near(one: str, other: str, by: Embedder) -> float:
    left, right = (np.asarray(v, dtype=np.float32) for v in by.embed_documents([one, other]))
    return float(left @ right)
