"""The goal chain of a report, from KF:s inriktningsmål to the unit's enhetsmål.

The board's text under a nämndmål is drawn from the board, not from the unit: it stands word for
word in every unit's report of the year. Some years bring a new wording, some units a slip of
the pen or another date.
"""

from __future__ import annotations

import re
from random import Random

from eval.corpus.blocks import Block, Goal, GoalHeading, Heading, Paragraph
from eval.corpus.phrases import data, fill
from eval.corpus.tables import activity_table, indicator_table
from eval.corpus.voice import Voice

CHANGE_OF_WORDS = 2023
_ALTERED = 0.07
_PLAN_HEADINGS = (("Arbetssätt", "arbetssatt"), ("Resursanvändning", "resurs"),
                  ("Uppföljning", "uppfoljning"), ("Utveckling", "utveckling"))  # fmt: skip


def goal_chain(voice: Voice) -> list[Block]:
    """All goals that concern the unit (or the whole board), with everything under them."""
    goals = data("goals")
    era = "ny" if voice.task.year >= CHANGE_OF_WORDS else "gammal"
    blocks: list[Block] = []
    for direction, wording in goals["inriktning"].items():
        of_kf = {
            number: [a for a in voice.areas if goals["omraden"][a]["kf"] == number]
            for number in goals["kf"]
            if number.startswith(direction)
        }
        if any(of_kf.values()):
            blocks.append(Goal("inriktningsmal", direction, wording[era]))
        for number, areas in of_kf.items():
            if areas:
                blocks += _kf_goal(voice, number, goals["kf"][number][era], areas)
    return blocks


def _kf_goal(voice: Voice, number: str, text: str, areas: list[str]) -> list[Block]:
    under = {area: _namndmal(voice, area) for area in areas}
    statuses = [b.status for blocks in under.values() for b in blocks if isinstance(b, Goal)]
    blocks: list[Block] = [Goal("kf_mal", number, text, _sum_up(voice, statuses))]
    above = [a for a in areas if not _tables_below(voice, a)]
    table = indicator_table(voice, above)
    if table:
        blocks.append(table)
    if not voice.task.unit and voice.task.report_type != "VP":
        blocks += [GoalHeading("Analys"), Paragraph(" ".join(voice.some("namnd", 2)))]
    for goal_blocks in under.values():
        blocks += goal_blocks
    return blocks


def _tables_below(voice: Voice, area: str) -> bool:
    """Some boards put a field's indicators under their own nämndmål, not under KF's."""
    return Random(f"{voice.seed}|{voice.task.board.name}|tables|{area}").random() < 0.25


def _namndmal(voice: Voice, area: str) -> list[Block]:
    own = _enhetsmal(voice, area) if voice.task.unit else []
    statuses = [block.status for block in own if isinstance(block, Goal)]
    status = _sum_up(voice, statuses) if own else _status(voice)
    blocks: list[Block] = [Goal("namndmal", None, namndmal_text(voice, area), status)]
    blocks += _board_text(voice, area)
    if _tables_below(voice, area):
        table = indicator_table(voice, [area])
        blocks += [table] if table else []
    if not voice.task.unit:
        blocks += _board_analysis(voice, area)
    rng = Random(f"{voice.seed}|{voice.task.board.name}|{voice.task.year}|acts|{area}")
    activities = activity_table(voice, area, False, rng)
    if activities and rng.random() < 0.7:
        blocks.append(activities)
    return [*blocks, *own]


def namndmal_text(voice: Voice, area: str) -> str:
    """The board's goal; in some years of change it is worded anew."""
    rng = Random(f"{voice.seed}|{voice.task.board.name}|namndmal|{area}")
    wordings = rng.sample(data("goals")["omraden"][area]["namndmal"], 2)
    renamed_from = rng.choice((2023, 2024, 2025, 9999, 9999))
    return fill(wordings[voice.task.year >= renamed_from], voice.words)


def _board_text(voice: Voice, area: str) -> list[Block]:
    """Beskrivning and Förväntat resultat, the same for every unit of the board."""
    task = voice.task
    rng = Random(f"{voice.seed}|{task.board.name}|text|{area}")
    later = Random(f"{voice.seed}|{task.board.name}|text|{area}|{task.year}")
    text = data("board")[area]
    chosen = [rng.choice(wordings) for wordings in text["beskrivning"]]
    if later.random() < 0.3:
        chosen[-1] = later.choice(text["beskrivning"][-1])
    blocks: list[Block] = [GoalHeading("Beskrivning")]
    blocks += [Paragraph(_altered(voice, paragraph)) for paragraph in chosen]
    if rng.random() < 0.7:
        blocks += [
            Heading(3, text["rubrik"]),
            Paragraph(_altered(voice, rng.choice(text["under"]))),
        ]
    blocks += [Paragraph(_altered(voice, more)) for more in _further(voice, area, chosen)]
    blocks.append(GoalHeading("Förväntat resultat"))
    expected = rng.sample(text["forvantat"], rng.randint(2, len(text["forvantat"])))
    if rng.random() < 0.4:
        return [*blocks, *(Paragraph(line, item=True) for line in expected)]
    return [*blocks, Paragraph(" ".join(expected))]


