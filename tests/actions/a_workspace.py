"""Homes and workspaces for tests of what goes in and out: one with a bit of everything, made through the actions."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from okrtui import home
from okrtui.actions import changes, comments, cycles, escalations, initiatives, objectives, people, undoing
from okrtui.actions import check_ins as checking
from okrtui.actions import key_results as krs
from okrtui.actions.gate import Waiver
from okrtui.actions.imports import ImportOptions, ImportPlan, carry_out, plan_import
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.errors import OkrtuiError
from okrtui.okr.escalation_answers import said_in
from okrtui.views.escalations import escalations as open_escalations

START = "2026-10-06T09:00:00+00:00"


@contextmanager
def at_home(folder: Path, now: str = START, user: str = "ana") -> Iterator[None]:
    """A home of its own, at a fixed time."""
    changed = {"OKRTUI_HOME": str(folder), "OKRTUI_NOW": now, "LOGNAME": user, "TZ": "UTC"}
    with mock.patch.dict(os.environ, changed):
        os.environ.pop("OKRTUI_AS", None)
        yield


def write(folder: Path, name: str, text: str) -> str:
    """A file to import; its path."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def import_into(session: Session | None, *paths: str, **options: Any) -> ImportPlan:
    """Plan and carry out; the plan."""
    plan = plan_import(session, paths, ImportOptions(**options))
    carry_out(plan)
    return plan


def a_workspace() -> Session:
    """Ana's, with two more members, two teams and a draft cycle of five KRs, one of each method."""
    session = create_workspace("Acme Größe", handle="ana", display_name="Ana Berg", timezone="Europe/Berlin")
    ben = people.add_member(session, "ben", "Ben Ode", "ben@acme.test").id
    people.add_member(session, "growth-pm", "Growth PM")
    company = people.add_team(session, "Acme", champion=session.member.id).id
    people.add_team(session, "Shop", parent=company, manager=ben, function="Sales")
    cycle = cycles.new_cycle(session, "2026 Q4", "quarter", "2026-10-01", "2026-12-31").id
    first = objectives.add_objective(
        session, cycle, "Delight first-time customers", team=company, theme="Love"
    ).id
    second = objectives.add_objective(session, cycle, "Restore trust in reliability", why="Churn\nhurts").id
    common = {
        "due": "2026-12-31",
        "source": {"name": "Warehouse", "url": "https://a.test/q"},
        "refresh": "daily",
    }
    lead, lag = {**common, "indicator": "leading"}, {**common, "indicator": "lagging"}
    top = krs.add_key_result(
        session, first, "Lift repeat purchase", baseline="18", target="28.50", unit="%", **lead
    ).id
    link = {"contributes_to": [{"key_result": top, "how": "by calm"}], "owner": ben}
    krs.add_key_result(session, first, "Raise share of paid", method="percent", weight="2.50", **lag, **link)
    bands = [["4", "1.0"], ["6", "0.70"], ["8", "0.3"]]
    krs.add_key_result(
        session, second, "Shorten lead time", method="ladder", unit="days", bands=bands, **lead
    )
    limits = {"floor": "80", "low": "95.0", "high": "99", "ceiling": "110"}
    krs.add_key_result(
        session, second, "Keep uptime", method="range", limits=limits, collaborators=[ben], **lag
    )
    steps = [{"name": "Pilot; signed", "weight": "2"}, {"name": "=Roll out"}]
    krs.add_key_result(session, second, "Win the pilot", method="milestones", milestones=steps, **lag)
    initiatives.add_initiative(
        session, "Guided checklist", [top], hypothesis="People get lost", state="running"
    )
    return session


