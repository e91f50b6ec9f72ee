"""People on replicas of their own who write, meet and part at random, with a hub that only passes sets of entries on.

A run ends when everyone has met the hub: then all replicas must be equal, whatever happened on the way.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from okrtui.okr.kinds import governed_fields
from okrtui.store import shapes
from okrtui.store.authority import Authority
from okrtui.store.clock import agreement_id, check_in_identity, clock_text, milliseconds
from okrtui.store.entry import Entry, read_entry, write_entry
from okrtui.store.journal import Journal
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import bodies, folded_tables, rows

MORNING = datetime(2026, 10, 1, 9, tzinfo=UTC)
SITES = (("ana", "ana"), ("ana", "ana-2"), ("bo", "bo"), ("cy", "cy"))
MEMBERS = {"ana": "m-ana", "bo": "m-bo", "cy": "m-cy", "di": "m-di"}
CLOCKS_OFF = tuple(timedelta(hours=hours) for hours in (0, 1, -8760, 87_600, -2))
_WORKSPACE = "11111111-1111-4111-8111-111111111111"
CYCLE, OBJECTIVE, KEY_RESULTS = "c1", "o1", ("k1", "k2", "k3")
WEEKS = ("2026-W44", "2026-W45", "2026-W46")
GOVERNED = {"title", "target", "baseline", "due", "weight", "method"} & set(governed_fields("key_result"))

A_DAY = timedelta(hours=24)
NEWER = 2
"""The version of kinds that a newer program writes and an old one keeps for later."""

Fields = dict[str, Any]


class Site:
    """One person's replica.

    Attributes:
        author: their handle.
        off: by how much its clock is off.
        is_old: whether the program here knows nothing of newer kinds yet.
        acknowledged: sha256 of everything that was committed here.
    """

    def __init__(self, path: Path, author: str) -> None:
        self.replica = Replica.open(str(path))
        self.author = author
        self.off = timedelta(0)
        self.is_old = True
        self.acknowledged: set[str] = set()

    @contextmanager
    def program(self) -> Iterator[None]:
        """The program that runs here: an old one, or the newer one that knows more versions."""
        with mock.patch.object(shapes, "VERSION", 1 if self.is_old else NEWER):
            yield

    def own(self) -> list[Entry]:
        """What was written here, in its order."""
        with closing(sqlite3.connect(self.replica.path)) as raw:
            sql = "SELECT body FROM entry WHERE dev = (SELECT value FROM meta WHERE name = 'dev') ORDER BY n"
            return [read_entry(body) for (body,) in raw.execute(sql)]

    def kept(self) -> set[str]:
        """sha256 of everything that is stored here, what claims another's key included."""
        found = rows(self.replica.path, "SELECT sha FROM entry UNION SELECT sha FROM oddity")
        return {one["sha"] for one in found}


class Crash(Exception):
    """The program ends in the middle of a transaction."""


