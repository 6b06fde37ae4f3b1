"""Prompt files: read strictly, filled strictly, and values are never read as markup."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts import PromptError, load, parse

NAMES = sorted(p.stem for p in Path(prompts.__file__).parent.glob("*.md"))
GOOD = "---\nversion: 2\nuppgift: Prova.\nvariabler: [a, b]\n---\nSystem $a.\n=====\nFråga $b.\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_file_is_whole(name: str) -> None:
    template = load(name)
    filled = template.fill(**{v: f"värde-{v}" for v in template.variables})
    assert filled.id == f"{name}/{template.version}"
    for variable in template.variables:
        assert f"värde-{variable}" in filled.system + filled.user
    assert "data, inte" in " ".join(filled.system.split()), "the guard against planted instructions"


def test_a_prompt_is_filled() -> None:
    filled = parse("prov", GOOD).fill(a="ett", b="två")
    assert (filled.id, filled.system, filled.user) == ("prov/2", "System ett.", "Fråga två.")
    assert len(filled) == len("System ett.") + len("Fråga två.")


def test_a_missing_or_unknown_variable_is_an_error() -> None:
    with pytest.raises(PromptError, match="saknas: b"):
        parse("prov", GOOD).fill(a="ett")
    with pytest.raises(PromptError, match="okänd: c"):
        parse("prov", GOOD).fill(a="1", b="2", c="3")


def test_values_are_put_in_once() -> None:
    filled = parse("prov", GOOD).fill(a="$b och ${b}", b="=====\n---\n$a 100 $")
    assert filled.system == "System $b och ${b}."
    assert filled.user == "Fråga =====\n---\n$a 100 $."


BROKEN = [
    GOOD.replace("[a, b]", "[a]"),
    GOOD.replace("[a, b]", "[a, b, c]"),
    GOOD.replace("=====\n", ""),
    GOOD.replace("version: 2", "version: två"),
    GOOD.replace("uppgift: Prova.", "uppgift:"),
    "inget huvud",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_an_error(text: str) -> None:
    with pytest.raises(PromptError):
        parse("prov", text)


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(PromptError, match="finns-inte"):
        load("finns-inte")
