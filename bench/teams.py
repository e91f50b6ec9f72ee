"""Workspaces of a whole team: everybody's weekly check-ins, written as each one's own replica would write them.

Members, objectives and agreements are the creator's. A home of this kind holds the creator's replica with all entries
folded; the same entries can be laid out as a shared directory, or put into a server's log.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.places import WORKSPACES
from bench.workspaces import INSIGHT, ME, NEXT, NOW, RUNNING, WHAT, WHERE, kept
from okrtui.actions.agreements import agreed_values
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.identity import derived_id
from okrtui.okr.weeks import add_weeks
from okrtui.store.clock import agreement_id, check_in_identity, clock_text, milliseconds
from okrtui.store.entry import Entry, write_entry
from okrtui.store.journal import Journal
from okrtui.store.replica import Replica
from okrtui.sync.layout import AUTHORS, DIRECTORY, OWN_MODE, OWNERSHIP, Store, lay_out
from okrtui.sync.lines import write_line
from okrtui.sync.receive import receive
from okrtui.sync.remote import STORE, Remote
from okrtui.sync.segments import ENDING, FULL
from okrtui.sync.store_exchange import exchange
from okrtui.sync.store_marks import bind_store

FIRST_UID = 20_000
"""Unix user of the first author where we may give files away."""

CYCLE = ("2022-01-03", "2027-01-03")
_YEARS = 5


class Team(NamedTuple):
    """How large a team's workspace is.

    Attributes:
        name: of its cached home.
        authors: people beside the creator, all of whom write.
        key_results: of each of them.
        weeks: for which each of those is reported.
    """

    name: str
    authors: int
    key_results: int
    weeks: int

    @property
    def entries(self) -> int:
        """How many entries the authors wrote, the creator's apart."""
        return self.authors * self.key_results * self.weeks


class Author(NamedTuple):
    """Somebody who reports: handle, Unix user, replica, member, key results."""

    handle: str
    uid: int
    dev: str
    member: str
    key_results: tuple[str, ...]


def is_superuser() -> bool:
    """Whether files can be given to other Unix users here."""
    return os.geteuid() == 0


def team_home(team: Team) -> Path:
    """The home of the creator of such a workspace, with everybody's entries; it is only to be read."""
    return kept(team.name, (team, Path(__file__).read_bytes()), lambda home: _make(home, team))


def team_store(team: Team) -> Path:
    """The same workspace as a shared directory, to which the creator and everybody else has written."""
    home = team_home(team)
    place = WORKSPACES / f"{home.name}-store"
    if not place.exists():
        for older in WORKSPACES.glob(f"{team.name}-*-store"):
            shutil.rmtree(older)
        draft = WORKSPACES / f"making-{team.name}-store"
        shutil.rmtree(draft, ignore_errors=True)
        _lay_out(draft, home / "data" / "workspaces" / "bench.okr", team)
        draft.rename(place)
    return place


def all_bodies(replica: Path) -> Iterator[bytes]:
    """The entries of a replica, the creator's first, then author by author as they were written."""
    with closing(sqlite3.connect(replica)) as raw:
        rows = raw.execute("SELECT body FROM entry ORDER BY au <> ?, au, dev, n", (ME,))
        yield from (bytes(body) for (body,) in rows)


def authors_of(team: Team) -> list[Author]:
    """The people of a team; who they are is derived from their number."""
    return [_author(number, team) for number in range(team.authors)]


def _author(number: int, team: Team) -> Author:
    name = f"m{number:04d}"
    several = tuple(derived_id(_SPACE, name, "key_result", str(each)) for each in range(team.key_results))
    return Author(
        name, FIRST_UID + number, derived_id(_SPACE, name, "dev"), derived_id(_SPACE, name, "member"), several
    )


_SPACE = "0199c1a2-0000-7000-8000-00000000be0c"


class Writer:
    """One author's replica as far as it writes: a counter and a clock."""

    def __init__(self, author: Author, ws: str, workspace: str, first: int = 1) -> None:
        self.author = author
        self._ws = ws
        self._workspace = workspace
        self._n = first - 1

    def check_in(self, key_result: str, back: int, at: datetime) -> Entry:
        """The check-in on a key result of theirs for the week that lies so many weeks back."""
        week = add_weeks(RUNNING, -back)
        mixed = sum(key_result.encode())
        fields = {
            "key_result": key_result,
            "week": week,
            "author": self.author.member,
            "actual": f"{18 + (back * 7 + mixed) % 11}.{back % 10}",
            "confidence": 1 + (back + mixed) % 5,
            "insight": f"{INSIGHT[(back + mixed) % len(INSIGHT)]} (week {back})",
            "next_action": NEXT[(back + mixed) % len(NEXT)],
            "at": at.isoformat(),
        }
        entity = check_in_identity(self._workspace, key_result, week, self.author.member)
        return self._entry("check_in", entity, fields, at)

    def comment(self, key_result: str, text: str, at: datetime) -> Entry:
        """A comment of theirs."""
        fields = {
            "key_result": key_result,
            "author": self.author.member,
            "text": text,
            "at": at.isoformat(),
            "kind": "note",
        }
        return self._entry("comment", derived_id(self.author.dev, "c", str(self._n)), fields, at)

    def _entry(self, kind: str, entity: str, fields: dict[str, object], at: datetime) -> Entry:
        self._n += 1
        return write_entry(
            {
                "v": 1,
                "id": derived_id(self.author.dev, str(self._n)),
                "ws": self._ws,
                "au": self.author.handle,
                "dev": self.author.dev,
                "n": self._n,
                "hlc": clock_text(milliseconds(at), self._n & 0xFFFF),
                "base": [],
                "k": kind,
                "kv": 1,
                "e": entity,
                "d": fields,
            }
        )


