"""From what a person types to the one thing that is meant: by code, id or words of the title.

Serves the command line's promise that a KR is named by any unambiguous start of its short code or by
words of its title, and that an ambiguous or unknown name tells the candidates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from okrtui.okr.errors import Ambiguous, NotFound
from okrtui.okr.text import clean_line
from okrtui.views.decisions import decisions
from okrtui.views.lines import code_length, shown_code
from okrtui.views.lists import changes
from okrtui.views.people import members, teams
from okrtui.views.workspace import cycles

_NOUNS = {
    "key_result": "key result",
    "objective": "objective",
    "initiative": "initiative",
    "change": "change request",
    "decision": "decision",
    "cycle": "cycle",
    "team": "team",
    "member": "member",
    "metric": "metric",
}
_LISTED = {"cycle": "new", "team": "add", "member": "add"}
"""Kinds that are named by name alone, and the command that makes one."""
_MANY = 10
"""Candidates that are told; more would scroll the message away."""

_SHORTEST_ID = 4
_OPEN, _OVER, _ARCHIVED = range(3)
_CODED = {
    "key_result": (
        "SELECT k.id, f.code, k.title, y.name, COALESCE(y.phase, 'draft'), COALESCE(k.archived, 0) OR"
        " COALESCE(o.archived, 0) FROM key_result k JOIN key_result_fact f ON f.key_result = k.id"
        " LEFT JOIN objective o ON o.id = k.objective LEFT JOIN cycle y ON y.id = o.cycle ORDER BY"
        " k.title, k.id"
    ),
    "objective": (
        "SELECT o.id, g.code, o.title, y.name, COALESCE(y.phase, 'draft'), COALESCE(o.archived, 0)"
        " FROM objective o JOIN objective_fact g ON g.objective = o.id LEFT JOIN cycle y ON y.id = o.cycle"
        " ORDER BY o.title, o.id"
    ),
}


class _Named(NamedTuple):
    """What may be meant; `shown` is its code or handle, `others` further names, `tier` lower where nearer."""

    kind: str
    id: str
    code: str
    title: str
    shown: str = ""
    tier: int = _OPEN
    others: tuple[str, ...] = ()


def find(c: sqlite3.Connection, ref: str, kinds: Sequence[str] = ("key_result",)) -> tuple[str, str]:
    """The kind and id of what a person named.

    An exact title or id wins, then the shown code or a longer one, then any start of a code and words
    that all stand in the title. What is over or archived is meant only where nothing else fits.

    Args:
        c: a connection to the replica.
        ref: as typed.
        kinds: those that may be meant: key_result, objective, initiative, change, decision, cycle, team,
            member, metric.

    Raises:
        NotFound: nothing fits.
        Ambiguous: several fit; the candidates are lines such as "k7f3  Increase repeat purchase rate".
    """
    typed = clean_line(ref).casefold()
    named = [each for kind in kinds for each in _named(c, kind)]
    found = _fitting(named, typed, code_length(c)) if typed else []
    nouns = " or ".join(_NOUNS[kind] for kind in kinds)
    shown = f"“{clean_line(ref)[:60]}”"
    if not found:
        raise NotFound(f"no {nouns} is called {shown}: {_how_to_name(kinds)}")
    if len(found) > 1:
        raise Ambiguous(f"{shown} could be {len(found)} of them: use more of the code or title", _told(found))
    return found[0].kind, found[0].id


def _how_to_name(kinds: Sequence[str]) -> str:
    """What to type instead: things without a code have names, and a command that lists them."""
    if len(kinds) == 1 and kinds[0] in _LISTED:
        return f"okrtui {kinds[0]} list shows the names, okrtui {kinds[0]} {_LISTED[kinds[0]]} makes one"
    return "use its code, or words of its title"


def find_cycle(c: sqlite3.Connection, ref: str) -> str:
    """The id of the cycle of that name, or of words in it; raises NotFound or Ambiguous."""
    return find(c, ref, ("cycle",))[1]


def find_team(c: sqlite3.Connection, ref: str) -> str:
    """The id of the team of that name, or of words in it; raises NotFound or Ambiguous."""
    return find(c, ref, ("team",))[1]


def find_member(c: sqlite3.Connection, ref: str) -> str:
    """The id of the member of that handle or name, or of words in it; raises NotFound or Ambiguous."""
    return find(c, ref, ("member",))[1]


def _fitting(named: list[_Named], typed: str, length: int) -> list[_Named]:
    """What fits best: each way of naming is tried only where the ones before found nothing."""
    words = typed.split()
    ways = (
        lambda each: typed in (each.id, each.title.casefold(), *each.others),
        lambda each: len(typed) >= length and each.code.startswith(typed),
        lambda each: (
            bool(typed and each.code.startswith(typed))
            or all(word in each.title.casefold() for word in words)
            or _is_part_of_id(each, typed)
        ),
    )
    for fits in ways:
        found = [each for each in named if fits(each)]
        if found:
            nearest = min(each.tier for each in found)
            return [each for each in found if each.tier == nearest]
    return []


def _is_part_of_id(each: _Named, typed: str) -> bool:
    """Things without a code go by the start or the end of their id."""
    return (
        not each.code
        and len(typed) >= _SHORTEST_ID
        and (each.id.startswith(typed) or each.id.endswith(typed))
    )


def _named(c: sqlite3.Connection, kind: str) -> Iterable[_Named]:
    if kind in _CODED:
        return _coded(c, kind)
    if kind == "change":
        return _changes(c)
    if kind == "decision":
        return _decisions(c)
    if kind == "cycle":
        return [
            _Named(kind, each.id, "", each.name, "", _OVER if each.phase == "closed" else _OPEN)
            for each in cycles(c)
        ]
    if kind == "team":
        return [_Named(kind, each.id, "", each.name) for each in teams(c)]
    if kind == "metric":
        rows = c.execute("SELECT id, name FROM metric ORDER BY name, id")
        return [_Named(kind, id_, "", clean_line(name or "")) for id_, name in rows]
    if kind == "member":
        return [
            _Named(kind, each.id, "", each.name, each.handle, _OPEN, (each.handle.casefold(),))
            for each in members(c)
        ]
    rows = c.execute("SELECT id, title, COALESCE(state, '') FROM initiative ORDER BY title, id")
    over = ("stopped", "done")
    return [
        _Named(kind, id_, "", clean_line(title or ""), id_[-6:], _OVER if state in over else _OPEN)
        for id_, title, state in rows
    ]


def _coded(c: sqlite3.Connection, kind: str) -> list[_Named]:
    length = code_length(c)
    found = []
    for id_, code, title, cycle, phase, is_archived in c.execute(_CODED[kind]):
        tier = _ARCHIVED if is_archived else _OVER if phase == "closed" else _OPEN
        name = clean_line(title or "")
        where = f"{shown_code(code, length)}\0{clean_line(cycle or '')}"
        found.append(_Named(kind, id_, code, name, where, tier))
    return found


def _changes(c: sqlite3.Connection) -> list[_Named]:
    """Change requests go by the code or title of what they change, the open ones first."""
    return [
        _Named(
            "change",
            each.id,
            "",
            each.about[3],
            each.id[-6:],
            _OPEN if each.state == "proposed" else _OVER,
            (each.about[2],),
        )
        for each in changes(c)
    ]


def _decisions(c: sqlite3.Connection) -> list[_Named]:
    """Decisions go by words of what was decided, those that wait or are to be carried out first."""
    return [
        _Named(
            "decision",
            each.id,
            "",
            clean_line(each.decision),
            each.id[-6:],
            _OPEN if each.is_open or each.state == "proposed" else _OVER,
        )
        for each in decisions(c)
    ]


def _told(found: list[_Named]) -> list[str]:
    """A line a candidate; the cycle stands behind titles that are the same."""
    titles = [each.title for each in found]
    told = []
    for each in found[:_MANY]:
        code, _, cycle = each.shown.partition("\0")
        is_shared = titles.count(each.title) > 1 and cycle
        told.append(f"{code}  {each.title}{f' ({cycle})' if is_shared else ''}".strip())
    more = len(found) - _MANY
    return [*told, f"… and {more} more"] if more > 0 else told
