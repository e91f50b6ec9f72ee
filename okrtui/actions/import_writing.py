"""Writing what an import brings into the log, in one transaction and in bulk.

Order matters for what replaces something: agreements before the changes to them, a check-in's revision after the one
that it corrects, decisions before anybody else is given an account (then what was decided stays decided).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from okrtui.actions.agreements import agreed_values
from okrtui.actions.incoming import Item
from okrtui.actions.known import Known
from okrtui.okr.kinds import KINDS
from okrtui.store.clock import agreement_id
from okrtui.store.journal import Journal

Progress = Callable[[int, int], None]

_REPORT_EVERY = 500
_STATES = ("postponed", "archived")


def imported_agreements(additions: list[Item], known: Known, workspace_id: str) -> list[Item]:
    """Agreements for KRs that come into a cycle past its draft without one, marked as imported.

    Their values are the imported ones; nobody knows when or by whom they were agreed.
    """
    cycles = known.all("cycle") | {one.id: one.fields for one in additions if one.kind == "cycle"}
    objectives = known.all("objective") | {one.id: one.fields for one in additions if one.kind == "objective"}
    agreed = {one.fields["key_result"] for one in additions if one.kind == "agreement"}
    found = []
    for item in additions:
        if item.kind != "key_result" or item.id in agreed:
            continue
        objective = objectives[item.fields["objective"]]
        cycle = objective.get("cycle", "")
        is_draft = cycles.get(cycle, {}).get("phase", "draft") == "draft"
        if is_draft or objective.get("archived"):
            continue
        states = {name: item.fields[name] for name in _STATES if name in item.fields}
        fields = {
            "cycle": cycle,
            "key_result": item.id,
            "values": agreed_values(item.fields) | states,
            "imported": True,
        }
        found.append(Item("agreement", agreement_id(workspace_id, cycle, item.id), fields, item.where))
    return found


def write_items(
    journal: Journal, additions: Sequence[Item], updates: Sequence[Item], progress: Progress | None = None
) -> None:
    """Write new things and updates.

    Args:
        journal: the transaction.
        additions: new things; of check-ins, new revisions.
        updates: known things with the fields that change (all fields, for records).
        progress: told how many of how many are written, now and then.
    """
    by_kind: dict[str, list[Item]] = {name: [] for name in KINDS}
    for item in additions:
        by_kind[item.kind].append(item)
    total = len(additions) + len(updates)
    writer = _Writer(journal, total, progress)
    order = [name for name in KINDS if name not in ("change", "agreement", "check_in")]
    for kind in order:
        for item in by_kind[kind]:
            writer.add(item, ())
    agreements = {item.id: writer.add(item, ()) for item in by_kind["agreement"]}
    writer.write_changes(by_kind["change"], by_kind["approval"], by_kind["agreement"], agreements)
    writer.write_check_ins(by_kind["check_in"])
    for item in updates:
        writer.add(item, None)
    writer.end()


class _Writer:
    """The entries of one import, counted as they are written."""

    def __init__(self, journal: Journal, total: int, progress: Progress | None) -> None:
        self._journal = journal
        self._total = total
        self._done = 0
        self._progress = progress

    def add(self, item: Item, base: Iterable[str] | None) -> str:
        """Write one thing; the entry's id."""
        entry = self._journal.add(item.kind, item.id, item.fields, base=base)
        self._count()
        return entry.id

    def end(self) -> None:
        """Say that all is written."""
        if self._progress:
            self._progress(self._total, self._total)

    def write_changes(
        self,
        changes: list[Item],
        approvals: list[Item],
        agreements: list[Item],
        entries: dict[str, str],
    ) -> None:
        """Write proposals in their order, each replacing what stood before it for the same thing."""
        verdicts: dict[str, set[str]] = {}
        for one in approvals:
            verdicts.setdefault(one.fields["change"], set()).add(one.fields["verdict"])
        standing: dict[tuple[str, str], str] = {}
        agreed = {one.fields["key_result"]: entries[one.id] for one in agreements}
        for item in sorted(changes, key=_by_time):
            target = item.fields.get("key_result") or item.fields.get("objective") or ""
            fields = item.fields.get("changes") or {}
            before = {standing[target, name] for name in fields if (target, name) in standing}
            before |= {agreed[target]} if target in agreed else self._known_agreement(target)
            entry = self.add(item, sorted(before))
            if verdicts.get(item.id) == {"approved"}:
                standing |= {(target, name): entry for name in fields}

    def _known_agreement(self, key_result: str) -> set[str]:
        """The entries of the agreement that the workspace had on this KR before the import."""
        row = self._journal.connection.execute(
            "SELECT agreement FROM key_result_fact WHERE key_result = ?", (key_result,)
        ).fetchone()
        return set(self._journal.heads("agreement", row[0], ())) if row and row[0] else set()

    def write_check_ins(self, items: list[Item]) -> None:
        """Write revisions, each after the one that it replaces; the entry's id is the revision's."""
        waiting = {item.id: item for item in items}
        for first in sorted(items, key=_by_time):
            chain: list[Item] = []
            item: Item | None = waiting.get(first.id)
            while item is not None:
                chain.append(waiting.pop(item.id))
                item = waiting.get(item.fields.get("replaces", ""))
            for one in reversed(chain):
                self._add_revision(one)

    def _add_revision(self, item: Item) -> None:
        replaced = item.fields.get("replaces")
        base = [replaced] if replaced else []
        identity = item.identity or item.id
        self._journal.add("check_in", identity, item.fields, base=base, entry_id=item.id)
        self._count()

    def _count(self) -> None:
        self._done += 1
        if self._progress and self._done % _REPORT_EVERY == 0:
            self._progress(self._done, self._total)


def _by_time(item: Item) -> tuple[Any, str]:
    return (item.fields.get("at") or "", item.id)
