"""Identities that every replica derives alike, so that what is worked out or imported twice is one thing."""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache


def derived_id(workspace: str, *parts: str) -> str:
    """The id that everyone derives alike from the workspace entity's id and `parts` (uuid5)."""
    name = "\x1f".join(parts).encode()
    digest = hashlib.sha1(_namespace(workspace) + name, usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def escalation_id(workspace: str, kind: str, about: str, week: str) -> str:
    """The id of an escalation that is worked out.

    Args:
        workspace: the workspace entity's id.
        kind: the escalation's.
        about: the KR's id, or the metric's.
        week: the week that opened it.
    """
    return derived_id(workspace, "escalation", kind, about, week)


@lru_cache(maxsize=8)
def _namespace(workspace: str) -> bytes:
    """The namespace of a workspace's ids; imports derive hundreds of thousands within one."""
    try:
        return uuid.UUID(workspace).bytes
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_URL, workspace).bytes
