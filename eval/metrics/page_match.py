"""Page match: the share of evidence quotes on a page that the answer cites.

Evidence pages are found in the original file; evidence that stands nowhere is left out. Where a
format has no pages, citing the report is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.metrics.verbatim import Quoted
from eval.originals import Original
from eval.questions import Evidence


def page_match(
    evidence: Sequence[Evidence], quotes: Iterable[Quoted], files: Mapping[str, Original]
) -> float | None:
    """0–1; None when no evidence could be placed on a page."""
    cited = {(q.document, q.page) for q in quotes}
    reports = {document for document, _ in cited}
    placed = right = 0
    for one in evidence:
        original = files.get(one.document)
        pages = original.pages_with(one.quote) if original else frozenset()
        if original and pages:
            placed += 1
            on_page = any((one.document, page) in cited for page in pages)
            right += on_page if original.paged else one.document in reports
    return right / placed if placed else None
