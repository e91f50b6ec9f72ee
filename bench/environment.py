"""The environment that is measured: the wheel of this checkout, installed with bytecode, as a person would have it.

It has the server's libraries, too; a program that does not serve imports none of them.
It has a new pip of its own, since older ones write console scripts that import `re`, and no setuptools, whose start-up
hook would be part of every figure.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.places import CACHE, CHECKOUT, ENVIRONMENT, MODULES, PYTHON

_LOCK = CHECKOUT / "requirements-dev.txt"
_EXTRA = "[server]"
_READY = ENVIRONMENT / "ready"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


def prepare() -> None:
    """Build the wheel and install it into the bench's environment; its dependencies only when the lock changed."""
    wheel = _build()
    stamp = hashlib.sha256(_LOCK.read_bytes() + sys.version.encode() + _EXTRA.encode()).hexdigest()
    if not _READY.exists() or _READY.read_text() != stamp:
        _say("installing the environment to measure in")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        _install("--upgrade", "pip")
        _install("--constraint", str(_LOCK), f"{wheel}{_EXTRA}")
        subprocess.run(
            [str(PYTHON), *_PIP, "uninstall", "--yes", "setuptools"], check=True, stderr=subprocess.DEVNULL
        )
        _READY.write_text(stamp)
    else:
        _install("--force-reinstall", "--no-deps", str(wheel))
    for name in ("bench", "tests"):
        if not (MODULES / name).is_symlink():
            (MODULES / name).symlink_to(CHECKOUT / name)


def measure(arguments: list[str]) -> int:
    """Run the measurements in that environment; gives their exit code."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OKRTUI_HOME"))
    }
    command = [str(PYTHON), "-m", "bench.run", *arguments]
    return subprocess.run(command, cwd=MODULES, env=clean, check=False).returncode


def _build() -> Path:
    folder = CACHE / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def _install(*what: str) -> None:
    command = [str(PYTHON), *_PIP, "install", "--compile", *what]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)
