"""The one place where engines are chosen and put together; everything else takes them as given.

Engines are imported when they are needed: a command that only asks for help must not wait for
a deep-learning library to load.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from assistant.access.model import LOCAL, Actor
from assistant.settings import Settings
from ingest.archive import Archive
from ingest.errors import StoreUnavailableError
from ingest.index.ports import Embedder, PassageStore, Reranker
from ingest.library import Library

if TYPE_CHECKING:
    from fastapi import FastAPI
    from mcp.server.mcpserver import MCPServer

    from assistant.access.entry import Access
    from assistant.access.keys import KeyRing
    from assistant.access.witness import Witness
    from assistant.answer import Assistant
    from assistant.api.seen import Desk
    from assistant.audit.log import AuditLog
    from assistant.chat.port import ChatModel
    from assistant.draft.drafter import Drafter
    from assistant.meaning import Meaning
    from assistant.operation.setup import Operation
    from ingest.backup.making import Source
    from ingest.index.server import Address
    from ingest.pipeline import Pipeline

_RETRY_S = 1.0
_PATIENCE_S = 30.0
"""How long a service that starts waits for the Chroma server."""


def build_embedder(settings: Settings, hurried: bool = False) -> Embedder:
    """The embedder that the settings name; the default model is unpacked at first use.

    ``hurried`` for a command that asks a question and ends.
    """
    from ingest.index.embedding import SentenceTransformerEmbedder, default_model_folder

    if settings.model == "default":
        return SentenceTransformerEmbedder(default_model_folder(settings.models), hurried)
    return SentenceTransformerEmbedder(settings.model)


def build_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name, if any."""
    if not settings.reranker:
        return None
    from ingest.index.reranking import CrossEncoderReranker

    return CrossEncoderReranker(settings.reranker)


def build_library(settings: Settings, patience_s: float = 0.0, hurried: bool = False) -> Library:
    """The stored library, its lexical index caught up.

    A Chroma server that does not answer yet is waited for, as long as ``patience_s``; ``hurried``
    as for the embedder.
    """
    embedder = build_embedder(settings, hurried)
    from ingest.index.lexical import TantivyIndex

    store = build_store(settings, embedder.name, patience_s)
    lexical = TantivyIndex(settings.lexical_path)
    lexical.sync(store)
    archive = Archive(settings.archive_path)
    return Library(store, lexical, embedder, archive, build_reranker(settings))


def build_store(settings: Settings, model: str, patience_s: float = 0.0) -> PassageStore:
    """The passages and the catalogue: in a folder, or in the Chroma server that is set."""
    from ingest.index.chroma import ChromaStore

    if not settings.chroma_host:
        return ChromaStore(settings.chroma_path, model=model)
    from ingest.index.server import Server, connected
    from ingest.replica import word_of

    until = time.monotonic() + patience_s
    while True:
        try:
            client = connected(_address(settings))
            return ChromaStore(Server(client, model, word_of(settings.local_path)), model=model)
        except StoreUnavailableError:
            if time.monotonic() > until:
                raise
            time.sleep(_RETRY_S)


def _address(settings: Settings) -> Address:
    from ingest.index.server import Address

    headers = {}
    if settings.chroma_token is not None:
        token, name = settings.chroma_token.get_secret_value(), settings.chroma_token_header
        headers[name] = f"Bearer {token}" if name.lower() == "authorization" else token
    return Address(
        host=settings.chroma_host or "",
        port=settings.chroma_port,
        ssl=settings.chroma_ssl,
        headers=headers,
        database=settings.chroma_database,
        timeout_s=settings.chroma_timeout_s,
    )


def build_backup_source(settings: Settings) -> Source:
    """What a backup is made of; the model is not loaded."""
    from ingest.backup.making import Source

    model = build_embedder(settings).name
    store, archive = build_store(settings, model), Archive(settings.archive_path)
    return Source(store, archive, model, settings.data, frozenset({settings.local_path}))


def build_chat_model(settings: Settings) -> ChatModel | None:
    """The chat model that the settings name, with a line before it, or None.

    ChatModelSettingError where it cannot be.
    """
    if not (settings.chat_model or "").strip():
        return None
    from assistant.chat.build import chat_model
    from assistant.chat.queue import Queued

    model, patience = chat_model(settings), settings.chat_timeout_s
    return Queued(model, settings.chat_at_once, settings.chat_line, patience)


def build_pipeline(settings: Settings, library: Library) -> Pipeline:
    """The path that reports take into the library; close it when done."""
    from ingest.pipeline import Pipeline
    from ingest.reading.files import Limits

    limits = Limits(
        settings.max_upload_mb * 1_000_000,
        settings.read_timeout_s,
        masks=settings.mask_personal_numbers,
    )
    return Pipeline(library, limits, settings.organisation)


def build_assistant(
    settings: Settings,
    library: Library,
    model: ChatModel | None = None,
    meaning: Meaning | None = None,
) -> Assistant:
    """The assistant over a library, with the administrator's boards and units.

    ``meaning`` is what another assistant has learnt of names; it may be shared.
    """
    from assistant.answer import Assistant
    from ingest.organisation import load_organisation

    organisation = load_organisation(settings.organisation)
    return Assistant(library, organisation=organisation, model=model, meaning=meaning)


