"""`join URL CODE`, `sync`, `leave` and `move` as they are typed, with what they say and how they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.cli import sync as sync_command
from tests.cli.conftest import OBJECTIVE, Call, check_in
from tests.sync.model_server import Model, serving
from tests.sync.sharing import living_in


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    monkeypatch.setattr(sync_command, "LONGEST_PAUSE", 0.0)
    with serving() as model:
        yield model


@pytest.fixture
def shared(acme: Call, model: Model) -> Call:
    """Acme, moved to the server."""
    moved = acme("move", "--to", model.place, "--code", model.invite("ana", founding=True), "--yes")
    assert moved.code == 0, moved.err
    return acme


def test_a_founding_code_makes_a_workspace_on_the_server(okrtui: Call, model: Model) -> None:
    code = model.invite("cy", founding=True)
    done = okrtui("join", model.place, code, "--name", "Shop & Söhne")
    assert done.code == 0, done.err
    assert done.err.startswith(f"Made Shop & Söhne on {model.place}; you are cy.")
    assert "shop-sohne.okr" in done.err
    assert okrtui("whoami").out.startswith("cy")
    assert [entry.au for entry in model.log] == ["cy"] * len(model.log) != []
    assert okrtui("cycle", "new", "2026 Q4", "--kind", "quarter").code == 0
    assert okrtui("sync").code == 0
    assert model.log[-1].k == "cycle"


def test_a_founding_code_is_not_used_up_without_a_name_for_the_workspace(
    okrtui: Call, model: Model, home: Path
) -> None:
    code = model.invite("cy", founding=True)
    for words in ((), ("--name", " ")):
        done = okrtui("join", model.place, code, *words)
        assert done.code == 2
        assert "--name NAME, or bring one along with okrtui move --to URL --code CODE" in done.err
        assert done.err.count("\n") == 1
        assert list(home.rglob("*.okr*")) == []
    assert okrtui("join", model.place, code, "--name", "Shop").code == 0


def test_a_second_one_joins_and_takes_everything_in(shared: Call, model: Model, tmp_path: Path) -> None:
    assert shared("member", "add", "bo", "--account", "--role", "champion").code == 0
    assert shared("sync").code == 0
    with living_in(tmp_path / "bo"):
        done = shared("join", model.place, model.invite("bo"), "--json", "--as", "robert")
        assert done.code == 0, done.err
        assert done.document["workspace"] == "Acme"
        assert done.document["member"] == "bo"
        assert done.document["entries"] == len(model.log)
        assert done.document["path"].endswith("/acme.okr")
        assert "The invitation is for bo" in done.err
        assert shared("comment", OBJECTIVE, "Hello from Bo").code == 0
        assert shared("sync").code == 0
    assert shared("sync").code == 0
    assert "Hello from Bo" in shared("show", OBJECTIVE).out


def test_a_url_without_a_code_says_what_is_missing(okrtui: Call, model: Model) -> None:
    done = okrtui("join", model.place)
    assert (done.code, done.err) == (
        2,
        "okrtui: a server is joined with the code of an invitation: okrtui join URL CODE\n",
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("join", "http://okr.example.com", "x"), 4, "--plain-http"),
        (("join", "okr.example.com", "x"), 2, "no server's address"),
        (("sync",), 3, "okrtui move --to"),
        (("leave",), 3, "nothing to leave"),
        (("move", "--to", "https://okr.example.com"), 2, "--code CODE"),
        (("move", "--to", "http://okr.example.com", "--code", "x"), 4, "--plain-http"),
    ],
)
def test_what_can_not_be_done_ends_in_one_line(
    acme: Call, words: tuple[str, ...], code: int, told: str
) -> None:
    done = acme(*words)
    assert done.code == code
    assert told in done.err
    assert done.err.count("\n") == 1


def test_a_wrong_code_leaves_no_workspace_behind(okrtui: Call, model: Model, home: Path) -> None:
    done = okrtui("join", model.place, "wrong")
    assert done.code == 4
    assert "code is not valid" in done.err
    assert list(home.rglob("*.okr*")) == []


def test_a_first_download_that_breaks_off_goes_on_with_sync(
    shared: Call, model: Model, tmp_path: Path
) -> None:
    assert shared("member", "add", "bo", "--account").code == 0
    assert shared("sync").code == 0
    with living_in(tmp_path / "bo"):
        model.spoil = lambda method, path, raw: raw[:300] if path.endswith("snapshot") else None
        done = shared("join", model.place, model.invite("bo"))
        assert done.code == 5
        assert "you have joined as bo, but" in done.err
        assert done.err.endswith("okrtui sync goes on\n")
        empty = shared("whoami")
        assert (empty.code, "run okrtui sync" in empty.err) == (3, True)
        model.spoil = lambda method, path, raw: None
        assert shared("sync").code == 0
        assert shared("whoami").out.startswith("bo")


def test_moving_says_how_much_went(acme: Call, model: Model) -> None:
    code = model.invite("ana", founding=True)
    done = acme("move", "--to", model.place, "--code", code)
    assert done.code == 0
    assert done.err == f"Moved to {model.place}; {len(model.log)} log entries of yours went there\n"
    assert acme("tree").out


def test_a_sync_tells_what_it_did(shared: Call, model: Model) -> None:
    shared("comment", OBJECTIVE, "one")
    assert shared("sync").err == "Sent 1, received 0\n"
    assert shared("sync").err == "Sent 0, received 0\n"
    shared("comment", OBJECTIVE, "two")
    told = shared("sync", "--json").document
    assert told == {"sent": 1, "received": 0, "refused": 0, "waiting": 0, "problem": "", "notes": []}


def test_a_server_that_is_away_is_tried_a_few_times_and_everything_waits(shared: Call, model: Model) -> None:
    shared("comment", OBJECTIVE, "one")
    model.requests.clear()
    model.spoil = lambda method, path, raw: b"HTTP/1.1 503 X\r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n"
    done = shared("sync")
    assert done.code == 5
    assert done.err.endswith("; 1 change waits here\n")
    assert len(model.requests) == sync_command.TRIES
    state = shared("sync", "--status", "--json").document
    assert (state["kind"], state["waiting"], state["place"]) == ("server", 1, model.place)
    assert "503" in state["problem"]
    assert "Waiting 1" in shared("sync", "--status").out
    done = shared("sync", "--json")
    assert (done.code, done.document["waiting"]) == (5, 1)


def test_who_asks_to_be_left_alone_is_left_alone(shared: Call, model: Model) -> None:
    model.requests.clear()
    model.spoil = lambda method, path, raw: b"HTTP/1.1 503 X\r\nContent-Length: 0\r\nRetry-After: 60\r\n\r\n"
    assert shared("sync").code == 5
    assert len(model.requests) == 1


def test_a_revoked_device_ends_with_4_and_says_what_to_do(shared: Call, model: Model) -> None:
    shared("comment", OBJECTIVE, "kept")
    model.tokens.clear()
    done = shared("sync")
    assert done.code == 4
    assert "okrtui join URL CODE" in done.err
    assert done.err.count("\n") == 1
    done = shared("join", model.place, model.invite("ana"))
    assert done.code == 0, done.err
    assert model.log[-1].d["text"] == "kept"


def test_what_was_refused_is_named_in_the_status(shared: Call, model: Model) -> None:
    shared("comment", OBJECTIVE, "not this")
    model.refuses = lambda entry: "forbidden" if entry.d.get("text") == "not this" else ""
    done = shared("sync")
    assert "1 change was refused" in done.err
    assert "not this: rejected: forbidden (forbidden)" in shared("sync", "--status").out


def told_by_the_doctor(call: Call, level: str) -> list[str]:
    found = call("doctor", "--json").document["findings"]
    return [one["what"] for one in found if one["subject"] == "acme" and one["level"] == level]


def test_the_doctor_names_what_waits_since_when_and_why(
    shared: Call, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"shared on {model.place}" in told_by_the_doctor(shared, "ok")
    assert told_by_the_doctor(shared, "warning") == []
    shared("comment", OBJECTIVE, "one")
    assert told_by_the_doctor(shared, "note") == ["1 change waits here to be sent"]
    model.spoil = lambda method, path, raw: b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"
    monkeypatch.setenv("OKRTUI_NOW", "2026-11-17T09:30:00+00:00")
    shared("sync")
    shared("comment", OBJECTIVE, "two")
    asked = len(model.requests)
    (told,) = told_by_the_doctor(shared, "warning")
    assert told.startswith("2 changes wait here since 17 Nov 2026 10:30: ")
    assert "503" in told
    assert len(model.requests) == asked, "the server is not asked"


def test_the_doctor_names_a_revoked_device_with_nothing_waiting(shared: Call, model: Model) -> None:
    model.tokens.clear()
    assert shared("sync").code == 4
    (told,) = told_by_the_doctor(shared, "warning")
    assert told.startswith("nothing was exchanged since ")
    assert "okrtui join URL CODE" in told


def test_the_doctor_names_what_the_server_rejected(shared: Call, model: Model) -> None:
    shared("comment", OBJECTIVE, "one")
    model.refuses = lambda entry: "forbidden"
    shared("sync")
    assert told_by_the_doctor(shared, "warning") == ["1 change was rejected by the server"]


def test_moving_from_where_one_was_revoked_does_not_say_to_try_again(
    shared: Call, model: Model, tmp_path: Path
) -> None:
    model.tokens.clear()
    done = shared("move", "--to", str(tmp_path / "store"))
    assert done.code == 4
    assert "Try again" not in done.err
    assert ". Go without them: --yes." in done.err


def test_a_line_that_ends_in_a_question_gets_no_full_stop(okrtui: Call, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert okrtui("init", "Acme", "--store", str(store)).code == 0
    store.rename(tmp_path / "gone")
    done = okrtui("move", "--to", str(tmp_path / "new"))
    assert "is it mounted? Try again later, or go without them: --yes." in done.err


def test_the_status_speaks_as_people_do(shared: Call, model: Model) -> None:
    assert check_in(shared, "24").code == 0
    shared("comment", OBJECTIVE, "one")
    told = shared("sync", "--status").out
    assert "Waiting  check-in 2026-W47" in told
    assert "check_in" not in told
    assert re.search(r"^Last exchange  \d+ \w{3} \d{4} \d\d:\d\d$", told, re.MULTILINE), told
    assert re.search(r"^Device  .*, last \d+ \w{3} \d{4} \d\d:\d\d$", told, re.MULTILINE), told
    assert shared("sync", "--status", "--json").document["waiting_changes"][0]["kind"] == "check_in"


def test_leaving_asks_before_changes_get_stuck(shared: Call, model: Model) -> None:
    shared("comment", OBJECTIVE, "stuck")
    assert shared("leave").code == 4
    done = shared("leave", "--yes")
    assert done.code == 0
    assert "your copy stays at" in done.err
    assert model.tokens == {}
    assert shared("tree").code == 0


def test_moving_on_without_the_last_changes_needs_a_yes(shared: Call, model: Model, tmp_path: Path) -> None:
    model.spoil = lambda method, path, raw: b""
    store = str(tmp_path / "store")
    done = shared("move", "--to", store)
    assert done.code == 4
    assert "--yes" in done.err
    assert not (tmp_path / "store").exists()
    assert shared("move", "--to", store, "--yes").code == 0
    model.spoil = lambda method, path, raw: None
    assert shared("sync", "--status", "--json").document["kind"] == "store"


def test_a_workspace_on_this_machine_alone_says_how_to_share_it(acme: Call) -> None:
    assert "okrtui move --to DIR|URL" in acme("sync", "--status").out
