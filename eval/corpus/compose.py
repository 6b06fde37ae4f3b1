"""A whole report: opening chapter, goal chain, economy and the rest, in the order of its kind."""

from __future__ import annotations

from eval.corpus.blocks import Block, Document, Heading, Paragraph
from eval.corpus.chain import goal_chain
from eval.corpus.phrases import data
from eval.corpus.tables import board_budget, monthly_table, unit_budget
from eval.corpus.voice import Voice
from eval.corpus.world import TITLES, Task, slug

_OPENING = {
    "VP": ("Uppdrag och värdegrund", "Verksamhetsbeskrivning", "Utvecklingsarbete"),
    "T1": ("Läget efter fyra månader", "Verksamheterna"),
    "T2": ("Läget efter åtta månader", "Verksamheterna"),
    "VB": ("Vår verksamhetsidé", "Sammanfattande uppföljning", "Verksamheterna under året",
           "Kvalitets- och utvecklingsarbete"),
}  # fmt: skip


def compose(task: Task, seed: int) -> Document:
    """Write the report; the same task and seed give the same words."""
    voice = Voice(task, seed)
    plan = task.report_type == "VP"
    blocks: list[Block] = [Heading(1, "Inledning" if plan else "Sammanfattande analys")]
    blocks += _opening(voice)
    if not plan:
        blocks.append(Heading(1, "Uppföljning av kommunfullmäktiges inriktningsmål"))
    blocks += goal_chain(voice)
    blocks += _plan_economy(voice) if plan else _economy(voice)
    blocks += _rest(voice)
    address = f"{task.board.street}\n{slug(task.board.name)}.alvhamn.example\nVäxel 000-00 00 00"
    return Document(
        stem=task.stem,
        title=TITLES[task.report_type].format(task.year),
        board=task.board.formal,
        unit=task.unit.name_in(task.year) if task.unit else None,
        year=task.year,
        report_type=task.report_type,
        address=address,
        blocks=tuple(blocks),
        facts=tuple(voice.facts),
    )


def _opening(voice: Voice) -> list[Block]:
    blocks: list[Block] = []
    plan = voice.task.report_type == "VP"
    for index, heading in enumerate(_OPENING[voice.task.report_type]):
        topic = "inledning" if index == 0 or plan else "sammanfattning"
        topic = topic if voice.task.unit else "namnd"
        blocks.append(Heading(3, heading))
        blocks.append(Paragraph(_told(voice, "inledning", topic, 2)))
        if index:
            blocks.append(Paragraph(_told(voice, "inledning", topic, 1)))
    story = voice.story("inledning")
    if story:
        blocks += [Heading(3, story[0]), *(Paragraph(text) for text in story[1])]
    return blocks


def _told(voice: Voice, place: str, topic: str, count: int) -> str:
    lines = voice.some(topic, count)
    fact = voice.fact(place) if voice.task.unit else None
    if fact:
        lines.insert(voice.rng.randint(0, len(lines)), fact)
    return " ".join(lines)


def _plan_economy(voice: Voice) -> list[Block]:
    return [
        Heading(1, "Redovisning av ekonomi"),
        Heading(2, "Resursanvändning"),
        Paragraph(" ".join(voice.some("ekonomi", 3))),
        Heading(2, f"Budget {voice.task.year}"),
        unit_budget(voice),
    ]


def _economy(voice: Voice) -> list[Block]:
    task = voice.task
    blocks: list[Block] = [Heading(1, "Uppföljning av ekonomi")]
    if task.unit:
        blocks += [Heading(2, "Analys av resultaträkning"), _economy_text(voice)]
    else:
        blocks += [Heading(2, "Uppföljning av driftbudget"), board_budget(voice)]
        blocks += [_economy_text(voice), Heading(3, "Förskola"), _economy_text(voice)]
        blocks += [monthly_table(voice)]
    blocks += [Heading(2, "Investeringar"), _economy_text(voice)]
    blocks += [Heading(2, "Medel för lokaländamål"), Paragraph(voice.some("ekonomi", 1)[0])]
    return blocks


def _economy_text(voice: Voice) -> Paragraph:
    lines = voice.some("ekonomi", 2)
    fact = voice.fact("uppf_ekonomi")
    return Paragraph(" ".join([fact, *lines] if fact else lines))


def _rest(voice: Voice) -> list[Block]:
    blocks: list[Block] = [Heading(1, "Övrigt")]
    if voice.task.report_type == "VP":
        return [*blocks, Paragraph(" ".join(voice.some("ovrigt", 2)))]
    blocks.append(Heading(2, "Systematiskt kvalitetsarbete"))
    blocks.append(Paragraph(voice.some("ovrigt", 1)[0]))
    for _ in range(2):
        fact = voice.fact("övrigt")
        if fact:
            blocks += [Heading(3, _heading_of(voice)), Paragraph(fact)]
    blocks += [Heading(2, "Övrigt"), Paragraph(" ".join(voice.some("ovrigt", 2)))]
    return blocks


def _heading_of(voice: Voice) -> str:
    known = {entry["id"]: entry for entry in data("facts")}
    return str(known[voice.facts[-1].template]["rubrik"])
