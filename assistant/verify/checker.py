"""Holds claims to their sources, one by one, and keeps what stands with its citations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.likeness import Likeness
from assistant.model import Citation, Claim, Source, Statement
from assistant.tabular import is_told, placed
from assistant.understanding.names import Names
from assistant.verify.direction import compares, direction_fault, misplaced, negation_fault
from assistant.verify.figures import differences_of, read, unsupported
from assistant.verify.force import force_fault
from assistant.verify.names import foreign_fault, name_fault, names_of
from assistant.verify.planted import speaks_to_assistant, trusted
from assistant.verify.quotes import located
from assistant.verify.rows import Row, cell_differences, cell_directions, cited_rows, row_fault
from assistant.verify.support import LEAST_WORDS, supported, worded
from ingest.library import Library

Told = Callable[[Statement, tuple[Citation, ...]], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What stands: statements, their citations numbered from 1, and what went, in Swedish."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[str, ...] = ()


def verify(claims: Sequence[Claim], library: Library) -> Verified:
    """Hold claims to their sources; equal places share one citation."""
    checker = Checker(library)
    for claim in claims:
        checker.take(claim)
    return checker.result()


class Checker:
    """Takes the claims of one answer in order; ``told`` is called with each that stands."""

    def __init__(self, library: Library, told: Told | None = None) -> None:
        self._library = library
        self._told = told
        self._statements: list[Statement] = []
        self._numbers: dict[tuple[str, int, str], Citation] = {}
        self._warnings: list[str] = []
        self._judged: dict[Claim, tuple[list[Source], str | None]] = {}

    def take(self, claim: Claim) -> bool:
        """Add a claim where it stands; where not, a warning says why it went."""
        sources, fault = self._judge(claim)
        if fault is not None:
            self.warn(f"Ett påstående togs bort: {fault}")
            return False
        cited = [self._cite(source) for source in sources]
        ids = tuple(dict.fromkeys(citation.id for citation in cited))
        statement = Statement(claim.text, ids, claim.kind)
        if statement in self._statements:
            return True
        self._statements.append(statement)
        if self._told is not None:
            self._told(statement, tuple(dict.fromkeys(cited)))
        return True

    def fault(self, claim: Claim) -> str | None:
        """Why a claim does not stand, in Swedish; None where it does."""
        return self._judge(claim)[1]

    def suggestion_fault(self, claim: Claim, year: int) -> str | None:
        """Why a suggestion may not be made, in Swedish: it states no more than its sources do.

        What is suggested need not stand there, but every figure (``year``, which it is for, aside),
        name and address must, and it must speak of the same things.
        """
        sources = [s for s in (located(one, self._library) for one in claim.sources) if s]
        if not sources:
            return "källan står inte ordagrant på den angivna sidan."
        quotes = [s.quote for s in sources]
        if any(map(speaks_to_assistant, (claim.text, *quotes))):
            return "källan är en uppmaning till den som svarar, ingen uppgift."
        years = [y for s in sources for y in (s.identity.year, s.identity.year - 1)]
        loose = unsupported(claim.text, quotes, [*years, year])
        if loose:
            return f"uppgiften {', '.join(loose)} finns inte i källan."
        fault = foreign_fault(claim.text, quotes) or name_fault(claim.text, sources, self._names)
        if fault is None and worded(claim.text, sources) < LEAST_WORDS:
            return "källan handlar inte om det som föreslås."
        return fault

    def warn(self, warning: str) -> None:
        """Something the reader of the answer should know."""
        self._warnings.append(warning)

    def result(self) -> Verified:
        """What has stood so far."""
        warnings = tuple(dict.fromkeys(self._warnings))
        return Verified(tuple(self._statements), tuple(self._numbers.values()), warnings)

    def compares(self, text: str) -> bool:
        """Whether a text says that something rose, fell, or was over, under or reached."""
        return compares(text)

    def likest(self, text: str, others: Sequence[str]) -> list[int]:
        """The places of the texts that say most of this text's words, best first."""
        likeness = Likeness(text)
        shares = [likeness.share(other) for other in others]
        return sorted(range(len(others)), key=lambda at: -shares[at])

    def _judge(self, claim: Claim) -> tuple[list[Source], str | None]:
        if claim not in self._judged:
            sources = [s for s in (located(one, self._library) for one in claim.sources) if s]
            self._judged[claim] = (sources, self._first_fault(claim, sources))
        return self._judged[claim]

    def _first_fault(self, claim: Claim, sources: Sequence[Source]) -> str | None:
        if not sources:
            return "källan står inte ordagrant på den angivna sidan."
        quotes = [s.quote for s in sources]
        rows = cited_rows(sources, self._library)
        if any(map(speaks_to_assistant, (claim.text, *_prose(quotes, rows)))):
            return "källan är en uppmaning till den som svarar, ingen uppgift."
        values = [row.value for row in rows]
        ground = [trusted(source, values) for source in sources]
        if _verbatim(claim.text, [s.quote for s in ground]) or self._tells_row(claim.text, sources):
            return None
        steps: frozenset[str] = frozenset()
        if claim.kind == "computed":
            steps = cell_differences(rows) if rows else differences_of(quotes)
        loose = [figure for figure in self._loose(claim, sources) if figure not in steps]
        if loose:
            return f"uppgiften {', '.join(loose)} finns inte i källan."
        return (
            foreign_fault(claim.text, _prose(quotes, rows))
            or name_fault(claim.text, ground, self._names)
            or row_fault(claim.text, quotes, rows, steps)
            or self._prose_fault(claim, ground, rows)
        )

    def _tells_row(self, text: str, sources: Sequence[Source]) -> bool:
        """Whether a text is one cited table row, each cell under its own head."""
        found = placed(sources[0], self._library) if len(sources) == 1 else None
        return found is not None and is_told(text, *found)

    def _prose_fault(
        self, claim: Claim, sources: Sequence[Source], rows: Sequence[Row]
    ) -> str | None:
        """What only a sentence can get wrong: direction, denial, place of a figure, support."""
        quotes = [s.quote for s in sources]
        fault = direction_fault(claim.text, quotes, lambda pair: cell_directions(rows, pair))
        if fault is not None:
            return fault
        if not rows:
            fault = (
                negation_fault(claim.text, quotes)
                or force_fault(claim.text, quotes)
                or misplaced(claim.text, quotes)
            )
        if fault is None and not supported(claim.text, sources, self._library.embedder):
            return "källan säger inte det som påståendet säger."
        return fault

    def _loose(self, claim: Claim, sources: Sequence[Source]) -> list[str]:
        allowed = [y for s in sources for y in (s.identity.year, s.identity.year - 1)]
        names = " ".join(f"{s.identity.unit or ''} {s.identity.board}" for s in sources)
        allowed += [int(f.value) for f in read(names).figures if not f.unit and f.value]
        return unsupported(claim.text, [s.quote for s in sources], allowed)

    def _names(self) -> Names:
        return names_of(self._library.roster())

    def _cite(self, source: Source) -> Citation:
        key = (source.document_id, source.page, source.quote)
        if key not in self._numbers:
            self._numbers[key] = Citation(
                len(self._numbers) + 1, source.document_id, source.identity, source.page,
                source.section, source.quote,
            )  # fmt: skip
        return self._numbers[key]


def _prose(quotes: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The quotes that are no table rows: a row's figures are held by its cells alone."""
    of_rows = {"".join(row.value.quote.split()) for row in rows}
    return [quote for quote in quotes if "".join(quote.split()) not in of_rows]


def _verbatim(text: str, quotes: Sequence[str]) -> bool:
    """Whether a text is its quotes, one or several in a row, word for word."""
    said = " ".join(text.split())
    return any(said in " ".join(q.split()) for q in (*quotes, " ".join(quotes)))
