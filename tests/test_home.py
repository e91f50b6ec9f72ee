from __future__ import annotations

import os
import pwd
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from okrtui import home as places

XDG = {"XDG_CONFIG_HOME": "/etc/mine", "XDG_DATA_HOME": "/srv/data", "XDG_STATE_HOME": "/var/mine"}


def mode(path: str | Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.mark.parametrize(("platform", "oracle"), [("linux", Unix), ("darwin", MacOS)])
@pytest.mark.parametrize(
    "environ",
    [{}, XDG, {"XDG_DATA_HOME": "relative/is/ignored"}, {"XDG_STATE_HOME": ""}],
    ids=["plain", "xdg", "relative", "empty"],
)
def test_folders_are_those_that_platformdirs_names(
    platform: str, oracle: type[Unix] | type[MacOS], environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in XDG:
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("OKRTUI_HOME")
    monkeypatch.setattr("sys.platform", platform)
    told = oracle("okrtui", appauthor=False)
    assert places.config_dir() == told.user_config_dir
    assert places.data_dir() == told.user_data_dir
    assert places.state_dir() == told.user_state_dir


def test_one_variable_puts_everything_under_one_folder(home: Path) -> None:
    assert places.config_dir() == str(home / "config")
    assert places.data_dir() == str(home / "data")
    assert places.state_dir() == str(home / "state")
    assert places.log_path() == str(home / "state" / "okrtui.log")


def test_a_relative_home_is_taken_from_where_the_program_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OKRTUI_HOME", "here")
    assert places.data_dir() == str(tmp_path / "here" / "data")


def test_a_private_folder_and_its_missing_parents_are_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    deep = tmp_path / "a" / "b"
    assert places.make_private_dir(str(deep)) == str(deep)
    assert mode(tmp_path / "a") == 0o700
    assert mode(deep) == 0o700
    assert mode(tmp_path) == 0o755


def test_a_folder_of_the_programs_own_that_stands_open_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRTUI_HOME", str(tmp_path))
    for name in ("config", "data", "state", "data/workspaces"):
        (tmp_path / name).mkdir(mode=0o755)
        places.make_private_dir(str(tmp_path / name))
        assert mode(tmp_path / name) == 0o700


def test_a_folder_of_other_things_and_a_device_keep_their_permissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    places.write_private(str(shared / "export.md"), "what a person asked for")
    places.make_private_dir(str(pipe))
    assert (mode(shared), mode(pipe)) == (0o1777, 0o666)
    monkeypatch.setenv("OKRTUI_HOME", "")
    monkeypatch.delenv("HOME")
    places.make_private_dir(str(shared))
    assert mode(shared) == 0o1777


def test_a_private_file_is_replaced_whole_and_through_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "okrtui.toml"
    kept.parent.mkdir()
    kept.write_text("old")
    link = tmp_path / "okrtui.toml"
    link.symlink_to(kept)
    places.write_private(str(link), "é\n")
    assert link.is_symlink()
    assert kept.read_bytes() == "é\n".encode()
    assert mode(kept) == 0o600
    assert os.listdir(kept.parent) == ["okrtui.toml"]


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "current"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        places.write_private(str(path), "half \udcff")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["current"]


def test_a_replica_lies_under_its_short_name(home: Path) -> None:
    assert places.replica_path("acme") == str(home / "data" / "workspaces" / "acme.okr")


@pytest.mark.parametrize("name", ["", "-a", "A", "a/b", "../a", "a.b", "ä", "a b", "a" * 65, "a\n"])
def test_what_is_no_short_name_is_refused(name: str, home: Path) -> None:
    with pytest.raises(places.HomeError, match="short name"):
        places.replica_path(name)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Acme", "acme"),
        ("Größe & Söhne GmbH", "grosse-sohne-gmbh"),
        ("  Q4 / 2026  ", "q4-2026"),
        ("x" * 63 + " y", "x" * 63),
        ("\x1b[31mRed", "31mred"),
    ],
)
def test_a_title_gives_a_short_name(title: str, slug: str) -> None:
    assert places.workspace_slug(title) == slug


def test_a_title_without_latin_letters_asks_for_a_name() -> None:
    with pytest.raises(places.HomeError, match="give one"):
        places.workspace_slug("目標")


