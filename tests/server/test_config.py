"""The server's settings: defaults, file, environment, flags."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.server.config import ServerConfig, read_config

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "server.toml"


def test_everything_has_a_default(home: Path) -> None:
    config = read_config({}, {})
    assert config.is_sqlite
    assert config.database_url == f"sqlite:///{home}/data/server/server.db"
    assert config.public_url == "http://127.0.0.1:8720"


def test_the_shipped_file_names_every_setting_at_its_default() -> None:
    lines = [
        line[1:] for line in SHIPPED.read_text().splitlines() if line.startswith("#") and line[1:2].isalpha()
    ]
    shipped = tomllib.loads("\n".join(lines))
    assert shipped == {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in ServerConfig().model_dump().items()
    }
    tomllib.loads(SHIPPED.read_text())


def test_a_flag_counts_more_than_the_environment_and_that_more_than_the_file(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('host = "file"\nport = 1\nurl = "https://file/"\n')
    environ = {"OKRTUI_SERVER_HOST": "environment", "OKRTUI_SERVER_PORT": "2"}
    config = read_config({"port": 3, "host": None, "data": ""}, environ, str(file))
    assert (config.port, config.host, config.url) == (3, "environment", "https://file")


def test_the_file_is_found_in_the_users_own_folder(home: Path) -> None:
    folder = home / "config"
    folder.mkdir()
    (folder / "server.toml").write_text("port = 7")
    assert read_config({}, {}).port == 7


def test_lists_stand_in_the_environment_with_commas() -> None:
    config = read_config({}, {"OKRTUI_SERVER_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2"})
    assert config.trusted_proxies == ("10.0.0.1", "10.0.0.2")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"port": 70_000}, "port: a whole number from 0 to 65535$"),
        ({"port": "many"}, "port: a whole number from 0 to 65535$"),
        ({"burst": 0}, "burst: a whole number of at least 1$"),
        ({"body_seconds": "long"}, "body_seconds: a number above 0$"),
        ({"host": 3}, "host: a text$"),
        ({"trusted_proxies": "proxy"}, "trusted_proxies: a list of texts$"),
        ({"trusted_proxies": [3]}, "trusted_proxies: a list of texts$"),
        ({"log_level": "loud"}, "log_level: one of debug, info, warning, error$"),
        ({"tls_cert": "a.pem"}, "belong together"),
        ({"metrics_from": ["here"]}, "metrics_from"),
        ({"url": "okr.example.com"}, "https://"),
        ({"nonsense": 1}, "no such setting"),
        ({"longest_wait": -1}, "longest_wait"),
    ],
)
def test_what_can_not_be_is_told_by_its_name(given: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told) as refused:
        read_config(given, {})
    assert "\n" not in str(refused.value)


def test_a_wrong_setting_is_told_without_its_value() -> None:
    with pytest.raises(BadInput) as refused:
        read_config({"port": "s3cret"}, {})
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("content", ["port = ", "\udcff", "port = 1\nport = 2"])
def test_a_file_that_is_no_toml_is_told_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "server.toml"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput, match="no TOML"):
        read_config({}, {}, str(file))


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="can't be read"):
        read_config({}, {}, str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("given", "is_private"),
    [
        ({}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "0.0.0.0", "url": "https://okr.example.com"}, True),
        ({"host": "0.0.0.0", "tls_cert": "c", "tls_key": "k"}, True),
        ({"host": "0.0.0.0", "url": "http://okr.example.com"}, False),
    ],
)
def test_it_knows_whether_somebody_could_read_along(given: dict[str, Any], is_private: bool) -> None:
    assert read_config(given, {}).is_private is is_private
