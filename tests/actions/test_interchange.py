"""Everything that a workspace holds goes out as one document and comes back."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from okrtui.actions.imports import carry_out, plan_import
from okrtui.actions.interchange import export_document
from okrtui.actions.people import edit_member
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput
from okrtui.store.replica import Replica
from tests.actions.a_workspace import a_workspace, at_home, import_into, live_on, write
from tests.sweep import sweep_size


def a_document(**changes: Any) -> dict[str, Any]:
    """A small foreign document: one objective with one KR in an active cycle, one check-in, ids of its own."""
    cycle = {"id": "c1", "name": "2026 Q4", "kind": "quarter", "start": "2026-10-01", "end": "2026-12-31"}
    key_result = {
        "id": "k1",
        "objective": "o1",
        "title": "Lift repeat purchase",
        "owner": "m1",
        "method": "linear",
    }
    check_in = {"id": "x1", "key_result": "k1", "week": "2026-W46", "author": "m1", "actual": 24}
    return {
        "format": "okrtui",
        "version": 1,
        "workspace": {"name": "Elsewhere", "timezone": "Europe/Berlin"},
        "members": [{"id": "m1", "handle": "ana", "name": "Ana Berg"}],
        "cycles": [{**cycle, "phase": "active"}],
        "objectives": [{"id": "o1", "cycle": "c1", "title": "Delight customers", "owner": "m1"}],
        "key_results": [{**key_result, "unit": "%", "baseline": 18, "target": 28, "due": "2026-12-31"}],
        "check_ins": [check_in],
    } | changes


def as_file(folder: Path, document: Any, name: str = "okrs.json") -> str:
    return write(folder, name, document if isinstance(document, str) else json.dumps(document))


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    with session.reading() as connection:
        return connection.execute(sql).fetchall()


def live_and_export(folder: Path, seed: int) -> tuple[str, str]:
    with at_home(folder):
        session = a_workspace()
        live_on(session, seed)
        return export_document(session), os.environ["OKRTUI_NOW"]


@settings(max_examples=sweep_size(4, 20, 200), phases=[Phase.generate])
@given(seed=st.integers(0, 10_000))
def test_export_import_export_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    first, now = live_and_export(folder / "one", seed)
    path = as_file(folder, first)
    with at_home(folder / "two", now):
        import_into(None, path)
        session = Session.open()
        assert export_document(session) == first
        again = plan_import(session, [path])
        assert (again.additions, again.differences) == ({}, [])
        Replica.open(session.path).fold_anew()
        assert export_document(session) == first


def test_a_workspace_at_work_has_something_of_everything(tmp_path: Path) -> None:
    plurals = {
        "check_ins",
        "changes",
        "approvals",
        "agreements",
        "comments",
        "initiatives",
        "teams",
        "members",
    }
    seen: set[str] = set()
    for seed in range(3):
        seen |= json.loads(live_and_export(tmp_path / str(seed), seed)[0]).keys()
    assert plurals <= seen


def test_two_exports_of_one_state_are_the_same_bytes(home: Path) -> None:
    session = a_workspace()
    assert export_document(session) == export_document(session)


def test_numbers_stay_as_they_were_typed_and_texts_as_they_are(home: Path) -> None:
    text = export_document(a_workspace())
    assert '"target": 28.50' in text
    assert '"weight": 2.50' in text
    assert "Acme Größe" in text
    assert "null" not in text
    assert "not for pay or appraisal" in text


def test_a_document_becomes_the_workspace_ids_and_all(home: Path) -> None:
    import_into(None, as_file(home, a_document()))
    session = Session.open()
    assert session.member.handle == "ana"
    assert rows(session, "SELECT id FROM key_result") == [("k1",)]
    assert rows(session, "SELECT id, identity FROM check_in") == [("x1", "x1")]


def test_a_given_workspace_id_is_the_workspace_entitys(home: Path) -> None:
    id_ = "01999999-0000-7000-8000-000000000001"
    import_into(None, as_file(home, a_document(workspace={"id": id_, "name": "Elsewhere"})))
    session = Session.open()
    assert rows(session, "SELECT value FROM folded WHERE name = 'workspace'") == [(id_,)]
    [(ws,)] = rows(session, "SELECT value FROM meta WHERE name = 'ws'")
    assert ws != id_


def test_a_kr_that_comes_into_a_published_cycle_is_agreed_and_marked_imported(home: Path) -> None:
    import_into(None, as_file(home, a_document()))
    session = Session.open()
    assert rows(session, "SELECT key_result, imported FROM agreement") == [("k1", 1)]
    assert rows(session, "SELECT score, is_in_force FROM key_result_fact") == [("0.60", 1)]


def test_a_document_that_speaks_of_agreements_leaves_other_krs_drafts(home: Path) -> None:
    import_into(None, as_file(home, a_document(agreements=[])))
    assert rows(Session.open(), "SELECT is_in_force FROM key_result_fact") == [(0,)]


@pytest.mark.parametrize(
    "missing", ["members", "cycles", "objectives", "key_results", "check_ins", "workspace"]
)
def test_whole_lists_may_be_missing(home: Path, missing: str) -> None:
    without = {"members": 0, "cycles": 1, "objectives": 2, "key_results": 3, "check_ins": 4, "workspace": 5}
    document = a_document()
    for name in [name for name, place in without.items() if place >= without[missing] and name != "members"]:
        document.pop(name, None)
    if missing == "members":
        document = {"format": "okrtui", "version": 1, "workspace": {"name": "Bare"}}
    import_into(None, as_file(home, document))
    session = Session.open()
    assert rows(session, "SELECT handle, account FROM member") == [("ana", 1)]


def test_who_imports_gets_the_account_and_no_other_is_added(home: Path) -> None:
    members = [
        {"id": "m1", "handle": "ana"},
        {"id": "m2", "handle": "ben"},
        {"id": "m3", "handle": "cy", "account": True},
    ]
    import_into(None, as_file(home, a_document(members=members)), acting_as="ben")
    session = Session.open(acting_as="ben")
    assert rows(session, "SELECT handle FROM member WHERE account = 1 ORDER BY handle") == [("ben",), ("cy",)]
    assert rows(session, "SELECT count(*) FROM member") == [(3,)]


def test_without_a_hint_who_imports_the_members_are_named(home: Path) -> None:
    members = [{"id": "m1", "handle": "zoe"}, {"id": "m2", "handle": "ben"}]
    path = as_file(home, a_document(members=members))
    with pytest.raises(BadInput, match="ben, zoe"):
        plan_import(None, [path])
    with pytest.raises(BadInput, match="ben, zoe"):
        import_into(None, path, acting_as="ana")


def test_decisions_stand_though_others_have_accounts(tmp_path: Path) -> None:
    with at_home(tmp_path / "one"):
        session = a_workspace()
        live_on(session, 1, steps=60)
        ben = rows(session, "SELECT id FROM member WHERE handle = 'ben'")[0][0]
        edit_member(session, ben, account=True, roles=["sponsor"])
        decided = rows(session, "SELECT state, is_effective FROM change_fact ORDER BY change")
        assert ("approved", 1) in decided
        first, now = export_document(session), os.environ["OKRTUI_NOW"]
    with at_home(tmp_path / "two", now):
        import_into(None, as_file(tmp_path, first))
        session = Session.open()
        assert rows(session, "SELECT state, is_effective FROM change_fact ORDER BY change") == decided
        assert export_document(session) == first


def test_a_revision_without_an_identity_belongs_to_what_it_replaces(home: Path) -> None:
    first = {"id": "x1", "key_result": "k1", "week": "2026-W46", "author": "m1", "actual": 24}
    second = {**first, "id": "a-correction", "actual": 25, "replaces": "x1"}
    import_into(None, as_file(home, a_document(check_ins=[second, first])))
    session = Session.open()
    assert rows(session, "SELECT id, identity, is_shown FROM check_in ORDER BY id") == [
        ("a-correction", "x1", 1),
        ("x1", "x1", 0),
    ]
    assert rows(session, "SELECT actual FROM key_result_fact") == [("25",)]


def test_several_check_ins_in_a_week_and_incomplete_ones_are_taken_as_they_are(home: Path) -> None:
    bare = {"key_result": "k1", "week": "2026-W40", "author": "m1"}
    check_ins = [
        {**bare, "id": "a", "actual": 1e3},
        {**bare, "id": "b"},
        {**bare, "id": "c", "actual": -0.50},
    ]
    text = json.dumps(a_document(check_ins=check_ins)).replace("1000.0", "1e3").replace("-0.5", "-0.50")
    import_into(None, as_file(home, text))
    found = rows(Session.open(), "SELECT id, actual, confidence FROM check_in ORDER BY id")
    assert found == [("a", "1000", None), ("b", None, None), ("c", "-0.50", None)]


def test_what_is_written_only_is_passed_over_and_what_is_unknown_reported(home: Path) -> None:
    document = a_document(surprises=[1], notice="x")
    document["objectives"][0] |= {"score": 0.1, "reported": "9/9", "draft": True}
    document["key_results"][0] |= {"rag": "green", "mood": "fine", "source": {"name": "CRM", "colour": "red"}}
    plan = import_into(None, as_file(home, document))
    told = [one.unread.text for one in plan.unread]
    assert told == ["key_results[0].mood", "key_results[0].source.colour", "surprises"]
    assert rows(Session.open(), "SELECT rag FROM key_result_fact") == [("amber",)]


def test_hostile_text_is_cleaned_on_its_way_in(home: Path) -> None:
    document = a_document(workspace={"name": "\x1b]0;owned\x07Elsewhere\u202e"})
    document["key_results"][0]["title"] = "Lift\x1b[31m\nrepeat\u0000 purchase"
    import_into(None, as_file(home, document))
    text = export_document(Session.open())
    assert not {"\x1b", "\u202e", "\x07"} & set(text)
    assert "Lift[31m repeat purchase" in text


def with_key_result(**changes: Any) -> dict[str, Any]:
    document = a_document()
    document["key_results"][0] |= changes
    return document


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (with_key_result(baseline=float("nan")), r"key_results\[0\].baseline: NaN is not a finite number"),
        (with_key_result(target=18), r"key_results\[0\].target: baseline and target are both 18"),
        (with_key_result(target="28"), r"key_results\[0\].target: .* write a number, written without quotes"),
        (with_key_result(target=1.12345678901), r"key_results\[0\].target: .*too many digits"),
        (with_key_result(method="magic"), r"key_results\[0\].method: “magic” .* linear, percent"),
        (with_key_result(due="31.12.2026"), r"key_results\[0\].due: .* a date such as"),
        (with_key_result(owner="m9"), r"key_results\[0\].owner: there is no member with the id “m9”"),
        (with_key_result(weight=0), r"key_results\[0\].weight: a weight is above 0"),
        (with_key_result(definition="x" * 10_001), r"key_results\[0\].definition: this is too long"),
        (with_key_result(contributes_to=[{"key_result": "k1"}]), r"key_results\[0\]: .* a loop of links"),
        (with_key_result(title=None), r"key_results\[0\]: title is missing"),
        (a_document(format="other"), r"format: “other” is another format"),
        (a_document(version=2), r"version: “2” can't be read"),
        (a_document(version="1"), r"version: “1” can't be read"),
        (a_document(members={}), "members: this is no list"),
        (a_document(cycles=[7]), r"cycles\[0\]: this is no object"),
        (a_document(workspace={"name": "x", "timezone": "Mars/Base"}), "workspace.timezone: .*Mars/Base"),
        (a_document(workspace={"name": "x", "rag": {"red": 0.9}}), "workspace.rag: "),
        (a_document(members=[{"id": "m1", "handle": "Ana B"}]), r"members\[0\].handle: “Ana B” is no handle"),
        (a_document(members=[{"id": "m1", "handle": "ana", "roles": ["king"]}]), "“king” is not a role"),
        (
            a_document(members=[{"id": "m1", "handle": "ana"}, {"id": "m2", "handle": "ana"}]),
            "another member",
        ),
        (a_document(members=[{"id": "m1", "handle": "ana"}] * 2), "stands there twice"),
        ("[1, 2]", "is no okrtui document"),
        ('{"format": "okrtui",\n "version": 1,}', "line 2, column 1[45]: this is no JSON"),
        ('{"format": "okrtui", "format": "okrtui"}', "“format” stands twice"),
        ("[" * 100_000, "nested too deeply|no JSON"),
    ],
)
def test_every_mistake_is_named_where_it_stands_and_nothing_is_left_behind(
    home: Path, document: Any, told: str
) -> None:
    path = as_file(home, document)
    with pytest.raises(BadInput, match=told):
        plan_import(None, [path])
    assert not (home / "data").exists()


@pytest.mark.parametrize("confidence", [0, 6, 2.5, "3", True])
def test_a_confidence_outside_1_to_5_is_refused(home: Path, confidence: Any) -> None:
    document = a_document()
    document["check_ins"][0]["confidence"] = confidence
    with pytest.raises(BadInput, match=r"check_ins\[0\].confidence"):
        plan_import(None, [as_file(home, document)])


def test_all_mistakes_are_named_at_once(home: Path) -> None:
    document = with_key_result(baseline="a", target="b", due="c")
    with pytest.raises(BadInput) as caught:
        plan_import(None, [as_file(home, document)])
    assert len(caught.value.candidates) == 3  # type: ignore[attr-defined]


def test_a_failure_while_writing_leaves_no_workspace(home: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    plan = plan_import(None, [as_file(home, a_document())])
    with pytest.raises(KeyboardInterrupt):
        carry_out(plan, stop)
    assert list((home / "data" / "workspaces").iterdir()) == []


def test_the_documented_example_is_read(home: Path) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "interchange.md").read_text(encoding="utf-8")
    document = page.partition("```json\n")[2].partition("```")[0]
    import_into(None, write(home, "okrs.json", document), acting_as="ines")
    session = Session.open(acting_as="ines")
    assert rows(session, "SELECT target FROM key_result") == [("42.50",)]
    house = page.partition("## The house format\n\n```\n")[2].partition("```")[0]
    plan = import_into(session, write(home, "okrs.md", house))
    assert plan.unread == []
    assert "target" not in {one.field for one in plan.differences}
    assert plan.additions["key_results"] == 1
