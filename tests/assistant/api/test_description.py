"""The description of the interface: whole, in Swedish, and its examples can be sent."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.description import EXAMPLES
from ingest.library import Library

NOT_UNDERSTOOD = "Uppgifterna kan inte användas"


@pytest.fixture
def described(client: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/openapi.json").json()
    return told


def test_every_operation_has_a_summary_and_every_body_of_json_an_example(
    described: dict[str, Any],
) -> None:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            summary = operation["summary"]
            assert summary[0].isupper() and not summary.endswith("."), (method, path)
            body = operation.get("requestBody", {}).get("content", {})
            if "application/json" in body:
                assert body["application/json"]["example"] == EXAMPLES[path]
    assert EXAMPLES.keys() <= described["paths"].keys()


def test_every_operation_tells_of_the_key_and_the_problems(described: dict[str, Any]) -> None:
    assert described["security"] == [{}, {"nyckel": []}]
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert {"401", "403", "404", "422", "429", "503"} <= operation["responses"].keys(), path
    assert "HTTPValidationError" not in str(described)


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_is_understood_as_it_stands(
    client: TestClient, library: Library, path: str
) -> None:
    method = "PATCH" if path == "/api/documents/{document_id}" else "POST"
    told = client.request(method, path, json=EXAMPLES[path])
    assert told.status_code not in (400, 405)
    if told.status_code == 422:  # no such unit in this library; the words were understood
        assert told.json()["title"] != NOT_UNDERSTOOD, told.json()


def test_what_is_not_understood_is_told_apart(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": 7})
    assert told.status_code == 422 and told.json()["title"] == NOT_UNDERSTOOD
