"""What can go wrong with who asks.

    AccessError
    ├── UnsafeBindError      the service would be open to others, and nobody has to sign in
    ├── AccessSettingError   settings of the sign-in that cannot be used; nothing starts with them
    ├── SharedFileError      the file of keys cannot be read or written
    ├── UnknownKeyError      no such key to revoke
    ├── ProviderError        the provider of sign-in does not answer as it must (``provider``)
    └── RefusedError         what was shown at the door is not good; HTTP 401
        └── NoRoleError      it is good, and whoever shows it has no role; HTTP 403

Every text is Swedish and says what to do. None repeats a key or a token.
"""

from __future__ import annotations

from assistant.errors import AssistantError


class AccessError(AssistantError):
    """Base of all expected trouble with access."""


class UnsafeBindError(AccessError):
    """The address is open to other machines and no sign-in is configured."""


class AccessSettingError(AccessError):
    """Settings of the sign-in that cannot be used."""


class SharedFileError(AccessError):
    """A file below the data folder that access needs cannot be read or written."""


class UnknownKeyError(AccessError):
    """There is no key with that id."""


class RefusedError(AccessError):
    """A key, a token or a sign-in that is not accepted.

    ``title`` says what is wrong and ``detail`` what to do; ``reason`` is one word for the log and
    ``known`` the id of the key or person, where the refused thing tells it beyond doubt.
    """

    def __init__(self, reason: str, title: str, detail: str, known: str | None = None) -> None:
        super().__init__(f"{title}. {detail}")
        self.reason = reason
        self.title = title
        self.detail = detail
        self.known = known


class NoRoleError(RefusedError):
    """Someone the provider knows and nobody has given a role."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            "ingen roll",
            "Du har ingen roll i Planassistenten",
            f"Be förvaltaren ge {name} rollen läsare, redaktör eller administratör.",
            known,
        )
