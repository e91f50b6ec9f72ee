"""Who may change what was agreed at publication, and how (domain rules, §4)."""

from __future__ import annotations

import sqlite3

from okrtui.views.people import members


def who_changes(c: sqlite3.Connection, owner_name: str = "") -> str:
    """Who proposes a change of what was agreed and who approves it, in words.

    Args:
        c: a connection to the replica.
        owner_name: the key result's owner; "" says "its owner".
    """
    people = [one for one in members(c) if one.account]
    alone = next((one.name for one in people if one.is_only_account), None)
    if alone:
        return f"{alone} proposes and approves: the only one with an account"
    leads = _named(
        [one.name for one in people if "program_lead" in one.roles and one.name != owner_name],
        "a program lead",
    )
    sponsors = _named([one.name for one in people if "sponsor" in one.roles], "a sponsor")
    return f"{owner_name or 'its owner'} or {leads} proposes, {sponsors} approves"


def _named(names: list[str], role: str) -> str:
    """The names of those who hold a role; the role and "nobody yet" where nobody does."""
    return f"{' or '.join(names)} ({role.removeprefix('a ')})" if names else f"{role} (nobody yet)"
