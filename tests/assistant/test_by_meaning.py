"""What is found where the question's words are not there: columns, rows, goals, activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from assistant.activities import activity_claims
from assistant.answer import Assistant
from assistant.closely import read_closely, together
from assistant.columns import columns_asked, of_a_row
from assistant.computed import differences, refuted
from assistant.enough import told_as_nearest
from assistant.evidence import section_of
from assistant.goals import about_goals, goal_claims
from assistant.meaning import Meaning, core_of
from assistant.model import Asks, Claim, Found, Interpretation, Question
from assistant.reports import names_one, reports_meant
from assistant.strangers import strangers
from assistant.verify import verify
from assistant.writers.extractive import figure_claim
from ingest.index.memory import WordEmbedder
from ingest.library import Library
from ingest.model import Activity, Chain, Columns, ReportType, Scope, Sentence
from tests.assistant import shelf


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(shelf.library(), clock=lambda: shelf.TODAY)


COLUMNS = [
    ("Vad trodde enheten att svinnet skulle sluta på för helåret?", ("forecast",)),
    ("Vilken siffra har fullmäktige satt för svinnet?", ("city_target",)),
    ("Vad siktar enheten på för frånvaron?", ("target",)),
    ("Vad var frånvaron ett år tidigare?", ("previous",)),
    ("Skiljer sig män och kvinnor åt i frånvaro?", ("outcome_men", "outcome_women")),
    ("Nådde enheten sitt eget mål för frånvaron?", ("outcome", "target")),
    ("Är det fler eller färre än året före?", ("outcome", "previous")),
    ("Vad blev frånvaron?", ("outcome",)),
]


@pytest.mark.parametrize(("text", "columns"), COLUMNS)
def test_columns_are_read_from_turns_of_phrase(text: str, columns: tuple[str, ...]) -> None:
    meant = Interpretation(text)
    assert columns_asked(meant) == columns
    assert of_a_row(meant) is (columns != ("outcome",))


def test_every_asked_column_stands_first_with_its_label(assistant: Assistant) -> None:
    row = next(r for r in assistant.figures.named("Sjukfrånvaro", Scope(years=(2021,))))
    text = figure_claim(row, ("outcome_men", "outcome_women")).text
    assert "män/pojkar: 5,1 %, kvinnor/flickor: 8,9 % (utfall: 8,2 %" in text
    empty = assistant.figures.named("Sjukfrånvaro", Scope(units=(shelf.HOME,)))[0]
    assert "prognos helår saknas i tabellen" in figure_claim(empty, ("forecast",)).text


def test_a_difference_is_computed_and_said_to_be(assistant: Assistant) -> None:
    rows = [
        assistant.figures.named("Sjukfrånvaro", Scope(units=(unit,), years=(2022,)))[0]
        for unit in (shelf.DAILY, shelf.HOME)
    ]
    claims = differences(Interpretation("Jämför frånvaron", comparison=True), rows)
    assert claims[0].kind == "computed"
    assert claims[0].text.startswith("Skillnad, uträknad: 3,1 procentenheter (")
    assert verify(claims, shelf.library()).statements[0].citations == (1, 2)


def test_a_wrong_difference_is_dropped(assistant: Assistant) -> None:
    row = assistant.figures.named("Sjukfrånvaro", Scope(units=(shelf.HOME,)))[0]
    wrong = replace(figure_claim(row, ("outcome",)), text="Skillnad: 7,7 %", kind="computed")
    assert verify([wrong], shelf.library()).statements == ()
    plain = Claim("Skillnad: 1,4 procentenheter", wrong.sources)
    assert verify([plain], shelf.library()).statements == ()
    assert verify([replace(plain, kind="computed")], shelf.library()).statements


PREMISES = [
    ("Varför sjönk sjukfrånvaron?", True),
    ("Varför steg sjukfrånvaron?", False),
    ("Varför är sjukfrånvaron som den är?", False),
]


@pytest.mark.parametrize(("text", "wrong"), PREMISES)
def test_a_premise_that_the_row_refutes_is_told(
    assistant: Assistant, text: str, wrong: bool
) -> None:
    row = assistant.figures.named("Sjukfrånvaro", Scope(units=(shelf.DAILY,), years=(2022,)))[0]
    told = refuted(Interpretation(text, asks=Asks.REASON), [row])
    assert (told is not None) is wrong
    if told:
        assert "ökade" in told and "9,3 %" in told and "6,8 %" in told


STRANGERS = [
    ("Hur gick det för Granbackens hemtjänst?", ["Granbackens hemtjänst"]),
    ("Vad skrev sälholmens dagliga verksamhet?", ["sälholmens dagliga verksamhet"]),
    ("Sammanfatta Gråviks stadsdelsnämnd", ["Gråviks stadsdelsnämnd"]),
    ("Hur gick det för Tallåsa-Lundby stadsdelsnämnd 2022?", ["Tallåsa-Lundby stadsdelsnämnd"]),
    ("Vilken stadsdelsnämnd har flest barn?", []),
    ("Vad säger Ekbacken-Norrvikens stadsdelsnämnd?", []),
    ("Vad skrev Norrvikens hemtjänst?", []),
    ("Vad skrev Norvikens hemtjänst?", []),
    ("Vad skrev nämndens hemtjänst?", []),
    ("Vad gör Kvarnens dagliga verksamhet?", []),
]


@pytest.mark.parametrize(("text", "expected"), STRANGERS)
def test_names_without_a_report_are_told(text: str, expected: list[str]) -> None:
    identities = [r.identity for r in shelf.library().reports()]
    assert strangers(text, identities, (), lambda word: word == "kvarnen") == expected


def test_a_verb_that_ends_like_a_genitive_names_no_unit() -> None:
    identities = [r.identity for r in shelf.library().reports()]
    told = strangers("Hur påverkades hemtjänsten av flytten?", identities, (), lambda word: False)
    assert told == []


def test_a_unit_without_a_report_is_not_found(assistant: Assistant) -> None:
    answer = assistant.ask(Question("Hur gick det för Granbackens hemtjänst 2022?"))
    assert answer.status == "not_found"
    assert "Granbackens hemtjänst" in answer.text
    known = assistant.ask(Question("Vad gör Kvarnens dagliga verksamhet?"))
    assert "inte i biblioteket" not in known.text


def test_the_reports_that_meet_most_are_meant() -> None:
    library = shelf.library()
    wished = Scope(units=(shelf.DAILY,), years=(2022,), report_types=(ReportType.VB,))
    found = reports_meant(Interpretation("", wished=wished), library)
    assert [r.identity.title for r in found] == ["Verksamhetsberättelse 2022"]
    year_after = reports_meant(Interpretation("", wished=replace(wished, years=(2021,))), library)
    assert year_after[0].identity.year == 2022
    board = Interpretation("", wished=Scope(boards=(shelf.BOARD,)))
    assert {r.identity.unit for r in reports_meant(board, library)} == {None}
    assert not names_one(Interpretation(""))


def test_the_board_tells_of_a_unit_that_has_no_such_report() -> None:
    library = shelf.library()
    wished = Scope((shelf.BOARD,), (shelf.DAILY,), (2021,), (ReportType.T1,))
    told = reports_meant(Interpretation("", wished=wished), library)
    assert [(r.identity.unit, r.identity.title) for r in told] == [(None, "Tertialrapport 1 2021")]
    own = replace(wished, years=(2022,), report_types=(ReportType.VB,))
    assert {r.identity.unit for r in reports_meant(Interpretation("", wished=own), library)} == {
        shelf.DAILY
    }


def test_meaning_orders_by_words_and_vectors_and_remembers() -> None:
    calls: list[list[str]] = []

    class Counting(WordEmbedder):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            calls.append(texts)
            return super().embed_documents(texts)

    meaning = Meaning(Counting(buckets=512))
    names = ["Andel ekologisk mat", "Sjukfrånvaro", "Antal besök i parken"]
    assert meaning.nearest("besök i parken", names)[0].index == 2
    assert meaning.nearest("sjukfrånvaron", names)[0].said == 1.0
    beside = ["", "Färre är borta från jobbet", ""]
    assert meaning.nearest("borta från jobbet", names, beside)[0].index == 1
    assert calls == [names]
    assert meaning.nearest("", names) == []


def test_the_core_of_a_question_leaves_out_where_and_when() -> None:
    wished = Scope(units=(shelf.DAILY,), years=(2022,))
    text = "Vilken siffra har stadens fullmäktige satt för matsvinnet, Ekbackens dv, T1 2022?"
    assert core_of(Interpretation(text, wished=wished)) == "matsvinnet"


def test_the_report_meant_is_read_closely(assistant: Assistant) -> None:
    meant = assistant.interpret(Question("Hissen på Ekbackens dagliga verksamhet 2022?"))
    near = read_closely(meant, [], shelf.library())
    assert "hissen" in near[0].passage.text
    assert {n.passage.document_id for n in near} == {near[0].passage.document_id}
    assert read_closely(Interpretation("hissen"), [], shelf.library()) == []


def test_other_reports_stand_behind_the_one_meant(assistant: Assistant) -> None:
    found = assistant.retrieve(Question("inledning"), 6)
    mine = found[-1].passage.document_id
    joined = together(found, [replace(found[-1], score=1.0)], frozenset({mine}))
    assert joined[0].passage.document_id == mine
    assert len(joined) == len(found)
    assert together(found, [], frozenset()) == found


def test_the_best_is_the_first_of_all() -> None:
    meaning = Meaning(WordEmbedder(buckets=64))
    words = "besök park vagn matsvinn kök frånvaro sjuk möte trygg ute bord lek skog".split()  # noqa: SIM905
    chance = Random(4)
    for _ in range(200):
        names = [" ".join(chance.sample(words, 3)) for _ in range(chance.randint(1, 12))]
        beside = [" ".join(chance.sample(words, 4)) for _ in names] * chance.randint(0, 1)
        asked = " ".join(chance.sample(words, 2))
        told = beside.__getitem__ if beside else None
        assert meaning.best(asked, names, told) == meaning.nearest(asked, names, beside)[0]
    assert meaning.best("", ["park"]) is None and meaning.best("park", []) is None


def test_what_is_nearest_is_told_as_just_that(assistant: Assistant) -> None:
    answer = assistant.ask(Question("Hur många bor på Stöd- och boendeenheten?"))
    assert answer.status in ("partial", "answered")
    assert answer.citations
    told = any("närmaste" in warning for warning in answer.warnings)
    assert told is (answer.status == "partial")


def _with_activities(activities: Sequence[Activity]) -> tuple[Library, str]:
    library = shelf.library_of(*[d for d in shelf._drafts() if d.identity.unit == shelf.DAILY])
    stored = next(r for r in library.reports() if r.identity.report_type is ReportType.VB)
    key = (stored.document_id, stored.edition)
    archive = library.archive
    assert isinstance(archive, shelf.ShelfArchive)
    archive.reports[key] = replace(archive.reports[key], activities=tuple(activities))
    return library, stored.document_id


def test_dates_and_delays_come_from_activities() -> None:
    chain = Chain(namndmal=shelf.GOAL, enhetsmal=shelf.UNIT_GOAL)
    library, document = _with_activities([
        Activity("Köket ska byta spisar", 3, "Köket", "2022-01-01", "2022-06-30", chain=chain),
        Activity("Alla ska gå kurs i teckenspråk", 3, "Alla", "2022-02-01", "2022-12-31",
                 "Avvikelse", chain=chain,
                 analysis=(Sentence("Kursen blev full.", 3), Sentence("Hälften gick den!", 3))),
    ])  # fmt: skip
    meaning = Meaning(library.embedder)

    def told(text: str) -> list[Claim]:
        meant = Interpretation(text, wished=Scope(units=(shelf.DAILY,), years=(2022,)))
        return activity_claims(meant, [], library, meaning)

    first = told("Hur länge pågår bytet av spisar i köket?")[0]
    assert "2022-01-01 – 2022-06-30" in first.text
    assert first.sources[0].document_id == document
    assert first.sources[0].section == (
        f"Nämndmål: {shelf.GOAL}", f"Enhetsmål: {shelf.UNIT_GOAL}", "Aktivitet"
    )  # fmt: skip
    assert [c.text for c in told("Varför blev det förseningar?")] == []
    late = told("Varför blev det förseningar med kursen i teckenspråk?")[0].text
    assert late.endswith("2022-12-31), avvikelse. Kursen blev full. Hälften gick den!")
    assert told("Vad kostade spisarna?") == []
    unit = Scope(units=("Stöd- och aktivitetsenheten",))
    named = Interpretation("Måste man ha beslut, stöd och aktivitet?", wished=unit)
    assert activity_claims(named, [], library, meaning) == []
    assert goal_claims(replace(named, asks=Asks.GOALS), [], library, meaning) == ([], ())


def test_a_goal_is_found_by_its_level_where_no_word_is_shared() -> None:
    library = shelf.library()
    meant = Interpretation(
        "Uppfyllde enheten sitt mål kring trivsel?",
        wished=Scope(units=(shelf.DAILY,), years=(2022,), report_types=(ReportType.VB,)),
    )
    assert about_goals(meant)
    claim = goal_claims(meant, [], library, Meaning(library.embedder))[0][0]
    assert shelf.UNIT_GOAL in claim.text
    path = (f"Nämndmål: {shelf.GOAL}", f"Enhetsmål: {shelf.UNIT_GOAL}")
    assert claim.sources[0].section == path
    assert not about_goals(Interpretation("Hur många limpor såldes?"))


class Recording(WordEmbedder):
    """Tells which questions it was given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[list[str]] = []

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        self.given.append(texts)
        return super().embed_queries(texts)

    def embed_query(self, text: str) -> list[float]:
        self.given.append([text])
        return super().embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return WordEmbedder().embed_documents(texts)


