"""What a team did together goes out as one document and comes back: decisions, reviews, escalations, votes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.decisions import decide, rule
from okrtui.actions.demo import make_demo
from okrtui.actions.escalations import raise_escalation
from okrtui.actions.imports import plan_import
from okrtui.actions.interchange import export_document
from okrtui.actions.polls import agree, cast, open_poll, reveal
from okrtui.actions.reviews import save_review
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.kinds import KINDS
from okrtui.store.replica import Replica
from tests.actions.a_workspace import at_home, import_into, write
from tests.builders import folded_tables

NOW = "2026-11-26T14:00:00+00:00"
TOGETHER = ("decisions", "reviews", "escalations", "answers", "polls", "votes")
STANDING = ("decision_fact", "escalation_fact", "decision", "review", "escalation", "answer", "poll", "vote")


def a_team_at_work(folder: Path) -> Session:
    """The demo's company, and what it lacks: a vote with what was agreed, promises, final scores."""
    session = Session.at(make_demo(str(folder), datetime.fromisoformat(NOW), "robin"), "robin")
    with session.reading() as c:
        key_result, team = c.execute(
            "SELECT k.id, o.team FROM key_result k JOIN objective o ON o.id = k.objective"
            " WHERE k.title = 'Trial conversion'"
        ).fetchone()
    poll = open_poll(session, key_result).id
    for handle, confidence in (("robin", 4), ("leonie", 2)):
        cast(Session.at(session.path, handle), poll, confidence)
    reveal(session, poll)
    agree(session, poll, 3)
    open_poll(session, key_result)
    save_review(
        session, "weekly", team=team, notes="# Minutes\n\n- “quoted” <b>", improvements=["Be brief"],
        promises=[{"key_result": key_result, "is_kept": False, "text": "=cmd()"}],
    )  # fmt: skip
    return session


def standing(path: str) -> dict[str, list[tuple[Any, ...]]]:
    tables = folded_tables(path)
    return {name: tables[name] for name in STANDING}


def test_what_a_team_did_together_comes_back_byte_for_byte_and_stands_as_it_stood(tmp_path: Path) -> None:
    with at_home(tmp_path / "one", NOW, "robin"):
        session = a_team_at_work(tmp_path / "one")
        first, stood = export_document(session), standing(session.path)
    document = json.loads(first)
    assert set(TOGETHER) <= document.keys()
    for plural in TOGETHER:
        fields = {name for item in document[plural] for name in item} - {"id"}
        (kind,) = [one for one in KINDS.values() if one.plural == plural]
        assert fields <= {field.name for field in kind.fields}
    path = write(tmp_path, "all.json", first)
    with at_home(tmp_path / "two", NOW, "robin"):
        import_into(None, path)
        session = Session.open()
        assert export_document(session) == first
        assert standing(session.path) == stood
        again = plan_import(session, [path])
        assert (again.additions, again.differences) == ({}, [])
        Replica.open(session.path).fold_anew()
        assert standing(session.path) == stood


def a_document(**lists: Any) -> dict[str, Any]:
    cycle = {"id": "c1", "name": "Q4", "kind": "quarter", "start": "2026-10-01", "end": "2026-12-31"}
    key_result = {
        "id": "k1", "objective": "o1", "title": "Lift it", "method": "linear", "baseline": 18, "target": 28,
        "unit": "%", "owner": "m1", "due": "2026-12-31",
    }  # fmt: skip
    return {
        "format": "okrtui",
        "version": 1,
        "workspace": {"name": "Elsewhere"},
        "members": [{"id": "m1", "handle": "ana", "name": "Ana"}],
        "cycles": [{**cycle, "phase": "active"}],
        "objectives": [{"id": "o1", "cycle": "c1", "title": "Delight customers", "owner": "m1"}],
        "key_results": [key_result],
        **lists,
    }


