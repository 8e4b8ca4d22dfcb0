"""A whole tracker as an operator runs it: its own database, data folder and processes, driven by its commands."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from redis import Redis

from tests.servers import ROOT, web_server
from tests.services import background, end, new_database

MANAGE = [sys.executable, str(ROOT / "manage.py")]
# What `ask` talks to: lines of Python in, their answer out, each on a connection of its own.
ANSWERING = """
import json, sys, traceback
from django.db import connections
from filings import models
for line in sys.stdin:
    known = dict(vars(models))
    try:
        exec(json.loads(line), known)
        said = {"answer": known["answer"]}
    except Exception:
        said = {"error": traceback.format_exc()}
    connections.close_all()
    print("ANSWER", json.dumps(said), flush=True)
"""


@dataclass
class Installation:
    env: dict[str, str]
    folder: Path
    stack: ExitStack = field(default_factory=ExitStack)

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

    def ask(self, code: str) -> Any:
        """Run lines of Python inside the installation, its models at hand; they leave what they find in `answer`."""
        asked, told = self._answering.stdin, self._answering.stdout
        assert asked and told
        asked.write(json.dumps(code) + "\n")
        asked.flush()
        for line in told:
            if line.startswith("ANSWER "):
                said = json.loads(line.removeprefix("ANSWER "))
                assert "error" not in said, said["error"]
                return said["answer"]
        raise AssertionError("the process that answers has ended")

    @functools.cached_property
    def _answering(self) -> subprocess.Popen[str]:
        """One process for all questions: to start one takes seconds."""
        command = [*MANAGE, "shell", "--verbosity", "0", "--command", ANSWERING]
        process = subprocess.Popen(
            command, env=self.env, cwd=self.folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.stack.callback(end, process)
        return process

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
def installation(folder: Path, *, is_migrated: bool = True) -> Iterator[Installation]:
    """A new one, migrated: on the servers that DATABASE_URL and REDIS_URL name, without them on SQLite."""
    env = environment(folder)
    with own_database(env, is_migrated=is_migrated), own_queue(env), ExitStack() as stack:
        yield Installation(env, folder, stack)


def environment(folder: Path) -> dict[str, str]:
    env = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    env |= {"DATA_DIR": str(folder / "data"), "SECRET_KEY": "for tests only", "CONTACT": "tracker@example.org"}
    return env | {"ALLOW_PRIVATE_HOSTS": "127.0.0.1", "POLITENESS_SECONDS": "0"}


@functools.cache
def template(server: str) -> str:
    """A database that was migrated once, to be copied: its name on this server or, without one, its data folder."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    env, name = environment(folder), f"template_{uuid4().hex}"
    if server:
        env["DATABASE_URL"] = new_database(server, name)
    Installation(env, folder).run("migrate", "--verbosity", "0")
    return name if server else env["DATA_DIR"]


@contextmanager
def own_database(env: dict[str, str], *, is_migrated: bool) -> Iterator[None]:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        if is_migrated:
            shutil.copytree(template(""), env["DATA_DIR"])
        yield
        return
    name = f"journey_{uuid4().hex}"
    env["DATABASE_URL"] = new_database(server, name, template=template(server) if is_migrated else "template1")
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
