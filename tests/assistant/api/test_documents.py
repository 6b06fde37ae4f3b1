"""The documents part: list, upload, progress, delete, goal tree, originals and health."""

from __future__ import annotations

import gc
import io
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from assistant.api.uploads import Uploads, safe_name
from assistant.app import create_app
from ingest.identity import Overrides
from ingest.library import Library
from ingest.outcome import Outcome, Progress
from tests.assistant.api.samples import BOARD, GREENHOUSE, QUOTE, ScriptedAssistant, fake_check

PDF = {"file": ("bra.txt", b"Kort rapport.", "text/plain")}


def finished(client: TestClient, job: str) -> dict[str, Any]:
    for _ in range(200):
        body: dict[str, Any] = client.get(f"/api/documents/{job}").json()
        if body["status"] in {"ready", "failed"}:
            return body
        time.sleep(0.01)
    raise AssertionError("the upload never finished")


def test_the_list_has_exactly_the_agreed_shape(client: TestClient) -> None:
    documents = client.get("/api/documents", params={"board": "sjövik", "year": 2022}).json()
    (only,) = documents["documents"]
    assert set(only) == {
        "id", "title", "board", "unit", "year", "report_type", "pages", "chunks", "indicators",
        "sha256", "status", "identity_confidence", "internal", "warnings",
    }  # fmt: skip
    assert only["id"] == GREENHOUSE.document_id
    assert (only["status"], only["pages"], only["indicators"]) == ("ready", 2, 2)
    assert len(only["sha256"]) == 64


def test_an_upload_is_queued_and_then_ready_under_both_ids(client: TestClient) -> None:
    response = client.post("/api/documents", files=PDF, data={"unit": "Bryggan", "year": ""})
    assert response.status_code == 202
    assert response.json()["status"] == "queued"
    job = response.json()["id"]
    done = finished(client, job)
    assert (done["status"], done["progress"], done["unit"]) == ("ready", 1.0, "Bryggan")
    assert client.get(f"/api/documents/{done['id']}").json() == done
    assert client.delete(f"/api/documents/{job}").status_code == 204
    assert client.get(f"/api/documents/{done['id']}").status_code == 404


def test_a_bad_file_says_why(client: TestClient) -> None:
    bad = {"file": ("trasig.pdf", b"%PDF", "application/pdf")}
    job = client.post("/api/documents", files=bad).json()["id"]
    done = finished(client, job)
    assert done["status"] == "failed"
    assert done["reason"] == "trasig.pdf: filen är trasig. Spara om den."
    assert client.delete(f"/api/documents/{job}").status_code == 204
    assert client.get(f"/api/documents/{job}").status_code == 404


def test_an_upload_that_does_not_say_whose_it_is_names_the_fields(client: TestClient) -> None:
    nameless = {"file": ("bra-okänd.txt", b"Kort rapport.", "text/plain")}
    response = client.post("/api/documents", files=nameless)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["fields"] == ["year", "report_type"]
    assert "Året framgår inte." in response.json()["detail"]
    accepted = client.post("/api/documents", files=nameless, data={"year": "2020"})
    assert accepted.status_code == 202
    assert finished(client, accepted.json()["id"])["status"] == "ready"


@pytest.mark.parametrize(
    ("file", "data", "status"),
    [
        (("bild.png", b"x", "image/png"), {}, 415),
        (("tom.pdf", b"", "application/pdf"), {}, 422),
        (("stor.pdf", b"x" * 1_050_000, "application/pdf"), {}, 413),
        (("enorm.pdf", b"x" * 2_000_000, "application/pdf"), {}, 413),
        (("bra.txt", b"x", "text/plain"), {"report_type": "KVARTAL"}, 422),
        (("bra.txt", b"x", "text/plain"), {"year": "i år"}, 422),
    ],
)
def test_uploads_that_are_refused(
    client: TestClient, file: tuple[str, bytes, str], data: dict[str, str], status: int
) -> None:
    response = client.post("/api/documents", files={"file": file}, data=data)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


def test_no_file_at_all(client: TestClient) -> None:
    assert client.post("/api/documents").json()["detail"] == "file: måste anges."


# Starlette leaves the half file to the garbage collector, which warns about it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_upload_cut_off_half_way(client: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="bra.txt"\r\n\r\nhalv'
    response = client.post("/api/documents", content=cut, headers=headers)
    gc.collect()
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"