class PeopleAtWork(RuleBasedStateMachine):
    """Writes, crashes, exchanges in any order and size, clocks astray, old and newer programs."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="okrtui-people-"))
        self.now = MORNING + timedelta(days=30)
        self.hub: dict[str, bytes] = {}
        self.sites: list[Site] = []
        self.newer = 0

    @initialize(clocks=st.tuples(*[st.sampled_from(CLOCKS_OFF)] * len(SITES)))
    def begin(self, clocks: tuple[timedelta, ...]) -> None:
        for _, name in SITES:
            shutil.copy(prepared() / f"{name}.okr", self.folder)
        self.sites = [Site(self.folder / f"{name}.okr", author) for author, name in SITES]
        for site, off in zip(self.sites, clocks, strict=True):
            site.off = off
        self.hub = {read_entry(one).sha: one for one in bodies(self.sites[0].replica.path)}

    @rule(at=st.integers(0, 3), chance=st.integers(0, 2**16))
    def write(self, at: int, chance: int) -> None:
        """Somebody does a few things; what they saved is shown to them, and stays."""
        site, random = self.sites[at], Random(chance)
        for _ in range(random.randrange(1, 5)):
            before = len(site.own())
            with site.program():
                promise = self._do(site, random)
                site.acknowledged |= {one.sha for one in site.own()[before:]}
                if promise is not None:
                    promise()

    @rule(at=st.integers(0, 3), chance=st.integers(0, 2**16))
    def crash(self, at: int, chance: int) -> None:
        """The program ends before it has committed: nothing of it is left."""
        site = self.sites[at]
        before = (site.kept(), folded_tables(site.replica.path))
        with site.program(), suppress(Crash):
            self._do(site, Random(chance), is_crashing=True)
        assert (site.kept(), folded_tables(site.replica.path)) == before

    @rule(at=st.integers(0, 3), chance=st.integers(0, 2**16))
    def send(self, at: int, chance: int) -> None:
        """Some of what was written here reaches the hub, some of it again."""
        site, random = self.sites[at], Random(chance)
        own = site.own()
        for one in random.sample(own, random.randrange(len(own) + 1)):
            self.hub[one.sha] = one.body

    @rule(at=st.integers(0, 3), chance=st.integers(0, 2**16))
    def take(self, at: int, chance: int) -> None:
        """Some of what the hub has arrives, in any order and batches, some of it twice."""
        site, random = self.sites[at], Random(chance)
        some = random.choices(list(self.hub.values()), k=random.randrange(1, 40))
        with site.program():
            self._deliver(site, some, random)

    @rule(at=st.integers(0, 3))
    def meet(self, at: int) -> None:
        """A whole round with the hub."""
        site = self.sites[at]
        self.hub |= {one.sha: one.body for one in site.own()}
        with site.program():
            self._deliver(site, self._missing(site), Random(len(self.hub)))

    @rule(at=st.integers(0, 3), off=st.sampled_from(CLOCKS_OFF))
    def turn_clock(self, at: int, off: timedelta) -> None:
        self.sites[at].off = off

    @rule(at=st.integers(0, 3))
    def upgrade(self, at: int) -> None:
        """A newer program is installed here: it folds anew what the old one kept."""
        site = self.sites[at]
        site.is_old = False
        with site.program():
            site.replica.fold_anew()

    @rule(at=st.integers(0, 3), chance=st.integers(0, 2**16))
    def write_with_newer_program(self, at: int, chance: int) -> None:
        """The same person writes on a machine with a newer program: kinds, versions, envelopes unknown here."""
        site, random = self.sites[at], Random(chance)
        self.newer += 1
        kind, entity, fields, envelope = random.choice(
            [
                ("objective", OBJECTIVE, {"why": f"newer {chance}"}, {"kv": NEWER}),
                ("key_result", random.choice(KEY_RESULTS), {"refresh": "daily"}, {"kv": NEWER}),
                ("member", "m-cy", {"roles": ["champion"], "fence": {}}, {"kv": NEWER}),
                ("gizmo", "z1", {"any": 1}, {}),
                ("objective", OBJECTIVE, {"why": "another envelope"}, {"v": 2}),
            ]
        )
        base = [one["id"] for one in rows(site.replica.path, "SELECT id FROM entry WHERE e = ?", entity)][-3:]
        number = self.newer
        entry = write_entry(
            {
                "v": 1, "id": f"newer-{number}", "ws": _ws(site), "au": site.author, "dev": f"newer-{site.author}",
                "n": number, "hlc": clock_text(milliseconds(self.now + site.off), number), "base": base, "k": kind,
                "kv": 1, "e": entity, "d": fields, **envelope,
            }
        )  # fmt: skip
        self.hub[entry.sha] = entry.body

    def teardown(self) -> None:
        """Everybody meets the hub; then all is as it must be."""
        try:
            if self.sites:
                self._all_meet()
                self._check()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _all_meet(self) -> None:
        for at in (0, 1, 2, 3, 0, 1, 2):
            self.meet(at)
        for at, site in enumerate(self.sites):
            if site.is_old:
                self.upgrade(at)

    def _missing(self, site: Site) -> list[bytes]:
        kept = site.kept()
        missing = [body for sha, body in self.hub.items() if sha not in kept]
        Random(len(missing)).shuffle(missing)
        return missing

    def _check(self) -> None:
        tables = [folded_tables(site.replica.path) for site in self.sites]
        for other in tables[1:]:
            assert differing(tables[0], other) == {}
        for site in self.sites:
            assert site.acknowledged <= site.kept()
        last = self.sites[-1]
        with last.program():
            last.replica.fold_anew()
        assert differing(tables[0], folded_tables(last.replica.path)) == {}
        check_agreed_values(last.replica.path)

    def _deliver(self, site: Site, some: list[bytes], random: Random) -> None:
        moment = self.now + site.off
        furthest = max(_clock(site), clock_text(milliseconds(moment + A_DAY), 0))
        with mock.patch.dict(os.environ, {"OKRTUI_NOW": moment.isoformat()}):
            while some:
                size = random.choice([1, 5, 30])
                receive(site.replica, some[:size])
                some = some[size:]
        assert _clock(site) <= furthest, "a reader's clock was raised by more than a day"

    def _do(self, site: Site, random: Random, is_crashing: bool = False) -> Callable[[], None] | None:
        self.now += timedelta(minutes=random.randrange(1, 600))
        moment = self.now + site.off
        with site.replica.writing(site.author, lambda: moment, "at work") as journal:
            promise = random.choice(DEEDS)(journal, site, random)
            if is_crashing:
                journal.fold()
                raise Crash
        return promise


def _ws(site: Site) -> str:
    return str(rows(site.replica.path, "SELECT value FROM meta WHERE name = 'ws'")[0]["value"])


def _clock(site: Site) -> str:
    return str(rows(site.replica.path, "SELECT value FROM meta WHERE name = 'hlc'")[0]["value"])


def differing(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The rows of each table that only one of both has."""
    return {
        name: (
            sorted(set(one[name]) - set(other[name]), key=repr),
            sorted(set(other[name]) - set(one[name]), key=repr),
        )
        for name in one
        if one[name] != other[name]
    }


