"""The doctor names what is wrong, also where nothing can be opened, says what to do, and makes nothing worse."""

from __future__ import annotations

import compileall
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import okrtui
from okrtui.store.entry import write_entry
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import bodies, folded_tables
from tests.cli.conftest import Call, Outcome, check_in

HERE = "acme"
PROGRAM = Path(okrtui.__file__).parent


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    """A fresh checkout is not compiled yet, and the doctor would say so."""
    compileall.compile_dir(PROGRAM, quiet=1)


def findings(outcome: Outcome, *levels: str) -> list[str]:
    """What was found of these levels, as "subject: what"."""
    assert isinstance(outcome.document, dict)
    found: list[dict[str, Any]] = outcome.document["findings"]
    return [f"{one['subject']}: {one['what']}" for one in found if one["level"] in levels]


@pytest.fixture
def replica(acme: Call, home: Path) -> Path:
    assert check_in(acme, "24").code == 0
    return next(home.rglob("acme.okr"))


def spoil(replica: Path, sql: str) -> None:
    with closing(sqlite3.connect(replica)) as connection, connection:
        connection.execute(sql)


def test_a_sound_home_has_no_errors(acme: Call, replica: Path) -> None:
    before = replica.read_bytes()
    outcome = acme("doctor", "--json")
    assert outcome.code == 0, outcome
    assert findings(outcome, "error", "warning") == []
    assert "acme: the tables are what the log says" in findings(outcome, "ok")
    assert replica.read_bytes() == before
    plain = acme("doctor")
    assert plain.code == 0
    assert plain.err.endswith("0 errors, 0 warnings\n")


def test_a_home_without_a_workspace_is_well(okrtui: Call) -> None:
    assert okrtui("doctor").code == 0


def test_a_workspace_that_is_not_there_ends_with_3(acme: Call) -> None:
    assert acme("doctor", "-w", "nowhere").code == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"no database at all" * 100, "another kind of file"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "damaged"),
    ],
    ids=["zero length", "text", "torn"],
)
def test_a_file_that_cannot_be_opened_is_named_with_a_way_out(
    acme: Call, replica: Path, content: bytes, said: str
) -> None:
    replica.write_bytes(content)
    outcome = acme("doctor", "--json")
    assert outcome.code == 4
    (error,) = findings(outcome, "error")
    assert said in error
    assert "okrtui restore BACKUP --replace -w acme" in acme("doctor").out
    assert acme("doctor", "--fix").code == 4
    assert replica.read_bytes() == content


