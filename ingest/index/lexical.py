"""Words of passages in tantivy: derived from the store, and lost without losing anything.

Tokens are made in ``tokens.py``; two fields hold them, 4-grams and lemmas, and a question asks
both at once, by BM25. Beside the index stands ``editions.json``: which edition of which report
is indexed. A report that is about to change is struck from it first and entered last, so a kill
at any moment makes the next ``sync`` index that report again. A text that reports share is
indexed once, with all its reports to filter by, and again when other reports hold it. A damaged
index is thrown away and built anew. One process writes at a time; one that cannot wait goes on
with what is there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

import tantivy
from pydantic import TypeAdapter
from tantivy import Occur, Query

from ingest.index import lexical_documents as documents
from ingest.index.compounds import knows_parts
from ingest.index.exclusive import exclusive
from ingest.index.ports import Hit, PassageStore, Place
from ingest.model import Identity, Scope
from ingest.room import LEAST, check_room, told_if_full
from ingest.roster import Roster
from ingest.whole import write_whole

_LOG = logging.getLogger(__name__)
_FORMAT = 2
_PATIENCE_S = 2.0
_HEAP = 64_000_000
_SCOPES = 64
_FENCED, _SHARE = 500, 4
_Reports = dict[str, tuple[str, Identity]]


@dataclass(frozen=True)
class _Known:
    """What is indexed: editions of reports, and texts with a word that tells their reports."""

    reports: _Reports = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def listed(self) -> tuple[list[str], Roster]:
        """The reports, and whose each of them is."""
        return list(self.reports), Roster(who for _, who in self.reports.values())

    def unlike(self, other: _Known) -> set[str]:
        """The reports and texts that are not as they were."""
        pairs = ((self.reports, other.reports), (self.texts, other.texts))
        return {
            key
            for mine, theirs in pairs
            for key in {*mine, *theirs}
            if mine.get(key) != theirs.get(key)
        }

    def without(self, keys: set[str]) -> _Known:
        """The rest."""
        return _Known(
            {key: value for key, value in self.reports.items() if key not in keys},
            {key: value for key, value in self.texts.items() if key not in keys},
        )


_KNOWN = TypeAdapter(_Known)


class TantivyIndex:
    """A ``LexicalIndex`` below ``path`` (made when missing); safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = RLock()
        self._known = _Known()
        self._admitted: dict[Scope, frozenset[str]] = {}
        self._stamp: object = None
        self._store: PassageStore | None = None
        self._index: Any = None
        self._last: tuple[object, Any] = (None, None)
        path.mkdir(parents=True, exist_ok=True)

    def sync(self, store: PassageStore) -> int:
        with self._lock:
            self._store = store
            with exclusive(self._path / ".writing", _PATIENCE_S) as held:
                if held:
                    return self._catch_up(store)
            _LOG.warning(
                "En annan process skriver ordindexet; sökningen fortsätter på det som finns."
            )
            return 0

    def rebuild(self, store: PassageStore) -> int:
        with self._lock:
            with exclusive(self._path / ".writing", _PATIENCE_S) as held:
                if held:
                    self._throw_away()
            return self.sync(store)

    def search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        if limit < 1:
            return []
        with self._lock:
            try:
                return self._search(text, scope, limit)
            except (ValueError, OSError):
                _LOG.warning("Ordindexet är skadat eller av äldre slag och byggs om.")
                if self._store is None:
                    return []
                self.rebuild(self._store)
                return self._search(text, scope, limit)

    def _search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        self._look_again()
        if self._index is None:
            return []
        admitted = self._within(scope)
        words = self._asked(text)
        if not admitted or words is None:
            return []
        hits = self._found(words, admitted, limit)
        best = max((hit.score for hit in hits), default=1.0)
        fused = [Hit(hit.passage_id, hit.score / best, hit.document_id) for hit in hits]
        return sorted(fused, key=lambda hit: (-hit.score, hit.passage_id))

    def _found(self, words: Any, admitted: frozenset[str], limit: int) -> list[Hit]:
        """The best of the reports admitted: fenced where they are few, else out of more.

        A fence of thousands of reports takes longer than all the rest of a search; to look through
        many times more than is wanted takes longer still.
        """
        every = len(self._known.reports)
        if len(admitted) == every or len(admitted) > max(_FENCED, every // _SHARE):
            wanted = limit * every // len(admitted)
            while True:
                hits, seen = self._hits(words, admitted, wanted)
                if len(hits) >= limit or seen < wanted:
                    return hits[:limit]
                wanted *= 4
        fence = Query.term_set_query(self._index.schema, "document_id", list(admitted))
        fence = Query.const_score_query(fence, 0.0)
        fenced = Query.boolean_query([(Occur.Must, fence), (Occur.Must, words)])
        return self._hits(fenced, admitted, limit)[0]

    def _hits(self, words: Any, admitted: frozenset[str], limit: int) -> tuple[list[Hit], int]:
        """The hits of reports admitted that are as the index knows them, of so many looked at."""
        searcher, reports, hits = self._index.searcher(), self._known.reports, []
        best = searcher.search(words, limit, count=False).hits
        for score, address in best:
            found = searcher.doc(address)
            key, edition, owner = (found[name][0] for name in ("passage_id", "edition", "owner"))
            if score > 0 and key in self._known.texts:
                if not admitted.isdisjoint(found["document_id"]):
                    hits.append(Hit(key, score))
            elif owner in admitted and score > 0 and reports[owner][0] == edition:
                hits.append(Hit(key, score, owner))
        return hits, len(best)

    def _asked(self, text: str) -> Any:
        """The query of a text: a question asks the same in several scopes."""
        held, words = self._last
        if held != (text, self._index):
            words = documents.query(self._index.schema, text)
            self._last = ((text, self._index), words)
        return words

    def apart(self) -> PartIndex:
        return PartIndex()

    def _new_index(self) -> Any:
        return documents.made(self._path / "index")

    def _within(self, scope: Scope) -> frozenset[str]:
        """The reports within a scope, remembered until others are indexed."""
        if scope not in self._admitted:
            if len(self._admitted) >= _SCOPES:
                self._admitted.clear()
            keys, roster = self._known.listed
            within = roster.within(scope).tolist()
            self._admitted[scope] = frozenset(keys[place] for place in within)
        return self._admitted[scope]

    def _catch_up(self, store: PassageStore) -> int:
        """Index what differs from the store; whoever calls holds the lock file."""
        try:
            with told_if_full(self._path):
                self._look_again()
                return self._index_changes(store)
        except (ValueError, OSError):
            _LOG.warning("Ordindexet är skadat eller av äldre slag och byggs om.")
            self._throw_away()
            with told_if_full(self._path):
                return self._index_changes(store)

    def behind(self, store: PassageStore) -> int:
        """How many reports and shared texts are not indexed as the store has them.

        Changes nothing; ``ValueError`` or ``OSError`` where the index is damaged.
        """
        known, pending = self._read_known()
        if known.reports and not tantivy.Index.exists(str(self._path / "index")):
            raise ValueError("the index is gone")
        return len(_wanted(store).unlike(known) | pending)

    def _index_changes(self, store: PassageStore) -> int:
        places = store.places()
        wanted = _wanted(store)
        known, pending = self._read_known()
        changed = wanted.unlike(known)
        if not changed and not pending and self._index is not None:
            self._index.searcher()
            return 0
        self._check_room()
        if self._index is None:
            self._index = self._new_index()
        stale = changed | pending
        self._write_known(known.without(changed), stale)
        writer = self._index.writer(_HEAP, 1)
        try:
            for key in stale:
                writer.delete_documents_by_term("owner", key)
            for document_id in sorted(stale & set(wanted.reports)):
                documents.add(writer, store.passages(document_id), wanted.reports[document_id][0])
            documents.add_texts(
                writer, store, {key: places[key] for key in sorted(stale & set(places))}
            )
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._write_known(wanted, set())
        self._look_again()
        return len(changed & {*wanted.reports, *known.reports})

    def _check_room(self) -> None:
        """Nothing is begun that may stop for want of room; what is there is searched meanwhile."""
        check_room(self._path, reserve=LEAST)

    def _look_again(self) -> None:
        """Open the index, or see what another process has written to it."""
        file = self._path / "editions.json"
        try:
            status = file.stat()
        except FileNotFoundError:
            self._forget()
            return
        stamp = (status.st_ino, status.st_mtime_ns)
        if stamp == self._stamp and self._index is not None:
            return
        folder = self._path / "index"
        if self._index is None:
            if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
                raise ValueError("the index is gone")
            self._index = tantivy.Index.open(str(folder))
            self._index.config_reader("manual")
        self._index.reload()
        self._known, _ = self._read_known()
        self._admitted = {}
        self._stamp = stamp

    def _throw_away(self) -> None:
        (self._path / "editions.json").unlink(missing_ok=True)
        shutil.rmtree(self._path / "index", ignore_errors=True)
        self._forget()

    def _forget(self) -> None:
        self._known, self._index, self._stamp = _Known(), None, None
        self._admitted = {}

    def _read_known(self) -> tuple[_Known, set[str]]:
        """Indexed editions, and reports that an interrupted run may have left in the index."""
        try:
            read = json.loads((self._path / "editions.json").read_text(encoding="utf-8"))
            known = _KNOWN.validate_python(read["known"])
            pending = set(map(str, read["pending"]))
        except FileNotFoundError:
            return _Known(), set()
        except (KeyError, TypeError) as error:
            raise ValueError("unreadable list of editions") from error
        if read.get("format") != _format():
            raise ValueError("tokens of another kind")
        return known, pending

    def _write_known(self, known: _Known, pending: set[str]) -> None:
        value = {
            "format": _format(),
            "known": _KNOWN.dump_python(known, mode="json"),
            "pending": sorted(pending),
        }
        write_whole(
            self._path / "editions.json", json.dumps(value, ensure_ascii=False).encode("utf-8")
        )


class PartIndex(TantivyIndex):
    """The same in this process's memory, without a file: of a part of the library only."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._known, self._pending = _Known(), set[str]()
        self._admitted: dict[Scope, frozenset[str]] = {}
        self._stamp: object = None
        self._store: PassageStore | None = None
        self._index: Any = None
        self._last: tuple[object, Any] = (None, None)

    def sync(self, store: PassageStore) -> int:
        with self._lock:
            self._store = store
            return self._index_changes(store)

    def _check_room(self) -> None:
        """Needs none."""

    def rebuild(self, store: PassageStore) -> int:
        with self._lock:
            self._throw_away()
            return self.sync(store)

    def _new_index(self) -> Any:
        index = tantivy.Index(documents.schema())
        index.config_reader("manual")
        return index

    def _look_again(self) -> None:
        if self._index is not None and self._stamp is not self._known:
            self._index.reload()
            self._admitted, self._stamp = {}, self._known

    def _throw_away(self) -> None:
        self._known, self._pending, self._index, self._admitted = _Known(), set(), None, {}

    def _read_known(self) -> tuple[_Known, set[str]]:
        return self._known, self._pending

    def _write_known(self, known: _Known, pending: set[str]) -> None:
        self._known, self._pending = known, pending


def _format() -> str:
    return f"{_FORMAT}{'' if knows_parts() else '-without-parts'}"


def _wanted(store: PassageStore) -> _Known:
    """What the index is to hold."""
    return _Known(
        {r.document_id: (r.edition, r.identity) for r in store.reports()},
        {text: _told(held) for text, held in store.places().items()},
    )


def _told(places: Sequence[Place]) -> str:
    """A word that is the same for the same reports."""
    held = sorted({place.identity.document_id for place in places})
    return hashlib.sha256("|".join(held).encode()).hexdigest()[:16]
