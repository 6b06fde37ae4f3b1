"""Whether a page of ours sent what changes something: origin for all, a form token for sessions.

A page of another site can make a browser post here, with the cookies it has for us. Such a
request carries a foreign ``Origin`` or ``Sec-Fetch-Site`` and is refused, signed in or not. What
a session sends must moreover say where it comes from, and carry the token that our pages put into
forms (``formkod``) and scripts into a header (``X-Formkod``). What a program sends with a key or
a token needs neither: no cookie is read for it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from assistant.access.entry import SignIn
from assistant.access.routes import Found
from assistant.access.visit import Known, Visit, current_visit
from assistant.api.problems import ProblemError

FORM_FIELD = "formkod"
FORM_HEADER = "x-formkod"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def check_sender(
    request: Request, visit: Visit, sign_in: SignIn | None, found: Found | None
) -> None:
    """``ProblemError`` where another site sent this, or a session without its token.

    A form's token stands in its body, which is not read yet: that is left to ``check_form``.
    """
    request.state.form_awaited = False
    if request.method in SAFE_METHODS or visit.known is Known.BEARER:
        return
    if _is_foreign(request, sign_in):
        raise ProblemError(
            403,
            "Begäran kom från en annan webbplats",
            "Gå till tjänstens egen sida och gör om det därifrån.",
        )
    if sign_in is None or visit.known is not Known.SESSION:
        return
    if not _says_where_from(request):
        raise _untold()
    token = request.headers.get(FORM_HEADER)
    is_form = request.headers.get("content-type", "").startswith(_FORMS)
    if token is None and is_form and found is not None and found.checks_forms:
        request.state.form_awaited = True
    elif not sign_in.sessions.is_form_token(token or "", visit.actor):
        raise _untold()


async def check_form(request: Request) -> None:
    """A dependency of every route: the token that a form carries, where none came as a header."""
    if not getattr(request.state, "form_awaited", False):
        return
    sign_in: SignIn = request.app.state.access.sign_in
    token = (await request.form()).get(FORM_FIELD)
    if not isinstance(token, str) or not sign_in.sessions.is_form_token(
        token, current_visit().actor
    ):
        raise _untold()


def _is_foreign(request: Request, sign_in: SignIn | None) -> bool:
    if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        return True
    origin = request.headers.get("origin")
    if not origin:
        return False
    if sign_in is not None:
        return origin != sign_in.origin
    return urlsplit(origin).netloc != request.headers.get("host", "")


def _says_where_from(request: Request) -> bool:
    return bool(request.headers.get("origin") or request.headers.get("sec-fetch-site"))


def _untold() -> ProblemError:
    return ProblemError(
        403,
        "Sidan är för gammal för att skickas",
        "Ladda om sidan och gör om det. Kopiera först det du har skrivit, om det inte är sparat.",
    )
