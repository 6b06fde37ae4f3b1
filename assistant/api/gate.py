"""The gate: who asks, and whether they may, before a route or a byte of the body is met.

In order: no key in the address; a local service under its own names only; who asks
(``Access.visit``); what the route needs by the table of ``access.table``, where no line means no;
and that what changes something was sent by a page of ours (``senders``). The actor is then at
``request.state.actor``. Written as plain ASGI, so that streams are never held up.
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.entry import Access, key_in_address
from assistant.access.errors import NoRoleError, RefusedError, SharedFileError
from assistant.access.local import host_is_ours
from assistant.access.model import Actor, Role
from assistant.access.provider import ProviderError
from assistant.access.routes import Found, RouteMap
from assistant.access.table import ANYONE, has_entry, needed
from assistant.access.visit import STRANGER, Known, Visit, begin_visit
from assistant.api.problems import ProblemError, Render, told, wants_page
from assistant.api.senders import check_sender

log = logging.getLogger(__name__)

SIGN_IN = "/logga-in"
CALLBACK = "/logga-in/klar"


class Gate:
    """Lets in whom the table lets in, and tells the others why not."""

    def __init__(self, app: ASGIApp, render: Render) -> None:
        self._app = app
        self._render = render
        self._map: RouteMap | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            refused = await self._refusal(request)
        except ProblemError as error:
            refused = self._told(request, error)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, _kept_private(send) if request.state.own else send)

    async def _refusal(self, request: Request) -> Response | None:
        """None where the request may go on; sets who asks on the way."""
        access: Access = request.app.state.access
        path, query = _address(request)
        _check_address(path, "" if path == CALLBACK else query)
        _check_host(request, access)
        if self._map is None:
            self._map = RouteMap(request.app.routes)
        found = self._map.find(request.method, path)
        need = _need(found)
        visit = await _visit(request, access, must=need is not ANYONE)
        request.state.actor = visit.actor
        request.state.own = need is not ANYONE and visit.known is not Known.LOCAL
        begin_visit(visit)
        if need is not ANYONE:
            if visit.known is Known.NOT:
                return self._sign_in_first(request)
            _check_role(visit.actor, need)
        check_sender(request, visit, access.sign_in, found)
        return None

    def _sign_in_first(self, request: Request) -> Response:
        """A person is taken to the sign-in and then back; a program is told."""
        if request.method == "GET" and wants_page(request) and not _is_part(request):
            path, query = _address(request)
            back = quote(quote(path) + (f"?{query}" if query else ""), safe="")
            return RedirectResponse(f"{SIGN_IN}?till={back}", 303)
        raise ProblemError(
            401,
            "Du är inte inloggad",
            "Logga in på tjänstens startsida, i en ny flik om du har något osparat här. "
            "Ett program skickar sin nyckel i huvudet Authorization: Bearer.",
        )

    def _told(self, request: Request, error: ProblemError) -> Response:
        response = told(request, self._render, error)
        if error.status == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="Planassistent"'
        response.headers["Cache-Control"] = "no-store"
        return response


def _kept_private(send: Send) -> Send:
    """What somebody is answered, no cache may give to another without asking."""

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return send_private


def _address(request: Request) -> tuple[str, str]:
    """Path and query as the router will see them; no other header or spelling has a say."""
    return request.scope["path"], request.scope["query_string"].decode("latin-1")


def _check_address(path: str, query: str) -> None:
    if key_in_address(path, query):
        raise ProblemError(
            400,
            "En nyckel får inte stå i adressen",
            "Adresser sparas i loggar och historik. Be en administratör dra in nyckeln och skapa "
            "en ny, och skicka den i huvudet Authorization: Bearer.",
        )


def _check_host(request: Request, access: Access) -> None:
    if access.served is not None and not host_is_ours(
        request.headers.get("host", ""), access.served
    ):
        raise ProblemError(
            403,
            "Tjänsten svarar bara på den här datorn",
            "Öppna den på http://127.0.0.1 eller http://localhost. Ska andra nå den behöver "
            "inloggning ställas in; se avsnittet Inloggning i drift.md.",
        )


def _need(found: Found | None) -> Role | None:
    """What a route needs; what does not exist needs what reading needs."""
    if found is None:
        return Role.READER
    if has_entry(found.method, found.path):
        return needed(found.method, found.path)
    if found.fits:
        log.error("%s %s has no line in the table of access", found.method, found.path)
        raise ProblemError(
            403, "Adressen är inte öppnad för någon", "Kontakta förvaltaren; felet är vårt."
        )
    return Role.READER


def _check_role(actor: Actor, need: Role) -> None:
    if not actor.may(need):
        raise ProblemError(
            403,
            "Du har inte behörighet till det här",
            f"Det kräver rollen {need}; du har rollen {actor.role}. "
            "Be förvaltaren om du behöver den.",
        )


async def _visit(request: Request, access: Access, must: bool) -> Visit:
    """Who asks; on what is open to anyone, something that is not good counts as nothing."""
    shown = request.headers.get("authorization", "")
    try:
        return await access.visit(shown, request.cookies)
    except RefusedError as error:
        if not must:
            return STRANGER
        status = 403 if isinstance(error, NoRoleError) else 401
        raise ProblemError(status, error.title, error.detail) from None
    except ProviderError as error:
        if not must:
            return STRANGER
        raise ProblemError(503, "Inloggningstjänsten svarar inte", str(error)) from None
    except SharedFileError as error:
        log.error("who asks cannot be told: %s", error)
        if not must:
            return STRANGER
        raise ProblemError(
            503, "Tjänsten kan inte avgöra vem du är", "Försök igen om en stund, eller kontakta "
            "förvaltaren; felet står i serverns logg."
        ) from None  # fmt: skip


def _is_part(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"
