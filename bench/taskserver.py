"""Taskwarrior's own server on loopback, with certificates made for this run, and clients of it.

It is there where the machine has `task`, `taskd` and `certtool` (Debian: taskwarrior, taskd, gnutls-bin).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.places import SCRATCH
from bench.server_process import free_port

PROGRAMS = ("task", "taskd", "certtool")
_SCRIPTS = Path("/usr/share/taskd/pki")
_CERTIFICATES = ("client.cert", "client.key", "server.cert", "server.key", "server.crl", "ca.cert")


class Taskserver:
    """A running server and whoever syncs with it."""

    def __init__(self, folder: Path, port: int, credentials: str) -> None:
        self._folder = folder
        self._port = port
        self._credentials = credentials

    def client(self, name: str) -> dict[str, str]:
        """The environment of a client without tasks."""
        home = self._folder / name
        shutil.rmtree(home, ignore_errors=True)
        (home / "data").mkdir(parents=True)
        settings = {
            "data.location": home / "data",
            "confirmation": "off",
            "verbose": "nothing",
            "news.version": "9.9.9",
            "taskd.server": f"localhost:{self._port}",
            "taskd.credentials": self._credentials,
            "taskd.certificate": self._folder / "pki" / "client.cert.pem",
            "taskd.key": self._folder / "pki" / "client.key.pem",
            "taskd.ca": self._folder / "pki" / "ca.cert.pem",
            "taskd.trust": "strict",
        }
        (home / "taskrc").write_text("".join(f"{one}={value}\n" for one, value in settings.items()))
        return {"PATH": os.environ["PATH"], "HOME": str(home), "TASKRC": str(home / "taskrc")}


def task(environment: dict[str, str], *words: str, given: str | None = None) -> str:
    """Run Taskwarrior; gives what it printed."""
    done = subprocess.run(
        [str(shutil.which("task")), *words],
        env=environment,
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def filled_client(server: Taskserver, name: str, tasks: int) -> dict[str, str]:
    """A client that made so many tasks and sent them."""
    environment = server.client(name)
    several = [{"description": f"Raise the share of repeat orders in branch {each}"} for each in range(tasks)]
    task(environment, "import", "-", given=json.dumps(several))
    task(environment, "sync", "init")
    return environment


@contextmanager
def taskserver() -> Iterator[Taskserver | None]:
    """A server, until the block ends; None where the machine has none."""
    if not _SCRIPTS.is_dir() or not all(map(shutil.which, PROGRAMS)):
        yield None
        return
    folder = SCRATCH / "taskserver"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _make_certificates(folder / "pki")
    port = free_port()
    credentials = _set_up(folder, port)
    process = subprocess.Popen(
        [str(shutil.which("taskd")), "server", "--data", str(folder / "data")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(1)
        assert process.poll() is None, (folder / "log").read_text()
        yield Taskserver(folder, port, credentials)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _make_certificates(place: Path) -> None:
    shutil.copytree(_SCRIPTS, place)
    words = {"BITS": "2048", "EXPIRATION_DAYS": "30", "CN": "localhost", "COUNTRY": "DE"}
    words |= dict.fromkeys(("ORGANIZATION", "STATE", "LOCALITY"), "Bench")
    (place / "vars").write_text("".join(f"{one}={value}\n" for one, value in words.items()))
    subprocess.run(["./generate"], cwd=place, check=True, capture_output=True)


def _set_up(folder: Path, port: int) -> str:
    """The server's settings and its only user; gives the user's credentials."""
    data = folder / "data"
    data.mkdir()
    settings = {one: folder / "pki" / f"{one}.pem" for one in _CERTIFICATES}
    settings |= {"log": folder / "log", "pid.file": folder / "pid"}
    _taskd("init", "--data", str(data))
    several = {**settings, "server": f"localhost:{port}", "request.limit": "0"}
    for name, value in several.items():
        _taskd("config", "--data", str(data), "--force", name, str(value))
    _taskd("add", "--data", str(data), "org", "Bench")
    _taskd("add", "--data", str(data), "user", "Bench", "ana")
    (key,) = os.listdir(data / "orgs" / "Bench" / "users")
    return f"Bench/ana/{key}"


def _taskd(*words: str) -> None:
    subprocess.run([str(shutil.which("taskd")), *words], check=True, capture_output=True)
