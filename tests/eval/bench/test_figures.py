"""The bench's arithmetic: recall at equal characters, the share that is read, the ratios."""

from __future__ import annotations

from eval.bench.figures import Measured, embedded, recall, shown, table
from eval.bench.running import Ran
from eval.questions import Case, Evidence
from ingest.model import Scope


def case(*quotes: str) -> Case:
    evidence = tuple(Evidence("a", quote) for quote in quotes)
    return Case("1", "Vad hände?", "faktum", Scope(), (), evidence, None)


def test_so_many_characters_are_shown_and_no_more() -> None:
    hits = [("a", "12345"), ("b", "67890"), ("c", "x")]
    assert shown(hits, 7) == [("a", "12345"), ("b", "67")]
    assert shown(hits, 0) == []


def test_long_pieces_do_not_win() -> None:
    quote = "humlor surrar i klövern"
    near = [("a", "fyllnad " * 10), ("a", quote)]
    assert recall([case(quote)], [near], 200) == 1.0
    assert recall([case(quote)], [near], 90) == 0.0
    assert recall([case(quote)], [[("b", quote)]], 200) == 0.0


def test_recall_is_the_mean_of_the_questions_with_evidence() -> None:
    cases = [case("humlor surrar", "getter bräker"), case(), case("får")]
    answers = [[("a", "Humlor surrar.")], [], [("a", "får")]]
    assert recall(cases, answers, 100) == 0.75
    assert recall([case()], [[]], 100) is None


def test_what_is_cut_at_the_window_is_not_embedded() -> None:
    assert embedded(["x" * 100, "y" * 300], lambda text: 100) == 0.5
    assert embedded(["kort"], lambda text: 512) == 1.0


def test_ratios_compare_rounds_that_ran_side_by_side() -> None:
    ours, theirs = Measured("planassistent"), Measured("annan")
    for mine, other in ((2.0, 4.0), (8.0, 16.0), (1.0, 9.0)):
        ours.take_in(Ran({"seconds": mine, "texts": ["a", "b"]}, 700.0, 3.0))
        theirs.take_in(Ran({"seconds": other, "texts": ["a"]}, 900.0, 6.0))
    missing = Measured("saknas")
    text = table(2, [ours, theirs, missing], "planassistent")
    assert "| planassistent | 1,00 | 1,00 | 3,0 | 1,00 | 2 | 1,0 | 700 | 100 % |" in text
    assert "| annan | 4,50 | 2,00 | 6,0 | 2,00 | 1 | 0,1 | 900 | 100 % |" in text
    assert "saknas" not in text and "Frågor" not in text


def test_questions_are_told_of_where_they_were_asked() -> None:
    ours = Measured("planassistent", recall=0.5, shown=3990.0)
    ours.take_in(Ran({"seconds": 1.0, "texts": ["a"]}, 1.0))
    answers = [{"ms": float(n), "hits": []} for n in range(101)]
    ours.take_answers({"first_s": 2.5, "rest_mb": 512.4, "answers": answers})
    assert "| planassistent | 2,5 | 50,0 | 95,0 | 99,0 | 512 | 0,50 | 3990 |" in table(
        1, [ours], ours.name
    )


def test_the_first_question_only_loads_what_is_loaded_late() -> None:
    one = Measured("ett")
    one.take_answers({"first_s": 4.0, "rest_mb": 800.0, "answers": [{"ms": 900.0}, {"ms": 20.0}]})
    assert one.times == [20.0] and one.first == [4.0] and one.rest == [800.0]
