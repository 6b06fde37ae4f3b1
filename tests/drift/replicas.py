"""A service as a process of its own, and what tests ask it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import httpx

from tests.drift.processes import Process, free_port, until

UNIT = "Enheten Ekens verksamhet"
BOARD = "Norrskogen stadsdelsnämnd"


class Replica(Process):
    """One service over a data folder that others may share, in a folder of its own."""

    def __init__(self, home: Path, name: str, **variables: str) -> None:
        self.port = free_port()
        self.local = home / name
        self.local.mkdir(parents=True, exist_ok=True)
        self._slow = self.local / "slow"
        super().__init__(
            [sys.executable, "-m", "tests.drift.service", "serve", "--port", str(self.port)],
            home / f"{name}.log",
            {
                "PLANASSISTENT_DATA": str(home / "data"),
                "PLANASSISTENT_LOCAL": str(self.local),
                "HF_HUB_OFFLINE": "1",
                "PROV_SLOW": str(self._slow),
                **{f"PLANASSISTENT_{key.upper()}": value for key, value in variables.items()},
            },
        )
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)

    def start(self) -> None:
        super().start()
        until(self.up, 240, 0.1)

    def slow_down(self, seconds: float | None) -> None:
        """Take so long over each report from now on; None: as fast as it goes."""
        if seconds is None:
            self._slow.unlink(missing_ok=True)
        else:
            self._slow.write_text(str(seconds))

    def up(self) -> bool:
        assert self.alive, self.told()
        try:
            return self.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def close(self) -> None:
        """End it and let go of its connections."""
        self.kill()
        self._http.close()

    def get(self, path: str, **query: str) -> httpx.Response:
        return self._http.get(path, params=query)

    def ask(self, question: str) -> httpx.Response:
        return self._http.post("/api/ask", json={"question": question})

    def delete(self, document_id: str) -> httpx.Response:
        return self._http.delete(f"/api/documents/{document_id}")

    def send(self, text: str, year: int, name: str = "rapport.txt") -> httpx.Response:
        """Hand in a report of some year."""
        body = f"Verksamhetsberättelse {year}\n{UNIT}\n{BOARD}\n\fSammanfattande analys\n{text}\n"
        return self._http.post("/api/documents", files={"file": (name, body.encode())})

    def upload(self, text: str, year: int) -> str:
        """Hand in a report; the id of the upload."""
        answer = self.send(text, year)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def status(self, job: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/documents/{job}").json()
        return found

    def finish(self, job: str, seconds: float = 60.0) -> dict[str, Any]:
        """What became of an upload."""

        def done() -> dict[str, Any] | None:
            told = self.status(job)
            return told if told.get("status") not in ("queued", "reading", "embedding") else None

        return until(done, seconds)

    def says(self, word: str) -> list[str]:
        """The quotes that a search for a word finds it in."""
        found = self.get("/api/search", q=word)
        hits = found.json()["hits"] if found.status_code == 200 else []
        return [hit["text"] for hit in hits if word in hit["text"]]
