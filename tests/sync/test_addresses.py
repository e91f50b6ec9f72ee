"""Addresses of servers, and plain HTTP for this machine alone."""

from __future__ import annotations

import pytest

from okrtui.okr.errors import BadInput, Refused
from okrtui.sync.addresses import host_of, is_address, server_address

GOOD = {
    "https://okr.example.com": "https://okr.example.com",
    " https://OKR.example.com/ ": "https://okr.example.com",
    "https://okr.example.com:8443/team/okr/": "https://okr.example.com:8443/team/okr",
    "HTTPS://okr.example.com": "https://okr.example.com",
    "https://[2001:db8::1]:8720": "https://[2001:db8::1]:8720",
    "http://127.0.0.1:8720": "http://127.0.0.1:8720",
    "http://localhost:8720": "http://localhost:8720",
    "http://okr.localhost": "http://okr.localhost",
    "http://[::1]:8720": "http://[::1]:8720",
    "http://127.1.2.3": "http://127.1.2.3",
}
BAD = [
    "",
    "okr.example.com",
    "ftp://okr.example.com",
    "https://",
    "https://ana:secret@okr.example.com",
    "https://okr.example.com?x=1",
    "https://okr.example.com/#x",
    "https://okr.example.com:99999",
    "https://okr.example.com:port",
    "https://okr example.com",
    "https://[::1",
    "file:///etc/passwd",
]
PLAIN = ["http://okr.example.com", "http://10.0.0.7:8720", "http://localhost.example.com", "http://0.0.0.0"]


@pytest.mark.parametrize("typed", list(GOOD))
def test_an_address_is_kept_without_what_it_does_not_need(typed: str) -> None:
    assert server_address(typed) == GOOD[typed]


@pytest.mark.parametrize("typed", BAD)
def test_what_is_no_address_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(BadInput) as raised:
        server_address(typed)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("typed", PLAIN)
def test_plain_http_goes_beyond_this_machine_only_where_that_is_asked_for(typed: str) -> None:
    with pytest.raises(Refused, match="--plain-http"):
        server_address(typed)
    assert server_address(typed, is_plain_allowed=True) == typed


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [("https://x", True), ("HTTP://x", True), ("/srv/okr", False), ("okr", False), ("C://x", False)],
)
def test_a_directory_is_no_address(typed: str, is_one: bool) -> None:
    assert is_address(typed) is is_one


def test_a_server_is_known_by_host_and_port() -> None:
    assert host_of("https://okr.example.com:8443/team") == "okr.example.com:8443"
