"""Takes the pictures of README and guide from the demo workspace, into docs/pictures/.

The clock and the demo are fixed, so that a picture changes only when a screen does: `--check` says whether they do.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path

NOW = "2026-11-17T10:20:00+01:00"
FOLDER = Path(__file__).parent.parent / "docs" / "pictures"

SHOTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "my-week": ((112, 32), ()),
    "sitting": ((100, 28), ("c", "equals_sign", "tab", "4")),
    "card": ((112, 38), ("enter",)),
    "objective": ((112, 34), ("p",)),
    "all-okrs": ((112, 34), ("o",)),
}
"""The screens: their size, and the keys that lead there from *My week*."""


async def take(replica: str, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """One screen as SVG, after its keys."""
    from okrtui.screens.app import OkrtuiApp

    app = OkrtuiApp(replica)
    async with app.run_test(size=size) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _ in range(3):
                await app.workers.wait_for_complete()
                await pilot.pause()
        return tidy(app.export_screenshot(title="okrtui"))


def tidy(svg: str) -> str:
    """The picture without fonts from elsewhere and without names that change from run to run."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas").replace("fira-code", "monospace")
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def main() -> int:
    """Take every picture; with --check compare instead of writing and name those that differ."""
    os.environ.update(
        OKRTUI_NOW=NOW,
        LOGNAME="ana",
        TZ="UTC",
        LC_ALL="C.UTF-8",
        COLORTERM="truecolor",
        TERM="xterm-256color",
    )
    os.environ.pop("NO_COLOR", None)
    is_check = "--check" in sys.argv[1:]
    stale = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["OKRTUI_HOME"] = home
        from okrtui.actions.demo import make_demo

        replica = make_demo(os.path.join(home, "demo"), datetime.fromisoformat(NOW))
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, (size, keys) in SHOTS.items():
            svg = asyncio.run(take(replica, size, keys))
            place = FOLDER / f"{name}.svg"
            if is_check and (not place.exists() or place.read_text(encoding="utf-8") != svg):
                stale.append(name)
            elif not is_check:
                place.write_text(svg, encoding="utf-8")
    for name in stale:
        print(f"{FOLDER / name}.svg is not what the screen shows: run scripts/take_pictures.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
