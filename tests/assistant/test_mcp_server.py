"""The tools for other assistants, called by the protocol's official client."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.draft.drafter import Drafter
from assistant.mcp_server import mcp_server
from tests.assistant.api.samples import (
    GREENHOUSE,
    QUOTE,
    ScriptedAssistant,
    build_library,
    full_answer,
)


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> ScriptedAssistant:
    folder: Path = tmp_path_factory.mktemp("mcp")
    return ScriptedAssistant(build_library(folder), full_answer())


def talk(scripted: ScriptedAssistant, say: Callable[[Client], Awaitable[Any]]) -> Any:
    """One conversation with the server, in this process."""

    async def main() -> Any:
        server = mcp_server(scripted, scripted.library, Drafter(scripted.library))
        async with Client(server) as client:
            return await say(client)

    return anyio.run(main)


def called(scripted: ScriptedAssistant, tool: str, **arguments: Any) -> Any:
    return talk(scripted, lambda client: client.call_tool(tool, arguments))


def test_every_tool_is_told_in_swedish_and_reads_only(scripted: ScriptedAssistant) -> None:
    tools = talk(scripted, lambda client: client.list_tools()).tools
    assert [t.name for t in tools] == ["ask", "search", "indicators", "draft", "reports"]
    assert all(t.description and t.annotations.read_only_hint for t in tools)
    question = tools[0].input_schema["properties"]["question"]
    assert question["description"] == "Frågan." and tools[0].input_schema["required"] == [
        "question"
    ]


def test_an_answer_comes_with_page_and_quote(scripted: ScriptedAssistant) -> None:
    result = called(
        scripted, "ask", question="Hur många cyklar?", years=[2022], report_types=["vb"]
    )
    assert not result.is_error
    first = result.structured_content["citations"][0]
    assert (first["page"], first["quote"]) == (2, QUOTE)
    asked = scripted.asked[-1]
    assert asked.scope.years == (2022,) and asked.scope.report_types == ("VB",)


def test_rows_and_reports_are_the_librarys_own(scripted: ScriptedAssistant) -> None:
    rows = called(scripted, "indicators", name="nöjda gäster").structured_content["values"]
    assert (rows[0]["outcome"], rows[0]["citation"]["page"]) == ("81,5 %", 2)
    reports = called(scripted, "reports", years=[2022]).structured_content["documents"]
    assert GREENHOUSE.document_id in [report["id"] for report in reports]
    assert called(scripted, "reports", years=[1999]).structured_content["documents"] == []


def test_a_search_is_passed_on(scripted: ScriptedAssistant) -> None:
    hits = called(scripted, "search", text="cyklar", limit=1).structured_content["hits"]
    assert len(hits) == 1 and scripted.searched[-1][0] == "cyklar"


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("draft", {"unit": "Månbasen", "year": 2023}, "Månbasen"),
        ("draft", {"unit": "Växthuset", "year": 1900}, "1900"),
        ("ask", {"question": ""}, "question"),
        ("ask", {"question": "Hur många?", "report_types": ["ÅR"]}, "report_types"),
        ("search", {"text": "cyklar", "limit": 5000}, "limit"),
    ],
)
def test_what_cannot_be_done_is_an_error_in_words(
    scripted: ScriptedAssistant, name: str, arguments: dict[str, Any], words: str
) -> None:
    result = called(scripted, name, **arguments)
    assert result.is_error and words in result.content[0].text


def test_a_defect_shows_nothing_of_its_inside(scripted: ScriptedAssistant) -> None:
    class Broken(ScriptedAssistant):
        def ask(self, *_: object) -> Any:
            raise RuntimeError("hemlig sökväg")

    result = called(Broken(scripted.library, full_answer()), "ask", question="Hur många?")
    assert result.is_error and "hemlig" not in result.content[0].text


def test_the_command_serves_over_stdio(tmp_path: Path) -> None:
    """The real command and the real engines, over an empty library."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant.cli", "mcp"],
        env={**os.environ, "PLANASSISTENT_DATA": str(tmp_path), "HF_HUB_OFFLINE": "1"},
    )

    async def main() -> Any:
        async with Client(stdio_client(command)) as client:
            return await client.call_tool("reports", {})

    assert anyio.run(main).structured_content == {"documents": []}
