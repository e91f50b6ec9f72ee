"""A person's own keys: they replace an action's defaults, and what they clash with is told at the start.

No key does two things at once: one's own goes before a default, and of two of one's own the first that is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.keys import Keys, key_to_character

from okrtui.screens.action import EVERYWHERE, Action
from okrtui.screens.actions_table import ACTIONS, IN_LISTS, keys_of
from okrtui.screens.key_names import key_named, show_key

_MODIFIERS = ("ctrl+", "shift+", "alt+")
_NAMED = frozenset(key.value for key in Keys)
_NO_KEY = "no_key"
_SAME_THING = {"open": "open_line", "open_line": "open"}
"""What a page and its list do alike, so that they share keys."""


def own_keys(written: Mapping[str, Any]) -> dict[str, str]:
    """The keys of each action as Textual names them: "?, f1" is "question_mark,f1"."""
    return {
        action: ",".join(key_named(key.strip()) for key in str(keys).split(",") if key.strip())
        for action, keys in written.items()
    }


def keys_that_hold(own: Mapping[str, str]) -> dict[str, str]:
    """The keys of each action whose keys are not the defaults, without those that another action has.

    An action of which every own key is taken keeps its defaults.
    """
    known = {action.id: action for action in ACTIONS}
    held: dict[str, tuple[str, ...]] = {}

    def free(action: Action, keys: tuple[str, ...]) -> tuple[str, ...]:
        taken = {key for name, each in held.items() if _clash(action, known[name]) for key in each}
        return tuple(key for key in keys if key not in taken)

    for name in own:
        if name in known:
            action = known[name]
            wanted = keys_of(action, own)
            held[name] = free(action, wanted) or (free(action, action.keys) if wanted else ())
    for action in ACTIONS:
        if action.id not in held and (left := free(action, action.keys)) != action.keys:
            held[action.id] = left
    return {name: ",".join(keys) for name, keys in held.items()}


def bound_keys(held: Mapping[str, str]) -> dict[str, str]:
    """The same for Textual, for which an action without keys must have one that no terminal sends."""
    return {name: keys or _NO_KEY for name, keys in held.items()}


def key_clashes(own: Mapping[str, str]) -> list[str]:
    """What is wrong with one's own keys, a line each: an action or a key that there isn't, a key for two things."""
    known = {action.id: action for action in ACTIONS}
    lines = [f"settings: there is no action {name!r} to give keys to" for name in own if name not in known]
    told = set()
    for name in own:
        action = known.get(name)
        if action is None:
            continue
        lines += [
            f"settings: {key!r} of {name} is no key" for key in keys_of(action, own) if not _is_key(key)
        ]
        for other in ACTIONS:
            shared = set(keys_of(action, own)).intersection(keys_of(other, own))
            pair = frozenset((name, other.id))
            if shared and pair not in told and _clash(action, other):
                told.add(pair)
                lines.append(
                    f"settings: {show_key(min(shared))} stands for {name} and for {other.id}: "
                    f"{name} has it, give {other.id} another key"
                )
    return lines


def _is_key(key: str) -> bool:
    """Whether a terminal can send this: a character or a named key, with or without ctrl, shift and alt."""
    while modifier := next((each for each in _MODIFIERS if key.startswith(each)), ""):
        key = key.removeprefix(modifier)
    return key in _NAMED or show_key(key) != key or key_to_character(key) is not None


def _clash(one: Action, other: Action) -> bool:
    """Whether two actions can be valid at the same time and do different things."""
    if other.id in (one.id, _SAME_THING.get(one.id)):
        return False
    scopes, others = _reach(one), _reach(other)
    return EVERYWHERE in scopes | others or bool(scopes & others)


def _reach(action: Action) -> set[str]:
    """The scopes in which an action is valid; a list's actions are valid on every page that has one."""
    return {*action.scopes, *(IN_LISTS if "list" in action.scopes else ())}
