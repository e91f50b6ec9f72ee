"""From what a person types to the thing that is meant: a KR, objective, cycle, team, member.

Every function raises NotFound, or Ambiguous with the candidates (architecture, The command line).
"""

from __future__ import annotations

from collections.abc import Sequence

from okrtui.cli.invocation import Invocation
from okrtui.okr.errors import Ambiguous, BadInput, NotFound
from okrtui.okr.text import clean_line

NOBODY = ("", "none", "-")


def key_result_id(invocation: Invocation, ref: str) -> str:
    """The KR of that code or title."""
    return thing(invocation, ref, ("key_result",))[1]


def objective_id(invocation: Invocation, ref: str) -> str:
    """The objective of that code or title."""
    return thing(invocation, ref, ("objective",))[1]


def initiative_id(invocation: Invocation, ref: str) -> str:
    """The initiative of that id or title."""
    return thing(invocation, ref, ("initiative",))[1]


def thing(invocation: Invocation, ref: str, kinds: Sequence[str]) -> tuple[str, str]:
    """The kind and id of what is meant, of one of these kinds."""
    from okrtui.views.names import find

    with invocation.reading() as c:
        return find(c, ref, kinds)


def cycle_id(invocation: Invocation, ref: str | None) -> str:
    """The cycle of that name; without one, the only cycle that isn't closed."""
    from okrtui.views.lists import cycles
    from okrtui.views.names import find_cycle

    with invocation.reading() as c:
        if ref:
            return find_cycle(c, ref)
        running = [cycle for cycle in cycles(c) if cycle.phase != "closed"]
    if not running:
        raise NotFound("there is no open cycle: make one with okrtui cycle new")
    if len(running) > 1:
        names = [clean_line(cycle.name) for cycle in running]
        raise Ambiguous("which cycle? Several are open: name one with --cycle", names)
    return str(running[0].id)


def team_id(invocation: Invocation, ref: str) -> str:
    """The team of that name."""
    from okrtui.views.names import find_team

    with invocation.reading() as c:
        return find_team(c, ref)


def member_id(invocation: Invocation, ref: str) -> str:
    """The member of that handle or name."""
    from okrtui.views.names import find_member

    with invocation.reading() as c:
        return find_member(c, ref)


def maybe_member(invocation: Invocation, ref: str | None) -> str | None:
    """A member's id; None where nothing was given, "" where nobody is meant."""
    if ref is None or ref.strip().lower() in NOBODY:
        return None if ref is None else ""
    return member_id(invocation, ref)


def maybe_team(invocation: Invocation, ref: str | None) -> str | None:
    """A team's id; None where nothing was given, "" where none is meant."""
    if ref is None or ref.strip().lower() in NOBODY:
        return None if ref is None else ""
    return team_id(invocation, ref)


def maybe_key_result(invocation: Invocation, ref: str | None) -> str | None:
    """A KR's id; None where nothing was given, "" where none is meant."""
    if ref is None or ref.strip().lower() in NOBODY:
        return None if ref is None else ""
    return key_result_id(invocation, ref)


def date_typed(typed: str | None, field: str) -> str | None:
    """A date as `YYYY-MM-DD`; BadInput for anything else, None and "" as they are."""
    from datetime import date

    if not typed:
        return typed
    try:
        if len(typed.strip()) == len("2026-12-31"):
            return date.fromisoformat(typed.strip()).isoformat()
    except ValueError:
        pass
    raise BadInput(f"{clean_line(typed)[:40]!r} is no date: write it as 2026-12-31", field=field)
