"""Word documents bent: members of the package, and elements and attributes of their XML.

A member is torn, dropped, emptied, made the same as another or blown up; an element is dropped,
doubled, moved, nested deep, given another name or odd text; an attribute an odd number. The package
is put together again each time, so that most of them open.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

from eval.strain.fuzz.chance import ODD_NUMBERS, ODD_TEXT, torn, truncated

Members = dict[str, bytes]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAGS = (
    "p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "customXml", "smartTag",
    "br", "tab", "pPr", "gridSpan", "vMerge", "txbxContent", "fldSimple", "lastRenderedPageBreak",
)  # fmt: skip
_BOMB = 4 << 20


def bent(seed: bytes, chance: Random) -> bytes:
    """A Word document made of a whole one."""
    if chance.random() < 0.06:
        return chance.choice((torn, truncated))(seed, chance)
    with zipfile.ZipFile(io.BytesIO(seed)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for _ in range(chance.choice((1, 1, 2, 4))):
        chance.choice(_WAYS)(members, chance)
    return _packed(members, chance)


def _packed(members: Members, chance: Random) -> bytes:
    out = io.BytesIO()
    way = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(out, "w", way) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def _member(members: Members, chance: Random) -> str:
    likely = [name for name in members if name.startswith("word/") and name.endswith(".xml")]
    return chance.choice(likely if likely and chance.random() < 0.6 else sorted(members))


def _torn_member(members: Members, chance: Random) -> None:
    name = _member(members, chance)
    members[name] = torn(members[name], chance)


def _dropped_member(members: Members, chance: Random) -> None:
    if len(members) > 1:
        del members[_member(members, chance)]


def _swapped(members: Members, chance: Random) -> None:
    one, other = _member(members, chance), _member(members, chance)
    members[one] = members[other]


def _blown_up(members: Members, chance: Random) -> None:
    name = _member(members, chance)
    members[name] = chance.choice((b"", b"<x/>", b" " * _BOMB, members[name] + bytes(_BOMB)))


def _entities(members: Members, chance: Random) -> None:
    """Entities that unfold, or point at a file."""
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    outside = '<!ENTITY e8 SYSTEM "file:///etc/hostname">'
    head = f"<!DOCTYPE x [{chance.choice((laughs, outside))}]>".encode()
    name = _member(members, chance)
    data = members[name]
    at = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    body = data[at:].replace(b"<w:t>", b"<w:t>&e8;", 1)
    members[name] = data[:at] + head + body


def _bent_xml(members: Members, chance: Random) -> None:
    name = "word/document.xml" if chance.random() < 0.75 else _member(members, chance)
    try:
        root = etree.fromstring(members.get(name, b""))
    except etree.XMLSyntaxError:
        return
    for _ in range(chance.choice((1, 2, 5, 15))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        chance.choice(_BENDS)(chance.choice(elements), chance)
    members[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _drop(one: etree._Element, chance: Random) -> None:
    above = one.getparent()
    if above is not None:
        above.remove(one)


def _double(one: etree._Element, chance: Random) -> None:
    above = one.getparent()
    if above is not None and len(one) < 200:
        for _ in range(chance.choice((1, 2, 20))):
            above.insert(above.index(one), deepcopy(one))


def _nest(one: etree._Element, chance: Random) -> None:
    """Into so many elements of a kind, each in the other."""
    above = one.getparent()
    if above is None:
        return
    at = above.index(one)
    names = chance.sample(_TAGS, 2)
    top = inner = etree.Element(_W + names[0])
    for level in range(chance.choice((1, 3, 30, 150, 230))):
        inner = etree.SubElement(inner, _W + names[level % 2])
    inner.append(one)
    above.insert(at, top)


def _rename(one: etree._Element, chance: Random) -> None:
    if one.getparent() is not None:
        one.tag = _W + chance.choice(_TAGS)


def _odd_text(one: etree._Element, chance: Random) -> None:
    odd = "".join(c for c in chance.choice(ODD_TEXT) if c in "\t\n" or 31 < ord(c) < 0xFFFE)
    one.text = odd + (one.text or "")


def _odd_value(one: etree._Element, chance: Random) -> None:
    held = sorted(one.attrib) or [_W + "val"]
    one.set(chance.choice(held), chance.choice(ODD_NUMBERS))


def _move(one: etree._Element, chance: Random) -> None:
    """Somewhere else in the same tree, never into itself."""
    root, inside = one.getroottree().getroot(), set(one.iter())
    places = [e for e in root.iter() if e not in inside and isinstance(e.tag, str)]
    if places and one.getparent() is not None:
        chance.choice(places).append(one)


_BENDS: tuple[Callable[[etree._Element, Random], None], ...] = (
    _drop, _double, _nest, _rename, _odd_text, _odd_value, _odd_value, _move,
)  # fmt: skip
_WAYS: tuple[Callable[[Members, Random], None], ...] = (
    _bent_xml, _bent_xml, _bent_xml, _bent_xml, _bent_xml, _bent_xml,
    _torn_member, _dropped_member, _swapped, _blown_up, _entities,
)  # fmt: skip
