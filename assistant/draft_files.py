"""A draft written to a file by the command: format by the name's ending, nothing overwritten.

What a user can cause is an ``OutputError`` in Swedish that says what to do. The file is written
beside its place and moved there, so that a stop half-way leaves what was.
"""

from __future__ import annotations

from pathlib import Path

from assistant.draft.model import Draft
from assistant.errors import AssistantError
from assistant.export.evidence import evidence_of
from assistant.export.markdown import markdown_of
from assistant.export.word import docx_of
from ingest.whole import write_whole

_FORMATS = (".docx", ".md", ".json")


class OutputError(AssistantError):
    """The file cannot be written as named."""


def check_output(path: Path, overwrite: bool) -> None:
    """Whether a draft can be written there; asked before the work is done."""
    if path.suffix.casefold() not in _FORMATS:
        raise OutputError(
            f"Filnamnet {path.name} slutar inte på .docx, .md eller .json. "
            "Välj ändelse efter det format du vill ha."
        )
    if path.is_dir():
        raise OutputError(f"{path} är en mapp. Ange ett filnamn i den.")
    if not path.parent.is_dir():
        raise OutputError(f"Mappen {path.parent} finns inte. Skapa den eller välj en annan.")
    if path.exists() and not overwrite:
        raise OutputError(
            f"Filen {path} finns redan. Välj ett annat namn, eller lägg till --skriv-over."
        )


def show_draft(draft: Draft) -> str:
    """The draft as text to read in a terminal or send on."""
    return markdown_of(draft)


def write_draft(draft: Draft, path: Path) -> None:
    """The draft in the format of the file's name."""
    ending = path.suffix.casefold()
    if ending == ".docx":
        content = docx_of(draft)
    else:
        content = (markdown_of(draft) if ending == ".md" else evidence_of(draft)).encode()
    try:
        write_whole(path, content)
    except OSError as error:
        raise OutputError(f"Filen {path} gick inte att skriva: {error.strerror}.") from error
