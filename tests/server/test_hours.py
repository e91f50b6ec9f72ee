"""What a server sends by itself: at its hours, each message once, by one of several servers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrtui.delivery.message import CLAIMED, FAILED, SENT
from okrtui.delivery.sending import Patience
from okrtui.main import main
from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.server import hours
from okrtui.server.config import ServerConfig, read_config
from okrtui.server.hours import ABANDONED, AGAIN, LATE, Sender, keeping_hours
from okrtui.server.ledger import ServerLedger
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from tests.builders import a_member, a_published_cycle, a_workspace, at, bodies
from tests.delivery.receivers import Answer, Receiver, receiving
from tests.serving import meta

FRIDAY = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
BEFORE = FRIDAY - timedelta(minutes=1)
SOON = FRIDAY + timedelta(minutes=1)
AT = {"remind_at": "friday 14:00"}
IMPATIENT = Patience(tries=1, sleep=lambda _: None)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def filled(home: Path, log: ServerLog) -> str:
    """The id of a workspace in the log where Ana and Bob own nothing else than one KR of Ana's."""
    return fill(home, log)


def fill(home: Path, log: ServerLog) -> str:
    session = a_workspace(home)
    a_member(session, "bob")
    a_published_cycle(session)
    at("2026-11-17T09:00:00+00:00")
    ws = meta(session, "ws")
    log.push(ws, "ana", [meta(session, "dev")], bodies(session.path), founder=True)
    return ws


def sender(log: ServerLog, file: Path, now: datetime, **settings: str) -> Sender:
    config = ServerConfig.model_validate({"channels": str(file), **(settings or AT)})
    return Sender(config, log, lambda: now, IMPATIENT)


def channels(folder: Path, receiver: Receiver, ws: str, more: str = "") -> Path:
    path = folder / "channels.toml"
    text = f'[chat]\ntype = "mattermost"\nurl = "{receiver.url}/hooks/x"\nworkspaces = ["{ws}"]\n{more}\n'
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_at_its_hour_everyone_who_owes_something_is_reminded_once(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path
) -> None:
    file = channels(tmp_path, receiver, filled)
    assert sender(log, file, BEFORE).tick() == []
    (told,) = sender(log, file, SOON).tick()
    assert (told.state, told.recipient) == (SENT, "ana")
    assert sender(log, file, SOON + timedelta(minutes=1)).tick() == []
    assert sender(log, file, SOON + AGAIN * 2).tick() == []
    assert len(receiver.posted) == 1
    (again,) = sender(log, file, SOON + timedelta(days=7)).tick()
    assert again.state == SENT


def test_an_hour_that_was_slept_through_is_left_out(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path
) -> None:
    file = channels(tmp_path, receiver, filled)
    assert sender(log, file, FRIDAY + LATE + timedelta(minutes=1)).tick() == []
    assert receiver.posted == []


def test_the_digest_is_of_the_week_that_ended(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path
) -> None:
    file = channels(tmp_path, receiver, filled)
    monday = datetime(2026, 11, 23, 11, 1, tzinfo=UTC)
    (told,) = sender(log, file, monday, digest_at="monday 11:00").tick()
    assert told.key == "digest/company/2026-W47@chat"
    assert receiver.posted[0].document["text"].startswith("**Acme · W47**")


def test_what_did_not_arrive_is_sent_a_while_later_and_not_by_every_tick(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path
) -> None:
    file = channels(tmp_path, receiver, filled)
    receiver.answers = [Answer(503)]
    (told,) = sender(log, file, SOON).tick()
    assert told.state == FAILED
    receiver.answers = [Answer()]
    # The clock of this test stands still while a message is sent: the hour was settled at SOON.
    assert sender(log, file, SOON + timedelta(minutes=1)).tick() == []
    (late,) = sender(log, file, SOON + AGAIN).tick()
    assert late.state == SENT
    assert sender(log, file, SOON + AGAIN * 3).tick() == []


