"""Two services and one Chroma server: what one takes in, both answer from; nothing is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.archive import Archive
from ingest.index.chroma import ChromaStore
from ingest.index.server import Address
from ingest.reading.files import sha256_of
from tests.drift.processes import Chroma, Process, until
from tests.drift.replicas import Replica

WITHIN_S = 5.0
"""Everything here happens one after the other, on the same processes."""


class City:
    """A Chroma server and two services over one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.chroma = Chroma(home)
        said = {
            "chroma_host": "127.0.0.1",
            "chroma_port": str(self.chroma.port),
            "chroma_timeout_s": "5",
            "shutdown_s": "20",
        }
        self.one, self.other = Replica(home, "ett", **said), Replica(home, "två", **said)

    def check_whole(self, reports: int) -> None:
        """Every report in force is one whole edition, and nothing else is there."""
        address = Address("127.0.0.1", self.chroma.port, timeout_s=10)
        store, archive = ChromaStore(address, "word-buckets"), Archive(self.home / "data/editions")
        try:
            held = store.reports()
            assert len(held) == reports
            for stored in held:
                passages = store.passages(stored.document_id)
                assert {p.edition for p in passages} == {stored.edition}
                assert len(passages) == stored.passages == len(store.vectors(stored.document_id))
                original = archive.original(stored.document_id, stored.edition)
                assert original is not None and sha256_of(original) == stored.edition
                assert archive.report(stored.document_id, stored.edition) is not None
            assert store.count() == sum(stored.passages for stored in held)
        finally:
            store.close()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    city = City(tmp_path_factory.mktemp("stad"))
    city.chroma.start()
    city.one.start()
    city.other.start()
    yield city
    city.one.close()
    city.other.close()
    city.chroma.kill()


def body(word: str, sentences: int = 6) -> str:
    return " ".join(f"Vi såg många {word} på ängen dag {n}." for n in range(sentences))


def test_what_one_takes_in_both_answer_from_at_once(
    city: City, record_testsuite_property: pytest.RecordProperty
) -> None:
    job = city.one.upload(body("humlor"), 2021)
    assert city.one.finish(job)["status"] == "ready"
    began = time.monotonic()
    until(lambda: city.other.says("humlor"), WITHIN_S)
    seconds = time.monotonic() - began
    record_testsuite_property("seconds until the other answers", round(seconds, 2))
    print(f"\ningest seen by the other after {seconds:.2f} s")
    for replica in (city.one, city.other):
        answer = replica.ask("Vad såg vi många av på ängen?").json()
        assert "humlor" in answer["citations"][0]["quote"]
    city.check_whole(1)


def test_a_replaced_report_is_replaced_for_both(city: City) -> None:
    assert city.other.finish(city.other.upload(body("zebror"), 2021))["status"] == "ready"
    began = time.monotonic()
    until(lambda: city.one.says("zebror") and not city.one.says("humlor"), WITHIN_S)
    print(f"\nreplacement seen after {time.monotonic() - began:.2f} s")
    assert "zebror" in city.one.ask("Vad såg vi många av på ängen?").json()["answer"]
    city.check_whole(1)


def test_a_deleted_report_is_gone_for_both(city: City) -> None:
    document = city.one.get("/api/documents").json()["documents"][0]["id"]
    assert city.other.says("zebror")
    assert city.one.delete(document).status_code == 204
    began = time.monotonic()
    until(lambda: not city.other.says("zebror"), WITHIN_S)
    print(f"\ndeletion seen after {time.monotonic() - began:.2f} s")
    assert city.other.ask("Vad såg vi många av på ängen?").json()["status"] == "not_found"
    assert city.other.delete(document).status_code == 404
    city.check_whole(0)


def test_the_same_report_at_both_at_once_leaves_one_whole_edition(city: City) -> None:
    jobs = [(city.one, city.one.upload(body("renar"), 2021))]
    jobs.append((city.other, city.other.upload(body("lodjur", 9), 2021)))
    jobs.append((city.one, city.one.upload(body("renar"), 2022)))
    jobs.append((city.other, city.other.upload(body("renar"), 2022)))
    assert [replica.finish(job)["status"] for replica, job in jobs] == ["ready"] * 4
    city.check_whole(2)