def test_ids_of_elsewhere_are_resolved_in_all_lists(home: Path) -> None:
    document = a_document(
        decisions=[
            {
                "id": "d1", "date": "2026-11-02", "decision": "We move", "evidence": "e", "owner": "m1",
                "due": "2026-12-01", "kind": "resource_shift", "state": "proposed", "key_results": ["k1"],
                "author": "m1", "at": "2026-11-02T09:00:00Z",
            }
        ],
        answers=[
            {"id": "a1", "decision": "d1", "step": "declined", "text": "No", "by": "m1"},
            {
                "id": "a2", "kind": "red_response", "key_result": "k1", "week": "2026-W45", "step": "answered",
                "root_cause": "r", "by": "m1", "at": "2026-11-09T09:00:00Z",
            },
        ],
        escalations=[{"id": "e1", "kind": "blocker", "key_result": "k1", "text": "Stuck", "by": "m1"}],
        reviews=[{"id": "r1", "kind": "monthly", "notes": "n", "attendees": ["m1"], "decisions": ["d1"]}],
        polls=[{"id": "p1", "key_result": "k1", "week": "2026-W45", "state": "revealed", "agreed": 3, "by": "m1"}],
        votes=[{"id": "v1", "poll": "p1", "confidence": 3, "author": "m1"}],
    )  # fmt: skip
    import_into(None, write(home, "one.json", json.dumps(document)))
    session = Session.open()
    written = json.loads(export_document(session))
    (decision,), (review,), (poll,), (vote,) = (
        written[one] for one in ("decisions", "reviews", "polls", "votes")
    )
    (key_result,), (member,) = written["key_results"], written["members"]
    assert decision["key_results"] == [key_result["id"]]
    assert review["attendees"] == [member["id"]]
    assert review["decisions"] == [decision["id"]]
    assert vote["poll"] == poll["id"]
    with session.reading() as c:
        assert c.execute("SELECT state FROM decision_fact").fetchone() == ("declined",)
        kinds = c.execute("SELECT kind, closed_by FROM escalation_fact ORDER BY kind").fetchall()
    assert kinds == [("blocker", None), ("red_response", "withdrawn")]


@pytest.mark.parametrize(
    ("plural", "item", "named"),
    [
        ("decisions", {"kind": "scope"}, "decision is missing"),
        ("decisions", {"kind": "nonsense"}, "decisions"),
        ("decisions", {"due": "soon"}, "decisions"),
        ("decisions", {"decision": "d", "key_results": ["nowhere"]}, "nowhere"),
        ("reviews", {"week": "2026-W99"}, "reviews"),
        ("escalations", {"kind": "red_response"}, "escalations"),
        ("answers", {"step": "shrugged"}, "answers"),
        ("votes", {"poll": "nowhere"}, "nowhere"),
    ],
)
def test_mistakes_in_these_lists_are_named_where_they_stand(
    home: Path, plural: str, item: dict[str, Any], named: str
) -> None:
    with pytest.raises(BadInput, match=named):
        import_into(None, write(home, "bad.json", json.dumps(a_document(**{plural: [{"id": "x", **item}]}))))


def test_a_member_brings_in_nobodys_decisions(tmp_path: Path) -> None:
    with at_home(tmp_path / "one", NOW, "robin"):
        session = a_team_at_work(tmp_path / "one")
        path = write(tmp_path, "one.json", export_document(session))
        proposed = decide(
            Session.at(session.path, "leonie"), "A shift", kind="resource_shift", evidence="e",
            owner=session.member.id, due="2026-12-20",
        ).id  # fmt: skip
        rule(session, proposed, "decided")
        with session.reading() as c:
            (key_result,) = c.execute("SELECT id FROM key_result WHERE title = 'Trial conversion'").fetchone()
        raise_escalation(session, "blocker", "Stuck", key_result=key_result)
        newer = write(tmp_path, "two.json", export_document(session))
    with at_home(tmp_path / "two", NOW, "robin"):
        import_into(None, path)
        robin = Session.open()
        with robin.writing("gave her an account") as journal:
            (leonie,) = journal.connection.execute("SELECT id FROM member WHERE handle = 'leonie'").fetchone()
            journal.add("member", leonie, {"account": True, "roles": ["champion"]})
        with pytest.raises(Refused, match="decision"):
            import_into(Session.at(robin.path, "leonie"), newer)
        import_into(robin, newer)
        with robin.reading() as c:
            row = c.execute("SELECT state FROM decision_fact WHERE decision = ?", (proposed,)).fetchone()
        assert row == ("decided",)
