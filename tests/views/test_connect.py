"""Opening a replica for reading: what is missing, broken or newer is one clear line."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.okr.errors import NotFound, OutOfReach, Refused
from okrtui.store.schema import SCHEMA as WRITTEN
from okrtui.views.connect import SCHEMA, connect
from okrtui.views.structures import read_list, read_object
from okrtui.views.workspace import acting_member, workspace
from tests.views.growth import Growth


def test_the_views_read_the_schema_that_the_store_writes() -> None:
    assert SCHEMA == WRITTEN


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="okrtui init"):
        connect(str(tmp_path / "none.okr"))


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\x00" + b"\xff" * 200, b"no database at all, but long enough"]
)
def test_a_broken_file_is_out_of_reach_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.okr"
    path.write_bytes(content)
    with pytest.raises(OutOfReach, match="not a readable workspace"):
        connect(str(path))
    assert path.read_bytes() == content


def test_a_newer_schema_is_out_of_reach(growth: Growth) -> None:
    with closing(sqlite3.connect(growth.path)) as c, c:
        c.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(OutOfReach, match="newer okrtui"):
        connect(growth.path)


def test_a_path_with_signs_that_mean_something_in_a_uri_is_opened(growth: Growth, tmp_path: Path) -> None:
    odd = tmp_path / "a?mode=memory#b %41 ä.okr"
    odd.write_bytes(Path(growth.path).read_bytes())
    with closing(connect(str(odd))) as c:
        assert workspace(c).name == "Growth"


def test_a_view_can_not_write(growth: Growth) -> None:
    with growth.reading() as c, pytest.raises(sqlite3.OperationalError):
        c.execute("UPDATE member SET name = 'x'")


@pytest.mark.parametrize("stored", [None, "", "no json", "[1, 2", "{", '"text"', "7"])
def test_what_is_no_structure_reads_as_an_empty_one(stored: str | None) -> None:
    assert read_list(stored) == []
    assert read_object(stored) == {}


@pytest.mark.parametrize("stored", ['{"n": 2.50, "names": ["a", null]}', "[" * 100_000, "{]", "null"])
def test_structures_read_the_same_without_cpythons_scanner(
    monkeypatch: pytest.MonkeyPatch, stored: str
) -> None:
    fast = read_object(stored), read_list(stored)
    monkeypatch.setitem(sys.modules, "_json", None)
    assert (read_object(stored), read_list(stored)) == fast


def test_structures_keep_numbers_as_they_stand() -> None:
    assert read_list('[["4.50", 1.0], {"a": null, "b": true}]') == [["4.50", "1.0"], {"a": None, "b": True}]
    assert read_object('{"since": "2026-11-01", "n": 3}') == {"since": "2026-11-01", "n": "3"}


def test_who_acts_is_asked_for_else_the_unix_name_else_the_only_account(growth: Growth) -> None:
    growth.a_member("ben", "Ben")
    with growth.reading() as c:
        assert acting_member(c, None, "somebody").handle == "ana"
        with pytest.raises(Refused, match="ana"):
            acting_member(c, "ben", "ana")
    growth.a_member("cleo", account=True)
    with growth.reading() as c:
        assert acting_member(c, "ana", "cleo").handle == "ana"
        assert acting_member(c, None, "Cleo").handle == "cleo"
        with pytest.raises(Refused, match="ana, cleo"):
            acting_member(c, None, "somebody")
