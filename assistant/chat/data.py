"""Makes text from reports and users safe to put in a prompt: numbered, escaped, cut to size.

Each piece becomes one element on its own lines, ``<underlag nummer="3" kalla="…">…</underlag>``.
Inside it no ``<``, ``>`` or ``&`` is left as such, so that no text can close its element, open
another or write a model's own control marks («<|im_start|>»); white space is folded to single
blanks, so that nothing looks like a heading or a turn of its own; characters that cannot be seen
(control, direction, zero width) go. The words themselves are never changed: that they are data and
no instructions is said in the prompt, and what they lead a model to write is held by
``assistant.verify``.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SHORTEST = 80
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of material and where it comes from, as told to a model."""

    text: str
    origin: str


def as_line(text: str, longest: int | None = None) -> str:
    """A text on one line, escaped; cut at a word with « …» where it is longer than ``longest``."""
    seen = "".join(" " if c in "\n\r\t" else c for c in text if _shown(c))
    line = " ".join(seen.split())
    if longest is not None and len(line) > longest:
        line = line[:longest].rsplit(" ", 1)[0] + " …"
    return html.escape(line, quote=True)


def numbered(items: Sequence[Item], room: int, tag: str = "underlag") -> tuple[str, int]:
    """The items as numbered elements within ``room`` characters, and how many of them went in.

    The first ones matter most: what does not fit is left out from the end; an item that fits only
    in part is cut where at least a line of it can stand.
    """
    lines: list[str] = []
    left = room
    for number, item in enumerate(items, 1):
        head = f'<{tag} nummer="{number}" kalla="{as_line(item.origin, 200)}">\n'
        tail = f"\n</{tag}>"
        free = left - len(head) - len(tail) - 1
        body = as_line(item.text)
        if len(body) > free:
            body = as_line(item.text, _fitting(item.text, free)) if free >= _SHORTEST else ""
        if not body:
            break
        lines.append(f"{head}{body}{tail}")
        left -= len(lines[-1]) + 1
    return "\n".join(lines), len(lines)


def from_model(text: str) -> str:
    """A model's text as plain text on one line: escapes that it copied are undone."""
    plain = html.unescape(html.unescape(text))
    return " ".join("".join(c if _shown(c) else " " for c in plain).split())


def _shown(char: str) -> bool:
    return char in "\n\r\t" or unicodedata.category(char) not in _UNSEEN


def _fitting(text: str, free: int) -> int:
    """How much of a text fits once escaped: escapes lengthen it."""
    share = len(text) / max(1, len(html.escape(text, quote=True)))
    return max(0, int(free * share) - 4)
