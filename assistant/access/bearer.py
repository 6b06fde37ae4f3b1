"""Access tokens of the provider, shown by programs: for us, in time, with a role.

An ID token is no access token, though the same provider signed it: where client and audience have
the same name, what only ID tokens carry gives it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.access.claims import ClaimRules, name_of
from assistant.access.errors import NoRoleError, RefusedError
from assistant.access.model import Actor
from assistant.access.provider import Provider
from assistant.access.tokens import Token, TokenError, check_claims

_OF_ID_TOKENS = ("at_hash", "c_hash", "nonce", "events")
_SAID: Mapping[str, tuple[str, str]] = {
    "utgången": ("Åtkomsttoken har gått ut", "Hämta en ny från inloggningstjänsten."),
    "framtid": (
        "Åtkomsttoken gäller inte ännu",
        "Klockan på servern eller hos inloggningstjänsten går fel. Be förvaltaren ställa den.",
    ),
    "mottagare": ("Åtkomsttoken är inte till den här tjänsten", "Begär en för rätt mottagare."),
}
_OTHERWISE = (
    "Åtkomsttoken gäller inte",
    "Begär en ny från inloggningstjänsten. Händer det igen, kontakta förvaltaren.",
)


@dataclass(frozen=True, slots=True)
class AccessTokens:
    """Reads access tokens that the provider made for ``audience``."""

    provider: Provider
    audience: str
    rules: ClaimRules

    async def actor(self, token: str) -> Actor:
        """Who a token speaks for; ``RefusedError`` where it is not good."""
        try:
            read = await self.provider.signed(token)
            check_claims(read, self.provider.expects(self.audience))
            _check_kind(read)
        except TokenError as error:
            raise RefusedError(error.reason, *_SAID.get(error.reason, _OTHERWISE)) from error
        actor = self.rules.actor(read.claims)
        if actor is None:
            raise NoRoleError(name_of(read.claims), str(read.claims["sub"]))
        return actor


def _check_kind(token: Token) -> None:
    kind = token.claims.get("typ")
    if any(name in token.claims for name in _OF_ID_TOKENS) or kind in {"ID", "Refresh"}:
        raise TokenError("slag")
