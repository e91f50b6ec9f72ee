"""Workspaces to measure on, written through the journal in bulk and kept from run to run.

What people would do in months is written as the same log entries that their actions write, and folded; only the
checks of the actions are left out. A workspace is made anew when the code that writes or folds it changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.places import WORKSPACES
from okrtui.actions.agreements import agreed_values
from okrtui.actions.people import add_member
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.weeks import add_weeks
from okrtui.store.clock import agreement_id, check_in_identity
from okrtui.store.journal import Journal

ME = "ana"
NOW = "2026-12-29T09:00:00+00:00"
"""The Tuesday of 2026-W53: the thirteen weeks before are reported, this one is due."""
RUNNING = "2026-W53"
QUARTER = ("2026-09-28", "2027-01-03")
YEARS = ("2024-01-01", "2027-01-03")
WHAT = (
    "repeat orders", "invoices paid in time", "first answers within four hours", "teams that use the plan every week",
    "parts that pass at once", "guests who come back", "claims settled without a call", "renewals without a discount",
    "shipments that leave the same day", "applicants who accept", "pages that load in a second",
)  # fmt: skip
WHERE = ("branch", "region", "plant", "the partners' shops of district", "team", "warehouse", "clinic")
INSIGHT = (
    "Only small customers react", "Two of the five largest left after the price change, none of the others",
    "The new form halves the questions", "Nothing moved: the release slipped by a week and training with it",
    "It holds where the shift leads look at the board each morning", "The pilot beats the old way by a third",
    "We counted returns twice until now",
)  # fmt: skip
NEXT = (
    "Draft the incentive with finance and try it in two branches until Friday", "Ask the three who left",
    "Give the form to all regions by Wednesday and read the first hundred answers",
    "Pair the new ones with the fastest two", "Count again without returns and tell the others",
)  # fmt: skip
BATCH = 500
PER_OBJECTIVE = 4


class Shape(NamedTuple):
    """How large a workspace is.

    Attributes:
        name: of its cached file.
        mine: key results of the person who asks.
        others: key results of colleagues, twenty each.
        weeks: weekly check-ins of each of mine, up to last week.
        weeks_of_others: likewise of each of theirs.
        cycle: first and last day of the cycle.
    """

    name: str
    mine: int
    others: int
    weeks: int = 13
    weeks_of_others: int = 13
    cycle: tuple[str, str] = QUARTER


class Planned(NamedTuple):
    """A key result that is to be written."""

    id: str
    objective: str
    owner: str
    weeks: int
    fields: dict[str, object]


def workspace(shape: Shape) -> Path:
    """The home directory of a workspace of this shape, to be given as `OKRTUI_HOME`; it is only to be read."""
    return kept(shape.name, (shape, Path(__file__).read_bytes()), lambda home: _make(home, shape))


def kept(name: str, made_of: object, make: Callable[[Path], None]) -> Path:
    """The home of that name as it was made before, or made now where what it is made of has changed.

    Args:
        name: of the folder.
        made_of: what tells one making from another, beside the code that writes and folds.
        make: makes the home in a folder that is not there yet.
    """
    home = WORKSPACES / f"{name}-{_digest(made_of)}"
    if not home.exists():
        for older in WORKSPACES.glob(f"{name}-*"):
            shutil.rmtree(older)
        draft = WORKSPACES / f"making-{name}"
        shutil.rmtree(draft, ignore_errors=True)
        make(draft)
        draft.rename(home)
    return home


def replica_in(home: Path) -> Path:
    """The replica in such a home."""
    return home / "data" / "workspaces" / "bench.okr"


def environment_of(home: Path) -> dict[str, str]:
    """The environment variables by which the program finds a home, a person, a time and a terminal of one size."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    return {
        **kept,
        "OKRTUI_HOME": str(home),
        "OKRTUI_NOW": NOW,
        "LOGNAME": ME,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _digest(made_of: object) -> str:
    import okrtui

    package = Path(okrtui.__file__).parent
    sources = [*sorted((package / "store").glob("*.py")), package / "okr" / "kinds.py"]
    digest = hashlib.sha256(repr(made_of).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _make(home: Path, shape: Shape) -> None:
    os.environ |= {"OKRTUI_HOME": str(home), "OKRTUI_NOW": NOW, "LOGNAME": ME}
    session = create_workspace(
        "Bench", handle=ME, display_name="Ana Ruiz", timezone="Europe/Berlin", slug="bench"
    )
    clock = Clock()
    colleagues = _add_members(session, clock, -(-shape.others // 20))
    owners = [*[session.member.id] * shape.mine, *(who for who in colleagues for _ in range(20))]
    cycle = _add_cycle(session, clock, shape)
    planned = list(_plan(session, clock, cycle, owners[: shape.mine + shape.others], shape))
    for start in range(0, len(planned), BATCH):
        write_planned(session, clock, cycle, planned[start : start + BATCH])


class Clock:
    """A clock that moves one millisecond at each look, so that ids made in bulk sort as they were made."""

    def __init__(self) -> None:
        self._moment = datetime.fromisoformat(NOW)

    def __call__(self) -> datetime:
        self._moment += timedelta(milliseconds=1)
        return self._moment


def _add_members(session: Session, clock: Clock, number: int) -> list[str]:
    """Add so many colleagues, the first of them with an account; their ids."""
    members = [add_member(session, "m0000", "Colleague 0", account=True).id] if number else []
    with session._replica.writing(ME, clock, "added members") as journal:
        for each in range(1, number):
            members.append(journal.new_id())
            fields = {"handle": f"m{each:04d}", "name": f"Colleague {each}"}
            journal.add("member", members[-1], fields, base=())
    return members


def _add_cycle(session: Session, clock: Clock, shape: Shape) -> str:
    with session._replica.writing(ME, clock, "made a cycle") as journal:
        cycle = journal.new_id()
        start, end = shape.cycle
        fields = {"name": "The cycle", "kind": "custom", "start": start, "end": end, "phase": "active"}
        journal.add("cycle", cycle, fields, base=())
    return cycle


def _plan(
    session: Session, clock: Clock, cycle: str, owners: Sequence[str], shape: Shape
) -> Iterable[Planned]:
    with session._replica.writing(ME, clock, "wrote objectives") as journal:
        objectives = []
        for number, owner in enumerate(owners[::PER_OBJECTIVE]):
            objectives.append(journal.new_id())
            title = f"Delight the customers of region {number} so that they return"
            fields = {"cycle": cycle, "title": title, "owner": owner}
            journal.add("objective", objectives[-1], fields, base=())
        ids = [journal.new_id() for _ in owners]
    for number, owner in enumerate(owners):
        objective = objectives[number // PER_OBJECTIVE]
        values: dict[str, object] = {
            "objective": objective,
            "title": f"Raise the share of {_one(WHAT, number)} in {_one(WHERE, number)} {number}",
            "owner": owner,
            "method": "linear",
            "unit": "%",
            "baseline": "18",
            "target": "28",
            "due": shape.cycle[1],
            "source": {"name": "Dashboard"},
            "refresh": "weekly",
        }
        weeks = shape.weeks if number < shape.mine else shape.weeks_of_others
        yield Planned(ids[number], objective, owner, weeks, values)


def write_planned(session: Session, clock: Clock, cycle: str, planned: Sequence[Planned]) -> None:
    """Write these key results with their agreements and check-ins in one transaction."""
    with session._replica.writing(ME, clock, "wrote key results") as journal:
        (home_id,) = journal.connection.execute(
            "SELECT value FROM folded WHERE name = 'workspace'"
        ).fetchone()
        for one in planned:
            journal.add("key_result", one.id, one.fields, base=())
            agreed = {
                "cycle": cycle,
                "key_result": one.id,
                "values": agreed_values(dict(one.fields)),
                "by": session.member.id,
                "at": (datetime.fromisoformat(NOW) - timedelta(weeks=one.weeks, days=1)).isoformat(),
            }
            journal.add("agreement", agreement_id(home_id, cycle, one.id), agreed, base=())
            for back in range(one.weeks, 0, -1):
                _check_in(journal, str(home_id), one, back)


def _one(texts: Sequence[str], number: int) -> str:
    """One of these texts, so that neighbours differ as people's do."""
    return texts[number % len(texts)]


def _mixed(id_: str) -> int:
    """A number that is another one for the next id."""
    return sum(id_.encode())


def _check_in(journal: Journal, home_id: str, one: Planned, back: int) -> None:
    week = add_weeks(RUNNING, -back)
    at = datetime.fromisoformat(NOW) - timedelta(weeks=back)
    record = {
        "key_result": one.id,
        "week": week,
        "author": one.owner,
        "actual": f"{18 + (back * 7 + _mixed(one.id)) % 11}.{back % 10}",
        "confidence": 1 + (back + _mixed(one.id)) % 5,
        "insight": f"{_one(INSIGHT, back + _mixed(one.id))} (week {back})",
        "next_action": _one(NEXT, back + _mixed(one.id)),
        "at": at.isoformat(),
    }
    journal.add("check_in", check_in_identity(home_id, one.id, week, one.owner), record, base=())