def test_an_hour_that_a_stopped_server_left_is_gone_through_again_without_sending_twice(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path
) -> None:
    file = channels(tmp_path, receiver, filled)
    ledger = ServerLedger(log.database, filled)
    ledger.claim([f"hour/reminder/{FRIDAY.isoformat()}"], "", "", SOON, False)
    assert sender(log, file, SOON + timedelta(minutes=5)).tick() == []
    (told,) = sender(log, file, SOON + ABANDONED * 2).tick()
    assert told.state == SENT
    assert len(receiver.posted) == 1


def test_a_channel_gets_what_is_of_its_workspaces_by_id(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path
) -> None:
    file = channels(tmp_path, receiver, "Acme")
    assert sender(log, file, SOON).tick() == []
    assert receiver.posted == []


def test_all_keys_of_a_message_are_claimed_or_none(log: ServerLog, filled: str) -> None:
    ledger = ServerLedger(log.database, filled)
    assert ledger.claim(["b"], "chat", "ana", SOON, False).is_granted
    refused = ledger.claim(["a", "b"], "chat", "ana", SOON, False)
    assert not refused.is_granted
    assert refused.line is not None
    assert (refused.line.key, refused.line.state) == ("b", CLAIMED)
    assert [line.key for line in ledger.lines()] == ["b"]
    ledger.settle(["b"], FAILED, "no", 1, SOON)
    assert ledger.claim(["a", "b"], "chat", "ana", SOON, False).is_granted
    assert ServerLedger(log.database, "another").lines() == []


def test_of_two_servers_on_one_postgresql_one_reminds(
    postgres_url: str, home: Path, receiver: Receiver, tmp_path: Path
) -> None:
    migrate(postgres_url)
    logs = [ServerLog(postgres_url, str(tmp_path / name)) for name in ("first", "second")]
    try:
        ws = fill(home, logs[0])
        file = channels(tmp_path, receiver, ws)
        senders = [sender(log, file, SOON) for log in logs]
        threads = [threading.Thread(target=one.tick) for one in senders for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        for log in logs:
            log.close()
    assert len(receiver.posted) == 1


def test_the_server_ticks_while_it_runs_and_stops_with_it(
    log: ServerLog, filled: str, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hours, "TICK_SECONDS", 0.02)
    with keeping_hours(sender(log, channels(tmp_path, receiver, filled), SOON), 10):
        for _ in range(500):
            if receiver.posted:
                break
            threading.Event().wait(0.02)
    assert len(receiver.posted) == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "hours"]


def test_without_hours_no_file_of_channels_is_read(log: ServerLog, tmp_path: Path) -> None:
    config = ServerConfig.model_validate({"channels": str(tmp_path / "none.toml")})
    assert not Sender(config, log).is_wanted


def test_a_file_of_channels_that_cant_be_used_stops_the_start(log: ServerLog, tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="can't be read"):
        sender(log, tmp_path / "none.toml", SOON)
    (tmp_path / "open.toml").write_text("")
    (tmp_path / "open.toml").chmod(0o644)
    with pytest.raises(Refused, match="others can read"):
        sender(log, tmp_path / "open.toml", SOON)


@pytest.mark.parametrize("hour", ["friday", "14:00", "freitag 14:00", "friday 25:00", "friday  14:00"])
def test_an_hour_that_is_none_is_told(hour: str) -> None:
    with pytest.raises(BadInput, match="remind_at: it is a weekday and a time"):
        read_config({"remind_at": hour}, {})


def test_the_operator_sees_what_was_sent_and_what_was_not(
    home: Path, receiver: Receiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'server.db'}"
    log = ServerLog(url, str(tmp_path / "data"))
    ws = fill(home, log)
    receiver.answers = [Answer(404)]
    sender(log, channels(tmp_path, receiver, ws), SOON).tick()
    log.close()
    words = ["serve", "posts", "--database", url, "--data", str(tmp_path / "data")]
    capsys.readouterr()
    assert main([*words, "--failed"]) == 0
    told = capsys.readouterr().out
    assert "failed     2026-11-20T14:01  reminder/2026-W47/check_in/ana@chat" in told
    assert "refused it with status 404" in told
    assert main([*words, "--json"]) == 0
    assert {line["state"] for line in json.loads(capsys.readouterr().out)} == {FAILED}
