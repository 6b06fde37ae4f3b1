"""Signing in and out: away to the provider, back with a session, and out of both again.

Who signs in without a role gets no session but a page that says whom to ask. Signing out takes
the session's cookie away and ends the session for every copy of it; where the provider has a place
for it, the page that says so goes on there, so that the next person at the computer is not let in
by the provider alone. Every outcome is told to the witness.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from assistant.access.claims import name_of
from assistant.access.entry import Access, SignIn
from assistant.access.errors import RefusedError, SharedFileError
from assistant.access.model import NOBODY, Actor, Role
from assistant.access.provider import ProviderError
from assistant.access.visit import STRANGER, begin_visit
from assistant.access.witness import SIGN_IN_REFUSED, SIGNED_IN, SIGNED_OUT
from assistant.api.deps import TheService
from assistant.api.problems import ProblemError
from assistant.web.templating import page

router = APIRouter(include_in_schema=False)

_ATTEMPT_S = 600


@router.get("/logga-in")
async def begin(request: Request, till: str = "/") -> Response:
    """Away to the provider; ``till`` is the page to come back to."""
    access: Access = request.app.state.access
    sign_in = access.sign_in
    if sign_in is None:
        return RedirectResponse("/", 303)
    try:
        begun = await sign_in.door.begin(till, request.cookies.get(_attempt(sign_in)))
    except ProviderError as error:
        raise _silent(error) from error
    response = RedirectResponse(begun.url, 303, headers={"Cache-Control": "no-store"})
    _set(response, sign_in, _attempt(sign_in), begun.browser, _ATTEMPT_S)
    return response


@router.get("/logga-in/klar")
async def end(request: Request, service: TheService) -> Response:
    """Back from the provider: a new session, or why there is none."""
    access: Access = request.app.state.access
    sign_in = access.sign_in
    if sign_in is None:
        return RedirectResponse("/", 303)
    try:
        browser = request.cookies.get(_attempt(sign_in))
        ended = await sign_in.door.end(dict(request.query_params), browser)
        actor = sign_in.rules.actor(ended.claims)
        if actor is None:
            stranger = Actor(str(ended.claims["sub"]), name_of(ended.claims), Role.READER)
            await _noted(access, SIGN_IN_REFUSED, stranger, orsak="ingen roll")
            whom = [part for part in (service.runs.name, service.runs.contact) if part]
            refused = page("no_role.html", 403, name=stranger.name, whom=whom, place="")
            _set(refused, sign_in, sign_in.cookie, "", 0)
            return refused
        cookie = sign_in.sessions.start(actor)
    except RefusedError as error:
        await _noted(access, SIGN_IN_REFUSED, NOBODY, orsak=error.reason)
        return page("not_in.html", 400, title=error.title, detail=error.detail, place="")
    except ProviderError as error:
        raise _silent(error) from error
    await _noted(access, SIGNED_IN, actor, roll=actor.role.value)
    response = RedirectResponse(ended.path, 303, headers={"Cache-Control": "no-store"})
    _set(response, sign_in, sign_in.cookie, cookie, sign_in.sessions.seconds)
    return response


@router.post("/logga-ut")
async def leave(request: Request) -> Response:
    """Out of the session, and on to the provider's own place for it."""
    access: Access = request.app.state.access
    sign_in = access.sign_in
    if sign_in is None:
        return RedirectResponse("/", 303)
    session = await run_in_threadpool(sign_in.session, request.cookies)
    if session is not None:
        try:
            await run_in_threadpool(sign_in.sessions.end, session)
        except SharedFileError as error:
            raise ProblemError(
                503, "Du är inte utloggad", "Försök igen, eller stäng webbläsaren. " + str(error)
            ) from error
        await _noted(access, SIGNED_OUT, session.actor)
    onward = await sign_in.door.leave(f"{sign_in.origin}/logga-ut/klar")
    begin_visit(STRANGER)
    response = page("signed_out.html", onward=onward, place="")
    _set(response, sign_in, sign_in.cookie, "", 0)
    return response


@router.get("/logga-ut/klar")
def left() -> Response:
    """Where the provider sends whoever has signed out."""
    return page("signed_out.html", onward=None, place="")


async def _noted(access: Access, event: str, actor: Actor, **details: str) -> None:
    """Tell the witness, beside the others' requests: the log may be written by another process."""
    await run_in_threadpool(access.witness.write, event, actor, **details)


def _attempt(sign_in: SignIn) -> str:
    return f"{sign_in.cookie}-in"


def _set(response: Response, sign_in: SignIn, name: str, value: str, seconds: int) -> None:
    """A cookie for this service only, out of reach of scripts and of other sites' posts."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=sign_in.secure, httponly=True, samesite="lax"
    )


def _silent(error: ProviderError) -> ProblemError:
    return ProblemError(503, "Inloggningstjänsten svarar inte", str(error))
