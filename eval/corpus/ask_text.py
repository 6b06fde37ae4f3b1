"""Questions about facts and stories in running text: faktum and sammanfattning."""

from __future__ import annotations

from typing import Any

from eval.corpus.blocks import Fact, PlainTable
from eval.corpus.cases import Asker, Case, Report, case
from eval.corpus.phrases import data, fill


def text_cases(report: Report, asker: Asker) -> list[Case]:
    """One question for each fact and story that stands whole on a page."""
    found = [_text_case(report, fact, asker) for fact in report.document.facts]
    return [entry for entry in found if entry]


def _text_case(report: Report, fact: Fact, asker: Asker) -> Case | None:
    source = "facts" if fact.kind == "faktum" else "stories"
    template = next(entry for entry in data(source) if entry["id"] == fact.template)
    proofs = [report.proof(quote) for quote in fact.quotes]
    evidence = [proof for proof in proofs if proof]
    if len(evidence) < len(proofs):
        return None
    slots = {**fact.slots, "E": asker.name(report)}
    asked = asker.rng.choice(template["fragor"])
    wording = asked["fraga"] if fact.kind == "faktum" else asked
    question, more = _in_time(wording, slots, report, asker)
    if fact.kind == "faktum":
        values = [slots[name] for name in asked["varden"]]
        return case(fact.kind, question, template["svar"].format_map(slots), belagg=evidence,
                    varden=values, svarighet="latt", **more)  # fmt: skip
    points = [fill(point, slots) for point in template["punkter"]]
    return case(fact.kind, question, ". ".join(points) + ".", belagg=evidence,
                maste_innehalla=points, svarighet="medel", **more)  # fmt: skip


def _in_time(
    template: str, slots: dict[str, str], report: Report, asker: Asker
) -> tuple[str, dict[str, Any]]:
    """The question with unit and report named in it, set as filters, or told from a clock."""
    question = template.format_map(slots)
    named = "{E}" in template
    rng, document = asker.rng, report.document
    alone = (report.owner, document.year) in asker.only
    if named and alone and document.report_type == "VB" and rng.random() < 0.3:
        told = rng.choice(("i fjol", "förra året", "året som gick"))
        text = f"{question.rstrip('?')} {told}?"
        clock = f"{document.year + 1}-{rng.choice(('02-10', '03-21', '05-06'))}"
        return asker.put(text), {"filter": {}, "klocka": clock}
    owner = report.document.unit
    if rng.random() < 0.3 and owner:
        filters = {"enhet": owner, "ar": document.year, "dokumenttyp": document.report_type}
        return asker.put(question), {"filter": filters}
    time = asker.time(report)
    suffix = time if named else f"{asker.name(report)}, {time}"
    return asker.put(f"{question.rstrip('?')} ({suffix})?"), {"filter": {}}


def budget_cases(report: Report, asker: Asker) -> list[Case]:
    """A row of a plan's budget, or of a board's driftbudget."""
    tables = [b for b in report.document.blocks if isinstance(b, PlainTable)]
    questions = data("questions")
    found = []
    for table in tables:
        rows = {row[0] or "": row for row in table.rows}
        path = f"Ekonomi > {table.name}"
        if table.name.startswith("Budget"):
            name = asker.rng.choice(sorted(questions["budgetrader"]))
            words, value = questions["budgetrader"][name], rows[name][1] or ""
            template, slots = "budget", {"rad": words}
        elif table.name == "Uppföljning av driftbudget":
            name = asker.rng.choice(sorted(rows))
            words, value = name.lower(), rows[name][-1] or ""
            template, slots = "driftbudget", {"rad": words}
        else:
            continue
        slots |= {"E": asker.name(report), "T": asker.time(report),
                  "ar": str(report.document.year)}  # fmt: skip
        question = asker.rng.choice(questions[template]).format_map(slots)
        quote = " ".join(cell for cell in rows[name] if cell)
        found.append(case("faktum", asker.put(question), f"{name}: {value}.", varden=[value],
                          belagg=[report.evidence(quote, path)], filter={}))  # fmt: skip
    return found
