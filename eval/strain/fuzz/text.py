"""Plain text bent: lines, columns of tables, pages, encodings, lengths; and text made from nothing.

Lines are doubled, dropped, swapped and joined; cells of a table shifted, widened or left out;
page breaks scattered; odd characters put in; whole texts made of the words that reading looks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from eval.strain.fuzz.chance import ODD_TEXT, torn, truncated

_WORDS = (
    "KF:s mål för verksamhetsområdet:", "3.1", "Nämndmål:", "Enhetsmål:", "Förväntat resultat",
    "Arbetssätt", "Indikator", "Periodens utfall", "Årsmål", "KF:s årsmål", "Period", "Analys",
    "VB 2022", "11,7 %", "Aktivitet", "Startdatum", "2022-01-01", "Uppfyllelse", "Helt", "Budget",
    "tkr", "1 234", "Verksamhetsberättelse 2022", "Enheten Ekens verksamhet", "stadsdelsnämnd",
    "Sida 1 (2)", "Innehållsförteckning", ".....", "•", "-", "|", "+---+", "i.u.", "Tas fram av",
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")


def bent(seed: bytes, chance: Random) -> bytes:
    """A text file made of a whole one."""
    if chance.random() < 0.08:
        return chance.choice((torn, truncated))(seed, chance)
    lines = seed.decode("utf-8", "replace").split("\n")
    if chance.random() < 0.15:
        lines = _made(chance)
    for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
        lines = chance.choice(_WAYS)(lines or [""], chance)
    encoding = chance.choice(_ENCODINGS) if chance.random() < 0.2 else "utf-8"
    end = chance.choice(("\n", "\n", "\n", "\r\n", "\r"))
    return end.join(lines).encode(encoding, "replace")


def _made(chance: Random) -> list[str]:
    return [
        chance.choice((" ", "  ", "     ", "\t", " | ")).join(
            chance.choice(_WORDS) for _ in range(chance.choice((0, 1, 1, 2, 4, 9, 30)))
        )
        for _ in range(chance.choice((1, 5, 40, 200)))
    ]


def _some(lines: Sequence[str], chance: Random) -> tuple[int, int]:
    at = chance.randrange(len(lines))
    return at, min(len(lines), at + chance.choice((1, 1, 2, 5, 20)))


def _dropped(lines: list[str], chance: Random) -> list[str]:
    at, end = _some(lines, chance)
    return lines[:at] + lines[end:]


def _doubled(lines: list[str], chance: Random) -> list[str]:
    at, end = _some(lines, chance)
    return lines[:end] + lines[at:end] * chance.choice((1, 2, 30)) + lines[end:]


def _moved(lines: list[str], chance: Random) -> list[str]:
    at, end = _some(lines, chance)
    rest = lines[:at] + lines[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + lines[at:end] + rest[place:]


def _joined(lines: list[str], chance: Random) -> list[str]:
    at, end = _some(lines, chance)
    return [*lines[:at], chance.choice(("", " ", "    ")).join(lines[at:end]), *lines[end:]]


def _spaced(lines: list[str], chance: Random) -> list[str]:
    """Columns of a table shifted or widened."""
    at, end = _some(lines, chance)
    wide = " " * chance.choice((1, 2, 3, 7, 40, 2000))
    shifted = [
        chance.choice((wide + line, line.replace("  ", wide, 1), line.replace(" ", wide)))[:50_000]
        for line in lines[at:end]
    ]
    return lines[:at] + shifted + lines[end:]


def _odd(lines: list[str], chance: Random) -> list[str]:
    at, _ = _some(lines, chance)
    place = chance.randrange(len(lines[at]) + 1)
    odd = chance.choice(ODD_TEXT) * chance.choice((1, 1, 1, 5))
    return [*lines[:at], lines[at][:place] + odd + lines[at][place:], *lines[at + 1 :]]


def _paged(lines: list[str], chance: Random) -> list[str]:
    every = chance.choice((1, 2, 10, 45))
    return [("\f" + line if not number % every else line) for number, line in enumerate(lines)]


def _long(lines: list[str], chance: Random) -> list[str]:
    at, _ = _some(lines, chance)
    many = min(100_000 // (len(lines[at]) + 1), 20_000)
    return [*lines[:at], f"{lines[at]} " * chance.choice((3, 50, many)), *lines[at + 1 :]]


def _word(lines: list[str], chance: Random) -> list[str]:
    at, _ = _some(lines, chance)
    return [*lines[:at], chance.choice(_WORDS), *lines[at:]]


_WAYS: tuple[Callable[[list[str], Random], list[str]], ...] = (
    _dropped, _doubled, _moved, _joined, _spaced, _spaced, _odd, _odd, _paged, _long, _word,
)  # fmt: skip