def _further(voice: Voice, area: str, told: list[str]) -> list[str]:
    """What a wordy board says besides: other wordings of this field, then of its other fields."""
    fields = data("board")
    rng = Random(f"{voice.seed}|{voice.task.board.name}|further|{area}")
    others = [name for name in fields if name != area]
    rng.shuffle(others)
    pool = [
        wording
        for name in (area, *others)
        for wordings in (*fields[name]["beskrivning"], fields[name]["under"])
        for wording in wordings
    ]
    return [wording for wording in pool if wording not in told][: voice.task.board.wordy]


def _altered(voice: Voice, text: str) -> str:
    """The board's paragraph, in a few units with a slip or another date."""
    if not voice.task.unit or voice.rng.random() >= _ALTERED:
        return text
    dated = re.search(r"\bden (\d+) ", text)
    if dated:
        return text[: dated.start(1)] + str(int(dated[1]) % 28 + 1) + text[dated.end(1) :]
    long_words = [m for m in re.finditer(r"[a-zåäö]{8,}", text)]
    place = voice.rng.choice(long_words).start() + voice.rng.randint(2, 5)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _board_analysis(voice: Voice, area: str) -> list[Block]:
    if voice.task.report_type == "VP":
        return []
    blocks: list[Block] = [GoalHeading("Analys")]
    blocks.append(Paragraph(_with_fact(voice, area, "namnd", 2)))
    story = voice.story(area)
    if story:
        blocks += [Heading(3, story[0]), *(Paragraph(text) for text in story[1])]
    return blocks


def _enhetsmal(voice: Voice, area: str) -> list[Block]:
    wordings = data("goals")["omraden"][area]["enhetsmal"]
    unit = voice.task.unit.name if voice.task.unit else ""
    rng = Random(f"{voice.seed}|{unit}|enhetsmal|{area}")
    count = 2 if rng.random() < 0.35 and len(wordings) > 1 else 1
    chosen = rng.sample(wordings, count)
    blocks: list[Block] = []
    for text in chosen:
        blocks.append(Goal("enhetsmal", None, fill(text, voice.words), _status(voice)))
        blocks += _plan(voice, area) if voice.task.report_type == "VP" else _analysis(voice, area)
    table = activity_table(voice, area, True, voice.rng)
    if table and voice.rng.random() < 0.6:
        blocks.append(table)
    return blocks


def _plan(voice: Voice, area: str) -> list[Block]:
    blocks = _expected(voice, area)
    for heading, topic in _PLAN_HEADINGS:
        if topic == "utveckling" and voice.rng.random() < 0.4:
            continue
        blocks.append(GoalHeading(heading))
        if topic == "arbetssatt":
            blocks.append(Paragraph(_with_fact(voice, area, topic, 2)))
            blocks.append(Paragraph(" ".join(voice.some(topic, 2, area))))
        else:
            blocks.append(Paragraph(" ".join(voice.some(topic, 2, area))))
    return blocks


def _analysis(voice: Voice, area: str) -> list[Block]:
    blocks = [*_expected(voice, area), GoalHeading("Analys")]
    blocks.append(Paragraph(_with_fact(voice, area, "analys", 2)))
    story = voice.story(area) if voice.rng.random() < 0.75 else None
    if story:
        blocks.append(Heading(3, story[0]))
        blocks += [Paragraph(text) for text in story[1]]
    blocks.append(Paragraph(_with_fact(voice, area, "analys", 1)))
    return blocks


def _expected(voice: Voice, area: str) -> list[Block]:
    lines = voice.some("forvantat", voice.rng.randint(1, 3), area)
    blocks: list[Block] = [GoalHeading("Förväntat resultat")]
    if len(lines) > 1 and voice.rng.random() < 0.4:
        return [*blocks, *(Paragraph(line, item=True) for line in lines)]
    return [*blocks, Paragraph(" ".join(lines))]


def _with_fact(voice: Voice, area: str, topic: str, count: int) -> str:
    """Sentences without questions with a fact somewhere among them."""
    lines = voice.some(topic, count, area)
    fact = voice.fact(area)
    if fact:
        lines.insert(voice.rng.randint(0, len(lines)), fact)
    return " ".join(lines)


def _status(voice: Voice) -> str | None:
    if voice.task.report_type == "VP":
        return None
    return voice.rng.choices(("Uppfylls helt", "Uppfylls delvis", "Uppfylls ej"), (70, 25, 5))[0]


def _sum_up(voice: Voice, statuses: list[str | None]) -> str | None:
    """A higher goal is met where all below are; else in part (seldom judged as met anyway)."""
    if voice.task.report_type == "VP":
        return None
    known = [s for s in statuses if s]
    if not known:
        return _status(voice)
    if all(s == known[0] for s in known):
        return known[0]
    return "Uppfylls helt" if voice.rng.random() < 0.15 else "Uppfylls delvis"