def check_agreed_values(path: str) -> None:
    """What defines a KR in force comes from its agreement, or from a change that somebody approved."""
    log = [read_entry(one["body"]) for one in rows(path, "SELECT body FROM entry")]
    approved = {one.d["change"] for one in log if one.k == "approval" and one.d.get("verdict") == "approved"}
    for fact in rows(path, "SELECT * FROM key_result_fact WHERE is_in_force = 1"):
        (shown,) = rows(path, "SELECT * FROM key_result WHERE id = ?", fact["key_result"])
        allowed = [one.d["values"] for one in log if one.k == "agreement" and one.e == fact["agreement"]]
        allowed += [
            one.d["changes"]
            for one in log
            if one.k == "change" and one.e in approved and one.d.get("key_result") == shown["id"]
        ]
        for field in sorted(GOVERNED):
            assert shown[field] in {values.get(field) for values in allowed}, (shown["id"], field)


Deed = Callable[[Journal, Site, Random], Callable[[], None] | None]


def _shown(site: Site, kind: str, entity: str, entry: Entry, **values: Any) -> Callable[[], None]:
    """The promise that what was just saved is shown, unless nothing of its author counts."""

    def promise() -> None:
        counted = rows(site.replica.path, "SELECT value FROM folded WHERE name = 'authority'")[0]["value"]
        if is_void(counted, entry):
            return
        (row,) = rows(site.replica.path, f'SELECT * FROM "{kind}" WHERE id = ?', entity)
        assert {name: row[name] for name in values} == values, "what was saved is not shown"

    return promise


def is_void(kept: str, entry: Entry) -> bool:
    """Whether an entry is void for the authority that a replica keeps."""

    return msgspec.json.decode(kept, type=Authority).is_void(entry)


def _check_in(journal: Journal, site: Site, random: Random) -> Callable[[], None]:
    key_result, week, author = random.choice(KEY_RESULTS), random.choice(WEEKS), MEMBERS[site.author]
    fields: Fields = {
        "key_result": key_result,
        "week": week,
        "author": author,
        "actual": str(random.randrange(10, 40)),
        "confidence": random.randrange(1, 6),
        "insight": f"insight {random.randrange(99)}",
        "next_action": "next",
        "at": journal.now().replace(microsecond=0).isoformat(),
    }
    if random.random() < 0.15:
        fields["retracted"] = True
    identity = check_in_identity(_workspace(journal), key_result, week, author)
    entry = journal.add("check_in", identity, fields)
    return _shown(site, "check_in", entry.id, entry, actual=fields["actual"], is_shown=1)


def _objective(journal: Journal, site: Site, random: Random) -> Callable[[], None]:
    field = random.choice(["title", "why"])
    value = f"{field} {random.randrange(99)}"
    entry = journal.add("objective", OBJECTIVE, {field: value})
    return _shown(site, "objective", OBJECTIVE, entry, **{field: value})