@given(st.text())
def test_every_short_name_that_is_made_is_one(title: str) -> None:
    try:
        slug = places.workspace_slug(title)
    except places.HomeError:
        return
    assert places.replica_path(slug).endswith(f"/{slug}.okr")


def make_workspaces(home: Path, *names: str) -> None:
    folder = home / "data" / "workspaces"
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.okr").touch()


def test_names_are_those_of_replicas_alone(home: Path) -> None:
    assert places.workspace_names() == []
    make_workspaces(home, "zeta", "acme", "Not-One")
    (home / "data" / "workspaces" / "acme.okr-wal").touch()
    assert places.workspace_names() == ["acme", "zeta"]


def test_the_current_workspace_is_the_one_asked_for_then_named_then_chosen_then_the_only_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places.current_workspace() is None
    make_workspaces(home, "only")
    assert places.current_workspace() == "only"
    places.set_current("chosen")
    assert places.current_workspace() == "chosen"
    monkeypatch.setenv("OKRTUI_WORKSPACE", "named")
    assert places.current_workspace() == "named"
    assert places.current_workspace("asked") == "asked"


def test_of_several_workspaces_none_is_guessed(home: Path) -> None:
    make_workspaces(home, "one", "two")
    assert places.current_workspace() is None


def test_the_choice_is_one_line_for_the_user_alone(home: Path) -> None:
    places.set_current("acme")
    path = home / "data" / "current"
    assert path.read_text() == "acme\n"
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


def test_a_workspace_asked_for_by_no_short_name_is_refused(home: Path) -> None:
    with pytest.raises(places.HomeError, match="short name"):
        places.current_workspace("../../etc/passwd")


def test_the_user_is_logname_then_user_then_the_uid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.setenv("USER", "root")
    assert places.unix_name() == "ana"
    monkeypatch.delenv("LOGNAME")
    assert places.unix_name() == "root"
    monkeypatch.delenv("USER")
    assert places.unix_name() == pwd.getpwuid(os.getuid()).pw_name


@pytest.mark.parametrize(
    ("name", "handle"),
    [("Ana", "ana"), ("j.doe", "j-doe"), ("_www", "www"), ("DOM\\bob", "dom-bob"), ("x" * 40, "x" * 32)],
)
def test_a_unix_name_gives_a_handle(name: str, handle: str) -> None:
    assert places.handle_of(name) == handle


def test_a_name_without_latin_letters_asks_for_a_handle() -> None:
    with pytest.raises(places.HomeError, match="--as"):
        places.handle_of("李")


@given(st.text())
def test_a_handle_is_made_once(name: str) -> None:
    try:
        handle = places.handle_of(name)
    except places.HomeError:
        return
    assert places.handle_of(handle) == handle
    assert 0 < len(handle) <= 32


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-17T09:00:00+01:00", datetime(2026, 11, 17, 8, tzinfo=UTC)),
        ("2026-11-17T08:00:00Z", datetime(2026, 11, 17, 8, tzinfo=UTC)),
        ("2026-12-31t23:30:00.5-01:00", datetime(2027, 1, 1, 0, 30, 0, 500000, tzinfo=UTC)),
    ],
)
def test_the_clock_can_be_fixed(text: str, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRTUI_NOW", text)
    assert places.now() == moment
    assert places.now().utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "2026-11-17",
        "2026-11-17T09:00:00",
        "20261117T090000Z",
        "2026-W47-2T09:00:00Z",
        "2026-02-30T09:00:00Z",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_a_clock_that_is_no_rfc_3339_time_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRTUI_NOW", text)
    with pytest.raises(places.HomeError, match="OKRTUI_NOW"):
        places.now()


def test_an_unfixed_clock_runs_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OKRTUI_NOW", raising=False)
    before = datetime.now(UTC)
    assert before <= places.now() <= datetime.now(UTC)


def test_the_shipped_examples_are_found_from_a_checkout() -> None:
    assert (Path(places.config_folder()) / "okrtui.toml").is_file()


def test_without_any_home_one_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OKRTUI_HOME", *XDG):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        os.path, "expanduser", lambda path: path
    )  # as for a user whom the machine doesn't know
    with pytest.raises(places.HomeError, match="OKRTUI_HOME"):
        places.data_dir()
