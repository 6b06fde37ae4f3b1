"""The description of the interface held: whatever is sent, only what it tells of comes back.

Requests are made of the description, by its rules and against them, and sent as nobody, as a
reader and as an administrator, to a service with sign-in whose answers are the real ones. No
answer may be a server error, have a status or a format that is not described, or another shape.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from assistant.access.entry import Access, SignIn
from assistant.access.keys import KeyRing
from assistant.access.model import Role
from assistant.access.sessions import Sessions
from assistant.access.shared_file import SharedFile
from assistant.answer import Assistant
from assistant.app import create_app, equip, let_in
from assistant.feedback import FeedbackLog
from tests.assistant.api.doors import FakeDoor
from tests.assistant.api.samples import GREENHOUSE, build_library, fake_check, fake_intake

LEAST = 2000
EXAMPLES = {None: 12, Role.READER: 24, Role.ADMINISTRATOR: 40}
HELD = (
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)
pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore::Warning:schemathesis"),
]


@dataclass
class Sent:
    """What has been sent and what came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class House:
    """A service's description and a key for each role."""

    schema: Any
    keys: dict[Role | None, dict[str, str]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("beskrivning")
    library = build_library(folder)
    app = create_app(Assistant(library), library, fake_intake(library), fake_check, max_upload_mb=1)
    keys = KeyRing(SharedFile(folder / "keys.json"), b"peppar")
    sessions = Sessions(b"h" * 32, SharedFile(folder / "ended.json"), 8)
    let_in(app, Access(keys, SignIn("http://localhost", sessions, FakeDoor())))
    equip(app, None, FeedbackLog(folder / "feedback.jsonl"))
    shown: dict[Role | None, dict[str, str]] = {None: {}}
    for role in (Role.READER, Role.ADMINISTRATOR):
        shown[role] = {"Authorization": f"Bearer {keys.create(role.value, role, None, 1)[1]}"}
    schema = schemathesis.openapi.from_asgi(
        "/api/openapi.json", app, headers=shown[Role.ADMINISTRATOR]
    )
    return House(schema, shown)


def operations(house: House) -> Iterator[Any]:
    for found in house.schema.get_all_operations():
        yield found.ok()


def send(operation: Any, mode: GenerationMode, headers: dict[str, str], most: int) -> Sent:
    """Requests to one operation; half of those for a report are for one that exists."""
    sent = Sent()

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.booleans())
    def one(case: Any, known: bool) -> None:
        if known and "document_id" in (case.path_parameters or {}):
            case.path_parameters["document_id"] = GREENHOUSE.document_id
        response = case.call(headers=headers)
        sent.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=HELD)
        except schemathesis.core.failures.FailureGroup as found:
            sent.faults.append(f"{operation.label} {response.status_code}: {found.exceptions}")

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            one()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "there is no wrong way to ask some operations"
    return sent


def test_nothing_comes_back_that_is_not_described(house: House) -> None:
    told: dict[Role | None, Counter[int]] = {role: Counter() for role in EXAMPLES}
    faults: list[str] = []
    for operation in operations(house):
        if operation.method == "delete":
            continue  # the reports are needed; a test of its own takes one out
        for role, most in EXAMPLES.items():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                sent = send(operation, mode, house.keys[role], most)
                told[role] += sent.statuses
                faults += sent.faults
    print({str(role): dict(statuses) for role, statuses in told.items()})
    assert faults == []
    assert sum(sum(statuses.values()) for statuses in told.values()) >= LEAST
    assert told[None].keys() <= {200, 400, 401, 503} and told[None][401]
    assert {200, 201, 404, 415, 422} <= told[Role.ADMINISTRATOR].keys()
    assert told[Role.READER][403]
