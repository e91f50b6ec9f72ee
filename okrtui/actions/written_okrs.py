"""Saving OKRs as somebody wrote them: new ones as drafts of a cycle, a known one over what it was.

Owners, teams and KRs above are named in words there; whoever is named and unknown becomes a member without an
account, who owns KRs but can't sign in (domain rules, Things).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui.actions.key_result_fields import key_result_fields
from okrtui.actions.key_results import add_key_result, edit_key_result
from okrtui.actions.objectives import edit_objective, require_open
from okrtui.actions.owner_names import handle_from
from okrtui.actions.session import Done, Session
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import may_plan
from okrtui.okr.text import clean_line
from okrtui.okr.written import WrittenKeyResult, WrittenObjective
from okrtui.store.journal import Journal


def save_written(session: Session, cycle: str, objectives: Sequence[WrittenObjective]) -> Done:
    """Draft these objectives with their KRs and initiatives in a cycle, all or nothing.

    The objective's owner is whoever is named, else the person who saves.

    Raises:
        BadInput: a value can't be used, or a team or a KR above is unknown.
        Refused: the cycle takes no drafts, or the person is a viewer.
    """
    if not objectives:
        raise BadInput("there is no objective yet: begin a line with “Objective:”")
    count = sum(len(one.key_results) for one in objectives)
    first = ""
    with session.writing("wrote objectives") as journal:
        if not may_plan(session.person(journal)):
            raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
        require_open(journal, cycle)
        for written in objectives:
            objective = _write_objective(session, journal, cycle, written)
            first = first or objective
    noun = "objective" if len(objectives) == 1 else "objectives"
    return Done(f"Saved {len(objectives)} {noun} with {count} KRs as drafts · undo with u", first)


def rewrite_objective(session: Session, objective: str, written: WrittenObjective) -> Done:
    """Change an objective and its KRs to what was written; KRs are told by their titles, else by their order.

    A KR that was left out stays as it is, for nothing is archived by absence.

    Raises:
        BadInput: a value can't be used.
        Refused: a field was agreed at publication, or the cycle is closed.
    """
    known = _known_key_results(session, objective)
    pairs, left_out = _paired(known, written.key_results)
    with session.writing("named people") as journal:
        owner = _member(journal, written.owner)
        team = _team(journal, written.team)
        given = [(key_result, _fields(journal, each)) for key_result, each in pairs]
    for _, fields in given:
        key_result_fields(fields, {})
    changes = {"title": written.title, "why": written.why}
    edit_objective(
        session,
        objective,
        **changes,
        **({"owner": owner} if owner else {}),
        **({"team": team} if team else {}),
    )
    for key_result, fields in given:
        if key_result:
            edit_key_result(session, key_result, **fields)
        else:
            add_key_result(session, objective, **fields)
    stays = f"; {left_out} left out and kept: archive on the card" if left_out else ""
    return Done(f"Saved the objective{stays}", objective)


def _write_objective(session: Session, journal: Journal, cycle: str, written: WrittenObjective) -> str:
    values = {"title": written.title, "why": written.why, "team": _team(journal, written.team)}
    fields = typed_fields("objective", values)
    if not fields["title"]:
        raise BadInput("an objective needs a title", field="title")
    fields |= {"cycle": cycle, "owner": _member(journal, written.owner) or session.member.id}
    objective = journal.new_id()
    journal.add("objective", objective, _given(fields), base=())
    key_results = []
    for each in written.key_results:
        key_result = journal.new_id()
        fields = key_result_fields(_fields(journal, each), {}) | {"objective": objective}
        journal.add("key_result", key_result, _given(fields), base=())
        key_results.append(key_result)
    for title in written.initiatives:
        fields = typed_fields("initiative", {"title": title, "key_results": key_results})
        journal.add("initiative", journal.new_id(), _given(fields), base=())
    journal.fold()
    return objective


def _fields(journal: Journal, written: WrittenKeyResult) -> dict[str, Any]:
    """A KR's fields as its actions take them; what was not written is None."""
    source = {"name": written.source, "url": written.source_url}
    collaborators = [member for name in written.collaborators if (member := _member(journal, name))]
    milestones = [
        {"name": name, "weight": weight} if weight else {"name": name} for name, weight in written.milestones
    ]
    limits = _given(written.limits._asdict()) if written.limits else {}
    links = [{"key_result": _above(journal, title), "how": how} for title, how in written.contributes_to]
    return {
        "title": written.title,
        "method": written.method,
        "metric": written.metric or None,
        "unit": written.unit or None,
        "baseline": written.baseline,
        "target": written.target,
        "bands": [list(band) for band in written.bands] or None,
        "milestones": milestones or None,
        "limits": limits or None,
        "due": written.due,
        "owner": _member(journal, written.owner),
        "collaborators": collaborators or None,
        "source": {name: text for name, text in source.items() if text} or None,
        "refresh": written.refresh or None,
        "weight": written.weight,
        "indicator": written.indicator,
        "definition": written.definition or None,
        "contributes_to": [_given(link) for link in links] or None,
        "divergence": written.is_divergence or None,
    } | ({"direction": written.direction} if written.method == "ladder" else {})


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _member(journal: Journal, named: str) -> str | None:
    """The member of that name or handle; a new one without an account where nobody is called so."""
    name = clean_line(named).removeprefix("@")
    if not name:
        return None
    row = journal.connection.execute(
        "SELECT id FROM member WHERE lower(handle) = lower(?1) OR lower(name) = lower(?1) ORDER BY id",
        (name,),
    ).fetchone()
    if row:
        return str(row[0])
    handle = handle_from(name)
    taken = {row[0] for row in journal.connection.execute("SELECT handle FROM member")}
    free = next(
        each for each in (handle, *(f"{handle}-{number}" for number in range(2, 1000))) if each not in taken
    )
    member = journal.new_id()
    journal.add("member", member, typed_fields("member", {"handle": free, "name": name}), base=())
    journal.fold()
    return member


