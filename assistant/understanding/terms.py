"""Indicators, synonyms and the kind of answer that a question wants.

``synonyms.yaml`` beside the package holds official names and what people call them; a file that
``PLANASSISTENT_SYNONYMER`` names adds an installation's own. Both are read once. A synonym is found
as a run of stems, the longest first, and its words are then spent: «sjukfrånvaro dag 1-14» is never
also «Sjukfrånvaro». What is asked (a figure, a date, a reason, goals, a summary) is read from the
question's own words and never from the reports.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from assistant.likeness import WIDE_PARTS
from assistant.model import Asks
from assistant.words import stem, words
from ingest.index import tokens

_LONG = 8
_LOG = logging.getLogger(__name__)
_COMPARE = re.compile(
    r"\bjämför\w*|\bjmf\b|\bskillnad\w*|\bskiljer\b|\butveckla\w*\s|\butvecklats?\b|\butvecklingen\b"
    r"|\bgått\s+upp\b|\bförändra\w*|\bmellan\s+(?:enheterna|nämnderna|åren)\b|\bgentemot\b"
    r"|\bvs\b|\bversus\b|\bstår\s+sig\b|\bökat\s+eller\s+minskat\b|\bupp\s+eller\s+ner\b|\btrenden?\b"
    r"|\bvilken\s+(?:enhet|verksamhet|nämnd|stadsdel)\b.*\b(?:mest|minst|högst|lägst|bäst|sämst\w*"
    r"|nöjdast\w*|flest)\b|\b(?:högst|lägst|bäst|sämst)\b"
)
_ASKS: tuple[tuple[Asks, str], ...] = (
    (Asks.REASON, r"\bvar?f+ör\b|\bav\s+vilken\s+anledning\b|\bvad\s+berodde\b|\borsak\w*\b"),
    (
        Asks.FIGURE,
        r"\bhur\s+(?:många|mycket|hög\w*|låg\w*|stor\w*|sjuka)\b|\bandel\w*\b|\bantal\w*\b"
        r"|\bprocent\b|%|\bsiffr\w*|\bvärde\w*\b|\bvad\s+(?:låg|ligger|var|blev|är|hade|fick)\b"
        r"|\bårsmål\w*|\bprognos\w*|\butfall\w*|\bindex\w*|\bkostar?\b|\bkostade\b|\bbudget\w*",
    ),
    (
        Asks.DATE,
        r"\bnär\b(?!\s+det\s+(?:gäller|gällde|kommer\s+till))|\bvilket\s+datum\b|\bvilka\s+datum\b|\bdatum\b",
    ),
    (
        Asks.SUMMARY,
        r"\bsammanfatt\w*|\bhuvuddrag\w*|\bi\s+korthet\b|\bberätta\b|\bbeskriv\w*"
        r"|\bdet\s+viktigaste\b|\bi\s+stora\s+drag\b|\böversikt\w*|\böverblick\w*",
    ),
    (
        Asks.GOALS,
        r"\bnämndmål\w*|\benhetsmål\w*|\binriktningsmål\w*|\bkf-mål\w*|\bkf:s\s+mål|\baktivitet(?:er|en)?\b"
        r"|\bmålet\s+om\b|\buppfyll\w*|\bunder\s+målet\b",
    ),
)
_COLUMNS: tuple[tuple[str, str], ...] = (
    (
        "forecast",
        r"\bprognos(?!säker)\w*|\bhelårsprognos\w*|\btrodde\b|\bväntas\b|\bförväntades\b|\blanda\b",
    ),
    (
        "city_target",
        r"\b(?:kf|kommunfullmäktige)(?:s|:s)?\s+(?:års)?mål\w*|\bstadens\s+(?:års)?mål\w*"
        r"|\bhar\s+kf\s+satt\b|\bkf\s+.{0,20}mål",
    ),
    (
        "target",
        r"\bårsmål\w*|\bmålet\s+för\b|\bvad\s+var\s+målet\b|\bsikta\b|\bmålvärde\w*|\bmålnivå\w*"
        r"|\bmål\s+för\s+\w*(?:sjuk|ami|index)|\bsom\s+mål\b|\bmålsättning\w*",
    ),
    ("outcome_women", r"\bkvinn\w*|\bflick\w*"),
    ("outcome_men", r"\bmän\b|\bmännen\w*|\bpojk\w*|\bmanlig\w*"),
)
_OUTCOME = re.compile(
    r"\bvad\s+(?:blev|var)\b|\butfall\w*|\bresultat\w*|\bhur\s+(?:blev|gick)\b|\bblev\b|\blåg\b"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The synonyms in use: stems of what people say, longest first, and what it means."""

    indicators: tuple[tuple[tuple[str, ...], str], ...]
    words: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    by_word: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """What is also said for each single stem: the official names first."""

    def __post_init__(self) -> None:
        found: dict[str, tuple[str, ...]] = {}
        for phrase, others in (*((p, (name,)) for p, name in self.indicators), *self.words):
            if len(phrase) == 1:
                found[phrase[0]] = (*found.get(phrase[0], ()), *others)
        object.__setattr__(self, "by_word", found)


