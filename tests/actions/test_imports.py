"""Importing into a workspace that is there: what is new comes in, what is known is compared, nothing else happens."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from okrtui.actions import people
from okrtui.actions.check_ins import check_in
from okrtui.actions.imports import ImportOptions, carry_out, plan_import
from okrtui.actions.interchange import export_document
from okrtui.actions.objectives import edit_objective
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.errors import BadInput, NotFound, OkrtuiError, Refused
from okrtui.store.entry import read_entry
from okrtui.store.rights import Rights
from tests.actions.a_workspace import a_workspace, at_home, import_into, live_on, write
from tests.actions.test_interchange import a_document, as_file, rows


@pytest.fixture
def session(home: Path) -> Session:
    """Ana's own, empty workspace."""
    return create_workspace("Acme", handle="ana", display_name="Ana Berg")


def test_importing_a_file_twice_changes_nothing(session: Session, home: Path) -> None:
    path = as_file(home, a_document())
    assert import_into(session, path).additions == {
        "cycles": 1,
        "objectives": 1,
        "key_results": 1,
        "check_ins": 1,
        "agreements": 1,
    }
    before = export_document(session)
    again = import_into(session, path)
    assert (again.additions, again.differences) == ({}, [])
    assert export_document(session) == before


def test_a_grown_file_adds_what_is_new(session: Session, home: Path) -> None:
    import_into(session, as_file(home, a_document()))
    document = a_document()
    document["check_ins"].append({**document["check_ins"][0], "id": "x2", "week": "2026-W47", "actual": 25})
    assert import_into(session, as_file(home, document)).additions == {"check_ins": 1}
    assert rows(session, "SELECT actual, change FROM key_result_fact") == [("25", "+1")]


def test_the_same_id_in_two_sources_is_two_things(session: Session, home: Path) -> None:
    import_into(session, as_file(home, a_document()))
    import_into(session, as_file(home, a_document(workspace={"name": "Another"})))
    assert len(rows(session, "SELECT id FROM key_result WHERE id <> 'k1'")) == 2


def test_an_id_that_is_a_uuid_stays_what_it_is(session: Session, home: Path) -> None:
    id_ = "0199c1a2-0000-7000-8000-00000000abcd"
    document = a_document(check_ins=[])
    document["key_results"][0]["id"] = id_
    import_into(session, as_file(home, document))
    assert rows(session, "SELECT id FROM key_result") == [(id_,)]


def test_a_file_that_became_the_workspace_knows_its_own_ids_again(home: Path) -> None:
    import_into(None, as_file(home, a_document()))
    session = Session.open()
    document = a_document()
    document["check_ins"].append({**document["check_ins"][0], "id": "x2", "week": "2026-W47"})
    assert import_into(session, as_file(home, document)).additions == {"check_ins": 1}
    assert rows(session, "SELECT DISTINCT key_result FROM check_in") == [("k1",)]


def test_a_member_with_a_known_handle_is_that_member(session: Session, home: Path) -> None:
    import_into(session, as_file(home, a_document()))
    assert rows(session, "SELECT handle FROM member") == [("ana",)]
    assert rows(session, "SELECT owner FROM key_result") == [(session.member.id,)]


def test_a_name_can_be_mapped_to_a_member(session: Session, home: Path) -> None:
    document = a_document(members=[{"id": "m1", "handle": "growth-pm", "name": "Growth PM"}])
    import_into(session, as_file(home, document), owners={"Growth PM": "ana"})
    assert rows(session, "SELECT handle FROM member") == [("ana",)]
    assert rows(session, "SELECT owner FROM key_result") == [(session.member.id,)]


def test_a_file_gives_nobody_an_account(session: Session, home: Path) -> None:
    document = a_document(members=[{"id": "m1", "handle": "ben", "account": True}])
    plan = import_into(session, as_file(home, document))
    assert rows(session, "SELECT handle FROM member WHERE account = 1") == [("ana",)]
    assert "ben comes without an account" in plan.notes[0]


def changed_document() -> dict[str, Any]:
    document = a_document()
    document["objectives"][0]["why"] = "They told us"
    document["check_ins"][0]["actual"] = 26
    document["key_results"][0]["target"] = 30
    return document


def test_changed_fields_are_shown_and_left_alone(session: Session, home: Path) -> None:
    import_into(session, as_file(home, a_document()))
    before = export_document(session)
    plan = import_into(session, as_file(home, changed_document()))
    shown = [(one.field, one.ours, one.theirs) for one in plan.differences]
    assert shown == [("why", None, "They told us"), ("target", "28", "30"), ("actual", "24", "26")]
    assert export_document(session) == before


