"""A person's own keys: they replace an action's defaults, and what they clash with is told at the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from okrtui.screens.actions_table import ACTIONS, EVERYWHERE, Action, keys_of
from okrtui.screens.key_names import key_named


def own_keys(written: Mapping[str, Any]) -> dict[str, str]:
    """The keys of each action as Textual names them: "?, f1" is "question_mark,f1"."""
    return {
        action: ",".join(key_named(key.strip()) for key in str(keys).split(",") if key.strip())
        for action, keys in written.items()
    }


def key_clashes(own: Mapping[str, str]) -> list[str]:
    """One line for each own key that does two things on one page, and for each action that there isn't."""
    known = {action.id: action for action in ACTIONS}
    lines = [f"settings: there is no action {name!r} to give keys to" for name in own if name not in known]
    for name in own:
        for other in ACTIONS if name in known else ():
            shared = set(keys_of(known[name], own)).intersection(keys_of(other, own))
            if shared and other.id != name and _meet(known[name], other):
                lines.append(
                    f"settings: {min(shared)} stands for {name} and for {other.id}: give one another key"
                )
    return lines


def _meet(one: Action, other: Action) -> bool:
    scopes, others = set(one.scopes), set(other.scopes)
    return EVERYWHERE in scopes | others or bool(scopes & others)
