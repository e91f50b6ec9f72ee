from __future__ import annotations

import os
from pathlib import Path

import pytest

from okrtui.delivery.channels import channels_path, chosen, fitting, read_channels
from okrtui.okr.errors import BadInput, NotFound, OkrtuiError, OutOfReach, Refused

CHAT = """
[chat]
type = "mattermost"
url = "https://chat.acme.test/hooks/very-secret"
"""
MAIL = """
[mail]
type = "smtp"
host = "mail.acme.test"
from = "okr@acme.test"
password = "env:MAIL_PASSWORD"
user = "okr"
"""


def written(folder: Path, text: str, mode: int = 0o600) -> str:
    path = folder / "channels.toml"
    path.write_text(text)
    path.chmod(mode)
    return str(path)


def test_a_file_of_channels_is_read_in_its_order(tmp_path: Path) -> None:
    chat, mail = read_channels(written(tmp_path, CHAT + MAIL), {"MAIL_PASSWORD": "very-secret"})
    assert (chat.name, chat.type, chat.place) == ("chat", "mattermost", "chat.acme.test")
    assert (mail.name, mail.place, mail.security) == ("mail", "mail.acme.test:587", "starttls")
    assert mail.password.reveal() == "very-secret"
    assert "very-secret" not in repr((chat, mail)) + str(chat.url)


def test_without_a_file_there_is_no_channel(home: Path) -> None:
    assert read_channels() == []
    assert channels_path() == str(home / "config" / "channels.toml")


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o666, 0o620])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Refused, match="chmod 600"):
        read_channels(written(tmp_path, CHAT, mode))


def test_what_systemd_hands_over_is_read_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, CHAT, 0o440)
    assert read_channels(path, {"CREDENTIALS_DIRECTORY": str(tmp_path)})[0].name == "chat"


def test_a_secret_lies_in_a_file_of_its_own_if_one_likes(tmp_path: Path) -> None:
    secret = tmp_path / "hook"
    secret.write_text("https://chat.acme.test/hooks/x\n")
    secret.chmod(0o600)
    path = written(tmp_path, f'[chat]\ntype = "slack"\nurl = "file:{secret}"\n')
    assert read_channels(path)[0].url.reveal() == "https://chat.acme.test/hooks/x"
    secret.chmod(0o644)
    with pytest.raises(Refused, match="others can read"):
        read_channels(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[chat\nurl = 'very-secret'", "no TOML"),
        ("url = 'very-secret'", "channels are tables"),
        ("[chat]\ntype = 'pigeon'", "type is one of"),
        ("[chat]\ntype = 'slack'", "needs the webhook's url"),
        ("[chat]\ntype = 'slack'\nurl = 'very-secret'", "no address"),
        ("[chat]\ntype = 'slack'\nurl = 'https://[very-secret'", "no address"),
        ("[chat]\ntype = 'slack'\nurl = 'http://chat.acme.test/very-secret'", "not encrypted"),
        ("[chat]\ntype = 'slack'\nurl = 'env:NOT_THERE'", "holds no NOT_THERE"),
        ("[chat]\ntype = 'slack'\nurl = 5", "value of url"),
        ("[chat]\ntype = 'slack'\nposts = ['x']\nurl = 'https://a.test/very-secret'", "posts are of"),
        ("[chat]\ntype = 'slack'\nuri = 'https://a.test/very-secret'", "no setting 'uri'"),
        ('["a\\u001b[31m"]\ntype = "slack"', "a channel's name"),
        ("[m]\ntype = 'smtp'\nhost = 'h'", "needs host and from"),
        ("[m]\ntype = 'smtp'\nhost = 'h'\nfrom = 'nobody'", "no mail address"),
        ("[m]\ntype = 'smtp'\nhost = 'h'\nfrom = 'a@b.test'\nsecurity = 'none'", "not encrypted"),
        ("[m]\ntype = 'smtp'\nhost = 'h'\nfrom = 'a@b.test'\nport = 0", "value of port"),
    ],
)
def test_a_channel_that_cant_be_used_is_told_without_its_secret(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OkrtuiError, match=said) as caught:
        read_channels(written(tmp_path, text), {})
    assert "very-secret" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="No such file"):
        read_channels(str(tmp_path / "none.toml"))


def test_plain_ways_are_for_this_machine_or_where_one_says_so(tmp_path: Path) -> None:
    local = '[a]\ntype = "webhook"\nurl = "http://127.0.0.1:9/x"\n[b]\ntype = "smtp"\nhost = "::1"\n'
    local += 'from = "a@b.test"\nsecurity = "none"\n'
    allowed = '[c]\ntype = "webhook"\nurl = "http://acme.test/x"\nplain = true\n'
    assert [one.name for one in read_channels(written(tmp_path, local + allowed))] == ["a", "b", "c"]


def test_channels_are_chosen_by_name_or_by_what_they_are_for(tmp_path: Path) -> None:
    more = 'posts = ["digest"]\nteams = ["Shop"]\nworkspaces = ["acme"]\n'
    channels = read_channels(written(tmp_path, CHAT + more + CHAT.replace("[chat]", "[all]")))
    assert [one.name for one in chosen(channels, ["all"])] == ["all"]
    with pytest.raises(NotFound, match="there are chat, all"):
        chosen(channels, ["chta"])

    def names(kind: str, team: str, *workspaces: str) -> list[str]:
        return [one.name for one in fitting(channels, kind, team, workspaces)]

    assert names("digest", "shop", "acme", "Acme GmbH") == ["chat", "all"]
    assert names("digest", "", "acme") == ["all"]
    assert names("digest", "Shop", "other") == ["all"]
    assert names("update", "Shop", "acme") == ["all"]


def test_the_usual_file_lies_beside_ones_settings(home: Path) -> None:
    os.makedirs(home / "config")
    written(home / "config", CHAT)
    assert [one.name for one in read_channels()] == ["chat"]


def test_no_file_holds_two_of_a_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no TOML"):
        read_channels(written(tmp_path, CHAT + CHAT))


def test_the_shipped_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "config" / "posting" / "channels.toml").read_text()
    taken = [line.removeprefix("#") for line in shipped.splitlines() if not line.startswith("# ")]
    (tmp_path / "token").write_text("t")
    (tmp_path / "token").chmod(0o600)
    text = "\n".join(taken).replace("~/.config/okrtui/hub.token", str(tmp_path / "token"))
    environ = {"OKRTUI_SLACK_WEBHOOK": "https://hooks.slack.com/services/x", "OKRTUI_MAIL_PASSWORD": "p"}
    channels = read_channels(written(tmp_path, text), environ)
    assert [one.type for one in channels] == ["mattermost", "slack", "webhook", "smtp"]
    assert [bool(one.url or one.password) for one in channels] == [True] * 4
