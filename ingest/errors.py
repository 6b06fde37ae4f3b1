"""What can go wrong on the ground floor.

Two branches, kept apart on purpose: bad input is expected and told to the user in Swedish;
everything else is a defect and surfaces as itself.

    IngestError
    ├── BadFileError            the file cannot be taken in; says which file and what to do
    │   └── UnknownIdentityError   board, year or report type could not be told; names the fields
    ├── LibraryBusyError        another process writes to the library; says how to go on
    ├── ModelUnavailableError   the embedding model cannot be had; says how to get it
    └── IndexUnusableError      the stored index does not fit the settings; says how to mend it
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of all expected trouble; ``str(error)`` is Swedish and fit for a user to read."""


class BadFileError(IngestError):
    """A file that cannot be ingested.

    ``name`` is the file's name without its folder, ``reason`` a Swedish sentence that says
    what is wrong and ``remedy`` one that says what to do.
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(f"{name}: {reason} {remedy}")
        self.name = name
        self.reason = reason
        self.remedy = remedy


class UnknownIdentityError(BadFileError):
    """Board, year or report type is missing; ``fields`` names them as in the HTTP contract."""

    def __init__(self, name: str, fields: tuple[str, ...], reason: str, remedy: str) -> None:
        super().__init__(name, reason, remedy)
        self.fields = fields


class LibraryBusyError(IngestError):
    """Another process holds the data folder."""


class IndexUnusableError(IngestError):
    """The index was built with other settings (say another embedding model)."""


class ModelUnavailableError(IngestError):
    """The embedding model that the settings name is not there or cannot be read."""
