"""The registry of actions: what holds for every key, whatever the page."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import okrtui.screens
from okrtui.screens.action import EVERYWHERE, Action
from okrtui.screens.actions_table import ACTIONS, FOOTERS, IN_LISTS, PAGES, actions_of
from okrtui.screens.form_dialog import FormDialog
from okrtui.screens.keymap import key_clashes, keys_that_hold, own_keys
from okrtui.screens.page import Page
from okrtui.screens.palette import ActionPalette
from okrtui.widgets.find_line import FindLine
from okrtui.widgets.line_list import LineList

HARD_TO_TYPE = ("left_square_bracket", "right_square_bracket", "left_curly_bracket", "right_curly_bracket")
TAKEN_BY_TERMINALS = tuple(f"ctrl+{letter}" for letter in "abhjkm")
ONLY_TOLD = {("writing", "publish"): "a new objective is saved first; the key says so"}
WAYS_BACK = ("go_back", "leave", "cancel", "drop_filter", "close_palette")


def pages() -> list[type[Page]]:
    """Every page there is; what several share is none."""
    for module in iter_modules(okrtui.screens.__path__):
        import_module(f"okrtui.screens.{module.name}")
    found, open_ = [], [Page]
    while open_:
        page = open_.pop()
        found += page.__subclasses__()
        open_ += page.__subclasses__()
    return [page for page in found if not page.__subclasses__()]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_no_action_needs_a_key_that_some_keyboards_or_terminals_lack(action: Action) -> None:
    easy = [
        key
        for key in action.keys
        if not key.isdigit() and key not in HARD_TO_TYPE and key not in TAKEN_BY_TERMINALS
    ]
    assert easy, action.keys


@pytest.mark.parametrize("name", WAYS_BACK)
def test_every_way_back_has_an_instant_key_beside_escape(name: str) -> None:
    (action,) = [action for action in ACTIONS if action.id == name]
    assert "escape" in action.keys
    assert [key for key in action.keys if key != "escape" and len(key) > 1], "a letter goes into a text field"


def test_every_scope_has_a_name_for_people_and_actions_of_its_own() -> None:
    scopes = {scope for action in ACTIONS for scope in action.scopes}
    assert scopes == set(PAGES)


def test_every_page_takes_its_keys_from_the_registry_and_can_do_what_it_offers() -> None:
    for page in pages():
        assert page.SCOPE in FOOTERS
        for action in actions_of(page.SCOPE, EVERYWHERE):
            can = hasattr(page, f"action_{action.id}") or (page.SCOPE, action.id) in ONLY_TOLD
            assert can, f"{page.__name__} can't {action.id}"
        if page.LISTS:
            assert page.SCOPE in IN_LISTS
    others: tuple[tuple[type[Any], str], ...] = (
        (FormDialog, "dialog"),
        (FindLine, "find"),
        (ActionPalette, "palette"),
        (LineList, "list"),
    )
    for kind, scope in others:
        for action in actions_of(scope):
            assert hasattr(kind, f"action_{action.id}"), f"{kind.__name__} can't {action.id}"


@pytest.mark.parametrize("scope", IN_LISTS)
def test_a_list_and_its_page_share_no_key_but_the_one_that_opens(scope: str) -> None:
    for of_page in actions_of(scope, EVERYWHERE):
        for of_list in actions_of("list"):
            shared = set(of_page.keys) & set(of_list.keys)
            assert not shared or {of_page.id, of_list.id} == {"open", "open_line"}, (of_page.id, of_list.id)


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ({"find": "F"}, {"find": "F"}),
        ({"find": "c"}, {"find": "c", "check_in": ""}),
        ({"find": "?"}, {"find": "question_mark", "help": "f1"}),
        ({"undo": "F", "find": "F, G"}, {"undo": "F", "find": "G", "last_line": "end"}),
        ({"undo": "F", "find": "F"}, {"undo": "F", "find": "slash"}),
        ({"undo": ""}, {"undo": ""}),
        ({"fnid": "c"}, {}),
    ],
)
def test_a_key_that_stands_for_two_things_is_bound_to_the_first_of_ones_own(
    written: dict[str, str], held: dict[str, str]
) -> None:
    assert keys_that_hold(own_keys(written)) == held


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"find": "F, ctrl+f"}, []),
        ({"open": "enter, right, b"}, []),
        (
            {"find": "j"},
            ["settings: j stands for find and for line_down: find has it, give line_down another key"],
        ),
        (
            {"undo": "F", "find": "F"},
            ["settings: F stands for undo and for find: undo has it, give find another key"],
        ),
        ({"find": "ctlr+f"}, ["settings: 'ctlr+f' of find is no key"]),
        ({"find": "?"}, ["settings: ? stands for find and for help: find has it, give help another key"]),
        ({"save": "c"}, []),
    ],
)
def test_what_is_wrong_with_ones_own_keys_is_told_once(written: dict[str, str], told: list[str]) -> None:
    assert key_clashes(own_keys(written)) == told