def build_drafter(settings: Settings, library: Library, model: ChatModel | None = None) -> Drafter:
    """The drafter over a library, with the administrator's boards and units."""
    from assistant.draft.drafter import Drafter
    from assistant.draft.phrasing import Phrasing
    from ingest.organisation import load_organisation

    phrasing = Phrasing(model, settings.draft_timeout_s) if model is not None else None
    return Drafter(library, load_organisation(settings.organisation), phrasing)


def build_mcp_server(settings: Settings, internal: bool = True, actor: Actor = LOCAL) -> MCPServer:
    """The tools for other assistants, on what is stored; ImportError without the extra «mcp».

    Without ``internal`` the boards' internal reports are not there. What is asked is logged.
    """
    from assistant.api.logged import LoggedAssistant, LoggedDrafter
    from assistant.audit.trail import Trail
    from assistant.mcp_server import mcp_server

    model = build_chat_model(settings)
    whole = build_library(settings)
    library = whole if internal else whole.seen_by(frozenset())
    trail = Trail(build_audit(settings), actor, "mcp")
    assistant = LoggedAssistant(build_assistant(settings, library, model), trail)
    drafter = LoggedDrafter(build_drafter(settings, library, model), trail)
    return mcp_server(assistant, library, drafter)


def build_audit(settings: Settings) -> AuditLog:
    """The log of who reads and changes what."""
    from assistant.audit.log import AuditLog

    return AuditLog(
        settings.audit_path,
        texts=settings.audit_texts,
        days=settings.audit_keep_days,
        most_bytes=settings.audit_file_mb * 1_000_000,
    )


def build_witness(settings: Settings) -> Witness:
    """Who is told of sign-ins and keys: the log."""
    from assistant.audit.witness import AuditWitness

    return AuditWitness(build_audit(settings))


def build_keys(settings: Settings) -> KeyRing:
    """The programs' keys."""
    from assistant.access.keys import KeyRing
    from assistant.access.secret import derived
    from assistant.access.shared_file import SharedFile

    return KeyRing(SharedFile(settings.keys_path), derived(_secret(settings), "keys"))


def build_access(settings: Settings, host: str) -> Access:
    """How a service that listens on ``host`` knows who asks: by sign-in, or all are local."""
    from assistant.access.configured import build_sign_in, wants_sign_in
    from assistant.access.entry import Access

    keys, witness = build_keys(settings), build_witness(settings)
    if wants_sign_in(settings):
        return Access(keys, build_sign_in(settings, _secret(settings)), None, witness)
    return Access(keys, None, frozenset({host.lower()}), witness)


def _secret(settings: Settings) -> bytes:
    from assistant.access.secret import find_secret

    stated = settings.secret.get_secret_value() if settings.secret else None
    return find_secret(stated, settings.secret_path)


def _used_first(pipeline: Pipeline, use: Callable[[Pipeline], None]) -> Pipeline:
    """The pipeline, used; closed where that is broken off."""
    try:
        use(pipeline)
    except BaseException:
        pipeline.close()
        raise
    return pipeline


def _desks(
    settings: Settings, model: ChatModel | None, meaning: Meaning, watched: Operation
) -> Callable[[Library], Desk]:
    """What answers, drafts and checks for those who see a part of the library."""
    from assistant.api.seen import Desk
    from assistant.operation.observer import Observed
    from assistant.plan_check.checker import PlanChecker
    from assistant.warm import warm_words

    def desk(part: Library) -> Desk:
        told = build_assistant(settings, part, model, meaning)
        answering = Observed(told, watched.observers)
        Thread(target=warm_words, args=(part,), name="words", daemon=True).start()
        return Desk(part, answering, build_drafter(settings, part, model), PlanChecker(part))

    return desk


def build_service(
    settings: Settings,
    access: Access | None = None,
    before: Callable[[Pipeline], None] = lambda _: None,
) -> tuple[FastAPI, Callable[[], None]]:
    """The service on what is stored, and what to call when it has ended.

    ``before`` is given the path that reports take into the library, before anything is asked of it.
    Only whoever sits at this machine reaches a service without sign-in: its first questions are
    embedded in a hurry.
    """
    from assistant import app as web
    from assistant.feedback import FeedbackLog
    from assistant.follow import Follower
    from assistant.operation.observer import Observed, observed_intake
    from assistant.operation.setup import operation
    from assistant.warm import warm

    watched = operation(settings)
    model = build_chat_model(settings)
    access = access or build_access(settings, "127.0.0.1")
    library = build_library(settings, _PATIENCE_S, hurried=access.sign_in is None)
    pipeline = _used_first(build_pipeline(settings, library), before)
    assistant = build_assistant(settings, library, model)
    service = web.create_app(
        Observed(assistant, watched.observers),
        library,
        observed_intake(pipeline.ingest, watched.observers),
        pipeline.check_identity,
        settings.max_upload_mb,
    )
    web.let_in(service, access)
    web.watch_over(service, watched)
    web.keep_uploads(service, settings.uploads_path)
    web.equip(service, model, FeedbackLog(settings.feedback_path))
    web.draft_with(service, build_drafter(settings, library, model))

    web.narrow_with(service, _desks(settings, model, assistant.meaning, watched))
    web.audit_with(service, build_audit(settings))
    web.run_by(service, settings.operator, settings.contact)
    Thread(target=warm, args=(library, assistant.meaning), name="warm-up", daemon=True).start()
    if settings.chroma_host:
        Follower(library).start()

    def close() -> None:
        pipeline.close()
        watched.close()

    return service, close
