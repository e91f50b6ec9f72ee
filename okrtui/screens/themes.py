"""The program's own themes: dark, light, ansi (the terminal's own sixteen colours), high-contrast and mono.

Red, amber, green and stretch lie on an axis from orange to blue, which people with a colour-vision deficiency tell
apart, and none of them stands without its letter or word. Mono uses the terminal's own two colours, for NO_COLOR.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import Theme

DARK, LIGHT, ANSI, HIGH_CONTRAST, MONO = "dark", "light", "ansi", "high-contrast", "mono"

_WITHOUT_COLOUR = ("vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "hp2621")
_SIXTEEN_OR_LESS = (
    "linux",
    "ansi",
    "xterm",
    "screen",
    "tmux",
    "rxvt",
    "cons25",
    "putty",
    "cygwin",
    "eterm",
    "pcansi",
)

_COLOURS = {"truecolor": "truecolor", "256color": "256", "16color": "standard"}
_PLAIN_STYLES = {"red-style": "bold", "amber-style": "none", "green-style": "none", "stretch-style": "bold",
                 "muted-style": "none", "faint-style": "none", "needed-style": "bold"}  # fmt: skip

_OWN_TWO_COLOURS = {
    "ansi-background": "ansi_default", "ansi-foreground": "ansi_default",
    "screen-selection-background": "ansi_default", "screen-selection-foreground": "ansi_default",
    "border": "ansi_default", "border-blurred": "ansi_default", "scrollbar": "ansi_default",
    "scrollbar-background": "ansi_default", "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default", "input-cursor-text-style": "reverse",
    "input-selection-background": "ansi_default", "input-selection-foreground": "ansi_default",
    "block-cursor-background": "ansi_default", "block-cursor-foreground": "ansi_default",
    "block-cursor-text-style": "bold underline", "block-cursor-blurred-text-style": "bold underline",
}  # fmt: skip
"""What draws fields, bars and cursors where no colour of ours may be."""

THEMES = (
    Theme(
        name=DARK, dark=True,
        primary="#7fb4e6", secondary="#5b7fa6", accent="#f0a45d", warning="#f0a45d", error="#f2764b",
        success="#7fb4e6", foreground="#d8dce2", background="#14171c", surface="#1a1e25", panel="#242a33",
        boost="#222831",
        variables=_PLAIN_STYLES | {
            "rag-red": "#ff7a45", "rag-amber": "#f2c14e", "rag-green": "#6db3f2", "rag-stretch": "#a6d8ff",
            "muted-text": "#8a93a0", "faint-text": "#5d6570", "heading-text": "#9aa7b8", "selected-line": "#232b36",
            "input-cursor-background": "#d8dce2", "input-selection-background": "#3a5878",
        },
    ),
    Theme(
        name=LIGHT, dark=False,
        primary="#1f5f99", secondary="#54789c", accent="#b4550f", warning="#b4550f", error="#b33c0b",
        success="#1f5f99", foreground="#22262b", background="#fbfaf7", surface="#f2f0eb", panel="#e6e3dc",
        boost="#eae7e0",
        variables=_PLAIN_STYLES | {
            "rag-red": "#b8390a", "rag-amber": "#8f6200", "rag-green": "#1766ad", "rag-stretch": "#0b3f75",
            "muted-text": "#616870", "faint-text": "#878d94", "heading-text": "#4d5a68", "selected-line": "#e3e9f0",
            "input-selection-background": "#b9d3ec",
        },
    ),
    Theme(
        name=HIGH_CONTRAST, dark=True,
        primary="#8fd0ff", secondary="#c0c0c0", accent="#ffb347", warning="#ffb347", error="#ff8a4c",
        success="#8fd0ff", foreground="#ffffff", background="#000000", surface="#000000", panel="#1c1c1c",
        boost="#1c1c1c",
        variables=_PLAIN_STYLES | {
            "rag-red": "#ff8a4c", "rag-amber": "#ffd75f", "rag-green": "#7cc7ff", "rag-stretch": "#c9ecff",
            "muted-text": "#d0d0d0", "faint-text": "#b0b0b0", "heading-text": "#ffffff", "selected-line": "#2b3f55",
            "input-selection-background": "#335a80",
        },
    ),
    Theme(
        name=ANSI, dark=True, ansi=True,
        primary="ansi_bright_blue", secondary="ansi_blue", accent="ansi_yellow", warning="ansi_yellow",
        error="ansi_red", success="ansi_bright_blue", foreground="ansi_default", background="ansi_default",
        surface="ansi_default", panel="ansi_default", boost="ansi_default",
        variables=_OWN_TWO_COLOURS | {
            "rag-red": "ansi_red", "rag-amber": "ansi_yellow", "rag-green": "ansi_bright_blue",
            "rag-stretch": "ansi_cyan", "muted-text": "ansi_default", "faint-text": "ansi_default",
            "heading-text": "ansi_default", "selected-line": "ansi_default",
            "red-style": "bold", "amber-style": "none", "green-style": "none", "stretch-style": "bold",
            "muted-style": "dim", "faint-style": "dim", "needed-style": "bold",
        },
    ),
    Theme(
        name=MONO, dark=True, ansi=True,
        primary="ansi_default", secondary="ansi_default", accent="ansi_default", warning="ansi_default",
        error="ansi_default", success="ansi_default", foreground="ansi_default", background="ansi_default",
        surface="ansi_default", panel="ansi_default", boost="ansi_default",
        variables=_OWN_TWO_COLOURS | {
            "rag-red": "ansi_default", "rag-amber": "ansi_default", "rag-green": "ansi_default",
            "rag-stretch": "ansi_default", "muted-text": "ansi_default", "faint-text": "ansi_default",
            "heading-text": "ansi_default", "selected-line": "ansi_default",
            "red-style": "bold underline", "amber-style": "bold", "green-style": "none", "stretch-style": "bold",
            "muted-style": "dim", "faint-style": "dim", "needed-style": "bold",
        },
    ),
)  # fmt: skip
NAMES = tuple(theme.name for theme in THEMES)


def is_in_screen(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether GNU screen is the terminal, and not a tmux inside it."""
    return "STY" in environ and not environ.get("TERM", "").startswith("tmux")


