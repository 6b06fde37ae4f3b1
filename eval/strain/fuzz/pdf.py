"""PDFs bent: objects, references, streams, the table of objects, and what a page draws.

A seed is taken apart into its objects, which are bent one at a time – a number, a name or a
reference changed, an object dropped, doubled or swapped, an operator of a page's content repeated
or put elsewhere – and put together with a table of objects that fits, so that the file opens and
the change is met. Now and then the table is wrong, or bytes are torn.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from random import Random

from eval.strain.fuzz.chance import ODD_NUMBERS, torn, truncated

Objects = dict[int, bytes]
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\b(.*?)\bendobj", re.S)
_ROOT = re.compile(rb"/Root\s+(\d+) 0 R")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_STREAM = re.compile(rb"(.*?stream\r?\n)(.*)(\r?\nendstream.*)", re.S)
_LENGTH = re.compile(rb"/Length \d+(?: 0 R)?")
_OPERATORS = (
    b"q", b"Q", b"BT", b"ET", b"0 0 m 500 500 l S", b"70 700 400 12 re f", b"70 700 400 .5 re f",
    b"1 0 0 1 70 700 Tm", b"0 1 -1 0 70 300 Tm", b"1e9 0 0 1e9 0 0 cm", b"0 0 0 0 0 0 cm",
    b"/F1 0 Tf", b"/F1 100000 Tf", b"/F9 9 Tf", b"(\\303\\245\\000\\377) Tj", b"<FFFE0041> Tj",
    b"[(a) -100000 (b)] TJ", b"-1 Tz", b"3 Tr", b"1e38 Tc", b"NaN 0 Td", b"/X0 Do", b"BI EI",
    b"0 0 1e7 1e7 re W n", b"/P <</MCID 99999999>> BDC",
)  # fmt: skip
_FILTERS = (b"/FlateDecode", b"/ASCII85Decode", b"/LZWDecode", b"/RunLengthDecode", b"/DCTDecode",
            b"/JBIG2Decode", b"/CCITTFaxDecode", b"[" + b"/FlateDecode " * 30 + b"]")  # fmt: skip
_BOMB = 24 << 20


def bent(seed: bytes, chance: Random) -> bytes:
    """A PDF made of a whole one whose streams are not compressed."""
    if chance.random() < 0.08:
        return chance.choice((torn, torn, truncated))(seed, chance)
    objects = {int(number): body for number, body in _OBJECT.findall(seed)}
    root = _ROOT.search(seed)
    assert root is not None
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice(_WAYS)(objects, chance)
        if not objects:
            break
    return _whole(objects, int(root[1]), chance)


def _whole(objects: Objects, root: int, chance: Random) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    starts = {}
    for number, body in objects.items():
        starts[number] = len(out)
        out += b"%d 0 obj%bendobj\n" % (number, body)
    table, top = len(out), max(objects, default=0) + 1
    if chance.random() < 0.04:
        starts = {number: chance.randrange(len(out) + 9) for number in starts}
    out += b"xref\n0 %d\n0000000000 65535 f \n" % top
    for number in range(1, top):
        out += b"%010d 00000 n \n" % starts.get(number, 0)
    more = b" /Prev %d" % table if chance.random() < 0.02 else b""
    out += b"trailer\n<< /Size %d /Root %d 0 R%b >>\nstartxref\n%d\n%%%%EOF" % (
        top, root, more, table,
    )  # fmt: skip
    return bytes(out)


def _one(objects: Objects, chance: Random, streams: bool = False) -> int:
    fitting = [n for n, body in objects.items() if (b"endstream" in body) == streams]
    return chance.choice(fitting or sorted(objects))


def _changed(
    objects: Objects, chance: Random, what: re.Pattern[bytes], by: Callable[[bytes], bytes]
) -> None:
    number = _one(objects, chance)
    places = list(what.finditer(objects[number]))
    if places:
        one = chance.choice(places)
        body = objects[number]
        objects[number] = body[: one.start()] + by(one[0]) + body[one.end() :]


def _number(objects: Objects, chance: Random) -> None:
    _changed(objects, chance, _NUMBER, lambda _: chance.choice(ODD_NUMBERS).encode("latin-1"))


def _reference(objects: Objects, chance: Random) -> None:
    """To another object, which may be one above it."""
    other = chance.choice([*objects, 0, 99999])
    _changed(objects, chance, _REFERENCE, lambda _: b"%d 0 R" % other)


def _name(objects: Objects, chance: Random) -> None:
    names = sorted({name for body in objects.values() for name in _NAME.findall(body[:4000])})
    if names:
        _changed(objects, chance, _NAME, lambda _: chance.choice(names))


def _dropped(objects: Objects, chance: Random) -> None:
    del objects[_one(objects, chance, chance.random() < 0.3)]


def _swapped(objects: Objects, chance: Random) -> None:
    one, other = chance.choice(sorted(objects)), chance.choice(sorted(objects))
    objects[one], objects[other] = objects[other], objects[one]


def _emptied(objects: Objects, chance: Random) -> None:
    what = chance.choice((b"null", b"<<>>", b"[]", b"[" * 300, b"<</A" * 200, b"()", b"true"))
    objects[_one(objects, chance, chance.random() < 0.3)] = b"\n" + what + b"\n"


def _restreamed(
    objects: Objects, chance: Random, by: Callable[[bytes, bytes], tuple[bytes, bytes]]
) -> None:
    """One stream's head and data made others; nothing where no object has a stream."""
    number = _one(objects, chance, True)
    parts = _STREAM.fullmatch(objects[number])
    if parts is not None:
        head, data, tail = parts.groups()
        objects[number] = b"".join((*by(head, data), tail))


