"""What the first page costs: bytes over the wire, time to first paint, and a strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.assistant.web.talking import holding, served
from tests.assistant.web.test_page_browser import _CHROMIUM, browser

__all__ = ["browser"]

pytestmark = pytest.mark.skipif(
    not _CHROMIUM.exists(), reason=f"NO BROWSER: {_CHROMIUM} is missing, pages are not tried"
)
MOST_BYTES = 150_000
FIRST_PAINT_MS = 500
TRIES = 3
PATHS = ("/", "/nyckeltal?namn=Nöjda gäster", "/jamfor?amne=cyklar", "/skriv", "/rapporter", "/om")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    _, _, app = holding(tmp_path_factory.mktemp("bibliotek"))
    with served(app) as address:
        yield address


def test_the_first_page_is_light_and_quick(browser: Browser, address: str) -> None:
    paints, weights = [], []
    for _ in range(TRIES):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on(
            "Network.loadingFinished", lambda e, sizes=sizes: sizes.append(e["encodedDataLength"])
        )
        page.goto("/", wait_until="networkidle")
        told = page.evaluate(
            "performance.getEntriesByType('paint').map((e) => [e.name, e.startTime])"
        )
        paints.append(dict(told)["first-contentful-paint"])
        weights.append(sum(sizes))
        assert len(sizes) >= 5, "page, style, scripts and icon were seen"
        context.close()
    print(f"first paint {min(paints):.0f} ms, {max(weights):.0f} bytes")
    assert max(weights) < MOST_BYTES
    assert min(paints) < FIRST_PAINT_MS, paints


def test_no_request_leaves_the_machine_and_nothing_inline_may_run(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    blocked: list[Any] = []
    page.on("console", lambda said: blocked.append(said.text) if said.type == "error" else None)
    for path in PATHS:
        response = page.goto(path, wait_until="networkidle")
        assert response is not None
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'self'" in policy, path
        assert blocked == [], path
        page.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.sneaked = true";
              document.body.append(script);
              document.body.insertAdjacentHTML("beforeend", "<i style='color:red'>x</i>");
            }"""
        )
        assert page.evaluate("window.sneaked") is None, path
        assert len(blocked) >= 2, "script and style were refused"
        blocked.clear()
    assert hosts == {"127.0.0.1"}
    context.close()
