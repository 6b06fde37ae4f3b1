"""The path of a report, with engines in memory and a reader that makes reports up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.archive import Archive
from ingest.errors import BadFileError, UnknownIdentityError
from ingest.identity import Overrides
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.index.ports import PassageStore
from ingest.library import Library
from ingest.model import (
    Chain,
    Identity,
    Page,
    Passage,
    Report,
    ReportType,
    Scope,
    Section,
    Sentence,
    StoredReport,
)
from ingest.pipeline import Pipeline
from ingest.reading.files import Limits
from tests.ingest.index.build import CountingEmbedder

IDENTITY = Identity("Norrskogen", "Ekens verksamhet", 2022, ReportType.VB)


def read(path: Path, name: str, overrides: Overrides) -> Report:
    """A report of one sentence a line; the file's words decide what goes wrong."""
    text = path.read_text()
    if text.startswith("dålig"):
        raise BadFileError(name, "Filen är dålig.", "Gör om den.")
    if text.startswith("okänd") and overrides.year is None:
        raise UnknownIdentityError(name, ("year",), "Året framgår inte.", "Ange --ar.")
    identity = replace(IDENTITY, year=overrides.year or int(text[:4]))
    sentences = tuple((Sentence(line, 1),) for line in text.splitlines()[1:])
    sections = (Section(Chain(), ("Inledning",), sentences, 1),) if sentences else ()
    return Report(identity, (Page(1, text),), (), sections, warnings=("Läs noga.",))


class FailingStore(MemoryStore):
    """Breaks once, at the step that it is told."""

    breaks_at = ""

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        super().stage(passages[:1], vectors[:1])
        self._break("stage")
        super().stage(passages, vectors)

    def commit(self, report: StoredReport) -> None:
        self._break("commit")
        super().commit(report)

    def _break(self, step: str) -> None:
        if self.breaks_at == step:
            self.breaks_at = ""
            raise OSError(step)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    archive = Archive(tmp_path / "editions")
    return Library(FailingStore(), MemoryLexical(), CountingEmbedder(), archive)


@pytest.fixture
def pipeline(library: Library) -> Pipeline:
    return Pipeline(library, read=read)