@pytest.mark.parametrize(
    ("text", "with_it"),
    [
        ("Uppfyllde Ekbackens dagliga verksamhet sitt mål om trivsel 2022?", "uppfyllde trivsel"),
        ("Hur länge pågår bytet av spisar på Ekbackens dagliga verksamhet?", "bytet spisar"),
        ("Vad var svinnet per portion på Ekbackens dagliga verksamhet 2022?", "svinnet portion"),
    ],
)
def test_all_that_a_question_is_compared_by_is_embedded_ahead(
    text: str, with_it: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = shelf.library()
    library.embedder = recording = Recording()
    assistant = Assistant(library, clock=lambda: shelf.TODAY)
    prefetch, ahead = assistant._retriever._prefetch, list[str]()
    learn = prefetch.learn
    monkeypatch.setattr(prefetch, "learn", lambda texts: (ahead.extend(texts), learn(texts)))
    assistant.ask(Question(text))
    prefetch._threads.shutdown(wait=True)
    assert recording.given[0] == [text], "begun with as soon as it is heard"
    assert with_it in ahead
    assert {one for given in recording.given for one in given} <= {text, *ahead}


def test_a_section_is_the_labelled_path(assistant: Assistant) -> None:
    found: Found = assistant.retrieve(Question("matsvinnet i köket"), 1)[0]
    assert section_of(found.passage)[0] == f"Nämndmål: {shelf.GOAL}"
    row = assistant.figures.named("Sjukfrånvaro", Scope(units=(shelf.DAILY,), years=(2022,)))[0]
    assert figure_claim(row, ("outcome",)).sources[0].section == (
        f"Nämndmål: {shelf.GOAL}", "Indikator Sjukfrånvaro"
    )  # fmt: skip


def test_columns_of_nothing_are_nothing() -> None:
    assert Columns().outcome is None
    assert differences(Interpretation("jämför", comparison=True), []) == []
    assert refuted(Interpretation("varför sjönk det", asks=Asks.REASON), []) is None


def test_words_that_nothing_says_are_named_before_the_answer(assistant: Assistant) -> None:
    text = "Hur många ubåtar och helikoptrar räknade Ekbackens dagliga verksamhet i matsvinnet?"
    answer = assistant.ask(Question(text))
    assert answer.status in ("partial", "not_found")
    if answer.status == "partial":
        assert "nämner inte" in answer.text and "«ubåtar»" in answer.text
        assert answer.warnings[0] in answer.text


@pytest.mark.parametrize(
    ("unsaid", "guessed", "told"),
    [
        ((), False, ""),
        (("ubåtar",), False, ""),
        (("ubåtar", "ryska"), False, "nämner inte «ubåtar», «ryska»"),
        ((), True, "närmaste"),
    ],
)
def test_an_answer_beside_the_question_says_so(
    unsaid: tuple[str, ...], guessed: bool, told: str
) -> None:
    text = told_as_nearest(unsaid, guessed)
    assert told in text and bool(text) == bool(told)
