"""Private PostgreSQL and Redis servers for tests, from this machine's binaries, in temporary folders on free ports.

Run as `python -m tests.services [--postgres] [--redis] -- COMMAND`: COMMAND finds them in DATABASE_URL and REDIS_URL.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis
from redis.exceptions import RedisError

START_SECONDS = 60


class MissingService(Exception):
    """A program that a test needs is not installed here."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    """The path of a program; Debian keeps those of PostgreSQL outside PATH, by version."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = shutil.which(name) or (str(debian[-1]) if debian else "")
    if not found:
        raise MissingService(f"{name} is not installed")
    return found


def wait_until(ready: Callable[[], bool], what: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the process answers; raise when it ends first or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode} before it answered")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not answer within {START_SECONDS} s")
        time.sleep(0.05)


@contextlib.contextmanager
def background(
    command: list[str],
    *,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process out of reach of Ctrl-C that ends with the block, or when the tests are killed."""
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", "TERM", *command]
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else subprocess.DEVNULL
        process = subprocess.Popen(command, env=env, stdout=output, stderr=output, start_new_session=True)
        try:
            yield process
        finally:
            end(process, stop)


def end(process: subprocess.Popen[Any], stop: signal.Signals = signal.SIGTERM) -> None:
    """Ask the process to end, and make it end."""
    if process.poll() is None:
        process.send_signal(stop)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def as_unprivileged(folder: Path) -> list[str]:
    """The prefix that runs a command as an ordinary user, who gets the folder: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    # A change of user forgets the signal that `background` asked for, so it is asked for again.
    rights = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig=TERM"]
    return [program("setpriv"), *rights]


class PostgresServer:
    """A PostgreSQL of one's own, started and to be stopped by whoever has it."""

    def __init__(self, command: list[str], port: int, log: Path) -> None:
        self.url = f"postgres://tracker@127.0.0.1:{port}"
        self._command, self._log, self._running = command, log, contextlib.ExitStack()

    def start(self) -> None:
        running = background(self._command, log=self._log, stop=signal.SIGINT)
        self._process = self._running.enter_context(running)
        wait_until(lambda: can_connect(f"{self.url}/postgres"), "PostgreSQL", self._process)

    def stop(self) -> None:
        """As an operator stops it: open transactions are rolled back and connections closed."""
        self._running.close()

    def crash(self) -> None:
        """Without a farewell: what was committed comes back from its log at the next start."""
        self._process.send_signal(signal.SIGQUIT)
        self.stop()


@contextlib.contextmanager
def postgres(**options_of_server: str) -> Iterator[str]:
    """A new, empty PostgreSQL database; its address is the value for DATABASE_URL."""
    with postgres_server(**options_of_server) as server:
        yield new_database(f"{server.url}/postgres", "tracker")


@contextlib.contextmanager
def postgres_server(**options_of_server: str) -> Iterator[PostgresServer]:
    """A new PostgreSQL that runs, and can be stopped and started again."""
    initdb, program_of_server, port = program("initdb"), program("postgres"), free_port()
    with tempfile.TemporaryDirectory(prefix="tracker-postgres-") as name:
        prefix, data = as_unprivileged(Path(name)), f"{name}/data"
        options = ["--auth=trust", "--username=tracker", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*prefix, initdb, *options, data], check=True, stdout=subprocess.DEVNULL, cwd=name)
        # The data lives as long as the tests: nothing needs to reach the disk.
        settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 200}
        settings |= options_of_server
        given = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        server = PostgresServer([*prefix, program_of_server, "-D", data, *given], port, Path(name) / "log")
        server.start()
        try:
            yield server
        finally:
            server.stop()


def can_connect(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def new_database(url: str, name: str, template: str = "template1") -> str:
    """A copy of a database, or an empty one, by this name on that server, in place of an older; returns its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return f"{url.rpartition('/')[0]}/{name}"


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """A new, empty Redis server; its address is the value for REDIS_URL."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tracker-redis-") as folder:
        command = [program("redis-server"), "--bind", "127.0.0.1", "--port", str(port)]
        # Every process of a parallel test run takes a numbered database for itself.
        command += ["--databases", "256", "--save", "", "--appendonly", "no", "--dir", folder]
        with background(command) as process:
            url = f"redis://127.0.0.1:{port}/0"
            wait_until(lambda: answers_ping(url), "Redis", process)
            yield url


def answers_ping(url: str) -> bool:
    with contextlib.closing(Redis.from_url(url)) as client:
        try:
            return bool(client.ping())
        except RedisError:
            return False


def stop_on_terminate(_number: int, _frame: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="start PostgreSQL and set DATABASE_URL")
    parser.add_argument("--redis", action="store_true", help="start Redis and set REDIS_URL")
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="what to run against them, after --")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop_on_terminate)
    env = dict(os.environ)
    with contextlib.ExitStack() as stack:
        try:
            if options.postgres:
                # Between tests it would find the rolled back tables empty, and have them read whole from then on.
                env["DATABASE_URL"] = stack.enter_context(postgres(autovacuum="off"))
            if options.redis:
                env["REDIS_URL"] = stack.enter_context(redis_server())
        except MissingService as missing:
            print(f"SKIPPED {' '.join(options.command)}: {missing}", file=sys.stderr)
            return 1 if os.environ.get("CI") else 0
        process = stack.enter_context(running(options.command, env))
        return process.wait()


@contextlib.contextmanager
def running(command: list[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The command itself, in the foreground: it shares the terminal, and ends before the servers do."""
    process = subprocess.Popen(command, env=env)
    try:
        yield process
    finally:
        end(process)


if __name__ == "__main__":
    sys.exit(main())
