"""What every kind of bending needs: odd characters, odd numbers, torn bytes; chance has a seed."""

from __future__ import annotations

from random import Random

ODD_TEXT = (
    "\0", "\x01\x02\x1b", "\ufffe", "\ufeff", "\u202e", "\u2028", "\xad", "\xa0", "\u0301" * 40,
    "𝔖𝔧", "😀", "İ", "ß", "ﬁ", "\u200b", "²³", "٣٤", "१२", "½", "−5", "1e999", "-0", "%", "#" * 300,
    "(" * 400, "1.1.1.1.1.1.1.1.1.1.1", "Å" * 3000, "a-\n" * 50, "- " * 400, "19121212-1212",
    "0,0,0,0,0", "1 2 3 4 5 6 7 8 9 0 " * 30, "KF:s mål för verksamhetsområdet:", "Nämndmål:",
    "Enhetsmål:", "Indikator", "Periodens utfall", "Årsmål", "Aktivitet Startdatum Slutdatum",
    "9" * 5000, "99999999999999999999 %", "1 (1)", "Sida 3 av 2", "\t" * 200, "\f", "\r", "|" * 80,
)  # fmt: skip
ODD_NUMBERS = (
    "0", "-1", "1", "255", "65535", "65536", "2147483647", "2147483648", "4294967295",
    "-2147483648", "9" * 20, "9" * 5000, "0.0000001", "1e38", "NaN", "", "x", "½",
)  # fmt: skip


def torn(data: bytes, chance: Random) -> bytes:
    """Bytes flipped, cut out, doubled or put in."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if not out:
            return b"x"
        at = chance.randrange(len(out))
        size = min(len(out) - at, chance.choice((1, 1, 2, 8, 64, 512)))
        way = chance.randrange(5)
        if way == 0:
            out[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            del out[at : at + size]
        elif way == 2:
            out[at:at] = out[at : at + size]
        elif way == 3:
            out[at : at + size] = chance.randbytes(size)
        else:
            out[at : at + size] = bytes(size)
    return bytes(out)


def truncated(data: bytes, chance: Random) -> bytes:
    """The beginning only."""
    return data[: chance.randrange(1, max(2, len(data)))]
