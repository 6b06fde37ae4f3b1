"""The Docker files hold what drift.md says of them, and fit the repository that they stand in."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
TOOL = "verktyg"
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
GUIDE = (ROOT / "drift.md").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").split()


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_may_as_little_as_possible(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True and service["tmpfs"]
    assert not service.get("privileged") and "network_mode" not in service


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {TOOL}))
def test_what_serves_is_watched_and_started_again(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"] and service["restart"] == "unless-stopped"


def test_commands_have_a_container_that_takes_nothing_from_the_replicas() -> None:
    tool = SERVICES[TOOL]
    assert tool["profiles"] == [TOOL] and tool["restart"] == "no" and "ports" not in tool
    assert tool["image"] == SERVICES["instans1"]["image"]
    assert tool["environment"] == SERVICES["instans1"]["environment"]
    assert tool["volumes"] == [SERVICES["instans1"]["volumes"][0], "/lokal"]


def test_the_guide_runs_services_that_there_are() -> None:
    ran = re.findall(r"docker compose run --rm(?: -v \S+)* (\S+) planassistent", GUIDE)
    assert len(ran) >= 3 and set(ran) == {TOOL}
    assert GUIDE.count("docker compose run") == len(ran) + GUIDE.count("`docker compose run`")
    named = re.findall(r"docker compose (?:exec|logs|up -d --no-deps) (\w+)", GUIDE)
    assert named and set(named) <= set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned(name: str) -> None:
    image, _, tag = SERVICES[name]["image"].partition(":")
    assert image and re.search(r"\d+\.\d+", tag), tag


def test_nothing_runs_as_root_in_our_image() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.M)
    assert users == ["planassistent"]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")
    assert re.search(r"^FROM python:3\.\d+-slim-\w+$", DOCKERFILE, re.M)


def test_chroma_is_reached_from_inside_only() -> None:
    assert COMPOSE["networks"]["inne"]["internal"] is True
    assert SERVICES["chroma"]["networks"] == ["inne"] and "ports" not in SERVICES["chroma"]
    assert SERVICES["ollama"]["networks"] == ["inne"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_replicas_share_the_data_and_have_a_folder_each() -> None:
    mounts = [dict(v.split(":")[::-1] for v in SERVICES[n]["volumes"]) for n in REPLICAS]
    assert len({mount["/data"] for mount in mounts}) == 1
    assert len({mount["/lokal"] for mount in mounts}) == len(mounts) == 2
    volumes = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", [])}
    assert {v for v in volumes if v[0] not in "./"} == set(COMPOSE["volumes"])


REPLICAS = ("instans1", "instans2")


@pytest.mark.parametrize("name", REPLICAS)
def test_only_settings_that_exist_are_set(name: str) -> None:
    said = [key for key in SERVICES[name]["environment"] if key.startswith("PLANASSISTENT_")]
    fields = {f"PLANASSISTENT_{field.upper()}" for field in Settings.model_fields}
    assert said and set(said) <= fields


def test_the_longest_stop_is_longer_than_the_service_s_own() -> None:
    said = SERVICES["instans1"]
    stop = int(said["stop_grace_period"].removesuffix("s"))
    assert stop > int(said["environment"]["PLANASSISTENT_SHUTDOWN_S"]) + 5


def test_what_must_be_set_is_explained() -> None:
    demanded = set(re.findall(r"\$\{(\w+):\?", COMPOSE_TEXT))
    assert "PLANASSISTENT_OIDC_ISSUER" in demanded
    assert not [name for name in demanded if name not in GUIDE]


def test_what_is_mounted_and_copied_is_there() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (ROOT / volume.split(":")[0]).is_file()
    for copied in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.M):
        for name in copied.split():
            assert (ROOT / name).exists() and not ignored(name)


def ignored(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in IGNORED)


def test_the_image_holds_the_program_and_not_the_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    command = re.search(r'^CMD \["(\w+)", "(\w+)"', DOCKERFILE, re.M)
    assert command is not None and command[1] in project["scripts"]
    for needed in ("assistant", "ingest", "prompts", "README.md", "constraints.txt"):
        assert (ROOT / needed).exists() and not ignored(needed)
    for left in ("tests", "eval", "data", ".env", ".git", ".venv"):
        assert ignored(left)
    extras = re.search(r"^ARG EXTRAS=(\S+)", DOCKERFILE, re.M)
    assert extras and set(extras[1].split(",")) <= set(project["optional-dependencies"])
    pinned = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert re.findall(r"torch==\S+", DOCKERFILE) == [p for p in pinned if p.startswith("torch==")]


def test_the_proxy_knows_every_replica() -> None:
    said = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    assert re.findall(r"server (\w+):8000", said) == list(REPLICAS)
    assert "proxy_buffering off" in said
