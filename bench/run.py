"""Running the measurements inside the bench's environment, subject by subject, and telling what they found."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module

from bench.figures import Figure
from bench.places import RESULTS, SCRATCH, make_cache
from bench.table import document, machine, markdown, table

SUBJECTS = (
    "status",
    "first_screen",
    "keys",
    "team",
    "meeting",
    "saving",
    "card",
    "folding",
    "importing",
    "others",
    "store",
    "server_log",
    "server",
    "joining",
    "load",
    "growth",
)


def main(asked: Sequence[str]) -> int:
    """Measure these subjects, or all; the exit code: 2 for an unknown one, else 0, whatever was found."""
    unknown = [name for name in asked if name not in SUBJECTS]
    if unknown:
        print(f"bench: there is no {unknown[0]!r}; there are {', '.join(SUBJECTS)}", file=sys.stderr)
        return 2
    make_cache()
    begun = datetime.now(UTC)
    is_full = os.environ.get("OKRTUI_BENCH") == "full"
    figures: list[Figure] = []
    for name in asked or SUBJECTS:
        print(f"bench: {name}", file=sys.stderr, flush=True)
        figures += import_module(f"bench.subject_{name}").figures(is_full)
        _write(figures, begun)
    shutil.rmtree(SCRATCH)
    print(table(figures))
    print(*_details(figures), *(f"{name}: {value}" for name, value in machine().items()), sep="\n")
    print(f"as JSON and Markdown: {RESULTS}")
    return 0


def _write(figures: Sequence[Figure], begun: datetime) -> None:
    (RESULTS / "latest.json").write_text(document(figures, begun) + "\n")
    (RESULTS / "latest.md").write_text(markdown(figures) + "\n")


def _details(figures: Sequence[Figure]) -> list[str]:
    return ["", *dict.fromkeys(f"{one.subject}: {one.details}" for one in figures if one.details)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
