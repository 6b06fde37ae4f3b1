"""The right to write where the server lets nobody take it; the rest is proven on a real server."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from chromadb.errors import NotFoundError, UniqueConstraintError

from ingest.errors import LibraryBusyError
from ingest.index.lease import Lease


class _Refusing:
    """A server that says that the collection is there, and that it is not."""

    def create_collection(self, *_: Any, **__: Any) -> NoReturn:
        raise UniqueConstraintError("there")

    def get_collection(self, *_: Any, **__: Any) -> NoReturn:
        raise NotFoundError("none")


def test_a_server_that_makes_nothing_is_not_asked_for_ever() -> None:
    client: Any = _Refusing()
    with pytest.raises(LibraryBusyError), Lease(client).held(0.05):
        pytest.fail("nothing was taken")