@cache
def default_terms() -> Terms:
    """The terms of ``synonyms.yaml``, and of the installation's own file where there is one."""
    text = resources.files("assistant").joinpath("synonyms.yaml").read_text("utf-8")
    built_in: dict[str, Any] = yaml.safe_load(text)
    own = _own_terms(os.environ.get("PLANASSISTENT_SYNONYMER", ""))
    names = {**built_in["indicators"]}
    for name, phrases in own.get("indicators", {}).items():
        names[name] = [*names.get(name, ()), *phrases]
    return terms_of({"indicators": names, "words": [*own.get("words", ()), *built_in["words"]]})


def _own_terms(path: str) -> dict[str, Any]:
    """The data of an installation's own file; one that cannot be used is named and left out."""
    if not path:
        return {}
    try:
        data = yaml.safe_load(Path(path).read_text("utf-8"))
        terms_of(data)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, TypeError):
        _LOG.warning(
            "Synonymfilen %s kan inte användas; bara de inbyggda orden gäller. Kontrollera "
            "PLANASSISTENT_SYNONYMER och att filen är uppställd som assistant/synonyms.yaml.",
            path,
        )
        return {}
    return dict(data)


def terms_of(data: dict[str, Any]) -> Terms:
    """Terms from the data of a synonym file."""
    indicators = [
        (_stems(phrase), name)
        for name, phrases in data.get("indicators", {}).items()
        for phrase in (name, *phrases)
    ]
    groups = [
        (_stems(phrase), tuple(other for other in group if other != phrase))
        for group in data.get("words", [])
        for phrase in group
    ]
    return Terms(
        tuple(sorted(indicators, key=lambda pair: -len(pair[0]))),
        tuple(sorted(groups, key=lambda pair: -len(pair[0]))),
    )


def indicators_in(text: str, terms: Terms) -> tuple[str, ...]:
    """Official names of the indicators that a question names, in the order of the question."""
    return tuple(dict.fromkeys(name for _, _, name in _indicators(text, terms)))


def indicator_words(text: str, terms: Terms) -> list[tuple[int, int]]:
    """The words, from and to, that name indicators."""
    return [(start, end) for start, end, _ in _indicators(text, terms)]


def _indicators(text: str, terms: Terms) -> list[tuple[int, int, str]]:
    stems = list(_stems(text))
    found: list[tuple[int, int, str]] = []
    begins = _beginnings(stems)
    for phrase, name in terms.indicators:
        at = _find(stems, phrase) if begins(phrase[0]) else None
        while at is not None:
            found.append((at, at + len(phrase), name))
            stems[at : at + len(phrase)] = [""] * len(phrase)
            at = _find(stems, phrase)
    return sorted(found)


def spelled_out(text: str, terms: Terms) -> str:
    """The question with what its words also are called, for the search."""
    stems = list(_stems(text))
    said = set(words(text))
    more: list[str] = list(indicators_in(text, terms))
    begins = _beginnings(stems)
    for phrase, others in terms.words:
        if begins(phrase[0]) and _find(stems, phrase) is not None:
            more += others
    new = [m for m in dict.fromkeys(more) if not set(words(m)) <= said]
    return f"{text} {' '.join(new)}" if new else text


def other_words(text: str, terms: Terms) -> dict[str, tuple[str, ...]]:
    """For each word of a question, what it is also called (the official names included)."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words(text):
        forms = dict.fromkeys(map(stem, (word, *_told_by_first_part(word))))
        others = tuple(other for form in forms for other in terms.by_word.get(form, ()))
        if others:
            found[word] = others
    return found


def _told_by_first_part(word: str) -> list[str]:
    """What a compound is about where its last part says nothing: «inflytandesiffran»."""
    parts = tokens.lemmas(word)[1:]
    return parts[:1] if len(parts) == 2 and parts[1] in WIDE_PARTS else []


def asks_of(text: str) -> Asks:
    """The kind of answer wanted."""
    folded = text.casefold()
    if re.search(_ASKS[4][1], folded):
        return Asks.GOALS
    return next((asks for asks, pattern in _ASKS if re.search(pattern, folded)), Asks.TEXT)


def column_of(text: str) -> str:
    """The indicator column that a question is about; the outcome unless it says otherwise."""
    folded = text.casefold()
    return next((name for name, pattern in _COLUMNS if re.search(pattern, folded)), "outcome")


def wants_outcome(text: str) -> bool:
    """Whether the question asks what something became, which a plan cannot say."""
    return bool(_OUTCOME.search(text.casefold()))


def compares(text: str) -> bool:
    """Whether the question sets things side by side."""
    return bool(_COMPARE.search(text.casefold()))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(text))


def _beginnings(stems: list[str]) -> Callable[[str], bool]:
    """Whether a phrase that begins with a word may be there at all: most are not."""
    said = frozenset(stems)
    long = [word for word in said if len(word) >= _LONG]
    return lambda word: (
        word in said or (len(word) >= _LONG and any(_alike(other, word) for other in long))
    )


def _find(stems: list[str], phrase: tuple[str, ...]) -> int | None:
    size = len(phrase)
    for at in range(len(stems) - size + 1):
        if all(map(_alike, stems[at : at + size], phrase)):
            return at
    return None


@lru_cache(maxsize=200_000)
def _alike(said: str, meant: str) -> bool:
    """Equal, or a slip in a long word."""
    if said == meant:
        return True
    return min(len(said), len(meant)) >= _LONG and fuzz.ratio(said, meant) >= 90
