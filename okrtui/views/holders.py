"""Who holds a role when an escalation turns to it (domain rules, §§6 and 7). On the path of `okrtui status`."""

from __future__ import annotations

from okrtui.okr.escalation_steps import LEAD, SPONSOR, STAND_INS, STEWARD
from okrtui.okr.text import clean_line
from okrtui.views.structures import read_list
from okrtui.views.workspace import sole_account

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence


class Holders:
    """Everyone's names, accounts and roles, read once."""

    def __init__(self, c: sqlite3.Connection) -> None:
        self.sole = sole_account(c)
        self.names: dict[str, str] = {}
        self._accounts: set[str] = set()
        self._by_role: dict[str, list[str]] = {LEAD: [], SPONSOR: [], STEWARD: []}
        for id_, name, handle, roles, account in c.execute(
            "SELECT id, name, handle, roles, account FROM member ORDER BY handle, id"
        ):
            self.names[id_] = clean_line(name or "") or clean_line(handle or "")
            if account:
                self._accounts.add(id_)
            if any(role in (roles or "") for role in self._by_role):  # most people hold none of them
                for role in read_list(roles):
                    if role in self._by_role:
                        self._by_role[role].append(id_)

    def of(self, role: str, named: Mapping[str, Sequence[str]]) -> list[str]:
        """Ids of those who hold a role; whoever stands in, where nobody with an account does.

        Args:
            role: such as "champion".
            named: who is named for a role by the thing itself, such as {"kr_owner": [id]}; for other roles those
                whom the workspace has.

        Returns:
            The only one with an account, where there is only one; otherwise the first of the role and its stand-ins
                that somebody with an account holds.
        """
        if self.sole:
            return [self.sole]
        nobody_signs_in: list[str] = []
        for one in (role, *STAND_INS[role]):
            ids = [id_ for id_ in named.get(one, self._by_role.get(one, ())) if id_ in self.names]
            able = [id_ for id_ in ids if id_ in self._accounts]
            if able:
                return able
            nobody_signs_in = nobody_signs_in or ids
        return nobody_signs_in

    def who(self, role: str, named: Mapping[str, Sequence[str]]) -> list[str]:
        """Ids of everyone who may speak for a role: its holders whether or not they sign in, and who stands in."""
        held = list(named.get(role, self._by_role.get(role, ())))
        return [*held, *(self.of(role, named) if role in STAND_INS else ())]

    def all_of(self, role: str) -> list[str]:
        """Ids of everyone with an account who has the role program_lead, sponsor or data_steward."""
        return [id_ for id_ in self._by_role[role] if id_ in self._accounts]

    def told(self, ids: Sequence[str]) -> list[str]:
        """Their names."""
        return [self.names[id_] for id_ in ids]
