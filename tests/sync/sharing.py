"""Two people's homes and a server between them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from okrtui import home as places
from okrtui.actions.comments import add_comment
from okrtui.actions.session import Session
from okrtui.sync.enrolling import Invited, new_replica, take_part, use_code
from okrtui.sync.rounds import Outcome, run_round
from tests.builders import rows


def now() -> datetime:
    """What this machine's clock says, which a test may have turned."""
    return places.now()


@contextmanager
def living_in(home: Path) -> Iterator[None]:
    """The program runs in that home."""
    home.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKRTUI_HOME", str(home))
        yield


def founded(path: str, place: str, code: str) -> str:
    """A workspace of this machine, on a server from now on; gives its path."""
    (meta,) = rows(path, "SELECT value FROM meta WHERE name = 'ws'")
    (dev,) = rows(path, "SELECT value FROM meta WHERE name = 'dev'")
    invited = use_code(place, code, now(), dev=dev["value"])
    take_part(path, invited._replace(remote=invited.remote._replace(ws=meta["value"])))
    return path


def joined(home: Path, name: str, place: str, code: str) -> str:
    """A replica in that home that joined with a code, with nothing in it yet."""
    with living_in(home):
        path = places.replica_path(name)
        new_replica(path, invitation(place, code), now())
    return path


def invitation(place: str, code: str) -> Invited:
    return use_code(place, code, now())


def synced(*paths: str) -> list[Outcome]:
    """A round of each, all well."""
    outcomes = [run_round(path, now) for path in paths]
    for outcome in outcomes:
        assert not outcome.problem, outcome
    return outcomes


def waiting(path: str) -> list[str]:
    """The ids of what waits to be sent."""
    return [one["id"] for one in rows(path, "SELECT id FROM outbox ORDER BY id")]


def log_of(path: str) -> set[str]:
    """The hashes of the replica's entries."""
    return {one["sha"] for one in rows(path, "SELECT sha FROM entry")}


def commented(path: str, handle: str, text: str) -> str:
    """Somebody's comment on the first KR, made in their replica; gives its entry's id."""
    (key_result,) = rows(path, "SELECT id FROM key_result ORDER BY id LIMIT 1")
    add_comment(Session.at(path, handle), text, key_result=key_result["id"])
    return str(rows(path, "SELECT id FROM entry ORDER BY rowid DESC LIMIT 1")[0]["id"])


def texts(path: str) -> list[str]:
    """The comments that a replica shows."""
    return sorted(one["text"] for one in rows(path, "SELECT text FROM comment"))


def turn_clock(time: datetime | None) -> None:
    """Fix the clock of what is written, or let it run."""
    if time is None:
        os.environ.pop("OKRTUI_NOW", None)
    else:
        os.environ["OKRTUI_NOW"] = time.isoformat()
