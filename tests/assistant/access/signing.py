"""A provider made of functions: keys, tokens, and what it answers over the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://logga-in.test"
CLIENT = "planassistent"
NOW = 1_800_000_000


def key(kid: str) -> ECKey:
    """A signing key."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


def public(*keys: ECKey) -> dict[str, Any]:
    """The provider's key set."""
    return {"keys": [k.as_dict(private=False) for k in keys]}


def claims(**changed: Any) -> dict[str, Any]:
    """Good claims of an access token, some of them changed; None leaves one out."""
    good = {
        "iss": ISSUER, "aud": "plan", "sub": "s-1", "exp": NOW + 300, "iat": NOW,
        "name": "Anna Ek", "roles": ["redaktör"],
    }  # fmt: skip
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def token(signer: ECKey, body: dict[str, Any], **header: Any) -> str:
    """A signed token."""
    made = {"alg": "ES256", "kid": signer.kid, **header}
    return jwt.encode({n: v for n, v in made.items() if v is not None}, body, signer)


class Wire(httpx2.AsyncBaseTransport):
    """What the provider answers: addresses to bodies; counts what it is asked."""

    def __init__(self, *keys: ECKey) -> None:
        self.asked: list[str] = []
        self.down = False
        self.keys = keys
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "end_session_endpoint": f"{ISSUER}/ut?tenant=1",
        }
        self.tokens: Callable[[dict[str, str]], tuple[int, Any]] = lambda _: (400, {})

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if self.down:
            raise httpx2.ConnectError("nere", request=request)
        if request.url.path == "/jwks":
            return httpx2.Response(200, json=public(*self.keys))
        if request.url.path == "/token":
            form = dict(httpx2.QueryParams((await request.aread()).decode()))
            status, body = self.tokens(form)
            return httpx2.Response(status, content=json.dumps(body),
                                   headers={"Content-Type": "application/json"})  # fmt: skip
        return httpx2.Response(200, json=self.metadata)

    def count(self, path: str) -> int:
        return self.asked.count(path)