@pytest.mark.parametrize("name", ["one", "other"])
def test_a_service_killed_in_the_middle_goes_on_where_it_was(city: City, name: str) -> None:
    killed: Replica = getattr(city, name)
    alive = city.other if name == "one" else city.one
    before = {d["id"] for d in alive.get("/api/documents").json()["documents"]}
    killed.slow_down(3)
    word = f"älgar{name}"
    job = killed.upload(body(word), 2015 if name == "one" else 2016)
    waiting = killed.upload(body(f"grävling{name}"), 2017 if name == "one" else 2018)
    until(lambda: killed.status(job)["status"] == "embedding")
    time.sleep(0.3)
    killed.kill()
    killed.slow_down(None)
    assert {d["id"] for d in alive.get("/api/documents").json()["documents"]} == before
    killed.start()
    assert killed.finish(job)["status"] == "ready"
    assert killed.finish(waiting)["status"] == "ready"
    until(lambda: alive.says(word) and alive.says(f"grävling{name}"), WITHIN_S)
    city.check_whole(len(before) + 2)


def test_without_chroma_it_is_said_and_with_it_all_goes_on(city: City) -> None:
    reports = len(city.one.get("/api/documents").json()["documents"])
    city.chroma.kill()
    for replica in (city.one, city.other):
        answer = until(lambda r=replica: (a := r.ask("Såg vi renar?")).status_code == 503 and a)
        assert answer.headers["content-type"] == "application/problem+json"
        assert "Chroma är igång" in answer.json()["detail"]
        until(lambda r=replica: r.get("/api/documents").status_code == 503, 3)
        ready = replica.get("/readyz")
        assert ready.status_code == 503 and ready.json()["checks"]["store"] == "svarar inte"
        assert replica.get("/healthz").status_code == 200
    job = city.one.upload(body("hermeliner"), 2019)
    until(lambda: "svarar inte" in (city.one.status(job)["reason"] or ""))
    city.chroma.start()
    began = time.monotonic()
    for replica in (city.one, city.other):
        until(lambda r=replica: r.get("/readyz").status_code == 200)
        assert replica.says("renar")
    print(f"\nboth answer {time.monotonic() - began:.2f} s after Chroma is back")
    assert city.one.finish(job)["status"] == "ready"
    until(lambda: city.other.says("hermeliner"), WITHIN_S)
    city.check_whole(reports + 1)


def test_asked_to_stop_it_finishes_the_report_in_hand_and_keeps_the_rest(city: City) -> None:
    reports = len(city.one.get("/api/documents").json()["documents"])
    city.one.slow_down(4)
    job = city.one.upload(body("uttrar"), 2011)
    rest = city.one.upload(body("bävrar"), 2012)
    until(lambda: city.one.status(job)["status"] == "embedding")
    assert city.one._running is not None
    city.one._running.send_signal(signal.SIGTERM)
    until(lambda: city.one.get("/readyz").status_code == 503, 5)
    refused = city.one.send(body("mårdar"), 2013)
    assert refused.status_code == 503 and "startas om" in refused.json()["title"]
    assert city.one.says("renar")
    assert city.one._running.wait(20) == 0
    until(lambda: city.other.says("uttrar"), WITHIN_S)
    assert not city.other.says("bävrar")
    city.one.slow_down(None)
    city.one.start()
    assert city.one.finish(rest)["status"] == "ready"
    city.check_whole(reports + 2)


def test_two_services_need_a_folder_each(city: City) -> None:
    third = Replica(city.home, "två", chroma_host="127.0.0.1", chroma_port=str(city.chroma.port))
    Process.start(third)
    assert third._running is not None
    assert third._running.wait(60) == 1
    assert "PLANASSISTENT_LOCAL" in third.told()
    third.close()
