"""A whole tracker as an operator runs it: its own database, data folder and processes, driven by its commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from redis import Redis

from tests.servers import ROOT, web_server
from tests.services import background, new_database

MANAGE = [sys.executable, str(ROOT / "manage.py")]


@dataclass
class Installation:
    env: dict[str, str]
    folder: Path

    @property
    def has_queue(self) -> bool:
        return "REDIS_URL" in self.env

    def watch(self, url: str) -> None:
        """Poll the stand-in at this address in place of every official site."""
        self.env |= {"CAC_BASE_URL": url, "BEIAN_BASE_URL": url, "GUANGDONG_BASE_URL": url}

    def mail_to(self, url: str) -> None:
        """Send through the mail server at this address (smtp://…)."""
        self.env["EMAIL_URL"] = url

    def manage(self, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """One command, to its end, whatever its exit code."""
        command = [*MANAGE, *arguments]
        return subprocess.run(
            command, env=self.env, cwd=self.folder, capture_output=True, text=True, timeout=seconds, check=False
        )

    def run(self, *arguments: str) -> str:
        """The output of one command that must succeed."""
        done = self.manage(*arguments)
        assert done.returncode == 0, f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}"
        return done.stdout

    def objects(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON objects that one command prints, one per line, whatever its exit code."""
        return [json.loads(line) for line in self.manage(*arguments).stdout.splitlines()]

    def start(self, *arguments: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """A command that goes on until the block ends; its output is in `log()` of its name."""
        return background([*MANAGE, *arguments], env=self.env, log=self.folder / f"{arguments[0]}.log")

    def clock(self) -> AbstractContextManager[subprocess.Popen[bytes]]:
        return self.start("rqcron", "tracker.schedule") if self.has_queue else self.start("runclock")

    def worker(self) -> AbstractContextManager[subprocess.Popen[bytes]]:
        return self.start("rqworker", "default")

    def web(self) -> AbstractContextManager[str]:
        self.run("collectstatic", "--no-input", "--verbosity", "0")
        return web_server(self.env)

    def log(self, command: str) -> str:
        return (self.folder / f"{command}.log").read_text()


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """A new one, migrated: on the servers that DATABASE_URL and REDIS_URL name, without them on SQLite."""
    env = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    env |= {"DATA_DIR": str(folder / "data"), "SECRET_KEY": "for tests only", "CONTACT": "tracker@example.org"}
    env |= {"ALLOW_PRIVATE_HOSTS": "127.0.0.1", "POLITENESS_SECONDS": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    with own_database(env), own_queue(env):
        made = Installation(env, folder)
        made.run("migrate", "--verbosity", "0")
        yield made


@contextmanager
def own_database(env: dict[str, str]) -> Iterator[None]:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield
        return
    name = f"journey_{uuid4().hex}"
    env["DATABASE_URL"] = new_database(server, name)
    yield
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def own_queue(env: dict[str, str]) -> Iterator[None]:
    """One of Redis's numbered databases per process of the test run, emptied before use."""
    server = os.environ.get("REDIS_URL", "")
    if server:
        number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        env["REDIS_URL"] = f"{server.rpartition('/')[0]}/{number}"
        Redis.from_url(env["REDIS_URL"]).flushdb()
    yield
