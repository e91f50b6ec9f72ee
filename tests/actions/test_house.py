"""OKRs in the house format come into a cycle, are found again there, and go out as the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions import cycles
from okrtui.actions.house import export_house
from okrtui.actions.imports import ImportOptions, plan_import
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.actions.a_workspace import a_workspace, at_home, import_into, live_on, write
from tests.actions.test_interchange import rows

SUPPORT = """# Next quarter

Objective: Win back the patience of our shop customers
- KR 1: Reduce median first reply time from 5 hours to 1 hour by Feb 15. Owner: Support lead. Source: Help desk.
- KR 2: Lift solved at first contact from 41 percent to 60 percent by Mar 31. Owner: ana. Source: https://desk.test/q.

Initiatives (bets): answer templates, a second shift
"""


@pytest.fixture
def session(home: Path) -> Session:
    """Ana's own, empty workspace."""
    return create_workspace("Acme", handle="ana", display_name="Ana Berg")


def test_every_figure_comes_in(session: Session, home: Path) -> None:
    plan = import_into(session, write(home, "support.md", SUPPORT))
    assert plan.unread == []
    found = rows(
        session, "SELECT title, baseline, target, unit, direction, due, source FROM key_result ORDER BY id"
    )
    assert found == [
        ("Reduce median first reply time", "5", "1", "hours", "down", "2027-02-15", '{"name":"Help desk"}'),
        (
            "Lift solved at first contact",
            "41",
            "60",
            "%",
            "up",
            "2027-03-31",
            '{"url":"https://desk.test/q"}',
        ),
    ]


def test_the_importer_owns_the_objective_and_named_owners_become_members(
    session: Session, home: Path
) -> None:
    import_into(session, write(home, "support.md", SUPPORT))
    assert rows(session, "SELECT owner FROM objective") == [(session.member.id,)]
    owners = (
        "SELECT m.handle, m.name, m.account FROM key_result k JOIN member m ON m.id = k.owner ORDER BY k.id"
    )
    assert rows(session, owners) == [("support-lead", "Support lead", None), ("ana", "Ana Berg", 1)]


def test_initiatives_are_linked_to_the_krs(session: Session, home: Path) -> None:
    import_into(session, write(home, "support.md", SUPPORT))
    linked = "SELECT title, json_array_length(key_results) FROM initiative ORDER BY id"
    assert rows(session, linked) == [("answer templates", 2), ("a second shift", 2)]


def test_a_name_can_stand_for_a_member(session: Session, home: Path) -> None:
    import_into(session, write(home, "support.md", SUPPORT), owners={"support lead": "ana"})
    assert rows(session, "SELECT handle FROM member") == [("ana",)]
    with pytest.raises(NotFound, match="no member nobody"):
        import_into(session, write(home, "support.md", SUPPORT), owners={"Support lead": "nobody"})


def test_a_new_cycle_runs_from_today_to_the_latest_due_date(session: Session, home: Path) -> None:
    plan = import_into(session, write(home, "support.md", SUPPORT))
    assert "A new cycle" in plan.notes[0]
    assert rows(session, "SELECT start, end, kind, phase FROM cycle") == [
        ("2026-11-17", "2027-03-31", "custom", "draft")
    ]


def test_an_open_cycle_that_holds_the_dates_is_used(session: Session, home: Path) -> None:
    cycles.new_cycle(session, "2026 Q4", "quarter", "2026-10-01", "2026-12-31")
    cycles.new_cycle(session, "2027 Q1", "quarter", "2027-01-01", "2027-03-31")
    plan = import_into(session, write(home, "support.md", SUPPORT))
    assert plan.notes == ["They go into 2027 Q1."]
    assert rows(session, "SELECT c.name FROM objective o JOIN cycle c ON c.id = o.cycle") == [("2027 Q1",)]


def test_a_date_without_a_year_is_the_first_on_or_after_the_chosen_cycles_start(
    session: Session, home: Path
) -> None:
    cycle = cycles.new_cycle(session, "2028", "annual", "2028-03-01", "2029-02-28").id
    import_into(session, write(home, "support.md", SUPPORT), cycle=cycle)
    assert rows(session, "SELECT due FROM key_result ORDER BY id") == [("2029-02-15",), ("2028-03-31",)]


def test_the_same_text_again_adds_nothing(session: Session, home: Path) -> None:
    path = write(home, "support.md", SUPPORT)
    import_into(session, path)
    again = import_into(session, path)
    assert (again.additions, again.differences) == ({}, [])
    assert "all of it is here already" in again.summary[0]


