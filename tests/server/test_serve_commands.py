"""`okrtui serve` and its sub-commands as an operator types them, with real members' homes beside it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from okrtui.cli import serving as serving_module
from okrtui.main import main
from okrtui.sync import server_client
from tests.certificates import certificate
from tests.serving import DEV

__all__ = ["certificate"]


class Outcome(NamedTuple):
    """How a call ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Outcome]


@pytest.fixture
def okrtui(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Call the program as somebody with a home of their own: `okrtui("bob", "sync")`; the clock runs."""
    monkeypatch.delenv("OKRTUI_NOW")
    clients: dict[str, httpx.Client] = {}
    monkeypatch.setattr(server_client, "_clients", clients)

    def call(who: str, *words: str) -> Outcome:
        with monkeypatch.context() as patch:
            patch.setenv("OKRTUI_HOME", str(home.parent / who))
            patch.setenv("LOGNAME", who)
            capsys.readouterr()
            code = main(words)
            out, err = capsys.readouterr()
        return Outcome(code, out, err)

    yield call
    for client in clients.values():
        client.close()


class Server(NamedTuple):
    """A server that was started from the command line.

    Attributes:
        url: where it listens.
        process: it.
        log: the file that it writes its words and logs to.
    """

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> int:
        """Stop it as an init system does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def started(folder: Path, port: int = 0, certificate: Path | None = None) -> Iterator[Server]:
    """`okrtui serve` in the operator's home, at a free port where none is named; with TLS where a certificate is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = port or free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if name != "OKRTUI_NOW"}
    environ |= {"OKRTUI_HOME": str(folder), "OKRTUI_SERVER_PORT": str(port)}
    log = folder.parent / f"serve-{port}.log"
    tls = (
        ["--tls-cert", str(certificate), "--tls-key", str(certificate.with_name("key.pem"))]
        if certificate
        else []
    )
    url = f"https://localhost:{port}" if certificate else f"http://127.0.0.1:{port}"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "okrtui", "serve", *tls],
            env=environ,
            stderr=file,
            stdin=subprocess.DEVNULL,
        )
    server = Server(url, process, log)
    try:
        for _ in range(600):
            assert process.poll() is None, log.read_text()
            try:
                httpx.get(f"{server.url}/healthz", timeout=5, verify=False)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        else:
            raise AssertionError("the server did not answer")
        yield server
    finally:
        process.kill()
        process.wait(30)


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    folder = home.parent / "operator"
    folder.mkdir()
    with started(folder) as running:
        monkeypatch.setenv("OKRTUI_SERVER_URL", running.url)
        yield running


def join_line(outcome: Outcome) -> tuple[str, str, str]:
    """The words of the line that `invite` prints."""
    words = outcome.out.split()
    assert words[:2] == ["okrtui", "join"], outcome
    return words[1], words[2], words[3]


def test_a_team_is_set_up_as_the_guide_says(okrtui: Call, server: Server) -> None:
    assert "serve invite HANDLE --found" in server.log.read_text()
    _, url, code = join_line(okrtui("operator", "serve", "invite", "ana", "--found"))
    assert url == server.url
    assert okrtui("ana", "init", "Acme").code == 0
    moved = okrtui("ana", "move", "--to", url, "--code", code, "--yes")
    assert moved.code == 0, moved.err

    refused = okrtui("operator", "serve", "invite", "bob")
    assert refused.code == 4
    assert "okrtui member add bob --account" in refused.err
    assert okrtui("ana", "member", "add", "bob").code == 0
    assert okrtui("ana", "sync").code == 0
    refused = okrtui("operator", "serve", "invite", "bob")
    assert "okrtui member edit bob --account" in refused.err
    assert okrtui("ana", "member", "edit", "bob", "--account").code == 0
    assert okrtui("ana", "sync").code == 0
    invited = okrtui("operator", "serve", "invite", "bob")
    joined = okrtui("bob", *join_line(invited))
    assert joined.code == 0, joined.err
    assert okrtui("bob", "cycle", "new", "2027 Q1", "--kind", "quarter").code in (0, 4)
    assert okrtui("bob", "sync").code == 0

    members = okrtui("operator", "serve", "members", "--json").document
    assert [(one["handle"], one["devices"]) for one in members] == [("ana", 1), ("bob", 1)]
    logged = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    assert {one["event"] for one in logged} == {"start", "request"}, "each request is told once"
    devices = okrtui("operator", "serve", "devices", "--json").document
    assert [one["handle"] for one in devices] == ["ana", "bob"]

    assert okrtui("operator", "serve", "revoke", "bob").code == 0
    out = okrtui("bob", "sync")
    assert out.code != 0
    assert "Traceback" not in out.err
    assert okrtui("ana", "sync").code == 0
    assert "revoked" in okrtui("operator", "serve", "devices").out
    assert server.stop() == 0
    assert '"event": "stop"' in server.log.read_text()


def test_it_is_backed_up_while_it_runs_verified_and_restored(
    okrtui: Call, server: Server, home: Path
) -> None:
    _, url, code = join_line(okrtui("operator", "serve", "invite", "ana", "--found"))
    okrtui("ana", "init", "Acme")
    assert okrtui("ana", "move", "--to", url, "--code", code, "--yes").code == 0
    file = home.parent / "backup.db"
    assert okrtui("operator", "serve", "backup", str(file)).code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert okrtui("ana", "member", "add", "bob", "--account").code == 0
    assert okrtui("ana", "sync").code == 0
    (before,) = okrtui("operator", "serve", "verify", "--json").document
    assert before["problems"] == []

    refused = okrtui("operator", "serve", "restore", str(file), "--replace")
    assert refused.code == 4, refused.err
    assert server.stop() == 0
    assert okrtui("operator", "serve", "restore", str(file)).code == 4
    restored = okrtui("operator", "serve", "restore", str(file), "--replace")
    assert restored.code == 0, restored.err
    beside = {one.name for one in home.parent.iterdir()}
    words = ("--database", f"sqlite:///{file}", "--data", str(home.parent / "drill"))
    assert okrtui("operator", "serve", "verify", *words).code == 0
    assert {one.name for one in home.parent.iterdir()} - beside == {"drill"}
    with started(home.parent / "operator", int(url.rpartition(":")[2])):
        assert okrtui("ana", "sync").code == 0
        (after,) = okrtui("operator", "serve", "verify", "--json").document
    assert (after["entries"], after["digest"]) == (before["entries"], before["digest"])


def test_a_workspaces_file_is_imported_and_counted(okrtui: Call, home: Path) -> None:
    okrtui("ana", "init", "Acme")
    okrtui("ana", "member", "add", "bob", "--account")
    (replica,) = (home.parent / "ana").glob("data/workspaces/*.okr")
    done = okrtui("operator", "serve", "import", str(replica), "--json")
    assert done.code == 0
    assert done.document["rejected"] == []
    assert okrtui("operator", "serve", "import", str(replica), "--json").document["accepted"] == 0
    (told,) = okrtui("operator", "serve", "stats", "--json").document
    assert (told["name"], told["head"]) == ("Acme", done.document["accepted"])
    assert "Acme" in okrtui("operator", "serve", "stats").out
    join_line(okrtui("operator", "serve", "invite", "bob"))


def test_a_shared_directory_is_imported_and_its_members_go_on_at_the_server(
    okrtui: Call, server: Server, home: Path
) -> None:
    store = str(home.parent / "store")
    uid = str(os.geteuid())
    assert okrtui("ana", "init", "Acme", "--store", store).code == 0
    assert okrtui("ana", "member", "add", "bob", "--account", "--uid", uid).code == 0
    assert okrtui("ana", "sync").code == 0
    assert okrtui("bob", "join", store, "--as", "bob").code == 0
    assert okrtui("bob", "team", "add", "Logistics").code == 0
    assert okrtui("bob", "sync").code == 0
    done = okrtui("operator", "serve", "import", store, "--json")
    assert done.code == 0, done
    assert done.document["rejected"] == []
    for who in ("ana", "bob"):
        _, url, code = join_line(okrtui("operator", "serve", "invite", who))
        moved = okrtui(who, "move", "--to", url, "--code", code, "--yes")
        assert moved.code == 0, moved.err
    assert okrtui("bob", "team", "add", "Sales").code == 0
    assert okrtui("bob", "sync").code == okrtui("ana", "sync").code == 0
    assert [one["name"] for one in okrtui("ana", "team", "list", "--json").document] == ["Logistics", "Sales"]
    (replica,) = (home.parent / "bob").glob("data/workspaces/*.okr")
    again = okrtui("operator", "serve", "import", str(replica), "--json").document
    assert (again["accepted"], again["rejected"]) == (0, [])
    assert okrtui("operator", "serve", "verify").code == 0


def test_a_server_speaks_tls_itself_and_a_client_believes_the_certificate_that_its_machine_trusts(
    okrtui: Call, home: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home.parent / "operator"
    folder.mkdir()
    with started(folder, certificate=certificate) as running:
        monkeypatch.setenv("OKRTUI_SERVER_URL", running.url)
        assert "serving at https://" in running.log.read_text()
        _, url, code = join_line(okrtui("operator", "serve", "invite", "ana", "--found"))
        refused = okrtui("ana", "join", url, code)
        assert refused.code == 5
        assert "certificate" in refused.err
        assert len(refused.err.splitlines()) == 1
        server_client._clients.pop("https").close()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert okrtui("ana", "join", url, code, "--name", "Acme").code == 0
        assert okrtui("ana", "member", "add", "bob", "--account").code == 0
        assert okrtui("ana", "sync").code == 0
        join_line(okrtui("operator", "serve", "invite", "bob"))
        plain = okrtui("ana", "join", url.replace("https://", "http://"), "k3v9d-8m2qx")
        assert plain.code == 5
        assert len(plain.err.splitlines()) == 1


def test_an_invitation_to_found_tells_both_lines_and_waits_for_a_name(okrtui: Call, server: Server) -> None:
    invited = okrtui("operator", "serve", "invite", "ana", "--found")
    joining, moving = invited.out.splitlines()
    _, url, code = join_line(invited)
    assert joining == f"okrtui join {url} {code} --name NAME"
    assert moving == f"okrtui move --to {url} --code {code}"
    refused = okrtui("ana", "join", url, code)
    assert (refused.code, "--name NAME" in refused.err) == (2, True)
    assert okrtui("operator", "serve", "devices", "--json").document == []
    assert okrtui("ana", "join", url, code, "--name", "Acme").code == 0
    assert okrtui("operator", "serve", "invite", "ana").out.count("\n") == 1


def test_an_invitation_names_where_the_server_listens(
    okrtui: Call, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OKRTUI_SERVER_URL")
    file = home.parent / "operator" / "data" / "server" / "address"
    assert file.stat().st_mode & 0o777 == 0o600
    assert join_line(okrtui("operator", "serve", "invite", "ana", "--found"))[1] == server.url
    told = okrtui("operator", "serve", "invite", "ana", "--found", "--json").document
    assert told["url"] == server.url
    monkeypatch.setenv("OKRTUI_SERVER_URL", "https://okr.example.com")
    told = okrtui("operator", "serve", "invite", "ana", "--found", "--json").document
    assert told["url"] == "https://okr.example.com"
    assert server.stop() == 0
    assert not file.exists()


def test_the_address_that_a_killed_server_left_counts_for_nothing(
    okrtui: Call, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OKRTUI_SERVER_URL")
    server.process.kill()
    server.process.wait(30)
    assert (home.parent / "operator" / "data" / "server" / "address").exists()
    told = okrtui("operator", "serve", "invite", "ana", "--found", "--json").document
    assert told["url"] == "http://127.0.0.1:8720"
    with started(home.parent / "operator") as again:
        told = okrtui("operator", "serve", "invite", "ana", "--found", "--json").document
        assert told["url"] == again.url


def test_a_device_is_revoked_by_the_replica_that_it_names(okrtui: Call, server: Server, home: Path) -> None:
    _, url, code = join_line(okrtui("operator", "serve", "invite", "ana", "--found"))
    assert okrtui("ana", "join", url, code, "--name", "Acme").code == 0
    _, _, code = join_line(okrtui("operator", "serve", "invite", "ana"))
    assert okrtui("tower", "join", url, code).code == 0
    first, second = okrtui("operator", "serve", "devices", "--json").document
    assert first["name"] == second["name"]
    assert okrtui("tower", "team", "add", "Logistics").code == 0
    told = okrtui("tower", "sync", "--status", "--json").document["devices"]
    (here,) = [one["dev"] for one in told if one["is_here"]]
    assert here in second["replicas"]
    assert here[:13] in okrtui("operator", "serve", "devices").out

    again = okrtui("operator", "serve", "revoke", "0")
    assert (again.code, first["id"] in again.err, second["id"] in again.err) == (3, True, True)
    done = okrtui("operator", "serve", "revoke", here, "--json")
    assert done.document == {"revoked": [second["id"]]}
    assert okrtui("tower", "sync").code == 4
    assert okrtui("ana", "sync").code == 0


def test_of_several_workspaces_one_is_named(okrtui: Call, home: Path) -> None:
    for name in ("Acme", "Bolt"):
        okrtui("ana", "init", name)
        replica = home.parent / "ana" / "data" / "workspaces" / f"{name.lower()}.okr"
        assert okrtui("operator", "serve", "import", str(replica)).code == 0
    refused = okrtui("operator", "serve", "invite", "ana")
    assert refused.code == 3
    assert "Acme" in refused.err
    assert "Bolt" in refused.err
    for named in ("bolt", okrtui("operator", "serve", "stats", "--json").document[1]["ws"]):
        told = okrtui("operator", "serve", "invite", "ana", "-w", named, "--json").document
        assert (
            okrtui("operator", "serve", "stats", "-w", told["workspace"], "--json").document[0]["name"]
            == "Bolt"
        )
    assert okrtui("operator", "serve", "invite", "ana", "-w", "none").code == 3


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("invite", "Ana", "--found"), 2, "a handle has"),
        (("invite", "ana"), 3, "no workspace here yet"),
        (("members",), 3, "no workspace here yet"),
        (("revoke", "nobody"), 3, "no such device"),
        (("import", "nothing.okr"), 2, "neither a workspace"),
        (("restore", "nothing.db"), 2, "can't be read"),
        (("--database", "mysql://x", "stats"), 2, "no database"),
        (("stats", "--database", "postgresql+psycopg://nobody@127.0.0.1:1/x"), 5, "out of reach"),
        (("--config", "nothing.toml", "stats"), 5, "can't be read"),
        (("--port", "70000"), 2, "port: a whole number from 0 to 65535"),
        (("backup", "/nonexistent/folder/x.db"), 5, "there is no folder /nonexistent/folder for the backup"),
        (("--data", "/etc/passwd"), 2, "the data folder /etc/passwd is a file"),
        (
            ("stats", "--database", "sqlite:////nonexistent/x.db"),
            2,
            "there is no folder /nonexistent for the",
        ),
        (
            ("restore", "x.db", "--database", "sqlite:////nonexistent/x.db"),
            2,
            "there is no folder /nonexistent",
        ),
        (("--tls-cert", "a.pem"), 2, "belong together"),
        (("--tls-cert", "a.pem", "--tls-key", "b.pem"), 2, "can't be used"),
        (("--host", "192.0.2.1"), 5, "can't listen"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_code(
    okrtui: Call, words: tuple[str, ...], code: int, told: str
) -> None:
    done = okrtui("operator", "serve", *words)
    assert done.code == code, done
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_tls_file_without_its_certificate_or_key_is_named(
    okrtui: Call, certificate: Path, tmp_path: Path
) -> None:
    other = tmp_path / "okrs.md"
    other.write_text("# OKRs\n")
    torn = tmp_path / "torn.pem"
    torn.write_text(certificate.read_text()[:60])
    key = certificate.with_name("key.pem")
    for cert, key_file, told in (
        (other, key, f"{other} holds no certificate in PEM"),
        (certificate, other, f"{other} holds no private key in PEM"),
        (torn, key, f"{torn} and {key} can't be used together: "),
        (certificate, tmp_path / "none.pem", "none.pem can't be used: No such file"),
    ):
        done = okrtui("operator", "serve", "--tls-cert", str(cert), "--tls-key", str(key_file))
        assert done.code == 2
        assert told in done.err
        assert "_ssl.c" not in done.err


def test_the_folder_of_data_is_made_and_no_other(okrtui: Call, tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    assert okrtui("operator", "serve", "stats", "--data", str(data)).code == 0
    assert data.is_dir()
    second = tmp_path / "second"
    words = ("--data", str(second), "--database", f"sqlite:///{second}/server.db")
    assert okrtui("operator", "serve", "stats", *words).code == 0
    third = tmp_path / "third"
    for command in (("migrate",), ("stats",), ("backup", str(tmp_path / "b.db"))):
        assert okrtui("operator", "serve", *command, "--database", f"sqlite:///{third}/x.db").code == 2
        assert not third.exists()


def test_a_password_of_the_database_is_told_nowhere(okrtui: Call) -> None:
    url = "postgresql+psycopg://okrtui:s3cret@127.0.0.1:1/x"
    done = okrtui("operator", "serve", "--database", url)
    assert done.code == 5
    assert "s3cret" not in done.err + done.out


def test_tables_that_are_behind_are_refused_until_they_are_migrated(okrtui: Call, home: Path) -> None:
    from okrtui.server.migrating import migrate

    file = home.parent / "old.db"
    migrate(f"sqlite:///{file}", "0001")
    for words in ((), ("stats",)):
        refused = okrtui("operator", "serve", "--database", f"sqlite:///{file}", *words)
        assert refused.code == 4
        assert "okrtui serve migrate" in refused.err
    backed_up = okrtui(
        "operator", "serve", "backup", str(home.parent / "b.db"), "--database", f"sqlite:///{file}"
    )
    assert backed_up.code == 0, backed_up.err
    done = okrtui("operator", "serve", "migrate", "--database", f"sqlite:///{file}")
    assert done.code == 0
    assert "from 0001" in done.err
    assert okrtui("operator", "serve", "--database", f"sqlite:///{file}", "stats").code == 0


def test_without_its_libraries_it_says_how_to_get_them(okrtui: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving_module, "find_spec", lambda name: None)
    for words in ((), ("invite", "ana"), ("migrate",)):
        done = okrtui("operator", "serve", *words)
        assert done.code == 5
        assert done.err.strip() == (
            "okrtui: the server's libraries are not installed: install okrtui with them,"
            " '.[server]' instead of '.'"
        )


def test_it_refuses_a_port_that_is_taken(okrtui: Call, server: Server) -> None:
    done = okrtui("operator", "serve", "--port", server.url.rpartition(":")[2])
    assert done.code == 5
    assert "can't listen" in done.err


def test_a_stop_lets_long_polls_go_at_once(okrtui: Call, server: Server) -> None:
    _, url, code = join_line(okrtui("operator", "serve", "invite", "ana", "--found"))
    okrtui("ana", "init", "Acme")
    assert okrtui("ana", "move", "--to", url, "--code", code, "--yes").code == 0
    _, _, code = join_line(okrtui("operator", "serve", "invite", "ana"))
    asked = {"code": code, "device_name": "x", "dev": DEV.format(1)}
    told = httpx.post(f"{url}/v1/enroll", json=asked, verify=False).json()
    headers = {"Authorization": f"Bearer {told['token']}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, verify=False) as client:
        head = client.get(f"/v1/ws/{told['ws']}/ops").json()["head"]
        query = {"after": head, "wait": 25}
        with (
            httpx.Client(base_url=url, verify=False) as other,
            _in_background(lambda: client.get(f"/v1/ws/{told['ws']}/ops", params=query)) as answers,
        ):
            while "okrtui_long_polls 1.0" not in other.get("/metrics").text:
                time.sleep(0.05)
            begun = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - begun < 15
    assert [answer.status_code for answer in answers] == [200]


def test_every_command_of_serve_has_help(okrtui: Call) -> None:
    told = okrtui("operator", "serve", "--help").out
    commands = re.findall(r"^  (\w+) {2,}\S", told.partition("Commands:")[2], re.MULTILINE)
    assert set(commands) == {
        *(
            "invite",
            "members",
            "devices",
            "revoke",
            "import",
            "verify",
            "migrate",
            "backup",
            "restore",
            "stats",
            "posts",
        ),
    }
    for command in commands:
        assert "--database" in okrtui("operator", "serve", command, "--help").out


@contextmanager
def _in_background(ask: Callable[[], httpx.Response]) -> Iterator[list[httpx.Response]]:
    import threading

    answers: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    try:
        yield answers
    finally:
        thread.join(60)