def test_an_update_takes_what_may_change_and_leaves_what_was_agreed(session: Session, home: Path) -> None:
    import_into(session, as_file(home, a_document()))
    path = as_file(home, changed_document())
    plan = import_into(session, path, update=True)
    assert "okrtui change propose" in plan.notes[0]
    assert rows(session, "SELECT why FROM objective") == [("They told us",)]
    assert rows(session, "SELECT target FROM key_result") == [("28",)]
    assert rows(session, "SELECT actual, is_shown FROM check_in ORDER BY is_shown") == [("24", 0), ("26", 1)]
    again = import_into(session, path, update=True)
    assert again.additions == {}
    assert len(rows(session, "SELECT id FROM check_in")) == 2


def test_what_a_file_leaves_out_stays(session: Session, home: Path) -> None:
    import_into(session, as_file(home, changed_document()))
    import_into(session, as_file(home, a_document(check_ins=[])), update=True)
    assert rows(session, "SELECT why, archived FROM objective") == [("They told us", None)]


def test_a_workspace_can_be_merged_into_another(tmp_path: Path) -> None:
    with at_home(tmp_path / "one"):
        one = a_workspace()
        live_on(one, 5)
        document = json.loads(export_document(one))
    with at_home(tmp_path / "two", "2026-12-20T09:00:00+00:00", "zoe"):
        two = create_workspace("Other", handle="zoe")
        import_into(two, as_file(tmp_path, document))
        assert import_into(two, as_file(tmp_path, document)).additions == {}
        merged = json.loads(export_document(two))
    assert merged["check_ins"] == document["check_ins"]
    assert [(one["id"], one.get("rag")) for one in merged["key_results"]] == [
        (one["id"], one.get("rag")) for one in document["key_results"]
    ]


def test_nothing_is_imported_where_anything_is_wrong(session: Session, home: Path) -> None:
    document = a_document()
    document["check_ins"][0]["week"] = "2026-W99"
    before = export_document(session)
    with pytest.raises(BadInput, match=r"check_ins\[0\].week"):
        import_into(session, as_file(home, a_document()), as_file(home, document, "b.json"))
    assert export_document(session) == before


def test_a_loop_over_known_and_new_links_is_refused(session: Session, home: Path) -> None:
    document = a_document()
    document["key_results"].append(
        {**document["key_results"][0], "id": "k2", "contributes_to": [{"key_result": "k1"}]}
    )
    import_into(session, as_file(home, document))
    document["key_results"][0]["contributes_to"] = [{"key_result": "k2"}]
    with pytest.raises(BadInput, match="a loop of links"):
        import_into(session, as_file(home, document), update=True)


@pytest.fixture
def bens(session: Session) -> Session:
    """Ben's session; Ana made the workspace."""
    people.add_member(session, "ben", "Ben Ode", account=True)
    return Session.open(acting_as="ben")


BEN = [{"id": "m1", "handle": "ben"}]


def test_others_may_import_drafts_and_their_own_check_ins(
    session: Session, bens: Session, home: Path
) -> None:
    document = a_document(members=BEN, check_ins=[])
    document["cycles"][0]["phase"] = "draft"
    import_into(bens, as_file(home, document))
    import_into(session, as_file(home, a_document(members=BEN, check_ins=[])), update=True)
    import_into(bens, as_file(home, a_document(members=BEN)))
    assert rows(session, "SELECT m.handle FROM check_in i JOIN member m ON m.id = i.author") == [("ben",)]


@pytest.mark.parametrize(
    "changes",
    [
        {"members": [{"id": "m1", "handle": "ana"}]},
        {"members": [*BEN, {"id": "m2", "handle": "cy", "roles": ["sponsor"]}]},
        {"members": BEN},
        {"members": BEN, "teams": [{"id": "t", "name": "Us"}]},
    ],
)
def test_others_are_not_believed_about_more(bens: Session, home: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="only the workspace's creator or a program lead"):
        plan_import(bens, [as_file(home, a_document(**changes))])


