"""Where a service without sign-in may be reached: on this machine, under this machine's names.

Two rules. It may only be bound to a loopback address, and the address that counts is the one the
socket really got, so that no spelling («0», «::», a name in a hosts file) slips past. And the
``Host`` of a request must be a loopback name or the address that is served: a page elsewhere can
point a name of its own at 127.0.0.1 and would otherwise read the service through the browser.
No header ever says who asks; what a proxy in front writes of names and users is not read.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

from assistant.access.errors import UnsafeBindError

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:@/\s]+))(?::\d+)?")


def is_loopback(address: str) -> bool:
    """Whether an IP address, or the name «localhost», reaches this machine only."""
    name = address.strip().lower().removeprefix("[").removesuffix("]").rstrip(".")
    if name == "localhost":
        return True
    try:
        found = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def check_bind(bound: str, signs_in: bool) -> None:
    """``UnsafeBindError`` where others can reach ``bound`` and nobody has to sign in.

    ``bound`` is what the socket says that it is bound to.
    """
    if signs_in or is_loopback(bound):
        return
    raise UnsafeBindError(
        f"Tjänsten startar inte på {bound}: andra datorer skulle nå den, och ingen inloggning är "
        "inställd. Ställ in inloggning (PLANASSISTENT_OIDC_ISSUER, PLANASSISTENT_OIDC_CLIENT_ID "
        "och PLANASSISTENT_PUBLIC_URL; se avsnittet Inloggning i drift.md), eller kör tjänsten "
        "bara för den här datorn med --host 127.0.0.1."
    )


def host_of(header: str) -> str:
    """The name or address of a ``Host`` header, without its port; "" where it is not one."""
    found = _HOST.fullmatch(header.strip().lower())
    return (found[1] or found[2]) if found else ""


def host_is_ours(header: str, served: frozenset[str]) -> bool:
    """Whether a ``Host`` header names this machine, or an address that is served."""
    name = host_of(header)
    return name in served or is_loopback(name)