def test_a_truncated_file_is_named(acme: Call, replica: Path) -> None:
    data = replica.read_bytes()
    replica.write_bytes(data[: len(data) // 2 + 700])
    outcome = acme("doctor", "--json")
    assert outcome.code == 4
    assert "damaged" in findings(outcome, "error")[0]


def test_a_newer_schema_is_named_and_left_alone(acme: Call, replica: Path) -> None:
    spoil(replica, "UPDATE meta SET value = '99' WHERE name = 'schema'")
    before = replica.read_bytes()
    outcome = acme("doctor", "--json", "--fix")
    assert outcome.code == 4
    assert "newer okrtui" in findings(outcome, "error")[0]
    assert replica.read_bytes() == before


def test_tables_that_are_not_what_the_log_says_are_named_and_folded_anew(acme: Call, replica: Path) -> None:
    expected, log = folded_tables(str(replica)), bodies(str(replica))
    spoil(replica, "UPDATE key_result_fact SET score = '0.99'")
    spoil(replica, "DELETE FROM check_in")
    outcome = acme("doctor", "--json")
    assert outcome.code == 4
    (error,) = findings(outcome, "error")
    assert "check_in (1 row)" in error
    assert "key_result_fact (3 rows)" in error
    spoiled = folded_tables(str(replica))
    assert acme("doctor", "--fix").code == 0
    assert folded_tables(str(replica)) == expected
    assert bodies(str(replica)) == log
    (kept,) = replica.parent.glob("*.old")
    assert folded_tables(str(kept)) == spoiled
    assert acme("doctor").code == 0


def test_a_damaged_page_is_mended_from_the_log_where_the_log_is_whole(acme: Call, replica: Path) -> None:
    """Every page of a folded table's own is spoiled in turn; the log's are left."""
    expected, log = folded_tables(str(replica)), bodies(str(replica))
    with closing(sqlite3.connect(replica)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        root = "SELECT rootpage FROM sqlite_master WHERE name = 'check_in'"
        (page,) = connection.execute(root).fetchone()
    data = bytearray(replica.read_bytes())
    data[(page - 1) * size : page * size] = b"\x5a" * size
    replica.write_bytes(data)
    assert acme("doctor").code == 4
    fixed = acme("doctor", "--fix")
    assert fixed.code == 0, fixed
    assert folded_tables(str(replica)) == expected
    assert bodies(str(replica)) == log
    assert "made anew from its log" in fixed.out


def test_entries_that_are_not_as_they_were_written_are_named(acme: Call, replica: Path) -> None:
    spoil(replica, "UPDATE entry SET body = CAST(replace(body, '24', '25') AS BLOB) WHERE k = 'check_in'")
    outcome = acme("doctor", "--json", "--fix")
    assert outcome.code == 4
    assert "not as they were written: 1," in " ".join(findings(outcome, "error"))


def test_a_gap_in_the_own_counter_is_named(acme: Call, replica: Path) -> None:
    spoil(replica, "DELETE FROM entry WHERE k = 'check_in'")
    outcome = acme("doctor", "--json")
    assert outcome.code == 4
    assert "this machine wrote are missing: 1," in " ".join(findings(outcome, "error"))


def test_entries_of_a_newer_okrtui_and_oddities_are_counted(acme: Call, replica: Path) -> None:
    with closing(sqlite3.connect(replica)) as connection:
        (ws,) = connection.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
    newer = {
        "v": 1,
        "id": "x-1",
        "ws": ws,
        "au": "bo",
        "dev": "bo",
        "n": 1,
        "hlc": "0199c1a2b3c4-0001",
        "base": [],
        "k": "hologram",
        "kv": 9,
        "e": "h1",
        "d": {},
    }
    first, second = (write_entry({**newer, "e": one}).body for one in ("h1", "h2"))
    receive(Replica.open(str(replica)), [first, second])
    outcome = acme("doctor", "--json")
    assert outcome.code == 0, outcome
    warned = " ".join(findings(outcome, "warning"))
    assert "need a newer okrtui to be shown: 1" in warned
    assert "id_reuse" in warned


def test_permissions_are_named_and_mended(acme: Call, replica: Path) -> None:
    replica.chmod(0o644)
    outcome = acme("doctor", "--json")
    assert outcome.code == 0
    assert any(str(replica) in one for one in findings(outcome, "warning"))
    assert acme("doctor", "--fix").code == 0
    assert stat.S_IMODE(replica.stat().st_mode) == 0o600
    assert findings(acme("doctor", "--json"), "warning") == []


def test_what_a_killed_program_left_is_named_and_removed(acme: Call, replica: Path) -> None:
    litter = replica.with_name("acme.okr.4194999.new")
    litter.touch(mode=0o600)
    ours = replica.with_name(f"acme.okr.{os.getpid()}.new")
    ours.touch(mode=0o600)
    outcome = acme("doctor", "--json")
    assert len([one for one in findings(outcome, "warning") if "left half made" in one]) == 1
    acme("doctor", "--fix")
    assert not litter.exists()
    assert ours.exists()


def test_settings_that_cannot_be_read_are_named(acme: Call, home: Path) -> None:
    (home / "config").mkdir(mode=0o700, exist_ok=True)
    (home / "config" / "okrtui.toml").write_text("theme = [")
    (home / "config" / "okrtui.toml").chmod(0o600)
    outcome = acme("doctor", "--json")
    assert outcome.code == 4
    assert "is not TOML" in findings(outcome, "error")[0]


def test_keys_that_stand_for_two_things_are_named(acme: Call, home: Path) -> None:
    (home / "config").mkdir(mode=0o700, exist_ok=True)
    (home / "config" / "okrtui.toml").write_text('[keys]\nfind = "c"\n')
    outcome = acme("doctor", "--json")
    assert outcome.code == 0
    told = "c stands for find and for check_in: find has it, give check_in another key"
    assert any(told in one for one in findings(outcome, "warning"))


def test_a_clock_set_back_is_named_and_saves_keep_their_order(acme: Call, replica: Path) -> None:
    before = "2025-11-17T09:00:00+01:00"
    outcome = acme("doctor", "--json", now=before)
    assert outcome.code == 0
    assert any("365 days behind the last save here" in one for one in findings(outcome, "warning"))


def test_a_clock_that_is_behind_what_others_wrote_is_not_to_blame(acme: Call, replica: Path) -> None:
    with closing(sqlite3.connect(replica)) as connection:
        (ws,) = connection.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
    given = {
        "v": 1,
        "id": "x",
        "ws": ws,
        "au": "bo",
        "dev": "bo's",
        "n": 1,
        "base": [],
        "k": "comment",
        "kv": 1,
    }
    ahead = {**given, "hlc": "023456789abc-0000", "e": "c", "d": {"text": "hello"}}
    receive(Replica.open(str(replica)), [write_entry(ahead).body])
    assert not any("behind" in one for one in findings(acme("doctor", "--json"), "warning"))


def test_drafts_that_wait_are_told(acme: Call, replica: Path) -> None:
    spoil(replica, "INSERT INTO draft VALUES ('k', '2026-W47', '{}', '2026-11-17T09:00:00+00:00')")
    assert "acme: 1 half-typed text kept" in findings(acme("doctor", "--json"), "note")


def test_backup_and_restore_on_the_command_line(acme: Call, replica: Path, tmp_path: Path) -> None:
    file = tmp_path / "acme.backup"
    done = acme("backup", str(file), "--json")
    assert done.code == 0
    assert done.document["workspace"] == HERE
    assert acme("backup", str(file)).code == 4
    assert acme("backup", str(file), "--force").code == 0
    assert acme("restore", str(file)).code == 4
    assert acme("restore", str(tmp_path / "none")).code == 2
    log = bodies(str(replica))
    assert check_in(acme, "25").code == 0
    told = acme("restore", str(file), "--replace", "--json").document
    assert Path(told["kept"]).exists()
    assert bodies(str(replica)) == log
    assert acme("restore", str(file), "-w", "again").code == 0
    assert acme("doctor").code == 0


def an_older_one(replica: Path) -> None:
    """Let the replica look as an older program left it."""
    spoil(replica, "UPDATE meta SET value = '0' WHERE name = 'schema'")
    spoil(replica, "DROP TABLE key_result_fact")


def test_tables_of_an_older_okrtui_are_named_and_folded_anew(acme: Call, replica: Path) -> None:
    expected = folded_tables(str(replica))
    an_older_one(replica)
    assert "acme: an older okrtui folded its tables" in findings(acme("doctor", "--json"), "warning")
    assert acme("doctor", "--fix").code == 0
    assert folded_tables(str(replica)) == expected


@pytest.mark.parametrize("words", [("list", "krs"), ("show", "repeat"), ("tree",)], ids=" ".join)
def test_a_command_reads_what_an_older_okrtui_left_once_it_is_folded_anew(
    acme: Call, replica: Path, words: tuple[str, ...]
) -> None:
    expected = acme(*words)
    an_older_one(replica)
    status = acme("status")
    assert (status.code, status.err) == (
        5,
        "okrtui: acme was last used by an older okrtui: opening it folds its log anew\n",
    )
    first = acme(*words)
    assert (first.code, first.out) == (0, expected.out)
    assert first.err.startswith("acme.okr was last used by an older okrtui: folding its log anew")
    assert acme("status").code == 0


def test_what_an_older_okrtui_left_is_backed_up_as_it_is(acme: Call, replica: Path, tmp_path: Path) -> None:
    an_older_one(replica)
    before = replica.read_bytes()
    assert acme("backup", str(tmp_path / "b.backup")).code == 0
    assert replica.read_bytes() == before
    replica.unlink()
    assert acme("restore", str(tmp_path / "b.backup")).code == 0
    assert acme("status").code == 0


@pytest.mark.parametrize("what", ["folder", "pipe", "dangling link"])
def test_what_is_no_file_is_named_and_the_way_out_works(
    acme: Call, replica: Path, tmp_path: Path, what: str
) -> None:
    backup = tmp_path / "b.backup"
    assert acme("backup", str(backup)).code == 0
    replica.unlink()
    if what == "folder":
        replica.mkdir()
    elif what == "pipe":
        os.mkfifo(replica)
    else:
        replica.symlink_to("/nowhere/acme.okr")
    for words in (
        ("status",),
        ("list", "krs"),
        ("sync",),
        ("export",),
        ("backup", str(tmp_path / "c.backup")),
    ):
        refused = acme(*words)
        assert refused.code == (3 if what == "dangling link" else 5), refused
        assert str(replica) in refused.err
    outcome = acme("doctor")
    assert outcome.code == 4
    assert "okrtui restore BACKUP -w acme" in outcome.out
    replica.rename(tmp_path / "moved away")
    assert acme("restore", str(backup), "-w", "acme").code == 0
    assert acme("doctor").code == 0


@pytest.mark.parametrize("chosen", ["bad name!", "nowhere"])
def test_a_choice_that_cannot_be_is_named_and_the_way_out_works(
    acme: Call, replica: Path, chosen: str
) -> None:
    (replica.parents[1] / "current").write_text(f"{chosen}\n")
    assert acme("status").code in (2, 3)
    outcome = acme("doctor", "--json")
    assert outcome.code == 4
    assert any("workspace: " in line and chosen in line for line in findings(outcome, "error"))
    assert "acme" in acme("workspace", "list").out
    assert acme("workspace", "use", "acme").code == 0
    assert acme("status").code == 0
    assert acme("doctor").code == 0


@pytest.mark.parametrize("broken", ["[keys", "theme = 5", "\udcff"])
def test_settings_that_cannot_be_read_are_mended_in_the_editor_as_the_doctor_says(
    acme: Call, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = home / "config" / "okrtui.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(broken, errors="surrogateescape")
    assert "okrtui config edit" in acme("doctor").out
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho \'theme = "dark"\' > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    assert acme("config", "edit").code == 0
    assert acme("doctor").code == 0
