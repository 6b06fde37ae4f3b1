"""A quote on its page: verbatim, white space folded.

White space removed is the fallback, since cut words may be joined differently; then the page's own
nearest words, where those are all but equal and hold the same figures.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.model import Source
from assistant.verify.figures import told_figures
from ingest.library import Library

_NEARLY_EQUAL = 92.0
_SHORTEST = 25


def located(source: Source, library: Library) -> Source | None:
    """The source with its quote as the page prints it; None where it does not stand there."""
    report = library.contents(source.document_id)
    if report is None or not 1 <= source.page <= len(report.pages):
        return None
    quote = locate(source.quote, report.pages[source.page - 1].text)
    return replace(source, quote=quote) if quote else None


def locate(quote: str, page_text: str) -> str | None:
    """The quote as it stands on the page (white space folded), or None where it does not.

    Tried in order: as it is; with white space removed; nearly equal.
    """
    page = folded(page_text)
    wanted = " ".join(quote.split())
    if not wanted:
        return None
    if wanted in page:
        return wanted
    return _without_blanks(wanted, page) or _nearest(wanted, page)


@lru_cache(maxsize=512)
def folded(page_text: str) -> str:
    """A page's text with white space folded; each claim of an answer looks at a few pages."""
    return " ".join(page_text.split())


def _without_blanks(wanted: str, page: str) -> str | None:
    """Where the quote stands when blanks do not count, as the page prints it."""
    places = [i for i, char in enumerate(page) if char != " "]
    bare = "".join(page[i] for i in places)
    needle = wanted.replace(" ", "")
    at = bare.find(needle)
    if at < 0:
        return None
    return page[places[at] : places[at + len(needle) - 1] + 1]


def _nearest(wanted: str, page: str) -> str | None:
    """The page's own stretch that all but equals the quote, to whole words; figures must agree."""
    if len(wanted) < _SHORTEST:
        return None
    best = fuzz.partial_ratio_alignment(wanted, page, score_cutoff=_NEARLY_EQUAL)
    if best is None or best.dest_end - best.dest_start < 0.9 * len(wanted):
        return None
    start, end = best.dest_start, best.dest_end
    while start > 0 and page[start - 1] != " ":
        start -= 1
    while end < len(page) and page[end] != " ":
        end += 1
    found = page[start:end].strip()
    return found if told_figures(found) == told_figures(wanted) else None