def colours_for(setting: str, environ: Mapping[str, str] = os.environ) -> str:
    """How many colours to write, in Rich's words; "" for as many as the terminal says that it has.

    Args:
        setting: truecolor, 256color, 16color or auto.
        environ: STY tells of GNU screen, which hands on COLORTERM and garbles what is in 24 bits; a TERM of tmux's
            own tells of a tmux inside it, which knows what to write. (TMUX is set in a screen inside tmux as well.)
    """
    if setting in _COLOURS:
        return _COLOURS[setting]
    is_rich = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    return (
        ("256" if "256color" in environ.get("TERM", "") else "standard")
        if is_rich and is_in_screen(environ)
        else ""
    )


def theme_for(
    setting: str, no_color: bool, environ: Mapping[str, str] = os.environ, *, is_slow: bool = False
) -> str:
    """The theme to start with: mono under NO_COLOR, else the one that was set, else what the terminal tells.

    Args:
        setting: a theme's name, or "auto".
        no_color: whether NO_COLOR is set and not empty.
        environ: TERM tells how many colours there are: none, sixteen or more; COLORTERM says more of a terminal that
            calls itself xterm. COLORFGBG, where the terminal sets it, ends in its background's colour: 7 and 15 are
            light.
        is_slow: whether the line is slow, or has but sixteen colours: no theme will do that takes more.
    """
    if no_color:
        return MONO
    if is_slow and setting not in (ANSI, MONO):
        return ANSI
    if setting in NAMES:
        return setting
    family = environ.get("TERM", "").lower()
    is_rich = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if family in _WITHOUT_COLOUR or family.endswith(("-m", "-mono")):
        return MONO
    has_few = family in _SIXTEEN_OR_LESS or family.endswith("-16color")
    if has_few and not (is_rich and family == "xterm"):
        return ANSI
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in ("7", "15") else DARK
