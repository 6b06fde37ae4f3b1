"""A report → the passages that are searched.

Four sources: the sections' running text, cut between sentences and never across a section (so
never across a goal); the goals, each with its expected results, as cards; the rows of indicator
and activity tables with their Analys; and the rows of other tables, some at a time. A passage
has at most ``LONGEST`` characters. Two context lines go with it, different by channel as measured
(a long chain in front drowns a dense vector, while words can never be too many for the lexical
index): dense gets unit, kind and year, nearest goal and headings, and an indicator's cells with
their heads, but neither an activity's dates nor a goal a second time; lexical gets everything, the
row as it is printed too, and for a passage that continues a section also the section's first
sentence. What is said from above the unit is told by neither unit, kind nor year: it is kept once
for all its places (``shared``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import (
    Activity,
    Chain,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Passage,
    PassageKind,
    Report,
    Section,
    Sentence,
    Table,
    passage_id,
)  # fmt: skip
from ingest.repeated import shared_id
from ingest.text import ended
from ingest.wording import TEMPLATE_HEADINGS

AIM = 900
LONGEST = 1200
_LABELS = {
    PassageKind.INDICATOR: "Indikator",
    PassageKind.ACTIVITY: "Aktivitet",
    PassageKind.TABLE: "",
}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage before it has a number."""

    kind: PassageKind
    chain: Chain
    headings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    named: str = ""
    """The text for the indexes, where it differs from the sentences (cells with their heads)."""
    embedded: str = ""
    """The text for the vectors, where that is less."""
    opening: str = ""
    """The first sentence of the section, for passages that continue it."""
    printed: str = ""
    """A row as it is printed: further words for the lexical index."""
    row: int | None = None
    status: str | None = None
    """What the report says of how a goal went."""


def passages_of(report: Report, edition: str) -> tuple[Passage, ...]:
    """All passages of a report, ids and order the same each time."""
    drafts = [
        *(draft for section in report.sections for draft in _of_section(section)),
        *_goal_cards(report),
        *(d for i, row in enumerate(report.indicators) for d in _of_indicator(row, i, report)),
        *(d for i, row in enumerate(report.activities) for d in _of_activity(row, i)),
        *(draft for table in report.tables for draft in _of_table(table)),
    ]
    kept = (draft for draft in drafts if any(s.text.strip() for s in draft.sentences))
    return tuple(_finished(draft, n, report.identity, edition) for n, draft in enumerate(kept))


def labelled(chain: Chain) -> tuple[str, ...]:
    """The goals of a chain with their labels, from the city down."""
    return tuple(
        f"{level.label}: {text}" for level in GoalLevel if (text := getattr(chain, level.value))
    )


def told(passage: Passage) -> str:
    """A passage for somebody who does not see its page: a row with the heads of its columns, and
    then as it stands."""
    label = _LABELS.get(passage.kind)
    if label is None or passage.shared:
        return passage.text
    cells = passage.lexical_text.rpartition("\n")[2]
    if passage.text not in cells:
        row, *analysis = (sentence.text for sentence in passage.sentences)
        named = cells.removesuffix(row).rstrip().removesuffix(" ".join(analysis))
        cells = f"{named.strip()} {passage.text}"
    named = f"{label} {cells}".strip()
    return named if len(named) <= LONGEST else passage.text


def _finished(draft: _Draft, number: int, identity: Identity, edition: str) -> Passage:
    path = (*labelled(draft.chain), *draft.headings)
    text = draft.named or " ".join(sentence.text for sentence in draft.sentences)
    board = f"{identity.board} stadsdelsnämnd"
    shared = _is_shared(draft)
    who = board if shared else f"{identity.unit or board}, {identity.title}"
    near = (draft.chain.nearest,) if draft.chain.nearest else ()
    dense = " – ".join((who, *near, *draft.headings))
    told = () if shared else (identity.unit or "", identity.title, identity.report_type)
    lexical = " ".join((*told, board, *path))
    dense_text = f"{dense}\n{draft.embedded or text}"
    return Passage(
        id=passage_id(identity.document_id, edition, number),
        document_id=identity.document_id,
        edition=edition,
        ordinal=number,
        kind=draft.kind,
        identity=identity,
        path=path,
        chain=draft.chain,
        sentences=draft.sentences,
        dense_text=dense_text,
        lexical_text="\n".join((lexical, draft.opening, f"{text} {draft.printed}".strip())),
        row=draft.row,
        shared=shared_id(dense_text) if shared else None,
    )


def _is_shared(draft: _Draft) -> bool:
    """Whether it is said from above the unit, so that it stands in many units' reports.

    By its place, never by its words: the board's Beskrivning and Förväntat resultat under a
    nämndmål, and the line of a goal above the unit's own that has no status (a status is the
    judgement of whoever reports). Rows and every other section are the report's own.
    """
    if draft.chain.enhetsmal:
        return False
    if draft.kind is PassageKind.GOAL:
        return not draft.status
    above = draft.headings[:1] and draft.headings[0] in TEMPLATE_HEADINGS[:2]
    return draft.kind is PassageKind.TEXT and bool(above and draft.chain.namndmal)


def _of_section(section: Section) -> Iterator[_Draft]:
    sentences = [s for paragraph in section.paragraphs for s in paragraph]
    opening = sentences[0].text if sentences else ""
    for index, piece in enumerate(_pieces(section.paragraphs)):
        yield _Draft(
            PassageKind.TEXT, section.chain, section.headings, piece,
            opening=opening if index else "",
        )  # fmt: skip


