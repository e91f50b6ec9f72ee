"""Codes and tokens: made of chance, told once, kept as sha256, compared in constant time.

A code is typed by people, so it has no letters that look alike, and its first group names the invitation that its
rest is checked against. A token is for machines.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})
GROUP = 5
GROUPS = 6
TOKEN_PREFIX = "okrtui_"
_TOKEN_BYTES = 32


def new_code() -> str:
    """A code of six groups of five characters: one that names it, and 125 bits of chance."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def plain_code(typed: str) -> str:
    """A code as it was made from one as it was typed; "" where it can't be one."""
    letters = "".join(c for c in typed.lower() if c not in "- ").translate(_LOOKALIKES)
    if len(letters) != GROUP * GROUPS or not set(letters) <= set(_LETTERS):
        return ""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def name_of(code: str) -> str:
    """The part of a code that names its invitation, and is no secret."""
    return code[:GROUP]


def new_token() -> str:
    """A device's token: 256 bits of chance."""
    return TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)


def sha_of(secret: str) -> str:
    """What is kept of a code or token."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(sha: str, kept: str) -> bool:
    """Whether two sums are equal, told in a time that does not depend on where they differ."""
    return hmac.compare_digest(sha, kept)