def file(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_new_report_is_searchable_and_kept(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    told: list[tuple[str, float]] = []
    path = file(tmp_path, "a.txt", "2022\nHumlor surrar.\n")
    outcome = pipeline.ingest(path, progress=lambda stage, done: told.append((stage, done)))
    assert (outcome.status, outcome.identity, outcome.warnings) == ("new", IDENTITY, ("Läs noga.",))
    assert outcome.pages == 1 and outcome.passages == library.store.count() > 0
    assert library.lexical.search("humlor", Scope(), 5)
    assert library.original(IDENTITY.document_id) is not None
    assert library.contents(IDENTITY.document_id) is not None
    assert [stage for stage, _ in told] == sorted(
        (stage for stage, _ in told), key=["reading", "embedding", "storing"].index
    )
    assert told[0] == ("reading", 0.0) and told[-1] == ("storing", 1.0)


def test_the_same_file_is_skipped_and_not_even_read(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    path = file(tmp_path, "a.txt", "2022\nHumlor surrar.\n")
    pipeline.ingest(path)

    def unread(*_: object) -> Report:
        raise AssertionError("read again")

    again = Pipeline(library, read=unread).ingest(path, name="annat namn.txt")
    assert again.status == "unchanged" and again.identity == IDENTITY
    assert again.file == "annat namn.txt"


def test_a_skipped_file_must_be_on_the_shelf(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    path = file(tmp_path, "a.txt", "2022\nHumlor surrar.\n")
    pipeline.ingest(path)
    library.archive.keep_only([])
    assert pipeline.ingest(path).ok
    assert library.original(IDENTITY.document_id) is not None


def test_a_new_edition_replaces_the_old_and_leaves_nothing_of_it(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    pipeline.ingest(file(tmp_path, "a.txt", "2022\nHumlor surrar.\n"))
    outcome = pipeline.ingest(file(tmp_path, "a.txt", "2022\nGetter bräker.\n"))
    assert outcome.status == "replaced"
    assert len(library.reports()) == 1
    assert not library.lexical.search("humlor", Scope(), 5)
    assert library.lexical.search("getter", Scope(), 5)
    assert len(list((tmp_path / "editions").glob("*/*/report.json"))) == 1


def test_overrides_against_the_stored_identity_are_read_again(
    tmp_path: Path, pipeline: Pipeline
) -> None:
    path = file(tmp_path, "a.txt", "2022\nHumlor surrar.\n")
    pipeline.ingest(path)
    assert pipeline.ingest(path, Overrides(year=2022)).status == "unchanged"
    moved = pipeline.ingest(path, Overrides(year=2021))
    assert moved.status == "new" and moved.identity and moved.identity.year == 2021
    assert any("redan inläst som Verksamhetsberättelse 2022" in w for w in moved.warnings)


def test_bad_files_are_values_and_store_nothing(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    bad = pipeline.ingest(file(tmp_path, "b.txt", "dålig"))
    assert (bad.status, bad.reason) == ("failed", "Filen är dålig. Gör om den.")
    assert pipeline.ingest(file(tmp_path, "o.txt", "okänd\nText.")).fields == ("year",)
    assert "ingen löptext" in pipeline.ingest(file(tmp_path, "t.txt", "2022\n")).reason
    assert "finns inte" in pipeline.ingest(tmp_path / "saknas.txt").reason
    small = Pipeline(library, Limits(file_bytes=3), read=read)
    assert "gränsen" in small.ingest(tmp_path / "o.txt").reason
    assert library.reports() == () and library.store.count() == 0
    assert not (tmp_path / "editions").exists()


def test_one_bad_file_never_stops_the_others(tmp_path: Path, pipeline: Pipeline) -> None:
    paths = [
        file(tmp_path, "1.txt", "2020\nHumlor."),
        file(tmp_path, "2.txt", "dålig"),
        file(tmp_path, "3.txt", "2021\nHumlor."),
        file(tmp_path, "4.txt", "2020\nHumlor."),
        file(tmp_path, "5.txt", "2021\nGetter."),
    ]
    outcomes = list(pipeline.ingest_all(paths))
    assert [outcome.file for outcome in outcomes] == [path.name for path in paths]
    assert [o.status for o in outcomes] == ["new", "failed", "new", "unchanged", "replaced"]
    assert "«3.txt»" in outcomes[4].warnings[-1] and "«5.txt»" in outcomes[4].warnings[-1]


def test_nothing_to_take_in(pipeline: Pipeline) -> None:
    assert list(pipeline.ingest_all([])) == []


def test_the_next_files_are_read_while_one_is_stored(tmp_path: Path, library: Library) -> None:
    order: list[str] = []

    def noted(path: Path, name: str, overrides: Overrides) -> Report:
        order.append(name)
        return read(path, name, overrides)

    paths = [file(tmp_path, f"{n}.txt", f"202{n}\nHumlor {n}.") for n in range(5)]
    run = Pipeline(library, read=noted).ingest_all(paths)
    next(run)
    assert "0.txt" in order and "4.txt" not in order
    assert len(list(run)) == 4 and sorted(order) == [path.name for path in paths]


def test_the_words_are_indexed_when_the_run_has_ended(tmp_path: Path, library: Library) -> None:
    pipeline = Pipeline(library, read=read)
    paths = [file(tmp_path, f"{n}.txt", f"202{n}\nHumlor {n}.") for n in range(3)]
    assert len(list(pipeline.ingest_all(paths))) == 3
    assert len({hit.document_id for hit in library.lexical.search("humlor", Scope(), 9)}) == 3
    broken = pipeline.ingest_all([file(tmp_path, "a.txt", "2029\nGetter."), *paths])
    next(broken)
    broken.close()
    assert pipeline.ingest(file(tmp_path, "b.txt", "2028\nFår.")).ok
    assert len(library.lexical.search("getter", Scope(), 9)) == 1


class FailingLexical(MemoryLexical):
    """Breaks as many times as it is told."""

    breaks = 0

    def sync(self, store: PassageStore) -> int:
        if self.breaks:
            self.breaks -= 1
            raise RuntimeError("the words are broken")
        return super().sync(store)


LATER = "Rapporten är inläst, men ordsökningen har inte hunnit med."


def found_by_word(library: Library, word: str) -> int:
    return len(library.lexical.search(word, Scope(), 9))


def test_a_report_is_in_force_though_its_words_wait_for_the_next(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    words = FailingLexical()
    library = Library(MemoryStore(), words, WordEmbedder(), Archive(tmp_path / "editions"))
    pipeline = Pipeline(library, read=read)
    path = file(tmp_path, "a.txt", "2020\nHumlor.")
    assert pipeline.ingest(path).warnings == ("Läs noga.",)
    words.breaks = 3
    outcome = pipeline.ingest(file(tmp_path, "b.txt", "2021\nGetter."))
    assert outcome.status == "new" and outcome.warnings[-1].startswith(LATER)
    assert "the words are broken" in caplog.text
    assert len(library.reports()) == 2 and not found_by_word(library, "getter")
    assert pipeline.ingest(file(tmp_path, "c.txt", "dålig")).reason == "Filen är dålig. Gör om den."
    assert pipeline.ingest(path).warnings[-1].startswith(LATER)
    assert pipeline.ingest(path).warnings == ("Läs noga.",)
    assert found_by_word(library, "getter") == 1


def test_a_run_whose_words_are_broken_takes_all_in_and_the_next_begins_with_them(
    tmp_path: Path,
) -> None:
    words = FailingLexical()
    library = Library(MemoryStore(), words, WordEmbedder(), Archive(tmp_path / "editions"))
    paths = [file(tmp_path, f"{n}.txt", f"202{n}\nHumlor {n}.") for n in range(3)]
    run = Pipeline(library, read=read).ingest_all(paths)
    first = next(run)
    words.breaks = 1
    outcomes = [first, *run]
    assert [len(o.warnings) for o in outcomes] == [1, 1, 2]
    assert outcomes[-1].ok and outcomes[-1].warnings[-1].startswith(LATER)
    assert not found_by_word(library, "humlor")
    assert Pipeline(library, read=read).ingest(paths[0]).status == "unchanged"
    assert found_by_word(library, "humlor") == 3


def test_equal_texts_are_embedded_once_a_run(tmp_path: Path, library: Library) -> None:
    def split(report: Report, edition: str) -> tuple[Passage, ...]:
        from ingest.passages import passages_of

        return tuple(replace(p, dense_text="lika") for p in passages_of(report, edition))

    pipeline = Pipeline(library, read=read, split=split)
    list(pipeline.ingest_all([file(tmp_path, f"{y}.txt", f"{y}\nHumlor.") for y in (2020, 2021)]))
    assert isinstance(library.embedder, CountingEmbedder)
    assert library.embedder.given == ["lika"]
    assert len(library.reports()) == 2


@pytest.mark.parametrize("step", ["stage", "commit"])
def test_a_broken_step_leaves_the_old_edition_and_the_next_run_mends(
    tmp_path: Path, library: Library, pipeline: Pipeline, step: str
) -> None:
    pipeline.ingest(file(tmp_path, "a.txt", "2022\nHumlor surrar.\n"))
    before = library.reports()
    newer = file(tmp_path, "a.txt", "2022\nGetter bräker.\n\nFår också.\n")
    assert isinstance(library.store, FailingStore)
    library.store.breaks_at = step
    with pytest.raises(OSError, match=step):
        pipeline.ingest(newer)
    assert library.reports() == before
    assert library.store.passages(IDENTITY.document_id)[0].text == "Humlor surrar."
    assert library.contents(IDENTITY.document_id) is not None
    assert pipeline.ingest(newer).status == "replaced"
    assert library.store.sweep() == 0
    assert len(list((tmp_path / "editions").glob("*/*/report.json"))) == 1


def test_identity_is_checked_before_its_turn_and_the_file_read_once(tmp_path: Path) -> None:
    reads: list[Path] = []

    def counted(path: Path, name: str, overrides: Overrides) -> Report:
        reads.append(path)
        return read(path, name, overrides)

    library = Library(MemoryStore(), MemoryLexical(), WordEmbedder(), Archive(tmp_path / "arkiv"))
    known, unknown, bad = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    known.write_text("2022\nVi odlade tomater.")
    unknown.write_text("okänd\nVi odlade gurka.")
    bad.write_text("dålig")
    with Pipeline(library, read=counted) as pipeline:
        pipeline.check_identity(known, Overrides())
        pipeline.check_identity(bad, Overrides())
        with pytest.raises(UnknownIdentityError):
            pipeline.check_identity(unknown, Overrides())
        assert pipeline.ingest(known).ok
        assert reads.count(known) == 1
        pipeline.check_identity(known, Overrides())
        assert pipeline.ingest(known, Overrides(year=2021)).identity == replace(IDENTITY, year=2021)


NUMBER = "850101-1236"
DATE = "8501011236"


def test_personal_numbers_are_masked_in_all_that_is_kept(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    path = file(tmp_path, f"vb_{NUMBER}.txt", f"2022\nKim ({NUMBER}) trivs på Eken.\n")
    outcome = pipeline.ingest(path)
    assert "ett personnummer" in outcome.warnings[-1] and "sidan 1" in outcome.warnings[-1]
    (stored,) = library.reports()
    assert stored.masked == 1 and stored.file_name == "vb_ÅÅMMDD-XXXX.txt"
    report = library.contents(IDENTITY.document_id)
    passages = library.store.passages(IDENTITY.document_id)
    assert isinstance(library.embedder, CountingEmbedder)
    kept = repr((stored, report, passages, library.embedder.given)) + "".join(
        found.read_text() for found in tmp_path.rglob("report.json")
    )
    assert NUMBER not in kept and DATE not in kept and "1236" not in kept
    assert "Kim (ÅÅMMDD-XXXX) trivs på Eken." in {p.sentences[0].text for p in passages}
    original = library.original(IDENTITY.document_id)
    assert original is not None and NUMBER in original.read_text()


def test_a_file_that_waits_for_a_person_is_masked_too(tmp_path: Path, pipeline: Pipeline) -> None:
    path = file(tmp_path, "a.txt", f"2022\nKim ({NUMBER}) trivs.\n")
    understood = pipeline.check_identity(path, Overrides())
    assert understood is not None and "personnummer" in understood.warnings[-1]
    assert pipeline.ingest(path, Overrides(internal=True)).internal


def test_masking_can_be_turned_off(tmp_path: Path, library: Library) -> None:
    path = file(tmp_path, "a.txt", f"2022\nKim ({NUMBER}) trivs.\n")
    Pipeline(library, Limits(masks=False), read=read).ingest(path)
    (stored,) = library.reports()
    assert stored.masked == 0 and stored.warnings == ("Läs noga.",)
    assert library.store.passages(IDENTITY.document_id)[0].text == f"Kim ({NUMBER}) trivs."


def test_a_report_comes_in_internal_and_the_same_file_again_can_be_made_so(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    path = file(tmp_path, "a.txt", "2022\nHumlor surrar.\n")
    assert not pipeline.ingest(path).internal
    again = pipeline.ingest(path, Overrides(internal=True))
    assert (again.status, again.internal) == ("unchanged", True)
    assert library.reports()[0].internal
    newer = pipeline.ingest(file(tmp_path, "b.txt", "2022\nHumlor sover.\n"))
    assert (newer.status, newer.internal) == ("replaced", True)


def test_the_same_file_as_an_internal_report_of_another_board_is_not_told_of(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    path = file(tmp_path, "a.txt", "2022\nHumlor surrar.\n")
    pipeline.ingest(path, Overrides(year=2021))
    assert "Samma fil" in pipeline.ingest(path, Overrides(year=2020)).warnings[-1]
    other = replace(IDENTITY, board="Annan")
    secret = StoredReport(other, library.reports()[0].edition, "a.txt", 1, 0, 0, internal=True)
    for stored in library.reports():
        library.delete(stored.document_id)
    library.store.commit(secret)
    assert pipeline.ingest(path, Overrides(year=2020)).warnings == ("Läs noga.",)