def test_what_is_not_there(client: TestClient) -> None:
    for method, path in (
        ("GET", "/api/documents/finns-inte"),
        ("DELETE", "/api/documents/finns-inte"),
        ("GET", "/api/documents/finns-inte/structure"),
        ("GET", "/documents/finns-inte/file"),
        ("GET", "/documents/finns-inte/pages/1"),
        ("GET", "/documents/finns-inte/pages/1.png"),
        ("GET", f"/documents/{GREENHOUSE.document_id}/pages/3"),
        ("GET", f"/documents/{GREENHOUSE.document_id}/pages/0.png"),
        ("GET", f"/documents/{BOARD.document_id}/pages/1.png"),
    ):
        response = client.request(method, path)
        assert response.status_code == 404, path
        assert response.headers["content-type"] == "application/problem+json"


def test_the_goal_tree(client: TestClient) -> None:
    goals = client.get(f"/api/documents/{GREENHOUSE.document_id}/structure").json()["goals"]
    (child,) = goals[0].pop("children")
    assert goals[0] == {
        "level": "namndmal",
        "text": "Alla som vill får göra något meningsfullt på dagarna",
        "fulfilment": "helt",
        "page": 2,
    }
    assert (child["level"], child["fulfilment"], child["children"]) == ("enhetsmal", "delvis", [])


def test_the_original_file(client: TestClient) -> None:
    response = client.get(f"/documents/{GREENHOUSE.document_id}/file")
    assert response.content.startswith(b"%PDF")
    assert response.headers["content-disposition"] == 'inline; filename="kedjan.pdf"'
    text = client.get(f"/documents/{BOARD.document_id}/file")
    assert text.headers["content-disposition"].startswith("attachment")


def test_a_page_as_an_image_with_the_quote_marked(client: TestClient) -> None:
    path = f"/documents/{GREENHOUSE.document_id}/pages/2.png"
    plain = client.get(path)
    marked = client.get(path, params={"quote": QUOTE})
    assert plain.headers["content-type"] == marked.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(marked.content)).size == (1191, 1684)
    assert plain.content != marked.content
    again = client.get(
        path, params={"quote": QUOTE}, headers={"If-None-Match": marked.headers["etag"]}
    )
    assert again.status_code == 304


def test_health_and_what_is_said_when_a_part_is_silent(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz")
    assert ready.json()["checks"] == {"store": "ok", "lexical": "ok", "embedder": "ok"}

    def silent() -> int:
        raise OSError("borta")

    monkeypatch.setattr(library.store, "count", silent)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "store" in response.json()["detail"] and "borta" not in response.text


def test_files_are_taken_in_one_at_a_time_and_not_deleted_meanwhile(library: Library) -> None:
    started, go = threading.Event(), threading.Event()
    busy: list[int] = []

    def slow(path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        busy.append(1)
        started.set()
        go.wait(5)
        assert len(busy) == 1
        busy.pop()
        raise RuntimeError("/hemlig/väg")

    with TestClient(create_app(ScriptedAssistant(library, None), library, slow)) as client:  # type: ignore[arg-type]
        first = client.post("/api/documents", files=PDF).json()["id"]
        second = client.post("/api/documents", files=PDF).json()["id"]
        assert started.wait(5)
        assert client.get(f"/api/documents/{first}").json()["status"] == "reading"
        assert client.get(f"/api/documents/{second}").json()["status"] == "queued"
        assert client.delete(f"/api/documents/{second}").status_code == 409
        go.set()
        reason = finished(client, second)["reason"]
        assert "hemlig" not in reason and "Något gick fel" in reason


def test_nothing_is_left_on_disk_when_an_upload_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken() -> Any:
        yield b"halv"
        raise OSError

    with pytest.raises(OSError):
        Uploads(lambda *_: Outcome("", "failed")).submit("a.pdf", broken(), Overrides())
    assert list(tmp_path.iterdir()) == []


def test_waiting_files_are_few_and_go_with_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    uploads = Uploads(lambda *_: Outcome("", "failed"), fake_check)
    for _ in range(45):
        job = uploads.offer("bra-okänd.txt", [b"x"], Overrides())
    assert job.fields == ("year", "report_type")
    assert len(list(tmp_path.iterdir())) == 40
    again = uploads.resume(job.id, Overrides())
    assert again and again.fields == job.fields
    assert uploads.resume("jobb-borta", Overrides()) is None
    uploads.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Mina filer\\Rapport 2022.PDF", "Rapport 2022.PDF"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("", "rapport"),
        ("..", "rapport"),
        ("å" * 300 + ".docx", "å" * 120 + ".docx"),
    ],
)
def test_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe
