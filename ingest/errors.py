"""What can go wrong on the ground floor.

Two branches, kept apart on purpose: bad input is expected and told to the user in Swedish;
everything else is a defect and surfaces as itself.

    IngestError
    ├── BadFileError            the file cannot be taken in; says which file and what to do
    │   └── UnknownIdentityError   board, year or report type could not be told; names the fields
    ├── LibraryBusyError        another process writes to the library; says how to go on
    ├── ModelUnavailableError   the embedding model cannot be had; says how to get it
    ├── IndexUnusableError      the stored index does not fit the settings; says how to mend it
    ├── DiskFullError           there is no room for what is new; goes on when there is again
    ├── StoreUnavailableError   the Chroma server does not answer; what was asked can be tried again
    └── BackupError             a backup that cannot be made, read or put back; says what to do
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


class StoreUnavailableError(IngestError):
    """The Chroma server cannot be reached or answers with an error of its own.

    ``str(error)`` names no address, so that anyone may read it; ``detail`` is for the log.
    """

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "Databasen svarar inte just nu, så rapporterna går inte att nå. Inget har gått "
            "förlorat. Försök igen om en stund; hjälper det inte, be förvaltaren kontrollera att "
            "Chroma är igång."
        )
        self.detail = detail


class DiskFullError(IngestError):
    """There is too little room on the disk to begin, or there was to end."""

    def __init__(self) -> None:
        super().__init__(
            "Disken är full eller nästan full, så inget nytt kan sparas. Det som redan finns är "
            "kvar och går att fråga om. Be förvaltaren frigöra plats, och försök sedan igen."
        )


class BackupError(IngestError):
    """A backup that cannot be made, is broken, or does not fit where it is to be put back."""
