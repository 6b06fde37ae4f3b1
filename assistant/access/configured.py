"""Sign-in as the settings want it; a half setting is an error that names the missing half.

What makes a service need sign-in is any one of issuer, client and own address: whoever began to
configure it must not get a service that is open because a line is missing.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.access.bearer import AccessTokens
from assistant.access.claims import ClaimRules
from assistant.access.entry import SignIn
from assistant.access.errors import AccessSettingError
from assistant.access.flow import Client, SignInFlow
from assistant.access.provider import Provider, is_safe_address
from assistant.access.sessions import Sessions
from assistant.access.shared_file import SharedFile
from assistant.settings import Settings

_TOGETHER = ("public_url", "oidc_issuer", "oidc_client_id")


def wants_sign_in(settings: Settings) -> bool:
    """Whether sign-in is configured, whole or in part."""
    return any(getattr(settings, name) for name in _TOGETHER)


def build_sign_in(settings: Settings, secret: bytes) -> SignIn:
    """Sign-in by the settings; ``AccessSettingError`` where they cannot be used."""
    origin, issuer, client = _checked(settings)
    provider = Provider(issuer)
    rules = ClaimRules(
        settings.oidc_role_claim,
        settings.oidc_roles,
        settings.oidc_board_claim,
        settings.oidc_boards,
    )
    hidden = settings.oidc_client_secret
    known_as = Client(
        client,
        (hidden.get_secret_value() or None) if hidden else None,
        settings.oidc_scope,
        f"{origin}/logga-in/klar",
    )
    audience = settings.oidc_audience
    return SignIn(
        origin,
        Sessions(secret, SharedFile(settings.ended_path), settings.session_hours),
        SignInFlow(provider, known_as, secret),
        rules,
        AccessTokens(provider, audience, rules) if audience else None,
    )


def _checked(settings: Settings) -> tuple[str, str, str]:
    """Own address, issuer and client."""
    given = {name: getattr(settings, name) for name in _TOGETHER}
    missing = [f"PLANASSISTENT_{name.upper()}" for name, value in given.items() if not value]
    if missing:
        raise AccessSettingError(
            f"Inloggningen är inte färdigt inställd: {' och '.join(missing)} saknas. "
            "Se avsnittet Inloggning i drift.md."
        )
    for name in ("public_url", "oidc_issuer"):
        if not is_safe_address(given[name]):
            raise AccessSettingError(
                f"PLANASSISTENT_{name.upper()} ska vara en adress som börjar med https:// "
                "(http:// bara för den egna datorn)."
            )
    parts = urlsplit(given["public_url"])
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise AccessSettingError(
            "PLANASSISTENT_PUBLIC_URL ska vara tjänstens adress utan väg, till exempel "
            "https://plan.example.se"
        )
    if "openid" not in settings.oidc_scope.split():
        raise AccessSettingError("PLANASSISTENT_OIDC_SCOPE måste innehålla ordet openid.")
    usual = ":443" if parts.scheme == "https" else ":80"
    origin = f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"
    return origin, given["oidc_issuer"], given["oidc_client_id"]
