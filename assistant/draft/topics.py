"""What makes a sentence weigh more in one draft: the unit's kind, its weak indicators, its topics.

For a unit without reports the board's text is read with the words of the unit's name in mind.
A sentence about an indicator that has become worse is worth more than another. A topic that the
caller asks for is looked up in all the unit's reports.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.draft.choosing import Bonus, weight
from assistant.draft.current import Current
from assistant.draft.gather import Gathered
from assistant.draft.indicators import History, worsened
from assistant.draft.material import Shelf
from assistant.draft.pieces import Line, piece_at
from assistant.draft.signs import Sign
from assistant.draft.subject import Subject
from assistant.likeness import Likeness, lemma_set
from assistant.words import words
from ingest.model import Chain, ReportType

_MOST = 3
_ENOUGH = 0.7
_GENERAL = frozenset({"egen", "regi", "enhet", "enheten", "verksamhet", "stadsdelsnämnd"})


class Weigher:
    """Weighs sentences for one subject."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        board = set(words(subject.board))
        name = " ".join(w for w in words(subject.unit) if w not in board and w not in _GENERAL)
        self._name = Likeness(name)
        self._unknown = not subject.known

    def mine(self, histories: Sequence[History]) -> tuple[History, ...]:
        """The indicators, worse ones first; of the board's those about the unit's kind, if any."""
        kept = list(histories)
        if self._unknown and self._name.words:
            shares = [self._name.share(h.name) for h in kept]
            best = max(shares, default=0.0)
            if best >= 0.5:
                kept = [h for h, s in zip(kept, shares, strict=True) if s >= best - 0.15]
        return tuple(sorted(kept, key=lambda h: (not worsened(h), h.latest is None)))

    def about(self, text: str) -> float:
        """How much a text speaks of the unit's kind; 1 for a unit that has its own reports."""
        return self._name.share(text) if self._unknown and self._name.words else 1.0

    def bonus(self, gathered: Gathered) -> Bonus:
        """What a sentence of this goal weighs beside its signs."""
        bad = frozenset(
            lemma for h in gathered.histories if worsened(h) for lemma in lemma_set(h.name)
        )
        kept = {h.name for h in gathered.histories}

        def value(line: Line) -> float:
            heading = line.place.headings[-1] if line.place.headings else ""
            named = heading.removeprefix("Indikator ")
            if named != heading and self._unknown and named not in kept:
                return -9.0
            total = 1.2 if bad & lemma_set(line.text) else 0.0
            if self._unknown and self._name.words:
                about = max(self._name.share(line.text), self._name.share(heading))
                total += 3.5 * about - 2.5
            return total

        return value

    def missing_reports(self, shelf: Shelf) -> list[str]:
        """What the unit's own reports lack: a follow-up, a plan, or anything at all."""
        if self._unknown:
            return []
        before = shelf.year - 1
        kinds = {(h.report.identity.report_type, h.report.identity.year) for h in shelf.reports}
        told = []
        if not kinds:
            told.append(
                f"Inga rapporter från enheten före {shelf.year} finns i biblioteket: det är "
                "enhetens första år, eller så saknas rapporterna."
            )
        elif (ReportType.VB, before) not in kinds:
            others = [k for k, y in kinds if y == before and k is not ReportType.VP]
            if others:
                told.append(
                    f"Enhetens verksamhetsberättelse {before} saknas; uppföljningen är ur "
                    f"{' och '.join(sorted(others))} {before}."
                )
            else:
                told.append(
                    f"Ingen uppföljning (verksamhetsberättelse eller tertialrapport) för {before} "
                    "finns från enheten. Utkastet säger därför inget om hur målen nåddes."
                )
        if any(h.own for h in shelf.plans_of_the_year):
            told.append(
                f"Enhetens plan för {shelf.year} finns redan i biblioteket. Utkastet bygger på det "
                "som var känt före året och tar bara mål och årsmål ur den planen."
            )
        if kinds and all(kind is not ReportType.VP for kind, _ in kinds):
            told.append(
                f"Ingen egen plan från åren före {shelf.year} finns i biblioteket. Arbetssätt och "
                "uppföljning är därför hämtade ur det som uppföljningen berättar."
            )
        return told


def topic_lines(shelf: Shelf, topic: str, current: Current) -> list[tuple[Line, ...]]:
    """Up to three passages of the subject's reports on a topic, those under the goal first."""
    likeness = Likeness(topic)
    found: list[tuple[float, int, tuple[Line, ...]]] = []
    seen: set[str] = set()
    for age, held in enumerate(shelf.reports):
        for section in held.report.sections:
            lines = held.lines(section)
            for at, line in enumerate(lines):
                share = likeness.share(line.text)
                if share < _ENOUGH or line.text in seen or Sign.RESTRICTION in line.signs:
                    continue
                if _is_boards(section.chain, section.headings, held.own):
                    continue
                seen.add(line.text)
                under = section.chain.namndmal in current.wordings
                score = share + (1.0 if under else 0.0) + 0.1 * weight(line, shelf.year) - 0.2 * age
                found.append((score, -age, piece_at(lines, at).lines))
    found.sort(key=lambda x: (-x[0], -x[1]))
    return [lines for _, _, lines in found[:_MOST]]


def _is_boards(chain: Chain, headings: tuple[str, ...], own: bool) -> bool:
    """Whether text in a unit's report is the board's, printed in every unit's."""
    return own and chain.namndmal is not None and chain.enhetsmal is None and bool(headings)
