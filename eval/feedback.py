"""What readers said of answers, made into questions with their truth.

A judgement «rätt» becomes a case: the cited quotes are its evidence and the figures of the answer
that stand in them its values, so that a later version that loses them shows. A judgement «fel» has
no truth yet: it is written beside, with the reader's words, for a person to complete; it has the
same form, so that a line can be moved over once ``varden`` and ``belagg`` are filled in. The same
question judged alike several times is one case, the latest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.verify.figures import read

_MOST_EVIDENCE = 6


def feedback(
    log: Annotated[Path, typer.Argument(help="loggen, feedback.jsonl i datamappen")],
    ut: Annotated[Path, typer.Option("--ut", "-o", help="filen med frågor")] = Path(
        "aterkoppling.jsonl"
    ),
) -> None:
    """Gör frågor med facit av det som läsare har sagt om svar."""
    console = Console(soft_wrap=True)
    if not log.is_file():
        console.print(f"[red]Fel:[/] loggen {log} finns inte.", highlight=False)
        raise typer.Exit(1)
    rows, broken = read_log(log)
    right, wrong = cases(rows)
    beside = ut.with_name(f"{ut.stem}.granska{ut.suffix}")
    _write(ut, right)
    _write(beside, wrong)
    console.print(f"{len(right)} frågor med facit i {ut}.", highlight=False)
    console.print(
        f"{len(wrong)} som någon sagt är fel i {beside}: fyll i varden och belagg.",
        highlight=False,
    )
    if broken:
        console.print(f"{broken} rader i loggen gick inte att läsa.", highlight=False)


def read_log(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The judgements of a log, oldest first, and how many lines are none.

    What readers say was misread is passed over: it is no judgement of an answer.
    """
    rows: list[dict[str, Any]] = []
    broken = 0
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
            if row["omdome"] == "fellast":
                continue
            whole = row["omdome"] in ("ratt", "fel") and str(row["fraga"]).strip()
        except (ValueError, KeyError, TypeError):
            broken += bool(line.strip())
            continue
        if whole:
            rows.append(row)
        else:
            broken += 1
    return rows, broken


def cases(
    rows: list[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Cases with truth, and those that wait for it."""
    latest: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        scope = json.dumps(row.get("filter"), sort_keys=True)
        latest[row["omdome"], row["fraga"].casefold(), scope] = row
    right = [_case(row) for row in latest.values() if row["omdome"] == "ratt"]
    wrong = [_case(row) for row in latest.values() if row["omdome"] == "fel"]
    for prefix, group in (("R", right), ("F", wrong)):
        for number, case in enumerate(group, 1):
            case["id"] = f"{prefix}{number:03}"
    return right, wrong


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    sources = [s for s in row.get("kallor") or () if s.get("dokument") and s.get("citat")]
    right = row["omdome"] == "ratt"
    kept = sources[:_MOST_EVIDENCE] if right else []
    refused = right and not row.get("kallor")
    return {
        "id": "",
        "fraga": row["fraga"],
        "typ": "obesvarbar" if refused else "aterkoppling",
        "filter": {key: value for key, value in (row.get("filter") or {}).items() if value},
        "svar": row.get("svar", "") if right else "",
        "varden": _values(kept),
        "belagg": [{"dokument": s["dokument"], "citat": s["citat"]} for s in kept],
        "anteckning": " ".join(
            part for part in (row.get("tid", ""), row.get("kommentar", "")) if part
        ),
    }


def _values(sources: list[dict[str, Any]]) -> list[str]:
    """The first percentage or amount of the first quote: what a reader most often looks at."""
    for source in sources[:1]:
        for figure in read(source["citat"]).figures:
            if figure.unit:
                return [source["citat"][figure.start : figure.end].strip()]
    return []


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), "utf-8")
