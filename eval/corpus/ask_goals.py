"""Questions about goals and activities: wording, fulfilment, follow-up, dates, deviations."""

from __future__ import annotations

from eval.corpus.blocks import Goal, GoalHeading, Paragraph, Row
from eval.corpus.cases import Asker, Case, Report, case
from eval.corpus.phrases import data
from ingest.model import GoalLevel


def goal_cases(report: Report, asker: Asker) -> list[Case]:
    """Questions about the enhetsmål that can be told by their field, and unmet nämndmål."""
    blocks = report.document.blocks
    own = [(i, b) for i, b in enumerate(blocks) if isinstance(b, Goal) and b.level == "enhetsmal"]
    areas = {index: _area(report, index) for index, _ in own}
    found = []
    for index, goal in own:
        area = areas[index]
        if area and list(areas.values()).count(area) == 1:
            found.append(_goal_case(report, index, goal, (asker, area)))
    unmet = [b for b in blocks if isinstance(b, Goal) and b.level == "namndmal"]
    unmet = [b for b in unmet if b.status and b.status != "Uppfylls helt"]
    if 1 <= len(unmet) <= 3:
        found.append(_unmet_case(report, unmet, asker))
    return [entry for entry in found if entry]


def _area(report: Report, index: int) -> str | None:
    """The field of the nämndmål that an enhetsmål stands under."""
    blocks = report.document.blocks
    above = next(
        b for b in reversed(blocks[:index]) if isinstance(b, Goal) and b.level == "namndmal"
    )
    for area, entry in data("goals")["omraden"].items():
        wordings = [w.format(namnd=report.task.board.name) for w in entry["namndmal"]]
        if above.text in wordings:
            return str(area)
    return None


def _quote(goal: Goal) -> str:
    label = GoalLevel(goal.level).label
    return f"{label}: {goal.printed} {goal.status or ''}".strip()


def _goal_case(report: Report, index: int, goal: Goal, asked: tuple[Asker, str]) -> Case | None:
    asker, area = asked
    questions = data("questions")
    slots = {"E": asker.name(report), "T": asker.time(report), "m": questions["omraden"][area]}
    proof = report.evidence(_quote(goal), report.paths[index])
    if goal.status:
        word = goal.status.split()[-1]
        template, values, answer = "mal_status", [word], f"{goal.text}: {goal.status.lower()}."
        evidence = [proof]
    elif asker.rng.random() < 0.4:
        template, values, answer = "mal_lydelse", [goal.text], f"«{goal.text}»."
        evidence = [proof]
    else:
        how = _under(report, index, "Uppföljning")
        follow_up = report.proof(how) if how else None
        if not how or not follow_up:
            return None
        template, values, answer, evidence = "mal_uppfoljning", [], how, [follow_up]
    question = asker.put(asker.rng.choice(questions[template]).format_map(slots))
    return case("aktivitet_mal", question, answer, varden=values, belagg=evidence,
                maste_innehalla=values or [answer], filter=asker.filters(report))  # fmt: skip


def _under(report: Report, index: int, heading: str) -> str | None:
    """The first paragraph under a heading of the goal."""
    blocks = report.document.blocks
    for place in range(index + 1, len(blocks) - 1):
        block, after = blocks[place], blocks[place + 1]
        if isinstance(block, Goal):
            return None
        if isinstance(block, GoalHeading) and block.text == heading:
            return after.text if isinstance(after, Paragraph) else None
    return None


def _unmet_case(report: Report, unmet: list[Goal], asker: Asker) -> Case:
    slots = {"E": asker.name(report), "T": asker.time(report)}
    question = asker.rng.choice(data("questions")["namndmal_status"]).format_map(slots)
    places = [report.document.blocks.index(goal) for goal in unmet]
    proofs = [
        report.evidence(_quote(goal), report.paths[place])
        for goal, place in zip(unmet, places, strict=True)
    ]
    told = "; ".join(f"{goal.text} ({(goal.status or '').lower()})" for goal in unmet)
    return case("aktivitet_mal", asker.put(question), f"{told}.", belagg=proofs,
                varden=[(unmet[0].status or "").split()[-1]], filter={}, svarighet="svar",
                maste_innehalla=[goal.text for goal in unmet])  # fmt: skip


def activity_cases(report: Report, asker: Asker) -> list[Case]:
    """Dates, deviations and state of activities."""
    found = []
    known = {a["text"].replace("{enh} ", "").lower(): a["om"] for a in data("activities")}
    for index, number, row in report.rows("aktivitet"):
        about = next((om for text, om in known.items() if _same(row.name, text)), None)
        if about:
            found.append(_activity_case(report, (index, number), row, (asker, about)))
    return [entry for entry in found if entry]


def _same(name: str, template: str) -> bool:
    """Whether a row's name was made from a template (whose slots stand first)."""
    return name.lower().endswith(template.split("}")[-1].strip())


def _activity_case(
    report: Report, place: tuple[int, int], row: Row, asked: tuple[Asker, str]
) -> Case | None:
    asker, about = asked
    cells = dict(row.cells)
    slots = {"E": asker.name(report), "T": asker.time(report), "o": about}
    text = row.analysis[-1] if row.analysis else ""
    proof = report.analysis_proof(place, row, text) if text else None
    values: list[str] = []
    if cells.get("Avvikelse") and proof:
        template, answer, evidence = "aktivitet_avvikelse", text, proof
    elif proof and asker.rng.random() < 0.4:
        template, answer, evidence = "aktivitet_lage", text, proof
    else:
        start, end = cells["Startdatum"] or "", cells["Slutdatum"] or ""
        template, values, answer = "aktivitet_datum", [start, end], f"{start} till {end}."
        evidence = report.row_proof(place, row)
    question = asker.put(asker.rng.choice(data("questions")[template]).format_map(slots))
    return case("aktivitet_mal", question, answer, varden=values, belagg=[evidence],
                maste_innehalla=values or [answer], filter=asker.filters(report))  # fmt: skip
