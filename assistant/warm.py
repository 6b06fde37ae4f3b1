"""What is done once, while the first question is being typed: nothing an answer depends on.

The word lists, the vectors and the model are loaded. Then, newest reports first, words are taken
apart (compounds cost most of an answer's time the first time that a word is met) and the names of
rows, activities and goals embedded, which questions about them are compared with. Last, what is
loaded is set aside from the search for unused objects: that would look through all of it now and
then, and hold up whatever question is under way for a third of a second, in a city for more. What
is new is searched once in a hundred questions (17 ms), not twice in each (2 ms of the slowest).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import suppress

from assistant.meaning import Meaning
from ingest.allocator import give_back
from ingest.errors import StoreUnavailableError
from ingest.index import tokens
from ingest.library import Library
from ingest.model import Goal, Report, Scope

_WORDS = "uppföljning av sjukfrånvaron"
_OBJECTS = 50_000
_READ = 600
"""Reports read for their words and names: a city's others have few new ones, and take minutes."""


def warm(library: Library, meaning: Meaning | None = None) -> None:
    """Load what is slow to load; takes seconds, and may be run beside questions."""
    library.lexical.search(_WORDS, Scope(), 1)
    library.store.ready()
    newest = sorted(library.reports(), key=lambda r: (-r.identity.year, r.document_id))
    for stored in newest:
        library.row_names(stored)
    library.embedder.embed_documents([_WORDS])
    for stored in newest[:_READ]:
        report = library.contents_of(stored)
        for page in report.pages if report else ():
            tokens.lemmas(page.text)
        if report and meaning:
            meaning.learn(_names(report))
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    give_back()


def warm_words(part: Library) -> None:
    """Index the words of a part of the library (see ``Library.seen_by``) before it is asked."""
    with suppress(StoreUnavailableError):  # the first question will tell
        part.lexical.sync(part.store)


def _names(report: Report) -> Iterator[str]:
    """What rows, activities and goals are called."""
    yield from (value.name for value in report.indicators)
    yield from (activity.name for activity in report.activities)
    yield from _goals(report.goals)


def _goals(goals: Iterable[Goal]) -> Iterator[str]:
    for goal in goals:
        yield goal.text
        yield from _goals(goal.children)