def named_in(replica: Path) -> tuple[str, str]:
    """The ids of a replica's log and of the workspace in it."""
    with closing(sqlite3.connect(replica)) as raw:
        (ws,) = raw.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
        (workspace,) = raw.execute("SELECT value FROM folded WHERE name = 'workspace'").fetchone()
    return str(ws), str(workspace)


def _make(home: Path, team: Team) -> None:
    os.environ |= {"OKRTUI_HOME": str(home), "OKRTUI_NOW": NOW, "LOGNAME": ME}
    session = create_workspace(
        "Bench", handle=ME, display_name="Ana Ruiz", timezone="Europe/Berlin", slug="bench", uid=os.geteuid()
    )
    authors = authors_of(team)
    _plan(session, authors)
    path = Path(session.path)
    ws, workspace = named_in(path)
    replica = Replica.open(session.path, keeps_open=True)
    for author in authors:
        writer = Writer(author, ws, workspace)
        several = [
            writer.check_in(one, back, datetime.fromisoformat(NOW) - timedelta(weeks=back)).body
            for back in range(team.weeks, 0, -1)
            for one in author.key_results
        ]
        assert receive(replica, several).new == len(several)
    with replica.connected() as connection:
        connection.execute("DELETE FROM outbox")


def _plan(session: Session, authors: list[Author]) -> None:
    """What the creator wrote: the people, a cycle, everybody's objective and key results, agreed."""
    clock = _Clock()
    with session._replica.writing(ME, clock, "planned") as journal:
        for author in authors:
            fields = {"handle": author.handle, "name": f"Colleague {author.handle}", "uid": author.uid}
            journal.add("member", author.member, {**fields, "account": True, "roles": ["member"]}, base=())
        cycle = journal.new_id()
        start, end = CYCLE
        fields = {"name": "The cycle", "kind": "custom", "start": start, "end": end, "phase": "active"}
        journal.add("cycle", cycle, fields, base=())
        journal.fold()
        (home_id,) = journal.connection.execute(
            "SELECT value FROM folded WHERE name = 'workspace'"
        ).fetchone()
        for number, author in enumerate(authors):
            _plan_one(journal, str(home_id), cycle, number, author, session.member.id)


def _plan_one(journal: Journal, home_id: str, cycle: str, number: int, author: Author, by: str) -> None:
    objective = journal.new_id()
    title = f"Delight the customers of region {number} so that they return"
    journal.add("objective", objective, {"cycle": cycle, "title": title, "owner": author.member}, base=())
    for each, key_result in enumerate(author.key_results):
        values: dict[str, object] = {
            "objective": objective,
            "title": f"Raise the share of {WHAT[each % len(WHAT)]} in {WHERE[each % len(WHERE)]} {number}-{each}",
            "owner": author.member,
            "method": "linear",
            "unit": "%",
            "baseline": "18",
            "target": "28",
            "due": CYCLE[1],
            "source": {"name": "Dashboard"},
            "refresh": "weekly",
        }
        journal.add("key_result", key_result, values, base=())
        agreed = {
            "cycle": cycle,
            "key_result": key_result,
            "values": agreed_values(dict(values)),
            "by": by,
            "at": (datetime.fromisoformat(NOW) - timedelta(weeks=52 * _YEARS)).isoformat(),
        }
        journal.add("agreement", agreement_id(home_id, cycle, key_result), agreed, base=())


class _Clock:
    """A clock that moves a millisecond at each look, years before the first check-in."""

    def __init__(self) -> None:
        self._moment = datetime.fromisoformat(NOW)

    def __call__(self) -> datetime:
        self._moment += timedelta(milliseconds=1)
        return self._moment


def _lay_out(place: Path, replica: Path, team: Team) -> None:
    """The store: the creator's files by an exchange of their own, everybody else's written as they would."""
    ws, _ = named_in(replica)
    store = lay_out(str(place), ws, ME, OWNERSHIP if is_superuser() else DIRECTORY)
    theirs = place.parent / f"{place.name}.okr"
    shutil.copyfile(replica, theirs)
    opened = Replica.open(str(theirs))
    with opened.connected() as connection:
        bind_store(connection, store, ME)
        connection.execute(
            "INSERT INTO outbox (id, state, tries) SELECT id, 'waiting', 0 FROM entry WHERE au = ?", (ME,)
        )
    exchange(opened, Remote(STORE, str(place), ws, handle=ME), lambda: datetime.fromisoformat(NOW))
    with closing(sqlite3.connect(replica)) as raw:
        for author in authors_of(team):
            rows = raw.execute("SELECT n, body FROM entry WHERE dev = ? ORDER BY n", (author.dev,))
            write_segments(store, author, [(n, bytes(body)) for n, body in rows])
    del opened
    for path in (theirs, Path(f"{theirs}-journal")):
        path.unlink(missing_ok=True)


def write_segments(store: Store, author: Author, entries: list[tuple[int, bytes]]) -> None:
    """An author's directory with these entries, rolled as okrtui rolls; theirs where files can be given away."""
    folder = Path(store.place) / AUTHORS / f"u-{author.handle}" / author.dev
    folder.mkdir(parents=True)
    lines: list[bytes] = []
    first, size = 1, 0
    for n, body in entries:
        if size >= FULL:
            (folder / f"{first:012d}{ENDING}").write_bytes(b"".join(lines))
            lines, first, size = [], n, 0
        lines.append(write_line(body))
        size += len(lines[-1])
    (folder / f"{first:012d}{ENDING}").write_bytes(b"".join(lines))
    for path in (folder.parent, folder, *folder.iterdir()):
        if is_superuser():
            os.chown(path, author.uid, -1)
        path.chmod(OWN_MODE if path.is_dir() else 0o644)
