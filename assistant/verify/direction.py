"""Words that give a figure its direction, «inte», and which words a figure stands by.

A direction of a statement («ökade», «lägre», «över målet», «nådde», «bättre») must be that of the
clause of its quotes that speaks of the same thing. Where the quotes have no such word, a row's
own cells decide: the outcome against the year before, or against the target; whether a target
was *reached* no cell tells, since for some indicators low is good. «Från A till B» and «A jämfört
med B» must also run the way that the word says.

A clause that is about the same as one of the quotes must have an «inte» where that has one, and
only there. A figure that the quotes hold beside others must stand by its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.verify.clauses import Clause, agreement, clauses, content, likest
from assistant.verify.figures import Figure, read

Cells = Callable[[str], set[str]]
"""Which values («up», «down», «over», «under», «same») a pair of opposites has by cells of rows."""

_LINE = r"(?:års)?mål(?:et|en|värde\w*|nivå\w*)?|budget\w*|gräns\w*|(?:genom)?snitt\w*"
_BOUND = rf"(?=\s+(?:(?:kf:?s|stadens|nämndens|enhetens|sitt|vårt)\s+)?(?:{_LINE})\b)"


def _any(*words_of_it: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_of_it)})\b", re.IGNORECASE)


PAIRS: dict[str, tuple[tuple[str, re.Pattern[str]], tuple[str, re.Pattern[str]]]] = {
    "step": (
        ("up", _any(r"öka\w*", r"ökning\w*", "steg", "stiger", r"stig(?:it|ande)", "uppåt",
                    r"uppgång\w*", r"höj(?:de|des|t|ts|er|s|ning\w*)", "högre", r"högst\w*", "fler",
                    "flest", "mer", r"väx(?:te|er|t)", "vuxit", r"(?:gick|gått|går)\s+upp")),
        ("down", _any(r"minska\w*", r"minskning\w*", "sjönk", "sjunker", r"sjunk(?:it|ande)",
                      "nedåt", r"nedgång\w*", r"sänk(?:t|te|tes|ts|er|s|ning\w*)", "lägre",
                      r"lägst\w*", "färre", "minst", "mindre", "föll", "fallit",
                      r"(?:gick|gått|går)\s+ne[rd]")),
    ),
    "bound": (
        ("over", _any(f"över{_BOUND}", r"överst(?:eg|ig)\w*", r"överskr[ei]d\w*", r"överskott\w*")),
        ("under", _any(f"under{_BOUND}", r"underst(?:eg|ig)\w*", r"underskr[ei]d\w*",
                       r"underskott\w*")),
    ),
    "goal": (
        ("reached", _any(r"nå(?:r|s|dde|ddes|tt|tts)", r"uppnå\w*", r"uppfyll\w*",
                         r"klara(?:de|des|t|ts|r|s)", r"infria\w*")),
        ("missed", _any(r"missa\w*", r"misslycka\w*", "uteblev", "uteblivit")),
    ),
    "worth": (
        ("better", _any(r"förbättra\w*", r"förbättring\w*", "bättre", r"bäst\w*",
                        r"stärk(?:t|te|tes|ts)")),
        ("worse", _any(r"försämra\w*", r"försämring\w*", "sämre", r"sämst\w*", r"försvag\w*")),
    ),
}  # fmt: skip
_NOT = re.compile(
    r"\b(?:inte|ej|icke|aldrig|inga|ingen|inget|ingenting|varken|knappast|saknas?|saknade)\b", re.I
)
_FROM_TO = re.compile(r"\bfrån\b(?P<first>.+?)\btill\b(?P<second>.+)", re.I)
_AGAINST = re.compile(
    r"(?P<first>.+?)\b(?:jämfört\s+med|jämfört\s+mot|mot|än|tidigare|föregående"
    r"|året\s+(?:före|innan))\b(?P<second>.+)",
    re.I,
)
_SAME_THING = 0.5
_WINDOW = 4


def direction_fault(text: str, quotes: Sequence[str], cells: Cells) -> str | None:
    """The first direction of a text that its quotes or cells do not bear out, in Swedish."""
    theirs = [c for quote in quotes for c in clauses(quote)]
    for clause in clauses(text):
        for pair, sides in PAIRS.items():
            for value, pattern in sides:
                word = pattern.search(clause.text)
                if word is None:
                    continue
                if _runs_against(text, clause, pair, value):
                    return f"«{word[0]}» stämmer inte med siffrorna."
                if not _borne_out(clause, pair, value, theirs, cells):
                    return f"«{word[0]}» har inte stöd i källan."
    return None


def negation_fault(text: str, quotes: Sequence[str]) -> str | None:
    """A clause that denies what its quote says, or says what it denies."""
    theirs = [c for quote in quotes for c in clauses(quote)]
    for clause in clauses(text):
        score, same = likest(clause.stems, theirs)
        if not same or score < max(1.0, _SAME_THING * len(clause.stems)):
            denied = _NOT.search(clause.text)
            if denied and not any(_NOT.search(quote) for quote in quotes):
                return f"«{denied[0]}» har inte stöd i källan."
            continue
        mine = bool(_NOT.search(clause.text))
        if all(bool(_NOT.search(other.text)) != mine for other in same):
            return "ett nekande ord skiljer sig från källan."
    return None


def misplaced(text: str, quotes: Sequence[str]) -> str | None:
    """A figure that stands by the words of another figure of the quotes."""
    places = [(figure, _near(quote, figure)) for quote in quotes for figure in read(quote).figures]
    for figure in read(text).figures:
        mine = _near(text, figure)
        own = [agreement(mine, near) for f, near in places if f.number == figure.number]
        others = [agreement(mine, near) for f, near in places if f.number != figure.number]
        if own and others and max(others) > max(own):
            return f"{figure.shown()} står i källan om något annat."
    return None


def compares(text: str) -> bool:
    """Whether a text says that something went up or down, over or under, or was reached."""
    return any(p.search(text) for sides in PAIRS.values() for _, p in sides)


def _borne_out(
    clause: Clause, pair: str, value: str, theirs: Sequence[Clause], cells: Cells
) -> bool:
    """Whether the quotes' clause about the same thing, or a row's cells, have this direction."""
    sides = PAIRS[pair]
    speaking = [c for c in theirs if any(p.search(c.text) for _, p in sides)]
    about = clause.stems - _direction_stems(clause.text)
    by_cells = cells(pair)
    if speaking:
        score, same = likest(about, speaking)
        pattern = dict(sides)[value]
        if any(pattern.search(c.text) for c in same):
            return True
        return bool(not score and value in by_cells)
    return value in by_cells


def _direction_stems(text: str) -> frozenset[str]:
    found = [m[0] for sides in PAIRS.values() for _, p in sides for m in p.finditer(text)]
    return content(" ".join(found))


def _runs_against(text: str, clause: Clause, pair: str, value: str) -> bool:
    """Whether «från A till B» or «A jämfört med B» in the text contradicts up or down."""
    if pair != "step":
        return False
    whole = text[clause.start :]
    turn, against = _FROM_TO.search(whole), _AGAINST.search(whole)
    match = turn or against
    if match is None:
        return False
    first, second = _measured(match["first"], last=turn is None), _measured(match["second"])
    if first is None or second is None or first.unit != second.unit:
        return False
    if first.value is None or second.value is None or first.value == second.value:
        return False
    rises = second.value > first.value if turn else first.value > second.value
    return rises != (value == "up")


def _measured(text: str, last: bool = False) -> Figure | None:
    """The first (or last) figure of a text that is no year."""
    figures = [f for f in read(text).figures if not _is_year(f)]
    return (figures[-1] if last else figures[0]) if figures else None


def _is_year(figure: Figure) -> bool:
    return not figure.unit and bool(re.fullmatch(r"(?:19|20)\d\d", figure.number))


def _near(text: str, figure: Figure) -> frozenset[str]:
    """The content words within four words of a figure, other figures aside."""
    before = content(" ".join(text[: figure.start].split()[-_WINDOW:]))
    after = content(" ".join(text[figure.end :].split()[:_WINDOW]))
    return frozenset(w for w in before | after if not any(c.isdigit() for c in w))
