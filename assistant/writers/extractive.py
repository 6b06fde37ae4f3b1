"""The writer that needs no language model: the reports' own sentences and rows, cited.

Figures come first, as a short Swedish sentence made of the row's own cells with the row as its
quote, then the sentences that carry the answer. Statements are grouped by unit and year under a
lead-in that says which report speaks; text that stands word for word in other reports too is
set last and said to. A plan's row is worded as a plan: it has targets and no outcome. A cell that
gives the reader an order is left out. Nothing is stated that a quote does not state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.columns import columns_asked
from assistant.evidence import Evidence
from assistant.figures import cell
from assistant.model import Citation, Claim, FoundIndicator, Interpretation, Source, Statement
from assistant.verify.planted import speaks_to_assistant
from ingest.model import Columns, Identity, ReportType, Sentence
from ingest.passages import labelled

_LABELS = {
    "outcome_men": "män/pojkar",
    "outcome_women": "kvinnor/flickor",
    "forecast": "prognos helår",
    "target": "årsmål",
    "city_target": "KF:s årsmål",
}
_MOST = 6
_ANALYSIS = 2
_WHOLE = 4
_LABEL = 6


class ExtractiveWriter:
    """Writes claims from evidence and figures; the same input gives the same claims."""

    name = "extractive"

    def write(
        self,
        meant: Interpretation,
        figures: Sequence[FoundIndicator],
        evidence: Sequence[Evidence],
        rows: Mapping[str, FoundIndicator],
    ) -> list[Claim]:
        """Every figure, one claim a row, then sentences, to six claims or as many as the rows.

        ``rows`` are the indicator rows that passages were made of, by passage id. Where one row
        answers, what its Analys opens with stands beside it.
        """
        columns = columns_asked(meant)
        claims = [figure_claim(row, columns) for row in figures]
        if len(figures) == 1:
            claims += analysis_claims(figures[0])
        quoted = {source.quote for claim in claims for source in claim.sources}
        for item in evidence:
            if len(claims) >= max(_MOST, len(figures) + len(evidence)):
                break
            if not any(source.quote in quoted for source in item.sources):
                claims.append(_evidence_claim(item, rows.get(item.passage.id), columns))
                quoted |= {source.quote for source in claims[-1].sources}
        return _grouped(claims)


def _evidence_claim(item: Evidence, row: FoundIndicator | None, columns: Sequence[str]) -> Claim:
    """A sentence as it stands; a row as a figure; a bare value below a row with the row's name."""
    if row is None:
        return Claim(item.text, item.sources, "shared" if item.repeated_in else "sourced")
    if item.text == row.value.quote:
        return figure_claim(row, columns)
    if len(item.text.split()) <= 5 and any(c.isdigit() for c in item.text):
        named = (row_source(row),)
        return Claim(f"{row.value.name}: {item.text}", (*item.sources, *named))
    return Claim(item.text, item.sources)


def analysis_claims(row: FoundIndicator) -> list[Claim]:
    """What the Analys under a row opens with, up to two whole sentences."""
    section = row_source(row).section
    claims: list[Claim] = []
    open_half: list[Sentence] = []
    for sentence in row.value.analysis:
        open_half.append(sentence)
        if sentence.continues:
            continue
        text = " ".join(part.text for part in open_half)
        sources = tuple(
            Source(row.document_id, row.identity, part.page, section, part.text)
            for part in open_half
        )
        if len(text.split()) >= _WHOLE and not _is_label(text):
            claims.append(Claim(text, sources))
        open_half = []
    return claims[:_ANALYSIS]


def _is_label(text: str) -> bool:
    """Whether words only name what follows: few, no figure, and no end of a sentence."""
    few = len(text.split()) <= _LABEL
    return (
        few
        and not text.rstrip('»”" ').endswith((".", "!", "?", ":"))
        and not any(map(str.isdigit, text))
    )


def row_source(row: FoundIndicator) -> Source:
    """Where a row stands: its goals with their labels, and the row itself as the quote."""
    value = row.value
    section = (*labelled(value.chain), f"Indikator {value.name}")
    return Source(row.document_id, row.identity, value.page, section, value.quote)


def figure_claim(row: FoundIndicator, columns: Sequence[str]) -> Claim:
    """A row as a sentence: the asked cells first, the others in brackets; the row is the quote."""
    value, identity = row.value, row.identity
    source = row_source(row)
    head = f"{value.name} i {owner_of(identity)} ({period_of(row)})"
    if not value.certain:
        return Claim(f"{head}, raden i tabellen: {value.quote}", (source,))
    return Claim(f"{head}: {_cells(row, columns)}.", (source,))