def test_others_check_in_by_file_where_they_may_by_hand(session: Session, bens: Session, home: Path) -> None:
    members = [*BEN, {"id": "m2", "handle": "ana"}]
    document = a_document(members=members, check_ins=[])
    document["objectives"][0]["owner"] = document["key_results"][0]["owner"] = "m2"
    import_into(session, as_file(home, document))
    own = a_document()["check_ins"]
    with pytest.raises(Refused, match=r"you check in on KRs of your own.*only the workspace's creator"):
        plan_import(bens, [as_file(home, {**document, "check_ins": own})])
    people.edit_member(session, bens.member.id, roles=["champion"])
    with pytest.raises(Refused, match="you check in on KRs of your own"):
        plan_import(bens, [as_file(home, {**document, "check_ins": own})])
    edit_objective(session, rows(session, "SELECT id FROM objective")[0][0], owner=bens.member.id)
    import_into(bens, as_file(home, {**document, "check_ins": own}))
    with session.reading() as connection:
        rights = Rights(connection)
        bodies = connection.execute("SELECT body FROM entry WHERE au = 'ben' ORDER BY n").fetchall()
        assert [rights.refusal(read_entry(body)) for (body,) in bodies] == [None]


def test_others_propose_by_file_what_is_theirs_to_propose(
    session: Session, bens: Session, home: Path
) -> None:
    document = a_document(members=[*BEN, {"id": "m2", "handle": "ana"}], check_ins=[])
    document["objectives"][0]["owner"] = document["key_results"][0]["owner"] = "m2"
    import_into(session, as_file(home, document))
    house = "Objective: Delight customers\n- KR 2: Reduce delivery time from 6 days to 3 days by Dec 31. Owner: {}\n"
    cycle = rows(session, "SELECT id FROM cycle")[0][0]
    with pytest.raises(Refused, match="neither the KR nor its objective is yours"):
        import_into(bens, write(home, "a.md", house.format("ana")), cycle=cycle)
    import_into(bens, write(home, "a.md", house.format("ben")), cycle=cycle)
    assert rows(session, "SELECT action FROM change") == [("add",)]


def test_a_correction_made_here_is_no_difference_to_the_file_it_came_from(
    session: Session, home: Path
) -> None:
    path = as_file(home, a_document())
    import_into(session, path)
    key_result = rows(session, "SELECT id FROM key_result")[0][0]
    check_in(session, key_result, actual="25", confidence="4", insight="i", next_action="n", week="2026-W46")
    assert import_into(session, path).differences == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xff\xfeO\x00", "is UTF-16"),
        (b"Objective: Gr\xf6\xdfe\n", "line 1 is no UTF-8"),
        (b"Objective: x\n\x00\x01", "is no text"),
        (b"just some prose\n", "holds no OKR"),
        (b"{", "is no JSON"),
    ],
)
def test_a_file_that_can_not_be_read_is_one_clear_line(
    session: Session, home: Path, content: bytes, told: str
) -> None:
    path = home / "odd"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=told) as caught:
        plan_import(session, [str(path)])
    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_one_clear_line(session: Session, home: Path) -> None:
    for path in (str(home), str(home / "none"), "a\0b"):
        with pytest.raises(BadInput):
            plan_import(session, [path])


def test_only_a_document_can_become_a_workspace(home: Path) -> None:
    with pytest.raises(NotFound, match="okrtui init"):
        plan_import(None, [write(home, "a.md", "Objective: Win back trust\n- KR 1: Lift NPS from 1 to 2\n")])


def test_a_plan_writes_nothing(session: Session, home: Path) -> None:
    before = export_document(session)
    plan = plan_import(session, [as_file(home, a_document())])
    assert plan.summary == ["New: 1 cycle, 1 objective, 1 KR, 1 check-in, 1 agreement"]
    assert export_document(session) == before


def test_ten_thousand_check_ins_come_in_fast_and_say_how_far_they_are(session: Session, home: Path) -> None:
    check_ins = [
        {
            "id": f"x{n}",
            "key_result": f"k{n % 100}",
            "week": f"2026-W{40 + n // 1000}",
            "author": "m1",
            "actual": n,
        }
        for n in range(10_000)
    ]
    one = a_document()["key_results"][0]
    document = a_document(check_ins=check_ins, key_results=[{**one, "id": f"k{n}"} for n in range(100)])
    plan = plan_import(session, [as_file(home, document)], ImportOptions())
    told: list[tuple[int, int]] = []
    began = time.monotonic()
    carry_out(plan, lambda done, total: told.append((done, total)))
    assert time.monotonic() - began < 30
    assert told[-1][0] == told[-1][1] == 10_000 + 100 + 100 + 2
    assert told == sorted(told)


def test_every_error_ends_with_an_exit_code(session: Session, home: Path) -> None:
    with pytest.raises(OkrtuiError) as caught:
        plan_import(session, [])
    assert caught.value.exit_code == 2
