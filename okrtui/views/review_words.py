"""What a review talks about beside escalations and decisions: red links between teams, risks, learnings."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.rag import rag_word, show_score
from okrtui.okr.text import clean_line, clean_text
from okrtui.views.lines import code_length, shown_code
from okrtui.views.people import name_of
from okrtui.views.structures import read_list
from okrtui.views.workspace import workspace


class RedLinks(NamedTuple):
    """A KR with the links from other teams' KRs that are red, or that it is red in spite of.

    Attributes:
        standing: its score and band, in words.
        asked: names of the teams that it depends on; `teams` their ids with its own.
        links: a line each: the team's name, and the KR with its standing and how it moves this one.
    """

    id: str
    code: str
    title: str
    team_name: str
    standing: str
    asked: tuple[str, ...]
    teams: frozenset[str | None]
    links: tuple[tuple[str, str], ...]


class Said(NamedTuple):
    """A risk or a learning: the words, who said them, and what they are about; ids and texts "" for none."""

    id: str
    text: str
    by: str
    code: str
    title: str
    key_result: str
    objective: str
    team: str | None
    is_micro: bool = False


_LINKS = """
SELECT k.id, f.code, k.title, f.score, f.rag, t.id, t.name, j.title, g.code, g.score, g.rag, s.id, s.name, x.how
FROM contribution x
JOIN key_result k ON k.id = x.above JOIN key_result_fact f ON f.key_result = k.id
JOIN objective o ON o.id = k.objective JOIN cycle y ON y.id = o.cycle LEFT JOIN team t ON t.id = o.team
JOIN key_result j ON j.id = x.key_result JOIN key_result_fact g ON g.key_result = j.id
JOIN objective p ON p.id = j.objective JOIN cycle z ON z.id = p.cycle LEFT JOIN team s ON s.id = p.team
WHERE x.is_in_effect = 1 AND o.team IS NOT p.team AND (f.rag = 'red' OR g.rag = 'red')
  AND f.is_in_force = 1 AND g.is_in_force = 1 AND y.phase = 'active' AND z.phase = 'active'
  AND COALESCE(k.archived, 0) = 0 AND COALESCE(o.archived, 0) = 0 AND k.postponed IS NULL
  AND COALESCE(j.archived, 0) = 0 AND COALESCE(p.archived, 0) = 0 AND j.postponed IS NULL
ORDER BY f.rag IS NOT 'red', k.title, k.id, g.rag IS NOT 'red', j.title, j.id
"""


def red_links(c: sqlite3.Connection) -> list[RedLinks]:
    """The KRs that other teams' KRs move by a link of which an end is red, the red ones first."""
    scale, length = workspace(c).scale, code_length(c)
    found: dict[str, RedLinks] = {}
    for id_, code, title, score, rag, team, team_name, *below in c.execute(_LINKS):
        lower_title, lower_code, lower_score, lower_rag, lower_team, lower_name, how = below
        name = clean_line(lower_name or "") or "no team"
        lower = f"{shown_code(lower_code, length)} {clean_line(lower_title or '')}"
        link = f"{lower}, {_standing(lower_score, lower_rag, scale)}"
        said = f"{link}: {clean_line(how)}" if how else link
        before = found.get(id_) or RedLinks(
            id_,
            shown_code(code, length),
            clean_line(title or ""),
            clean_line(team_name or ""),
            _standing(score, rag, scale),
            (),
            frozenset((team,)),
            (),
        )
        found[id_] = before._replace(
            asked=before.asked if name in before.asked else (*before.asked, name),
            teams=before.teams | {lower_team},
            links=(*before.links, (name, said)),
        )
    return list(found.values())


_RISKS = """
SELECT x.id, x.text, m.name, m.handle, COALESCE(f.code, g.code), COALESCE(k.title, o.title), k.id, o.id, o.team
FROM comment x LEFT JOIN member m ON m.id = x.author
LEFT JOIN key_result k ON k.id = x.key_result LEFT JOIN key_result_fact f ON f.key_result = k.id
LEFT JOIN objective o ON o.id = COALESCE(x.objective, k.objective)
LEFT JOIN objective_fact g ON g.objective = o.id
WHERE x.kind = 'risk' AND x.text IS NOT NULL AND x.at > ? ORDER BY x.at DESC, x.id
"""


def risks(c: sqlite3.Connection, since: datetime) -> list[Said]:
    """The comments of the kind risk since then, the newest first."""
    length = code_length(c)
    return [
        Said(
            id_,
            clean_text(text),
            name_of(name, handle),
            shown_code(code, length) if code else "",
            clean_line(title or ""),
            key_result or "",
            objective or "",
            team,
        )
        for id_, text, name, handle, code, title, key_result, objective, team in c.execute(
            _RISKS, (since.isoformat(),)
        )
    ]


_CHECK_INS = """
SELECT i.id, i.learning, m.name, m.handle, f.code, k.title, k.id, o.team, COALESCE(y.kind, '') = 'micro'
FROM check_in i JOIN key_result k ON k.id = i.key_result JOIN key_result_fact f ON f.key_result = k.id
LEFT JOIN objective o ON o.id = k.objective LEFT JOIN cycle y ON y.id = o.cycle
LEFT JOIN member m ON m.id = i.author
WHERE i.learning IS NOT NULL AND i.is_shown = 1 AND COALESCE(i.retracted, 0) = 0 AND i.at > ?
ORDER BY COALESCE(y.kind, '') IS NOT 'micro', i.at DESC, i.id
"""
_REVIEWS = """
SELECT r.id, r.learnings, m.name, m.handle, COALESCE(y.name, t.name), r.team, COALESCE(y.kind, '') = 'micro'
FROM review r LEFT JOIN cycle y ON y.id = r.cycle LEFT JOIN team t ON t.id = r.team LEFT JOIN member m ON m.id = r.by
WHERE r.learnings IS NOT NULL AND r.kind IS NOT 'monthly' AND r.at > ? ORDER BY r.at DESC, r.id
"""


def learnings(c: sqlite3.Connection, since: datetime) -> list[Said]:
    """What check-ins and reviews taught since then, Micro-OKRs first, then the newest."""
    length, when = code_length(c), (since.isoformat(),)
    found = [
        Said(
            id_,
            clean_text(text),
            name_of(name, handle),
            shown_code(code, length),
            clean_line(title or ""),
            key_result,
            "",
            team,
            bool(is_micro),
        )
        for id_, text, name, handle, code, title, key_result, team, is_micro in c.execute(_CHECK_INS, when)
    ]
    for id_, lines, name, handle, title, team, is_micro in c.execute(_REVIEWS, when):
        for place, text in enumerate(read_list(lines)):
            words, by = clean_line(str(text)), name_of(name, handle)
            found.append(
                Said(f"{id_}:{place}", words, by, "", clean_line(title or ""), "", "", team, bool(is_micro))
            )
    return sorted(found, key=lambda one: not one.is_micro)


def _standing(score: str | None, rag: str | None, scale: str) -> str:
    return f"{show_score(score, scale)} {rag_word(rag)}" if score is not None and rag else "no score"
