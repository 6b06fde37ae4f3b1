"""licenser.md lists every pinned package at its version, and none that forbids our use."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORBIDS = re.compile(
    r"\bA?GPL|(?<!Lesser )(?<!Library )General Public|Affero|Commons Clause|Non-?Commercial"
    r"|Proprietary|Business Source|SSPL|Elastic",
    re.IGNORECASE,
)


def rows() -> dict[str, tuple[str, str]]:
    """Version and licence by package."""
    found = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text(), re.MULTILINE)
    return {name: (version, licence) for name, version, licence in found if name != "Paket"}


def text() -> str:
    return (ROOT / "licenser.md").read_text("utf-8")


def test_every_pinned_package_is_listed_at_its_version() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {
        (re.sub(r"[-_.]+", "-", name).lower(), version.split(";")[0].strip())
        for name, version in (line.split("==") for line in lines if "==" in line and line[0] != "#")
    }
    listed = {(name, version) for name, (version, _) in rows().items() if name != "---"}
    assert pinned - listed == set(), "run: make granska"
    assert listed - pinned == set(), "run: make granska"


def test_no_licence_forbids_a_municipality_s_use() -> None:
    assert {n: what for n, (_, what) in rows().items() if FORBIDS.search(what)} == {}
    assert FORBIDS.search("GNU Affero General Public License v3") and FORBIDS.search("AGPL-3.0")
    assert not FORBIDS.search("GNU Lesser General Public License v2 or later (LGPLv2+)")
