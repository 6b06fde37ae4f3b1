"""What every ``Reranker`` promises, on the fake and on a cross-encoder; and other embedders.

No model can be fetched here: tiny ones with random weights are made, saved as folders and loaded
as an administrator's own model would be. They know nothing, so that only the promises are tested.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from ingest.errors import ModelUnavailableError
from ingest.index.embedding import SentenceTransformerEmbedder
from ingest.index.memory import WordReranker
from ingest.index.ports import Reranker
from ingest.index.reranking import CrossEncoderReranker

WORDS = re.findall(
    r"\w+", "hur gick det med matsvinnet enheten vägde maten och sjukfrånvaron ökade under våren"
)
TEXTS = ["Enheten vägde maten.", "Sjukfrånvaron ökade under våren.", "", "okända ord " * 400]


def tiny_tokenizer() -> object:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    vocabulary = {w: n for n, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=64,
    )  # fmt: skip


def tiny_model(folder: Path, classify: bool) -> Path:
    """Two layers, sixteen wide, random; as a cross-encoder (one label) or an encoder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel

    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS) + 4, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, num_labels=1,
    )  # fmt: skip
    model = BertForSequenceClassification(config) if classify else BertModel(config)
    model.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)  # type: ignore[attr-defined]
    return folder


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoderReranker:
    return CrossEncoderReranker(tiny_model(tmp_path_factory.mktemp("omsortering"), classify=True))


@pytest.fixture(params=["words", "cross-encoder"])
def reranker(request: pytest.FixtureRequest) -> Reranker:
    if request.param == "words":
        return WordReranker()
    found: Reranker = request.getfixturevalue("crossing")
    return found


def test_a_score_for_each_text_in_their_order(reranker: Reranker) -> None:
    question = "Hur gick det med matsvinnet?"
    scores = reranker.scores(question, TEXTS)
    assert len(scores) == len(TEXTS)
    assert all(type(score) is float and math.isfinite(score) for score in scores)
    alone = [reranker.scores(question, [text])[0] for text in TEXTS]
    assert scores == pytest.approx(alone, abs=1e-4)


def test_nothing_to_score(reranker: Reranker) -> None:
    assert reranker.scores("Hur gick det?", []) == []


def test_same_question_same_scores(reranker: Reranker) -> None:
    first = reranker.scores("maten", TEXTS)
    assert reranker.scores("maten", TEXTS) == pytest.approx(first)
    assert reranker.scores("våren", TEXTS) != pytest.approx(first, abs=1e-9)


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="PLANASSISTENT_RERANKER"):
        CrossEncoderReranker(tmp_path)


def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(ModelUnavailableError, match="går inte att ladda"):
        CrossEncoderReranker(tmp_path).scores("maten", ["maten"])


def test_another_embedder_is_a_folder_away(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "egen-modell", classify=False)
    embedder = SentenceTransformerEmbedder(str(folder))
    vectors = embedder.embed_documents(["maten vägde", "våren"])
    assert embedder.name == "egen-modell"
    assert [len(v) for v in (*vectors, embedder.embed_query("maten"))] == [16, 16, 16]
    assert all(math.hypot(*v) == pytest.approx(1.0, abs=1e-4) for v in vectors)
