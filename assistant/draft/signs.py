"""What a sentence of a report is for: the signs in its wording that decide where a draft uses it.

Signs are Swedish words of planning and follow-up, none of any unit's own. A sentence may carry
several. Past restrictions (a pandemic, a ban on visits) are a sign of their own: such a sentence
is never carried on as if it were in force.
"""

from __future__ import annotations

import re
from enum import Flag, auto

_REST = r"[^.!?]{0,40}"


class Sign(Flag):
    """What a sentence tells; several may hold."""

    NONE = 0
    UNFINISHED = auto()
    PROMISE = auto()
    NEED = auto()
    FOLLOW_UP = auto()
    RESOURCE = auto()
    DEVELOPMENT = auto()
    ROUTINE = auto()
    WORKING = auto()
    RESULT = auto()
    RESTRICTION = auto()
    VERDICT = auto()


_DONE = (
    r"(?:genomför|klar|färdig|nå(?:tt|dd|r)\b|hunnit|uppnå|gjor|påbörja|start|slutför|plats\b"
    r"|kommit|lyckats|kunnat|börja|infört)"
)
_WORDS: tuple[tuple[Sign, str], ...] = (
    (
        Sign.UNFINISHED,
        rf"\b(?:inte|ej|aldrig)\s+(?:\w+\s+){{0,4}}{_DONE}|\bännu\s+(?:inte|ej)\b|\bdelvis\b"
        r"|\bskjut(?:a|it|its|s)\s+(?:\w+\s+)?(?:på|upp|fram)\b|\bsenarelag|\bframskjut"
        r"|\blängre\s+tid\s+än\b|\bförsen|\bkvarst(?:år|od)|\båterstår|\binställ(?:d|da|t|ts)\b"
        r"|\bslutskedet\b|\bavvakta|\bfortfarande\s+(?:vakan|svår|sakna)|\bstå(?:r|tt)\s+still"
        r"|\bdra(?:git|r)\s+ut\s+på\b|\bpåbörja(?:s|ts)\b|\bpåbörjat\s+(?:ett\s+|arbetet)|\bpå\s+väg\b",
    ),
    (
        Sign.PROMISE,
        r"\bkommer\s+(?:\w+\s+){0,4}?att\b|\bkommer\s+(?:\w+\s+){0,4}(?:ses|vävas|prövas|tas|göras)\b"
        r"|\bplaneras?\b|\bplanerar\b|\b(?:nästa|kommande)\s+(?:år|plan|period|verksamhets|steg|vår"
        r"|höst|termin)|\bårs\s+verksamhetsplan|\bfortsätter\b|\bfortsätta\b|\bhoppas\b"
        r"|\bförhoppning|\bönskar\b|\bönskan\b|\binför\s+(?:20\d\d|nästa)|\btas\s+med\b"
        r"|\bavser\b|\bska\b|\bskall\b|\bser\s+över\b|\bkartlägger\b|\bvill\s+vi\b",
    ),
    (
        Sign.NEED,
        r"\bbehöver\b|\bbehov\s+av\b|\butmaning|\bsvår(?:t|are|a|ast)?\b|\bbrist|\bsaknas?\b"
        r"|\bförbättringsområd|\bskulle\s+(?:dock\s+)?kunna\b|\bkan\s+utvecklas|\bhög(?:a|t)?\s+\w*"
        r"(?:frånvaro|belastning)|\bsämre\b|\bminska(?:t|de)\b|\bsjunk|\bsjönk|\blägre\b|\brisk\b"
        r"|\bunderskott|\bsårbar|\bojämn|\bmissnöj|\bklagomål|\bbit\s+kvar\b|\bsliter\b|\btyvärr\b"
        r"|\bökad\s+arbetsbelastning|\btrög|\bosäker",
    ),
    (
        Sign.FOLLOW_UP,
        rf"\bfölj(?:a|s|er|t|ts|er)\b{_REST}\bupp\b|\bfölj(?:s|er|a)\s+(?:upp\b|måna)|uppfölj|\bmät(?:s|er|a|ning)"
        r"|enkät|undersökning|\bstickprov|egenkontroll|utvärder|\bstäms?\b|\bavstämning"
        r"|\bprognos(?:er|en)?\b|\bräknas\s+samman",
    ),
    (
        Sign.RESOURCE,
        r"\bbemann|\bvikari|\bschema|\bpersonaltäthet|\bbudget|\bresurs|\blokal(?:er|en|erna)?\b"
        r"|\bkostnad|\btkr\b|\bkronor\b|\btjänst(?:er)?\b|\bårsarb|\bhalvtid|\bsamutnyttj"
        r"|\bkompetensmed|\btimmar\s+i\s+veckan|\bförflytta\s+medarbetare|\bavsätts\b|\bviks\b",
    ),
    (
        Sign.DEVELOPMENT,
        r"utveckl|\bprova|\bpröv|\binför(?:a|s|er)\b|\bny(?:a|tt)?\s+(?:metod|arbetssätt|rutin|grupp)"
        r"|\bnästa\s+steg|\bpå\s+sikt\b|\bstarta|\bprojekt|\bser\s+över\b|\bundersök(?:a|er)\b"
        r"|\bmöjlighet\s+att\s+arbeta|\bförbättringsområd",
    ),
    (
        Sign.ROUTINE,
        r"\bvarje\s+(?:dag|vecka|månad|kvartal|termin|år|halvår|tisdag|fredag)|\bårlig|\bmånad(?:svis|"
        r"lig|atlig)|\bgång(?:er)?\s*(?:/|per|om|i)\s*(?:året|år|vecka|månad)|\blöpande\b"
        r"|\bkontinuerlig|\bregelbund|\balltid\b|\bdagligen\b|\brutin",
    ),
    (
        Sign.WORKING,
        r"^(?:vi|enheten|enhetens|medarbetar\w*|alla|varje|vid|på|för\s+att|samtliga|genom)\b"
        r"|\b(?:arbetar|använder|erbjud(?:er|s)|samverkar|samarbetar|källsorterar|jobbar|utgår)\b",
    ),
    (
        Sign.RESULT,
        r"\d|\b(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|hälften|samtliga)\b|\blyckats\b"
        r"|\bhittills\b|\bökat\b|\bökade\b|\bminskat\b|\bminskade\b|\bförbättra(?:t|des|ts)\b",
    ),
    (
        Sign.RESTRICTION,
        r"pandemi|corona|covid|restriktion|besöksförbud|smittsprid|\bsmitta|munskydd|skyddsutrustn",
    ),
    (
        Sign.VERDICT,
        r"\bmål(?:et|en)?\b[^.]{0,60}\b(?:anses?|bedöms?|markeras?|uppnå(?:tt|dd|s)|uppfyll\w*)\b",
    ),
)
_PATTERNS = tuple((sign, re.compile(pattern, re.I)) for sign, pattern in _WORDS)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|vt|ht|våren|hösten)\s*[-–’']\s?(\d\d)\b",
    re.I,
)
_MONEY = re.compile(r"\d[\d\s]*\s*(?:tkr|mnkr|kronor|kr|miljoner)\b", re.I)
_PAST = re.compile(r"\b(?:har|hade|blev|gjordes|genomfördes|skedde|var|fick|syfta\w*)\b", re.I)
_AHEAD = re.compile(
    r"\b(?:kommer|ska|skall|planer\w*|beräkn\w*|tänk\w*|hoppas|kvarstår|önskan)\b", re.I
)
_ANAPHORA = re.compile(
    r"^(?:de|det|den|detta|denna|dessa|här|där|då|dock|däremot|vidare|även|arbetet|samarbetet"
    r"|syftet|dit|dels|därför|därmed|samtidigt|trots|dessutom|planen|en\s+annan|det\s+sista"
    r"|i\s+planen|likaså|tanken|deras|dom)\b",
    re.I,
)