def test_a_grown_text_adds_what_is_new_and_shows_what_differs(session: Session, home: Path) -> None:
    import_into(session, write(home, "support.md", SUPPORT))
    grown = SUPPORT.replace("60 percent", "65 percent").replace(
        "\nInitiatives",
        "- KR 3: Cut backlog from 90 to 30 by Mar 31. Owner: ana. Source: Help desk.\n\nInitiatives",
    )
    plan = import_into(session, write(home, "support.md", grown))
    assert plan.additions == {"key_results": 1}
    assert [(one.field, one.ours, one.theirs) for one in plan.differences] == [("target", "60", "65")]
    import_into(session, write(home, "support.md", grown), update=True)
    assert rows(session, "SELECT target FROM key_result ORDER BY target") == [("1",), ("30",), ("65",)]


def test_two_krs_of_one_title_in_a_file_are_two(session: Session, home: Path) -> None:
    twice = (
        "Objective: Calm the queue\n" + "- KR 1: Cut backlog from 90 to 30 by 2027-03-31. Owner: ana.\n" * 2
    )
    assert import_into(session, write(home, "a.md", twice)).additions["key_results"] == 2
    assert import_into(session, write(home, "a.md", twice)).additions == {}


def test_what_can_not_be_read_is_named_by_file_and_line(session: Session, home: Path) -> None:
    text = SUPPORT.replace("from 5 hours to 1 hour by Feb 15", "from 5 hours to 1 day by Feb 15")
    plan = import_into(session, write(home, "support.md", text))
    assert [(one.file, one.unread.line) for one in plan.unread] == [("support.md", 4)]
    assert plan.additions["key_results"] == 1


def test_figures_that_contradict_themselves_are_named_by_line(session: Session, home: Path) -> None:
    text = SUPPORT.replace("from 5 hours to 1 hour", "from 5 hours to 5 hours")
    with pytest.raises(BadInput, match=r"support.md: line 4, target: baseline and target are both 5"):
        import_into(session, write(home, "support.md", text))
    assert rows(session, "SELECT id FROM objective") == []


def test_a_kr_above_is_found_by_its_title_wherever_it_stands(session: Session, home: Path) -> None:
    text = SUPPORT.replace(
        "Source: Help desk.", "Source: Help desk. Contributes to: Lift solved at first contact (calm)."
    )
    import_into(session, write(home, "support.md", text))
    [(above, how)] = rows(session, "SELECT above, how FROM contribution")
    assert how == "calm"
    assert rows(session, f"SELECT title FROM key_result WHERE id = '{above}'") == [
        ("Lift solved at first contact",)
    ]
    missing = import_into(
        session, write(home, "b.md", text.replace("Lift solved at first contact (calm)", "Nothing"))
    )
    assert "no key result “Nothing”" in missing.unread[0].unread.why


def test_into_an_active_cycle_they_come_as_drafts(home: Path) -> None:
    session = a_workspace()
    live_on(session, 0, steps=0)
    cycle = rows(session, "SELECT id FROM cycle")[0][0]
    import_into(session, write(home, "support.md", SUPPORT), cycle=cycle)
    drafts = "SELECT count(*) FROM key_result_fact WHERE is_in_force = 0"
    assert rows(session, drafts) == [(2,)]
    added = "- KR 1: Cut returns from 9 to 3 by Dec 31. Owner: ana. Source: X.\n"
    more = f"Objective: Delight first-time customers\n{added}"
    assert import_into(session, write(home, "more.md", more), cycle=cycle).additions["changes"] == 1
    assert rows(session, "SELECT state FROM change_fact") == [("proposed",)]


def test_a_cycle_in_review_takes_no_new_okrs(home: Path) -> None:
    session = a_workspace()
    live_on(session, 0, steps=0)
    cycle = rows(session, "SELECT id FROM cycle")[0][0]
    cycles.review_cycle(session, cycle)
    with pytest.raises(Refused, match="in review"):
        plan_import(session, [write(home, "support.md", SUPPORT)], ImportOptions(cycle=cycle))


def test_export_import_export_gives_the_same_bytes(tmp_path: Path) -> None:
    with at_home(tmp_path / "one"):
        session = a_workspace()
        import_into(session, write(tmp_path, "support.md", SUPPORT))
        first = export_house(session)
    with at_home(tmp_path / "two", user="zoe"):
        second = create_workspace("Other", handle="zoe")
        plan = import_into(second, write(tmp_path, "out.md", first))
        assert plan.unread == []
        assert export_house(second) == first


def test_there_has_to_be_something_to_write(session: Session) -> None:
    with pytest.raises(NotFound, match="no OKRs"):
        export_house(session)
