"""How heavy the text is to read: LIX (Björnsson 1968) and its longest sentences.

LIX = words per sentence + percentage of words with more than six letters. A list item counts as a
sentence. The number says nothing about whether the text is right or well thought, only how long
its words and sentences are; below thirty words it is not reckoned at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.plan_check.context import Context
from assistant.plan_check.model import Finding, Readability, Severity
from assistant.plan_check.outline import Said

CHECK = "readability"
_WORD = re.compile(r"[^\W\d_]+(?:[-:][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_FEWEST_WORDS = 30
_LONG_WORD = 6
_LONG_SENTENCE = 40
_MOST = 5
_HEAVY = 60
_MEANINGS = (
    (30, "mycket lättläst"),
    (40, "lättläst, som populära tidskrifter"),
    (50, "medelsvår, som en dagstidning"),
    (60, "svår, vanligt i myndighetstext"),
)
_HEAVIEST = "mycket svår, tung även för myndighetstext"


def readability_of(sentences: Sequence[Said]) -> Readability | None:
    """LIX of some sentences; None where there are too few words."""
    counts = [_WORD.findall(said.text) for said in sentences]
    counts = [words for words in counts if words]
    words = [word for said in counts for word in said]
    if len(words) < _FEWEST_WORDS:
        return None
    length = len(words) / len(counts)
    share = 100 * sum(len(word) > _LONG_WORD for word in words) / len(words)
    lix = round(length + share)
    meaning = next((text for bound, text in _MEANINGS if lix < bound), _HEAVIEST)
    return Readability(
        lix,
        f"LIX {lix}: {meaning}. Talet är antalet ord per mening plus andelen ord med fler än sex "
        "bokstäver.",
        len(words),
        len(counts),
        round(length, 1),
        round(share, 1),
    )


def check_readability(context: Context) -> tuple[list[Finding], Readability | None]:
    """The longest sentences, the whole where it is heavy, and the figures."""
    sentences = [said for part in context.plan.own_parts for said in part.sentences]
    whole = readability_of(sentences)
    findings: list[Finding] = []
    if whole is not None and whole.lix > _HEAVY:
        findings.append(
            Finding(
                CHECK,
                Severity.ADVICE,
                f"Texten är tung att läsa: LIX {whole.lix}, i snitt "
                f"{_swedish(whole.words_per_sentence)} ord per mening och "
                f"{_swedish(whole.long_words_percent)} procent långa ord.",
                "Dela de längsta meningarna och byt ut sammansatta ord där ett kortare finns.",
            )
        )
    lengths = [(len(_WORD.findall(said.text)), said) for said in sentences]
    long = sorted((pair for pair in lengths if pair[0] > _LONG_SENTENCE), key=lambda p: -p[0])
    findings.extend(
        Finding(
            CHECK,
            Severity.ADVICE,
            f"Meningen har {length} ord.",
            "Dela den i två eller flera meningar, eller gör uppräkningen till en punktlista.",
            said.place,
        )
        for length, said in long[:_MOST]
    )
    return findings, whole


def _swedish(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
