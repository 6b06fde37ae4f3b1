"""Figures, amounts and dates of a text, compared the Swedish way.

«11,7 %» is «11,7 procent» and no bare «11,7» nor «11,7 procentenheter»; «1 200» is «1200» and
«1.200»; «1,2 mnkr» is «1 200 tkr» but not «1,2 tkr»; «tre» is «3»; «3 maj 2022» is «2022-05-03» and
holds «maj 2022» too. A bare number in a statement may be a percentage or an amount in the quote,
not the reverse. A minus in a statement must stand in the quote; one that stands there may be told
by a word instead («underskott»). «Hälften», «fördubblades» and their like must stand as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_DASHES = str.maketrans({"−": "-", "–": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]}|\\.)?" if len(m) > 4 else m for m in _MONTHS)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WORDED = re.compile(
    rf"\b(?:(\d{{1,2}})(?::?e|:?a)?\s+)?({_MONTH})\b(?:\s+(\d{{4}})\b)?", re.IGNORECASE
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:[ -]((?:19|20)\d\d))?(?![\d/])")
_NUMBER = re.compile(r"(?<![\w,.])\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|(?<![^\W\d_])\d+(?:[.,]\d+)*")
_UNIT = re.compile(
    r"\s*(?:(?P<points>procentenhet\w*|%-enhet\w*)|(?P<percent>%|procent\b)|(?P<permille>‰|promille\b)"
    r"|(?P<scale>miljarder|miljard|miljoner|miljon|tusen)\b(?:\s+(?P<crowns>kronor|kr)\b)?"
    r"|(?P<money>mdkr|mnkr|mkr|tkr|kkr|kronor|kr)\b)",
    re.IGNORECASE,
)
_SCALES = {"miljarder": 1e9, "miljard": 1e9, "miljoner": 1e6, "miljon": 1e6, "tusen": 1e3}
_MONEY = {"mdkr": 1e9, "mnkr": 1e6, "mkr": 1e6, "tkr": 1e3, "kkr": 1e3, "kronor": 1.0, "kr": 1.0}
_SPELLED = {
    "två": "2", "tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7", "åtta": "8",
    "nio": "9", "tio": "10", "elva": "11", "tolv": "12", "tretton": "13", "fjorton": "14",
    "femton": "15", "sexton": "16", "sjutton": "17", "arton": "18", "nitton": "19", "tjugo": "20",
    "trettio": "30", "fyrtio": "40", "femtio": "50", "sextio": "60", "sjuttio": "70",
    "åttio": "80", "nittio": "90", "hundra": "100", "tusen": "1000",
}  # fmt: skip
_SPELLED_WORD = re.compile(rf"\b(?:{'|'.join(_SPELLED)})\b", re.IGNORECASE)
_SHARES = re.compile(
    r"\b(hälft|halver|dubbl|fördubbl|tredubbl|dubbelt|tredjedel|fjärdedel|tiotal|hundratal|tusental)",
    re.IGNORECASE,
)
_LOSS = re.compile(r"underskott|minus|negativ|förlust|minskning|lägre|under\b|sjönk|minska", re.I)

Date = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as told: canonical («11.7»), what it counts in («%», «pe», «kr», «») and its sign.

    ``value`` is the number with its scale («1,2 mnkr» is 1200000 kr). ``start`` is where it stands.
    """

    number: str
    unit: str
    negative: bool
    value: float | None
    start: int = 0
    end: int = 0

    def shown(self) -> str:
        """As a warning prints it."""
        unit = {"%": " %", "pe": " procentenheter", "‰": " ‰"}.get(self.unit, "")
        return ("-" if self.negative else "") + self.number.replace(".", ",") + unit


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells in figures; ``apart`` are the halves of groups («13 800» as 13 and 800)."""

    figures: tuple[Figure, ...]
    apart: frozenset[tuple[str, str]]
    dates: tuple[tuple[Date, str], ...]
    shares: frozenset[str]


def unsupported(text: str, quotes: Sequence[str], allowed: Sequence[int] = ()) -> list[str]:
    """The figures and dates of a text that no quote holds, as printed; ``allowed`` are years."""
    mine = read(text)
    held = [read(quote) for quote in quotes]
    loss = bool(_LOSS.search(text))
    free = {str(year) for year in allowed}
    missing = [
        figure.shown()
        for figure in mine.figures
        if not (not figure.unit and figure.number in free) and not holds(figure, held, loss)
    ]
    missing += [shown for day, shown in mine.dates if not _dated(day, held, allowed)]
    said = frozenset(share for one in held for share in one.shares)
    missing += sorted(mine.shares - said)
    return sorted(dict.fromkeys(missing))


def told_figures(text: str) -> frozenset[str]:
    """Everything that a text tells in figures, as keys that are equal where they mean the same."""
    told = read(text)
    keys = {f"{f.number if f.value is None else f'{f.value:g}'}{f.unit}" for f in told.figures}
    keys |= {"-".join(str(part) for part in day) for day, _ in told.dates}
    return frozenset(keys | told.shares)


def holds(figure: Figure, held: Iterable[Told], loss: bool = False) -> bool:
    """Whether one of the texts tells the figure."""
    return any(_same(figure, other, loss) for one in held for other in one.figures) or (
        not figure.unit and any((figure.number, "") in one.apart for one in held)
    )


def differences_of(texts: Sequence[str]) -> frozenset[str]:
    """The differences between any two figures of one unit that the texts tell, as printed.

    Percentages differ in percentage points. Years and dates are no figures to count with.
    """
    by_unit: dict[tuple[str, float], set[float]] = {}
    for figure in (f for text in texts for f in read(text).figures):
        year = not figure.unit and re.fullmatch(r"(?:19|20)\d\d", figure.number)
        if figure.value is not None and not year:
            sign = -1 if figure.negative else 1
            number = float(figure.number)
            scale = figure.value / number if number else 1.0
            by_unit.setdefault((figure.unit, scale), set()).add(sign * number)
    found = set()
    for (unit, _), values in by_unit.items():
        for one in values:
            for other in values:
                step = f"{abs(one - other):.4f}".rstrip("0").rstrip(".")
                as_told = "pe" if unit == "%" else unit
                found.add(Figure(step, as_told, False, None).shown())
    return frozenset(found)


@lru_cache(maxsize=4096)
def read(text: str) -> Told:
    """The figures and dates of a text."""
    plain = text.translate(_DASHES)
    dates: list[tuple[Date, str]] = []

    def taken(match: re.Match[str]) -> str:
        day = _date_of(match)
        if day is None:
            return match[0]
        dates.append((day, " ".join(match[0].split())))
        return " " * len(match[0])

    for pattern in (_ISO, _WORDED, _SLASHED):
        plain = pattern.sub(taken, plain)
    figures = [_figure(match, plain) for match in _NUMBER.finditer(plain)]
    figures += [
        Figure(_SPELLED[m[0].casefold()], "", False, None, m.start(), m.end())
        for m in _SPELLED_WORD.finditer(plain)
        if not re.search(r"\d\s*$", plain[: m.start()])
    ]
    apart = frozenset(
        (_canonical(piece), "")
        for match in _NUMBER.finditer(plain)
        if " " in match[0]
        for piece in match[0].split()
    )
    shares = frozenset(match[1].casefold() for match in _SHARES.finditer(plain))
    return Told(tuple(sorted(figures, key=lambda f: f.start)), apart, tuple(dates), shares)


def _figure(match: re.Match[str], plain: str) -> Figure:
    number = _canonical(match[0].replace(" ", ""))
    before = plain[: match.start()]
    negative = before.endswith("-") and not re.search(r"[\w)]\s*-$", before)
    unit = _UNIT.match(plain, match.end())
    value = float(number) if re.fullmatch(r"\d+(?:\.\d+)?", number) else None
    end = unit.end() if unit else match.end()
    if unit is None or value is None:
        return Figure(number, "", negative, value, match.start(), match.end())
    if unit["points"]:
        return Figure(number, "pe", negative, value, match.start(), end)
    if unit["percent"] or unit["permille"]:
        sign = "%" if unit["percent"] else "‰"
        return Figure(number, sign, negative, value, match.start(), end)
    if unit["scale"]:
        times = _SCALES[unit["scale"].casefold()]
        crowns = "kr" if unit["crowns"] else "×"
        return Figure(number, crowns, negative, value * times, match.start(), end)
    times = _MONEY[unit["money"].casefold()]
    return Figure(number, "kr", negative, value * times, match.start(), end)


def _same(mine: Figure, other: Figure, loss: bool) -> bool:
    """Whether a figure of a statement is one of a quote."""
    if mine.negative and not other.negative:
        return False
    if other.negative and not mine.negative and not loss:
        return False
    if mine.unit == "":
        return mine.number == other.number or (
            other.unit in ("kr", "×") and mine.value is not None and mine.value == other.value
        )
    if mine.unit in ("kr", "×"):
        if other.unit in ("kr", "×"):
            return mine.value == other.value
        # A table names its unit once, above all of its numbers.
        return other.unit == "" and other.value in (mine.value, float(mine.number))
    return mine.unit == other.unit and mine.number == other.number


def _dated(day: Date, held: Iterable[Told], allowed: Sequence[int]) -> bool:
    """Whether some text has the date; its year may be the report's own where it is not printed."""
    for one in held:
        for other, _ in one.dates:
            if all(
                mine is None or mine == theirs or (theirs is None and i == 0 and mine in allowed)
                for i, (mine, theirs) in enumerate(zip(day, other, strict=True))
            ):
                return True
    return False


def _date_of(match: re.Match[str]) -> Date | None:
    if match.re is _ISO:
        return int(match[1]), int(match[2]), int(match[3])
    if match.re is _WORDED:
        name = match[2].casefold().rstrip(".")
        month = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(name)), 0)
        day = int(match[1]) if match[1] else None
        year = int(match[3]) if match[3] else None
        return (year, month, day) if month and (day is None or 1 <= day <= 31) else None
    day, month = int(match[1]), int(match[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return int(match[3]) if match[3] else None, month, day


def _canonical(number: str) -> str:
    """«11,70» = «11,7»; a full stop between groups of three is a thousands mark."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        return number.replace(".", "")
    dotted = number.replace(",", ".")
    if re.fullmatch(r"\d+\.\d+", dotted):
        return dotted.rstrip("0").rstrip(".")
    return dotted.rstrip(".")
