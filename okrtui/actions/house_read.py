"""OKRs in the house format, as they come into a cycle (Playbook, Formatting template).

The importer owns the objectives; owners who are named in the file only become members without an account. What a
cycle holds already is found again by its titles, so that reading the same text twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from okrtui.actions.brought import Brought, NamedUnread, same_words
from okrtui.actions.house_cycle import chosen_cycle
from okrtui.actions.import_checks import check_figures_of
from okrtui.actions.incoming import quoted
from okrtui.okr.house_format import parse_okrs
from okrtui.okr.written import Unread, WrittenKeyResult, WrittenObjective


class HouseText(NamedTuple):
    """A file in the house format: its name and text."""

    file: str
    text: str


class _Place(NamedTuple):
    """Where a KR of the file went: the file, the KR as written and its id."""

    file: str
    written: WrittenKeyResult
    id: str


def read_house(texts: Sequence[HouseText], brought: Brought, cycle: str | None, today: date) -> None:
    """Read OKRs into `brought`.

    Args:
        texts: the files.
        brought: takes what they hold; unread lines are named by file and line.
        cycle: id of the cycle that they go into; by default one that holds the dates, else a new one.
        today: local date, from which a new cycle runs.
    """
    chosen = chosen_cycle([one.text for one in texts], brought, cycle, today)
    start = date.fromisoformat(brought.things("cycle")[chosen]["start"])
    parsed = [(one.file, *parse_okrs(one.text, start)) for one in texts]
    for file, objectives, unread in parsed:
        brought.unread += [NamedUnread(file, one) for one in unread]
        if not objectives:
            brought.problems.add(file, "this holds no OKR: it would begin with a line “Objective: …”")
    reader = _Reader(brought, chosen)
    for file, objectives, _ in parsed:
        for objective in objectives:
            reader.take(file, objective)
    reader.link()


class _Reader:
    """Turns written objectives into items, finding again what the cycle holds."""

    def __init__(self, brought: Brought, cycle: str) -> None:
        self._brought = brought
        self._cycle = cycle
        self._found: set[str] = set()
        self._places: list[_Place] = []
        self._in_force = brought.known.in_force()

    def take(self, file: str, written: WrittenObjective) -> None:
        """Take in one objective with its KRs and initiatives."""
        brought, where = self._brought, _where(file, written.line)
        id_ = self._known("objective", "cycle", self._cycle, written.title)
        owner = brought.person(written.owner, where)
        fields: dict[str, Any] = {
            "cycle": self._cycle,
            "title": written.title,
            "owner": owner or (None if id_ else brought.member),
            "team": brought.team(written.team, where),
            "why": written.why,
        }
        before = {
            one for one, values in brought.things("key_result").items() if values.get("objective") == id_
        }
        objective = brought.add("objective", fields, where, id_ or "")
        added = [self._take_key_result(file, objective, one, before) for one in written.key_results]
        for text in written.initiatives:
            self._take_initiative(file, text, added, written.line)

    def link(self) -> None:
        """Find the KRs above that were named by title, now that all are known."""
        key_results = self._brought.things("key_result")
        for place in self._places:
            links = []
            for title, how in place.written.contributes_to:
                above = [id_ for id_, values in key_results.items() if same_words(values.get("title"), title)]
                if above and above[-1] != place.id:
                    links.append({"key_result": above[-1], **({"how": how} if how else {})})
                else:
                    why = f"there is no key result {quoted(title)} that it could contribute to"
                    self._brought.unread.append(
                        NamedUnread(place.file, Unread(place.written.line, place.written.title, why))
                    )
            if links:
                self._set_links(place.id, links)

    def _take_key_result(self, file: str, objective: str, written: WrittenKeyResult, before: set[str]) -> str:
        brought, where = self._brought, _where(file, written.line)
        id_ = self._known("key_result", "objective", objective, written.title)
        fields = self._fields(written, where) | {"objective": objective}
        check_figures_of(fields, where, brought.problems)
        key_result = brought.add("key_result", fields, where, id_ or "")
        self._places.append(_Place(file, written, key_result))
        if id_ is None and before & self._in_force:
            proposal = {
                "key_result": key_result,
                "action": "add",
                "reason": "added to a published objective by an import",
                "by": brought.member,
                "at": brought.now.replace(microsecond=0).isoformat(),
            }
            brought.add("change", proposal, where)
        return key_result

    def _fields(self, written: WrittenKeyResult, where: str) -> dict[str, Any]:
        brought = self._brought
        people = [brought.person(name, where) for name in written.collaborators]
        limits = written.limits._asdict() if written.limits else {}
        source = {"name": written.source, "url": written.source_url}
        return {
            "title": written.title,
            "owner": brought.person(written.owner, where),
            "method": written.method,
            "metric": written.metric,
            "unit": written.unit,
            "baseline": written.baseline,
            "target": written.target,
            "direction": written.direction,
            "bands": [list(band) for band in written.bands],
            "milestones": [
                {"name": name, **({"weight": weight} if weight else {})}
                for name, weight in written.milestones
            ],
            "limits": {name: value for name, value in limits.items() if value is not None},
            "due": written.due,
            "collaborators": [one for one in people if one],
            "source": {name: value for name, value in source.items() if value},
            "refresh": written.refresh,
            "weight": written.weight,
            "indicator": written.indicator,
            "definition": written.definition,
            "divergence": written.is_divergence,
        }

    def _take_initiative(self, file: str, text: str, key_results: list[str], line: int) -> None:
        brought = self._brought
        if not key_results:
            why = "an initiative needs a key result that it should move"
            brought.unread.append(NamedUnread(file, Unread(line, text, why)))
            return
        for id_, values in brought.things("initiative").items():
            is_same = same_words(values.get("title"), text) and id_ not in self._found
            if is_same and set(values.get("key_results", ())) & set(key_results):
                self._found.add(id_)
                brought.add("initiative", {"title": text}, _where(file, line), id_)
                return
        fields = {"title": text, "key_results": key_results}
        self._found.add(brought.add("initiative", fields, _where(file, line)))

    def _known(self, kind: str, parent: str, parent_id: str, title: str) -> str | None:
        """The thing of that title below that parent that no line of the files has meant so far."""
        for id_ in self._brought.known.ids(kind):
            values = self._brought.things(kind)[id_]
            is_free = id_ not in self._found and values.get(parent) == parent_id
            if is_free and same_words(values.get("title"), title):
                self._found.add(id_)
                return id_
        return None

    def _set_links(self, key_result: str, links: list[dict[str, str]]) -> None:
        for n, item in enumerate(self._brought.items):
            if item.kind == "key_result" and item.id == key_result:
                fields = {**item.fields, "contributes_to": links}
                self._brought.items[n] = item._replace(fields=fields)


def _where(file: str, line: int) -> str:
    return f"{file}: line {line}" if file else f"line {line}"
