"""Write licenser.md: the licence of every package in constraints.txt, as the package itself says.

    python .ci/licences.py licenser.md

In order: the licence expression, the classifiers, the first line of the licence's text. What none
of them tells stands in ``SAID``, read by a person in the package's own files.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAID = {"atheris": "Apache-2.0", "axe-playwright-python": "MIT"}
LONGEST = 110
HEAD = """# Licenser

Paketen som `planassistent[dev]` drar in, med den licens som paketet själv uppger. Ingen av dem
hindrar en kommun från att använda, ändra eller driva programmet. De som har MPL eller LGPL används
oförändrade; den som ändrar ett sådant paket och lämnar det vidare ska lämna ändringen med.

Listan skrivs av `make granska`, som också prövar paketen mot kända sårbarheter (pip-audit).

| Paket | Version | Licens |
| --- | --- | --- |
"""


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, str]:
    """Name and version of every package in constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    parts = (line.split(";")[0].split("==") for line in lines if "==" in line and line[0] != "#")
    return {plain(name): version.strip() for name, version in parts}


def licence(package: Distribution) -> str:
    """What a package says of its licence, on one line; empty where it says nothing."""
    told = package.metadata
    expression = told.get("License-Expression")
    kinds = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if "License" in c]
    kinds = [kind for kind in kinds if kind != "OSI Approved"]
    text = (told.get("License") or "").strip().splitlines()
    found = expression or "; ".join(kinds) or (text[0] if text else "")
    return found if found and len(found) <= LONGEST and found != "UNKNOWN" else ""


def table() -> str:
    """The whole file; KeyError names a package that is not installed."""
    there = {plain(d.name): d for d in distributions()}
    lines = []
    for name, version in sorted(pinned().items()):
        said = SAID.get(name) or licence(there[name])
        if not said:
            raise ValueError(f"{name} says nothing of its licence: read it and add it to SAID")
        lines.append(f"| {name} | {version} | {said} |\n")
    return HEAD + "".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(table(), "utf-8")