def live_on(session: Session, seed: int, steps: int = 25) -> None:
    """Weeks of whatever people do; what the rules refuse is not done."""
    chance = random.Random(seed)
    with session.reading() as c:
        cycle = c.execute("SELECT id FROM cycle").fetchone()[0]
    waivers = [
        Waiver(one.objective, _of(one, finding), finding.code, "a pilot")
        for one in cycles.gate(session, cycle)
        for finding in one.open
    ]
    _try(lambda: cycles.publish_cycle(session, cycle, waivers=waivers))
    for number in range(steps):
        moment = datetime(2026, 10, 7, chance.randrange(24), 30, tzinfo=UTC) + timedelta(
            days=80 * number // steps
        )
        os.environ["OKRTUI_NOW"] = moment.isoformat()
        _try(lambda: _act(session, chance))


def _of(one: Any, finding: Any) -> str | None:
    return None if finding.key_result is None else str(one.key_results[finding.key_result])


def _try(act: Any) -> None:
    try:
        act()
    except OkrtuiError:
        return


def _act(session: Session, chance: random.Random) -> None:
    with session.reading() as c:
        key_results = [row[0] for row in c.execute("SELECT id FROM key_result ORDER BY title")]
        objective = chance.choice([row[0] for row in c.execute("SELECT id FROM objective ORDER BY title")])
        open_changes = [
            row[0] for row in c.execute("SELECT change FROM change_fact WHERE state = 'proposed'")
        ]
        people_ids = [row[0] for row in c.execute("SELECT id FROM member ORDER BY handle")]
        teams = [row[0] for row in c.execute("SELECT id FROM team ORDER BY name")]
    one = chance.choice(key_results)
    act = chance.randrange(16)
    if act < 6:
        texts: dict[str, Any] = {
            "insight": f"Seen {act}: “äß” <b>",
            "next_action": "-- call\x1b[31m them",
            "confirmed": True,
        }
        more: dict[str, Any] = (
            {"evidence": ["https://a.test/1", "=cmd()"], "learning": "L"} if chance.random() < 0.3 else {}
        )
        more |= {"help_needed": "Data", "help_from": teams[0]} if chance.random() < 0.3 else {}
        more |= {"done": ["Pilot; signed"][: chance.randrange(2)]} if _is_steps(session, one) else {}
        more |= (
            {} if "done" in more else {"actual": f"{chance.randrange(-5, 130)}.{chance.randrange(100):02d}"}
        )
        checking.check_in(session, one, confidence=chance.randrange(1, 6), **texts, **more)
    elif act == 6:
        checking.retract(session, one)
    elif act == 7:
        changes.propose(session, one, {"due": f"2026-12-{chance.randrange(10, 31)}"}, "later")
    elif act == 8 and open_changes:
        chance.choice([changes.approve, changes.decline])(session, chance.choice(open_changes), "fine")
    elif act == 9:
        comments.add_comment(session, "Good\ntalk", key_result=one, kind="coaching")
        objectives.edit_objective(session, objective, owner=chance.choice(people_ids))
    elif act == 10:
        acts: list[Any] = [krs.archive_key_result, krs.postpone_key_result, krs.resume_key_result]
        chance.choice(acts)(session, one, "why")
    elif act == 11:
        krs.add_key_result(session, objective, "Grow more", baseline="1", target="2.0")
    elif act == 12:
        objectives.archive_objective(session, objective, "over")
    elif act == 13:
        escalations.raise_escalation(
            session, "blocker", "no “äß” <b>export</b>", key_result=one, help_from=teams[0]
        )
    elif act == 14:
        _answer(session, chance)
    else:
        undoing.undo(session)


def _answer(session: Session, chance: random.Random) -> None:
    with session.reading() as c:
        line = chance.choice(open_escalations(c, home.now()) or [None])
    if line is None or line.turn is None:
        return
    said = said_in(line.kind, line.turn.step, is_asked=False)
    texts = {each.name: f"said\n{each.label}" for each in said if each.name != "help_from"}
    escalations.take_step(session, line.id, line.turn.step, **texts)


def _is_steps(session: Session, key_result: str) -> bool:
    with session.reading() as c:
        row = c.execute("SELECT method FROM key_result WHERE id = ?", (key_result,)).fetchone()
    return bool(row[0] == "milestones")
