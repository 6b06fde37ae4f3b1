"""Every citation against its page, every figure against its quotes. Always on, for every writer.

A quote must stand verbatim in the text of its page, white space folded; white space removed is the
fallback, since cut words may be joined differently. A quote that does not stand there is
replaced by the page's own nearest words when those are all but equal, else it goes; a statement
without a quote, or with a figure that none of its quotes holds, is dropped and a warning says so.
A claim of kind «computed» may also hold differences of two figures of its quotes.
The year of the cited report and the one before it may stand in a statement without standing in a
quote: they name the report and its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from assistant.model import Citation, Claim, Source, Statement
from ingest.library import Library

_NEARLY_EQUAL = 92.0
_DASHES = str.maketrans({"−": "-", "–": "-", "‑": "-"})
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = re.compile(
    r"(?<![\w,.])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:,\d+)?|(?<![^\W\d_])\d+(?:[.,]\d+)*"
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_PERCENT = re.compile(r"\s*(?:%|procent(?:enhet(?:er)?)?\b)")


@dataclass(frozen=True, slots=True)
class Verified:
    """What stands: statements, their citations numbered from 1, and what went, in Swedish."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[str, ...] = ()


def verify(claims: Sequence[Claim], library: Library) -> Verified:
    """Hold claims to their sources; equal places share one citation."""
    statements: list[Statement] = []
    numbers: dict[tuple[str, int, str], Citation] = {}
    warnings: list[str] = []
    for claim in claims:
        sources = [s for s in (_checked(source, library) for source in claim.sources) if s]
        reason = _fault(claim, sources)
        if reason:
            warnings.append(f"Ett påstående togs bort: {reason}")
            continue
        ids = []
        for source in sources:
            key = (source.document_id, source.page, source.quote)
            if key not in numbers:
                numbers[key] = _citation(len(numbers) + 1, source)
            ids.append(numbers[key].id)
        statements.append(Statement(claim.text, tuple(dict.fromkeys(ids)), claim.kind))
    return Verified(tuple(statements), tuple(numbers.values()), tuple(dict.fromkeys(warnings)))


def unsupported(text: str, quotes: Sequence[str], allowed: Sequence[int] = ()) -> list[str]:
    """The figures of a text that no quote holds, as printed; ``allowed`` are years of reports."""
    held = {figure for quote in quotes for figure in _figures(quote, loose=True)}
    free = {str(year) for year in allowed}
    return [
        number + (" %" if percent else "")
        for number, percent in sorted(_figures(text, loose=False))
        if number not in free and not _held(number, percent, held)
    ]


def locate(quote: str, page_text: str) -> str | None:
    """The quote as it stands on the page (white space folded), or None where it does not.

    Tried in order: as it is; with white space removed; nearly equal.
    """
    page = " ".join(page_text.split())
    wanted = " ".join(quote.split())
    if not wanted:
        return None
    if wanted in page:
        return wanted
    return _without_blanks(wanted, page) or _nearest(wanted, page)


def _checked(source: Source, library: Library) -> Source | None:
    report = library.contents(source.document_id)
    if report is None or not 1 <= source.page <= len(report.pages):
        return None
    quote = locate(source.quote, report.pages[source.page - 1].text)
    return replace(source, quote=quote) if quote else None


def _fault(claim: Claim, sources: Sequence[Source]) -> str | None:
    if not sources:
        return "källan står inte ordagrant på den angivna sidan."
    allowed = [y for s in sources for y in (s.identity.year, s.identity.year - 1)]
    quotes = [s.quote for s in sources]
    loose = unsupported(claim.text, quotes, allowed)
    if claim.kind == "computed":
        loose = [number for number in loose if not _is_difference(number, quotes)]
    if loose:
        return f"uppgiften {', '.join(loose)} finns inte i källan."
    return None


def _is_difference(number: str, quotes: Sequence[str]) -> bool:
    """Whether a figure is the difference of two figures that the quotes hold."""
    held = [float(n) for q in quotes for n, _ in _figures(q, loose=True) if _PLAIN.fullmatch(n)]
    wanted = number.removesuffix(" %")
    if not _PLAIN.fullmatch(wanted):
        return False
    return any(abs(abs(a - b) - float(wanted)) < 1e-6 for a in held for b in held)


def _citation(number: int, source: Source) -> Citation:
    return Citation(
        number, source.document_id, source.identity, source.page, source.section, source.quote
    )


def _figures(text: str, loose: bool) -> set[tuple[str, bool]]:
    """Numbers of a text as (canonical, is a percentage); loose: cells side by side also apart."""
    plain = text.translate(_DASHES)
    found: set[tuple[str, bool]] = {(match[0], False) for match in _DATE.finditer(plain)}
    plain = _DATE.sub(lambda match: " " * len(match[0]), plain)
    for match in _NUMBER.finditer(plain):
        percent = bool(_PERCENT.match(plain, match.end()))
        pieces = [re.sub(r"\s", "", match[0])]
        if loose:
            pieces += match[0].split()
        found |= {(_canonical(piece), percent) for piece in pieces}
    return found


def _canonical(number: str) -> str:
    """«11,70» = «11,7»; a full stop between groups of three is a thousands mark."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        return number.replace(".", "")
    dotted = number.replace(",", ".")
    if re.fullmatch(r"\d+\.\d+", dotted):
        return dotted.rstrip("0").rstrip(".")
    return dotted.rstrip(".")


def _held(number: str, percent: bool, held: set[tuple[str, bool]]) -> bool:
    if percent:
        return (number, True) in held
    return (number, False) in held or (number, True) in held


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
    if len(wanted) < 25:
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
    return found if _figures(found, False) == _figures(wanted, False) else None