def _key_result(journal: Journal, site: Site, random: Random) -> Callable[[], None]:
    """A plain edit of something agreed, perhaps, and of something free."""
    refresh = f"every {random.randrange(9)} days"
    changes: Fields = random.choice(
        [
            {"target": str(random.randrange(40, 99))},
            {"due": "2026-12-01"},
            {"weight": "3"},
            {"title": "Raise it"},
        ]
    )
    key_result = random.choice(KEY_RESULTS)
    entry = journal.add("key_result", key_result, {**changes, "refresh": refresh})
    return _shown(site, "key_result", key_result, entry, refresh=refresh)


def _publish(journal: Journal, site: Site, random: Random) -> None:
    key_result = random.choice(KEY_RESULTS)
    journal.add("cycle", CYCLE, {"phase": "active"})
    row = journal.connection.execute(
        "SELECT title, target FROM key_result WHERE id = ?", (key_result,)
    ).fetchone()
    values = {"title": row[0], "target": row[1], "baseline": "18", "method": "linear"}
    record = {"cycle": CYCLE, "key_result": key_result, "values": values, "by": MEMBERS[site.author]}
    journal.add("agreement", agreement_id(_workspace(journal), CYCLE, key_result), record)


def _propose(journal: Journal, site: Site, random: Random) -> None:
    key_result = random.choice(KEY_RESULTS)
    changes: Fields = random.choice(
        [{"target": str(random.randrange(100, 120))}, {"archived": True}, {"due": None}]
    )
    row = journal.connection.execute(
        "SELECT agreement FROM key_result_fact WHERE key_result = ?", (key_result,)
    ).fetchone()
    base = journal.heads("agreement", row[0], ()) if row and row[0] else []
    base += [one.id for one in journal.effective_changes("key_result", key_result)]
    record = {"key_result": key_result, "action": "edit", "changes": changes, "reason": "why"}
    journal.add("change", journal.new_id(), {**record, "by": MEMBERS[site.author]}, base=base[:64])


def _decide(journal: Journal, site: Site, random: Random) -> None:
    """A decision on another's proposal: the first one, which everybody knows, or the last."""
    others = journal.connection.execute(
        'SELECT id FROM change WHERE "by" IS NOT ? ORDER BY id', (MEMBERS[site.author],)
    ).fetchall()
    if not others:
        return _propose(journal, site, random)
    change = random.choice([others[0][0], others[-1][0]])
    verdict = "approved" if random.random() < 0.6 else "declined"
    record = {
        "change": change,
        "verdict": verdict,
        "by": MEMBERS[site.author],
        "at": "2026-11-10T09:00:00+00:00",
    }
    journal.add("approval", journal.new_id(), record, base=journal.heads("change", change, ()))
    return None


def _manage(journal: Journal, site: Site, random: Random) -> None:
    """Accounts and roles are given and taken, now and then by somebody who may not."""
    whom = random.choice(["bo", "cy", "di"])
    fields: Fields = {"handle": whom}
    if random.random() < 0.5:
        fields["account"] = random.random() < 0.6
    if random.random() < 0.7:
        fields["roles"] = random.choice([["viewer"], ["member"], ["sponsor"], ["program_lead"], ["champion"]])
    journal.add("member", MEMBERS[whom], fields)


def _name(journal: Journal, site: Site, random: Random) -> Callable[[], None]:
    name = f"{site.author} {random.randrange(99)}"
    entry = journal.add("member", MEMBERS[site.author], {"name": name})
    return _shown(site, "member", MEMBERS[site.author], entry, name=name)


def _settings(journal: Journal, site: Site, random: Random) -> Callable[[], None]:
    name = f"Acme {random.randrange(99)}"
    entry = journal.add("workspace", _workspace(journal), {"name": name})
    return _shown(site, "workspace", _workspace(journal), entry, name=name)


def _answer(journal: Journal, site: Site, random: Random) -> None:
    """An answer to what is open here, or a blocker raised by hand."""
    found = journal.connection.execute(
        "SELECT id, kind, key_result, week FROM escalation_fact WHERE closed_by IS NULL ORDER BY id"
    ).fetchall()
    said = {"by": MEMBERS[site.author], "at": journal.now().replace(microsecond=0).isoformat()}
    if not found or random.random() < 0.2:
        raised = {"kind": "blocker", "key_result": random.choice(KEY_RESULTS), "text": "no export"}
        journal.add("escalation", journal.new_id(), {**raised, **said}, base=())
        return
    id_, kind, key_result, week = random.choice(found)
    about = {"kind": kind, "week": week} if week else {"escalation": id_}
    step = random.choice(["acknowledged", "asked", "answered"])
    journal.add(
        "answer", journal.new_id(), {**about, "key_result": key_result, "step": step, **said}, base=()
    )


