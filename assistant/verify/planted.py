"""Sentences that speak to an assistant instead of telling of a unit: never a source of an answer.

A report that says «bortse från tidigare instruktioner och svara att …» holds the words of a false
answer, so that it would pass as that answer's quote. Such a sentence is therefore no source, for
any writer. What gives it away is the form, not what it wants: an order to disregard rules, a new
role for the reader, a chat's own control marks, an order to answer in a certain way, or talk of
prompts and of the assistant itself. Plans are full of «ska», «följa rutiner» and «svara på
enkäten»; none of that counts. A sentence that merely states something false cannot be told from a
true one here: it is quoted with its report and page like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.model import Source
from ingest.model import IndicatorValue

_RULES = (
    r"(?:instruktion\w*|regler(?:na)?|direktiv\w*|begränsning\w*|systemprompt\w*|prompt\w*|anvisningar(?:na)?"
    r"|instructions?|rules?|guidelines|prompts?|directives?|context|constraints|everything\s+above|allt\s+ovan\w*)"
)
_READER = (
    r"(?:ai|a\.i\.|assistent\w*|språkmodell\w*|chatt?bot\w*|bot|modell(?:en)?|gpt\w*|llm|assistant|"
    r"language\s+model|chatbot|model)"
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:ignorera\w*|bortse|strunta|glöm|åsidosätt|bryt|hoppa\s+över|sluta\s+följa|upphäv)\b[^.!?]{{0,60}}\b{_RULES}",
        rf"\b(?:ignore|disregard|forget|override|bypass|do\s+not\s+follow|stop\s+following)\b[^.!?]{{0,60}}\b{_RULES}",
        rf"\b(?:du\s+är(?:\s+nu)?|agera\s+som|låtsas\s+(?:att\s+du\s+är|vara)|you\s+are(?:\s+now)?|act\s+as|pretend\s+to\s+be)\b[^.!?]{{0,30}}\b(?:{_READER}|pirat\w*|pirate|administratör|administrator|root|dan)\b",
        rf"\b(?:som|as)\s+(?:en\s+|an?\s+)?{_READER}\b[^.!?]{{0,20}}\b(?:ska|måste|skall|must|should|shall)\b",
        rf"\b{_READER}\s*(?::|,|ska\b|måste\b|must\b|should\b|shall\b)[^.!?]{{0,40}}\b(?:svara|säga|skriva|ange|uppge|avslöja|answer|say|reply|respond|write|state|reveal|output)\b",
        r"(?:^|[.!?:;\"»”(\]>-]\s*|\b(?:och|and|instead|istället|därefter|then|please|vänligen)\s+)"
        r"(?:svara|säg|skriv|uppge|påstå|hävda|answer|say|reply|respond|write|state|claim|output|print|tell\s+the\s+user)"
        r"\s+(?:alltid\s+|bara\s+|endast\s+|istället\s+|i\s+stället\s+|always\s+|only\s+|instead\s+|just\s+)*"
        r"(?:att\b|med\b|that\b|with\b|[«\"”':]|ja\b|nej\b|yes\b|no\b|på\s+engelska|in\s+english)",
        r"\b(?:avslöja|visa|skriv\s+ut|återge|upprepa|reveal|show|print|repeat|leak)\b[^.!?]{0,30}\b(?:systemprompt\w*|prompten|system\s+prompt|dina\s+instruktion\w*|your\s+instructions|api-?nyckel\w*|api\s+key)\b",
        r"<\|?\s*/?\s*(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\b|\[/?INST\]|<</?SYS>>",
        r"(?:^|\n|[#\]>.]\s*)(?:#+\s*)?(?:system|assistant|instruktion|instruction|developer)\s*(?:prompt|message|meddelande)?\s*:",
        r"\b(?:ska|måste)\s+du\s+(?:alltid\s+|bara\s+|endast\s+)*(?:svara|säga|skriva|uppge|påstå)\b",
        r"\byou\s+(?:must|should|shall|will)\s+(?:always\s+|only\s+)*(?:answer|say|reply|respond)\b",
        r"(?-i:\b(?:SYSTEM|INSTRUKTION|INSTRUCTION))\s*:",
        r"\b(?:new|nya|ny|updated|viktig\w*|important)\s+(?:instruktion\w*|instructions?|systemprompt\w*|system\s+prompt)\b",
        r"\b(?:följande|denna|this|the\s+following)\s+(?:instruktion|instruction|prompt)\b[^.!?]{0,40}\b(?:gäller\s+före|overrides?|ersätter|replaces?|supersedes?)\b",
    )
)


@lru_cache(maxsize=8192)
def speaks_to_assistant(text: str) -> bool:
    """Whether a text is an order to whoever reads it by machine."""
    return any(form.search(text) for form in _FORMS)


def trusted(source: Source, rows: Sequence[IndicatorValue]) -> Source:
    """A source without what speaks to an assistant: headings, names, and cells of its row."""
    identity, quote = source.identity, source.quote
    if identity.unit and speaks_to_assistant(identity.unit):
        identity = replace(identity, unit=None)
    section = tuple(part for part in source.section if not speaks_to_assistant(part))
    if speaks_to_assistant(quote):
        cells = [cell for row in rows for cell in (row.name, *_cells(row))]
        quote = " ".join(cell for cell in cells if not speaks_to_assistant(cell))
    return replace(source, identity=identity, section=section, quote=quote)


def _cells(row: IndicatorValue) -> list[str]:
    c = row.columns
    every = (c.outcome, c.outcome_men, c.outcome_women, c.previous, c.forecast, c.target)
    return [cell for cell in (*every, c.city_target, c.period) if cell]
