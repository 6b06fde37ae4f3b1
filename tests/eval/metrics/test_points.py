"""When a point counts as present: cited, or said in other endings, with its figures."""

from __future__ import annotations

import pytest

from eval.metrics.points import cited, point_share, said
from eval.metrics.verbatim import Quoted
from eval.questions import Evidence

PROOF = Evidence("vb-2022-a", "Köket väger allt svinn varje fredag.")


@pytest.mark.parametrize(
    ("point", "answer", "there"),
    [
        ("köket väger svinnet", "Kökets personal väger allt svinn.", True),
        ("köket väger svinnet", "Biblioteket har öppet.", False),
        ("41 medarbetare", "Enheten har 41 medarbetare.", True),
        ("41 medarbetare", "Enheten har 410 medarbetare.", False),
        ("1 200 kronor", "Bidraget är 1200 kronor.", True),
        ("flytten sköts upp / hissen saknade besiktning", "Hissen saknade besiktning.", True),
        ("12 % (utfallet)", "Det blev 12 procent.", True),
    ],
)
def test_a_point_is_said_by_its_words_and_figures(point: str, answer: str, there: bool) -> None:
    assert said(point, answer) is there


def test_a_point_is_cited_by_most_words_of_its_quote_in_its_own_report() -> None:
    half = [Quoted("vb-2022-a", 3, "Köket väger allt svinn")]
    assert not cited(PROOF, half)
    assert cited(PROOF, [*half, Quoted("vb-2022-a", 4, "varje fredag.")])
    assert not cited(PROOF, [Quoted("vb-2022-b", 3, PROOF.quote)])


def test_the_share_counts_each_point_once() -> None:
    points = ("svinnet vägs på fredagar", "bagarna flyttade", "köket väger")
    quotes = [Quoted("vb-2022-a", 3, PROOF.quote)]
    assert point_share(points, (PROOF,), "Köket väger.", quotes) == pytest.approx(2 / 3)
    assert point_share((), (), "", ()) is None