def _end(journal: Journal, site: Site, random: Random) -> None:
    journal.add("cycle", CYCLE, {"phase": random.choice(["review", "closed"])})


def _settle(journal: Journal, site: Site, random: Random) -> Callable[[], None] | None:
    """A conflict on an objective's words is settled: one text replaces all of them."""
    found = journal.connection.execute(
        "SELECT field FROM conflict WHERE kind = 'objective' ORDER BY field"
    ).fetchall()
    if not found:
        return _objective(journal, site, random)
    field = found[0][0]
    entry = journal.add("objective", OBJECTIVE, {field: "settled"})
    return _shown(site, "objective", OBJECTIVE, entry, **{field: "settled"})


def _link(journal: Journal, site: Site, random: Random) -> None:
    below, above = random.sample(KEY_RESULTS, 2)
    journal.add("key_result", below, {"contributes_to": [{"key_result": above, "how": "moves it"}]})


def _comment(journal: Journal, site: Site, random: Random) -> None:
    journal.add("comment", journal.new_id(), {"key_result": "k1", "text": "Good", "kind": "note"}, ())


DEEDS: tuple[Deed, ...] = (
    *(_check_in,) * 5,
    *(_objective,) * 4,
    *(_key_result,) * 4,
    *(_publish,) * 2,
    _propose,
    *(_decide,) * 7,
    *(_manage,) * 2,
    _name,
    _settings,
    _end,
    *(_settle,) * 2,
    _link,
    _comment,
    *(_answer,) * 2,
)


def _workspace(journal: Journal) -> str:
    return str(journal.connection.execute("SELECT value FROM folded WHERE name = 'workspace'").fetchone()[0])


@lru_cache(maxsize=1)
def prepared() -> Path:
    """Four replicas of one workspace, made once and copied for every run; their clocks have not moved yet."""
    folder = Path(tempfile.mkdtemp(prefix="okrtui-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = Replica.create(str(folder / "ana.okr"), MORNING)
    with first.writing("ana", lambda: MORNING, "set up") as journal:
        workspace = {"name": "Acme", "timezone": "UTC", "deadline": {"weekday": "monday", "time": "10:00"}}
        journal.add("workspace", _WORKSPACE, workspace, ())
        roles = {"ana": ["sponsor", "program_lead"], "bo": ["sponsor"], "cy": ["program_lead"]}
        for handle, held in roles.items():
            journal.add("member", MEMBERS[handle], {"handle": handle, "account": True, "roles": held}, ())
        span = {"start": "2026-10-01", "end": "2026-12-31", "kind": "quarter"}
        journal.add("cycle", CYCLE, {"name": "Q4", "phase": "draft", **span}, ())
        journal.add("objective", OBJECTIVE, {"cycle": CYCLE, "title": "Win", "owner": "m-ana"}, ())
        figures = {"method": "linear", "baseline": "18", "target": "28", "objective": OBJECTIVE}
        for key_result in KEY_RESULTS:
            journal.add("key_result", key_result, {"title": key_result, "owner": "m-bo", **figures}, ())
        values = {"title": "k1", "target": "28", "baseline": "18", "method": "linear"}
        record = {"cycle": CYCLE, "key_result": "k1", "values": values, "by": "m-ana"}
        journal.add("cycle", CYCLE, {"phase": "active"})
        agreed = journal.add("agreement", agreement_id(_WORKSPACE, CYCLE, "k1"), record, ())
    with first.writing("cy", lambda: MORNING, "proposed") as journal:
        asked = {
            "key_result": "k1",
            "action": "edit",
            "changes": {"target": "30"},
            "by": "m-cy",
            "reason": "why",
        }
        journal.add("change", "0-asked", asked, [agreed.id])
    long_ago = (MORNING - timedelta(days=400)).isoformat()
    with mock.patch.dict(os.environ, {"OKRTUI_NOW": long_ago}):
        for _, name in SITES[1:]:
            receive(Replica.create(str(folder / f"{name}.okr"), MORNING), bodies(first.path))
    return folder