def _team(journal: Journal, named: str) -> str | None:
    name = clean_line(named)
    if not name:
        return None
    row = journal.connection.execute(
        "SELECT id FROM team WHERE lower(name) = lower(?) ORDER BY id", (name,)
    ).fetchone()
    if row is None:
        raise BadInput(
            f"there is no team {name[:40]}: add it with okrtui team add, or leave Team out", field="team"
        )
    return str(row[0])


def _above(journal: Journal, title: str) -> str:
    row = journal.connection.execute(
        "SELECT k.id FROM key_result k JOIN objective o ON o.id = k.objective JOIN cycle y ON y.id = o.cycle"
        " WHERE lower(k.title) = lower(?) ORDER BY y.start DESC, k.id",
        (clean_line(title),),
    ).fetchone()
    if row is None:
        raise BadInput(
            f"there is no key result “{clean_line(title)[:60]}” to contribute to", field="contributes_to"
        )
    return str(row[0])


def _known_key_results(session: Session, objective: str) -> list[tuple[str, str]]:
    with session.reading() as connection:
        rows = connection.execute(
            "SELECT id, title FROM key_result WHERE objective = ? AND COALESCE(archived, 0) = 0 ORDER BY id",
            (objective,),
        ).fetchall()
    return [(row[0], row[1] or "") for row in rows]


def _paired(
    known: Sequence[tuple[str, str]], written: Sequence[WrittenKeyResult]
) -> tuple[list[tuple[str | None, WrittenKeyResult]], int]:
    """Each written KR with the id that it stands for, or None for a new one; and how many were left out."""
    free = dict(known)
    by_title = {title.casefold(): id_ for id_, title in reversed(known)}
    told: dict[int, str] = {}
    for place, each in enumerate(written):
        id_ = by_title.get(clean_line(each.title).casefold())
        if id_ in free:
            told[place] = id_
            del free[id_]
    pairs: list[tuple[str | None, WrittenKeyResult]] = []
    for place, each in enumerate(written):
        id_ = told.get(place)
        if id_ is None and place < len(known) and known[place][0] in free:
            id_ = known[place][0]
            del free[id_]
        pairs.append((id_, each))
    return pairs, len(free)
