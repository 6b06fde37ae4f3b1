"""Signing in at the provider and coming back: authorization code with PKCE, state and nonce.

Nothing is kept on the server between the two. A random text in a cookie of the browser, ten
minutes old at most, is what nonce and PKCE verifier are made of, together with the number of the
attempt; the state carries that number and where to go back to, signed. So another browser, a made
up state, or an answer to somebody else's attempt comes to nothing, and several tabs may sign in at
once. A state is good once. What comes back goes only to a path of our own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError

from assistant.access.errors import RefusedError
from assistant.access.provider import TIMEOUT_S, Provider, ProviderError
from assistant.access.secret import derived
from assistant.access.tokens import LEEWAY_S, Token, TokenError, check_claims

MINUTES = 10
_CLOCKS_APART_S = 300
_LONGEST_PATH = 1_000


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows us as."""

    id: str
    secret: str | None
    scope: str
    returns_to: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send a browser, and the text that its cookie is to hold."""

    url: str
    browser: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Who came back, by the claims of the ID token, and the path they wanted."""

    claims: Mapping[str, Any]
    path: str


def own_path(text: str) -> str:
    """A path of our own to go back to; the first page where it is anything else."""
    ours = text.startswith("/") and not text.startswith(("//", "/logga-"))
    plain = "\\" not in text and all(c > " " and c != "\x7f" for c in text)
    if not (ours and plain):
        return "/"
    if len(text) > _LONGEST_PATH:
        text = text.partition("?")[0]
    return text if len(text) <= _LONGEST_PATH else "/"


class SignInFlow:
    """The way to the provider and back."""

    def __init__(self, provider: Provider, client: Client, secret: bytes) -> None:
        self._provider = provider
        self._client = client
        self._secret = derived(secret, "sign-in")
        self._states = URLSafeTimedSerializer(
            derived(secret, "state"),
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )
        self._used: dict[str, float] = {}

    async def begin(self, back: str, browser: str | None) -> Begun:
        """A new attempt; ``browser`` is what the browser's cookie holds already."""
        metadata = await self._provider.metadata()
        browser = browser if browser and len(browser) == 43 else secrets.token_urlsafe(32)
        attempt = secrets.token_urlsafe(16)
        state = str(self._states.dumps([attempt, own_path(back)]))
        async with self._http(metadata) as http:
            url, _ = http.create_authorization_url(
                metadata["authorization_endpoint"],
                state=state,
                code_verifier=self._made(browser, attempt, "pkce"),
                nonce=self._made(browser, attempt, "nonce"),
            )
        return Begun(url, browser)

    async def end(self, answer: Mapping[str, str], browser: str | None) -> Ended:
        """Who came back; ``RefusedError`` where anything is not as it was begun."""
        attempt, path = self._attempt(answer.get("state", ""))
        if not browser:
            raise _again("kakan saknas")
        metadata = await self._provider.metadata()
        if answer.get("iss", self._provider.issuer) != self._provider.issuer:
            raise _again("fel utfärdare i svaret")
        if metadata.get("authorization_response_iss_parameter_supported") and "iss" not in answer:
            raise _again("utfärdaren saknas i svaret")
        if "error" in answer or not answer.get("code"):
            raise _again(f"nekad av inloggningstjänsten: {answer.get('error', '')[:40]}")
        tokens = await self._exchanged(answer["code"], self._made(browser, attempt, "pkce"))
        token = await self._id_token(tokens, self._made(browser, attempt, "nonce"))
        return Ended(token.claims, path)

    async def leave(self, back: str) -> str | None:
        """Where to sign out at the provider too; None where it has no such place or is silent."""
        try:
            place = (await self._provider.metadata()).get("end_session_endpoint")
        except ProviderError:
            return None
        if not isinstance(place, str):
            return None
        asked = {"client_id": self._client.id, "post_logout_redirect_uri": back}
        return str(httpx2.URL(place).copy_merge_params(asked))

    def _attempt(self, state: str) -> tuple[str, str]:
        try:
            attempt, path = self._states.loads(state, max_age=MINUTES * 60)
        except (BadSignature, ValueError, TypeError) as error:
            raise _again("state") from error
        now = time.monotonic()
        self._used = {old: at for old, at in self._used.items() if now - at < MINUTES * 60}
        if attempt in self._used:
            raise _again("state använd igen")
        self._used[attempt] = now
        return str(attempt), own_path(str(path))

    async def _exchanged(self, code: str, verifier: str) -> Mapping[str, Any]:
        metadata = await self._provider.metadata()
        try:
            async with self._http(metadata) as http:
                found: Mapping[str, Any] = await http.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                )
        except OAuthError as error:
            raise _again(f"koden godtogs inte: {error.error[:40]}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderError(type(error).__name__) from error
        return found

    async def _id_token(self, tokens: Mapping[str, Any], nonce: str) -> Token:
        try:
            token = await self._provider.signed(str(tokens.get("id_token", "")))
            _check_clock(token, self._provider.clock())
            check_claims(token, self._provider.expects(self._client.id))
            params = {
                "nonce": nonce,
                "client_id": self._client.id,
                "access_token": tokens.get("access_token"),
            }
            claims = CodeIDToken(dict(token.claims), dict(token.header), {}, params)
            claims.validate(now=int(self._provider.clock()), leeway=LEEWAY_S)
        except TokenError as error:
            raise _again(f"id-token: {error.reason}") from error
        except JoseError as error:
            raise _again(f"id-token: {error.error}") from error
        return token

    def _http(self, metadata: Mapping[str, Any]) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self._client.id,
            self._client.secret,
            token_endpoint_auth_method=_auth_method(metadata, self._client.secret),
            scope=self._client.scope,
            redirect_uri=self._client.returns_to,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            transport=self._provider.transport,
        )

    def _made(self, browser: str, attempt: str, purpose: str) -> str:
        text = f"{purpose}:{attempt}:{browser}".encode()
        digest = hmac.digest(self._secret, text, hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _auth_method(metadata: Mapping[str, Any], secret: str | None) -> str:
    if secret is None:
        return "none"
    known = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"


def _check_clock(token: Token, now: float) -> None:
    """An ID token was made a moment ago; if its time says else, one of two clocks is wrong."""
    made = token.claims.get("iat")
    if not isinstance(made, int | float) or abs(now - made) <= _CLOCKS_APART_S:
        return
    apart = abs(now - made)
    shown = f"{apart / 3600:.0f} timmar" if apart >= 5400 else f"{apart / 60:.0f} minuter"
    side = "före" if now > made else "efter"
    raise RefusedError(
        "klocka",
        "Klockan går fel",
        f"Serverns klocka går {shown} {side} inloggningstjänstens. Det går inte att logga in "
        "förrän förvaltaren har ställt den.",
    )


def _again(reason: str) -> RefusedError:
    return RefusedError(
        reason,
        "Inloggningen gick inte att slutföra",
        "Försök igen. Händer det på nytt, kontakta förvaltaren.",
    )
