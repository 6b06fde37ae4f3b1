"""An answer as a person reads it in a terminal: the statements, then the sources by number."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from assistant.model import Answer, Citation


def print_answer(answer: Answer, console: Console) -> None:
    """Print an answer with its sources, warnings and what was understood."""
    console.print()
    console.print(Text(answer.text))
    if answer.citations:
        console.print("\n[bold]Källor[/]")
    for citation in answer.citations:
        console.print(f"  [cyan]\\[{citation.id}][/] {escape(_place(citation))}")
        console.print(Padding(Text(f"«{citation.quote}»", style="dim"), (0, 0, 0, 6)))
    for warning in answer.warnings:
        console.print(f"[yellow]Obs:[/] {escape(warning)}")
    if answer.suggestions:
        console.print("\n[bold]Fråga vidare[/]")
        for suggestion in answer.suggestions:
            console.print(f"  – {escape(suggestion)}")


def _place(citation: Citation) -> str:
    who = citation.identity
    name = f"{who.unit}, {who.board}" if who.unit else f"{who.board} stadsdelsnämnd"
    return f"{who.title}, {name}, s. {citation.page}"
