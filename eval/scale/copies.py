"""Reports of other units, made of those of the example corpus.

A copy has the place, the board and the years of its own, its running text shuffled with that of
other units under the same headings, and some of it left out, as units write more and less. The
board's text stays word for word, so that it repeats in all its units' reports and years.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from pydantic import TypeAdapter

from eval.scale.city import Model, Writer
from ingest.model import Identity, Report, ReportType, Section
from ingest.wording import TEMPLATE_HEADINGS

_REPORT = TypeAdapter(Report)
_YEAR = re.compile(r"\b20[12]\d\b")
_SWAPPED = 0.6
_DROPPED = 0.75


@dataclass(frozen=True, slots=True)
class Template:
    """A report of the example corpus, as JSON."""

    identity: Identity
    text: str
    own: tuple[tuple[str, str], ...]
    """The unit's own sentences, each with the heading it stands under."""


def models(reports: Iterable[Report]) -> list[Model]:
    """The units whose name tells their place, and nothing else does."""
    boards = {r.identity.board for r in reports}
    names = sorted({r.identity.unit for r in reports if r.identity.unit})
    found = []
    for name in names:
        place = name.split()[0].removesuffix("s")
        if not any(place in board for board in boards):
            found.append(Model(place, name))
    return found


class Copier:
    """Makes reports after the example corpus; the same each time."""

    def __init__(self, reports: Sequence[Report], known: Sequence[Model]) -> None:
        self._places = [m.place for m in known]
        kept = [r for r in reports if r.identity.unit in {None, *(m.name for m in known)}]
        self._templates = [Template(r.identity, _json(r), tuple(_own(r))) for r in kept]
        self._pool: dict[str, list[str]] = {}
        for template in self._templates:
            for heading, sentence in template.own:
                if not any(place in sentence for place in self._places):
                    self._pool.setdefault(heading, []).append(sentence)

    def report(self, writer: Writer, identity: Identity) -> Report:
        """A report of that writer, year and kind."""
        rng = Random(f"{identity.document_id}")
        template = self._template(writer, identity.report_type, rng)
        text = template.text
        for heading, sentence in template.own:
            if rng.random() < _SWAPPED and self._pool.get(heading):
                text = text.replace(_bare(sentence), _bare(rng.choice(self._pool[heading])))
        old = template.identity
        if writer.model is not None and old.unit is not None:
            text = text.replace(old.unit.split()[0].removesuffix("s"), writer.place)
        text = text.replace(old.board, writer.board)
        shift = identity.year - old.year
        text = _YEAR.sub(lambda match: str(int(match[0]) + shift), text)
        report = replace(_REPORT.validate_json(text), identity=identity)
        kept = tuple(s for s in report.sections if _above(s) or rng.random() > _DROPPED)
        return replace(report, sections=kept)

    def _template(self, writer: Writer, kind: ReportType, rng: Random) -> Template:
        own = [t for t in self._templates if t.identity.report_type is kind]
        own = [t for t in own if (t.identity.unit is None) == (writer.model is None)] or [
            t for t in self._templates if (t.identity.unit is None) == (writer.model is None)
        ]
        same = [t for t in own if writer.model and t.identity.unit == writer.model.name]
        return rng.choice(same or own)


def edition_of(report: Report) -> str:
    """An edition, as a file's sum would be."""
    return hashlib.sha256(_json(report).encode()).hexdigest()


def masked(text: str, names: Iterable[str]) -> str:
    """A text without names and years: equal for a sentence and its copies."""
    for name in names:
        text = text.replace(name, "§")
    return _YEAR.sub("#", text)


def swapped_names(identity: Identity, writer: Writer | None = None) -> tuple[str, ...]:
    """The names that a copy changes."""
    place = identity.unit.split()[0].removesuffix("s") if identity.unit else None
    place = writer.place if writer and writer.model else place
    return tuple(name for name in (place, identity.board) if name)


def _own(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.sections:
        if not _above(section):
            heading = section.headings[-1] if section.headings else ""
            for paragraph in section.paragraphs:
                for sentence in paragraph:
                    if len(sentence.text) > 25 and not sentence.continues:
                        yield heading, sentence.text


def _above(section: Section) -> bool:
    """Whether it is the board's text, which its units repeat."""
    board = section.headings[:1] and section.headings[0] in TEMPLATE_HEADINGS[:2]
    return bool(board and section.chain.namndmal and not section.chain.enhetsmal)


def _json(report: Report) -> str:
    return _REPORT.dump_json(report).decode()


def _bare(sentence: str) -> str:
    return json.dumps(sentence, ensure_ascii=False)[1:-1]


__all__ = ["Copier", "Template", "edition_of", "masked", "models", "swapped_names"]