def signs_of(text: str) -> Sign:
    """The signs that a sentence carries."""
    found = Sign.NONE
    for sign, pattern in _PATTERNS:
        if pattern.search(text):
            found |= sign
    return found


def years_in(text: str) -> tuple[int, ...]:
    """The years that a sentence names, «januari -23» too."""
    full = [int(year) for year in _YEAR.findall(text)]
    return tuple(full + [2000 + int(short) for short in _SHORT_YEAR.findall(text)])


def tells_of(text: str, year: int) -> bool:
    """Whether a sentence tells of a year as if it had been: no draft of that year may say so."""
    if year + 1 in years_in(text):
        return True
    named = [m.start() for m in _YEAR.finditer(text) if int(m[1]) == year]
    named += [m.start() for m in _SHORT_YEAR.finditer(text) if 2000 + int(m[1]) == year]
    return any(_past_at(text, at) for at in named)


def _past_at(text: str, at: int) -> bool:
    """Whether the verb nearest a place is past: the last one before it, else the first after."""
    verbs = sorted([(m.start(), True) for m in _PAST.finditer(text)]
                   + [(m.start(), False) for m in _AHEAD.finditer(text)])  # fmt: skip
    before = [past for start, past in verbs if start < at]
    after = [past for start, past in verbs if start > at]
    return before[-1] if before else bool(after) and after[0]


def names_money(text: str) -> bool:
    """Whether a sentence names an amount of money."""
    return _MONEY.search(text) is not None


def leans_back(text: str) -> bool:
    """Whether a sentence begins by pointing at the one before it («Detta …», «Arbetet …»)."""
    return _ANAPHORA.match(text) is not None