def _pieces(paragraphs: Sequence[Sequence[Sentence]]) -> Iterator[tuple[Sentence, ...]]:
    """Sentences in pieces of about ``AIM`` characters, parted between paragraphs if possible."""
    piece: list[Sentence] = []
    for paragraph in paragraphs:
        whole = _length(paragraph)
        if piece and _length(piece) + whole > AIM and (whole <= AIM or _length(piece) > AIM / 2):
            yield tuple(piece)
            piece = []
        for sentence in _cut(paragraph):
            if piece and _length(piece) + len(sentence.text) + 1 > AIM:
                yield tuple(piece)
                piece = []
            piece.append(sentence)
    if piece:
        yield tuple(piece)


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.text) + 1 for sentence in sentences)


def _cut(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences, those longer than a passage cut between words."""
    for sentence in sentences:
        text = sentence.text
        while len(text) > AIM:
            at = text.rfind(" ", 0, AIM)
            at = at if at > 0 else AIM
            yield Sentence(text[:at], sentence.page, continues=True)
            text = text[at:].lstrip()
        yield sentence if text is sentence.text else replace(sentence, text=text)


def _goal_cards(report: Report) -> Iterator[_Draft]:
    """A passage for each nämndmål and enhetsmål: its line, its status, its expected results."""
    for goal, chain in _walk(report.goals, Chain()):
        line = Sentence(goal.text, goal.page)
        status = (Sentence(goal.status, goal.page),) if goal.status else ()
        results = [
            sentence
            for section in report.sections
            if section.chain == chain and section.headings[:1] == (TEMPLATE_HEADINGS[1],)
            for paragraph in section.paragraphs
            for sentence in paragraph
        ]
        lines = next(_pieces([(line, *status, *results)]))
        text = " ".join(s.text for s in lines)
        yield _Draft(
            PassageKind.GOAL, chain, (), lines, named=f"{goal.level.label}: {text}",
            embedded=" ".join((goal.level.label, *(s.text for s in lines[1:]))), status=goal.status,
        )  # fmt: skip


def _walk(goals: Sequence[Goal], above: Chain) -> Iterator[tuple[Goal, Chain]]:
    for goal in goals:
        values = {level.value: getattr(above, level.value) for level in GoalLevel}
        chain = Chain(**{**values, goal.level.value: goal.text})
        yield goal, chain
        yield from _walk(goal.children, chain)


def _of_indicator(row: IndicatorValue, number: int, report: Report) -> Iterator[_Draft]:
    cells = named_cells(row, report.identity)
    heading = (f"Indikator {row.name}",)
    named = f"{ended(row.name)} {cells}"
    yield from _row_drafts(PassageKind.INDICATOR, row, number, heading, (named, named))


def named_cells(row: IndicatorValue, identity: Identity) -> str:
    """The cells of an indicator row with their heads: «Periodens utfall: 11,7 % · …»."""
    columns = row.columns
    period = columns.period or f"{identity.report_type} {identity.year}"
    pairs = (
        (f"Periodens utfall ({period})", columns.outcome),
        ("Utfall män/pojkar", columns.outcome_men),
        ("Utfall kvinnor/flickor", columns.outcome_women),
        (f"Periodens utfall {row.previous_period or 'föregående år'}", columns.previous),
        ("Prognos helår", columns.forecast),
        ("Årsmål", columns.target),
        ("KF:s årsmål", columns.city_target),
        *row.other,
    )
    told = " · ".join(f"{head}: {cell}" for head, cell in pairs if cell is not None)
    return told or row.quote


def _of_activity(row: Activity, number: int) -> Iterator[_Draft]:
    told = " · ".join(
        f"{head}: {cell}"
        for head, cell in (
            ("Startdatum", row.start), ("Slutdatum", row.end), ("Avvikelse", row.deviation),
        )
        if cell
    )  # fmt: skip
    named = f"{ended(row.name)} {told}"
    embedded = f"{ended(row.name)} {row.deviation or ''}".strip()
    yield from _row_drafts(PassageKind.ACTIVITY, row, number, ("Aktivitet",), (named, embedded))


def _row_drafts(
    kind: PassageKind,
    row: IndicatorValue | Activity,
    number: int,
    heading: tuple[str, ...],
    texts: tuple[str, str],
) -> Iterator[_Draft]:
    """A row with its Analys; what does not fit goes on in further passages.

    ``texts`` are the row for the words and for the vectors.
    """
    quote = Sentence(row.quote, row.page)
    pieces = list(_pieces([(quote,), *((s,) for s in row.analysis)]))
    for index, piece in enumerate(pieces):
        text = " ".join(s.text for s in piece if s is not quote)
        named, embedded = (f"{one} {text}".strip() for one in texts)
        if index:
            named = embedded = f"{ended(row.name)} {text}"
        yield _Draft(
            kind, row.chain, heading if not index else (*heading, "Analys"), piece,
            named=named, embedded=embedded, row=number, printed="" if index else row.quote,
        )  # fmt: skip


def _of_table(table: Table) -> Iterator[_Draft]:
    """Rows of a table, some at a time, each named by the heads of its columns."""
    rows = [(Sentence(row.quote, row.page),) for row in table.rows]
    heads = " | ".join(head for head in table.header if head)
    info = " ".join(table.info)
    for piece in _pieces(rows):
        text = " ".join(s.text for s in piece)
        yield _Draft(
            PassageKind.TABLE, table.chain, (table.heading,) if table.heading else (), piece,
            named=f"{info} {heads} {text}".strip(),
        )  # fmt: skip
