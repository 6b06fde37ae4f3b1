"""Templates with slots, and the lists they are filled from.

Data stand in ``data/*.yaml``. A slot specification is «a..b» (a whole number), a list (a choice)
or «manad» (a month). Sentences get their capital letter after filling, so that any word may
come first. A name that is missing is an error: no half-filled sentence leaves this room.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"
_LETTER_AFTER_STOP = re.compile(r"(^|[.!?] )([a-zåäö])")


@cache
def data(name: str) -> Any:
    """The content of ``data/<name>.yaml``."""
    return yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def fill(template: str, slots: Mapping[str, str]) -> str:
    """The template with its slots filled (values may hold slots too), as a sentence."""
    text = template
    for _ in range(3):
        if "{" not in text:
            break
        text = text.format_map(slots)
    return sentence(text)


def sentence(text: str) -> str:
    """Capital letters at the beginning and after each full stop."""
    return _LETTER_AFTER_STOP.sub(lambda m: m.group(1) + m.group(2).upper(), text)


def draw(specification: Mapping[str, Any], rng: Random) -> dict[str, str]:
    """One value for each slot."""
    return {name: _one(spec, rng) for name, spec in specification.items()}


def _one(spec: Any, rng: Random) -> str:
    if spec == "manad":
        return str(rng.choice(data("words")["manader"]))
    if isinstance(spec, list):
        return str(rng.choice(spec))
    low, high = (int(part) for part in str(spec).split(".."))
    return number(rng.randint(low, high))


def number(value: float, decimals: int = 0) -> str:
    """Swedish: decimal comma, blanks between thousands."""
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")
    return text
