"""The short version of ``python -m eval load`` and ``soak``, and how growth is judged."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from eval.strain.users.command import (
    EXPECTED,
    curves,
    judged_load,
    judged_soak,
    paced,
    prepared,
)
from eval.strain.users.crowd import ASKING, DRAFTING, INGESTING, Crowd, Seen, use
from eval.strain.users.drawing import drawn
from eval.strain.users.judging import growth
from eval.strain.users.process import Signs


def test_a_few_users_at_a_real_service_meet_no_error() -> None:
    crowd = Crowd(3, 1, 1, 3.0, 0.2, 0.4, 0.5)
    with prepared(None, words=True) as (running, wanted):
        alone = use(running, Crowd(1, 0, 0, 1.0, 0.05, 1, 1), wanted)
        seen = use(running, crowd, wanted)
        soaked = use(running, paced(4, 2000.0, 3.0), wanted)
    assert alone.errors == seen.errors == soaked.errors == []
    for kind in (ASKING, DRAFTING, INGESTING):
        assert seen.laps[kind] and soaked.laps[kind]
    assert "- Fel: 0" in judged_load(alone, seen, crowd).text
    assert "- Fel: 0" in judged_soak(soaked, 10).text
    assert len(seen.signs) >= 2 and all(s.memory_mb > 20 and s.files > 3 for s in seen.signs)
    ElementTree.fromstring(drawn("Prov", curves(soaked)))


def signs(memory: float, per_s: float) -> list[Signs]:
    return [Signs(float(at), memory + per_s * at, 40, 20) for at in range(0, 600, 10)]


@pytest.mark.parametrize(("per_s", "grows"), [(0.0, False), (0.01, False), (0.2, True)])
def test_memory_grows_where_the_line_rises(per_s: float, grows: bool) -> None:
    memory, files, threads = growth(signs(300, per_s))
    assert memory.grows is grows
    assert not files.grows and not threads.grows
    assert memory.rise == pytest.approx(per_s * 390)


def test_what_is_filled_at_the_start_is_no_growth() -> None:
    early = [Signs(s.at, min(300.0, 100 + s.at * 4), 40, 20) for s in signs(0, 0)]
    assert not any(one.grows for one in growth(early))


def test_a_few_signs_tell_nothing() -> None:
    assert growth(signs(1, 1)[:3]) == []


def test_a_crowd_keeps_the_pace_it_is_told() -> None:
    crowd = paced(57, 10, 1200)
    assert crowd.asking + crowd.drafting + crowd.ingesting == 57
    assert crowd.asking / crowd.think_s * 3600 == pytest.approx(4000)


def test_slow_answers_and_errors_are_held_against_a_service() -> None:
    alone, seen = Seen(), Seen(signs=signs(300, 0.0))
    alone.laps[ASKING] = [(1.0, 0.1)]
    seen.laps[ASKING] = [(1.0, 0.3)]
    crowd = Crowd(1, 0, 0, 1, 1, 1, 1)
    judged = judged_load(alone, seen, crowd)
    assert not judged.holds and "3,00 gånger" in judged.text
    seen.laps[ASKING] = [(1.0, 0.15)]
    assert judged_load(alone, seen, crowd).holds
    seen.errors.append("503")
    assert not judged_load(alone, seen, crowd).holds


def test_what_was_never_done_or_seen_does_not_hold() -> None:
    alone, seen = Seen(), Seen(signs=signs(300, 0.0))
    alone.laps[ASKING] = seen.laps[ASKING] = [(1.0, 0.1)]
    drafting = judged_load(alone, seen, Crowd(1, 1, 0, 1, 1, 1, 1))
    assert not drafting.holds and "Inga utkast gjordes" in drafting.text
    asking = Crowd(1, 0, 0, 1, 1, 1, 1)
    assert judged_load(alone, seen, asking).holds
    assert not judged_load(Seen(), seen, asking).holds
    unseen = judged_load(alone, Seen(laps=seen.laps), asking)
    assert not unseen.holds and "för få gånger" in unseen.text


def test_a_soak_that_falls_behind_does_not_hold() -> None:
    def soaked(share: float) -> Seen:
        seen = Seen(signs=signs(300, 0.0), seconds=3600)
        for kind, expected in EXPECTED.items():
            seen.laps[kind] = [(1.0, 0.1)] * round(expected * 10 * share)
        return seen

    assert judged_soak(soaked(0.9), 10).holds
    late = judged_soak(soaked(0.5), 10)
    assert not late.holds and "Takten nåddes inte" in late.text
