"""What every test stands on: no test sees the real home, and Hypothesis searches as `OKRTUI_SWEEP` says.

Only the full sweep draws new cases each time: what a change is judged by must not differ from run to run.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sweep import sweep_size

pytest_plugins = ("tests.fault_cases", "tests.postgres")

COLLECTED_AFTER = 10_000
"""New objects between two rounds of the garbage collector; Python's 700 take a tenth of the tests' time."""

IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that must be free in memory for the small sweep's files to lie there; the others write to a disk."""

gc.disable()
if (
    not os.environ.get("OKRTUI_SWEEP")
    and os.access(IN_MEMORY, os.W_OK)
    and shutil.disk_usage(IN_MEMORY).free > ROOM
):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))

settings.register_profile(
    "okrtui",
    max_examples=sweep_size(25, 200, 1500),
    deadline=None,
    print_blob=True,
    derandomize=os.environ.get("OKRTUI_SWEEP") != "full",
)
settings.load_profile("okrtui")


def pytest_collection_finish() -> None:
    """From here on garbage is collected, but what collecting the tests made stays and is not looked at again."""
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, 10, 10)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _no_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that asks for no home gets one of the session's, never the developer's own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("OKRTUI_") and name != "OKRTUI_SWEEP"]:
            patch.delenv(name)
        patch.setenv("OKRTUI_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("OKRTUI_NO_SENDING", "1")
        yield
        _close_connections()


def _close_connections() -> None:
    """Close what the program keeps open until it ends, for Python tells of a socket that nobody closed."""
    if kept := sys.modules.get("okrtui.sync.server_client"):
        for client in kept._clients.values():
            client.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh home for `ana`, on Tuesday of W47 2026 at 08:00 UTC."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("OKRTUI_HOME", str(folder))
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.setenv("OKRTUI_NOW", "2026-11-17T09:00:00+01:00")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield folder
    monkeypatch.undo()
    time.tzset()
