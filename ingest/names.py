"""When two names mean the same board or the same unit.

Names stand as they were printed, and a report, a question and the organisation file print them
differently: with or without «stadsdelsnämnd», with a leading «Enheten», in other case. Two names
are compared here and nowhere else. Only affixes that say nothing are set aside: a name that is
part of another is another name, and none is ever guessed from its likeness.
"""

from __future__ import annotations

import re
from functools import lru_cache

BOARD_ITSELF = "(nämnden)"


def same_unit(wanted: str, unit: str | None) -> bool:
    """Whether a unit is the one wanted; ``BOARD_ITSELF`` means that there is none."""
    if wanted == BOARD_ITSELF:
        return unit is None
    return unit is not None and same_name(wanted, unit)


_AFFIXES = re.compile(r"^(enheten|enhet)\s+(?!för\b)|\s+(stadsdelsnämnd|stadsdelsförvaltning)$")


def same_name(left: str, right: str) -> bool:
    """Whether two names of a board or unit are the same, case and affixes aside.

    «Enheten Liljans verksamhet» = «liljans verksamhet»; «Farsta stadsdelsnämnd» = «Farsta»;
    a genitive -s before «stadsdelsnämnd» is allowed for.
    """
    one, two = _bare_name(left), _bare_name(right)
    return one == two or one == two + "s" or two == one + "s"


@lru_cache(maxsize=4096)
def _bare_name(name: str) -> str:
    folded = re.sub(r"\s+", " ", name.casefold().replace("–", "-")).strip()
    return _AFFIXES.sub("", folded).strip()
