"""KRs or check-ins as one CSV table, for spreadsheets and other programs.

UTF-8 and RFC 4180; people by handle, parents by title, structures as JSON in their cell. A cell that a spreadsheet
would take for a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from okrtui.actions.interchange_values import write_value
from okrtui.actions.known import Known
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput
from okrtui.okr.kinds import KINDS
from okrtui.okr.quantities import is_quantity
from okrtui.okr.rag import show_score
from okrtui.views.json_text import to_json
from okrtui.views.workspace import cycles, workspace

KEY_RESULT_COLUMNS = (
    *("objective", "cycle", "team"),
    *(name for name in KINDS["key_result"].by_name if name not in ("objective", "source")),
    *("source", "source_url"),
)
CHECK_IN_COLUMNS = (
    *("key_result", "week", "actual", "confidence", "insight", "next_action", "author", "objective", "cycle"),
    *("milestones_done", "help_needed", "help_from", "evidence", "learning", "status", "at"),
    *("repeats", "on_behalf", "confirmed", "initiative"),
)
WRITTEN_ONLY_COLUMNS = ("score", "attainment", "rag")
"""Columns of KRs that are worked out; an import passes over them."""

_FORMULA = ("=", "+", "-", "@")


class Titles(NamedTuple):
    """What an id is called in a table, by kind and id."""

    of: dict[str, dict[str, str]]

    def named(self, kind: str, id_: object) -> str:
        """The title, name or handle of a thing; "" where there is none."""
        return self.of[kind].get(str(id_), "")


def export_csv(session: Session, what: str = "krs", cycle: str | None = None) -> str:
    """One table of a workspace.

    Args:
        session: who exports.
        what: "krs" or "checkins" (those that count; revisions stand in the JSON).
        cycle: a cycle's id, to leave out all others.

    Raises:
        BadInput: there is no such table.
    """
    if what not in ("krs", "checkins"):
        raise BadInput(f"a table holds krs or checkins, not {what[:20]}")
    with session.reading() as connection:
        if what == "krs":
            return _table((*KEY_RESULT_COLUMNS, *WRITTEN_ONLY_COLUMNS), _key_results(connection, cycle))
        return _table(CHECK_IN_COLUMNS, _check_ins(connection, cycle))


def guarded(cell: str) -> str:
    """A cell as it stands in the file: no spreadsheet takes it for a formula; `unguarded` undoes it."""
    is_formula = cell.lstrip("'").startswith(_FORMULA) and not is_quantity(cell)
    return f"'{cell}" if is_formula else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    is_guarded = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA)
    return cell[1:] if is_guarded else cell


def _table(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    names = list(columns)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([guarded(row.get(name, "")) for name in names] for row in rows)
    return text.getvalue()


def _worked_out(score: str | None, attainment: str | None, rag: str | None, scale: str) -> dict[str, str]:
    """The written-only columns; scores on the workspace's scale, "" where there are none."""
    scores = ("" if each is None else show_score(each, scale) for each in (score, attainment))
    return dict(zip(WRITTEN_ONLY_COLUMNS, (*scores, rag or ""), strict=True))


def _key_results(connection: sqlite3.Connection, cycle: str | None) -> Iterable[dict[str, str]]:
    known = Known(connection)
    titles = _titles(known)
    objectives = known.all("objective")
    key_results = known.all("key_result")
    scale = workspace(connection).scale
    facts = connection.execute("SELECT key_result, score, attainment, rag FROM key_result_fact")
    worked_out = {id_: _worked_out(score, attainment, rag, scale) for id_, score, attainment, rag in facts}
    for chosen in _chosen(connection, cycle):
        for id_, values in sorted(key_results.items()):
            objective = objectives.get(values.get("objective", ""), {})
            if objective.get("cycle") != chosen:
                continue
            source = values.pop("source", {})
            row = _row("key_result", values, titles)
            yield row | {
                "objective": objective.get("title", ""),
                "cycle": titles.named("cycle", chosen),
                "team": titles.named("team", objective.get("team")),
                "source": source.get("name", ""),
                "source_url": source.get("url", ""),
                **worked_out.get(id_, {}),
            }


def _check_ins(connection: sqlite3.Connection, cycle: str | None) -> Iterable[dict[str, str]]:
    known = Known(connection)
    titles = _titles(known)
    of_key_result = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT k.id, k.title, o.title, o.cycle FROM key_result k LEFT JOIN objective o ON o.id = k.objective"
        )
    }
    shown = connection.execute(
        "SELECT id, key_result FROM check_in WHERE is_shown = 1 AND COALESCE(retracted, 0) = 0"
        " ORDER BY key_result, week, COALESCE(at, ''), id"
    ).fetchall()
    values = known.values("check_in", {row[0] for row in shown})
    for chosen in _chosen(connection, cycle):
        for id_, key_result in shown:
            title, objective, its_cycle = of_key_result.get(key_result, ("", "", None))
            if its_cycle == chosen:
                row = _row("check_in", values[id_], titles)
                name = titles.named("cycle", chosen)
                yield row | {"key_result": title or "", "objective": objective or "", "cycle": name}


def _chosen(connection: sqlite3.Connection, cycle: str | None) -> list[str]:
    return [one.id for one in cycles(connection) if cycle in (None, one.id)]


def _titles(known: Known) -> Titles:
    by = {"member": "handle", "team": "name", "cycle": "name", "key_result": "title", "initiative": "title"}
    return Titles(
        {
            kind: {id_: str(values.get(field) or "") for id_, values in known.all(kind).items()}
            for kind, field in by.items()
        }
    )


def _row(kind: str, values: Mapping[str, Any], titles: Titles) -> dict[str, str]:
    """The cells of one thing: ids as names, lists a line each, other structures as JSON."""
    fields = KINDS[kind].by_name
    row: dict[str, str] = {}
    for name, value in values.items():
        field = fields[name]
        if field.type == "ref":
            row[name] = titles.named(field.to, value) if field.to in titles.of else ""
        elif field.type == "refs":
            row[name] = "\n".join(titles.named(field.to, one) for one in value)
        elif field.type == "links":
            named = [
                {**one, "key_result": titles.named("key_result", one.get("key_result"))} for one in value
            ]
            row[name] = _one_line(named)
        elif field.type == "lines":
            row[name] = "\n".join(value) or "[]"
        elif field.type == "flag":
            row[name] = "true" if value else ""
        else:
            written = write_value(field, value)
            row[name] = str(written) if isinstance(written, (str, int)) else _one_line(written)
    return row


def _one_line(value: object) -> str:
    """JSON without line breaks; a text in it holds none, for they are escaped there."""
    return " ".join(line.strip() for line in to_json(value).splitlines())
