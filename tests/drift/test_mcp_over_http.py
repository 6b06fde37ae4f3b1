"""The tools over HTTP, asked by the protocol's own client; nobody else gets in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client

from tests.drift.processes import Process, free_port, until


class Tools(Process):
    """``planassistent mcp --http`` over an empty library."""

    def __init__(self, home: Path, *more: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "tests.drift.service", "mcp", "--http"]
        said = {"PLANASSISTENT_DATA": str(home / "data"), "PROV_SLOW": str(home / "slow")}
        super().__init__(
            [*command, "--port", str(self.port), *more], home / f"{len(more)}.log", said
        )

    def up(self) -> bool:
        assert self.alive, self.told()
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/mcp").status_code > 0
        except httpx.TransportError:
            return False


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = Tools(tmp_path_factory.mktemp("verktyg"))
    tools.start()
    until(tools.up, 240, 0.1)
    yield tools
    tools.kill()


def test_the_official_client_lists_and_calls(tools: Tools) -> None:
    async def main() -> tuple[list[str], Any]:
        async with Client(f"http://127.0.0.1:{tools.port}/mcp") as client:
            listed = [tool.name for tool in (await client.list_tools()).tools]
            return listed, await client.call_tool("reports", {})

    listed, called = anyio.run(main)
    assert set(listed) == {"ask", "search", "indicators", "draft", "reports"}
    assert called.structured_content == {"documents": []}


@pytest.mark.parametrize("headers", [{"Host": "ond.example"}, {"Origin": "https://ond.example"}])
def test_a_page_elsewhere_does_not_get_in(tools: Tools, headers: dict[str, str]) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepts = {"Accept": "application/json, text/event-stream"}
    address = f"http://127.0.0.1:{tools.port}/mcp"
    answer = httpx.post(address, json=asked, headers={**accepts, **headers})
    assert answer.status_code in (403, 421)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_it_is_never_bound_elsewhere(tmp_path: Path, host: str) -> None:
    tools = Tools(tmp_path, "--host", host)
    tools.start()
    try:
        assert tools._running is not None and tools._running.wait(120) == 1
        assert "ingen egen inloggning" in tools.told()
    finally:
        tools.kill()
