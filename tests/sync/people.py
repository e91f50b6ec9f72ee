"""People with homes of their own who share a directory, and the bytes that somebody else might put into it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from okrtui import home as places
from okrtui.actions.session import Done, Session
from okrtui.main import main
from okrtui.store.entry import Entry, write_entry
from okrtui.sync.lines import write_line
from okrtui.sync.rounds import Outcome, run_round
from tests.builders import a_check_in, folded_tables, rows

DEV = "01990000-0000-7000-8000-00000000000{}"
"""A replica id that no program made."""


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder for homes and stores, in memory where the machine has such a place: nothing here is to outlive it."""
    memory = "/dev/shm"
    with TemporaryDirectory(prefix="okrtui-", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


class Said(NamedTuple):
    """How a call of the command line ended and what it wrote."""

    code: int
    out: str
    err: str


class Person:
    """Somebody with a home of their own; called, they run a command."""

    def __init__(self, folder: Path, handle: str, workspace: str = "acme") -> None:
        self.home = folder / f"home-{handle}-{len(list(folder.iterdir()))}"
        self.home.mkdir()
        self.handle = handle
        self.workspace = workspace

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """In this person's home, under their name."""
        names = {"OKRTUI_HOME": str(self.home), "LOGNAME": self.handle, "OKRTUI_NO_SENDING": "1"}
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(names)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def __call__(self, *words: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with self.at_work(), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return Said(code, out.getvalue(), err.getvalue())

    def does(self, *words: str) -> Said:
        """A command that has to succeed."""
        said = self(*words)
        assert said.code == 0, said
        return said

    @property
    def path(self) -> str:
        with self.at_work():
            return places.replica_path(self.workspace)

    @property
    def session(self) -> Session:
        with self.at_work():
            return Session.at(self.path, self.handle)

    @property
    def dev(self) -> str:
        """The id of this person's replica."""
        return str(rows(self.path, "SELECT value FROM meta WHERE name = 'dev'")[0]["value"])

    @property
    def ws(self) -> str:
        return str(rows(self.path, "SELECT value FROM meta WHERE name = 'ws'")[0]["value"])

    def syncs(self) -> Outcome:
        """A round that has to end well."""
        done = self.rounds()
        assert done.problem == "", done
        return done

    def rounds(self) -> Outcome:
        with self.at_work():
            return run_round(self.path, places.now)

    def checks_in(self, key_result: str, actual: str = "20", **given: Any) -> Done:
        with self.at_work():
            return a_check_in(self.session, key_result, actual, **{"confirmed": True, **given})

    def comments(self, text: str) -> None:
        """Write one small entry."""
        with self.at_work(), self.session.writing("a comment") as journal:
            journal.add("comment", journal.new_id(), {"text": text, "kind": "note"}, base=())

    def texts(self) -> list[str]:
        """The texts of all comments that are shown."""
        return sorted(str(row["text"]) for row in rows(self.path, "SELECT text FROM comment"))

    def notices(self) -> dict[str, str]:
        """What was not believed: the text by its code."""
        return {
            row["code"]: row["text"] for row in rows(self.path, "SELECT code, text FROM notice ORDER BY path")
        }

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        return folded_tables(self.path)


class Team:
    """Ana's workspace in a shared directory, and who takes part in it."""

    def __init__(self, folder: Path, *init: str) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.ana = Person(folder, "ana")
        self.ana.does("init", "Acme", "--timezone", "UTC", "--store", str(self.store), *init)

    def joins(self, handle: str, *add: str) -> Person:
        """A new member who joins from a home of their own; here everybody is the same Unix user."""
        self.ana.does("member", "add", handle, "--account", "--uid", str(os.geteuid()), *add)
        return self.enters(handle)

    def enters(self, handle: str) -> Person:
        """A member who joins from one more home."""
        person = Person(self.folder, handle)
        person.does("join", str(self.store), "--as", handle)
        return person

    def folder_of(self, person: Person) -> Path:
        """The directory of a person's replica."""
        return self.store / "authors" / f"u-{person.handle}" / person.dev

    def segments_of(self, person: Person) -> list[Path]:
        return sorted(self.folder_of(person).glob("*.okrlog"))


def an_entry(ws: str, author: str, n: int = 1, dev: str = DEV.format(1), **given: Any) -> Entry:
    """A comment as another program might write it; `given` replaces fields of its envelope."""
    envelope = {
        "v": 1, "id": f"01990000-0000-7000-9000-{author:0>6.6}{n:06d}", "ws": ws, "au": author, "dev": dev, "n": n,
        "hlc": f"{0x0199C1A2B3C4 + n:012x}-0000", "base": [], "k": "comment", "kv": 1, "e": f"c-{author}-{n}",
        "d": {"text": f"{author} {n}", "kind": "note"},
    }  # fmt: skip
    return write_entry({**envelope, **given})


def puts(store: Path, author: str, entries: list[Entry], dev: str = DEV.format(1), name: str = "") -> Path:
    """Write entries to a file in an author's directory, whoever they say they are by."""
    folder = store / "authors" / f"u-{author}" / dev
    folder.mkdir(parents=True, exist_ok=True)
    for one in (folder, folder.parent):
        one.chmod(0o2755)
    file = folder / (name or f"{entries[0].n:012d}.okrlog")
    with file.open("ab") as text:
        text.write(b"".join(write_line(one.body) for one in entries))
    file.chmod(0o644)
    return file
