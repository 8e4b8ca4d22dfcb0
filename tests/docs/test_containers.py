"""docker-compose.yml and the Dockerfile fit the project they run."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.docs.repository import ROOT, read, settings_from_environment

COMPOSE: dict[str, Any] = yaml.safe_load(read("docker-compose.yml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "clock"]


def test_the_services_are_those_of_the_design() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "redis", "mail"}


@pytest.mark.parametrize("name", OURS)
def test_our_services_share_settings_that_exist_and_the_data(name: str) -> None:
    service = SERVICES[name]
    assert set(service["environment"]) <= settings_from_environment()
    assert {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DATA_DIR"} <= set(service["environment"])
    assert service["volumes"] == [f"data:{service['environment']['DATA_DIR']}"]


def test_everything_waits_for_healthy_servers_and_the_migration() -> None:
    assert {name: wait["condition"] for name, wait in SERVICES["migrate"]["depends_on"].items()} == {
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }
    for name in ("web", "worker", "clock"):
        assert SERVICES[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_volumes_are_declared_and_servers_are_watched() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
    watched = {name for name, service in SERVICES.items() if "healthcheck" in service}
    assert watched == {"web", "postgres", "redis", "mail"}


def test_the_web_check_asks_for_a_page_that_exists() -> None:
    from django.urls import resolve

    (path,) = re.findall(r"127\.0\.0\.1:8000(/[^']*)", str(SERVICES["web"]["healthcheck"]["test"]))
    assert resolve(path).view_name


def test_commands_run_are_commands_of_the_project() -> None:
    commands = " ".join(SERVICES[name].get("command", "") for name in OURS)
    ours = {path.stem for path in (ROOT / "filings/management/commands").glob("[a-z]*.py")}
    known = ours | {"migrate", "collectstatic", "rqworker", "rqcron"}
    named = re.findall(r"manage\.py (\w+)", commands)
    assert "import_history" in named
    assert set(named) <= known


def test_the_image_runs_without_rights_and_copies_what_exists() -> None:
    dockerfile = read("Dockerfile")
    sources = [name for line in re.findall(r"^COPY (.+)$", dockerfile, re.M) for name in line.split()[:-1]]
    assert [name for name in sources if not (ROOT / name).exists()] == []
    assert re.search(r"^USER (?!root)\w+$", dockerfile, re.M)


def test_the_image_holds_no_data_and_no_history() -> None:
    assert {".git", ".venv", "var"} <= set(read(".dockerignore").split())
