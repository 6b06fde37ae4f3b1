"""Which cells of a row a question asks for, in the order to tell them.

One column is read from the question by ``assistant.understanding.terms``; here are the turns of
phrase that people use without naming a column («vad trodde … på för helåret», «den siffra som
fullmäktige har satt»), and the questions that ask for several at once: outcome and target («kom
upp i sitt mål»), outcome and the year before («fler eller färre än»), men and women. How well a
forecast held is an indicator of its own («Prognossäkerhet»): there the word «prognos» names the
row and no column.
"""

from __future__ import annotations

import re

from assistant.model import Interpretation

_SEVERAL: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("outcome_men", "outcome_women"),
        r"\b(?:män|männen|pojkar|pojkarna)\b.{0,20}\b(?:kvinnor|kvinnorna|flickor|flickorna)\b"
        r"|\b(?:kvinnor|kvinnorna|flickor|flickorna)\b.{0,20}\b(?:män|männen|pojkar|pojkarna)\b"
        r"|\bkönen\b|\bkönsskillnad\w*",
    ),
    (
        ("outcome", "target"),
        r"\b(?:nådde|nåddes|nått|uppnådde|uppnåddes|klarade|klarades|missade|infriade)\b.{0,60}\bmål\w*"
        r"|\bkom(?:mer)?\b.{0,60}\bupp\s+(?:i|till)\b|\bjämfört\s+med\s+(?:års)?målet\b"
        r"|\b(?:över|under)\s+(?:års)?målet\b",
    ),
    (
        ("outcome", "previous"),
        r"\b(?:fler|färre|mer|mindre|högre|lägre|bättre|sämre)\b(?:\s+eller\s+\w+)?\s+än\s+(?:året|förra|i\s+fjol)"
        r"|\b(?:bättre\s+eller\s+sämre|sämre\s+eller\s+bättre|upp\s+eller\s+ner|upp\s+eller\s+ned)\b"
        r"|\b(?:utveckla\w*|förändra\w*|ändra\w*)\b.{0,80}\bsedan\b|\bsedan\s+(?:förra|föregående)\b",
    ),
)
_ONE: tuple[tuple[str, str], ...] = (
    (
        "city_target",
        r"\b(?:kommun)?fullmäktiges?\b|\bkf(?::?s)?\b|\bstadens\s+(?:\w+\s+)?(?:mål\w*|krav\w*|nivå\w*|siffr\w*)",
    ),
    (
        "forecast",
        r"\b(?:trodde|räknade|räknar|bedömde|väntade|väntades|förväntade|beräknade|beräknas|spådde)\b"
        r"|\b(?:för|på)\s+hel(?:a\s+)?året\b|\bhelårs\w*|\bårets\s+slut\s+väntas\b",
    ),
    (
        "target",
        r"\bsikta\w*|\bmålsättning\w*|\bmålvärde\w*|\bmålnivå\w*|\bårsmål\w*|\b(?:satt|sätter|har)\b.{0,40}\bsom\s+mål\b"
        r"|\beget\s+mål\b|\begna\s+mål\w*|\bmål\s+för\b",
    ),
    (
        "previous",
        r"\bett?\s+år\s+tidigare\b|\båret\s+(?:före|innan|dessförinnan)\b|\bföregående\s+år\w*"
        r"|\bjämförelsetal\w*|\bförra\s+bokslut\w*|\bförra\s+mätning\w*",
    ),
)
_OF_FORECASTS = re.compile(
    r"\bprognos(?:en|er|erna)?s?\s*(?:säkerhet|pricksäkerhet|precision|slog|stämde|höll|träffade)\w*"
    r"|\b(?:träffsäker|säker|pricksäker|precision|fel|rätt)\w*\s+(?:\w+\s+)?prognos\w*|\bprognossäkerhet\w*"
)


def columns_asked(meant: Interpretation) -> tuple[str, ...]:
    """Column names as ``assistant.figures.cell`` takes them, at least one."""
    folded = meant.text.casefold()
    for columns, pattern in _SEVERAL:
        if re.search(pattern, folded):
            return columns
    named = bool(_OF_FORECASTS.search(folded))
    base = "outcome" if named and meant.column == "forecast" else meant.column
    if base != "outcome":
        return (base,)
    for column, pattern in _ONE:
        if re.search(pattern, folded) and not (named and column == "forecast"):
            return (column,)
    return (base,)


def of_a_row(meant: Interpretation) -> bool:
    """Whether only a row of a table can answer: a column or a comparison of figures is asked."""
    return meant.comparison or bool(meant.parts) or columns_asked(meant) != ("outcome",)
