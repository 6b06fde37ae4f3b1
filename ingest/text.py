"""Swedish running text: lines glued together again, sentences told apart, white space folded.

Nothing here changes a word: gluing only undoes what setting the text in lines did to it, so that
what comes out can be cited as verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_SUSPENDED = {"och", "eller", "samt", "respektive", "resp.", "till", "som", "men", "/"}
_WORD_END = re.compile(r"\w-$")

_ABBREVIATIONS = frozenset(
    """t.ex ex bl.a bl m.m m.fl dvs d.v.s p.g.a pga s.k o.s.v osv resp ca c:a kl nr tel st inkl
    exkl f.d t.o.m fr.o.m f.n f.ö i.o.m o.d o.dyl dyl etc jfr kap mom s sid tkr mkr mnkr max min
    milj avd prel p m.a.o e.d i.s.f n.b u.å fig tab dir str anm bil förf red uppl""".split()  # noqa: SIM905
)
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”»')\]]*(?=\s|$)")
_SPACE = re.compile(r"\s*")
_OPENER = re.compile(r"[\"”«'(\[–•-]*\s*[A-ZÅÄÖÉ0-9]")


def fold(text: str) -> str:
    """White space of every kind as single blanks, none at the ends."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def bare(text: str) -> str:
    """Without white space, for comparing text that was wrapped in different ways."""
    return re.sub(r"\s+", "", text)


def ended(text: str) -> str:
    """With an end: a full stop, where it has none of its own."""
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def glue(left: str, right: str, known: Collection[str] = (), hyphenates: bool = True) -> str:
    """Two printed lines as one text, hyphenation at the line end undone.

    ``known`` are the words of the document, casefolded: they tell a hyphen that belongs to the
    word («e-tjänst») from one set at the line end. ``hyphenates`` says whether the document
    breaks words at line ends at all; if not, every hyphen belongs to its word.
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left or right
    if not _WORD_END.search(left):
        return f"{left} {right}"
    first = right.split()[0].casefold().strip(".,;:!?)")
    if first in _SUSPENDED:
        return f"{left} {right}"
    if left[-2].isdigit() or not right[0].islower():
        return left + right
    stem = left.split()[-1].casefold()
    if stem + first in known and stem[:-1] + first not in known:
        return left + right
    if not hyphenates and stem[:-1] + first not in known:
        return left + right
    return left[:-1] + right


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends; together they cover all its words.

    A full stop ends a sentence unless it closes an abbreviation, an ordinal or a lone initial,
    or what follows does not look like a beginning.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        space = _SPACE.match(text, match.end())
        after = space.end() if space else match.end()
        before = text[start : match.start()]
        if after < len(text) and not _ends_sentence(before, match.group(), text, after):
            continue
        spans.append((start, match.end()))
        start = after
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _ends_sentence(before: str, mark: str, text: str, after: int) -> bool:
    """Whether a mark ends a sentence; ``after`` is where the text goes on."""
    if not _OPENER.match(text, after):
        return False
    if mark[0] != ".":
        return True
    words = before.split()
    last = words[-1].casefold().lstrip('("”«') if words else ""
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return False
    if last.replace(".", "").isdigit() and len(words) <= 1:
        return False
    return not (last.isdigit() and len(last) <= 2 and text[after].isdigit())


def hyphenates(lines: Collection[str]) -> bool:
    """Whether a document breaks words at line ends: more than one line in fifty does."""
    candidates = [line for line in lines if len(line) > 40]
    broken = sum(1 for line in candidates if _WORD_END.search(line.rstrip()))
    return bool(candidates) and broken > len(candidates) / 50