def _cells(row: FoundIndicator, columns: Sequence[str]) -> str:
    """«11,7 % (VB 2021: 7,1 %; årsmål: 10 %)», the asked columns in front, empty cells told."""
    if row.identity.report_type is ReportType.VP and tuple(columns) == ("outcome",):
        columns = [c for c in ("target", "city_target") if cell(row.value, c)] or ["target"]
    first = [_asked_cell(row, column) for column in columns]
    others = [f"{name}: {text}" for key, name, text in _labelled(row) if key not in columns]
    told = ", ".join(first)
    return f"{told} ({'; '.join(others)})" if others else told


def _asked_cell(row: FoundIndicator, column: str) -> str:
    label, text = _label(row, column), cell(row.value, column)
    if text is not None and speaks_to_assistant(text):
        return f"{label.rstrip(':') or 'utfall'} saknas i tabellen"
    if text is None:
        return f"{label.rstrip(':') or 'utfall'} saknas i tabellen"
    return f"{label} {text}" if label else text


def _labelled(row: FoundIndicator) -> list[tuple[str, str, str]]:
    columns: Columns = row.value.columns
    found = [] if columns.outcome is None else [("outcome", "utfall", columns.outcome)]
    if columns.previous is not None:
        found.append(("previous", previous_period(row), columns.previous))
    for key, name in _LABELS.items():
        text = cell(row.value, key)
        if text is not None:
            found.append((key, name, text))
    return [(key, name, text) for key, name, text in found if not speaks_to_assistant(text)]


def _label(row: FoundIndicator, column: str) -> str:
    if column == "outcome":
        return ""
    if column == "previous":
        return f"{previous_period(row)}:"
    return f"{_LABELS[column]}:"


def previous_period(row: FoundIndicator) -> str:
    """What the head says of the previous column, else the year before."""
    return row.value.previous_period or f"VB {row.identity.year - 1}"


def period_of(row: FoundIndicator) -> str:
    """The report's short name: «VB 2022», «T1 2020»."""
    return f"{row.identity.report_type} {row.identity.year}"


def owner_of(identity: Identity) -> str:
    """The unit, else the board as a whole."""
    return identity.unit or f"{identity.board} (hela nämnden)"


def lead_in(identity: Identity) -> str:
    """Which report speaks."""
    kind = "planerar" if identity.report_type is ReportType.VP else "rapporterar"
    return f"**{owner_of(identity)}** {kind} i {identity.title}:"


def render(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    table: Sequence[str] = (),
    within: frozenset[str] = frozenset(),
) -> str:
    """The answer as markdown: a lead-in for each report, a bullet for each statement, [1] marks.

    ``table`` goes first and stands for the statements whose texts are ``within`` it. What other
    reports hold word for word comes last, under a lead-in of its own.
    """
    by_id = {citation.id: citation for citation in citations}
    blocks: dict[str, list[str]] = {}
    for statement in statements:
        if table and statement.text in within:
            continue
        lead = _lead(statement, by_id[statement.citations[0]].identity)
        marks = "".join(f"[{number}]" for number in statement.citations)
        blocks.setdefault(lead, []).append(f"- {statement.text} {marks}")
    parts = ["\n".join(table)] if table else []
    parts += ["\n".join((lead, "", *lines)) for lead, lines in blocks.items()]
    return "\n\n".join(parts)


def _lead(statement: Statement, identity: Identity) -> str:
    if statement.kind == "computed":
        return "**Uträknat** ur de värden som visas:"
    if statement.kind == "shared":
        return f"Text som står **likadant i flera rapporter**, här ur {identity.title}:"
    return lead_in(identity)


def distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Claims that say something new: none whose text or every place was there before.

    What is worked out says something new of places that were there.
    """
    kept: list[Claim] = []
    texts: set[str] = set()
    places: set[tuple[str, int, str]] = set()
    for claim in claims:
        mine = {(s.document_id, s.page, s.quote) for s in claim.sources}
        if claim.text in texts or (mine <= places and claim.kind != "computed"):
            continue
        kept.append(claim)
        texts.add(claim.text)
        places |= mine
    return kept


def _grouped(claims: Sequence[Claim]) -> list[Claim]:
    """Claims of one report together, in the order of their first claim; shared text last."""
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: c.kind == "shared"):
        groups.setdefault(f"{claim.kind} {claim.sources[0].document_id}", []).append(claim)
    return [claim for group in groups.values() for claim in group]
