"""Rules that a machine keeps: arrows point down, files stay small, every room says what it does.

Imports are read from the syntax tree, those inside functions too. Layers are listed from the
ground up; a module may import its own layer and those below. A module that no line names
belongs to the layer of its package's own line, so that a new file needs no entry here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "assistant", "eval", "prompts")
FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 50, 5

# The longest matching prefix decides; a higher number stands on lower ones.
LAYERS = {
    "prompts": 0,
    "ingest": 3,
    "ingest.names": 0,
    "ingest.model": 0,
    "ingest.errors": 0,
    "ingest.allocator": 0,
    "ingest.cores": 0,
    "ingest.text": 1,
    "ingest.roster": 1,
    "ingest.numbers": 1,
    "ingest.whole": 1,
    "ingest.room": 1,
    "ingest.index": 2,
    "ingest.reading": 2,
    "ingest.archive": 3,
    "ingest.rows": 3,
    # The child process reads a file and makes the report of it: above both.
    "ingest.reading.sandbox": 4,
    "ingest.reading.pool": 4,
    "ingest.reading.worker": 4,
    "ingest.reading.messages": 4,
    "ingest.library": 4,
    "ingest.backup": 5,
    "ingest.pipeline": 5,
    "ingest.console": 6,
    "ingest.__main__": 7,
    "assistant": 11,
    "assistant.model": 10,
    "assistant.settings": 10,
    "assistant.access.model": 10,
    "assistant.access": 11,
    "assistant.errors": 10,
    "assistant.chat": 10,
    "assistant.answer": 12,
    "assistant.draft": 12,
    "assistant.export": 12,
    "assistant.redo": 13,
    "assistant.edited": 13,
    "assistant.draft_files": 13,
    "assistant.api": 13,
    "assistant.operation": 13,
    "assistant.web": 13,
    "assistant.langchain_retriever": 13,
    "assistant.app": 14,
    "assistant.mcp_server": 14,
    "assistant.serving": 15,
    "assistant.wiring": 15,
    "assistant.doctor": 16,
    "assistant.commands": 16,
    "assistant.cli": 17,
    "assistant.__main__": 17,
    "eval": 20,
}
# What a room may know of the project besides itself, where layers alone would allow more.
ROOMS = {
    "ingest.names": (),
    "ingest.model": ("ingest.names",),
    "ingest.errors": (),
    "ingest.allocator": (),
    "ingest.cores": (),
    "prompts": (),
    "ingest.reading": (
        "ingest.cores",
        "ingest.errors",
        "ingest.model",
        "ingest.text",
        "ingest.numbers",
    ),
    "ingest.index": (
        "ingest.allocator",
        "ingest.cores",
        "ingest.errors",
        "ingest.model",
        "ingest.names",
        "ingest.text",
        "ingest.numbers",
        "ingest.room",
        "ingest.roster",
        "ingest.whole",
    ),
    "ingest.library": (
        "ingest.archive",
        "ingest.errors",
        "ingest.index.narrowed",
        "ingest.index.ports",
        "ingest.model",
        "ingest.roster",
        "ingest.rows",
    ),
}
# Slow or heavy libraries, and the only rooms that may load them.
HEAVY = {
    "torch": ("ingest.index",),
    "sentence_transformers": ("ingest.index",),
    "chromadb": ("ingest.index", "eval.strain"),
    "tantivy": ("ingest.index",),
    "pypdfium2": ("ingest.reading", "assistant.api", "assistant.web"),
    "langchain": ("assistant.chat", "eval"),
    "langchain_openai": ("assistant.chat",),
    "langchain_ollama": ("assistant.chat",),
    "langchain_chroma": ("eval",),
    "langchain_community": ("eval",),
    "reportlab": ("eval",),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
TREES = {module_name(path): ast.parse(path.read_text("utf-8")) for path in FILES}


def imported(name: str) -> Iterator[str]:
    """The full names that a module imports; «from a import b» gives a.b where that is a module."""
    package = name if (ROOT / name.replace(".", "/")).is_dir() else name.rpartition(".")[0]
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, *filter(None, [base])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in TREES else base


def within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def layer(name: str) -> int | None:
    if name in PACKAGES:
        return 0  # the package itself holds nothing but its docstring
    fitting = [prefix for prefix in LAYERS if within(name, prefix)]
    return LAYERS[max(fitting, key=len)] if fitting else None


ARROWS = [(name, other) for name in TREES for other in sorted(set(imported(name)))]


def test_arrows_point_down() -> None:
    wrong = []
    for name, other in ARROWS:
        mine, theirs = layer(name), layer(other)
        if mine is not None and theirs is not None and theirs > mine:
            wrong.append(f"{name} imports {other}, which stands above it")
    assert not wrong, "\n".join(wrong)


def test_nothing_imports_the_tests() -> None:
    assert not [arrow for arrow in ARROWS if within(arrow[1], "tests")]


def test_rooms_know_only_what_they_need() -> None:
    wrong = []
    for name, other in ARROWS:
        for room, allowed in ROOMS.items():
            above = (layer(name) or 0) > (layer(room) or 0)
            known = not within(name, room) or within(other, room) or above
            ours = other.split(".")[0] in PACKAGES and other != "ingest"
            if ours and not known and not any(within(other, prefix) for prefix in allowed):
                wrong.append(f"{name} imports {other}; {room} may know {allowed or 'nothing'}")
    assert not wrong, "\n".join(wrong)


def test_heavy_libraries_stay_in_their_rooms() -> None:
    wrong = []
    for name, other in ARROWS:
        rooms = HEAVY.get(other.split(".")[0])
        if rooms and not any(within(name, room) for room in rooms):
            wrong.append(f"{name} imports {other}")
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_round_a_corner() -> None:
    graph: dict[str, set[str]] = {name: set() for name in TREES}
    for name, other in ARROWS:
        if other in TREES and other != name:
            graph[name].add(other)
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join([*trail[trail.index(name) :], name])
        if name in done:
            return
        for other in sorted(graph[name]):
            visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


OUTER = {"get", "post", "put", "patch", "delete", "command", "callback"}


def is_outer(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A route or a command: its parameters are what the user may say."""
    called = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(f, ast.Attribute) and f.attr in OUTER for f in called)


@pytest.mark.parametrize("name", TREES)
def test_size_and_shape(name: str) -> None:
    wrong = []
    for function in functions(TREES[name]):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        count = len([a for a in every if a.arg not in ("self", "cls")])
        public = not function.name.startswith("_") or function.name == "__init__"
        if lines > FUNCTION_LINES:
            wrong.append(f"{function.name}: {lines} lines")
        if public and count > PARAMETERS and not is_outer(function):
            wrong.append(f"{function.name}: {count} parameters")
    assert not wrong, f"{name}: {'; '.join(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_files_are_short_and_say_what_they_do(path: Path) -> None:
    assert ast.get_docstring(TREES[module_name(path)]), "a module docstring is missing"
    assert len(path.read_text("utf-8").splitlines()) <= FILE_LINES


def test_the_reader_of_imports_sees_all_kinds() -> None:
    source = "import a.b\nfrom ingest import model\ndef f():\n    from ingest.model import Page\n"
    TREES["ingest.zz_probe"] = ast.parse(source)
    try:
        assert set(imported("ingest.zz_probe")) == {"a.b", "ingest.model"}
        assert layer("ingest.index.chroma") == 2
        assert layer("torch") is None
    finally:
        del TREES["ingest.zz_probe"]
