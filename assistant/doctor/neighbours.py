"""What is reached over the network: chat model, sign-in, and whether the clocks agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from assistant.doctor.finding import Finding, ok, warning, wrong
from assistant.errors import AssistantError
from assistant.settings import Settings

_TIMEOUT_S = 10.0
_SKEW_S, _MOST_SKEW_S = 30.0, 300.0


def chat_model(settings: Settings) -> Iterator[Finding]:
    """The chat model answers, where one is set."""
    from assistant.wiring import build_chat_model

    try:
        model = build_chat_model(settings)
        if model is None:
            yield ok("språkmodell", "Ingen är inställd; svaren är rapporternas egna ord.")
            return
        model.probe()
        yield ok("språkmodell", f"{settings.chat_model} svarar.")
    except AssistantError as error:
        yield _no_chat_model(str(error))
    except Exception as error:
        yield _no_chat_model(f"Språkmodellen svarar inte ({type(error).__name__}).")


def _no_chat_model(said: str) -> Finding:
    return warning(
        "språkmodell",
        said,
        "Svar ges ändå, med rapporternas egna ord. Kontrollera PLANASSISTENT_CHAT_MODEL och "
        "PLANASSISTENT_CHAT_BASE_URL, och att språkmodellens server är igång.",
    )


def sign_in(settings: Settings) -> Iterator[Finding]:
    """The sign-in service describes itself, where one is set."""
    issuer = settings.oidc_issuer
    if not issuer:
        yield ok("inloggning", "Ingen är inställd; tjänsten nås bara från den egna datorn.")
        return
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    remedy = "Kontrollera PLANASSISTENT_OIDC_ISSUER och att servern når inloggningstjänsten."
    try:
        answer = httpx.get(address, timeout=_TIMEOUT_S)
        told: Any = answer.raise_for_status().json()
        named = told.get("issuer") if isinstance(told, dict) else None
    except (httpx.HTTPError, ValueError) as error:
        yield wrong("inloggning", f"{address} svarar inte ({type(error).__name__}).", remedy)
        return
    if named != issuer:
        yield wrong("inloggning", f"{address} tillhör «{named}», inte «{issuer}».", remedy)
        return
    yield ok("inloggning", f"{issuer} svarar.")
    yield from _clock(answer.headers.get("date"), issuer)


def clock(settings: Settings) -> Iterator[Finding]:
    """This machine's clock against that of the Chroma server, where there is one."""
    if not settings.chroma_host:
        return
    scheme = "https" if settings.chroma_ssl else "http"
    address = f"{scheme}://{settings.chroma_host}:{settings.chroma_port}/api/v2/heartbeat"
    try:
        yield from _clock(httpx.get(address, timeout=_TIMEOUT_S).headers.get("date"), "Chroma")
    except httpx.HTTPError:
        return  # told as Chroma's own finding


def _clock(date: str | None, whose: str) -> Iterator[Finding]:
    if date is None:
        return
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    if skew < _SKEW_S:
        yield ok("klocka", f"Stämmer med {whose}.")
        return
    said = f"Datorns klocka skiljer {skew:.0f} sekunder från {whose}."
    remedy = "Ställ klockan med en tidsserver (till exempel chrony eller systemd-timesyncd)."
    found = wrong if skew > _MOST_SKEW_S else warning
    yield found("klocka", f"{said} Inloggningar och loggens tider blir då fel.", remedy)
