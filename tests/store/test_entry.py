"""Entries: canonical bytes, read with suspicion; shapes of what stands in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.errors import BadInput
from okrtui.okr.kinds import KINDS
from okrtui.store.entry import MAX_BYTES, Entry, read_entry, write_entry
from okrtui.store.shapes import fits, from_column, is_known, is_well_formed, row_of, to_column, values_of
from okrtui.sync.receive import receive
from tests.builders import Published, a_check_in, a_published_cycle, a_workspace, at, folded_tables, rows

ENVELOPE: dict[str, Any] = {
    "v": 1, "id": "i", "ws": "w", "au": "ana", "dev": "dev", "n": 1, "hlc": "0199c1a2b3c4-0001", "base": [],
    "k": "key_result", "kv": 1, "e": "k1", "d": {"title": "Raise", "target": "28"},
}  # fmt: skip


def an_entry(**given: Any) -> Entry:
    return write_entry({**ENVELOPE, **given})


def test_the_same_fields_give_the_same_bytes_in_any_order() -> None:
    backwards = dict(reversed(ENVELOPE.items())) | {"d": {"target": "28", "title": "Raise"}}
    assert write_entry(backwards).body == an_entry().body
    assert b'"d":{"target":"28","title":"Raise"},"dev"' in an_entry().body


def test_an_entry_reads_back_as_it_was_written() -> None:
    entry = an_entry(d={"title": "Größe “ü” 🚀\x00"})
    assert read_entry(entry.body) == entry
    assert entry.d == {"title": "Größe “ü” 🚀\x00"}


def test_an_entry_holds_64_kib_and_no_more() -> None:
    room = MAX_BYTES - len(an_entry(d={"title": ""}).body)
    assert len(an_entry(d={"title": "x" * room}).body) == MAX_BYTES
    with pytest.raises(BadInput, match="too long"):
        an_entry(d={"title": "x" * (room + 1)})


def test_a_lone_surrogate_is_refused_in_one_line() -> None:
    with pytest.raises(BadInput, match="Unicode"):
        an_entry(d={"title": "\ud800"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff\xfe",
        json.dumps(ENVELOPE).encode().replace(b'"28"', b"NaN"),
        json.dumps(ENVELOPE).encode().replace(b'"28"', b"Infinity"),
        json.dumps(ENVELOPE).encode().replace(b"Raise", b"\\ud800"),
        json.dumps(ENVELOPE).encode().replace(b'"28"', b"[" * 60_000),
        json.dumps(ENVELOPE).encode().replace(b'"28"', b"[" * 5_000 + b"]" * 5_000),
        *(
            json.dumps({**ENVELOPE, name: value}).encode()
            for name, value in [
                ("n", 0), ("n", -1), ("n", 2**63), ("n", "1"), ("n", 1.5), ("hlc", "now"), ("hlc", ""), ("id", ""),
                ("au", ""), ("au", None), ("d", []), ("base", "i"), ("base", [1]), ("e", 1), ("k", None),
            ]
        ),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_told(body: bytes) -> None:
    with pytest.raises(BadInput, match="not a log entry"):
        read_entry(body)


def test_what_is_unknown_is_read_and_not_known() -> None:
    assert is_known(an_entry())
    for given_ in ({"v": 2}, {"kv": 2}, {"k": "gizmo"}):
        assert not is_known(an_entry(**given_))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("key_result", {"target": 28}),
        ("key_result", {"target": "28,5"}),
        ("key_result", {"target": "NaN"}),
        ("key_result", {"colour": "red"}),
        ("key_result", {"archived": 1}),
        ("key_result", {"method": "stars"}),
        ("key_result", {"bands": [["4"]]}),
        ("key_result", {"bands": {"4": "1"}}),
        ("key_result", {"milestones": [{"nom": "A"}]}),
        ("key_result", {"limits": {"floor": 1}}),
        ("key_result", {"contributes_to": ["k2"]}),
        ("key_result", {"collaborators": "m1"}),
        ("key_result", {"source": "name"}),
        ("key_result", {"due": "2026-02-30"}),
        ("key_result", {"due": "2026-W47-1"}),
        ("key_result", {"postponed": {"since": "today"}}),
        ("check_in", {"week": "2026-W54"}),
        ("check_in", {"week": "0001-W01"}),
        ("check_in", {"week": " 026-W01"}),
        ("check_in", {"at": "2026-11-17 09:00:00+00:00"}),
        ("check_in", {"at": "2026-11-17T09:00:00+01:00"}),
        ("check_in", {"at": "2026-W47-2T9:00:00+00:00"}),
        ("check_in", {"confidence": True}),
        ("check_in", {"confidence": 2**60}),
        ("check_in", {"evidence": [None]}),
        ("agreement", {"values": {"target": 5}}),
        ("agreement", {"values": {"colour": "red"}}),
        ("change", {"changes": [["target", "5"]]}),
        ("member", {"fence": {"dev": "3"}}),
        ("member", {"fence": {"dev": True}}),
    ],
)
def test_fields_of_another_shape_are_not_well_formed(kind: str, fields: dict[str, Any]) -> None:
    assert not is_well_formed(an_entry(k=kind, d=fields))


def test_null_clears_any_field() -> None:
    assert all(fits(field, None) for kind in KINDS.values() for field in kind.fields)


NAMES = ["key_result", "red", "since", "name", "x", "target"]
hostile = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=12)
    | st.sampled_from(["2026-W47", "2026-11-17", "28", "linear", "up", "draft", "9990-W50", "1900-W01", "0001-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(kind=st.sampled_from(sorted(KINDS)), data=st.data())
def test_no_shape_breaks_the_check_and_what_fits_goes_through_a_column_unharmed(
    kind: str, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(KINDS[kind].fields))
    value = data.draw(hostile)
    if fits(field, value):
        assert from_column(field, to_column(field, value)) == value
        row = row_of(kind, "e", {field.name: value})
        assert values_of(kind, row) == ({field.name: value} if value is not None else {})


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("hostile")
        patch.setenv("OKRTUI_HOME", str(folder))
        patch.setenv("OKRTUI_NOW", "2026-10-01T12:00:00+00:00")
        made = a_published_cycle(a_workspace(folder))
        at("2026-11-17T12:00:00+00:00")
        a_check_in(made.session, made.key_result)
    return made


@given(data=st.data())
def test_no_entry_from_elsewhere_breaks_the_fold(published: Published, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    fields = {
        field.name: data.draw(hostile, field.name)
        for field in data.draw(st.lists(st.sampled_from(KINDS[kind].fields), max_size=4, unique=True))
    }
    targets = [
        published.key_result,
        published.objective,
        published.cycle,
        published.session.member.id,
        "elsewhere",
    ]
    entity = data.draw(st.sampled_from(targets))
    for name in ("key_result", "objective", "cycle"):
        if name in KINDS[kind].by_name:
            fields[name] = getattr(published, name)
    before = len(rows(published.session, "SELECT id FROM entry"))
    number = before + 1
    body = an_entry(
        k=kind,
        d=fields,
        e=entity,
        id=f"hostile-{number}",
        ws=the_workspace(published),
        au="eve",
        dev="eve",
        n=number,
    ).body
    received = receive(published.session._replica, [body])
    assert received.new == 1
    shown = folded_tables(published.session.path)
    published.session._replica.fold_anew()
    assert folded_tables(published.session.path) == shown


def the_workspace(published: Published) -> str:
    (found,) = rows(published.session, "SELECT value FROM meta WHERE name = 'ws'")
    return str(found["value"])


def test_a_newer_kind_and_a_newer_version_are_kept_and_change_nothing(home: Path) -> None:
    made = a_published_cycle(a_workspace(home))
    before = folded_tables(made.session.path)
    ws = the_workspace(made)
    bodies = [
        an_entry(ws=ws, id="a", n=1, k="gizmo").body,
        an_entry(ws=ws, id="b", n=2, e=made.key_result, kv=2, d={"title": {"new": "shape"}}).body,
        an_entry(ws=ws, id="c", n=3, e=made.key_result, v=2).body,
    ]
    assert receive(made.session._replica, bodies).new == 3
    assert folded_tables(made.session.path) == before
    kept = {row["body"] for row in rows(made.session, "SELECT body FROM entry")}
    assert set(bodies) <= kept
