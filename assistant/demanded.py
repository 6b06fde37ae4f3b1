"""What a sentence must hold to be the kind of answer that is asked for.

A search finds what a question is about, not whether the answer is there: «vilken leverantör står
bakom larmen» finds the alarms. For some kinds the sentence itself shows whether it can answer: the
name of a company or a person, an address, a wage or a price, how old something is, how many there
are in all. Each kind has a pattern for the question and a test of a sentence that stands near what
the question is about. Kinds that can be told in any words (a way of working, a trade, a
programme) have no test here: there what is nearest in meaning decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.counts import Counted
from assistant.evidence import Evidence, Gatherer
from assistant.likeness import Likeness
from assistant.model import Interpretation
from assistant.words import stem, words

_COMPANY = re.compile(
    r"\b(?:leverantör|företag|bolag|entreprenör|utförar|konsult|firma|byrå|avtal|upphandl|leverera|AB\b)\w*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\badress|\b[A-ZÅÄÖ]\w*(?:gatan|vägen|gränd|torg|torget|plan|stigen|allén|backen)\b|\b\d{3}\s?\d\d\s+[A-ZÅÄÖ]"
)
_CONTACT = re.compile(r"@|\b0\d{1,3}[-\s]\d|\btelefonnummer|\be-post", re.IGNORECASE)
_MONEY = re.compile(r"\d\s*(?:kr\b|kronor|tkr|mnkr|mkr|miljoner|tusen)", re.IGNORECASE)
_WAGE = re.compile(r"\blön", re.IGNORECASE)
_BEGUN = re.compile(
    r"\b(?:sedan|start|öppna|grunda|inviga|invig|bilda|funnits|inrätta|jubile|fyll|år\s+gam)\w*",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b|\b\d+\s+år|\bår\s+gam", re.IGNORECASE)
_LEADER = re.compile(r"\b(?:chef|ordförande|ansvarig|ledare|rektor)\w*", re.IGNORECASE)
_PERSON = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?\s+[A-ZÅÄÖ][a-zåäöé]+")
_TOTAL = re.compile(
    r"\b(?:totalt|sammanlagt|sammantaget|tillsammans|summa|enheten\s+har|i\s+enheten|hela\s+enheten"
    r"|för\s+enheten|alla|samtliga)\b",
    re.IGNORECASE,
)
_OF_US = re.compile(r"\b(?:omfattar|uppgår|består\s+av|vi\s+är|vi\s+har)\b", re.IGNORECASE)
_INSIDE = re.compile(r"(?<=[^\s.!?:•–-]\s)[A-ZÅÄÖ][\wåäöéü&-]+")
_DIGIT = re.compile(r"\d")
_PART = 0.3


@dataclass(frozen=True, slots=True)
class _Kind:
    """A question's pattern and what a sentence near its subject must hold."""

    asked: re.Pattern[str]
    answers: Callable[[str, frozenset[str]], bool]


def _names(text: str, said: frozenset[str]) -> bool:
    """Whether a name stands inside the text that the question did not bring along."""
    return any(stem(name.casefold()) not in said for name in _INSIDE.findall(text))


_KINDS = (
    _Kind(
        re.compile(
            r"\b(?:vilke[nt]|vilka|vem|vad\s+heter)\s+(?:är\s+)?(?:\w+\s+)?(?:leverantör|företag|bolag"
            r"|entreprenör|firma|konsultfirma|konsultbolag|byrå)\w*"
        ),
        lambda text, said: bool(_COMPANY.search(text)) and _names(text, said),
    ),
    _Kind(
        re.compile(
            r"\bvem\s+(?:är|var|blev)\s+(?:\w+\s+){0,3}?\w*(?:chef|ordförande|ansvarig|rektor)\w*"
            r"|\b(?:vad|vilka)\s+heter\s+(?:\w+\s+){0,3}?\w*(?:chef|ordförande|rektor)\w*"
        ),
        lambda text, said: bool(_LEADER.search(text)) and bool(_PERSON.search(text)),
    ),
    _Kind(
        re.compile(r"\b(?:gatu|besöks|post)?adress\w*|\bvilken\s+gata\b"),
        lambda text, _: bool(_ADDRESS.search(text)),
    ),
    _Kind(
        re.compile(r"\btelefonnummer\w*|\be-?post(?:adress)?\w*|\bmejladress\w*"),
        lambda text, _: bool(_CONTACT.search(text)),
    ),
    _Kind(
        re.compile(r"\b(?:månads|tim|ingångs|medel|års)?lön(?:en|er|erna)?\b"),
        lambda text, _: bool(_WAGE.search(text) and _DIGIT.search(text)),
    ),
    _Kind(
        re.compile(r"\b(?:vad|hur\s+mycket)\s+(?:kosta\w*|betala\w*)\b"),
        lambda text, _: bool(_MONEY.search(text)),
    ),
    _Kind(
        re.compile(
            r"\bhur\s+(?:många\s+år|länge)\s+har\b.{0,60}\bfunnits\b|\bhur\s+gam(?:mal|malt|la)\b"
            r"|\bnär\s+(?:grundades|startades|öppnades|bildades|invigdes)\b"
        ),
        lambda text, _: bool(_BEGUN.search(text) and _YEARS.search(text)),
    ),
)
_IN_ALL = re.compile(r"\bhur\s+många\s+(\w+)\b.*\b(?:totalt|sammanlagt|sammantaget)\b")


def holds_its_kind(meant: Interpretation, gatherer: Gatherer, evidence: Sequence[Evidence]) -> bool:
    """Whether some sentence near the subject can be the answer, where its kind shows that."""
    asked = meant.text.casefold()
    said = frozenset(stem(word) for word in words(meant.text))
    near = [e for e in evidence if _about(e, gatherer)]
    for kind in _KINDS:
        if kind.asked.search(asked) and not any(kind.answers(e.text, said) for e in near):
            return False
    in_all = _IN_ALL.search(asked)
    if in_all is None:
        return True
    counted = Counted(in_all[1])
    return any(
        counted.stands_in(e.text)
        and (_TOTAL.search(e.text) or (_OF_US.search(e.text) and not _names(e.text, said)))
        for e in near
    )


def _about(item: Evidence, gatherer: Gatherer) -> bool:
    """Whether a sentence says a fair part of what is asked about, in a passage that names it."""
    if not gatherer.names:
        return item.near >= _PART
    whole = " ".join((*item.passage.path, item.passage.text))
    return item.near >= _PART and bool(Likeness(" ".join(gatherer.names)).said(whole))
