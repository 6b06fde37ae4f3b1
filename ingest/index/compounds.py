"""Swedish words to their dictionary forms, and compounds to their parts.

In order of precedence: simplemma's dictionary; a compound whose last part has a dictionary
form («nämndmålen» = «nämnd» + «mål»); the word as it stands and, where it may be a genitive,
without its -s. Compounds are split over the stems of the word list: two parts where possible, else
three, with a binding -s or a cut or changed vowel between them. Without the list words still get
their dictionary forms, only no parts. Prepositions and other small words are never parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ingest.index import dictionary
from ingest.index.word_list import word_list

_SHORTEST = 3
_SHORTEST_COMPOUND = 8  # a shorter word of the list is more often one by chance («rap-port»)
_SHORT_STEMS = frozenset({"år", "el"})
# Particles, endings and function words that the list holds but that compounds are not made of.
_SMALL_WORDS = """
    alla allt and ande ans are area arna att bar bara dan dar das den der det die din dit dom
    dra dum där då efter eld els emot eller emellan enda ens era ers ert ett fast fram från före
    för förs gen genom han har het hit hon hos hur här igen inom inne inte ism iva jag just kan
    lig lär man med medan mellan men mer min mitt mot mycket ner nog när nät ock och ofta olik oms
    ont orna oss ran rån sig sin sitt ska ser ses som stå såg tar ten till tio tom tre trots tär
    under upp ur utan ute ull var vara vem vid vilja vill visa vår ända även över övre
"""
_NEVER_PARTS = frozenset(_SMALL_WORDS.split())


def forms(word: str) -> tuple[str, ...]:
    """The dictionary form of a lower-cased word, then other readings and parts, none twice."""
    found: list[str] = []
    for base in _bases(word):
        found += [base, *parts(base)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=32768)
def parts(base: str) -> tuple[str, ...]:
    """The parts of a compound in dictionary form; () where it is none."""
    if len(base) < _SHORTEST_COMPOUND and base in word_list().stems:
        return ()
    return _two_parts(base) or _three_parts(base)


def knows_parts() -> bool:
    """Whether there is a word list, so that compounds are split."""
    return bool(word_list().stems)


def _bases(word: str) -> tuple[str, ...]:
    if dictionary.is_known(word):
        lemma = _lemma(word)
        return (lemma, word) if word != lemma and word in word_list().stems else (lemma,)
    genitive = word[:-1] if word.endswith("s") and len(word) > 4 else ""
    whole = _by_last_part(word)
    bare = _by_last_part(genitive) if genitive else ""
    if whole or bare:
        return tuple(filter(None, (bare, whole)))
    return (word, *_bases(genitive)) if genitive else (word,)


def _by_last_part(word: str) -> str:
    """The dictionary form of a compound that is not in the dictionary; "" where it is none."""
    split = _best(word) or _last_cut(word)
    return word[: split[0]] + _tail(word[split[0] :]) if split else ""


@lru_cache(maxsize=32768)
def _lemma(word: str) -> str:
    return dictionary.lemma(word)


def _two_parts(word: str) -> tuple[str, ...]:
    split = _best(word)
    return (split[1], _tail(word[split[0] :])) if split else ()


def _three_parts(word: str) -> tuple[str, ...]:
    for cut in range(2, len(word) - 2 * _SHORTEST + 1):
        head = _head(word[:cut])
        rest = _two_parts(word[cut:]) if head else ()
        if head and rest:
            return (head[1], *rest)
    return ()


def _last_cut(word: str) -> tuple[int, str] | None:
    """Where the last part of a compound of three begins, and its middle part."""
    for cut in range(2, len(word) - 2 * _SHORTEST + 1):
        rest = _best(word[cut:]) if _head(word[:cut]) else None
        if rest:
            return cut + rest[0], rest[1]
    return None


def _best(word: str) -> tuple[int, str] | None:
    """Where to cut a word in two and the stem of its first part; the most even cut wins."""
    found = []
    for cut in range(2, len(word) - _SHORTEST + 1):
        head = _head(word[:cut])
        tail = _tail(word[cut:]) if head else ""
        if head and tail:
            cost = head[0] + (tail not in word_list().stems)
            found.append((cost, -min(cut, len(word) - cut), cut, head[1]))
    return min(found)[2:] if found else None


def _head(form: str) -> tuple[int, str] | None:
    """The stem behind a first or middle part, and how far the form is from it."""
    for cost, stem in _head_stems(form):
        if stem in word_list().stems and _may_be_part(stem):
            return cost, stem
    return (1, form) if form in word_list().bound and _may_be_part(form) else None


def _head_stems(form: str) -> Iterator[tuple[int, str]]:
    if form in word_list().bound:
        bare = form.removesuffix("s")
        yield from ((0, bare), (0, bare + "e"), (0, bare + "a"), (0, bare[:-1] + "a"))
        return
    yield 0, form
    if form.endswith("s"):
        yield 0, form[:-1]
    elif len(form) > _SHORTEST:
        yield 1, form + "a"
        yield 1, form + "e"
        if form[-1] in "ou":
            yield 1, form[:-1] + "a"


@lru_cache(maxsize=65536)
def _tail(form: str) -> str:
    """The dictionary form of a last part; "" where it cannot be one."""
    if form in word_list().stems and _may_be_part(form):
        return form
    lemma = _lemma(form) if len(form) >= _SHORTEST and form not in _NEVER_PARTS else ""
    if lemma in word_list().stems and _may_be_part(lemma):
        return lemma
    known = word_list().stems and len(form) > _SHORTEST + 1 and dictionary.is_known(form)
    return form if known and lemma not in _NEVER_PARTS else ""


def _may_be_part(stem: str) -> bool:
    return stem in _SHORT_STEMS or (len(stem) >= _SHORTEST and stem not in _NEVER_PARTS)