def _of_length(head: bytes, data: bytes) -> bytes:
    return _LENGTH.sub(b"/Length %d" % len(data), head)


def _stream(objects: Objects, chance: Random) -> None:
    """What is in a stream: torn, or the operators of a page's content changed."""

    def changed(head: bytes, data: bytes) -> tuple[bytes, bytes]:
        if chance.random() < 0.2:
            data = torn(data, chance)
        else:
            lines = data.split(b"\n")
            for _ in range(chance.choice((1, 3, 10))):
                _drawn(lines, chance)
            data = b"\n".join(lines)
        return (_of_length(head, data) if chance.random() < 0.8 else head), data

    _restreamed(objects, chance, changed)


def _drawn(lines: list[bytes], chance: Random) -> None:
    at = chance.randrange(len(lines) + 1)
    way = chance.randrange(4)
    if way == 0:
        lines[at:at] = [chance.choice(_OPERATORS)] * chance.choice((1, 1, 30, 3000))
    elif way == 1 and lines:
        del lines[at : at + chance.choice((1, 3, 20))]
    elif way == 2 and lines:
        lines[at:at] = lines[at : at + 30] * chance.choice((1, 5))
    elif at < len(lines):
        odd = chance.choice(ODD_NUMBERS).encode("latin-1")
        lines[at] = _NUMBER.sub(odd, lines[at], count=chance.choice((1, 2)))


def _filter(objects: Objects, chance: Random) -> None:
    """A stream said to be packed as it is not, or one that unpacks to nothing but size."""

    def packed(head: bytes, data: bytes) -> tuple[bytes, bytes]:
        if chance.random() < 0.25:
            data = zlib.compress(chance.choice((b" ", b"q ", b"0 0 m 9 9 l S\n")) * (_BOMB // 8), 9)
            head = _of_length(head, data)
            return head.replace(b"<<", b"<< /Filter /FlateDecode ", 1), data
        return head.replace(b"<<", b"<< /Filter " + chance.choice(_FILTERS) + b" ", 1), data

    _restreamed(objects, chance, packed)


_WAYS: tuple[Callable[[Objects, Random], None], ...] = (
    _number, _number, _reference, _reference, _name, _dropped, _swapped, _emptied,
    _stream, _stream, _stream, _stream, _filter,
)  # fmt: skip
