"""The same service as the routes are tested on."""

from tests.assistant.api.conftest import assistant, client, library

__all__ = ["assistant", "client", "library"]
