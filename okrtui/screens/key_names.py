"""Keys by the names that people know: what Textual calls "slash" is "/"."""

from __future__ import annotations

from textual.keys import key_to_character

_KEY_NAMES = {
    "slash": "/", "question_mark": "?", "comma": ",", "escape": "esc", "space": "space", "equals_sign": "=",
    "left_square_bracket": "[", "right_square_bracket": "]", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "pgup", "pagedown": "pgdn", "full_stop": ".", "colon": ":",
    "plus": "+", "minus": "-", "exclamation_mark": "!", "percent_sign": "%",
}  # fmt: skip
_KEYS_BY_NAME = {shown: key for key, shown in _KEY_NAMES.items()}


def types_something(key: str) -> bool:
    """Whether a key is a character, which a text field takes for itself."""
    character = key_to_character(key)
    return character is not None and character.isprintable()


def key_named(shown: str) -> str:
    """The key that people know by this name: "/" is "slash", "esc" is "escape"; other names stand as they are."""
    return _KEYS_BY_NAME.get(shown, shown)


def show_key(key: str, ascii_only: bool = False) -> str:
    """A key as people read it: "slash" is "/", "escape" is "esc"."""
    shown = _KEY_NAMES.get(key, key)
    return key if ascii_only and not shown.isascii() else shown
