"""Whether a question asks for an account: what was written, done or planned, not one thing.

Read from the question's own words: «sammanfatta», «hur har det gått med», «vad skrev … om», «på
vilka sätt». What an account is made of is decided in ``assistant.account``.
"""

from __future__ import annotations

import re

from assistant.model import Asks, Interpretation

_WIDE = re.compile(
    r"\bhur\s+(?:har\s+det\s+gått|gick\s+det|går\s+det|ser\s+det\s+ut|påverka\w*|jobba\w*|arbeta\w*"
    r"|ska\b|planera\w*|har\b.{0,60}\b(?:tagits|fått|gjort|jobbat|arbetat|utvecklat)\w*)"
    r"|\bvad\s+(?:\w+\s+){0,6}?(?:skrev|skriver|skrivit|rapportera\w*|berätta\w*|säger|sa|sägs|kom"
    r"|gör|gjorde|gjort|planera\w*|hände|hänt|innebar|innebär)\b"
    r"|\berfarenhet\w*|\bproblem\w*|\bvad\s+blev\s+resultatet\b|\bläget\b|\bpå\s+vil(?:ka|ket)\s+(?:sätt|vis)\b|\boch\s+hur\s+gick\s+det\b"
    r"|\bvilka\s+(?:\S+\s+){0,3}?\S*(?:satsningar|insatser|åtgärder)\b"
    r"|(?:^|[,.:;–-]\s*|\boch\s+)hur\s+(?!många|mycket|stor|hög|låg|lång|länge|ofta|gam|dyr|långt|definiera|stavas|heter)\w+"
)


def is_wide(meant: Interpretation) -> bool:
    """Whether the question asks for an account rather than for one thing."""
    if meant.asks is Asks.SUMMARY:
        return True
    one_thing = meant.asks in (Asks.DATE, Asks.GOALS) or meant.comparison
    return not one_thing and bool(_WIDE.search(meant.text.casefold()))
