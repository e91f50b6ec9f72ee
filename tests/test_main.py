from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from okrtui import main as entry
from okrtui.home import HomeError
from okrtui.okr.errors import Ambiguous, BadInput, NotFound, OkrtuiError, OutOfReach, Refused
from okrtui.settings import SettingsError
from okrtui.version import __version__

Ends = Callable[[BaseException], int]


def test_without_a_command_neither_click_nor_what_saves_is_imported() -> None:
    script = (
        "import sys; from okrtui.main import main; code = main([]); import okrtui.screens.my_week;"
        "print(code, *{'click', 'sqlmodel', 'sqlalchemy', 'pydantic', 'plotext', 'httpx'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [str(entry.BAD_INPUT)]


def test_a_save_and_a_round_import_neither_the_tables_description_nor_what_draws() -> None:
    script = (
        "import sys; import okrtui.cli.sync, okrtui.cli.checkin, okrtui.actions.check_ins, okrtui.actions.session;"
        "import okrtui.sync.rounds, okrtui.sync.store_exchange, okrtui.sync.server_exchange;"
        "print(*{'sqlmodel', 'sqlalchemy', 'pydantic', 'rich', 'pygments', 'textual', 'truststore'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


@pytest.fixture
def ends(home: Path, monkeypatch: pytest.MonkeyPatch) -> Ends:
    """Run a command that ends in that error, and give the exit code."""

    def run(error: BaseException) -> int:
        def fail(argv: list[str]) -> int:
            raise error

        monkeypatch.setattr(entry, "_dispatch", fail)
        return entry.main([])

    return run


def sqlite_error(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("told by SQLite")
    error.sqlite_errorcode = code
    return error


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--version"]) == 0
    assert capsys.readouterr().out == f"okrtui {__version__}\n"


@pytest.mark.parametrize(
    ("argv", "rest", "workspace", "acting_as"),
    [
        (["-w", "acme", "status"], ["status"], "acme", None),
        (["--workspace=acme", "--as", "ana"], [], "acme", "ana"),
        (["--as=ana", "list", "-w", "x"], ["list", "-w", "x"], None, "ana"),
        (["--help"], ["--help"], None, None),
    ],
)
def test_options_before_the_command_hold_for_all_that_follows(
    argv: list[str],
    rest: list[str],
    workspace: str | None,
    acting_as: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {})
    assert entry._take_global_options(argv) == rest
    assert os.environ.get("OKRTUI_WORKSPACE") == workspace
    assert os.environ.get("OKRTUI_AS") == acting_as


@pytest.mark.parametrize("argv", [["-w"], ["--as"], ["--workspace="], ["-w", ""]])
def test_an_option_without_its_value_is_bad_input(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.main(argv) == 2
    assert "needs a value" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OkrtuiError("what"), 1),
        (BadInput("what"), 2),
        (HomeError("what"), 2),
        (SettingsError("what"), 2),
        (NotFound("what"), 3),
        (Refused("what"), 4),
        (OutOfReach("what"), 5),
    ],
)
def test_an_error_of_the_users_ends_in_its_line_and_code(
    error: Exception, code: int, ends: Ends, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends(error) == code
    assert capsys.readouterr().err == "okrtui: what\n"


def test_candidates_stand_below_the_line(ends: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(Ambiguous("several fit", ["k7f3 One", "k7f4 Two"])) == 3
    assert capsys.readouterr().err == "okrtui: several fit\n  k7f3 One\n  k7f4 Two\n"


def test_no_name_becomes_an_escape_sequence(ends: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    ends(Ambiguous("no \x1b[31mKR\nhere", ["\x1b]52;c;eA==\x07"]))
    assert capsys.readouterr().err == "okrtui: no  [31mKR here\n   ]52;c;eA== \n"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "/srv/x.okr"), "/srv/x.okr: Permission denied"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (sqlite_error(sqlite3.SQLITE_BUSY), "told by SQLite"),
        (sqlite_error(sqlite3.SQLITE_NOTADB, sqlite3.DatabaseError), "told by SQLite"),
    ],
)
def test_what_is_out_of_reach_ends_in_5(
    error: Exception, said: str, ends: Ends, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends(error) == 5
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (home / "state").exists()


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        sqlite_error(sqlite3.SQLITE_ERROR),
        sqlite_error(sqlite3.SQLITE_CONSTRAINT, sqlite3.IntegrityError),
    ],
)
def test_a_fault_of_ours_is_one_line_that_names_the_log(
    error: Exception, ends: Ends, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends(error) == 1
    log = home / "state" / "okrtui.log"
    told = capsys.readouterr().err
    assert str(log) in told
    assert told.count("\n") == 1
    assert "Traceback" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_an_unwritable_log_hides_nothing(ends: Ends, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "state").write_text("in the way")
    assert ends(RuntimeError("the reason")) == 1
    assert "the reason" in capsys.readouterr().err


def test_an_interruption_ends_in_130(ends: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "okrtui", "--version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_terminal_that_lacks_a_character_gets_another() -> None:
    command = "from okrtui import main; main._dispatch = lambda argv: print('große') or 0; main.main([])"
    told = subprocess.run(
        [sys.executable, "-c", command],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert told.stdout == b"gro?e\n"
