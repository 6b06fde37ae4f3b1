"""What the caller asks of a draft beside the goal, by rule: «kortare», «lägg till matsvinn».

An instruction can make the draft shorter or longer, add what the unit's reports say of something,
or leave something out. It can never bring in a statement: orders to write results, to invent, or
to set the rules aside are not followed, and the answer says so, as it does of anything that is not
understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.verify.planted import speaks_to_assistant

_SPLIT = re.compile(r"[.;\n!?]+|,\s*(?=(?:lägg|ta|utan|nämn|gör|skriv|med)\b)", re.I)
_SHORTER = re.compile(r"\b(?:kort(?:are|a)?|koncis\w*|kortfatta\w*|färre|stram\w*)\b", re.I)
_LONGER = re.compile(r"\b(?:längre|utförlig\w*|mer\s+detalj\w*|fyllig\w*)\b", re.I)
_ADD = re.compile(
    r"\b(?:lägg\s+(?:också\s+|även\s+)?till|ta\s+(?:också\s+|även\s+)?(?:med|upp)|nämn|inkludera"
    r"|betona|lyft(?:\s+fram)?|fokusera\s+på|mer\s+om)\s+(?:något\s+om\s+|att\s+vi\s+|en\s+(?:mening|rad)\s+om\s+)?(.{2,80})$",
    re.I,
)
_LEAVE = re.compile(
    r"\b(?:utan|ta\s+bort|stryk|hoppa\s+över|uteslut|inget\s+om|inte\s+med)\s+(.{2,80})$", re.I
)
_FORBIDDEN = re.compile(
    r"\b(?:ignorera|strunta\s+i|bortse\s+från|glöm|åsidosätt|kringgå|ignore|disregard|override)\b"
    r"|\b(?:hitta|hittar|fantisera|dikta)\s+på\b|\bpåhitt|\buppfinn|\bfabricera|\bpåstå\b|\blåtsas\b"
    r"|\butan\s+(?:källa|källor|källhänvisning\w*|citat|belägg|fotnot\w*)|\bsystem\s*prompt|\bdu\s+är\s+nu\b"
    r"|\bskriv\s+att\b|\b(?:ange|sätt|redovisa)\s+(?:att\s+)?(?:ett?\s+)?(?:utfall|resultat|siffr)\w*"
    r"|\bregler(?:na)?\b|\binvent\b|\bjailbreak",
    re.I,
)
_FILLER = re.compile(r"^(?:tack|snälla|gärna|hej|bygg\s+vidare\s+på\s+förra\s+årets\s+plan"
                     r"|förslag(?:\s+tack)?)$", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is honoured, and Swedish notes on what is not.

    ``heeded`` is the instruction without the parts that are not followed: all that a model sees.
    """

    scale: float = 1.0
    topics: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    heeded: str = ""


def read_wishes(text: str) -> Wishes:
    """The wishes of an instruction."""
    scale = 1.0
    topics: list[str] = []
    without: list[str] = []
    notes: list[str] = []
    heeded: list[str] = []
    for part in (p.strip(' ,»«"') for p in _SPLIT.split(text)):
        if not part or _FILLER.match(part):
            continue
        shown = f"«{part[:80]}{'…' if len(part) > 80 else ''}»"
        if _FORBIDDEN.search(part) or speaks_to_assistant(part):
            notes.append(
                f"Anvisningen {shown} följs inte: utkastet innehåller bara sådant som står i "
                "rapporterna, eller är märkt som förslag."
            )
            continue
        heeded.append(part)
        understood = False
        if _SHORTER.search(part):
            scale, understood = 0.5, True
        elif _LONGER.search(part):
            scale, understood = 1.4, True
        added, left = _ADD.search(part), _LEAVE.search(part)
        if added:
            topics.append(added[1].strip())
        elif left:
            without.append(left[1].strip())
        if not (understood or added or left):
            notes.append(
                f"Anvisningen {shown} förstods inte. Det som går att be om är «kortare», «längre», "
                "«lägg till …» och «utan …»."
            )
    return Wishes(scale, tuple(topics), tuple(without), tuple(notes), "; ".join(heeded))
