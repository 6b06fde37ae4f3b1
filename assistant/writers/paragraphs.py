"""Sentences of an account that follow each other in the report, as one point with one citation.

A list of single sentences is hard to read as an account, and a number after each is noise. So
sentences that the report itself prints one after the other, in the same paragraph of a page, are
told together, a few at a time. The text is what it was: the quotes in their order, and the joint
quote stands verbatim on its page. Nothing is joined over a page break, and no list items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.model import Claim, Source
from ingest.library import Library

_MOST_WORDS = 60
_ENDED = re.compile(r"[.!?][»”\")]*$")
_BEGUN = re.compile(r"[«“\"(]*[A-ZÅÄÖÉ0-9]")


def as_paragraphs(claims: Sequence[Claim], library: Library) -> list[Claim]:
    """The claims, those that follow each other in one paragraph joined, to a readable length."""
    told: list[Claim] = []
    for claim in claims:
        joint = _joint(told[-1], claim, library) if told else None
        if joint is not None:
            told[-1] = joint
        else:
            told.append(claim)
    return told


def _joint(one: Claim, two: Claim, library: Library) -> Claim | None:
    """Both as one claim; None where the report does not print them as one."""
    plain = all(len(claim.sources) == 1 and _is_quote(claim) for claim in (one, two))
    if not plain or one.kind != two.kind:
        return None
    first, second = one.sources[0], two.sources[0]
    if (first.document_id, first.page, first.section) != (
        second.document_id, second.page, second.section,
    ):  # fmt: skip
        return None
    text = f"{one.text} {two.text}"
    whole = _ENDED.search(one.text) and _BEGUN.match(two.text)
    if not whole or len(text.split()) > _MOST_WORDS or not _stands(text, first, library):
        return None
    return Claim(text, (replace(first, quote=text),), one.kind)


def _is_quote(claim: Claim) -> bool:
    return _folded(claim.text) == _folded(claim.sources[0].quote)


def _stands(text: str, source: Source, library: Library) -> bool:
    """Whether a text stands in one block of the page."""
    report = library.contents(source.document_id)
    if report is None or not 1 <= source.page <= len(report.pages):
        return False
    wanted = _folded(text)
    return any(wanted in block for block in _blocks(report.pages[source.page - 1].text))


@lru_cache(maxsize=256)
def _blocks(page_text: str) -> tuple[str, ...]:
    """The blocks of a page, white space folded."""
    return tuple(map(_folded, page_text.splitlines()))


def _folded(text: str) -> str:
    return " ".join(text.split())
