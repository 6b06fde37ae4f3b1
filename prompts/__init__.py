"""Prompts: one Swedish file a task, versioned; a missing variable is an error.

A file has a YAML head (``version``, ``uppgift``, ``variabler``), the system's part, a line of
``=====`` and the user's part. ``$name`` marks a variable; there is no logic in a prompt. Values are
put in once and never read as markup of the prompt, so a ``$`` in a report stays a ``$``. A change
of a file's wording raises its version; ``Prompt.id`` («svar/1») tells which wording was used.
Material from reports and users goes in escaped: ``assistant.chat.data`` makes it so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template as _Template

import yaml

_PARTS = "\n=====\n"


class PromptError(Exception):
    """A prompt file or its values do not fit together: a mistake of the program's own."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt ready to send."""

    id: str
    system: str
    user: str

    def __len__(self) -> int:
        return len(self.system) + len(self.user)


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt file as read; ``variables`` are the names that it declares and uses."""

    name: str
    version: int
    variables: frozenset[str]
    system: str
    user: str

    def fill(self, **values: str) -> Prompt:
        """The prompt with its values; PromptError where one is missing or not declared."""
        missing, unknown = self.variables - set(values), set(values) - self.variables
        if missing or unknown:
            told = [f"saknas: {n}" for n in sorted(missing)]
            told += [f"okänd: {n}" for n in sorted(unknown)]
            raise PromptError(f"Prompten {self.name}: {', '.join(told)}")
        system, user = (_Template(t).substitute(values) for t in (self.system, self.user))
        return Prompt(f"{self.name}/{self.version}", system, user)


@cache
def load(name: str) -> Template:
    """The prompt of a task by its file's name without ending."""
    path = resources.files("prompts").joinpath(f"{name}.md")
    if not path.is_file():
        raise PromptError(f"Prompten {name} finns inte.")
    return parse(name, path.read_text("utf-8"))


def parse(name: str, text: str) -> Template:
    """A prompt file's text as a template; PromptError where it breaks the form."""
    pieces = text.split("---\n", 2)
    if len(pieces) != 3 or pieces[0].strip() or pieces[2].count(_PARTS) != 1:
        raise PromptError(f"Prompten {name}: huvud eller skiljerad saknas.")
    head = yaml.safe_load(pieces[1])
    system, user = (part.strip() for part in pieces[2].split(_PARTS))
    used = {n for part in (system, user) for n in _Template(part).get_identifiers()}
    declared = frozenset(head.get("variabler") or ())
    if used != declared:
        raise PromptError(f"Prompten {name}: variabler {sorted(used ^ declared)} stämmer inte.")
    if not isinstance(head.get("version"), int) or not head.get("uppgift"):
        raise PromptError(f"Prompten {name}: version eller uppgift saknas.")
    return Template(name, head["version"], declared, system, user)
