"""What a word on the command line may become: names of what stands in the workspace, for the shells' completion.

It follows the ways in which `views/names.py` finds what was named. On the path of the TAB key, so it needs `sqlite3`
and nothing else.
"""

from __future__ import annotations

from okrtui.okr.text import clean_line
from okrtui.views.lines import code_length
from okrtui.views.workspace import OPEN_PHASES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

KINDS = (
    "krs", "objectives", "refs", "changes", "initiatives", "escalations", "decisions", "cycles", "members", "teams",
)  # fmt: skip

_OPEN = ", ".join(f"'{phase}'" for phase in OPEN_PHASES)
_TIER = f"CASE WHEN COALESCE({{}}, 0) THEN 2 WHEN COALESCE(y.phase, 'draft') IN ({_OPEN}, 'draft') THEN 0 ELSE 1 END"
_KEY_RESULTS = (
    f"SELECT f.code, k.title, {_TIER.format('k.archived')} AS tier FROM key_result_fact f"
    " JOIN key_result k ON k.id = f.key_result LEFT JOIN cycle y ON y.id = f.cycle"
)
_OBJECTIVES = (
    f"SELECT g.code, o.title, {_TIER.format('o.archived')} AS tier FROM objective_fact g"
    " JOIN objective o ON o.id = g.objective LEFT JOIN cycle y ON y.id = g.cycle"
)
_PROPOSED = (
    'EXISTS (SELECT 1 FROM "change" r JOIN change_fact s ON s."change" = r.id'
    " WHERE r.{} = {} AND s.state = 'proposed')"
)
_ROWS = {
    "krs": f"{_KEY_RESULTS} ORDER BY k.title",
    "objectives": f"{_OBJECTIVES} ORDER BY o.title",
    "refs": f"{_KEY_RESULTS} UNION ALL {_OBJECTIVES} ORDER BY 2",
    "changes": (
        f"{_KEY_RESULTS} WHERE {_PROPOSED.format('key_result', 'f.key_result')} UNION ALL"
        f" {_OBJECTIVES} WHERE {_PROPOSED.format('objective', 'g.objective')} ORDER BY 2"
    ),
    "initiatives": (
        "SELECT substr(id, -6), title, COALESCE(state, '') IN ('stopped', 'done') FROM initiative ORDER BY title"
    ),
    "escalations": (
        "SELECT substr(e.id, -6), COALESCE(k.title, o.title, r.text, '') || ' ' || replace(e.kind, '_', ' '),"
        " e.closed_by IS NOT NULL FROM escalation_fact e LEFT JOIN escalation r ON r.id = e.id"
        " LEFT JOIN key_result k ON k.id = e.key_result LEFT JOIN objective o ON o.id = r.objective ORDER BY 2, 1"
    ),
    "decisions": (
        "SELECT substr(d.id, -6), d.decision, f.state = 'declined' OR f.done_at IS NOT NULL FROM decision d"
        " JOIN decision_fact f ON f.decision = d.id ORDER BY d.date DESC, d.id DESC"
    ),
    "cycles": "SELECT name, COALESCE(phase, 'draft'), COALESCE(phase, '') = 'closed' FROM cycle ORDER BY start DESC",
    "members": "SELECT handle, name, 0 FROM member ORDER BY handle",
    "teams": "SELECT name, '', 0 FROM team ORDER BY name",
}
_CODED = ("krs", "objectives", "refs", "changes")
_SAID_BESIDE = ("cycles",)
"""Kinds beside whose names stands a word that is no name."""


def candidates(c: sqlite3.Connection, kind: str, typed: str) -> list[tuple[str, str]]:
    """What a word may become, and the title or word that stands beside it in the list; both are one clean line.

    A start of the code or name counts first; where nothing has it, words that all stand in the title. What is
    over is offered only where nothing open fits.

    Args:
        c: a connection to the replica.
        kind: one of `KINDS`.
        typed: what stands there so far.
    """
    length = code_length(c) if kind in _CODED else 0
    start = clean_line(typed).casefold()
    found: list[tuple[str, str, int]] = []
    for value, title, tier in c.execute(_ROWS[kind]):
        value = clean_line(value or "")
        found.append((value[:length] if length else value, clean_line(title or ""), tier))
    words = start.split()
    ways: tuple[Callable[[str, str], bool], ...] = (
        lambda value, title: value.casefold().startswith(start),
        lambda value, title: bool(length) and start.startswith(value.casefold()),
        lambda value, title: all(word in _name(kind, value, title) for word in words),
    )
    for fits in ways:
        fitting = [each for each in found if each[0] and fits(each[0], each[1])]
        if fitting:
            nearest = min(tier for _, _, tier in fitting)
            return [(value, title) for value, title, tier in fitting if tier == nearest]
    return []


def _name(kind: str, value: str, title: str) -> str:
    return (value if kind in _SAID_BESIDE else f"{value} {title}").casefold()
