"""What is done once, while the first question is being typed: nothing an answer depends on.

The model and the word lists are loaded, and the words of the reports in force are taken apart
(compounds cost most of an answer's time the first time that a word is met), newest reports first.
"""

from __future__ import annotations

from ingest.index import tokens
from ingest.library import Library
from ingest.model import Scope

_WORDS = "uppföljning av sjukfrånvaron"


def warm(library: Library) -> None:
    """Load what is slow to load; takes seconds, and may be run beside questions."""
    library.embedder.embed_query(_WORDS)
    library.lexical.search(_WORDS, Scope(), 1)
    for stored in sorted(library.reports(), key=lambda r: (-r.identity.year, r.document_id)):
        report = library.contents_of(stored)
        for page in report.pages if report else ():
            tokens.lemmas(page.text)
