"""What the tests in a browser share: Chromium, watched pages, windows, and what axe-core finds.

Every request of a watched page is looked at: none may leave for another host, and nothing may be
said on the console. Where there is no Chromium the tests are skipped, and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
needs_browser = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"NO BROWSER: {CHROMIUM} is missing, pages are not tried"
)
_ROOM = {"width": 1280, "height": 900}
WINDOWS: dict[str, dict[str, dict[str, Any]]] = {
    "wide": {
        "light": {"viewport": _ROOM, "color_scheme": "light"},
        "dark": {"viewport": _ROOM, "color_scheme": "dark"},
    },
    "narrow": {
        "200 %": {"viewport": {"width": 640, "height": 450}, "color_scheme": "light"},
        "320 px": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
    },
}
"""Looks that a page is given in turn, where it was loaded as the first; 200 % of 1280 × 900 has
room for 640 × 450."""
_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
_PATIENCE_MS = 20_000  # a busy machine is no fault of the page
expect.set_options(timeout=_PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed when the block ends."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGS)
        yield launched
        launched.close()


def watched(
    browser: Browser, address: str, complaints: list[str], options: dict[str, Any]
) -> Iterator[Page]:
    """A page whose every slip is noted; the test fails on any."""
    context = browser.new_context(base_url=address, locale="sv-SE", **options)
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "console",
        lambda said: said.type in {"error", "warning"} and complaints.append(said.text),
    )

    def look(request: Any) -> None:
        if not request.url.startswith((f"{address}/", "data:")):
            complaints.append(f"left the machine: {request.url}")

    page.on("request", look)
    yield page
    context.close()
    assert complaints == []


def opened(browser: Browser, address: str, complaints: list[str], window: str) -> Iterator[Page]:
    """A watched page in the first look of a window."""
    yield from watched(browser, address, complaints, next(iter(WINDOWS[window].values())))


def faults_in(page: Page, window: str) -> list[str]:
    """What is wrong with the page in each look of the window; it is left in the first."""
    looks = WINDOWS[window]
    faults = []
    for name in (*list(looks)[1:], next(iter(looks))):
        page.set_viewport_size(looks[name]["viewport"])
        page.emulate_media(color_scheme=looks[name]["color_scheme"])
        faults += [f"{name}: {fault}" for fault in _faults(page)]
    return faults


def _faults(page: Page) -> list[str]:
    """What breaks WCAG 2.1 A or AA, as axe-core finds it, and whether the page is too wide."""
    violations = Axe().run(page, options=_RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [
        *(
            f"{fault['id']} ({fault['help']}): {node['html'][:160]}"
            for fault in violations
            for node in fault["nodes"]
        ),
        *([f"{wide} px too wide"] if wide > 0 else []),
    ]
