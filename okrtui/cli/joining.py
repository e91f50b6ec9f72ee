"""Joining a shared directory from the command line: the bar while it is read, and the words at the end."""

from __future__ import annotations

from okrtui import home
from okrtui.cli.progress import Progress
from okrtui.cli.streams import say, tell_json
from okrtui.sync.joining_store import join_store


def join_directory(place: str, asked: str | None, slug: str | None, as_json: bool) -> None:
    """Join a store and say as whom.

    Args:
        place: the directory.
        asked: the handle that was asked for.
        slug: the short name that was asked for.
        as_json: print JSON instead of words.
    """
    bar = Progress("reading")
    try:
        joined = join_store(place, home.now, asked=asked, slug=slug or None, progress=bar)
    finally:
        bar.end()
    if as_json:
        tell_json(
            {
                "workspace": joined.title,
                "path": joined.path,
                "member": joined.handle,
                "entries": joined.entries,
            }
        )
        return
    say(
        f"Joined {joined.title} as {joined.handle}; {joined.entries} log entries came in. It lies at {joined.path}"
    )
    say("Next: okrtui opens the full screen, okrtui checkin reports, okrtui sync sends and takes in.")
