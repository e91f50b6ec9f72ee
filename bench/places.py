"""Where the bench keeps what it makes: everything under `.bench/`, which git does not see."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
CACHE = CHECKOUT / ".bench"
ENVIRONMENT = CACHE / "env"
PYTHON = ENVIRONMENT / "bin" / "python"
COMMAND = ENVIRONMENT / "bin" / "okrtui"
WORKSPACES = CACHE / "workspaces"
SCRATCH = CACHE / "scratch"
RESULTS = CACHE / "results"
MODULES = CACHE / "modules"


def make_cache() -> Path:
    """Make the cache directory, with a file that hides it from git."""
    for folder in (CACHE, WORKSPACES, SCRATCH, RESULTS, MODULES):
        folder.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    return CACHE
